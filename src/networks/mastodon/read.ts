/** The reader of one Mastodon source: looks again and again, and listens to the live stream where there is one. */
import type { Batch, Happening, NetworkTools, Reader } from '../network.ts';
import { buildAsk, type Refusal } from './ask.ts';
import { type Place, readCursor, writeCursor } from './cursor.ts';
import { readInstance } from './instance.ts';
import { buildLooker, type Found, type LookEnd, merged } from './look.ts';
import { buildMemory, type Memory } from './memory.ts';
import type { Wanted } from './settings.ts';
import { readStatus } from './status.ts';
import { type LiveStream, openStream, type StreamEvent, streamOf } from './stream.ts';
import { buildTimeline } from './timeline.ts';

const longestBackOffMs = 30 * 60_000;
const streamAgainMs = 60 * 60_000;
/** While a stream is open, a look at the timeline after this many polls finds what the stream lost. */
const pollsPerLook = 10;

export function buildReader(wanted: Wanted, tools: NetworkTools): Reader {
  return { read: (cursor, signal) => run(wanted, tools, readCursor(cursor), signal) };
}

async function* run(wanted: Wanted, tools: NetworkTools, start: Place, signal: AbortSignal): AsyncGenerator<Batch> {
  const ask = buildAsk(wanted.server, wanted.token, tools);
  const timeline = buildTimeline(ask, wanted.what);
  let host = new URL(wanted.server).host;
  const memory = buildMemory(timeline, () => host, tools.now);
  const looker = buildLooker({ ask, timeline, memory, tools });
  const stream = buildStreamKeeper(wanted, tools);
  let place = start;
  let failures = 0;
  let isIntroduced = false;
  try {
    while (!signal.aborted) {
      if (!isIntroduced) {
        const instance = await readInstance(ask, signal);
        if (instance.ok) {
          isIntroduced = true;
          host = instance.host;
          stream.offer(instance.streaming);
        }
      }
      // The stream is open before the look, so nothing can fall between the two.
      const streamNote = await stream.ready(signal);
      const looks = looker.look(place, signal);
      let step: IteratorResult<Found, LookEnd> = await looks.next();
      let notes = streamNote;
      while (!step.done) {
        if (signal.aborted) return;
        place = step.value.place;
        const nextLook = stream.live() === null ? later(tools, tools.pollMs) : null;
        yield seeing(step.value.happenings, place, nextLook, [...notes, ...step.value.notes]);
        notes = [];
        step = signal.aborted ? { done: true, value: { ok: true, isMore: false } } : await looks.next();
      }
      if (signal.aborted) return;
      if (!step.value.ok) {
        if (step.value.isStopped) return;
        failures += 1;
        const waitMs = backOff(failures, step.value.waitMs, tools);
        yield blind(step.value, place, later(tools, waitMs), notes);
        if (!signal.aborted) await tools.wait(waitMs, signal);
        continue;
      }
      failures = 0;
      if (step.value.isMore) continue;
      const live = stream.live();
      if (live === null) {
        await tools.wait(tools.pollMs, signal);
        continue;
      }
      for await (const found of listen(live, place, memory, tools, wanted, signal)) {
        place = found.place;
        yield seeing(found.happenings, place, null, []);
      }
      await stream.rest(signal);
    }
  } finally {
    stream.close();
  }
}

/** Live posts until the stream closes, was damaged, or it is time for a look. */
async function* listen(
  live: LiveStream,
  start: Place,
  memory: Memory,
  tools: NetworkTools,
  wanted: Wanted,
  signal: AbortSignal,
): AsyncGenerator<{ readonly happenings: readonly Happening[]; readonly place: Place }> {
  let place = start;
  for (let quiet = 0; quiet < pollsPerLook && !signal.aborted; ) {
    memory.rest();
    const events = await live.next(tools.pollMs, signal);
    if (signal.aborted) return;
    const happenings: Happening[] = [];
    for (const event of events) {
      const next = await take(event, place, memory, tools, wanted, signal);
      place = next.place;
      if (next.happening !== null) happenings.push(next.happening);
    }
    if (events.length === 0) quiet += 1;
    if (events.length > 0 || live.isOpen()) yield { happenings, place };
    if (live.takeDamage() || !live.isOpen()) return;
  }
}

