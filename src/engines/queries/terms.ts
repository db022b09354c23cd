/** Gives every term of the queries a number, and finds that number for a piece of a post without making a string. */
import { hashOf, WORD_LIMIT } from '#engines/text';

export interface Terms {
  readonly size: number;
  /** The number of a term, given now if it is new. */
  intern(term: string): number;
  /** The number of the term in `units` from `from` to `to` whose hash is `hash`; -1 when no query has it. */
  find(hash: number, units: Uint16Array, from: number, to: number): number;
  /** The same for a string. */
  findText(term: string): number;
  /** Bytes held. */
  bytes(): number;
}

/** An open-addressing table: hashes and numbers in flat arrays, the letters of all terms one after the other. */
export function buildTerms(number: () => number): Terms {
  let slots = new Int32Array(1024).fill(-1);
  let mask = slots.length - 1;
  let hashes = new Int32Array(512);
  let starts = new Int32Array(513);
  let numbers = new Int32Array(512);
  let letters = new Uint16Array(4096);
  let size = 0;
  const scratch = new Uint16Array(WORD_LIMIT * 8);

  const entryOf = (hash: number, units: Uint16Array, from: number, to: number): number => {
    const length = to - from;
    for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot]!;
      if (entry < 0) return -1;
      if (hashes[entry] !== hash) continue;
      const start = starts[entry]!;
      if (starts[entry + 1]! - start !== length) continue;
      let i = 0;
      while (i < length && letters[start + i] === units[from + i]) i += 1;
      if (i === length) return entry;
    }
  };

  const entryOfText = (term: string): number => {
    if (term.length > scratch.length) return -1;
    for (let i = 0; i < term.length; i++) scratch[i] = term.charCodeAt(i);
    return entryOf(hashOf(term), scratch, 0, term.length);
  };

  function grow(): void {
    slots = new Int32Array(slots.length * 2).fill(-1);
    mask = slots.length - 1;
    hashes = larger(hashes, slots.length / 2);
    starts = larger(starts, slots.length / 2 + 1);
    numbers = larger(numbers, slots.length / 2);
    for (let entry = 0; entry < size; entry++) place(entry);
  }

  function place(entry: number): void {
    let slot = spread(hashes[entry]!) & mask;
    while (slots[slot]! >= 0) slot = (slot + 1) & mask;
    slots[slot] = entry;
  }

  return {
    get size() {
      return size;
    },
    intern(given) {
      const term = given.slice(0, scratch.length);
      const known = entryOfText(term);
      if (known >= 0) return numbers[known]!;
      // Half full at most, so that a miss, which nearly every word is, ends at once.
      if (size + 1 > hashes.length - 1) grow();
      const start = starts[size]!;
      while (start + term.length > letters.length) {
        const next = new Uint16Array(letters.length * 2);
        next.set(letters);
        letters = next;
      }
      for (let i = 0; i < term.length; i++) letters[start + i] = term.charCodeAt(i);
      starts[size + 1] = start + term.length;
      hashes[size] = hashOf(term);
      numbers[size] = number();
      place(size);
      size += 1;
      return numbers[size - 1]!;
    },
    find(hash, units, from, to) {
      const entry = entryOf(hash, units, from, to);
      return entry < 0 ? -1 : numbers[entry]!;
    },
    findText(term) {
      const entry = entryOfText(term);
      return entry < 0 ? -1 : numbers[entry]!;
    },
    bytes: () => slots.byteLength + hashes.byteLength + starts.byteLength + numbers.byteLength + letters.byteLength,
  };
}

/** FNV leaves its low bits too regular for a table of a power of two. */
const spread = (hash: number): number => hash ^ (hash >>> 15);

/** The same numbers in a larger array. */
export function larger(old: Int32Array<ArrayBuffer>, size: number, fill = 0): Int32Array<ArrayBuffer> {
  const next = new Int32Array(size);
  if (fill !== 0) next.fill(fill, old.length);
  next.set(old);
  return next;
}
