/**
 * What happens to signals and sources becomes alerts, in the same transaction that hears of it: nothing is raised twice
 * and nothing is missed, whenever the process is killed. Whom to tell is worked out by a chore right after.
 */
import { sql } from 'kysely';
import type { Events, Severity } from '#events';
import { type Happened, type Kit, system, type Tx } from '#platform';
import type { Alert, LockedTo, PagedThing, SignalState } from './door.ts';

const me = system('watch');
/** A source that is told to wait is not yet blind to anybody (429 is an everyday answer). */
const waitBeforeBlindMs = 15 * 60_000;

const heard = [
  'watch.signal-raised',
  'watch.signal-changed',
  'watch.signal-escalated',
  'watch.source-blind',
  'watch.source-seeing',
  'watch.source-changed',
] as const;

export function listenForAlerts(kit: Kit): void {
  kit.news.listen('watch.alerts', heard, me, (tx, event) => hear(kit, tx, event));
  kit.jobs.on('watch.still-blind', {
    act: async (job) => {
      await kit.db.as(me, (tx) => raiseBlind(kit, tx, String(job.fields.sourceId)));
    },
  });
}

type Heard = { [K in (typeof heard)[number]]: Happened<Events, K> }[(typeof heard)[number]];

async function hear(kit: Kit, tx: Tx, event: Heard): Promise<void> {
  switch (event.name) {
    case 'watch.signal-raised':
      return raiseSignal(kit, tx, event.fields.signalId, false);
    case 'watch.signal-changed':
      return hearChange(kit, tx, event.fields, event.asker);
    case 'watch.signal-escalated':
      return settleSignal(kit, tx, event.fields.signalId, event.fields.by);
    case 'watch.source-blind':
      if (event.fields.code !== 'rate-limited') return raiseBlind(kit, tx, event.fields.sourceId);
      return kit.jobs.add(
        tx,
        'watch.still-blind',
        { sourceId: event.fields.sourceId },
        { key: event.fields.sourceId, runAt: new Date(kit.clock.now().getTime() + waitBeforeBlindMs) },
      );
    case 'watch.source-seeing':
      return closeBlind(kit, tx, event.fields.sourceId);
    case 'watch.source-changed':
      // What is switched off is neither blind nor seeing.
      if (event.fields.change === 'paused' || event.fields.change === 'removed')
        return closeBlind(kit, tx, event.fields.sourceId);
      return;
  }
}

async function hearChange(kit: Kit, tx: Tx, fields: Events['watch.signal-changed'], by: string): Promise<void> {
  const id = fields.signalId;
  switch (fields.change) {
    case 'rescored':
      return raiseSignal(kit, tx, id, false);
    case 'claimed':
    case 'set-aside':
    case 'kept-watching':
      return settleSignal(kit, tx, id, by);
    case 'merged':
      return hearMerge(kit, tx, id, by);
    case 'reopened':
      return raiseSignal(kit, tx, id, true);
    case 'locked':
    case 'released':
      // Those who were told so far may no longer know of it, or begin to.
      await withdraw(kit, tx, id);
      return raiseSignal(kit, tx, id, true);
    default:
      return;
  }
}

interface Story {
  severity: Severity;
  code: string;
  also: string[];
  state: SignalState;
  locked_to: LockedTo;
  raised_at: Date;
  acknowledge_by: Date | null;
  merged_into: string | null;
}

async function storyOf(tx: Tx, id: string): Promise<Story | null> {
  const { rows } =
    await sql<Story>`select severity, code, also, state, locked_to, raised_at, acknowledge_by, merged_into from watch.signal where id = ${id}`.execute(
      tx,
    );
  return rows[0] ?? null;
}

/**
 * S5 alerts nobody and S4 only shows in the digest; what is locked always reaches its keeper. `isAfresh`: it was
 * settled or open to others before, so an alert of that time does not stand for this one.
 */
async function raiseSignal(kit: Kit, tx: Tx, signalId: string, isAfresh: boolean): Promise<void> {
  const story = await storyOf(tx, signalId);
  if (!story) return;
  const now = kit.clock.now();
  // A lower or higher alert of the same story is overtaken: the severity of now is the one that counts.
  await sql`update watch.alert set closed_at = ${now} where signal_id = ${signalId} and kind = 'signal' and severity <> ${story.severity} and acknowledged_at is null and closed_at is null`.execute(
    tx,
  );
  // Also when it was decided before: a story that was set aside and has become a threat must not stay silent.
  if (story.state === 'merged') return;
  if (!story.locked_to && (story.severity === 'S4' || story.severity === 'S5')) return;
  if (!isAfresh) {
    // A person who lowers the severity has seen it; an event that comes twice finds its alert there.
    const { rows } =
      await sql`select 1 from watch.alert where signal_id = ${signalId} and kind = 'signal' and severity <= ${story.severity} and (raised_at >= ${story.raised_at} or closed_at is null and acknowledged_at is null)`.execute(
        tx,
      );
    if (rows.length > 0) return;
  }
  await insertAlert(kit, tx, {
    kind: 'signal',
    signalId,
    sourceId: null,
    deliveryId: null,
    severity: story.severity,
    code: story.code,
    also: story.also,
    lockedTo: story.locked_to,
    acknowledgeBy: story.acknowledge_by,
  });
}

