import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeMastodon, startFakeMastodon } from '../../../test/servers/mastodon-streaming.ts';
import { type Following, follow, realTools } from '../../../test/servers/network-tools.ts';
import type { NetworkPost } from '../network.ts';
import { mastodon } from './index.ts';

const tools = realTools({ pollMs: 40 });
const slow = realTools({ pollMs: 60_000 });
let server: FakeMastodon;
let open: Following[] = [];

beforeEach(async () => {
  server = await startFakeMastodon();
});
afterEach(async () => {
  await Promise.all(open.map((one) => one.stop()));
  open = [];
  await server.stop();
});
afterAll(async () => {
  await tools.close();
  await slow.close();
});

const read = (what: string, more: { cursor?: string | null; with?: typeof tools; token?: string } = {}): Following => {
  const settings = { server: server.url, what, token: more.token ?? server.token };
  const following = follow(mastodon.open(settings, more.with ?? tools), more.cursor ?? null);
  open.push(following);
  return following;
};
const posts = (following: Following): readonly NetworkPost[] =>
  following.happenings().flatMap((one) => (one.kind === 'post' ? [one.post] : []));
const texts = (following: Following) => posts(following).map((post) => post.text);
const has = (words: string) => (following: Following) => texts(following).includes(words);
const isGone = (id: string) => (following: Following) =>
  following.happenings().some((one) => one.kind === 'gone' && one.id === id);
const isListening = () => server.openStreams() > 0;

describe('the live stream (a stand-in for a server: grade B)', () => {
  it('hands on a post without waiting for the next look', async () => {
    const following = read('public', { with: slow });
    await following.until(isListening);
    server.post('<p>Live words</p>');
    await following.until(has('Live words'));
    expect(following.batches.at(-1)?.nextLook).toBeNull();
  });

  it('brings edits and removals', async () => {
    const first = server.post('<p>First</p>');
    const following = read('local', { with: slow });
    await following.until(isListening);
    await following.until(has('First'));
    server.edit(first.id, '<p>Changed</p>');
    await following.until(has('Changed'));
    server.remove(first.id);
    await following.until(isGone(first.uri));
    expect(new Set(posts(following).map((post) => post.id)).size).toBe(1);
  });

  it('hears only the tag it asked for', async () => {
    const following = read('tag:northmere', { with: slow });
    await following.until(isListening);
    server.post('<p>about #other</p>');
    server.post('<p>about #northmere</p>');
    await following.until(has('about #northmere'));
    expect(texts(following)).toEqual(['about #northmere']);
    expect(server.requests.find((one) => one.startsWith('UPGRADE'))).toContain('stream=hashtag&tag=northmere');
  });

  it('hears who speaks to the account', async () => {
    server.post('<p>Before, @council</p>');
    const following = read('mentions', { with: slow });
    await following.until(isListening);
    await following.until(has('Before, @council'));
    server.post('<p>To nobody</p>');
    server.post('<p>Now, @council</p>');
    await following.until(has('Now, @council'));
    expect(texts(following)).toEqual(['Before, @council', 'Now, @council']);
  });

  it('drops what is told twice and bears what comes out of order', async () => {
    const following = read('public', { with: slow });
    await following.until(isListening);
    const newer = server.post('<p>Newer</p>');
    server.post('<p>Older</p>', { createdAt: new Date(Date.now() - 60_000) });
    server.repeat(newer.id);
    server.post('<p>Last</p>');
    await following.until(has('Last'));
    expect(texts(following)).toEqual(['Newer', 'Older', 'Last']);
  });

  it('looks at the timeline when half a frame came', async () => {
    const following = read('public', { with: slow });
    await following.until(isListening);
    server.post('<p>Lost on the wire</p>', { isSilent: true });
    server.sendFrame('{"stream":["public"],"event":"update","payload":"{\\"id\\":\\"10');
    await following.until(has('Lost on the wire'));
    expect(following.batches.every((batch) => batch.health.state === 'seeing')).toBe(true);
  });

  it('finds what happened while the stream was broken', async () => {
    const following = read('public');
    await following.until(isListening);
    server.refuseStreams(503);
    server.dropStreams();
    server.post('<p>While away</p>', { isSilent: true });
    await following.until(has('While away'));
    server.refuseStreams(null);
    await following.until(isListening);
    server.post('<p>Back again</p>');
    await following.until(has('Back again'));
    expect(texts(following)).toEqual(['While away', 'Back again']);
  });

  it('finds with a look what a half-dead stream does not tell', async () => {
    const following = read('public');
    await following.until(isListening);
    server.post('<p>Never told</p>', { isSilent: true });
    await following.until(has('Never told'));
  });

  it.each([404, 401, 418])('goes on looking when the stream is refused with %i', async (status) => {
    server.refuseStreams(status);
    const following = read('public');
    await following.until((one) => one.batches.length > 0);
    server.post('<p>Seen by looking</p>');
    await following.until(has('Seen by looking'));
    const notes = following.batches.flatMap((batch) => batch.notes).filter((note) => note.code === 'no-stream');
    expect(notes).toHaveLength(1);
  });

  it('keeps the token out of the address', async () => {
    const following = read('public', { with: slow });
    await following.until(isListening);
    expect(server.requests.filter((one) => one.includes(server.token))).toEqual([]);
  });
});

