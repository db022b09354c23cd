import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { system } from '#platform';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { got, type IncidentPlace, incidentPlace, refusedWith } from '../../../../test/support/incidents.ts';
import { post } from '../../../../test/support/watch.ts';
import type { Incident } from './door.ts';
import { shippedPlays } from './plays.table.ts';
import { forgetIncidents } from './retention.ts';
import { refusals } from './wording.ts';

let db: TestDatabase;
let place: IncidentPlace;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  place = await incidentPlace(db);
});
afterEach(() => place.stop());

const as = (key: string) => place.asker(key);
const inc = () => place.incidents;
const all = () => inc().list(as('bo'), ['open', 'stood-down', 'closed', 'merged']);
const incident = async (id: string): Promise<Incident> => (await inc().incident(as('bo'), id))!;

/** As if the process had been killed before it wrote down how far it had heard: what comes then is heard again. */
async function hearAgainFrom(cursor: { xid: string; id: number }): Promise<void> {
  await db.asOwner(async (client) => {
    await client.query(`update platform.cursor set xid = $1::xid8, id = $2 where listener = 'respond.incidents'`, [
      cursor.xid,
      cursor.id,
    ]);
  });
}
const cursor = async () =>
  (
    await place.rows<{ xid: string; id: number }>(
      sql`select xid::text, id from platform.cursor where listener = 'respond.incidents'`,
    )
  )[0]!;

describe('passed on', () => {
  test('a signal that is passed on opens its incident: play by its code, tasks, clocks, its own case number', async () => {
    const signalId = await place.passOn('[T13] they say the A&E closes on Friday');
    const [one] = await all();
    expect(one).toMatchObject({ kind: 'false-claim', severity: 'S3', state: 'open', openedBy: as('ann').id });
    const digits = signalId.replaceAll('-', '').slice(-8).toUpperCase();
    expect(one!.number).toBe(`FW-${digits.slice(0, 4)}-${digits.slice(4)}`);
    expect((await inc().tasks(as('bo'), one!.id)).length).toBe(shippedPlays['false-claim']!.steps.length);
    expect((await inc().clocks(as('bo'), one!.id)).map((clock) => clock.kind)).toEqual([
      'acknowledge',
      'decide',
      'update',
    ]);
    expect((await inc().ofSignal(as('bo'), signalId))?.id).toBe(one!.id);
    expect(await place.whats(as('bo'), one!.id)).toEqual(['opened', 'signal-joined']);
    expect(await place.events('respond.incident-opened')).toMatchObject([
      { incidentId: one!.id, severity: 'S3', kind: 'false-claim' },
    ]);
  });

  test.each([
    ['[T14] look at this clip', 'storm'],
    ['[T12] a made-up video', 'spoof'],
    ['[T6] here are their phone numbers', 'leak'],
    ['[T10] pay the deposit here', 'impersonation'],
    ['[T26] we are in their account', 'hijacked'],
    ['[T8] this is where he lives', 'abuse'],
    ['[T27] meet at the square', 'disorder'],
    ['[T28] my years at the town hall', 'memoir'],
    ['[T17] nothing else fits', 'storm'],
    ['[T14 T8] a clip, and they name the wrong officer', 'storm'],
  ])('%s follows %s', async (text, kind) => {
    await place.passOn(text);
    expect((await all()).map((one) => one.kind)).toEqual([kind]);
  });

  test('told twice, or killed in between and told again, it is one incident', async () => {
    const signalId = await place.story('[T13] the bridge is closed, they say');
    got(await place.signals.escalate(as('ann'), signalId, 'incident', 'It spreads'));
    const before = await cursor();
    // Killed after the chore was written and before it ran; and once more after it had run.
    for (let time = 0; time < 3; time += 1) {
      await place.kit.news.drain();
      if (time === 1) await place.settle();
      await hearAgainFrom(before);
    }
    await place.settle();
    expect((await all()).length).toBe(1);
    expect((await inc().timeline(as('bo'), (await all())[0]!.id)).map((moment) => moment.what)).toEqual([
      'opened',
      'signal-joined',
    ]);
    expect((await inc().tasks(as('bo'), (await all())[0]!.id)).length).toBe(shippedPlays['false-claim']!.steps.length);
  });

  test('decided anew and passed on again, it is still that incident, until that is closed', async () => {
    const signalId = await place.passOn('[T13] the bridge is closed, they say');
    got(await place.signals.reopen(as('ann'), signalId, 'More of it'));
    got(await place.signals.escalate(as('ann'), signalId, 'incident', 'It spreads again'));
    await place.settle();
    const [one] = await all();
    expect((await all()).length).toBe(1);
    expect(await place.whats(as('bo'), one!.id)).toContain('passed-on-again');
    await closed(one!.id);
    expect((await place.signals.referrals(as('ann'))).map((referral) => referral.state)).toEqual(['done', 'done']);
    got(await place.signals.reopen(as('ann'), signalId, 'A month later'));
    got(await place.signals.escalate(as('ann'), signalId, 'incident', 'It is back'));
    await place.settle();
    expect((await all()).length).toBe(2);
  });

  test('to another desk it opens nothing', async () => {
    await place.passOn('[T8] they shout at the warden', 'care');
    expect(await all()).toEqual([]);
  });
});

