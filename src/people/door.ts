/** What people offers to the rest of the house. */
import type { Asker, Tx } from '#platform';
import type { Manifest } from '../web/page.ts';
import type { Colleague, Organisation, SignedIn } from './person.ts';
import type { Role } from './roles.ts';

export interface People extends Manifest {
  /** Who this cookie belongs to; null when it has ended. Cheap: called for every request. */
  session(token: string): Promise<SignedIn | null>;
  /** As `session`, for what stays open by itself: it does not count as a sign of life. Asks the database each time. */
  stillSignedIn(token: string): Promise<SignedIn | null>;
  /** Told when this process ended a session or changed what somebody may do. Answers how to stop. */
  onSessionsEnded(see: () => void): () => void;
  /** Null until the first-run page has been filled in. Cached, fresh within a second of a change. */
  organisation(): Promise<Organisation | null>;
  /** Everybody active who holds any of these roles. System askers and people with an account may ask. */
  colleagues(asker: Asker, roles?: readonly Role[]): Promise<readonly Colleague[]>;
  /** Names by id, for showing who did it; people who left stay named. */
  names(asker: Asker, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Makes the organisation and its people without forms: for the demonstration, tests and the command line. Returns ids by key. */
  found(organisation: Omit<Organisation, 'id'>, people: readonly NewPerson[]): Promise<ReadonlyMap<string, string>>;
  /** A session for somebody without a password: only the demonstration and tests call it. Returns the cookie's value. */
  signInAs(personId: string): Promise<string>;
  /** Changes official accounts, press list, short names. */
  changeOrganisation(asker: Asker, change: Partial<Omit<Organisation, 'id' | 'isRehearsal'>>): Promise<void>;
  /** What the set-up page asks for where strangers could reach it; null once there is an organisation, or on this machine alone. */
  setUpCode(): string | null;
  /** Ends every session of a person, at once. */
  signOutEverywhere(tx: Tx, personId: string): Promise<void>;
}

export interface NewPerson {
  readonly key: string;
  readonly name: string;
  readonly email: string;
  readonly phone?: string;
  readonly roles: readonly Role[];
  readonly lang?: 'en' | 'cy';
}
