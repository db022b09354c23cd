/**
 * What incidents hear. A signal that was passed on opens one, once, whenever the process is killed; a timeline fills
 * itself; clocks and tasks that run out are shown and page.
 */
import { sql } from 'kysely';
import type { Assure } from '#assure';
import type { Events } from '#events';
import { type Happened, type Kit, system, type Tx } from '#platform';
import { type Inside, writeMoment } from './change.ts';
import { endClockOf } from './clock.ts';
import { goingOn, incidentIdOfSignal, incidentOf, partsOf, signalsOf } from './incident-store.ts';
import type { OpenNeeds } from './open.ts';
import { type Escalated, eyes, followMerge, openFromSignal } from './passed-on.ts';
import { isPaged } from './task.ts';
import { refusals as say } from './wording.ts';

const me = system('respond');

const heard = [
  'watch.signal-escalated',
  'watch.signal-changed',
  'watch.alert-raised',
  'respond.incident-opened',
  'respond.incident-changed',
  'respond.incident-closed',
  'respond.draft-changed',
  'respond.item-changed',
  'respond.response-published',
  'respond.response-failed',
  'respond.response-removed',
  'respond.publishing-stopped',
  'respond.publishing-started',
] as const;
type Heard = { [K in (typeof heard)[number]]: Happened<Events, K> }[(typeof heard)[number]];

export interface HearNeeds extends OpenNeeds {
  readonly assure: Assure;
}

export function listenForIncidents(inside: Inside, needs: HearNeeds): void {
  const { kit } = inside;
  kit.news.listen('respond.incidents', heard, me, async (tx, event) => {
    await hear(kit, needs, tx, event);
  });
  kit.jobs.on('respond.open-incident', {
    attempts: 1000,
    backoffMs: (attempt) => Math.min(60_000, 1000 * 2 ** Math.min(attempt, 10)),
    act: (job) => openFromSignal(inside, needs, job.fields as unknown as Escalated),
  });
  kit.jobs.on('respond.follow-merge', { act: (job) => followMerge(kit, needs, String(job.fields.signalId)) });
  kit.jobs.on('respond.end-referral', {
    act: async (job) => {
      await needs.watch.signals.closeReferral(eyes, String(job.fields.referralId), say.referralOutcome);
    },
  });
  kit.jobs.on('respond.join-evidence', {
    act: (job) => needs.assure.evidence.join(eyes, String(job.fields.signalId), String(job.fields.incidentId)),
  });
  kit.jobs.on('respond.keep-evidence', {
    act: async (job) => {
      const id = String(job.fields.incidentId);
      await needs.assure.evidence.keepUntil({ kind: 'incident', id }, new Date(String(job.fields.until)));
    },
  });
  kit.jobs.on('respond.due', {
    attempts: 1000,
    backoffMs: (attempt) => Math.min(60_000, 1000 * 2 ** Math.min(attempt, 10)),
    act: (job) => kit.db.as(me, (tx) => tellMissed(kit, needs, tx, String(job.fields.incidentId))),
  });
}

async function hear(kit: Kit, needs: HearNeeds, tx: Tx, event: Heard): Promise<unknown> {
  switch (event.name) {
    case 'watch.signal-escalated': {
      const { to, ...fields } = event.fields;
      // The signal is asked for after this transaction, by a chore: another part may need the database by itself.
      if (to === 'incident') await kit.jobs.add(tx, 'respond.open-incident', fields, { key: fields.referralId });
      return;
    }
    case 'watch.signal-changed':
      return hearSignal(kit, tx, event);
    case 'watch.alert-raised': {
      const id = event.fields.signalId ? await incidentIdOfSignal(tx, event.fields.signalId) : null;
      if (id) await fromEvent(kit, tx, event, id, 'alert-raised', { alertId: event.fields.alertId });
      return;
    }
    case 'respond.incident-opened':
      await callForLead(needs, tx, event.fields.incidentId);
      await joinEvidence(kit, tx, event.fields.incidentId);
      return watchClocks(kit, tx, event.fields.incidentId);
    case 'respond.incident-changed':
      await stopCalling(needs, tx, event.fields.incidentId);
      if (event.fields.change === 'signals') await joinEvidence(kit, tx, event.fields.incidentId);
      return watchClocks(kit, tx, event.fields.incidentId);
    case 'respond.draft-changed':
      return fromOther(kit, tx, event, event.fields.incidentId, 'draft', event.fields.change);
    case 'respond.item-changed':
      return fromOther(kit, tx, event, event.fields.incidentId, 'item', event.fields.change);
    case 'respond.response-published': {
      const { incidentId } = event.fields;
      if (await fromOther(kit, tx, event, incidentId, 'response', 'published'))
        await lineIsOut(kit, tx, event, (await goingOn(tx, incidentId!))!.id);
      return;
    }
    case 'respond.response-failed':
      return fromOther(kit, tx, event, event.fields.incidentId, 'response', 'failed');
    case 'respond.response-removed':
      return fromOther(kit, tx, event, event.fields.incidentId, 'response', 'removed');
    case 'respond.publishing-stopped':
      return switchTurned(kit, tx, event, 'stopped');
    case 'respond.publishing-started':
      return switchTurned(kit, tx, event, 'started');
    case 'respond.incident-closed':
      await stopCalling(needs, tx, event.fields.incidentId);
      await keepEvidence(kit, tx, event.fields.incidentId);
      return endReferrals(kit, tx, event.fields.incidentId);
  }
}

