/** Reading and publishing against a real Bluesky PDS, with our small Jetstream between it and the reader. */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Watcher, watching } from '../../../test/servers/bluesky/watcher.ts';
import { type BlueskyServers, blueskyMissing, hasBluesky, startBluesky } from '../../../test/servers/bluesky.ts';
import { realTools } from '../../../test/servers/network-tools.ts';
import type { Draft, NetworkTools, Publisher } from '../network.ts';
import { bluesky } from './index.ts';

const title = hasBluesky ? 'a real PDS' : `a real PDS (not run: ${blueskyMissing})`;

describe.skipIf(!hasBluesky)(title, () => {
  let servers: BlueskyServers;
  let tools: NetworkTools;
  let watchers: Watcher[] = [];

  beforeAll(async () => {
    const started = await startBluesky({ accounts: 4, isRateLimited: true });
    if (started === null) throw new Error(blueskyMissing);
    servers = started;
    tools = realTools();
  });
  afterEach(async () => {
    await servers.setFaults({ v1: null, v2: null });
    await Promise.all(watchers.map((watcher) => watcher.stop()));
    watchers = [];
  });
  afterAll(async () => {
    await servers?.stop();
    await tools?.outbound.close();
  });

  const start = async (cursor: string | null = null) => {
    const watcher = await watching(bluesky.open({ stream: servers.stream }, tools), cursor);
    watchers.push(watcher);
    return watcher;
  };
  const account = (index: number) => servers.accounts[index]!;
  const postsNamed = (watcher: Watcher, id: string) => watcher.posts().filter((post) => post.id === id);
  const sees = (id: string) => (watcher: Watcher) => postsNamed(watcher, id).length > 0;

  let key = 0;
  const draft = (text: string, more: Partial<Draft> = {}): Draft => {
    key += 1;
    return { text, lang: 'en', replyTo: null, images: [], key: `draft-${key}`, ...more };
  };
  const publisher = (index = 0, more: Record<string, string> = {}): Publisher => {
    const { handle, password } = account(index);
    const found = bluesky.publisher({ service: servers.pds, handle, password, ...more }, tools);
    if (found === null) throw new Error('no publisher');
    return found;
  };
  /** Kept over the tests, as the product keeps it: the server allows 30 sign-ins in five minutes. */
  let kept: Publisher | null = null;
  const officer = (): Publisher => {
    kept ??= publisher();
    return kept;
  };
  const published = async (one: Publisher, text: string, more: Partial<Draft> = {}) => {
    const outcome = await one.post(draft(text, more));
    if (!outcome.ok) throw new Error(outcome.because);
    return outcome.value;
  };
  const recordOf = async (uri: string) => {
    const [, , repo, collection, rkey] = uri.split('/');
    const query = new URLSearchParams({ repo: repo!, collection: collection!, rkey: rkey! });
    return (await servers.call(account(0), `com.atproto.repo.getRecord?${query}`)).value as Record<string, unknown>;
  };

  describe('reading', () => {
    it('sees a post once, with all that its author put in', async () => {
      const watcher = await start();
      const { uri, cid } = await servers.post(account(1), 'Llifogydd ☔ yn Northmere', {
        langs: ['cy'],
        createdAt: '2026-11-20T10:00:00.000Z',
      });
      await watcher.until('the post', sees(uri));
      const { did } = account(1);
      expect(postsNamed(watcher, uri)).toEqual([
        {
          network: 'bluesky',
          id: uri,
          version: cid,
          kind: 'post',
          url: `https://bsky.app/profile/${did}/post/${uri.split('/').at(-1)}`,
          author: { id: did, handle: did, name: null, followers: null },
          title: '',
          text: 'Llifogydd ☔ yn Northmere',
          lang: 'cy',
          links: [],
          tags: [],
          mentions: [],
          media: [],
          at: new Date('2026-11-20T10:00:00.000Z'),
          replyTo: null,
          counts: null,
        },
      ]);
    });

    it('sees an edit as a new version and a removal as gone', async () => {
      const watcher = await start();
      const { uri, cid } = await servers.post(account(1), 'The bridge is open');
      const edited = await servers.edit(account(1), uri, {
        text: 'The bridge is closed',
        createdAt: new Date().toISOString(),
      });
      await servers.remove(account(1), uri);
      await watcher.until('the removal', (one) => one.gone().includes(uri));
      expect(postsNamed(watcher, uri).map(({ version, text }) => [version, text])).toEqual([
        [cid, 'The bridge is open'],
        [edited.cid, 'The bridge is closed'],
      ]);
    });

    it('loses nothing while the line is cut again and again, and doubles nothing after dropping repeats', async () => {
      const watcher = await start();
      const wanted: string[] = [];
      for (let index = 0; index < 40; index += 1) {
        wanted.push((await servers.post(account(1), `steady ${index}`)).uri);
        if (index % 8 === 4) await servers.dropConnections();
      }
      await watcher.until('all', (one) => wanted.every((id) => sees(id)(one)));
      // A slow server makes the reader go on by time, a little early: then posts from before this test come again as well.
      const mine = watcher.posts().filter(({ id }) => wanted.includes(id));
      expect(new Set(mine.map(({ id, version }) => `${id} ${version}`)).size).toBe(40);
      expect(watcher.batches.filter(({ health }) => health.state === 'blind').length).toBeGreaterThan(0);
    });

    it('replays what was posted while nobody looked, from the stored cursor', async () => {
      const first = await start();
      const before = await servers.post(account(1), 'before');
      await first.until('the post', sees(before.uri));
      await first.stop();
      const while1 = await servers.post(account(1), 'while away 1');
      const while2 = await servers.post(account(2), 'while away 2');
      const second = await start(first.cursor());
      await second.until('both', (one) => sees(while1.uri)(one) && sees(while2.uri)(one));
      // The stream keeps the order of one account, not of two.
      expect(
        second
          .posts()
          .map(({ id }) => id)
          .sort(),
      ).toEqual([while1.uri, while2.uri].sort());
    });

    it('reads the older wire where the newer one is refused', async () => {
      await servers.setFaults({ v2: 404 });
      const watcher = await start();
      const { uri } = await servers.post(account(1), 'over the older wire');
      await watcher.until('the post', sees(uri));
      expect(watcher.notes()).toContain('older-wire');
    });

    it('bears the oddest records that strangers can put into a stream', async () => {
      const watcher = await start();
      const script = '"><script>alert(1)</script>';
      const event = (rkey: string, record: unknown) =>
        ({
          did: 'did:plc:stranger',
          kind: 'commit',
          operation: 'create',
          collection: 'app.bsky.feed.post',
          rkey,
          cid: 'bafyreisynthetic',
          record,
        }) as const;
      await servers.inject([
        event('a', {
          text: script,
          createdAt: script,
          langs: [script],
          tags: [script],
          facets: [{ features: [{ $type: 'app.bsky.richtext.facet#link', uri: `javascript:${script}` }] }],
          embed: { $type: script },
        }),
        event('b', { text: '\u200b'.repeat(100_000), createdAt: '9999-12-31T23:59:59Z' }),
        event('c', { createdAt: new Date().toISOString() }),
        event('d', 'not a record'),
        event('e', { text: 'x'.repeat(5_000_000) }),
        { ...event('f', { text: 'x' }), did: '../../etc/passwd' },
      ]);
      const { uri } = await servers.post(account(1), 'an ordinary post');
      await watcher.until('the ordinary post', sees(uri));
      const [first, second] = watcher.posts();
      expect([first?.text, first?.lang, first?.links, first?.tags]).toEqual([script, null, [], [script]]);
      expect(second?.text.length).toBe(4_000);
      expect(Math.abs(second!.at.getTime() - Date.now())).toBeLessThan(60_000);
      expect(watcher.posts()).toHaveLength(3);
    });
  });

  describe('publishing', () => {
    it('posts with a link, a tag and a mention that the network understands, and the reader sees the same', async () => {
      const watcher = await start();
      const text = `☔ Mae’r ffordd ar gau. @${account(1).handle}, gweler https://northmere.example/ffyrdd. #Northmere`;
      const { id, url, at } = await published(officer(), text, { lang: 'cy' });
      await watcher.until('the post', sees(id));
      const [post] = postsNamed(watcher, id);
      expect(post).toMatchObject({
        text,
        lang: 'cy',
        links: ['https://northmere.example/ffyrdd'],
        tags: ['Northmere'],
        mentions: [account(1).handle],
        kind: 'post',
        url,
        at,
      });
      const record = await recordOf(id);
      const features = (record.facets as { features: Record<string, string>[] }[]).map((facet) => facet.features[0]);
      expect(features).toContainEqual({ $type: 'app.bsky.richtext.facet#mention', did: account(1).did });
    });

    it('answers a post, and an answer to an answer keeps the first post as its root', async () => {
      const watcher = await start();
      const question = await servers.post(account(1), 'Is the library open?');
      const answer = await published(officer(), 'Yes, until 6pm.', { replyTo: question.uri });
      const more = await published(officer(), 'And on Saturday until 1pm.', { replyTo: answer.id });
      await watcher.until('the answers', (one) => sees(answer.id)(one) && sees(more.id)(one));
      expect(postsNamed(watcher, answer.id)[0]).toMatchObject({ kind: 'reply', replyTo: question.uri });
      const reply = (await recordOf(more.id)).reply as { root: unknown; parent: { uri: string } };
      expect(reply.root).toEqual({ uri: question.uri, cid: question.cid });
      expect(reply.parent.uri).toBe(answer.id);
    });

    it('answers a post that was handed on by the address of its page, with the id or with the handle', async () => {
      const question = await servers.post(account(1), 'Is the tip open?');
      const key = question.uri.split('/').at(-1);
      for (const who of [account(1).did, account(1).handle]) {
        const page = `https://bsky.app/profile/${who}/post/${key}`;
        const { id } = await published(officer(), `Yes, until 6pm (${who}).`, { replyTo: page });
        expect(((await recordOf(id)).reply as { parent: unknown }).parent).toEqual({
          uri: question.uri,
          cid: question.cid,
        });
      }
    });

    it('says when the post to answer is gone, or is no post of this network', async () => {
      const question = await servers.post(account(1), 'Never mind');
      await servers.remove(account(1), question.uri);
      expect(await officer().post(draft('Yes?', { replyTo: question.uri }))).toEqual({
        ok: false,
        code: 'not-found',
        because: 'The post to answer is not there any more.',
      });
      for (const replyTo of ['https://elsewhere.example/1', 'https://bsky.app/profile/%zz/post/3k', 'at://a/b/c'])
        expect(await officer().post(draft('Yes?', { replyTo }))).toMatchObject({ ok: false, code: 'settings' });
    });

    it('shows a picture with its description', async () => {
      const watcher = await start();
      const { id } = await published(officer(), 'Today’s map', {
        images: [{ bytes: picture(), mime: 'image/png', alt: 'A map of closed roads' }],
      });
      await watcher.until('the post', sees(id));
      const [media] = postsNamed(watcher, id)[0]?.media ?? [];
      expect(media).toMatchObject({ kind: 'image', alt: 'A map of closed roads' });
      expect(media?.url).toMatch(
        /^https:\/\/cdn\.bsky\.app\/img\/feed_fullsize\/plain\/did:plc:[a-z0-9]+\/bafkrei[a-z0-9]+@jpeg$/,
      );
    });

    it('publishes once for the same key: one after the other, at the same time, and from a new process', async () => {
      const one = officer();
      const same = draft('Once only');
      const first = await one.post(same);
      const outcomes = [
        first,
        await one.post(same),
        ...(await Promise.all([publisher().post(same), publisher().post(same)])),
      ];
      const ids = new Set(outcomes.map((outcome) => (outcome.ok ? outcome.value.id : outcome.because)));
      expect(ids.size).toBe(1);
      const together = draft('Together');
      const both = await Promise.all([one.post(together), publisher().post(together), publisher().post(together)]);
      expect(new Set(both.map((outcome) => (outcome.ok ? outcome.value.id : outcome.because))).size).toBe(1);
      const listed = await servers.call(
        account(0),
        `com.atproto.repo.listRecords?repo=${account(0).did}&collection=app.bsky.feed.post&limit=100`,
      );
      const texts = (listed.records as { value: { text: string } }[]).map(({ value }) => value.text);
      expect(texts.filter((text) => text === 'Once only' || text === 'Together').sort()).toEqual([
        'Once only',
        'Together',
      ]);
      expect(await one.post({ ...same, text: 'Another text' })).toMatchObject({ ok: false, code: 'duplicate' });
    });

    it('tells whether a post stands, also from a new process, and that it cannot tell when the server is away', async () => {
      const once = draft('Stands or not?');
      const since = new Date();
      expect(await officer().find(once, since)).toEqual({ ok: true, value: null });
      const posted = await officer().post(once);
      if (!posted.ok) throw new Error(posted.because);
      expect(await publisher().find(once, since)).toMatchObject({ ok: true, value: { id: posted.value.id } });
      expect(await officer().find({ ...once, key: 'another' }, since)).toEqual({ ok: true, value: null });
      const away = publisher(0, { service: 'http://127.0.0.1:9' });
      expect(await away.find(once, since)).toMatchObject({ ok: false, code: 'unreachable' });
    });

    it('takes a post back, also when it is already gone, but not the post of somebody else', async () => {
      const watcher = await start();
      const one = officer();
      const { id } = await published(one, 'A mistake');
      expect(await one.remove(id)).toEqual({ ok: true, value: null });
      expect(await one.remove(id)).toEqual({ ok: true, value: null });
      await watcher.until('the removal', (seen) => seen.gone().includes(id));
      const other = await servers.post(account(1), 'Mine');
      expect(await one.remove(other.uri)).toMatchObject({ ok: false, code: 'settings' });
    });

    it('counts what people see as one character, and refuses what is too long before it sends anything', async () => {
      const family = '👨‍👩‍👧‍👦';
      expect(await officer().post(draft('a'.repeat(301)))).toEqual({
        ok: false,
        code: 'too-long',
        because: 'The text has 301 characters. Bluesky allows 300.',
      });
      expect(await officer().post(draft(family.repeat(290)))).toMatchObject({
        ok: false,
        code: 'too-long',
        because: expect.stringContaining('3000 bytes'),
      });
      expect((await officer().post(draft(`${family.repeat(50)}${'é'.repeat(250)}`))).ok).toBe(true);
      const huge = { bytes: new Uint8Array(1_000_001), mime: 'image/png', alt: '' };
      expect(await officer().post(draft('x', { images: [huge] }))).toMatchObject({ ok: false, code: 'too-long' });
      expect(await officer().post(draft(' '))).toMatchObject({ ok: false, code: 'empty' });
    });

    it('refuses clearly when the password is wrong', async () => {
      const host = new URL(servers.pds).host;
      const because = `${host} does not accept this account name and app password. Check both, or make a new app password.`;
      expect(await publisher(0, { password: 'wrong-password' }).post(draft('x'))).toEqual({
        ok: false,
        code: 'refused',
        because,
      });
      const steps = await bluesky.check(
        { stream: servers.stream, service: servers.pds, handle: account(0).handle, password: 'wrong' },
        tools,
      );
      expect(steps.at(-1)).toEqual({ name: 'Sign in to post', isOk: false, words: because });
    });

    it('works with an app password, and says how many sign-ins are left', async () => {
      const made = await servers.call(account(2), 'com.atproto.server.createAppPassword', { name: 'foreword' });
      const password = String(made.password);
      expect((await publisher(2, { password }).post(draft('By app password'))).ok).toBe(true);
      const steps = await bluesky.check(
        { stream: servers.stream, service: servers.pds, handle: account(2).handle, password },
        tools,
      );
      expect(steps.map(({ isOk }) => isOk)).toEqual([true, true, true, true]);
      expect(steps.at(-1)?.words).toMatch(/\d+ sign-ins are left/);
    });

    it('signs in once, and refreshes its session when the server no longer takes it', async () => {
      const door = await startDoor(servers.pds);
      try {
        const one = publisher(0, { service: door.url });
        expect((await one.post(draft('first'))).ok).toBe(true);
        door.expireNow();
        const outcomes = await Promise.all([one.post(draft('second')), one.post(draft('third'))]);
        expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
        const calls = door.calls();
        expect(calls.filter((name) => name === 'com.atproto.server.createSession')).toHaveLength(1);
        expect(calls.filter((name) => name === 'com.atproto.server.refreshSession')).toHaveLength(1);
      } finally {
        await door.stop();
      }
    });

    it('is told until when to wait when it signs in too often', async () => {
      const nowhere = `at://${account(3).did}/app.bsky.feed.like/x`;
      const answers: string[] = [];
      for (let count = 0; count < 40 && !answers.includes('rate-limited'); count += 1) {
        const outcome = await publisher(3).remove(nowhere);
        if (outcome.ok) throw new Error('removed something');
        answers.push(outcome.code);
        if (outcome.code === 'rate-limited')
          expect(outcome.because).toMatch(/ asks us to wait until \d\d:\d\d UTC on \d+ \w+\.$/);
      }
      expect(answers.at(-1)).toBe('rate-limited');
    });

    it('says so when the server cannot be reached or is none', async () => {
      expect(await publisher(0, { service: 'http://127.0.0.1:9' }).post(draft('x'))).toMatchObject({
        ok: false,
        code: 'unreachable',
      });
      expect(await publisher(0, { service: servers.stream.replace('ws', 'http') }).post(draft('x'))).toMatchObject({
        ok: false,
        code: 'not-found',
      });
    });
  });
});

