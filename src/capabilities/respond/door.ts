/** RESPOND: one calm official voice. The door that other capabilities and the web are handed. */
import type { Manifest } from '#web';
import type { Desk } from './desk/index.ts';
import type { Incidents } from './incident/index.ts';
import type { Publishing } from './publish/index.ts';

export interface Respond extends Manifest {
  readonly incidents: Incidents;
  readonly publishing: Publishing;
  readonly desk: Desk;
  start(): void;
  stop(): Promise<void>;
}
