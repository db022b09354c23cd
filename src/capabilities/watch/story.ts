/** Stories: near-copies folded into one signal, judged by the strictest of its posts and by how far it has gone. */
import { sql } from 'kysely';
import type { Triage, Verdict } from '#engines/triage';
import type { Severity } from '#events';
import type { Kit, Tx } from '#platform';
import type { Organisation } from '../../people/person.ts';
import { copyShare, likeness } from './fold.ts';
import { cutTo, keepDays, mayBeSecret, type Trimmed } from './post.ts';
import { clocksOf, isAtLeast, stricter } from './severity.ts';
import { storyWording as say } from './wording.ts';

/** A post that has just been kept and answers a query that runs. */
export interface Told {
  readonly postId: string;
  readonly trimmed: Trimmed;
  readonly verdict: Verdict;
  readonly watchIds: readonly string[];
}

export interface StoryParts {
  readonly kit: Kit;
  readonly triage: Triage;
  readonly nation: Organisation['nation'];
  readonly now: Date;
}

/** A story with no post for so long does not take new ones: it is told anew. */
const foldWindowMs = 72 * 3_600_000;
const dayMs = 86_400_000;

/** Joins each post to the story that it is a near-copy of, or begins one; each grown story is judged again once. */
export async function tellStories(tx: Tx, parts: StoryParts, told: readonly Told[]): Promise<void> {
  if (told.length === 0) return;
  const { kit } = parts;
  const shelf = await readShelf(tx, told, parts.now);
  const begun: (Told & { id: string })[] = [];
  const joined = new Map<string, Told[]>();
  for (const one of told) {
    const found = shelf.find(one.trimmed, one.verdict.lockTo);
    if (found !== null) {
      joined.set(found, [...(joined.get(found) ?? []), one]);
      continue;
    }
    const id = kit.ids.next();
    begun.push({ ...one, id });
    shelf.put({ id, lockedTo: one.verdict.lockTo, fold: one.trimmed.fold });
  }
  await begin(tx, parts, begun);
  await sql`insert into watch.signal_post (signal_id, post_id, is_copy)
    select x.signal_id, x.post_id, x.is_copy from jsonb_to_recordset(${JSON.stringify([
      ...begun.map((one) => ({ signal_id: one.id, post_id: one.postId, is_copy: false })),
      ...[...joined].flatMap(([id, posts]) =>
        posts.map((one) => ({ signal_id: id, post_id: one.postId, is_copy: true })),
      ),
    ])}::jsonb) as x(signal_id uuid, post_id uuid, is_copy boolean) on conflict do nothing`.execute(tx);
  for (const [id, posts] of joined) await grow(tx, parts, id, posts);
}

export interface Standing {
  readonly id: string;
  readonly lockedTo: string | null;
  readonly fold: readonly number[];
}

interface Choice {
  choice: 'apart' | 'together';
  a: readonly number[];
  b: readonly number[];
  signal_a: string | null;
  signal_b: string | null;
}

/** The stories that these posts may belong to, and what people chose about them. */
async function readShelf(tx: Tx, told: readonly Told[], now: Date) {
  const marks = [...new Set(told.flatMap((one) => one.trimmed.fold))];
  const since = new Date(now.getTime() - foldWindowMs);
  const { rows: like } = await sql<{ id: string; locked_to: string | null; fold: number[] }>`
    select id, locked_to, fold from watch.stories_like(${marks}::bigint[], ${since})`.execute(tx);
  const { rows: choices } = await sql<Choice>`
    select choice, a, b, signal_a, signal_b from watch.fold_choice where a && ${marks}::bigint[] or b && ${marks}::bigint[] order by at`.execute(
    tx,
  );
  const chosen = choices.flatMap((one) => [one.signal_a, one.signal_b].filter((id) => id !== null));
  const { rows: more } = await sql<{ id: string; locked_to: string | null; fold: number[] }>`
    select id, locked_to, fold from watch.signal where id = any(${chosen}::uuid[]) and merged_into is null and last_at > ${since}`.execute(
    tx,
  );
  const shelf = buildShelf(choices.map((one) => ({ ...one, a: one.a.map(Number), b: one.b.map(Number) })));
  for (const row of [...like, ...more]) shelf.put({ id: row.id, lockedTo: row.locked_to, fold: row.fold.map(Number) });
  return shelf;
}

