/** The text as the host wrote it, in UTF-8, and looks ahead in it: see `ahead.ts` of `#engines/text`. */
import { APOSTROPHE, DIGIT, DROPPED, LOOK_AHEAD, LOWER, SEPARATOR, SINGLE, UNDERSCORE, UPPER, alloc, entryOf } from './memory';

let textRoom = 1 << 16;
export let text: usize = alloc(textRoom + 64);
export let textEnd: usize = 0;
/** Where the host writes `size` bytes of UTF-8. */
export function textFor(size: i32): usize {
  if (size > textRoom) {
    // First the memory: if there is none, nothing has changed.
    text = alloc((<usize>size << 1) + 64);
    textRoom = size * 2;
  }
  return text;
}

export let point = 0;
/** Reads the code point at `at` into `point` and answers how many bytes it took. What is no UTF-8 is a separator. */
export function pointAt(at: usize): i32 {
  const first = <i32>load<u8>(at);
  if (first < 0x80) {
    point = first;
    return 1;
  }
  if (first >= 0xc2 && first < 0xe0 && at + 1 < textEnd) {
    point = ((first & 31) << 6) | (load<u8>(at, 1) & 63);
    return 2;
  }
  if (first >= 0xe0 && first < 0xf0 && at + 2 < textEnd) {
    point = ((first & 15) << 12) | ((load<u8>(at, 1) & 63) << 6) | (load<u8>(at, 2) & 63);
    return 3;
  }
  if (first >= 0xf0 && first < 0xf5 && at + 3 < textEnd) {
    point =
      ((first & 7) << 18) |
      ((load<u8>(at, 1) & 63) << 12) |
      ((load<u8>(at, 2) & 63) << 6) |
      (load<u8>(at, 3) & 63);
    if (point < 0x110000) return 4;
  }
  point = 0xfffd;
  return 1;
}

@inline
export function isWordClass(kind: i32): bool {
  return <u32>(kind - LOWER) <= <u32>(DIGIT - LOWER);
}

function classAhead(from: usize): i32 {
  let passed = 0;
  for (let i = from; i < textEnd && passed < LOOK_AHEAD; ) {
    i += pointAt(i);
    passed += point > 0xffff ? 2 : 1;
    const kind = entryOf(point) & 15;
    if (kind != DROPPED) return kind;
  }
  return SEPARATOR;
}

@inline
export function isWordNext(i: usize): bool {
  return isWordClass(classAhead(i));
}

export function isNewPart(before: i32, now: i32, next: usize): bool {
  if (now == DIGIT) return before != DIGIT;
  if (now != UPPER) return false;
  return before != UPPER || classAhead(next) == LOWER;
}

export function skipPossessive(i: usize): usize {
  if (i >= textEnd) return i;
  const width = pointAt(i);
  if ((entryOf(point) & 15) != APOSTROPHE) return i;
  const next = i + width;
  const isS = next < textEnd && (load<u8>(next) | 32) == 115;
  return isS && !isWordNext(next + 1) ? next + 1 : i;
}

@inline
function isInAddress(code: i32): bool {
  return code > 32 && code < 127 && code != 34 && code != 60 && code != 62;
}

export function addressEnd(i: usize): usize {
  while (i < textEnd && isInAddress(load<u8>(i))) i++;
  return i;
}

export function hostStart(from: usize): usize {
  let start = from;
  for (let i = from; i < textEnd; i++) {
    const code = <i32>load<u8>(i);
    if (!isInAddress(code) || code == 47 || code == 63 || code == 35 || code == 92) break;
    if (code == 64) start = i + 1;
  }
  return start;
}

export function isTagNext(i: usize): bool {
  const kind = classAhead(i);
  return isWordClass(kind) || kind == SINGLE;
}

export function isHandleNext(i: usize): bool {
  const kind = classAhead(i);
  return isWordClass(kind) || kind == UNDERSCORE;
}