async function closed(id: string): Promise<void> {
  for (const task of await inc().tasks(as('bo'), id))
    if (task.state === 'open') got(await inc().endTask(as('bo'), id, task.id, 'not-needed', 'It is over'));
  got(await inc().nothingLearnt(as('bo'), id, 'It went as the play says'));
  got(await inc().close(as('bo'), id));
  await place.settle();
}

describe('what is locked', () => {
  test('a disclosure never comes into an incident, not by hand and not by its keeper', async () => {
    const signalId = await place.story('[T4] I told my manager in May and nothing was done');
    const id = await place.opened();
    expect(refusedWith(await inc().link(as('bo'), id, signalId))).toBe(refusals.noSuchSignal);
    expect(
      refusedWith(
        await inc().open(as('bo'), {
          title: null,
          kind: 'leak',
          severity: 'S2',
          words: 'A leak',
          signalIds: [signalId],
        }),
      ),
    ).toBe(refusals.noSuchSignal);
    const careId = await place.story('[T8] this is where she lives');
    got(await place.signals.lock(as('ann'), careId, 'care', 'It names her'));
    await place.settle();
    expect(refusedWith(await inc().link(as('cat'), id, careId))).toBe(refusals.lockedSignal);
    expect(await inc().signals(as('cat'), id)).toEqual([]);
  });

  test('a story locked later leaves the incident, and what it was is not kept here', async () => {
    const signalId = await place.passOn('[T17] they do not answer');
    const [one] = await all();
    got(await place.signals.reopen(as('ann'), signalId, 'Look again'));
    got(await place.signals.lock(as('ann'), signalId, 'guardian', 'He may be speaking up'));
    await place.settle();
    expect(await inc().signals(as('bo'), one!.id)).toEqual([]);
    expect(await place.whats(as('bo'), one!.id)).toContain('signal-locked');
    expect(await inc().ofSignal(as('gil'), signalId)).toBeNull();
  });

  test('who may not see the story sees no word of it in the incident', async () => {
    await place.passOn('[T13] the bridge at Alder Row is closed, they say');
    const [one] = await all();
    const seen = JSON.stringify([
      await inc().incident(as('rob'), one!.id),
      await inc().timeline(as('rob'), one!.id),
      await inc().signals(as('rob'), one!.id),
      await inc().tasks(as('rob'), one!.id),
    ]);
    expect(seen).not.toMatch(/Alder Row/);
  });
});

