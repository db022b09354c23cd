/**
 * One look at a timeline: what is new, what was edited, what is gone.
 *
 * The ids of servers are not in order of time everywhere, and posts from other servers arrive late, below posts that
 * were already seen. So nothing here compares ids. A look walks down from the newest post until it stands on posts it
 * knows, one page further than it must, and compares. When so much arrived that the walk does not reach anything known,
 * it climbs up from the last known post instead, page by page, so that a long silence of ours loses nothing.
 */
import type { Happening, NetworkTools } from '../network.ts';
import type { Ask, Refusal } from './ask.ts';
import { type Known, mostKnown, type Place } from './cursor.ts';
import type { Entry, Memory } from './memory.ts';
import { type Page, pageSize, type Timeline } from './timeline.ts';

export interface Found {
  readonly happenings: readonly Happening[];
  readonly place: Place;
  readonly notes: readonly { readonly code: string; readonly words: string }[];
}

/** `isMore`: a long gap was closed, and newer posts already stand above it; look again at once. */
export type LookEnd = { readonly ok: true; readonly isMore: boolean } | Refusal;

export interface Looker {
  /** Yields in order of the timeline, oldest first. What was yielded may be stored before the next is asked for. */
  look(place: Place, signal: AbortSignal): AsyncGenerator<Found, LookEnd>;
}

interface Means {
  readonly ask: Ask;
  readonly timeline: Timeline;
  readonly memory: Memory;
  readonly tools: NetworkTools;
}

/** 20 pages are 800 posts: more than that since the last look, and climbing is the better way. */
const mostPages = 20;
const mostConfirmed = 10;

export function buildLooker(means: Means): Looker {
  let etag: string | null = null;
  return {
    async *look(place, signal) {
      means.memory.rest();
      // A post that was missed once must be looked for again, even on a page that did not change.
      const isSure = (place.known ?? []).every((one) => one.missed === 0);
      const walk = await walkDown(means, place, isSure ? etag : null, signal);
      if (!walk.ok) return walk;
      if (walk.isUnchanged) {
        yield { happenings: [], place, notes: [] };
        return { ok: true, isMore: false };
      }
      etag = null;
      if (walk.hasGap) {
        const end = yield* climb(means, place.known ?? [], walk.entries, signal);
        if (end !== 'cannot') return end;
      }
      const lost = walk.hasGap ? [gapNote] : [];
      yield* compare(means, place.known, walk, lost, signal);
      etag = walk.etag;
      return { ok: true, isMore: false };
    },
  };
}

const gapNote = {
  code: 'gap',
  words:
    'More posts arrived than the server lets us read back. Some between this look and the one before were not seen.',
};

type Walk = {
  readonly ok: true;
  /** Newest first, without doubles. */
  readonly entries: readonly Entry[];
  readonly isUnchanged: boolean;
  readonly isAtEnd: boolean;
  readonly hasGap: boolean;
  readonly etag: string | null;
};

async function walkDown(means: Means, place: Place, etag: string | null, signal: AbortSignal): Promise<Walk | Refusal> {
  const known = new Set(place.known?.map((one) => one.id));
  const last = place.known?.length === mostKnown ? place.known.at(-1)!.id : null;
  const entries: Entry[] = [];
  const seen = new Set<string>();
  let hasMet = false;
  let isAtEnd = false;
  let firstEtag: string | null = null;
  let bottom: string | null = null;
  for (let pages = 0; pages < mostPages && !isAtEnd; pages += 1) {
    const wish = bottom === null ? (etag === null ? {} : { etag }) : { below: bottom, skip: entries.length };
    const page = await paced(means, wish, signal);
    if (!page.ok) return page;
    if (page.isUnchanged) return { ok: true, entries, isUnchanged: true, isAtEnd, hasGap: false, etag };
    if (pages === 0) firstEtag = page.etag;
    const isNoFurther = page.bottom === null || page.bottom === bottom || page.statuses.length > 0;
    bottom = page.bottom ?? bottom;
    const fresh = page.statuses.filter((status) => !seen.has(status.id));
    for (const status of fresh) seen.add(status.id);
    entries.push(...fresh.map(means.memory.entry));
    if (place.known === null) break;
    // An empty page, or one that only repeats what we have, is the end (some servers do not page at all).
    if (fresh.length === 0 && isNoFurther) isAtEnd = true;
    const hadMet = hasMet;
    hasMet ||= fresh.some((status) => known.has(status.id));
    if (!hasMet) continue;
    if (hadMet || (last !== null && seen.has(last))) break;
    if (page.statuses.length < pageSize / 2) isAtEnd = true;
  }
  const hasGap = place.known !== null && place.known.length > 0 && !hasMet && !isAtEnd;
  return { ok: true, entries, isUnchanged: false, isAtEnd, hasGap, etag: firstEtag };
}

