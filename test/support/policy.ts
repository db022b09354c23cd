/** POLICY on a real database for tests: the starter text in force, and people who may write and adopt. */
import type { People } from '#people';
import type { OpenDatabase } from '#platform';
import type { Policy } from '#policy';
import type { ClauseText, Done, Version } from '../../src/capabilities/policy/door.ts';
import { buildPolicy } from '../../src/capabilities/policy/index.ts';
import type { TestDatabase } from './database.ts';
import { type TestKit, testKit } from './kit.ts';
import { person } from './watch.ts';

/** Writes; so does Oz. */
export const pat = person('pat', 'policy-owner');
export const oz = person('oz', 'policy-owner');
/** Adopts. */
export const sia = person('sia', 'siro');
/** Holds every role that could help to pass by the second person. */
export const chief = person('chief', 'policy-owner', 'siro');
export const jo = person('jo');
export const vi = person('vi', 'auditor');

export interface PolicyPlace {
  readonly kit: TestKit;
  readonly policy: Policy;
}

/** Empties POLICY and founds anew at the time of the clock. */
export async function policyPlace(db: TestDatabase, now = new Date('2026-03-02T09:00:00Z')): Promise<PolicyPlace> {
  await db.asOwner(async (client) => {
    await client.query('set session_replication_role = replica');
    for (const table of [
      'gap_answer',
      'gap',
      'review_task',
      'review',
      'step',
      'consultation',
      'principle',
      'clause',
      'clause_number',
      'writer',
      'version',
    ])
      await client.query(`delete from policy.${table}`);
    await client.query('set session_replication_role = default');
    await client.query('update policy.setting set is_public = false');
    await client.query('delete from platform.cursor');
    await client.query('truncate platform.event');
  });
  return policyOn(db, now);
}

/** On what is already there; founds where there is nothing. */
export async function policyOn(db: OpenDatabase, now = new Date('2026-03-02T09:00:00Z')): Promise<PolicyPlace> {
  const kit = testKit(db, { now });
  const policy = buildPolicy(kit, { people: {} as People, address: 'http://localhost' });
  await kit.db.as(pat, (tx) => kit.news.publish(tx, 'people.organisation-founded', { organisationId: kit.ids.next() }));
  await kit.news.drain();
  return { kit, policy };
}

export function got<T>(answer: Done<T>): T {
  if (!answer.ok) throw new Error(answer.problems.map((one) => `${one.field}: ${one.words}`).join('; '));
  return answer.value;
}

export const wordsOf = (answer: Done<unknown>) =>
  answer.ok ? [] : answer.problems.map((one) => one.words || one.field);
export const fieldsOf = (answer: Done<unknown>) => (answer.ok ? [] : answer.problems.map((one) => one.field));

/** What stands in a clause now, to change a part of it. */
export function textOf(version: Version, number: number, change: Partial<ClauseText> = {}): ClauseText {
  const clause = version.clauses.find((one) => one.number === number)!;
  return {
    title: clause.title,
    words: clause.words,
    ownerId: clause.ownerId ?? 'pat',
    reason: clause.reason,
    source: clause.source,
    reviewOn: clause.reviewOn,
    scenarios: clause.scenarios,
    ...change,
  };
}
