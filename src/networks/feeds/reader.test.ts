import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startWeb, type Web } from '../../../test/servers/web.ts';
import { leftOn } from '../../../test/support/signals.ts';
import { buildOutbound, type Outbound } from '../../platform/outbound.ts';
import type { Batch, NetworkTools } from '../network.ts';
import { feeds, openFeed } from './index.ts';

let web: Web;
let outbound: Outbound;
let now: Date;
let waits: number[];

beforeAll(async () => {
  web = await startWeb();
  outbound = buildOutbound({ allowPrivate: [web.host], userAgent: 'foreword-test' });
});
afterAll(async () => {
  await Promise.all([outbound.close(), web.close()]);
});
beforeEach(() => {
  now = new Date('2026-03-02T12:00:00Z');
  waits = [];
});

const tools = (): NetworkTools => ({
  outbound,
  now: () => now,
  // Time passes at once, so that a test sees the length of each wait without living through it.
  wait: async (ms, signal) => {
    if (signal.aborted) return;
    waits.push(ms);
    now = new Date(now.getTime() + ms);
  },
  chance: () => 0.5,
  pollMs: 60_000,
});
const rss = (items: string, channel = '') =>
  `<rss version="2.0"><channel><title>Northmere news</title><link>http://northmere.example/</link><description>News</description>${channel}${items}</channel></rss>`;
const item = (id: number, title = `Item ${id}`) =>
  `<item><guid isPermaLink="false">item-${id}</guid><title>${title}</title><description>Text of &lt;b&gt;${id}&lt;/b&gt;</description><pubDate>Mon, 02 Mar 2026 10:0${id}:00 GMT</pubDate></item>`;

async function take(count: number, url: string, cursor: string | null = null): Promise<Batch[]> {
  const stop = new AbortController();
  const batches: Batch[] = [];
  for await (const batch of openFeed({ url }, tools()).read(cursor, stop.signal)) {
    batches.push(batch);
    if (batches.length === count) stop.abort();
  }
  return batches;
}
const titles = (batch: Batch) => batch.happenings.map((one) => (one.kind === 'post' ? one.post.title : one.kind));

test('tells what is new or changed, and nothing twice, over a restart too', async () => {
  web.on('/a', { headers: { 'content-type': 'application/rss+xml' }, body: rss(item(1) + item(2)) });
  const [first] = await take(1, `${web.origin}/a`);
  expect(titles(first!)).toEqual(['Item 2', 'Item 1']);
  const oldest = first!.happenings[1]!;
  const post = oldest.kind === 'post' ? oldest.post : null;
  expect(post).toMatchObject({
    network: 'feeds',
    id: `${web.origin}/a item-1`,
    kind: 'article',
    text: 'Text of 1',
    at: new Date('2026-03-02T10:01:00Z'),
    author: { name: 'Northmere news' },
  });

  const [again] = await take(1, `${web.origin}/a`, first!.cursor);
  expect([titles(again!), again!.health]).toEqual([[], { state: 'seeing' }]);
  web.on('/a', { body: rss(item(3) + item(2, 'Item 2, corrected')) });
  const [changed] = await take(1, `${web.origin}/a`, again!.cursor);
  expect(titles(changed!)).toEqual(['Item 2, corrected', 'Item 3']);
});

test('leaves nothing behind on the signal of its source, however often it looks', async () => {
  web.on('/often', { headers: { 'content-type': 'application/rss+xml' }, body: rss(item(1)) });
  const stop = new AbortController();
  const left: unknown[] = [];
  for await (const _ of openFeed({ url: `${web.origin}/often` }, tools()).read(null, stop.signal)) {
    left.push(leftOn(stop.signal));
    if (left.length === 4) break;
  }
  expect(left).toEqual(Array(4).fill(leftOn(new AbortController().signal)));
});

