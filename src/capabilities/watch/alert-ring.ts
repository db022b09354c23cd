/**
 * Whom to tell of an alert now, and whom to ring next when nobody answers. Each turn is one transaction: the messages,
 * the chores that send them, and the chore that rings the next person.
 */
import { sql } from 'kysely';
import { addWorkingHours } from '#engines/calendar';
import { type Kit, system, type Tx } from '#platform';
import type { Colleague, Organisation } from '../../people/person.ts';
import type { AlertNeeds } from './alert.ts';
import { insertAlert } from './alert-raise.ts';
import { type AlertRow, alertOf, putInLine, toldOf } from './alert-store.ts';
import { onCallRoles, rolesToldOf } from './alert-told.ts';
import type { ChannelKind, Channels, PersonalKind } from './channels.ts';
import { nextRung, type Rung, shiftsBetween } from './rota.ts';
import { allRules, defaultRules, mailKind, quietUntil, type Rule, rolesMeet, wants } from './rules.ts';
import { isAtLeast } from './severity.ts';

const me = system('watch');
const minuteMs = 60_000;
/** How often the keepers of a locked story are reminded. */
const mostReminders = 2;

type RingNeeds = Pick<AlertNeeds, 'people' | 'channels' | 'organisation'>;

export function ringAlerts(kit: Kit, needs: RingNeeds): void {
  kit.jobs.on('watch.ring', {
    // Failing here is a fault of ours or of the database: keep trying for as long as it lasts.
    attempts: 10_000,
    backoffMs: (attempt) => Math.min(60_000, 1000 * 2 ** Math.min(attempt, 10)),
    act: async (job) => {
      const organisation = await needs.organisation();
      const colleagues = await needs.people.colleagues(me);
      if (organisation)
        await kit.db.as(me, (tx) =>
          ring(kit, tx, {
            alertId: String(job.fields.alertId),
            step: Number(job.fields.step),
            organisation,
            colleagues,
            channels: needs.channels,
          }),
        );
    },
  });
}

interface Turn {
  readonly alertId: string;
  readonly step: number;
  readonly organisation: Organisation;
  readonly colleagues: readonly Colleague[];
  readonly channels: Channels;
}

async function ring(kit: Kit, tx: Tx, turn: Turn): Promise<void> {
  const alert = await alertOf(tx, turn.alertId, true);
  // A chore that comes twice, or a person who was quicker.
  if (!alert || alert.step !== turn.step || alert.closed_at || alert.acknowledged_at) return;
  const now = kit.clock.now();
  const rung = await rungOf(tx, alert, turn, now);
  if (turn.step === 0) await tellByRules(kit, tx, alert, turn, rung?.people ?? []);
  if (rung) await ringPeople(kit, tx, alert, turn, rung.people);
  const nextAt = rung || turn.step === 0 ? nextTimeOf(alert, rung, turn.organisation, now) : null;
  const rungs = rung ? [...alert.rungs, { ...rung, at: now.toISOString() }] : alert.rungs;
  await sql`update watch.alert set step = step + 1, rungs = ${JSON.stringify(rungs)}::jsonb, next_rung_at = ${nextAt} where id = ${alert.id}`.execute(
    tx,
  );
  if (nextAt)
    await kit.jobs.add(
      tx,
      'watch.ring',
      { alertId: alert.id, step: turn.step + 1 },
      { key: `${alert.id}/${turn.step + 1}`, runAt: nextAt },
    );
  if (turn.step === 0) await tellIfNobody(kit, tx, alert);
}

