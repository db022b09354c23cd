/**
 * Moves everything from the embedded database to an empty PostgreSQL, in one transaction there: all or nothing. Tables
 * are copied in the order in which they refer to each other, and the event log is mended for the other server.
 */
import type pg from 'pg';
import type { OpenDatabase } from './db.ts';
import { Fault } from './faults.ts';
import { mendLog } from './mend-log.ts';

interface Table {
  name: string;
  refers_to: string[] | null;
}

const batchSize = 500;

export async function moveEverything(
  from: OpenDatabase,
  to: OpenDatabase,
  ownerUrl: string | null,
  told: (table: string, rows: number) => void,
): Promise<void> {
  await from.asOwner(async (source) => {
    await to.asOwner(async (target) => {
      const tables = inOrder((await source.query<Table>(tablesQuery)).rows);
      await target.query('begin');
      try {
        const { rows } = await target.query<{ n: number }>('select count(*)::int as n from people.organisation');
        if (rows[0]!.n > 0)
          throw new Fault(
            'migration-failed',
            'The PostgreSQL database already holds an organisation. Give it an empty database.',
          );
        for (const table of tables) told(table, await copyTable(source, target, table));
        await mendLog(target);
        await target.query('commit');
      } catch (error) {
        await target.query('rollback');
        throw error;
      }
    }, ownerUrl);
  });
}

const tablesQuery = `
  select n.nspname || '.' || c.relname as name,
    (select array_agg(distinct rn.nspname || '.' || r.relname) from pg_constraint k join pg_class r on r.oid = k.confrelid join pg_namespace rn on rn.oid = r.relnamespace
      where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as refers_to
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'public') and n.nspname || '.' || c.relname <> 'platform.migration'
  order by 1`;

function inOrder(tables: readonly Table[]): string[] {
  const done: string[] = [];
  let left = [...tables];
  while (left.length > 0) {
    const ready = left.filter((table) => (table.refers_to ?? []).every((other) => done.includes(other)));
    if (ready.length === 0) throw new Fault('migration-failed', 'The tables refer to each other in a ring.');
    done.push(...ready.map((table) => table.name));
    left = left.filter((table) => !ready.includes(table));
  }
  return done;
}

async function copyTable(source: pg.PoolClient, target: pg.PoolClient, table: string): Promise<number> {
  await target.query(`delete from ${table}`); // What a migration put there itself, such as the one row of watch.control.
  let moved = 0;
  for (let tail = ''; ; ) {
    // By physical place: every table has one, and nothing is written while we read.
    const { rows } = await source.query<{ place: string; row: unknown }>(
      `select ctid::text as place, to_jsonb(t) as row from ${table} t ${tail} order by ctid limit ${batchSize}`,
    );
    if (rows.length === 0) return moved;
    await target.query(
      `insert into ${table} overriding system value select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
      [JSON.stringify(rows.map((one) => one.row))],
    );
    moved += rows.length;
    tail = `where ctid > '${rows.at(-1)!.place}'::tid`;
  }
}
