/** POLICY: what are our own rules, what do they not say yet, and how do they change? The door that others are handed. */
import type { Asker, Tx } from '#platform';
import type { Manifest, Problem } from '#web';

/** Done, or what is wrong: each with the field of the form, '' where it is about the whole. */
export type Done<T = null> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A day by the calendar in the United Kingdom, such as `2026-11-24`. */
export type Day = string;

export interface Principle {
  readonly number: number;
  readonly title: string;
  readonly words: string;
  /** Grows with every change; a form hands back the one that it was filled from. */
  readonly edition: number;
}

export interface Clause extends Principle {
  /** Null only in the starter text: nobody has taken it on yet. */
  readonly ownerId: string | null;
  readonly reason: string;
  /** In law or guidance. */
  readonly source: string;
  readonly reviewOn: Day;
  /** Numbers of scenarios in the bank. */
  readonly scenarios: readonly number[];
  /** Set when the clause does not hold any more; its number is not given again. */
  readonly retiredBecause: string | null;
}

export interface VersionLine {
  readonly id: string;
  /** Null until it is adopted. */
  readonly number: number | null;
  readonly state: 'draft' | 'asked' | 'adopted' | 'dropped';
  /** `starter`: it came with Foreword and nobody was consulted. */
  readonly kind: 'starter' | 'written';
  readonly title: string;
  readonly baseId: string | null;
  readonly begunBy: string;
  readonly begunAt: Date;
  readonly adoptedBy: string | null;
  readonly adoptedAt: Date | null;
  readonly inForceFrom: Day | null;
  readonly whatChanged: string;
  /** Grows with every change of the text; whoever adopts names the one that they read. */
  readonly revision: number;
  /** Everybody who wrote in it: none of them adopts it. */
  readonly writers: readonly string[];
}

export interface Version extends VersionLine {
  readonly equalityNote: string;
  readonly notConsultedBecause: string;
  readonly principles: readonly Principle[];
  /** By number, the retired ones among them. */
  readonly clauses: readonly Clause[];
  readonly consultations: readonly {
    readonly id: string;
    readonly at: Date;
    readonly by: string;
    readonly who: string;
    readonly said: string;
  }[];
  readonly steps: readonly {
    readonly at: Date;
    readonly by: string;
    readonly what: StepKind;
    readonly words: string;
  }[];
  /** The gaps that it is to close. */
  readonly gapIds: readonly string[];
}

export type StepKind = 'begun' | 'updated' | 'asked' | 'taken-back' | 'sent-back' | 'adopted' | 'dropped';

/** src/capabilities/policy/versions.ts. */
export interface Versions {
  /** What holds on that day, today unless told; null before there was any. The same answer for ever for a day that is over. */
  inForce(asker: Asker, day?: Day): Promise<Version | null>;
  version(asker: Asker, id: string): Promise<Version | null>;
  /** The newest first. */
  list(asker: Asker): Promise<readonly VersionLine[]>;
  /** How one clause read in each adopted version that changed it, the newest first. */
  history(asker: Asker, number: number): Promise<readonly { readonly version: VersionLine; readonly clause: Clause }[]>;
  /** Today in the United Kingdom. */
  today(): Day;
  isPublic(): Promise<boolean>;
  /** Whether people outside may read the policy in force. */
  setPublic(asker: Asker, isPublic: boolean): Promise<void>;
}

export type ClauseText = Pick<Clause, 'title' | 'words' | 'reason' | 'source' | 'reviewOn' | 'scenarios'> & {
  readonly ownerId: string;
};

/** src/capabilities/policy/drafts.ts: whoever does any of this is a writer of the draft from then on. */
export interface Drafts {
  /** A copy of the newest adopted version. Clauses without an owner become the beginner's. */
  begin(asker: Asker, title: string): Promise<Done<string>>;
  changeClause(asker: Asker, id: string, number: number, edition: number, text: ClauseText): Promise<Done>;
  /** Answers its number, which was never used before. */
  addClause(asker: Asker, id: string, text: ClauseText): Promise<Done<number>>;
  /** A clause that is new in this draft goes altogether; its number stays used. */
  retireClause(asker: Asker, id: string, number: number, because: string): Promise<Done>;
  /** Only what this draft retired. */
  bringBack(asker: Asker, id: string, number: number): Promise<Done>;
  changePrinciple(
    asker: Asker,
    id: string,
    number: number,
    edition: number,
    text: Pick<Principle, 'title' | 'words'>,
  ): Promise<Done>;
  saveNotes(
    asker: Asker,
    id: string,
    notes: Pick<Version, 'title' | 'whatChanged' | 'equalityNote' | 'notConsultedBecause'>,
  ): Promise<Done>;
  addConsultation(asker: Asker, id: string, who: string, said: string): Promise<Done>;
  removeConsultation(asker: Asker, id: string, consultationId: string): Promise<Done>;
  /** Which open gaps it is to close when it is adopted. */
  answerGaps(asker: Asker, id: string, gapIds: readonly string[]): Promise<Done>;
  /**
   * Takes over what was adopted since it was begun. Answers the numbers of the clauses that both changed: there the
   * draft's own words stay, for a person to look at.
   */
  update(asker: Asker, id: string): Promise<Done<readonly number[]>>;
}

