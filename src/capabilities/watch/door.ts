/** WATCH: what is being said about us, now. The door that other capabilities and the web are handed. */
import type { Verdict } from '#engines/triage';
import type { EscalationRoute, Severity } from '#events';
import type { NetworkPost } from '#networks/contract';
import type { Asker, Tx } from '#platform';
import type { Manifest } from '#web';
import type { PagedCode } from './alert-wording.ts';
import type { Trimmed } from './post.ts';

export type SignalState = 'new' | 'claimed' | 'watching' | 'set-aside' | 'escalated' | 'merged' | 'note';
export type AuthorClass = 'public' | 'press' | 'official' | 'staff' | 'ex-staff' | 'anonymous' | 'parody';
export type LockedTo = 'guardian' | 'care' | null;

/** One point of a score with its reason. */
export interface ScorePoint {
  /** May be negative. All points add up to the score, cut to 0 to 100. */
  readonly points: number;
  readonly code: string;
  /** A plain sentence: "Says that a building will be attacked". */
  readonly words: string;
  /** The words in the post that gave the point. */
  readonly found: readonly string[];
}

export interface Signal {
  readonly id: string;
  readonly gist: string;
  readonly lang: string | null;
  readonly code: string;
  readonly also: readonly string[];
  readonly severity: Severity;
  readonly score: number;
  readonly reasons: readonly ScorePoint[];
  readonly state: SignalState;
  readonly lockedTo: LockedTo;
  readonly posts: number;
  readonly reach: number;
  readonly networks: readonly string[];
  readonly watchIds: readonly string[];
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly raisedAt: Date;
  readonly claimedBy: string | null;
  readonly acknowledgeBy: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly decideBy: Date | null;
  readonly decidedAt: Date | null;
  readonly mergedInto: string | null;
}

export interface KeptPost {
  readonly id: string;
  readonly network: string;
  readonly nativeId: string | null;
  readonly kind: string;
  readonly url: string | null;
  /** Null where the author is not kept. */
  readonly author: { readonly handle: string; readonly name: string | null; readonly followers: number | null } | null;
  readonly authorClass: AuthorClass;
  readonly title: string;
  readonly text: string;
  readonly lang: string | null;
  readonly links: readonly string[];
  /** Where its pictures and films lie, as far as that is kept. */
  readonly pictures: readonly string[];
  readonly publishedAt: Date;
  readonly seenAt: Date;
  /** Not there any more when we looked. */
  readonly goneAt: Date | null;
  readonly isCopy: boolean;
  readonly observations: readonly Observation[];
}

export interface Observation {
  readonly at: Date;
  readonly seen: 'first' | 'edited' | 'not-there' | 'there-again';
  readonly text: string | null;
}

export interface Decision {
  readonly at: Date;
  readonly by: string;
  readonly what: string;
  readonly words: string;
}

export interface SignalFilter {
  readonly states?: readonly SignalState[];
  readonly severities?: readonly Severity[];
  readonly codes?: readonly string[];
  readonly network?: string;
  readonly watchId?: string;
  /** Words to look for in the gist and the posts. */
  readonly words?: string;
  readonly claimedBy?: string;
  readonly limit?: number;
}

/** Done, or the sentence that says why not. */
export type Answer<T = null> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly because: string };

/** src/capabilities/watch/signal-store.ts and triage.ts. */
export interface Signals {
  list(asker: Asker, filter: SignalFilter): Promise<readonly Signal[]>;
  signal(asker: Asker, id: string): Promise<Signal | null>;
  posts(asker: Asker, signalId: string): Promise<readonly KeptPost[]>;
  post(asker: Asker, id: string): Promise<KeptPost | null>;
  decisions(asker: Asker, signalId: string): Promise<readonly Decision[]>;
  claim(asker: Asker, id: string): Promise<Answer>;
  release(asker: Asker, id: string): Promise<Answer>;
  setAside(asker: Asker, id: string, reason: string): Promise<Answer>;
  keepWatching(asker: Asker, id: string, reason: string): Promise<Answer>;
  /** Answers the id of the referral. Care is asked first; a possible disclosure never goes to standards. */
  escalate(asker: Asker, id: string, to: EscalationRoute, reason: string): Promise<Answer<string>>;
  reopen(asker: Asker, id: string, reason: string): Promise<Answer>;
  /** Takes posts out into a story of their own; remembered for posts to come. Answers the new signal. */
  split(asker: Asker, id: string, postIds: readonly string[]): Promise<Answer<string>>;
  merge(asker: Asker, id: string, into: string): Promise<Answer>;
  /** A person's severity and code stand over the machine's. */
  judge(asker: Asker, id: string, severity: Severity, code: string, reason: string): Promise<Answer>;
  /** Anybody who triages locks it to the guardian; only the guardian releases. */
  lock(asker: Asker, id: string, to: 'guardian' | 'care', reason: string): Promise<Answer>;
  unlock(asker: Asker, id: string, reason: string): Promise<Answer>;
  referrals(asker: Asker): Promise<readonly Referral[]>;
  closeReferral(asker: Asker, id: string, outcome: string): Promise<Answer>;
  /** Opening an author's profile counts; after two views in one signal it is refused (domain rule A8). */
  openProfile(asker: Asker, signalId: string, postId: string): Promise<Answer<string>>;
  /** The address of the post while a look that was counted lasts (a minute); null otherwise. Counts nothing itself. */
  openedProfile(asker: Asker, signalId: string, postId: string): Promise<string | null>;
  counts(asker: Asker): Promise<Readonly<Record<Severity, number>>>;
  /** The last 24 hours by hour and severity, for the strip. */
  day(asker: Asker): Promise<readonly { readonly hour: Date; readonly counts: Readonly<Record<Severity, number>> }[]>;
}

