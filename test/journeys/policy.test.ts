/** The policy in a real browser: without script, on a phone and on a desk, clean by axe, and no difference told by colour alone. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barriersAt } from '../support/barriers.ts';
import { isLookedAt, notLookedAt, startBrowser } from '../support/browser.ts';
import { startHouse, type TestHouse } from '../support/house.ts';

type Role = Parameters<TestHouse['cookieFor']>[0];

describe.skipIf(!isLookedAt)(`the policy in a real browser ${notLookedAt}`, () => {
  let site: TestHouse;
  let browser: Browser;

  beforeAll(async () => {
    site = await startHouse({ roles: ['web'] });
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  async function open(role: Role | null, path: string, width = 390): Promise<{ page: Page; context: BrowserContext }> {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width, height: 800 } });
    if (role) await context.addCookies([await site.cookieFor(role)]);
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    await page.goto(site.address + path);
    return { page, context };
  }

  /** With script, because axe needs it; one page for each role, because a warm one is looked at four times as fast. */
  const lookers = new Map<Role | null, Page>();
  async function look(role: Role | null, path: string): Promise<void> {
    let page = lookers.get(role);
    if (!page) {
      const context = await browser.newContext();
      if (role) await context.addCookies([await site.cookieFor(role)]);
      page = await context.newPage();
      lookers.set(role, page);
    }
    expect(await barriersAt(page, site.address + path)).toEqual([]);
  }

  test('from a question of staff to a new version, by three people on a phone without script', async () => {
    await expect
      .poll(async () => (await (await site.as('staff')).get('/policy')).text)
      .toContain('Version 1, in force');
    const { page: staff } = await open('staff', '/policy?q=videos');
    await staff.getByRole('button', { name: 'Tell us what the policy does not say' }).click();
    await staff.getByLabel('What does the policy not say?').fill('May I share a made-up video to say it is false?');
    await staff.getByLabel('Which clause falls short?').selectOption('37');
    await staff.getByRole('button', { name: 'Send' }).click();
    expect(await staff.locator('main').textContent()).toContain('The policy owner can see it now');
    for (const path of [
      '/policy',
      '/policy?q=photo',
      '/policy/clauses/37',
      '/policy/gaps/new',
      new URL(staff.url()).pathname,
    ])
      await look('staff', path);

    const { page: owner } = await open('policy-owner', '/policy/gaps');
    await owner.getByRole('link', { name: 'May I share a made-up video' }).click();
    await owner.getByRole('button', { name: 'Begin a draft to answer it' }).click();
    await owner.getByLabel('What is this draft for?').fill('Made-up videos');
    await owner.getByRole('button', { name: 'Begin a draft' }).click();
    const draft = new URL(owner.url()).pathname;
    await owner.getByRole('link', { name: 'Change 37. Fake accounts and false news' }).click();
    await owner
      .getByLabel('What it says')
      .fill('Do not share it, not even to say that it is false. Send it to the desk.');
    await owner.getByRole('button', { name: 'Preview' }).click();
    expect(await owner.locator('ins').first().textContent()).toContain('not even to say that it is false');
    await look('policy-owner', `${draft}/clauses/37`);
    await owner.getByRole('button', { name: 'Save' }).click();
    await owner.getByRole('link', { name: 'Change the notes' }).click();
    await owner.getByRole('textbox', { name: 'Who was asked' }).fill('UNISON branch');
    await owner.getByRole('textbox', { name: 'What they said' }).fill('They agree.');
    await owner.getByRole('button', { name: 'Add', exact: true }).click();
    await owner
      .getByRole('textbox', { name: 'What changed and why' })
      .fill('Clause 37 says what to do about made-up videos.');
    await owner.getByRole('textbox', { name: 'Equality note' }).fill('Nobody is worse off.');
    await owner.getByRole('button', { name: 'Save' }).first().click();
    await owner.getByRole('link', { name: 'Change the notes' }).click();
    await owner.getByLabel('May I share a made-up video').check();
    await owner.getByRole('button', { name: 'Save' }).last().click();
    for (const path of [draft, `${draft}/notes`, `${draft}/ask`, `${draft}/clauses/new`, `${draft}/principles/1`])
      await look('policy-owner', path);
    await owner.getByRole('button', { name: 'Check and ask for adoption' }).click();
    await owner.getByRole('button', { name: 'Ask for adoption' }).click();
    await look('siro', `${draft}/adopt`);
    await look('policy-owner', `${draft}/adopt`);

    const { page: second } = await open('siro', '/policy/versions');
    await second.getByRole('link', { name: 'Made-up videos' }).click();
    await second.getByRole('button', { name: 'Decide on it' }).click();
    await second.getByLabel('Why you decide so').fill('Clear, and the union agrees.');
    await second.getByRole('button', { name: 'Adopt it' }).click();
    expect(await second.locator('main').textContent()).toContain('Version 2 was adopted');

    await staff.reload();
    expect(await staff.locator('main').textContent()).toContain('Closed by version 2');
    await (await site.as('siro')).send('/policy/versions', 'publish');
    for (const path of [
      '/policy/versions',
      '/policy/compare',
      '/policy/compare?view=sides',
      '/policy/reviews',
      '/policy/gaps',
    ])
      await look('staff', path);
    await look(null, '/policy');
  });

  test('what changed is underlined or struck through, and said to those who hear the page', async () => {
    const { page, context } = await open('staff', '/policy/compare', 1200);
    const line = (tag: string) =>
      page
        .locator(tag)
        .first()
        .evaluate((node) => {
          const view = node.ownerDocument.defaultView as unknown as {
            getComputedStyle(of: unknown): Record<string, string>;
          };
          return view.getComputedStyle(node).textDecorationLine;
        });
    expect(await line('ins')).toBe('underline');
    expect(await page.locator('ins').first().textContent()).toMatch(/^new words: .* end of new words $/s);
    await page.goto(`${site.address}/policy/compare?view=sides`);
    expect(await line('ins')).toBe('underline');
    await context.close();
  });
});