describe('plays', () => {
  test('are copied once, changed with a reason by those who may, and every version stays', async () => {
    const [first] = await inc().plays.list(as('pol'));
    const play = { ...first!.play, mustNot: [...first!.play.mustNot, 'Do not call the press first.'] };
    expect(refusedWith(await inc().plays.change(as('dru'), first!.slug, play, 'We learnt it'))).toBe(
      refusals.notForYou,
    );
    expect(refusedWith(await inc().plays.change(as('pol'), first!.slug, play, ''))).toBe(refusals.sayWhy);
    expect(got(await inc().plays.change(as('pol'), first!.slug, play, 'We learnt it'))).toBe(2);
    const versions = await inc().plays.versions(as('pol'), first!.slug);
    expect(versions.map((one) => [one.version, one.words])).toEqual([
      [2, 'We learnt it'],
      [1, refusals.shipped],
    ]);
    expect((await inc().plays.list(as('pol')))[0]!.play.mustNot.at(-1)).toBe('Do not call the press first.');
    await expect(db.as(as('pol'), (tx) => sql`update respond.play set words = 'x'`.execute(tx))).rejects.toThrow(
      /permission denied/,
    );
  });

  test('an incident keeps the play that it was started with', async () => {
    const id = await place.opened('leak', 'S2');
    const kept = (await inc().plays.list(as('pol'))).find((one) => one.slug === 'leak')!;
    got(await inc().plays.change(as('pol'), 'leak', { ...kept.play, name: 'Leak, new' }, 'A better name'));
    expect((await incident(id)).play.name).toBe('Leak of confidential material');
  });

  test('another play replaces what is open of the first and makes its own tasks', async () => {
    const id = await place.opened('storm', 'S2');
    const [first] = await inc().tasks(as('bo'), id);
    got(await inc().endTask(as('bo'), id, first!.id, 'done', ''));
    got(await inc().changePlay(as('bo'), id, 'abuse', 'It is about one of us'));
    const tasks = await inc().tasks(as('bo'), id);
    expect(tasks.filter((task) => task.state === 'open').map((task) => task.step!.split('/')[0])).toEqual(
      shippedPlays.abuse!.steps.map(() => 'abuse'),
    );
    expect(tasks.find((task) => task.id === first!.id)!.state).toBe('done');
    expect((await incident(id)).kind).toBe('abuse');
  });

  test('each says what must not be done, and its times are in order of nothing but the clock', () => {
    for (const [slug, play] of Object.entries(shippedPlays)) {
      expect([slug, play.mustNot.length > 0, play.tell.length > 0, play.lines.length > 0]).toEqual([
        slug,
        true,
        true,
        true,
      ]);
      expect(new Set(play.steps.map((step) => step.key)).size).toBe(play.steps.length);
    }
  });
});

describe('people', () => {
  test('the first to come leads; after that those who run it give the roles', async () => {
    const id = await place.opened('storm', 'S2');
    got(await inc().give(as('dru'), id, 'lead', as('dru').id));
    expect(refusedWith(await inc().give(as('rob'), id, 'lead', as('rob').id))).toBe(refusals.onlyLead);
    expect(refusedWith(await inc().give(as('dru'), id, 'deputy', as('dru').id))).toBe(refusals.sameAsLead);
    expect(refusedWith(await inc().give(as('dru'), id, 'approver', as('ann').id))).toBe(refusals.noApprover);
    expect(refusedWith(await inc().give(as('dru'), id, 'recorder', as('hal').id))).toBe(refusals.choosePerson);
    got(await inc().give(as('dru'), id, 'approver', as('rob').id));
    expect((await incident(id)).roles).toEqual({ lead: as('dru').id, approver: as('rob').id });
    const lead = (await inc().tasks(as('bo'), id)).filter((task) => task.forRole === 'lead');
    expect(lead.length).toBeGreaterThan(0);
    expect(lead.every((task) => task.ownerId === as('dru').id)).toBe(true);
  });

  test('a hand-over says what is open, and who takes it leads', async () => {
    const id = await place.opened('storm', 'S2');
    got(await inc().give(as('bo'), id, 'lead', as('bo').id));
    expect(refusedWith(await inc().handOver(as('bo'), id, as('bo').id, 'To myself'))).toBe(refusals.chooseOther);
    got(await inc().handOver(as('bo'), id, as('dot').id, 'The line waits for Rob'));
    const [note] = await inc().handovers(as('dot'), id);
    expect(note!.open.tasks.length).toBe(shippedPlays.storm!.steps.length);
    expect(refusedWith(await inc().takeOver(as('eve'), id, note!.id))).toBe(refusals.notForYou);
    got(await inc().takeOver(as('dot'), id, note!.id));
    expect((await incident(id)).roles.lead).toBe(as('dot').id);
  });

  test('nobody else than these sees an incident, and an auditor changes nothing', async () => {
    const id = await place.opened();
    const sees = async (key: string) => (await inc().incident(as(key), id)) !== null;
    for (const key of ['ann', 'bo', 'rob', 'dru', 'cat', 'dan', 'sid', 'ada'])
      expect([key, await sees(key)]).toEqual([key, true]);
    for (const key of ['gil', 'adi', 'hal', 'pol']) {
      expect([key, await sees(key)]).toEqual([key, false]);
      for (const table of ['timeline', 'task', 'clock', 'decision', 'incident_role', 'lesson'])
        expect(
          (await db.as(as(key), (tx) => sql`select 1 from ${sql.raw(`respond.${table}`)}`.execute(tx))).rows,
        ).toEqual([]);
    }
    expect(refusedWith(await inc().note(as('ada'), id, 'I was here', false))).toBe(refusals.notForYou);
    await expect(
      db.as(as('ada'), (tx) =>
        sql`insert into respond.timeline (id, incident_id, at, by, what) values (${place.kit.ids.next()}, ${id}, now(), ${as('ada').id}, 'note')`.execute(
          tx,
        ),
      ),
    ).rejects.toThrow(/row-level security/);
  });

  test('nobody writes in another’s name, and what happened cannot be changed', async () => {
    const id = await place.opened();
    const write = (key: string, by: string) =>
      db.as(as(key), (tx) =>
        sql`insert into respond.timeline (id, incident_id, at, by, what) values (${place.kit.ids.next()}, ${id}, now(), ${as(by).id}, 'note')`.execute(
          tx,
        ),
      );
    await expect(write('bo', 'dot')).rejects.toThrow(/name of another/);
    for (const change of [sql`update respond.timeline set words = 'x'`, sql`update respond.decision set decided = 'x'`])
      await expect(db.as(as('bo'), (tx) => change.execute(tx))).rejects.toThrow(/permission denied/);
    await db.as(as('bo'), (tx) => sql`delete from respond.timeline`.execute(tx));
    expect((await place.whats(as('bo'), id)).length).toBeGreaterThan(0);
  });
});