/** Claimed or decided: somebody has it, so nobody else is rung. */
export async function settleSignal(kit: Kit, tx: Tx, signalId: string, by: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    update watch.alert set acknowledged_at = ${kit.clock.now()}, acknowledged_by = ${by}, next_rung_at = null
    where signal_id = ${signalId} and acknowledged_at is null and closed_at is null returning id`.execute(tx);
  for (const row of rows) await kit.news.publish(tx, 'watch.alert-acknowledged', { alertId: row.id, by });
}

/** The story that it was joined to may have become more urgent by it. */
async function hearMerge(kit: Kit, tx: Tx, signalId: string, by: string): Promise<void> {
  const into = (await storyOf(tx, signalId))?.merged_into;
  await settleSignal(kit, tx, signalId, by);
  if (into) await raiseSignal(kit, tx, into, false);
}

/** Locked or released: alerts of before change hands with the story, and what has not left yet stays. */
async function withdraw(kit: Kit, tx: Tx, signalId: string): Promise<void> {
  const lock = (await storyOf(tx, signalId))?.locked_to ?? null;
  await sql`update watch.alert set closed_at = coalesce(closed_at, ${kit.clock.now()}), next_rung_at = null, locked_to = coalesce(${lock}, locked_to) where signal_id = ${signalId} and locked_to is distinct from ${lock}`.execute(
    tx,
  );
  await sql`delete from watch.delivery d using watch.alert a where a.id = d.alert_id and a.signal_id = ${signalId} and a.closed_at is not null and d.state in ('waiting', 'held', 'failed', 'given-up')`.execute(
    tx,
  );
}

/** Once for a spell, however its reason changes. */
async function raiseBlind(kit: Kit, tx: Tx, sourceId: string): Promise<void> {
  const { rows } =
    await sql`select 1 from watch.source s where s.id = ${sourceId} and s.health = 'blind' and s.state = 'on'
    and not exists (select 1 from watch.alert a where a.source_id = s.id and a.kind = 'blind' and a.closed_at is null)`.execute(
      tx,
    );
  if (rows.length === 0) return;
  await insertAlert(kit, tx, {
    kind: 'blind',
    signalId: null,
    sourceId,
    deliveryId: null,
    severity: 'S3',
    code: null,
    also: [],
    lockedTo: null,
    acknowledgeBy: null,
  });
}

async function closeBlind(kit: Kit, tx: Tx, sourceId: string): Promise<void> {
  await sql`update watch.alert set closed_at = ${kit.clock.now()} where source_id = ${sourceId} and kind = 'blind' and closed_at is null`.execute(
    tx,
  );
}

export interface NewAlert {
  readonly kind: Alert['kind'];
  readonly signalId: string | null;
  readonly sourceId: string | null;
  readonly deliveryId: string | null;
  readonly severity: Severity;
  readonly code: string | null;
  readonly also: readonly string[];
  readonly lockedTo: LockedTo;
  readonly acknowledgeBy: Date | null;
  readonly paged?: Pick<PagedThing, 'key' | 'href' | 'personIds'>;
}

export async function insertAlert(kit: Kit, tx: Tx, alert: NewAlert): Promise<string | null> {
  const id = kit.ids.next();
  const { rows } =
    await sql`insert into watch.alert (id, kind, signal_id, source_id, delivery_id, severity, code, also, locked_to, raised_at, acknowledge_by, paged_key, href, person_ids)
    values (${id}, ${alert.kind}, ${alert.signalId}, ${alert.sourceId}, ${alert.deliveryId}, ${alert.severity}, ${alert.code}, ${[...alert.also]}::text[], ${alert.lockedTo}, ${kit.clock.now()}, ${alert.acknowledgeBy}, ${alert.paged?.key ?? null}, ${alert.paged?.href ?? null}, ${[...(alert.paged?.personIds ?? [])]}::text[])
    on conflict do nothing returning id`.execute(tx);
  if (rows.length === 0) return null;
  await kit.news.publish(tx, 'watch.alert-raised', { alertId: id, signalId: alert.signalId });
  // A test brings its own messages.
  if (alert.kind !== 'test') await kit.jobs.add(tx, 'watch.ring', { alertId: id, step: 0 }, { key: `${id}/0` });
  return id;
}
