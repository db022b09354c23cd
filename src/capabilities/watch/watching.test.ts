import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import {
  ann,
  bo,
  dan,
  dee,
  northmere,
  person,
  post,
  type WatchPlace,
  watchPlace,
} from '../../../test/support/watch.ts';
import type { NewWatching, Watchings } from './door.ts';
import { buildMatching } from './match.ts';
import { buildWatchings } from './watching.ts';

let db: TestDatabase;
let place: WatchPlace;
let watchings: Watchings;
let changes = 0;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.asOwner(async (client) => {
    await client.query(
      'truncate watch.source, watch.watch, watch.post, watch.signal, watch.refusal, watch.protected_name cascade',
    );
  });
  place = await watchPlace(db);
  changes = 0;
  watchings = buildWatchings(place.kit, {
    organisation: async () => northmere,
    staffNames: async () => ['Ann Whitlock'],
    changed: () => {
      changes += 1;
    },
  });
});

const good: NewWatching = {
  name: 'Floods',
  purpose: 'To hear where water stands so that we can warn people',
  lawfulBasis: 'Public task',
  ownerId: 'ann',
  dpiaReference: 'DPIA-7',
  endsOn: '2026-09-01',
  queries: ['flood* NEAR/5 street'],
};
const propose = async (change: Partial<NewWatching> = {}) => {
  const answer = await watchings.propose(ann, { ...good, ...change });
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
  return answer.id;
};
const fieldsWrong = async (change: Partial<NewWatching>) => {
  const answer = await watchings.propose(ann, { ...good, ...change });
  return answer.ok ? [] : answer.problems.map((one) => one.field);
};

describe('proposing', () => {
  test('what must be said is asked for, and a year is the longest', async () => {
    expect(await fieldsWrong({ name: '', purpose: 'short', lawfulBasis: '', ownerId: ' ', dpiaReference: '' })).toEqual(
      ['name', 'purpose', 'lawfulBasis', 'dpiaReference', 'ownerId'],
    );
    for (const endsOn of ['', '2026-02-30', '2026-13-01', '2026-03-01', '2027-03-03', 'soon'])
      expect(await fieldsWrong({ endsOn })).toEqual(['endsOn']);
    for (const endsOn of ['2026-03-03', '2027-03-02']) expect(await fieldsWrong({ endsOn })).toEqual([]);
    expect(await fieldsWrong({ queries: ['', ' '] })).toEqual(['queries']);
    expect(await fieldsWrong({ queries: ['(flood'] })).toEqual(['queries']);
    expect(await fieldsWrong({ queries: Array.from({ length: 101 }, (_, at) => `flood${at}`) })).toEqual(['queries']);
  });

  test('every mistake of the form is told at once, in the order of its fields, and each search by its number', async () => {
    const answer = await watchings.propose(ann, {
      ...good,
      name: '',
      endsOn: 'soon',
      queries: ['(flood', '', 'water street', 'UNISON', 'NEAR', 'UNISON AND bins'],
    });
    expect(answer.ok ? [] : answer.problems.map((one) => one.field)).toEqual([
      'name',
      'endsOn',
      ...Array.from({ length: 4 }, () => 'queries'),
    ]);
    const words = answer.ok ? [] : answer.problems.map((one) => one.words);
    expect(words.slice(2).map((one) => one.slice(0, 9))).toEqual(['Search 1:', 'Search 3:', 'Search 4:', 'Search 5:']);
    expect(await watchings.refusals(dan)).toMatchObject([{ kind: 'union' }]);
    expect(
      await fieldsWrong({ name: '', purpose: 'To see what UNISON and its members do', queries: ['(flood'] }),
    ).toEqual(['name', 'purpose', 'queries']);
  });

  test('from a leap day a year ends on the last of February', async () => {
    place.kit.clock.set(new Date('2028-02-29T12:00:00Z'));
    expect(await fieldsWrong({ endsOn: '2029-03-01' })).toEqual(['endsOn']);
    expect(await fieldsWrong({ endsOn: '2029-02-28' })).toEqual([]);
  });

  test('a red line refuses, says why, and keeps the attempt without the name', async () => {
    await watchings.protect(dan, 'councillor', ['Rosalind Okonkwo-Smythe', 'Rosalind Okonkwo-Smythe', '']);
    expect(await place.rows(sql`select * from watch.protected_name where hash ilike '%rosalind%'`)).toEqual([]);
    for (const query of ['rosalind okonkwo-smythe AND bins', '"Ann Whitlock"', '@somebody', 'UNISON'])
      expect(await watchings.propose(ann, { ...good, queries: ['flood', query] })).toMatchObject({ ok: false });
    const kept = await watchings.refusals(dan);
    expect(kept.length).toBe(4);
    expect(JSON.stringify(kept)).not.toMatch(/rosalind|okonkwo|whitlock/i);
    expect(await watchings.refusals(ann)).toEqual([]);
    expect(await watchings.list(ann, ['proposed'])).toEqual([]);
  });

  test('thousands of protected names are taken at once; only those who may keep the list', async () => {
    const names = Array.from({ length: 3_000 }, (_, at) => `Given${at} Family${at}`);
    expect(await watchings.protect(dan, 'staff', names)).toBe(3_000);
    expect(await watchings.protect(dan, 'staff', names)).toBe(0);
    expect(await watchings.protect(dan, 'enemies', names)).toBe(0);
    await expect(watchings.protect(ann, 'staff', ['Some One'])).rejects.toThrow(/row-level security/);
  });
});

