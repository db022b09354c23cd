import { beforeEach, describe, expect, it } from 'vitest';
import type { Batch, Draft, NetworkPost } from '#networks/contract';
import { buildStage, type Outage, type Script, type ScriptedPost, type Stage } from './index.ts';

const start = Date.UTC(2026, 10, 24, 9, 0, 0);
let now = start;
beforeEach(() => {
  now = start;
});

/** Time passes only by waiting: a reader that rests moves the clock on. */
const wait = async (ms: number) => {
  now += ms;
};
const author = { handle: 'resident', name: 'A resident', followers: 7 };
const post = (at: number, key: string, more: Partial<ScriptedPost> = {}): ScriptedPost => ({
  at,
  key,
  source: 'square',
  author,
  text: `Words of ${key}`,
  lang: 'en',
  ...more,
});
const stageOf = (
  posts: readonly ScriptedPost[],
  more: { outages?: readonly Outage[]; speed?: number; startedAt?: Date } = {},
): Stage => {
  const script: Script = {
    sources: [
      { name: 'square', title: 'The square' },
      { name: 'pub', title: 'The pub' },
    ],
    posts,
    outages: more.outages ?? [],
  };
  return buildStage({
    name: 'town',
    script,
    now: () => new Date(now),
    wait,
    speed: more.speed ?? 1,
    startedAt: more.startedAt ?? new Date(start),
  });
};

/** Reads until the clock stands at `untilSecond`, at least one batch. */
async function readUntil(
  stage: Stage,
  untilSecond: number,
  cursor: string | null = null,
  source = 'square',
): Promise<Batch[]> {
  const stop = new AbortController();
  const batches: Batch[] = [];
  for await (const batch of stage.read(source, cursor, stop.signal, 1000)) {
    batches.push(batch);
    if (now >= start + untilSecond * 1000) stop.abort();
  }
  return batches;
}
const happenings = (batches: readonly Batch[]) => batches.flatMap((batch) => batch.happenings);
const posts = (batches: readonly Batch[]): readonly NetworkPost[] =>
  happenings(batches).flatMap((one) => (one.kind === 'post' ? [one.post] : []));
const texts = (batches: readonly Batch[]) => posts(batches).map((one) => one.text);
const draft = (text: string, more: Partial<Draft> = {}): Draft => ({
  text,
  lang: 'en',
  replyTo: null,
  images: [],
  key: text,
  ...more,
});

describe('a script that is played', () => {
  it('shows each post when its time has come, marked as a rehearsal and without an address', async () => {
    const stage = stageOf([
      post(2, 'b'),
      post(1, 'a', { replyTo: 'b' }),
      post(90, 'late'),
      post(3, 'elsewhere', { source: 'pub' }),
    ]);
    const read = await readUntil(stage, 5);
    expect(texts(read)).toEqual(['Words of a', 'Words of b']);
    const [a, b] = posts(read);
    expect(b).toMatchObject({
      network: 'rehearsal',
      url: null,
      kind: 'post',
      at: new Date(start + 2000),
      version: 'v1',
    });
    expect(a).toMatchObject({ kind: 'reply', replyTo: b?.id });
    expect(stage.isOver()).toBe(false);
  });

  it('yields an empty batch when nothing is new, so that the heartbeat is seen', async () => {
    const read = await readUntil(stageOf([]), 3);
    expect(read).toHaveLength(4);
    expect(read.every((batch) => batch.happenings.length === 0 && batch.health.state === 'seeing')).toBe(true);
  });

  it('plays faster when told, with times that fit', async () => {
    const read = await readUntil(stageOf([post(100, 'a')], { speed: 50 }), 3);
    expect(posts(read)[0]?.at).toEqual(new Date(start + 2000));
  });

  it('shows edits as a new version, counts as the same version, and a disappearance as an observation', async () => {
    const stage = stageOf([
      post(1, 'a', {
        text: 'Frist',
        edits: [{ at: 2, text: 'First #fixed' }],
        counts: [{ at: 3, likes: 5, reposts: 2, replies: 1 }],
        goneAt: 4,
      }),
    ]);
    const told = happenings(await readUntil(stage, 6));
    expect(
      told.map((one) =>
        one.kind === 'post' ? [one.post.version, one.post.text, one.post.counts?.likes ?? null] : ['gone'],
      ),
    ).toEqual([['v1', 'Frist', null], ['v2', 'First #fixed', null], ['v2', 'First #fixed', 5], ['gone']]);
    expect(told[1]).toMatchObject({ post: { tags: ['fixed'] } });
    expect(stage.shown('square')).toEqual([]);
    expect(stage.isOver()).toBe(true);
  });

  it('is the same each time', async () => {
    const script = [
      post(1, 'a', { counts: [{ at: 2, likes: 1, reposts: 0, replies: 0 }] }),
      post(1, 'b'),
      post(4, 'c'),
    ];
    const first = await readUntil(stageOf(script), 6);
    now = start;
    expect(await readUntil(stageOf(script), 6)).toEqual(first);
  });

  it.each([
    ['a source that is not there', [post(1, 'a', { source: 'nowhere' })]],
    ['a key used twice', [post(1, 'a'), post(2, 'a')]],
    ['a time before the start', [post(-1, 'a')]],
    ['an end before the beginning', [post(5, 'a', { goneAt: 4 })]],
  ])('refuses %s', (_name, script) => {
    expect(() => stageOf(script)).toThrow(RangeError);
  });
});