export function buildShelf(choices: readonly Choice[]) {
  const stories = new Map<string, Standing>();
  const byMark = new Map<number, Set<string>>();
  return {
    put: (story: Standing) => {
      if (stories.has(story.id)) return;
      stories.set(story.id, story);
      for (const mark of story.fold) byMark.set(mark, (byMark.get(mark) ?? new Set()).add(story.id));
    },
    /** The story that is most like this post; null when none is like enough. */
    find: (t: Pick<Trimmed, 'fold'>, lockTo: string | null): string | null => {
      const scores = new Map<string, number>();
      for (const id of new Set(t.fold.flatMap((mark) => [...(byMark.get(mark) ?? [])])))
        scores.set(id, likeness(t.fold, stories.get(id)!.fold));
      applyChoices(t.fold, choices, scores);
      let best: string | null = null;
      let bestScore = copyShare;
      for (const [id, score] of scores) {
        // What is locked and what is not never share a story: joining would show one to the keepers of the other.
        const story = stories.get(id);
        if (!story || (story.lockedTo ?? null) !== (lockTo ?? null)) continue;
        if (score < bestScore || (score === bestScore && best !== null)) continue;
        best = id;
        bestScore = score;
      }
      return best;
    },
  };
}

/** What people split stays apart, what they merged stays together. */
function applyChoices(fold: readonly number[], choices: readonly Choice[], scores: Map<string, number>): void {
  for (const one of choices) {
    const likeA = likeness(fold, one.a);
    const likeB = likeness(fold, one.b);
    if (one.choice === 'together') {
      if (likeA >= copyShare && one.signal_a) scores.set(one.signal_a, 2);
      continue;
    }
    if (Math.max(likeA, likeB) < copyShare) continue;
    const isOfA = likeA >= likeB;
    const [own, other] = isOfA ? [one.signal_a, one.signal_b] : [one.signal_b, one.signal_a];
    if (other) scores.delete(other);
    if (own) scores.set(own, 2);
  }
}

async function begin(
  tx: Tx,
  { kit, nation, now }: StoryParts,
  begun: readonly (Told & { id: string })[],
): Promise<void> {
  if (begun.length === 0) return;
  const rows = begun.map(({ id, trimmed: t, verdict, watchIds }) => {
    const clocks = clocksOf(verdict.severity, now, nation, verdict.lockTo !== null);
    const days = verdict.severity === 'S5' ? keepDays.noise : keepDays.routine;
    const keepUntil = verdict.lockTo
      ? t.keepUntil
      : new Date(Math.max(t.keepUntil.getTime(), now.getTime() + days * dayMs));
    const base = baseOf(verdict);
    return {
      id,
      gist: mayBeSecret(verdict) ? say.wordsNotKept : gistOf(t),
      lang: t.lang,
      code: base.code,
      also: base.also,
      severity: base.severity,
      score: base.score,
      reasons: base.points,
      base,
      fold: t.fold,
      state: base.severity === 'S5' ? 'note' : 'new',
      locked_to: verdict.lockTo,
      reach: t.followers ?? 0,
      networks: [t.network],
      watch_ids: watchIds,
      first_at: t.publishedAt,
      acknowledge_by: clocks.acknowledgeBy,
      decide_by: clocks.decideBy,
      keep_until: keepUntil,
    };
  });
  await sql`insert into watch.signal (id, gist, lang, code, also, severity, score, reasons, base, fold, state, locked_to, posts, reach, networks, watch_ids, first_at, last_at, raised_at, acknowledge_by, decide_by, keep_until)
    select x.id, x.gist, x.lang, x.code, x.also, x.severity, x.score, x.reasons, x.base, x.fold, x.state, x.locked_to, 1, x.reach, x.networks, x.watch_ids, x.first_at, ${now}, ${now}, x.acknowledge_by, x.decide_by, x.keep_until
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, gist text, lang text, code text, also text[], severity text, score smallint, reasons jsonb, base jsonb, fold bigint[], state text, locked_to text,
      reach bigint, networks text[], watch_ids uuid[], first_at timestamptz, acknowledge_by timestamptz, decide_by timestamptz, keep_until timestamptz)`.execute(
    tx,
  );
  for (const { id, verdict } of begun)
    await kit.news.publish(tx, 'watch.signal-raised', {
      signalId: id,
      severity: verdict.severity,
      code: verdict.code,
      isLocked: verdict.lockTo !== null,
    });
}

