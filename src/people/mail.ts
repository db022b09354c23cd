/** How people's letters leave the house: invitations and notes about somebody's account. */
export interface Mail {
  send(letter: { readonly to: string; readonly subject: string; readonly text: string }): Promise<void>;
}
