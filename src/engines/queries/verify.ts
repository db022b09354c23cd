/** Runs the program of one candidate over the table of places of one post. */
import { HAS, NEAR, PHRASE, YES } from './compile.ts';
import type { Scan } from './scan.ts';
import { larger } from './terms.ts';

export interface Verifier {
  /** Whether the program at `base` of `code`, begun at `entry`, holds for the post that was scanned last. */
  holds(code: Int32Array, base: number, entry: number): boolean;
}

export function buildVerifier(scan: Scan): Verifier {
  const leftFrom = buildList();
  const leftTo = buildList();
  const rightFrom = buildList();
  const rightTo = buildList();
  let ends = buildList();
  let nextEnds = buildList();
  /** Where `choices` stopped reading. */
  let cursor = 0;

  return {
    holds(code, base, entry) {
      for (let pc = entry; ; ) {
        const at = base + pc;
        const kind = code[at]!;
        let isTrue: boolean;
        if (kind === HAS) isTrue = scan.seenAt[code[at + 3]!] === scan.stamp;
        else if (kind === PHRASE) isTrue = phrase(code, at + 4, code[at + 3]!, null, null);
        else isTrue = kind === NEAR && near(code, at + 3);
        pc = isTrue ? code[at + 1]! : code[at + 2]!;
        if (pc < 0) return pc === YES;
      }
    },
  };

  /** Terms one behind the other. With lists it collects every place; without, it stops at the first. */
  function phrase(code: Int32Array, at: number, size: number, starts: List | null, stops: List | null): boolean {
    const { stamp, seenAt, head, nextOfTerm, from, to } = scan;
    for (let k = 0; k < size; k++) {
      const term = code[at + k]!;
      if (seenAt[term] !== stamp || head[term]! < 0) return false;
    }
    let isFound = false;
    for (let i = head[code[at]!]!; i >= 0; i = nextOfTerm[i]!) {
      ends.size = 0;
      push(ends, to[i]!);
      for (let k = 1; k < size && ends.size > 0; k++) step(code[at + k]!);
      if (ends.size === 0) continue;
      if (starts === null || stops === null) return true;
      isFound = true;
      push(starts, from[i]!);
      for (let e = 0; e < ends.size; e++) push(stops, ends.values[e]!);
    }
    return isFound;
  }

  /** From all places that the phrase has reached to all that it reaches with one more term. */
  function step(term: number): void {
    const { stamp, here, hereStamp, nextHere, termOf, to } = scan;
    nextEnds.size = 0;
    for (let e = 0; e < ends.size; e++) {
      const position = ends.values[e]!;
      if (position >= here.length || hereStamp[position] !== stamp) continue;
      for (let i = here[position]!; i >= 0; i = nextHere[i]!) {
        if (termOf[i] === term && !has(nextEnds, to[i]!)) push(nextEnds, to[i]!);
      }
    }
    const old = ends;
    ends = nextEnds;
    nextEnds = old;
  }

  function near(code: Int32Array, at: number): boolean {
    const distance = code[at]!;
    cursor = at + 1;
    const hasLeft = choices(code, leftFrom, leftTo);
    const hasRight = choices(code, rightFrom, rightTo);
    if (!hasLeft || !hasRight) return false;
    return isWithin(leftTo, rightFrom, distance) || isWithin(rightTo, leftFrom, distance);
  }

  /** Collects where one side of a NEAR stands. */
  function choices(code: Int32Array, starts: List, stops: List): boolean {
    starts.size = 0;
    stops.size = 0;
    const count = code[cursor]!;
    cursor += 1;
    for (let k = 0; k < count; k++) {
      const size = code[cursor]!;
      phrase(code, cursor + 1, size, starts, stops);
      cursor += 1 + size;
    }
    sort(starts);
    sort(stops);
    return starts.size > 0;
  }
}

/** Whether some start comes at or behind some end and less than `distance` from it. One walk along both sorted lists. */
function isWithin(ends: List, starts: List, distance: number): boolean {
  let j = 0;
  for (let i = 0; i < ends.size; i++) {
    const end = ends.values[i]!;
    while (j < starts.size && starts.values[j]! < end) j += 1;
    if (j === starts.size) return false;
    if (starts.values[j]! - end < distance) return true;
  }
  return false;
}

/** A list of positions that keeps its room between posts. */
interface List {
  values: Int32Array<ArrayBuffer>;
  size: number;
}

function buildList(): List {
  return { values: new Int32Array(64), size: 0 };
}

function push(list: List, value: number): void {
  if (list.size === list.values.length) list.values = larger(list.values, list.size * 2);
  list.values[list.size++] = value;
}

function has(list: List, value: number): boolean {
  for (let i = 0; i < list.size; i++) if (list.values[i] === value) return true;
  return false;
}

/** Places come in order nearly always. */
function sort(list: List): void {
  for (let i = 1; i < list.size; i++) {
    if (list.values[i]! < list.values[i - 1]!) {
      list.values.subarray(0, list.size).sort();
      return;
    }
  }
}
