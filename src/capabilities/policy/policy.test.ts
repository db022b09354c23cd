import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Asker } from '#platform';
import { system, visitor } from '#platform';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import {
  chief,
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
import type { Policy, Version } from './door.ts';
import { starterClauses } from './starter.table.ts';

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

const inForce = async (day?: string) => (await policy.versions.inForce(jo, day))!;
const read = async (id: string): Promise<Version> => (await policy.versions.version(pat, id))!;

/** A draft with every note, one clause changed, as Pat would ask for it. */
async function ready(words = 'Do not share it. Tell the desk.', by: Asker = pat, number = 37): Promise<string> {
  const id = got(await policy.drafts.begin(by, 'Made-up videos'));
  const draft = await read(id);
  got(await policy.drafts.changeClause(by, id, number, 0, textOf(draft, number, { words })));
  got(
    await policy.drafts.saveNotes(by, id, {
      title: 'Made-up videos',
      whatChanged: 'Says what to do about made-up videos.',
      equalityNote: 'Nobody is worse off.',
      notConsultedBecause: '',
    }),
  );
  got(await policy.drafts.addConsultation(by, id, 'UNISON branch', 'They agree and ask for an example.'));
  return id;
}

async function asked(words?: string, by: Asker = pat, number?: number): Promise<string> {
  const id = await ready(words, by, number);
  got(await policy.adoption.ask(by, id, 'Please look at clause 37.'));
  return id;
}

const adopt = async (asker: Asker, id: string, from = policy.versions.today()) =>
  policy.adoption.adopt(asker, id, { revision: (await read(id)).revision, words: 'Clear and fair.', from });

describe('at the founding', () => {
  test('the starter text is version 1, in force, marked as not consulted on; a repeat changes nothing', async () => {
    const first = await inForce();
    expect(first).toMatchObject({ number: 1, kind: 'starter', state: 'adopted', inForceFrom: '2026-03-02' });
    expect(first.notConsultedBecause).toMatch(/Ask your staff and unions/);
    expect(first.clauses.map((one) => one.number)).toEqual(Array.from({ length: 44 }, (_, at) => at + 1));
    expect(first.principles).toHaveLength(12);
    expect(first.clauses[33]).toMatchObject({ title: 'Speaking up', ownerId: null, reviewOn: '2027-03-02' });
    await place.kit.db.as(pat, (tx) =>
      place.kit.news.publish(tx, 'people.organisation-founded', { organisationId: place.kit.ids.next() }),
    );
    await place.kit.news.drain();
    expect(await policy.versions.list(jo)).toHaveLength(1);
  });

  test('every clause of it has a reason, a source and words that are easy to read', async () => {
    const { readingOf } = await import('#engines/reading');
    for (const clause of starterClauses) {
      expect([clause.number, clause.reason.length > 20, clause.source.length > 8]).toEqual([clause.number, true, true]);
      expect([clause.number, readingOf(clause.words)!.age <= 13]).toEqual([clause.number, true]);
    }
  });

  test('nobody else can put a starter text in force', async () => {
    const id = place.kit.ids.next();
    await expect(
      place.kit.db.as(chief, (tx) =>
        sql`insert into policy.version (id, state, kind, title, begun_by, begun_at) values (${id}, 'draft', 'starter', 'x', 'chief', now())`.execute(
          tx,
        ),
      ),
    ).rejects.toThrow(/row-level security/);
  });
});

describe('writing', () => {
  test('clauses nobody owned become the writer’s, and every mistake of a form is told at once', async () => {
    const id = got(await policy.drafts.begin(pat, 'Yearly look'));
    const draft = await read(id);
    expect(new Set(draft.clauses.map((one) => one.ownerId))).toEqual(new Set(['pat']));
    expect(draft).toMatchObject({ number: null, state: 'draft', writers: ['pat'] });
    const wrong = {
      title: '',
      words: ' ',
      ownerId: '',
      reason: '',
      source: '',
      reviewOn: '2026-02-30',
      scenarios: [99],
    };
    expect(fieldsOf(await policy.drafts.changeClause(pat, id, 7, 0, wrong))).toEqual([
      'title',
      'words',
      'ownerId',
      'reason',
      'source',
      'reviewOn',
      'scenarios',
    ]);
    expect(fieldsOf(await policy.drafts.addClause(pat, id, { ...textOf(draft, 7), reviewOn: '2027-03-03' }))).toEqual([
      'reviewOn',
    ]);
    expect(fieldsOf(await policy.drafts.begin(pat, ''))).toEqual(['title']);
    expect((await read(id)).clauses).toEqual(draft.clauses);
  });

  test('two writers do not lose each other’s words', async () => {
    const id = got(await policy.drafts.begin(pat, 'Yearly look'));
    const draft = await read(id);
    got(await policy.drafts.changeClause(pat, id, 7, 0, textOf(draft, 7, { words: 'Think first.' })));
    expect(wordsOf(await policy.drafts.changeClause(oz, id, 7, 0, textOf(draft, 7, { words: 'Wait.' })))[0]).toMatch(
      /Somebody else changed this/,
    );
    got(await policy.drafts.changeClause(oz, id, 7, 1, textOf(draft, 7, { words: 'Think first, then wait.' })));
    got(await policy.drafts.changePrinciple(oz, id, 1, 0, { title: 'Trust', words: 'We trust you.' }));
    expect(await read(id)).toMatchObject({ writers: ['oz', 'pat'] });
    expect((await read(id)).principles[0]!.words).toBe('We trust you.');
  });

  test('a number is never used twice, also when its clause was dropped again', async () => {
    const one = got(await policy.drafts.begin(pat, 'One'));
    const two = got(await policy.drafts.begin(oz, 'Two'));
    const text = textOf(await inForce(), 7, { title: 'Made-up videos', reviewOn: '2026-09-01' });
    expect(got(await policy.drafts.addClause(pat, one, text))).toBe(45);
    expect(got(await policy.drafts.addClause(oz, two, text))).toBe(46);
    got(await policy.drafts.retireClause(pat, one, 45, 'Not needed after all.'));
    expect((await read(one)).clauses).toHaveLength(44);
    expect(got(await policy.drafts.addClause(pat, one, text))).toBe(47);
    await expect(
      place.kit.db.as(oz, (tx) =>
        sql`insert into policy.clause (version_id, number, title, words, reason, source, review_on, review_set_at) values (${two}, 45, 'a', 'b', 'c', 'd', '2026-09-01', now())`.execute(
          tx,
        ),
      ),
    ).rejects.toThrow(/not for this version/);
  });

  test('a clause is retired with a reason and keeps its number; only the draft that did it brings it back', async () => {
    const id = await ready();
    expect(fieldsOf(await policy.drafts.retireClause(pat, id, 15, ' '))).toEqual(['because']);
    got(await policy.drafts.retireClause(pat, id, 15, 'It is in the code of conduct now.'));
    got(await policy.drafts.bringBack(pat, id, 15));
    got(await policy.drafts.retireClause(pat, id, 15, 'It is in the code of conduct now.'));
    got(await policy.adoption.ask(pat, id, ''));
    got(await adopt(sia, id));
    expect((await inForce()).clauses[14]).toMatchObject({
      number: 15,
      retiredBecause: 'It is in the code of conduct now.',
    });
    const next = got(await policy.drafts.begin(oz, 'Next'));
    expect((await policy.drafts.bringBack(oz, next, 15)).ok).toBe(false);
    expect((await policy.drafts.changeClause(oz, next, 15, 0, textOf(await read(next), 14))).ok).toBe(false);
  });

  test('a draft is for those who write, adopt or check; staff and visitors see what is adopted', async () => {
    const id = await ready();
    for (const asker of [pat, oz, sia, vi]) expect(await policy.versions.version(asker, id)).toMatchObject({ id });
    for (const asker of [jo, visitor, system('respond')]) expect(await policy.versions.version(asker, id)).toBe(null);
    expect(await policy.versions.inForce(jo)).toMatchObject({ number: 1 });
    expect(await policy.versions.inForce(system('respond'))).toMatchObject({ number: 1 });
    expect(await policy.versions.inForce(visitor)).toBe(null);
    await policy.versions.setPublic(sia, true);
    expect(await policy.versions.inForce(visitor)).toMatchObject({ number: 1 });
    expect(await policy.versions.list(visitor)).toHaveLength(1);
    await policy.versions.setPublic(jo, false);
    expect(await policy.versions.isPublic()).toBe(true);
  });
});

describe('adopting', () => {
  test('those who only see it change nothing', async () => {
    const id = await asked();
    for (const asker of [vi, jo]) {
      expect((await policy.adoption.sendBack(asker, id, 'I would rather not')).ok).toBe(false);
      expect((await adopt(asker, id)).ok).toBe(false);
    }
    got(await policy.adoption.takeBack(pat, id));
    expect((await policy.drafts.addConsultation(vi, id, 'GMB', 'No remarks.')).ok).toBe(false);
    expect((await policy.adoption.drop(vi, id, 'Not needed.')).ok).toBe(false);
    expect((await read(id)).steps.map((one) => one.what)).toEqual(['begun', 'asked', 'taken-back']);
  });

  test('asking wants a change, the notes and the consultation, told together', async () => {
    const id = got(await policy.drafts.begin(pat, 'Yearly look'));
    expect(await policy.adoption.missing(pat, id)).toEqual([
      'Say what changed and why.',
      'Write the equality note: who could be better or worse off.',
      'Say who was asked and what they said, or why nobody was asked.',
    ]);
    expect((await policy.adoption.ask(pat, id, '')).ok).toBe(false);
    expect(await read(id)).toMatchObject({ state: 'draft' });
  });

  test('another adopts, from a day, with a reason; the text before it can be read for ever', async () => {
    const before = await inForce();
    const id = await asked();
    expect(
      wordsOf(await policy.adoption.adopt(sia, id, { revision: 0, words: 'Fine', from: '2026-03-02' }))[0],
    ).toMatch(/changed after you opened it/);
    const { revision } = await read(id);
    const tries = { revision, words: '', from: '2026-03-01' };
    expect(fieldsOf(await policy.adoption.adopt(sia, id, tries))).toEqual(['words', 'from']);
    expect(await adopt(sia, id, '2026-03-09')).toEqual({ ok: true, value: 2 });
    expect(await inForce()).toMatchObject({ number: 1 });
    expect(await inForce('2026-03-09')).toMatchObject({ number: 2 });
    place.kit.clock.set(new Date('2026-03-09T00:00:00Z'));
    expect((await inForce()).clauses[36]!.words).toBe('Do not share it. Tell the desk.');
    expect(await inForce('2026-03-08')).toEqual(before);
    expect(await policy.versions.inForce(jo, '2026-03-01')).toBe(null);
    expect((await policy.versions.history(jo, 37)).map((one) => one.version.number)).toEqual([2, 1]);
    expect((await policy.versions.history(jo, 36)).map((one) => one.version.number)).toEqual([2, 1]); // Its owner is new.
  });

  test('a day is a day in the United Kingdom, in summer too', async () => {
    place.kit.clock.set(new Date('2026-06-30T23:30:00Z'));
    const id = await asked();
    expect(fieldsOf(await adopt(sia, id, '2026-06-30'))).toEqual(['from']);
    expect(await adopt(sia, id, '2026-07-01')).toMatchObject({ ok: true });
    expect(await inForce()).toMatchObject({ number: 2 });
  });

  test('nobody adopts what they wrote, whatever their roles, and the database says no to the rest', async () => {
    const id = await asked('The chief says so.', chief);
    expect(wordsOf(await adopt(chief, id))[0]).toMatch(/somebody else has to decide/);
    const raw = (asker: Asker, by = asker.id, number = 2) =>
      place.kit.db.as(asker, (tx) =>
        sql`update policy.version set state = 'adopted', number = ${number}, adopted_by = ${by}, adopted_at = ${place.kit.clock.now()}, in_force_from = '2026-03-02' where id = ${id}`.execute(
          tx,
        ),
      );
    await expect(raw(chief)).rejects.toThrow(/nobody adopts what they wrote/);
    await expect(raw(chief, 'sia')).rejects.toThrow(/another name/);
    await expect(raw(sia, 'sia', 3)).rejects.toThrow(/one after the other/);
    await expect(
      place.kit.db.as(chief, (tx) => sql`delete from policy.writer where version_id = ${id}`.execute(tx)),
    ).rejects.toThrow(/permission denied/);
    // Pat touched it once, so Pat does not adopt it either.
    got(await policy.adoption.takeBack(chief, id));
    got(await policy.drafts.addConsultation(pat, id, 'GMB', 'No remarks.'));
    got(await policy.adoption.ask(chief, id, ''));
    expect((await adopt(pat, id)).ok).toBe(false);
    expect(await adopt(oz, id)).toEqual({ ok: true, value: 2 });
  });

  test('what was asked for stands still; what was adopted never changes', async () => {
    const id = await asked();
    expect(wordsOf(await policy.drafts.changeClause(pat, id, 7, 0, textOf(await inForce(), 7)))[0]).toMatch(
      /Take it back/,
    );
    const raw = (text: ReturnType<typeof sql>) => place.kit.db.as(pat, (tx) => text.execute(tx));
    const changes = () => [
      raw(sql`update policy.clause set words = 'x' where version_id = ${id} and number = 7`),
      raw(sql`delete from policy.clause where version_id = ${id} and number = 7`),
      raw(sql`update policy.principle set words = 'x' where version_id = ${id}`),
      raw(sql`update policy.version set what_changed = 'x' where id = ${id}`),
    ];
    for (const one of await Promise.allSettled(changes())) expect(one.status).toBe('rejected');
    got(await adopt(sia, id));
    for (const one of await Promise.allSettled(changes())) expect(one.status).toBe('rejected');
    expect((await policy.adoption.takeBack(pat, id)).ok).toBe(false);
  });

  test('it is taken back by a writer, sent back by another with words, dropped with words', async () => {
    const id = await asked();
    expect((await policy.adoption.takeBack(sia, id)).ok).toBe(false);
    expect((await policy.adoption.sendBack(pat, id, 'I am not sure')).ok).toBe(false);
    expect(fieldsOf(await policy.adoption.sendBack(sia, id, ''))).toEqual(['words']);
    got(await policy.adoption.sendBack(sia, id, 'Say it in plainer words.'));
    expect((await adopt(sia, id)).ok).toBe(false);
    got(await policy.adoption.ask(pat, id, ''));
    got(await policy.adoption.takeBack(pat, id));
    expect(fieldsOf(await policy.adoption.drop(pat, id, ''))).toEqual(['words']);
    got(await policy.adoption.drop(pat, id, 'Not needed.'));
    expect((await read(id)).steps.map((one) => one.what)).toEqual([
      'begun',
      'asked',
      'sent-back',
      'asked',
      'taken-back',
      'dropped',
    ]);
    expect((await policy.drafts.update(pat, id)).ok).toBe(false);
  });

  test('two who adopt at once adopt once', async () => {
    const id = await asked();
    const { revision } = await read(id);
    const both = await Promise.all(
      [sia, oz, sia, oz].map((asker) =>
        policy.adoption.adopt(asker, id, { revision, words: 'Clear and fair.', from: '2026-03-02' }),
      ),
    );
    expect(both.filter((one) => one.ok)).toEqual([{ ok: true, value: 2 }]);
    expect(wordsOf(both.find((one) => !one.ok)!)[0]).toBe('This was already adopted as version 2.');
    expect((await policy.versions.list(jo)).map((one) => one.number)).toEqual([2, 1]);
    const told = await place.kit.db.as(system('test'), (tx) =>
      sql<{
        fields: unknown;
      }>`select fields from platform.event where name = 'policy.version-adopted' order by id`.execute(tx),
    );
    expect(told.rows.map((row) => row.fields)).toEqual([
      { versionId: expect.any(String), number: 1 },
      { versionId: id, number: 2 },
    ]);
  });

  test('a draft that was overtaken is brought up to date, and loses nobody’s words', async () => {
    const slow = await ready('The slow words.', oz, 7);
    got(
      await policy.drafts.changeClause(
        oz,
        slow,
        20,
        0,
        textOf(await inForce(), 20, { words: 'Be kind.', ownerId: 'oz' }),
      ),
    );
    const added = got(
      await policy.drafts.addClause(oz, slow, textOf(await inForce(), 7, { title: 'New', reviewOn: '2026-09-01' })),
    );
    const fast = await ready('The fast words.', pat, 7);
    got(await policy.drafts.changeClause(pat, fast, 21, 0, textOf(await inForce(), 21, { words: 'Stay calm.' })));
    got(await policy.drafts.changePrinciple(pat, fast, 2, 0, { title: 'One standard', words: 'Same here and there.' }));
    got(await policy.adoption.ask(pat, fast, ''));
    got(await adopt(sia, fast));
    expect(wordsOf(await policy.adoption.ask(oz, slow, ''))).toContain(
      'Version 2 was adopted after this draft was begun. Bring the draft up to date first.',
    );
    expect(await policy.drafts.update(oz, slow)).toEqual({ ok: true, value: [7] });
    const draft = await read(slow);
    const words = (number: number) => draft.clauses.find((one) => one.number === number)!.words;
    expect([words(7), words(20), words(21)]).toEqual(['The slow words.', 'Be kind.', 'Stay calm.']);
    expect(draft.clauses.find((one) => one.number === added)!.title).toBe('New');
    expect(draft.principles[1]!.words).toBe('Same here and there.');
    expect(draft.steps.at(-1)!.words).toBe(
      'Brought up to date with version 2. Look again at clause 7: both changed it.',
    );
    got(await policy.adoption.ask(oz, slow, ''));
    // Overtaken once more after it was asked for: not even the database lets it through.
    const third = await asked('Third.', pat, 30);
    got(await adopt(sia, third));
    expect(wordsOf(await adopt(sia, slow))[0]).toMatch(/^Version 3 was adopted after/);
  });
});
