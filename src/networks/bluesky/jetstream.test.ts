/** The reader against our small Jetstream in this process: both wires, every fault that a stream can have. */
import { createServer, type Server } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Relay, startRelay } from '../../../test/servers/bluesky/jetstream-relay.ts';
import { type Watcher, watch, watching } from '../../../test/servers/bluesky/watcher.ts';
import { realTools } from '../../../test/servers/network-tools.ts';
import { buildOutbound } from '../../platform/outbound.ts';
import type { NetworkTools } from '../network.ts';
import { waitOf } from './faults.ts';
import { bluesky } from './index.ts';
import { readPlace, resumeAt } from './place.ts';

let relay: Relay;
let tools: NetworkTools;
let watchers: Watcher[] = [];

beforeEach(async () => {
  relay = await startRelay({ historyCount: 30_000 });
  tools = realTools({ pollMs: 100 });
});

afterEach(async () => {
  await Promise.all(watchers.map((watcher) => watcher.stop()));
  watchers = [];
  await relay.stop();
  await tools.outbound.close();
});

const open = (settings: Record<string, string> = {}) => bluesky.open({ stream: relay.url, ...settings }, tools);
const kept = <W extends Watcher>(watcher: W): W => {
  watchers.push(watcher);
  return watcher;
};
const start = async (cursor: string | null = null, settings: Record<string, string> = {}) =>
  kept(await watching(open(settings), cursor));

const push = (text: string, more: Record<string, unknown> = {}) => {
  const rkey = text.replace(/[^A-Za-z0-9]/g, '-');
  const record = { $type: 'app.bsky.feed.post', text, createdAt: new Date().toISOString() };
  relay.push({
    did: 'did:plc:resident',
    kind: 'commit',
    operation: 'create',
    collection: 'app.bsky.feed.post',
    rkey,
    cid: 'bafyreisynthetic',
    record,
    ...more,
  });
};
const texts = (watcher: Watcher) => watcher.posts().map((post) => post.text);
const sees = (text: string) => (watcher: Watcher) => texts(watcher).includes(text);
const blindCodes = (watcher: Watcher) =>
  watcher.batches.flatMap(({ health }) => (health.state === 'blind' ? [health.code] : []));
const numbered = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `post ${from + index}`);

describe('what is read', () => {
  it('sees a post once, and nothing of other collections or kinds', async () => {
    push('before we came');
    const watcher = await start();
    relay.push({ did: 'did:plc:resident', kind: 'identity' });
    push('liked', { collection: 'app.bsky.feed.like' });
    push('hello');
    await watcher.until('the post', sees('hello'));
    expect(texts(watcher)).toEqual(['hello']);
    expect(relay.requests()[0]).toBe(
      '/xrpc/network.bsky.jetstream.subscribeEvents?kinds=commit&collections=app.bsky.feed.post&maxMessageSizeBytes=1000000',
    );
  });

  it('shows a heartbeat while nothing happens', async () => {
    const watcher = await start();
    await watcher.until('five batches', ({ batches }) => batches.length >= 5);
    expect(watcher.batches.every(({ health, nextLook }) => health.state === 'seeing' && nextLook === null)).toBe(true);
  });

  it('asks for chosen accounts only', async () => {
    const watcher = await start(null, { dids: 'did:plc:council did:plc:press' });
    push('a resident');
    push('the council', { did: 'did:plc:council' });
    await watcher.until('the post', sees('the council'));
    expect(texts(watcher)).toEqual(['the council']);
  });

  it('hands over posts that come together in few batches of at most 500', async () => {
    const watcher = await start();
    for (const text of numbered(2_000)) push(text);
    await watcher.until('all', (one) => one.posts().length >= 2_000);
    expect(texts(watcher)).toEqual(numbered(2_000));
    const sizes = watcher.batches.map(({ happenings }) => happenings.length).filter((size) => size > 0);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
    expect(sizes.length).toBeLessThan(200);
  });
});

