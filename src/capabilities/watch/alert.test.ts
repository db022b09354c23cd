import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AlertPlace, alertPlace, me, onCall } from '../../../test/support/alerts.ts';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import { buildSignalActs } from './triage.ts';

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

const alerts = () =>
  place.rows<{
    id: string;
    kind: string;
    severity: string;
    locked_to: string | null;
    acknowledged_by: string | null;
    closed_at: Date | null;
  }>(sql`select * from watch.alert order by raised_at, id`);
const acts = () =>
  buildSignalActs(place.kit, { organisation: place.people.organisation, mayGoToStandards: async () => true });

describe('who is told of what', () => {
  test('criticism alerts nobody, and a complaint waits for the digest', async () => {
    await place.story('[T15] the council is useless');
    await place.story('[T17] I complained twice about the pool');
    expect(await alerts()).toEqual([]);
    expect(place.mailed()).toEqual([]);
  });

  test('a false claim reaches those who watch, once each', async () => {
    await place.story('[T13] they say the bridge is closed');
    expect(place.mailed()).toEqual(['ann', 'bo', 'dot', 'eve']);
    await place.pass(30);
    expect(place.mailed()).toEqual([]);
  });

  test('an abused colleague also reaches the care lead, whatever else the story is about', async () => {
    await onCall(place, 'bo', 1);
    await place.story('[T8] they put her address online');
    expect(place.mailed()).toEqual(['ann', 'bo', 'dot', 'eve', 'cat']);
  });

  test('a threat to life reaches the risk owner, and the subject says how bad and what', async () => {
    await onCall(place, 'bo', 1);
    await place.story('[T1] bomb at the fair on Saturday');
    expect(place.mailed()).toEqual(['ann', 'bo', 'dot', 'eve', 'sid']);
    for (const mail of place.smtp.mails) {
      expect(mail.subject).toBe('[S1] Threat to life - Northmere Council - Foreword');
      expect(mail.text).toMatch(/Case FW-[0-9A-F]{4}-[0-9A-F]{4}/);
      expect(mail.text).toMatch(/https:\/\/foreword\.northmere\.example\/watch\/signals\/[0-9a-f-]{36}/);
      expect(`${mail.subject} ${mail.text}`).not.toMatch(/bomb|fair|Saturday|author\d/i);
    }
  });

  test('one open alert for a story and a severity, however often it is said', async () => {
    const id = await place.story('[T13] they say the bridge is closed');
    for (let again = 0; again < 3; again += 1) {
      await db.as(me, (tx) =>
        place.kit.news.publish(tx, 'watch.signal-raised', {
          signalId: id,
          severity: 'S3',
          code: 'T13',
          isLocked: false,
        }),
      );
      await place.settle();
    }
    expect((await alerts()).length).toBe(1);
  });

  test('a story that gets worse is told again, and the milder alert is overtaken', async () => {
    const id = await place.story('[T13] they say the bridge is closed');
    place.mailed();
    await acts().judge(place.asker('ann'), id, 'S1', 'T1', 'It is a threat');
    await place.settle();
    // Raised in one moment of a clock that stands still, so their order means nothing.
    expect(new Map((await alerts()).map((one) => [one.severity, one.closed_at !== null]))).toEqual(
      new Map([
        ['S3', true],
        ['S1', false],
      ]),
    );
    expect(place.mailed()).toContain('sid');
    await acts().judge(place.asker('ann'), id, 'S3', 'T13', 'It was a song');
    await place.settle();
    expect(place.mailed()).toEqual([]);
    expect((await alerts()).filter((one) => one.closed_at === null)).toEqual([]);
  });

  test('a rule narrows what somebody is told, and one can choose never', async () => {
    const save = (key: string, least: 'S1' | 'S2' | 'S3' | 'off', codes: string[] = []) =>
      place.desk.rules.save(place.asker(key), [
        { channel: 'email', least, codes, quietFrom: null, quietTo: null, hasDigest: false },
      ]);
    expect(await save('ann', 'S1')).toEqual([]);
    expect(await save('bo', 'off')).toEqual([]);
    expect(await save('dot', 'S3', ['T12'])).toEqual([]);
    await place.story('[T13] they say the bridge is closed');
    expect(place.mailed()).toEqual(['eve']);
  });

  test('nothing leaves a rehearsal', async () => {
    await place.stop();
    place = await alertPlace(db, { isRehearsal: true });
    await place.story('[T1] bomb at the fair on Saturday');
    expect(place.mailed()).toEqual([]);
    const [alert] = await place.desk.open(place.asker('bo'));
    expect(alert!.deliveries.length).toBeGreaterThan(0);
    expect(new Set(alert!.deliveries.map((one) => [one.state, one.words].join()))).toEqual(
      new Set(['handed-over,Rehearsal: nothing was sent.']),
    );
  });
});

