/** ASSURE. The door that other capabilities and the web are handed. */
import type { Asker } from '#platform';
import type { Manifest } from '#web';
import type { EvidenceDesk } from './evidence-door.ts';
import type { Period, TrailExport } from './export.ts';

export type * from './evidence-door.ts';

export interface Assure extends Manifest {
  readonly trail: Trail;
  readonly evidence: EvidenceDesk;
  start(): void;
  stop(): Promise<void>;
}

/** The record of who viewed or did what. It is written by `record` of the platform. */
export interface Trail {
  /** Everything up to now is in the chain and signed, and the export ends there. Null when there is nothing to give. */
  export(asker: Asker, period: Period): Promise<TrailExport | null>;
  state(asker: Asker): Promise<TrailState>;
  /** SPKI, base64, of the key that signs now; made when there is none yet. */
  publicKey(): Promise<string>;
}

export interface TrailState {
  readonly entries: number;
  readonly from: Date | null;
  readonly to: Date | null;
  /** Entries that are not in the chain yet: usually those of the last second. */
  readonly waiting: number;
  readonly head: null | {
    readonly position: number;
    readonly at: Date;
    readonly keyId: string;
    readonly writtenAt: Date | null;
    readonly stampedAt: Date | null;
  };
  readonly keys: readonly { readonly id: string; readonly publicKey: string; readonly since: Date }[];
  readonly isWrittenOff: boolean;
  readonly isStamped: boolean;
}
