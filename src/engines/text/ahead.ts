/** Looks a few characters ahead in a text: does a word go on, where does an address end? */
import * as fold from './fold.ts';

/** Invisible characters that a look ahead passes over; a longer flood only costs the joined spelling. */
const LOOK_AHEAD = 64;

function classAhead(text: string, i: number): number {
  for (const stop = i + LOOK_AHEAD; i < text.length && i < stop; i++) {
    const code = text.codePointAt(i)!;
    const kind = fold.classOf(fold.entryOf(code));
    if (kind !== fold.DROPPED) return kind;
    if (code > 0xffff) i += 1;
  }
  return fold.SEPARATOR;
}

export const isWordNext = (text: string, i: number): boolean => fold.isWordClass(classAhead(text, i));
export const isTagNext = (text: string, i: number): boolean => {
  const kind = classAhead(text, i);
  return fold.isWordClass(kind) || kind === fold.SINGLE;
};
export const isHandleNext = (text: string, i: number): boolean => {
  const kind = classAhead(text, i);
  return fold.isWordClass(kind) || kind === fold.UNDERSCORE;
};

/** Where CamelCase is cut: sB in SaveOurBins, SS in NHSStaff, d1 in Covid19. */
export function isNewPart(text: string, before: number, now: number, next: number): boolean {
  if (now === fold.DIGIT) return before !== fold.DIGIT;
  if (now !== fold.UPPER) return false;
  return before !== fold.UPPER || classAhead(text, next) === fold.LOWER;
}

/** After a tag or handle: passes over 's. */
export function skipPossessive(text: string, i: number): number {
  if (i >= text.length || fold.classOf(fold.entryOf(text.charCodeAt(i))) !== fold.APOSTROPHE) return i;
  const isS = (text.charCodeAt(i + 1) | 32) === 115;
  return isS && !isWordNext(text, i + 2) ? i + 2 : i;
}

/** Printable ASCII except quotes and angle brackets. */
export const isInAddress = (code: number): boolean =>
  code > 32 && code < 127 && code !== 34 && code !== 60 && code !== 62;

export function addressEnd(text: string, i: number): number {
  while (i < text.length && isInAddress(text.charCodeAt(i))) i += 1;
  return i;
}

/** Passes over "user:password@", which deceivers use to show a host that is not the host. */
export function hostStart(text: string, from: number): number {
  let start = from;
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (!isInAddress(code) || code === 47 || code === 63 || code === 35 || code === 92) break;
    if (code === 64) start = i + 1;
  }
  return start;
}
