/**
 * A capture by Chromium: the page as a reader sees it, with a picture. The page never touches our network: the browser has
 * no way out of its own (a proxy that is not there, a resolver that knows no name), and every request is answered by us,
 * through the outbound door, without cookies, with limits on time, size and number.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page, Route } from 'playwright-core';
import { OutboundError } from '#platform';
import { type Captured, type CaptureNote, type Exchange, isLoginWall, limits } from './capture.ts';
import { follow, noteOf, type Ways } from './capture-plain.ts';

export interface BrowserSettings {
  readonly path: 'auto' | 'none' | string;
  readonly isSandboxed: boolean;
}

const usualPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

/** Null where there is none, or none is wanted. */
export function browserPath(settings: BrowserSettings): string | null {
  if (settings.path === 'none') return null;
  if (settings.path !== 'auto') return existsSync(settings.path) ? settings.path : null;
  return usualPaths.find((path) => existsSync(path)) ?? null;
}

const flags = [
  '--proxy-server=http://127.0.0.1:9',
  '--proxy-bypass-list=<-loopback>',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--disable-quic',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** The page that `plain` has brought. Throws when the browser cannot be started; a page that does odd things is no fault. */
export async function captureByBrowser(
  ways: Ways,
  settings: BrowserSettings,
  plain: Captured,
  now: () => Date,
): Promise<Captured> {
  const executablePath = browserPath(settings);
  if (!executablePath) throw new Error('There is no browser.');
  const { chromium } = await import('playwright-core');
  const home = mkdtempSync(join(tmpdir(), 'foreword-page-'));
  const browser = await chromium
    .launch({
      executablePath,
      chromiumSandbox: settings.isSandboxed,
      args: flags,
      timeout: 60_000,
      // Nothing of ours, and so no secret either.
      env: { HOME: home, PATH: '/usr/local/bin:/usr/bin:/bin' },
    })
    .catch((error: unknown) => {
      rmSync(home, { recursive: true, force: true });
      throw error;
    });
  try {
    return await visit(browser, ways, plain, now);
  } finally {
    await browser.close().catch(() => {});
    rmSync(home, { recursive: true, force: true });
  }
}

async function visit(browser: Browser, ways: Ways, plain: Captured, now: () => Date): Promise<Captured> {
  const context = await browser.newContext({
    serviceWorkers: 'block',
    acceptDownloads: false,
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  const exchanges = [...plain.exchanges];
  const notes = new Set<CaptureNote>(plain.notes);
  await context.route('**/*', buildAnswer(ways, exchanges, now, notes));
  await context.routeWebSocket(/.*/, (socket) => void socket.close());
  const page = await context.newPage();
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => {}));
  await page.goto(plain.finalUrl!, { waitUntil: 'load', timeout: limits.pageMs }).catch((error: Error) => {
    notes.add(/Timeout/.test(error.message) ? 'too-slow' : 'browser-failed');
  });
  const seen = await look(page, notes);
  // Shown only once its script has run.
  if (isLoginWall(plain.status!, plain.exchanges[0]!.url, seen.url, seen.html)) notes.add('login-wall');
  return {
    ...plain,
    exchanges,
    picture: seen.picture,
    text: seen.text || plain.text,
    title: seen.title || plain.title,
    notes: [...notes],
    browser: `Chromium ${browser.version()}`,
  };
}

/** One request of the page, answered by us or not at all. The page itself was had before: it is not asked for twice. */
function buildAnswer(
  ways: Ways,
  exchanges: Exchange[],
  now: () => Date,
  notes: Set<CaptureNote>,
): (route: Route) => Promise<void> {
  const start = exchanges[0]!.url;
  let first = exchanges.at(-1) ?? null;
  let asked = 0;
  let bytes = 0;
  return async (route) => {
    const request = route.request();
    asked += 1;
    if (request.method() !== 'GET' || asked > limits.requests || bytes > limits.allBytes) {
      notes.add('parts-left-out');
      await route.abort('blockedbyclient').catch(() => {});
      return;
    }
    try {
      const known = first?.url === request.url() ? first : null;
      first = known ? null : first;
      const take = (one: Exchange) => void exchanges.push(one);
      const got = known ?? (await follow(ways, start, request.url(), headersOf(request.headers()), take, now));
      bytes += got.body.length;
      await route.fulfill({ status: got.status, headers: shownHeaders(got.headers), body: Buffer.from(got.body) });
    } catch (error) {
      if (error instanceof OutboundError) notes.add(partNote(error));
      await route.abort('failed').catch(() => {});
    }
  };
}

const partNote = (error: OutboundError): CaptureNote =>
  noteOf(error) === 'refused-address' ? 'refused-address' : 'parts-left-out';

/** What the page's own script may ask for is not ours to say under our name: only what a reader's browser sends anyway. */
function headersOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept = ['accept', 'accept-language'];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => kept.includes(name.toLowerCase())));
}

/** The body is unpacked already; cookies are nobody's here. */
function shownHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const dropped = ['content-encoding', 'content-length', 'transfer-encoding', 'set-cookie', 'connection'];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.includes(name)));
}

async function look(page: Page, notes: Set<CaptureNote>) {
  const nothing = { picture: null, text: '', title: '', html: '', url: page.url() };
  try {
    const html = await within(page.content());
    const text = await within(page.evaluate(() => document.body?.innerText ?? ''));
    const height = await within(page.evaluate(() => document.documentElement?.scrollHeight ?? 0));
    const isTall = height > limits.pictureHeight;
    if (isTall) notes.add('picture-cut');
    const picture = await page
      .screenshot({
        type: 'png',
        animations: 'disabled',
        timeout: 20_000,
        ...(isTall ? { clip: { x: 0, y: 0, width: 1280, height: limits.pictureHeight } } : {}),
        fullPage: true,
      })
      .catch(() => null);
    if (!picture) notes.add('browser-failed');
    return {
      picture,
      text: text.slice(0, 200_000),
      title: (await within(page.title())).slice(0, 500),
      html,
      url: page.url(),
    };
  } catch {
    notes.add('browser-failed');
    return nothing;
  }
}

/** A page whose script never rests must not hold us. */
function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The page does not answer.')), 15_000);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