describe('tasks and decisions', () => {
  test('a task is taken, done, or not needed because', async () => {
    const id = await place.opened('storm', 'S2');
    const [one, two] = await inc().tasks(as('bo'), id);
    got(await inc().claimTask(as('dru'), id, one!.id));
    got(await inc().endTask(as('dru'), id, one!.id, 'done', 'Asked the depot'));
    expect(refusedWith(await inc().endTask(as('dru'), id, one!.id, 'done', ''))).toBe(refusals.alreadyDone);
    expect(refusedWith(await inc().endTask(as('dru'), id, two!.id, 'not-needed', ''))).toBe(refusals.sayWhy);
    got(await inc().endTask(as('dru'), id, two!.id, 'not-needed', 'No case'));
    got(await inc().addTask(as('dru'), id, 'Call the school', 20));
    const tasks = await inc().tasks(as('bo'), id);
    expect(tasks.find((task) => task.words === 'Call the school')!.dueAt).toEqual(
      new Date(place.kit.clock.now().getTime() + 20 * 60_000),
    );
    expect(tasks.find((task) => task.id === one!.id)).toMatchObject({ state: 'done', ownerId: as('dru').id });
    expect(await place.whats(as('bo'), id)).toEqual(
      expect.arrayContaining(['task-taken', 'task-done', 'task-not-needed', 'task-added']),
    );
  });

  test('a decision has facts, what was decided and why', async () => {
    const id = await place.opened();
    const given = {
      facts: 'Forty shares an hour',
      options: 'Wait; answer',
      decided: 'Answer',
      reason: 'People stay away',
    };
    expect(refusedWith(await inc().decide(as('bo'), id, { ...given, reason: ' ' }))).toBe(refusals.sayWhy);
    got(await inc().decide(as('bo'), id, given));
    expect(await inc().decisions(as('ada'), id)).toMatchObject([{ ...given, by: as('bo').id }]);
  });
});

describe('the timeline fills itself', () => {
  test('by what happens to its signals: more severe, merged, an alert', async () => {
    const signalId = await place.passOn('[T13] the bridge is closed, they say');
    const [one] = await all();
    got(await place.signals.reopen(as('ann'), signalId, 'Look again'));
    got(await place.signals.judge(as('ann'), signalId, 'S2', 'T12', 'It is organised'));
    const other = await place.story('[T13] another one says quite a different thing about the library');
    got(await place.signals.merge(as('ann'), signalId, other));
    await place.settle();
    const whats = await place.whats(as('bo'), one!.id);
    expect(whats).toEqual(expect.arrayContaining(['opened', 'signal-joined', 'signal-changed', 'alert-raised']));
    expect((await inc().signals(as('bo'), one!.id)).map((signal) => signal.signalId)).toContain(other);
  });

  test('by the switch, when it was turned because of this incident', async () => {
    const id = await place.opened();
    const turn = (change: 'stopped' | 'started', incidentId: string | null, scope = 'all') =>
      db.as({ ...as('bo'), roles: ['duty-officer'] }, (tx) =>
        place.kit.news.publish(tx, `respond.publishing-${change}`, { scope, by: as('bo').id, incidentId }),
      );
    await turn('stopped', null);
    await turn('stopped', id, place.kit.ids.next());
    await turn('started', id);
    await place.settle();
    const moments = (await inc().timeline(as('bo'), id)).filter((moment) => moment.what.startsWith('publishing-'));
    expect(moments).toMatchObject([
      { what: 'publishing-stopped', by: as('bo').id, facts: { scope: 'account' } },
      { what: 'publishing-started', by: as('bo').id, facts: { scope: 'all' } },
    ]);
  });

  test('each event once, however often it is heard', async () => {
    const signalId = await place.passOn('[T13] the bridge is closed, they say');
    got(await place.signals.reopen(as('ann'), signalId, 'Look again'));
    got(await place.signals.judge(as('ann'), signalId, 'S2', 'T12', 'It is organised'));
    const begin = await cursor();
    await place.settle();
    const [one] = await all();
    const before = await place.whats(as('bo'), one!.id);
    await hearAgainFrom(begin);
    await place.settle();
    expect(await place.whats(as('bo'), one!.id)).toEqual(before);
  });
});

