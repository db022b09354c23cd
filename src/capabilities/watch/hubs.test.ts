import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Reader } from '#networks/contract';
import { buildWebSub, type WebSub } from '#networks/feeds';
import { type Hub, startHub } from '../../../test/servers/hub.ts';
import { startWeb, type Web } from '../../../test/servers/web.ts';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import { type TestKit, testKit } from '../../../test/support/kit.ts';
import { leftOn } from '../../../test/support/signals.ts';
import { buildHubs } from './hubs.ts';

let db: TestDatabase;
let kit: TestKit;
let hub: Hub;
let us: Web;
let websub: WebSub;
beforeAll(async () => {
  db = await testDatabase();
  kit = testKit(db);
  hub = await startHub({ leaseSeconds: 600 });
  us = await startWeb({
    '*': ({ path, query }) => websub.verify(path.replace('/networks/websub/', ''), Object.fromEntries(query)),
  });
  websub = buildWebSub({
    callback: (token) => `${us.origin}/networks/websub/${token}`,
    tools: { outbound: kit.outbound, now: kit.clock.now },
  });
});
afterAll(async () => {
  await Promise.all([kit.outbound.close(), hub.close(), us.close(), db.drop()]);
});

test('a hub is asked, and however long it is followed, one thing hangs on the signal of the source and then none', async () => {
  const topic = 'https://www.northmere.example/feed';
  let looks = 0;
  const reader: Reader = {
    read: async function* () {},
    poke: () => {},
    hub: () => {
      looks += 1;
      return { hub: hub.url, topic };
    },
  };
  const clean = leftOn(new AbortController().signal);
  const { signal } = new AbortController();
  const leave = buildHubs(kit, websub).follow(reader, signal);
  await expect.poll(() => websub.all().map((one) => one.state)).toEqual(['active']);
  await expect.poll(() => looks).toBeGreaterThan(20);
  expect(leftOn(signal)).toEqual([1, ...clean.slice(1)]);
  leave();
  expect(leftOn(signal)).toEqual(clean);
  await expect.poll(() => websub.all().map((one) => one.state)).not.toContain('active');
});

test('it ends with its source', async () => {
  const source = new AbortController();
  let looks = 0;
  const leave = buildHubs(kit, websub).follow(
    {
      read: async function* () {},
      poke: () => {},
      hub: () => {
        looks += 1;
        return null;
      },
    },
    source.signal,
  );
  await expect.poll(() => looks).toBeGreaterThan(1);
  source.abort();
  const before = looks;
  await kit.clock.wait(5);
  await kit.clock.wait(5);
  expect(looks).toBe(before);
  leave();
});
