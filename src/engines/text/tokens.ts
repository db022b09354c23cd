/** What the cutter makes: kinds of token, the flat arrays that hold them, and how to read them. */

/** A word in running order. All other kinds are further spellings and do not move the position on. */
export const WORD = 0;
/** "wellbeing" for well-being, "saveourbins" for #SaveOurBins, "nhs" for N.H.S.: as long as its parts. */
export const JOINED = 1;
/** "council" for council's. */
export const POSSESSIVE = 2;
/** What the eye reads when letters of another script were mixed in. */
export const SEEN = 3;
/** "#saveourbins" */
export const TAG = 4;
/** "@northmere", "@northmere@example.social" */
export const HANDLE = 5;
/** "site:gov.uk": one for each end of the host name. */
export const SITE = 6;

/** Letters of a word that count; what is longer is compared by its beginning. */
export const WORD_LIMIT = 100;
/** Words, aliases included, that are read of one text. The rest is not looked at and `isFull` is set. */
export const TOKEN_LIMIT = 200_000;
export const HASH_START = 0x811c9dc5 | 0;
export const HASH_STEP = 0x01000193;

/** Token i is the UTF-16 units from[i] to to[i] of `units`. The arrays are reused and may be replaced by the next call. */
export interface Cut {
  size: number;
  units: Uint16Array;
  kind: Uint8Array;
  from: Int32Array;
  to: Int32Array;
  /** FNV-1a of the units, see `hashOf`. */
  hash: Int32Array;
  /** Counts words. */
  position: Int32Array;
  /** How many positions it covers. */
  span: Int32Array;
  /** Offsets into the text that was read. */
  start: Int32Array;
  end: Int32Array;
  /** True when the text had more words than are read. */
  isFull: boolean;
}

export interface Cutter extends Cut {
  /** Set to false where nobody asks for sites; true when built. */
  wantsSites: boolean;
  /** Forgets what was read. */
  reset(): void;
  /** Reads a text behind what was read before. */
  read(text: string): void;
  /** Leaves room, so that no phrase reaches from one text into the next. */
  gap(positions: number): void;
}

/** The hash of a term, the same as the cutter computes on its way. */
export function hashOf(term: string): number {
  let h = HASH_START;
  for (let i = 0; i < term.length; i++) h = Math.imul(h ^ term.charCodeAt(i), HASH_STEP);
  return h;
}

/** One step of that hash, for prefixes. */
export const hashStep = (h: number, unit: number): number => Math.imul(h ^ unit, HASH_STEP);
export const hashStart = HASH_START;

/** Token i as a string. */
export function termAt(cut: Cut, i: number): string {
  let term = '';
  for (let k = cut.from[i]!; k < cut.to[i]!; k++) term += String.fromCharCode(cut.units[k]!);
  return term;
}
