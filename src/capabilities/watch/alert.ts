/** Alerts: who is told, how, when nobody answers, and what did not arrive. */
import { sql } from 'kysely';
import { type Asker, isId, type Kit, system, type Tx } from '#platform';
import type { People } from '../../people/door.ts';
import type { Organisation } from '../../people/person.ts';
import { may } from '../../people/roles.ts';
import type { AlertDesk, DeskAlert, OwedDelivery } from './alert-door.ts';
import { buildPaging } from './alert-page.ts';
import { listenForAlerts } from './alert-raise.ts';
import { ringAlerts } from './alert-ring.ts';
import { type AlertRow, alertOf, type DeliveryRow, deliveryColumns, putInLine } from './alert-store.ts';
import { channelWording, alertWording as say } from './alert-wording.ts';
import { buildChannelList, orderTest } from './channel-list.ts';
import type { Channels } from './channels.ts';
import { deliverMessages } from './deliver.ts';
import { sendDigests } from './digest.ts';
import type { Delivery, Part } from './door.ts';
import { buildHandover } from './handover.ts';
import { buildRota } from './rota.ts';
import { buildRules, mailKind } from './rules.ts';

export interface AlertNeeds {
  readonly people: People;
  readonly channels: Channels;
  /** Where links in messages lead. */
  readonly address: string;
  readonly organisation: () => Promise<Organisation | null>;
}

const me = system('watch');
const dayMs = 86_400_000;
const isOpen = sql`(acknowledged_at is null and closed_at is null)`;
/** A message still waiting after this has not found its way, whatever the reason. */
const slowMs = 120_000;

export function buildAlerts(kit: Kit, given: AlertNeeds): AlertDesk {
  const needs = { ...given, address: given.address.replace(/\/+$/, '') };
  listenForAlerts(kit);
  ringAlerts(kit, needs);
  deliverMessages(kit, needs);
  sendDigests(kit, needs);

  /** With names; looked up after the transaction, since the embedded database has one connection. */
  async function named(
    asker: Asker,
    alerts: readonly AlertRow[],
    deliveries: readonly DeliveryRow[],
  ): Promise<readonly DeskAlert[]> {
    const names = await needs.people.names(asker, peopleIn(deliveries));
    return alerts.map((alert) => ({
      id: alert.id,
      kind: alert.kind,
      signalId: alert.signal_id,
      sourceId: alert.source_id,
      severity: alert.severity,
      code: alert.code,
      raisedAt: alert.raised_at,
      acknowledgeBy: alert.acknowledge_by,
      acknowledgedAt: alert.acknowledged_at,
      acknowledgedBy: alert.acknowledged_by,
      deliveries: deliveries.filter((one) => one.alert_id === alert.id).map((one) => asDelivery(one, names)),
      lockedTo: alert.locked_to,
      isClosed: alert.closed_at !== null,
      rungs: alert.rungs,
      nextRungAt: alert.next_rung_at,
      href: alert.href,
    }));
  }

  async function list(asker: Asker, where: ReturnType<typeof sql>, part: Part): Promise<readonly DeskAlert[]> {
    const { alerts, deliveries } = await kit.db.as(asker, async (tx) => {
      const { rows: alerts } =
        await sql<AlertRow>`select * from watch.alert a where ${where} limit ${part.limit} offset ${part.offset ?? 0}`.execute(
          tx,
        );
      return {
        alerts,
        deliveries: await deliveriesOf(
          tx,
          alerts.map((one) => one.id),
        ),
      };
    });
    return named(asker, alerts, deliveries);
  }

  return {
    open: (asker, part = { limit: 200 }) => list(asker, sql`${isOpen} order by severity, raised_at, id`, part),
    recent: (asker, part) => list(asker, sql`not ${isOpen} order by raised_at desc, id desc`, part),
    counts: (asker) =>
      kit.db.as(asker, async (tx) => {
        const { rows } = await sql<{ open: number; dealt: number }>`
          select count(*) filter (where ${isOpen})::int as open, count(*) filter (where not ${isOpen})::int as dealt from watch.alert`.execute(
          tx,
        );
        return rows[0]!;
      }),
    acknowledge: async (asker, id) => {
      if (!isId(id)) return { ok: false, because: say.notThere };
      if (!(await kit.db.as(asker, (tx) => alertOf(tx, id)))) return { ok: false, because: say.notThere };
      if (!may(asker.roles, 'own-alert-rules')) return { ok: false, because: say.notYours };
      // By the house: whoever is told of an alert need not be one who may see or change the story itself.
      return kit.db.as(me, async (tx) => {
        const now = kit.clock.now();
        const { rows } = await sql<{ signal_id: string | null }>`
          update watch.alert set acknowledged_at = ${now}, acknowledged_by = ${asker.id}, next_rung_at = null
          where id = ${id} and acknowledged_at is null and closed_at is null returning signal_id`.execute(tx);
        if (!rows[0]) return { ok: false, because: say.alreadyDone };
        await sql`update watch.signal set acknowledged_at = ${now}, acknowledged_by = ${asker.id} where id = ${rows[0].signal_id} and acknowledged_at is null`.execute(
          tx,
        );
        await kit.news.publish(tx, 'watch.alert-acknowledged', { alertId: id, by: asker.id });
        return { ok: true, value: null };
      });
    },
    undelivered: async (asker) => {
      const now = kit.clock.now().getTime();
      const { rows } = await kit.db.as(asker, (tx) =>
        sql<
          DeliveryRow & { kind: AlertRow['kind'] | null }
        >`select ${deliveryColumns}, a.kind from watch.delivery d left join watch.alert a on a.id = d.alert_id
          where d.state = 'failed' or (d.state = 'given-up' and d.changed_at > ${new Date(now - 7 * dayMs)}) or (d.state = 'waiting' and d.changed_at < ${new Date(now - slowMs)})
          order by d.at limit 200`.execute(tx),
      );
      const names = await needs.people.names(asker, peopleIn(rows));
      return rows.map(
        (row): OwedDelivery => ({
          ...asDelivery(row, names),
          alertId: row.alert_id,
          what: row.kind ? say.kinds[row.kind] : say.digest,
        }),
      );
    },
    ...buildPaging(kit),
    tryAgain: (asker, id) => tryAgain(kit, asker, id),
    sendTest: async (asker) => {
      const person = (await needs.people.colleagues(me)).find((one) => one.id === asker.id);
      if (!person) return { ok: false, because: say.notThere };
      const ways = [...new Set([mailKind(needs.channels), ...(person.phone ? (['notify-text'] as const) : [])])].filter(
        (kind) => needs.channels.has.has(kind),
      );
      if (ways.length === 0) return { ok: false, because: say.noWay };
      await kit.db.as(me, async (tx) => {
        for (const channel of ways) await orderTest(kit, tx, { personId: person.id, channelId: null, channel });
      });
      return { ok: true, value: null };
    },
    rota: buildRota(kit),
    rules: buildRules(kit, needs.channels),
    handover: buildHandover(kit),
    channelList: buildChannelList(kit),
    has: needs.channels.has,
  };
}