describe('joined and parted', () => {
  test('merge: signals go, the stricter severity stands, the timeline keeps both', async () => {
    await place.passOn('[T13] the bridge is closed, they say');
    const [first] = await all();
    const into = await place.opened('storm', 'S4');
    got(await inc().note(as('bo'), first!.id, 'The depot says no', false));
    got(await inc().merge(as('bo'), first!.id, into, 'It is one story'));
    await place.settle();
    // Told of the one that ended first, with where it goes on.
    expect((await place.events('respond.incident-changed')).slice(-2)).toMatchObject([
      { incidentId: first!.id, change: 'merged', mergedInto: into },
      { incidentId: into, change: 'merged' },
    ]);
    expect(await incident(first!.id)).toMatchObject({ state: 'merged', mergedInto: into });
    expect((await incident(into)).severity).toBe('S3');
    expect((await inc().signals(as('bo'), into)).length).toBe(1);
    const both = await inc().timeline(as('bo'), into);
    expect(both.map((moment) => moment.words)).toContain('The depot says no');
    expect(refusedWith(await inc().note(as('bo'), first!.id, 'Too late', false))).toBe(refusals.closed);
    expect(refusedWith(await inc().merge(as('bo'), into, into, 'With itself'))).toBe(refusals.chooseTarget);
    expect((await inc().clocks(as('bo'), first!.id)).every((clock) => clock.state === 'dropped')).toBe(true);
  });

  test('merge: what either forbids stays forbidden, and a live case stays live, until a person says otherwise', async () => {
    const old = await place.opened('impersonation', 'S3');
    const into = await place.opened('storm', 'S3');
    expect((await incident(into)).play.forbids).not.toContain('reply');
    got(await inc().setActiveCase(as('bo'), old, true, 'Somebody was charged'));
    got(await inc().merge(as('bo'), old, into, 'It is one story'));
    await place.settle();
    const forbids = [...(await incident(into)).play.forbids].sort();
    expect(forbids).toEqual(['embed', 'reply']);
    expect(await incident(into)).toMatchObject({ kind: 'storm', isActiveCase: true });
    expect((await place.events('respond.incident-changed')).at(-1)).toMatchObject({
      incidentId: into,
      isActiveCase: true,
      forbids: expect.arrayContaining(['reply', 'embed']),
    });
    got(await inc().setActiveCase(as('bo'), into, false, 'The court has decided'));
    expect((await incident(into)).isActiveCase).toBe(false);
  });

  test('merge: all that was joined is found, however much else was', async () => {
    const [first, second, goesOn] = [await place.opened(), await place.opened(), await place.opened()];
    got(await inc().merge(as('bo'), first, second, 'It is one story'));
    got(await inc().merge(as('bo'), second, goesOn, 'It is one story'));
    const elsewhere = await place.opened();
    // More than a list of incidents holds, each newer than these.
    await db.asOwner(async (client) => {
      await client.query(
        `insert into respond.incident (id, number, title, kind, play_version, play, severity, state, opened_by, opened_at, merged_into)
         select gen_random_uuid(), 'N' || n, 'Another', 'storm', 1, '{}', 'S1', 'merged', 'bo', now(), $1 from generate_series(1, 250) n`,
        [elsewhere],
      );
    });
    expect([...(await inc().parts(as('bo'), goesOn))].sort()).toEqual([first, second, goesOn].sort());
  });

  test('an answer of the one that ended is out: the line of the one that goes on is done', async () => {
    const old = await place.opened('storm', 'S3');
    const into = await place.opened('storm', 'S1');
    got(await inc().merge(as('bo'), old, into, 'It is one story'));
    const lineOf = async () => (await inc().clocks(as('bo'), into)).find((clock) => clock.kind === 'holding-line')!;
    expect((await lineOf()).state).toBe('running');
    await db.as(system('respond'), (tx) =>
      place.kit.news.publish(tx, 'respond.response-published', { publicationId: old, incidentId: old, accountId: old }),
    );
    await place.settle();
    expect((await lineOf()).state).toBe('done');
  });

  test('split: the new one remembers where it came from and what was before', async () => {
    const a = await place.story('[T13] the bridge is closed, they say');
    const b = await place.story('[T8] and this warden lives in Hobs Lane');
    const id = await place.opened('storm', 'S3', [a, b]);
    got(await inc().note(as('bo'), id, 'Before they part', false));
    expect(refusedWith(await inc().split(as('bo'), id, [a, b], 'Both'))).toBe(refusals.leaveOne);
    expect(refusedWith(await inc().split(as('bo'), id, [], 'None'))).toBe(refusals.chooseSignals);
    place.kit.clock.set(new Date(place.kit.clock.now().getTime() + 60_000));
    const made = got(await inc().split(as('bo'), id, [b], 'The warden'));
    place.kit.clock.set(new Date(place.kit.clock.now().getTime() + 60_000));
    got(await inc().note(as('bo'), id, 'After they parted', false));
    await place.settle();
    expect(await incident(made)).toMatchObject({ kind: 'abuse', severity: 'S2', splitFrom: id, title: 'The warden' });
    expect((await inc().signals(as('bo'), id)).map((one) => one.signalId)).toEqual([a]);
    const words = (await inc().timeline(as('bo'), made)).map((moment) => moment.words);
    expect(words).toContain('Before they part');
    expect(words).not.toContain('After they parted');
  });

  test('split: what was forbidden and a live case go on in the new one', async () => {
    const a = await place.story('[T10] an account that says it is us');
    const b = await place.story('[T14] and everybody shares it');
    const id = await place.opened('impersonation', 'S3', [a, b]);
    got(await inc().setActiveCase(as('bo'), id, true, 'Somebody was charged'));
    const made = got(await inc().split(as('bo'), id, [b], 'The sharing'));
    await place.settle();
    expect(await incident(made)).toMatchObject({ kind: 'storm', isActiveCase: true });
    expect([...(await incident(made)).play.forbids].sort()).toEqual(['embed', 'reply']);
    expect((await place.events('respond.incident-opened')).at(-1)).toMatchObject({
      incidentId: made,
      isActiveCase: true,
      forbids: expect.arrayContaining(['reply', 'embed']),
    });
  });
});

