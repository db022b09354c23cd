import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Asker, system, visitor } from '#platform';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import {
  fieldsOf,
  got,
  jo,
  oz,
  type PolicyPlace,
  pat,
  policyPlace,
  sia,
  textOf,
  vi,
  wordsOf,
} from '../../../test/support/policy.ts';
import { person } from '../../../test/support/watch.ts';
import type { NewGap, Policy } from './door.ts';

const dayMs = 86_400_000;
const kim = person('kim');
let db: TestDatabase;
let place: PolicyPlace;
let policy: Policy;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  place = await policyPlace(db);
  policy = place.policy;
});

const open = async (asker: Asker, change: Partial<NewGap> = {}) =>
  got(
    await policy.gaps.open(asker, {
      from: 'staff',
      about: null,
      words: 'May I use my own photo of the fair?',
      ...change,
    }),
  );
const tasks = async () => {
  await place.kit.news.drain();
  return (await policy.gaps.tasks(pat)).map(({ tag, gaps, state }) => ({ tag, gaps, state }));
};

describe('a gap', () => {
  test('is opened by anybody on the staff, and seen by them and those who answer for the policy', async () => {
    const id = await open(jo);
    for (const asker of [jo, pat, sia, vi])
      expect(await policy.gaps.gap(asker, id)).toMatchObject({ id, state: 'open' });
    for (const asker of [kim, visitor, system('respond')]) expect(await policy.gaps.gap(asker, id)).toBe(null);
    expect(await policy.gaps.list(kim)).toEqual([]);
    expect((await policy.gaps.close(jo, id, { because: 'Never mind' })).ok).toBe(false);
    expect(fieldsOf(await policy.gaps.open(jo, { from: 'staff', about: null, words: ' ' }))).toEqual(['words']);
    expect(fieldsOf(await policy.gaps.open(jo, { from: 'staff', about: null, words: 'What of 99?', tag: 99 }))).toEqual(
      ['tag'],
    );
    expect((await policy.gaps.open(jo, { from: 'staff', about: 'x', words: 'What of it?' })).ok).toBe(false);
  });

  test('is part of the transaction of whoever opens it: a lesson that is not kept leaves no gap', async () => {
    const about = place.kit.ids.next();
    const lesson: NewGap = { from: 'incident', about, words: 'Nothing on made-up videos.', tag: 'none' };
    let id = '';
    await place.kit.db.as(jo, async (tx) => {
      id = got(await policy.gaps.openIn(tx, jo, lesson));
    });
    expect(await policy.gaps.gap(pat, id)).toMatchObject({ from: 'incident', about, tag: 'none', openedBy: 'jo' });
    await expect(
      place.kit.db.as(jo, async (tx) => {
        got(await policy.gaps.openIn(tx, jo, lesson));
        throw new Error('the lesson was not kept');
      }),
    ).rejects.toThrow('the lesson');
    expect(await policy.gaps.list(pat)).toHaveLength(1);
    const told = await place.kit.db.as(system('test'), (tx) =>
      sql<{ fields: unknown }>`select fields from platform.event where name = 'policy.gap-found'`.execute(tx),
    );
    expect(told.rows.map((row) => row.fields)).toEqual([{ gapId: id, from: 'incident' }]);
  });

  test('is closed once, by a reason or by a version that was adopted', async () => {
    const [one, two] = [await open(jo), await open(kim)];
    expect(fieldsOf(await policy.gaps.close(pat, one, { because: '' }))).toEqual(['because']);
    got(await policy.gaps.close(pat, one, { because: 'Clause 26 says it.' }));
    expect(wordsOf(await policy.gaps.close(oz, one, { because: 'Again' }))[0]).toMatch(/already been closed/);
    const draft = got(await policy.drafts.begin(pat, 'Photos'));
    expect(fieldsOf(await policy.gaps.close(pat, two, { versionId: draft }))).toEqual(['version']);
    got(await policy.gaps.close(pat, two, { versionId: (await policy.versions.inForce(pat))!.id }));
    expect(await policy.gaps.list(pat, 'open')).toEqual([]);
    // Its own opener sees what became of it.
    expect(await policy.gaps.gap(jo, one)).toMatchObject({ state: 'closed', closedBecause: 'Clause 26 says it.' });
  });

  test('that a draft answers is closed when it is adopted, and not before', async () => {
    const [one, two] = [await open(jo), await open(kim)];
    const id = got(await policy.drafts.begin(pat, 'Photos'));
    got(await policy.drafts.answerGaps(pat, id, [one, two, 'no id']));
    got(await policy.drafts.answerGaps(pat, id, [one]));
    const draft = (await policy.versions.version(pat, id))!;
    expect(draft.gapIds).toEqual([one]);
    got(await policy.drafts.changeClause(pat, id, 26, 0, textOf(draft, 26, { words: 'Your own photos are yours.' })));
    got(
      await policy.drafts.saveNotes(pat, id, {
        title: 'Photos',
        whatChanged: 'Own photos.',
        equalityNote: 'Nobody is worse off.',
        notConsultedBecause: 'It only says more clearly what held before.',
      }),
    );
    got(await policy.adoption.ask(pat, id, ''));
    expect((await policy.gaps.list(pat, 'open')).length).toBe(2);
    const { revision } = (await policy.versions.version(sia, id))!;
    got(await policy.adoption.adopt(sia, id, { revision, words: 'Good.', from: '2026-03-02' }));
    expect(await policy.gaps.gap(jo, one)).toMatchObject({ state: 'closed', closedVersionId: id });
    expect(await policy.gaps.list(pat, 'open')).toMatchObject([{ id: two }]);
  });

  test('is forgotten six years after it was closed, an open one never', async () => {
    const one = await open(jo);
    await open(kim);
    got(await policy.gaps.close(pat, one, { because: 'Clause 26 says it.' }));
    place.kit.clock.set(new Date('2032-03-01T09:00:00Z'));
    const { buildGaps } = await import('./gaps.ts');
    const { forget } = buildGaps(place.kit);
    await forget();
    expect(await policy.gaps.list(pat)).toHaveLength(2);
    place.kit.clock.set(new Date('2032-03-03T09:00:00Z'));
    await forget();
    expect(await policy.gaps.list(pat)).toMatchObject([{ openedBy: 'kim' }]);
  });
});

