/** The pages of the registers over HTTP: accounts, lines to take, elections, look-alikes, and everybody who tries alone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barriersAt } from '../../../../../test/support/barriers.ts';
import { isLookedAt, noBrowser, startBrowser } from '../../../../../test/support/browser.ts';
import { startHouse, type TestHouse } from '../../../../../test/support/house.ts';
import { formsOf, type Seen, type Visitor } from '../../../../../test/support/site.ts';
import { sessionCookie } from '../../../../web/server.ts';
import { linePage } from '../register-wording.ts';
import { accountWording, electionWording, lineWording } from '../wording.ts';

let site: TestHouse;
let ids: ReadonlyMap<string, string>;
const visitors = new Map<string, Visitor>();
const as = (key: string) => visitors.get(key)!;
const secret = 'a-secret-that-nobody-reads';

beforeAll(async () => {
  site = await startHouse({ isEmpty: true, roles: ['web'] });
  ids = await site.house.people.found(
    {
      name: 'Northmere Council',
      shortNames: [],
      sector: 'council',
      nation: 'england',
      officialHandles: [],
      pressHandles: [],
      isRehearsal: false,
    },
    [
      { key: 'pat', name: 'Pat Ferris', email: 'pat@example.org', roles: ['publisher'] },
      { key: 'pip', name: 'Pip Okoro', email: 'pip@example.org', roles: ['publisher'] },
      { key: 'dru', name: 'Dru Hale', email: 'dru@example.org', roles: ['response-drafter'] },
      { key: 'rob', name: 'Rob Lind', email: 'rob@example.org', roles: ['response-approver'] },
      // The chief executive holds every role that might help.
      {
        key: 'chief',
        name: 'Chris Amadi',
        email: 'chris@example.org',
        roles: ['siro', 'response-approver', 'policy-owner', 'publisher', 'duty-officer'],
      },
      { key: 'ada', name: 'Ada Admin', email: 'ada@example.org', roles: ['administrator'] },
      { key: 'jo', name: 'Jo Pargeter', email: 'jo@example.org', roles: [] },
    ],
  );
  for (const [key, id] of ids) {
    const visitor = site.visitor();
    visitor.setCookie(sessionCookie, await site.house.people.signInAs(id));
    visitors.set(key, visitor);
  }
});
afterAll(() => site.stop());

const actsOn = (seen: Seen) => formsOf(seen.html).map((form) => form.fields.get('act'));

/** Sends an act that the page did not offer, with the person's own token. */
async function forced(key: string, path: string, fields: Record<string, string>): Promise<Response> {
  const token = /name="_csrf" value="([^"]+)"/.exec((await as(key).get('/account')).html)![1]!;
  return as(key).raw(path, { method: 'POST', body: new URLSearchParams({ _csrf: token, ...fields }) });
}

const inDays = (days: number) => {
  const at = new Date(Date.now() + days * 86_400_000);
  return { day: String(at.getUTCDate()), month: String(at.getUTCMonth() + 1), year: String(at.getUTCFullYear()) };
};
const dayOf = (name: string, { day, month, year }: ReturnType<typeof inDays>) => ({
  [`${name}-day`]: day,
  [`${name}-month`]: month,
  [`${name}-year`]: year,
});

const facts = (change: Record<string, string> = {}) => ({
  purpose: 'News and answers from the council',
  ownerId: ids.get('dru')!,
  deputyId: ids.get('pip')!,
  verification: 'verified',
  recoveryContact: 'The IT desk',
  twoStep: 'A key in the safe',
  ...dayOf('twoStepSeenOn', inDays(-10)),
  ...change,
});

async function account(handle: string, change: Record<string, string> = {}): Promise<Seen> {
  const settings = { handle, 'setting-server': 'https://social.example', 'setting-token': secret };
  return as('pat').send('/respond/accounts/new?network=mastodon', 'add', { ...facts(change), ...settings });
}

async function line(key: string, title: string, text: string, tags = ''): Promise<string> {
  const fields = { title, text, tags, audience: 'anybody', lang: 'en', ...dayOf('expiresOn', inDays(30)) };
  const seen = await as(key).send('/respond/lines/new', 'write', fields);
  expect(seen.text).toContain(linePage.didWrite);
  return seen.path;
}

