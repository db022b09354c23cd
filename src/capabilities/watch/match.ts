/** Saved queries, all in memory; which post answers which. Follows what people save without stopping. */
import { buildMatcher, type Matcher, parseQuery } from '#engines/queries';
import type { NetworkPost } from '#networks/contract';

export interface RunningQuery {
  readonly id: string;
  readonly watchId: string;
  readonly words: string;
  readonly isShadow: boolean;
}

export interface Hit {
  readonly queryId: string;
  readonly watchId: string;
  readonly isShadow: boolean;
}

export interface Matching {
  /** Takes on what is new and lets go of what is gone; the very same list again costs nothing. Ids of queries that cannot be read any more come back. */
  follow(queries: readonly RunningQuery[]): readonly string[];
  hits(post: NetworkPost): readonly Hit[];
  readonly size: number;
}

export function buildMatching(): Matching {
  const matcher: Matcher = buildMatcher();
  const running = new Map<string, RunningQuery>();
  let followed: readonly RunningQuery[] | null = null;
  return {
    follow: (queries) => {
      if (queries === followed) return [];
      followed = queries;
      const broken: string[] = [];
      const wanted = new Set(queries.map((query) => query.id));
      for (const id of running.keys()) {
        if (wanted.has(id)) continue;
        matcher.remove(id);
        running.delete(id);
      }
      for (const query of queries) {
        const had = running.get(query.id);
        if (had?.words !== query.words) {
          const parsed = parseQuery(query.words);
          if (had) matcher.remove(query.id);
          if (!parsed.ok) {
            broken.push(query.id);
            running.delete(query.id);
            continue;
          }
          matcher.add(query.id, parsed.query);
        }
        running.set(query.id, query);
      }
      return broken;
    },
    hits: (post) =>
      matcher.match(asAsked(post)).flatMap((id) => {
        const query = running.get(id);
        return query ? [{ queryId: id, watchId: query.watchId, isShadow: query.isShadow }] : [];
      }),
    get size() {
      return running.size;
    },
  };
}

/** A network's post in the words of the query engine. */
export function asAsked(
  post: Pick<NetworkPost, 'text' | 'title' | 'author' | 'network' | 'lang' | 'links' | 'tags' | 'mentions'>,
) {
  return {
    text: post.text,
    title: post.title,
    author: post.author ? { handle: post.author.handle } : undefined,
    network: post.network,
    lang: post.lang ?? undefined,
    links: post.links,
    tags: post.tags,
    mentions: post.mentions,
  };
}