/** A verdict as it is stored: codes and words cut to what the table can hold; of secret material no words at all. */
function baseOf(verdict: Verdict): Verdict {
  const isSecret = mayBeSecret(verdict);
  const lead = leadOf(verdict);
  return {
    code: lead,
    also: [...new Set([verdict.code, ...verdict.also])].filter((code) => code !== lead && code !== 'T0'),
    severity: verdict.severity,
    score: Math.max(0, Math.min(100, Math.round(verdict.score))),
    points: verdict.points.slice(0, 40).map((point) => ({
      points: point.points,
      code: point.code,
      words: cutTo(point.words, 400),
      found: isSecret ? [] : point.found.slice(0, 20).map((found) => cutTo(found, 200)),
    })),
    lockTo: verdict.lockTo,
  };
}

/**
 * The code a story goes by: the one that decided how urgent it is, or "Not about us" could stand over a bomb threat, with
 * advice to tell nobody. T1 to T5 always win over the rest (domain rules C), those about life before a disclosure.
 */
export function leadOf({ code, also, severity }: Pick<Verdict, 'code' | 'also' | 'severity'>): string {
  if (isDanger(code)) return code;
  const dangers = also.filter(isDanger);
  const raised = dangers.find((one) => one !== 'T4') ?? dangers[0];
  return raised ?? (code === 'T0' && severity !== 'S5' ? (also[0] ?? code) : code);
}

export function gistOf(t: Pick<Trimmed, 'title' | 'text'>): string {
  return cutTo((t.title || t.text).slice(0, 2000).replace(/\s+/g, ' ').trim() || say.noWords, 160);
}

interface GrownRow {
  code: string;
  also: string[];
  severity: Severity;
  base: Verdict;
  state: string;
  set_by: string | null;
  locked_to: string | null;
  posts: number;
  reach: number;
  last_hour: number;
  press: number;
}

/**
 * A story after more posts, or an edited one: counted again, judged by the strictest of what was said so far and by how
 * far it has gone. A person's severity and code stand, unless a danger comes that the machine had not seen when they
 * judged. When it has become more urgent its clocks begin again and it is told again.
 */
