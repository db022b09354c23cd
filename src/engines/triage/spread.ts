/** Judges a story again once it has gone far: may add T14 and raise, never lowers (domain rules, section C, spread triggers). */
import { stricter } from './severity.table.ts';
import type { ScorePoint, Severity, Spread, Verdict } from './verdict.ts';

/** Codes whose stories can become fast-spreading criticism. */
const CAN_SPREAD = new Set(['T11', 'T13', 'T14', 'T15', 'T16', 'T17', 'T22', 'T23', 'T24', 'T25']);

/** No usual rate is known here, so the triggers of 2, 3 and 6 times a quiet base are written as posts in the last hour. */
export const SPREAD = {
  alertLastHour: 15,
  alertReach: 50_000,
  alertPress: 2,
  highLastHour: 60,
  highReach: 500_000,
  highPress: 5,
  fewPosts: 3,
} as const;

const FLOOR: Readonly<Record<Severity, number>> = { S1: 80, S2: 60, S3: 40, S4: 20, S5: 0 };

export function spread(verdict: Verdict, { posts, lastHour, reach, press }: Spread): Verdict {
  if (!CAN_SPREAD.has(verdict.code)) return verdict;
  const reasons: string[] = [];
  let level: Severity = 'S5';
  const because = (isSo: boolean, severity: Severity, words: string) => {
    if (!isSo) return;
    level = stricter(level, severity);
    reasons.push(words);
  };
  if (lastHour >= SPREAD.highLastHour) because(true, 'S2', `${lastHour} posts in the last hour`);
  else because(lastHour >= SPREAD.alertLastHour, 'S3', `${lastHour} posts in the last hour`);
  if (reach >= SPREAD.highReach && posts >= SPREAD.fewPosts)
    because(true, 'S2', `seen by accounts with ${reach.toLocaleString('en-GB')} followers`);
  else because(reach >= SPREAD.alertReach, 'S3', `seen by accounts with ${reach.toLocaleString('en-GB')} followers`);
  if (press >= SPREAD.highPress) because(true, 'S2', `${press} posts by the press`);
  else because(press >= SPREAD.alertPress, 'S3', `${press} posts by the press`);
  if (reasons.length === 0) return verdict;
  const severity = stricter(verdict.severity, level);
  const raise = Math.max(0, FLOOR[severity] + 10 - verdict.score);
  const point: ScorePoint = {
    points: raise,
    code: 'T14',
    words: `Spreading fast: ${reasons.join(', ')}. How far it will go is not certain`,
    found: [],
  };
  // Ordinary criticism that spreads is T14; a complaint or a claim keeps its own team and gets T14 beside it.
  const becomes = verdict.code === 'T15' || verdict.code === 'T11' ? 'T14' : verdict.code;
  const also = becomes === 'T14' ? verdict.also : [...new Set([...verdict.also, 'T14'])];
  return {
    ...verdict,
    code: becomes,
    also: also.filter((code) => code !== becomes),
    severity,
    score: Math.min(100, verdict.score + raise),
    points: [...verdict.points, point],
  };
}
