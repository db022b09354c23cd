import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import { adi, ann, dee, gil, post, type WatchPlace, watchPlace } from '../../../test/support/watch.ts';
import { LeaseLost } from './keep.ts';

let db: TestDatabase;
let place: WatchPlace;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.asOwner(async (client) => {
    await client.query(
      'truncate watch.source, watch.watch, watch.post, watch.signal, watch.fold_choice, platform.event cascade',
    );
  });
  place = await watchPlace(db);
});

const count = async (table: string) =>
  (await place.rows<{ n: number }>(sql`select count(*)::int as n from ${sql.raw(table)}`))[0]!.n;
const signals = () =>
  place.rows<{
    id: string;
    code: string;
    severity: string;
    posts: number;
    state: string;
    locked_to: string | null;
    reasons: { code: string }[];
    gist: string;
    raised_at: Date;
    acknowledge_by: Date | null;
    also: string[];
  }>(sql`select * from watch.signal where state <> 'merged' order by first_at, id`);

describe('exactly once', () => {
  test('the same batch twice is kept once, with one hit and one signal', async () => {
    const posts = [
      post('[T16] the bins in Elm Road were not taken'),
      post('[T17] the pool in Marsh Lane is too cold for my child'),
    ];
    await place.take(posts);
    await place.take(posts);
    expect([await count('watch.post'), await count('watch.hit'), await count('watch.signal')]).toEqual([2, 2, 2]);
    expect((await place.events('watch.signal-raised')).length).toBe(2);
    expect((await place.events('watch.post-kept')).length).toBe(1);
  });

  test('twice in one batch is kept once; an edit in the same batch is an edit', async () => {
    const one = post('[T16] the bins in Elm Road were not taken');
    await place.take([one, one, { ...one, version: 'v2', text: '[T16] the bins in Elm Road were not taken, again' }]);
    expect(await count('watch.post')).toBe(1);
    expect((await place.rows<{ text: string }>(sql`select text from watch.post`))[0]!.text).toMatch(/again$/);
    expect(await count('watch.observation')).toBe(2);
  });

  test('posts and the place in the stream are one: when the posts fail the cursor stays', async () => {
    const owner = (statement: string) => db.asOwner(async (client) => void (await client.query(statement)));
    await owner('revoke insert on watch.signal_post from foreword_app');
    await expect(place.take([post('[T16] bins')])).rejects.toThrow(/permission denied/);
    await owner('grant insert on watch.signal_post to foreword_app');
    expect(await place.rows(sql`select cursor from watch.source`)).toEqual([{ cursor: 'start' }]);
    expect([await count('watch.post'), await count('watch.hit'), await count('watch.signal')]).toEqual([0, 0, 0]);
  });

  test('a collector that lost the source writes nothing', async () => {
    await place.rows(sql`update watch.source set lease_by = 'somebody else'`);
    await expect(place.take([post('[T16] bins')])).rejects.toThrow(LeaseLost);
    expect([await count('watch.post'), await count('watch.signal')]).toEqual([0, 0]);
    expect(await place.rows(sql`select cursor from watch.source`)).toEqual([{ cursor: 'start' }]);
  });

  test('more posts than one transaction takes all arrive, once', async () => {
    const posts = Array.from({ length: 700 }, (_, at) =>
      post(`[T16] report ${at} about bin ${at * 7} in street ${at * 13} by the ${at * 17} bridge`),
    );
    await place.take(posts);
    await place.take(posts);
    expect([await count('watch.post'), await count('watch.hit')]).toEqual([700, 700]);
    expect(await place.rows(sql`select cursor from watch.source`)).toEqual([{ cursor: 'at 2' }]);
  });

  test('what no database can hold is cleaned, and the rest of its batch is kept', async () => {
    const odd = post('[T16] bins \u0000 and \ud800 half', {
      version: 'v\u0000',
      lang: 'e\u0000n',
      links: ['https://x.example/\u0000\udfff'],
      tags: ['\ud800'],
      url: 'https://x.example/\u0000',
      author: { id: 'a', handle: 'h\u0000\ud800', name: 'n\u0000', followers: 1e12 },
      counts: { likes: Number.NaN, reposts: -4, replies: 1e300 },
      at: new Date('9999-12-31T00:00:00Z'),
      media: [{ kind: 'image', url: '\u0000', alt: '\ud800' }],
    });
    await place.take([
      post('[T16] the first plain one'),
      odd,
      post('[T17] another plain one about the pool'),
      post('[T16] old', { at: new Date(Number.NaN) }),
    ]);
    expect(await count('watch.post')).toBe(4);
    const [row] = await place.rows<{ followers: number; published_at: Date; counts: unknown }>(
      sql`select followers, published_at, counts from watch.post where author_handle like 'h%'`,
    );
    expect(row).toEqual({
      followers: 2_000_000_000,
      published_at: place.kit.clock.now(),
      counts: { likes: null, reposts: 0, replies: 2_000_000_000 },
    });
  });

  test('a post that the database refuses does not hold up its source', async () => {
    await db.asOwner(async (client) => {
      await client.query(`alter table watch.post add constraint no_plum check (text not like '%plum%')`);
    });
    try {
      await place.take([post('[T16] apple'), post('[T16] a plum that is refused'), post('[T17] a pear on its own')]);
      expect(await place.rows(sql`select text from watch.post order by text`)).toEqual([
        { text: '[T16] apple' },
        { text: '[T17] a pear on its own' },
      ]);
      const [source] = await place.rows<{ cursor: string; notes: { code: string }[] }>(
        sql`select cursor, notes from watch.source`,
      );
      expect(source).toMatchObject({ cursor: 'at 1', notes: [{ code: 'not-kept' }] });
    } finally {
      await db.asOwner(async (client) => {
        await client.query('alter table watch.post drop constraint no_plum');
      });
    }
  });
});

