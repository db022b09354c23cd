/** Numbered plain SQL, forward only, run at start under a lock, each file in one transaction. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import type { OpenDatabase } from './db.ts';
import { Fault } from './faults.ts';
import { mendRestoredLog } from './mend-log.ts';
import { packageRoot } from './paths.ts';

export interface Migration {
  /** `watch/001-posts`. */
  readonly name: string;
  readonly sql: string;
}

/** In the order in which the house is built: foundations first. */
const areas = [
  ['platform', 'src/platform/migrations'],
  ['people', 'src/people/migrations'],
  ['assure', 'src/capabilities/assure/migrations'],
  ['policy', 'src/capabilities/policy/migrations'],
  ['watch', 'src/capabilities/watch/migrations'],
  ['respond', 'src/capabilities/respond/migrations'],
] as const;

export function readMigrations(): readonly Migration[] {
  return areas.flatMap(([area, folder]) =>
    readdirSync(join(packageRoot, folder))
      .filter((file) => file.endsWith('.sql'))
      .sort()
      .map((file) => ({
        name: `${area}/${file.slice(0, -4)}`,
        sql: readFileSync(join(packageRoot, folder, file), 'utf8'),
      })),
  );
}

const lockNumber = 7_043_201; // Any fixed number; the same for every Foreword on this database.

export async function migrate(
  db: OpenDatabase,
  ownerUrl: string | null,
  migrations = readMigrations(),
): Promise<readonly string[]> {
  const done: string[] = [];
  await db.asOwner(async (client) => {
    await client.query('select pg_advisory_lock($1)', [lockNumber]);
    try {
      await prepareRoles(client);
      await client.query('create schema if not exists platform');
      await client.query(
        'create table if not exists platform.migration (name text primary key, hash text not null, at timestamptz not null default now())',
      );
      const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from platform.migration');
      const known = new Map(rows.map((row) => [row.name, row.hash]));
      for (const migration of migrations) {
        const hash = createHash('sha256').update(migration.sql).digest('hex');
        const had = known.get(migration.name);
        if (had !== undefined && had !== hash)
          throw new Fault(
            'migration-failed',
            `${migration.name} was changed after it had been run. Add a new file instead.`,
          );
        if (had !== undefined) continue;
        await runOne(client, migration, hash);
        done.push(migration.name);
      }
      await mendRestoredLog(client);
    } finally {
      await client.query('reset role');
      await client.query('select pg_advisory_unlock($1)', [lockNumber]);
    }
  }, ownerUrl);
  return done;
}

async function runOne(client: pg.PoolClient, migration: Migration, hash: string): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into platform.migration (name, hash) values ($1, $2)', [migration.name, hash]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Fault('migration-failed', `${migration.name}: ${(error as Error).message}`, { cause: error });
  }
}

/** The program takes this role in every transaction. It owns nothing and cannot pass by row-level security. */
const roles = ['foreword_app'];

async function prepareRoles(client: pg.PoolClient): Promise<void> {
  for (const role of roles) {
    const { rows } = await client.query('select rolsuper, rolbypassrls from pg_roles where rolname = $1', [role]);
    if (rows.length === 0) {
      try {
        await client.query(`create role ${role} nologin nosuperuser nobypassrls`);
      } catch (error) {
        const code = (error as { code?: string }).code;
        if (code === '42501')
          throw new Fault(
            'database-role',
            `The database login may not create roles. Ask your administrator to run: create role ${role} nologin; grant ${role} to your_login;`,
            { cause: error },
          );
        // 42710, 23505: another Foreword on the same server was quicker.
        if (code !== '42710' && code !== '23505') throw error;
      }
    } else if (rows[0].rolsuper || rows[0].rolbypassrls) {
      throw new Fault('database-role', `The role ${role} must not be a superuser or bypass row-level security.`);
    }
    const { rows: may } = await client.query(`select pg_has_role(current_user, $1, 'member') as may`, [role]);
    if (!may[0].may) await client.query(`grant ${role} to current_user`);
  }
}
