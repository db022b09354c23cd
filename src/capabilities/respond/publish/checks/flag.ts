/** Something in a draft that a person must look at, with its place. */
export type FlagCode =
  | 'figure'
  | 'date'
  | 'time'
  | 'name'
  | 'promise'
  | 'line-expired'
  | 'staff-name'
  | 'staff-initials'
  | 'staff-phone'
  | 'staff-email'
  | 'election-word'
  | 'election-quote'
  | 'too-long'
  | 'no-description'
  | 'empty'
  | 'reply-forbidden'
  | 'embed-forbidden'
  | 'picture-forbidden'
  | 'case-name'
  | 'case-fact'
  | 'case-picture'
  | 'case-language';

export interface Flag {
  readonly code: FlagCode;
  /**
   * `stop`: it cannot be put before others like this. `explain`: whoever approves must say why it may stand.
   * `look`: a person decides.
   */
  readonly level: 'stop' | 'explain' | 'look';
  /** Which post of the thread, from 0. */
  readonly part: number;
  /** In UTF-16 units of the text; both 0 when it is about the whole post. */
  readonly start: number;
  readonly end: number;
  /** The words that it is about. */
  readonly found: string;
  /** `not-in-line`: the line says nothing of it; `other-in-line`: the line says something else, in `instead`. */
  readonly against?: 'not-in-line' | 'other-in-line';
  readonly instead?: string;
}