describe('going on after a break', () => {
  it('loses nothing and repeats nothing when the line is cut mid-stream', async () => {
    const watcher = await start();
    for (let round = 0; round < 5; round += 1) {
      for (const text of numbered(100, round * 200)) push(text);
      relay.drop();
      for (const text of numbered(100, round * 200 + 100)) push(text);
      await watcher.until('the round', sees(`post ${round * 200 + 199}`));
    }
    const seen = texts(watcher);
    expect([...new Set(seen)]).toEqual(numbered(1_000));
    expect(blindCodes(watcher)).toContain('unreachable');
  });

  it('goes on from a stored cursor in a new process', async () => {
    const first = await start();
    push('one');
    await first.until('one', sees('one'));
    await first.stop();
    push('two');
    push('three');
    const second = await start(first.cursor());
    await second.until('three', sees('three'));
    expect(texts(second)).toEqual(['two', 'three']);
  });

  it('goes on from the moment it first looked, when nothing had come before the break', async () => {
    const first = await start();
    await first.stop();
    push('while away');
    const second = await start(first.cursor());
    await second.until('the post', sees('while away'));
  });

  it('catches up on what came before a stream that could not be reached at first', async () => {
    relay.faults.v2 = 503;
    const watcher = kept(watch(open()));
    await watcher.until('blindness', (one) => blindCodes(one).includes('server-fault'));
    push('unseen at first');
    relay.faults.v2 = null;
    await watcher.until('the post', sees('unseen at first'));
  });

  it('says what may be missing when the cursor is too old, and goes on from the oldest', async () => {
    const first = await start();
    push('one');
    await first.until('one', sees('one'));
    await first.stop();
    push('lost');
    relay.forget();
    push('oldest kept');
    const second = await start(first.cursor());
    await second.until('the oldest', sees('oldest kept'));
    expect(texts(second)).toEqual(['oldest kept']);
    const words = second.batches.flatMap(({ notes }) => notes).find(({ code }) => code === 'gap')?.words;
    expect(words).toMatch(
      /^The stream no longer had everything. Posts made between \d\d:\d\d UTC on .* and .* may have been missed\.$/,
    );
  });

  it.each([2, 80])('goes on by time when the server was rebuilt, counts anew and has come to %i', async (count) => {
    const watcher = await start();
    for (const text of numbered(50)) push(text);
    await watcher.until('the last', sees('post 49'));
    relay.restartCount();
    for (const text of numbered(count, 100)) push(text);
    await watcher.until('all', (one) => new Set(texts(one)).size === 50 + count);
  });

  it.each(['at once', 'later'])(
    'raises no alarm when only the event at its cursor was removed for good, the next one comes %s',
    async (when) => {
      const watcher = await start();
      push('one');
      await watcher.until('one', sees('one'));
      relay.compact();
      relay.drop();
      if (when === 'at once') push('two');
      await watcher.until('the second try', () => relay.requests().length >= 3);
      if (when === 'later') push('two');
      await watcher.until('two', sees('two'));
      expect(watcher.notes()).toEqual([]);
      expect(relay.requests()).toHaveLength(3);
    },
  );

  it('goes on by time when the address of the stream has changed', async () => {
    const watcher = await start();
    push('one');
    await watcher.until('one', sees('one'));
    await watcher.stop();
    const other = await startRelay();
    try {
      const record = { text: 'on the other server', createdAt: new Date().toISOString() };
      other.push({
        did: 'did:plc:resident',
        kind: 'commit',
        operation: 'create',
        collection: 'app.bsky.feed.post',
        rkey: 'x',
        cid: 'bafyreisynthetic',
        record,
      });
      const second = kept(watch(bluesky.open({ stream: other.url }, tools), watcher.cursor()));
      await second.until('the post', sees('on the other server'));
      expect(other.requests()[0]).toMatch(/cursor=\d{16}$/);
    } finally {
      await Promise.all(watchers.map((one) => one.stop()));
      await other.stop();
    }
  });

  it('says so when the stored cursor cannot be read', async () => {
    const watcher = await start('{"stream":');
    push('now');
    await watcher.until('the post', sees('now'));
    expect(watcher.notes()).toContain('cursor');
  });
});

