/**
 * Transaction numbers mean nothing on another server. A log of events that came from one (moved, or restored from a
 * dump) gets one number for all that is old, and each listener keeps its place, found again by counting.
 */
import type pg from 'pg';

/** Part of the caller's transaction, as the owner of the tables. */
export async function mendLog(client: pg.ClientBase): Promise<void> {
  const { rows: cursors } = await client.query<{ listener: string; passed: number }>(
    'select c.listener, (select count(*)::int from platform.event e where (e.xid, e.id) <= (c.xid, c.id)) as passed from platform.cursor c',
  );
  await client.query(`with ordered as (select id, row_number() over (order by xid, id) as place from platform.event)
    update platform.event e set xid = '1'::xid8, id = -o.place from ordered o where o.id = e.id`);
  await client.query('update platform.event set id = -id'); // In two steps, so that no two share a number on the way.
  await client.query(
    `select setval(pg_get_serial_sequence('platform.event', 'id'), greatest(1, (select max(id) from platform.event)))`,
  );
  for (const { listener, passed } of cursors)
    await client.query(`update platform.cursor set xid = '1'::xid8, id = $2 where listener = $1`, [listener, passed]);
  await mendTrail(client);
}

/** The same for the trail: what has been taken into the chain comes first, in its order, and is not taken again. */
async function mendTrail(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ passed: number }>(
    'select count(*)::int as passed from platform.trail t, platform.trail_place p where (t.xid, t.id) <= (p.xid, p.id)',
  );
  await client.query(`with ordered as (select id, row_number() over (order by xid, id) as place from platform.trail)
    update platform.trail t set xid = '1'::xid8, id = -o.place from ordered o where o.id = t.id`);
  await client.query('update platform.trail set id = -id');
  await client.query(
    `select setval(pg_get_serial_sequence('platform.trail', 'id'), greatest(1, (select max(id) from platform.trail)))`,
  );
  await client.query(`update platform.trail_place set xid = '1'::xid8, id = $1`, [rows[0]?.passed ?? 0]);
}

/** After a dump was restored: events that this server has not come to yet would be heard by nobody. */
export async function mendRestoredLog(client: pg.ClientBase): Promise<void> {
  const { rows: tables } = await client.query(`select to_regclass('platform.event') is not null as has`);
  if (!tables[0].has) return;
  await client.query('begin');
  try {
    const { rows } = await client.query(`select exists (
      select from (select max(xid) as xid from platform.event union all select max(xid) from platform.cursor
        union all select max(xid) from platform.trail union all select max(xid) from platform.trail_place) seen
      where xid >= pg_snapshot_xmax(pg_current_snapshot())) as is_foreign`);
    if (rows[0].is_foreign) {
      await client.query(
        'lock table platform.event, platform.cursor, platform.trail, platform.trail_place in exclusive mode',
      );
      await mendLog(client);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