describe('deciding', () => {
  test('the proposer does not approve, in the database either; another does, with words', async () => {
    const id = await propose();
    expect((await watchings.approve(ann, id, 'Looks fine')).ok).toBe(false);
    await expect(place.rows(sql`update watch.watch set decided_by = proposed_by where id = ${id}`)).rejects.toThrow(
      /check constraint/,
    );
    expect((await watchings.approve(dan, id, '')).ok).toBe(false);
    expect(await watchings.running()).not.toContainEqual(expect.objectContaining({ watchId: id }));
    expect((await watchings.approve(dan, id, 'Needed and fair')).ok).toBe(true);
    expect((await watchings.approve(dan, id, 'Twice')).ok).toBe(false);
    expect(await watchings.running()).toContainEqual(
      expect.objectContaining({ watchId: id, words: 'flood* NEAR/5 street', isShadow: false }),
    );
    expect(changes).toBeGreaterThan(0);
  });

  test('refused or past its date, it never runs', async () => {
    const refused = await propose();
    await watchings.refuse(dan, refused, 'There is a lesser way');
    const late = await propose({ endsOn: '2026-03-10' });
    place.kit.clock.set(new Date('2026-03-11T08:00:00Z'));
    expect((await watchings.approve(dan, late, 'Fine')).ok).toBe(false);
    expect((await watchings.running()).map((one) => one.watchId)).not.toContain(late);
  });

  test('whoever added a search to it does not approve it', async () => {
    const id = await propose();
    expect((await watchings.addQuery(bo, id, 'sandbags', false)).ok).toBe(true);
    expect((await watchings.approve(bo, id, 'Fine with me')).ok).toBe(false);
    expect((await watchings.approve(dan, id, 'Fine with me')).ok).toBe(true);
  });

  test('a search added to a watch that runs waits until somebody else switches it on', async () => {
    const id = await propose();
    await watchings.approve(dan, id, 'Fine with me');
    const added = await watchings.addQuery(ann, id, 'sandbags', true);
    const query = added.ok ? added.id : '';
    const runs = async () => (await watchings.running()).filter((one) => one.id === query).map((one) => one.isShadow);
    expect(await runs()).toEqual([]);
    expect((await watchings.setQueryState(ann, id, query, 'on')).ok).toBe(false);
    expect((await watchings.setQueryState(bo, id, query, 'shadow')).ok).toBe(true);
    expect(await runs()).toEqual([true]);
    expect((await watchings.setQueryState(ann, id, query, 'on')).ok).toBe(true);
    expect(await runs()).toEqual([false]);
    expect((await watchings.setQueryState(ann, id, query, 'off')).ok).toBe(true);
    expect(await runs()).toEqual([]);
  });

  test('a search is changed on the page of its own watch, so that the trail names the right one', async () => {
    const [id, other] = [await propose(), await propose()];
    const [search] = (await watchings.watching(bo, id))!.queries;
    const notThere = await watchings.setQueryState(bo, id, place.kit.ids.next(), 'off');
    expect(notThere.ok).toBe(false);
    for (const watchId of [other, place.kit.ids.next(), 'x'])
      expect(await watchings.setQueryState(bo, watchId, search!.id, 'off')).toEqual(notThere);
    expect((await watchings.watching(bo, id))!.queries[0]!.state).toBe('on');
    expect((await watchings.setQueryState(bo, id, search!.id, 'off')).ok).toBe(true);
  });

  test('each search says who added it and who let it run, and when', async () => {
    const id = await propose();
    const proposedAt = place.kit.clock.now();
    const [search] = (await watchings.watching(bo, id))!.queries;
    expect(search).toMatchObject({ addedBy: 'ann', addedAt: proposedAt, approvedBy: null, approvedAt: null });
    place.kit.clock.move(60_000);
    await watchings.approve(dan, id, 'Needed and fair');
    const approvedAt = place.kit.clock.now();
    expect((await watchings.watching(bo, id))!.queries[0]).toMatchObject({ approvedBy: 'dan', approvedAt });
    place.kit.clock.move(60_000);
    const added = await watchings.addQuery(ann, id, 'drain*', false);
    const later = async () => (await watchings.watching(bo, id))!.queries.find((one) => one.words === 'drain*');
    expect(await later()).toMatchObject({ addedBy: 'ann', state: 'off', approvedBy: null });
    await watchings.setQueryState(bo, id, added.ok ? added.id : '', 'on');
    const switchedAt = place.kit.clock.now();
    expect(await later()).toMatchObject({ state: 'on', approvedBy: 'bo', approvedAt: switchedAt });
    place.kit.clock.move(60_000);
    await watchings.setQueryState(ann, id, added.ok ? added.id : '', 'off');
    expect(await later()).toMatchObject({ state: 'off', approvedBy: 'bo', approvedAt: switchedAt });
  });

  test('it ends by itself after its last day, and the register says so to all staff', async () => {
    const id = await propose({ endsOn: '2026-03-04' });
    await watchings.approve(dan, id, 'Fine with me');
    place.kit.clock.set(new Date('2026-03-04T23:59:00Z'));
    await watchings.sunset();
    expect((await watchings.running()).map((one) => one.watchId)).toContain(id);
    place.kit.clock.set(new Date('2026-03-05T00:00:00Z'));
    expect((await watchings.running()).map((one) => one.watchId)).not.toContain(id);
    await watchings.sunset();
    expect(await watchings.watching(dee, id)).toMatchObject({
      state: 'ended',
      endedBecause: 'It reached its end date.',
    });
    expect((await watchings.end(ann, id, 'again')).ok).toBe(false);
  });
});