describe('accounts', () => {
  test('one is added by its network, and its secret is never shown, typed or stored', async () => {
    expect((await as('pat').get('/respond/accounts/new')).text).toContain('Mastodon');
    const wrong = await as('pat').send('/respond/accounts/new?network=mastodon', 'add', {
      ...facts({ deputyId: ids.get('dru')! }),
      'setting-server': 'https://social.example',
      'setting-token': secret,
    });
    expect(wrong.title).toMatch(/^Error/);
    expect(wrong.text).toContain(accountWording.deputyIsOwner);
    expect(wrong.html).not.toContain(secret);
    expect((await account('')).text).toContain(accountWording.needsHandle);
    const badDay = await account('NorthmereCouncil', { 'twoStepSeenOn-day': '31', 'twoStepSeenOn-month': '2' });
    expect(badDay.text).toContain(accountWording.wrongDay);

    const added = await account('NorthmereCouncil');
    expect(added.text).toContain('The account is on the register');
    expect(added.text).toContain('Nobody may publish with it yet');
    expect((await account('northmerecouncil')).text).toContain(accountWording.alreadyThere);
    for (const path of [added.path, `${added.path}/details`, `${added.path}/sign-in`, '/respond/accounts'])
      expect((await as('pat').get(path)).html).not.toContain(secret);
    const saved = await as('pat').send(`${added.path}/sign-in`, 'save', {
      'setting-server': 'https://other.example',
      'setting-token': `${secret}-2`,
    });
    expect(saved.text).toContain('The new sign-in is saved');
    expect(saved.html).not.toContain(secret);
    const missing = await as('pat').send(`${added.path}/sign-in`, 'save', { 'setting-token': '' });
    expect(missing.text).toContain(accountWording.needsSetting('Access token'));
    const list = await as('dru').get('/respond/accounts');
    expect(list.text).toMatch(/@NorthmereCouncil Mastodon Dru Hale Pip Okoro Never Not yet/);
    expect(actsOn(await as('dru').get(added.path))).not.toContain('ask-right');
  });

  test('a right wants two people, and neither is the one it is for', async () => {
    const { path } = await account('NorthmereParks');
    expect((await as('pat').send(path, 'ask-right')).text).toContain(accountWording.needsPerson);
    expect((await as('pat').send(path, 'ask-right', { personId: ids.get('pip')! })).text).toContain(
      accountWording.needsAct,
    );
    const asked = await as('pat').send(path, 'ask-right', { personId: ids.get('pip')!, wanted: 'publish' });
    expect(asked.text).toContain('Asked for by Pat Ferris. Waits for somebody else to confirm.');
    expect(actsOn(asked)).not.toContain('confirm');
    const right = formsOf(asked.html)
      .find((form) => form.fields.get('act') === 'take-away')!
      .fields.get('right')!;
    for (const [key, because] of [
      ['pat', accountWording.anotherConfirms],
      ['pip', accountWording.notForYourself],
    ] as const) {
      const answer = await forced(key, path, { act: 'confirm', right });
      expect(await answer.text()).toContain(because);
    }
    for (const key of ['dru', 'rob', 'jo'])
      expect((await forced(key, path, { act: 'confirm', right })).status).toBe(404);
    // A right of one account is not confirmed from the page of another.
    const other = await account('NorthmereLibraries');
    expect(await (await forced('chief', other.path, { act: 'confirm', right })).text()).toContain(
      accountWording.notThere,
    );
    const confirmed = await as('chief').send(path, 'confirm');
    expect(confirmed.text).toContain('Asked for by Pat Ferris, confirmed by Chris Amadi.');
    expect(confirmed.text).not.toContain('Nobody may publish with it yet');
    expect((await as('ada').send(path, 'take-away')).text).toContain('The right is taken away');
  });

  test('its owner says each quarter that it is right; it is closed only after a plan', async () => {
    const { path } = await account('NorthmereBins');
    expect(actsOn(await as('pat').get(path))).not.toContain('attest');
    expect(await (await forced('pat', path, { act: 'attest' })).text()).toContain(accountWording.ownerAttests);
    const attested = await as('dru').send(path, 'attest');
    expect(attested.text).toMatch(/Dru Hale said so on \d/);

    expect((await as('pat').send(path, 'approvers', { count: '2' })).text).toContain('A third person');
    expect((await as('pat').send(`${path}/details`, 'change', facts({ area: 'Northmere' }))).text).toContain(
      'The details are saved',
    );
    expect(actsOn(await as('pat').get(path))).not.toContain('close');
    expect(await (await forced('pat', path, { act: 'close' })).text()).toContain(accountWording.planFirst);
    expect((await as('pat').send(path, 'plan', dayOf('closeBy', inDays(20)))).text).toContain(accountWording.sayWhy);
    const planned = await as('pat').send(path, 'plan', { ...dayOf('closeBy', inDays(20)), because: 'Hardly used' });
    expect(planned.text).toContain('Hardly used');
    expect((await as('pat').send(path, 'close')).text).toContain('The account is closed');
    expect((await as('pat').get(`${path}/details`)).status).toBe(404);
    expect((await as('pat').get('/respond/accounts')).text).toContain('Closed accounts @NorthmereBins');
    expect((await site.visitor().get('/accounts')).text).not.toContain('NorthmereBins');
  });

  test('two approvers become one only when a second person agrees, the chief executive included', async () => {
    const { path } = await account('NorthmereRoads');
    const stillTwo = async () => expect((await as('rob').get(path)).text).toContain('A third person');
    await as('chief').send(path, 'approvers', { count: '2' });
    const asked = await as('chief').send(path, 'approvers', { count: '1' });
    expect(asked.text).toContain('Two people must approve until somebody else agrees');
    expect(asked.text).toContain('You asked for this, so somebody else must agree.');
    expect(actsOn(asked)).not.toContain('fewer');
    await stillTwo();
    const own = await forced('chief', path, { act: 'fewer' });
    expect(own.status).toBe(422);
    expect(await own.text()).toContain(accountWording.anotherAgrees);
    for (const key of ['dru', 'rob', 'jo']) expect((await forced(key, path, { act: 'fewer' })).status).toBe(404);
    await stillTwo();
    expect((await as('rob').get(path)).text).toContain('Chris Amadi asked that one person is enough.');
    const agreed = await as('pat').send(path, 'fewer');
    expect(agreed.text).toContain('Agreed. One person is enough from now on');
    expect(agreed.text).not.toContain('A third person');
  });

  test('who may look and not change is told no, and nothing changes', async () => {
    const { path } = await account('NorthmereBaths');
    const before = (await as('rob').get(path)).text;
    for (const given of [
      { act: 'approvers', count: '2' },
      { act: 'plan', ...dayOf('closeBy', inDays(20)), because: 'Hardly used' },
      { act: 'close' },
    ])
      expect((await forced('rob', path, given)).status).toBe(404);
    expect((await as('rob').get(path)).text).toBe(before);
  });

  test('anybody reads which are genuine, and no name of a person', async () => {
    const seen = await site.visitor().get('/accounts');
    expect(seen.status).toBe(200);
    expect(seen.text).toContain('Genuine accounts of Northmere Council');
    expect(seen.text).toContain('Mastodon @NorthmereCouncil News and answers from the council');
    expect(seen.html).not.toMatch(/Dru Hale|Pip Okoro|The IT desk|social\.example|\/respond\//);
    for (const path of ['/respond/accounts', '/respond/lines', '/respond/elections', '/respond/look-alikes']) {
      expect((await site.visitor().raw(path)).status).toBe(303);
      expect((await as('jo').raw(path)).status).toBe(404);
    }
    // An administrator looks after accounts and has no part in what is said.
    expect((await as('ada').get('/respond/accounts')).text).not.toContain('Elections');
    expect((await as('ada').raw('/respond/elections')).status).toBe(404);
  });
});

describe('lines to take', () => {
  test('another person approves; nobody approves their own, the chief executive included', async () => {
    const path = await line('chief', 'Pool closed', 'The pool is closed until Monday.', 'pool, swimming');
    const page = await as('chief').get(path);
    expect(page.text).toContain('You wrote this version');
    expect(actsOn(page)).not.toContain('approve');
    const theirs = await as('rob').get(path);
    const version = formsOf(theirs.html)
      .find((form) => form.fields.get('act') === 'approve')!
      .fields.get('version')!;
    const answer = await forced('chief', path, { act: 'approve', version });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(lineWording.notYourOwn);
    expect((await as('dru').get(path)).text).toContain('It waits for a response approver');
    expect((await forced('dru', path, { act: 'approve', version })).status).toBe(404);
    expect((await as('dru').get('/respond/lines?words=is+the+pool+open')).text).toContain('No live line fits');

    const refused = await as('rob').sendOn(theirs, 'approve', { version, act: 'refuse' });
    expect(refused.text).toContain(lineWording.sayWhy);
    expect((await as('rob').sendOn(theirs, 'approve', { version, words: 'Right.' })).text).toContain(
      linePage.didApprove,
    );
    expect((await as('dru').get('/respond/lines?words=is+the+pool+open')).text).toMatch(/1 line fits Pool closed/);
    expect((await as('rob').sendOn(theirs, 'approve', { version })).text).toContain(lineWording.decided);
  });

  test('a new version waits while the live one stays; one that is withdrawn is gone for good', async () => {
    const path = await line('dru', 'Bins after the holiday', 'Bins are collected a day later.', 'bins');
    await as('rob').send(path, 'approve');
    const again = await as('dru').send(path, 'rewrite', {
      text: 'Bins are collected two days later.',
      lang: 'en',
      ...dayOf('expiresOn', inDays(10)),
    });
    expect(again.text).toContain('Approve version 2');
    expect(again.text).toMatch(/What we say now Bins are collected a day later\./);
    const list = await as('rob').get('/respond/lines');
    expect(list.text).toContain('A new version waits');
    const refused = await as('rob').send(path, 'approve', { act: 'refuse', words: 'It is one day.' });
    expect(refused.text).toContain('“It is one day.”');
    expect(refused.text).toMatch(/What we say now Bins are collected a day later\./);
    const late = await as('dru').send(path, 'rewrite', { text: 'Words', ...dayOf('expiresOn', inDays(-1)) });
    expect(late.title).toMatch(/^Error/);
    expect(late.text).toContain(lineWording.needsEnd);
    expect(actsOn(await as('dru').get(path))).not.toContain('withdraw');
    const gone = await as('rob').send(path, 'withdraw');
    expect(gone.text).toContain('It was withdrawn.');
    expect(actsOn(gone)).not.toContain('rewrite');
    expect((await as('dru').get('/respond/lines?words=bins')).text).toContain('No live line fits');
    for (const wrong of ['/respond/lines/x', '/respond/accounts/x'])
      expect((await as('pat').get(wrong)).status).toBe(404);
  });
});

test('an election period is entered by one and taken away by another', async () => {
  const at = '/respond/elections';
  expect((await as('pat').send(at, 'add', { name: 'A vote', nation: 'england' })).text).toContain(
    electionWording.wrongDay,
  );
  const fields = { name: 'Council elections', nation: 'england', area: 'Northmere' };
  const added = await as('pat').send(at, 'add', {
    ...fields,
    ...dayOf('startsOn', inDays(-2)),
    ...dayOf('endsOn', inDays(20)),
  });
  expect(added.text).toMatch(/Council elections Holds now/);
  expect(added.text).toContain('You entered it, so somebody else must take it away.');
  expect(actsOn(added)).not.toContain('remove');
  const theirs = await as('chief').get(at);
  const id = formsOf(theirs.html)
    .find((form) => form.fields.get('act') === 'remove')!
    .fields.get('id')!;
  const own = await forced('pat', at, { act: 'remove', id, [`because-${id}`]: 'A mistake' });
  expect(await own.text()).toContain(electionWording.anotherRemoves);
  expect((await as('chief').sendOn(theirs, 'remove')).text).toContain(electionWording.sayWhy);
  expect((await as('chief').sendOn(theirs, 'remove', { [`because-${id}`]: 'A mistake' })).text).toContain(
    'The period is taken away',
  );
});

test('a name is checked against our accounts, with the reason for each hit', async () => {
  const look = async (name: string) =>
    (await as('dru').get(`/respond/look-alikes?name=${encodeURIComponent(name)}`)).text;
  expect(await look('Northmere\u0421ouncil')).toMatch(/@NorthmereCouncil, Mastodon Looks the same/);
  expect(await look('@NorthmereCouncilOfficial')).toMatch(/@NorthmereCouncil, Mastodon Our name with a word/);
  expect(await look('CouncilNorthmere')).toMatch(/@NorthmereCouncil, Mastodon The same words in another order/);
  expect(await look('NorthmereCounsil')).toMatch(/@NorthmereCouncil, Mastodon Nearly the same/);
  expect(await look('northmerecouncil')).toContain('is one of our accounts');
  expect(await look('SomebodyElse')).toContain('is not like any of our accounts');
});

describe.skipIf(!isLookedAt)(`in a browser ${noBrowser}`, () => {
  test('every page passes axe and fits, on a desk and on a phone', async () => {
    const parks = await account('NorthmereMuseum');
    await as('pat').send(parks.path, 'ask-right', { personId: ids.get('dru')!, wanted: 'draft' });
    await as('pat').send(parks.path, 'plan', { ...dayOf('closeBy', inDays(20)), because: 'Hardly used' });
    for (const count of ['2', '1']) await as('pat').send(parks.path, 'approvers', { count });
    const waits = await line('dru', 'Why the museum is closed', 'The museum opens again on 3 May.', 'museum');
    await as('pat').send('/respond/elections', 'add', {
      name: 'Mayor of Northmere',
      nation: 'england',
      ...dayOf('startsOn', inDays(3)),
      ...dayOf('endsOn', inDays(20)),
    });
    const paths = [
      '/accounts',
      '/respond/accounts',
      '/respond/accounts/new',
      '/respond/accounts/new?network=mastodon',
      parks.path,
      `${parks.path}/details`,
      `${parks.path}/sign-in`,
      '/respond/lines',
      '/respond/lines?words=museum',
      '/respond/lines/new',
      waits,
      '/respond/elections',
      '/respond/look-alikes?name=NorthmereMuseumHelp',
    ];
    const browser = await startBrowser();
    try {
      const context = await browser.newContext();
      const value = await site.house.people.signInAs(ids.get('chief')!);
      await context.addCookies([{ name: sessionCookie, value, url: site.address }]);
      const tab = await context.newPage();
      for (const path of paths) expect(await barriersAt(tab, `${site.address}${path}`)).toEqual([]);
      await context.close();
    } finally {
      await browser.close();
    }
  }, 240_000);
});
