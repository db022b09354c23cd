/**
 * Scenarios 2, 4, 6, 12, 16 and 20 of the domain rules (section E), each with its "=" line, walked over HTTP by the people
 * of one house. The networks are a rehearsal stage, so that what leaves can be looked at.
 */

import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyBundle } from '#assure';
import { feeds } from '../../src/networks/feeds/index.ts';
import { buildRehearsal, buildStage, type Stage } from '../../src/networks/rehearsal/index.ts';
import type { Role } from '../../src/people/roles.ts';
import { realClock } from '../../src/platform/clock.ts';
import { startTimeStamps, type TimeStamps } from '../servers/time-stamps.ts';
import { startWeb, type Web } from '../servers/web.ts';
import { startHouse, type TestHouse } from '../support/house.ts';
import type { Seen, Visitor } from '../support/site.ts';
import { person } from '../support/watch.ts';

const wait = { timeout: 120_000 };
const dayMs = 86_400_000;

let site: TestHouse;
let stage: Stage;
let account: string;
/** A Mastodon server as it shows itself to anybody: a feed of a tag, a page for each post, and its interface. */
let square: Web;
let authority: TimeStamps;

beforeAll(async () => {
  const network = buildRehearsal();
  stage = buildStage({
    name: 'town',
    script: { sources: [{ name: 'square', title: 'The square' }], posts: [], outages: [] },
    now: realClock.now,
    wait: (ms, signal) => realClock.wait(ms, signal),
  });
  network.raise(stage);
  [square, authority] = await Promise.all([startWeb(), startTimeStamps()]);
  square.on('/tags/council.rss', feedOf());
  site = await startHouse({
    networks: [network, feeds],
    env: { TIME_STAMPS: authority.address, FOREWORD_BROWSER: 'none' },
  });
  account = await prepare();
}, 120_000);
afterAll(async () => {
  await site?.stop();
  await Promise.all([square?.close(), authority?.stop()]);
});

const as = (role: Role | 'staff'): Promise<Visitor> => site.as(role);
const said = (): readonly string[] =>
  stage
    .shown('square')
    .filter((post) => post.author?.handle === 'council')
    .map((post) => post.text);

test('2: somebody argues from an account of their own = it cannot be drafted from, and a lesson is offered', async () => {
  say('resident', '@council your head of parks is rude, and the parks are a mess');
  const officer = await as('duty-officer');
  await expect.poll(async () => (await officer.get('/respond/desk')).text, wait).toContain('head of parks is rude');
  const item = /href="(\/respond\/desk\/[0-9a-f-]{36})"/.exec((await officer.get('/respond/desk')).html)![1]!;
  await officer.send(item, 'claim');
  const own = await officer.send(item, 'answer', { account: 'head-of-parks' });
  expect([own.status, own.text.includes('Only an official account can answer')]).toEqual([422, true]);
  // Nor past the desk: an account that is not on the register is none to write from.
  const drafter = await as('response-drafter');
  const begun = await drafter.send('/respond/drafts/new', 'begin', wish('They are lovely!', { accounts: 'my-own' }));
  expect(
    (await drafter.sendOn(begun, 'save', wish('They are lovely!', { accounts: 'my-own', act: 'submit' }))).text,
  ).toContain('Choose which account says it.');
  expect(said()).toEqual([]);
  const head = await as('staff');
  const asked = await head.send('/hand-over', 'own-account');
  expect(asked.text).toContain('Do not argue from your own account');
  expect((await head.send('/hand-over', 'lesson-read')).text).not.toContain('A short lesson for you');
}, 120_000);

