/** Who belongs to the organisation and in which roles: inviting, changing roles, leaving. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { type Asker, isId, type Kit, record, system, type Tx } from '#platform';
import { clashes, isRole, needsSecondFactor, type Role } from './roles.ts';
import { asPeople, type Sessions } from './sessions.ts';
import { insertPerson } from './store.ts';

const me = system('people');
const dayMs = 24 * 60 * 60_000;
export const invitationDays = 7;

export interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly invitedAt: Date;
  readonly endsAt: Date;
  /** Set when it lets somebody who is here already choose a new password. */
  readonly personId: string | null;
}

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
  readonly state: 'active' | 'left';
  readonly roles: readonly Role[];
  readonly joinedAt: Date | null;
  readonly leftAt: Date | null;
}

export type Refusal = { readonly isDone: false; readonly because: string };
export type Done<T = object> = ({ readonly isDone: true } & T) | Refusal;

export interface Membership {
  invite(
    asker: Asker,
    wish: { readonly email: string; readonly name: string; readonly roles: readonly Role[] },
  ): Promise<Done<{ id: string; secret: string }>>;
  /** A new link and another seven days; the old link stops working. */
  renew(asker: Asker, id: string): Promise<Done<{ secret: string }>>;
  /** A link to choose a new password; the second step is still asked for. An earlier link stops working. */
  offerNewPassword(asker: Asker, personId: string): Promise<Done<{ secret: string }>>;
  withdraw(asker: Asker, id: string): Promise<void>;
  invitations(asker: Asker): Promise<readonly Invitation[]>;
  /** The invitation of a link, while it can be used. */
  bySecret(secret: string): Promise<Invitation | null>;
  byEmail(email: string): Promise<Invitation | null>;
  /** Uses it up and makes the person; `then` is part of the same transaction. Null when it cannot be used any more. */
  takeNewPasswordOffer(
    invitation: Invitation,
    then: (tx: Tx, personId: string) => Promise<void>,
  ): Promise<string | null>;
  accept(
    invitation: Invitation,
    name: string,
    then?: (tx: Tx, personId: string) => Promise<void>,
  ): Promise<string | null>;
  members(asker: Asker): Promise<readonly Member[]>;
  member(asker: Asker, id: string): Promise<Member | null>;
  changeRoles(asker: Asker, personId: string, roles: readonly Role[]): Promise<Done>;
  makeLeave(asker: Asker, personId: string): Promise<Done>;
}

