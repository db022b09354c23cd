/** The organisation and its people in the database. */
import { sql } from 'kysely';
import { type Asker, type Kit, record, system, type TrailValues, type Tx } from '#platform';
import type { NewPerson } from './door.ts';
import type { Colleague, Organisation } from './person.ts';
import { isRole, type Role } from './roles.ts';

const me = system('people');

interface OrganisationRow {
  id: string;
  name: string;
  short_names: string[];
  sector: Organisation['sector'];
  nation: Organisation['nation'];
  official_handles: string[];
  press_handles: string[];
  is_rehearsal: boolean;
}

export interface PeopleStore {
  organisation(): Promise<Organisation | null>;
  changeOrganisation(asker: Asker, change: Partial<Omit<Organisation, 'id' | 'isRehearsal'>>): Promise<void>;
  colleagues(asker: Asker, roles?: readonly Role[]): Promise<readonly Colleague[]>;
  names(asker: Asker, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  found(organisation: Omit<Organisation, 'id'>, people: readonly NewPerson[]): Promise<ReadonlyMap<string, string>>;
  /** The organisation was changed by somebody else in this process. */
  refresh(): void;
}

export function buildPeopleStore(kit: Pick<Kit, 'db' | 'clock' | 'ids' | 'news'>): PeopleStore {
  let cached: { until: number; organisation: Organisation | null } | null = null;
  return {
    organisation: async () => {
      const now = kit.clock.now().getTime();
      // None is not remembered: the moment after the first-run form was sent it must be there.
      if (cached && cached.until > now && cached.organisation) return cached.organisation;
      const { rows } = await kit.db.as(me, (tx) => sql<OrganisationRow>`select * from people.organisation`.execute(tx));
      cached = { until: now + 1_000, organisation: rows[0] ? asOrganisation(rows[0]) : null };
      return cached.organisation;
    },
    changeOrganisation: async (asker, change) => {
      await kit.db.as(asker, async (tx) => {
        const { rows } = await sql<OrganisationRow>`select * from people.organisation for update`.execute(tx);
        if (!rows[0]) return;
        const before = asOrganisation(rows[0]);
        const next = { ...before, ...change };
        await sql`update people.organisation set name = ${next.name}, short_names = ${[...next.shortNames]}::text[], sector = ${next.sector}, nation = ${next.nation},
          official_handles = ${[...next.officialHandles]}::text[], press_handles = ${[...next.pressHandles]}::text[]`.execute(
          tx,
        );
        const [old, now] = [valuesOf(before), valuesOf(next)];
        await record(tx, { what: 'organisation-set', about: before.id, old, new: now }, kit.clock.now());
      });
      cached = null;
    },
    colleagues: (asker, roles) =>
      kit.db.as(asker, async (tx) => {
        const { rows } = await sql<{
          id: string;
          name: string;
          email: string;
          phone: string | null;
          roles: string[] | null;
        }>`
          select p.id, p.name, p.email, p.phone, (select array_agg(role order by role) from people.role r where r.person_id = p.id) as roles
          from people.person p where p.state = 'active' order by p.name`.execute(tx);
        return rows
          .map((row) => ({ ...row, roles: (row.roles ?? []).filter(isRole) }))
          .filter((row) => !roles || row.roles.some((role) => roles.includes(role)));
      }),
    names: (asker, ids) =>
      kit.db.as(asker, async (tx) => {
        const { rows } = await sql<{
          id: string;
          name: string;
        }>`select id, name from people.person where id::text = any(${[...ids]}::text[])`.execute(tx);
        return new Map(rows.map((row) => [row.id, row.name]));
      }),
    found: async (organisation, people) => {
      const ids = new Map<string, string>();
      await kit.db.as(me, async (tx) => {
        await insertOrganisation(kit, tx, organisation);
        for (const person of people) ids.set(person.key, await insertPerson(kit, tx, person, 'set-up'));
      });
      cached = null;
      return ids;
    },
    refresh: () => {
      cached = null;
    },
  };
}

export async function insertOrganisation(
  kit: Pick<Kit, 'clock' | 'ids' | 'news'>,
  tx: Tx,
  given: Omit<Organisation, 'id'>,
): Promise<string> {
  const id = kit.ids.next();
  await sql`insert into people.organisation (id, name, short_names, sector, nation, official_handles, press_handles, is_rehearsal, founded_at)
    values (${id}, ${given.name}, ${[...given.shortNames]}::text[], ${given.sector}, ${given.nation}, ${[...given.officialHandles]}::text[], ${[...given.pressHandles]}::text[], ${given.isRehearsal}, ${kit.clock.now()})`.execute(
    tx,
  );
  await kit.news.publish(tx, 'people.organisation-founded', { organisationId: id });
  return id;
}

export async function insertPerson(
  kit: Pick<Kit, 'clock' | 'ids' | 'news'>,
  tx: Tx,
  person: Omit<NewPerson, 'key'>,
  by: string,
): Promise<string> {
  const id = kit.ids.next();
  const now = kit.clock.now();
  await sql`insert into people.person (id, name, email, phone, lang, state, joined_at) values (${id}, ${person.name}, ${person.email}, ${person.phone ?? null}, ${person.lang ?? 'en'}, 'active', ${now})`.execute(
    tx,
  );
  for (const role of person.roles)
    await sql`insert into people.role (person_id, role, given_by, given_at) values (${id}, ${role}, ${by}, ${now})`.execute(
      tx,
    );
  await kit.news.publish(tx, 'people.person-joined', { personId: id });
  return id;
}

const valuesOf = ({ name, shortNames, sector, nation, officialHandles, pressHandles }: Organisation): TrailValues => ({
  name,
  shortNames,
  sector,
  nation,
  officialHandles,
  pressHandles,
});

function asOrganisation(row: OrganisationRow): Organisation {
  return {
    id: row.id,
    name: row.name,
    shortNames: row.short_names,
    sector: row.sector,
    nation: row.nation,
    officialHandles: row.official_handles,
    pressHandles: row.press_handles,
    isRehearsal: row.is_rehearsal,
  };
}
