/** RESPOND, publish: its part of the door. */
import type { Severity } from '#events';
import type { Asker } from '#platform';
import type { Manifest } from '#web';
import type { IncidentPanel } from '../panel.ts';
import type { DraftKind, Part } from './bytes.ts';
import type { StoryPost } from './checks/borrowed.ts';
import type { Flag } from './checks/flag.ts';
import type { Accounts, Answer, Lines, Step } from './register-door.ts';

export type { StoryPost } from './checks/borrowed.ts';
export type * from './register-door.ts';

export interface Wish {
  readonly incidentId: string | null;
  readonly kind: DraftKind;
  readonly purpose: string;
  readonly lang: string;
  readonly lineVersionId: string | null;
  readonly parts: readonly Part[];
  readonly targets: readonly { readonly accountId: string; readonly replyTo: string | null }[];
  readonly consents: readonly { readonly name: string; readonly because: string }[];
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly corrects: string | null;
  /** What of the desk it answers. Kept from the beginning; a later change leaves it. */
  readonly itemId?: string | null;
}

export interface Draft extends Wish {
  readonly id: string;
  readonly revision: number;
  readonly state: 'writing' | 'submitted' | 'withdrawn';
  readonly createdBy: string;
  readonly changedAt: Date;
  readonly changedBy: string;
  /** Whoever has had a hand in it. */
  readonly hands: readonly string[];
  readonly submission: Submission | null;
  readonly publications: readonly Publication[];
}

export interface Submission {
  readonly id: string;
  readonly draftId: string;
  readonly revision: number;
  readonly bytes: string;
  readonly accounts: readonly string[];
  readonly steps: readonly Step[];
  /** Counted from 0; null when none waits. */
  readonly waitingStep: number | null;
  readonly state: 'waiting' | 'approved' | 'released' | 'refused' | 'void';
  readonly isProactive: boolean;
  readonly startsAt: Date | null;
  readonly endsAt: Date;
  readonly submittedBy: string;
  readonly submittedAt: Date;
  readonly leavesByItself: boolean;
  readonly isLate: boolean;
  readonly endedBecause: string | null;
  readonly approvals: readonly Approval[];
  readonly links: readonly OutsideLink[];
}

export interface Approval {
  readonly step: number;
  readonly by: string;
  readonly at: Date;
  readonly decision: 'approved' | 'refused';
  readonly words: string;
  /** They were asked why nothing in it is a fact of a live case, and said why. */
  readonly explainsCase: boolean;
}

export interface OutsideLink {
  readonly id: string;
  readonly step: number;
  readonly name: string;
  readonly body: string;
  readonly madeBy: string;
  readonly endsAt: Date;
  readonly usedAt: Date | null;
}

export type PublicationState = 'due' | 'sending' | 'out' | 'failed' | 'unknown' | 'stopped';

export interface Publication {
  readonly id: string;
  readonly submissionId: string;
  readonly draftId: string;
  readonly incidentId: string | null;
  readonly accountId: string;
  readonly network: string;
  readonly handle: string;
  readonly part: number;
  readonly text: string;
  readonly state: PublicationState;
  readonly dueAt: Date;
  readonly until: Date;
  readonly attempts: number;
  readonly outAt: Date | null;
  readonly nativeId: string | null;
  readonly url: string | null;
  readonly code: string | null;
  readonly words: string | null;
  readonly corrects: string | null;
  readonly removedAt: Date | null;
  readonly removedBy: string | null;
  readonly removedBecause: string | null;
}

export interface Submitting {
  /** People who must all approve, by id, beside what the account asks for. */
  readonly named: readonly string[];
  readonly needsOutside: boolean;
  readonly leavesByItself: boolean;
  /** Only while this is its revision; left out: whichever it has. */
  readonly seen?: number;
}

/** drafts.ts, submit.ts, approve.ts */
export interface Drafts {
  /** `incidentId`: with what was written for incidents that were joined to it. */
  list(asker: Asker, filter?: { readonly incidentId?: string }): Promise<readonly Draft[]>;
  draft(asker: Asker, id: string): Promise<Draft | null>;
  /** How many wait for somebody's yes. */
  waiting(asker: Asker): Promise<number>;
  /** Refused where another draft answers the same item of the desk. */
  begin(asker: Asker, wish: Wish): Promise<Answer<string>>;
  /** The draft that answers this item of the desk, unless it was withdrawn. */
  ofItem(asker: Asker, itemId: string): Promise<Draft | null>;
  /**
   * `seen`: the revision that the writer saw; refused when somebody has changed the draft since. Answers the new one.
   * Whatever was approved of it before counts no more, and what has not left is stopped.
   */
  change(asker: Asker, id: string, seen: number, wish: Wish): Promise<Answer<number>>;
  /** Keeps a picture or film; answers its hash. */
  keepMedia(asker: Asker, bytes: Uint8Array, mime: string): Promise<Answer<string>>;
  media(asker: Asker, hash: string): Promise<{ readonly mime: string; readonly bytes: Uint8Array } | null>;
  /** What is to be looked at before it is put before others. */
  check(asker: Asker, wish: Wish): Promise<readonly Flag[]>;
  submit(asker: Asker, id: string, how: Submitting): Promise<Answer<string>>;
  withdraw(asker: Asker, id: string, because: string): Promise<Answer>;
  approve(asker: Asker, submissionId: string, words: string): Promise<Answer>;
  refuse(asker: Asker, submissionId: string, words: string): Promise<Answer>;
  /** Lets what was approved leave at its time; the wish of somebody who may publish. */
  release(asker: Asker, submissionId: string): Promise<Answer>;
  /** In an S1 incident the duty officer sends a line that was approved earlier, unchanged. Answers the submission. */
  sendLine(
    asker: Asker,
    given: {
      readonly incidentId: string;
      readonly lineVersionId: string;
      readonly targets: Wish['targets'];
      readonly purpose: string;
    },
  ): Promise<Answer<string>>;
  /** A link for somebody outside, shown once. */
  makeLink(
    asker: Asker,
    submissionId: string,
    given: { readonly name: string; readonly body: string },
  ): Promise<Answer<string>>;
  byLink(secret: string): Promise<{ readonly submission: Submission; readonly link: OutsideLink } | null>;
  decideByLink(secret: string, decision: 'approved' | 'refused', words: string): Promise<Answer>;
}

