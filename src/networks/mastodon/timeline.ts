/** Where on the server the wanted posts are, and how to ask for one page of them. */
import type { Answer, Ask, Refusal } from './ask.ts';
import type { What } from './settings.ts';
import { fieldsOf, idOf, readStatus, type Status } from './status.ts';

/** Most posts that Mastodon gives at once. */
export const pageSize = 40;

export interface PageWish {
  /** Only posts that stand below (before) this one. */
  readonly below?: string;
  /** The posts that stand directly above (after) this one. */
  readonly above?: string;
  /** How many posts of this walk were already taken; for lists of results that know no ids. */
  readonly skip?: number;
  /** From an earlier first page: answer only when something changed. */
  readonly etag?: string;
}

export type Page =
  | {
      readonly ok: true;
      readonly statuses: readonly Status[];
      readonly isUnchanged: boolean;
      /** What to ask `below` of for the next page: not an id of a post where the list is one of notices about posts. */
      readonly bottom: string | null;
      readonly etag: string | null;
    }
  | Refusal;

export interface Timeline {
  page(wish: PageWish, signal?: AbortSignal): Promise<Page>;
  /** Is this one post still there? `unknown` when the server does not tell. */
  status(id: string, signal?: AbortSignal): Promise<Status | 'gone' | 'unknown'>;
}

/** Newest first, always. */
export function buildTimeline(ask: Ask, what: What): Timeline {
  let accountId: string | null = null;
  return {
    page: async (wish, signal) => {
      const stop = signal === undefined ? {} : { signal };
      if (what.kind === 'account' && accountId === null) {
        const found = await findAccount(ask, what.value, stop);
        if (typeof found !== 'string') return found;
        accountId = found;
      }
      const headers = wish.etag === undefined ? {} : { 'if-none-match': wish.etag };
      return toPage(await ask.get(pathOf(what, accountId ?? '', wish), { headers, ...stop }), what, ask.server);
    },
    status: async (id, signal) => {
      const answer = await ask.get(
        `/api/v1/statuses/${encodeURIComponent(id)}`,
        signal === undefined ? {} : { signal },
      );
      if (answer.ok) return readStatus(answer.json, ask.server) ?? 'unknown';
      return answer.status === 404 || answer.status === 410 ? 'gone' : 'unknown';
    },
  };
}

function pathOf(what: What, accountId: string, wish: PageWish): string {
  const query = new URLSearchParams({ limit: String(pageSize) });
  if (what.kind === 'search') {
    query.set('q', what.value);
    query.set('type', 'statuses');
    if (wish.skip !== undefined && wish.skip > 0) query.set('offset', String(wish.skip));
    return `/api/v2/search?${query}`;
  }
  if (wish.below !== undefined) query.set('max_id', wish.below);
  if (wish.above !== undefined) query.set('min_id', wish.above);
  if (what.kind === 'local') query.set('local', 'true');
  if (what.kind === 'mentions') query.set('types[]', 'mention');
  return `${placeOf(what, accountId)}?${query}`;
}

function placeOf(what: Exclude<What, { kind: 'search' }>, accountId: string): string {
  switch (what.kind) {
    case 'home':
      return '/api/v1/timelines/home';
    case 'tag':
      return `/api/v1/timelines/tag/${encodeURIComponent(what.value)}`;
    case 'mentions':
      return '/api/v1/notifications';
    case 'list':
      return `/api/v1/timelines/list/${encodeURIComponent(what.value)}`;
    case 'account':
      return `/api/v1/accounts/${encodeURIComponent(accountId)}/statuses`;
    default:
      return '/api/v1/timelines/public';
  }
}

async function findAccount(
  ask: Ask,
  value: string,
  stop: { readonly signal?: AbortSignal },
): Promise<string | Refusal> {
  if (!value.includes('@') && /^\d+$/.test(value)) return value;
  const answer = await ask.get(`/api/v1/accounts/lookup?${new URLSearchParams({ acct: value })}`, stop);
  const id = answer.ok ? idOf(fieldsOf(answer.json)?.id) : null;
  if (id !== null) return id;
  // What is not a name the server knows may be one of its ids; asking for its posts will tell.
  if (!value.includes('@') && !answer.ok && answer.status !== null && answer.status < 429) return value;
  return answer.ok ? unreadable('The server did not tell which account this is.') : answer;
}

function toPage(answer: Answer, what: What, server: string): Page {
  if (!answer.ok) return answer;
  if (answer.status === 304) return { ok: true, statuses: [], isUnchanged: true, bottom: null, etag: null };
  const fields = fieldsOf(answer.json);
  const list = fields === null ? answer.json : fields.statuses;
  if (!Array.isArray(list))
    return unreadable('The server sent something that is not a list of posts. Check what you entered.');
  const entries = what.kind === 'mentions' ? list.filter((entry) => fieldsOf(entry)?.type === 'mention') : list;
  const statuses = entries
    .slice(0, 200)
    .map((entry) => readStatus(what.kind === 'mentions' ? fieldsOf(entry)?.status : entry, server))
    .filter((entry) => entry !== null);
  if (entries.length > 0 && statuses.length === 0) {
    return { ...unreadable('The server sent a list, but nothing in it could be read as a post.'), code: 'empty' };
  }
  return {
    ok: true,
    statuses,
    isUnchanged: false,
    bottom: idOf(fieldsOf(list.at(-1))?.id),
    etag: answer.headers.etag?.slice(0, 200) ?? null,
  };
}

function unreadable(words: string): Refusal {
  return { ok: false, code: 'broken', words, status: 200, waitMs: null, isStopped: false };
}
