/** Tasks of an incident: made of the steps of its play or added by hand; taken, done, or not needed because. */
import { sql } from 'kysely';
import { addWorkingHours, type Nation } from '#engines/calendar';
import type { Severity } from '#events';
import { type Asker, isId, type Kit, type Tx } from '#platform';
import { changeIncident, clean, done, type Inside, refuse, wordsProblem, writeMoment } from './change.ts';
import { isRoundTheClock } from './clock.table.ts';
import type { Incidents, Play, PlayStep, Task } from './door.ts';
import { refusals as say } from './wording.ts';

const mostTasks = 200;
const mostMinutes = 60 * 24 * 60;
const workingDayMinutes = 480;

interface Row {
  id: string;
  step: string | null;
  words: string;
  for_role: PlayStep['role'];
  due_at: Date | null;
  owner_id: string | null;
  state: Task['state'];
  missed_at: Date | null;
  ended_by: string | null;
  ended_at: Date | null;
  ended_because: string | null;
}

/** Open ones first, by when they are due. */
export async function tasksOf(tx: Tx, incidentId: string): Promise<readonly Task[]> {
  if (!isId(incidentId)) return [];
  const { rows } = await sql<Row>`
    select * from respond.task where incident_id = ${incidentId} order by state <> 'open', due_at nulls last, place, id`.execute(
    tx,
  );
  return rows.map((row) => ({
    id: row.id,
    step: row.step,
    words: row.words,
    forRole: row.for_role,
    dueAt: row.due_at,
    ownerId: row.owner_id,
    state: row.state,
    missedAt: row.missed_at,
    endedBy: row.ended_by,
    endedAt: row.ended_at,
    endedBecause: row.ended_because,
  }));
}

/** Steps that are there already stay as they are: a play that is started twice makes its tasks once. */
export async function makeTasks(
  kit: Kit,
  tx: Tx,
  asker: Asker,
  incidentId: string,
  given: { readonly slug: string; readonly play: Play; readonly severity: Severity; readonly nation: Nation },
  from: Date,
): Promise<void> {
  const { slug, play } = given;
  for (const [place, step] of play.steps.entries())
    await sql`insert into respond.task (id, incident_id, step, place, words, for_role, due_at, owner_id, added_by, added_at)
      values (${kit.ids.next()}, ${incidentId}, ${`${slug}/${step.key}`}, ${place}, ${step.words}, ${step.role},
        ${dueAt(step.minutes, given.severity, given.nation, from)},
        (select person_id from respond.incident_role where incident_id = ${incidentId} and role = ${step.role} and until is null), ${asker.id}, ${from})
      on conflict do nothing`.execute(tx);
}

/** By day and night for S1 and S2. Else up to a working day counts in working time, and what is longer by the calendar. */
function dueAt(minutes: number | null, severity: Severity, nation: Nation, from: Date): Date | null {
  if (minutes === null) return null;
  if (isRoundTheClock(severity) || minutes > workingDayMinutes) return new Date(from.getTime() + minutes * 60_000);
  return addWorkingHours(from, minutes / 60, nation);
}

/** Whoever takes a role in the incident takes its open tasks that nobody has taken yet. */
export async function handTasks(
  tx: Tx,
  incidentId: string,
  role: string,
  from: string | null,
  to: string,
): Promise<void> {
  await sql`update respond.task set owner_id = ${to} where incident_id = ${incidentId} and for_role = ${role} and state = 'open'
    and (owner_id is null or owner_id = ${from})`.execute(tx);
}

export function buildTaskActs(inside: Inside): Pick<Incidents, 'addTask' | 'claimTask' | 'endTask'> {
  const { kit } = inside;
  const taskIn = async (tx: Tx, incidentId: string, id: string) =>
    (await tasksOf(tx, incidentId)).find((task) => task.id === id);
  return {
    addTask: (asker, id, words, minutes) =>
      changeIncident(inside, asker, id, { needs: 'work' }, async (tx, _incident, now) => {
        const wrong = wordsProblem(words);
        if (wrong) return refuse(wrong);
        if (minutes !== null && !(Number.isInteger(minutes) && minutes > 0 && minutes <= mostMinutes))
          return refuse(say.minutes);
        const all = await tasksOf(tx, id);
        if (all.length >= mostTasks) return refuse(say.tooManyTasks(mostTasks));
        await sql`insert into respond.task (id, incident_id, step, place, words, for_role, due_at, added_by, added_at)
          values (${kit.ids.next()}, ${id}, null, ${1000 + all.length}, ${clean(words)}, 'anybody', ${minutes === null ? null : new Date(now.getTime() + minutes * 60_000)}, ${asker.id}, ${now})`.execute(
          tx,
        );
        await writeMoment(kit, tx, asker, id, { what: 'task-added', words: clean(words) });
        return done('task');
      }),
    claimTask: (asker, id, taskId) =>
      changeIncident(inside, asker, id, { needs: 'work' }, async (tx) => {
        const task = await taskIn(tx, id, taskId);
        if (task?.state !== 'open') return refuse(say.alreadyDone);
        await sql`update respond.task set owner_id = ${asker.id} where id = ${taskId}`.execute(tx);
        await writeMoment(kit, tx, asker, id, { what: 'task-taken', words: task.words });
        return done('task');
      }),
    endTask: (asker, id, taskId, how, because) =>
      changeIncident(inside, asker, id, { needs: 'work' }, async (tx, _incident, now) => {
        const wrong = how === 'not-needed' ? wordsProblem(because) : null;
        if (wrong) return refuse(wrong);
        const task = await taskIn(tx, id, taskId);
        if (task?.state !== 'open') return refuse(say.alreadyDone);
        const words = clean(because);
        await sql`update respond.task set state = ${how}, ended_by = ${asker.id}, ended_at = ${now}, ended_because = ${words}, owner_id = coalesce(owner_id, ${asker.id}) where id = ${taskId}`.execute(
          tx,
        );
        await writeMoment(kit, tx, asker, id, {
          what: `task-${how}`,
          words: words ? `${task.words} ${words}` : task.words,
        });
        return done('task');
      }),
  };
}

/** Nobody is paged for what can wait. */
export function isPaged(severity: Severity): boolean {
  return severity <= 'S3';
}