async function tryAgain(kit: Kit, asker: Asker, id: string): ReturnType<AlertDesk['tryAgain']> {
  if (!isId(id)) return { ok: false, because: say.notThere };
  const { rows: seen } = await kit.db.as(asker, (tx) =>
    sql<{ state: Delivery['state'] }>`select state from watch.delivery where id = ${id}`.execute(tx),
  );
  if (!seen[0]) return { ok: false, because: say.notThere };
  return kit.db.as(me, async (tx) => {
    const { rows } = await sql<{
      turn: number;
    }>`update watch.delivery set state = 'waiting', tries = 0, turn = turn + 1, not_before = null, changed_at = ${kit.clock.now()} where id = ${id} and state <> 'handed-over' returning turn`.execute(
      tx,
    );
    if (!rows[0]) return { ok: false, because: say.arrived };
    await putInLine(kit, tx, id, rows[0].turn, null);
    return { ok: true, value: null };
  });
}

async function deliveriesOf(tx: Tx, alertIds: readonly string[]): Promise<readonly DeliveryRow[]> {
  if (alertIds.length === 0) return [];
  return (
    await sql<DeliveryRow>`select ${deliveryColumns} from watch.delivery d where d.alert_id = any(${[...alertIds]}::uuid[]) order by d.at, d.id`.execute(
      tx,
    )
  ).rows;
}

function peopleIn(deliveries: readonly DeliveryRow[]): readonly string[] {
  return [...new Set(deliveries.flatMap((one) => one.person_id ?? []))];
}

function asDelivery(row: DeliveryRow, names: ReadonlyMap<string, string>): Delivery {
  const to = row.person_id
    ? (names.get(row.person_id) ?? say.somebody)
    : (row.channel_name ?? channelWording.kinds[row.channel]);
  return { id: row.id, channel: row.channel, to, state: row.state, words: row.last_words, at: row.changed_at };
}
