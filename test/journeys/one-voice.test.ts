/**
 * From a post to a better policy (issue "One calm official voice", must-show 1), walked in a real browser by seven people
 * against a real PDS and a real fediverse server. With `UPDATE_PICTURES=1` it makes the pictures of docs/walk.md.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/main.ts';
import type { Role } from '../../src/people/roles.ts';
import { type BlueskyServers, blueskyMissing, hasBluesky, startBluesky } from '../servers/bluesky.ts';
import { type Snac, type SnacStatus, snacMissing, startSnac } from '../servers/snac.ts';
import { hasBrowser, isLookedAt, startBrowser } from '../support/browser.ts';
import { startHouse, type TestHouse } from '../support/house.ts';
import { buildWalk, type Walk } from '../support/walk.ts';
import { person } from '../support/watch.ts';

const missing =
  snacMissing() ??
  (hasBluesky ? null : blueskyMissing) ??
  (hasBrowser ? null : 'no Chromium at /usr/bin/chromium') ??
  (isLookedAt ? null : 'walked in the first run, over the embedded database');

const names = {
  'duty-officer': 'Priya Nair',
  'response-drafter': 'Sam Okoro',
  'response-approver': 'Helen Ashby',
  publisher: 'Tomos Rees',
  'policy-owner': 'Ngozi Adeyemi',
  siro: 'Alan Whitlock',
  auditor: 'Joan Fairley',
} as const;
const spoof =
  'Have you seen it? The mayor of Northmere Council on video, selling Mere Park for flats! 90k views and climbing, everyone is sharing it';
const truth = 'Mere Park is not for sale. The video is a spoof. What we plan for the park is on our website.';

describe.skipIf(missing !== null)(`one calm official voice${missing ? ` (left out: ${missing})` : ''}`, () => {
  let site: TestHouse;
  let bluesky: BlueskyServers;
  let snac: Snac;
  let browser: Browser;
  let walk: Walk;
  let posts: { bluesky: string; fediverse: SnacStatus };
  /** Paths of what came into being on the way. */
  const at = { incident: '', draft: '', policy: '' };

  beforeAll(async () => {
    bluesky = (await startBluesky({ accounts: 2 }))!;
    snac = (await startSnac({ instances: 1, users: ['mair', 'northmere'] }))!;
    site = await startHouse({ names });
    await prepare(site, bluesky, snac);
    browser = await startBrowser();
    walk = buildWalk(browser, site, join(import.meta.dirname, '../../docs/walk'));
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await snac?.stop();
    await bluesky?.stop();
  });

  test('a spoof rises on the queue and is passed on; its play starts the clocks, and what was public is kept', async () => {
    const resident = bluesky.accounts[1]!;
    for (const words of everyday) await bluesky.post(resident, words);
    const { uri } = await bluesky.post(resident, spoof);
    posts = { bluesky: uri, fediverse: await snac.post(snac.servers[0]!, snac.servers[0]!.users[0]!, spoof) };

    const officer = await walk.as('duty-officer');
    await officer.go('/watch/queue');
    await officer.waitFor(/selling Mere Park.*/);
    await officer.waitFor(/2 posts/);
    await officer.waitFor(/library/);
    await walk.picture(officer, '1-queue');
    await officer.follow('Fast-spreading criticism');
    await officer.click('Take this');
    await officer.unfold('Change the kind, split, join or lock');
    await officer.page.getByLabel('Kind', { exact: true }).selectOption({ label: 'Spoof or parody' });
    await officer.page.getByLabel('Severity', { exact: true }).selectOption('S2');
    await officer.page.locator('#why-judge').fill('A spoof, and people take it for real');
    await officer.click('Change severity and kind');
    await officer.choose('Incident');
    await officer.page.locator('#why-escalate').fill('A spoof video that spreads fast');
    await officer.click('Pass it on');
    expect(await officer.page.locator('body').innerText()).toContain('Passed on as an incident');
    await officer.follow(/^Passed on/);
    await officer.follow(/^Open its incident/);
    await officer.waitFor('Spoof or altered video');
    at.incident = new URL(officer.page.url()).pathname;
    await officer.click('I lead this');
    const words = await officer.words();
    expect(words).toContain('Capture the posts as evidence before they change.');
    expect(words).toContain('Do not show, embed or quote the video in our answer.');
    expect(words).toMatch(/First decision \d+ min left/);
    await officer.click('Capture the posts of its stories');
    expect(await officer.page.locator('body').innerText()).toContain('2 posts are being captured');
    await officer.waitFor('Captured');
  }, 300_000);

  test('a line is approved and found, its author cannot approve the answer, another can, and it is out on both networks', async () => {
    const drafter = await walk.as('response-drafter');
    await drafter.go(at.incident);
    await drafter.follow('Write a line to take');
    await drafter.fill('What is it about?', 'The video of the mayor and Mere Park');
    await drafter.fill('What do we say?', truth);
    await drafter.day('Last day', 30);
    await drafter.fill('Words that people use for it', 'mere park, mayor, video, flats');
    await drafter.click('Ask for approval');
    const approver = await walk.as('response-approver');
    await approver.go('/respond/lines');
    await approver.follow('The video of the mayor and Mere Park');
    await approver.fill('A word to the writer', 'Checked with the parks team');
    await approver.click('Approve');

    await drafter.go(at.incident);
    await drafter.click('Write an answer');
    for (const network of ['Bluesky', 'Mastodon'])
      await drafter.page.getByRole('group', { name: 'Do we answer a post?' }).getByLabel(network).check();
    await drafter.fill('What is this post for?', 'To say plainly that the park is not for sale');
    await drafter.choose('An answer');
    const accounts = drafter.page.getByRole('group', { name: 'Which account says it?' });
    for (const network of ['Bluesky', 'Mastodon']) await accounts.getByLabel(new RegExp(network)).check();
    await drafter.click('Save and go on');
    await drafter.choose('The video of the mayor and Mere Park');
    await drafter.click('Use the chosen line');
    at.draft = new URL(drafter.page.url()).pathname;
    expect(await drafter.page.getByLabel('What do we say?').inputValue()).toBe(truth);
    await drafter.click('Save and ask for approval');
    expect(await drafter.words()).toContain('You had a hand in this, so somebody else must decide.');
    expect(await drafter.page.getByRole('button', { name: 'Yes, approve it' }).count()).toBe(0);

    await approver.go('/respond/drafts');
    await approver.follow(truth);
    await walk.picture(approver, '3-approval', 1250);
    await approver.fill('A word with it', 'True and calm');
    await approver.click('Yes, approve it');
    const publisher = await walk.as('publisher');
    await publisher.go('/respond/drafts');
    await publisher.follow(truth);
    await publisher.click('Let it leave');
    await publisher.go(at.draft);
    await expect
      .poll(
        async () => {
          await publisher.page.reload();
          return publisher.page.locator('.fw-drafts__row').getByText('Out', { exact: true }).count();
        },
        { timeout: 120_000 },
      )
      .toBe(2);
    expect(await onBluesky()).toEqual([[truth, posts.bluesky]]);
    expect(await onFediverse()).toEqual([[expect.stringContaining('Mere Park is not for sale.'), posts.fediverse.id]]);

    const officer = await walk.as('duty-officer');
    await officer.go(at.incident);
    await walk.picture(officer, '2-incident');
    expect(await officer.words()).toContain('An answer is out');
  }, 300_000);

  test('the incident closes with a lesson alone, the lesson opens a gap, and two people make the policy better', async () => {
    const officer = await walk.as('duty-officer');
    await officer.go(at.incident);
    const done = officer.page.getByRole('button', { name: /^Done: / });
    for (let left = await done.count(); left > 0; left = await done.count()) await officer.click(/^Done: /);
    await officer.follow('Lesson and close');
    expect(await officer.words()).toContain('write a lesson, or why nothing was learnt');
    await officer.fill('What happened', 'A spoof of the mayor was believed for an hour.');
    await officer.fill('What we learnt', 'Staff did not know whether they may say that a video is a spoof.');
    await officer.page.getByLabel('Who acts?').selectOption({ label: names['policy-owner'] });
    await officer.day('By when?', 14);
    await officer.choose('Our rules did not cover it: open a gap in the policy');
    await officer.click('Save the lesson');
    await officer.click('Close the incident');
    await officer.waitFor(/This incident was closed on/);
    expect(await officer.words()).toContain('A gap in the policy was opened');

    const owner = await walk.as('policy-owner');
    await owner.go('/policy/gaps');
    await owner.follow(/Staff did not know whether they may say/);
    await owner.click('Begin a draft to answer it');
    await owner.fill('What is this draft for?', 'What to do about spoofs');
    await owner.click('Begin a draft');
    at.policy = new URL(owner.page.url()).pathname;
    await owner.follow(/^Change 37\. /);
    const clause = owner.page.getByLabel('What it says');
    await clause.fill(`${await clause.inputValue()} You may say that a video is not ours.`);
    await owner.click('Save');
    await owner.follow('Change the notes');
    await owner.fill('What changed and why', 'Clause 37 says what staff may say about a spoof.');
    await owner.fill('Equality note', 'It treats everybody alike.');
    await owner.fill('Why nobody was asked', 'It is urgent. Staff are asked in the next survey.');
    await owner.click('Save');
    await owner.follow('Change the notes');
    await owner.choose(/Staff did not know whether they may say/);
    await Promise.all([
      owner.page.waitForEvent('load'),
      owner.page.getByRole('button', { name: 'Save' }).last().click(),
    ]);
    await owner.click('Check and ask for adoption');
    await owner.click('Ask for adoption');
    await owner.go(`${at.policy}/adopt`);
    expect(await owner.words()).toContain('You wrote in this draft');
    expect(await owner.page.getByRole('button', { name: 'Adopt it' }).count()).toBe(0);

    const second = await walk.as('siro');
    await second.go('/policy/versions');
    await second.follow('What to do about spoofs');
    await second.click('Decide on it');
    await second.fill('Why you decide so', 'Clear and short');
    await walk.picture(second, '5-policy', 1250);
    await second.click('Adopt it');
    expect(await second.words()).toContain('Version 2 was adopted');
    await owner.go('/policy/gaps');
    await owner.follow(/Staff did not know whether they may say/);
    expect(await owner.words()).toContain('Closed by version 2');
  }, 300_000);

  test('the record of it is downloaded and verifies offline, and one changed letter is found', async () => {
    const officer = await walk.as('duty-officer');
    await officer.go(at.incident);
    await walk.picture(officer, '4-timeline', 1400);
    const auditor = await walk.as('auditor');
    await auditor.go('/assure/record');
    const [download] = await Promise.all([
      auditor.page.waitForEvent('download'),
      auditor.page.getByRole('button', { name: 'Download the record' }).click(),
    ]);
    const folder = mkdtempSync(join(tmpdir(), 'foreword-record-'));
    try {
      const file = join(folder, 'record.ndjson');
      await download.saveAs(file);
      const text = readFileSync(file, 'utf8');
      expect(text.includes('response-approved')).toBe(true);
      expect(await verified(file)).toBe(0);
      writeFileSync(file, text.replace('incident-viewed', 'incident-opened'));
      expect(await verified(file)).toBe(1);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 120_000);

  async function onBluesky(): Promise<readonly (readonly [string, string | undefined])[]> {
    const own = bluesky.accounts[0]!;
    const query = new URLSearchParams({ repo: own.did, collection: 'app.bsky.feed.post' });
    const { records } = (await bluesky.call(own, `com.atproto.repo.listRecords?${query}`)) as unknown as {
      records: { value: { text: string; reply?: { parent: { uri: string } } } }[];
    };
    return records.map(({ value }) => [value.text, value.reply?.parent.uri]);
  }

  async function onFediverse(): Promise<readonly (readonly [string, string | null])[]> {
    const server = snac.servers[0]!;
    const [, own] = server.users;
    const me = (await snac.call(server, own!, 'GET', '/api/v1/accounts/verify_credentials')) as { id: string };
    const statuses = await snac.call(server, own!, 'GET', `/api/v1/accounts/${me.id}/statuses`);
    return (statuses as SnacStatus[]).map((status) => [status.content, status.in_reply_to_id]);
  }
});

