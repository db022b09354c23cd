/** Folded letters as they are written, and what they make when a token ends: see `cut.ts` of `#engines/text`. */
import { AT, DOT, HANDLE_LIMIT, HOST_LIMIT, HYPHEN, IS_FOREIGN, IS_SEVERAL, SINGLE, SITE_LABELS, TOKEN_LIMIT, UNDERSCORE, WORD_LIMIT, alloc, entryOf, larger, seenAs, several, sitesBy } from './memory';
import { hashUnits, scratch } from './terms';
import { note } from './places';
import { isWordClass, point, pointAt } from './text';

/** A term that the host has written to the scratch; `at` is -1 where it has no place in the text. */
export function noteAt(size: i32, at: i32, behind: i32): void {
  if (at >= 0) {
    if (tokens >= TOKEN_LIMIT) {
      isFull = true;
      return;
    }
    tokens++;
  }
  note(hashUnits(scratch, size), scratch, size, at, behind);
}

export function gap(positions: i32): void {
  position += positions;
}

let unitRoom = 8192;
export let units: usize = alloc(8192 * 2);
export let u = 0;
export let position = 0;
export let tokens = 0;
export let isFull = false;
let wantsSites = false;
export function setWantsSites(wants: i32): void {
  wantsSites = wants != 0;
}

@inline
export function unitAt(i: i32): usize {
  return units + (<usize>i << 1);
}

@inline
export function put(unit: i32): void {
  store<u16>(unitAt(u), unit);
  u++;
}

function emit(hash: i32, from: i32, to: i32, at: i32, span: i32): void {
  if (tokens >= TOKEN_LIMIT) {
    isFull = true;
    return;
  }
  tokens++;
  // Room for the longest thing written between two calls, so that the letters need no check of their own.
  if (u + 1024 > unitRoom) {
    units = larger(units, unitRoom * 2, unitRoom * 4);
    unitRoom *= 2;
  }
  note(hash, unitAt(from), to - from, at, at + span);
}

export function emitSlice(from: i32, to: i32, at: i32, span: i32): void {
  emit(hashUnits(unitAt(from), to - from), from, to, at, span);
}

/** Writes what an entry folds to. */
export function write(entry: i32): void {
  if (entry & IS_SEVERAL) {
    u += several(entry >> 8, unitAt(u));
    return;
  }
  const value = entry >> 8;
  if (value > 0xffff) {
    put(0xd800 + ((value - 0x10000) >> 10));
    put(0xdc00 + ((value - 0x10000) & 0x3ff));
  } else put(value);
}

@inline
export function kept(kind: i32): i32 {
  return kind == HYPHEN ? 45 : kind == DOT ? 46 : kind == AT ? 64 : 95;
}

export function copy(start: usize, end: usize, isSeen: bool, isKept: bool, limit: i32): bool {
  const stop = u + limit;
  for (let i = start; i < end && u < stop; ) {
    i += pointAt(i);
    const code = point;
    const entry = entryOf(code);
    const kind = entry & 15;
    if (!isWordClass(kind)) {
      if (kind == SINGLE && isSeen) return false;
      if (kind == SINGLE) write(entry);
      else if (isKept && (kind == HYPHEN || kind == DOT || kind == AT || kind == UNDERSCORE)) put(kept(kind));
      continue;
    }
    if (isSeen && entry & IS_FOREIGN) {
      const size = seenAs(code, unitAt(u));
      if (size < 0) return false;
      u += size;
    } else write(entry);
  }
  if (u > stop) u = stop;
  return true;
}

export function emitSeen(sigil: i32, start: usize, end: usize, at: i32, span: i32, isHandle: bool): void {
  const from = u;
  if (sigil) put(sigil);
  const isRead = copy(start, end, true, isHandle, isHandle ? HANDLE_LIMIT : WORD_LIMIT);
  if (isRead && u > from) emitSlice(from, u, at, span);
  else u = from;
}

export function emitSites(start: usize, end: usize, at: i32, span: i32): void {
  if (!wantsSites) return;
  for (let i = start; i < end; i++) {
    const code = <i32>load<u8>(i);
    if (code >= 0x80) {
      sitesBy(start, end, at, span);
      return;
    }
  }
  // Plain letters: in lower case, without what is no letter, digit, full stop or hyphen, and without empty labels.
  const from = u;
  let name = u;
  let size = 0;
  let labels = 0;
  let isLabelEmpty = true;
  for (let i = start; i < end; i++) {
    let code = <i32>load<u8>(i);
    if (code >= 65 && code <= 90) code |= 32;
    const isLetter = (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code == 45;
    if (!isLetter && code != 46) continue;
    if (++size > HOST_LIMIT) {
      u = from;
      return;
    }
    if (code == 46) {
      isLabelEmpty = true;
      continue;
    }
    if (isLabelEmpty && labels > 0) put(46);
    if (isLabelEmpty) labels++;
    isLabelEmpty = false;
    put(code);
  }
  if (labels > 0) {
    if (labels > 1 && isWww(name) && load<u16>(unitAt(name + 3)) == 46) {
      name += 4;
      labels--;
    }
    const stop = u;
    for (; labels > SITE_LABELS; labels--) name = behindDot(name, stop);
    for (; labels > 0; labels--) {
      const site = u;
      put(115);
      put(105);
      put(116);
      put(101);
      put(58);
      memory.copy(unitAt(u), unitAt(name), (stop - name) << 1);
      u += stop - name;
      emitSlice(site, u, at, span);
      u = site;
      name = behindDot(name, stop);
    }
  }
  u = from;
}

function behindDot(from: i32, stop: i32): i32 {
  let i = from;
  while (i < stop && load<u16>(unitAt(i)) != 46) i++;
  return i + 1;
}

export function isWww(from: i32): bool {
  return (
    load<u16>(unitAt(from)) == 119 && load<u16>(unitAt(from + 1)) == 119 && load<u16>(unitAt(from + 2)) == 119
  );
}
