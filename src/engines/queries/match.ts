/**
 * The fast matcher: every query hangs on its rarest words; a post wakes only the queries that hang on words it has; each
 * of those runs a small program over a table of places. DESIGN.md tells why.
 */
import { guessCommonness } from './common.ts';
import { compile, type Naming } from './compile.ts';
import { type Explained, explain } from './explain.ts';
import { buildScanner } from './scan.ts';
import { larger } from './terms.ts';
import type { ParsedQuery, QueryPost } from './tree.ts';
import { buildVerifier } from './verify.ts';

export interface MatcherOptions {
  /** Posts in a million that hold a term, where the caller knows better than the built-in guess. Undefined: not known. */
  readonly frequencies?: ((term: string) => number | undefined) | undefined;
}

export interface MatcherStats {
  readonly queries: number;
  readonly terms: number;
  readonly posts: number;
  /** Posts that matched at least one query. */
  readonly matched: number;
  /** Programs run: how often an anchor woke a query that then had to be proved. */
  readonly verified: number;
  /** Bytes of the index: its flat arrays. The queries' own text and trees come on top. */
  readonly indexBytes: number;
}

export interface Matcher {
  /** Adds a query, or puts a new one in place of the old with this id. It then stands last in the order of answers. */
  add(id: string, query: ParsedQuery): void;
  /** False when there is none with this id. */
  remove(id: string): boolean;
  /** The ids of the queries that match, in the order in which they were added. */
  match(post: QueryPost): readonly string[];
  /** Which words matched and where; null when the query does not match or does not exist. */
  explain(id: string, post: QueryPost): Explained | null;
  readonly size: number;
  stats(): MatcherStats;
}

/** After so many posts the anchors are chosen afresh by what was really seen; then every LEARN_EVERY posts. */
const LEARN_AT = [4_000, 40_000, 400_000];
const LEARN_EVERY = 4_000_000;
/** Posts that a term must have been watched for before its count is believed. */
const ENOUGH = 1_000;
/** Retired queries that may lie about before the index is built anew. */
const LITTER = 1_000;
const NOTHING: readonly string[] = [];

export function buildMatcher(options: MatcherOptions = {}): Matcher {
  const slots = new Map<string, number>();
  let index = buildIndex(options, 0, null);
  let posts = 0;
  let matched = 0;
  let verified = 0;

  /** Builds the index again from the living queries: drops what was retired and chooses anchors by what was learnt. */
  const renew = (): void => {
    const old = index;
    index = buildIndex(options, posts, old);
    for (const [id, slot] of slots) slots.set(id, index.add(id, old.queryAt(slot)!));
    index.settle();
  };

  return {
    add(id, query) {
      const old = slots.get(id);
      if (old !== undefined) index.retire(old);
      slots.delete(id);
      slots.set(id, index.add(id, query));
    },
    remove(id) {
      const slot = slots.get(id);
      if (slot === undefined) return false;
      slots.delete(id);
      index.retire(slot);
      if (index.retired > LITTER && index.retired > slots.size) renew();
      return true;
    },
    match(post) {
      posts += 1;
      if (LEARN_AT.includes(posts) || posts % LEARN_EVERY === 0) renew();
      const ids = index.match(post);
      verified += index.verified;
      if (ids.length > 0) matched += 1;
      return ids;
    },
    explain(id, post) {
      const slot = slots.get(id);
      const query = slot === undefined ? null : index.queryAt(slot);
      if (query === null) return null;
      // Asked of an index of its own, so that looking at a post twice does not count as seeing it twice.
      const alone = buildIndex(options, 0, null);
      alone.add(id, query);
      return alone.match(post).length === 0 ? null : explain(query, post);
    },
    get size() {
      return slots.size;
    },
    stats: () => ({ queries: slots.size, terms: index.terms, posts, matched, verified, indexBytes: index.bytes() }),
  };
}

interface Index {
  readonly terms: number;
  readonly retired: number;
  /** Programs run for the last post. */
  readonly verified: number;
  add(id: string, query: ParsedQuery): number;
  retire(slot: number): void;
  queryAt(slot: number): ParsedQuery | null;
  match(post: QueryPost): readonly string[];
  /** Posts in a million that hold the term, if it was watched long enough. */
  learnt(term: string, isPrefix: boolean): { readonly seen: number; readonly since: number } | null;
  /** The old index is not needed any more. */
  settle(): void;
  bytes(): number;
}

const RETIRED = -1;

function buildIndex(options: MatcherOptions, postsBefore: number, before: Index | null): Index {
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
