/** What is said to an official account, with a real PDS: by its notices where a server has them, else by the stream. */
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Watcher, watch } from '../../../test/servers/bluesky/watcher.ts';
import { type BlueskyServers, blueskyMissing, hasBluesky, startBluesky } from '../../../test/servers/bluesky.ts';
import { realTools } from '../../../test/servers/network-tools.ts';
import type { NetworkTools } from '../network.ts';
import { bluesky } from './index.ts';

const title = hasBluesky ? 'a real PDS' : `a real PDS (not run: ${blueskyMissing})`;

describe.skipIf(!hasBluesky)(title, () => {
  let servers: BlueskyServers;
  let tools: NetworkTools;
  let watchers: Watcher[] = [];

  beforeAll(async () => {
    const started = await startBluesky({ accounts: 3 });
    if (started === null) throw new Error(blueskyMissing);
    servers = started;
    tools = realTools({ pollMs: 60 });
  });
  afterEach(async () => {
    await Promise.all(watchers.map((watcher) => watcher.stop()));
    watchers = [];
  });
  afterAll(async () => {
    await servers?.stop();
    await tools?.outbound.close();
  });

  const account = (index: number) => servers.accounts[index]!;
  const listen = (more: Record<string, string>, cursor: string | null = null): Watcher => {
    const settings = { service: servers.pds, stream: servers.stream, handle: account(0).handle, ...more };
    const watcher = watch(bluesky.mentions!(settings, tools)!, cursor);
    watchers.push(watcher);
    return watcher;
  };
  const ids = (watcher: Watcher) => watcher.posts().map((post) => post.id);
  const has = (id: string) => (watcher: Watcher) => ids(watcher).includes(id);
  const ref = (post: { uri: string; cid: string }) => ({ uri: post.uri, cid: post.cid });
  const replyTo = (post: { uri: string; cid: string }) => ({ reply: { root: ref(post), parent: ref(post) } });
  const mention = (text: string) => {
    const name = `@${account(0).handle}`;
    const byteStart = Buffer.byteLength(text.slice(0, text.indexOf(name)));
    const feature = { $type: 'app.bsky.richtext.facet#mention', did: account(0).did };
    return { facets: [{ index: { byteStart, byteEnd: byteStart + name.length }, features: [feature] }] };
  };

  describe('by the stream, without a password', () => {
    const heard = async (cursor: string | null = null) => {
      const watcher = listen({}, cursor);
      await watcher.until('an open stream', (one) => one.batches.length > 0);
      return watcher;
    };

    it('hears answers, mentions and quotes, and nothing else', async () => {
      const watcher = await heard();
      const ours = await servers.post(account(0), 'The pool is open');
      await servers.post(account(1), 'The pool is cold');
      const answer = await servers.post(account(1), 'Is it warm?', replyTo(ours));
      const text = `☀ Thank you @${account(0).handle}!`;
      const named = await servers.post(account(2), text, mention(text));
      const quote = await servers.post(account(2), 'Look at this', {
        embed: { $type: 'app.bsky.embed.record', record: ref(ours) },
      });
      await servers.post(account(0), 'Yes', replyTo(answer));
      await watcher.until('the quote', has(quote.uri));
      await watcher.until('all three', (one) => ids(one).length >= 3);
      expect(ids(watcher).sort()).toEqual([answer.uri, named.uri, quote.uri].sort());
      expect(watcher.posts().find((post) => post.id === answer.uri)).toMatchObject({
        kind: 'reply',
        replyTo: ours.uri,
      });
      await servers.remove(account(1), answer.uri);
      await watcher.until('the removal', (one) => one.gone().includes(answer.uri));
      expect(watcher.gone()).toEqual([answer.uri]);
    });

    it('goes on where it stopped', async () => {
      const ours = await servers.post(account(0), 'The library is shut');
      const first = await heard();
      const one = await servers.post(account(1), 'Until when?', replyTo(ours));
      await first.until('the answer', has(one.uri));
      await first.stop();
      const two = await servers.post(account(1), 'Hello?', replyTo(ours));
      const second = await heard(first.cursor());
      await second.until('the later answer', has(two.uri));
      expect(ids(second)).not.toContain(one.uri);
    });
  });

  it('says so when the account is not known, and looks again', async () => {
    const watcher = listen({ handle: 'nobody.test' });
    await watcher.until('two looks', (one) => one.batches.length > 1);
    const health = watcher.batches[0]!.health;
    expect(health).toMatchObject({ state: 'blind', words: expect.stringContaining('nobody.test') });
  });

  describe('by the notices of the account (a door before the PDS, held to the lexicon)', () => {
    let door: Door;
    beforeAll(async () => {
      door = await startDoor(servers);
    });
    afterAll(() => door.stop());
    const open = (cursor: string | null = null, password = account(0).password) =>
      listen({ service: door.url, password }, cursor);

    it('is blind where the server cannot reach them, and turns to the stream where it has none', async () => {
      const blind = listen({ password: account(0).password });
      await blind.until('a look', (one) => one.batches.length > 0);
      expect(blind.batches[0]!.health).toMatchObject({ state: 'blind', code: 'server-fault' });
      door.fail(501);
      const watcher = open();
      await watcher.until('an open stream', (one) => one.batches.length > 0);
      const ours = await servers.post(account(0), 'The tip is open');
      const answer = await servers.post(account(1), 'Until when?', replyTo(ours));
      await watcher.until('the answer', has(answer.uri));
      door.fail(null);
    });

    it('tells them oldest first, once, with the name of who wrote, over many pages and from where it stopped', async () => {
      door.notices.length = 0;
      const watcher = open();
      await watcher.until('a look', (one) => one.batches.length > 0);
      for (let n = 0; n < 230; n += 1) door.note(account(1), `Number ${n}`);
      await watcher.until('the last', (one) => one.posts().some((post) => post.text === 'Number 229'));
      expect(watcher.posts().map((post) => post.text)).toEqual(Array.from({ length: 230 }, (_, n) => `Number ${n}`));
      expect(watcher.posts()[0]).toMatchObject({ author: { handle: account(1).handle, name: 'A resident' } });
      await watcher.stop();
      door.note(account(1), 'Later');
      const again = open(watcher.cursor());
      await again.until('the later one', (one) => one.posts().length > 0);
      expect(again.posts().map((post) => post.text)).toEqual(['Later']);
    });

    it('passes over what is no post of the network', async () => {
      door.notices.length = 0;
      const watcher = open();
      door.notices.unshift({ ...door.made(account(1), 'x'), record: { $type: 'app.bsky.feed.post', text: 5 } });
      door.notices.unshift({ ...door.made(account(1), 'x'), uri: 'at://did:plc:x/app.bsky.feed.like/1' });
      door.notices.unshift({ ...door.made(account(1), '\u0000 odd words \u202e') });
      await watcher.until('the odd one', (one) => one.posts().length > 0);
      expect(watcher.posts()).toHaveLength(1);
    });

    it('is blind and says why while the server fails or refuses, and goes on afterwards', async () => {
      door.notices.length = 0;
      const watcher = open();
      await watcher.until('a look', (one) => one.batches.length > 0);
      door.fail(502);
      await watcher.until('blindness', (one) => one.batches.at(-1)?.health.state === 'blind');
      expect(watcher.batches.at(-1)?.health).toMatchObject({ code: 'server-fault' });
      door.note(account(1), 'Said meanwhile');
      door.fail(null);
      await watcher.until('the one meanwhile', (one) => one.posts().length > 0);
      const wrong = open(null, 'wrong');
      await wrong.until('a refusal', (one) => one.batches.length > 0);
      expect(wrong.batches[0]!.health).toMatchObject({ state: 'blind', code: 'refused' });
    });
  });
});

