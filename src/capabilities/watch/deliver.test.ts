import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildMail } from '#platform';
import { startSmtp } from '../../../test/servers/smtp.ts';
import { type AlertPlace, alertPlace, onCall, road } from '../../../test/support/alerts.ts';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import { findOwed } from './deliver.ts';

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

const states = async () =>
  (
    await place.rows<{ state: string; n: number }>(
      sql`select state, count(*)::int as n from watch.delivery group by state order by state`,
    )
  ).map((row) => `${row.state} ${row.n}`);

/** A place whose mail goes down a road that is closed. */
async function withRoadClosed() {
  const up = await startSmtp();
  const way = await road(up.port);
  await way.close();
  await place.stop();
  place = await alertPlace(db, {
    mail: buildMail({ smtpUrl: `smtp://127.0.0.1:${way.port}`, from: 'foreword@northmere.example' }),
  });
  return { up, way };
}

describe('the mail server is down', () => {
  test('nothing is lost and nothing is doubled when it is up again', async () => {
    const { up, way } = await withRoadClosed();
    const stories = [
      'the bridge over the Alder is closed',
      'schools will open on Sundays now',
      'everybody must pay for library cards',
      'tap water turned brown in Hobs Hill',
      'no buses run before noon any more',
    ];
    for (const words of stories) await place.story(`[T13] ${words}`);
    expect(await states()).toEqual(['failed 20']);
    expect((await place.desk.undelivered(place.asker('bo'))).length).toBe(20);
    await place.pass(5);
    expect(await states()).toEqual(['failed 20']);
    await way.open();
    await place.pass(20);
    expect(await states()).toEqual(['handed-over 20']);
    expect(up.mails.length).toBe(20);
    expect(new Set(up.mails.map((mail) => `${mail.to} ${/signals\/\S+/.exec(mail.text)?.[0]}`)).size).toBe(20);
    expect(await place.desk.undelivered(place.asker('bo'))).toEqual([]);
    await way.close();
    await up.stop();
  });

  test('after eight tries it is given up, told to others, and can be tried by hand', async () => {
    const { up, way } = await withRoadClosed();
    await place.story('[T13] they say the bridge is closed');
    for (let hour = 0; hour < 8; hour += 1) {
      place.kit.clock.move(3_600_000);
      await place.settle();
    }
    const lost = await place.rows<{ state: string; tries: number }>(
      sql`select d.state, d.tries from watch.delivery d join watch.alert a on a.id = d.alert_id where a.kind = 'signal' and a.severity = 'S3' and d.step = 0`,
    );
    expect(lost.map((one) => [one.state, one.tries])).toEqual(Array(4).fill(['given-up', 8]));
    expect((await place.rows(sql`select 1 from watch.alert where kind = 'undelivered'`)).length).toBe(1);
    await way.open();
    const owed = (await place.desk.undelivered(place.asker('bo'))).filter((one) => one.state === 'given-up');
    for (const one of owed) expect((await place.desk.tryAgain(place.asker('bo'), one.id)).ok).toBe(true);
    await place.settle();
    expect(up.mails.length).toBe(owed.length);
    expect((await place.desk.tryAgain(place.asker('bo'), owed[0]!.id)).ok).toBe(false);
    await way.close();
    await up.stop();
  });
});

describe('a killed process', () => {
  test('between the commit and the sending: the chore is taken over when its lease runs out', async () => {
    await place.story('[T13] they say the bridge is closed');
    place.mailed();
    // As a process leaves it that took the chore and died: leased, nothing sent.
    await place.rows(
      sql`update watch.delivery set state = 'waiting', turn = 0 where person_id = ${place.ids.get('bo')!}`,
    );
    await place.rows(sql`update platform.job set finished_at = null, key = 'taken', attempts = 1, lease_until = ${new Date(place.kit.clock.now().getTime() + 120_000)}
      where kind = 'watch.deliver' and fields->>'deliveryId' = (select id::text from watch.delivery where person_id = ${place.ids.get('bo')!})`);
    await place.settle();
    expect(place.mailed()).toEqual([]);
    place.kit.clock.move(121_000);
    await place.settle();
    expect(place.mailed()).toEqual(['bo']);
    await place.pass(10);
    expect(place.mailed()).toEqual([]);
  });

  test('a message whose chore is gone gets another', async () => {
    await place.story('[T13] they say the bridge is closed');
    place.mailed();
    await place.rows(sql`update watch.delivery set state = 'waiting' where person_id = ${place.ids.get('bo')!}`);
    await findOwed(place.kit);
    await place.settle();
    expect(place.mailed()).toEqual([]);
    place.kit.clock.move(601_000);
    await findOwed(place.kit);
    await place.settle();
    expect(place.mailed()).toEqual(['bo']);
  });

  test('a chore that comes twice sends once', async () => {
    await place.story('[T13] they say the bridge is closed');
    place.mailed();
    await place.rows(
      sql`update platform.job set finished_at = null, key = id::text where kind in ('watch.deliver', 'watch.ring') and run_at <= ${place.kit.clock.now()}`,
    );
    await place.settle();
    expect(place.mailed()).toEqual([]);
    expect(await states()).toEqual(['handed-over 4']);
  });
});

