/** The core's memory, what it asks of the host, and the numbers that all of it shares. The kinds are those of `fold.ts`. */

/** The host fills in the entry of a code point met for the first time, and gives it back. */
@external('host', 'learn')
declare function learn(point: i32): i32;
/** Writes what an entry with several characters folds to at `to`; answers how many UTF-16 units. */
@external('host', 'several')
export declare function several(value: i32, to: usize): i32;
/** Writes what the eye reads in a letter at `to`; answers how many units, or -1 when it looks like no Latin letter. */
@external('host', 'seen')
export declare function seenAs(point: i32, to: usize): i32;
/** A host name that is not plain: the host calls `noteAt` for each of its sites. */
@external('host', 'sites')
export declare function sitesBy(start: usize, end: usize, at: i32, span: i32): void;

export const DROPPED = 2;
export const LOWER = 3;
export const UPPER = 4;
export const DIGIT = 5;
export const SINGLE = 6;
export const SYMBOL = 7;
export const APOSTROPHE = 8;
export const HYPHEN = 9;
export const DOT = 10;
export const AT = 11;
export const HASH = 12;
export const UNDERSCORE = 13;
export const COLON = 14;
export const SEPARATOR = 1;
export const IS_SEVERAL = 16;
export const IS_FOREIGN = 32;

export const WORD_LIMIT = 100;
export const HANDLE_LIMIT = 200;
export const TOKEN_LIMIT = 200_000;
export const HOST_LIMIT = 253;
export const SITE_LABELS = 8;
export const LOOK_AHEAD = 64;
export const HASH_START: i32 = 0x811c9dc5;
export const HASH_STEP: i32 = 0x01000193;
/** Keeps prefixes apart from whole words in the one table. */
export const PREFIX_SALT: i32 = 0x5bd1e995;

let top: usize = (__heap_base + 63) & ~63;

export function alloc(bytes: usize): usize {
  const at = top;
  top = (top + bytes + 63) & ~63;
  const needed = (top + 0xffff) >> 16;
  const have = <usize>memory.size();
  if (needed > have) {
    // At least an eighth more, so that growing is rare.
    let more = needed - have;
    if (more < have >> 3) more = have >> 3;
    if (memory.grow(<i32>more) < 0) unreachable();
  }
  return at;
}

export function larger(old: usize, bytes: usize, size: usize): usize {
  const next = alloc(size);
  memory.copy(next, old, bytes);
  return next;
}

/** Bytes taken from memory so far, the table of code points not counted. */
export function bytes(): i32 {
  return <i32>(top - entries - 0x110000 * 4);
}

/** What a code point counts as, see `fold.ts`; 0 where it was not met yet. */
const entries: usize = alloc(0x110000 * 4);
/** By byte: what an ASCII letter or digit folds to, 1 for a plain separator, 0 for all that needs the other rules. */
export const plain: usize = alloc(256);
export function entriesAt(): usize {
  return entries;
}
/** To be called when the entries of ASCII stand in the table. */
export function settle(): void {
  for (let code = 0; code < 128; code++) {
    const entry = load<i32>(entries + (<usize>code << 2));
    const kind = entry & 15;
    const letter = kind >= LOWER && kind <= DIGIT ? entry >> 8 : 0;
    store<u8>(plain + code, kind == SEPARATOR ? SEPARATOR : letter);
  }
}

@inline
export function entryOf(point: i32): i32 {
  const entry = load<i32>(entries + (<usize>point << 2));
  return entry != 0 ? entry : learn(point);
}