describe('the end', () => {
  test('no incident closes without a lesson, whoever asks and however', async () => {
    const id = await place.opened();
    for (const task of await inc().tasks(as('bo'), id)) got(await inc().endTask(as('bo'), id, task.id, 'done', ''));
    got(await inc().standDown(as('bo'), id, 'The press has its answer'));
    expect(refusedWith(await inc().close(as('bo'), id))).toBe(refusals.noLesson);
    const force = (asker: ReturnType<typeof as>) =>
      db.as(asker, (tx) =>
        sql`update respond.incident set state = 'closed', closed_at = now(), keep_until = now() where id = ${id}`.execute(
          tx,
        ),
      );
    await expect(force(as('bo'))).rejects.toThrow(/closes with a lesson/);
    await expect(force(system('respond'))).rejects.toThrow(/closes with a lesson/);
    expect(refusedWith(await inc().nothingLearnt(as('bo'), id, ''))).toBe(refusals.sayWhy);
    got(await inc().nothingLearnt(as('bo'), id, 'It went as the play says'));
    got(await inc().close(as('bo'), id));
    expect(await place.events('respond.incident-closed')).toEqual([
      { incidentId: id, lessonId: null, hasLesson: false },
    ]);
    await expect(
      db.as(as('bo'), (tx) => sql`update respond.incident set state = 'open' where id = ${id}`.execute(tx)),
    ).rejects.toThrow(/is closed/);
  });

  test('a lesson says who acts by when, and can open a gap in the policy', async () => {
    const id = await place.opened();
    const given = {
      happened: 'We were late',
      learnt: 'The line must be ready',
      ownerId: as('pol').id,
      dueOn: '2026-04-01',
      opensGap: true,
    };
    expect(refusedWith(await inc().addLesson(as('bo'), id, { ...given, dueOn: '2026-02-30' }))).toBe(refusals.dueDay);
    expect(refusedWith(await inc().addLesson(as('bo'), id, { ...given, dueOn: '2026-03-01' }))).toBe(refusals.dueDay);
    expect(refusedWith(await inc().addLesson(as('bo'), id, { ...given, ownerId: 'nobody' }))).toBe(
      refusals.choosePerson,
    );
    const lessonId = got(await inc().addLesson(as('bo'), id, given));
    const [lesson] = await inc().lessons(as('bo'), id);
    expect(place.gaps).toMatchObject([{ about: id, words: 'The line must be ready' }]);
    expect(lesson).toMatchObject({ id: lessonId, gapId: place.gaps[0]!.id, dueOn: '2026-04-01' });
    expect(refusedWith(await inc().close(as('bo'), id))).toBe(refusals.openTasks);
    for (const task of await inc().tasks(as('bo'), id)) got(await inc().endTask(as('bo'), id, task.id, 'done', ''));
    got(await inc().close(as('bo'), id));
    expect(await place.events('respond.incident-closed')).toEqual([{ incidentId: id, lessonId, hasLesson: true }]);
    expect(refusedWith(await inc().lessonDone(as('rob'), lessonId))).toBe(refusals.notYourLesson);
    got(await inc().lessonDone(as('bo'), lessonId));
  });

  test.each([
    ['S3', '2027-03-03T00:00:00.000Z'],
    ['S1', '2032-03-03T00:00:00.000Z'],
  ] as const)('%s is kept until %s and then goes with all that hangs on it', async (severity, until) => {
    const id = await place.opened('storm', severity);
    const other = await place.opened('storm', severity);
    got(await inc().merge(as('bo'), other, id, 'One story'));
    await closed(id);
    place.kit.clock.set(new Date(new Date(until).getTime() - 1000));
    await forgetIncidents(place.kit);
    expect((await all()).length).toBe(2);
    place.kit.clock.set(new Date(new Date(until).getTime() + 1000));
    await forgetIncidents(place.kit);
    expect(await all()).toEqual([]);
    expect((await db.as(system('respond'), (tx) => sql`select 1 from respond.timeline`.execute(tx))).rows).toEqual([]);
  });
});

