/**
 * The reader: opens the stream, goes on where it stopped, and yields what has come in batches, for ever.
 *
 * v2 first; where a server refuses it, v1, and v2 again an hour later. A break yields a blind batch at once and is
 * tried again with growing pauses. Nothing that the outside does ends the loop; only the signal does.
 */
import type { Batch, Happening, Health, NetworkTools, Reader } from '../network.ts';
import { type Connection, connect } from './connection.ts';
import type { Fault } from './faults.ts';
import { readPlace, resumeAt, resumeByTime, writePlace } from './place.ts';
import { lastKnown, readTaken, type State, type StreamSettings } from './progress.ts';
import { addressOf, timeCursorFrom, type Wire } from './wire.ts';

/** Most posts in one batch. */
const batchCount = 500;
/** How long a batch waits for company after its first post. */
const gatherMs = 50;
/** How often a quiet stream shows that it lives. */
const idleMs = 5_000;
const pingMs = 15_000;
const firstPauseMs = 500;
const longestPauseMs = 60_000;
const v1ForMs = 3_600_000;
/** How far back public v1 servers go; they begin later without a word when asked for more. */
const v1KeepsMs = 24 * 3_600_000;

const seeing: Health = { state: 'seeing' };

export const readJetstream = (settings: StreamSettings, tools: NetworkTools): Reader => ({
  async *read(cursor, signal) {
    const stored = readPlace(cursor);
    const nowUs = tools.now().getTime() * 1_000;
    const state: State = {
      place: stored ?? { stream: settings.stream, wire: 'v2', seq: null, timeUs: null, aliveUs: nowUs },
      isFromNow: stored === null,
      notes: [],
      v1UntilMs: 0,
      isByTime: false,
      isResumed: false,
      idleCount: 0,
      gapFrom: null,
      oversizeCount: 0,
    };
    if (cursor !== null && cursor !== '' && stored === null) {
      state.notes.push({ code: 'cursor', words: 'The note of where we stopped could not be read. We go on from now.' });
    }
    let failures = 0;
    while (!signal.aborted) {
      const opened = await open(settings, state, tools, signal);
      if (signal.aborted) return;
      let fault: Fault | null = opened.ok ? null : opened.fault;
      if (opened.ok) {
        const { connection, wire } = opened;
        try {
          yield batch(state, [], seeing);
          for (;;) {
            const taken = await connection.take(batchCount, gatherMs, Math.min(idleMs, tools.pollMs));
            if (signal.aborted) return;
            const read = readTaken(taken, wire, settings, state, tools.now());
            if (taken.frames.length > 0) failures = 0;
            fault = read.fault ?? taken.end;
            // Everything that came before the break is handed over first.
            if (read.happenings.length > 0 || fault === null) yield batch(state, read.happenings, seeing);
            if (fault !== null) break;
          }
        } finally {
          connection.close();
        }
      }
      if (signal.aborted || fault === null) return;
      yield batch(state, [], { state: 'blind', code: fault.code, words: fault.words });
      failures += 1;
      await tools.wait(fault.waitMs ?? pauseMs(failures, tools), signal);
    }
  },
});

/** Doubles up to a minute; between half and all of it by chance, so that not everybody comes back at once. */
const pauseMs = (failures: number, tools: NetworkTools): number => {
  const longest = Math.min(Math.min(firstPauseMs, tools.pollMs) * 2 ** Math.min(failures - 1, 20), longestPauseMs);
  return longest * (0.5 + tools.chance() / 2);
};

const batch = (state: State, happenings: readonly Happening[], health: Health): Batch => {
  const notes = state.notes;
  state.notes = [];
  return { happenings, cursor: writePlace(state.place), health, nextLook: null, notes };
};

type OpenResult =
  | { readonly ok: true; readonly connection: Connection; readonly wire: Wire }
  | { readonly ok: false; readonly fault: Fault };

/** Opens the best wire that the server offers, at the place where reading stopped. */
const open = async (
  settings: StreamSettings,
  state: State,
  tools: NetworkTools,
  signal: AbortSignal,
): Promise<OpenResult> => {
  const nowMs = tools.now().getTime();
  const cursorFor = (wire: Wire): number | null => {
    if (state.isFromNow) return null;
    return state.isByTime ? resumeByTime(state.place) : resumeAt(state.place, settings.stream, wire);
  };
  const tryWire = (wire: Wire, cursor: number | null) =>
    connect(
      addressOf(settings.stream, wire, settings.dids, cursor),
      Math.min(pingMs, tools.pollMs * 20),
      tools,
      signal,
    );
  const v2Cursor = cursorFor('v2');
  const v1Cursor = cursorFor('v1');
  // A first try that fails must not skip what happens until the next one.
  state.isFromNow = false;

  if (nowMs >= state.v1UntilMs) {
    state.idleCount = 0;
    let opened = await tryWire('v2', v2Cursor);
    state.isResumed = v2Cursor !== null && v2Cursor < timeCursorFrom;
    if (!opened.ok && opened.status === 400 && opened.answer.includes('CursorTooOld')) {
      state.isResumed = false;
      opened = await tryWire('v2', resumeByTime(state.place));
    }
    if (opened.ok) return { ok: true, connection: opened.connection, wire: 'v2' };
    // Faults of the line or of the whole server are not a refusal of this wire.
    const isRefusal = opened.status !== null && opened.status >= 400 && opened.status < 500 && opened.status !== 429;
    if (!isRefusal || signal.aborted) return { ok: false, fault: opened.fault };
  }

  state.isResumed = false;
  const opened = await tryWire('v1', v1Cursor);
  if (!opened.ok) {
    state.v1UntilMs = 0;
    return { ok: false, fault: opened.fault };
  }
  if (state.v1UntilMs === 0) {
    state.notes.push({
      code: 'older-wire',
      words: 'This server does not offer the newer kind of stream, so we read the older kind.',
    });
  }
  state.v1UntilMs = nowMs + v1ForMs;
  if (v1Cursor !== null) noteOldV1(state, nowMs);
  return { ok: true, connection: opened.connection, wire: 'v1' };
};

/** v1 servers begin later than asked without saying so. */
const noteOldV1 = (state: State, nowMs: number): void => {
  const known = lastKnown(state.place);
  if (nowMs - known.getTime() > v1KeepsMs) state.gapFrom = known;
};