export async function grow(
  tx: Tx,
  { kit, triage, nation, now }: StoryParts,
  signalId: string,
  posts: readonly Pick<Told, 'trimmed' | 'verdict' | 'watchIds'>[],
  edited: readonly Verdict[] = [],
): Promise<void> {
  const reach = posts.reduce((sum, one) => sum + (one.trimmed.followers ?? 0), 0);
  const { rows } = await sql<GrownRow>`
    select s.code, s.also, s.severity, s.base, s.state, s.set_by, s.locked_to, c.posts, s.reach + ${reach}::bigint as reach, c.last_hour, c.press
    from watch.signal s cross join lateral (
      select count(*)::int as posts, count(*) filter (where p.seen_at > ${new Date(now.getTime() - 3_600_000)})::int as last_hour,
        count(*) filter (where p.author_class = 'press')::int as press
      from watch.signal_post sp join watch.post p on p.id = sp.post_id where sp.signal_id = s.id) c
    where s.id = ${signalId} for update of s`.execute(tx);
  const had = rows[0];
  if (!had) return;
  const verdicts = [...posts.map((one) => one.verdict), ...edited];
  const base = verdicts.reduce((sum, one) => strictest(sum, baseOf(one)), had.base);
  const spread = triage.spread(base, {
    posts: had.posts,
    lastHour: had.last_hour,
    reach: had.reach,
    press: had.press,
  });
  const isNewDanger = verdicts.some((one) => isDanger(one.code) && !codesOf(had.base).includes(one.code));
  const isByHand = had.set_by !== null && !isNewDanger;
  const severity = isByHand ? had.severity : stricter(spread.severity, had.severity);
  const code = isByHand ? had.code : spread.code;
  const isMoreUrgent = severity !== had.severity && isAtLeast(severity, had.severity);
  const clocks = isMoreUrgent ? clocksOf(severity, now, nation, had.locked_to !== null) : null;
  // Nobody looks again at what was put aside; so it comes back when it has become more urgent.
  const state = isMoreUrgent && ['note', 'set-aside', 'watching'].includes(had.state) ? 'new' : had.state;
  const keepUntil = keepUntilOf(posts, had.locked_to, severity, now);
  const networks = [...new Set(posts.map((one) => one.trimmed.network))];
  const watchIds = [...new Set(posts.flatMap((one) => one.watchIds))];
  await sql`update watch.signal s set code = ${code}, also = ${spread.also.filter((one) => one !== code && one !== 'T0')}::text[], severity = ${severity},
      score = ${Math.min(100, Math.max(0, Math.round(spread.score)))}, reasons = ${JSON.stringify(spread.points)}::jsonb, base = ${JSON.stringify(base)}::jsonb, state = ${state},
      posts = ${had.posts}, reach = ${had.reach}, keep_until = greatest(keep_until, ${keepUntil}::timestamptz)
      ${posts.length > 0 ? sql`, last_at = ${now}, networks = (select array_agg(distinct n) from unnest(s.networks || ${networks}::text[]) n), watch_ids = coalesce((select array_agg(distinct w) from unnest(s.watch_ids || ${watchIds}::uuid[]) w), '{}')` : sql``}
      ${isNewDanger ? sql`, set_by = null` : sql``}
      ${clocks ? sql`, acknowledge_by = ${clocks.acknowledgeBy}, decide_by = ${clocks.decideBy}, acknowledged_at = null, acknowledged_by = null, raised_at = ${now}` : sql``}
    where id = ${signalId}`.execute(tx);
  // Each time: a copy that joins later, or an edit, brings the words along again.
  if (mayBeSecret(base)) await keepNoWords(tx, signalId);
  const fields = { signalId, severity, code };
  await kit.news.publish(tx, 'watch.signal-changed', { ...fields, change: isMoreUrgent ? 'rescored' : 'grew' });
  if (isMoreUrgent) await kit.news.publish(tx, 'watch.signal-raised', { ...fields, isLocked: had.locked_to !== null });
}

function keepUntilOf(
  posts: readonly Pick<Told, 'trimmed'>[],
  lockedTo: string | null,
  severity: Severity,
  now: Date,
): Date {
  const ends = posts.map((one) => one.trimmed.keepUntil.getTime());
  if (!lockedTo && severity !== 'S5') ends.push(now.getTime() + keepDays.routine * dayMs);
  return new Date(Math.max(0, ...ends));
}

/**
 * Red line 8: once a story is known to show secret material, whoever said so, the words of all its near-copies go: those
 * of its posts, of its own line, of its reasons, and of what was merged into it. It stays known, so that a later copy
 * brings them back no more.
 */
export async function keepNoWords(tx: Tx, signalId: string): Promise<void> {
  const { rows } = await sql<{ id: string; reasons: Verdict['points']; base: Verdict }>`
    select id, reasons, base from watch.signal where id = ${signalId} or merged_into = ${signalId}`.execute(tx);
  const silent = (points: Verdict['points']) => points.map((point) => ({ ...point, found: [] }));
  for (const { id, reasons, base } of rows) {
    const also = mayBeSecret(base) ? base.also : [...base.also, 'T5'];
    await sql`update watch.signal set gist = ${say.wordsNotKept}, reasons = ${JSON.stringify(silent(reasons))}::jsonb,
        base = ${JSON.stringify({ ...base, also, points: silent(base.points) })}::jsonb where id = ${id}`.execute(tx);
  }
  const posts = sql`(select post_id from watch.signal_post where signal_id = ${signalId})`;
  await sql`delete from watch.observation where post_id in ${posts} and text is not null`.execute(tx);
  await sql`update watch.post set title = '', text = '', links = '[]', tags = '[]', mentions = '[]', media = '[]' where id in ${posts} and (title <> '' or text <> '' or links <> '[]' or tags <> '[]' or mentions <> '[]' or media <> '[]')`.execute(
    tx,
  );
}