describe('scenarios of domain.md E, the incident’s side', () => {
  test('6: a look-alike asks for deposits in a flood: warning in 15 min, scheduled posts stop, no reply to the fake', async () => {
    const signalId = await place.story('[T10 T1] evacuate now, send a deposit to rebook the shelter');
    got(await place.signals.judge(as('ann'), signalId, 'S1', 'T10', 'People are being sent away and robbed'));
    got(await place.signals.escalate(as('ann'), signalId, 'incident', 'Warn at once'));
    await place.settle();
    const [one] = await all();
    expect(one).toMatchObject({ kind: 'impersonation', severity: 'S1' });
    // = scheduled posts paused: told to the rest of the house as it opens.
    expect(await place.events('respond.incident-opened')).toMatchObject([
      { incidentId: one!.id, severity: 'S1', kind: 'impersonation' },
    ]);
    // = no reply sent to the fake: the play forbids it, for people and for the program.
    expect(one!.play.forbids).toContain('reply');
    expect(await place.events('respond.incident-opened')).toMatchObject([{ forbids: ['reply', 'embed'] }]);
    const tasks = await inc().tasks(as('bo'), one!.id);
    const due = (step: string) =>
      (tasks.find((task) => task.step === `impersonation/${step}`)!.dueAt!.getTime() -
        place.kit.clock.now().getTime()) /
      60_000;
    expect([due('warning'), due('second-channel'), due('platform'), due('fraud'), due('capture')]).toEqual([
      15, 15, 15, 20, 10,
    ]);
    const holding = (await inc().clocks(as('bo'), one!.id)).find((clock) => clock.kind === 'holding-line')!;
    expect(holding.dueAt.getTime() - place.kit.clock.now().getTime()).toBe(15 * 60_000);
  });

  test('12: an arrest clip: care for the misnamed officer, a line in 15 min, and the active case blocks facts', async () => {
    await place.passOn('[T14 T8 T21] fourteen seconds, and they name the officer');
    const [one] = await all();
    expect(one!.severity).toBe('S2');
    const tasks = await inc().tasks(as('bo'), one!.id);
    expect(tasks.map((task) => task.step)).toEqual(
      expect.arrayContaining(['storm/case', 'storm/care', 'storm/holding']),
    );
    // Anybody on it may say stop; only whoever leads lets facts be said again.
    got(await inc().setActiveCase(as('dru'), one!.id, true, 'He is charged'));
    expect((await incident(one!.id)).isActiveCase).toBe(true);
    expect(refusedWith(await inc().setActiveCase(as('dru'), one!.id, false, 'I think it is over'))).toBe(
      refusals.onlyLead,
    );
    got(await inc().setActiveCase(as('bo'), one!.id, false, 'The trial is over'));
    await place.settle();
    expect(
      (await place.events('respond.incident-changed'))
        .filter((event) => event.change === 'case')
        .map((event) => event.isActiveCase),
    ).toEqual([true, false]);
  });
});

