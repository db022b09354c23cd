import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { system } from '#platform';
import { type AlertPlace, alertPlace, onCall } from '../../../test/support/alerts.ts';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import type { PagedThing } from './door.ts';

let db: TestDatabase;
let place: AlertPlace;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  place = await alertPlace(db);
  await onCall(place, 'bo', 1);
});
afterEach(() => place.stop());

const thing: PagedThing = { key: 'clock/1', severity: 'S1', code: 'clock-missed', href: '/respond/incidents/1' };
const page = async (given: Partial<PagedThing> = {}) => {
  await db.as(system('respond'), (tx) => place.desk.page(tx, { ...thing, ...given }));
  await place.settle();
};

test('a page rings whoever is on call and tells those who watch, once, with where to go and no word of anybody', async () => {
  await page();
  await page();
  expect(place.mailed()).toEqual(['ann', 'bo', 'dot', 'eve', 'sid']);
  const mail = place.smtp.mails.find((one) => one.to[0]!.startsWith('bo@'))!;
  expect(mail.subject).toBe('[S1] A clock of an incident ran out - Northmere Council - Foreword');
  expect(mail.text).toContain('https://foreword.northmere.example/respond/incidents/1');
});

test('those asked by name are rung first, and the rota when they do not answer', async () => {
  await page({ severity: 'S2', personIds: [place.ids.get('sid')!] });
  const [alert] = await place.desk.open(place.asker('bo'));
  expect(alert).toMatchObject({ kind: 'paged', code: 'clock-missed' });
  const rungs = () => place.rows<{ rungs: { kind: string }[] }>(sql`select rungs from watch.alert`);
  expect((await rungs())[0]!.rungs.map((one) => one.kind)).toEqual(['named']);
  await place.pass(16);
  expect((await rungs())[0]!.rungs.map((one) => one.kind)).toEqual(['named', 'place']);
});

test('somebody asked by name sees that page alone', async () => {
  await page({ severity: 'S2', personIds: [place.ids.get('hal')!] });
  await page({ key: 'clock/2', severity: 'S2' });
  const hal = place.asker('hal');
  expect((await place.desk.open(hal)).map((one) => one.code)).toEqual(['clock-missed']);
});

test('what is over rings nobody any more', async () => {
  await page();
  await db.as(system('respond'), (tx) => place.desk.pageOver(tx, thing.key));
  await place.settle();
  place.mailed();
  await place.pass(60);
  expect(place.mailed()).toEqual([]);
  expect(await place.desk.open(place.asker('bo'))).toEqual([]);
});

test('a page that was asked for in a transaction which did not come about is told to nobody', async () => {
  await db
    .as(system('respond'), async (tx) => {
      await place.desk.page(tx, thing);
      throw new Error('killed');
    })
    .catch(() => {});
  await place.settle();
  expect(place.mailed()).toEqual([]);
});
