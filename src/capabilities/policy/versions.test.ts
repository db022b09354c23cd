/** Whatever is written, asked, sent back, adopted and dropped in whatever order: every day has one text, and keeps it. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Asker } from '#platform';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import { chief, got, jo, oz, pat, policyPlace, sia, textOf } from '../../../test/support/policy.ts';
import { dayOf } from './day.ts';
import type { Version } from './door.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

const dayMs = 86_400_000;
const writers: readonly Asker[] = [pat, oz, chief];
const deciders: readonly Asker[] = [pat, oz, chief, sia];

/** Which draft is meant, of those that there are. */
const which = fc.nat({ max: 5 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('begin' as const), by: fc.nat({ max: 2 }) }) },
  fc.record({
    do: fc.constant('write' as const),
    by: fc.nat({ max: 2 }),
    which,
    number: fc.integer({ min: 1, max: 6 }),
    words: fc.string({ minLength: 2, maxLength: 12 }),
  }),
  fc.record({ do: fc.constant('add' as const), by: fc.nat({ max: 2 }), which }),
  fc.record({
    do: fc.constant('retire' as const),
    by: fc.nat({ max: 2 }),
    which,
    number: fc.integer({ min: 1, max: 48 }),
  }),
  fc.record({ do: fc.constant('ask' as const), by: fc.nat({ max: 2 }), which }),
  fc.record({
    do: fc.constant('adopt' as const),
    by: fc.nat({ max: 3 }),
    which,
    inDays: fc.integer({ min: -2, max: 5 }),
  }),
  fc.record({ do: fc.constant('adopt' as const), by: fc.nat({ max: 3 }), which, inDays: fc.constant(0) }),
  // What a calm office does: the newest draft is asked for and adopted by somebody who wrote in none.
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('calm' as const),
      number: fc.integer({ min: 1, max: 6 }),
      inDays: fc.integer({ min: 0, max: 1 }),
    }),
  },
  fc.record({ do: fc.constant('send-back' as const), by: fc.nat({ max: 3 }), which }),
  fc.record({ do: fc.constant('take-back' as const), by: fc.nat({ max: 2 }), which }),
  fc.record({ do: fc.constant('update' as const), by: fc.nat({ max: 2 }), which }),
  fc.record({ do: fc.constant('drop' as const), by: fc.nat({ max: 2 }), which }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), days: fc.integer({ min: 1, max: 3 }) }) },
);

const textAlone = (version: Version | null) =>
  version && JSON.stringify([version.number, version.clauses, version.principles]);

let adoptedInAll = 0;

test('one text is in force on any day, and that of a day that is over never changes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 25, maxLength: 45 }), async (steps) => {
      const { kit, policy } = await policyPlace(db);
      const today = () => policy.versions.today();
      const ids: string[] = [];
      const told = new Map<string, string | null>();
      const given = new Map<number, string>();
      let adopted = 1;
      const versionOf = async (id: string) => (await policy.versions.version(sia, id))!;
      async function settle(decider: Asker, id: string, inDays: number): Promise<void> {
        const before = await versionOf(id);
        const from = dayOf(new Date(kit.clock.now().getTime() + inDays * dayMs));
        const answer = await policy.adoption.adopt(decider, id, { revision: before.revision, words: 'Good.', from });
        if (!answer.ok) return;
        expect(before.writers).not.toContain(decider.id);
        expect(before.state).toBe('asked');
        adopted += 1;
        adoptedInAll += 1;
        expect(answer.value).toBe(adopted);
      }
      for (const one of steps) {
        if (one.do === 'pass') {
          for (let left = one.days; left > 0; left -= 1) {
            told.set(today(), textAlone(await policy.versions.inForce(jo)));
            kit.clock.move(dayMs);
          }
          continue;
        }
        if (one.do === 'begin') {
          ids.push(got(await policy.drafts.begin(writers[one.by]!, 'A draft')));
          const id = ids.at(-1)!;
          got(
            await policy.drafts.saveNotes(writers[one.by]!, id, {
              title: 'A draft',
              whatChanged: 'Some.',
              equalityNote: 'None.',
              notConsultedBecause: 'A test.',
            }),
          );
          continue;
        }
        const id = one.do === 'calm' ? ids.at(-1) : ids[one.which % Math.max(1, ids.length)];
        if (!id) continue;
        if (one.do === 'calm') {
          const text = textOf(await versionOf(id), one.number, { words: `A calm change on ${today()}.` });
          await policy.drafts.changeClause(
            pat,
            id,
            one.number,
            (await versionOf(id)).clauses[one.number - 1]!.edition,
            text,
          );
          await policy.drafts.update(pat, id);
          await policy.adoption.ask(pat, id, '');
          await settle(sia, id, one.inDays);
          continue;
        }
        const by = writers[one.by] ?? sia;
        const before = await versionOf(id);
        const edition = (number: number) => before.clauses.find((clause) => clause.number === number)?.edition ?? 0;
        if (one.do === 'write') {
          const text = textOf(before, one.number, { words: `words ${one.words}` });
          await policy.drafts.changeClause(by, id, one.number, edition(one.number), text);
        } else if (one.do === 'add') {
          const text = { ...textOf(before, 7), reviewOn: dayOf(new Date(kit.clock.now().getTime() + 30 * dayMs)) };
          const answer = await policy.drafts.addClause(by, id, text);
          if (answer.ok) {
            expect(given.has(answer.value)).toBe(false);
            given.set(answer.value, id);
          }
        } else if (one.do === 'retire') await policy.drafts.retireClause(by, id, one.number, 'Because.');
        else if (one.do === 'ask') await policy.adoption.ask(by, id, '');
        else if (one.do === 'take-back') await policy.adoption.takeBack(by, id);
        else if (one.do === 'drop') await policy.adoption.drop(by, id, 'Because.');
        else if (one.do === 'update') await policy.drafts.update(by, id);
        else if (one.do === 'send-back') await policy.adoption.sendBack(deciders[one.by]!, id, 'Because.');
        else {
          await settle(deciders[one.by]!, id, one.inDays);
        }
      }
      const list = (await policy.versions.list(jo)).filter((version) => version.number !== null);
      expect(list.map((version) => version.number)).toEqual(Array.from({ length: adopted }, (_, at) => adopted - at));
      for (const [day, text] of told)
        expect([day, textAlone(await policy.versions.inForce(jo, day))]).toEqual([day, text]);
      // By the dates alone, on any day from the founding on, exactly one text stands.
      for (let ahead = -3; ahead < 8; ahead += 1) {
        const day = dayOf(new Date(kit.clock.now().getTime() + ahead * dayMs));
        const standing = list.filter((version) => version.inForceFrom! <= day);
        expect((await policy.versions.inForce(jo, day))?.number ?? null).toBe(standing[0]?.number ?? null);
        expect(standing.every((version) => version.inForceFrom! <= standing[0]!.inForceFrom!)).toBe(true);
      }
    }),
    { numRuns: 10 },
  );
  // Chance must not make the proof empty.
  expect(adoptedInAll).toBeGreaterThan(10);
});
