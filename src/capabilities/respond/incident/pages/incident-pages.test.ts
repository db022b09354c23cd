import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { barriersAt } from '../../../../../test/support/barriers.ts';
import { isLookedAt, noBrowser, startBrowser } from '../../../../../test/support/browser.ts';
import { type TestDatabase, testDatabase } from '../../../../../test/support/database.ts';
import { got, type IncidentPlace, incidentPlace } from '../../../../../test/support/incidents.ts';
import { type Site, startSite, type Visitor } from '../../../../../test/support/site.ts';
import { sessionCookie } from '../../../../web/server.ts';
import { refusals } from '../wording.ts';

let db: TestDatabase;
let place: IncidentPlace;
let site: Site;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  place = await incidentPlace(db);
  site = await startSite(
    place.kit,
    () => place.people,
    () => place.incidents,
  );
});
afterEach(async () => {
  await site.stop();
  await place.stop();
});

async function as(key: string): Promise<Visitor> {
  const visitor = site.visitor();
  visitor.setCookie(sessionCookie, await place.people.signInAs(place.ids.get(key)!));
  return visitor;
}

test('from passed on to closed, over HTTP alone', async () => {
  const signalId = await place.passOn('[T13] they say the A&E closes on Friday');
  const bo = await as('bo');
  const list = await bo.get('/respond/incidents');
  expect(list.text).toContain('False claim');
  expect(list.text).toContain('Nobody leads it yet');

  const page = await bo.get(`/respond/incidents/of/${signalId}`);
  const path = page.path;
  expect(page.text).toContain('Next: Acknowledge');
  expect(page.text).toContain('Do not shame the person who posted it.');
  expect(page.text).toContain('they say the A&E closes on Friday');
  expect((await bo.sendOn(page, 'lead')).text).toContain('You lead this incident');

  // Every task by hand, the first by its one button.
  const done = await bo.send(path, 'end-task');
  expect(done.text).toContain('1 task ended');
  for (const task of await place.incidents.tasks(place.asker('bo'), path.split('/').at(-1)!))
    if (task.state === 'open')
      got(
        await place.incidents.endTask(place.asker('bo'), path.split('/').at(-1)!, task.id, 'not-needed', 'It is over'),
      );

  const decided = await bo.send(path, 'decide', {
    facts: 'It is open',
    options: 'Wait',
    decided: 'Say so',
    reason: '',
  });
  expect(decided.text).toContain(refusals.sayWhy);
  const again = await bo.send(path, 'decide', {
    facts: 'It is open',
    options: 'Wait',
    decided: 'Say so',
    reason: 'People stay away',
  });
  expect(again.text).toContain('The decision is logged');
  expect((await bo.send(path, 'note', { note: 'The hospital confirms', 'is-update': 'yes' })).text).toContain(
    'The hospital confirms',
  );

  const report = await bo.get(`${path}/report`);
  expect(report.text).toContain('The hospital confirms');
  expect(report.text).toContain('Say so');
  expect(report.text).not.toContain('they say the A&E');

  expect((await bo.get(`${path}/finish`)).text).toContain('write a lesson, or why nothing was learnt');
  const wrongDay = await bo.send(`${path}/finish`, 'lesson', {
    happened: 'A rumour',
    learnt: 'Post the hours each week',
    owner: place.ids.get('pol')!,
    'due-day': '31',
    'due-month': '2',
    'due-year': '2027',
  });
  expect(wrongDay.text).toContain(refusals.dueDay);
  const lesson = await bo.send(`${path}/finish`, 'lesson', {
    happened: 'A rumour',
    learnt: 'Post the hours each week',
    owner: place.ids.get('pol')!,
    'due-day': '1',
    'due-month': '4',
    'due-year': '2026',
    gap: 'yes',
  });
  expect(lesson.text).toContain('The lesson is saved');
  expect(place.gaps.length).toBe(1);
  expect((await bo.send(`${path}/finish`, 'close')).text).toContain('The incident is closed');
  await place.settle();
  expect((await bo.get('/respond/incidents')).text).toContain('No incident is going on');
  expect((await bo.get('/respond/incidents?show=closed')).text).toContain('False claim');
  expect((await bo.get('/respond/lessons')).text).toContain('Pol Owner acts by 1 April 2026');
});

