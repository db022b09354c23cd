/** A walk through the house by several people, each in a browser of their own: what they click, fill in and see. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Role } from '../../src/people/roles.ts';
import type { TestHouse } from './house.ts';

/** A machine ten times slower still gets there. */
const timeout = 120_000;

export interface Walker {
  /** Where this person is. */
  readonly page: Page;
  go(path: string): Promise<void>;
  /** Answers when the next page has come. */
  click(button: string | RegExp): Promise<void>;
  follow(link: string | RegExp): Promise<void>;
  fill(label: string, words: string): Promise<void>;
  choose(label: string | RegExp): Promise<void>;
  /** Three fields of one day, `days` from now. */
  day(legend: string, days: number): Promise<void>;
  unfold(title: string): Promise<void>;
  /** The words of the page, as they are read. */
  words(): Promise<string>;
  /** Looks again until these words stand there. */
  waitFor(words: string | RegExp): Promise<void>;
}

export interface Walk {
  as(role: Role): Promise<Walker>;
  /** A picture of what this person sees from the top, when pictures are asked for (`UPDATE_PICTURES=1`). `height` in pixels. */
  picture(walker: Walker, name: string, height?: number): Promise<void>;
}

export function buildWalk(browser: Browser, site: TestHouse, pictures: string): Walk {
  const walkers = new Map<Role, Walker>();
  return {
    as: async (role) => {
      const known = walkers.get(role);
      if (known) return known;
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true });
      await context.addCookies([await site.cookieFor(role)]);
      const page = await context.newPage();
      page.setDefaultTimeout(timeout);
      const walker = walkerOn(page, site.address);
      walkers.set(role, walker);
      return walker;
    },
    picture: async ({ page }, name, height = 900) => {
      if (process.env.UPDATE_PICTURES !== '1') return;
      mkdirSync(pictures, { recursive: true });
      await page.setViewportSize({ width: 1280, height });
      await page.evaluate('window.scrollTo(0, 0)');
      await page.screenshot({ path: join(pictures, `${name}.png`) });
    },
  };
}

function walkerOn(page: Page, address: string): Walker {
  const exact = (name: string | RegExp) => (typeof name === 'string' ? { name, exact: true } : { name });
  return {
    page,
    go: async (path) => {
      await page.goto(address + path);
    },
    click: async (button) => {
      await Promise.all([page.waitForEvent('load'), page.getByRole('button', exact(button)).first().click()]);
    },
    follow: async (link) => {
      await Promise.all([page.waitForEvent('load'), page.getByRole('link', exact(link)).first().click()]);
    },
    fill: async (label, words) => {
      await page.getByRole('textbox', { name: label }).fill(words);
    },
    choose: async (label) => {
      await page.getByLabel(label).check();
    },
    day: async (legend, days) => {
      const on = new Date(Date.now() + days * 86_400_000);
      const fields = page.getByRole('group', { name: legend });
      await fields.getByLabel('Day').fill(String(on.getUTCDate()));
      await fields.getByLabel('Month').fill(String(on.getUTCMonth() + 1));
      await fields.getByLabel('Year').fill(String(on.getUTCFullYear()));
    },
    unfold: async (title) => {
      await page.locator('summary', { hasText: title }).first().click();
    },
    words: async () => (await page.locator('main').innerText()).replace(/\s+/g, ' '),
    waitFor: async (words) => {
      const there = page.locator('main').getByText(words).first();
      const until = Date.now() + timeout;
      while (!(await there.isVisible())) {
        if (Date.now() > until) throw new Error(`These words did not come: ${words}`);
        await page.waitForTimeout(500);
        await page.reload();
      }
    },
  };
}