describe('what we say ourselves', () => {
  test('is kept with what it answers and raises no story, also when it is edited; a copy by somebody else does', async () => {
    const words = '[T16] we are sorry that the bins in Elm Road were not taken, the lorry comes on Friday';
    const ours = { id: 'did:plc:us', handle: 'NorthmereCouncil', name: 'Northmere Council', followers: 900 };
    const own = post(words, { author: ours });
    await place.take([own]);
    await place.take([{ ...own, version: 'v2', text: `${words} morning` }]);
    expect([await count('watch.post'), await count('watch.hit'), await count('watch.signal')]).toEqual([1, 1, 0]);
    expect(await place.rows(sql`select author_class, reply_to from watch.post`)).toEqual([
      { author_class: 'official', reply_to: own.replyTo },
    ]);
    await place.take([post(words)]);
    expect(await signals()).toMatchObject([{ posts: 1, state: 'new' }]);
  });
});

describe('what is seen of a post over time', () => {
  test('edited, gone and there again are observations; the first words stay readable', async () => {
    const one = post('[T16] the bins in Elm Road were not taken');
    await place.take([one]);
    place.kit.clock.move(60_000);
    await place.take([{ ...one, version: 'v2', text: '[T16] the bins in Elm Road were taken after all' }], {
      hits: 'none',
    });
    place.kit.clock.move(60_000);
    await place.take([], { gone: [one.id] });
    await place.take([], { gone: [one.id] });
    place.kit.clock.move(60_000);
    await place.take([{ ...one, version: 'v2', text: '[T16] the bins in Elm Road were taken after all' }]);
    const seen = await place.rows<{ seen: string; text: string | null }>(
      sql`select seen, text from watch.observation order by at, id`,
    );
    expect(seen.map((row) => row.seen)).toEqual(['first', 'edited', 'not-there', 'there-again']);
    expect(seen[0]!.text).toContain('were not taken');
    expect(await place.rows(sql`select gone_at from watch.post`)).toEqual([{ gone_at: null }]);
    expect((await place.events('watch.post-observed')).map((fields) => fields.seen)).toEqual(['edited', 'not-there']);
  });

  test('what answers nothing and is not held is not kept', async () => {
    await place.take([post('nothing to do with us')], { hits: 'none' });
    expect(await count('watch.post')).toBe(0);
  });

  test('an ordinary criticism that is edited into a threat is raised, with the author who must be found', async () => {
    const one = post('the council is useless with bins');
    await place.take([one]);
    expect((await signals())[0]).toMatchObject({ severity: 'S5', state: 'note' });
    await place.take([{ ...one, version: 'v2', text: '[T1] the council is useless and I will burn the town hall' }]);
    expect((await signals())[0]).toMatchObject({ severity: 'S1', code: 'T1', state: 'new' });
    expect(await place.rows(sql`select author_handle, native_id, keep_class from watch.post`)).toEqual([
      { author_handle: one.author!.handle, native_id: one.id, keep_class: 'routine' },
    ]);
    expect((await place.events('watch.signal-raised')).map((fields) => fields.severity)).toEqual(['S5', 'S1']);
  });

  test('one who edits for ever fills nothing', async () => {
    const one = post('[T16] bins version 0');
    await place.take([one]);
    await place.take(
      Array.from({ length: 80 }, (_, at) => ({ ...one, version: `e${at}`, text: `[T16] bins version ${at + 1}` })),
    );
    expect(await count('watch.observation')).toBeLessThanOrEqual(51);
    expect(await place.rows(sql`select text from watch.post`)).toEqual([{ text: '[T16] bins version 80' }]);
  });
});