export interface Referral {
  readonly id: string;
  readonly signalId: string;
  readonly gist: string;
  readonly route: EscalationRoute;
  readonly ownerId: string | null;
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly words: string;
  readonly state: 'open' | 'done';
  readonly outcome: string | null;
}

export interface Source {
  readonly id: string;
  readonly network: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly voice: 'public' | 'press' | 'official';
  readonly state: 'on' | 'paused' | 'removed';
  readonly health: 'new' | 'seeing' | 'blind';
  readonly blindCode: string | null;
  readonly blindWords: string | null;
  readonly blindSince: Date | null;
  readonly lastLookAt: Date | null;
  readonly nextLookAt: Date | null;
  readonly lastPostAt: Date | null;
  readonly notes: readonly { readonly code: string; readonly words: string }[];
  /** "Sees only ...": from the network. */
  readonly coverage: string;
  readonly grade: string;
}

/** src/capabilities/watch/source.ts. */
export interface Sources {
  list(asker: Asker): Promise<readonly Source[]>;
  source(asker: Asker, id: string): Promise<Source | null>;
  add(
    asker: Asker,
    given: { network: string; name: string; voice: Source['voice']; settings: Readonly<Record<string, string>> },
  ): Promise<
    | { readonly ok: true; readonly id: string }
    | { readonly ok: false; readonly problems: readonly { field: string; words: string }[] }
  >;
  setState(asker: Asker, id: string, state: Source['state']): Promise<Answer>;
  /** The self-test that the customer runs. */
  check(
    asker: Asker,
    id: string,
  ): Promise<readonly { readonly name: string; readonly isOk: boolean; readonly words: string }[]>;
  spells(
    asker: Asker,
    id: string,
  ): Promise<
    readonly { readonly code: string; readonly words: string; readonly since: Date; readonly until: Date | null }[]
  >;
  /** One control stops all collection, with a reason; another starts it again. */
  stopAll(asker: Asker, because: string): Promise<void>;
  startAll(asker: Asker): Promise<void>;
  stopped(asker: Asker): Promise<{ readonly at: Date; readonly by: string; readonly because: string } | null>;
}

export interface Watching {
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
  readonly lawfulBasis: string;
  readonly ownerId: string;
  readonly dpiaReference: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly state: 'proposed' | 'active' | 'refused' | 'ended';
  readonly proposedBy: string;
  readonly decidedBy: string | null;
  readonly decisionWords: string | null;
  readonly endedBecause: string | null;
  readonly queries: readonly {
    readonly id: string;
    readonly words: string;
    readonly state: 'on' | 'shadow' | 'off';
    readonly addedBy: string;
    readonly addedAt: Date;
    /** Whoever approved the watch with it, or first switched it on later; null while it waits for somebody. */
    readonly approvedBy: string | null;
    readonly approvedAt: Date | null;
    readonly matchesWeek: number;
  }[];
}

export interface NewWatching {
  readonly name: string;
  readonly purpose: string;
  readonly lawfulBasis: string;
  readonly ownerId: string;
  readonly dpiaReference: string;
  readonly endsOn: string;
  readonly queries: readonly string[];
}

export type Refused = {
  readonly ok: false;
  readonly problems: readonly { readonly field: string; readonly words: string }[];
  readonly redLine?: number;
};

/** src/capabilities/watch/watching.ts: watches, their queries, and the red lines that guard them. */
export interface Watchings {
  list(asker: Asker, states?: readonly Watching['state'][]): Promise<readonly Watching[]>;
  watching(asker: Asker, id: string): Promise<Watching | null>;
  propose(asker: Asker, given: NewWatching): Promise<{ readonly ok: true; readonly id: string } | Refused>;
  approve(asker: Asker, id: string, words: string): Promise<Answer>;
  refuse(asker: Asker, id: string, words: string): Promise<Answer>;
  end(asker: Asker, id: string, because: string): Promise<Answer>;
  addQuery(
    asker: Asker,
    watchId: string,
    words: string,
    isShadow: boolean,
  ): Promise<{ readonly ok: true; readonly id: string } | Refused>;
  /** Of this watch's own searches; that of another watch is not there. */
  setQueryState(asker: Asker, watchId: string, queryId: string, state: 'on' | 'shadow' | 'off'): Promise<Answer>;
  /** Would this query be taken, and what in the stored history answers it? Nothing is saved. */
  preview(asker: Asker, words: string): Promise<Preview>;
  /** Ends what is past its date. */
  sunset(): Promise<void>;
  refusals(asker: Asker): Promise<
    readonly {
      readonly at: Date;
      readonly by: string;
      readonly redLine: number;
      readonly kind: string;
      readonly words: string;
    }[]
  >;
  protect(asker: Asker, kind: string, names: readonly string[]): Promise<number>;
  /** All queries that run now, for the matcher. */
  running(): Promise<
    readonly { readonly id: string; readonly watchId: string; readonly words: string; readonly isShadow: boolean }[]
  >;
}

