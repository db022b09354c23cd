/** Reading signals, their posts and their history; each read asks "who asks?" and the database refuses the rest. */
import { sql } from 'kysely';
import type { Severity } from '#events';
import { isId, type Kit, type Tx } from '#platform';
import type { Decision, KeptPost, Referral, Signal, SignalFilter, Signals } from './door.ts';
import { cutTo } from './post.ts';
import { order } from './severity.ts';

interface SignalRow {
  id: string;
  gist: string;
  lang: string | null;
  code: string;
  also: string[];
  severity: Severity;
  score: number;
  reasons: Signal['reasons'];
  state: Signal['state'];
  locked_to: Signal['lockedTo'];
  posts: number;
  reach: number;
  networks: string[];
  watch_ids: string[];
  first_at: Date;
  last_at: Date;
  raised_at: Date;
  claimed_by: string | null;
  acknowledge_by: Date | null;
  acknowledged_at: Date | null;
  decide_by: Date | null;
  decided_at: Date | null;
  merged_into: string | null;
}

const columns = sql`s.id, s.gist, s.lang, s.code, s.also, s.severity, s.score, s.reasons, s.state, s.locked_to, s.posts, s.reach, s.networks, s.watch_ids,
  s.first_at, s.last_at, s.raised_at, s.claimed_by, s.acknowledge_by, s.acknowledged_at, s.decide_by, s.decided_at, s.merged_into`;

export type SignalReads = Pick<
  Signals,
  'list' | 'signal' | 'posts' | 'post' | 'decisions' | 'referrals' | 'counts' | 'day'
>;

export function buildSignalReads(kit: Kit): SignalReads {
  return {
    list: (asker, filter) => kit.db.as(asker, (tx) => listSignals(tx, filter)),
    signal: (asker, id) => kit.db.as(asker, (tx) => signalOf(tx, id)),
    posts: (asker, signalId) =>
      kit.db.as(asker, async (tx) => {
        if (!isId(signalId)) return [];
        const { rows } =
          await sql<PostRow>`select p.*, sp.is_copy from watch.post p join watch.signal_post sp on sp.post_id = p.id
          where sp.signal_id = ${signalId} order by sp.is_copy, p.published_at limit 500`.execute(tx);
        const seen = await observationsOf(
          tx,
          rows.map((row) => row.id),
        );
        return rows.map((row) => asPost(row, seen.get(row.id) ?? []));
      }),
    post: (asker, id) =>
      kit.db.as(asker, async (tx) => {
        if (!isId(id)) return null;
        const { rows } = await sql<PostRow>`select p.*, false as is_copy from watch.post p where p.id = ${id}`.execute(
          tx,
        );
        if (!rows[0]) return null;
        return asPost(rows[0], (await observationsOf(tx, [id])).get(id) ?? []);
      }),
    decisions: (asker, signalId) =>
      kit.db.as(asker, async (tx) => {
        if (!isId(signalId)) return [];
        return (
          await sql<Decision>`select at, by, what, words from watch.decision where signal_id = ${signalId} order by at, id`.execute(
            tx,
          )
        ).rows;
      }),
    referrals: (asker) =>
      kit.db.as(asker, async (tx) => {
        // The gist is shown only to those who may see the signal itself.
        const { rows } = await sql<{
          id: string;
          signal_id: string;
          gist: string | null;
          route: Referral['route'];
          owner_id: string | null;
          opened_by: string;
          opened_at: Date;
          words: string;
          state: Referral['state'];
          outcome: string | null;
        }>`
          select r.id, r.signal_id, s.gist, r.route, r.owner_id, r.opened_by, r.opened_at, r.words, r.state, r.outcome
          from watch.referral r left join watch.signal s on s.id = r.signal_id order by r.state desc, r.opened_at desc limit 200`.execute(
          tx,
        );
        return rows.map((row) => ({
          id: row.id,
          signalId: row.signal_id,
          gist: row.gist ?? '',
          route: row.route,
          ownerId: row.owner_id,
          openedBy: row.opened_by,
          openedAt: row.opened_at,
          words: row.words,
          state: row.state,
          outcome: row.outcome,
        }));
      }),
    counts: (asker) =>
      kit.db.as(asker, async (tx) => {
        const { rows } = await sql<{
          severity: Severity;
          n: number;
        }>`select severity, count(*)::int as n from watch.signal where state in ('new', 'claimed', 'watching') group by severity`.execute(
          tx,
        );
        return withAll(rows);
      }),
    day: (asker) =>
      kit.db.as(asker, async (tx) => {
        const now = kit.clock.now();
        const { rows } = await sql<{ hour: Date; severity: Severity; n: number }>`
          select date_trunc('hour', raised_at, 'UTC') as hour, severity, count(*)::int as n from watch.signal
          where raised_at > ${new Date(now.getTime() - 86_400_000)} group by 1, 2`.execute(tx);
        const thisHour = Math.floor(now.getTime() / 3_600_000) * 3_600_000;
        return Array.from({ length: 24 }, (_, at) => new Date(thisHour - (23 - at) * 3_600_000)).map((hour) => ({
          hour,
          counts: withAll(rows.filter((row) => row.hour.getTime() === hour.getTime())),
        }));
      }),
  };
}

