/** Where the terms of the queries stand in the post that is read: see `scan.ts`. */
import { HASH_START, HASH_STEP, PREFIX_SALT, alloc, larger } from './memory';
import { CHAIN, HEAD, LENGTH, PLACED, PREFIX, SEEN, TAIL, gate, isPrefixLength, longestPrefix, lookUp, mayBe, prefixGate, setStamp, stampOf, termAt } from './terms';

export let stamp = 0;
let touchedRoom = 1024;
export let touched: usize = alloc(1024 * 4);
export let found = 0;
/** Occurrences, 24 bytes: next of the term, next at the position, term, from, to. */
let occurrenceRoom = 1024;
export let occurrences: usize = alloc(1024 * 24);
export let occurrenceCount = 0;
/** By position: stamp, and the first occurrence there. */
export let positionRoom = 4096;
export let here: usize = alloc(4096 * 8);

export function record(term: i32, at: i32, behind: i32): void {
  const its = termAt(term);
  if (stampOf(term) != stamp) {
    setStamp(term, stamp);
    store<i32>(its, -1, HEAD);
    store<i32>(its, load<i32>(its, SEEN) + 1, SEEN);
    if (load<i32>(its, CHAIN) >= 0) {
      if (found == touchedRoom) {
        touched = larger(touched, touchedRoom * 4, touchedRoom * 8);
        touchedRoom *= 2;
      }
      store<i32>(touched + (<usize>found << 2), term);
      found++;
    }
  }
  if (at < 0 || (load<i32>(its, LENGTH) & PLACED) == 0) return;
  if (occurrenceCount == occurrenceRoom) {
    occurrences = larger(occurrences, occurrenceRoom * 24, occurrenceRoom * 48);
    occurrenceRoom *= 2;
  }
  const i = occurrenceCount++;
  const it = occurrences + <usize>i * 24;
  store<i32>(it, -1);
  if (load<i32>(its, HEAD) < 0) store<i32>(its, i, HEAD);
  else store<i32>(occurrences + <usize>load<i32>(its, TAIL) * 24, i);
  store<i32>(its, i, TAIL);
  store<i32>(it, term, 8);
  store<i32>(it, at, 12);
  store<i32>(it, behind, 16);
  while (at >= positionRoom) {
    const next = alloc(positionRoom * 16);
    memory.copy(next, here, positionRoom * 8);
    memory.fill(next + positionRoom * 8, 0, positionRoom * 8);
    here = next;
    positionRoom *= 2;
  }
  const there = here + (<usize>at << 3);
  store<i32>(it, load<i32>(there) == stamp ? load<i32>(there, 4) : -1, 4);
  store<i32>(there, stamp);
  store<i32>(there, i, 4);
}

@inline
export function note(hash: i32, from: usize, size: i32, at: i32, behind: i32): void {
  if (mayBe(hash)) {
    const term = lookUp(hash, from, size, 0);
    if (term >= 0) record(term, at, behind);
  }
  if (longestPrefix != 0 && size >= 2 && load<u8>(prefixGate + gate(load<u16>(from), load<u16>(from, 2))) != 0)
    notePrefixes(from, size, at, behind);
}

function notePrefixes(from: usize, size: i32, at: i32, behind: i32): void {
  let h = HASH_START;
  const last = min(size, longestPrefix);
  for (let i = 0; i < last; i++) {
    h = (h ^ load<u16>(from + (<usize>i << 1))) * HASH_STEP;
    if (i >= 1023 || load<u8>(isPrefixLength + i + 1) == 0) continue;
    const salted = h ^ PREFIX_SALT;
    if (!mayBe(salted)) continue;
    const term = lookUp(salted, from, i + 1, PREFIX);
    if (term >= 0) record(term, at, behind);
  }
}
