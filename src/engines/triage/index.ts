/** The door of triage: what a post is about, how urgent, and why. The method and its limits are in DESIGN.md. */
export { buildTriage } from './judge.ts';
export type { ScorePoint, Severity, Spread, Triage, TriageContext, TriagePost, Verdict } from './verdict.ts';
