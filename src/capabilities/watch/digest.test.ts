import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type AlertPlace, alertPlace } from '../../../test/support/alerts.ts';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import { orderDigests } from './digest.ts';

let db: TestDatabase;
let place: AlertPlace;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  place = await alertPlace(db, { now: '2026-03-02T07:30:00Z' });
});
afterEach(() => place.stop());

const digest = async () => {
  await orderDigests(place.kit, {
    people: place.people,
    channels: place.channels,
    organisation: place.people.organisation,
  });
  await place.settle();
};

test('the day in numbers, once a day, to those who want it, with no words of any post', async () => {
  await place.story('[T13] they say the bridge is closed');
  await place.story('[T17] my bin was missed for the third time');
  await place.story('[T29] thank you to the lovely crew on Elm Road');
  await place.story('[T4] they falsified the fire safety checks');
  await place.desk.rules.save(place.asker('dan'), [
    { channel: 'email', least: 'S3', codes: [], quietFrom: null, quietTo: null, hasDigest: true },
  ]);
  await place.desk.rules.save(place.asker('ann'), [
    { channel: 'email', least: 'S3', codes: [], quietFrom: null, quietTo: null, hasDigest: false },
  ]);
  place.mailed();
  await digest();
  expect(place.mailed()).toEqual(['bo', 'dot', 'eve', 'dan']);
  const mail = place.smtp.mails.at(-1)!;
  expect(mail.subject).toBe('The day in numbers, 2 Mar - Northmere Council - Foreword');
  expect(mail.text).toContain('- S3 Medium, False claim, by mistake: 1');
  expect(mail.text).toContain('- S4 Low, Complaint: 1');
  expect(mail.text).toContain('Praise and thanks: 1');
  expect(mail.text).toContain('- S3 Medium: 1');
  expect(mail.text).not.toMatch(/bridge|bin was|Elm Road|fire|author\d|disclosure|T4/i);
  await digest();
  expect(place.mailed()).toEqual([]);
  place.kit.clock.move(86_400_000);
  await digest();
  // What nobody has taken since yesterday rings as well: only the digests count here.
  const second = place.smtp.mails.filter((one) => one.subject.startsWith('The day in numbers, 3 Mar'));
  expect(second.map((one) => one.to[0]!.split('@')[0]).sort()).toEqual(['bo', 'dan', 'dot', 'eve']);
  expect(second[0]!.text).toContain('New stories in the last 24 hours:\n- None.');
});

test('says which sources could not be seen, and from when to when', async () => {
  const look = (state: 'seeing' | 'blind') =>
    place.take([], {
      looked: {
        health: state === 'blind' ? { state, code: 'unreachable', words: 'It cannot be reached.' } : { state },
      },
    });
  await look('blind');
  place.kit.clock.move(3_600_000);
  await look('seeing');
  await place.settle();
  await digest();
  expect(place.smtp.mails.at(-1)!.text).toContain(
    'Sources that could not be seen:\n- Bluesky, 2 Mar 07:30 to 2 Mar 08:30',
  );
});
