/** What every part of RESPOND is handed. A part may use what stands below RESPOND, and nothing beside it. */
import type { Assure } from '#assure';
import type { Network, NetworkTools } from '#networks/contract';
import type { Policy } from '#policy';
import type { Watch } from '#watch';
import type { People } from '../../people/door.ts';

export interface RespondNeeds {
  readonly people: People;
  readonly watch: Watch;
  readonly policy: Policy;
  readonly assure: Assure;
  readonly networks: readonly Network[];
  readonly tools: NetworkTools;
  /** Where links lead. */
  readonly address: string;
}
