/** The pages of ASSURE over HTTP in a whole house, in a real browser at both widths, and what axe says of them. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Web } from '../../../../test/servers/web.ts';
import { startWebPages } from '../../../../test/servers/web-pages.ts';
import { barriersAt } from '../../../../test/support/barriers.ts';
import { isLookedAt, noBrowser, startBrowser } from '../../../../test/support/browser.ts';
import { startHouse, type TestHouse } from '../../../../test/support/house.ts';
import { verifyBundle } from '../bundle.ts';
import { verifyTrail } from '../verify-trail.ts';

let site: TestHouse;
let web: Web;
let browser: Browser | null = null;
let open: string;
let sealed: string;
let failed: string;
beforeAll(async () => {
  web = await startWebPages('http://127.0.0.1:9');
  site = await startHouse({ env: { FOREWORD_BROWSER_SANDBOX: 'no' } });
  if (isLookedAt) browser = await startBrowser();
  open = await captureAs({});
  sealed = await captureAs({ isProtected: 'yes' });
});
afterAll(async () => {
  await browser?.close();
  await site.stop();
  await web.close();
});

async function captureAs(more: Record<string, string>): Promise<string> {
  const officer = await site.as('duty-officer');
  const fields = { url: `${web.origin}/post`, why: 'It says that bins were missed', ...more };
  const seen = await officer.send('/assure/evidence/new', 'capture', fields);
  expect(seen.text).toContain('The page is being captured');
  await vi.waitFor(async () => expect((await officer.get(seen.path)).text).toContain('page.wacz'), {
    timeout: 120_000,
  });
  return seen.path;
}

const dayIn = (name: string, typed: string) =>
  Object.fromEntries(['day', 'month', 'year'].map((part, i) => [`${name}-${part}`, typed.split(' ')[i] ?? '']));

const fileOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

async function post(
  visitor: Awaited<ReturnType<TestHouse['as']>>,
  path: string,
  act: string,
  fields: Record<string, string>,
) {
  const token = /name="_csrf" value="([^"]+)"/.exec((await visitor.get(path)).html)![1]!;
  return visitor.raw(path, { method: 'POST', body: new URLSearchParams({ _csrf: token, act, ...fields }) });
}

describe('the record', () => {
  test('is downloaded by the auditor and verifies; the download is an entry of the next', async () => {
    const auditor = await site.as('auditor');
    const page = await auditor.get('/assure/record');
    expect(page.text).toContain('The record of who did what');
    const download = async () => {
      const response = await post(auditor, '/assure/record', 'download', dayIn('from', ''));
      expect(response.headers.get('content-disposition')).toContain('foreword-record-');
      return Buffer.from(await fileOf(response))
        .toString()
        .split('\n');
    };
    const lines = await download();
    expect(await verifyTrail([lines])).toMatchObject({ isGood: true });
    expect(lines.some((line) => line.includes('"what":"evidence-asked-for"'))).toBe(true);
    expect(lines.join('')).not.toContain('bins were missed');
    expect((await download()).some((line) => line.includes('"what":"record-downloaded"'))).toBe(true);
    const none = await auditor.send('/assure/record', 'download', dayIn('from', '31 4 2026'));
    expect(none.text).toContain('Enter a real day');
    const early = await auditor.send('/assure/record', 'download', dayIn('until', '1 4 2001'));
    expect(early.text).toContain('There is nothing in the record for that time.');
    // What a setting is called stands for whoever installs, and nowhere else.
    expect(page.html.replace(/<details.*?<\/details>/gs, '')).not.toMatch(/FOREWORD_HEADS|TIME_STAMPS/);
    expect(page.text).toContain('set FOREWORD_HEADS to a file on another machine');
    expect(await (await auditor.raw('/assure/record/key.pem')).text()).toContain('BEGIN PUBLIC KEY');
    expect((await (await site.as('duty-officer')).get('/assure/record')).status).toBe(404);
  });
});

describe('evidence', () => {
  test('shows its files, each look is in the custody, and the zip proves itself', async () => {
    const officer = await site.as('duty-officer');
    const words = await officer.raw(`${open}/files/page.txt`);
    expect(words.headers.get('content-security-policy')).toContain('sandbox');
    expect(await words.text()).toContain('Bins on Ash Road');
    expect((await officer.raw(`${open}/files/page-body`)).headers.get('content-disposition')).toContain('attachment');
    expect((await officer.raw(`${open}/files/nothing`)).status).toBe(404);
    expect((await officer.get(open)).text).toContain('Looked at: page.txt');
    const zip = await post(officer, open, 'export', { to: 'legal', exportWhy: 'Asked for by the court' });
    expect(await verifyBundle(await fileOf(zip))).toMatchObject({ isGood: true });
    const refused = await officer.send(open, 'export', { to: 'legal', exportWhy: '' });
    expect(refused.text).toContain('Say why');
  });

  test('of what cannot be had says so in words, and can be tried again', async () => {
    const officer = await site.as('duty-officer');
    const fields = { url: `${web.origin}/large`, why: 'To see what it says' };
    failed = (await officer.send('/assure/evidence/new', 'capture', fields)).path;
    const ended = () =>
      vi.waitFor(
        async () => {
          const page = await officer.get(failed);
          expect(page.text).toContain('Nothing was captured');
          return page;
        },
        { timeout: 60_000 },
      );
    const page = await ended();
    expect(page.text).toContain('The page was too large to keep.');
    expect(page.text).toContain('Could not capture it');
    expect((await officer.get('/assure/evidence')).text).toContain('Not captured');
    expect((await officer.send(failed, 'again')).text).toContain('The page is being captured');
    await ended();
    expect((await (await site.as('dpo')).get(failed)).html).not.toContain('value="again"');
  });

  test('of a child or a victim is opened by two people, in their own browsers', async () => {
    const officer = await site.as('duty-officer');
    expect((await officer.get(sealed)).text).toContain('Two people open this together');
    expect((await officer.raw(`${sealed}/files/page.txt`)).status).toBe(404);
    expect(await (await officer.raw(`${sealed}/files/working-copy.txt`)).text()).not.toContain('Megan');
    await officer.send(sealed, 'open', { openWhy: 'The police ask for it' });
    const own = await officer.get(sealed);
    expect(own.html).not.toContain('value="confirm"');
    const dpo = await site.as('dpo');
    await dpo.send(sealed, 'confirm');
    expect(await (await officer.raw(`${sealed}/files/page.txt`)).text()).toContain('Megan');
    expect((await (await site.as('siro')).raw(`${sealed}/files/page.txt`)).status).toBe(404);
    const inside = await post(dpo, sealed, 'export', { to: 'inside', exportWhy: 'For the team' });
    expect(inside.status).toBe(422);
  });

  test('is put on hold and let go again; nobody without the role sees any of it', async () => {
    const dpo = await site.as('dpo');
    await dpo.send(open, 'hold', { holdWhy: 'An inquiry is open', ...dayIn('reviewOn', '1 1 2030') });
    expect((await dpo.get(open)).text).toContain('On hold by The dpo. To be looked at again on 1 January 2030.');
    await dpo.send(open, 'release', { holdWhy: 'It is over' });
    expect((await dpo.get(open)).text).not.toContain('On hold by');
    for (const role of ['administrator', 'publisher', 'staff'] as const) {
      const visitor = await site.as(role);
      expect((await visitor.get('/assure/evidence')).status).toBe(404);
      expect((await visitor.get(open)).status).toBe(404);
      expect((await visitor.raw(`${open}/files/page.txt`)).status).toBe(404);
    }
    // The guardian sees evidence, and none that is not theirs alone to see.
    expect((await (await site.as('guardian')).get(open)).status).toBe(404);
  });
});

test.skipIf(!isLookedAt)(`at both widths nothing hangs over, and axe finds nothing ${noBrowser}`, async () => {
  const pages = {
    auditor: ['/assure/record'],
    'duty-officer': ['/assure/evidence', '/assure/evidence/new', open, failed],
    dpo: [sealed],
  } as const;
  for (const [role, paths] of Object.entries(pages)) {
    const context = await browser!.newContext();
    await context.addCookies([await site.cookieFor(role as keyof typeof pages)]);
    const page = await context.newPage();
    for (const path of paths) expect(await barriersAt(page, site.address + path)).toEqual([]);
    await context.close();
  }
});
