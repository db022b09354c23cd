import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BuiltPeople, buildPeople } from '#people';
import { buildMail, system } from '#platform';
import { type Smtp, startSmtp } from '../../test/servers/smtp.ts';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { type TestKit, testKit } from '../../test/support/kit.ts';
import { formsOf, type Site, startSite, type Visitor } from '../../test/support/site.ts';
import { setsOf } from '../../test/support/trail.ts';
import { codeAt } from './totp.ts';

const password = 'otter lantern mosaic tide';
const setUp = {
  organisation: 'Northmere Council',
  sector: 'council',
  nation: 'england',
  shortNames: 'the council\nNMC',
  officialHandles: '@northmere',
  pressHandles: '',
  name: 'Ada Min',
  email: 'ada@northmere.example',
  password,
};

let db: TestDatabase;
let kit: TestKit;
let smtp: Smtp;
let site: Site & { people: BuiltPeople };

beforeAll(async () => {
  db = await testDatabase();
  smtp = await startSmtp();
});
afterAll(async () => {
  await smtp.stop();
  await db.drop();
});

/** A house with nobody in it, and nothing left of the test before. */
async function emptyHouse(settings: { isLoopback?: boolean; withMail?: boolean } = {}) {
  await site?.stop();
  await db.asOwner(async (client) => {
    await client.query(
      'truncate people.organisation, people.person, people.role, people.secret, people.passkey, people.recovery_code, people.session, people.invitation, people.attempt, people.spent',
    );
  });
  kit = testKit(db);
  const mail =
    settings.withMail === false ? null : buildMail({ smtpUrl: smtp.url, from: 'foreword@northmere.example' });
  site = await startSite(kit, (address) =>
    buildPeople(kit, { address, oidc: null, mail, isLoopback: settings.isLoopback ?? true }),
  );
}
afterAll(() => site?.stop());

/** The key that the app page shows. */
const keyOn = (html: string): string =>
  /<code class="fw-code">([A-Z2-7 ]+)<\/code>/.exec(html)![1]!.replaceAll(' ', '');
const codesOn = (html: string): string[] =>
  [...html.matchAll(/<code class="fw-code">([0-9A-Z]{5}-[0-9A-Z]{5})<\/code>/g)].map((found) => found[1]!);
const codeNow = (key: string) => codeAt(key, Math.floor(kit.clock.now().getTime() / 30_000));

interface Ready {
  readonly visitor: Visitor;
  readonly key: string;
  readonly codes: readonly string[];
}

/** From a form that made half a session to a whole one with an app and saved codes. */
async function setUpApp(visitor: Visitor): Promise<Ready> {
  const page = await visitor.get('/sign-in/second-step/app');
  const key = keyOn(page.html);
  const codes = await visitor.sendOn(page, 'confirm', { code: codeNow(key) });
  expect(codes.title).toContain('Save your recovery codes');
  await visitor.sendOn(codes, 'saved');
  kit.clock.move(60_000); // The code that was just used does not work again.
  return { visitor, key, codes: codesOn(codes.html) };
}

async function founded(): Promise<Ready> {
  const visitor = site.visitor();
  await visitor.send('/set-up', 'create', setUp);
  return setUpApp(visitor);
}

/** Somebody with these roles who has joined by invitation. */
async function joined(administrator: Visitor, email: string, roles: readonly string[]): Promise<Visitor> {
  await administrator.send('/people/invite', 'invite', { name: email.split('@')[0]!, email, roles });
  const mail = await smtp.next((one) => one.to.includes(email));
  const visitor = site.visitor();
  await visitor.send(/http:\S+\/join\/\S+/.exec(mail.text)![0], 'accept', { password });
  return visitor;
}

async function signIn(visitor: Visitor, email: string, with_: string) {
  return visitor.send('/sign-in', 'password', { email, password: with_ });
}

