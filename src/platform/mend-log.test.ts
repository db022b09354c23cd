import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { system } from './asker.ts';
import { realClock } from './clock.ts';
import { buildLog } from './log.ts';
import { migrate } from './migrate.ts';
import { buildNews } from './news.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

test('after a dump is restored on a younger server listeners go on where they were', async () => {
  const me = system('test');
  const news = buildNews<{ told: { n: number } }>(db, realClock, buildLog('silent'));
  const heard: number[] = [];
  news.listen('restored', ['told'], me, async (_, event) => void heard.push(event.fields.n));
  const tell = (n: number) => db.as(me, (tx) => news.publish(tx, 'told', { n }));
  await tell(1);
  await tell(2);
  await news.drain();
  await tell(3);
  // As a server that has counted much further would have written them.
  await db.asOwner(async (client) => {
    for (const table of ['event', 'cursor'])
      await client.query(`update platform.${table} set xid = (xid::text::bigint + 1000000000)::text::xid8`);
  });
  await news.drain();
  expect(heard).toEqual([1, 2]);

  await migrate(db, null);
  await tell(4);
  await news.drain();
  expect(heard).toEqual([1, 2, 3, 4]);

  const places = async () => {
    const rows: unknown[] = [];
    await db.asOwner(async (client) => {
      rows.push(...(await client.query('select xid::text, id from platform.event order by xid, id')).rows);
    });
    return rows;
  };
  const before = await places();
  await migrate(db, null);
  expect(await places(), 'a log of this server is left as it is').toEqual(before);
});