test('a post that joins the story later changes nothing by itself', async () => {
  await place.passOn('[T13] the bridge is closed, they say');
  const [one] = await all();
  await place.take([post('[T13] the bridge is closed, they say')]);
  await place.settle();
  expect((await inc().signals(as('bo'), one!.id)).length).toBe(1);
});

describe('what the other parts of RESPOND do', () => {
  const tell = async (work: Parameters<typeof db.as<void>>[1]) => {
    await db.as(system('respond'), work);
    await place.settle();
  };

  test('a draft, its approval and the answers fill the timeline, once each, and end the clocks of the lines', async () => {
    const id = await place.opened('impersonation', 'S1');
    await tell(async (tx) => {
      for (const change of ['begun', 'submitted', 'approved'] as const)
        await place.kit.news.publish(tx, 'respond.draft-changed', { draftId: id, incidentId: id, change });
      await place.kit.news.publish(tx, 'respond.draft-changed', { draftId: id, incidentId: null, change: 'begun' });
    });
    const running = async () =>
      (await inc().clocks(as('bo'), id)).filter((clock) => clock.state === 'running').map((clock) => clock.kind);
    const out = (incidentId: string) =>
      tell((tx) =>
        place.kit.news.publish(tx, 'respond.response-published', { publicationId: id, incidentId, accountId: id }),
      );
    const begin = await cursor();
    await out(id);
    expect(await running()).not.toContain('holding-line');
    expect(await running()).toContain('fuller-line');
    await hearAgainFrom(begin);
    await place.settle();
    expect(await running()).toContain('fuller-line');
    await out(id);
    expect(await running()).not.toContain('fuller-line');
    await out(place.kit.ids.next());
    expect((await place.whats(as('bo'), id)).filter((what) => /^(draft|response)/.test(what))).toEqual([
      'draft-begun',
      'draft-submitted',
      'draft-approved',
      'response-published',
      'response-published',
    ]);
  });
});

describe('evidence', () => {
  test('the posts of its stories are captured once, sealed by the strictest code, and kept as long as the incident', async () => {
    const leak = await place.story('[T14 T6] here are the phone numbers of the night team');
    const before = {
      url: 'https://example.org/before',
      raw: null,
      about: { kind: 'signal' as const, id: leak },
      why: 'At first sight',
    };
    expect((await place.evidence.capture(as('ann'), before)).ok).toBe(true);
    got(await place.signals.escalate(as('ann'), leak, 'incident', 'Names are out'));
    await place.settle();
    await place.settle();
    const [one] = await all();
    expect(got(await inc().captureEvidence(as('bo'), one!.id))).toBe(1);
    expect(refusedWith(await inc().captureEvidence(as('bo'), one!.id))).toBe(refusals.nothingToCapture);
    const kept = await inc().evidence(as('bo'), one!.id);
    expect(kept.map((each) => each.care).sort()).toEqual(['open', 'two-people']);
    expect(await place.whats(as('bo'), one!.id)).toContain('evidence-asked');
    // Whoever may not see the story captures nothing of it, and an act of a role that may not capture leaves nothing.
    expect((await inc().captureEvidence(as('rob'), one!.id)).ok).toBe(false);
    await closed(one!.id);
    const until = (await inc().evidence(as('bo'), one!.id)).map((each) => each.keepUntil.toISOString());
    expect(new Set(until)).toEqual(new Set(['2027-03-03T00:00:00.000Z']));
  });

  test('what belonged to a graver one that was merged away is kept as long as that asks', async () => {
    const [grave, mild] = [await place.opened('spoof', 'S2'), await place.opened('spoof', 'S3')];
    const wish = (id: string) => ({
      url: `https://example.org/${id}`,
      raw: null,
      about: { kind: 'incident' as const, id },
      why: 'For the file',
    });
    for (const id of [grave, mild]) got(await place.evidence.capture(as('bo'), wish(id)));
    got(await inc().merge(as('bo'), grave, mild, 'The same video'));
    await closed(mild);
    for (const id of [grave, mild])
      expect((await inc().evidence(as('bo'), id)).map((each) => each.keepUntil.toISOString())).toEqual([
        '2032-03-03T00:00:00.000Z',
      ]);
  });
});