interface Door {
  readonly url: string;
  /** Newest first, as the server keeps them. */
  readonly notices: Record<string, unknown>[];
  made(author: BlueskyServers['accounts'][number], text: string): Record<string, unknown>;
  note(author: BlueskyServers['accounts'][number], text: string): void;
  fail(status: number | null): void;
  stop(): Promise<void>;
}

/** A door before the PDS that has notices, as the public service does: asked and answered by the published lexicon. */
async function startDoor({ pds }: BlueskyServers): Promise<Door> {
  const require = createRequire(new URL('../../../test/servers/bluesky/server.mjs', import.meta.url));
  const { lexicons } = require('@atproto/api') as {
    lexicons: {
      assertValidXrpcParams(name: string, value: unknown): Record<string, unknown>;
      assertValidXrpcOutput(name: string, value: unknown): void;
    };
  };
  const name = 'app.bsky.notification.listNotifications';
  const notices: Record<string, unknown>[] = [];
  let failing: number | null = null;
  let count = 0;
  const server: Server = createServer(async (request, reply) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '', pds);
    if (url.pathname === `/xrpc/${name}`) {
      const cursor = url.searchParams.get('cursor');
      const asked = {
        limit: Number(url.searchParams.get('limit')),
        reasons: url.searchParams.getAll('reasons'),
        ...(cursor === null ? {} : { cursor }),
      };
      lexicons.assertValidXrpcParams(name, asked);
      const from = Number(cursor ?? 0);
      const page = notices.slice(from, from + asked.limit);
      const isMore = from + asked.limit < notices.length;
      const body = { notifications: page, ...(isMore ? { cursor: String(from + asked.limit) } : {}) };
      lexicons.assertValidXrpcOutput(name, body);
      reply.writeHead(failing ?? 200, { 'content-type': 'application/json' });
      return reply.end(failing ? '{"error":"UpstreamFailure","message":"Upstream"}' : JSON.stringify(body));
    }
    const { authorization, 'content-type': type } = request.headers;
    const answer = await fetch(url, {
      method: request.method ?? 'GET',
      headers: { ...(authorization ? { authorization } : {}), ...(type ? { 'content-type': type } : {}) },
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    reply.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
    reply.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const made: Door['made'] = (author, text) => {
    count += 1;
    const at = new Date(Date.now() - 1000 + count).toISOString();
    return {
      uri: `at://${author.did}/app.bsky.feed.post/3k${String(count)
        .padStart(11, '2')
        .replace(/[0189]/g, 'a')}${count}`,
      cid: 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a',
      author: { did: author.did, handle: author.handle, displayName: 'A resident' },
      reason: 'reply',
      record: { $type: 'app.bsky.feed.post', text, createdAt: at },
      isRead: false,
      indexedAt: at,
    };
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    notices,
    made,
    note: (author, text) => void notices.unshift(made(author, text)),
    fail: (status) => {
      failing = status;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
