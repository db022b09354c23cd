import { once } from 'node:events';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { startWeb, type Web } from '../../test/servers/web.ts';
import { leftOn } from '../../test/support/signals.ts';
import { buildOutbound, type Outbound, type OutboundError } from './outbound.ts';
import { buildAddressRule } from './outbound-address.ts';

let web: Web;
let other: Web;
let closed: Outbound;
let open: Outbound;

beforeAll(async () => {
  web = await startWeb({ '/secret': { body: 'secret' } });
  other = await startWeb({ '/seen': (request) => ({ body: JSON.stringify(request.headers) }) });
  closed = buildOutbound({ allowPrivate: 'none', userAgent: 'foreword-test' });
  open = buildOutbound({ allowPrivate: [web.host, other.host], userAgent: 'foreword-test' });
});
afterAll(async () => {
  await Promise.all([closed.close(), open.close(), web.close(), other.close()]);
});

const fault = (promise: Promise<unknown>): Promise<OutboundError> =>
  promise.then(
    () => {
      throw new Error('It should have been refused.');
    },
    (thrown: OutboundError) => thrown,
  );
const words = (bytes: Uint8Array) => Buffer.from(bytes).toString();

describe('addresses', () => {
  test.each([
    'http://127.0.0.1:PORT/secret',
    'http://2130706433:PORT/secret',
    'http://0x7f000001:PORT/secret',
    'http://0177.0.0.1:PORT/secret',
    'http://127.1:PORT/secret',
    'http://0.0.0.0:PORT/secret',
    'http://[::1]:PORT/secret',
    'http://[::]:PORT/secret',
    'http://[::ffff:127.0.0.1]:PORT/secret',
    'http://[::ffff:7f00:1]:PORT/secret',
    'http://[64:ff9b::7f00:1]:PORT/secret',
    'http://[2002:7f00:1::]:PORT/secret',
    'http://[fe80::1]:PORT/secret',
    'http://[fd00::1]:PORT/secret',
    'http://localhost:PORT/secret',
    'http://169.254.169.254/latest/meta-data/',
    'http://100.64.0.1/',
    'http://10.1.2.3/',
  ])('refuses %s', async (url) => {
    const thrown = await fault(closed.fetch(url.replace('PORT', web.host.split(':')[1]!)));
    expect(thrown.code).toBe('blocked-address');
    expect(thrown.words).toContain('private network');
  });

  test('knows public addresses from special ones', () => {
    const rule = buildAddressRule('none');
    for (const address of [
      '8.8.8.8',
      '1.1.1.1',
      '2606:4700::1111',
      '::ffff:8.8.8.8',
      '64:ff9b::808:808',
      '172.32.0.1',
      '100.128.0.1',
    ]) {
      expect([address, rule.isAllowedAddress(address)]).toEqual([address, true]);
    }
    for (const address of [
      '172.16.0.1',
      '192.0.0.8',
      '198.19.0.1',
      '224.0.0.1',
      '255.255.255.255',
      '2001::1',
      '2001:db8::1',
      'ff02::1',
      '::ffff:0:7f00:1',
      'fe80::1%eth0',
      'x',
    ]) {
      expect([address, rule.isAllowedAddress(address)]).toEqual([address, false]);
    }
  });

  test('allows what the operator named, by host and port or by range, and nothing beside it', async () => {
    expect(words((await open.fetch(`${web.origin}/secret`)).bytes)).toBe('secret');
    const byRange = buildAddressRule(['10.2.0.0/16', 'fd12::/16', 'intranet.example:8080']);
    expect(byRange.isAllowedAddress('10.2.9.9')).toBe(true);
    expect(byRange.isAllowedAddress('10.3.9.9')).toBe(false);
    expect(byRange.isAllowedAddress('::ffff:10.2.9.9')).toBe(true);
    expect(byRange.isAllowedAddress('fd12::5')).toBe(true);
    expect(byRange.isAllowedHost('INTRANET.example', 8080)).toBe(true);
    expect(byRange.isAllowedHost('intranet.example', 80)).toBe(false);
    expect(() => buildAddressRule(['nonsense'])).toThrow(RangeError);
    expect(() => buildAddressRule(['10.0.0.0/40'])).toThrow(RangeError);
  });

  test('a name that resolves to an allowed port may be used, another port may not', async () => {
    const port = web.host.split(':')[1]!;
    const named = buildOutbound({ allowPrivate: [`localhost:${port}`], userAgent: 'foreword-test' });
    expect((await named.fetch(`http://localhost:${port}/secret`)).status).toBe(200);
    expect((await fault(named.fetch(`http://localhost:${other.host.split(':')[1]}/seen`))).code).toBe(
      'blocked-address',
    );
    await named.close();
  });

  test('checks every hop of a redirect', async () => {
    const only = buildOutbound({ allowPrivate: [web.host], userAgent: 'foreword-test' });
    web.on('/inside', { status: 302, headers: { location: `${other.origin}/seen` } });
    web.on('/file', { status: 302, headers: { location: 'file:///etc/passwd' } });
    expect((await fault(only.fetch(`${web.origin}/inside`))).code).toBe('blocked-address');
    expect((await fault(only.fetch(`${web.origin}/file`))).code).toBe('bad-address');
    await only.close();
  });

  test('refuses other schemes and nonsense', async () => {
    for (const url of [
      'file:///etc/passwd',
      'ftp://example.org/',
      'gopher://example.org/',
      'data:text/plain,x',
      'not a url',
      '',
    ]) {
      expect((await fault(open.fetch(url))).code).toBe('bad-address');
    }
  });
});

