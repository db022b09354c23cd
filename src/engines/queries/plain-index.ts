/** The index of the matcher in TypeScript: easier to read than the compiled one, which is held to its answers. */
import { guessCommonness } from './common.ts';
import { compile, type Naming } from './compile.ts';
import { ENOUGH, type Index, type MatcherOptions, NOTHING } from './match-index.ts';
import { buildScanner } from './scan.ts';
import { larger } from './terms.ts';
import type { ParsedQuery, QueryPost } from './tree.ts';
import { buildVerifier } from './verify.ts';

const RETIRED = -1;

export function buildPlainIndex(options: MatcherOptions, postsBefore: number, before: Index | null): Index {
  const scan = buildScanner();
  const verifier = buildVerifier(scan);
  let posts = postsBefore;
  let retired = 0;
  let verified = 0;

  // By term: queries that hang on it (a chain through `chainNext`), posts that had it, since which post it is counted.
  let chainHead = new Int32Array(1024).fill(-1);
  let seen = new Int32Array(1024);
  let since = new Float64Array(1024);
  let guesses = new Int32Array(1024);
  let known = 0;
  let chainNext = new Int32Array(1024);
  let chainSlot = new Int32Array(1024);
  let links = 0;

  // By slot: a query that was added. Slots are never given twice, so their order is the order of adding.
  const ids: string[] = [];
  const queries: (ParsedQuery | null)[] = [];
  let codeAt = new Int32Array(1024);
  let entryAt = new Int32Array(1024);
  let isSure = new Uint8Array(1024);
  let triedAt = new Int32Array(1024);
  let hits = new Int32Array(1024);
  let code = new Int32Array(4096);
  let codeSize = 0;

  const naming: Naming = {
    numberOf(term, isPrefix) {
      const number = scan.numberOf(term, isPrefix);
      if (number >= known) meet(number, term, isPrefix);
      return number;
    },
    commonness(number) {
      const watched = posts - since[number]!;
      return watched < ENOUGH ? guesses[number]! : (seen[number]! * 1_000_000) / watched;
    },
  };

  function meet(number: number, term: string, isPrefix: boolean): void {
    known = number + 1;
    while (known > chainHead.length) {
      const size = chainHead.length * 2;
      chainHead = larger(chainHead, size, -1);
      seen = larger(seen, size);
      guesses = larger(guesses, size);
      const longer = new Float64Array(size);
      longer.set(since);
      since = longer;
    }
    const learnt = before?.learnt(term, isPrefix);
    seen[number] = learnt?.seen ?? 0;
    since[number] = learnt?.since ?? posts;
    guesses[number] = options.frequencies?.(isPrefix ? `${term}*` : term) ?? guessCommonness(term, isPrefix);
  }

  const index: Index = {
    get terms() {
      return scan.terms;
    },
    get retired() {
      return retired;
    },
    get verified() {
      return verified;
    },
    add(id, query) {
      const program = compile(query.root, naming);
      const slot = ids.length;
      ids.push(id);
      queries.push(query);
      while (slot >= codeAt.length) growSlots();
      codeAt[slot] = codeSize;
      entryAt[slot] = program.entry;
      isSure[slot] = program.isSure ? 1 : 0;
      if (!program.isSure) {
        while (codeSize + program.code.length > code.length) code = larger(code, code.length * 2);
        code.set(program.code, codeSize);
        codeSize += program.code.length;
      }
      for (const anchor of program.anchors) {
        if (links === chainNext.length) {
          chainNext = larger(chainNext, links * 2);
          chainSlot = larger(chainSlot, links * 2);
        }
        chainNext[links] = chainHead[anchor]!;
        chainSlot[links] = slot;
        chainHead[anchor] = links++;
      }
      return slot;
    },
    retire(slot) {
      entryAt[slot] = RETIRED;
      queries[slot] = null;
      ids[slot] = '';
      retired += 1;
    },
    queryAt: (slot) => queries[slot] ?? null,
    match,
    learnt(term, isPrefix) {
      const number = scan.find(term, isPrefix);
      return number < 0 ? null : { seen: seen[number]!, since: since[number]! };
    },
    settle() {
      before = null;
    },
    bytes: () =>
      scan.bytes() +
      chainHead.byteLength * 5 +
      chainNext.byteLength * 2 +
      codeAt.byteLength * 4 +
      isSure.length +
      code.byteLength,
  };
  return index;

  function growSlots(): void {
    const size = codeAt.length * 2;
    codeAt = larger(codeAt, size);
    entryAt = larger(entryAt, size);
    triedAt = larger(triedAt, size);
    hits = larger(hits, size);
    const sure = new Uint8Array(size);
    sure.set(isSure);
    isSure = sure;
  }

  function match(post: QueryPost): readonly string[] {
    posts += 1;
    verified = 0;
    scan.read(post);
    const { stamp, touched, found } = scan;
    if (stamp === 1) triedAt.fill(0);
    let count = 0;
    for (let t = 0; t < found; t++) {
      const term = touched[t]!;
      seen[term]! += 1;
      for (let link = chainHead[term]!; link >= 0; link = chainNext[link]!) {
        const slot = chainSlot[link]!;
        if (triedAt[slot] === stamp) continue;
        triedAt[slot] = stamp;
        const entry = entryAt[slot]!;
        if (entry === RETIRED) continue;
        if (isSure[slot] === 0) {
          verified += 1;
          if (!verifier.holds(code, codeAt[slot]!, entry)) continue;
        }
        hits[count++] = slot;
      }
    }
    if (count === 0) return NOTHING;
    if (count > 1) hits.subarray(0, count).sort();
    const answer: string[] = new Array(count);
    for (let i = 0; i < count; i++) answer[i] = ids[hits[i]!]!;
    return answer;
  }
}
