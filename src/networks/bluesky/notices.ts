/** The account's own notices: who answered, mentioned or quoted it. Polled; newest first, told oldest first. */
import type { Batch, Happening, NetworkTools } from '../network.ts';
import { type Account, buildAccount } from './account.ts';
import { happeningOf, postCollection } from './map.ts';
import type { AccountSettings } from './settings.ts';
import { cleanText, isDid, isHandle, list, object, type Shape, text } from './shapes.ts';

const pageSize = 100;
const mostPages = 20;
/** Ids of the newest notices, so that none of one moment is told twice. */
const mostKnown = 200;
const longestPauseMs = 300_000;

interface Place {
  /** When the server noted the newest one that was told, in milliseconds. */
  readonly atMs: number;
  readonly known: readonly string[];
}

interface Notice {
  readonly uri: string;
  readonly atMs: number;
  readonly happening: Happening | null;
}

export interface Notices {
  /** As `Reader.read`; `no-notices` when the server does not have any to give, and then nothing more. */
  read(cursor: string | null, signal: AbortSignal): AsyncGenerator<Batch | 'no-notices'>;
}

export const readNotices = (settings: AccountSettings, tools: NetworkTools): Notices => ({
  async *read(cursor, signal) {
    const account = buildAccount(settings, tools);
    let place = placeOf(cursor);
    let failures = 0;
    while (!signal.aborted) {
      const look = await lookOnce(account, place, tools.now());
      if (look === 'no-notices') {
        yield look;
        return;
      }
      failures = look.ok ? 0 : failures + 1;
      const waitMs = look.ok ? tools.pollMs : Math.min(longestPauseMs, tools.pollMs * 2 ** Math.min(failures, 10));
      const nextLook = new Date(tools.now().getTime() + waitMs);
      if (look.ok) {
        place = placeAfter(place, look.notices, tools.now());
        const happenings = look.notices.flatMap((notice) => (notice.happening ? [notice.happening] : []));
        yield { happenings, cursor: JSON.stringify(place), health: { state: 'seeing' }, nextLook, notes: [] };
      } else {
        const health = { state: 'blind', code: look.code, words: look.because } as const;
        yield { happenings: [], cursor: cursor ?? '', health, nextLook, notes: [] };
      }
      cursor = place === null ? cursor : JSON.stringify(place);
      if (!signal.aborted) await tools.wait(waitMs, signal);
    }
  },
});

type Look =
  | { readonly ok: true; readonly notices: readonly Notice[] }
  | {
      readonly ok: false;
      readonly code: Exclude<Extract<Batch['health'], { state: 'blind' }>['code'], never>;
      readonly because: string;
    };

/** Everything that is newer than the place, oldest first; at the first look one page. */
const lookOnce = async (account: Account, place: Place | null, now: Date): Promise<Look | 'no-notices'> => {
  const found: Notice[] = [];
  const known = new Set(place?.known ?? []);
  let next = '';
  for (let pages = 0; pages < mostPages; pages += 1) {
    const query = new URLSearchParams({ limit: String(pageSize) });
    for (const reason of ['mention', 'reply', 'quote']) query.append('reasons', reason);
    if (next !== '') query.set('cursor', next);
    const answer = await account.call({ method: 'GET', name: `app.bsky.notification.listNotifications?${query}` });
    if (!answer.ok && 'refusal' in answer) return codeFor(answer.refusal);
    if (!answer.ok) {
      const { status, error, words } = answer.declined;
      // A server without a view of the network says so in one of these ways.
      if (status === 404 || status === 501 || error === 'MethodNotImplemented' || error === 'NoAppViewConfigured')
        return 'no-notices';
      const said = words === '' ? `it answered ${status}` : `it said: ${cleanText(words, 300)}`;
      return {
        ok: false,
        code: status >= 500 ? 'server-fault' : 'broken',
        because: `The notices of the account could not be read; ${said}.`,
      };
    }
    const notices = list(answer.value.notifications)
      .map((each) => noticeOf(object(each), now))
      .filter((each) => each !== null);
    const fresh = notices.filter((each) => !known.has(each.uri) && each.atMs >= (place?.atMs ?? 0));
    found.push(...fresh);
    next = text(answer.value.cursor).slice(0, 1_000);
    const isEnd =
      place === null || next === '' || notices.length === 0 || notices.some((each) => each.atMs < place.atMs);
    if (isEnd) break;
  }
  return { ok: true, notices: found.reverse() };
};

const codeFor = (refusal: { readonly code: string; readonly because: string }): Look => ({
  ok: false,
  // A publisher may be refused for its words too; a reader has none.
  code: refusal.code === 'too-long' || refusal.code === 'duplicate' ? 'broken' : (refusal.code as 'broken'),
  because: refusal.because,
});

const noticeOf = (notice: Shape | null, now: Date): Notice | null => {
  const uri = text(notice?.uri);
  const atMs = Date.parse(text(notice?.indexedAt).slice(0, 64));
  if (notice === null || uri === '' || uri.length > 2_700 || !Number.isFinite(atMs)) return null;
  const [, , did, collection, rkey] = uri.split('/');
  const commit = {
    did,
    operation: 'create',
    collection,
    rkey,
    cid: notice.cid,
    record: notice.record,
    seenAt: new Date(atMs),
  };
  const told = collection === postCollection ? happeningOf(commit, now) : null;
  if (told === null || told === 'malformed' || told.kind !== 'post') return { uri, atMs, happening: null };
  const author = object(notice.author);
  const handle = text(author?.handle).toLowerCase();
  const isNamed = isDid(author?.did) && author.did === did && isHandle(handle) && handle !== 'handle.invalid';
  const name = cleanText(text(author?.displayName), 300);
  const post = isNamed
    ? { ...told.post, author: { id: did!, handle, name: name === '' ? null : name, followers: null } }
    : told.post;
  return { uri, atMs, happening: { kind: 'post', post } };
};

const placeAfter = (place: Place | null, told: readonly Notice[], now: Date): Place => ({
  atMs: Math.max(place?.atMs ?? 0, ...told.map((notice) => Math.min(notice.atMs, now.getTime()))),
  known: [...told.map((notice) => notice.uri).reverse(), ...(place?.known ?? [])].slice(0, mostKnown),
});

/** Null for one that is not of our making: then it is read from now. */
const placeOf = (cursor: string | null): Place | null => {
  if (cursor === null || cursor.length > 800_000) return null;
  try {
    const read = object(JSON.parse(cursor));
    const atMs = read?.atMs;
    const known = list(read?.known).filter((uri) => typeof uri === 'string');
    return typeof atMs === 'number' && Number.isFinite(atMs) ? { atMs, known } : null;
  } catch {
    return null;
  }
};