describe('redirects', () => {
  test('tells where a chain of permanent redirects leads, and stops at the first that is not', async () => {
    web.on('/old', { status: 301, headers: { location: '/older' } });
    web.on('/older', { status: 308, headers: { location: '/today' } });
    web.on('/today', { status: 302, headers: { location: '/secret' } });
    const reply = await open.fetch(`${web.origin}/old`);
    expect(reply.movedTo).toBe(`${web.origin}/today`);
    expect(reply.url).toBe(`${web.origin}/secret`);
    web.on('/today', { status: 302, headers: { location: '/gone-on' } });
    web.on('/gone-on', { status: 301, headers: { location: '/secret' } });
    expect((await open.fetch(`${web.origin}/today`)).movedTo).toBeNull();
  });

  test('stops going round in circles', async () => {
    web.on('/loop', { status: 302, headers: { location: '/loop' } });
    expect((await fault(open.fetch(`${web.origin}/loop`))).code).toBe('too-many-redirects');
    const before = web.seen.length;
    expect((await fault(open.fetch(`${web.origin}/loop`, { redirects: 0 }))).code).toBe('too-many-redirects');
    expect(web.seen.length - before).toBe(1);
  });

  test('keeps secrets with the site they were meant for', async () => {
    web.on('/away', { status: 302, headers: { location: `${other.origin}/seen` } });
    const withSecrets = web.origin.replace('http://', 'http://ann:pass@');
    const reply = await open.fetch(`${withSecrets}/away`, {
      headers: { 'X-Api-Key': 'k', Cookie: 'c=1', Accept: 'text/xml' },
    });
    const first = web.seen.at(-1)!.headers;
    expect(first.authorization).toBe(`Basic ${Buffer.from('ann:pass').toString('base64')}`);
    expect(first['x-api-key']).toBe('k');
    const second = JSON.parse(words(reply.bytes)) as Record<string, string>;
    expect(second.accept).toBe('text/xml');
    expect(second).not.toHaveProperty('authorization');
    expect(second).not.toHaveProperty('x-api-key');
    expect(second).not.toHaveProperty('cookie');
    expect(reply.url).toBe(`${other.origin}/seen`);
  });

  test('a form that was sent is not sent again after 303', async () => {
    web.on('/form', { status: 303, headers: { location: '/secret' } });
    await open.fetch(`${web.origin}/form`, { method: 'POST', body: 'a=1', headers: { 'content-type': 'text/plain' } });
    const last = web.seen.at(-1)!;
    expect([last.method, last.body.length, last.headers['content-type']]).toEqual(['GET', 0, undefined]);
  });
});