describe('whose words are kept', () => {
  test('of ordinary criticism the table holds no author in any form', async () => {
    const one = post('what a useless council, bins again', {
      links: ['https://bsky.example/profile/did:plc:author1/other', 'https://news.example/story'],
    });
    await place.take([
      { ...one, links: [`https://bsky.example/profile/${one.author!.id}`, 'https://news.example/story'] },
    ]);
    const [row] = await place.rows<Record<string, unknown>>(sql`select * from watch.post`);
    expect(row).toMatchObject({
      author_handle: null,
      author_name: null,
      native_id: null,
      url: null,
      reply_to: null,
      mentions: [],
      links: ['https://news.example/story'],
      keep_class: 'noise',
    });
    for (const name of [one.author!.id, one.author!.handle, one.author!.name!])
      expect(JSON.stringify(row)).not.toContain(name);
    const [signal] = await place.rows(sql`select * from watch.signal`);
    for (const name of [one.author!.id, one.author!.handle, one.author!.name!])
      expect(JSON.stringify(signal)).not.toContain(name);
  });

  test('of secret material only the address, the time and a hash are kept', async () => {
    const one = post('[T5] the informant is called Heron and meets at the Blue Door on Friday nights');
    await place.take([one]);
    const all = JSON.stringify([await place.rows(sql`select * from watch.post`), await signals()]);
    expect(all).not.toMatch(/Heron|Blue Door/);
    expect(await place.rows(sql`select url from watch.post`)).toEqual([{ url: one.url }]);
  });

  test('a story found to show secret material loses the words of its earlier copies', async () => {
    await place.take([post('[T13] they say the informant meets at the Blue Door every Friday night near the pier')]);
    await place.take([post('[T5] they say the informant meets at the Blue Door every Friday night near the pier')]);
    const all = JSON.stringify([
      await place.rows(sql`select * from watch.post`),
      await place.rows(sql`select * from watch.observation`),
      (await signals()).map((one) => [one.gist, one.reasons]),
    ]);
    expect(all).not.toMatch(/Blue Door/);
    expect(await signals()).toMatchObject([{ posts: 2, severity: 'S1', code: 'T5' }]);
  });

  test('a possible disclosure is locked at once: the guardian sees it and nobody else does', async () => {
    const one = post('[T4] my unit shares racist jokes and I told my sergeant in May');
    await place.take([one]);
    const seenBy = (asker: typeof ann) =>
      place.as(asker, async (tx) => {
        const posts = (
          await sql<{ text: string; author_handle: string | null }>`select text, author_handle from watch.post`.execute(
            tx,
          )
        ).rows;
        const found = (await sql`select gist from watch.signal`.execute(tx)).rows.length;
        const joined = (await sql`select 1 from watch.signal_post`.execute(tx)).rows.length;
        return [posts.length, found, joined];
      });
    for (const asker of [ann, adi, dee]) expect(await seenBy(asker)).toEqual([0, 0, 0]);
    expect(await seenBy(gil)).toEqual([1, 1, 1]);
    expect(await place.rows(sql`select author_handle, author_name, keep_class from watch.post`)).toEqual([
      { author_handle: null, author_name: null, keep_class: 'locked' },
    ]);
    expect(await place.events('watch.signal-raised')).toMatchObject([{ isLocked: true, severity: 'S2' }]);
  });

  test('an edit into a possible disclosure locks the story and lets go of the authors', async () => {
    const one = post('[T17] the night shift on our ward is a shambles and nobody listens');
    await place.take([one, post('[T17] the night shift on our ward is a shambles and nobody listens #nhs')]);
    expect(await place.as(ann, async (tx) => (await sql`select 1 from watch.post`.execute(tx)).rows.length)).toBe(2);
    await place.take([
      { ...one, version: 'v2', text: '[T4] the night shift on our ward is a shambles and they falsify charts' },
    ]);
    expect(await place.as(ann, async (tx) => (await sql`select 1 from watch.post`.execute(tx)).rows.length)).toBe(0);
    expect(
      await place.as(ann, async (tx) => (await sql`select 1 from watch.observation`.execute(tx)).rows.length),
    ).toBe(0);
    expect(await place.rows(sql`select author_handle, mentions, reply_to from watch.post`)).toEqual(
      [1, 2].map(() => ({ author_handle: null, mentions: [], reply_to: null })),
    );
    expect(await signals()).toMatchObject([{ locked_to: 'guardian', severity: 'S2', state: 'new' }]);
  });

  test('a query in shadow counts and raises nothing', async () => {
    const one = post('[T1] a threat about bins');
    await place.take([one], { isShadow: true });
    expect([await count('watch.post'), await count('watch.hit'), await count('watch.signal')]).toEqual([1, 1, 0]);
    expect(await place.events('watch.signal-raised')).toEqual([]);
    await place.take([{ ...one, version: 'v2', text: '[T1] a threat about bins, edited' }]);
    expect(await signals()).toMatchObject([{ severity: 'S1' }]);
  });
});