async function* compare(
  means: Means,
  known: readonly Known[] | null,
  walk: Walk,
  notes: Found['notes'],
  signal: AbortSignal,
): AsyncGenerator<Found> {
  const { entries } = walk;
  const before = new Map(known?.map((one) => [one.id, one]));
  const isFull = known?.length === mostKnown;
  const oldestAt = Math.min(...(known ?? []).map((one) => one.at));
  const firstMet = entries.findIndex((entry) => before.has(entry.known.id));
  const lastMet = entries.findLastIndex((entry) => before.has(entry.known.id));
  const isNews = (entry: Entry, index: number): boolean => {
    const one = before.get(entry.known.id);
    if (entry.post === null || means.memory.hasTold(entry)) return false;
    if (one !== undefined) return one.version !== entry.known.version;
    // Below what we remember stands what was handed on long ago, unless we remember everything there was.
    return !isFull || (lastMet >= 0 ? index < lastMet : entry.known.at >= oldestAt);
  };
  const news = entries.map((entry, index) => ({ entry, index })).filter(({ entry, index }) => isNews(entry, index));
  const missing = await findMissing(means, known ?? [], walk, signal);
  const left = (known ?? [])
    .filter((one) => !missing.dropped.has(one.id))
    .map((one) => missing.kept.get(one.id) ?? one);
  const placeFrom = (top: number): Place => ({
    known: merged(
      entries.slice(firstMet >= 0 ? Math.min(top, firstMet) : top).map((entry) => entry.known),
      left,
    ),
  });
  const oldestFirst = news.reverse();
  for (let start = 0; start < oldestFirst.length; start += pageSize) {
    const chunk = oldestFirst.slice(start, start + pageSize);
    const happenings = await told(
      means,
      chunk.map(({ entry }) => entry),
      signal,
    );
    const isLast = start + pageSize >= oldestFirst.length;
    if (isLast) yield { happenings: [...happenings, ...missing.gone], place: placeFrom(0), notes };
    else yield { happenings, place: placeFrom(chunk.at(-1)!.index), notes: [] };
  }
  if (news.length === 0) yield { happenings: missing.gone, place: placeFrom(0), notes };
}

/** Up from the newest known post. `cannot` when the server does not know how, so that nothing was yielded. */
async function* climb(
  means: Means,
  known: readonly Known[],
  walked: readonly Entry[],
  signal: AbortSignal,
): AsyncGenerator<Found, LookEnd | 'cannot'> {
  const top = new Set(walked.map((entry) => entry.known.id));
  let place = known;
  for (let isFirst = true; ; isFirst = false) {
    const above = place[0]?.id;
    if (above === undefined) return 'cannot';
    const page = await paced(means, { above }, signal);
    if (!page.ok) return page;
    const ids = new Set(place.map((one) => one.id));
    const entries = page.statuses.filter((status) => !ids.has(status.id)).map(means.memory.entry);
    const hasArrived = entries.some((entry) => top.has(entry.known.id));
    // The first page must lie between: a server that ignores the wish gives its newest page, and that is no climbing.
    if (isFirst && (entries.length === 0 || hasArrived)) return 'cannot';
    if (entries.length === 0) return { ok: true, isMore: true };
    place = merged(
      entries.map((entry) => entry.known),
      place,
    );
    const news = entries.filter((entry) => entry.post !== null && !means.memory.hasTold(entry)).reverse();
    yield { happenings: await told(means, news, signal), place: { known: place }, notes: [] };
    if (hasArrived) return { ok: true, isMore: true };
  }
}

interface Missing {
  readonly gone: readonly Happening[];
  readonly dropped: ReadonlySet<string>;
  readonly kept: ReadonlyMap<string, Known>;
}

/**
 * Known posts that the walk should have shown. Each is asked for by its id before it is called gone, because a post
 * may leave a timeline and still stand. Where the server does not answer that, two looks in a row must miss it.
 */
async function findMissing(means: Means, known: readonly Known[], walk: Walk, signal: AbortSignal): Promise<Missing> {
  const shown = new Set(walk.entries.map((entry) => entry.known.id));
  const lastShown = known.findLastIndex((one) => shown.has(one.id));
  const suspects = walk.hasGap
    ? []
    : known.filter((one, index) => !shown.has(one.id) && (walk.isAtEnd || index < lastShown)).slice(0, mostConfirmed);
  const gone: Happening[] = [];
  const dropped = new Set<string>();
  const kept = new Map<string, Known>();
  for (const one of suspects) {
    const found = signal.aborted ? 'unknown' : await means.timeline.status(one.id, signal);
    if (typeof found !== 'string') {
      dropped.add(one.id);
    } else if (found === 'gone' || one.missed > 0) {
      dropped.add(one.id);
      means.memory.forget(one.id);
      if (one.uri !== '') gone.push({ kind: 'gone', id: one.uri, at: means.tools.now() });
    } else {
      kept.set(one.id, { ...one, missed: one.missed + 1 });
    }
  }
  return { gone, dropped, kept };
}

async function told(means: Means, entries: readonly Entry[], signal: AbortSignal): Promise<readonly Happening[]> {
  const happenings: Happening[] = [];
  for (const entry of entries) {
    const post = await means.memory.withParent(entry, signal);
    if (post !== null) happenings.push({ kind: 'post', post });
    means.memory.told(entry);
  }
  return happenings;
}

/** The posts of the walk, and those known ones that it did not show, each before its older neighbour. */
export function merged(fresh: readonly Known[], old: readonly Known[]): readonly Known[] {
  const result = [...fresh];
  const places = new Set(fresh.map((one) => one.id));
  for (let index = old.length - 1; index >= 0; index -= 1) {
    const one = old[index]!;
    if (places.has(one.id)) continue;
    const older = old.slice(index + 1).find((next) => places.has(next.id));
    const at = older === undefined ? -1 : result.findIndex((next) => next.id === older.id);
    if (at < 0) result.push(one);
    else result.splice(at, 0, one);
    places.add(one.id);
  }
  return result.slice(0, mostKnown);
}

/** Asks for a page; waits first when the server said that hardly any requests are left. */
async function paced(means: Means, wish: Parameters<Timeline['page']>[0], signal: AbortSignal): Promise<Page> {
  const quota = means.ask.quota();
  const waitMs = quota === null || quota.remaining > 3 ? 0 : quota.resetAt.getTime() - means.tools.now().getTime();
  if (waitMs > 0) await means.tools.wait(waitMs, signal);
  return means.timeline.page(wish, signal);
}