/** src/capabilities/policy/adoption.ts: asked for by one, done by another. */
export interface Adoption {
  /** What still stands between the draft and asking, in words; nothing when it is ready. */
  missing(asker: Asker, id: string): Promise<readonly string[]>;
  ask(asker: Asker, id: string, words: string): Promise<Done>;
  takeBack(asker: Asker, id: string): Promise<Done>;
  sendBack(asker: Asker, id: string, words: string): Promise<Done>;
  /** Answers its number. `revision` is the one that was read; `from` is today or later. */
  adopt(
    asker: Asker,
    id: string,
    given: { readonly revision: number; readonly words: string; readonly from: Day },
  ): Promise<Done<number>>;
  drop(asker: Asker, id: string, words: string): Promise<Done>;
}

export type GapSource = 'incident' | 'staff' | 'question' | 'refusal' | 'case' | 'survey';

export interface NewGap {
  readonly from: GapSource;
  /** Of the thing it came from, such as an incident; null where there is none. */
  readonly about: string | null;
  /** What the policy does not say. */
  readonly words: string;
  /** The clause that falls short, `none` where no clause fits; left out where nobody has said yet. */
  readonly tag?: number | 'none' | null;
}

export interface Gap {
  readonly id: string;
  readonly from: GapSource;
  readonly about: string | null;
  readonly words: string;
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly tag: number | 'none' | null;
  readonly state: 'open' | 'closed';
  readonly closedBy: string | null;
  readonly closedAt: Date | null;
  readonly closedBecause: string | null;
  /** The version that closed it. */
  readonly closedVersionId: string | null;
}

export interface ReviewTask {
  readonly id: string;
  readonly tag: number | 'none';
  /** How many gaps in 90 days opened it. */
  readonly gaps: number;
  readonly openedAt: Date;
  readonly state: 'open' | 'done';
  readonly doneBy: string | null;
  readonly doneAt: Date | null;
  readonly outcome: string | null;
}

/** src/capabilities/policy/gaps.ts. */
export interface Gaps {
  /** Anybody on the staff, and parts of the house. Answers its id. */
  open(asker: Asker, given: NewGap): Promise<Done<string>>;
  /** The same as part of the caller's transaction, which must be `asker`'s. */
  openIn(tx: Tx, asker: Asker, given: NewGap): Promise<Done<string>>;
  /** One's own, and all for those who answer for the policy; the newest first. */
  list(asker: Asker, state?: Gap['state']): Promise<readonly Gap[]>;
  gap(asker: Asker, id: string): Promise<Gap | null>;
  tag(asker: Asker, id: string, tag: number | 'none'): Promise<Done>;
  /** By a version that is adopted, or a reason. */
  close(asker: Asker, id: string, how: { readonly versionId: string } | { readonly because: string }): Promise<Done>;
  /** Three gaps with one tag in 90 days. */
  tasks(asker: Asker): Promise<readonly ReviewTask[]>;
  finishTask(asker: Asker, id: string, outcome: string): Promise<Done>;
}

export interface Due {
  readonly clause: Clause;
  readonly dueOn: Day;
  readonly isOverdue: boolean;
  /** The last look at the clause as it stands now. */
  readonly last: Review | null;
}

export interface Review {
  readonly at: Date;
  readonly by: string;
  readonly words: string;
  readonly nextOn: Day;
}

/** src/capabilities/policy/reviews.ts. */
export interface Reviews {
  /** Every clause in force with the day of its next review, the nearest first. */
  calendar(asker: Asker): Promise<readonly Due[]>;
  /** Of one clause, the newest first. */
  reviews(asker: Asker, number: number): Promise<readonly Review[]>;
  /** The clause was looked at and is still right: by its owner or a policy owner. */
  review(asker: Asker, number: number, given: { readonly words: string; readonly nextOn: Day }): Promise<Done>;
}

export interface Policy extends Manifest {
  readonly versions: Versions;
  readonly drafts: Drafts;
  readonly adoption: Adoption;
  readonly gaps: Gaps;
  readonly reviews: Reviews;
  start(): void;
  stop(): Promise<void>;
}
