/**
 * How far a stream has been read: the reader's cursor, and where to go on from it after a break.
 *
 * Sequence numbers belong to one server. When the address changed, or the other wire has to be used, or the number is
 * too old, we go on by time instead, a little early: what comes twice is dropped by the store, what is lost is lost.
 */
import { isSeq, isTimeUs, timeCursorFrom, type Wire } from './wire.ts';

export interface Place {
  readonly stream: string;
  readonly wire: Wire;
  /** Of the last event. */
  readonly seq: number | null;
  /** When the stream saw the last event, in microseconds since 1970. */
  readonly timeUs: number | null;
  /** When the connection was last known to be open with nothing left to read: there is nothing to catch up before it. */
  readonly aliveUs: number | null;
}

export const writePlace = (place: Place): string => JSON.stringify(place);

/** Null for a cursor that is not there or cannot be understood: read from now on. */
export const readPlace = (cursor: string | null): Place | null => {
  if (cursor === null || cursor.length > 5_000) return null;
  try {
    const told = JSON.parse(cursor) as Partial<Record<keyof Place, unknown>> | null;
    if (typeof told?.stream !== 'string' || (told.wire !== 'v1' && told.wire !== 'v2')) return null;
    return {
      stream: told.stream,
      wire: told.wire,
      seq: isSeq(told.seq) ? told.seq : null,
      timeUs: isTimeUs(told.timeUs) ? told.timeUs : null,
      aliveUs: isTimeUs(told.aliveUs) ? told.aliveUs : null,
    };
  } catch {
    return null;
  }
};

/** Between two servers that do not share a clock or a count. */
const otherServerUs = 5_000_000;
/** `aliveUs` is by our own clock, `timeUs` by the server's. */
const otherClockUs = 120_000_000;

/** The cursor to ask for. */
export const resumeAt = (place: Place, stream: string, wire: Wire): number => {
  const isSame = place.stream === stream && place.wire === wire;
  if (isSame && wire === 'v2' && place.seq !== null) return place.seq;
  if (isSame && place.timeUs !== null) return place.timeUs;
  return resumeByTime(place);
};

/** The latest moment before which nothing can have been missed; the oldest that the server has, where we know none. */
export const resumeByTime = (place: Place): number => {
  const byEvent = place.timeUs === null ? 0 : place.timeUs - otherServerUs;
  const byLife = place.aliveUs === null ? 0 : place.aliveUs - otherClockUs;
  return Math.max(byEvent, byLife, timeCursorFrom);
};