describe('a refused address', () => {
  test('is given up at once; another person is told, and whoever is on call next is rung at once', async () => {
    const picky = await startSmtp({
      options: {
        onRcptTo: (address, _session, done) =>
          address.address.startsWith('dot@')
            ? done(Object.assign(new Error('No such user'), { responseCode: 550 }))
            : done(),
      },
    });
    await place.stop();
    place = await alertPlace(db, { mail: buildMail({ smtpUrl: picky.url, from: 'foreword@northmere.example' }) });
    await onCall(place, 'dot', 1);
    await onCall(place, 'eve', 2);
    await place.story('[T1] bomb at the fair on Saturday');
    const [alert] = await place.desk.open(place.asker('bo'));
    expect(alert!.rungs.map((rung) => [rung.place, rung.people])).toEqual([
      [1, [place.ids.get('dot')]],
      [2, [place.ids.get('eve')]],
    ]);
    const told = picky.mails.filter(
      (mail) => mail.subject === '[S1] A message did not arrive - Northmere Council - Foreword',
    );
    expect(told.map((mail) => mail.to[0]).sort()).toEqual([
      'adi@northmere.example',
      'bo@northmere.example',
      'eve@northmere.example',
    ]);
    expect(told[0]!.text).toMatch(/E-mail to Dot Duty: .*refused/);
    await picky.stop();
  });
});

describe('quiet hours', () => {
  const quiet = (key: string) =>
    place.desk.rules.save(place.asker(key), [
      { channel: 'email', least: 'S3', codes: [], quietFrom: '22:00', quietTo: '07:00', hasDigest: false },
    ]);

  test('hold what is not critical until they end, by the clock on the wall', async () => {
    await place.stop();
    // British Summer Time: 23:30 on the wall.
    place = await alertPlace(db, { now: '2026-07-01T22:30:00Z' });
    await quiet('ann');
    await place.story('[T13] they say the bridge is closed');
    expect(place.mailed()).toEqual(['bo', 'dot', 'eve']);
    expect(await states()).toEqual(['handed-over 3', 'held 1']);
    expect(await place.desk.undelivered(place.asker('bo'))).toEqual([]);
    place.kit.clock.set(new Date('2026-07-02T05:59:00Z'));
    await place.settle();
    expect(place.mailed()).toEqual([]);
    place.kit.clock.set(new Date('2026-07-02T06:00:00Z'));
    await place.settle();
    expect(place.mailed()).toEqual(['ann']);
  });

  test('do not hold what is critical, nor what is high for somebody on call', async () => {
    await place.stop();
    place = await alertPlace(db, { now: '2026-01-14T03:00:00Z' });
    for (const key of ['ann', 'bo']) await quiet(key);
    await onCall(place, 'bo', 1);
    await place.story('[T1] bomb at the fair on Saturday');
    expect(place.mailed()).toContain('ann');
    await place.story('[T8] they put her address online');
    expect(place.mailed()).toEqual(['bo', 'dot', 'eve', 'cat']);
  });
});

describe('no way to send', () => {
  test('shows as not arrived, with what to do', async () => {
    await place.stop();
    place = await alertPlace(db, { mail: null });
    await place.story('[T13] they say the bridge is closed');
    const owed = await place.desk.undelivered(place.asker('bo'));
    expect(owed.length).toBeGreaterThanOrEqual(4);
    expect(new Set(owed.map((one) => one.words))).toEqual(new Set(['E-mail is not set up here. Set SMTP_URL.']));
  });

  test('a test message says so, or arrives', async () => {
    expect(await place.desk.sendTest(place.asker('bo'))).toEqual({ ok: true, value: null });
    await place.settle();
    expect(place.smtp.mails.map((mail) => [mail.to[0], mail.subject])).toEqual([
      ['bo@northmere.example', '[S4] Test message - Northmere Council - Foreword'],
    ]);
    await place.stop();
    place = await alertPlace(db, { mail: null });
    expect((await place.desk.sendTest(place.asker('bo'))).ok).toBe(false);
  });
});
