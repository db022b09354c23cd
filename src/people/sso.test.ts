import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPeople } from '#people';
import { glewlwydMissing, startGlewlwyd } from '../../test/servers/glewlwyd.ts';
import { type OidcServer, startOidc } from '../../test/servers/oidc.ts';
import { type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { type TestKit, testKit } from '../../test/support/kit.ts';
import { type Site, startSite } from '../../test/support/site.ts';
import { saysTwoFactors, ssoBackPath } from './sso.ts';

const northmere = {
  name: 'Northmere Council',
  shortNames: [],
  sector: 'council',
  nation: 'england',
  officialHandles: [],
  pressHandles: [],
  isRehearsal: false,
} as const;
const cast = [
  { key: 'ada', name: 'Ada Min', email: 'ada@northmere.example', roles: ['administrator'] },
  { key: 'ann', name: 'Ann Triage', email: 'ann@northmere.example', roles: ['watch-analyst'] },
  { key: 'cy', name: 'Cy Staff', email: 'cy@northmere.example', roles: [] },
] as const;

describe('single sign-on with oidc-provider', () => {
  for (const tokenAuth of ['client_secret_basic', 'client_secret_post', 'none'] as const) {
    describe(`with ${tokenAuth}`, () => {
      let db: TestDatabase;
      let kit: TestKit;
      let site: Site;
      let oidc: OidcServer;
      let ids: ReadonlyMap<string, string>;
      beforeAll(async () => {
        db = await testDatabase();
        // A token's times are checked against the machine's clock, so ours is the same.
        kit = testKit(db, { now: new Date() });
        const settings = { issuer: '', clientId: 'foreword', name: 'Northmere', tokenAuth, secret: '' };
        site = await startSite(kit, (address) => buildPeople(kit, { address, mail: null, oidc: settings }));
        oidc = await startOidc({ redirectUri: site.address + ssoBackPath, tokenAuth });
        Object.assign(settings, { issuer: oidc.issuer, secret: oidc.clientSecret });
        ids = await site.people.found(northmere, cast);
      });
      afterAll(async () => {
        await oidc.stop();
        await site.stop();
        await db.drop();
      });

      it('lets somebody in by their verified address the first time, and by their subject from then on', async () => {
        oidc.signsIn = { sub: 'u-1', email: 'cy@northmere.example' };
        const cy = site.visitor();
        expect((await cy.get('/sign-in')).text).toContain('Sign in with Northmere');
        expect((await cy.get('/sign-in/sso?next=%2Faccount')).path).toBe('/account');
        expect((await site.people.session(cy.cookie('foreword_session')!))?.personId).toBe(ids.get('cy'));
        oidc.signsIn = { sub: 'u-1', email: 'married@northmere.example' };
        expect((await site.visitor().get('/sign-in/sso')).path).toBe('/account');
        oidc.signsIn = { sub: 'u-2', email: 'cy@northmere.example' };
        expect((await site.visitor().get('/sign-in/sso')).text).toContain(
          'belongs to an account that signs in another way',
        );
      });

      // How the secret is sent makes no difference to the rest.
      if (tokenAuth !== 'client_secret_basic') return;

      it('asks for our second step when the provider asked for one proof only', async () => {
        oidc.signsIn = { sub: 'u-3', email: 'ann@northmere.example', amr: ['pwd'] };
        const ann = site.visitor();
        expect((await ann.get('/sign-in/sso')).path).toBe('/sign-in/second-step');
        oidc.signsIn = { sub: 'u-3', email: 'ann@northmere.example', amr: ['pwd', 'otp', 'mfa'] };
        expect((await site.visitor().get('/sign-in/sso')).path).toBe('/account');
      });

      it('lets nobody in by an address that is not verified, or that nobody has', async () => {
        oidc.signsIn = { sub: 'u-4', email: 'ada@northmere.example', isEmailVerified: false };
        expect((await site.visitor().get('/sign-in/sso')).text).toContain('You have no account here yet.');
        oidc.signsIn = { sub: 'u-5', email: 'stranger@elsewhere.example' };
        expect((await site.visitor().get('/sign-in/sso')).text).toContain('You have no account here yet.');
      });

      it('says so in plain words when somebody stops, or comes back twice or from another window', async () => {
        oidc.signsIn = null;
        expect((await site.visitor().get('/sign-in/sso')).text).toContain('did not let you in, or you stopped');
        const other = site.visitor();
        expect((await other.get(`${ssoBackPath}?code=abc&state=def`)).text).toContain(
          'That took too long, or was begun in another window',
        );
        const begun = await other.raw('/sign-in/sso');
        expect(new URL(begun.headers.get('location')!).searchParams.get('code_challenge_method')).toBe('S256');
        expect((await other.get(`${ssoBackPath}?code=abc&state=def`)).text).toContain('could not be trusted');
        expect((await other.get(`${ssoBackPath}?code=abc&state=def`)).text).toContain(
          'That took too long, or was begun in another window',
        );
        expect(other.cookie('foreword_session')).toBeNull();
      });
    });
  }

  it('starts, and says so, while the provider is down; and works when it is back', async () => {
    const db = await testDatabase();
    const kit = testKit(db, { now: new Date() });
    const settings = {
      issuer: 'http://127.0.0.1:9',
      clientId: 'foreword',
      name: 'Northmere',
      tokenAuth: 'client_secret_basic' as const,
      secret: 'wrong',
    };
    const site = await startSite(kit, (address) => buildPeople(kit, { address, mail: null, oidc: settings }));
    await site.people.found(northmere, cast);
    expect((await site.visitor().get('/sign-in/sso')).text).toContain('does not answer. Try again in a few minutes');
    const oidc = await startOidc({ redirectUri: site.address + ssoBackPath });
    oidc.signsIn = { sub: 'u-1', email: 'cy@northmere.example' };
    settings.issuer = oidc.issuer;
    expect((await site.visitor().get('/sign-in/sso')).text).toContain('the OIDC settings need checking');
    await oidc.stop();
    await site.stop();
    await db.drop();
  });

  it('joins somebody who was invited', async () => {
    const db = await testDatabase();
    const kit = testKit(db, { now: new Date() });
    const settings = {
      issuer: '',
      clientId: 'foreword',
      name: 'Northmere',
      tokenAuth: 'client_secret_basic' as const,
      secret: '',
    };
    const site = await startSite(kit, (address) => buildPeople(kit, { address, mail: null, oidc: settings }));
    const oidc = await startOidc({ redirectUri: site.address + ssoBackPath });
    Object.assign(settings, { issuer: oidc.issuer, secret: oidc.clientSecret });
    const ids = await site.people.found(northmere, cast);
    const ada = site.visitor();
    ada.setCookie('foreword_session', await site.people.signInAs(ids.get('ada')!));
    await ada.send('/people/invite', 'invite', {
      name: 'Bo',
      email: 'bo@northmere.example',
      roles: ['response-drafter'],
    });
    oidc.signsIn = { sub: 'u-9', email: 'BO@northmere.example', name: 'Bo Press', acr: 'phr' };
    const bo = site.visitor();
    await bo.get('/sign-in/sso');
    const session = await site.people.session(bo.cookie('foreword_session')!);
    expect(session).toMatchObject({ name: 'Bo Press', email: 'bo@northmere.example', roles: ['response-drafter'] });
    expect((await ada.get('/people')).text).toContain('Nobody is invited just now.');
    await oidc.stop();
    await site.stop();
    await db.drop();
  });
});

describe('what counts as two proofs', () => {
  it.each([
    [{ amr: ['mfa'] }, true],
    [{ amr: ['pwd', 'otp'] }, true],
    [{ amr: ['pin', 'hwk'] }, true],
    [{ acr: 'phr' }, true],
    [{ acr: 'https://refeds.org/profile/mfa' }, true],
    [{ acr: 'urn:northmere:mfa' }, true],
    [{ amr: ['pwd'] }, false],
    [{ amr: ['otp'] }, false],
    [{ amr: 'mfa' }, false],
    [{ acr: 'no-mfa-here' }, false],
    [{ acr: '1' }, false],
    [{}, false],
  ])('%j: %s', (claims, isTwo) => expect(saysTwoFactors(claims)).toBe(isTwo));
});

const missing = glewlwydMissing();
describe.skipIf(missing !== null)(`single sign-on with Glewlwyd${missing ? ` (${missing})` : ''}`, () => {
  it('lets somebody in with a provider that is not related to the other one', async () => {
    const db = await testDatabase();
    const kit = testKit(db, { now: new Date() });
    const settings = {
      issuer: '',
      clientId: 'foreword',
      name: 'Northmere',
      tokenAuth: 'client_secret_post' as const,
      secret: '',
    };
    const site = await startSite(kit, (address) => buildPeople(kit, { address, mail: null, oidc: settings }));
    const ids = await site.people.found(northmere, cast);
    const glewlwyd = await startGlewlwyd({
      redirectUri: site.address + ssoBackPath,
      people: [{ name: 'cy', password: 'a password of the tests', email: 'cy@northmere.example' }],
    });
    try {
      Object.assign(settings, { issuer: glewlwyd.issuer, secret: glewlwyd.clientSecret });
      const cy = site.visitor();
      const away = (await cy.raw('/sign-in/sso?next=%2Faccount')).headers.get('location')!;
      const back = await glewlwyd.signIn(away, 'cy');
      expect((await cy.get(back)).path).toBe('/account');
      expect((await site.people.session(cy.cookie('foreword_session')!))?.personId).toBe(ids.get('cy'));
      const again = site.visitor();
      const second = await glewlwyd.signIn((await again.raw('/sign-in/sso')).headers.get('location')!, 'cy');
      expect((await again.get(second)).path).toBe('/account');
    } finally {
      await glewlwyd.stop();
      await site.stop();
      await db.drop();
    }
  });
});
