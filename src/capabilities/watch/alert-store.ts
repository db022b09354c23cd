/** Alerts and their messages in the database; each read asks "who asks?" and the database refuses the rest. */
import { sql } from 'kysely';
import type { Severity } from '#events';
import type { Kit, Tx } from '#platform';
import type { Told } from './alert-told.ts';
import type { ChannelKind } from './channels.ts';
import type { Delivery, LockedTo } from './door.ts';
import type { Rung } from './rota.ts';

export interface AlertRow {
  readonly id: string;
  readonly kind: Told['kind'];
  readonly signal_id: string | null;
  readonly source_id: string | null;
  readonly delivery_id: string | null;
  readonly severity: Severity;
  readonly code: string | null;
  readonly also: string[];
  readonly locked_to: LockedTo;
  readonly raised_at: Date;
  readonly acknowledge_by: Date | null;
  readonly acknowledged_at: Date | null;
  readonly acknowledged_by: string | null;
  readonly rungs: Rung[];
  readonly next_rung_at: Date | null;
  readonly step: number;
  readonly closed_at: Date | null;
  readonly paged_key: string | null;
  readonly href: string | null;
  readonly person_ids: string[];
}

export interface DeliveryRow {
  readonly id: string;
  readonly alert_id: string | null;
  readonly step: number;
  readonly digest_on: string | null;
  readonly person_id: string | null;
  readonly channel_id: string | null;
  readonly channel: ChannelKind;
  readonly is_rung: boolean;
  readonly state: Delivery['state'];
  readonly tries: number;
  readonly turn: number;
  readonly last_words: string | null;
  readonly at: Date;
  readonly changed_at: Date;
  /** Null where the asker may not see channels, or it was removed. */
  readonly channel_name: string | null;
}

export const deliveryColumns = sql`d.id, d.alert_id, d.step, d.digest_on::text, d.person_id, d.channel_id, d.channel, d.is_rung, d.state, d.tries, d.turn, d.last_words, d.at, d.changed_at,
  (select c.name from watch.channel c where c.id = d.channel_id) as channel_name`;

export async function alertOf(tx: Tx, id: string, isForUpdate = false): Promise<AlertRow | null> {
  const { rows } =
    await sql<AlertRow>`select * from watch.alert where id = ${id} ${isForUpdate ? sql`for update` : sql``}`.execute(
      tx,
    );
  return rows[0] ?? null;
}

export async function deliveryOf(tx: Tx, id: string): Promise<DeliveryRow | null> {
  const { rows } = await sql<DeliveryRow>`select ${deliveryColumns} from watch.delivery d where d.id = ${id}`.execute(
    tx,
  );
  return rows[0] ?? null;
}

/** The codes of a story that decide who is told; never a word of it. */
export function toldOf(alert: AlertRow): Told {
  return {
    kind: alert.kind,
    severity: alert.severity,
    codes: alert.code ? [alert.code, ...alert.also] : [],
    lockedTo: alert.locked_to,
  };
}

/** In the transaction that made it owed. `turn` is the one it has now. */
export async function putInLine(kit: Kit, tx: Tx, id: string, turn: number, at: Date | null): Promise<void> {
  await kit.jobs.add(
    tx,
    'watch.deliver',
    { deliveryId: id, turn },
    { key: `${id}/${turn}`, ...(at ? { runAt: at } : {}) },
  );
}

/** Short enough to say on the phone: the last eight digits of the id, which are chance. */
export function caseNumber(signalId: string): string {
  const digits = signalId.replaceAll('-', '').slice(-8).toUpperCase();
  return `FW-${digits.slice(0, 4)}-${digits.slice(4)}`;
}