test('6: a look-alike in a flood = scheduled posts are paused, and no reply goes to the fake', async () => {
  const fair = await released('Come to the craft fair at the town hall.', { startsAt: minuteOf(dayMs) });
  const fake = say('c0uncil', 'Flood: evacuate now, Northmere Council says. Send a deposit to rebook your shelter');
  const incident = await passedOn('rebook your shelter', { severity: 'S1', code: 'T10' });
  const officer = await as('duty-officer');
  const screen = await officer.get(incident);
  expect(screen.text).toContain('S1');
  // Within a quarter of an hour: our own account, a second channel, the platform; then whoever deals with fraud.
  for (const words of [
    'Warn from our own account',
    'Say the same on a second channel',
    'Report the account to the platform',
    'tell the fraud lead',
  ])
    expect(screen.text).toContain(words);
  expect(screen.text).toMatch(/Holding line 1[45] min left/);

  await expect.poll(async () => (await officer.get(fair)).text, wait).toContain('Stopped');
  const drafter = await as('response-drafter');
  const form = await drafter.get(`${formOf(incident)}&replyTo=${encodeURIComponent(fake)}`);
  expect(form.text).toContain('We do not answer');
  const reply = wish('This is not our account.', { kind: 'reply', accounts: account });
  const begun = await drafter.sendOn(form, 'begin', reply);
  expect((await drafter.sendOn(begun, 'save', { ...reply, act: 'submit' })).text).toContain(
    'We do not answer this post',
  );
  const warning = 'There is no shelter to book. An account that looks like ours is false. We never ask for a deposit.';
  await released(warning, { kind: 'emergency' }, incident);
  await expect.poll(said, wait).toContain(warning);
  expect(stage.shown('square').filter((post) => post.replyTo !== null)).toEqual([]);
  expect(said()).not.toContain('Come to the craft fair at the town hall.');
}, 120_000);

test('12: an arrest clip = the live case keeps back what may be a fact of it', async () => {
  say(
    'resident',
    'Everyone is sharing the fourteen second clip of that arrest. The council warden on it is a thug, 80k views',
  );
  const incident = await passedOn('fourteen second clip', { severity: 'S2', code: 'T14' });
  const officer = await as('duty-officer');
  // Whoever is named, rightly or wrongly, is called before a line is out.
  const screen = await officer.get(incident);
  const [care, line] = ['Ask the care lead to call them.', 'Send an approved holding line'];
  expect(screen.text.indexOf(care)).toBeGreaterThan(0);
  expect(screen.text.indexOf(care)).toBeLessThan(screen.text.indexOf(line));
  await officer.send(incident, 'note', { note: 'The care lead called the warden who was named by mistake.' });
  await officer.send(incident, 'end-task', { task: taskOf(screen, care), how: 'done' });
  const called = await officer.get(incident);
  expect(called.text).toContain(`Done Is somebody named, rightly or wrongly? ${care}`);
  expect(called.text).toContain(line);
  expect((await officer.get(`${incident}/report`)).text).toContain('The care lead called the warden');
  await officer.send(`${incident}/lead`, 'case', { 'is-active': 'yes', 'why-case': 'The man is charged' });
  expect((await officer.get(incident)).text).toContain('A case is live: say no facts of it');

  const detail = await submitted('The suspect is 34 and was arrested on Mill Road at 9pm.', {}, incident);
  const approver = await as('response-approver');
  const bare = await approver.send(approvalOf(detail), 'approve');
  expect(bare.text).toContain('A court case is live. Say why none of what is flagged is a fact of it');
  await approver.send(approvalOf(detail), 'send-back', { because: 'These are facts of the case' });
  const holding = 'We know about the clip and we are looking at it. Please do not guess.';
  await released(holding, {}, incident);
  await expect.poll(said, wait).toContain(holding);
  expect(said().join('\n')).not.toContain('Mill Road');
}, 120_000);

test('16: a rumour = what is chosen is to put it right, and nobody calls it disinformation', async () => {
  say('resident', 'Rumour has it the council library closes on Friday for good, I heard it from a friend. Pass it on');
  const incident = await passedOn('library closes on Friday', { code: 'T13' });
  const officer = await as('duty-officer');
  const opened = await officer.get(incident);
  for (const words of ['False claim', 'Do not call a mistake disinformation.', 'Pin it', 'Look after 24 hours'])
    expect(opened.text).toContain(words);
  await officer.send(incident, 'decide', {
    facts: 'The library stays open. The manager, 10:15.',
    options: 'Leave it, watch it, inform, put it right',
    decided: 'Put it right with the fact first',
    reason: 'People cancel their visits.',
  });
  const fact = 'The library is open as usual, on Friday too. The hours are on our website.';
  await released(fact, {}, incident);
  await expect.poll(said, wait).toContain(fact);
  const told = await officer.get(incident);
  expect(told.text).toContain('Put it right with the fact first');
  expect(told.text).not.toMatch(/disinformation campaign/i);
  expect((await officer.get(`${incident}/report`)).text).toContain('Put it right with the fact first');
}, 120_000);

