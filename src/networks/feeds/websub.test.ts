import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Hub, startHub } from '../../../test/servers/hub.ts';
import { startWeb, type Web } from '../../../test/servers/web.ts';
import { buildOutbound, type Outbound } from '../../platform/outbound.ts';
import { buildWebSub, isGenuine, type WebSub } from './websub.ts';

let hub: Hub;
let us: Web;
let outbound: Outbound;
let websub: WebSub;
let now = new Date('2026-03-01T10:00:00Z');
const topic = 'https://www.northmere.example/feed';

beforeAll(async () => {
  hub = await startHub({ leaseSeconds: 600 });
  us = await startWeb({
    '*': ({ method, path, query, headers, body }) => {
      const token = path.replace('/networks/websub/', '');
      const plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
      return method === 'GET' ? websub.verify(token, Object.fromEntries(query)) : websub.distribute(token, plain, body);
    },
  });
  outbound = buildOutbound({ allowPrivate: [hub.host], userAgent: 'foreword-test' });
  websub = buildWebSub({
    callback: (token) => `${us.origin}/networks/websub/${token}`,
    tools: { outbound, now: () => now },
  });
});
afterAll(async () => {
  await Promise.all([outbound.close(), hub.close(), us.close()]);
});

test('the whole life of a subscription: asked, verified, told, renewed, ended', async () => {
  let pokes = 0;
  const wanted = { hub: hub.url, topic, poke: () => void pokes++ };
  const first = await websub.subscribe(wanted);
  expect(first.ok).toBe(true);
  await hub.settled();
  expect(hub.verified).toEqual([true]);
  expect(websub.all()).toMatchObject([{ state: 'active', until: new Date('2026-03-01T10:10:00Z') }]);

  for (const method of ['sha1', 'sha256', 'sha384', 'sha512'])
    expect(await hub.distribute(topic, '<rss/>', { method })).toEqual([202]);
  expect(pokes).toBe(4);
  expect(await hub.distribute(topic, '<rss/>', { secret: 'guessed' })).toEqual([202]);
  expect(await hub.distribute(topic, '<rss/>', { method: 'md5' })).toEqual([202]);
  expect(pokes).toBe(4);

  expect(websub.due(60_000)).toEqual([]);
  now = new Date('2026-03-01T10:09:30Z');
  expect(websub.due(60_000)).toHaveLength(1);
  await websub.subscribe(wanted);
  await hub.settled();
  expect(websub.all()).toHaveLength(1);
  expect(websub.due(60_000)).toEqual([]);

  const token = websub.all()[0]!.token;
  await websub.unsubscribe(token);
  await hub.settled();
  expect([hub.subscribers, websub.all()]).toEqual([[], []]);
});

test('what we never asked for is not confirmed', () => {
  expect(websub.verify('unknown', { 'hub.mode': 'subscribe', 'hub.topic': topic, 'hub.challenge': 'x' }).status).toBe(
    404,
  );
  expect(websub.distribute('unknown', {}, new Uint8Array()).status).toBe(410);
});

test('a hub may confirm only the topic and the step that we asked for, and may deny', async () => {
  const outcome = await websub.subscribe({ hub: hub.url, topic: `${topic}/2`, poke: () => {} });
  await hub.settled();
  const { token } = outcome.ok ? outcome.value : { token: '' };
  expect(websub.verify(token, { 'hub.mode': 'subscribe', 'hub.topic': topic, 'hub.challenge': 'x' }).status).toBe(404);
  expect(
    websub.verify(token, { 'hub.mode': 'unsubscribe', 'hub.topic': `${topic}/2`, 'hub.challenge': 'x' }).status,
  ).toBe(404);
  expect(websub.verify(token, { 'hub.mode': 'subscribe', 'hub.topic': `${topic}/2` }).status).toBe(400);
  await hub.deny(`${topic}/2`);
  expect(websub.all().find((one) => one.token === token)?.state).toBe('ended');
});

test('a hub that refuses or is not there leaves no trace', async () => {
  const refusing = await startHub({ isRefusing: true });
  const open = buildOutbound({ allowPrivate: 'all', userAgent: 'foreword-test' });
  const mine = buildWebSub({ callback: (token) => `${us.origin}/${token}`, tools: { outbound: open, now: () => now } });
  expect(await mine.subscribe({ hub: refusing.url, topic, poke: () => {} })).toMatchObject({
    ok: false,
    code: 'refused',
  });
  await refusing.close();
  expect(await mine.subscribe({ hub: refusing.url, topic, poke: () => {} })).toMatchObject({
    ok: false,
    code: 'unreachable',
  });
  expect(mine.all()).toEqual([]);
  await open.close();
});

test('a signature counts only when whole and right', () => {
  const body = Buffer.from('what the hub sent');
  const right = createHmac('sha256', 'secret').update(body).digest('hex');
  expect(isGenuine(`sha256=${right}`, 'secret', body)).toBe(true);
  expect(isGenuine(`sha256=${right.toUpperCase()}`, 'secret', body)).toBe(true);
  for (const wrong of [
    undefined,
    '',
    'sha256=',
    `sha256=${right.slice(2)}`,
    `sha1=${right}`,
    right,
    `sha256=${right}00`,
    `sha256=${'z'.repeat(64)}`,
  ])
    expect(isGenuine(wrong, 'secret', body)).toBe(false);
  expect(isGenuine(`sha256=${right}`, 'other', body)).toBe(false);
});