describe('the older wire', () => {
  it.each([400, 404, 410])('is read where the newer one answers %i, and resumed by time', async (status) => {
    relay.faults.v2 = status;
    const watcher = await start();
    push('one');
    await watcher.until('one', sees('one'));
    relay.drop();
    push('two');
    await watcher.until('two', sees('two'));
    expect([...new Set(texts(watcher))]).toEqual(['one', 'two']);
    expect(watcher.notes().filter((code) => code === 'older-wire')).toHaveLength(1);
    expect(relay.requests().at(-1)).toMatch(
      /^\/subscribe\?wantedCollections=app\.bsky\.feed\.post&maxMessageSizeBytes=1000000&cursor=\d{16}$/,
    );
  });

  it('hands its place over to the newer wire', async () => {
    relay.faults.v2 = 404;
    const first = await start();
    push('one');
    await first.until('one', sees('one'));
    await first.stop();
    relay.faults.v2 = null;
    push('two');
    const second = await start(first.cursor());
    await second.until('two', sees('two'));
    expect(relay.requests().at(-1)).toContain('subscribeEvents');
  });

  it('says what may be missing when it was away for longer than such servers keep', async () => {
    relay.faults.v2 = 404;
    const old = (Date.now() - 30 * 3_600_000) * 1_000;
    const watcher = await start(
      JSON.stringify({ stream: relay.url, wire: 'v1', seq: null, timeUs: old, aliveUs: null }),
    );
    push('now');
    await watcher.until('the post', sees('now'));
    expect(watcher.notes()).toContain('gap');
  });
});

