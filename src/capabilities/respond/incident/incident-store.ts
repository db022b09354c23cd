/** Incidents in the database; each read asks "who asks?" and the database refuses the rest. */
import { sql } from 'kysely';
import type { Severity } from '#events';
import { isId, type Tx } from '#platform';
import type { Incident, IncidentRole, IncidentState, LinkedSignal, Play } from './door.ts';

interface Row {
  id: string;
  number: string;
  title: string;
  kind: string;
  play_version: number;
  play: Play;
  severity: Severity;
  state: IncidentState;
  is_active_case: boolean;
  opened_by: string;
  opened_at: Date;
  stood_down_at: Date | null;
  closed_at: Date | null;
  merged_into: string | null;
  split_from: string | null;
  roles: Partial<Record<IncidentRole, string>> | null;
}

const asIncident = (row: Row): Incident => ({
  id: row.id,
  number: row.number,
  title: row.title,
  kind: row.kind,
  playVersion: row.play_version,
  play: row.play,
  severity: row.severity,
  state: row.state,
  isActiveCase: row.is_active_case,
  openedBy: row.opened_by,
  openedAt: row.opened_at,
  stoodDownAt: row.stood_down_at,
  closedAt: row.closed_at,
  mergedInto: row.merged_into,
  splitFrom: row.split_from,
  roles: row.roles ?? {},
});

export async function incidentsWhere(tx: Tx, where: ReturnType<typeof sql>): Promise<readonly Incident[]> {
  const { rows } = await sql<Row>`
    select i.*, (select jsonb_object_agg(r.role, r.person_id) from respond.incident_role r where r.incident_id = i.id and r.until is null) as roles
    from respond.incident i where ${where}`.execute(tx);
  return rows.map(asIncident);
}

export async function incidentOf(tx: Tx, id: string): Promise<Incident | null> {
  if (!isId(id)) return null;
  return (await incidentsWhere(tx, sql`i.id = ${id}`))[0] ?? null;
}

/** Where it goes on: itself, unless it was joined to another. */
export async function goingOn(tx: Tx, id: string): Promise<Incident | null> {
  const incident = await incidentOf(tx, id);
  return incident?.mergedInto ? goingOn(tx, incident.mergedInto) : incident;
}

/** It, and all that was joined to it and to these. */
export async function partsOf(tx: Tx, id: string): Promise<readonly string[]> {
  if (!isId(id)) return [];
  const { rows } = await sql<{ id: string }>`
    with recursive part as (
      select i.id from respond.incident i where i.id = ${id}
      union select m.id from respond.incident m join part p on m.merged_into = p.id
    ) select id from part`.execute(tx);
  return rows.map((row) => row.id);
}

/** Held still until the transaction ends, in one order where there are two. */
export async function lockIncidents(tx: Tx, ids: readonly string[]): Promise<void> {
  const known = ids.filter(isId);
  await sql`select 1 from respond.incident where id = any(${known}::uuid[]) order by id for update`.execute(tx);
}

export async function signalsOf(tx: Tx, id: string): Promise<readonly LinkedSignal[]> {
  if (!isId(id)) return [];
  const { rows } = await sql<LinkedSignal>`
    select signal_id as "signalId", severity, code, joined_at as "joinedAt" from respond.incident_signal
    where incident_id = ${id} and (left_at is null or left_because = 'closed') order by joined_at, id`.execute(tx);
  return rows;
}

export async function incidentIdOfSignal(tx: Tx, signalId: string): Promise<string | null> {
  if (!isId(signalId)) return null;
  const { rows } = await sql<{ incident_id: string }>`
    select incident_id from respond.incident_signal where signal_id = ${signalId} and left_at is null`.execute(tx);
  return rows[0]?.incident_id ?? null;
}

/** Where it is, or else where it was until that was closed. */
export async function lastIncidentIdOfSignal(tx: Tx, signalId: string): Promise<string | null> {
  if (!isId(signalId)) return null;
  const { rows } = await sql<{ incident_id: string }>`
    select incident_id from respond.incident_signal where signal_id = ${signalId} and (left_at is null or left_because = 'closed')
    order by left_at is not null, joined_at desc limit 1`.execute(tx);
  return rows[0]?.incident_id ?? null;
}

/** As alerts make it of a signal's id, so that one number is said from the first call to the last report. */
export function caseNumber(id: string): string {
  const digits = id.replaceAll('-', '').slice(-8).toUpperCase();
  return `FW-${digits.slice(0, 4)}-${digits.slice(4)}`;
}

/** The number of its first signal where that is free, else its own. */
export async function freeNumber(tx: Tx, id: string, signalId: string | undefined): Promise<string> {
  if (!signalId) return caseNumber(id);
  const number = caseNumber(signalId);
  const { rows } = await sql`select 1 from respond.incident where number = ${number}`.execute(tx);
  return rows.length > 0 ? caseNumber(id) : number;
}