test('20: a deepfake = the log of decisions is complete, the answer shows nothing of it, and the lesson reaches the policy', async () => {
  const claim = 'Deepfake or real? The council leader on video announces that water is switched off at noon today';
  const address = publish('109000000000000020', claim);
  const incident = await passedOn('switched off at noon', { severity: 'S1', code: 'T10' });
  const officer = await as('duty-officer');
  const decision = {
    facts: 'No ban is planned. The water company, 09:40.',
    options: 'Say nothing, or deny it with the facts',
    decided: 'Deny it on our own account with the true facts',
    reason: 'Shops are being emptied.',
  };
  const hasGap = await officer.send(incident, 'decide', { ...decision, reason: '' });
  expect(hasGap.status).toBe(422);
  await officer.send(incident, 'decide', decision);
  const logged = await officer.get(`${incident}/report`);
  for (const words of Object.values(decision)) expect(logged.text).toContain(words);

  // The platform is told, and its reference is kept.
  const task = taskOf(await officer.get(incident), 'Report the account to the platform. Keep the reference.');
  await officer.send(incident, 'note', { note: 'Reported to the platform, reference 26-4711.' });
  await officer.send(incident, 'end-task', { task, how: 'done' });
  expect((await officer.get(incident)).text).toContain('Done Report the account to the platform.');
  expect((await officer.get(`${incident}/report`)).text).toContain('reference 26-4711');

  // The post is kept as the network itself gives it, stamped by an authority, in a zip that proves itself.
  await officer.send(incident, 'evidence-capture');
  const evidence = /href="(\/assure\/evidence\/[0-9a-f-]{36})"/.exec((await officer.get(incident)).html)![1]!;
  await expect.poll(async () => (await officer.get(evidence)).text, wait).toContain('By an authority');
  expect((await officer.get(evidence)).text).toContain(address);
  const zip = await exported(officer, evidence);
  const proof = await verifyBundle(zip, { publicKey: null, certificates: authority.certificates });
  expect(proof).toMatchObject({ isGood: true, url: address, stampedAt: expect.any(String) });
  const answer = Object.entries(unzipSync(zip)).find(([name]) => name.endsWith('/answer') || name === 'answer');
  expect(JSON.parse(Buffer.from(answer![1]).toString())).toMatchObject({ id: '109000000000000020', content: claim });

  const drafter = await as('response-drafter');
  const quoting = wish(`This is false: "${claim}"`, { accounts: account });
  const begun = await drafter.send(formOf(incident), 'begin', quoting);
  expect((await drafter.sendOn(begun, 'save', { ...quoting, act: 'submit' })).text).toContain(
    'We do not link or quote a post of this incident',
  );
  const denial = 'Your water stays on. Nobody has planned a ban. A false film says otherwise.';
  await released(denial, {}, incident);
  await expect.poll(said, wait).toContain(denial);

  const inAWeek = new Date(Date.now() + 7 * dayMs);
  await officer.send(`${incident}/finish`, 'lesson', {
    happened: 'A false film was believed for half an hour.',
    learnt: 'Front-line teams did not know whether they may call a film false.',
    owner: site.cast.get('policy-owner')!,
    'due-day': String(inAWeek.getUTCDate()),
    'due-month': String(inAWeek.getUTCMonth() + 1),
    'due-year': String(inAWeek.getUTCFullYear()),
    gap: 'yes',
  });
  expect((await (await as('policy-owner')).get('/policy/gaps')).text).toContain('whether they may call a film false');
}, 120_000);

describe('4: before a vote', () => {
  test('a scheduled post that quotes the leader = it is blocked for one approver, and the version with facts passes', async () => {
    const quoting = 'The leader, Cllr Penn, praised the new pool: “A gift to the town”';
    const draft = await released(quoting, { startsAt: minuteOf(dayMs) });
    const officer = await as('duty-officer');
    const entered = await officer.send('/respond/elections', 'add', {
      name: 'Local elections',
      kind: 'election',
      nation: 'england',
      ...dayFields('startsOn', 0),
      ...dayFields('endsOn', 30),
    });
    expect(entered.text).toContain('Local elections');
    const drafter = await as('response-drafter');
    // The queue is frozen: what was planned goes back to be looked at.
    await expect.poll(async () => (await drafter.get(draft)).text, wait).toContain('Approval counts no more');
    const again = await drafter.send(draft, 'save', wish(quoting, { accounts: account, act: 'submit' }));
    expect(again.text).toContain('Before a vote we do not quote politicians');
    const facts = 'The new pool opens on 7 December at 9am.';
    await drafter.send(draft, 'save', wish(facts, { accounts: account, startsAt: '', act: 'submit' }));
    const approver = await as('response-approver');
    await approver.send(approvalOf(draft), 'approve');
    const publisher = await as('publisher');
    expect((await publisher.get(approvalOf(draft))).html).not.toContain('value="release"');
    expect((await approver.get(approvalOf(draft))).html).not.toContain('value="release"');
    await (await as('siro')).send(approvalOf(draft), 'approve');
    await publisher.send(approvalOf(draft), 'release');
    await expect.poll(said, wait).toContain(facts);
    expect(said().join('\n')).not.toContain('Cllr Penn');
  }, 120_000);
});