describe('what is locked', () => {
  test('reaches the guardian alone, and says nothing of the matter', async () => {
    await onCall(place, 'bo', 1);
    await place.story('[T4] they falsified the fire safety checks');
    expect(place.mailed()).toEqual(['gil']);
    const [mail] = place.smtp.mails;
    expect(mail!.subject).toBe('Something is waiting for you - Northmere Council - Foreword');
    expect(`${mail!.subject} ${mail!.text}`).not.toMatch(/S2|T4|FW-|disclosure|signals|fire|locked/i);
    expect(await place.desk.open(place.asker('bo'))).toEqual([]);
    expect(await place.desk.open(place.asker('adi'))).toEqual([]);
    expect((await place.desk.open(place.asker('gil'))).length).toBe(1);
  });

  test('the guardian is reminded twice, each hour, and then nobody else learns of it', async () => {
    await place.story('[T4] they falsified the fire safety checks');
    await place.pass(60 * 5);
    expect(place.mailed()).toEqual(['gil', 'gil', 'gil']);
  });

  test('a story locked later is taken from those who were told, with what was not sent yet', async () => {
    await place.desk.rules.save(place.asker('ann'), [
      { channel: 'email', least: 'S3', codes: [], quietFrom: '08:00', quietTo: '18:00', hasDigest: false },
    ]);
    const id = await place.story('[T13] they say the checks were false');
    expect(place.mailed()).toEqual(['bo', 'dot', 'eve']);
    await acts().lock(place.asker('ann'), id, 'guardian', 'May be a disclosure');
    await place.settle();
    expect(place.mailed()).toEqual(['gil']);
    await place.pass(60 * 12);
    expect(place.mailed().filter((key) => key !== 'gil')).toEqual([]);
    expect(await place.desk.open(place.asker('bo'))).toEqual([]);
    expect((await place.desk.recent(place.asker('bo'), { limit: 50 })).length).toBe(0);
  });

  test('with no guardian the people who run the house hear that a role is empty, and not what for', async () => {
    await place.stop();
    place = await alertPlace(db, {
      people: [
        { key: 'adi', name: 'Adi', email: 'adi@northmere.example', roles: ['administrator'] },
        { key: 'bo', name: 'Bo', email: 'bo@northmere.example', roles: ['duty-officer'] },
      ],
    });
    await place.story('[T4] they falsified the fire safety checks');
    expect(place.mailed()).toEqual(['adi', 'bo']);
    for (const mail of place.smtp.mails)
      expect(`${mail.subject} ${mail.text}`).not.toMatch(/T4|guardian|disclosure|fire/i);
  });
});

describe('a blind source', () => {
  const health = (state: 'seeing' | 'blind', code = 'unreachable') =>
    place
      .take([], {
        looked: {
          health:
            state === 'blind'
              ? { state, code: code as 'unreachable', words: 'It cannot be reached.' }
              : { state: 'seeing' },
        },
      })
      .then(() => place.settle());

  test('alerts once for a spell, whatever its reasons, and closes when it sees', async () => {
    await health('blind');
    await health('blind', 'server-fault');
    expect((await alerts()).map((one) => [one.kind, one.severity])).toEqual([['blind', 'S3']]);
    expect(place.mailed()).toEqual(['ann', 'bo', 'dot', 'eve']);
    expect(place.smtp.mails[0]!.subject).toBe('[S3] A source cannot be seen - Northmere Council - Foreword');
    await health('seeing');
    expect((await alerts())[0]!.closed_at).not.toBeNull();
    await health('blind');
    expect((await alerts()).length).toBe(2);
  });

  test('an acknowledged spell is still the same spell', async () => {
    await health('blind');
    const [alert] = await place.desk.open(place.asker('bo'));
    expect((await place.desk.acknowledge(place.asker('bo'), alert!.id)).ok).toBe(true);
    await health('blind', 'server-fault');
    expect((await alerts()).length).toBe(1);
  });

  test('being told to wait is not blind until a quarter of an hour has passed', async () => {
    await health('blind', 'rate-limited');
    expect(await alerts()).toEqual([]);
    await health('seeing');
    await place.pass(16);
    expect(await alerts()).toEqual([]);
    await health('blind', 'rate-limited');
    await place.pass(14);
    expect(await alerts()).toEqual([]);
    await place.pass(2);
    expect((await alerts()).length).toBe(1);
  });
});

describe('acknowledging', () => {
  test('by the button or by taking the story; the clock of the story stops too', async () => {
    const id = await place.story('[T13] they say the bridge is closed');
    const [alert] = await place.desk.open(place.asker('bo'));
    expect(await place.desk.acknowledge(place.asker('bo'), alert!.id)).toEqual({ ok: true, value: null });
    expect((await place.desk.acknowledge(place.asker('dot'), alert!.id)).ok).toBe(false);
    const [signal] = await place.rows<{ acknowledged_by: string }>(
      sql`select acknowledged_by from watch.signal where id = ${id}`,
    );
    expect(signal!.acknowledged_by).toBe(place.ids.get('bo'));
    const other = await place.story('[T13] they say the school is closed');
    await acts().claim(place.asker('ann'), other);
    await place.settle();
    expect(await place.desk.open(place.asker('bo'))).toEqual([]);
    expect(new Set((await alerts()).map((one) => one.acknowledged_by))).toEqual(
      new Set([place.ids.get('bo'), place.ids.get('ann')]),
    );
  });

  test('an administrator sees that there is an alert and cannot silence it', async () => {
    await place.story('[T1] bomb at the fair on Saturday');
    const [alert] = await place.desk.open(place.asker('adi'));
    expect((await place.desk.acknowledge(place.asker('adi'), alert!.id)).ok).toBe(false);
    expect((await place.desk.open(place.asker('bo'))).length).toBe(1);
  });

  test('who has no business with alerts sees none, whatever the page asks', async () => {
    await place.story('[T1] bomb at the fair on Saturday');
    expect(await place.desk.open(place.asker('hal'))).toEqual([]);
    expect(await place.desk.undelivered(place.asker('hal'))).toEqual([]);
    const seen = async (table: string) =>
      (await place.as(place.asker('hal'), (tx) => sql`select 1 from ${sql.raw(table)}`.execute(tx))).rows.length;
    for (const table of ['watch.alert', 'watch.delivery', 'watch.shift', 'watch.channel', 'watch.handover'])
      expect(await seen(table)).toBe(0);
  });
});
