/** Leading an incident: its severity, its people, what was decided, how things stand, standing down. */
import { sql } from 'kysely';
import type { Severity } from '#events';
import { isId, type Tx } from '#platform';
import type { People } from '../../../people/door.ts';
import { may, type Role } from '../../../people/roles.ts';
import { changeIncident, clean, done, type Inside, refuse, wordsProblem, writeMoment } from './change.ts';
import { dropClocks, endClockOf, reckonClocks, startClocks } from './clock.ts';
import type { IncidentRole, Incidents, LoggedDecision } from './door.ts';
import { playOf } from './play.ts';
import { handTasks, makeTasks } from './task.ts';
import { refusals as say } from './wording.ts';

export const incidentRoles: readonly IncidentRole[] = ['lead', 'deputy', 'recorder', 'approver'];
const severities: readonly Severity[] = ['S1', 'S2', 'S3', 'S4', 'S5'];

export type Running = Pick<
  Incidents,
  'retitle' | 'setSeverity' | 'setActiveCase' | 'changePlay' | 'give' | 'decide' | 'note' | 'standDown'
>;

export async function decisionsOf(tx: Tx, id: string): Promise<readonly LoggedDecision[]> {
  if (!isId(id)) return [];
  return (
    await sql<LoggedDecision>`select id, at, by, facts, options, decided, reason from respond.decision where incident_id = ${id} order by at, id`.execute(
      tx,
    )
  ).rows;
}

export async function setRole(
  inside: Inside,
  tx: Tx,
  by: { readonly id: string },
  incidentId: string,
  role: IncidentRole,
  personId: string,
): Promise<void> {
  const now = inside.kit.clock.now();
  const { rows } = await sql<{ person_id: string }>`
    update respond.incident_role set until = ${now} where incident_id = ${incidentId} and role = ${role} and until is null returning person_id`.execute(
    tx,
  );
  await sql`insert into respond.incident_role (id, incident_id, role, person_id, given_by, since)
    values (${inside.kit.ids.next()}, ${incidentId}, ${role}, ${personId}, ${by.id}, ${now})`.execute(tx);
  await handTasks(tx, incidentId, role, rows[0]?.person_id ?? null, personId);
}

