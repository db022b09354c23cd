/** The parts of RESPOND together, in a whole house: an account in the register is listened to, and its mentions reach the desk. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaptureWish } from '#assure';
import type { Asker } from '#platform';
import { startHouse, type TestHouse } from '../../../test/support/house.ts';
import { person } from '../../../test/support/watch.ts';
import { buildRehearsal, buildStage, type Stage } from '../../networks/rehearsal/index.ts';
import { realClock } from '../../platform/clock.ts';
import type { RespondNeeds } from './needs.ts';
import { pageWording as draftPages } from './publish/drafts-wording.ts';
import { draftWording } from './publish/wording.ts';
import { publishSeams } from './seams.ts';

let house: TestHouse;
let stage: Stage;

beforeAll(async () => {
  const network = buildRehearsal();
  stage = buildStage({
    name: 'town',
    script: { sources: [{ name: 'square', title: 'The square' }], posts: [], outages: [] },
    now: realClock.now,
    wait: (ms, signal) => realClock.wait(ms, signal),
  });
  network.raise(stage);
  house = await startHouse({ networks: [network] });
});
afterAll(() => house.stop());

test('a mention of an account in the register comes to the desk', async () => {
  const { respond } = house.house;
  const publisher = person(house.cast.get('publisher')!, 'publisher');
  const added = await respond.publishing.accounts.add(publisher, {
    purpose: 'News and answers for residents',
    ownerId: house.cast.get('publisher')!,
    deputyId: house.cast.get('duty-officer')!,
    verification: 'not-offered',
    recoveryContact: 'digital@northmere.example',
    twoStep: 'A security key in the safe',
    twoStepSeenOn: null,
    area: '',
    isSecondChannel: false,
    network: 'rehearsal',
    settings: { stage: 'town', source: 'square', handle: 'council' },
  });
  expect(added).toMatchObject({ ok: true });
  const author = { handle: 'resident', name: 'A Resident', followers: 3 };
  stage.say({ source: 'square', author, text: 'Hello @council, when is the pool open?', lang: 'en' });
  const officer = person(house.cast.get('duty-officer')!, 'duty-officer');
  await expect
    .poll(async () => (await respond.desk.items.list(officer, {})).map((item) => [item.accountHandle, item.text]))
    .toEqual([['council', 'Hello @council, when is the pool open?']]);
  const [item] = await respond.desk.items.list(officer, {});
  const page = await (await house.as('duty-officer')).get(`/respond/desk/${item!.id}`);
  expect(page.text).toContain('when is the pool open?');
});

test('an item that belongs to an incident stands on its screen until it is decided', async () => {
  const { respond } = house.house;
  const officer = person(house.cast.get('duty-officer')!, 'duty-officer');
  const [{ slug } = { slug: '' }] = await respond.incidents.plays.list(officer);
  const opened = await respond.incidents.open(officer, {
    title: 'The pool',
    kind: slug,
    severity: 'S3',
    words: 'Many ask',
    signalIds: [],
  });
  if (!opened.ok) throw new Error(opened.because);
  const [item] = await respond.desk.items.list(officer, {});
  const visitor = await house.as('duty-officer');
  const linked = await visitor.send(`/respond/desk/${item!.id}`, 'link', { incident: opened.value });
  expect(linked.text).toContain('Added to the incident');
  const screen = () => visitor.get(`/respond/incidents/${opened.value}`);
  expect((await screen()).text).toContain('when is the pool open?');

  // An answer from the desk stands on the incident's screen, and shows what it answers.
  const publisher = person(house.cast.get('publisher')!, 'publisher');
  const siro = person(house.cast.get('siro')!, 'siro');
  const accountId = item!.accountId!;
  await respond.publishing.accounts.askForRight(publisher, accountId, officer.id, 'draft');
  const right = (await respond.publishing.accounts.account(siro, accountId))!.rights.find(
    (one) => one.personId === officer.id && one.act === 'draft',
  );
  await respond.publishing.accounts.confirmRight(siro, right!.id);
  await visitor.send(`/respond/desk/${item!.id}`, 'claim');
  const writing = await visitor.send(`/respond/desk/${item!.id}`, 'answer', { account: accountId });
  expect(writing.text).toContain('when is the pool open?');
  expect(writing.text).toContain('The pool');
  const words = { 'text-0': 'At nine.', purpose: 'Many ask', kind: 'reply', lang: 'en', accounts: accountId };
  const draft = await visitor.sendOn(writing, 'begin', words);
  expect(draft.text).toContain('when is the pool open?');
  const [begun] = await respond.publishing.drafts.list(officer, { incidentId: opened.value });
  expect(begun!.itemId).toBe(item!.id);
  // Somebody else who answers the same is led to what is there, and a form from before is refused.
  const second = await visitor.send(`/respond/desk/${item!.id}`, 'answer', { account: accountId });
  expect(second.text).toContain(draftWording.itemHasDraft);
  expect(second.html).toContain(`href="/respond/drafts/${begun!.id}"`);
  const late = await visitor.sendOn(writing, 'begin', words);
  expect(late.text).toContain(draftWording.itemHasDraft);
  expect(late.html).toContain(`href="/respond/drafts/${begun!.id}"`);
  expect((await screen()).text).toContain('At nine. To write');
  expect((await screen()).html).toContain(`href="/respond/drafts/new?incident=${opened.value}"`);
  expect((await (await house.as('watch-analyst')).get(`/respond/incidents/${opened.value}`)).text).not.toContain(
    'At nine.',
  );

  await visitor.send(`/respond/desk/${item!.id}`, 'no-reply', { choice: 'truth', 'why-no-reply': 'On the website' });
  expect((await screen()).text).not.toContain('when is the pool open?');
});

test('a post that a play says not to answer is answered from nowhere', async () => {
  const { respond } = house.house;
  const officer = person(house.cast.get('duty-officer')!, 'duty-officer');
  const opened = await respond.incidents.open(officer, {
    title: 'A false account',
    kind: 'impersonation',
    severity: 'S3',
    words: 'It asks for money',
    signalIds: [],
  });
  if (!opened.ok) throw new Error(opened.because);
  stage.say({
    source: 'square',
    author: { handle: 'c0uncil', name: 'Council', followers: 3 },
    text: 'Follow @council here and send a deposit',
    lang: 'en',
  });
  const itemOf = async () => (await respond.desk.items.list(officer, {})).find((one) => one.text.includes('deposit'));
  await expect.poll(itemOf).toBeDefined();
  const item = (await itemOf())!;
  const visitor = await house.as('duty-officer');
  await visitor.send(`/respond/desk/${item.id}`, 'link', { incident: opened.value });
  await visitor.send(`/respond/desk/${item.id}`, 'claim');
  const writing = await visitor.send(`/respond/desk/${item.id}`, 'answer', { account: item.accountId! });
  expect(writing.text).toContain(draftPages.noReplyHere);
  const words = { 'text-0': 'Stop.', purpose: 'It is false', kind: 'reply', lang: 'en', accounts: item.accountId! };
  const begun = await visitor.sendOn(writing, 'begin', words);
  const flagged = async () => (await visitor.get(begun.path)).text;
  await expect.poll(flagged).toContain(draftWording.flags['reply-forbidden']);
  const submitted = await visitor.sendOn(begun, 'save', { ...words, act: 'submit' });
  expect(submitted.text).toContain(draftWording.flags['reply-forbidden']);
  const [draft] = await respond.publishing.drafts.list(officer, { incidentId: opened.value });
  expect(draft!.state).toBe('writing');
});

test('a draft of an incident that was joined to another goes by the rules of the one that goes on', async () => {
  const { incidents, publishing } = house.house.respond;
  const officer = person(house.cast.get('duty-officer')!, 'duty-officer');
  const opened = async (kind: string, title: string) => {
    const answer = await incidents.open(officer, { title, kind, severity: 'S3', words: 'Many ask', signalIds: [] });
    if (!answer.ok) throw new Error(answer.because);
    return answer.value;
  };
  const old = await opened('storm', 'Much anger about the pool');
  const goesOn = await opened('impersonation', 'It was a false account');
  const [account] = await publishing.accounts.list(officer);
  const begun = await publishing.drafts.begin(officer, {
    incidentId: old,
    kind: 'reply',
    purpose: 'Many ask',
    lang: 'en',
    lineVersionId: null,
    parts: [{ text: 'The pool is open.', images: [] }],
    targets: [{ accountId: account!.id, replyTo: 'rehearsal:some-post' }],
    consents: [],
    startsAt: null,
    endsAt: null,
    corrects: null,
  });
  if (!begun.ok) throw new Error(begun.because);
  const visitor = await house.as('duty-officer');
  const page = async () => (await visitor.get(`/respond/drafts/${begun.value}`)).text;
  expect(await page()).not.toContain(draftPages.noReplyHere);
  expect(await page()).not.toContain(draftWording.flags['reply-forbidden']);
  expect((await incidents.merge(officer, old, goesOn, 'It is one story')).ok).toBe(true);
  await expect.poll(page).toContain(draftWording.flags['reply-forbidden']);
  expect(await page()).toContain(draftPages.noReplyHere);
  expect((await visitor.get(`/respond/incidents/${goesOn}`)).text).toContain('The pool is open. To write');
});

test('a stop for an incident stands on its timeline, and so does the start', async () => {
  const officer = await house.as('duty-officer');
  const title = 'The account may be hijacked';
  const given = { title, kind: 'impersonation', severity: 'S3' as const, words: 'Odd posts', signalIds: [] };
  const { incidents } = house.house.respond;
  const dutyOfficer = person(house.cast.get('duty-officer')!, 'duty-officer');
  const opened = await incidents.open(dutyOfficer, given);
  if (!opened.ok) throw new Error(opened.because);
  const screen = async () => (await officer.get(`/respond/incidents/${opened.value}`)).text;
  const way = `/respond/stop?sure=all&incident=${opened.value}`;
  expect((await officer.get(`/respond/incidents/${opened.value}`)).html).toContain(way.replace('&', '&amp;'));
  const sure = await officer.get(way);
  expect(sure.text).toContain(title);
  expect(sure.html).toMatch(new RegExp(`value="${opened.value}"[^>]*selected`));
  // What was stood down meanwhile can be named as well.
  expect((await incidents.standDown(dutyOfficer, opened.value, 'It is quiet')).ok).toBe(true);
  expect((await officer.get(way)).html).toMatch(new RegExp(`value="${opened.value}"[^>]*selected`));
  expect((await officer.sendOn(sure, 'stop', { incident: opened.value })).text).toContain(draftPages.didStop);
  await expect.poll(screen).toContain('All publishing was stopped');
  await (await house.as('publisher')).send('/respond/stop', 'start', { 'start-all': 'It was a false alarm' });
  await expect.poll(screen).toContain('All publishing was started again');
});

test('an incident that is closed or joined to another offers no new answer and no new line', async () => {
  const { incidents } = house.house.respond;
  const officer = person(house.cast.get('duty-officer')!, 'duty-officer');
  const visitor = await house.as('duty-officer');
  const opened = async (title: string) => {
    const given = { title, kind: 'storm', severity: 'S4' as const, words: 'Many ask', signalIds: [] };
    const answer = await incidents.open(officer, given);
    if (!answer.ok) throw new Error(answer.because);
    return answer.value;
  };
  const [closed, joined, open] = [await opened('Over'), await opened('Joined'), await opened('Goes on')];
  const offers = async (id: string) => {
    const { html } = await visitor.get(`/respond/incidents/${id}`);
    return ['drafts', 'lines'].map((what) => html.includes(`/respond/${what}/new?incident=${id}`));
  };
  expect(await offers(closed)).toEqual([true, true]);
  for (const task of await incidents.tasks(officer, closed))
    await incidents.endTask(officer, closed, task.id, 'not-needed', 'It is over');
  expect((await incidents.standDown(officer, closed, 'Nobody asks any more')).ok).toBe(true);
  expect((await incidents.nothingLearnt(officer, closed, 'It was small')).ok).toBe(true);
  expect((await incidents.close(officer, closed)).ok).toBe(true);
  expect((await incidents.merge(officer, joined, open, 'It is one story')).ok).toBe(true);
  for (const id of [closed, joined]) expect(await offers(id)).toEqual([false, false]);
  expect(await offers(open)).toEqual([true, true]);
});

test('a legal hold on evidence holds the official posts of its incident and of its address, the guardian’s too', async () => {
  const { assure, watch, respond } = house.house;
  const held = publishSeams(
    { assure, watch } as unknown as RespondNeeds,
    () => respond.desk,
    () => respond.incidents,
  ).onHold;
  const records = person('records', 'records-manager', 'duty-officer');
  const guardian = person('guardian', 'guardian');
  const opened = await respond.incidents.open(person(house.cast.get('duty-officer')!, 'duty-officer'), {
    title: 'A claim about the pool',
    kind: 'storm',
    severity: 'S3',
    words: 'A letter of a solicitor',
    signalIds: [],
  });
  if (!opened.ok) throw new Error(opened.because);
  const capture = async (url: string, by: Asker, more: Partial<CaptureWish> = {}) => {
    const asked = await assure.evidence.capture(by, { url, raw: null, why: 'To keep it', about: null, ...more });
    if (!asked.ok) throw new Error(asked.because);
    return asked.value;
  };
  const about = { kind: 'incident' as const, id: opened.value };
  const ours = await capture('http://127.0.0.1:1/ours', records, { about });
  await capture('http://127.0.0.1:1/free', records);
  const sealed = await capture('http://127.0.0.1:1/sealed', guardian, { onlyRole: 'guardian' });
  expect(await held()).toEqual({ incidentIds: [], addresses: [] });
  expect((await assure.evidence.hold(records, ours, 'A claim is expected', '2027-06-01')).ok).toBe(true);
  const keeper = person('keeper', 'guardian', 'records-manager');
  expect((await assure.evidence.hold(keeper, sealed, 'A claim is expected', '2027-06-01')).ok).toBe(true);
  const { incidentIds, addresses } = await held();
  expect(incidentIds).toEqual([opened.value]);
  expect([...addresses].sort()).toEqual(['http://127.0.0.1:1/ours', 'http://127.0.0.1:1/sealed']);
});