test('asks only whether something changed', async () => {
  web.on('/b', ({ headers }) =>
    headers['if-none-match'] === '"v1"' && headers['if-modified-since'] === 'Mon, 02 Mar 2026 10:00:00 GMT'
      ? { status: 304 }
      : { headers: { etag: '"v1"', 'last-modified': 'Mon, 02 Mar 2026 10:00:00 GMT' }, body: rss(item(1)) },
  );
  const batches = await take(3, `${web.origin}/b`);
  expect(batches.map((one) => one.happenings.length)).toEqual([1, 0, 0]);
  expect(batches[2]!.health).toEqual({ state: 'seeing' });
});

test('remembers a permanent move, says so once, and keeps the ids', async () => {
  web.on('/old', { status: 301, headers: { location: '/new' } });
  web.on('/new', { body: rss(item(1)) });
  const before = web.seen.length;
  const batches = await take(2, `${web.origin}/old`);
  expect(batches[0]!.notes).toContainEqual({
    code: 'moved',
    words: `The feed has moved for good. From now on we read ${web.origin}/new`,
  });
  expect(batches[1]!.notes.map(({ code }) => code)).not.toContain('moved');
  expect(web.seen.slice(before).map(({ path }) => path)).toEqual(['/old', '/new', '/new']);
  expect(batches[0]!.happenings[0]).toMatchObject({ post: { id: `${web.origin}/old item-1` } });
});

test('stops asking when a feed is gone for good, until poked', async () => {
  web.on('/gone', { status: 410 });
  const stop = new AbortController();
  const reader = openFeed({ url: `${web.origin}/gone` }, tools());
  const batches = reader.read(null, stop.signal)[Symbol.asyncIterator]();
  const { value: first } = (await batches.next()) as { value: Batch };
  expect(first).toMatchObject({ health: { state: 'blind', code: 'not-found' }, nextLook: null });
  const before = web.seen.length;
  const next = batches.next();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(web.seen.length).toBe(before);
  web.on('/gone', { body: rss(item(1)) });
  reader.poke();
  expect(((await next) as { value: Batch }).value.happenings).toHaveLength(1);
  stop.abort();
  expect((await batches.next()).done).toBe(true);
  const [restarted] = await take(1, `${web.origin}/gone`, first.cursor);
  expect(restarted).toMatchObject({ health: { code: 'not-found' }, nextLook: null });
});

test.each([
  [401, {}, '', 'refused'],
  [403, {}, 'no', 'refused'],
  [418, {}, '', 'refused'],
  [404, {}, '', 'not-found'],
  [429, { 'retry-after': '7200' }, '', 'rate-limited'],
  [500, {}, '', 'server-fault'],
  [200, {}, '', 'empty'],
  [200, {}, '<html><body><form><input type="password"></form></body></html>', 'login-wall'],
  [403, {}, '<html><form><input type=password></form>', 'login-wall'],
  [200, {}, '<html><head><title>News</title></head></html>', 'broken'],
  [200, {}, '{"hello": 1}', 'broken'],
  [200, { 'content-encoding': 'gzip' }, 'not gzip', 'broken'],
] as const)('status %s with %j and %j is told as %s', async (status, headers, body, code) => {
  web.on('/fault', { status, headers, body });
  const [batch] = await take(1, `${web.origin}/fault`);
  expect(batch!.health).toMatchObject({ state: 'blind', code });
  expect(batch!.happenings).toEqual([]);
});

test('faults of the way there are told too', async () => {
  const gone = await startWeb();
  await gone.close();
  expect((await take(1, `${gone.origin}/x`))[0]!.health).toMatchObject({ code: 'blocked-address' });
  expect((await take(1, 'http://no-such-name.invalid/'))[0]!.health).toMatchObject({ code: 'unreachable' });
  expect((await take(1, 'nonsense'))[0]!.health).toMatchObject({ code: 'settings' });
});

test('a sign-in page behind a redirect is a login wall', async () => {
  web.on('/member-feed', { status: 302, headers: { location: '/login?next=feed' } });
  web.on('/login', { body: '<html><body>Please sign in with your account.</body></html>' });
  expect((await take(1, `${web.origin}/member-feed`))[0]!.health).toMatchObject({ code: 'login-wall' });
});