export function buildRunning(inside: Inside, needs: { readonly people: People }): Running {
  const { kit } = inside;
  return {
    retitle: (asker, id, title) =>
      changeIncident(inside, asker, id, { needs: 'run' }, async (tx) => {
        const wrong = wordsProblem(title);
        if (wrong) return refuse(wrong);
        await sql`update respond.incident set title = ${clean(title).slice(0, 160)} where id = ${id}`.execute(tx);
        await writeMoment(kit, tx, asker, id, { what: 'retitled', words: clean(title).slice(0, 160) });
        return done('retitled');
      }),
    setSeverity: (asker, id, severity, reason) =>
      changeIncident(inside, asker, id, { needs: 'run' }, async (tx, incident, _now, nation) => {
        const wrong = wordsProblem(reason);
        if (wrong) return refuse(wrong);
        if (!severities.includes(severity)) return refuse(say.chooseSeverity);
        if (severity === incident.severity) return refuse(say.sameSeverity);
        await reckonClocks(kit, tx, asker, incident, severity, nation);
        await sql`update respond.incident set severity = ${severity} where id = ${id}`.execute(tx);
        await writeMoment(kit, tx, asker, id, {
          what: 'severity-changed',
          words: clean(reason),
          facts: { from: incident.severity, severity },
        });
        return done('severity');
      }),
    setActiveCase: (asker, id, isActive, reason) =>
      changeIncident(inside, asker, id, { needs: 'work' }, async (tx, incident) => {
        const wrong = wordsProblem(reason);
        if (wrong) return refuse(wrong);
        // Anybody may say stop; that facts may be said again is for whoever leads.
        const mayEnd = asker.roles.includes('duty-officer') || asker.id === incident.roles.lead;
        if (!isActive && !mayEnd) return refuse(say.onlyLead);
        await sql`update respond.incident set is_active_case = ${isActive} where id = ${id}`.execute(tx);
        await writeMoment(kit, tx, asker, id, { what: isActive ? 'case-active' : 'case-over', words: clean(reason) });
        return done('case');
      }),
    changePlay: (asker, id, slug, reason) =>
      changeIncident(inside, asker, id, { needs: 'run' }, async (tx, incident, now, nation) => {
        const wrong = wordsProblem(reason);
        if (wrong) return refuse(wrong);
        const kept = await playOf(tx, slug);
        if (!kept || kept.slug === incident.kind) return refuse(say.choosePlay);
        await sql`update respond.task set state = 'not-needed', ended_by = ${asker.id}, ended_at = ${now}, ended_because = ${say.otherPlay}
          where incident_id = ${id} and state = 'open' and step like ${`${incident.kind}/%`}`.execute(tx);
        await sql`update respond.incident set kind = ${kept.slug}, play_version = ${kept.version}, play = ${JSON.stringify(kept.play)}::jsonb where id = ${id}`.execute(
          tx,
        );
        await makeTasks(kit, tx, asker, id, { slug, play: kept.play, severity: incident.severity, nation }, now);
        await writeMoment(kit, tx, asker, id, {
          what: 'play-changed',
          words: clean(reason),
          facts: { from: incident.kind, kind: slug },
        });
        return done('play');
      }),
    give: async (asker, id, role, personId) => {
      const colleagues = await needs.people.colleagues(asker);
      return changeIncident(inside, asker, id, { needs: 'work' }, async (tx, incident) => {
        if (!incidentRoles.includes(role)) return refuse(say.chooseRole);
        const person = colleagues.find((one) => one.id === personId);
        if (!person || !may(person.roles, 'work-incident')) return refuse(say.choosePerson);
        // The first to come leads; after that who leads is for those who run it.
        const isFree = role === 'lead' && !incident.roles.lead && personId === asker.id;
        const isRunner =
          asker.roles.includes('duty-officer') ||
          asker.id === incident.roles.lead ||
          asker.id === incident.roles.deputy;
        if (!isFree && !isRunner) return refuse(say.onlyLead);
        const problem = roleProblem(role, person, incident.roles);
        if (problem) return refuse(problem);
        if (incident.roles[role] === personId) return refuse(say.hasRole);
        await setRole(inside, tx, asker, id, role, personId);
        await endClockOf(kit, tx, asker, id, 'acknowledge');
        await writeMoment(kit, tx, asker, id, { what: 'role-given', facts: { role, personId } });
        return done('role');
      });
    },
    decide: (asker, id, given) =>
      changeIncident(inside, asker, id, { needs: 'work' }, async (tx, _incident, now) => {
        for (const words of [given.facts, given.decided, given.reason]) {
          const wrong = wordsProblem(words);
          if (wrong) return refuse(wrong);
        }
        await sql`insert into respond.decision (id, incident_id, at, by, facts, options, decided, reason)
          values (${kit.ids.next()}, ${id}, ${now}, ${asker.id}, ${clean(given.facts)}, ${clean(given.options)}, ${clean(given.decided)}, ${clean(given.reason)})`.execute(
          tx,
        );
        await endClockOf(kit, tx, asker, id, 'acknowledge');
        await endClockOf(kit, tx, asker, id, 'decide');
        await writeMoment(kit, tx, asker, id, { what: 'decided', words: clean(given.decided) });
        return done('decided');
      }),
    note: (asker, id, words, isUpdate) =>
      changeIncident(inside, asker, id, { needs: 'work', isAfterwards: true }, async (tx, incident, now, nation) => {
        const wrong = wordsProblem(words);
        if (wrong) return refuse(wrong);
        await writeMoment(kit, tx, asker, id, { what: isUpdate ? 'update' : 'note', words: clean(words) });
        if (!isUpdate || incident.state !== 'open') return done('noted');
        await endClockOf(kit, tx, asker, id, 'update');
        await startClocks(kit, tx, id, incident.severity, now, nation, ['update']);
        return done('update');
      }),
    standDown: (asker, id, reason) =>
      changeIncident(inside, asker, id, { needs: 'run' }, async (tx, _incident, now) => {
        const wrong = wordsProblem(reason);
        if (wrong) return refuse(wrong);
        await dropClocks(kit, tx, asker, id, say.stoodDownClock);
        await sql`update respond.incident set state = 'stood-down', stood_down_at = ${now} where id = ${id}`.execute(
          tx,
        );
        await writeMoment(kit, tx, asker, id, { what: 'stood-down', words: clean(reason) });
        return done('stood-down');
      }),
  };
}

/** A deputy is somebody else than the lead, and an approver is somebody who may approve (domain rules A0, A21). */
function roleProblem(
  role: IncidentRole,
  person: { readonly id: string; readonly roles: readonly Role[] },
  held: Readonly<Partial<Record<IncidentRole, string>>>,
): string | null {
  if (role === 'approver' && !person.roles.includes('response-approver')) return say.noApprover;
  if (role === 'deputy' && held.lead === person.id) return say.sameAsLead;
  return role === 'lead' && held.deputy === person.id ? say.sameAsLead : null;
}