async function fromEvent(
  kit: Kit,
  tx: Tx,
  event: Happened<Events>,
  incidentId: string,
  what: string,
  facts: Readonly<Record<string, string>>,
): Promise<boolean> {
  return writeMoment(kit, tx, { id: event.asker }, incidentId, { what, facts }, { eventId: event.id, at: event.at });
}

/** What another part did for this incident; false when it is for none, or was heard before. */
async function fromOther(
  kit: Kit,
  tx: Tx,
  event: Happened<Events>,
  incidentId: string | null,
  what: string,
  change: string,
  facts: Readonly<Record<string, string>> = {},
): Promise<boolean> {
  if (incidentId === null || !(await incidentOf(tx, incidentId))) return false;
  return fromEvent(kit, tx, event, incidentId, `${what}-${change}`, facts);
}

/** Only where this incident was named as the reason. */
function switchTurned(
  kit: Kit,
  tx: Tx,
  event: Happened<Events, 'respond.publishing-stopped' | 'respond.publishing-started'>,
  change: 'stopped' | 'started',
): Promise<boolean> {
  const { incidentId, scope } = event.fields;
  return fromOther(kit, tx, event, incidentId, 'publishing', change, { scope: scope === 'all' ? 'all' : 'account' });
}

/** The first answer that is out is the holding line, the next the fuller one (domain rules A0). */
async function lineIsOut(kit: Kit, tx: Tx, event: Happened<Events>, incidentId: string): Promise<void> {
  const by = { id: event.asker };
  if (!(await endClockOf(kit, tx, by, incidentId, 'holding-line')))
    await endClockOf(kit, tx, by, incidentId, 'fuller-line');
}

async function hearSignal(kit: Kit, tx: Tx, event: Happened<Events, 'watch.signal-changed'>): Promise<unknown> {
  const { signalId, severity, code, change } = event.fields;
  const id = await incidentIdOfSignal(tx, signalId);
  if (!id) return;
  if (change === 'locked') {
    // Its keeper alone may know of it from now on: the incident lets go of it and keeps neither its kind nor its severity.
    await sql`update respond.incident_signal set left_at = ${kit.clock.now()}, left_because = 'locked', code = 'T0', severity = 'S5' where signal_id = ${signalId} and left_at is null`.execute(
      tx,
    );
    return fromEvent(kit, tx, event, id, 'signal-locked', {});
  }
  if (change === 'merged') await kit.jobs.add(tx, 'respond.follow-merge', { signalId }, { key: signalId });
  const { rows } = await sql<{ was: string }>`
    update respond.incident_signal s set severity = ${severity}, code = ${code}, heard_event = ${event.id}
    from (select id, severity || code as was from respond.incident_signal where signal_id = ${signalId} and left_at is null for update) had
    where s.id = had.id and s.heard_event < ${event.id} returning had.was`.execute(tx);
  if (rows[0] && rows[0].was !== severity + code)
    await fromEvent(kit, tx, event, id, 'signal-changed', { signalId, severity, code });
}

/** Somebody must lead it: whoever is on call is rung until somebody acknowledges. */
async function callForLead({ watch }: HearNeeds, tx: Tx, id: string): Promise<void> {
  const incident = await incidentOf(tx, id);
  if (!incident || !isPaged(incident.severity) || incident.roles.lead) return;
  await watch.alerts.page(tx, {
    key: `incident/${id}`,
    severity: incident.severity,
    code: 'incident-opened',
    href: `/respond/incidents/${id}`,
  });
}

