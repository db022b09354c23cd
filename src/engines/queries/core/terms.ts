/** Gives every term of the queries a number, and finds that number for a piece of a post: see `terms.ts` and `scan.ts`. */
import { HASH_START, HASH_STEP, PREFIX_SALT, alloc, larger } from './memory';

/** One record a term, 32 bytes: what is touched together stands together. */
export const HEAD = 4;
export const TAIL = 8;
export const CHAIN = 12;
export const SEEN = 16;
const NAME = 20;
const START = 24;
export const LENGTH = 28;
export const PLACED: i32 = 1 << 30;
export const PREFIX: i32 = 1 << 29;
const LENGTH_BITS: i32 = (1 << 29) - 1;

let termRoom = 1024;
let terms: usize = alloc(termRoom * 32);
/** By term: the stamp of the post it was last in. */
let stamps: usize = alloc(termRoom * 4);
export let termCount = 0;
/** Pairs of hash and term; -1 where nothing stands. Half full at most. */
let slotMask: i32 = 2047;
let slots: usize = alloc(2048 * 8);
/** One bit for each of many hashes: nearly every word ends here. */
let filterMask: i32 = (1 << 15) - 1;
let filter: usize = alloc(1 << 12);
let nameRoom = 16384;
let names: usize = alloc(nameRoom * 2);
let nameSize = 0;
memory.fill(slots, 0xff, 2048 * 8);

@inline
export function termAt(term: i32): usize {
  return terms + (<usize>term << 5);
}

@inline
export function stampOf(term: i32): i32 {
  return load<i32>(stamps + (<usize>term << 2));
}

@inline
export function setStamp(term: i32, value: i32): void {
  store<i32>(stamps + (<usize>term << 2), value);
}

@inline
function spread(hash: i32): i32 {
  return hash ^ (hash >>> 15);
}

@inline
export function mayBe(hash: i32): bool {
  const bit = spread(hash) & filterMask;
  return ((load<u8>(filter + (bit >>> 3)) >>> (bit & 7)) & 1) != 0;
}

/** The term with these units; -1 when no query has it. `hash` is salted for prefixes. */
export function lookUp(hash: i32, from: usize, size: i32, isPrefix: i32): i32 {
  for (let slot = spread(hash) & slotMask; true; slot = (slot + 1) & slotMask) {
    const at = slots + (<usize>slot << 3);
    const term = load<i32>(at, 4);
    if (term < 0) return -1;
    if (load<i32>(at) != hash) continue;
    const record = termAt(term);
    const length = load<i32>(record, LENGTH);
    if ((length & LENGTH_BITS) != size || (length & PREFIX) != isPrefix) continue;
    const name = names + (<usize>load<i32>(record, START) << 1);
    let i = 0;
    while (i < size && load<u16>(name + (<usize>i << 1)) == load<u16>(from + (<usize>i << 1))) i++;
    if (i == size) return term;
  }
  return -1;
}

export function hashUnits(from: usize, size: i32): i32 {
  let h = HASH_START;
  for (let i = 0; i < size; i++) h = (h ^ load<u16>(from + (<usize>i << 1))) * HASH_STEP;
  return h;
}

function place(hash: i32, term: i32): void {
  let slot = spread(hash) & slotMask;
  while (load<i32>(slots + (<usize>slot << 3), 4) >= 0) slot = (slot + 1) & slotMask;
  store<i32>(slots + (<usize>slot << 3), hash);
  store<i32>(slots + (<usize>slot << 3), term, 4);
  const bit = spread(hash) & filterMask;
  const at = filter + (bit >>> 3);
  store<u8>(at, load<u8>(at) | (<u8>1 << <u8>(bit & 7)));
}

/** The scratch where the host writes names. */
export const scratch: usize = alloc(4096);
export function scratchAt(): usize {
  return scratch;
}

export function find(size: i32, isPrefix: i32): i32 {
  const hash = hashUnits(scratch, size);
  return lookUp(isPrefix ? hash ^ PREFIX_SALT : hash, scratch, size, isPrefix ? PREFIX : 0);
}

export function intern(size: i32, isPrefix: i32): i32 {
  const known = find(size, isPrefix);
  if (known >= 0) return known;
  if (termCount == termRoom) {
    terms = larger(terms, termRoom * 32, termRoom * 64);
    stamps = larger(stamps, termRoom * 4, termRoom * 8);
    termRoom *= 2;
  }
  if ((termCount + 1) * 2 > slotMask) growSlots();
  if (nameSize + size > nameRoom) {
    names = larger(names, nameRoom * 2, nameRoom * 4);
    nameRoom *= 2;
  }
  memory.copy(names + nameSize * 2, scratch, size * 2);
  const hash = hashUnits(scratch, size);
  const name = isPrefix ? hash ^ PREFIX_SALT : hash;
  const term = termCount++;
  const record = termAt(term);
  setStamp(term, 0);
  store<i32>(record, -1, HEAD);
  store<i32>(record, -1, TAIL);
  store<i32>(record, -1, CHAIN);
  store<i32>(record, 0, SEEN);
  store<i32>(record, name, NAME);
  store<i32>(record, nameSize, START);
  store<i32>(record, size | (isPrefix ? PREFIX : 0), LENGTH);
  nameSize += size;
  place(name, term);
  if (isPrefix) learnPrefix(size);
  return term;
}

function growSlots(): void {
  const size = (slotMask + 1) * 2;
  slots = alloc(size * 8);
  memory.fill(slots, 0xff, size * 8);
  slotMask = size - 1;
  filterMask = size * 16 - 1;
  filter = alloc(size * 2);
  memory.fill(filter, 0, size * 2);
  for (let term = 0; term < termCount; term++) place(load<i32>(termAt(term), NAME), term);
}

export function termsHeld(): i32 {
  return termCount;
}
export function seenOf(term: i32): i32 {
  return load<i32>(termAt(term), SEEN);
}
export function setSeen(term: i32, posts: i32): void {
  store<i32>(termAt(term), posts, SEEN);
}
/** Some query asks where the term stands, not only whether. */
export function setPlaced(term: i32): void {
  const record = termAt(term);
  store<i32>(record, load<i32>(record, LENGTH) | PLACED, LENGTH);
}

export const isPrefixLength: usize = alloc(1024);
export const prefixGate: usize = alloc(65536);
export let longestPrefix = 0;

@inline
export function gate(first: i32, second: i32): i32 {
  return ((first * 0x9e3b) ^ second) & 0xffff;
}

function learnPrefix(size: i32): void {
  if (size < 1024) store<u8>(isPrefixLength + size, 1);
  store<u8>(prefixGate + gate(load<u16>(scratch), load<u16>(scratch, 2)), 1);
  if (size > longestPrefix) longestPrefix = size;
}
