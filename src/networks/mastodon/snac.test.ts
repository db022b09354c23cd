/** The whole network against two real fediverse servers that federate with each other. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Following, follow, realTools } from '../../../test/servers/network-tools.ts';
import { type Snac, type SnacServer, type SnacUser, snacMissing, startSnac } from '../../../test/servers/snac.ts';
import type { Draft, NetworkPost } from '../network.ts';
import { mastodon } from './index.ts';

const missing = snacMissing();
const tools = realTools({ pollMs: 200 });
let snac: Snac;
let north: SnacServer;
let south: SnacServer;
let ann: SnacUser;
let bo: SnacUser;
let cas: SnacUser;
let open: Following[] = [];

const read = (
  server: SnacServer,
  what: string,
  user: SnacUser | null = null,
  cursor: string | null = null,
): Following => {
  const settings = { server: server.url, what, token: user?.token ?? '' };
  const following = follow(mastodon.open(settings, tools), cursor);
  open.push(following);
  return following;
};
const posts = (following: Following): readonly NetworkPost[] =>
  following.happenings().flatMap((one) => (one.kind === 'post' ? [one.post] : []));
const has = (words: string) => (following: Following) => posts(following).some((post) => post.text.includes(words));
const find = (following: Following, words: string) => posts(following).find((post) => post.text.includes(words));
const draft = (text: string, more: Partial<Draft> = {}): Draft => {
  return { text, lang: 'en', replyTo: null, images: [], key: text, ...more };
};
const speaker = (user: SnacUser = ann, server: SnacServer = north) =>
  mastodon.publisher({ server: server.url, token: user.token }, tools)!;
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe.skipIf(missing)(`Mastodon against two real servers${missing ? ` (not run: ${missing})` : ''}`, () => {
  beforeAll(async () => {
    snac = (await startSnac({ instances: 2 }))!;
    north = snac.servers[0]!;
    south = snac.servers[1]!;
    ann = north.users[0]!;
    bo = north.users[1]!;
    cas = south.users[0]!;
  });
  afterEach(async () => {
    await Promise.all(open.map((one) => one.stop()));
    open = [];
  });
  afterAll(async () => {
    await snac?.stop();
    await tools.close();
  });

  describe('reading', () => {
    it('sees a post with its words, tags and links', async () => {
      const following = read(north, 'public');
      await following.until((one) => one.batches.length > 0);
      const made = await snac.post(north, ann, 'Bins late #northmere https://council.example/bins\nSecond line', {
        language: 'cy',
      });
      await following.until(has('Bins late'));
      const post = find(following, 'Bins late')!;
      expect(post).toMatchObject({ id: made.uri, kind: 'post', tags: ['northmere'] });
      expect(post.text).toBe('Bins late #northmere https://council.example/bins\nSecond line');
      expect(post.links).toEqual(['https://council.example/bins']);
      expect(post.author?.handle).toBe(ann.address);
    });

    it('takes away markup that this server lets through', async () => {
      const following = read(north, 'public');
      await snac.post(north, ann, 'Hello <script>alert(1)</script><b>world</b>');
      await following.until(has('Hello'));
      expect(find(following, 'Hello')?.text).toBe('Hello world');
    });

    it('sees a reply and what it answers', async () => {
      const parent = await snac.post(north, ann, 'When does the library open?');
      await snac.post(north, bo, 'At ten, I think', { in_reply_to_id: parent.id });
      const following = read(north, 'public', bo);
      await following.until(has('At ten'));
      expect(find(following, 'At ten')).toMatchObject({ kind: 'reply', replyTo: parent.uri });
    });

    it('sees an edit as another version of the same post', async () => {
      const made = await snac.post(north, ann, 'The pool is open');
      const following = read(north, 'public');
      await following.until(has('The pool is open'));
      await snac.edit(north, ann, made.id, 'The pool is shut');
      await following.until(has('The pool is shut'));
      const [before, after] = [find(following, 'is open')!, find(following, 'is shut')!];
      expect(after.id).toBe(before.id);
      expect(after.version).not.toBe(before.version);
    });

    it.each([
      ['with a token', () => ann],
      ['without a token', () => null],
    ])('notices that a post is not there any more, %s', async (_, who) => {
      const made = await snac.post(north, ann, 'Soon to go');
      await snac.post(north, ann, 'Stays');
      const following = read(north, 'public', who());
      await following.until(has('Soon to go'));
      await snac.remove(north, ann, made.uri);
      await following.until((one) => one.happenings().some((event) => event.kind === 'gone' && event.id === made.uri));
      expect(following.happenings().filter((event) => event.kind === 'gone')).toHaveLength(1);
    });

    it('loses and doubles nothing when 100 posts arrive between two looks', async () => {
      const first = read(north, 'public');
      await first.until((one) => one.batches.length > 0);
      await first.stop();
      for (let n = 0; n < 100; n += 1) await snac.post(north, ann, `Flood number ${n} of many`);
      const following = read(north, 'public', null, first.cursor());
      await following.until(has('Flood number 99 '));
      const seen = following.batches.length;
      await following.until((one) => one.batches.length > seen + 2);
      const numbers = posts(following).map((post) => Number(/Flood number (\d+) /.exec(post.text)?.[1]));
      expect(numbers).toEqual(Array.from({ length: 100 }, (_, n) => n));
    });

    it('goes on from a cursor after a restart, and tells the same again from an older one', async () => {
      const first = read(north, 'public');
      await first.until((one) => one.batches.length > 0);
      await first.stop();
      const old = first.cursor();
      await snac.post(north, ann, 'Between two runs');
      const second = read(north, 'public', null, old);
      await second.until(has('Between two runs'));
      await second.stop();
      await snac.post(north, ann, 'After the restart');
      const third = read(north, 'public', null, second.cursor());
      await third.until(has('After the restart'));
      expect(posts(third).map((post) => post.text)).toEqual(['After the restart']);
      const again = read(north, 'public', null, old);
      await again.until(has('After the restart'));
      expect(posts(again).map((post) => post.id)).toEqual([...posts(second), ...posts(third)].map((post) => post.id));
    });

    it('finds posts by tag, by words and by account', async () => {
      await snac.post(north, ann, 'A fair at #llanfair on Sunday');
      const readers = [
        read(north, 'tag:llanfair'),
        read(north, 'search:fair at', ann),
        read(north, `account:${ann.name}`, ann),
      ];
      for (const following of readers) {
        await following.until(has('A fair at'));
        expect(following.batches[0]?.health).toEqual({ state: 'seeing' });
      }
    });
  });

  describe('across servers', () => {
    it('sees on the other server what somebody there follows, and its edit', async () => {
      await snac.follow(south, cas, ann.address);
      const following = read(south, 'home', cas);
      // The follow travels in the background, so posts go out until one arrives.
      let sent = 0;
      await following.until((one) => {
        if (one.batches.length >= sent * 10) void snac.post(north, ann, `To followers ${++sent}`);
        return has('To followers')(one);
      });
      const made = await snac.post(north, ann, 'Far words');
      await following.until(has('Far words'));
      expect(find(following, 'Far words')).toMatchObject({ id: made.uri, author: { handle: ann.address } });
      await snac.edit(north, ann, made.id, 'Far words, corrected');
      await following.until(has('corrected'));
    }, 120_000);
  });

  describe('to and fro', () => {
    // snac2 does not read a mention with a port in it, so on one machine it is the reply that does the mentioning.
    it('answers from the other server, and the account that was answered sees it', async () => {
      const far = read(south, 'home', cas);
      await far.until(has('corrected'));
      const asked = find(far, 'corrected')!;
      const answered = await speaker(cas, south).post(draft('Thank you from afar', { replyTo: asked.id }));
      expect(answered).toMatchObject({ ok: true });
      const following = read(north, 'mentions', ann);
      await following.until(has('Thank you from afar'));
      const answer = find(following, 'Thank you from afar')!;
      expect(answer).toMatchObject({ kind: 'reply', replyTo: asked.id, author: { handle: cas.address } });
      expect(answered.ok && answered.value.id).toBe(answer.id);
    }, 120_000);
  });

  describe('what is said to an official account', () => {
    it('hears answers and mentions with its token, and nothing without one', async () => {
      const settings = { server: north.url, token: ann.token, handle: ann.name };
      const following = follow(mastodon.mentions!(settings, tools)!);
      open.push(following);
      await following.until((one) => one.batches.some((batch) => batch.health.state === 'seeing'));
      const ours = await snac.post(north, ann, 'The desk is open');
      await snac.post(north, bo, 'The desk is closed, I hear');
      await snac.post(north, bo, 'Until when is the desk open?', { in_reply_to_id: ours.id });
      await snac.post(north, bo, `Good morning @${ann.name}, a mention`);
      await following.until((one) => has('Until when')(one) && has('a mention')(one));
      expect(posts(following).filter((post) => post.text.includes('I hear'))).toEqual([]);
      expect(find(following, 'Until when')).toMatchObject({ replyTo: ours.uri, author: { handle: bo.address } });
      expect(mastodon.mentions!({ server: north.url, handle: ann.name }, tools)).toBeNull();
    });
  });

  describe('publishing', () => {
    it('posts, answers and describes a picture', async () => {
      const posted = await speaker().post(
        draft('Official words', { lang: 'cy', images: [{ bytes: png, mime: 'image/png', alt: 'A dot, “small”' }] }),
      );
      expect(posted).toMatchObject({ ok: true });
      if (!posted.ok) return;
      const answered = await speaker(bo).post(draft('Official answer', { replyTo: posted.value.id }));
      expect(answered).toMatchObject({ ok: true });
      const following = read(north, 'public', bo);
      await following.until(has('Official answer'));
      const post = find(following, 'Official words')!;
      expect(post).toMatchObject({ id: posted.value.id, kind: 'post' });
      expect(post.media.map((medium) => [medium.kind, medium.alt])).toEqual([['image', 'A dot, “small”']]);
      expect(find(following, 'Official answer')).toMatchObject({ kind: 'reply', replyTo: posted.value.id });
    });

    it('publishes once for the same key, also from another run of the program', async () => {
      const once = draft('Only once', { key: 'k-1' });
      const publisher = speaker();
      const outcomes = [await publisher.post(once), await publisher.post(once), await speaker().post(once)];
      expect(new Set(outcomes.map((one) => (one.ok ? one.value.id : one.because))).size).toBe(1);
      const another = await publisher.post(draft('Only once', { key: 'k-2' }));
      expect(another.ok && outcomes[0]?.ok && another.value.id !== outcomes[0].value.id).toBe(true);
    });

    it('tells whether a post stands, from another run of the program, and takes no other post for it', async () => {
      const since = new Date();
      const asked = await speaker(bo).post(draft('When will it open?'));
      if (!asked.ok) throw new Error(asked.because);
      const answer = draft('At nine', { key: 'f-1', replyTo: asked.value.id });
      expect(await speaker().find(answer, since)).toEqual({ ok: true, value: null });
      const posted = await speaker().post(answer);
      if (!posted.ok) throw new Error(posted.because);
      const found = await speaker().find(answer, since);
      expect(found).toMatchObject({ ok: true, value: { id: posted.value.id } });
      const more = { key: 'f-2', others: [posted.value.id] };
      expect(await speaker().find({ ...answer, ...more }, since)).toEqual({ ok: true, value: null });
      expect(await speaker().find({ ...answer, replyTo: null }, since)).toEqual({ ok: true, value: null });
      const later = new Date(since.getTime() + 3_600_000);
      expect(await speaker().find(answer, later)).toEqual({ ok: true, value: null });
    });

    it('says that this server keeps a post when it answers "not found" to taking it down', async () => {
      const posted = await speaker().post(draft('To be taken down'));
      if (!posted.ok) throw new Error(posted.because);
      const refused = await speaker().remove(posted.value.id);
      expect(refused).toMatchObject({
        ok: false,
        code: 'refused',
        because: expect.stringContaining('delete it there'),
      });
      await snac.remove(north, ann, posted.value.id);
      expect(await speaker().remove(posted.value.id)).toEqual({ ok: true, value: null });
    });

    it('refuses a wrong token and an answer to nothing in clear words', async () => {
      const wrong = mastodon.publisher({ server: north.url, token: 'wrong' }, tools)!;
      expect(await wrong.post(draft('x'))).toMatchObject({
        ok: false,
        code: 'refused',
        because: expect.stringContaining('token'),
      });
      const lost = await speaker().post(draft('y', { replyTo: `${north.url}/ann/p/1.0` }));
      expect(lost).toMatchObject({ ok: false, code: 'not-found' });
      expect(mastodon.publisher({ server: north.url, token: '' }, tools)).toBeNull();
    });
  });

  describe('the test that a customer runs', () => {
    it('passes and says that the server has no live stream', async () => {
      const steps = await mastodon.check({ server: north.url, what: 'home', token: ann.token }, tools);
      expect(steps.filter((step) => !step.isOk)).toEqual([]);
      expect(steps.map((step) => step.words).join('\n')).toMatch(/snac\/2.*\n.*ann.*\n.*does not say/);
      expect(steps.find((step) => step.name === 'Live stream')?.words).toContain('Foreword looks every');
    });

    it('fails at the token when it is wrong', async () => {
      const steps = await mastodon.check({ server: north.url, what: 'home', token: 'wrong' }, tools);
      expect(steps.filter((step) => !step.isOk).map((step) => step.name)).toEqual([
        'Sign in with the token',
        'Read once',
      ]);
    });
  });
});