export interface Preview {
  readonly problems: readonly {
    readonly at: number;
    readonly length: number;
    readonly words: string;
    readonly hint: string;
  }[];
  readonly refusedBecause: string | null;
  readonly notes: readonly string[];
  /** Of the stored history. */
  readonly looked: number;
  readonly days: number;
  readonly matched: number;
  readonly perDay: readonly { readonly day: string; readonly matched: number }[];
  /** Share of the matches that people did not set aside as noise; null when too few were decided. */
  readonly precision: number | null;
  readonly alertsPerDay: number;
  readonly samples: readonly {
    readonly text: string;
    readonly places: readonly { readonly at: number; readonly length: number }[];
  }[];
}

export interface Alert {
  readonly id: string;
  readonly kind: 'signal' | 'blind' | 'undelivered' | 'test' | 'paged';
  readonly signalId: string | null;
  readonly sourceId: string | null;
  readonly severity: Severity;
  readonly code: string | null;
  readonly raisedAt: Date;
  readonly acknowledgeBy: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
  readonly deliveries: readonly Delivery[];
}

export interface Delivery {
  readonly id: string;
  readonly channel: string;
  readonly to: string;
  readonly state: 'waiting' | 'held' | 'handed-over' | 'failed' | 'given-up';
  readonly words: string | null;
  readonly at: Date;
}

/** Some of a long list. */
export interface Part {
  readonly limit: number;
  readonly offset?: number;
}

/** src/capabilities/watch/alert.ts, rota.ts, deliver.ts. */
/** Something that is no signal, and that somebody must be told of now. */
export interface PagedThing {
  /** Told once for each key, also when it is asked for again. */
  readonly key: string;
  readonly severity: Severity;
  /** Its name and words stand in alert-wording.ts: no word of anybody's travels. */
  readonly code: PagedCode;
  /** Where the message leads: a path of this house. */
  readonly href: string;
  /** Rung first, by every way there is; the rota follows when they do not answer. */
  readonly personIds?: readonly string[];
}

export interface Alerts {
  /** Most urgent first; the first 200 unless told. */
  open(asker: Asker, part?: Part): Promise<readonly Alert[]>;
  /** What was acknowledged or needs nobody any more, newest first. */
  recent(asker: Asker, part: Part): Promise<readonly Alert[]>;
  acknowledge(asker: Asker, id: string): Promise<Answer>;
  /** What did not arrive and is still owed. */
  undelivered(asker: Asker): Promise<readonly (Delivery & { readonly alertId: string | null })[]>;
  tryAgain(asker: Asker, deliveryId: string): Promise<Answer>;
  sendTest(asker: Asker): Promise<Answer>;
  /** Part of `tx`, which must be of a part of the program (`system(...)`): nothing is lost when the process is killed. */
  page(tx: Tx, thing: PagedThing): Promise<void>;
  /** It has been done, or needs nobody any more: nobody else is rung. Part of `tx`, as above. */
  pageOver(tx: Tx, key: string): Promise<void>;
}

/** What triage says of a post that came to another part of the house, and what of it may be kept. */
export interface HandedPost {
  /** Keyed hash of network and id. */
  readonly key: string;
  readonly trimmed: Trimmed;
  /** Its code is the one that decided how urgent it is. */
  readonly verdict: Verdict;
  readonly acknowledgeBy: Date | null;
  readonly decideBy: Date | null;
}

/** src/capabilities/watch/handed.ts. */
export interface Handed {
  /** Keeps nothing. */
  judge(post: NetworkPost): Promise<HandedPost>;
  /**
   * Keeps it as if a search had found it, and tells it: a possible disclosure is locked to the guardian before anybody has
   * seen it, danger is alerted. `lockTo`: a person says so. The same post twice is one. Answers the id of its signal.
   */
  hand(post: NetworkPost, lockTo?: 'guardian' | 'care'): Promise<string>;
}

export interface Watch extends Manifest {
  readonly signals: Signals;
  readonly handed: Handed;
  readonly sources: Sources;
  readonly watchings: Watchings;
  readonly alerts: Alerts;
  /** What each code of triage is called, who is told, and what must not be done. */
  readonly codes: Readonly<Record<string, { readonly name: string; readonly tell: string; readonly mustNot: string }>>;
  /** Begins collecting, matching and alerting. */
  start(): void;
  stop(): Promise<void>;
}
