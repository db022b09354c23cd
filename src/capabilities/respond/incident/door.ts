/** RESPOND, incidents: their part of the door. */
import type { Evidence } from '#assure';
import type { Severity } from '#events';
import type { Asker } from '#platform';
import type { Answer } from '#watch';
import type { Manifest } from '#web';

export type IncidentState = 'open' | 'stood-down' | 'closed' | 'merged';
export type IncidentRole = 'lead' | 'deputy' | 'recorder' | 'approver';
export type ClockKind = 'acknowledge' | 'decide' | 'holding-line' | 'fuller-line' | 'update';
export type PauseReason = 'police' | 'court' | 'safety' | 'other-body' | 'facts';

export interface Incident {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  /** The play it follows, as it stood when it was started. */
  readonly kind: string;
  readonly playVersion: number;
  readonly play: Play;
  readonly severity: Severity;
  readonly state: IncidentState;
  /** A court case is live: no facts of it may be said. */
  readonly isActiveCase: boolean;
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly stoodDownAt: Date | null;
  readonly closedAt: Date | null;
  readonly mergedInto: string | null;
  readonly splitFrom: string | null;
  /** Who holds which role now. */
  readonly roles: Readonly<Partial<Record<IncidentRole, string>>>;
}

/** What is forbidden in an incident of a kind, told with its events: no reply to its posts, no quoting of them. */
export type Forbidden = 'reply' | 'embed';

export interface PlayStep {
  /** Stays the same through all versions. */
  readonly key: string;
  readonly words: string;
  /** From the start of the play. Null: no time is set. */
  readonly minutes: number | null;
  readonly role: IncidentRole | 'anybody';
}

export interface Play {
  readonly name: string;
  /** When it fits, in words. */
  readonly when: string;
  /** Triage codes that propose it. */
  readonly codes: readonly string[];
  readonly steps: readonly PlayStep[];
  /** Who is told, in order. */
  readonly tell: readonly string[];
  readonly mustNot: readonly string[];
  /** Holding lines to think of; none may be sent unless it was approved. */
  readonly lines: readonly string[];
  readonly forbids: readonly Forbidden[];
}

export interface KeptPlay {
  readonly slug: string;
  readonly version: number;
  readonly play: Play;
  readonly by: string;
  readonly at: Date;
  /** Why it was changed. */
  readonly words: string;
}

export interface Plays {
  /** The version in force of each, in order of name. */
  list(asker: Asker): Promise<readonly KeptPlay[]>;
  /** Every version, newest first. */
  versions(asker: Asker, slug: string): Promise<readonly KeptPlay[]>;
  /** The play that fits these codes best. */
  fitting(asker: Asker, codes: readonly string[]): Promise<KeptPlay>;
  change(asker: Asker, slug: string, play: Play, words: string): Promise<Answer<number>>;
}

export interface IncidentClock {
  readonly id: string;
  readonly kind: ClockKind;
  readonly startsAt: Date;
  readonly dueAt: Date;
  readonly isRoundTheClock: boolean;
  readonly state: 'running' | 'paused' | 'done' | 'dropped';
  readonly missedAt: Date | null;
  readonly endedAt: Date | null;
  readonly endedBecause: string | null;
  /** Of a clock that stands still. */
  readonly pause: { readonly because: PauseReason; readonly words: string; readonly at: Date } | null;
}

export interface Task {
  readonly id: string;
  readonly step: string | null;
  readonly words: string;
  readonly forRole: IncidentRole | 'anybody';
  readonly dueAt: Date | null;
  readonly ownerId: string | null;
  readonly state: 'open' | 'done' | 'not-needed';
  readonly missedAt: Date | null;
  readonly endedBy: string | null;
  readonly endedAt: Date | null;
  readonly endedBecause: string | null;
}

export interface LoggedDecision {
  readonly id: string;
  readonly at: Date;
  readonly by: string;
  readonly facts: string;
  readonly options: string;
  readonly decided: string;
  readonly reason: string;
}

export interface Moment {
  readonly id: string;
  /** The incident that it was written in: after a merge or a split another than the one that is shown. */
  readonly incidentId: string;
  readonly at: Date;
  readonly by: string;
  readonly what: string;
  readonly words: string;
  readonly facts: Readonly<Record<string, string>>;
}

export interface LinkedSignal {
  readonly signalId: string;
  readonly severity: Severity;
  readonly code: string;
  readonly joinedAt: Date;
}

export interface Lesson {
  readonly id: string;
  readonly incidentId: string;
  readonly happened: string;
  readonly learnt: string;
  readonly ownerId: string | null;
  /** `2026-12-01`. */
  readonly dueOn: string | null;
  readonly nothingBecause: string | null;
  readonly gapId: string | null;
  readonly by: string;
  readonly at: Date;
  readonly doneAt: Date | null;
}

