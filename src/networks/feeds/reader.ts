/** Looks at one feed for ever, and tells what is new, what changed, and when it cannot see. */
import type { Batch, Happening, Health, NetworkTools, Reader, SourceSettings } from '../network.ts';
import { type Cursor, readCursor } from './cursor.ts';
import { type Look, look } from './look.ts';
import { hash, postOf } from './post.ts';
import { waitAfterAnswer, waitAfterFailure } from './timing.ts';

export interface FeedReader extends Reader {
  /** Look at once; a hub told us that there is news. Twice while waiting is once. */
  poke(): void;
  /** What the last look found; null where no hub is offered. */
  hub(): { readonly hub: string; readonly topic: string } | null;
}

/** Of one look. More is told in a note; the rest comes with the next look only if the feed shows it first. */
const maxPosts = 2_000;
const seeing: Health = { state: 'seeing' };
/** Faults that the person who watches should hear of; the rest is for `foreword feed` and the webmaster. */
const worthTelling = new Set([
  'cut-off',
  'unicode-error',
  'unknown-encoding',
  'bad-characters',
  'too-many-items',
  'too-many-elements',
  'too-deep',
  'too-large',
  'duplicate-value',
  'invalid-rfc2822-date',
  'invalid-rfc3339-date',
  'missing-guid',
  'not-well-formed',
]);

export function openFeed(settings: SourceSettings, tools: NetworkTools): FeedReader {
  const source = (settings.url ?? '').trim();
  let wake: (() => void) | null = null;
  let isPoked = false;
  let hub: { hub: string; topic: string } | null = null;

  const waitFor = async (ms: number | null, signal: AbortSignal): Promise<void> => {
    if (isPoked) {
      isPoked = false;
      return;
    }
    const awake = new AbortController();
    const stop = () => awake.abort();
    wake = stop;
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    // Without an end (a feed that is gone) only a poke or a stop wakes us.
    if (ms !== null) await tools.wait(ms, awake.signal);
    else if (!awake.signal.aborted)
      await new Promise<void>((resolve) => awake.signal.addEventListener('abort', () => resolve(), { once: true }));
    // The signal lives as long as the source: nothing of a wait that is over may stay on it.
    signal.removeEventListener('abort', stop);
    wake = null;
    isPoked = false;
  };

  return {
    poke: () => {
      isPoked = true;
      wake?.();
    },
    hub: () => hub,
    read: async function* (text, signal) {
      let cursor = readCursor(text, source);
      while (!signal.aborted) {
        if (cursor.isGone) {
          yield { happenings: [], cursor: JSON.stringify(cursor), health: goneHealth, nextLook: null, notes: [] };
          await waitFor(null, signal);
          if (signal.aborted) return;
          cursor = { ...cursor, isGone: false };
          continue;
        }
        const found = await look(cursor, tools, signal);
        if (found.kind === 'stopped' || signal.aborted) return;
        const step = take(found, cursor, source, tools);
        cursor = step.cursor;
        if (found.kind === 'feed') hub = hubOf(found, cursor.url);
        yield step.batch;
        if (cursor.isGone) {
          await waitFor(null, signal);
          cursor = { ...cursor, isGone: false };
        } else await waitFor(step.waitMs, signal);
      }
    },
  };
}

const goneHealth: Health = {
  state: 'blind',
  code: 'not-found',
  words:
    'The website said that this feed is gone for good (410). We have stopped asking. Remove the source or enter its new address.',
};

interface Step {
  readonly batch: Batch;
  readonly cursor: Cursor;
  readonly waitMs: number;
}

