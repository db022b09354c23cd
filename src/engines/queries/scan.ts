/** Reads one post into a table of where the terms of the queries stand in it. Everything else in the post is passed over. */
import { buildCutter, hashOf, hashStart, hashStep } from '#engines/text';
import { FIELDS, readAbout } from './about.ts';
import { buildTerms, larger, type Terms } from './terms.ts';
import { type QueryPost, TITLE_GAP } from './tree.ts';

/** What stands in the post that was read last. Arrays may be replaced when terms are added or a longer post comes. */
export interface Scan {
  /** Equals `seenAt[term]` for a term that is in this post. */
  stamp: number;
  seenAt: Int32Array<ArrayBuffer>;
  /** First and last occurrence of a term that is in this post; -1 when it has no place in the text. */
  head: Int32Array<ArrayBuffer>;
  tail: Int32Array<ArrayBuffer>;
  /** The terms in this post, `found` of them. */
  touched: Int32Array<ArrayBuffer>;
  found: number;
  /** Occurrences: next of the same term, next at the same position, term, position, position behind it. */
  nextOfTerm: Int32Array<ArrayBuffer>;
  nextHere: Int32Array<ArrayBuffer>;
  termOf: Int32Array<ArrayBuffer>;
  from: Int32Array<ArrayBuffer>;
  to: Int32Array<ArrayBuffer>;
  /** First occurrence that begins at a position, valid where `hereStamp` equals `stamp`. */
  here: Int32Array<ArrayBuffer>;
  hereStamp: Int32Array<ArrayBuffer>;
}

export interface Scanner extends Scan {
  readonly terms: number;
  /** The number of a term or prefix, given now if it is new. */
  numberOf(term: string, isPrefix: boolean): number;
  /** The number it has; -1 when it has none. */
  find(term: string, isPrefix: boolean): number;
  read(post: QueryPost): void;
  bytes(): number;
}

const LAST_STAMP = 0x7fffffff;

export function buildScanner(): Scanner {
  const cutter = buildCutter();
  let terms = 0;
  const exact: Terms = buildTerms(() => terms++);
  const prefixes: Terms = buildTerms(() => terms++);
  /** Lengths that prefixes have, and a quick look at the first two letters that nearly every word fails. */
  const isPrefixLength = new Uint8Array(1024);
  const prefixGate = new Uint8Array(65536);
  let longestPrefix = 0;
  /** Which fields any query asks for; the others are not read. */
  const asked = new Set<string>();
  const scratch = new Uint16Array(1024);
  let occurrences = 0;

  const scan: Scanner = {
    stamp: 0,
    seenAt: new Int32Array(1024),
    head: new Int32Array(1024),
    tail: new Int32Array(1024),
    touched: new Int32Array(1024),
    found: 0,
    nextOfTerm: new Int32Array(256),
    nextHere: new Int32Array(256),
    termOf: new Int32Array(256),
    from: new Int32Array(256),
    to: new Int32Array(256),
    here: new Int32Array(1024),
    hereStamp: new Int32Array(1024),
    get terms() {
      return terms;
    },
    numberOf(term, isPrefix) {
      const before = terms;
      const number = (isPrefix ? prefixes : exact).intern(term);
      if (terms === before) return number;
      if (isPrefix) learnPrefix(term);
      for (const field of FIELDS) if (term.startsWith(field)) asked.add(field);
      while (terms > scan.seenAt.length) growTerms();
      return number;
    },
    find: (term, isPrefix) => (isPrefix ? prefixes : exact).findText(term),
    read,
    bytes: () =>
      exact.bytes() +
      prefixes.bytes() +
      isPrefixLength.length +
      prefixGate.length +
      scan.seenAt.byteLength * 4 +
      scan.from.byteLength * 5 +
      scan.here.byteLength * 2,
  };
  return scan;

  function learnPrefix(term: string): void {
    isPrefixLength[term.length] = 1;
    prefixGate[gate(term.charCodeAt(0), term.charCodeAt(1))] = 1;
    longestPrefix = Math.max(longestPrefix, term.length);
  }

  function read(post: QueryPost): void {
    if (scan.stamp === LAST_STAMP) {
      scan.seenAt.fill(0);
      scan.hereStamp.fill(0);
      scan.stamp = 0;
    }
    scan.stamp += 1;
    scan.found = 0;
    occurrences = 0;
    cutter.reset();
    cutter.wantsSites = asked.has('site:');
    if (post.title) {
      cutter.read(post.title);
      cutter.gap(TITLE_GAP);
    }
    cutter.read(post.text);
    const { size, units, from, to, hash, position, span } = cutter;
    for (let i = 0; i < size; i++) {
      const at = position[i]!;
      note(hash[i]!, units, from[i]!, to[i]!, at, at + span[i]!);
    }
    if (asked.size > 0) readAbout(post, asked, noteTerm);
  }

  function noteTerm(term: string): void {
    if (term.length > scratch.length) return;
    for (let i = 0; i < term.length; i++) scratch[i] = term.charCodeAt(i);
    note(hashOf(term), scratch, 0, term.length, -1, -1);
  }

  function note(hash: number, units: Uint16Array, from: number, to: number, at: number, behind: number): void {
    const term = exact.find(hash, units, from, to);
    if (term >= 0) record(term, at, behind);
    if (longestPrefix === 0 || to - from < 2 || prefixGate[gate(units[from]!, units[from + 1]!)] === 0) return;
    let h = hashStart;
    const last = Math.min(to, from + longestPrefix);
    for (let i = from; i < last; i++) {
      h = hashStep(h, units[i]!);
      if (isPrefixLength[i + 1 - from] === 0) continue;
      const prefix = prefixes.find(h, units, from, i + 1);
      if (prefix >= 0) record(prefix, at, behind);
    }
  }

  function record(term: number, at: number, behind: number): void {
    if (scan.seenAt[term] !== scan.stamp) {
      scan.seenAt[term] = scan.stamp;
      scan.head[term] = -1;
      scan.touched[scan.found++] = term;
    }
    if (at < 0) return;
    const i = occurrences++;
    if (i === scan.from.length) growOccurrences();
    scan.nextOfTerm[i] = -1;
    if (scan.head[term]! < 0) scan.head[term] = i;
    else scan.nextOfTerm[scan.tail[term]!] = i;
    scan.tail[term] = i;
    scan.termOf[i] = term;
    scan.from[i] = at;
    scan.to[i] = behind;
    while (at >= scan.here.length) growPositions();
    scan.nextHere[i] = scan.hereStamp[at] === scan.stamp ? scan.here[at]! : -1;
    scan.here[at] = i;
    scan.hereStamp[at] = scan.stamp;
  }

  function growTerms(): void {
    const size = scan.seenAt.length * 2;
    scan.seenAt = larger(scan.seenAt, size);
    scan.head = larger(scan.head, size);
    scan.tail = larger(scan.tail, size);
    scan.touched = larger(scan.touched, size);
  }

  function growOccurrences(): void {
    const size = scan.from.length * 2;
    scan.nextOfTerm = larger(scan.nextOfTerm, size);
    scan.nextHere = larger(scan.nextHere, size);
    scan.termOf = larger(scan.termOf, size);
    scan.from = larger(scan.from, size);
    scan.to = larger(scan.to, size);
  }

  function growPositions(): void {
    const size = scan.here.length * 2;
    scan.here = larger(scan.here, size);
    scan.hereStamp = larger(scan.hereStamp, size);
  }
}

const gate = (first: number, second: number): number => (Math.imul(first, 0x9e3b) ^ second) & 0xffff;
