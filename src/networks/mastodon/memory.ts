/** What one running reader has already handed on, and the ids behind the server's own ids; bounded. */
import type { NetworkPost } from '../network.ts';
import type { Known } from './cursor.ts';
import { toPost } from './map.ts';
import type { Status } from './status.ts';
import type { Timeline } from './timeline.ts';

/** A status with what it means to us. `post` is null when it is not public. */
export interface Entry {
  readonly status: Status;
  readonly post: NetworkPost | null;
  readonly known: Known;
}

export interface Memory {
  entry(status: Status): Entry;
  /** This very version was handed on by this reader. */
  hasTold(entry: Entry): boolean;
  told(entry: Entry): void;
  /** The id that we told for an id of the server; null when we never did. */
  uriOf(id: string): string | null;
  forget(id: string): void;
  /** The post with the id of what it answers, asking the server for at most a few parents per call of `rest`. */
  withParent(entry: Entry, signal: AbortSignal): Promise<NetworkPost | null>;
  /** A new look begins: a few parents may be asked for again. */
  rest(): void;
}

const most = 4_000;
const parentsPerLook = 8;

export function buildMemory(timeline: Timeline, host: () => string, now: () => Date): Memory {
  const told = new Map<string, Known>();
  const uris = new Map<string, string>();
  let parentsAsked = 0;
  return {
    entry: (status) => {
      const post = toPost(status, { host: host(), now: now(), replyTo: null });
      keep(uris, status.id, status.uri);
      const at = (status.createdAt ?? now()).getTime();
      return {
        status,
        post,
        known: { id: status.id, uri: post?.id ?? '', version: post?.version ?? '', at, missed: 0 },
      };
    },
    hasTold: ({ known }) => told.get(known.id)?.version === known.version,
    told: ({ known }) => keep(told, known.id, known),
    uriOf: (id) => told.get(id)?.uri ?? null,
    forget: (id) => void told.delete(id),
    withParent: async ({ status, post }, signal) => {
      if (post === null || post.kind !== 'reply' || status.parentId === null) return post;
      const replyTo = uris.get(status.parentId);
      if (replyTo !== undefined) return { ...post, replyTo: replyTo || null };
      if (parentsAsked >= parentsPerLook) return post;
      parentsAsked += 1;
      const parent = await timeline.status(status.parentId, signal);
      // '' remembers that the server does not tell, so that a busy thread does not ask again and again.
      keep(uris, status.parentId, typeof parent === 'string' ? '' : parent.uri);
      return typeof parent === 'string' ? post : { ...post, replyTo: parent.uri };
    },
    rest: () => {
      parentsAsked = 0;
    },
  };
}

/** Sets and, when there are too many, drops the oldest. */
function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > most) map.delete(map.keys().next().value!);
}
