/** What passed by since the last commit: the beats that a source's heartbeat is learned from. */
import type { Health } from '#networks/contract';
import type { Beats } from './keep.ts';

export interface Progress {
  /** `seen`: when each post of the batch says that it was published. */
  add(seen: readonly Date[], health: Health, now: Date): void;
  /** Whether the place should be noted though nothing matched: it has been a while, or we turned blind or seeing. */
  isDue(now: Date): boolean;
  beats(now: Date): Beats;
  committed(now: Date): void;
}

/** Without anything to keep, the place in a busy stream is noted this often at most. */
const noteMs = 1_000;
/** One beat, however much came in it: some sources bring a day's posts in one go. */
const beatMs = 10_000;
/** Older posts are a backlog that is being caught up with, or what a source shows at once; they tell no rhythm. */
const backlogMs = 3_600_000;
/** A longer gap than this was no listening: the machine slept. */
const mostMinutes = 120;

export function buildProgress(start: Date, isFirstEver: boolean): Progress {
  let isFirstLook = isFirstEver;
  let isAnySeen = false;
  let beats = 0;
  let lastBeat = -1;
  let countedFrom = start;
  let notedAt = Number.NEGATIVE_INFINITY;
  let state = 'new';
  let notedState = '';
  let lastPostAt: Date | null = null;
  let seeingSince: Date | null = null;
  return {
    add: (seen, health, now) => {
      state = health.state === 'blind' ? `blind:${health.code}` : 'seeing';
      if (state === 'seeing') seeingSince ??= now;
      else seeingSince = null;
      // Time in which we could not see is not time in which nothing came.
      if (state !== 'seeing') countedFrom = now;
      if (seen.length > 0) {
        isAnySeen = true;
        lastPostAt = now;
        const isNews = !isFirstLook && seen.some((at) => at.getTime() > start.getTime() - backlogMs);
        const beat = Math.floor(now.getTime() / beatMs);
        if (isNews && beat !== lastBeat) {
          beats += 1;
          lastBeat = beat;
        }
      }
      isFirstLook = false;
    },
    isDue: (now) => state !== notedState || now.getTime() - notedAt >= noteMs,
    beats: (now) => ({
      isAnySeen,
      beats,
      // Hour of the week by UTC; the heartbeat only compares like with like.
      slot: now.getUTCDay() * 24 + now.getUTCHours(),
      minutes: Math.max(0, Math.min(mostMinutes, (now.getTime() - countedFrom.getTime()) / 60_000)),
      lastPostAt,
      seeingSince,
    }),
    committed: (now) => {
      isAnySeen = false;
      beats = 0;
      countedFrom = now;
      notedAt = now.getTime();
      notedState = state;
    },
  };
}
