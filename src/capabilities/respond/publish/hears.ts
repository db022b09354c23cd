/** What publishing hears: who left, whose roles changed, and incidents that freeze what was planned. */
import { sql } from 'kysely';
import type { IncidentRules } from '#events';
import { type Kit, system, type Tx } from '#platform';
import type { Watch } from '#watch';
import type { People } from '../../../people/door.ts';
import { may, type Permission } from '../../../people/roles.ts';
import type { Act } from './door.ts';
import { setAlarms } from './release.ts';
import { endWithoutRole, leave } from './rights.ts';
import { sendWording as say } from './wording.ts';

const me = system('respond');
const wantedFor: Readonly<Record<Act, Permission>> = {
  draft: 'draft-responses',
  approve: 'approve-responses',
  publish: 'publish-responses',
};

export function listen(kit: Kit, people: Pick<People, 'colleagues'>, alerts: Pick<Watch['alerts'], 'page'>): void {
  kit.news.listen('respond.accounts', ['people.person-left'], me, async (tx, event) => {
    for (const accountId of await leave(kit, tx, event.fields.personId))
      await alerts.page(tx, {
        key: `respond.account-alone:${accountId}:${event.id}`,
        severity: 'S3',
        code: 'account-alone',
        href: `/respond/accounts/${accountId}`,
      });
  });
  kit.news.listen('respond.roles', ['people.roles-changed'], me, (tx, event) =>
    kit.jobs.add(tx, 'respond.roles', { personId: event.fields.personId }),
  );
  kit.news.listen('respond.released', ['respond.draft-changed'], me, async (tx, event) => {
    if (event.fields.change === 'released' || event.fields.change === 'put-back')
      await setAlarms(kit, tx, event.fields.draftId);
  });
  kit.news.listen('respond.election-begins', ['respond.election-changed'], me, (tx) =>
    kit.jobs.add(tx, 'respond.elections', {}),
  );
  kit.jobs.on('respond.roles', {
    act: async (job) => {
      const personId = String(job.fields.personId);
      const roles = (await people.colleagues(me)).find((one) => one.id === personId)?.roles ?? [];
      const still = Object.fromEntries(
        Object.entries(wantedFor).map(([act, permission]) => [act, may(roles, permission)]),
      );
      await kit.db.as(me, (tx) => endWithoutRole(kit, tx, personId, still));
    },
  });
  kit.news.listen(
    'respond.publish-incidents',
    ['respond.incident-opened', 'respond.incident-changed', 'respond.incident-closed'],
    me,
    (tx, event) => {
      const { incidentId } = event.fields;
      if (event.name === 'respond.incident-closed') return noteClosed(tx, incidentId, event.at);
      if ('mergedInto' in event.fields && event.fields.mergedInto)
        return noteMerged(tx, incidentId, event.fields.mergedInto, event.at);
      return noteIncident(tx, event.fields, event.at);
    },
  );
}

async function noteClosed(tx: Tx, incidentId: string, at: Date): Promise<void> {
  await sql`update respond.publish_incident set closed_at = ${at} where incident_id = ${incidentId}`.execute(tx);
}

/** What was written for it follows the incident that goes on, and what it forbids is forbidden there, from this moment. */
async function noteMerged(tx: Tx, incidentId: string, into: string, at: Date): Promise<void> {
  await sql`update respond.publish_incident set merged_into = ${into}, closed_at = ${at} where incident_id = ${incidentId}`.execute(
    tx,
  );
  await sql`update respond.publish_incident as whole set is_active_case = whole.is_active_case or part.is_active_case,
      forbids = array(select distinct unnest(whole.forbids || part.forbids))
    from respond.publish_incident part where part.incident_id = ${incidentId} and whole.incident_id = ${into}`.execute(
    tx,
  );
}

/** In an S1 everything that was planned and is not about it waits for a person (domain rules C and E6). */
async function noteIncident(
  tx: Tx,
  {
    incidentId,
    severity,
    forbids = [],
    isActiveCase = false,
  }: { readonly incidentId: string; readonly severity: string } & IncidentRules,
  at: Date,
): Promise<void> {
  const { rows } = await sql<{
    severity: string;
  }>`select severity from respond.publish_incident where incident_id = ${incidentId}`.execute(tx);
  const was = rows[0]?.severity ?? null;
  await sql`insert into respond.publish_incident (incident_id, severity, opened_at, forbids, is_active_case)
    values (${incidentId}, ${severity}, ${at}, ${[...forbids]}::text[], ${isActiveCase})
    on conflict (incident_id) do update set severity = excluded.severity, forbids = excluded.forbids, is_active_case = excluded.is_active_case, closed_at = null`.execute(
    tx,
  );
  if (severity !== 'S1' || was === 'S1') return;
  await sql`update respond.publication set state = 'stopped', code = 'incident', words = ${say.frozenByIncident}
    where state = 'due' and attempts = 0 and respond.goes_on_as(incident_id) is distinct from ${incidentId}::uuid`.execute(
    tx,
  );
}
