import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type AlertPlace, alertPlace } from '../../../test/support/alerts.ts';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';

let db: TestDatabase;
let place: AlertPlace;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  place = await alertPlace(db);
});
afterEach(() => place.stop());

test('a note fills itself with what is open, and holds no words of posts and nothing locked', async () => {
  await place.story('[T13] they say the bridge is closed');
  await place.story('[T1] bomb at the fair on Saturday');
  await place.story('[T4] they falsified the fire safety checks');
  await place.take([], { looked: { health: { state: 'blind', code: 'unreachable', words: 'It cannot be reached.' } } });
  await place.settle();
  const written = await place.desk.handover.write(
    place.asker('bo'),
    'Police have the reference. Look at the fair first.',
  );
  expect(written.ok).toBe(true);
  const note = await place.desk.handover.note(place.asker('dot'), written.ok ? written.value : '');
  expect(note!.facts.signals.map((one) => [one.severity, one.code])).toEqual([
    ['S1', 'T1'],
    ['S3', 'T13'],
  ]);
  expect(note!.facts.signals[0]!.case).toMatch(/^FW-[0-9A-F]{4}-[0-9A-F]{4}$/);
  expect(note!.facts.blind.map((one) => one.name)).toEqual(['Bluesky']);
  expect(note!.facts.alerts.map((one) => one.code).sort()).toEqual(['T1', 'T13', null].sort());
  expect(JSON.stringify(note!.facts)).not.toMatch(/bridge|bomb|T4/);
});

test('is taken once, by somebody else, and read only by those who watch', async () => {
  const written = await place.desk.handover.write(place.asker('bo'), 'All quiet');
  const id = written.ok ? written.value : '';
  expect((await place.desk.handover.take(place.asker('bo'), id)).ok).toBe(false);
  expect((await place.desk.handover.take(place.asker('sid'), id)).ok).toBe(false);
  expect((await place.desk.handover.take(place.asker('dot'), id)).ok).toBe(true);
  expect((await place.desk.handover.take(place.asker('eve'), id)).ok).toBe(false);
  for (const key of ['adi', 'sid', 'hal', 'gil'])
    expect(await place.desk.handover.notes(place.asker(key), 9)).toEqual([]);
  expect((await place.desk.handover.notes(place.asker('ann'), 9))[0]).toMatchObject({
    by: place.ids.get('bo'),
    takenBy: place.ids.get('dot'),
  });
  expect((await place.desk.handover.write(place.asker('bo'), ' ')).ok).toBe(false);
  expect((await place.desk.handover.write(place.asker('bo'), 'x'.repeat(4001))).ok).toBe(false);
});
