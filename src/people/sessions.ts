/** Sessions as rows: the cookie's value is never stored, and deleting the row ends the session at once. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { type Kit, system, type Tx } from '#platform';
import type { SignedIn } from './person.ts';
import { isRole, type Role } from './roles.ts';

const me = system('people');
/** Idle time after which a session ends: 15 minutes for roles that act is A25's rule for privileged work; a duty desk stays open as long as its page asks. */
const idleMs = { privileged: 60 * 60_000, staff: 8 * 60 * 60_000 } as const;
const wholeDayMs = 12 * 60 * 60_000;
/** A session that still owes its second factor: long enough to install an app on a phone. */
const halfMs = 30 * 60_000;
/** How long a look-up stands before the table is asked again; an ended session is dropped from it at once in this process. */
const freshMs = 1_000;

export interface Sessions {
  begin(personId: string, isWhole: boolean, device?: string): Promise<string>;
  find(token: string): Promise<SignedIn | null>;
  /** The same without counting as a sign of life: an open page alone does not keep somebody signed in. */
  peek(token: string): Promise<SignedIn | null>;
  /** Told after this process ended a session or changed what somebody may do. Answers how to stop. */
  onEnded(see: () => void): () => void;
  /** Ends this session and begins a whole one under a new token, so that nobody who knew the old one gains by it. */
  makeWhole(sessionId: string, personId: string, device?: string): Promise<string>;
  /** Ends one session of this person; what is not theirs stays. */
  endOne(personId: string, sessionId: string): Promise<void>;
  /** Ends every session of this person but one. */
  endOthers(personId: string, sessionId: string): Promise<void>;
  end(sessionId: string): Promise<void>;
  endAll(tx: Tx, personId: string): Promise<void>;
  /** Roles or names changed: the next look asks the table. */
  refresh(tx: Tx): void;
  /** Forgets what has run out. */
  forget(): Promise<void>;
  list(personId: string): Promise<readonly { id: string; beganAt: Date; seenAt: Date; device: string }[]>;
  /** Something short-lived that belongs to this session alone: a challenge, a state. */
  note(sessionId: string, note: Record<string, unknown> | null): Promise<void>;
  noted(sessionId: string): Promise<Record<string, unknown> | null>;
}

const idOfToken = (token: string) => createHash('sha256').update(token).digest('base64url');

interface Row {
  id: string;
  person_id: string;
  is_whole: boolean;
  seen_at: Date;
  ends_at: Date;
  name: string;
  email: string;
  lang: 'en' | 'cy';
  roles: string[] | null;
}