async function stopCalling({ watch }: HearNeeds, tx: Tx, id: string): Promise<void> {
  const { rows } =
    await sql`select 1 from respond.clock where incident_id = ${id} and kind = 'acknowledge' and state = 'running'`.execute(
      tx,
    );
  if (rows.length === 0) await watch.alerts.pageOver(tx, `incident/${id}`);
}

/** A chore for each moment at which something of this incident runs out. */
async function watchClocks(kit: Kit, tx: Tx, id: string): Promise<void> {
  const { rows } = await sql<{ due_at: Date }>`
    select due_at from respond.clock where incident_id = ${id} and state = 'running' and missed_at is null
    union select due_at from respond.task where incident_id = ${id} and state = 'open' and missed_at is null and due_at is not null`.execute(
    tx,
  );
  for (const { due_at: at } of rows)
    await kit.jobs.add(tx, 'respond.due', { incidentId: id }, { key: `${id}/${at.getTime()}`, runAt: at });
}

async function tellMissed(kit: Kit, { watch }: HearNeeds, tx: Tx, id: string): Promise<void> {
  const incident = await incidentOf(tx, id);
  if (incident?.state !== 'open') return;
  const now = kit.clock.now();
  const lead = [incident.roles.lead, incident.roles.deputy].filter((one) => one !== undefined);
  const { rows: clocks } = await sql<{ id: string; kind: string; due_at: Date }>`
    update respond.clock set missed_at = ${now} where incident_id = ${id} and state = 'running' and missed_at is null and due_at <= ${now} returning id, kind, due_at`.execute(
    tx,
  );
  const { rows: tasks } = await sql<{ id: string; words: string; owner_id: string | null; due_at: Date }>`
    update respond.task set missed_at = ${now} where incident_id = ${id} and state = 'open' and missed_at is null and due_at <= ${now} returning id, words, owner_id, due_at`.execute(
    tx,
  );
  for (const clock of clocks)
    await writeMoment(kit, tx, me, id, { what: 'clock-missed', facts: { clock: clock.kind } });
  for (const task of tasks) await writeMoment(kit, tx, me, id, { what: 'task-missed', words: task.words });
  if (!isPaged(incident.severity)) return;
  const page = (key: string, code: 'clock-missed' | 'task-missed', personIds: readonly string[]) =>
    watch.alerts.page(tx, { key, code, severity: incident.severity, href: `/respond/incidents/${id}`, personIds });
  for (const clock of clocks) await page(`clock/${clock.id}/${clock.due_at.getTime()}`, 'clock-missed', lead);
  for (const task of tasks)
    await page(`task/${task.id}/${task.due_at.getTime()}`, 'task-missed', task.owner_id ? [task.owner_id] : lead);
}

/** What was captured of its stories before there was an incident. */
async function joinEvidence(kit: Kit, tx: Tx, incidentId: string): Promise<void> {
  for (const { signalId } of await signalsOf(tx, incidentId))
    await kit.jobs.add(tx, 'respond.join-evidence', { signalId, incidentId }, { key: `${incidentId}/${signalId}` });
}

/** As long as the incident itself; so is what belongs to those that were merged into it. */
async function keepEvidence(kit: Kit, tx: Tx, incidentId: string): Promise<void> {
  const { rows } = await sql<{
    keep_until: Date | null;
  }>`select keep_until from respond.incident where id = ${incidentId}`.execute(tx);
  const until = rows[0]?.keep_until?.toISOString();
  if (!until) return;
  for (const id of await partsOf(tx, incidentId))
    await kit.jobs.add(tx, 'respond.keep-evidence', { incidentId: id, until }, { key: id });
}

async function endReferrals(kit: Kit, tx: Tx, id: string): Promise<void> {
  const { rows } = await sql<{ referral_id: string }>`
    select referral_id::text from respond.incident_signal where incident_id = ${id} and (left_at is null or left_because = 'closed') and referral_id is not null
    union select facts ->> 'referralId' from respond.timeline where incident_id = ${id} and what = 'passed-on-again'`.execute(
    tx,
  );
  for (const row of rows)
    await kit.jobs.add(tx, 'respond.end-referral', { referralId: row.referral_id }, { key: row.referral_id });
}
