/**
 * The matcher's hot path, in AssemblyScript: cut a text, look each token up, wake the queries that hang on what was found, and
 * prove them. The TypeScript files beside this folder have the same rules and are its twins. Everything lives in the module's
 * own memory and grows by doubling. Compiled by scripts/build-queries-core.mjs.
 */
import { setStamp, termCount } from './terms';
import { found, here, occurrenceCount, positionRoom, stamp } from './places';
import { isFull, position } from './units';
import { read } from './cut';
import { finish, linkCount, queryCount, tidied, tidy, tried } from './links';

export { bytes, entriesAt, settle } from './memory';
export { find, intern, scratchAt, seenOf, setPlaced, setSeen, termsHeld } from './terms';
export { gap, noteAt, setWantsSites } from './units';
export { textFor } from './text';
export { read } from './cut';
export { addSlot, codeFor, codeSizeNow, finish, hang, hitsAt, takeOff, verifiedLast } from './links';

/** Begins a post. */
export function begin(): void {
  if (linkCount - tidied > 256 && linkCount - tidied > linkCount >> 2) tidy();
  if (stamp == 0x7fffffff) {
    for (let term = 0; term < termCount; term++) setStamp(term, 0);
    for (let slot = 0; slot < queryCount; slot++) store<i32>(tried + (<usize>slot << 2), 0);
    memory.fill(here, 0, positionRoom * 8);
    stamp = 0;
  }
  stamp++;
  found = 0;
  occurrenceCount = 0;
  position = 0;
  isFull = false;
}

/** The usual post in one call. */
export function match(size: i32): i32 {
  begin();
  read(size);
  return finish();
}
