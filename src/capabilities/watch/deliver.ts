/**
 * Sends what is owed, and keeps it owed until the other side has taken it. The message is in the database before
 * anything is sent, so a kill loses nothing; a kill between sending and writing it down sends it again under the same
 * id, which the other side can tell. Given up after eight tries, and then somebody is told of that.
 */
import { sql } from 'kysely';
import { type Kit, system, type Tx } from '#platform';
import type { Colleague } from '../../people/person.ts';
import type { AlertNeeds } from './alert.ts';
import { messageOf } from './alert-message.ts';
import { insertAlert } from './alert-raise.ts';
import { type AlertRow, alertOf, type DeliveryRow, deliveryOf, putInLine, toldOf } from './alert-store.ts';
import { rolesToldOf } from './alert-told.ts';
import { channelWording as say } from './alert-wording.ts';
import { openChannel } from './channel-list.ts';
import { ChannelError } from './channel-post.ts';
import type { Address } from './channels.ts';
import { digestMessage } from './digest.ts';
import { rolesMeet } from './rules.ts';

const me = system('watch');
const mostTries = 8;
/** Waits after each failed try, in ms: together a little over three hours, so that a mail server may be mended. */
const waitsMs = [10_000, 30_000, 120_000, 300_000, 900_000, 2_700_000, 7_200_000];
/** One message that did not arrive is told of at once; a flood of them only once an hour. */
const tellAgainMs = 3_600_000;

export function deliverMessages(kit: Kit, needs: AlertNeeds): void {
  kit.jobs.on('watch.deliver', {
    // Tries are counted with the message itself; this only bounds faults of our own.
    attempts: 10_000,
    backoffMs: (attempt) => Math.min(60_000, 1000 * 2 ** Math.min(attempt, 10)),
    act: (job) => deliver(kit, needs, String(job.fields.deliveryId), Number(job.fields.turn)),
  });
  kit.jobs.every('watch.owed', '*/5 * * * *', () => findOwed(kit));
}

/** A message that waits longer than it should has lost its chore: it gets another. */
export async function findOwed(kit: Kit): Promise<void> {
  const late = new Date(kit.clock.now().getTime() - 600_000);
  await kit.db.as(me, async (tx) => {
    const { rows } = await sql<{ id: string; turn: number }>`
      update watch.delivery set turn = turn + 1, changed_at = ${kit.clock.now()}
      where state in ('waiting', 'held', 'failed') and changed_at < ${late} and coalesce(not_before, changed_at) < ${late} returning id, turn`.execute(
      tx,
    );
    for (const row of rows) await putInLine(kit, tx, row.id, row.turn, null);
  });
}

async function deliver(kit: Kit, needs: AlertNeeds, id: string, turn: number): Promise<void> {
  const organisation = await needs.organisation();
  const colleagues = await needs.people.colleagues(me);
  const found = await kit.db.as(me, async (tx) => {
    const delivery = await deliveryOf(tx, id);
    if (!delivery || delivery.turn !== turn || !['waiting', 'held', 'failed'].includes(delivery.state)) return null;
    const alert = delivery.alert_id ? await alertOf(tx, delivery.alert_id) : null;
    const address = await addressOf(kit, tx, delivery, alert, colleagues);
    const about = {
      organisation: organisation?.name ?? '',
      address: needs.address,
      now: kit.clock.now(),
      names: new Map(colleagues.map((one) => [one.id, one.name])),
    };
    const message = alert ? await messageOf(tx, delivery, alert, about) : await digestMessage(tx, delivery, about);
    return { delivery, alert, address, message };
  });
  if (!found) return;
  const { delivery, alert, address, message } = found;
  // What is rehearsed never leaves the house (red line 15); a letter may go to a mailbox inside it.
  const staysInside = delivery.channel === 'email' && needs.channels.isMailInside;
  if (organisation?.isRehearsal && !staysInside) return settle(kit, delivery, say.rehearsal);
  if ('noWay' in address) return fail(kit, delivery, alert, new ChannelError(address.noWay, false));
  try {
    await needs.channels.send(message, address);
  } catch (error) {
    if (!(error instanceof ChannelError))
      kit.log.error('watch.deliver-failed', { delivery: id, error: error as Error });
    return fail(
      kit,
      delivery,
      alert,
      error instanceof ChannelError ? error : new ChannelError(say.wentWrong, true, null, { cause: error }),
    );
  }
  await settle(kit, delivery, null);
}

type NoWay = { readonly noWay: string };