describe('faults of a server', () => {
  it('tells that it is blind, keeps its place and sees again', async () => {
    server.post('<p>Before</p>');
    const following = read('public', { token: '' });
    await following.until(has('Before'));
    server.fail({ path: '/api/v1/timelines', status: 502, times: 3 });
    await following.until((one) => one.batches.some((batch) => batch.health.state === 'blind'));
    server.post('<p>After</p>');
    await following.until(has('After'));
    expect(texts(following)).toEqual(['Before', 'After']);
    const blind = following.batches.find((batch) => batch.health.state === 'blind');
    expect(blind?.health).toMatchObject({ code: 'server-fault' });
    expect(blind?.nextLook?.getTime()).toBeGreaterThan(0);
  });

  it.each([
    [{ status: 403, body: '{"error":"no"}' }, 'refused'],
    [{ status: 418, body: '' }, 'refused'],
    [{ status: 404, body: '' }, 'not-found'],
    [{ status: 422, body: '{"error":"This method requires an authenticated user"}' }, 'refused'],
    [{ status: 200, body: '<html><form><input type="password"></form></html>' }, 'login-wall'],
    [{ status: 200, body: '<html><h1>Welcome to nginx</h1></html>' }, 'broken'],
    [{ status: 200, body: '{"error":"odd"}', headers: { 'content-type': 'application/json' } }, 'broken'],
    [{ status: 200, body: '[{"no":"id"}]' }, 'empty'],
    [{ status: 302, body: '', headers: { location: '/loop' } }, 'not-found'],
  ] as const)('%j is "%s"', async (fault, code) => {
    server.fail({ path: '/api/v1/timelines', ...fault });
    const following = read('public', { with: slow, token: '' });
    await following.until((one) => one.batches.length > 0);
    expect(following.batches[0]?.health).toMatchObject({ state: 'blind', code });
  });

  it('reads JSON that is called something else', async () => {
    server.fail({ path: '/api/v1/timelines', status: 200, headers: { 'content-type': 'text/html' }, body: '[]' });
    const following = read('public', { with: slow, token: '' });
    await following.until((one) => one.batches.length > 0);
    expect(following.batches[0]?.health).toEqual({ state: 'seeing' });
  });

  it.each([
    ['a date', () => ({ 'x-ratelimit-reset': new Date(Date.now() + 90_000).toISOString() })],
    ['a number of seconds', () => ({ 'retry-after': '90' })],
    ['a point in time', () => ({ 'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 90) })],
  ])('waits as long as the server asks, told as %s', async (_, headers) => {
    server.fail({ path: '/api/v1/timelines', status: 429, headers: headers() });
    const start = Date.now();
    const following = read('public', { token: '' });
    await following.until((one) => one.batches.length > 0);
    expect(following.batches[0]?.health).toMatchObject({ code: 'rate-limited' });
    expect(following.batches[0]!.nextLook!.getTime() - start).toBeGreaterThan(85_000);
  });

  it('says what to do when the token is withdrawn, and goes on when it is good again', async () => {
    const following = read('home');
    await following.until(isListening);
    server.setTokenGood(false);
    server.dropStreams();
    await following.until((one) => one.batches.at(-1)?.health.state === 'blind');
    expect(following.batches.at(-1)?.health).toMatchObject({
      code: 'refused',
      words: expect.stringContaining('token'),
    });
    server.setTokenGood(true);
    server.post('<p>Let in again</p>');
    await following.until(has('Let in again'));
  });

  it('has a name for itself: a server that refuses programs without one lets it in', async () => {
    const nameless = await fetch(`${server.url}/api/v1/timelines/public`, { headers: { 'user-agent': '' } });
    expect(nameless.status).toBe(418);
    const steps = await mastodon.check({ server: server.url, what: 'public', token: server.token }, tools);
    expect(steps.map((step) => [step.name, step.isOk])).toEqual([
      ['Reach the server', true],
      ['Sign in with the token', true],
      ['What the token may do', true],
      ['Read once', true],
      ['Live stream', true],
      ['Requests left', true],
    ]);
    expect(steps[4]?.words).toContain('as they are published');
  });
});

describe('looking without a stream', () => {
  it('finds a late post that stands below what was already seen, an edit and a removal', async () => {
    const made = [1, 2, 3, 4, 5].map((n) =>
      server.post(`<p>n${n}</p>`, { createdAt: new Date(Date.now() - 100_000 + n * 1000) }),
    );
    const following = read('public', { token: '' });
    await following.until(has('n5'));
    server.post('<p>late</p>', { createdAt: new Date(Date.now() - 98_500) });
    server.edit(made[2]!.id, '<p>n3 changed</p>');
    server.remove(made[1]!.id);
    await following.until((one) => has('late')(one) && has('n3 changed')(one) && isGone(made[1]!.uri)(one));
    expect(texts(following)).toHaveLength(7);
    expect(following.happenings().filter((one) => one.kind === 'gone')).toHaveLength(1);
  });

  it('loses nothing when more arrived than one walk can hold, and climbs from where it stood', async () => {
    server.post('<p>anchor</p>');
    const first = read('public', { token: '' });
    await first.until(has('anchor'));
    await first.stop();
    for (let n = 0; n < 1_500; n += 1) server.post(`<p>flood ${n}</p>`);
    const following = read('public', { token: '', cursor: first.cursor() });
    await following.until(has('flood 1499'));
    await following.stop();
    expect(texts(following)).toEqual(Array.from({ length: 1_500 }, (_, n) => `flood ${n}`));
    expect(following.batches.flatMap((batch) => batch.notes)).toEqual([]);
  });

  it('does not call a post gone that only left the timeline', async () => {
    server.post('<p>stays #one</p>');
    const moved = server.post('<p>moves #one</p>');
    server.post('<p>top #one</p>');
    const following = read('tag:one', { token: '' });
    await following.until(has('top #one'));
    server.edit(moved.id, '<p>moves without a tag</p>');
    server.post('<p>next #one</p>');
    await following.until(has('next #one'));
    const seen = following.batches.length;
    await following.until((one) => one.batches.length > seen + 3);
    expect(following.happenings().filter((one) => one.kind === 'gone')).toEqual([]);
  });

  it('names the post that a reply answers', async () => {
    const parent = server.post('<p>question</p>');
    server.post('<p>answer</p>', { fields: { in_reply_to_id: parent.id } });
    const following = read('public', { token: '' });
    await following.until(has('answer'));
    expect(posts(following).find((post) => post.text === 'answer')).toMatchObject({
      kind: 'reply',
      replyTo: parent.uri,
    });
  });
});