test('leading: severity, roles, a pause, a live case, a hand-over that is taken', async () => {
  const bo = await as('bo');
  const made = await bo.send('/respond/incidents/new', 'open', {
    kind: 'storm',
    severity: 'S2',
    title: 'The arrest clip',
    words: 'The press called',
  });
  const path = made.path;
  expect(made.text).toContain('The arrest clip');
  expect((await bo.send('/respond/incidents/new', 'open', { words: 'x' })).text).toContain(refusals.choosePlay);
  const lead = `${path}/lead`;
  expect((await bo.send(lead, 'give', { role: 'approver', person: place.ids.get('ann')! })).text).toContain(
    refusals.noApprover,
  );
  expect((await bo.send(lead, 'give', { role: 'approver', person: place.ids.get('rob')! })).text).toContain(
    'The role is given',
  );
  expect((await bo.send(lead, 'severity', { severity: 'S1', 'why-severity': 'A child is in it' })).text).toContain(
    'The severity is changed',
  );
  const clock = (await place.incidents.clocks(place.asker('bo'), path.split('/').at(-1)!)).find(
    (one) => one.kind === 'decide',
  )!;
  expect((await bo.send(lead, 'pause', { clock: clock.id, [`pause-words-${clock.id}`]: 'They asked' })).text).toContain(
    refusals.choosePause,
  );
  const paused = await bo.send(lead, 'pause', {
    clock: clock.id,
    [`pause-${clock.id}`]: 'police',
    [`pause-words-${clock.id}`]: 'They asked',
  });
  expect(paused.text).toContain('Paused: The police asked us to wait');
  expect((await bo.send(lead, 'case', { 'why-case': 'He is charged' })).text).toContain(
    'Everybody on the incident sees it',
  );
  expect((await bo.get(path)).text).toContain('No facts, no names, no guesses');

  await bo.send(`${path}/hand-over`, 'hand-over', { to: place.ids.get('dot')!, words: 'Rob has the line' });
  const dot = await as('dot');
  const waits = await dot.get(path);
  expect(waits.text).toContain('handed over to you');
  expect((await dot.sendOn(waits, 'take-over')).text).toContain('You lead this incident now');
});

test('what a role may not see is not there, and what it may not do is refused', async () => {
  const signalId = await place.passOn('[T13] the bridge at Alder Row is closed, they say');
  const rob = await as('rob');
  const seen = await rob.get(`/respond/incidents/of/${signalId}`);
  expect(seen.text).toContain('A story that your role does not open.');
  expect(seen.text).not.toContain('Alder Row');
  const pol = await as('pol');
  expect((await pol.get(seen.path)).status).toBe(404);
  expect((await pol.get('/respond/plays')).text).toContain('Leak of confidential material');
  const ada = await as('ada');
  expect((await ada.get(seen.path)).text).not.toContain('Note it');
  expect((await ada.get(`${seen.path}/lead`)).status).toBe(404);
});

test('a play is changed in the browser and the old version stays', async () => {
  const pol = await as('pol');
  const form = await pol.get('/respond/plays/leak');
  const changed = await pol.sendOn(form, 'change', {
    name: 'Leak',
    when: 'Something confidential is out',
    'step-0-words': 'Tell the officer for data protection',
    'step-0-minutes': '10',
    'step-0-role': 'lead',
    'step-1-words': 'Our own step',
    'step-1-minutes': '',
    'step-1-role': 'anybody',
    'must-not': 'Do not post it again\r\n\r\nDo not accuse',
    tell: 'Everybody on duty',
    lines: 'We know.',
    why: 'Ours is simpler',
  });
  expect(changed.text).toContain('The new version is in force');
  const [two, one] = await place.incidents.plays.versions(place.asker('pol'), 'leak');
  expect(two!.play.steps.map((step) => [step.key, step.minutes])).toEqual([
    ['dpo', 10],
    ['disclosure', null],
  ]);
  expect(two!.play.mustNot).toEqual(['Do not post it again', 'Do not accuse']);
  expect(one!.version).toBe(1);
  expect((await pol.send('/respond/plays/leak', 'change', { why: 'x' })).text).toContain(refusals.playSteps(40));
});

describe('in a real browser', () => {
  test.skipIf(!isLookedAt)(
    `every page passes axe, wide and at 390 px, and none moves sideways ${noBrowser}`,
    async () => {
      const a = await place.passOn('[T10] pay your deposit here');
      const id = (await place.incidents.ofSignal(place.asker('bo'), a))!.id;
      const b = await place.story('[T13] the bridge is closed, they say');
      got(await place.incidents.link(place.asker('bo'), id, b));
      got(await place.incidents.captureEvidence(place.asker('bo'), id));
      got(await place.incidents.note(place.asker('bo'), id, 'The bank knows', true));
      const lesson = {
        happened: 'A fake account',
        learnt: 'Say it at once',
        ownerId: place.ids.get('bo')!,
        dueOn: '2026-04-01',
        opensGap: false,
      };
      got(await place.incidents.addLesson(place.asker('bo'), id, lesson));
      await place.opened('storm', 'S1');
      const browser = await startBrowser();
      try {
        const context = await browser.newContext();
        const value = await place.people.signInAs(place.ids.get('bo')!);
        await context.addCookies([{ name: sessionCookie, value, url: site.address }]);
        const page = await context.newPage();
        for (const path of [
          'incidents',
          'incidents/new',
          `incidents/${id}`,
          `incidents/${id}/lead`,
          `incidents/${id}/hand-over`,
          `incidents/${id}/report`,
          `incidents/${id}/finish`,
          'incidents?show=closed',
          'plays',
          'plays/leak',
          'lessons',
        ])
          expect(await barriersAt(page, new URL(`/respond/${path}`, site.address).href)).toEqual([]);
        await context.close();
      } finally {
        await browser.close();
      }
    },
  );
});