/** queue.ts, remove.ts */
export interface PostQueue {
  between(asker: Asker, from: Date, to: Date): Promise<readonly Publication[]>;
  publication(asker: Asker, id: string): Promise<Publication | null>;
  /** What stopped or failed and is not there goes back to its place, while its time lasts. */
  putBack(asker: Asker, id: string): Promise<Answer>;
  stopOne(asker: Asker, id: string, because: string): Promise<Answer>;
  /** Takes a post down, with a reason; what stood there is kept first. */
  remove(asker: Asker, id: string, because: string): Promise<Answer>;
  /** A draft that says what was wrong and links to it. Answers the draft. */
  correct(asker: Asker, id: string): Promise<Answer<string>>;
}

export interface Switch {
  readonly scope: 'all' | string;
  readonly stoppedAt: Date | null;
  readonly stoppedBy: string | null;
  readonly because: string | null;
  /** The incident for which it was stopped. */
  readonly incidentId: string | null;
}

/** stop.ts */
export interface Switches {
  all(asker: Asker): Promise<Switch>;
  /**
   * When this answers, nothing leaves any more. An incident can be named as the reason: `incidentId` is where it goes on, null
   * when it is over. `leaving`: how many were on the wire and gave no answer in time.
   */
  stop(
    asker: Asker,
    scope: string,
    because: string,
    incidentId?: string | null,
  ): Promise<Answer<{ readonly leaving: number; readonly incidentId: string | null }>>;
  start(asker: Asker, scope: string, because: string): Promise<Answer>;
}

export interface Election {
  readonly id: string;
  readonly name: string;
  readonly kind: 'election' | 'referendum';
  readonly nation: string;
  readonly area: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly addedBy: string;
}

/** elections.ts */
export interface Elections {
  list(asker: Asker): Promise<readonly Election[]>;
  add(asker: Asker, given: Omit<Election, 'id' | 'addedBy'>): Promise<Answer<string>>;
  /** By somebody other than who entered it. */
  remove(asker: Asker, id: string, because: string): Promise<Answer>;
}

/** What somebody said that is answered. */
export interface Said {
  readonly who: string;
  readonly text: string;
  readonly lang: string | null;
  readonly url: string | null;
}

/** What the rest of RESPOND lends the pages of publishing; each null where this asker may not see it. */
export interface PublishSeams {
  /** A desk item's words. */
  said(asker: Asker, itemId: string): Promise<Said | null>;
  /** An incident, with what is said in it: by these words lines are found, and these posts can be answered. */
  incident(
    asker: Asker,
    id: string,
  ): Promise<{
    readonly title: string;
    readonly severity: Severity;
    readonly words: string;
    readonly posts: readonly Answerable[];
    /** What must not be done with its posts; empty when nothing is forbidden. */
    readonly forbids: readonly ('reply' | 'embed')[];
    readonly isActiveCase: boolean;
  } | null>;
  /** Incidents that are not closed, also those that were stood down, as far as this asker may see them. */
  openIncidents(asker: Asker): Promise<readonly { readonly id: string; readonly title: string }[]>;
  /** All posts of the stories of an incident, as far as the program itself may see them. */
  posts(incidentId: string): Promise<readonly StoryPost[]>;
  /** What is on legal hold: incidents, and addresses of posts. */
  onHold(): Promise<{ readonly incidentIds: readonly string[]; readonly addresses: readonly string[] }>;
  /** Pictures and films of these posts that were captured, by the SHA-256 of their bytes, hexadecimal. */
  pictures(incidentId: string): Promise<readonly string[]>;
}

/** A post of a story of an incident. Its author is not named: we answer words, not a person. */
export interface Answerable {
  readonly network: string;
  /** By which the network finds it. */
  readonly address: string;
  readonly text: string;
  readonly lang: string | null;
}

export interface Publishing extends Omit<Manifest, 'name'> {
  readonly accounts: Accounts;
  readonly lines: Lines;
  readonly drafts: Drafts;
  readonly queue: PostQueue;
  readonly switches: Switches;
  readonly elections: Elections;
  /** What it shows on the incident's screen. */
  readonly panels: readonly IncidentPanel[];
  start(): void;
  stop(): Promise<void>;
}
