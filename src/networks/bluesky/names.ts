/**
 * Account names (handles) for lasting ids and back, asked of a public service: the stream carries ids alone.
 *
 * Lexicons app.bsky.actor.getProfiles (25 at a time), com.atproto.repo.describeRepo (for a server that knows only its
 * own accounts) and com.atproto.identity.resolveHandle; https://atproto.com/specs/handle. Of what comes back only the
 * handle is taken. Nothing here throws: who is not found, or not in time, or past the limit, is missing.
 */
import type { Names, NetworkTools } from '../network.ts';
import { isDid, isHandle, list, object, type Shape, text } from './shapes.ts';

/** Most accounts asked about in a minute; a flood of posts must not become a flood of questions. */
const mostPerMinute = 150;
const mostAtOnce = 25;
const mostCached = 2_000;
/** A handle can change hands. */
const cachedMs = 60 * 60_000;
const timeoutMs = 4_000;

type Tools = Pick<NetworkTools, 'outbound' | 'now'>;

export const buildNames = (service: string, { outbound, now }: Tools): Names => {
  const cache = new Map<string, { readonly handle: string; readonly untilMs: number }>();
  let period = { endsMs: 0, left: 0 };
  let quietUntilMs = 0;

  /** How many of the wanted may still be asked about in this minute. */
  const grant = (wanted: number): number => {
    const nowMs = now().getTime();
    if (nowMs < quietUntilMs) return 0;
    if (nowMs >= period.endsMs) period = { endsMs: nowMs + 60_000, left: mostPerMinute };
    const granted = Math.min(wanted, period.left);
    period.left -= granted;
    return granted;
  };

  /** Null told: it has no answer. Not there: it did not answer at all, and will not in the next moment. */
  const ask = async (name: string, query: readonly (readonly [string, string])[], signal: AbortSignal) => {
    const address = `${service}/xrpc/${name}?${new URLSearchParams(query.map(([key, value]) => [key, value]))}`;
    try {
      const reply = await outbound.fetch(address, { timeoutMs, maxBytes: 1_000_000, redirects: 2, signal });
      if (reply.status === 429) quietUntilMs = now().getTime() + 60_000;
      return { isThere: reply.status !== 429, told: reply.status === 200 ? shapeOf(reply.bytes) : null };
    } catch {
      return { isThere: false, told: null };
    }
  };

  const remember = (did: string, handle: string) => {
    cache.delete(did);
    cache.set(did, { handle, untilMs: now().getTime() + cachedMs });
    if (cache.size > mostCached) cache.delete(cache.keys().next().value!);
  };

  const take = (told: Shape | null, asked: ReadonlySet<string>): void => {
    const handle = text(told?.handle).toLowerCase();
    // `handle.invalid` says that the handle does not point back at the account: then it is nobody's name.
    const isProved = isHandle(handle) && handle !== 'handle.invalid' && told?.handleIsCorrect !== false;
    if (isDid(told?.did) && asked.has(told.did) && isProved) remember(told.did, handle);
  };

  /** False where nobody answers: then there is no use in going on. */
  const lookUp = async (dids: readonly string[], signal: AbortSignal): Promise<boolean> => {
    const asked = new Set(dids);
    const many = await ask(
      'app.bsky.actor.getProfiles',
      dids.map((did) => ['actors', did] as const),
      signal,
    );
    for (const profile of list(many.told?.profiles)) take(object(profile), asked);
    if (many.told !== null || !many.isThere) return many.isThere;
    // A server with accounts of its own and no view of the network can be asked about each of them.
    for (const did of dids) {
      const one = await ask('com.atproto.repo.describeRepo', [['repo', did]], signal);
      take(one.told, asked);
      if (!one.isThere) return false;
    }
    return true;
  };

  return {
    async handlesOf(ids, signal) {
      const dids = [...new Set(ids.filter(isDid))];
      const nowMs = now().getTime();
      const unknown = dids.filter((did) => (cache.get(did)?.untilMs ?? 0) <= nowMs);
      const asked = unknown.slice(0, grant(unknown.length));
      for (let at = 0; at < asked.length; at += mostAtOnce) {
        if (!(await lookUp(asked.slice(at, at + mostAtOnce), signal))) break;
      }
      return new Map(
        dids.flatMap((did) => {
          const known = cache.get(did);
          return known && known.untilMs > nowMs ? [[did, known.handle] as const] : [];
        }),
      );
    },
    async idsOf(handles, signal) {
      const wanted = [...new Set(handles.map((handle) => handle.toLowerCase()))].filter(isHandle);
      const found = new Map<string, string>();
      for (const handle of wanted.slice(0, grant(wanted.length))) {
        const { isThere, told } = await ask('com.atproto.identity.resolveHandle', [['handle', handle]], signal);
        if (!isThere) break;
        if (isDid(told?.did)) found.set(handle, told.did);
      }
      return found;
    },
  };
};

const shapeOf = (bytes: Uint8Array): Shape | null => {
  try {
    return object(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return null;
  }
};
