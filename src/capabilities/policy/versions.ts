/** Reads versions of the policy: the one in force on any day, one by its id, all of them, and how one clause came about. */
import { sql } from 'kysely';
import { type Asker, isId, type Kit, system, type Tx } from '#platform';
import { dayOf } from './day.ts';
import type { Clause, Version, VersionLine, Versions } from './door.ts';

const me = system('policy');
type Where = ReturnType<typeof sql>;

export function buildVersions(kit: Kit): Versions {
  const today = () => dayOf(kit.clock.now());
  return {
    today,
    inForce: (asker, day = today()) => kit.db.as(asker, (tx) => inForceOn(tx, day)),
    version: (asker, id) => kit.db.as(asker, (tx) => versionById(tx, id)),
    list: (asker) => kit.db.as(asker, (tx) => linesWhere(tx, sql`true`)),
    history: (asker, number) =>
      kit.db.as(asker, async (tx) => {
        const lines = await linesWhere(tx, sql`v.number is not null`);
        const clauses = await clausesWhere(
          tx,
          sql`c.number = ${number} and c.version_id in (select id from policy.version where number is not null)`,
        );
        const told = lines.flatMap((version) => {
          const clause = clauses.get(version.id)?.[0];
          return clause ? [{ version, clause }] : [];
        });
        return told.filter(({ clause }, at) => {
          const before = told[at + 1]?.clause;
          return !before || !isSameClause(clause, before);
        });
      }),
    isPublic: () =>
      kit.db.as(me, async (tx) => {
        const { rows } = await sql<{ isPublic: boolean }>`select is_public as "isPublic" from policy.setting`.execute(
          tx,
        );
        return rows[0]!.isPublic;
      }),
    setPublic: async (asker, isPublic) => {
      await kit.db.as(asker, (tx) =>
        sql`update policy.setting set is_public = ${isPublic}, changed_by = ${asker.id}, changed_at = ${kit.clock.now()}`.execute(
          tx,
        ),
      );
    },
  };
}

/** In what it says and who answers for it; not in how often it was edited on the way. */
export function isSameClause(one: Clause, other: Clause): boolean {
  const told = ({ edition: _edition, ...rest }: Clause) => JSON.stringify(rest);
  return told(one) === told(other);
}

/** The newest version that is in force on that day. Its date is never before that of an earlier version. */
export async function inForceOn(tx: Tx, day: string): Promise<Version | null> {
  const { rows } = await sql<{
    id: string;
  }>`select id from policy.version where in_force_from <= ${day}::date order by in_force_from desc, number desc limit 1`.execute(
    tx,
  );
  return rows[0] ? versionById(tx, rows[0].id) : null;
}

/** Adopted last, though it may not be in force yet: what a draft is made from. */
export async function newestAdopted(tx: Tx): Promise<Version | null> {
  const { rows } = await sql<{
    id: string;
  }>`select id from policy.version where number is not null order by number desc limit 1`.execute(tx);
  return rows[0] ? versionById(tx, rows[0].id) : null;
}

export async function versionById(tx: Tx, id: string): Promise<Version | null> {
  if (!isId(id)) return null;
  const [line] = await linesWhere(tx, sql`v.id = ${id}`);
  if (!line) return null;
  const { rows: notes } = await sql<Pick<Version, 'equalityNote' | 'notConsultedBecause'>>`
    select equality_note as "equalityNote", not_consulted_because as "notConsultedBecause" from policy.version where id = ${id}`.execute(
    tx,
  );
  const { rows: principles } = await sql<
    Version['principles'][number]
  >`select number, title, words, edition from policy.principle where version_id = ${id} order by number`.execute(tx);
  const { rows: consultations } = await sql<
    Version['consultations'][number]
  >`select id, at, by, who, said from policy.consultation where version_id = ${id} order by at, id`.execute(tx);
  const { rows: steps } = await sql<
    Version['steps'][number]
  >`select at, by, what, words from policy.step where version_id = ${id} order by at, id`.execute(tx);
  const { rows: gaps } = await sql<{
    gap_id: string;
  }>`select gap_id from policy.gap_answer where version_id = ${id} order by gap_id`.execute(tx);
  return {
    ...line,
    ...notes[0]!,
    principles,
    clauses: (await clausesWhere(tx, sql`c.version_id = ${id}`)).get(id) ?? [],
    consultations,
    steps,
    gapIds: gaps.map((row) => row.gap_id),
  };
}

/** Nobody moves it on meanwhile. Null for those who may see it and not change it. */
export async function heldVersion(tx: Tx, id: string): Promise<Version | null> {
  if (!isId(id)) return null;
  const { rows } = await sql`select 1 from policy.version where id = ${id} for update`.execute(tx);
  return rows.length === 0 ? null : versionById(tx, id);
}

async function linesWhere(tx: Tx, where: Where): Promise<readonly VersionLine[]> {
  const { rows } = await sql<VersionLine>`
    select v.id, v.number, v.state, v.kind, v.title, v.base_id as "baseId", v.begun_by as "begunBy", v.begun_at as "begunAt",
      v.adopted_by as "adoptedBy", v.adopted_at as "adoptedAt", v.in_force_from::text as "inForceFrom", v.what_changed as "whatChanged",
      v.revision, array(select person_id from policy.writer w where w.version_id = v.id order by person_id) as writers
    from policy.version v where ${where} order by v.number desc nulls first, v.begun_at desc, v.id desc`.execute(tx);
  return rows;
}

async function clausesWhere(tx: Tx, where: Where): Promise<ReadonlyMap<string, readonly Clause[]>> {
  const { rows } = await sql<Clause & { versionId: string }>`
    select c.version_id as "versionId", c.number, c.title, c.words, c.owner_id as "ownerId", c.reason, c.source,
      c.review_on::text as "reviewOn", c.scenarios, c.retired_because as "retiredBecause", c.edition
    from policy.clause c where ${where} order by c.number`.execute(tx);
  const byVersion = new Map<string, Clause[]>();
  for (const { versionId, ...clause } of rows) byVersion.set(versionId, [...(byVersion.get(versionId) ?? []), clause]);
  return byVersion;
}

/** Every change of versions stands in one line: two who adopt in one moment, or two who take the next number. */
export async function inLine(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(7043230)`.execute(tx);
}

export async function addStep(
  kit: Kit,
  tx: Tx,
  asker: Asker,
  id: string,
  what: Version['steps'][number]['what'],
  words = '',
): Promise<void> {
  await sql`insert into policy.step (id, version_id, at, by, what, words) values (${kit.ids.next()}, ${id}, ${kit.clock.now()}, ${asker.id}, ${what}, ${words})`.execute(
    tx,
  );
}