/** A door before the PDS, which can make the PDS see a session as run out until it is refreshed. */
const startDoor = async (pds: string) => {
  const calls: string[] = [];
  let isRunOut = false;
  const server = createServer(async (request, reply) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const name = (request.url ?? '').replace('/xrpc/', '').split('?')[0] ?? '';
    calls.push(name);
    const { authorization, 'content-type': type } = request.headers;
    const token = authorization?.replace('Bearer ', '') ?? '';
    if (name.endsWith('refreshSession')) isRunOut = false;
    const headers: Record<string, string> = {};
    if (token !== '') headers.authorization = `Bearer ${isRunOut ? runOut(token) : token}`;
    if (type !== undefined) headers['content-type'] = type;
    const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {};
    const answer = await fetch(`${pds}${request.url}`, { method: request.method ?? 'GET', headers, ...body });
    reply.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
    reply.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: () => calls,
    expireNow: () => {
      isRunOut = true;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** The same token, rightly signed with the test network's published secret, but from yesterday. */
const runOut = (token: string): string => {
  const [head = '', body = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
  const yesterday = Math.floor(Date.now() / 1_000) - 86_400;
  const old = Buffer.from(JSON.stringify({ ...claims, iat: yesterday - 60, exp: yesterday })).toString('base64url');
  return `${head}.${old}.${createHmac('sha256', 'jwt-secret').update(`${head}.${old}`).digest('base64url')}`;
};

/** A PNG of one grey pixel. */
const picture = (): Uint8Array => {
  const part = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const whole = Buffer.alloc(12 + data.length);
    whole.writeUInt32BE(data.length, 0);
    body.copy(whole, 4);
    whole.writeUInt32BE(checksum(body), 8 + data.length);
    return whole;
  };
  const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    part('IHDR', head),
    part('IDAT', deflateSync(Buffer.from([0, 128]))),
    part('IEND', Buffer.alloc(0)),
  ]);
};

const checksum = (bytes: Buffer): number => {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
};
