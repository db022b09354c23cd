/** Which queries hang on which terms: see `plain-index.ts`. */
import { alloc, larger } from './memory';
import { CHAIN, stampOf, termAt, termCount } from './terms';
import { found, stamp, touched } from './places';
import { holds } from './proof';

/**
 * Links, 24 bytes: slot, next of the chain, program, entry, a term that must be there too (or -1), whether the query hangs
 * on other terms as well.
 */
let linkRoom = 1024;
let links: usize = alloc(1024 * 24);
export let linkCount = 0;
/** So many of them stand by term, so that a chain is read in one run. */
export let tidied = 0;
const SURE = -1;
const RETIRED = -2;
export let queryCount = 0;
let queryRoom = 1024;
/** By slot: the stamp of the post it was last tried for. */
export let tried: usize = alloc(1024 * 4);
let hits: usize = alloc(1024 * 4);
let codeRoom = 8192;
let codes: usize = alloc(8192 * 4);
let codeSize = 0;
let verified = 0;

export function hitsAt(): usize {
  return hits;
}
export function verifiedLast(): i32 {
  return verified;
}

/** A new query; answers its slot. */
export function addSlot(): i32 {
  if (queryCount == queryRoom) {
    const next = alloc(queryRoom * 8);
    memory.fill(next, 0, queryRoom * 8);
    memory.copy(next, tried, queryRoom * 4);
    tried = next;
    hits = alloc(queryRoom * 8);
    queryRoom *= 2;
  }
  store<i32>(tried + (<usize>queryCount << 2), 0);
  return queryCount++;
}

/** Room for a program of `size` numbers; answers where in memory to write it. */
export function codeFor(size: i32): usize {
  while (codeSize + size > codeRoom) {
    codes = larger(codes, codeRoom * 4, codeRoom * 8);
    codeRoom *= 2;
  }
  codeSize += size;
  return codes + (<usize>(codeSize - size) << 2);
}
export function codeSizeNow(): i32 {
  return codeSize;
}

@inline
function linkAt(link: i32): usize {
  return links + <usize>link * 24;
}

/**
 * Hangs a query on a term. `program` is SURE when the term is the whole proof; `need` is a term without which it cannot
 * hold, or -1; `isOneOf` when it hangs on others too.
 */
export function hang(term: i32, slot: i32, program: i32, entry: i32, need: i32, isOneOf: i32): void {
  if (linkCount == linkRoom) {
    links = larger(links, linkRoom * 24, linkRoom * 48);
    linkRoom *= 2;
  }
  const link = linkAt(linkCount);
  const record = termAt(term);
  store<i32>(link, slot);
  store<i32>(link, load<i32>(record, CHAIN), 4);
  store<i32>(link, program, 8);
  store<i32>(link, entry, 12);
  store<i32>(link, need, 16);
  store<i32>(link, isOneOf, 20);
  store<i32>(record, linkCount++, CHAIN);
}

/** Takes a query off its terms. */
export function takeOff(slot: i32): void {
  for (let link = 0; link < linkCount; link++) if (load<i32>(linkAt(link)) == slot) store<i32>(linkAt(link), RETIRED, 8);
}

/** Lays the links out by term. The room of the old ones is used for the next time. */
let spareLinks: usize = 0;
let spareRoom = 0;
export function tidy(): void {
  if (spareRoom < linkRoom) {
    spareLinks = alloc(linkRoom * 24);
    spareRoom = linkRoom;
  }
  let at = 0;
  for (let term = 0; term < termCount; term++) {
    let link = load<i32>(termAt(term), CHAIN);
    if (link >= 0) store<i32>(termAt(term), at, CHAIN);
    while (link >= 0) {
      const from = linkAt(link);
      const to = spareLinks + <usize>at * 24;
      memory.copy(to, from, 24);
      link = load<i32>(from, 4);
      at++;
      store<i32>(to, link >= 0 ? at : -1, 4);
    }
  }
  const old = links;
  const room = linkRoom;
  links = spareLinks;
  linkRoom = spareRoom;
  spareLinks = old;
  spareRoom = room;
  tidied = linkCount;
}

/** The queries that the post answers, at `hitsAt`, in order of slot; answers how many. */
export function finish(): i32 {
  let count = 0;
  verified = 0;
  for (let t = 0; t < found; t++) {
    const term = load<i32>(touched + (<usize>t << 2));
    for (let link = load<i32>(termAt(term), CHAIN); link >= 0; ) {
      const at = linkAt(link);
      link = load<i32>(at, 4);
      const need = load<i32>(at, 16);
      if (need >= 0 && stampOf(need) != stamp) continue;
      const program = load<i32>(at, 8);
      if (program == RETIRED) continue;
      const slot = load<i32>(at);
      if (load<i32>(at, 20)) {
        const last = tried + (<usize>slot << 2);
        if (load<i32>(last) == stamp) continue;
        store<i32>(last, stamp);
      }
      if (program != SURE) {
        verified++;
        if (!holds(codes + (<usize>program << 2), load<i32>(at, 12))) continue;
      }
      store<i32>(hits + (<usize>count << 2), slot);
      count++;
    }
  }
  if (count > 1) sortHits(hits, count);
  return count;
}

/** Shell's sort, with the gaps of Ciura (2001). */
const GAPS = memory.data<i32>([1750, 701, 301, 132, 57, 23, 10, 4, 1]);
function sortHits(at: usize, count: i32): void {
  for (let g = 0; g < 9; g++) {
    const gapSize = load<i32>(GAPS + (<usize>g << 2));
    for (let i = gapSize; i < count; i++) {
      const value = load<i32>(at + (<usize>i << 2));
      let j = i - gapSize;
      while (j >= 0 && load<i32>(at + (<usize>j << 2)) > value) {
        store<i32>(at + (<usize>(j + gapSize) << 2), load<i32>(at + (<usize>j << 2)));
        j -= gapSize;
      }
      store<i32>(at + (<usize>(j + gapSize) << 2), value);
    }
  }
}
