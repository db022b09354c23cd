// The script in a real browser, on a small page of its own under the strict policy.
import { existsSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'";
const flags =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
let rows = ['a', 'b', 'c'];
const streams = new Set<ServerResponse>();
const pageOf =
  () => `<!DOCTYPE html><html lang="en"><title>Queue</title><script type="module" src="/main.js"></script><body>
<input aria-label="Filter" data-key="/" data-key-does="Go to the filter">
<div id="list" data-live="/stream" data-live-says="The list has changed."><ol data-queue>${rows
    .map(
      (row) =>
        `<li data-queue-row="${row}" data-queue-escalate="/escalate-${row}"><a data-queue-link href="/open-${row}">${row}</a></li>`,
    )
    .join('')}</ol></div><div id="fw-announcer" aria-live="polite"></div></body></html>`;

describe.skipIf(!existsSync(executablePath))('keys and live regions (left out where there is no Chromium)', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  let origin: string;
  const focus = () => page.evaluate('document.activeElement.textContent || document.activeElement.tagName');

  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL('./main.ts', import.meta.url))],
      tsconfig: fileURLToPath(new URL('./tsconfig.json', import.meta.url)),
      bundle: true,
      write: false,
      format: 'esm',
    });
    server = createServer((request, response) => {
      if (request.url === '/main.js') {
        response.writeHead(200, { 'content-type': 'text/javascript' }).end(outputFiles[0]!.text);
      } else if (request.url === '/stream') {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': hello\n\n');
        streams.add(response);
      } else {
        response
          .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
          .end(pageOf());
      }
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await chromium.launch({ executablePath, args: flags.split(' ') });
    page = await browser.newPage();
    await page.goto(`${origin}/queue`);
    await page.locator('body.js-enabled').waitFor({ state: 'attached' });
  });
  afterAll(async () => {
    await browser?.close();
    for (const stream of streams) stream.end();
    server?.closeAllConnections();
    server?.close();
  });

  it('walks the list with j, k and the arrows, and stops at its ends', async () => {
    await page.keyboard.press('j');
    expect(await focus()).toBe('a');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await focus()).toBe('c');
    expect(await page.textContent('#fw-announcer')).toBe('That was the last one.');
    await page.keyboard.press('k');
    expect(await focus()).toBe('b');
  });

  it('goes to the filter, where letters are letters, and back', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('jk?');
    expect(await page.inputValue('input')).toBe('jk?');
    await page.keyboard.press('Escape');
    expect(await focus()).toBe('b');
  });

  it('shows its keys and gives the focus back', async () => {
    await page.keyboard.press('?');
    expect(await page.textContent('dialog')).toContain('Go to the filter');
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
    expect(await focus()).toBe('b');
  });

  it('refreshes a region on an event, marks what came and keeps the row in focus', async () => {
    rows = ['new', 'a', 'b', 'c'];
    for (const stream of streams) stream.write('data: {"says":"1 new signal"}\n\n');
    await page.locator('[data-queue-row="new"].fw-queue__row--arrived').waitFor({ state: 'attached' });
    expect(await focus()).toBe('b');
    await page.getByText('1 new signal').waitFor({ state: 'attached', timeout: 120_000 });
  });

  it('stays quiet when too many pages are open, and follows again when somebody comes back to it', async () => {
    const before = streams.size;
    for (const stream of streams) stream.end('event: full\ndata: \n\n');
    await page.locator('[data-live-lost]').waitFor({ state: 'attached' });
    rows = ['newer', 'a', 'b', 'c'];
    await page.evaluate('window.dispatchEvent(new Event("focus"))');
    await page.locator('[data-queue-row="newer"]').waitFor({ state: 'attached' });
    await page.locator('[data-live]:not([data-live-lost])').waitFor({ state: 'attached' });
    expect(streams.size).toBe(before + 1);
  });

  it('escalates and opens the row in focus', async () => {
    await page.keyboard.press('e');
    await page.waitForURL('**/escalate-b');
    await page.locator('body.js-enabled').waitFor({ state: 'attached' });
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/open-newer');
  });
});
