/** Who takes over, and what is open: the note that the next lead takes. */
import { sql } from 'kysely';
import { isId, type Tx } from '#platform';
import type { People } from '../../../people/door.ts';
import { may } from '../../../people/roles.ts';
import { changeIncident, clean, done, type Inside, refuse, wordsProblem, writeMoment } from './change.ts';
import { clocksOf } from './clock.ts';
import type { HandoverNote, Incidents } from './door.ts';
import { setRole } from './run.ts';
import { tasksOf } from './task.ts';
import { refusals as say } from './wording.ts';

export async function handoversOf(tx: Tx, incidentId: string): Promise<readonly HandoverNote[]> {
  if (!isId(incidentId)) return [];
  return (
    await sql<HandoverNote>`select id, at, by, to_id as "toId", words, open, taken_at as "takenAt" from respond.incident_handover
      where incident_id = ${incidentId} order by at desc, id desc`.execute(tx)
  ).rows;
}

export function buildHandovers(
  inside: Inside,
  needs: { readonly people: People },
): Pick<Incidents, 'handOver' | 'takeOver'> {
  const { kit } = inside;
  return {
    handOver: async (asker, id, toId, words) => {
      const colleagues = await needs.people.colleagues(asker);
      return changeIncident(inside, asker, id, { needs: 'run' }, async (tx, incident, now) => {
        const wrong = wordsProblem(words);
        if (wrong) return refuse(wrong);
        const to = colleagues.find((one) => one.id === toId);
        if (!to || !may(to.roles, 'work-incident') || toId === asker.id) return refuse(say.chooseOther);
        if (incident.roles.deputy === toId)
          await sql`update respond.incident_role set until = ${now} where incident_id = ${id} and role = 'deputy' and until is null`.execute(
            tx,
          );
        const open = {
          clocks: (await clocksOf(tx, id)).filter((one) => one.state === 'running' || one.state === 'paused').length,
          tasks: (await tasksOf(tx, id)).filter((one) => one.state === 'open').map((one) => one.words),
        };
        await sql`insert into respond.incident_handover (id, incident_id, at, by, to_id, words, open)
          values (${kit.ids.next()}, ${id}, ${now}, ${asker.id}, ${toId}, ${clean(words)}, ${JSON.stringify(open)}::jsonb)`.execute(
          tx,
        );
        await writeMoment(kit, tx, asker, id, { what: 'handed-over', words: clean(words), facts: { personId: toId } });
        return done('handed-over');
      });
    },
    takeOver: (asker, id, noteId) =>
      changeIncident(inside, asker, id, { needs: 'work' }, async (tx, _incident, now) => {
        if (!isId(noteId)) return refuse(say.notThere);
        const { rows } = await sql`update respond.incident_handover set taken_at = ${now}
          where id = ${noteId} and incident_id = ${id} and to_id = ${asker.id} and taken_at is null returning id`.execute(
          tx,
        );
        if (rows.length === 0) return refuse(say.notForYou);
        await setRole(inside, tx, asker, id, 'lead', asker.id);
        await writeMoment(kit, tx, asker, id, { what: 'taken-over', facts: { personId: asker.id } });
        return done('role');
      }),
  };
}