/** A possible disclosure locks the story at once, with every post in it, and lets the authors go. */
export async function lockStory(
  tx: Tx,
  { kit, nation, now }: Pick<StoryParts, 'kit' | 'nation' | 'now'>,
  signalId: string,
  to: 'guardian' | 'care' = 'guardian',
): Promise<void> {
  const until = new Date(now.getTime() + keepDays.locked * dayMs);
  const { rows } = await sql<{ severity: Severity; code: string; locked_to: string | null }>`
    select severity, code, locked_to from watch.signal where id = ${signalId} for update`.execute(tx);
  const had = rows[0];
  if (!had || had.locked_to === to) return;
  // Its new keeper finds it among what is open, free to take, and at least as urgent as a disclosure is (T4: S2).
  const severity = stricter(had.severity, 'S2');
  const clocks = clocksOf(severity, now, nation, true);
  await sql`update watch.signal set locked_to = ${to}, keep_until = ${until}, severity = ${severity}, claimed_by = null, claimed_at = null,
      acknowledged_at = null, acknowledged_by = null, raised_at = ${now}, acknowledge_by = ${clocks.acknowledgeBy}, decide_by = ${clocks.decideBy},
      state = case when state in ('escalated', 'merged') then state else 'new' end
    where id = ${signalId}`.execute(tx);
  await lockPosts(tx, sql`select post_id from watch.signal_post where signal_id = ${signalId}`, to, until);
  await lockAlong(tx, signalId, to, until);
  await kit.news.publish(tx, 'watch.signal-changed', { signalId, severity, code: had.code, change: 'locked' });
  await kit.news.publish(tx, 'watch.signal-raised', { signalId, severity, code: had.code, isLocked: true });
}

/** What tells of the same matter: stories merged into this one, and what people wrote when they passed any of them on. */
export async function lockAlong(tx: Tx, signalId: string, to: 'guardian' | 'care' | null, until: Date): Promise<void> {
  await sql`update watch.signal set locked_to = ${to}, keep_until = ${until} where merged_into = ${signalId}`.execute(
    tx,
  );
  await sql`update watch.referral set locked_to = ${to} where signal_id in (select id from watch.signal where id = ${signalId} or merged_into = ${signalId})`.execute(
    tx,
  );
}

/** Links go too, because one may lead to the author; the keeper has the address of the post itself. */
export async function lockPosts(tx: Tx, ids: ReturnType<typeof sql>, to: 'guardian' | 'care', until: Date) {
  await sql`update watch.post set locked_to = ${to}, keep_class = 'locked', keep_until = ${until}, author_handle = null, author_name = null,
      mentions = '[]', media = '[]', links = case when kind = 'article' then links else '[]' end, reply_to = null where id in (${ids})`.execute(
    tx,
  );
}

/** The stricter of two verdicts, with the codes of both. */
export function strictest(a: Verdict, b: Verdict): Verdict {
  const [first, second] = rankOf(b) < rankOf(a) ? [b, a] : [a, b];
  return { ...first, also: [...new Set([...first.also, ...codesOf(second)])].filter((code) => code !== first.code) };
}

/** T1 to T5 always win over the rest (domain rules C); among the others the severity decides. */
function rankOf(verdict: Verdict): number {
  return (isDanger(verdict.code) ? 0 : 10) + Number(verdict.severity.slice(1));
}

function isDanger(code: string): boolean {
  return /^T[1-5]$/.test(code);
}

function codesOf(verdict: Pick<Verdict, 'code' | 'also'>): string[] {
  return [verdict.code, ...verdict.also].filter((code) => code !== 'T0');
}
