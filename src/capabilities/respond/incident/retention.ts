/** What is kept of an incident goes when its time is over (domain rules A0): one year for S3, six for S1 and S2. */
import { sql } from 'kysely';
import { type Kit, system } from '#platform';

const me = system('respond');

export async function forgetIncidents(kit: Kit): Promise<void> {
  await kit.db.as(me, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      with recursive gone as (
        select id from respond.incident where state = 'closed' and keep_until < ${kit.clock.now()}
        union select m.id from respond.incident m join gone g on m.merged_into = g.id
      ) select id from gone`.execute(tx);
    const ids = rows.map((row) => row.id);
    if (ids.length === 0) return;
    await sql`delete from respond.clock_pause where incident_id = any(${ids}::uuid[])`.execute(tx);
    await sql`delete from respond.clock where incident_id = any(${ids}::uuid[])`.execute(tx);
    await sql`delete from respond.task where incident_id = any(${ids}::uuid[])`.execute(tx);
    await sql`delete from respond.decision where incident_id = any(${ids}::uuid[])`.execute(tx);
    await sql`delete from respond.timeline where incident_id = any(${ids}::uuid[])`.execute(tx);
    await sql`delete from respond.lesson where incident_id = any(${ids}::uuid[])`.execute(tx);
    await sql`delete from respond.incident_handover where incident_id = any(${ids}::uuid[])`.execute(tx);
    await sql`delete from respond.incident_role where incident_id = any(${ids}::uuid[])`.execute(tx);
    await sql`delete from respond.incident_signal where incident_id = any(${ids}::uuid[])`.execute(tx);
    await sql`delete from respond.incident where id = any(${ids}::uuid[])`.execute(tx);
  });
}