describe('three tags in 90 days', () => {
  test('open one task, for a clause or for "no clause fits"', async () => {
    await open(jo, { tag: 26 });
    await open(kim, { tag: 26 });
    await open(kim, { tag: 'none' });
    await open(kim);
    expect(await tasks()).toEqual([]);
    await open(jo, { tag: 26 });
    expect(await tasks()).toEqual([{ tag: 26, gaps: 3, state: 'open' }]);
    await open(jo, { tag: 26 });
    expect(await tasks()).toHaveLength(1);
    await open(jo, { tag: 'none' });
    const untagged = (await policy.gaps.list(pat)).find((one) => one.tag === null)!;
    got(await policy.gaps.tag(pat, untagged.id, 'none'));
    expect(await tasks()).toContainEqual({ tag: 'none', gaps: 3, state: 'open' });
  });

  test('spread over more than 90 days open none; after a task is done it takes three new ones', async () => {
    await open(jo, { tag: 26 });
    place.kit.clock.move(91 * dayMs);
    await open(jo, { tag: 26 });
    await open(jo, { tag: 26 });
    expect(await tasks()).toEqual([]);
    place.kit.clock.move(dayMs);
    await open(jo, { tag: 26 });
    const [task] = (await tasks()) && (await policy.gaps.tasks(pat));
    expect(fieldsOf(await policy.gaps.finishTask(pat, task!.id, ''))).toEqual(['outcome']);
    expect(await policy.gaps.tasks(jo)).toEqual([]);
    got(await policy.gaps.finishTask(pat, task!.id, 'A draft on photos was begun.'));
    expect((await policy.gaps.finishTask(oz, task!.id, 'Twice')).ok).toBe(false);
    place.kit.clock.move(1000);
    await open(jo, { tag: 26 });
    await open(jo, { tag: 26 });
    expect(await tasks()).toEqual([{ tag: 26, gaps: 3, state: 'done' }]);
    await open(jo, { tag: 26 });
    expect(await tasks()).toContainEqual({ tag: 26, gaps: 3, state: 'open' });
  });
});

describe('reviews', () => {
  test('every clause is due within 12 months; a look by its owner or a policy owner moves it, nobody else’s', async () => {
    expect((await policy.reviews.calendar(jo)).every((one) => one.dueOn === '2027-03-02' && !one.isOverdue)).toBe(true);
    place.kit.clock.set(new Date('2027-03-03T09:00:00Z'));
    expect((await policy.reviews.calendar(jo)).every((one) => one.isOverdue)).toBe(true);
    const look = { words: 'Read with the union. Still right.', nextOn: '2028-03-03' };
    expect((await policy.reviews.review(jo, 7, look)).ok).toBe(false);
    expect(fieldsOf(await policy.reviews.review(pat, 7, { words: '', nextOn: '2028-03-04' }))).toEqual([
      'words',
      'nextOn',
    ]);
    got(await policy.reviews.review(pat, 7, look));
    const due = (await policy.reviews.calendar(jo)).find((one) => one.clause.number === 7)!;
    expect(due).toMatchObject({ dueOn: '2028-03-03', isOverdue: false, last: { by: 'pat' } });
    expect(await policy.reviews.reviews(jo, 7)).toMatchObject([{ words: look.words, nextOn: '2028-03-03' }]);
    expect((await policy.reviews.review(pat, 99, look)).ok).toBe(false);
  });

  test('a date that a new version gives stands over an older look', async () => {
    place.kit.clock.set(new Date('2026-06-01T09:00:00Z'));
    got(await policy.reviews.review(pat, 7, { words: 'Still right.', nextOn: '2027-06-01' }));
    place.kit.clock.set(new Date('2026-06-02T09:00:00Z'));
    const id = got(await policy.drafts.begin(pat, 'Sooner'));
    const draft = (await policy.versions.version(pat, id))!;
    got(await policy.drafts.changeClause(pat, id, 7, 0, textOf(draft, 7, { ownerId: 'jo', reviewOn: '2026-09-01' })));
    got(
      await policy.drafts.saveNotes(pat, id, {
        title: 'Sooner',
        whatChanged: 'Looks at clause 7 sooner.',
        equalityNote: 'None.',
        notConsultedBecause: 'No rule changes.',
      }),
    );
    got(await policy.adoption.ask(pat, id, ''));
    const { revision } = (await policy.versions.version(sia, id))!;
    got(await policy.adoption.adopt(sia, id, { revision, words: 'Good.', from: '2026-06-02' }));
    expect((await policy.reviews.calendar(jo))[0]).toMatchObject({
      clause: { number: 7 },
      dueOn: '2026-09-01',
      last: null,
    });
    // Jo owns it now.
    got(await policy.reviews.review(jo, 7, { words: 'Looked again.', nextOn: '2027-01-01' }));
    expect((await policy.reviews.calendar(jo))[0]!.clause.number).toBe(7);
    expect((await policy.reviews.calendar(jo))[0]!.dueOn).toBe('2027-01-01');
  });
});