export async function signalOf(tx: Tx, id: string): Promise<Signal | null> {
  if (!isId(id)) return null;
  const { rows } = await sql<SignalRow>`select ${columns} from watch.signal s where s.id = ${id}`.execute(tx);
  return rows[0] ? asSignal(rows[0]) : null;
}

async function listSignals(tx: Tx, filter: SignalFilter): Promise<Signal[]> {
  const where = [sql`true`];
  where.push(
    filter.states ? sql`s.state = any(${[...filter.states]}::text[])` : sql`s.state in ('new', 'claimed', 'watching')`,
  );
  if (filter.severities?.length) where.push(sql`s.severity = any(${[...filter.severities]}::text[])`);
  if (filter.codes?.length)
    where.push(sql`(s.code = any(${[...filter.codes]}::text[]) or s.also && ${[...filter.codes]}::text[])`);
  if (filter.network) where.push(sql`${filter.network} = any(s.networks)`);
  if (filter.watchId && isId(filter.watchId)) where.push(sql`${filter.watchId}::uuid = any(s.watch_ids)`);
  if (filter.claimedBy) where.push(sql`s.claimed_by = ${filter.claimedBy}`);
  if (filter.words) {
    const like = `%${cutTo(filter.words, 200).replace(/[\\%_]/g, '\\$&')}%`;
    where.push(
      sql`(s.gist ilike ${like} or exists (select 1 from watch.signal_post sp join watch.post p on p.id = sp.post_id where sp.signal_id = s.id and p.text ilike ${like}))`,
    );
  }
  const { rows } = await sql<SignalRow>`select ${columns} from watch.signal s where ${sql.join(where, sql` and `)}
    order by s.severity, (s.state = 'watching'), s.score desc, s.raised_at desc limit ${Math.min(filter.limit ?? 100, 500)}`.execute(
    tx,
  );
  return rows.map(asSignal);
}

function asSignal(row: SignalRow): Signal {
  return {
    id: row.id,
    gist: row.gist,
    lang: row.lang,
    code: row.code,
    also: row.also,
    severity: row.severity,
    score: row.score,
    reasons: row.reasons,
    state: row.state,
    lockedTo: row.locked_to,
    posts: row.posts,
    reach: row.reach,
    networks: row.networks,
    watchIds: row.watch_ids,
    firstAt: row.first_at,
    lastAt: row.last_at,
    raisedAt: row.raised_at,
    claimedBy: row.claimed_by,
    acknowledgeBy: row.acknowledge_by,
    acknowledgedAt: row.acknowledged_at,
    decideBy: row.decide_by,
    decidedAt: row.decided_at,
    mergedInto: row.merged_into,
  };
}

interface PostRow {
  id: string;
  network: string;
  native_id: string | null;
  kind: string;
  url: string | null;
  author_handle: string | null;
  author_name: string | null;
  author_class: KeptPost['authorClass'];
  followers: number | null;
  title: string;
  text: string;
  lang: string | null;
  links: string[];
  media: { readonly url: string | null }[];
  published_at: Date;
  seen_at: Date;
  gone_at: Date | null;
  is_copy: boolean;
}

function asPost(row: PostRow, observations: KeptPost['observations']): KeptPost {
  return {
    id: row.id,
    network: row.network,
    nativeId: row.native_id,
    kind: row.kind,
    url: row.url,
    author:
      row.author_handle === null
        ? null
        : { handle: row.author_handle, name: row.author_name, followers: row.followers },
    authorClass: row.author_class,
    title: row.title,
    text: row.text,
    lang: row.lang,
    links: row.links,
    pictures: row.media.flatMap((one) => one.url ?? []),
    publishedAt: row.published_at,
    seenAt: row.seen_at,
    goneAt: row.gone_at,
    isCopy: row.is_copy,
    observations,
  };
}

async function observationsOf(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, KeptPost['observations'][number][]>> {
  const { rows } = await sql<{
    post_id: string;
    at: Date;
    seen: KeptPost['observations'][number]['seen'];
    text: string | null;
  }>`
    select post_id, at, seen, text from watch.observation where post_id = any(${[...ids]}::uuid[]) order by at, seen <> 'first', id`.execute(
    tx,
  );
  const map = new Map<string, KeptPost['observations'][number][]>();
  for (const { post_id, ...row } of rows) map.set(post_id, [...(map.get(post_id) ?? []), row]);
  return map;
}

function withAll(rows: readonly { severity: Severity; n: number }[]): Record<Severity, number> {
  const all = Object.fromEntries(order.map((severity) => [severity, 0])) as Record<Severity, number>;
  for (const row of rows) all[row.severity] += row.n;
  return all;
}
