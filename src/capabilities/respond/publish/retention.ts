/** Official posts are kept for 7 years and then go, with who wrote and approved them, unless they are on legal hold (domain rule A0). */
import { sql } from 'kysely';
import { type Kit, record, system, type Tx } from '#platform';
import type { PublishSeams } from './door.ts';
import { marksOf } from './same-post.ts';

const me = system('respond');
/** In one night; the rest waits for the next. */
const mostDrafts = 500;
/** Before each lot it is asked anew what is on hold: a hold that is placed in the middle of the night is heard. */
const inOneLot = 20;
const keep = sql`interval '7 years'`;
type Held = Awaited<ReturnType<PublishSeams['onHold']>>;

export async function forgetPosts(kit: Kit, seams: Pick<PublishSeams, 'onHold'>): Promise<number> {
  let gone = 0;
  let lot: number;
  do {
    // Asked before the transaction: the embedded database has one connection.
    lot = await forgetLot(kit, await seams.onHold());
    gone += lot;
  } while (lot === inOneLot && gone < mostDrafts);
  await kit.db.as(me, (tx) => forgetMedia(tx, kit.clock.now()));
  return gone;
}

const forgetLot = (kit: Kit, held: Held): Promise<number> =>
  kit.db.as(me, async (tx) => {
    const ids = await overdue(tx, kit.clock.now(), held);
    if (ids.length > 0) await forgetDrafts(tx, ids);
    for (const id of ids) await record(tx, { what: 'official-post-deleted', about: id }, kit.clock.now());
    return ids.length;
  });

interface Overdue {
  readonly id: string;
  /** Where its posts stand, and where those that it answers. */
  readonly addresses: readonly string[];
}

/** Counted from the last that was done with it. What was put right stays as long as what puts it right, be that a draft alone. */
async function overdue(tx: Tx, now: Date, held: Held): Promise<readonly string[]> {
  const { rows } = await sql<Overdue>`
    select d.id, array(select one from respond.publication p, unnest(array[p.url, p.native_id]) one
        where p.draft_id = d.id and one is not null
        union select target->>'replyTo' from jsonb_array_elements(d.targets) target where target->>'replyTo' is not null) as addresses
    from respond.draft d
    where greatest(d.changed_at,
        (select max(s.ends_at) from respond.submission s where s.draft_id = d.id),
        (select max(greatest(p.until, p.out_at, p.removed_at)) from respond.publication p where p.draft_id = d.id)) <= ${now}::timestamptz - ${keep}
      and not exists (select 1 from respond.publication own join respond.draft later on later.corrects = own.id
        where own.draft_id = d.id and later.id <> d.id)
      and (d.incident_id is null or respond.goes_on_as(d.incident_id) not in
        (select respond.goes_on_as(one) from unnest(${[...held.incidentIds]}::uuid[]) one))
    order by d.changed_at, d.id for update`.execute(tx);
  // Compared here and not by the letter: evidence is captured by the address that a browser shows.
  const marks = new Set(held.addresses.flatMap(marksOf));
  return rows
    .filter((row) => !row.addresses.some((address) => marksOf(address).some((mark) => marks.has(mark))))
    .slice(0, inOneLot)
    .map((row) => row.id);
}

async function forgetDrafts(tx: Tx, ids: readonly string[]): Promise<void> {
  const its = sql`select id from respond.submission where draft_id = any(${[...ids]}::uuid[])`;
  await sql`delete from respond.publication where draft_id = any(${[...ids]}::uuid[])`.execute(tx);
  await sql`delete from respond.approval where submission_id in (${its})`.execute(tx);
  await sql`delete from respond.outside_link where submission_id in (${its})`.execute(tx);
  await sql`delete from respond.submission where draft_id = any(${[...ids]}::uuid[])`.execute(tx);
  await sql`delete from respond.draft_edit where draft_id = any(${[...ids]}::uuid[])`.execute(tx);
  await sql`delete from respond.draft where id = any(${[...ids]}::uuid[])`.execute(tx);
}

/** Pictures that no draft and no approved text shows any more. */
async function forgetMedia(tx: Tx, now: Date): Promise<void> {
  await sql`delete from respond.media m where m.added_at <= ${now}::timestamptz - ${keep}
    and not exists (select 1 from respond.draft d where position(m.hash in d.parts::text) > 0)
    and not exists (select 1 from respond.submission s where position(m.hash in s.bytes) > 0)`.execute(tx);
}
