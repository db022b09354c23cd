/** Each clause is looked at within 12 months: when, by whom, and what they found. */
import { sql } from 'kysely';
import type { Kit } from '#platform';
import { may } from '../../people/roles.ts';
import { dayOf } from './day.ts';
import type { Review, Reviews } from './door.ts';
import { longest, no, reviewMistakes, want, yes } from './text.ts';
import { inForceOn } from './versions.ts';
import { reviewWording as say } from './wording.ts';

export function buildReviews(kit: Kit): Reviews {
  const today = () => dayOf(kit.clock.now());
  return {
    calendar: (asker) =>
      kit.db.as(asker, async (tx) => {
        const version = await inForceOn(tx, today());
        if (!version) return [];
        // A look counts when it came after the clause was given its date; the last one stands.
        const { rows } = await sql<Review & { number: number }>`
          select distinct on (r.clause_number) r.clause_number as number, r.at, r.by, r.words, r.next_on::text as "nextOn"
          from policy.review r join policy.clause c on c.version_id = ${version.id} and c.number = r.clause_number
          where r.at >= c.review_set_at order by r.clause_number, r.at desc, r.id desc`.execute(tx);
        return version.clauses
          .filter((clause) => clause.retiredBecause === null)
          .map((clause) => {
            const last = rows.find((row) => row.number === clause.number) ?? null;
            const dueOn = last?.nextOn ?? clause.reviewOn;
            return { clause, dueOn, isOverdue: dueOn < today(), last };
          })
          .sort((a, b) => (a.dueOn === b.dueOn ? a.clause.number - b.clause.number : a.dueOn < b.dueOn ? -1 : 1));
      }),
    reviews: (asker, number) =>
      kit.db.as(asker, async (tx) => {
        const { rows } = await sql<Review>`select at, by, words, next_on::text as "nextOn" from policy.review
          where clause_number = ${number} order by at desc, id desc limit 200`.execute(tx);
        return rows;
      }),
    review: (asker, number, given) =>
      kit.db.as(asker, async (tx) => {
        const version = await inForceOn(tx, today());
        const clause = version?.clauses.find((one) => one.number === number && one.retiredBecause === null);
        if (!clause) return no(say.notInForce);
        if (clause.ownerId !== asker.id && !may(asker.roles, 'write-policy')) return no(say.notYours);
        const problems = [
          ...want('words', given.words, say.enterWords, longest.words),
          ...reviewMistakes('nextOn', given.nextOn, today()),
        ];
        if (problems.length > 0) return { ok: false, problems };
        await sql`insert into policy.review (id, clause_number, at, by, words, next_on)
          values (${kit.ids.next()}, ${number}, ${kit.clock.now()}, ${asker.id}, ${given.words.trim()}, ${given.nextOn}::date)`.execute(
          tx,
        );
        return yes;
      }),
  };
}
