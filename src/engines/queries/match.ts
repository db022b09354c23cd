/**
 * The fast matcher: every query hangs on its rarest words; a post wakes only the queries that hang on words it has; each
 * of those runs a small program over a table of places. DESIGN.md tells why.
 */
import { buildCoreIndex } from './core-index.ts';
import { type Explained, explain } from './explain.ts';
import type { MatcherOptions } from './match-index.ts';
import { buildPlainIndex } from './plain-index.ts';
import type { ParsedQuery, QueryPost } from './tree.ts';

export type { MatcherOptions } from './match-index.ts';

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
/** Retired queries that may lie about before the index is built anew. */
const LITTER = 1_000;

export function buildMatcher(options: MatcherOptions = {}): Matcher {
  const buildIndex = options.index === 'plain' ? buildPlainIndex : buildCoreIndex;
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
      const alone = buildPlainIndex(options, 0, null);
      alone.add(id, query);
      return alone.match(post).length === 0 ? null : explain(query, post);
    },
    get size() {
      return slots.size;
    },
    stats: () => ({ queries: slots.size, terms: index.terms, posts, matched, verified, indexBytes: index.bytes() }),
  };
}