describe('stories', () => {
  const words = 'the recycling lorry missed the whole of Station Parade again this morning';

  test('near-copies are one story, in one batch and over several', async () => {
    await place.take([
      post(`[T16] ${words}`),
      post(`[T16] ${words.toUpperCase()} #bins`),
      post(`[T16] so ${words}, honestly`),
    ]);
    await place.take([post(`RT [T16] ${words}`)]);
    await place.take([post('[T16] a pothole on Mill Bank has burst my tyre')]);
    expect((await signals()).map((one) => one.posts).sort()).toEqual([1, 4]);
    expect((await place.events('watch.signal-raised')).length).toBe(2);
    expect(
      (await place.rows<{ n: number }>(sql`select count(*)::int as n from watch.signal_post where not is_copy`))[0]!.n,
    ).toBe(2);
  });

  test('when a story becomes more urgent its clocks begin again and it is told again; its reasons do not pile up', async () => {
    await place.take([post(words)]);
    const before = (await signals())[0]!;
    expect(before).toMatchObject({ severity: 'S5', acknowledge_by: null });
    place.kit.clock.move(60_000);
    for (let at = 0; at < 20; at += 1) await place.take([post(`${words} ${at}`)]);
    const after = (await signals())[0]!;
    expect(after).toMatchObject({ severity: 'S3', code: 'T14', state: 'new', posts: 21 });
    expect(after.raised_at.getTime()).toBe(place.kit.clock.now().getTime());
    expect(after.acknowledge_by!.getTime()).toBeGreaterThan(after.raised_at.getTime());
    expect(after.reasons.filter((point) => point.code === 'T14').length).toBe(1);
    expect((await place.events('watch.signal-raised')).map((fields) => fields.severity)).toEqual(['S5', 'S3']);
  });

  test('what was put aside comes back when it becomes more urgent', async () => {
    await place.take([post(`[T16] ${words}`)]);
    await place.rows(sql`update watch.signal set state = 'set-aside'`);
    await place.take([post(`[T16] ${words}`)]);
    expect(await signals()).toMatchObject([{ state: 'set-aside', posts: 2 }]);
    await place.take([post(`[T8] ${words}`)]);
    expect(await signals()).toMatchObject([{ state: 'new', severity: 'S2', code: 'T8' }]);
  });

  test("a person's severity stands over the machine's, but not over a danger that was not there when they judged", async () => {
    await place.take([post(`[T13] ${words}`)]);
    await place.rows(sql`update watch.signal set set_by = 'ann', severity = 'S5', code = 'T15'`);
    await place.take([post(`[T13] ${words}`)]);
    expect(await signals()).toMatchObject([{ severity: 'S5', code: 'T15' }]);
    await place.take([post(`[T1] ${words}`)]);
    expect(await signals()).toMatchObject([{ severity: 'S1', code: 'T1', posts: 3 }]);
  });

  test('a locked story and an open one are never joined', async () => {
    await place.take([post(`[T4] ${words}`)]);
    await place.take([post(`[T16] ${words}`)]);
    await place.take([post(`[T4] ${words}`)]);
    expect((await signals()).map((one) => [one.locked_to, one.posts]).sort()).toEqual(
      [
        [null, 1],
        ['guardian', 2],
      ].sort(),
    );
  });

  test('after three days without a copy a story is told anew', async () => {
    await place.take([post(`[T16] ${words}`)]);
    place.kit.clock.move(73 * 3_600_000);
    await place.take([post(`[T16] ${words}`)]);
    expect((await signals()).length).toBe(2);
  });

  test('the program alone may look for stories like another; the index is there for it', async () => {
    await place.take([post(`[T16] ${words}`)]);
    const marks = (await place.rows<{ fold: number[] }>(sql`select fold from watch.signal`))[0]!.fold;
    const found = (tx: Parameters<Parameters<typeof place.as>[1]>[0]) =>
      sql`select id from watch.stories_like(${marks.map(Number)}::bigint[], '2020-01-01')`.execute(tx);
    expect((await place.as(ann, found)).rows).toEqual([]);
    expect(
      (await place.rows(sql`select id from watch.stories_like(${marks.map(Number)}::bigint[], '2020-01-01')`)).length,
    ).toBe(1);
  });
});
