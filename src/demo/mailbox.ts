/** Where the letters of a rehearsal go: kept in memory to be looked at, and nowhere else. */
import type { Mail } from '#platform';

export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly at: Date;
}

export interface Mailbox extends Mail {
  /** The newest first. */
  letters(): readonly Letter[];
}

const mostLetters = 100;

export function buildMailbox(now: () => Date): Mailbox {
  const letters: Letter[] = [];
  return {
    isInside: true,
    send: async ({ to, subject, text }) => {
      letters.unshift({ to: String(to), subject, text, at: now() });
      letters.length = Math.min(letters.length, mostLetters);
    },
    letters: () => letters,
  };
}
