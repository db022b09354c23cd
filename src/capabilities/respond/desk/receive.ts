/**
 * What was said to an official account becomes an item of the desk. A possible disclosure never does: it goes to WATCH,
 * which locks it to the guardian before anybody has seen it. Danger goes both ways, so that somebody is rung.
 */
import { sql } from 'kysely';
import type { Nation } from '#engines/calendar';
import type { Batch, NetworkPost } from '#networks/contract';
import { type Kit, system, type Tx } from '#platform';
import type { HandedPost, Watch } from '#watch';
import { codesOf, isInformationRequest } from './acts.ts';
import { foiDueAt } from './clocks.ts';
import type { DeskAccount } from './door.ts';
import { addStep } from './item-store.ts';
import { hideNames } from './names.ts';

export const me = system('desk');
const dayMs = 86_400_000;
/** Ordinary criticism and praise; the rest; requests for information (domain rules A0). */
export const keepDays = { note: 30, routine: 90, request: 3 * 365 } as const;

export interface ReceiveParts {
  readonly handed: Watch['handed'];
  readonly nation: () => Promise<Nation>;
  readonly staffNames: () => Promise<readonly string[]>;
}

interface Received extends HandedPost {
  readonly post: NetworkPost;
  readonly signalId: string | null;
}

export interface Receive {
  /** False when another process reads this account now: then nothing was written. */
  take(account: DeskAccount, batch: Batch, leaseBy: string): Promise<boolean>;
}

export function buildReceive(kit: Kit, parts: ReceiveParts): Receive {
  const keyOf = (network: string, id: string) => kit.seal.hash('desk-item', `${network}|${id}`);

  /** What of a batch may stand at the desk; what may not is on its way already. Each step bears a repeat. */
  async function sorted(account: DeskAccount, batch: Batch): Promise<{ shown: Received[]; locked: string[] }> {
    const shown: Received[] = [];
    const locked: string[] = [];
    const own = account.handle.toLowerCase();
    for (const happening of batch.happenings) {
      if (happening.kind !== 'post') continue;
      const { post } = happening;
      if (post.author?.handle.toLowerCase() === own) continue;
      const judged = await parts.handed.judge(post);
      const key = keyOf(post.network, post.id);
      const { severity, lockTo } = judged.verdict;
      const isDanger = severity === 'S1' || severity === 'S2';
      const signalId = lockTo !== null || isDanger ? await parts.handed.hand(post) : null;
      if (lockTo === null) shown.push({ ...judged, key, post, signalId });
      else locked.push(key);
    }
    return { shown, locked };
  }

  return {
    take: async (account, batch, leaseBy) => {
      const { shown, locked } = await sorted(account, batch);
      const gone = batch.happenings.flatMap((one) => (one.kind === 'gone' ? [keyOf(account.network, one.id)] : []));
      const nation = await parts.nation();
      const names = await parts.staffNames();
      return kit.db.as(me, async (tx) => {
        if (!(await movePlace(tx, account, batch, leaseBy, kit.clock.now()))) return false;
        for (const one of shown) await insert(kit, tx, account, one, nation, names);
        // An edit can make of a question what nobody here may see.
        for (const key of locked) await sql`delete from respond.desk_item where key = ${key}`.execute(tx);
        if (gone.length > 0)
          await sql`update respond.desk_item set gone_at = ${kit.clock.now()} where key = any(${gone}::text[]) and gone_at is null`.execute(
            tx,
          );
        return true;
      });
    },
  };
}

async function movePlace(tx: Tx, account: DeskAccount, batch: Batch, leaseBy: string, now: Date): Promise<boolean> {
  const blind = batch.health.state === 'blind' ? batch.health.words.slice(0, 600) : null;
  const { rows } = await sql`update respond.desk_place set cursor = ${batch.cursor}, last_look_at = ${now},
      health = ${batch.health.state}, blind_words = ${blind}, blind_since = case when ${blind === null} then null else coalesce(blind_since, ${now}) end
    where account_id = ${account.id} and lease_by = ${leaseBy} returning account_id`.execute(tx);
  return rows.length > 0;
}

async function insert(
  kit: Kit,
  tx: Tx,
  account: DeskAccount,
  { key, post, trimmed, verdict, signalId, acknowledgeBy, decideBy }: Received,
  nation: Nation,
  names: readonly string[],
): Promise<void> {
  const now = kit.clock.now();
  const codes = { code: verdict.code, also: verdict.also };
  const isRequest = isInformationRequest(codes);
  const days = isRequest ? keepDays.request : verdict.severity === 'S5' ? keepDays.note : keepDays.routine;
  const text = hideNames(trimmed.text, names);
  const reasons = verdict.points.map((point) => ({
    ...point,
    found: trimmed.text === '' ? [] : point.found.map((found) => hideNames(found.slice(0, 200), names)),
  }));
  const said = sql`text = ${text}, code = ${verdict.code}, also = ${codesOf(codes).slice(1)}::text[], severity = ${verdict.severity},
    score = ${Math.round(verdict.score)}, reasons = ${JSON.stringify(reasons)}::jsonb`;
  const { rows: held } = await sql<{ id: string; version: string; severity: string }>`
    select id, version, severity from respond.desk_item where key = ${key} for update`.execute(tx);
  const had = held[0];
  if (had) {
    if (had.version === trimmed.version) return;
    await sql`update respond.desk_item set version = ${trimmed.version}, gone_at = null, ${said},
        signal_id = coalesce(signal_id, ${signalId}), foi_due_at = coalesce(foi_due_at, ${isRequest ? foiDueAt(now, nation) : null})
        ${verdict.severity < had.severity ? sql`, acknowledge_by = ${acknowledgeBy}, decide_by = ${decideBy}` : sql``}
      where id = ${had.id}`.execute(tx);
    await addStep(kit, tx, me, had.id, 'edited');
    await kit.news.publish(tx, 'respond.item-changed', { itemId: had.id, incidentId: null, change: 'edited' });
    return;
  }
  const id = kit.ids.next();
  const kind = post.kind === 'reply' ? 'reply' : 'mention';
  await sql`insert into respond.desk_item (id, key, version, account_id, account_handle, network, native_id, kind, url, author_handle, author_name,
      author_class, text, lang, media, published_at, received_at, code, also, severity, score, reasons, acknowledge_by, decide_by, foi_due_at, signal_id, keep_until)
    values (${id}, ${key}, ${trimmed.version}, ${account.id}, ${account.handle}, ${account.network}, ${post.id.slice(0, 2000)}, ${kind}, ${webAddress(post.url)},
      ${trimmed.handle}, ${trimmed.name}, ${trimmed.authorClass}, ${text}, ${trimmed.lang}, ${JSON.stringify(trimmed.media)}::jsonb, ${trimmed.publishedAt}, ${now},
      ${verdict.code}, ${[...verdict.also]}::text[], ${verdict.severity}, ${Math.round(verdict.score)}, ${JSON.stringify(reasons)}::jsonb, ${acknowledgeBy}, ${decideBy},
      ${isRequest ? foiDueAt(now, nation) : null}, ${signalId}, ${new Date(now.getTime() + days * dayMs)})`.execute(tx);
  await addStep(kit, tx, me, id, 'came');
  await kit.news.publish(tx, 'respond.item-received', {
    itemId: id,
    accountId: account.id,
    severity: verdict.severity,
    code: verdict.code,
  });
}

/** It becomes a link: what is no web address, such as javascript:, is not kept. */
function webAddress(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url) ? url.slice(0, 2000) : null;
}
