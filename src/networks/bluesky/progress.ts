/**
 * What a stream's frames do to the reader: what it has seen, how far it has come, and what it may have missed.
 *
 * No sockets here. `jetstream.ts` opens and closes them; this decides what the frames mean.
 */
import type { Batch, Happening } from '../network.ts';
import type { Taken } from './connection.ts';
import { clock, type Fault } from './faults.ts';
import { happeningOf } from './map.ts';
import type { Place } from './place.ts';
import { readFrame, type Wire } from './wire.ts';

export interface StreamSettings {
  /** `wss://host`, without a path. */
  readonly stream: string;
  /** Only these accounts; all where empty. */
  readonly dids: readonly string[];
}

type Note = Batch['notes'][number];

export interface State {
  place: Place;
  /** Open at the live end once, whatever the place says. */
  isFromNow: boolean;
  notes: Note[];
  /** Until when v2 is not tried, in milliseconds since 1970. */
  v1UntilMs: number;
  /** Go on by time, because the sequence number is of no use to this server. */
  isByTime: boolean;
  /** Opened at the number of our last event, which has not been given again yet. */
  isResumed: boolean;
  /** How often a pull has found nothing since the stream was opened. */
  idleCount: number;
  /** From when posts may have been missed; told with the next event, which shows until when. */
  gapFrom: Date | null;
  oversizeCount: number;
}

/** The event at our cursor must be given again at once; after this many empty pulls it will not come. */
const idlesBeforeDoubt = 3;

export interface Read {
  readonly happenings: readonly Happening[];
  readonly fault: Fault | null;
}

/** Takes in what a pull has brought. Changes `state`; what is worth telling waits in `state.notes`. */
export const readTaken = (taken: Taken, wire: Wire, settings: StreamSettings, state: State, now: Date): Read => {
  const happenings: Happening[] = [];
  let malformedCount = 0;
  let fault: Fault | null = null;
  for (const bytes of taken.frames) {
    const frame = readFrame(bytes, wire);
    if (frame.kind === 'malformed') malformedCount += 1;
    else if (frame.kind === 'outdated') state.gapFrom = lastKnown(state.place);
    else if (frame.kind === 'error') fault = endedBy(frame.name, settings);
    else {
      const seq = frame.kind === 'commit' ? frame.seq : null;
      const order = wire === 'v2' && frame.kind === 'commit' ? orderOf(seq, frame.timeUs, state) : 'next';
      if (order === 'again') continue;
      if (order === 'anew') {
        // A lower number can only be a new count; a higher one may follow on an event that was removed for good.
        if (seq !== null && state.place.seq !== null && seq < state.place.seq) state.gapFrom = lastKnown(state.place);
        fault = startAgain(state, settings);
        break;
      }
      const found = frame.kind === 'commit' ? happeningOf(frame.commit, now) : null;
      if (found === 'malformed') malformedCount += 1;
      else {
        if (found !== null) happenings.push(found);
        tellGap(state, frame.timeUs === null ? now : new Date(frame.timeUs / 1_000));
        move(state, settings, wire, seq, believable(frame.timeUs, now));
      }
    }
  }
  if (malformedCount > 0) state.notes.push(malformedNote(malformedCount));
  if (taken.frames.length > 0) state.oversizeCount = 0;
  else if (taken.end === null) {
    state.idleCount += 1;
    if (!state.isResumed) {
      state.place = { ...state.place, aliveUs: now.getTime() * 1_000 };
      tellGap(state, now);
    } else if (state.idleCount >= idlesBeforeDoubt) fault = startAgain(state, settings);
  }
  if (taken.end?.isOversize) skipOversize(state, now);
  return { happenings, fault };
};

/** A time from next year, taken as a cursor, would skip all that comes until then. */
const believable = (timeUs: number | null, now: Date): number | null =>
  timeUs !== null && timeUs <= (now.getTime() + 86_400_000) * 1_000 ? timeUs : null;

const move = (state: State, settings: StreamSettings, wire: Wire, seq: number | null, timeUs: number | null): void => {
  const before = state.place;
  const isSame = before.wire === wire && before.stream === settings.stream && !state.isByTime;
  state.isByTime = false;
  state.place = {
    stream: settings.stream,
    wire,
    seq: seq ?? (isSame ? before.seq : null),
    timeUs: timeUs ?? before.timeUs,
    aliveUs: before.aliveUs,
  };
};

export const lastKnown = (place: Place): Date => new Date(Math.max(place.timeUs ?? 0, place.aliveUs ?? 0) / 1_000);

/**
 * Where an event stands to our place. 'again': the event at our cursor, which the server gives once more. 'anew': after
 * asking for a number we must first be given exactly that event; where something else comes, the server was rebuilt and
 * counts anew (or has dropped that event), and what we took for our place may not be one.
 */
const orderOf = (seq: number | null, timeUs: number | null, state: State): 'next' | 'again' | 'anew' => {
  const { place } = state;
  const isFirst = state.isResumed;
  state.isResumed = false;
  if (seq === null || place.seq === null || place.wire !== 'v2') return 'next';
  if (seq === place.seq && timeUs === place.timeUs) return 'again';
  return isFirst ? 'anew' : 'next';
};

const endedBy = (name: string, settings: StreamSettings): Fault => {
  const host = new URL(settings.stream).host;
  const words =
    name === 'ConsumerTooSlow'
      ? `${host} ended the connection because we read too slowly. We connect again and go on where we stopped.`
      : `${host} ended the connection with a message of its own. We connect again and go on where we stopped.`;
  return { code: 'server-fault', words, waitMs: null };
};

const startAgain = (state: State, settings: StreamSettings): Fault => {
  const host = new URL(settings.stream).host;
  state.isByTime = true;
  state.isResumed = false;
  const words = `${host} did not go on where we stopped. We connect again and go on by time.`;
  return { code: 'broken', words, waitMs: null };
};

/** The same frame would end every new connection: after the second time we leave it, and say so. */
const skipOversize = (state: State, now: Date): void => {
  state.oversizeCount += 1;
  if (state.oversizeCount < 2) return;
  state.oversizeCount = 0;
  state.gapFrom = lastKnown(state.place);
  tellGap(state, now);
  state.place = { ...state.place, seq: null, timeUs: null, aliveUs: now.getTime() * 1_000 };
  state.isFromNow = true;
};

const tellGap = (state: State, until: Date): void => {
  if (state.gapFrom === null) return;
  const from = state.gapFrom.getTime();
  const since = from > 0 ? `between ${clock(state.gapFrom)} and ${clock(until)}` : `before ${clock(until)}`;
  state.notes.push({
    code: 'gap',
    words: `The stream no longer had everything. Posts made ${since} may have been missed.`,
  });
  state.gapFrom = null;
};

const malformedNote = (count: number): Note => ({
  code: 'malformed',
  words:
    count === 1
      ? 'One message from the stream could not be read and was left out.'
      : `${count} messages from the stream could not be read and were left out.`,
});
