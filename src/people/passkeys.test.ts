import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { html } from '#components';
import { buildPeople } from '#people';
import { type Authenticator, buildAuthenticator, type RegisterOptions } from '../../test/support/authenticator.ts';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { type TestKit, testKit } from '../../test/support/kit.ts';
import { formsOf, type Site, startSite, type Visitor } from '../../test/support/site.ts';

let db: TestDatabase;
let kit: TestKit;
let site: Site;
let ids: ReadonlyMap<string, string>;
beforeAll(async () => {
  db = await testDatabase();
  kit = testKit(db);
  site = await startSite(kit, (address) => buildPeople(kit, { address, oidc: null, mail: null }));
  ids = await site.people.found(
    {
      name: 'Northmere Council',
      shortNames: [],
      sector: 'council',
      nation: 'wales',
      officialHandles: [],
      pressHandles: [],
      isRehearsal: false,
    },
    [
      { key: 'ann', name: 'Ann', email: 'ann@northmere.example', roles: ['watch-analyst'] },
      { key: 'bo', name: 'Bo', email: 'bo@northmere.example', roles: [] },
    ],
  );
});
afterAll(async () => {
  await site.stop();
  await db.drop();
});

/** What the page's script asks before the browser asks the passkey. */
async function optionsFor(
  visitor: Visitor,
  page: string,
  path: string,
): Promise<{ challenge: string } & RegisterOptions> {
  const form = formsOf((await visitor.get(page)).html).find((one) => one.fields.has('answer'))!;
  const answer = await visitor.raw(path, {
    method: 'POST',
    body: new URLSearchParams([...form.fields].filter(([name]) => name !== 'answer')),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as { challenge: string } & RegisterOptions;
}

async function signedIn(key: string): Promise<Visitor> {
  const visitor = site.visitor();
  visitor.setCookie('foreword_session', await site.people.signInAs(ids.get(key)!));
  return visitor;
}

describe('passkeys', () => {
  let passkey: Authenticator;
  beforeEach(async () => {
    passkey = buildAuthenticator();
    const ann = await signedIn('ann');
    const options = await optionsFor(ann, '/account/second-step', '/account/passkey-options');
    expect(options.rp.id).toBe('localhost');
    const made = await ann.send('/account/second-step', 'make-passkey', {
      answer: passkey.register(options, site.address),
      name: 'Work phone',
    });
    expect(made.title).toMatch(/Save your recovery codes|Your second step/);
  });

  it('let their owner in alone, when unlocked, once for each challenge', async () => {
    const visitor = site.visitor();
    const options = await optionsFor(visitor, '/sign-in', '/sign-in/passkey-options');
    const answer = passkey.signIn(options, site.address);
    const thief = site.visitor();
    expect((await thief.send('/sign-in', 'passkey', { answer })).text).toContain('That passkey did not work here');
    expect((await visitor.send('/sign-in', 'passkey', { answer })).path).toBe('/account');
    expect(await site.people.session(visitor.cookie('foreword_session')!)).toMatchObject({
      name: 'Ann',
      isWhole: true,
    });
    visitor.setCookie('foreword_session', null);
    expect((await visitor.send('/sign-in', 'passkey', { answer })).status).toBe(422);
  });

  it('are refused when locked, late, from another site, or behind their own counter', async () => {
    const visitor = site.visitor();
    const fresh = () => optionsFor(visitor, '/sign-in', '/sign-in/passkey-options');
    const tell = async (answer: string) => (await visitor.send('/sign-in', 'passkey', { answer })).status;
    expect(await tell(passkey.signIn(await fresh(), site.address, false))).toBe(422);
    expect(await tell(passkey.signIn(await fresh(), 'https://foreword.evil.example'))).toBe(422);
    expect(
      await tell(
        passkey.signIn({ challenge: Buffer.from('a challenge of my own').toString('base64url') }, site.address),
      ),
    ).toBe(422);
    const late = passkey.signIn(await fresh(), site.address);
    kit.clock.move(5 * 60_000 + 1);
    expect(await tell(late)).toBe(422);
    for (const odd of ['', '{}', 'null', '[]', '{"id":1}', '{"id":"x","response":{}}', 'x'.repeat(30_000)])
      expect(await tell(odd)).toBe(422);
    expect(await tell(passkey.signIn(await fresh(), site.address))).toBe(200);
    visitor.setCookie('foreword_session', null);
    passkey.counter = 0;
    expect(await tell(passkey.signIn(await fresh(), site.address))).toBe(422);
  });

  it('belong to one person, and the challenge of one cannot be answered for another', async () => {
    const bo = await signedIn('bo');
    const options = await optionsFor(bo, '/account/second-step', '/account/passkey-options');
    expect(
      (await bo.send('/account/second-step', 'make-passkey', { answer: passkey.register(options, site.address) })).text,
    ).toContain('did not work');
    const ann = await signedIn('ann');
    const foreign = buildAuthenticator().register(options, site.address);
    expect((await ann.send('/account/second-step', 'make-passkey', { answer: foreign })).status).toBe(422);
  });

  it('want the hidden token of our own form', async () => {
    const answer = await site
      .visitor()
      .raw('/sign-in/passkey-options', { method: 'POST', body: new URLSearchParams({ _csrf: 'guess' }) });
    expect(answer.status).toBe(303);
    const cross = await site.visitor().raw('/sign-in/passkey-options', {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams(),
    });
    expect(cross.status).toBe(403);
  });

  it('are not offered where browsers have none', () => {
    const offered = (address: string) => {
      const people = buildPeople(testKit(db), { address, oidc: null, mail: null });
      const page = people.pages.find((one) => one.path === '/sign-in')!;
      return html(
        page.view({ next: '/', ssoProblem: null }, { path: '/sign-in', csrf: '', tried: null } as never).body,
      ).includes('passkey-options');
    };
    expect([offered('https://foreword.northmere.example'), offered('http://localhost:3000')]).toEqual([true, true]);
    expect([
      offered('http://127.0.0.1:3000'),
      offered('http://foreword.northmere.example'),
      offered('https://10.0.0.7'),
    ]).toEqual([false, false, false]);
  });
});
