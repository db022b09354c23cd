import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { onCall } from '../../../../test/support/alerts.ts';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { got, type IncidentPlace, incidentPlace, refusedWith } from '../../../../test/support/incidents.ts';
import { dueOf } from './clock.table.ts';
import { refusals } from './wording.ts';

const minutes = (from: string, due: Date | null) => (due ? (due.getTime() - new Date(from).getTime()) / 60_000 : null);

describe('the table of clocks (domain rules A0)', () => {
  // Monday in working time; Friday evening; Christmas Eve at 16:30; a Monday that is a bank holiday in England alone.
  const monday = '2026-03-02T09:00:00Z';
  const friday = '2026-03-06T18:00:00Z';
  const eve = '2026-12-24T16:30:00Z';
  const easter = '2026-04-06T10:00:00Z';
  test.each([
    ['S1', 'acknowledge', monday, 5],
    ['S1', 'decide', monday, 15],
    ['S1', 'holding-line', monday, 15],
    ['S1', 'fuller-line', monday, 60],
    ['S1', 'update', friday, 30],
    ['S2', 'acknowledge', friday, 15],
    ['S2', 'decide', eve, 60],
    ['S2', 'update', friday, 120],
    ['S2', 'holding-line', monday, null],
    ['S3', 'acknowledge', monday, 60],
    ['S3', 'decide', monday, 240],
    ['S4', 'acknowledge', monday, 240],
    ['S4', 'update', monday, null],
    ['S5', 'acknowledge', monday, null],
  ] as const)('%s %s from %s', (severity, kind, from, expected) => {
    expect(minutes(from, dueOf(kind, severity, new Date(from), 'england'))).toBe(expected);
  });

  test.each([
    ['S3', 'acknowledge', friday, 'england', '2026-03-09T10:00:00.000Z'],
    ['S3', 'acknowledge', eve, 'england', '2026-12-29T09:30:00.000Z'],
    ['S3', 'acknowledge', easter, 'england', '2026-04-07T09:00:00.000Z'],
    ['S3', 'acknowledge', easter, 'scotland', '2026-04-06T11:00:00.000Z'],
    ['S4', 'decide', friday, 'england', '2026-03-09T17:00:00.000Z'],
  ] as const)('%s %s from %s in %s', (severity, kind, from, nation, expected) => {
    expect(dueOf(kind, severity, new Date(from), nation)?.toISOString()).toBe(expected);
  });
});

