/**
 * The one shape that every network has: what can be read since a cursor, what can be published, what it cannot see.
 *
 * Nothing here keeps anything. A reader yields batches; whoever pulls the next batch says by that pull that the last
 * one is safely stored together with its cursor. So a killed process re-reads at most one batch (at least once), and
 * the `network + id + version` of a post lets the store drop what it already holds (exactly once in effect).
 */
import type { Outbound } from '../platform/outbound.ts';

/** How well this adapter has been proved. A: against the real server software in CI. B: published contract only. C: written from prose. */
export type Grade = 'A' | 'B' | 'C';

/** A person or body that posts, as the network shows them. Never joined to staff records, never rolled up over time. */
export interface Author {
  /** The network's own stable id (a DID, an account address, a feed's author text). */
  readonly id: string;
  /** Without a leading @. */
  readonly handle: string;
  readonly name: string | null;
  readonly followers: number | null;
}

export interface Media {
  readonly kind: 'image' | 'video' | 'audio' | 'other';
  readonly url: string | null;
  /** The description for people who cannot see it; '' where there is none. */
  readonly alt: string;
}

/** One public post, in plain text. */
export interface NetworkPost {
  /** `bluesky`, `mastodon`, `feeds`, `rehearsal`. */
  readonly network: string;
  /** Stable over edits: at:// URI, ActivityPub id, feed guid (with the feed's address before it). */
  readonly id: string;
  /** Changes with every edit: CID, edited-at, hash of what a feed item says. */
  readonly version: string;
  readonly kind: 'post' | 'reply' | 'repost' | 'article';
  /** Where a person can look at it. */
  readonly url: string | null;
  readonly author: Author | null;
  /** '' where the network has none. */
  readonly title: string;
  /** Plain text; markup removed, line breaks kept. */
  readonly text: string;
  /** BCP 47 as the author or feed declared it; null when not declared. */
  readonly lang: string | null;
  readonly links: readonly string[];
  /** Without #. */
  readonly tags: readonly string[];
  /** Handles spoken to, without @. */
  readonly mentions: readonly string[];
  readonly media: readonly Media[];
  /** When the author says it was published; never later than now + 1 day, else the time it was seen. */
  readonly at: Date;
  /** Id of the post this answers. */
  readonly replyTo: string | null;
  readonly counts: {
    readonly likes: number | null;
    readonly reposts: number | null;
    readonly replies: number | null;
  } | null;
}

export type Happening =
  /** New, or an edit: the store tells which by `id` and `version`. */
  | { readonly kind: 'post'; readonly post: NetworkPost }
  /** Not there any more when we looked. An observation, not a claim that somebody deleted it. */
  | { readonly kind: 'gone'; readonly id: string; readonly at: Date };

/** Why a source cannot be seen. Silence is never read as "no news". */
export type BlindCode =
  | 'refused' // 401, 403, 418: the other side does not let us in
  | 'not-found' // 404 or 410: it is not there (any more)
  | 'login-wall' // a page to sign in came instead of content
  | 'empty' // an answer arrived but nothing in it could be read
  | 'broken' // what arrived is not of the kind expected
  | 'rate-limited' // 429: we must wait
  | 'server-fault' // 5xx
  | 'unreachable' // no name, no route, refused connection, time-out, bad certificate
  | 'silent' // nothing for much longer than usual
  | 'blocked-address' // the address is private and not allowed
  | 'settings'; // our own settings cannot work

export type Health =
  | { readonly state: 'seeing' }
  | {
      readonly state: 'blind';
      readonly code: BlindCode;
      /** One or two sentences that the person who runs the source can act on. */
      readonly words: string;
    };

export interface Batch {
  readonly happenings: readonly Happening[];
  /** Opaque to everybody but the network. JSON or a number as text. */
  readonly cursor: string;
  readonly health: Health;
  /** When the reader means to look again; null for a stream that is open. */
  readonly nextLook: Date | null;
  /** Facts worth telling: a permanent redirect that was followed, a fault in the feed that did not stop us. */
  readonly notes: readonly { readonly code: string; readonly words: string }[];
}

/** What a source is: the address or account and the switches, as a person typed them in the form. */
export type SourceSettings = Readonly<Record<string, string>>;

export interface SettingField {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly isRequired: boolean;
  readonly isSecret: boolean;
}

