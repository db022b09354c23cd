// Draws the sample pages of src/web/components/gallery.tsx, takes pictures at desktop and phone width in light and
// dark, and runs axe over each: `node scripts/gallery.mjs FOLDER [page ...]`. Needs a Chromium (CHROMIUM names it).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import { tsImport } from 'tsx/esm/api';

const home = join(dirname(fileURLToPath(import.meta.url)), '..');
const [folder, ...only] = process.argv.slice(2);
if (!folder) {
  console.error('Say where the pictures go: node scripts/gallery.mjs FOLDER [page ...]');
  process.exit(1);
}
mkdirSync(folder, { recursive: true });
const { samples } = await tsImport('../src/web/components/gallery.tsx', import.meta.url);

const types = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' };
const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";
const server = createServer((request, response) => {
  const path = new URL(request.url, 'http://localhost').pathname;
  if (path.startsWith('/assets/') && existsSync(join(home, 'dist', path))) {
    response.writeHead(200, { 'content-type': types[path.split('.').at(-1)] ?? 'application/octet-stream' });
    response.end(readFileSync(join(home, 'dist', path)));
    return;
  }
  const page = samples[path.slice(1)];
  response.writeHead(page ? 200 : 404, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
  });
  response.end(page ? page() : '');
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const origin = `http://127.0.0.1:${server.address().port}`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(
    ' ',
  ),
});
let faults = 0;
for (const name of only.length > 0 ? only : Object.keys(samples)) {
  writeFileSync(join(folder, `${name}.html`), samples[name]());
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1280, 390]) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
      const page = await context.newPage();
      page.on('console', (message) => {
        if (message.type() === 'error' && !/404/.test(message.text())) {
          faults += 1;
          console.log(`${name} ${colorScheme} ${width}: console: ${message.text()}`);
        }
      });
      page.on('pageerror', (error) => {
        faults += 1;
        console.log(`${name} ${colorScheme} ${width}: script: ${error}`);
      });
      await page.goto(`${origin}/${name}`);
      await page.locator('body.js-enabled').waitFor();
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}-${width}.png`), fullPage: true });
      const wide = await page.evaluate('document.documentElement.scrollWidth');
      if (wide > width) {
        faults += 1;
        console.log(`${name} ${colorScheme} ${width}: scrolls sideways, ${wide} px`);
      }
      await page.evaluate(axe.source);
      const { violations, passes } = await page.evaluate('axe.run(document)');
      console.log(`${name} ${colorScheme} ${width}: ${passes.length} rules pass, ${violations.length} fail`);
      for (const violation of violations) {
        faults += 1;
        for (const node of violation.nodes.slice(0, 6)) {
          console.log(`  ${violation.id}: ${node.target} ${node.any[0]?.message ?? violation.help}`);
        }
      }
      await context.close();
    }
  }
}
await browser.close();
server.close();
process.exitCode = faults > 0 ? 1 : 0;