describe('blindness', () => {
  it.each([
    [403, 'refused'],
    [418, 'refused'],
    [404, 'not-found'],
    [429, 'rate-limited'],
    [503, 'server-fault'],
  ])('HTTP %i is told as %s', async (status, code) => {
    relay.faults.v2 = status;
    relay.faults.v1 = status;
    const watcher = kept(watch(open()));
    await watcher.until('blindness', (one) => blindCodes(one).length > 0);
    expect(blindCodes(watcher)[0]).toBe(code);
  });

  it('a port where nothing listens is told as unreachable, and tried again', async () => {
    const port = await freePort();
    const watcher = kept(watch(bluesky.open({ stream: `ws://127.0.0.1:${port}` }, tools)));
    await watcher.until('two tries', (one) => blindCodes(one).length >= 2);
    expect(watcher.batches[0]?.health).toEqual({
      state: 'blind',
      code: 'unreachable',
      words: `Nothing answers at 127.0.0.1:${port}. The server may be stopped, or the address may be wrong.`,
    });
  });

  it('an address inside the house is refused where that is not allowed', async () => {
    const guarded = { ...tools, outbound: buildOutbound({ allowPrivate: 'none', userAgent: 'foreword-test' }) };
    const watcher = kept(watch(bluesky.open({ stream: relay.url }, guarded)));
    await watcher.until('blindness', (one) => blindCodes(one).length > 0);
    expect(blindCodes(watcher)[0]).toBe('blocked-address');
    expect(relay.requests()).toEqual([]);
    await guarded.outbound.close();
  });

  it('a server that speaks something else is told as broken', async () => {
    const server = createServer((socket) => socket.end('220 mail.example ESMTP\r\n')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const watcher = kept(watch(bluesky.open({ stream: `ws://127.0.0.1:${portOf(server)}` }, tools)));
    await watcher.until('blindness', (one) => blindCodes(one).length > 0);
    expect(['broken', 'unreachable']).toContain(blindCodes(watcher)[0]);
    server.close();
  });

  it('a line that is open but dead is told as silent, and left', async () => {
    // Pings follow the poll time, and two must go unanswered.
    tools = { ...tools, pollMs: 30 };
    const watcher = await start();
    push('one');
    await watcher.until('one', sees('one'));
    relay.freeze();
    await watcher.until('silence', (one) => blindCodes(one).includes('silent'));
    push('two');
    await watcher.until('two', sees('two'));
  });

  it('settings that cannot work are told and do not end the loop', async () => {
    const watcher = kept(watch(bluesky.open({ stream: 'ftp://example.org', dids: 'resident' }, tools)));
    await watcher.until('blindness', (one) => blindCodes(one).length > 0);
    expect(blindCodes(watcher)).toEqual(['settings']);
  });
});

describe('hostile streams', () => {
  it('frames that cannot be read are counted, and the rest is read', async () => {
    const watcher = await start();
    const commit = (more: object) =>
      JSON.stringify({
        $type: 'message',
        payload: {
          $type: 'x#commit',
          seq: 5,
          did: 'did:plc:a',
          operation: 'create',
          collection: 'app.bsky.feed.post',
          rkey: 'a',
          cid: 'bafyreisynthetic',
          ...more,
        },
      });
    const hostile = [
      '',
      '{',
      'null',
      '[]',
      '"text"',
      '{"$type":"message"}',
      commit({}),
      commit({ seq: 2 ** 60 }),
      commit({ seq: 'DROP' }),
      '['.repeat(200_000),
      `{"a":"${'x'.repeat(5_000_000)}"}`,
    ];
    for (const frame of hostile) relay.raw(frame);
    relay.raw(new Uint8Array([0x28, 0xb5, 0x2f, 0xfd, 0, 1, 2]));
    push('still here');
    await watcher.until('the post', sees('still here'));
    const words = watcher.batches
      .flatMap(({ notes }) => notes.filter(({ code }) => code === 'malformed'))
      .map((note) => note.words);
    const count = words
      .map((sentence) => (sentence.startsWith('One') ? 1 : Number.parseInt(sentence, 10)))
      .reduce((sum, one) => sum + one, 0);
    expect(count).toBe(hostile.length + 1);
    expect(texts(watcher)).toEqual(['still here']);
    expect(blindCodes(watcher)).toEqual([]);
  });

  it('a frame larger than anything allowed ends the line, which is opened again', async () => {
    const watcher = await start();
    relay.raw('x'.repeat(17 * 1024 * 1024));
    await watcher.until('blindness', (one) => blindCodes(one).includes('broken'));
    push('after it');
    await watcher.until('the post', sees('after it'));
    expect(watcher.notes()).toEqual([]);
  });

  it('such a frame that comes each time is left behind, with a note of what may be missed', async () => {
    const watcher = await start();
    push('one');
    await watcher.until('one', sees('one'));
    relay.faults.greeting = 'x'.repeat(17 * 1024 * 1024);
    relay.drop();
    await watcher.until('the note', (one) => one.notes().includes('gap'));
    relay.faults.greeting = null;
    await watcher.until(
      'an open line',
      (one) => one.batches.at(-1)?.health.state === 'seeing' && relay.clients() === 1,
    );
    push('two');
    await watcher.until('two', sees('two'));
    expect(relay.requests().some((request, index) => index > 0 && !request.includes('cursor='))).toBe(true);
  });

  it('a goodbye with a reason is told, and reading goes on', async () => {
    const watcher = await start();
    relay.raw('{"$type":"error","error":"ConsumerTooSlow","message":"reading below the floor rate"}');
    await watcher.until('blindness', (one) => blindCodes(one).includes('server-fault'));
    push('after it');
    await watcher.until('the post', sees('after it'));
    const told = watcher.batches.flatMap(({ health }) => (health.state === 'blind' ? [health.words] : []));
    expect(told[0]).toContain('because we read too slowly');
  });

  it('times from the far future do not become our place', async () => {
    relay.faults.v2 = 404;
    const watcher = await start();
    push('one');
    await watcher.until('one', sees('one'));
    const commit = {
      operation: 'create',
      collection: 'app.bsky.feed.post',
      rkey: 'future',
      cid: 'bafyreisynthetic',
      record: { text: 'from the future' },
    };
    relay.raw(JSON.stringify({ did: 'did:plc:stranger', time_us: 7_000_000_000_000_000, kind: 'commit', commit }));
    await watcher.until('it', sees('from the future'));
    relay.drop();
    push('two');
    await watcher.until('two', sees('two'));
  });

  it('a taker that sleeps makes the server wait, so that memory does not grow', async () => {
    const watcher = await start();
    const count = 20_000;
    watcher.sleep();
    // 60 MB, several times what we and the operating system keep.
    for (let index = 0; index < count; index += 1)
      push(`${index}`, { record: { text: `${index} ${'x'.repeat(3_000)}` } });
    for (let before = -1; before !== relay.slowestSeq(); ) {
      before = relay.slowestSeq();
      await tools.wait(500, new AbortController().signal);
    }
    expect(relay.slowestSeq()).toBeLessThan(count * 0.75);
    watcher.wake();
    await watcher.until('all', (one) => one.posts().length === count);
    expect(new Set(watcher.posts().map((post) => post.id)).size).toBe(count);
    expect(blindCodes(watcher)).toEqual([]);
  });
});

describe('the self-test', () => {
  it('says that it can see', async () => {
    const running = bluesky.check({ stream: relay.url }, tools);
    const talking = setInterval(() => push('something'), 20);
    const steps = await running.finally(() => clearInterval(talking));
    expect(steps.map(({ name, isOk }) => [name, isOk])).toEqual([
      ['Settings', true],
      ['Connection', true],
      ['Posts', true],
    ]);
    expect(steps[1]?.words).toContain('the newer kind of stream');
  });

  it('says what is wrong', async () => {
    relay.faults.v2 = 403;
    relay.faults.v1 = 403;
    expect(await bluesky.check({ stream: relay.url }, tools)).toContainEqual({
      name: 'Connection',
      isOk: false,
      words: `${new URL(relay.url).host} does not let us in (it answered 403).`,
    });
    expect((await bluesky.check({ stream: 'mailto:someone' }, tools))[0]?.isOk).toBe(false);
  });
});

describe('waiting', () => {
  it('takes Retry-After as seconds or as a date, and neither nothing nor for ever', () => {
    const now = new Date('2026-11-24T09:00:00Z');
    expect(waitOf('120', now)).toBe(120_000);
    expect(waitOf('Tue, 24 Nov 2026 09:05:00 GMT', now)).toBe(300_000);
    expect([waitOf(undefined, now), waitOf('', now), waitOf('soon', now)]).toEqual([null, null, null]);
    expect([waitOf('-5', now), waitOf('1e9', now), waitOf('Mon, 01 Jan 2001 00:00:00 GMT', now)]).toEqual([
      1_000, 86_400_000, 1_000,
    ]);
  });

  it('waits as long as the server asks, and tells until when', async () => {
    relay.faults.v2 = 429;
    relay.faults.retryAfter = '7200';
    let told = (_ms: number) => {};
    const waited = new Promise<number>((resolve) => {
      told = resolve;
    });
    const patient: NetworkTools = {
      ...tools,
      now: () => new Date('2026-11-24T09:00:00Z'),
      wait: (ms, signal) => {
        if (ms > 60_000) told(ms);
        return tools.wait(ms, signal);
      },
    };
    const watcher = kept(watch(bluesky.open({ stream: relay.url }, patient)));
    expect(await waited).toBe(7_200_000);
    const words = `${new URL(relay.url).host} asks us to wait until 11:00 UTC on 24 November.`;
    expect(watcher.batches[0]?.health).toEqual({ state: 'blind', code: 'rate-limited', words });
  });

  it('waits longer after each failure, up to a minute, and never all at the same moment', async () => {
    relay.faults.v2 = 503;
    const waits: number[] = [];
    const noWait = {
      ...tools,
      pollMs: 60_000,
      chance: () => 0.5,
      wait: async (ms: number) => {
        waits.push(ms);
      },
    };
    const watcher = kept(watch(bluesky.open({ stream: relay.url }, noWait)));
    await watcher.until('many tries', (one) => blindCodes(one).length >= 12);
    await watcher.stop();
    const pauses = waits.filter((ms) => ms !== 5_000).slice(0, 10);
    expect(pauses).toEqual([375, 750, 1_500, 3_000, 6_000, 12_000, 24_000, 45_000, 45_000, 45_000]);
  });
});

describe('a stored cursor', () => {
  it('is read or refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.jsonValue(), (any, value) => {
        readPlace(any);
        const place = readPlace(
          JSON.stringify({ stream: 'ws://x', wire: 'v2', seq: value, timeUs: value, aliveUs: value }),
        );
        const cursor = resumeAt(place!, 'ws://x', 'v2');
        expect(Number.isSafeInteger(cursor) && cursor >= 0 && cursor < 1e16).toBe(true);
      }),
    );
  });
});