function take(found: Exclude<Look, { kind: 'stopped' }>, before: Cursor, source: string, tools: NetworkTools): Step {
  const now = tools.now();
  const notes: { code: string; words: string }[] = [];
  const moved = found.movedTo !== null && found.movedTo !== before.url ? found.movedTo : null;
  // A move is believed only when something can be read at the new place.
  const url = moved !== null && found.kind !== 'blind' ? moved : before.url;
  if (url !== before.url)
    notes.push({ code: 'moved', words: `The feed has moved for good. From now on we read ${url}` });
  const step = (cursor: Cursor, health: Health, happenings: readonly Happening[], waitMs: number): Step => ({
    cursor,
    waitMs,
    batch: {
      happenings,
      cursor: JSON.stringify(cursor),
      health,
      notes,
      nextLook: cursor.isGone ? null : new Date(now.getTime() + waitMs),
    },
  });
  const fail = (
    code: Extract<Health, { state: 'blind' }>['code'],
    words: string,
    retryAfter: string | null,
    isFinal = false,
  ): Step => {
    const failures = Math.min(before.failures + 1, 1000);
    const waitMs = waitAfterFailure({ pollMs: tools.pollMs, failures, retryAfter, now, chance: tools.chance() });
    return step({ ...before, url, failures, isGone: isFinal }, { state: 'blind', code, words }, [], waitMs);
  };
  if (found.kind === 'blind') return fail(found.code, found.words, found.retryAfter, found.isFinal);
  if (found.kind === 'unchanged') {
    const waitMs = waitAfterAnswer({
      pollMs: tools.pollMs,
      headers: found.headers,
      document: { ttlMinutes: null, skipHours: [], skipDays: [] },
      now,
      chance: tools.chance(),
    });
    return step({ ...before, url, failures: 0 }, seeing, [], waitMs);
  }
  const { document, problems } = found.result;
  if (document.items.length === 0 && Object.keys(before.seen).length > 0) {
    return fail('empty', 'The feed had items before, but shows none now. Its website may have changed.', null);
  }
  for (const { code, where, words } of problems.filter((one) => worthTelling.has(one.code)).slice(0, 5))
    notes.push({ code, words: where === '' ? words : `${words} (${where})` });
  if (document.items.length > maxPosts)
    notes.push({
      code: 'too-many-items',
      words: `The feed shows ${document.items.length} items. We read the first ${maxPosts}.`,
    });
  const seen: Record<string, string> = {};
  const happenings: Happening[] = [];
  for (const item of document.items.slice(0, maxPosts)) {
    const post = postOf(item, document, source, now);
    const [id, version] = [hash(post.id).slice(0, 12), post.version.slice(0, 10)];
    // The second of two items with one id would make the store flip between them for ever.
    if (seen[id] !== undefined) continue;
    seen[id] = version;
    if (before.seen[id] !== version) happenings.push({ kind: 'post', post });
  }
  happenings.reverse(); // Feeds show the newest first; a story is told from its beginning.
  const cursor: Cursor = {
    url,
    from: source,
    etag: found.headers.etag ?? null,
    modified: found.headers['last-modified'] ?? null,
    seen,
    failures: 0,
    isGone: false,
  };
  return step(
    cursor,
    seeing,
    happenings,
    waitAfterAnswer({ pollMs: tools.pollMs, headers: found.headers, document, now, chance: tools.chance() }),
  );
}

/** From the Link header first (W3C WebSub, section 4), else from the feed. */
function hubOf(found: Extract<Look, { kind: 'feed' }>, url: string): { hub: string; topic: string } | null {
  const links = [
    ...(found.headers.link ?? '')
      .slice(0, 8000)
      .matchAll(/<([^<>]{1,2000})>\s*;[^,]*?\brel\s*=\s*"?([^";,]{1,100})"?/gi),
  ];
  const fromHeader = (rel: string) => links.find(([, , rels]) => rels!.toLowerCase().split(/\s+/).includes(rel))?.[1];
  const hub = fromHeader('hub') ?? found.result.document.hubs[0];
  const topic = fromHeader('self') ?? found.result.document.self ?? url;
  return hub === undefined ? null : { hub, topic };
}
