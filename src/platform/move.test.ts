import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serverUrl, type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { system } from './asker.ts';
import { realClock } from './clock.ts';
import { type OpenDatabase, openDatabase } from './db.ts';
import { buildLog } from './log.ts';
import { migrate } from './migrate.ts';
import { moveEverything } from './move.ts';
import { buildNews } from './news.ts';

let from: OpenDatabase;
let to: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), 'foreword-move-'));

beforeAll(async () => {
  to = await testDatabase();
  from = await openDatabase({ kind: 'embedded', folder: join(folder, 'db') });
  await migrate(from, null);
});
afterAll(async () => {
  await from.close();
  await to.drop();
  rmSync(folder, { recursive: true, force: true });
});

type Map = { told: { n: number } };

test.skipIf(!serverUrl)(
  'everything moves to a PostgreSQL server, and listeners go on where they were (needs a PostgreSQL server)',
  async () => {
    const log = buildLog('silent');
    const me = system('people');
    const old = buildNews<Map>(from, realClock, log);
    const heard: number[] = [];
    old.listen('mover', ['told'], me, async (_, event) => void heard.push(event.fields.n));
    for (const n of [1, 2]) await from.as(me, (tx) => old.publish(tx, 'told', { n }));
    await old.drain();
    await from.as(me, (tx) => old.publish(tx, 'told', { n: 3 }));
    await from.as(me, (tx) =>
      sql`insert into people.person (id, name, email) values ('00000000-0000-7000-8000-000000000001', 'Ann', 'ann@example.org')`.execute(
        tx,
      ),
    );
    await from.as(me, (tx) =>
      sql`insert into people.role (person_id, role, given_by, given_at) values ('00000000-0000-7000-8000-000000000001', 'auditor', 'test', now())`.execute(
        tx,
      ),
    );

    await moveEverything(from, to, null, () => {});

    const { rows } = await to.as(me, (tx) =>
      sql<{
        name: string;
        role: string;
      }>`select name, role from people.person p join people.role r on r.person_id = p.id`.execute(tx),
    );
    expect(rows).toEqual([{ name: 'Ann', role: 'auditor' }]);
    const moved = buildNews<Map>(to, realClock, log);
    moved.listen('mover', ['told'], me, async (_, event) => void heard.push(event.fields.n));
    await to.as(me, (tx) => moved.publish(tx, 'told', { n: 4 }));
    await moved.drain();
    expect(heard).toEqual([1, 2, 3, 4]);
  },
);