describe('bodies', () => {
  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
  ] as const)('unpacks %s', async (coding, pack) => {
    web.on('/packed', { headers: { 'content-encoding': coding }, body: pack(Buffer.from('plain words')) });
    expect(words((await open.fetch(`${web.origin}/packed`)).bytes)).toBe('plain words');
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ] as const)('a %s bomb is stopped at the limit', async (coding, pack) => {
    web.on('/bomb', { headers: { 'content-encoding': coding }, body: pack(Buffer.alloc(30 * 1024 * 1024)) });
    const before = process.memoryUsage().rss;
    const thrown = await fault(open.fetch(`${web.origin}/bomb`, { maxBytes: 1_000_000 }));
    expect(thrown.code).toBe('too-large');
    expect(process.memoryUsage().rss - before).toBeLessThan(40 * 1024 * 1024);
  });

  test('a body that is told or found to be too large is not read to its end', async () => {
    const megabyte = Buffer.alloc(1024 * 1024, 32);
    let sent = 0;
    const endless = function* () {
      for (; sent < 50; sent += 1) yield megabyte;
    };
    web.on('/endless', () => ({ body: endless() }));
    web.on('/told', { headers: { 'content-length': '50000000' }, body: 'x' });
    expect((await fault(open.fetch(`${web.origin}/endless`, { maxBytes: 2 * 1024 * 1024 }))).words).toBe(
      'The answer is larger than 2 MB, which is the most we read.',
    );
    expect(sent).toBeLessThan(50);
    expect((await fault(open.fetch(`${web.origin}/told`))).code).toBe('too-large');
  });

  test('damaged and unknown packing is told apart from a missing site', async () => {
    web.on('/damaged', { headers: { 'content-encoding': 'gzip' }, body: 'not gzip' });
    web.on('/unknown', { headers: { 'content-encoding': 'zstd' }, body: 'x' });
    expect((await fault(open.fetch(`${web.origin}/damaged`))).code).toBe('bad-encoding');
    expect((await fault(open.fetch(`${web.origin}/unknown`))).words).toContain('zstd');
  });

  test('a status of 404 is an answer', async () => {
    expect((await open.fetch(`${web.origin}/nothing`)).status).toBe(404);
  });
});

describe('time', () => {
  test('one limit holds for headers, body and drips together', async () => {
    web.on('/late', { delayMs: 5_000, body: 'x' });
    web.on('/drip', { body: 'x'.repeat(1000), dripBytes: 1, dripMs: 20 });
    expect((await fault(open.fetch(`${web.origin}/late`, { timeoutMs: 100 }))).code).toBe('timeout');
    const thrown = await fault(open.fetch(`${web.origin}/drip`, { timeoutMs: 200 }));
    expect(thrown.code).toBe('timeout');
    expect(thrown.words).toContain('did not finish its answer within 1 second');
  });

  test('stops when the caller stops', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    expect((await fault(open.fetch(`${web.origin}/late`, { signal: stop.signal }))).code).toBe('stopped');
    expect((await fault(open.fetch(`${web.origin}/secret`, { signal: AbortSignal.abort() }))).code).toBe('stopped');
  });

  test('leaves nothing behind on a signal that outlives the request', async () => {
    const { signal } = new AbortController();
    for (let at = 0; at < 5; at += 1) await open.fetch(`${web.origin}/secret`, { signal });
    await fault(open.fetch('http://127.0.0.1:1/', { signal }));
    expect(leftOn(signal)).toEqual(leftOn(new AbortController().signal));
  });

  test('names what went wrong', async () => {
    web.on('/cut', { headers: { 'content-length': '1000' }, body: 'x'.repeat(1000), cutAfter: 10 });
    expect((await fault(open.fetch(`${web.origin}/cut`))).words).toContain('closed the connection');
    const gone = await startWeb();
    await gone.close();
    const everywhere = buildOutbound({ allowPrivate: 'all', userAgent: 'foreword-test' });
    expect((await fault(everywhere.fetch(gone.origin))).words).toContain('refused the connection');
    expect((await fault(everywhere.fetch('http://no-such-name.invalid/'))).code).toBe('unreachable');
    await everywhere.close();
  });
});

describe('web sockets', () => {
  test('obey the same rule', async () => {
    for (const url of ['ws://127.0.0.1/', 'wss://[::1]/', 'ws://169.254.169.254/', 'http://example.org/']) {
      expect(() => closed.webSocketOptions(url)).toThrow(/private network|cannot be read/);
    }
    const socket = new WebSocket('ws://localhost:9/', closed.webSocketOptions('ws://localhost:9/'));
    const [thrown] = (await once(socket, 'error')) as [OutboundError];
    expect(thrown.code).toBe('blocked-address');
  });

  test('reach what is allowed, and send who we are', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const allowed = buildOutbound({ allowPrivate: [`127.0.0.1:${port}`], userAgent: 'foreword-test' });
    const connected = once(server, 'connection');
    const url = `ws://127.0.0.1:${port}/`;
    const socket = new WebSocket(url, allowed.webSocketOptions(url));
    const [, request] = (await connected) as [unknown, { headers: Record<string, string> }];
    expect(request.headers['user-agent']).toBe('foreword-test');
    if (socket.readyState !== WebSocket.OPEN) await once(socket, 'open');
    socket.terminate();
    server.close();
    await allowed.close();
  });
});