async function take(
  event: StreamEvent,
  place: Place,
  memory: Memory,
  tools: NetworkTools,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<{ readonly happening: Happening | null; readonly place: Place }> {
  const known = place.known ?? [];
  if (event.kind === 'delete') {
    const uri = known.find((one) => one.id === event.id)?.uri || memory.uriOf(event.id);
    memory.forget(event.id);
    return {
      happening: uri ? { kind: 'gone', id: uri, at: tools.now() } : null,
      place: { known: known.filter((one) => one.id !== event.id) },
    };
  }
  // The stream of a home carries mentions too, from people whom the home itself would not show.
  if ((event.kind === 'mention') !== (wanted.what.kind === 'mentions')) return { happening: null, place };
  const status = readStatus(event.status, wanted.server);
  if (status === null) return { happening: null, place };
  const entry = memory.entry(status);
  const before = known.find((one) => one.id === status.id);
  if (memory.hasTold(entry) || before?.version === entry.known.version) return { happening: null, place };
  const post = await memory.withParent(entry, signal);
  memory.told(entry);
  const next =
    before !== undefined
      ? known.map((one) => (one === before ? entry.known : one))
      : // An edit of a post that is not among the newest does not make it new.
        event.kind === 'edit'
        ? known
        : merged([entry.known], known);
  return { happening: post === null ? null : { kind: 'post', post }, place: { known: next } };
}

interface StreamKeeper {
  offer(base: string | null): void;
  /** Opens the stream when it should be open and is not. Answers what is worth telling. */
  ready(signal: AbortSignal): Promise<Batch['notes']>;
  live(): LiveStream | null;
  /** After a stream ended: a short rest, longer each time it closes soon. */
  rest(signal: AbortSignal): Promise<void>;
  close(): void;
}

function buildStreamKeeper(wanted: Wanted, tools: NetworkTools): StreamKeeper {
  const stream = streamOf(wanted.what);
  let base: string | null = null;
  let live: LiveStream | null = null;
  let failures = 0;
  let tryAt = 0;
  let hasTold = false;
  return {
    offer: (told) => {
      base = told;
    },
    ready: async (signal) => {
      const now = tools.now().getTime();
      if (live?.isOpen() || base === null || stream === null || wanted.token === null || now < tryAt) return [];
      const opened = await openStream(base, stream, wanted.token, tools, signal);
      if (opened.ok) {
        live = opened.live;
        return [];
      }
      failures += 1;
      tryAt = tools.now().getTime() + (opened.isForGood ? streamAgainMs : backOff(failures, null, tools));
      if (hasTold || signal.aborted) return [];
      hasTold = true;
      return [{ code: 'no-stream', words: `${opened.words} Foreword looks at the server again and again instead.` }];
    },
    live: () => (live?.isOpen() ? live : null),
    rest: async (signal) => {
      if (live?.isOpen()) {
        failures = 0;
        return;
      }
      live = null;
      failures += 1;
      const waitMs = Math.min(tools.pollMs, backOff(failures, null, tools));
      tryAt = tools.now().getTime() + (failures > 3 ? backOff(failures, null, tools) : 0);
      await tools.wait(waitMs, signal);
    },
    close: () => live?.close(),
  };
}

/** Doubles with each failure, with chance in it so that many do not come back at the same moment. Milliseconds. */
function backOff(failures: number, askedMs: number | null, tools: NetworkTools): number {
  const doubled = Math.min(longestBackOffMs, tools.pollMs * 2 ** Math.min(failures - 1, 20));
  return Math.max(askedMs ?? 0, doubled * (0.5 + tools.chance() / 2));
}

function later(tools: NetworkTools, ms: number): Date {
  return new Date(tools.now().getTime() + ms);
}

function seeing(happenings: readonly Happening[], place: Place, nextLook: Date | null, notes: Batch['notes']): Batch {
  return { happenings, cursor: writeCursor(place), health: { state: 'seeing' }, nextLook, notes };
}

function blind(refusal: Refusal, place: Place, nextLook: Date, notes: Batch['notes']): Batch {
  const health = { state: 'blind', code: refusal.code, words: refusal.words } as const;
  return { happenings: [], cursor: writeCursor(place), health, nextLook, notes };
}