const idOf = async (email: string): Promise<string> =>
  db.as(
    system('people'),
    async (tx) =>
      (await sql<{ id: string }>`select id from people.person where email = ${email}`.execute(tx)).rows[0]!.id,
  );

describe('the first run', () => {
  it('makes the organisation and its administrator, sets up the second step, and says what to do next', async () => {
    await emptyHouse();
    const visitor = site.visitor();
    const first = await visitor.get('/');
    expect(first.path).toBe('/set-up');
    const wrong = await visitor.sendOn(first, 'create', {
      ...setUp,
      password: 'password1234',
      email: 'ada',
      sector: '',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('That password is one of the first that others would try. Choose another.');
    expect(wrong.html).toContain('href="#sector"');
    expect(wrong.html).toContain('value="Northmere Council"');
    const half = await visitor.sendOn(first, 'create', setUp);
    expect(half.path).toBe('/sign-in/second-step?next=%2Fset-up%2Fnext');
    const app = await visitor.get('/sign-in/second-step/app?next=%2Fset-up%2Fnext');
    const codes = await visitor.sendOn(app, 'confirm', { code: codeNow(keyOn(app.html)) });
    expect(codesOn(codes.html)).toHaveLength(10);
    const next = await visitor.sendOn(codes, 'saved');
    expect(next.path).toBe('/set-up/next');
    expect((await visitor.get('/people')).text).toMatch(/Nobody can: say what to look for.*approve what is looked for/);
    expect((await visitor.get('/account/recovery-codes')).status).toBe(404);
    expect(await site.people.organisation()).toMatchObject({
      name: 'Northmere Council',
      shortNames: ['the council', 'NMC'],
      officialHandles: ['northmere'],
      isRehearsal: false,
    });
  });

  it('is not found afterwards, and a second one in the same moment loses', async () => {
    await emptyHouse();
    const [one, two] = [site.visitor(), site.visitor()];
    const [pageOne, pageTwo] = [await one.get('/set-up'), await two.get('/set-up')];
    const done = await Promise.all([
      one.sendOn(pageOne, 'create', setUp),
      two.sendOn(pageTwo, 'create', { ...setUp, email: 'eve@evil.example' }),
    ]);
    expect(done.filter((seen) => seen.path.startsWith('/sign-in/second-step'))).toHaveLength(1);
    expect((await site.visitor().get('/set-up')).path).toBe('/sign-in?next=%2Fset-up');
    const { rows } = await db.as(system('people'), (tx) => sql`select id from people.person`.execute(tx));
    expect(rows).toHaveLength(1);
  });

  it('asks a stranger for the code that was printed', async () => {
    await emptyHouse({ isLoopback: false });
    const code = site.people.setUpCode()!;
    expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    const visitor = site.visitor();
    expect((await visitor.send('/set-up', 'create', setUp)).text).toContain('Type the set-up code.');
    expect((await visitor.send('/set-up', 'create', { ...setUp, code: 'AAAA-AAAA-AAAA-AAAA' })).text).toContain(
      'That is not the set-up code.',
    );
    expect(await site.people.organisation()).toBeNull();
    expect(
      (await visitor.send('/set-up', 'create', { ...setUp, code: code.toLowerCase().replaceAll('-', ' ') })).path,
    ).toContain('/sign-in/second-step');
  });
});

describe('signing in', () => {
  let ada: Ready;
  beforeEach(async () => {
    await emptyHouse();
    ada = await founded();
    await ada.visitor.send('/account', '');
  });

  it('wants both steps; half a sign-in opens nothing else', async () => {
    const visitor = site.visitor();
    const half = await signIn(visitor, 'ADA@northmere.example', password);
    expect(half.path).toBe('/sign-in/second-step');
    for (const path of ['/people', '/account', '/account/second-step', '/set-up/next', '/', '/nothing'])
      expect((await visitor.get(path)).path).toBe('/sign-in/second-step');
    // Half a sign-in must not add a second step of its own beside the one there is.
    expect((await visitor.get('/sign-in/second-step/app')).path).toBe('/sign-in/second-step');
    const before = visitor.cookie('foreword_session');
    expect((await visitor.sendOn(half, 'code', { code: '000000' })).text).toContain('That code is not right');
    const whole = await visitor.sendOn(half, 'code', { code: codeNow(ada.key) });
    expect(whole.path).toBe('/account');
    expect(visitor.cookie('foreword_session')).not.toBe(before);
    expect(await site.people.session(before!)).toBeNull();
    expect((await visitor.get('/people')).status).toBe(200);
  });

  it('takes a code once, and one of the step before at most', async () => {
    const code = codeNow(ada.key);
    const one = site.visitor();
    await signIn(one, setUp.email, password);
    expect((await one.send('/sign-in/second-step', 'code', { code })).path).toBe('/account');
    const two = site.visitor();
    await signIn(two, setUp.email, password);
    expect((await two.send('/sign-in/second-step', 'code', { code })).status).toBe(422);
    kit.clock.move(90_000);
    expect(
      (
        await two.send('/sign-in/second-step', 'code', {
          code: codeAt(ada.key, Math.floor(kit.clock.now().getTime() / 30_000) - 2),
        })
      ).status,
    ).toBe(422);
    expect(
      (
        await two.send('/sign-in/second-step', 'code', {
          code: codeAt(ada.key, Math.floor(kit.clock.now().getTime() / 30_000) - 1),
        })
      ).path,
    ).toBe('/account');
  });

  it('takes each recovery code once, however it is typed', async () => {
    const code = ada.codes[3]!;
    const visitor = site.visitor();
    await signIn(visitor, setUp.email, password);
    const seen = await visitor.send('/sign-in/second-step/recovery', 'recover', {
      code: ` ${code.toLowerCase().replace('-', ' ')} `,
    });
    expect(seen.path).toBe('/account');
    expect(seen.text).toContain('You have 9 recovery codes left.');
    const again = site.visitor();
    await signIn(again, setUp.email, password);
    expect((await again.send('/sign-in/second-step/recovery', 'recover', { code })).text).toContain(
      'or was used before',
    );
  });

  it('says the same to a wrong password and to an address that nobody has', async () => {
    const [known, unknown] = [
      await signIn(site.visitor(), setUp.email, 'wrong wrong wrong'),
      await signIn(site.visitor(), 'nobody@northmere.example', 'wrong wrong wrong'),
    ];
    const plain = (seen: { text: string }) => seen.text.replace(/(Version|Foreword) .*/, '');
    expect(known.status).toBe(422);
    expect(known.text).toContain('The e-mail address or password is not right.');
    expect(plain(unknown)).toBe(plain(known));
  });

  it('slows guessing down, more and more, even when guesses come at once', async () => {
    const visitor = site.visitor();
    const page = await visitor.get('/sign-in');
    const guess = (email: string, with_ = 'wrong wrong wrong') =>
      visitor.sendOn(page, 'password', { email, password: with_ });
    const all = await Promise.all(Array.from({ length: 12 }, () => guess(setUp.email)));
    expect(all.filter((seen) => seen.text.includes('is not right'))).toHaveLength(5);
    expect((await guess(setUp.email, password)).text).toContain('Wait 5 seconds');
    kit.clock.move(5_000);
    expect((await guess(setUp.email)).text).toContain('is not right');
    expect((await guess(setUp.email)).text).toContain('Wait 10 seconds');
    // An address that nobody has is slowed down just the same.
    for (let i = 0; i < 5; i += 1) await guess('nobody@northmere.example');
    expect((await guess('nobody@northmere.example')).text).toContain('Wait 5 seconds');
    kit.clock.move(10_000);
    expect((await guess(setUp.email, password)).path).toBe('/sign-in/second-step');
  });

  it('goes on to where somebody wanted to be, and never to another site', async () => {
    const visitor = site.visitor();
    const asked = await visitor.get('/people');
    expect(asked.path).toBe('/sign-in?next=%2Fpeople');
    const half = await visitor.sendOn(asked, 'password', { email: setUp.email, password });
    expect((await visitor.sendOn(half, 'code', { code: codeNow(ada.key) })).path).toBe('/people');
    const lured = await site.visitor().get('/sign-in?next=https%3A%2F%2Fevil.example%2F');
    expect(lured.html).not.toContain('evil.example');
  });

  it('hashes a password again when the parameters have become stronger', async () => {
    const { hash } = await import('@node-rs/argon2');
    const old = await hash(password, { memoryCost: 4096, timeCost: 1, parallelism: 1 });
    const id = await idOf(setUp.email);
    const kept = () =>
      db.as(
        system('people'),
        async (tx) =>
          (await sql<{ h: string }>`select password_hash as h from people.secret where person_id = ${id}`.execute(tx))
            .rows[0]!.h,
      );
    await db.as(system('people'), (tx) =>
      sql`update people.secret set password_hash = ${old} where person_id = ${id}`.execute(tx),
    );
    expect((await signIn(site.visitor(), setUp.email, password)).path).toBe('/sign-in/second-step');
    expect(await kept()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});

describe('sessions', () => {
  let ada: Ready;
  beforeEach(async () => {
    await emptyHouse();
    ada = await founded();
  });

  it('end at once when they are revoked, and by themselves when they stand idle', async () => {
    const other = site.visitor();
    await signIn(other, setUp.email, password);
    await other.send('/sign-in/second-step', 'code', { code: codeNow(ada.key) });
    expect((await other.get('/people')).status).toBe(200);
    await ada.visitor.send('/account/sessions', 'end-others');
    expect((await other.get('/people')).path).toBe('/sign-in?next=%2Fpeople');
    expect((await ada.visitor.get('/people')).status).toBe(200);
    kit.clock.move(59 * 60_000);
    expect((await ada.visitor.get('/people')).status).toBe(200);
    kit.clock.move(61 * 60_000);
    expect((await ada.visitor.get('/people')).path).toBe('/sign-in?next=%2Fpeople');
  });

  it('cannot be made from what the database holds, and belong to their owner', async () => {
    const bo = await joined(ada.visitor, 'bo@northmere.example', []);
    const { rows } = await db.as(system('people'), (tx) =>
      sql<{ id: string }>`select id from people.session`.execute(tx),
    );
    const thief = site.visitor();
    for (const { id } of rows) {
      thief.setCookie('foreword_session', id);
      expect((await thief.get('/account')).path).toContain('/sign-in');
    }
    const _csrf = formsOf((await bo.get('/account/details')).html)[0]!.fields.get('_csrf')!;
    const own = (await site.people.session(bo.cookie('foreword_session')!))!.sessionId;
    for (const { id } of rows.filter((row) => row.id !== own)) {
      const sent = await bo.raw('/account/sessions', {
        method: 'POST',
        body: new URLSearchParams({ _csrf, act: 'end', session: id }),
      });
      expect(sent.status).toBe(303);
    }
    expect((await ada.visitor.get('/people')).status).toBe(200);
  });

  it('end everywhere else when the password changes, which the old password must allow', async () => {
    const other = site.visitor();
    await signIn(other, setUp.email, password);
    await other.send('/sign-in/second-step', 'code', { code: codeNow(ada.key) });
    const fresh = 'copper kettle harbour moss';
    expect(
      (await ada.visitor.send('/account/password', 'change', { current: 'wrong wrong wrong', password: fresh })).text,
    ).toContain('That is not your password now.');
    expect((await ada.visitor.send('/account/password', 'change', { current: password, password: fresh })).path).toBe(
      '/account',
    );
    expect((await other.get('/account')).path).toBe('/sign-in?next=%2Faccount');
    expect((await signIn(site.visitor(), setUp.email, password)).status).toBe(422);
    expect((await signIn(site.visitor(), setUp.email, fresh)).path).toBe('/sign-in/second-step');
    expect((await smtp.next((mail) => mail.subject.startsWith('A change'))).text).toContain(
      'Your password was changed.',
    );
  });

  it('cannot be carried by a form of another site', async () => {
    const token = ada.visitor.cookie('foreword_session')!;
    const forged = await ada.visitor.raw('/people/invite', {
      method: 'POST',
      body: new URLSearchParams({ act: 'invite', name: 'Eve', email: 'eve@evil.example', _csrf: 'guess' }),
    });
    expect(forged.status).toBe(403);
    const other = await ada.visitor.raw('/sign-out', {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
      body: new URLSearchParams({ act: 'sign-out' }),
    });
    expect(other.status).toBe(403);
    expect(await site.people.session(token)).not.toBeNull();
  });
});

describe('people and their roles', () => {
  let ada: Ready;
  beforeEach(async () => {
    await emptyHouse();
    ada = await founded();
  });

  it('invites by e-mail, once, for seven days', async () => {
    const sent = await ada.visitor.send('/people/invite', 'invite', {
      name: 'Ann',
      email: 'ann@northmere.example',
      roles: ['watch-analyst'],
    });
    expect(sent.text).toContain('The invitation was sent');
    const link = /http:\S+\/join\/\S+/.exec(
      (await smtp.next((mail) => mail.to[0] === 'ann@northmere.example')).text,
    )![0];
    expect(sent.html).not.toContain(link.split('/').at(-1)!);
    expect(
      (await ada.visitor.send('/people/invite', 'invite', { name: 'Ann', email: 'ANN@northmere.example', roles: [] }))
        .text,
    ).toContain('already invited');
    const ann = site.visitor();
    expect((await ann.get(link)).text).toContain('Watch analyst');
    expect((await ann.send(link, 'accept', { password: 'short' })).text).toContain('at least 12 characters');
    expect((await ann.send(link, 'accept', { password })).path).toBe('/sign-in/second-step');
    await setUpApp(ann);
    expect((await ann.get('/people')).status).toBe(404);
    expect((await site.visitor().get(link)).text).toContain('has been used');
    expect((await ada.visitor.get('/people')).text).toContain('ann@northmere.example');
  });

  it('renews and withdraws an invitation, and lets it run out', async () => {
    await ada.visitor.send('/people/invite', 'invite', { name: 'Ann', email: 'ann2@northmere.example', roles: [] });
    const link = async () =>
      /http:\S+\/join\/\S+/.exec((await smtp.next((mail) => mail.to[0] === 'ann2@northmere.example')).text)![0];
    const first = await link();
    const list = await ada.visitor.get('/people');
    const page = /\/people\/invitations\/[0-9a-f-]+/.exec(list.html)![0];
    await ada.visitor.send(page, 'resend');
    const second = await link();
    expect((await site.visitor().get(first)).text).toContain('has been used, was withdrawn or is too old');
    kit.clock.move(7 * 24 * 60 * 60_000 - 1000);
    expect((await site.visitor().get(second)).text).toContain('You were invited as');
    kit.clock.move(2000);
    expect((await site.visitor().get(second)).text).toContain('too old');
  });

  it('shows the link to hand over where there is no mail server, to the one who made it', async () => {
    await emptyHouse({ withMail: false });
    ada = await founded();
    const made = await ada.visitor.send('/people/invite', 'invite', {
      name: 'Ann',
      email: 'ann@northmere.example',
      roles: [],
    });
    const link = new RegExp(`${site.address}/join/[\\w-]+`).exec(made.text)![0];
    const ann = site.visitor();
    expect((await ann.send(link, 'accept', { password })).path).toBe('/account'); // No role: no second step is owed.
    expect((await ann.get('/account')).text).toContain('ann');
  });

  it('refuses roles that must not meet, in words', async () => {
    const page = await ada.visitor.send('/people/invite', 'invite', {
      name: 'Dee',
      email: 'dee@northmere.example',
      roles: ['hr-caseworker', 'watch-analyst'],
    });
    expect(page.status).toBe(422);
    expect(page.text).toContain(
      'HR caseworker cannot also be Watch analyst. HR does not open what is being watched or vetted',
    );
    const admin = await ada.visitor.send('/people/invite', 'invite', {
      name: 'Dee',
      email: 'dee@northmere.example',
      roles: ['administrator', 'watch-analyst'],
    });
    expect(admin.text).toContain('sees no content, so they hold no other role');
  });

  it('changes roles at once, tells of it, and owes a second step from then on', async () => {
    const ann = await joined(ada.visitor, 'ann3@northmere.example', []);
    expect((await ann.get('/account')).status).toBe(200);
    const id = await idOf('ann3@northmere.example');
    const done = await ada.visitor.send(`/people/${id}`, 'roles', { roles: ['guardian', 'siro'] });
    expect(done.text).toContain('The whistleblowing guardian is independent');
    await ada.visitor.send(`/people/${id}`, 'roles', { roles: ['duty-officer'] });
    expect((await ann.get('/account')).path).toBe('/sign-in?next=%2Faccount');
    await signIn(ann, 'ann3@northmere.example', password);
    const ready = await setUpApp(ann);
    expect((await site.people.session(ready.visitor.cookie('foreword_session')!))?.roles).toEqual(['duty-officer']);
    await ada.visitor.send(`/people/${id}`, 'roles', { roles: [] });
    expect((await site.people.session(ready.visitor.cookie('foreword_session')!))?.roles).toEqual([]);
    const { rows } = await db.as(system('test'), (tx) =>
      sql<{
        fields: object;
      }>`select fields from platform.event where name = 'people.roles-changed' order by id desc limit 1`.execute(tx),
    );
    expect(rows[0]!.fields).toEqual({ personId: id, by: await idOf(setUp.email) });
    expect(await setsOf(db, id)).toEqual([
      { what: 'person-set', old: null, new: { state: 'active', roles: [] } },
      { what: 'person-set', old: { roles: [] }, new: { roles: ['duty-officer'] } },
      { what: 'person-set', old: { roles: ['duty-officer'] }, new: { roles: [] } },
    ]);
  });

  it('makes somebody leave: out at once, no roles, still named', async () => {
    const ann = await setUpApp(await joined(ada.visitor, 'ann4@northmere.example', ['watch-analyst']));
    const id = await idOf('ann4@northmere.example');
    expect((await ada.visitor.send(`/people/${id}`, 'leave')).text).toContain('Tick the box to confirm.');
    expect((await ada.visitor.send(`/people/${id}`, 'leave', { sure: 'yes' })).path).toBe('/people');
    expect((await ann.visitor.get('/account')).path).toBe('/sign-in?next=%2Faccount');
    expect((await signIn(site.visitor(), 'ann4@northmere.example', password)).text).toContain('is not right');
    expect((await site.people.names(system('test'), [id])).get(id)).toBe('ann4');
    expect(await site.people.colleagues(system('test'))).toHaveLength(1);
    const { rows } = await db.as(system('people'), (tx) =>
      sql`select 1 from people.secret where person_id = ${id} union all select 1 from people.role where person_id = ${id}`.execute(
        tx,
      ),
    );
    expect(rows).toEqual([]);
    expect((await setsOf(db, id)).at(-1)).toEqual({
      what: 'person-set',
      old: { state: 'active', roles: ['watch-analyst'] },
      new: { state: 'left', roles: [] },
    });
  });

  it('lets somebody who lost their password choose a new one, with their second step', async () => {
    const ann = await setUpApp(await joined(ada.visitor, 'ann6@northmere.example', ['watch-analyst']));
    const page = `/people/${await idOf('ann6@northmere.example')}`;
    expect((await ada.visitor.send(page, 'new-password')).text).toContain('The link was sent');
    const link = /http:\S+\/join\/\S+/.exec(
      (await smtp.next((mail) => mail.subject.startsWith('Choose a new'))).text,
    )![0];
    expect((await ada.visitor.get('/people')).text).toContain('Nobody is invited just now.');
    const fresh = 'copper kettle harbour moss';
    const visitor = site.visitor();
    const half = await visitor.send(link, 'renew', { password: fresh });
    expect(half.path).toBe('/sign-in/second-step');
    expect((await ann.visitor.get('/account')).path).toBe('/sign-in?next=%2Faccount');
    expect((await visitor.sendOn(half, 'code', { code: codeNow(ann.key) })).path).toBe('/account');
    expect((await site.visitor().get(link)).text).toContain('has been used');
    expect((await signIn(site.visitor(), 'ann6@northmere.example', password)).status).toBe(422);
    expect((await signIn(site.visitor(), 'ann6@northmere.example', fresh)).path).toBe('/sign-in/second-step');
  });

  it('keeps the last administrator, and nobody changes themselves', async () => {
    const own = await idOf(setUp.email);
    expect((await ada.visitor.get(`/people/${own}`)).text).toContain('Another administrator can change your roles');
    const two = await setUpApp(await joined(ada.visitor, 'ade@northmere.example', ['administrator']));
    const second = await idOf('ade@northmere.example');
    const [a, b] = [await ada.visitor.get(`/people/${second}`), await two.visitor.get(`/people/${own}`)];
    await Promise.all([
      ada.visitor.sendOn(a, 'leave', { sure: 'yes' }),
      two.visitor.sendOn(b, 'leave', { sure: 'yes' }),
    ]);
    const left = await site.people.colleagues(system('test'), ['administrator']);
    expect(left).toHaveLength(1);
    const other = [own, second].find((id) => id !== left[0]!.id)!;
    expect((await site.people.names(system('test'), [other])).size).toBe(1);
  });
});

describe('what the database itself refuses', () => {
  let ada: Ready;
  let annId: string;
  beforeAll(async () => {
    await emptyHouse();
    ada = await founded();
    await setUpApp(await joined(ada.visitor, 'ann5@northmere.example', ['watch-analyst']));
    annId = await idOf('ann5@northmere.example');
  });
  const asAda = async () => ({
    kind: 'person' as const,
    id: await idOf(setUp.email),
    roles: ['staff', 'administrator'],
  });

  it('shows an administrator no secret of anybody else', async () => {
    const asker = await asAda();
    for (const table of ['secret', 'passkey', 'recovery_code', 'session']) {
      const { rows } = await db.as(asker, (tx) =>
        sql`select * from ${sql.table(`people.${table}`)} where person_id <> ${asker.id}`.execute(tx),
      );
      expect(rows, table).toEqual([]);
    }
    const { rows } = await db.as(asker, (tx) =>
      sql`update people.secret set password_hash = 'mine' where person_id = ${annId} returning 1`.execute(tx),
    );
    expect(rows).toEqual([]);
    expect((await db.as(asker, (tx) => sql`select * from people.attempt`.execute(tx))).rows).toEqual([]);
  });

  it('lets nobody give themselves a role', async () => {
    const asker = await asAda();
    const give = (who: { kind: 'person'; id: string; roles: string[] }, to: string) =>
      db.as(who, (tx) =>
        sql`insert into people.role (person_id, role, given_by, given_at) values (${to}, 'dpo', 'x', now())`.execute(
          tx,
        ),
      );
    await expect(give(asker, asker.id)).rejects.toThrow(/row-level security/);
    await expect(give({ kind: 'person', id: annId, roles: ['staff', 'watch-analyst'] }, annId)).rejects.toThrow(
      /row-level security/,
    );
  });

  it('shows a visitor nobody', async () => {
    const { rows } = await db.as({ kind: 'visitor', id: 'visitor', roles: [] }, (tx) =>
      sql`select id from people.person union all select person_id from people.role`.execute(tx),
    );
    expect(rows).toEqual([]);
  });
});