/** A post on the square; answers its id. */
function say(handle: string, text: string): string {
  const answer = stage.say({ source: 'square', author: { handle, name: handle, followers: 900 }, text, lang: 'en' });
  if (!answer.ok) throw new Error(answer.because);
  return answer.value.id;
}

/** A post on the Mastodon server; answers its address. */
function publish(id: string, text: string): string {
  const path = `/@resident/${id}`;
  const json = { 'content-type': 'application/json' };
  square.on(path, { headers: { 'content-type': 'text/html' }, body: `<title>A post</title><p>${text}</p>` });
  square.on(`/api/v1/statuses/${id}`, { headers: json, body: JSON.stringify({ id, content: text }) });
  square.on('/tags/council.rss', feedOf([{ address: square.origin + path, text }]));
  return square.origin + path;
}

function feedOf(posts: readonly { readonly address: string; readonly text: string }[] = []) {
  const items = posts.map(
    ({ address, text }) =>
      `<item><guid>${address}</guid><link>${address}</link><pubDate>${new Date().toUTCString()}</pubDate><description>${text}</description></item>`,
  );
  const body = `<rss version="2.0"><channel><title>council</title><link>${square.origin}</link>${items.join('')}</channel></rss>`;
  return { headers: { 'content-type': 'application/rss+xml' }, body };
}

/** The id of the open task that says this. */
const taskOf = (screen: Seen, words: string): string =>
  /name="task" value="([^"]+)"/.exec(screen.html.slice(screen.html.indexOf(words)))![1]!;

async function exported(visitor: Visitor, path: string): Promise<Uint8Array> {
  const _csrf = /name="_csrf" value="([^"]+)"/.exec((await visitor.get(path)).html)![1]!;
  const body = new URLSearchParams({ _csrf, act: 'export', to: 'legal', exportWhy: 'For the regulator' });
  return new Uint8Array(await (await visitor.raw(path, { method: 'POST', body })).arrayBuffer());
}

/** The duty officer finds the story, says what it is and passes it on; answers the path of its incident. */
async function passedOn(words: string, as_: { readonly severity?: string; readonly code: string }): Promise<string> {
  const officer = await as('duty-officer');
  const queue = `/watch/queue?${new URLSearchParams({ words })}`;
  const notes = `${queue}&shown=notes`;
  const signal = async (): Promise<string | null> => {
    for (const path of [queue, notes]) {
      const found = /href="(\/watch\/signals\/[0-9a-f-]{36})/.exec((await officer.get(path)).html);
      if (found) return found[1]!;
    }
    return null;
  };
  await expect.poll(signal, wait).not.toBeNull();
  const path = (await signal())!;
  await officer.send(path, 'judge', { severity: as_.severity ?? 'S3', code: as_.code, 'why-judge': 'I looked at it' });
  await officer.send(path, 'escalate', { to: 'incident', 'why-escalate': 'It needs an answer' });
  const id = path.split('/').at(-1)!;
  let incident = '';
  await expect
    .poll(async () => {
      incident = (await officer.get(`/respond/incidents/of/${id}`)).path;
      return incident;
    }, wait)
    .toMatch(/^\/respond\/incidents\/[0-9a-f-]{36}$/);
  return incident;
}

type Fields = Readonly<Record<string, string>>;

const wish = (text: string, more: Fields = {}): Fields => ({
  'text-0': text,
  purpose: 'So that people know',
  kind: 'proactive',
  lang: 'en',
  ...more,
});

const formOf = (incident: string | null): string =>
  incident ? `/respond/drafts/new?incident=${incident.split('/').at(-1)}` : '/respond/drafts/new';