/** The people of this turn; null when nobody is rung now. */
async function rungOf(tx: Tx, alert: AlertRow, turn: Turn, now: Date): Promise<Omit<Rung, 'at'> | null> {
  if (alert.kind !== 'signal' && alert.kind !== 'paged') return null;
  const holding = (roles: Parameters<typeof rolesMeet>[1]) =>
    turn.colleagues.filter((one) => rolesMeet(one.roles, roles)).map((one) => one.id);
  if (alert.locked_to) {
    const people = holding(rolesToldOf(toldOf(alert)));
    return people.length > 0 && alert.rungs.length <= mostReminders
      ? { kind: 'keepers', place: 1, round: alert.rungs.length + 1, people }
      : null;
  }
  if (turn.step === 0 && alert.person_ids.length > 0) {
    const people = turn.colleagues.filter((one) => alert.person_ids.includes(one.id)).map((one) => one.id);
    if (people.length > 0) return { kind: 'named', place: 0, round: 1, people };
  }
  // Medium goes by each person's rules first, and rings only when nobody has taken it.
  if (turn.step === 0 && !isAtLeast(alert.severity, 'S2')) return null;
  const able = new Set(holding(onCallRoles));
  const places = new Map<number, string[]>();
  for (const shift of await shiftsBetween(tx, now, new Date(now.getTime() + 1))) {
    if (able.has(shift.personId)) places.set(shift.place, [...(places.get(shift.place) ?? []), shift.personId]);
  }
  return nextRung(alert.severity, alert.rungs, {
    places,
    dutyOfficers: holding(['duty-officer']),
    siros: holding(['siro']),
  });
}

/** By severity (domain rules A0): 5 and 15 minutes by day and night, 60 working minutes; keepers have 60 (section C, T4). */
function nextTimeOf(
  alert: AlertRow,
  rung: Omit<Rung, 'at'> | null,
  organisation: Organisation,
  now: Date,
): Date | null {
  const after = (minutes: number) => new Date(now.getTime() + minutes * minuteMs);
  if (alert.kind !== 'signal' && alert.kind !== 'paged') return null;
  if (alert.locked_to) return rung && rung.round <= mostReminders ? after(60) : null;
  if (alert.severity === 'S1') return rung ? after(5) : null;
  if (alert.severity === 'S2') return rung ? after(15) : null;
  return addWorkingHours(now, 1, organisation.nation);
}

/** The first turn: everybody whose role is told of it and whose rules want it, and the shared channels. */
async function tellByRules(kit: Kit, tx: Tx, alert: AlertRow, turn: Turn, rung: readonly string[]): Promise<void> {
  const told = toldOf(alert);
  const roles = rolesToldOf(told);
  const rules = await allRules(tx);
  const onCall = new Set(rung);
  const failed = alert.delivery_id ? await failedOf(tx, alert.delivery_id) : null;
  for (const person of turn.colleagues) {
    if (onCall.has(person.id) || !rolesMeet(person.roles, roles)) continue;
    const own = rules.get(person.id) ?? defaultRules(person.roles, turn.channels);
    const chosen =
      alert.kind === 'undelivered'
        ? otherWays(own, person, turn.channels, failed)
        : own.filter((rule) => wants(rule, told));
    for (const rule of chosen) {
      await insertDelivery(kit, tx, alert, turn.step, {
        personId: person.id,
        channelId: null,
        channel: rule.channel,
        isRung: false,
        heldUntil: heldUntil(alert, rule, kit.clock.now()),
      });
    }
  }
  if (alert.locked_to || alert.kind === 'undelivered') return;
  const { rows } = await sql<{
    id: string;
    kind: ChannelKind;
    least_severity: AlertRow['severity'];
  }>`select id, kind, least_severity from watch.channel where state = 'on'`.execute(tx);
  for (const channel of rows) {
    if (isAtLeast(alert.severity, channel.least_severity))
      await insertDelivery(kit, tx, alert, turn.step, {
        personId: null,
        channelId: channel.id,
        channel: channel.kind,
        isRung: false,
        heldUntil: null,
      });
  }
}

