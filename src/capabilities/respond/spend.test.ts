/** The month's cap in the database: counted once for each draft, never beyond, and new with the month. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Spend } from '#networks/contract';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import { type TestKit, testKit } from '../../../test/support/kit.ts';
import { bo } from '../../../test/support/watch.ts';
import { buildSpend } from './spend.ts';

let db: TestDatabase;
let kit: TestKit;
let spend: Spend;

beforeAll(async () => {
  db = await testDatabase();
  kit = testKit(db);
  spend = buildSpend(kit);
});
afterAll(() => db.drop());

const take = (key: string, cost: number, most = 100, account = 'a') =>
  spend.take({ network: 'x', account, key, cost, most });
const spent = async (account = 'a') =>
  (
    await db.as(bo, (tx) =>
      sql<{ spent: number }>`select spent from respond.spend where account = ${account} order by month`.execute(tx),
    )
  ).rows.map((row) => row.spent);

test('each draft counts once, nothing goes beyond the cap, and what was not sent is given back', async () => {
  expect([await take('one', 60), await take('one', 60), await take('two', 60), await take('three', 40)]).toEqual([
    true,
    true,
    false,
    true,
  ]);
  expect(await spent()).toEqual([100]);
  await spend.giveBack({ network: 'x', account: 'a', key: 'one' });
  await spend.giveBack({ network: 'x', account: 'a', key: 'one' });
  expect([await spent(), await take('two', 60)]).toEqual([[40], true]);
});

test('many at once never spend more than was agreed', async () => {
  const taken = await Promise.all(Array.from({ length: 40 }, (_, n) => take(`race ${n}`, 7, 100, 'race')));
  expect(taken.filter(Boolean)).toHaveLength(14);
  expect(await spent('race')).toEqual([98]);
});

test('begins anew with the month, and nobody but the counter writes', async () => {
  expect(await take('last', 100, 100, 'month')).toBe(true);
  expect(await take('more', 1, 100, 'month')).toBe(false);
  kit.clock.set(new Date('2026-04-01T00:00:00Z'));
  expect(await take('more', 1, 100, 'month')).toBe(true);
  expect(await spent('month')).toEqual([100, 1]);
  await db.as(bo, (tx) => sql`update respond.spend set spent = 0`.execute(tx));
  expect(await spent('month')).toEqual([100, 1]);
});