const approvalOf = (draft: string): string => `/respond/approve/${draft.split('/').at(-1)}`;

/** Written and put before others by the drafter; answers the path of the draft. */
async function submitted(text: string, more: Fields = {}, incident: string | null = null): Promise<string> {
  const drafter = await as('response-drafter');
  const fields = wish(text, { accounts: account, ...more });
  const begun = await drafter.send(formOf(incident), 'begin', fields);
  const path = /^\/respond\/drafts\/[0-9a-f-]{36}/.exec(begun.path)?.[0];
  if (!path) throw new Error(`Nothing was begun: ${wordsOf(begun)}`);
  const sent = await drafter.sendOn(begun, 'save', { ...fields, act: 'submit' });
  if (!sent.path.startsWith('/respond/approve/')) throw new Error(`It was not put before others: ${wordsOf(sent)}`);
  return path;
}

/** Approved by another and let go by a third. */
async function released(text: string, more: Fields = {}, incident: string | null = null): Promise<string> {
  const draft = await submitted(text, more, incident);
  await (await as('response-approver')).send(approvalOf(draft), 'approve');
  await (await as('publisher')).send(approvalOf(draft), 'release');
  return draft;
}

const wordsOf = (seen: Seen): string => `${seen.path} ${seen.status} ${seen.text.slice(0, 1_500)}`;

/** As a browser sends it. */
const minuteOf = (fromNowMs: number): string => new Date(Date.now() + fromNowMs).toISOString().slice(0, 16);

function dayFields(name: string, days: number): Fields {
  const at = new Date(Date.now() + days * dayMs);
  return {
    [`${name}-day`]: String(at.getUTCDate()),
    [`${name}-month`]: String(at.getUTCMonth() + 1),
    [`${name}-year`]: String(at.getUTCFullYear()),
  };
}

/** What stands before: the square is watched, and one official account speaks there. */
async function prepare(): Promise<string> {
  const by = (role: Role) => person(site.cast.get(role)!, role);
  const must = <T extends { readonly ok: boolean }>(answer: T): T & { readonly ok: true } => {
    if (!answer.ok) throw new Error(JSON.stringify(answer));
    return answer as T & { readonly ok: true };
  };
  const { watch, respond } = site.house;
  const settings = { stage: 'town', source: 'square' };
  must(
    await watch.sources.add(by('watch-analyst'), {
      network: 'rehearsal',
      name: 'The square',
      voice: 'public',
      settings,
    }),
  );
  must(
    await watch.sources.add(by('watch-analyst'), {
      network: 'feeds',
      name: 'Posts that are tagged',
      voice: 'public',
      settings: { url: `${square.origin}/tags/council.rss` },
    }),
  );
  const proposed = await watch.watchings.propose(by('watch-analyst'), {
    name: 'The council and its services',
    purpose: 'To notice what residents need from our services and to answer within a day.',
    lawfulBasis: 'Public task',
    ownerId: site.cast.get('duty-officer')!,
    dpiaReference: 'DPIA-2026-1',
    endsOn: new Date(Date.now() + 90 * dayMs).toISOString().slice(0, 10),
    queries: ['council'],
  });
  must(await watch.watchings.approve(by('dpo'), must(proposed).id, 'Needed and fair'));
  const { accounts } = respond.publishing;
  const added = await accounts.add(by('publisher'), {
    network: 'rehearsal',
    settings: { ...settings, handle: 'council' },
    purpose: 'News and answers for residents',
    ownerId: site.cast.get('publisher')!,
    deputyId: site.cast.get('duty-officer')!,
    verification: 'not-offered',
    recoveryContact: 'digital@northmere.example',
    twoStep: 'A security key in the safe',
    twoStepSeenOn: null,
    area: '',
    isSecondChannel: false,
  });
  const id = must(added).value;
  for (const [role, act] of [
    ['response-drafter', 'draft'],
    ['response-approver', 'approve'],
    ['siro', 'approve'],
    ['publisher', 'publish'],
  ] as const) {
    must(await accounts.askForRight(by('publisher'), id, site.cast.get(role)!, act));
    const asked = (await accounts.account(by('publisher'), id))!.rights.find((one) => one.confirmedBy === null)!;
    must(await accounts.confirmRight(by(role === 'siro' ? 'administrator' : 'siro'), asked.id));
  }
  return id;
}
