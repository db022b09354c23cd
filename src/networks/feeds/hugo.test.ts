/** The feeds of a real site generator: what Hugo writes is what its thousands of sites publish. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWeb, type Web } from '../../../test/servers/web.ts';
import { buildOutbound, type Outbound } from '../../platform/outbound.ts';
import { openFeed } from './index.ts';

const hasHugo = spawnSync('hugo', ['version']).status === 0;

describe.skipIf(!hasHugo)(hasHugo ? 'Hugo' : 'Hugo (not run: the Debian package hugo is not installed)', () => {
  let site: string;
  let web: Web;
  let outbound: Outbound;
  const build = () => execFileSync('hugo', ['--quiet'], { cwd: site });
  const write = (name: string, title: string, text: string) =>
    writeFileSync(
      join(site, 'content/news', `${name}.md`),
      `---\ntitle: "${title}"\ndate: 2026-03-0${name}T09:30:00Z\ntags: [roads]\n---\n${text}\n`,
    );

  beforeAll(async () => {
    site = mkdtempSync(join(tmpdir(), 'foreword-hugo-'));
    mkdirSync(join(site, 'content/news'), { recursive: true });
    writeFileSync(
      join(site, 'config.toml'),
      'baseURL = "https://n.example/"\nlanguageCode = "en-gb"\ntitle = "Northmere"\n',
    );
    write('1', 'Bins & roads', 'Text of **one**.');
    write('2', 'Second', 'Text of two.');
    build();
    web = await startWeb({
      '/index.xml': () => ({
        headers: { 'content-type': 'application/rss+xml' },
        body: readFileSync(join(site, 'public/index.xml')),
      }),
    });
    outbound = buildOutbound({ allowPrivate: [web.host], userAgent: 'foreword-test' });
  });
  afterAll(async () => {
    await Promise.all([outbound?.close(), web?.close()]);
    if (site) rmSync(site, { recursive: true });
  });

  test('its posts, and then only the one that was edited', async () => {
    const look = async (cursor: string | null) => {
      const stop = new AbortController();
      const reader = openFeed(
        { url: `${web.origin}/index.xml` },
        { outbound, now: () => new Date('2026-03-05T00:00:00Z'), wait: async () => {}, chance: () => 0, pollMs: 1 },
      );
      for await (const batch of reader.read(cursor, stop.signal)) return batch;
      throw new Error('No batch came.');
    };
    const first = await look(null);
    expect(first.happenings.map((one) => one.kind === 'post' && one.post.title)).toEqual(
      expect.arrayContaining(['Bins & roads', 'Second']),
    );
    write('2', 'Second, corrected', 'Text of two.');
    build();
    const next = await look(first.cursor);
    expect(next.happenings.map((one) => one.kind === 'post' && one.post.title)).toEqual(['Second, corrected']);
  });
});
