import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import { ann, northmere, post, type WatchPlace, watchPlace } from '../../../test/support/watch.ts';
import { forget } from './retention.ts';
import { buildSignalActs } from './triage.ts';

let db: TestDatabase;
let place: WatchPlace;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.asOwner(async (client) => {
    await client.query('truncate watch.source, watch.watch, watch.post, watch.signal, watch.fold_choice cascade');
  });
  place = await watchPlace(db);
});

const day = 86_400_000;
const kept = async () =>
  (await place.rows<{ text: string }>(sql`select text from watch.post order by text`)).map((row) => row.text);
const count = async (table: string) =>
  (await place.rows<{ n: number }>(sql`select count(*)::int as n from ${sql.raw(table)}`))[0]!.n;

test('noise goes after 7 days, a possible disclosure after 30, the routine after 90, with all that hangs on them', async () => {
  await place.take([post('what a council'), post('[T16] a lamp is dark'), post('[T4] they hide the charts')]);
  await place.take([{ ...post('[T16] a lamp is dark, edited'), version: 'v2' }]);
  place.kit.clock.move(6.9 * day);
  await forget(place.kit);
  expect((await kept()).length).toBe(4);
  place.kit.clock.move(1.1 * day);
  await forget(place.kit);
  expect(await kept()).not.toContain('what a council');
  expect((await kept()).length).toBe(3);
  place.kit.clock.move(23 * day);
  await forget(place.kit);
  expect((await kept()).length).toBe(2);
  place.kit.clock.move(60 * day);
  await forget(place.kit);
  expect(await kept()).toEqual([]);
  for (const table of ['watch.signal', 'watch.signal_post', 'watch.hit', 'watch.observation'])
    expect(await count(table)).toBe(0);
});

test('an open referral keeps its story and every post in it; once it is done they go', async () => {
  const acts = buildSignalActs(place.kit, { organisation: async () => northmere, mayGoToStandards: async () => true });
  await place.take([
    post('[T16] the lamp on Elm Road is dark again'),
    post('[T16] the lamp on Elm Road is dark again #lamp'),
  ]);
  const [signal] = await place.rows<{ id: string }>(sql`select id from watch.signal`);
  const opened = await acts.escalate(ann, signal!.id, 'incident', 'a child fell');
  place.kit.clock.move(200 * day);
  await forget(place.kit);
  expect([(await kept()).length, await count('watch.signal'), await count('watch.referral')]).toEqual([2, 1, 1]);
  expect((await acts.closeReferral(ann, opened.ok ? opened.value : '', 'The lamp was mended')).ok).toBe(true);
  await forget(place.kit);
  expect([(await kept()).length, await count('watch.signal'), await count('watch.referral')]).toEqual([0, 0, 0]);
});

test('a story that still grows keeps its posts; merged and split ones go without a trace', async () => {
  const acts = buildSignalActs(place.kit, { organisation: async () => northmere, mayGoToStandards: async () => true });
  await place.take([
    post('[T16] the lamp on Elm Road is dark again'),
    post('[T17] the pool was closed without a word on Friday'),
  ]);
  const [a, b] = await place.rows<{ id: string }>(sql`select id from watch.signal order by code`);
  await acts.merge(ann, a!.id, b!.id);
  place.kit.clock.move(2 * day);
  await place.take([post('[T16] the lamp on Elm Road is dark again, see')]);
  place.kit.clock.move(89 * day);
  await forget(place.kit);
  expect((await kept()).length).toBe(3);
  place.kit.clock.move(2 * day);
  await forget(place.kit);
  expect([
    (await kept()).length,
    await count('watch.signal'),
    await count('watch.decision'),
    await count('watch.fold_choice'),
  ]).toEqual([0, 0, 0, 0]);
});

test('registers keep for six years after the end of a watch, then they go', async () => {
  await place.rows(sql`update watch.watch set state = 'ended', ended_at = ${place.kit.clock.now()}`);
  place.kit.clock.move(6 * 365 * day);
  await forget(place.kit);
  expect([await count('watch.watch'), await count('watch.query')]).toEqual([1, 2]);
  place.kit.clock.move(10 * day);
  await forget(place.kit);
  expect([await count('watch.watch'), await count('watch.query')]).toEqual([0, 0]);
});