describe('clocks of an incident', () => {
  let db: TestDatabase;
  let place: IncidentPlace;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.drop());
  beforeEach(async () => {
    place = await incidentPlace(db);
    await onCall(place, 'bo', 1);
  });
  afterEach(() => place.stop());

  const bo = () => place.asker('bo');
  const clock = async (id: string, kind: string) =>
    (await place.incidents.clocks(bo(), id)).filter((one) => one.kind === kind).at(-1)!;

  test('a clock that runs out is shown, and whoever leads is paged by name', async () => {
    const id = await place.opened('impersonation', 'S1');
    got(await place.incidents.give(bo(), id, 'lead', place.ids.get('dot')!));
    await place.settle();
    place.mailed();
    const before = place.smtp.mails.length;
    await place.pass(16);
    expect((await clock(id, 'decide')).missedAt).not.toBeNull();
    const subjects = place.smtp.mails.slice(before).filter((mail) => mail.to[0]!.startsWith('dot@'));
    expect(subjects.map((mail) => mail.subject)).toContain(
      '[S1] A clock of an incident ran out - Northmere Council - Foreword',
    );
    expect(await place.whats(bo(), id)).toContain('clock-missed');
  });

  test('nobody leads yet: whoever is on call is rung until somebody takes it', async () => {
    const id = await place.opened('impersonation', 'S1');
    expect(place.mailed()).toContain('bo');
    got(await place.incidents.acknowledge(place.asker('dot'), id));
    await place.settle();
    const open = await place.desk.open(bo());
    expect(open.filter((alert) => alert.code === 'incident-opened')).toEqual([]);
  });

  test('a first decision ends its clock; an update ends one and begins the next', async () => {
    const id = await place.opened('impersonation', 'S1');
    got(
      await place.incidents.decide(bo(), id, {
        facts: 'An account asks for deposits',
        options: '',
        decided: 'Warn',
        reason: 'People lose money',
      }),
    );
    expect((await clock(id, 'decide')).state).toBe('done');
    place.kit.clock.set(new Date(place.kit.clock.now().getTime() + 20 * 60_000));
    got(await place.incidents.note(bo(), id, 'The platform has our report', true));
    const update = await clock(id, 'update');
    expect(minutes(place.kit.clock.now().toISOString(), update.dueAt)).toBe(30);
  });

  test('a pause wants a named reason and words, is audited, and gives back what was left', async () => {
    const id = await place.opened('impersonation', 'S2');
    const decide = await clock(id, 'decide');
    const words = 'The police are at the house';
    expect(refusedWith(await place.incidents.pause(bo(), id, decide.id, 'because' as never, words))).toBe(
      refusals.choosePause,
    );
    expect(refusedWith(await place.incidents.pause(bo(), id, decide.id, 'police', ' '))).toBe(refusals.sayWhy);
    expect(refusedWith(await place.incidents.pause(place.asker('dru'), id, decide.id, 'police', words))).toBe(
      refusals.onlyLead,
    );
    await place.pass(40);
    got(await place.incidents.pause(bo(), id, decide.id, 'police', words));
    await place.pass(90);
    expect((await clock(id, 'decide')).missedAt).toBeNull();
    got(await place.incidents.resume(bo(), id, decide.id));
    expect(minutes(place.kit.clock.now().toISOString(), (await clock(id, 'decide')).dueAt)).toBe(20);
    const kept = await place.as(bo(), (tx) =>
      sql`select because, words, paused_by, resumed_by from respond.clock_pause`.execute(tx),
    );
    expect(kept.rows).toEqual([{ because: 'police', words, paused_by: bo().id, resumed_by: bo().id }]);
    expect(await place.whats(bo(), id)).toEqual(expect.arrayContaining(['clock-paused', 'clock-resumed']));
  });

  test('working time that was left is working time after a pause over the weekend', async () => {
    place.kit.clock.set(new Date('2026-03-06T15:00:00Z'));
    const id = await place.opened('false-claim', 'S3');
    const decide = await clock(id, 'decide');
    expect(decide.dueAt.toISOString()).toBe('2026-03-09T11:00:00.000Z');
    got(await place.incidents.pause(bo(), id, decide.id, 'facts', 'Parks finds out'));
    place.kit.clock.set(new Date('2026-03-09T09:00:00Z'));
    got(await place.incidents.resume(bo(), id, decide.id));
    expect((await clock(id, 'decide')).dueAt.toISOString()).toBe('2026-03-09T13:00:00.000Z');
  });

  test('raised, clocks come forward and none goes back; lowered, they get the time of the milder one', async () => {
    const id = await place.opened('storm', 'S3');
    got(await place.incidents.setSeverity(bo(), id, 'S1', 'It is about a child'));
    expect((await clock(id, 'acknowledge')).dueAt.toISOString()).toBe('2026-03-02T09:05:00.000Z');
    expect((await clock(id, 'holding-line')).state).toBe('running');
    got(await place.incidents.setSeverity(bo(), id, 'S3', 'It is not after all'));
    expect((await clock(id, 'acknowledge')).dueAt.toISOString()).toBe('2026-03-02T10:00:00.000Z');
    expect((await clock(id, 'holding-line')).state).toBe('dropped');
    expect(refusedWith(await place.incidents.setSeverity(bo(), id, 'S3', 'Again'))).toBe(refusals.sameSeverity);
    expect(refusedWith(await place.incidents.setSeverity(bo(), id, 'S2', ''))).toBe(refusals.sayWhy);
    const told = await place.events('respond.incident-changed');
    expect(told.map((one) => [one.change, one.severity])).toContainEqual(['severity', 'S1']);
  });
});
