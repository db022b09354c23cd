/** Evidence: what others may ask of it. */
import type { Asker, Tx } from '#platform';
import type { CaptureNote } from './capture.ts';

export interface About {
  readonly kind: 'incident' | 'signal';
  readonly id: string;
}

/** What the network's own interface answered of a post, as it came. */
export interface RawAnswer {
  readonly body: string | Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  readonly mediaType?: string;
}

export interface CaptureWish {
  readonly url: string;
  /** Null where whoever asks has none: then the network is asked, where it answers everybody. */
  readonly raw: RawAnswer | null;
  readonly about: About | null;
  /** In the words of whoever asks. */
  readonly why: string;
  /** The code of the signal: T5 keeps address, time and hash only; T6 and T7 are opened by two people. */
  readonly code?: string | null;
  /** Of a child or a victim: opened by two, and for the police or a lawyer only. */
  readonly isProtected?: boolean;
  /** Of a signal that one role alone may see. */
  readonly onlyRole?: 'guardian' | 'care-lead' | null;
}

export type Care = 'open' | 'two-people' | 'pointer';

export interface Evidence {
  readonly id: string;
  readonly about: About | null;
  readonly url: string;
  readonly why: string;
  readonly care: Care;
  readonly isProtected: boolean;
  readonly state: 'waiting' | 'kept' | 'failed';
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly capturedAt: Date | null;
  /** What could not be had, by code; a login wall is one. */
  readonly notes: readonly CaptureNote[];
  readonly manifestHash: string | null;
  readonly keyId: string | null;
  readonly isStamped: boolean;
  readonly keepUntil: Date;
  readonly hold: null | { readonly by: string; readonly at: Date; readonly because: string; readonly reviewOn: string };
}

export interface EvidenceFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly isWorkingCopy: boolean;
}

export interface Custody {
  readonly at: Date;
  readonly who: string;
  readonly what: string;
  readonly recipient: Recipient | null;
  readonly why: string | null;
}

export type Recipient = 'inside' | 'police' | 'legal';

export interface Opening {
  readonly id: string;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly why: string;
  readonly confirmedBy: string | null;
  readonly endsAt: Date | null;
}

export interface EvidenceItem {
  readonly evidence: Evidence;
  readonly files: readonly EvidenceFile[];
  readonly custody: readonly Custody[];
  readonly openings: readonly Opening[];
  /** Whether this asker may look inside now. */
  readonly isOpen: boolean;
}

export type Said<T = null> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly because: string };

export interface EvidenceDesk {
  /** At once; the capture itself follows within seconds, and is tried again until it works or there is nothing to have. */
  capture(asker: Asker, wish: CaptureWish): Promise<Said<string>>;
  /** As `capture`, as part of `tx`. */
  captureIn(tx: Tx, asker: Asker, wish: CaptureWish): Promise<Said<string>>;
  /** What there is about this, newest first; nothing that the asker may not see. */
  of(asker: Asker, about: About): Promise<readonly Evidence[]>;
  /** Everything this asker may see, newest first. */
  list(asker: Asker, limit?: number): Promise<readonly Evidence[]>;
  /** Null for what is not there or not for this asker. */
  item(asker: Asker, id: string): Promise<EvidenceItem | null>;
  /** One file, and a line in its custody. */
  file(asker: Asker, id: string, name: string): Promise<{ readonly file: EvidenceFile; readonly bytes: Buffer } | null>;
  askToOpen(asker: Asker, id: string, why: string): Promise<Said>;
  confirmOpening(asker: Asker, id: string, openingId: string): Promise<Said>;
  /** Tries once more to capture what could not be captured. */
  again(asker: Asker, id: string): Promise<Said>;
  /** A zip with manifest, signature, custody and files; `foreword verify` checks it. */
  export(
    asker: Asker,
    id: string,
    to: Recipient,
    why: string,
  ): Promise<Said<{ readonly name: string; readonly bytes: Uint8Array }>>;
  hold(asker: Asker, id: string, because: string, reviewOn: string): Promise<Said>;
  release(asker: Asker, id: string, why: string): Promise<Said>;
  /** A signal became part of an incident: so does its evidence. */
  join(asker: Asker, signalId: string, incidentId: string): Promise<void>;
  /** How long evidence about this stays, once its case is closed; told twice, the longest wins. */
  keepUntil(about: About, until: Date): Promise<void>;
}