/** Sentences of refusals; `wording.ts` holds them. */
export interface MembershipWords {
  readonly alreadyHere: string;
  readonly alreadyInvited: string;
  readonly invitationGone: string;
  readonly notYourself: string;
  readonly lastAdministrator: string;
  readonly gone: string;
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest('base64url');

export function buildMembership(
  kit: Pick<Kit, 'db' | 'clock' | 'ids' | 'news'>,
  sessions: Sessions,
  words: MembershipWords,
): Membership {
  const refuse = (because: string): Refusal => ({ isDone: false, because });
  const endOf = () => new Date(kit.clock.now().getTime() + invitationDays * dayMs);
  return {
    invite: (asker, wish) =>
      kit.db.as(asker, async (tx) => {
        const wrong = clashes(wish.roles)[0];
        if (wrong) return refuse(wrong);
        await lock(tx);
        const here =
          await sql`select 1 from people.person where lower(email) = lower(${wish.email}) and state = 'active'`.execute(
            tx,
          );
        if (here.rows.length > 0) return refuse(words.alreadyHere);
        const open =
          await sql`select 1 from people.invitation where lower(email) = lower(${wish.email}) and used_at is null and ends_at > ${kit.clock.now()}`.execute(
            tx,
          );
        if (open.rows.length > 0) return refuse(words.alreadyInvited);
        const id = kit.ids.next();
        const secret = kit.ids.secret();
        await sql`insert into people.invitation (id, hash, email, name, roles, invited_by, invited_at, ends_at)
          values (${id}, ${hashOf(secret)}, ${wish.email}, ${wish.name}, ${[...wish.roles]}::text[], ${asker.id}, ${kit.clock.now()}, ${endOf()})`.execute(
          tx,
        );
        await record(tx, { what: 'invitation-set', about: id, new: { roles: wish.roles } }, kit.clock.now());
        return { isDone: true, id, secret };
      }),
    renew: (asker, id) =>
      kit.db.as(asker, async (tx) => {
        const secret = kit.ids.secret();
        const { rows } =
          await sql`update people.invitation set hash = ${hashOf(secret)}, ends_at = ${endOf()} where id::text = ${id} and used_at is null and person_id is null returning id`.execute(
            tx,
          );
        return rows.length === 1 ? { isDone: true, secret } : refuse(words.invitationGone);
      }),
    offerNewPassword: (asker, personId) =>
      kit.db.as(asker, async (tx) => {
        if (asker.id === personId) return refuse(words.notYourself);
        const [member] = await membersWhere(tx, sql`p.id = ${personId} and p.state = 'active'`);
        if (!member) return refuse(words.gone);
        const secret = kit.ids.secret();
        await sql`delete from people.invitation where person_id = ${personId} and used_at is null`.execute(tx);
        await sql`insert into people.invitation (id, hash, email, name, roles, person_id, invited_by, invited_at, ends_at)
          values (${kit.ids.next()}, ${hashOf(secret)}, ${member.email}, ${member.name}, '{}', ${personId}, ${asker.id}, ${kit.clock.now()}, ${endOf()})`.execute(
          tx,
        );
        return { isDone: true, secret };
      }),
    withdraw: async (asker, id) => {
      await kit.db.as(asker, async (tx) => {
        const { rows } = await sql<{ roles: string[] }>`
          delete from people.invitation where id::text = ${id} and used_at is null returning roles`.execute(tx);
        for (const old of rows) await record(tx, { what: 'invitation-set', about: id, old }, kit.clock.now());
      });
    },
    invitations: (asker) => kit.db.as(asker, (tx) => invitationsWhere(tx, sql`used_at is null and person_id is null`)),
    bySecret: async (secret) => {
      if (secret.length > 100) return null;
      const found = await kit.db.as(me, (tx) =>
        invitationsWhere(tx, sql`hash = ${hashOf(secret)} and used_at is null and ends_at > ${kit.clock.now()}`),
      );
      return found[0] ?? null;
    },
    byEmail: async (email) => {
      const found = await kit.db.as(me, (tx) =>
        invitationsWhere(
          tx,
          sql`person_id is null and lower(email) = lower(${email}) and used_at is null and ends_at > ${kit.clock.now()}`,
        ),
      );
      return found[0] ?? null;
    },
    accept: (invitation, name, then) =>
      kit.db.as(me, async (tx) => {
        await lock(tx);
        // The roles are read again: they may have been withdrawn or the link used while the page stood open.
        const { rows } = await sql<{ email: string; roles: string[]; invited_by: string }>`
          update people.invitation set used_at = ${kit.clock.now()} where id = ${invitation.id} and person_id is null and used_at is null and ends_at > ${kit.clock.now()}
          returning email, roles, invited_by`.execute(tx);
        const row = rows[0];
        if (!row) return null;
        const here =
          await sql`select 1 from people.person where lower(email) = lower(${row.email}) and state = 'active'`.execute(
            tx,
          );
        const roles = row.roles.filter(isRole);
        if (here.rows.length > 0 || clashes(roles).length > 0) return null;
        const personId = await insertPerson(kit, tx, { name, email: row.email, roles }, row.invited_by);
        await record(tx, { what: 'person-set', about: personId, new: { state: 'active', roles } }, kit.clock.now());
        await then?.(tx, personId);
        return personId;
      }),
    takeNewPasswordOffer: (invitation, then) =>
      kit.db.as(me, async (tx) => {
        const { rows } = await sql<{ person_id: string }>`
          update people.invitation i set used_at = ${kit.clock.now()} from people.person p
          where i.id = ${invitation.id} and p.id = i.person_id and p.state = 'active' and i.used_at is null and i.ends_at > ${kit.clock.now()}
          returning i.person_id`.execute(tx);
        const personId = rows[0]?.person_id;
        if (!personId) return null;
        await then(tx, personId);
        await sessions.endAll(tx, personId);
        return personId;
      }),
    members: (asker) => kit.db.as(asker, (tx) => membersWhere(tx, sql`true`)),
    member: async (asker, id) =>
      isId(id) ? ((await kit.db.as(asker, (tx) => membersWhere(tx, sql`p.id = ${id}`)))[0] ?? null) : null,
    changeRoles: (asker, personId, roles) =>
      kit.db.as(asker, async (tx) => {
        if (asker.id === personId) return refuse(words.notYourself);
        const wrong = clashes(roles)[0];
        if (wrong) return refuse(wrong);
        await lock(tx);
        const [before] = await membersWhere(tx, sql`p.id = ${personId} and p.state = 'active'`);
        if (!before) return refuse(words.gone);
        const taken = before.roles.filter((role) => !roles.includes(role));
        const given = roles.filter((role) => !before.roles.includes(role));
        if (taken.length + given.length === 0) return { isDone: true };
        if (taken.includes('administrator') && (await otherAdministrators(tx, personId)) === 0)
          return refuse(words.lastAdministrator);
        for (const role of taken)
          await sql`delete from people.role where person_id = ${personId} and role = ${role}`.execute(tx);
        for (const role of given)
          await sql`insert into people.role (person_id, role, given_by, given_at) values (${personId}, ${role}, ${asker.id}, ${kit.clock.now()})`.execute(
            tx,
          );
        await kit.news.publish(tx, 'people.roles-changed', { personId, by: asker.id });
        const [old, now] = [{ roles: before.roles }, { roles }];
        await record(tx, { what: 'person-set', about: personId, old, new: now }, kit.clock.now());
        // Somebody who could do nothing may have signed in without a second step; now it is owed.
        if (!needsSecondFactor(before.roles) && needsSecondFactor(roles)) await sessions.endAll(tx, personId);
        else sessions.refresh(tx);
        return { isDone: true };
      }),
    makeLeave: (asker, personId) =>
      kit.db.as(asker, async (tx) => {
        if (asker.id === personId) return refuse(words.notYourself);
        await lock(tx);
        const [before] = await membersWhere(tx, sql`p.id = ${personId} and p.state = 'active'`);
        if (!before) return refuse(words.gone);
        if (before.roles.includes('administrator') && (await otherAdministrators(tx, personId)) === 0)
          return refuse(words.lastAdministrator);
        await sql`delete from people.role where person_id = ${personId}`.execute(tx);
        await sql`update people.person set state = 'left', left_at = ${kit.clock.now()}, phone = null where id = ${personId}`.execute(
          tx,
        );
        await asPeople(tx, async () => {
          await sql`delete from people.secret where person_id = ${personId}`.execute(tx);
          await sql`delete from people.passkey where person_id = ${personId}`.execute(tx);
          await sql`delete from people.recovery_code where person_id = ${personId}`.execute(tx);
        });
        await sessions.endAll(tx, personId);
        await kit.news.publish(tx, 'people.person-left', { personId });
        const [old, now] = [
          { state: 'active', roles: before.roles },
          { state: 'left', roles: [] },
        ];
        await record(tx, { what: 'person-set', about: personId, old, new: now }, kit.clock.now());
        return { isDone: true };
      }),
  };
}

/** One change of membership at a time: two administrators who remove each other must not both succeed. */
async function lock(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(7043202)`.execute(tx);
}

async function otherAdministrators(tx: Tx, personId: string): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from people.role r join people.person p on p.id = r.person_id
    where r.role = 'administrator' and p.state = 'active' and p.id <> ${personId}`.execute(tx);
  return rows[0]!.count;
}

type Where = ReturnType<typeof sql>;

async function invitationsWhere(tx: Tx, where: Where): Promise<readonly Invitation[]> {
  const { rows } = await sql<Omit<Invitation, 'roles'> & { roles: string[] }>`
    select id, email, name, roles, person_id as "personId", invited_at as "invitedAt", ends_at as "endsAt" from people.invitation where ${where} order by invited_at desc`.execute(
    tx,
  );
  return rows.map((row) => ({ ...row, roles: row.roles.filter(isRole) }));
}

async function membersWhere(tx: Tx, where: Where): Promise<readonly Member[]> {
  const { rows } = await sql<Omit<Member, 'roles'> & { roles: string[] | null }>`
    select p.id, p.name, p.email, p.phone, p.state, p.joined_at as "joinedAt", p.left_at as "leftAt",
      (select array_agg(role order by role) from people.role r where r.person_id = p.id) as roles
    from people.person p where ${where} order by p.state, p.name`.execute(tx);
  return rows.map((row) => ({ ...row, roles: (row.roles ?? []).filter(isRole) }));
}