/** Rung people are rung by every way there is to them, whatever their rules say, quiet hours or not. */
async function ringPeople(kit: Kit, tx: Tx, alert: AlertRow, turn: Turn, people: readonly string[]): Promise<void> {
  const rules = await allRules(tx);
  for (const id of people) {
    const person = turn.colleagues.find((one) => one.id === id);
    if (!person) continue;
    const ways = new Set<PersonalKind>([
      mailKind(turn.channels),
      ...(rules.get(id) ?? []).filter((rule) => rule.least !== 'off').map((rule) => rule.channel),
    ]);
    if (person.phone && turn.channels.has.has('notify-text')) ways.add('notify-text');
    // Keepers are not on a rota: their quiet hours hold, but for what is critical.
    const quiet = alert.locked_to ? (rules.get(id) ?? []).find((rule) => rule.quietFrom) : undefined;
    for (const channel of ways)
      await insertDelivery(kit, tx, alert, turn.step, {
        personId: id,
        channelId: null,
        channel,
        isRung: true,
        heldUntil: quiet ? heldUntil(alert, quiet, kit.clock.now()) : null,
      });
  }
}

/** Critical comes through quiet hours. */
function heldUntil(alert: AlertRow, rule: Rule, now: Date): Date | null {
  return alert.severity === 'S1' ? null : quietUntil(rule, now);
}

/** That a message did not arrive is told by another way or to another person, never by the way that just failed. */
function otherWays(
  own: readonly Rule[],
  person: Colleague,
  channels: Channels,
  failed: { person_id: string | null; channel: ChannelKind } | null,
): readonly Rule[] {
  const first = own[0] ?? defaultRules(person.roles, channels)[0]!;
  const kinds = (['email', 'notify-email', 'notify-text'] as const).filter(
    (kind) => channels.has.has(kind) && (kind !== 'notify-text' || person.phone !== null),
  );
  const others = kinds.filter((kind) => kind !== failed?.channel);
  const chosen = others.length > 0 ? others : failed?.person_id === person.id ? [] : kinds;
  return chosen.map((channel) => ({ ...first, channel }));
}

async function failedOf(
  tx: Tx,
  deliveryId: string,
): Promise<{ person_id: string | null; channel: ChannelKind } | null> {
  const { rows } = await sql<{
    person_id: string | null;
    channel: ChannelKind;
  }>`select person_id, channel from watch.delivery where id = ${deliveryId}`.execute(tx);
  return rows[0] ?? null;
}

/** Nobody holds the role, or nobody wants to hear: those who run the house must know. */
async function tellIfNobody(kit: Kit, tx: Tx, alert: AlertRow): Promise<void> {
  const isUrgent =
    (alert.kind === 'signal' || alert.kind === 'paged') &&
    (alert.locked_to !== null || isAtLeast(alert.severity, 'S2'));
  if (!isUrgent) return;
  const { rows } =
    await sql`select 1 from watch.delivery where alert_id = ${alert.id} and person_id is not null limit 1`.execute(tx);
  if (rows.length === 0)
    await insertAlert(kit, tx, {
      kind: 'undelivered',
      signalId: null,
      sourceId: null,
      deliveryId: null,
      severity: 'S2',
      code: null,
      also: [],
      lockedTo: null,
      acknowledgeBy: null,
    });
}

export interface NewDelivery {
  readonly personId: string | null;
  readonly channelId: string | null;
  readonly channel: ChannelKind;
  readonly isRung: boolean;
  readonly heldUntil: Date | null;
}

export async function insertDelivery(
  kit: Kit,
  tx: Tx,
  alert: Pick<AlertRow, 'id'>,
  step: number,
  given: NewDelivery,
): Promise<void> {
  const now = kit.clock.now();
  const id = kit.ids.next();
  const { rows } =
    await sql`insert into watch.delivery (id, alert_id, step, person_id, channel_id, channel, is_rung, state, not_before, at, changed_at)
    values (${id}, ${alert.id}, ${step}, ${given.personId}, ${given.channelId}, ${given.channel}, ${given.isRung}, ${given.heldUntil ? 'held' : 'waiting'}, ${given.heldUntil}, ${now}, ${now})
    on conflict do nothing returning id`.execute(tx);
  if (rows.length > 0) await putInLine(kit, tx, id, 0, given.heldUntil);
}