export function buildSessions(kit: Pick<Kit, 'db' | 'clock' | 'ids' | 'seal'>): Sessions {
  const fresh = new Map<string, { until: number; person: SignedIn | null }>();
  const watchers = new Set<() => void>();
  let changes = 0;
  /** A look that began before an ending must not bring the session back: `changes` tells it that it is stale. */
  const drop = () => {
    changes += 1;
    fresh.clear();
    for (const see of watchers) see();
  };
  const sessions: Sessions = {
    begin: async (personId, isWhole, device = '') => {
      const token = kit.ids.secret();
      const now = kit.clock.now();
      const endsAt = new Date(now.getTime() + (isWhole ? wholeDayMs : halfMs));
      await kit.db.as(me, (tx) =>
        sql`insert into people.session (id, person_id, is_whole, began_at, seen_at, ends_at, device)
          values (${idOfToken(token)}, ${personId}, ${isWhole}, ${now}, ${now}, ${endsAt}, ${device.slice(0, 120)})`.execute(
          tx,
        ),
      );
      return token;
    },
    find: async (token) => {
      if (token.length > 200) return null;
      const id = idOfToken(token);
      const now = kit.clock.now();
      const had = fresh.get(id);
      if (had && had.until > now.getTime()) return had.person;
      const before = changes;
      const person = await kit.db.as(me, (tx) => look(tx, id, now));
      if (fresh.size > 5_000) fresh.clear();
      if (before === changes) fresh.set(id, { until: now.getTime() + freshMs, person });
      return person;
    },
    peek: async (token) => {
      if (token.length > 200) return null;
      const id = idOfToken(token);
      const now = kit.clock.now();
      const row = await kit.db.as(me, (tx) => read(tx, id));
      return row && !hasRunOut(row, now) ? signedIn(row) : null;
    },
    onEnded: (see) => {
      watchers.add(see);
      return () => watchers.delete(see);
    },
    makeWhole: async (sessionId, personId, device) => {
      await sessions.end(sessionId);
      return sessions.begin(personId, true, device);
    },
    end: async (sessionId) => {
      await kit.db.as(me, (tx) => sql`delete from people.session where id = ${sessionId}`.execute(tx));
      drop();
    },
    endOne: async (personId, sessionId) => {
      await kit.db.as(me, (tx) =>
        sql`delete from people.session where id = ${sessionId} and person_id = ${personId}`.execute(tx),
      );
      drop();
    },
    endOthers: async (personId, sessionId) => {
      await kit.db.as(me, (tx) =>
        sql`delete from people.session where id <> ${sessionId} and person_id = ${personId}`.execute(tx),
      );
      drop();
    },
    endAll: async (tx, personId) => {
      // Under the caller's own eyes nothing but their own sessions can be seen, so this looks as people itself.
      await asPeople(tx, () => sql`delete from people.session where person_id = ${personId}`.execute(tx));
      kit.db.afterCommit(tx, drop);
    },
    refresh: (tx) => kit.db.afterCommit(tx, drop),
    list: (personId) =>
      kit.db.as(me, async (tx) => {
        const { rows } = await sql<{ id: string; beganAt: Date; seenAt: Date; device: string }>`
          select id, began_at as "beganAt", seen_at as "seenAt", device from people.session
          where person_id = ${personId} and ends_at > ${kit.clock.now()} order by seen_at desc`.execute(tx);
        return rows;
      }),
    note: async (sessionId, note) => {
      const sealed = note === null ? null : kit.seal.close('session-note', JSON.stringify(note));
      await kit.db.as(me, (tx) =>
        sql`update people.session set notes_box = ${sealed} where id = ${sessionId}`.execute(tx),
      );
    },
    noted: async (sessionId) => {
      const { rows } = await kit.db.as(me, (tx) =>
        sql<{ notes_box: string | null }>`select notes_box from people.session where id = ${sessionId}`.execute(tx),
      );
      return rows[0]?.notes_box
        ? (JSON.parse(kit.seal.open('session-note', rows[0].notes_box)) as Record<string, unknown>)
        : null;
    },
    forget: async () => {
      await kit.db.as(me, (tx) => sql`delete from people.session where ends_at < ${kit.clock.now()}`.execute(tx));
    },
  };
  return sessions;
}

/** Part of somebody else's transaction, seen as people itself; what asked before is put back. */
export async function asPeople<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{ roles: string }>`select current_setting('foreword.roles', true) as roles`.execute(tx);
  const before = rows[0]?.roles ?? '';
  await sql`select set_config('foreword.roles', ${[before, ...me.roles].filter(Boolean).join(',')}, true)`.execute(tx);
  const result = await work();
  await sql`select set_config('foreword.roles', ${before}, true)`.execute(tx);
  return result;
}

async function read(tx: Tx, id: string): Promise<Row | null> {
  const { rows } = await sql<Row>`
    select s.id, s.person_id, s.is_whole, s.seen_at, s.ends_at, p.name, p.email, p.lang,
      (select array_agg(role order by role) from people.role r where r.person_id = p.id) as roles
    from people.session s join people.person p on p.id = s.person_id where s.id = ${id} and p.state = 'active'`.execute(
    tx,
  );
  return rows[0] ?? null;
}

async function look(tx: Tx, id: string, now: Date): Promise<SignedIn | null> {
  const row = await read(tx, id);
  if (!row) return null;
  if (hasRunOut(row, now)) {
    await sql`delete from people.session where id = ${id}`.execute(tx);
    return null;
  }
  // Written once a minute at most: a page that refreshes itself must not write on each look.
  if (now.getTime() - row.seen_at.getTime() > 60_000)
    await sql`update people.session set seen_at = ${now} where id = ${id}`.execute(tx);
  return signedIn(row);
}

const rolesOf = (row: Row): Role[] => (row.roles ?? []).filter(isRole);

function hasRunOut(row: Row, now: Date): boolean {
  const idle = rolesOf(row).length > 0 ? idleMs.privileged : idleMs.staff;
  return row.ends_at <= now || row.seen_at.getTime() + idle < now.getTime();
}

function signedIn(row: Row): SignedIn {
  return {
    personId: row.person_id,
    name: row.name,
    email: row.email,
    roles: rolesOf(row),
    sessionId: row.id,
    isWhole: row.is_whole,
    lang: row.lang,
  };
}