export interface HandoverNote {
  readonly id: string;
  readonly at: Date;
  readonly by: string;
  readonly toId: string;
  readonly words: string;
  /** What was open when it was written. */
  readonly open: { readonly clocks: number; readonly tasks: readonly string[] };
  readonly takenAt: Date | null;
}

export interface NewIncident {
  /** Null: the name of its play. */
  readonly title: string | null;
  readonly kind: string;
  readonly severity: Severity;
  readonly words: string;
  readonly signalIds: readonly string[];
}

export interface NewLesson {
  readonly happened: string;
  readonly learnt: string;
  readonly ownerId: string;
  readonly dueOn: string;
  /** Whether our rules did not cover it. */
  readonly opensGap: boolean;
}

export interface Incidents extends Omit<Manifest, 'name'> {
  list(asker: Asker, states?: readonly IncidentState[]): Promise<readonly Incident[]>;
  incident(asker: Asker, id: string): Promise<Incident | null>;
  /** It, and all that was joined to it and to these. */
  parts(asker: Asker, id: string): Promise<readonly string[]>;
  /** The incident in which this signal is now, or else the last that it was in until that was closed. */
  ofSignal(asker: Asker, signalId: string): Promise<Incident | null>;
  signals(asker: Asker, id: string): Promise<readonly LinkedSignal[]>;
  clocks(asker: Asker, id: string): Promise<readonly IncidentClock[]>;
  tasks(asker: Asker, id: string): Promise<readonly Task[]>;
  decisions(asker: Asker, id: string): Promise<readonly LoggedDecision[]>;
  /** With what was merged into it and what it was split from, in order of time. */
  timeline(asker: Asker, id: string): Promise<readonly Moment[]>;
  lessons(asker: Asker, id?: string): Promise<readonly Lesson[]>;
  handovers(asker: Asker, id: string): Promise<readonly HandoverNote[]>;

  open(asker: Asker, given: NewIncident): Promise<Answer<string>>;
  link(asker: Asker, id: string, signalId: string): Promise<Answer>;
  /** Takes signals out into an incident of their own. Answers the new one. */
  split(asker: Asker, id: string, signalIds: readonly string[], title: string): Promise<Answer<string>>;
  merge(asker: Asker, id: string, into: string, reason: string): Promise<Answer>;
  retitle(asker: Asker, id: string, title: string): Promise<Answer>;
  setSeverity(asker: Asker, id: string, severity: Severity, reason: string): Promise<Answer>;
  setActiveCase(asker: Asker, id: string, isActive: boolean, reason: string): Promise<Answer>;
  changePlay(asker: Asker, id: string, slug: string, reason: string): Promise<Answer>;
  give(asker: Asker, id: string, role: IncidentRole, personId: string): Promise<Answer>;
  acknowledge(asker: Asker, id: string): Promise<Answer>;
  /** A line is out, or a clock is done in another way; or it is not needed because. */
  endClock(asker: Asker, id: string, clockId: string, how: 'done' | 'dropped', words: string): Promise<Answer>;
  pause(asker: Asker, id: string, clockId: string, because: PauseReason, words: string): Promise<Answer>;
  resume(asker: Asker, id: string, clockId: string): Promise<Answer>;
  addTask(asker: Asker, id: string, words: string, minutes: number | null): Promise<Answer>;
  claimTask(asker: Asker, id: string, taskId: string): Promise<Answer>;
  endTask(asker: Asker, id: string, taskId: string, how: 'done' | 'not-needed', because: string): Promise<Answer>;
  decide(
    asker: Asker,
    id: string,
    given: { readonly facts: string; readonly options: string; readonly decided: string; readonly reason: string },
  ): Promise<Answer>;
  /** `isUpdate`: it is the regular update on how things stand, and the clock for the next begins. */
  note(asker: Asker, id: string, words: string, isUpdate: boolean): Promise<Answer>;
  handOver(asker: Asker, id: string, toId: string, words: string): Promise<Answer>;
  takeOver(asker: Asker, id: string, noteId: string): Promise<Answer>;
  standDown(asker: Asker, id: string, reason: string): Promise<Answer>;
  addLesson(asker: Asker, id: string, given: NewLesson): Promise<Answer<string>>;
  nothingLearnt(asker: Asker, id: string, because: string): Promise<Answer>;
  lessonDone(asker: Asker, lessonId: string): Promise<Answer>;
  /** Refused without a lesson or a plain "nothing learnt, because". */
  close(asker: Asker, id: string): Promise<Answer>;

  /** Asks for every post of its stories that is not there yet. Answers how many were asked for. */
  captureEvidence(asker: Asker, id: string): Promise<Answer<number>>;
  evidence(asker: Asker, id: string): Promise<readonly Evidence[]>;

  readonly plays: Plays;
  start(): void;
  stop(): Promise<void>;
}
