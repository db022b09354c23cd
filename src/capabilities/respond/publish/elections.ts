/** Pre-election periods: when they hold, for which account, and what begins with them. */
import { sql } from 'kysely';
import { type Asker, isId, type Kit, system, type Tx } from '#platform';
import type { Organisation } from '../../../people/person.ts';
import { dayOf, deny, done, isDay, isReason, nothing, short } from './answers.ts';
import type { Answer, Election, Elections } from './door.ts';
import { voidSubmission } from './void.ts';
import { electionWording as say } from './wording.ts';

const me = system('respond');
const nations = ['england', 'scotland', 'wales', 'northern-ireland', 'all'];
const columns = sql`id, name, kind, nation, area, starts_on::text as "startsOn", ends_on::text as "endsOn", added_by as "addedBy"`;

export function buildElections(kit: Kit): Elections {
  return {
    list: (asker: Asker) =>
      kit.db.as(asker, async (tx) => {
        const { rows } =
          await sql<Election>`select ${columns} from respond.election where removed_at is null order by ends_on desc, starts_on`.execute(
            tx,
          );
        return rows;
      }),
    add: (asker, given) =>
      kit.db.as(asker, async (tx): Promise<Answer<string>> => {
        if (!isReason(given.name)) return deny(say.needsName, 'name');
        if (!nations.includes(given.nation)) return deny(say.needsNation, 'nation');
        if (!isDay(given.startsOn)) return deny(say.wrongDay, 'startsOn-day');
        if (!isDay(given.endsOn) || given.endsOn < given.startsOn) return deny(say.endsAfter, 'endsOn-day');
        const id = kit.ids.next();
        await sql`insert into respond.election (id, name, kind, nation, area, starts_on, ends_on, added_by, added_at)
          values (${id}, ${short(given.name, 160)}, ${given.kind === 'referendum' ? 'referendum' : 'election'}, ${given.nation}, ${short(given.area, 100)},
            ${given.startsOn}, ${given.endsOn}, ${asker.id}, ${kit.clock.now()})`.execute(tx);
        await kit.news.publish(tx, 'respond.election-changed', { electionId: id, change: 'added' });
        return done(id);
      }),
    remove: (asker, id, because) =>
      kit.db.as(asker, async (tx) => {
        if (!isId(id)) return deny(say.notThere);
        const { rows } = await sql<{
          added_by: string;
        }>`select added_by from respond.election where id = ${id} and removed_at is null for update`.execute(tx);
        if (!rows[0]) return deny(say.notThere);
        if (rows[0].added_by === asker.id) return deny(say.anotherRemoves);
        if (!isReason(because)) return deny(say.sayWhy, 'because');
        await sql`update respond.election set removed_at = ${kit.clock.now()}, removed_by = ${asker.id}, removed_because = ${short(because, 500)} where id = ${id}`.execute(
          tx,
        );
        await kit.news.publish(tx, 'respond.election-changed', { electionId: id, change: 'removed' });
        return nothing;
      }),
  };
}

/** The period that holds now for any of these accounts; null when there is none. Days are days in London. */
export async function electionFor(
  tx: Tx,
  organisation: Organisation | null,
  accounts: readonly string[],
  now: Date,
): Promise<Election | null> {
  const { rows } = await sql<Election>`
    select ${columns} from respond.election e where removed_at is null and ${londonDay(now)} between starts_on::text and ends_on::text
      and nation in ('all', ${organisation?.nation ?? 'all'})
      and (area = '' or exists (select 1 from respond.account a where a.id = any(${[...accounts]}::uuid[]) and (a.area = '' or lower(a.area) = lower(e.area))))
    order by starts_on limit 1`.execute(tx);
  return rows[0] ?? null;
}

/** Periods that have begun since the last look: what nobody asked for and has not left goes back to be looked at. */
export async function beginElections(kit: Kit, organisation: Organisation | null): Promise<void> {
  await kit.db.as(me, async (tx) => {
    const now = kit.clock.now();
    const { rows } = await sql<Election>`
      update respond.election set begun_at = ${now} where begun_at is null and removed_at is null and starts_on::text <= ${londonDay(now)} and ends_on::text >= ${londonDay(now)}
        and nation in ('all', ${organisation?.nation ?? 'all'}) returning ${columns}`.execute(tx);
    for (const election of rows) {
      const waiting = await sql<{ id: string }>`
        select s.id from respond.submission s where s.state in ('waiting', 'approved', 'released') and s.is_proactive and not s.in_election
          and (${election.area} = '' or exists (select 1 from respond.account a where a.id = any(s.accounts) and (a.area = '' or lower(a.area) = lower(${election.area}))))
          and (s.state <> 'released' or exists (select 1 from respond.publication p where p.submission_id = s.id and p.state = 'due'))
        order by s.id`.execute(tx);
      for (const { id } of waiting.rows) await voidSubmission(kit, tx, id, say.backToReview(election.name), 'election');
    }
  });
}

const london = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', dateStyle: 'short' });
const londonDay = (at: Date): string => london.format(at) || dayOf(at);
