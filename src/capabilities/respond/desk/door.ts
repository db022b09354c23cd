/** RESPOND, desk: its part of the door. */
import type { Severity } from '#events';
import type { NetworkPost, SourceSettings } from '#networks/contract';
import type { Asker } from '#platform';
import type { Answer, ScorePoint } from '#watch';
import type { Manifest } from '#web';
import type { IncidentPanel } from '../panel.ts';

export type ItemState = 'new' | 'claimed' | 'answered' | 'not-answering' | 'handed-over';
/** What a decision not to reply weighs (feature RESPOND-13). */
export type NoReplyChoice = 'reach' | 'harm' | 'truth';
/** Whom an item can be handed over to. */
export type HandedTo = 'service' | 'complaints' | 'foi' | 'press' | 'legal' | 'police' | 'safeguarding';

/** One thing said to an official account, or handed over by a colleague who is criticised in it. */
export interface DeskItem {
  readonly id: string;
  readonly accountId: string | null;
  readonly accountHandle: string | null;
  readonly network: string | null;
  /** What a reply names; null when there is nothing to reply to. */
  readonly nativeId: string | null;
  readonly kind: 'reply' | 'mention' | 'handed-in';
  readonly url: string | null;
  /** Null where the author is not kept. */
  readonly author: { readonly handle: string; readonly name: string | null } | null;
  readonly authorClass: string;
  readonly text: string;
  readonly lang: string | null;
  readonly media: NetworkPost['media'];
  readonly publishedAt: Date;
  readonly receivedAt: Date;
  readonly goneAt: Date | null;
  readonly code: string;
  readonly also: readonly string[];
  readonly severity: Severity;
  readonly reasons: readonly ScorePoint[];
  readonly state: ItemState;
  readonly claimedBy: string | null;
  readonly claimedAt: Date | null;
  /** From then on somebody else may take it over. */
  readonly staleAt: Date | null;
  readonly answerBegunAt: Date | null;
  readonly acknowledgeBy: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly decideBy: Date | null;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  readonly foiDueAt: Date | null;
  readonly handedTo: HandedTo | null;
  readonly noReply: { readonly choice: NoReplyChoice; readonly words: string } | null;
  readonly publicationId: string | null;
  readonly signalId: string | null;
  readonly incidentId: string | null;
  readonly isHandedIn: boolean;
}

export interface DeskStep {
  readonly at: Date;
  readonly by: string;
  readonly what: string;
  readonly words: string;
}

export interface ItemFilter {
  /** Open ones unless told. */
  readonly shown?: 'open' | 'mine' | 'done';
  readonly accountId?: string;
  readonly severity?: Severity;
  readonly code?: string;
  readonly words?: string;
  readonly limit?: number;
}

export interface AnswerWish {
  /** The account that is to answer. Only what stands in the register of official accounts can. */
  readonly accountId: string;
  /** "I am trained for this and I answer as a person": wanted where somebody may be in danger. */
  readonly isHuman: boolean;
}

/** src/capabilities/respond/desk/item-store.ts and acts.ts. */
export interface Items {
  /** Danger first, then what has waited longest. */
  list(asker: Asker, filter: ItemFilter): Promise<readonly DeskItem[]>;
  item(asker: Asker, id: string): Promise<DeskItem | null>;
  steps(asker: Asker, id: string): Promise<readonly DeskStep[]>;
  /** Open items of an incident, or of its signals. */
  ofIncident(asker: Asker, incidentId: string, signalIds: readonly string[]): Promise<readonly DeskItem[]>;
  /** Whether what is said to each account can be heard. */
  listening(
    asker: Asker,
  ): Promise<
    readonly { readonly accountId: string; readonly blindSince: Date | null; readonly blindWords: string | null }[]
  >;
  /** One of two who ask in the same moment gets it. */
  claim(asker: Asker, id: string): Promise<Answer>;
  /** Takes over a claim that has gone stale. */
  takeOver(asker: Asker, id: string): Promise<Answer>;
  release(asker: Asker, id: string): Promise<Answer>;
  assign(asker: Asker, id: string, personId: string): Promise<Answer>;
  note(asker: Asker, id: string, words: string): Promise<Answer>;
  link(asker: Asker, id: string, incidentId: string): Promise<Answer>;
  /** Holds the claim while an answer is written and approved. Answers where to write it. */
  beginAnswer(asker: Asker, id: string, wish: AnswerWish): Promise<Answer<string>>;
  doNotReply(asker: Asker, id: string, choice: string, words: string): Promise<Answer>;
  handTo(asker: Asker, id: string, to: string, words: string): Promise<Answer>;
  reopen(asker: Asker, id: string, words: string): Promise<Answer>;
  /** To the guardian or the care lead alone: the desk loses it at once. */
  lock(asker: Asker, id: string, to: 'guardian' | 'care', words: string): Promise<Answer>;
}