describe('matching follows', () => {
  test('what is new, changed, gone or on trial, without stopping; an unreadable one is named', async () => {
    const matching = buildMatching();
    const one = { id: 'a', watchId: 'w', words: 'floods', isShadow: false };
    const hits = (text: string) => matching.hits(post(text)).map((hit) => `${hit.queryId}${hit.isShadow ? '?' : ''}`);
    expect(matching.follow([one])).toEqual([]);
    expect(hits('the floods are here')).toEqual(['a']);
    matching.follow([
      { ...one, words: 'sandbags' },
      { ...one, id: 'b' },
    ]);
    expect([hits('the floods are here'), hits('no sandbags left')]).toEqual([['b'], ['a']]);
    matching.follow([{ ...one, id: 'b', isShadow: true }]);
    expect([hits('the floods are here'), hits('no sandbags left')]).toEqual([['b?'], []]);
    expect(matching.follow([{ ...one, id: 'b', words: '(((' }, one])).toEqual(['b']);
    expect(hits('the floods are here')).toEqual(['a']);
    expect(matching.size).toBe(1);
  });

  test('the list is the very same while nothing has changed', async () => {
    expect(await watchings.running()).toBe(await watchings.running());
    const id = await propose();
    await watchings.approve(dan, id, 'Fine with me');
    expect((await watchings.running()).length).toBe(3);
  });
});

describe('preview', () => {
  test('counts the stored posts and the stories, by day, and shows where the words stand', async () => {
    await place.take([
      post('[T13] water stands in Elm Street by the school since noon'),
      post('[T13] water stands in Elm Street by the school since noon, see'),
      post('[T16] a lamp is dark in Mill Lane'),
      post('[T4] water in the records room and they hide it'),
    ]);
    place.kit.clock.move(86_400_000);
    const seen = await watchings.preview(ann, 'water');
    // The locked post is not there for her, so it is not counted either.
    expect(seen).toMatchObject({
      looked: 3,
      matched: 2,
      days: 1,
      alertsPerDay: 1,
      precision: null,
      perDay: [{ day: '2026-03-02', matched: 2 }],
      refusedBecause: null,
    });
    const sample = seen.samples[0]!;
    expect(sample.text.slice(sample.places[0]!.at, sample.places[0]!.at + sample.places[0]!.length)).toBe('water');
    expect((await watchings.preview(dee, 'water')).looked).toBe(0);
  });
  test('a mistake is pointed at, a red line looks at nothing', async () => {
    expect((await watchings.preview(ann, 'water AND (')).problems.length).toBeGreaterThan(0);
    await place.take([post('[T16] Ann Whitlock was rude')]);
    expect(await watchings.preview(ann, '"Ann Whitlock"')).toMatchObject({
      looked: 0,
      samples: [],
      refusedBecause: expect.any(String),
    });
  });
  test('nothing is saved by it', async () => {
    await watchings.preview(person('pol', 'policy-owner'), 'water');
    expect((await place.rows<{ n: number }>(sql`select count(*)::int as n from watch.query`))[0]!.n).toBe(2);
  });
});