const everyday = [
  'Northmere council has missed our bins in Alder Lane again, second week running',
  'Does anyone know when Northmere council opens the library on Saturdays?',
  'A big thank you to the Northmere council gritting team, the hill was clear by six',
];

const verified = (file: string): Promise<number> => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  return main(['verify', file], { stdin: new PassThrough(), stdout, stderr });
};

/** What stands before the walk begins: sources, a watch that was approved, two official accounts and who may use them. */
async function prepare({ house, cast }: TestHouse, bluesky: BlueskyServers, snac: Snac): Promise<void> {
  const as = (role: Role) => person(cast.get(role)!, role);
  const must = <T extends { readonly ok: boolean }>(answer: T): T & { readonly ok: true } => {
    if (!answer.ok) throw new Error(JSON.stringify(answer));
    return answer as T & { readonly ok: true };
  };
  const { watch, respond } = house;
  const server = snac.servers[0]!;
  for (const [network, settings] of [
    ['bluesky', { stream: bluesky.stream, names: bluesky.pds }],
    ['mastodon', { server: server.url, what: 'local', token: server.users[0]!.token }],
  ] as const)
    must(await watch.sources.add(as('watch-analyst'), { network, name: network, voice: 'public', settings }));
  const proposed = await watch.watchings.propose(as('watch-analyst'), {
    name: 'The council and its services',
    purpose: 'To notice what residents need from our services and to answer within a day.',
    lawfulBasis: 'Public task',
    ownerId: cast.get('duty-officer')!,
    dpiaReference: 'DPIA-2026-1',
    endsOn: new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10),
    queries: ['council'],
  });
  must(await watch.watchings.approve(as('dpo'), must(proposed).id, 'Needed and fair'));
  const own = bluesky.accounts[0]!;
  const { accounts } = respond.publishing;
  for (const [network, settings] of [
    ['bluesky', { service: bluesky.pds, handle: own.handle, password: own.password }],
    ['mastodon', { server: server.url, handle: 'northmere', token: server.users[1]!.token }],
  ] as const) {
    const added = await accounts.add(as('publisher'), {
      network,
      settings,
      purpose: 'News and answers for residents',
      ownerId: cast.get('publisher')!,
      deputyId: cast.get('duty-officer')!,
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
      ['publisher', 'publish'],
    ] as const) {
      must(await accounts.askForRight(as('publisher'), id, cast.get(role)!, act));
      const asked = (await accounts.account(as('publisher'), id))!.rights.find((one) => one.confirmedBy === null);
      if (asked) must(await accounts.confirmRight(as('siro'), asked.id));
    }
  }
}
