/** Every route as every role: allowed, or the same "not found" as an absent page (must-show 5). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Permission, permissions, type Role, roleNames } from '../../src/people/roles.ts';
import type { May } from '../../src/web/page.ts';
import { startHouse, type TestHouse } from '../support/house.ts';
import type { Visitor } from '../support/site.ts';

let site: TestHouse;
const visitors = new Map<Role | 'staff', Visitor>();
const everybody = [...roleNames, 'staff' as const];

beforeAll(async () => {
  site = await startHouse({ roles: ['web'] });
  for (const role of everybody) visitors.set(role, await site.as(role));
  // The policy that ships is there as soon as the founding has been heard of.
  await site.house.kit.news.drain();
});
afterAll(() => site.stop());

const absentId = '01a20d03-abd4-74a6-a7cc-a301c00cb735';
const filled = (path: string) => path.replace(/:[a-z]+/gi, absentId);

/** What the route list says, worked out again here from the permissions alone. */
function isAllowed(may: May, role: Role | 'staff'): boolean {
  if (may === 'anybody' || may === 'signed-in' || may === 'half') return true;
  if (may === 'visitor') return false;
  const allowed: readonly string[] = permissions[may as Permission];
  return allowed.includes('staff') || allowed.includes(role);
}

/** Pages that stand only at one moment, and are not there at any other, whoever asks. */
const ofAMoment = new Map([
  ['/set-up', 'only while there is no organisation'],
  ['/sign-in/second-step/app', 'only while the second step is still owed'],
  ['/sign-in/second-step/recovery', 'only while the second step is still owed'],
  ['/account/recovery-codes', 'only once, right after they were made'],
]);

/** The words of a page without what differs by itself: tokens, references, names in the masthead, the menu. */
const core = (html: string) => /<main[^>]*>(.*?)<\/main>/s.exec(html)?.[1] ?? html;

describe('every page as every role', () => {
  test('is shown or is the same "not found" as an absent page', async () => {
    const wrong: string[] = [];
    let looked = 0;
    for (const role of everybody) {
      const visitor = visitors.get(role)!;
      const absent = core(await (await visitor.raw('/nowhere-at-all')).text());
      for (const route of site.house.web.list) {
        if (route.method !== 'GET') continue;
        const response = await visitor.raw(filled(route.path));
        const body = await response.text();
        looked += 1;
        const isNotFound = response.status === 404 && core(body) === absent;
        if (isAllowed(route.may, role)) {
          // Allowed, yet about a thing that does not exist: the same answer.
          const isAboutNothing = route.path.includes(':') && isNotFound;
          if (ofAMoment.has(route.path)) expect([route.path, isNotFound]).toEqual([route.path, true]);
          else if (!isAboutNothing && ![200, 303, 302].includes(response.status))
            wrong.push(`${role} should see ${route.path}: ${response.status}`);
        } else if (!isNotFound) wrong.push(`${role} should not see ${route.path}: ${response.status}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(looked).toBeGreaterThan(400);
  }, 240_000);

  test('a visitor is sent to sign in, for absent and forbidden pages alike', async () => {
    const visitor = site.visitor();
    for (const route of site.house.web.list) {
      if (!route.method.startsWith('GET') || ['anybody', 'visitor', 'half'].includes(route.may)) continue;
      const response = await visitor.raw(filled(route.path));
      expect([route.path, response.status, response.headers.get('location')?.startsWith('/sign-in')]).toEqual([
        route.path,
        303,
        true,
      ]);
    }
    expect((await visitor.raw('/nowhere-at-all')).headers.get('location')).toMatch(/^\/sign-in/);
  });
});

describe('every act as every role', () => {
  test('is refused as not found where the role may not, before anything is read or done', async () => {
    const wrong: string[] = [];
    for (const route of site.house.web.list) {
      const act = /^POST (.+)$/.exec(route.method)?.[1];
      if (!act) continue;
      for (const role of everybody) {
        if (isAllowed(route.may, role)) continue;
        const visitor = visitors.get(role)!;
        // A token of their own, from a page that everybody has.
        const token = /name="_csrf" value="([^"]+)"/.exec(await (await visitor.raw('/account')).text())?.[1] ?? '';
        const response = await visitor.raw(filled(route.path), {
          method: 'POST',
          body: new URLSearchParams({ _csrf: token, act }),
        });
        await response.arrayBuffer();
        if (response.status !== 404) wrong.push(`${role} got ${response.status} for ${act} on ${route.path}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 240_000);

  test('a form without its token, with another session’s token or from another site is refused', async () => {
    const ann = visitors.get('duty-officer')!;
    const bo = visitors.get('watch-analyst')!;
    const tokenOf = async (visitor: Visitor) =>
      /name="_csrf" value="([^"]+)"/.exec(await (await visitor.raw('/account')).text())![1]!;
    const send = (token: string, headers: Record<string, string> = {}) =>
      ann.raw('/watch/sources', { method: 'POST', headers, body: new URLSearchParams({ _csrf: token, act: 'stop' }) });
    const own = await tokenOf(ann);
    expect((await send('')).status).toBe(403);
    expect((await send(await tokenOf(bo))).status).toBe(403);
    expect((await send(own, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await send(own, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await send(own)).status).toBe(404); // Hers, but only the data protection officer may.
  });
});

describe('the frame', () => {
  test('a strict policy, no inline script or style, nothing cached', async () => {
    for (const path of ['/sign-in', '/help', '/privacy']) {
      const response = await site.visitor().raw(path);
      const body = await response.text();
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(body).not.toMatch(/<script(?![^>]*\bsrc=)/);
      expect(body).not.toMatch(/\sstyle="|<style|\son[a-z]+="/);
    }
  });

  test('health, readiness and metrics answer; metrics hold no words', async () => {
    const visitor = site.visitor();
    expect(await (await visitor.raw('/health')).json()).toEqual({ alive: true });
    expect((await visitor.raw('/ready')).status).toBe(200);
    const metrics = await (await visitor.raw('/metrics')).text();
    expect(metrics).toContain('foreword_request_seconds_bucket');
    expect((await visitor.raw('/metrics', { headers: { 'x-forwarded-for': '203.0.113.5' } })).status).toBe(404);
  });
});
