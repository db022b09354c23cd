import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { networks } from '#networks';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import { ann, type WatchPlace, watchPlace } from '../../../test/support/watch.ts';
import type { Sources } from './door.ts';
import { buildSources } from './source.ts';
import { sourceWording as say } from './wording.ts';

let db: TestDatabase;
let place: WatchPlace;
let sources: Sources;
beforeAll(async () => {
  db = await testDatabase();
  place = await watchPlace(db);
  const { kit } = place;
  sources = buildSources(kit, {
    networks: new Map(networks.map((network) => [network.name, network])),
    tools: { outbound: kit.outbound, now: kit.clock.now, wait: kit.clock.wait, chance: kit.ids.chance, pollMs: 60_000 },
    changed: () => {},
  });
});
afterAll(() => db.drop());

const feed = (url: string) => ({ network: 'feeds', name: 'News', voice: 'press' as const, settings: { url } });

test('an address with a password in it is refused in words, and kept nowhere', async () => {
  for (const url of [
    'https://me:hunter2@news.example/feed',
    ' https://hunter2@news.example/feed',
    'https:me:hunter2@news.example/feed',
    'HTTPS://:hunter2@news.example/feed',
  ])
    expect(await sources.add(ann, feed(url))).toEqual({
      ok: false,
      problems: [{ field: 'url', words: say.passwordInAddress }],
    });
  const kept = await place.rows<{ n: number }>(
    sql`select count(*)::int as n from watch.source where settings::text like '%hunter2%'`,
  );
  expect(kept).toEqual([{ n: 0 }]);
});

test('an at sign elsewhere is no password, and a token of a server is sealed', async () => {
  expect((await sources.add(ann, feed('https://news.example/@editor/feed?to=a@b.example'))).ok).toBe(true);
  const added = await sources.add(ann, {
    network: 'mastodon',
    name: 'Mentions',
    voice: 'public',
    settings: { server: 'https://mastodon.example', what: 'account:editor@news.example', token: 'hunter2' },
  });
  expect(added.ok).toBe(true);
  const shown = await sources.source(ann, added.ok ? added.id : '');
  expect(shown!.settings).toEqual({ server: 'https://mastodon.example', what: 'account:editor@news.example' });
  const [row] = await place.rows<{ row: string }>(
    sql`select s::text as row from watch.source s where id = ${shown!.id}`,
  );
  expect(row!.row).not.toContain('hunter2');
});
