import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeMastodon, startFakeMastodon } from '../../../test/servers/mastodon-streaming.ts';
import { follow, realTools } from '../../../test/servers/network-tools.ts';
import type { Draft, Publisher } from '../network.ts';
import { mastodon } from './index.ts';

const tools = realTools({ pollMs: 30 });
let server: FakeMastodon;
let publisher: Publisher;

beforeEach(async () => {
  server = await startFakeMastodon();
  publisher = mastodon.publisher({ server: server.url, token: server.token }, tools)!;
});
afterEach(() => server.stop());
afterAll(() => tools.close());

const draft = (text: string, more: Partial<Draft> = {}): Draft => {
  return { text, lang: 'cy', replyTo: null, images: [], key: text, ...more };
};
const image = {
  bytes: new Uint8Array([137, 80, 78, 71, 13, 10, 45, 45, 13, 10, 0, 255]),
  mime: 'image/png',
  alt: 'Cwch “glas” ⛵',
};
const contents = () => server.statuses().map((status) => status.content);

describe('publishing to a server with the whole API (a stand-in)', () => {
  it('posts the exact words in their language, with a described picture that took a while', async () => {
    const outcome = await publisher.post(draft('Mae <hyn> & hynny\nyn wir', { images: [image] }));
    expect(outcome).toMatchObject({ ok: true, value: { id: server.statuses()[0]?.uri } });
    expect(server.statuses()[0]).toMatchObject({
      content: '<p>Mae &lt;hyn> &amp; hynny<br />yn wir</p>',
      language: 'cy',
      media_attachments: [{ description: image.alt }],
    });
    expect(server.requests.filter((one) => one.startsWith('GET /api/v1/media/'))).toHaveLength(3);
  });

  it('uses the older address for pictures where the newer is missing', async () => {
    server.fail({ path: '/api/v2/media', status: 404 });
    expect(await publisher.post(draft('Hen weinydd', { images: [image] }))).toMatchObject({ ok: true });
    expect(server.statuses()[0]?.media_attachments).toMatchObject([{ description: image.alt }]);
  });

  it('answers a post, and takes its own answer down with a server that says nothing to it', async () => {
    const asked = server.post('<p>Pryd?</p>');
    const answered = await publisher.post(draft('Yfory', { replyTo: asked.uri }));
    if (!answered.ok) throw new Error(answered.because);
    expect(server.statuses()[0]?.in_reply_to_id).toBe(asked.id);
    expect(await publisher.remove(answered.value.id)).toEqual({ ok: true, value: null });
    expect(contents()).toEqual(['<p>Pryd?</p>']);
    expect(await publisher.remove(answered.value.id)).toEqual({ ok: true, value: null });
  });

  it('finds its post again after a lost answer, looks further than one page, and says when it cannot tell', async () => {
    const since = new Date();
    const lost = draft('Ble mae hi?');
    server.fail({ path: '/api/v1/statuses', status: 0, isDone: true });
    const fresh = () => mastodon.publisher({ server: server.url, token: server.token }, tools)!;
    const posted = await fresh().post(lost);
    if (!posted.ok) throw new Error(posted.because);
    for (let more = 0; more < 25; more += 1) await fresh().post(draft(`Arall ${more}`));
    expect(await fresh().find(lost, since)).toMatchObject({ ok: true, value: { id: posted.value.id } });
    expect(await fresh().find({ ...lost, others: [posted.value.id] }, since)).toEqual({ ok: true, value: null });
    server.fail({ path: '/api/v1/accounts/', status: 503 });
    expect(await fresh().find(lost, since)).toMatchObject({ ok: false, code: 'server-fault' });
  });

  it.each([
    ['the connection broke', { status: 0 }],
    ['a gateway gave up', { status: 504 }],
  ])('publishes once when the post arrived but %s', async (_, fault) => {
    server.fail({ path: '/api/v1/statuses', isDone: true, ...fault });
    expect(await publisher.post(draft('Unwaith'))).toMatchObject({
      ok: true,
      value: { id: server.statuses()[0]?.uri },
    });
    expect(contents()).toEqual(['<p>Unwaith</p>']);
  });

  it('sends once more when the post did not arrive', async () => {
    server.fail({ path: '/api/v1/statuses', status: 502 });
    expect(await publisher.post(draft('Eto'))).toMatchObject({ ok: true });
    expect(contents()).toEqual(['<p>Eto</p>']);
  });

  it('publishes once for the same key at the same moment, and twice for two keys', async () => {
    const both = await Promise.all([
      publisher.post(draft('Un', { key: 'a' })),
      publisher.post(draft('Un', { key: 'a' })),
    ]);
    expect(both[0]).toEqual(both[1]);
    await publisher.post(draft('Un', { key: 'b' }));
    expect(contents()).toHaveLength(2);
  });

  it('tries the same key again after a refusal', async () => {
    server.fail({ path: '/api/v1/statuses', status: 429, headers: { 'retry-after': '60' } });
    expect(await publisher.post(draft('Wedyn'))).toMatchObject({ ok: false, code: 'rate-limited' });
    expect(await publisher.post(draft('Wedyn'))).toMatchObject({ ok: true });
  });

  it('refuses before it sends what the server would not take', async () => {
    const long = await publisher.post(draft('ŵ'.repeat(501)));
    expect(long).toMatchObject({ ok: false, code: 'too-long', because: expect.stringContaining('501') });
    expect(await publisher.post(draft('x', { images: Array(5).fill(image) }))).toMatchObject({ code: 'too-long' });
    expect(await publisher.post(draft('x', { images: [{ ...image, alt: 'x'.repeat(1501) }] }))).toMatchObject({
      code: 'too-long',
    });
    expect(await publisher.post(draft(' \n'))).toMatchObject({ ok: false, code: 'empty' });
    expect(await publisher.post(draft(`${'x'.repeat(470)} https://example.org/${'y'.repeat(300)}`))).toMatchObject({
      ok: true,
    });
    expect(contents()).toHaveLength(1);
  });

  it('says that a withdrawn token is no longer good', async () => {
    server.setTokenGood(false);
    const outcome = await publisher.post(draft('x'));
    expect(outcome).toMatchObject({ ok: false, code: 'refused', because: expect.stringContaining('token') });
  });

  it('does not call a post of somebody else taken down', async () => {
    expect(await publisher.remove('https://other.example/users/x/statuses/1')).toMatchObject({
      ok: false,
      code: 'not-found',
    });
  });
});

it('asks once more when a server closed the connection without a word', async () => {
  server.post('<p>Yma</p>');
  server.fail({ path: '/api/v1/timelines', status: 0 });
  const following = follow(mastodon.open({ server: server.url, what: 'public' }, tools));
  await following.until((one) => one.batches.length > 0);
  expect(following.batches[0]?.health).toEqual({ state: 'seeing' });
  expect(following.batches[0]?.happenings).toHaveLength(1);
  await following.stop();
});
