/**
 * Brings a draft up to date with what was adopted since it was begun, clause by clause: what only the other changed is
 * taken over, what only the draft changed stays, and where both changed the draft's words stay and are named to a person.
 */
import { sql } from 'kysely';
import type { Asker, Kit, Tx } from '#platform';
import type { Clause, Done, Principle, Version } from './door.ts';
import { no } from './text.ts';
import { addStep, isSameClause, newestAdopted, versionById } from './versions.ts';
import { draftWording as say } from './wording.ts';

const isSamePrinciple = (one: Principle, other: Principle) => one.title === other.title && one.words === other.words;

type Choice = 'keep' | 'take' | 'both';

/** Which of three texts stands. `base` is what both came from. */
function choose<T>(base: T | undefined, mine: T, theirs: T, isSame: (one: T, other: T) => boolean): Choice {
  if (isSame(mine, theirs)) return 'keep';
  if (base && isSame(base, theirs)) return 'keep';
  return base && isSame(base, mine) ? 'take' : 'both';
}

export async function bringUpToDate(kit: Kit, tx: Tx, asker: Asker, draft: Version): Promise<Done<readonly number[]>> {
  const newest = await newestAdopted(tx);
  if (!newest || newest.id === draft.baseId) return no(say.isUpToDate);
  const base = draft.baseId ? await versionById(tx, draft.baseId) : null;
  const conflicts: number[] = [];
  for (const theirs of newest.clauses) {
    const mine = draft.clauses.find((one) => one.number === theirs.number);
    if (!mine) {
      await copyClause(tx, draft.id, newest.id, theirs);
      continue;
    }
    const before = base?.clauses.find((one) => one.number === theirs.number);
    const choice = choose(before, mine, theirs, isSameButForOwner(before));
    if (choice === 'take') await takeClause(tx, draft.id, newest.id, theirs);
    if (choice === 'both') conflicts.push(theirs.number);
  }
  for (const theirs of newest.principles) {
    const mine = draft.principles.find((one) => one.number === theirs.number);
    const before = base?.principles.find((one) => one.number === theirs.number);
    if (mine && choose(before, mine, theirs, isSamePrinciple) === 'take')
      await sql`update policy.principle set title = ${theirs.title}, words = ${theirs.words}, edition = edition + 1
        where version_id = ${draft.id} and number = ${theirs.number}`.execute(tx);
  }
  await sql`update policy.version set base_id = ${newest.id}, revision = revision + 1 where id = ${draft.id}`.execute(
    tx,
  );
  await addStep(kit, tx, asker, draft.id, 'updated', say.updated(newest.number ?? 0, conflicts));
  return { ok: true, value: conflicts };
}

/** An owner that a draft was given only because nobody had the clause is no change of anybody's. */
const isSameButForOwner = (base: Clause | undefined) => (one: Clause, other: Clause) =>
  base?.ownerId === null
    ? isSameClause({ ...one, ownerId: null }, { ...other, ownerId: null })
    : isSameClause(one, other);

async function copyClause(tx: Tx, to: string, from: string, clause: Clause): Promise<void> {
  await sql`insert into policy.clause (version_id, number, title, words, owner_id, reason, source, review_on, review_set_at, scenarios, retired_because)
    select ${to}, number, title, words, owner_id, reason, source, review_on, review_set_at, scenarios, retired_because
    from policy.clause where version_id = ${from} and number = ${clause.number}`.execute(tx);
}

async function takeClause(tx: Tx, to: string, from: string, clause: Clause): Promise<void> {
  await sql`update policy.clause c set title = n.title, words = n.words, owner_id = n.owner_id, reason = n.reason, source = n.source,
      review_on = n.review_on, review_set_at = n.review_set_at, scenarios = n.scenarios, retired_because = n.retired_because, edition = c.edition + 1
    from policy.clause n where n.version_id = ${from} and n.number = ${clause.number} and c.version_id = ${to} and c.number = n.number`.execute(
    tx,
  );
}
