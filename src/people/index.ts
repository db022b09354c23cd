/** People: who may enter, in which roles, and how they prove it. A key ring, not a capability. */
import { sql } from 'kysely';
import { type Asker, type Kit, system } from '#platform';
import { buildAttempts } from './attempts.ts';
import { setUpCodeFrom } from './codes.ts';
import type { People } from './door.ts';
import { peopleHolds } from './holds.ts';
import type { Inside } from './inside.ts';
import type { Mail } from './mail.ts';
import { buildMembership, type Done, type Invitation, invitationDays, type Member } from './membership.ts';
import { peoplePages } from './pages/index.ts';
import { buildPasskeys } from './passkeys.ts';
import { buildPasswords } from './password.ts';
import { buildProofs } from './proofs.ts';
import type { Role } from './roles.ts';
import { peopleRoutes } from './routes.ts';
import { asPeople, buildSessions } from './sessions.ts';
import { buildSso, type SsoSettings } from './sso.ts';
import { buildPeopleStore } from './store.ts';
import { membershipWords } from './wording.ts';

export type { NewPerson, People } from './door.ts';
export type { Mail } from './mail.ts';
export { askerOf, type Colleague, type Organisation, type SignedIn } from './person.ts';
export {
  clashes,
  isRole,
  may,
  needsSecondFactor,
  type Permission,
  permissions,
  type Role,
  roleNames,
  roles,
  separations,
} from './roles.ts';
export type { SsoSettings } from './sso.ts';

export interface PeopleSettings {
  /** As people type it; links, passkeys and single sign-on depend on it. */
  readonly address: string;
  readonly oidc: SsoSettings | null;
  readonly mail: Mail | null;
  /** False when others than this machine can connect: then the first-run page wants the set-up code. Default true. */
  readonly isLoopback?: boolean;
  /** In a rehearsal no letter leaves the house. */
  readonly isRehearsal?: boolean;
}

/** `setUpCode` is null where only this machine can reach the first-run page; print it while there is no organisation. */
export type BuiltPeople = People & { setUpCode(): string | null };

export function buildPeople(kit: Kit, settings: PeopleSettings): BuiltPeople {
  const address = settings.address.replace(/\/+$/, '');
  const store = buildPeopleStore(kit);
  const sessions = buildSessions(kit);
  const proofs = buildProofs(kit);
  const attempts = buildAttempts(kit);
  const isAlone = settings.isLoopback !== false && isLoopbackAddress(address);
  const inside: Inside = {
    kit,
    address,
    store,
    sessions,
    proofs,
    attempts,
    passkeys: buildPasskeys(kit, proofs, address),
    passwords: buildPasswords(),
    membership: buildMembership(kit, sessions, membershipWords),
    sso: settings.oidc ? buildSso(kit, settings.oidc, address, proofs.spend) : null,
    mail: settings.isRehearsal ? null : settings.mail,
    setUpCode: isAlone ? null : setUpCodeFrom(kit.seal.hash('set-up', 'code of the first run')),
    link: (personId, issuer, subject) =>
      kit.db.as(system('people'), (tx) => proofs.linkSubject(tx, personId, issuer, subject)),
    resetSecondFactor: (asker, personId) => resetSecondFactor(inside, asker, personId),
  };
  kit.jobs.every('people.forget', '*/20 * * * *', () => forget(inside));
  return {
    name: 'people',
    pages: peoplePages(inside),
    streams: [],
    routes: peopleRoutes(inside),
    holds: peopleHolds,
    session: sessions.find,
    stillSignedIn: sessions.peek,
    onSessionsEnded: sessions.onEnded,
    organisation: store.organisation,
    colleagues: store.colleagues,
    names: store.names,
    found: store.found,
    signInAs: (personId) => sessions.begin(personId, true),
    changeOrganisation: store.changeOrganisation,
    signOutEverywhere: sessions.endAll,
    setUpCode: () => inside.setUpCode,
  };
}

/** For somebody who lost their phone. Nobody resets their own: a stolen session must not change how its owner signs in. */
export async function resetSecondFactor(
  { kit, sessions, proofs }: Pick<Inside, 'sessions' | 'proofs'> & { kit: Pick<Kit, 'db'> },
  asker: Asker,
  personId: string,
): Promise<Done> {
  if (asker.id === personId) return { isDone: false, because: membershipWords.notYourself };
  await kit.db.as(asker, async (tx) => {
    await asPeople(tx, () => proofs.resetSecondFactor(tx, personId));
    await sessions.endAll(tx, personId);
  });
  return { isDone: true };
}

const yearsMs = 365.25 * 24 * 60 * 60_000;

async function forget({ kit, sessions, attempts }: Inside): Promise<void> {
  await sessions.forget();
  await attempts.forget();
  const before = new Date(kit.clock.now().getTime() - 6 * yearsMs);
  await kit.db.as(system('people'), (tx) =>
    sql`update people.person set name = 'Former colleague', email = '' where state = 'left' and left_at < ${before} and email <> ''`.execute(
      tx,
    ),
  );
}

function isLoopbackAddress(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

/** What the command line may do to accounts, without pages, letters or sign-in. */
export interface PeopleDesk {
  members(): Promise<readonly Member[]>;
  invitations(): Promise<readonly Invitation[]>;
  /** The link to hand over. */
  invite(wish: {
    readonly email: string;
    readonly name: string;
    readonly roles: readonly Role[];
  }): Promise<Done<{ link: string; endsAt: Date }>>;
  resetSecondFactor(personId: string): Promise<Done>;
  makeLeave(personId: string): Promise<Done>;
}

export function buildPeopleDesk(kit: Pick<Kit, 'db' | 'news' | 'clock' | 'ids' | 'seal'>, address: string): PeopleDesk {
  const operator: Asker = { ...system('people'), id: 'command-line' };
  const sessions = buildSessions(kit);
  const proofs = buildProofs(kit);
  const membership = buildMembership(kit, sessions, membershipWords);
  return {
    members: () => membership.members(operator),
    invitations: () => membership.invitations(operator),
    invite: async (wish) => {
      const made = await membership.invite(operator, wish);
      if (!made.isDone) return made;
      const endsAt = new Date(kit.clock.now().getTime() + invitationDays * 24 * 60 * 60_000);
      return { isDone: true, link: `${address}/join/${made.secret}`, endsAt };
    },
    resetSecondFactor: (personId) => resetSecondFactor({ kit, sessions, proofs }, operator, personId),
    makeLeave: (personId) => membership.makeLeave(operator, personId),
  };
}