/** An official account that is listened to. `secret` never leaves the reader. */
export interface DeskAccount {
  readonly id: string;
  readonly network: string;
  readonly handle: string;
  readonly settings: SourceSettings;
  readonly secret: SourceSettings;
}

/** What the other parts of RESPOND lend the desk. */
export interface DeskSeams {
  /** Every official account in use. */
  accounts(): Promise<readonly DeskAccount[]>;
  /** Incidents that this asker may add an item to. */
  openIncidents(asker: Asker): Promise<readonly { readonly id: string; readonly title: string }[]>;
  signalsOf(asker: Asker, incidentId: string): Promise<readonly string[]>;
  /** Which item this publication was begun from, and which post it answers; null for no beginning of an answer. */
  answeredBy(
    publicationId: string,
  ): Promise<{ readonly itemId: string | null; readonly address: string | null } | null>;
}

export interface Handover {
  readonly address: string;
  readonly words: string;
  /** Threatened, or told where they live: the care lead is rung. */
  readonly isThreat: boolean;
}

/** What whoever handed it over is told: never more than the state. */
export interface Receipt {
  readonly at: Date;
  readonly state: ItemState;
}

/** src/capabilities/respond/desk/hand-in.ts. */
export interface HandIns {
  /** Answers the secret part of the receipt's address, or which field is wrong. */
  handIn(
    asker: Asker,
    given: Handover,
  ): Promise<
    | { readonly ok: true; readonly value: string }
    | { readonly ok: false; readonly because: string; readonly field: 'address' | 'words' }
  >;
  receipt(secret: string): Promise<Receipt | null>;
  /** A person wants to answer from an account of their own: never, and a lesson is offered. */
  askOwnAccount(asker: Asker): Promise<void>;
  /** Lessons that were offered to this person and not yet read. */
  lessons(asker: Asker): Promise<readonly { readonly id: string; readonly topic: string; readonly at: Date }[]>;
  readLesson(asker: Asker, id: string): Promise<void>;
}

export interface SealedEntry {
  readonly itemId: string;
  readonly url: string | null;
  readonly receivedAt: Date;
  readonly state: ItemState;
  readonly opening: Opening | null;
}

export interface Opening {
  readonly id: string;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly because: string;
  readonly confirmedBy: string | null;
  readonly endsAt: Date | null;
}

/** src/capabilities/respond/desk/sealed-map.ts. */
export interface SealedMap {
  list(asker: Asker): Promise<readonly SealedEntry[]>;
  entry(asker: Asker, itemId: string): Promise<SealedEntry | null>;
  ask(asker: Asker, itemId: string, because: string): Promise<Answer>;
  confirm(asker: Asker, itemId: string): Promise<Answer>;
  shut(asker: Asker, itemId: string): Promise<Answer>;
  /** Whom it was about; null unless an opening that two people made still lasts and the asker is one of them. Recorded. */
  open(
    asker: Asker,
    itemId: string,
  ): Promise<readonly { readonly personId: string; readonly address: string | null }[] | null>;
}

export interface Desk extends Omit<Manifest, 'name'> {
  readonly items: Items;
  readonly handIns: HandIns;
  readonly sealed: SealedMap;
  /** What it shows on the incident's screen. */
  readonly panels: readonly IncidentPanel[];
  start(): void;
  stop(): Promise<void>;
}
