/** A real browser, Debian's Chromium, driven by Playwright; the reason when there is none. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { serverUrl } from './database.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const hasBrowser = existsSync(executablePath);
/** Part of a test's name: why it is left out, where it is. */
export const noBrowser = hasBrowser ? '' : '(left out: no Chromium at /usr/bin/chromium)';

const flags =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

export const startBrowser = (): Promise<Browser> => chromium.launch({ executablePath, args: flags.split(' ') });

/** What a browser makes of a page does not depend on the database: it is looked at in the first of the two runs alone. */
export const isLookedAt = hasBrowser && serverUrl === null;
/** Part of such a test's name: why it is left out, where it is. */
export const notLookedAt = isLookedAt || !hasBrowser ? noBrowser : '(left out: walked in the first run)';