describe('a cursor', () => {
  const many = Array.from({ length: 450 }, (_, n) => post(1, `p${n}`));

  it('goes on where the batch ended, also on a stage that was built again', async () => {
    const read = await readUntil(stageOf(many), 3);
    expect(read.filter((batch) => batch.happenings.length > 0).map((batch) => batch.happenings.length)).toEqual([
      200, 200, 50,
    ]);
    const second = read.find((batch) => batch.happenings.length > 0)?.cursor ?? '';
    now = start;
    const again = await readUntil(stageOf(many), 3, second);
    expect(texts(again)).toEqual(many.slice(200).map((one) => one.text));
  });

  it('of another day, or one that is no cursor, starts from the beginning', async () => {
    const old = (await readUntil(stageOf(many), 3)).at(-1)?.cursor ?? '';
    for (const cursor of [old, 'rubbish', '{"run":1}', '9'.repeat(500), 'null']) {
      now = start + 60_000;
      expect(texts(await readUntil(stageOf(many, { startedAt: new Date(start + 50_000) }), 61, cursor))).toHaveLength(
        450,
      );
    }
  });

  it('does not hide what is published after a stage was built again', async () => {
    const before = stageOf([]);
    before.publish('square', 'council', draft('Before'));
    const cursor = (await readUntil(before, 2)).at(-1)?.cursor ?? '';
    const rebuilt = stageOf([]);
    rebuilt.publish('square', 'council', draft('After'));
    expect(texts(await readUntil(rebuilt, 4, cursor))).toEqual(['After']);
  });
});

describe('a source that cannot be seen', () => {
  const words = 'The server answered 403.';

  it('says so, and shows afterwards what was said meanwhile', async () => {
    const stage = stageOf([post(1, 'a'), post(5, 'b'), post(9, 'c')], {
      outages: [{ source: 'square', from: 3, until: 8, code: 'refused', words }],
    });
    const read = await readUntil(stage, 12);
    const blind = read.filter((batch) => batch.health.state === 'blind');
    expect(blind.length).toBeGreaterThan(2);
    expect(blind.every((batch) => batch.happenings.length === 0)).toBe(true);
    expect(blind[0]?.health).toEqual({ state: 'blind', code: 'refused', words });
    expect(texts(read)).toEqual(['Words of a', 'Words of b', 'Words of c']);
    expect(read.at(-1)?.health.state).toBe('seeing');
  });

  it('leaves the other sources alone', async () => {
    const stage = stageOf([post(4, 'a', { source: 'pub' })], {
      outages: [{ source: 'square', from: 0, until: null, code: 'login-wall', words }],
    });
    expect(texts(await readUntil(stage, 6, null, 'pub'))).toEqual(['Words of a']);
  });

  it('passes for quiet at first when it is silent', async () => {
    const stage = stageOf([post(2, 'a')], {
      outages: [{ source: 'square', from: 1, until: null, code: 'silent', words }],
    });
    const read = await readUntil(stage, 40);
    expect(texts(read)).toEqual([]);
    expect(read.slice(0, 20).every((batch) => batch.health.state === 'seeing')).toBe(true);
    expect(read.at(-1)?.health).toMatchObject({ state: 'blind', code: 'silent' });
  });
});