test('a page that offers a feed is answered with its address', async () => {
  web.on('/page', {
    body: '<!doctype html><html><head><link rel="alternate" type="application/atom+xml" href="news.atom"></head></html>',
  });
  expect((await take(1, `${web.origin}/page`))[0]!.health).toMatchObject({
    code: 'broken',
    words: `This is a web page, not a feed. Its feed is at ${web.origin}/news.atom`,
  });
});

test('a feed that lost all its items is blind, not quiet', async () => {
  web.on('/emptied', { body: rss(item(1)) });
  const [first] = await take(1, `${web.origin}/emptied`);
  web.on('/emptied', { body: rss('') });
  expect((await take(1, `${web.origin}/emptied`, first!.cursor))[0]!.health).toMatchObject({ code: 'empty' });
  expect((await take(1, `${web.origin}/emptied`))[0]!.health).toEqual({ state: 'seeing' });
});

test('waits longer after each failure, as long as the other side asks, and recovers', async () => {
  web.on('/weak', { status: 500 });
  await take(4, `${web.origin}/weak`);
  expect(waits.slice(0, 3)).toEqual([60_000, 120_000, 240_000]);
  waits = [];
  web.on('/weak', { status: 503, headers: { 'retry-after': '900' } });
  await take(2, `${web.origin}/weak`);
  expect(waits[0]).toBe(900_000);
  waits = [];
  web.on('/weak', { status: 429, headers: { 'retry-after': 'Mon, 02 Mar 2099 12:30:00 GMT' } });
  await take(2, `${web.origin}/weak`);
  expect(waits[0]).toBe(24 * 3_600_000);
});

test('respects what feed and server wish, within bounds', async () => {
  const waitFor = async (headers: Record<string, string>, channel: string) => {
    waits = [];
    now = new Date('2026-03-02T12:00:00Z');
    web.on('/wish', { headers, body: rss(item(1), channel) });
    await take(2, `${web.origin}/wish`);
    return waits[0]! / 60_000;
  };
  expect(await waitFor({}, '')).toBeLessThanOrEqual(1);
  expect(await waitFor({ 'cache-control': 'max-age=600' }, '')).toBeCloseTo(9.5);
  expect(await waitFor({}, '<ttl>30</ttl>')).toBeCloseTo(28.5);
  expect(await waitFor({}, '<ttl>100000</ttl>')).toBeLessThanOrEqual(60);
  expect(await waitFor({}, '<skipHours><hour>12</hour><hour>13</hour></skipHours>')).toBeCloseTo(120);
  expect(await waitFor({}, '<skipDays><day>Monday</day></skipDays>')).toBeCloseTo(720);
});

test('a hub that is offered is found in the header or the feed', async () => {
  web.on('/hub1', {
    headers: { link: '<https://hub.example/>; rel="hub", <https://northmere.example/feed>; rel="self"' },
    body: rss(item(1)),
  });
  web.on('/hub2', {
    body: rss(item(1), '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="https://hub2.example/"/>'),
  });
  for (const [path, hub, topic] of [
    ['/hub1', 'https://hub.example/', 'https://northmere.example/feed'],
    ['/hub2', 'https://hub2.example/', `${web.origin}/hub2`],
  ] as const) {
    const stop = new AbortController();
    const reader = openFeed({ url: web.origin + path }, tools());
    for await (const _ of reader.read(null, stop.signal)) stop.abort();
    expect(reader.hub()).toEqual({ hub, topic });
  }
});

test('the self-test says in steps what can be seen', async () => {
  web.on('/check', { body: rss(item(1)) });
  const steps = await feeds.check({ url: `${web.origin}/check` }, tools());
  expect(steps[0]).toEqual({ name: 'Read the feed', isOk: true, words: 'The feed "Northmere news" can be read.' });
  expect(steps[1]!.words).toBe('It shows 1 items. The newest is from 2026-03-02: "Item 1"');
  expect(await feeds.check({ url: `${web.origin}/nothing` }, tools())).toMatchObject([{ isOk: false }]);
});

test('settings that cannot work are told before anything is asked', () => {
  expect(feeds.problems({ url: 'https://example.org/feed' })).toEqual([]);
  for (const url of ['', 'example.org', 'ftp://example.org/', ' ']) expect(feeds.problems({ url })).toHaveLength(1);
});