/** Where it goes now: people move, lose a role and leave between the alert and the message. */
async function addressOf(
  kit: Kit,
  tx: Tx,
  delivery: DeliveryRow,
  alert: AlertRow | null,
  colleagues: readonly Colleague[],
): Promise<Address | NoWay> {
  if (delivery.channel === 'teams' || delivery.channel === 'slack' || delivery.channel === 'webhook') {
    const channel = delivery.channel_id ? await openChannelSafely(kit, tx, delivery.channel_id) : null;
    return channel ? { kind: delivery.channel, ...channel } : { noWay: say.switchedOff };
  }
  const person = colleagues.find((one) => one.id === delivery.person_id);
  if (!person) return { noWay: say.noAccount };
  if (alert?.locked_to && !rolesMeet(person.roles, rolesToldOf(toldOf(alert)))) return { noWay: say.notForThem };
  const to = delivery.channel === 'notify-text' ? person.phone : person.email;
  return to ? { kind: delivery.channel, to } : { noWay: say.noPhone };
}

/** Null also when the house has another secret than the one it was sealed with: then it has to be entered again. */
async function openChannelSafely(kit: Kit, tx: Tx, id: string) {
  try {
    return await openChannel(kit, tx, id);
  } catch (error) {
    kit.log.error('watch.channel-sealed', { channel: id, error: error as Error });
    return null;
  }
}

async function settle(kit: Kit, delivery: DeliveryRow, words: string | null): Promise<void> {
  await kit.db.as(me, async (tx) => {
    await sql`update watch.delivery set state = 'handed-over', last_words = ${words}, changed_at = ${kit.clock.now()}, not_before = null, turn = turn + 1 where id = ${delivery.id} and turn = ${delivery.turn}`.execute(
      tx,
    );
    // The way is open again: nobody needs to be told any more that this one did not arrive.
    await sql`update watch.alert set closed_at = ${kit.clock.now()} where kind = 'undelivered' and delivery_id = ${delivery.id} and closed_at is null`.execute(
      tx,
    );
  });
}

async function fail(kit: Kit, delivery: DeliveryRow, alert: AlertRow | null, error: ChannelError): Promise<void> {
  const now = kit.clock.now();
  const tries = delivery.tries + 1;
  const isLast = !error.isWorthRetrying || tries >= mostTries;
  const nextAt = isLast
    ? null
    : new Date(now.getTime() + Math.max(error.waitMs ?? 0, waitsMs[tries - 1] ?? waitsMs.at(-1)!));
  await kit.db.as(me, async (tx) => {
    const { rows } = await sql<{ turn: number }>`
      update watch.delivery set state = ${isLast ? 'given-up' : 'failed'}, tries = ${tries}, turn = turn + 1, last_words = ${error.words.slice(0, 500)}, not_before = ${nextAt}, changed_at = ${now}
      where id = ${delivery.id} and turn = ${delivery.turn} returning turn`.execute(tx);
    if (!rows[0]) return;
    if (nextAt) await putInLine(kit, tx, delivery.id, rows[0].turn, nextAt);
    if (isLast) await tellOfLoss(kit, tx, delivery, alert);
  });
}

/** By another way or to another person. What tells of a loss and is lost itself shows on the board and raises nothing more. */
async function tellOfLoss(kit: Kit, tx: Tx, delivery: DeliveryRow, alert: AlertRow | null): Promise<void> {
  if (alert && !['signal', 'blind', 'paged'].includes(alert.kind)) return;
  if (alert && delivery.is_rung) await ringNextNow(kit, tx, alert, delivery);
  // One at a time: two messages given up in the same moment are one thing to tell.
  await sql`select pg_advisory_xact_lock(7043205)`.execute(tx);
  const { rows } =
    await sql`select 1 from watch.alert where kind = 'undelivered' and delivery_id is not null and closed_at is null and raised_at > ${new Date(kit.clock.now().getTime() - tellAgainMs)} limit 1`.execute(
      tx,
    );
  if (rows.length === 0)
    await insertAlert(kit, tx, {
      kind: 'undelivered',
      signalId: null,
      sourceId: null,
      deliveryId: delivery.id,
      severity: alert?.severity ?? 'S4',
      code: null,
      also: [],
      lockedTo: null,
      acknowledgeBy: null,
    });
}

/** Whoever is rung and cannot be reached at all is passed over at once. */
async function ringNextNow(kit: Kit, tx: Tx, alert: AlertRow, delivery: DeliveryRow): Promise<void> {
  const { rows } =
    await sql`select 1 from watch.delivery where alert_id = ${alert.id} and step = ${delivery.step} and is_rung and state <> 'given-up' limit 1`.execute(
      tx,
    );
  if (
    rows.length > 0 ||
    alert.acknowledged_at ||
    alert.closed_at ||
    alert.step !== delivery.step + 1 ||
    alert.next_rung_at === null
  )
    return;
  await kit.jobs.add(
    tx,
    'watch.ring',
    { alertId: alert.id, step: alert.step },
    { key: `${alert.id}/${alert.step}/now` },
  );
}