describe('speaking on a stage', () => {
  it('publishes in the same place, once for each key', async () => {
    const stage = stageOf([post(0, 'asked')]);
    const asked = stage.shown('square')[0]?.id ?? '';
    const image = { bytes: new Uint8Array(3), mime: 'image/png', alt: 'A map' };
    const first = stage.publish(
      'square',
      'council',
      draft('Sorry. @resident', { replyTo: asked, images: [image], key: 'k' }),
    );
    expect(stage.publish('square', 'council', draft('Sorry. @resident', { key: 'k' }))).toEqual(first);
    const read = posts(await readUntil(stage, 2));
    expect(read).toHaveLength(2);
    expect(read[1]).toMatchObject({
      network: 'rehearsal',
      kind: 'reply',
      replyTo: asked,
      url: null,
      author: { handle: 'council' },
      mentions: ['resident'],
      media: [{ kind: 'image', url: null, alt: 'A map' }],
    });
  });

  it('takes away its own posts only', async () => {
    const stage = stageOf([post(0, 'theirs')]);
    const theirs = stage.shown('square')[0]?.id ?? '';
    const mine = stage.publish('square', 'council', draft('Oops'));
    if (!mine.ok) throw new Error(mine.because);
    expect(stage.remove(theirs)).toMatchObject({ ok: false, code: 'refused' });
    expect(stage.remove(mine.value.id)).toEqual({ ok: true, value: null });
    expect(stage.remove(mine.value.id)).toEqual({ ok: true, value: null });
    expect(stage.remove('never there')).toEqual({ ok: true, value: null });
    expect(happenings(await readUntil(stage, 2)).filter((one) => one.kind === 'gone')).toHaveLength(1);
  });

  it('refuses what is too long, and to speak where it is not let in', () => {
    const stage = stageOf([], { outages: [{ source: 'pub', from: 0, until: null, code: 'refused', words: 'No.' }] });
    expect(stage.publish('square', 'council', draft('é'.repeat(501)))).toMatchObject({ ok: false, code: 'too-long' });
    expect(stage.publish('square', 'council', draft('👍'.repeat(500)))).toMatchObject({ ok: true });
    expect(stage.publish('pub', 'council', draft('Hello'))).toMatchObject({ ok: false, code: 'refused' });
    expect(stage.publish('moon', 'council', draft('Hello there'))).toMatchObject({ ok: false, code: 'not-found' });
  });

  it('wakes a reader that is resting', async () => {
    const script: Script = { sources: [{ name: 'square', title: 'The square' }], posts: [], outages: [] };
    let isResting = () => {};
    const rests = new Promise<void>((resolve) => {
      isResting = resolve;
    });
    // A wait that ends only when it is told to.
    const forEver = (_ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        isResting();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    const stage = buildStage({
      name: 'town',
      script,
      now: () => new Date(now),
      wait: forEver,
      startedAt: new Date(start),
    });
    const stop = new AbortController();
    const reading = (async () => {
      for await (const batch of stage.read('square', null, stop.signal, 1000))
        if (batch.happenings.length > 0) return batch;
      return null;
    })();
    await rests;
    stage.say({ source: 'square', author, text: 'Wake up', lang: 'en' });
    const woken = await reading;
    stop.abort();
    expect(woken?.happenings).toMatchObject([{ kind: 'post', post: { text: 'Wake up' } }]);
  });
});
