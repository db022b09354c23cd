/** At the founding of an organisation the starter text becomes version 1: in force, and marked as not yet consulted on. */
import { sql } from 'kysely';
import { type Kit, system } from '#platform';
import { dayOf, yearAfter } from './day.ts';
import { starterClauses, starterPrinciples } from './starter.table.ts';
import { addStep, inLine } from './versions.ts';
import { starterWording as say } from './wording.ts';

const me = system('policy');

/** Hears the founding; bears a repeat. */
export function startWithStarter(kit: Kit): void {
  kit.news.listen('policy.starter', ['people.organisation-founded'], me, async (tx) => {
    await inLine(tx);
    const { rows } = await sql`select 1 from policy.version limit 1`.execute(tx);
    if (rows.length > 0) return;
    const id = kit.ids.next();
    const now = kit.clock.now();
    const today = dayOf(now);
    await sql`insert into policy.version (id, state, kind, title, begun_by, begun_at, what_changed, not_consulted_because)
      values (${id}, 'draft', 'starter', ${say.title}, ${me.id}, ${now}, ${say.whatChanged}, ${say.notConsulted})`.execute(
      tx,
    );
    await sql`insert into policy.clause_number (number, version_id) select number, ${id}
      from jsonb_to_recordset(${JSON.stringify(starterClauses)}::jsonb) as x(number int)`.execute(tx);
    await sql`insert into policy.principle (version_id, number, title, words) select ${id}, number, title, words
      from jsonb_to_recordset(${JSON.stringify(starterPrinciples)}::jsonb) as x(number int, title text, words text)`.execute(
      tx,
    );
    await sql`insert into policy.clause (version_id, number, title, words, reason, source, scenarios, review_on, review_set_at)
      select ${id}, number, title, words, reason, source, array(select value::int from jsonb_array_elements_text(scenarios)), ${yearAfter(today)}::date, ${now}
      from jsonb_to_recordset(${JSON.stringify(starterClauses)}::jsonb) as x(number int, title text, words text, reason text, source text, scenarios jsonb)`.execute(
      tx,
    );
    await sql`update policy.version set state = 'adopted', number = 1, adopted_by = ${me.id}, adopted_at = ${now}, in_force_from = ${today}::date where id = ${id}`.execute(
      tx,
    );
    await addStep(kit, tx, me, id, 'adopted', say.step);
    await kit.news.publish(tx, 'policy.version-adopted', { versionId: id, number: 1 });
  });
}
