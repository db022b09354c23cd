/** Items of the desk in the database; each read asks "who asks?" and the database refuses the rest. */
import { sql } from 'kysely';
import type { Severity } from '#events';
import { type Asker, isId, type Kit, type Tx } from '#platform';
import type { ScorePoint } from '#watch';
import type { DeskItem, DeskStep, Items } from './door.ts';

interface Row {
  id: string;
  account_id: string | null;
  account_handle: string | null;
  network: string | null;
  native_id: string | null;
  kind: DeskItem['kind'];
  url: string | null;
  author_handle: string | null;
  author_name: string | null;
  author_class: string;
  text: string;
  lang: string | null;
  media: DeskItem['media'];
  published_at: Date;
  received_at: Date;
  gone_at: Date | null;
  code: string;
  also: string[];
  severity: Severity;
  reasons: ScorePoint[];
  state: DeskItem['state'];
  claimed_by: string | null;
  claimed_at: Date | null;
  stale_at: Date | null;
  answer_begun_at: Date | null;
  acknowledge_by: Date | null;
  acknowledged_at: Date | null;
  decide_by: Date | null;
  decided_at: Date | null;
  decided_by: string | null;
  foi_due_at: Date | null;
  handed_to: DeskItem['handedTo'];
  no_reply_choice: NonNullable<DeskItem['noReply']>['choice'] | null;
  no_reply_words: string | null;
  publication_id: string | null;
  signal_id: string | null;
  incident_id: string | null;
  is_handed_in: boolean;
}

const asItem = (row: Row): DeskItem => ({
  id: row.id,
  accountId: row.account_id,
  accountHandle: row.account_handle,
  network: row.network,
  nativeId: row.native_id,
  kind: row.kind,
  url: row.url,
  author: row.author_handle === null ? null : { handle: row.author_handle, name: row.author_name },
  authorClass: row.author_class,
  text: row.text,
  lang: row.lang,
  media: row.media,
  publishedAt: row.published_at,
  receivedAt: row.received_at,
  goneAt: row.gone_at,
  code: row.code,
  also: row.also,
  severity: row.severity,
  reasons: row.reasons,
  state: row.state,
  claimedBy: row.claimed_by,
  claimedAt: row.claimed_at,
  staleAt: row.stale_at,
  answerBegunAt: row.answer_begun_at,
  acknowledgeBy: row.acknowledge_by,
  acknowledgedAt: row.acknowledged_at,
  decideBy: row.decide_by,
  decidedAt: row.decided_at,
  decidedBy: row.decided_by,
  foiDueAt: row.foi_due_at,
  handedTo: row.handed_to,
  noReply: row.no_reply_choice === null ? null : { choice: row.no_reply_choice, words: row.no_reply_words ?? '' },
  publicationId: row.publication_id,
  signalId: row.signal_id,
  incidentId: row.incident_id,
  isHandedIn: row.is_handed_in,
});

const mostShown = 200;
const isOpen = sql`state in ('new', 'claimed')`;

async function read(tx: Tx, where: ReturnType<typeof sql>, limit: number, newestFirst = false): Promise<DeskItem[]> {
  const order = newestFirst ? sql`decided_at desc` : sql`severity, received_at`;
  const { rows } =
    await sql<Row>`select * from respond.desk_item where ${where} order by ${order} limit ${limit}`.execute(tx);
  return rows.map(asItem);
}

export async function itemOf(tx: Tx, id: string): Promise<DeskItem | null> {
  return isId(id) ? ((await read(tx, sql`id = ${id}`, 1))[0] ?? null) : null;
}

export type ItemReads = Pick<Items, 'list' | 'item' | 'steps' | 'ofIncident' | 'listening'>;

export function buildItemReads(kit: Kit): ItemReads {
  return {
    list: (asker, filter) =>
      kit.db.as(asker, (tx) => {
        const isDone = filter.shown === 'done';
        const parts = [
          isDone ? sql`decided_at is not null` : isOpen,
          ...(filter.shown === 'mine' ? [sql`claimed_by = ${asker.id}`] : []),
          ...(filter.accountId && isId(filter.accountId) ? [sql`account_id = ${filter.accountId}`] : []),
          ...(filter.severity ? [sql`severity = ${filter.severity}`] : []),
          ...(filter.code ? [sql`(code = ${filter.code} or ${filter.code} = any(also))`] : []),
          ...(filter.words ? [sql`text ilike ${`%${filter.words.slice(0, 200).replace(/[\\%_]/g, '\\$&')}%`}`] : []),
        ];
        return read(tx, sql.join(parts, sql` and `), Math.min(filter.limit ?? mostShown, mostShown), isDone);
      }),
    item: (asker, id) => kit.db.as(asker, (tx) => itemOf(tx, id)),
    steps: (asker, id) =>
      kit.db.as(asker, async (tx) => {
        if (!isId(id)) return [];
        const { rows } =
          await sql<DeskStep>`select at, by, what, words from respond.desk_step where item_id = ${id} order by at, id`.execute(
            tx,
          );
        return rows;
      }),
    listening: (asker) =>
      kit.db.as(asker, async (tx) => {
        const { rows } = await sql<{ accountId: string; blindSince: Date | null; blindWords: string | null }>`
          select account_id as "accountId", blind_since as "blindSince", blind_words as "blindWords" from respond.desk_place`.execute(
          tx,
        );
        return rows;
      }),
    ofIncident: (asker, incidentId, signalIds) =>
      kit.db.as(asker, async (tx) =>
        isId(incidentId)
          ? read(
              tx,
              sql`${isOpen} and (incident_id = ${incidentId} or signal_id = any(${signalIds.filter(isId)}::uuid[]))`,
              mostShown,
            )
          : [],
      ),
  };
}

/** A line in the story of an item. */
export async function addStep(
  kit: Kit,
  tx: Tx,
  asker: Pick<Asker, 'id'>,
  itemId: string,
  what: string,
  words = '',
): Promise<void> {
  await sql`insert into respond.desk_step (id, item_id, at, by, what, words)
    values (${kit.ids.next()}, ${itemId}, ${kit.clock.now()}, ${asker.id}, ${what}, ${words})`.execute(tx);
}
