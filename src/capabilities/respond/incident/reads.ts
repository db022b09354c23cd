/** What is asked of incidents; each read as whoever asks. */
import { sql } from 'kysely';
import { isId, type Kit, type Tx } from '#platform';
import { clocksOf } from './clock.ts';
import type { Incidents, Moment } from './door.ts';
import { handoversOf } from './handover.ts';
import { incidentOf, incidentsWhere, lastIncidentIdOfSignal, partsOf, signalsOf } from './incident-store.ts';
import { lessonsWhere } from './lesson.ts';
import { decisionsOf } from './run.ts';
import { tasksOf } from './task.ts';

export type Reads = Pick<
  Incidents,
  | 'list'
  | 'incident'
  | 'parts'
  | 'ofSignal'
  | 'signals'
  | 'clocks'
  | 'tasks'
  | 'decisions'
  | 'timeline'
  | 'lessons'
  | 'handovers'
>;

export function buildReads(kit: Kit): Reads {
  return {
    list: (asker, states = ['open', 'stood-down']) =>
      kit.db.as(asker, (tx) =>
        incidentsWhere(
          tx,
          sql`i.state = any(${[...states]}::text[]) order by i.state = 'closed', i.state, i.severity, i.opened_at desc, i.id limit 200`,
        ),
      ),
    incident: (asker, id) => kit.db.as(asker, (tx) => incidentOf(tx, id)),
    parts: (asker, id) => kit.db.as(asker, (tx) => partsOf(tx, id)),
    ofSignal: (asker, signalId) =>
      kit.db.as(asker, async (tx) => {
        const id = await lastIncidentIdOfSignal(tx, signalId);
        return id ? incidentOf(tx, id) : null;
      }),
    signals: (asker, id) => kit.db.as(asker, (tx) => signalsOf(tx, id)),
    clocks: (asker, id) => kit.db.as(asker, (tx) => clocksOf(tx, id)),
    tasks: (asker, id) => kit.db.as(asker, (tx) => tasksOf(tx, id)),
    decisions: (asker, id) => kit.db.as(asker, (tx) => decisionsOf(tx, id)),
    timeline: (asker, id) => kit.db.as(asker, (tx) => timelineOf(tx, id)),
    lessons: (asker, id) =>
      kit.db.as(asker, async (tx) => {
        if (id !== undefined && !isId(id)) return [];
        return lessonsWhere(tx, id === undefined ? sql`nothing_because is null` : sql`incident_id = ${id}`);
      }),
    handovers: (asker, id) => kit.db.as(asker, (tx) => handoversOf(tx, id)),
  };
}

/** With everything that was merged into it, and what was before it was split off. */
async function timelineOf(tx: Tx, id: string): Promise<readonly Moment[]> {
  if (!isId(id)) return [];
  const { rows } = await sql<Moment>`
    with recursive part as (
      select i.id, null::timestamptz as until from respond.incident i where i.id = ${id}
      union
      select o.id, case when o.merged_into = p.id then p.until else least(s.split_at, p.until) end
      from part p join respond.incident s on s.id = p.id join respond.incident o on o.merged_into = p.id or o.id = s.split_from
    )
    select distinct t.id, t.incident_id as "incidentId", t.at, t.by, t.what, t.words, t.facts from respond.timeline t join part p on p.id = t.incident_id
    where p.until is null or t.at <= p.until order by t.at, t.id limit 2000`.execute(tx);
  return rows;
}