export interface Reader {
  /**
   * Everything since `cursor` (null: from now, with what the source shows at once), for ever, until `signal` stops it.
   * Waits by itself between looks (conditional requests, back-off with jitter, the other side's Retry-After) and does
   * not throw for anything that the outside world does: it yields a batch with `health` blind and tries again.
   * A poll that finds nothing still yields an empty batch, so that the heartbeat is seen.
   */
  read(cursor: string | null, signal: AbortSignal): AsyncIterable<Batch>;
  /** Where a hub tells of news (W3C WebSub): which hub and for what, once a look has found it. */
  hub?(): { readonly hub: string; readonly topic: string } | null;
  /** Look at once: somebody told us that there is news. */
  poke?(): void;
}

/** One step of a test that the customer runs; shown as a list of ticks and crosses. */
export interface CheckStep {
  readonly name: string;
  readonly isOk: boolean;
  readonly words: string;
}

export interface Draft {
  readonly text: string;
  readonly lang: string;
  readonly replyTo: string | null;
  readonly images: readonly { readonly bytes: Uint8Array; readonly mime: string; readonly alt: string }[];
  /** The same key twice publishes once, as far as the network can promise it. */
  readonly key: string;
  /** Ids of other posts of this account that say the same words, so that none of them is mistaken for this one. */
  readonly others?: readonly string[];
}

export interface Published {
  readonly id: string;
  readonly url: string | null;
  readonly at: Date;
}

/** What a network answers when it will not do it. Returned, not thrown. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: BlindCode | 'too-long' | 'duplicate'; readonly because: string };

export interface Publisher {
  post(draft: Draft): Promise<Outcome<Published>>;
  /**
   * Asks the network whether this draft already stands there: after a crash, a lost answer, before any second try. Null
   * when it does not; a refusal when the network could not tell, and then nothing may be sent again. `since`: when it was
   * first tried; posts older than that are another's.
   */
  find(draft: Draft, since: Date): Promise<Outcome<Published | null>>;
  /** Already gone counts as done. */
  remove(id: string): Promise<Outcome<null>>;
}

/** Counts what is spent in a month on networks that cost money, or that we limit, so that no more goes out than was agreed. */
export interface Spend {
  /** Takes `cost` out of this month's `most` for this key; the same key twice counts once. False when it does not fit. */
  take(what: {
    readonly network: string;
    readonly account: string;
    readonly key: string;
    readonly cost: number;
    readonly most: number;
  }): Promise<boolean>;
  /** It was certainly not sent. */
  giveBack(what: { readonly network: string; readonly account: string; readonly key: string }): Promise<void>;
}

/** What a network is handed. It owns no clock, no chance and no socket of its own. */
export interface NetworkTools {
  readonly outbound: Outbound;
  readonly now: () => Date;
  /** Resolves early, without error, when the signal stops. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** 0..1, for jitter. */
  readonly chance: () => number;
  /** Shortest time between two looks at one polled source. Tests make it small. */
  readonly pollMs: number;
  /** Absent where nothing is published: then a network with a cap sends nothing. */
  readonly spend?: Spend;
}

/** Who is behind a lasting id, where posts carry the id alone. Who cannot be found in time is missing; never throws. */
export interface Names {
  /** Handles by id. */
  handlesOf(ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
  /** Ids by handle, in lower case. */
  idsOf(handles: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
}

export interface Network {
  readonly name: string;
  readonly title: string;
  readonly grade: Grade;
  /** "Sees only ...": what this network lets us see and what it does not. Flows into reports. */
  readonly coverage: string;
  /** Official accounts can speak there, and nothing is read: it is no source. */
  readonly speaksOnly?: true;
  /** What its terms let us keep and do. */
  readonly terms: string;
  readonly fields: readonly SettingField[];
  /** Empty when the settings can work; else the field and a sentence each. */
  problems(settings: SourceSettings): readonly { readonly field: string; readonly words: string }[];
  open(settings: SourceSettings, tools: NetworkTools): Reader;
  /**
   * What is said to an official account: posts that answer or mention it. Settings are those of its publisher and its
   * `handle`; null where they do not reach for that. Absent where the network or its terms do not let us.
   */
  mentions?(settings: SourceSettings, tools: NetworkTools): Reader | null;
  /** Only where posts name their author by a lasting id alone; null where the source is not to look names up. */
  names?(settings: SourceSettings, tools: NetworkTools): Names | null;
  /** The self-test that a customer runs: one harmless read, what we may see, what is left of the quota. */
  check(settings: SourceSettings, tools: NetworkTools): Promise<readonly CheckStep[]>;
  /** Only where official accounts can speak. Settings hold the account's secret. */
  readonly publisherFields: readonly SettingField[];
  publisher(settings: SourceSettings, tools: NetworkTools): Publisher | null;
}