describe('settings', () => {
  it('asks for all of an account once it was begun', () => {
    expect(bluesky.problems({ handle: '@northmere.gov.uk', password: 'x' })).toEqual([]);
    expect(bluesky.problems({ handle: 'northmere', service: 'mailto:x' }).map(({ field }) => field)).toEqual([
      'service',
      'handle',
      'password',
    ]);
    expect(bluesky.publisher({}, tools)).toBeNull();
  });

  it('takes an address as people type it', () => {
    for (const stream of [
      '',
      'jetstream.example.org',
      'https://jetstream.example.org/',
      'wss://jetstream.example.org/subscribe?x=1',
    ]) {
      expect(bluesky.problems({ stream })).toEqual([]);
    }
  });

  it('names the field and what to enter', () => {
    for (const stream of ['me:secret@jetstream.example.org', 'wss://me@jetstream.example.org'])
      expect(bluesky.problems({ stream }).map(({ field }) => field)).toEqual(['stream']);
    expect(bluesky.problems({ stream: 'ftp://x', dids: 'resident.example' })).toEqual([
      { field: 'stream', words: 'Enter the address of a stream, like wss://jetstream.example.org' },
      { field: 'dids', words: "'resident.example' is not an account id. An account id looks like did:plc:abc123" },
    ]);
  });
});

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
};
