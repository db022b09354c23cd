/** The duty officer's path in a real browser: by keyboard alone, live, without script, and clean by axe at both widths. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barriersAt } from '../support/barriers.ts';
import { isLookedAt, notLookedAt, startBrowser } from '../support/browser.ts';
import { startHouse, type TestHouse } from '../support/house.ts';
import { askerFor, listenTo, raiseStage, rehearsal, say } from '../support/talk.ts';

/** These machines are busy; what is waited for here comes in well under a second on a quiet one. */
const slow = { timeout: 120_000 };

describe.skipIf(!isLookedAt)(`triage in a real browser ${notLookedAt}`, () => {
  let site: TestHouse;
  let browser: Browser;
  const stage = raiseStage('triage');

  beforeAll(async () => {
    site = await startHouse({ networks: [rehearsal] });
    browser = await startBrowser();
    await listenTo(site, stage, ['council OR fair OR bins OR depot']);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  async function open(
    role: Parameters<TestHouse['cookieFor']>[0],
    path: string,
    options: Parameters<Browser['newContext']>[0] = {},
  ): Promise<{ page: Page; context: BrowserContext }> {
    const context = await browser.newContext(options);
    await context.addCookies([await site.cookieFor(role)]);
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    await page.goto(site.address + path);
    return { page, context };
  }

  const waitForSignals = (n: number) =>
    expect
      .poll(async () => (await site.house.watch.signals.list(askerFor(site, 'duty-officer'), {})).length, slow)
      .toBeGreaterThanOrEqual(n);

  test('a post comes onto the open queue by itself, and the whole path is walked by keyboard alone', async () => {
    const { page, context } = await open('duty-officer', '/watch/queue');
    await page.locator('body.js-enabled').waitFor({ state: 'attached' });
    say(stage, 'I am going to put a bomb in the council building on Friday, you will all be sorry');
    await page.locator('[data-queue-row]').first().waitFor();
    say(stage, 'the council have missed my bins again this week, please come and collect them');
    await expect.poll(() => page.locator('[data-queue-row]').count(), slow).toBe(2);

    await page.keyboard.press('j');
    expect(await page.evaluate('document.activeElement.hasAttribute("data-queue-link")')).toBe(true);
    expect(await page.locator('[data-queue-row]').first().textContent()).toContain('Critical');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/watch\/signals\//);
    await page.keyboard.press('c');
    await page.waitForURL(/\/watch\/signals\//);
    await page.getByText('You have taken this story').first().waitFor();

    // Pass it on: to the first route, with a reason, by keyboard.
    await page.locator('input[name=to]').first().focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Control room told at once.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/watch\/queue/);
    await expect.poll(() => page.locator('[data-queue-row]').count(), slow).toBe(1);
    await page.goto(`${site.address}/watch/referrals`);
    expect(await page.locator('main').textContent()).toContain('Control room told at once.');
    await context.close();
  });

  test('passing on or setting aside without a reason is asked for again, and nothing is lost', async () => {
    await waitForSignals(1);
    const { page, context } = await open('duty-officer', '/watch/queue');
    await page.locator('[data-queue-link]').first().click();
    await page.getByRole('button', { name: 'Set aside' }).click();
    await page.locator('.govuk-error-summary').waitFor();
    expect(await page.title()).toMatch(/^Error: /);
    await context.close();
  });

  test('everything works without script', async () => {
    await waitForSignals(1);
    const { page, context } = await open('duty-officer', '/watch', { javaScriptEnabled: false });
    await page.getByRole('link', { name: 'See the whole queue' }).click();
    await page.locator('[data-queue-link]').first().click();
    await page.getByRole('button', { name: 'Take this' }).click();
    expect(await page.locator('main').textContent()).toContain('You have taken this story');
    await page.locator('#why-aside').fill('Passed to the depot by phone.');
    await page.getByRole('button', { name: 'Set aside' }).click();
    expect(page.url()).toContain('/watch/queue');
    await context.close();
  });

  test('a possible disclosure is not there for those who watch, and is for the guardian', async () => {
    const before = (await site.house.watch.signals.list(askerFor(site, 'duty-officer'), {})).length;
    say(
      stage,
      'I work at the council depot. We were told to sign off brake checks that nobody did. I told my manager in May and nothing happened.',
    );
    const { page, context } = await open('guardian', '/watch/locked');
    await expect
      .poll(async () => {
        await page.reload();
        return page.locator('[data-queue-row]').count();
      }, slow)
      .toBe(1);
    const path = await page.locator('[data-queue-link]').first().getAttribute('href');
    expect(path).toMatch(/^\/watch\/signals\//);
    await page.locator('[data-queue-link]').first().click();
    expect(await page.locator('main').textContent()).toContain('Only you, the guardian, can see it');
    expect(await page.locator('main').textContent()).toContain('Author not kept');
    await context.close();
    for (const role of [
      'duty-officer',
      'watch-analyst',
      'hr-caseworker',
      'administrator',
      'siro',
      'auditor',
    ] as const) {
      const visitor = await site.as(role);
      expect([role, (await visitor.raw(path!)).status]).toEqual([role, 404]);
    }
    expect((await site.house.watch.signals.list(askerFor(site, 'duty-officer'), {})).length).toBe(before);
  });

  test('a watch on a union representative is refused with the reason, and only the reason is kept', async () => {
    const { page, context } = await open('watch-analyst', '/register/new');
    await page.getByLabel('Name', { exact: true }).fill('Cuts');
    await page.getByLabel('What is it for?').fill('To see what the union rep Pat Doyle says about the cuts.');
    await page.getByLabel('Lawful basis').fill('Public task');
    await page.getByLabel('Data protection reference').fill('DPIA-9');
    await page.getByLabel('Owner').selectOption({ index: 1 });
    const end = new Date(Date.now() + 60 * 86_400_000);
    await page.getByLabel('Day').fill(String(end.getUTCDate()));
    await page.getByLabel('Month').fill(String(end.getUTCMonth() + 1));
    await page.getByLabel('Year').fill(String(end.getUTCFullYear()));
    await page.getByLabel('What to look for').fill('"union rep" AND cuts');
    await page.getByRole('button', { name: 'Propose a watch' }).click();
    await page.locator('.govuk-error-summary').waitFor();
    expect(await page.locator('.govuk-error-summary').textContent()).toContain('We do not watch union activity');
    await context.close();
    const officer = await site.as('dpo');
    const register = await officer.get('/register');
    expect(register.text).toContain('union');
    expect(register.text).not.toContain('Pat Doyle');
  });

  const pages: readonly [Parameters<TestHouse['cookieFor']>[0], readonly string[]][] = [
    [
      'duty-officer',
      [
        '/watch',
        '/watch/queue',
        '/watch/referrals',
        '/watch/sources',
        '/watch/alerts',
        '/watch/rota',
        '/watch/handover',
        '/register',
        '/register/new',
        '/watch/quality',
        '/account',
        '/account/alerts',
        '/help',
        '/privacy',
        '/accessibility',
        '/about',
      ],
    ],
    ['watch-analyst', ['/watch/sources/new', '/watch/sources/new?network=rehearsal']],
    ['guardian', ['/watch/locked']],
    ['administrator', ['/settings', '/settings/protected-names', '/settings/channels', '/people', '/people/invite']],
  ];
  for (const [role, paths] of pages) {
    test(`no barrier that axe can see, and no sideways scroll on a phone: ${role}`, async () => {
      if (role === 'duty-officer') {
        say(stage, 'There is a bomb in the council depot and it will go off tonight');
        await waitForSignals(1);
      }
      if (role === 'guardian') {
        say(
          stage,
          'I work at the council. My manager told us to backdate the fire checks before the inspectors came, and I refused.',
        );
        await expect
          .poll(async () => (await site.house.watch.signals.list(askerFor(site, 'guardian'), {})).length, slow)
          .toBeGreaterThan(0);
      }
      const { page, context } = await open(role, paths[0]!);
      const problems: string[] = [];
      page.on('console', (message) => message.type() === 'error' && problems.push(`console: ${message.text()}`));
      const signal =
        role === 'duty-officer' || role === 'guardian'
          ? await page.locator('[data-queue-link]').first().getAttribute('href')
          : null;
      const found = signal ? [...paths, signal] : paths;
      for (const path of found) problems.push(...(await barriersAt(page, site.address + path)));
      expect(problems).toEqual([]);
      await context.close();
    }, 600_000);
  }
});
