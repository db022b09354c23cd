/** Runs the program of one candidate over the places of the post: see `verify.ts`. */
import { alloc, larger } from './memory';
import { HEAD, stampOf, termAt } from './terms';
import { here, occurrences, positionRoom, stamp } from './places';

const HAS = 0;
const PHRASE = 1;
const NEAR = 2;
const YES = -1;

/** A list of positions that keeps its room between posts. */
@unmanaged
class List {
  at: usize;
  size: i32;
  room: i32;
}

function buildList(): List {
  const list = changetype<List>(alloc(offsetof<List>()));
  list.at = alloc(64 * 4);
  list.size = 0;
  list.room = 64;
  return list;
}

const leftFrom = buildList();
const leftTo = buildList();
const rightFrom = buildList();
const rightTo = buildList();
const spare = buildList();
let ends = buildList();
let nextEnds = buildList();
let cursor: usize = 0;

@inline
function valueAt(list: List, i: i32): i32 {
  return load<i32>(list.at + (<usize>i << 2));
}

function push(list: List, value: i32): void {
  if (list.size == list.room) {
    list.at = larger(list.at, list.room * 4, list.room * 8);
    list.room *= 2;
  }
  store<i32>(list.at + (<usize>list.size << 2), value);
  list.size++;
}

function has(list: List, value: i32): bool {
  for (let i = 0; i < list.size; i++) if (valueAt(list, i) == value) return true;
  return false;
}

export function holds(code: usize, entry: i32): bool {
  for (let pc = entry; true; ) {
    const at = code + (<usize>pc << 2);
    const kind = load<i32>(at);
    let isTrue: bool;
    if (kind == HAS) isTrue = stampOf(load<i32>(at, 12)) == stamp;
    else if (kind == PHRASE) isTrue = phrase(at + 16, load<i32>(at, 12), null, null);
    else isTrue = kind == NEAR && near(at + 12);
    pc = isTrue ? load<i32>(at, 4) : load<i32>(at, 8);
    if (pc < 0) return pc == YES;
  }
  return false;
}

function phrase(at: usize, size: i32, starts: List | null, stops: List | null): bool {
  for (let k = 0; k < size; k++) {
    const term = load<i32>(at + (<usize>k << 2));
    if (stampOf(term) != stamp || load<i32>(termAt(term), HEAD) < 0) return false;
  }
  let isFound = false;
  for (let i = load<i32>(termAt(load<i32>(at)), HEAD); i >= 0; ) {
    const it = occurrences + <usize>i * 24;
    i = load<i32>(it);
    ends.size = 0;
    push(ends, load<i32>(it, 16));
    for (let k = 1; k < size && ends.size > 0; k++) step(load<i32>(at + (<usize>k << 2)));
    if (ends.size == 0) continue;
    if (starts === null || stops === null) return true;
    isFound = true;
    push(starts, load<i32>(it, 12));
    for (let e = 0; e < ends.size; e++) push(stops, valueAt(ends, e));
  }
  return isFound;
}

function step(term: i32): void {
  nextEnds.size = 0;
  for (let e = 0; e < ends.size; e++) {
    const at = valueAt(ends, e);
    if (at >= positionRoom || load<i32>(here + (<usize>at << 3)) != stamp) continue;
    for (let i = load<i32>(here + (<usize>at << 3), 4); i >= 0; ) {
      const it = occurrences + <usize>i * 24;
      const to = load<i32>(it, 16);
      if (load<i32>(it, 8) == term && !has(nextEnds, to)) push(nextEnds, to);
      i = load<i32>(it, 4);
    }
  }
  const old = ends;
  ends = nextEnds;
  nextEnds = old;
}

function near(at: usize): bool {
  const distance = load<i32>(at);
  cursor = at + 4;
  const hasLeft = choices(leftFrom, leftTo);
  const hasRight = choices(rightFrom, rightTo);
  if (!hasLeft || !hasRight) return false;
  return isWithin(leftTo, rightFrom, distance) || isWithin(rightTo, leftFrom, distance);
}

function choices(starts: List, stops: List): bool {
  starts.size = 0;
  stops.size = 0;
  const count = load<i32>(cursor);
  cursor += 4;
  for (let k = 0; k < count; k++) {
    const size = load<i32>(cursor);
    phrase(cursor + 4, size, starts, stops);
    cursor += 4 + (<usize>size << 2);
  }
  sort(starts);
  sort(stops);
  return starts.size > 0;
}

function isWithin(from: List, starts: List, distance: i32): bool {
  let j = 0;
  for (let i = 0; i < from.size; i++) {
    const end = valueAt(from, i);
    while (j < starts.size && valueAt(starts, j) < end) j++;
    if (j == starts.size) return false;
    if (valueAt(starts, j) - end < distance) return true;
  }
  return false;
}

/** Merges runs that are in order already, of which there are as many as choices: never quadratic. */
function sort(list: List): void {
  const size = list.size;
  while (true) {
    let runs = 0;
    spare.size = 0;
    for (let from = 0; from < size; ) {
      const middle = runEnd(list, from);
      const end = runEnd(list, middle);
      runs++;
      let a = from;
      let b = middle;
      while (a < middle || b < end) {
        if (b == end || (a < middle && valueAt(list, a) <= valueAt(list, b))) push(spare, valueAt(list, a++));
        else push(spare, valueAt(list, b++));
      }
      from = end;
      if (from == size && runs == 1 && middle == size) return;
    }
    memory.copy(list.at, spare.at, size << 2);
    if (runs <= 1) return;
  }
}

function runEnd(list: List, from: i32): i32 {
  if (from >= list.size) return from;
  let i = from + 1;
  while (i < list.size && valueAt(list, i) >= valueAt(list, i - 1)) i++;
  return i;
}
