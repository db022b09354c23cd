/**
 * The two ways in which a Jetstream speaks: what to ask for, and how to read one frame.
 *
 * v2: lexicon network.bsky.jetstream.subscribeEvents (2026), one counter (`seq`), honest about what it has forgotten.
 * v1: `/subscribe`, kept as it was for older readers and older servers, resumed by microseconds since 1970.
 * Both give the event at the cursor again, so what is read is read at least once.
 */
import { type Commit, postCollection } from './map.ts';
import { object, text } from './shapes.ts';

export type Wire = 'v1' | 'v2';

/** Cursors from here on are microseconds since 1970, below it they are sequence numbers; the same rule on both wires. */
export const timeCursorFrom = 1e15;

/** A post record is a few thousand bytes. Larger ones are left out by the server, or by us where it does not. */
export const maxFrameBytes = 1_000_000;

export const addressOf = (stream: string, wire: Wire, dids: readonly string[], cursor: number | null): string => {
  const url = new URL(stream);
  url.pathname = wire === 'v2' ? '/xrpc/network.bsky.jetstream.subscribeEvents' : '/subscribe';
  url.search = '';
  const ask = (name: string, value: string) => url.searchParams.append(name, value);
  if (wire === 'v2') ask('kinds', 'commit');
  ask(wire === 'v2' ? 'collections' : 'wantedCollections', postCollection);
  for (const did of dids) ask(wire === 'v2' ? 'dids' : 'wantedDids', did);
  ask('maxMessageSizeBytes', String(maxFrameBytes));
  if (cursor !== null) ask('cursor', String(cursor));
  return url.href;
};

export type Frame =
  | { readonly kind: 'commit'; readonly seq: number | null; readonly timeUs: number | null; readonly commit: Commit }
  /** Of another kind, but it tells how far the stream has come. */
  | { readonly kind: 'other'; readonly timeUs: number | null }
  /** Our cursor was older than what the server keeps: it began with the oldest it has. */
  | { readonly kind: 'outdated' }
  /** The server is about to close, and says why. */
  | { readonly kind: 'error'; readonly name: string }
  | { readonly kind: 'malformed' };

const malformed: Frame = { kind: 'malformed' };

/** Reads one frame. Never throws. */
export const readFrame = (bytes: Uint8Array, wire: Wire): Frame => {
  if (bytes.length > maxFrameBytes) return malformed;
  const told = object(parse(bytes));
  if (told === null) return malformed;
  return wire === 'v2' ? readV2(told) : readV1(told);
};

const parse = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch {
    // Also for nesting so deep that the parser runs out of room.
    return null;
  }
};

const readV2 = (told: Readonly<Record<string, unknown>>): Frame => {
  if (told.$type === 'error') return { kind: 'error', name: text(told.error).slice(0, 100) };
  const payload = object(told.payload);
  if (told.$type !== 'message' || payload === null) return malformed;
  const type = text(payload.$type);
  const kind = type.slice(type.indexOf('#') + 1);
  if (kind === 'info')
    return payload.name === 'OutdatedCursor' ? { kind: 'outdated' } : { kind: 'other', timeUs: null };
  const timeUs = microsecondsOf(payload.time);
  if (kind !== 'commit') return kind === '' ? malformed : { kind: 'other', timeUs };
  const { seq, did, operation, collection, rkey, cid, record } = payload;
  if (!isSeq(seq)) return malformed;
  return {
    kind: 'commit',
    seq,
    timeUs,
    commit: { did, operation, collection, rkey, cid, record, seenAt: seenAt(timeUs) },
  };
};

const readV1 = (told: Readonly<Record<string, unknown>>): Frame => {
  const timeUs = isTimeUs(told.time_us) ? told.time_us : null;
  if (typeof told.kind !== 'string') return malformed;
  if (told.kind !== 'commit') return { kind: 'other', timeUs };
  const commit = object(told.commit);
  if (commit === null) return malformed;
  const { operation, collection, rkey, cid, record } = commit;
  const seq = isSeq(told.cursor) ? told.cursor : null;
  return {
    kind: 'commit',
    seq,
    timeUs,
    commit: { did: told.did, operation, collection, rkey, cid, record, seenAt: seenAt(timeUs) },
  };
};

export const isSeq = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < timeCursorFrom;

// Up to the year 2286: a later time is a fault, and as a cursor it would skip everything.
export const isTimeUs = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= timeCursorFrom && (value as number) < 1e16;

const microsecondsOf = (time: unknown): number | null => {
  if (typeof time !== 'string' || time.length > 40) return null;
  // Whole milliseconds are enough: the cursor is inclusive, so a little early is right.
  const timeUs = Date.parse(time) * 1_000;
  return isTimeUs(timeUs) ? timeUs : null;
};

const seenAt = (timeUs: number | null): Date => new Date(timeUs === null ? Number.NaN : Math.floor(timeUs / 1_000));
