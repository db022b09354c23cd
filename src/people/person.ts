/** Who is signed in, and the organisation they are in: what the rest of the house needs to know of people. */
import type { Asker } from '#platform';
import type { Role } from './roles.ts';

export interface SignedIn {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly sessionId: string;
  /** False until the second factor has been given, or set up where the roles want one. */
  readonly isWhole: boolean;
  readonly lang: 'en' | 'cy';
}

export interface Organisation {
  readonly id: string;
  readonly name: string;
  /** How people call it: "the council", "NMBC". */
  readonly shortNames: readonly string[];
  readonly sector: 'council' | 'police' | 'health' | 'ministry' | 'school' | 'other';
  readonly nation: 'england' | 'scotland' | 'wales' | 'northern-ireland';
  /** Handles of its own accounts, without @. */
  readonly officialHandles: readonly string[];
  /** Handles of newsrooms that `from:` may name, without @. */
  readonly pressHandles: readonly string[];
  readonly isRehearsal: boolean;
}

/** Somebody who can be told or named as owner. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** For text messages; null when they gave none. */
  readonly phone: string | null;
  readonly roles: readonly Role[];
}

export function askerOf(person: SignedIn): Asker {
  return { kind: 'person', id: person.personId, roles: ['staff', ...person.roles] };
}
