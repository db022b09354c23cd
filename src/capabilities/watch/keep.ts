/**
 * Keeps what matched: posts, hits, stories and the source's place in the stream, all in one transaction. A kill before
 * the commit loses nothing (the batch is read again); a kill after it doubles nothing (network and id are unique).
 */
import { sql } from 'kysely';
import type { Triage, Verdict } from '#engines/triage';
import type { Batch, NetworkPost } from '#networks/contract';
import { type Kit, system, type Tx } from '#platform';
import type { Organisation } from '../../people/person.ts';
import type { AuthorClass } from './door.ts';
import type { Hit } from './match.ts';
import { keepAgain, observeGone } from './observe.ts';
import { classOf, cutTo, type Trimmed, trim } from './post.ts';
import { type StoryParts, tellStories } from './story.ts';
import { sourceWording, storyWording } from './wording.ts';

export interface Matched {
  /** Keyed hash of network and id: tells a repeat without naming anybody. */
  readonly key: string;
  readonly post: NetworkPost;
  readonly hits: readonly Hit[];
}

export interface KeepSource {
  readonly id: string;
  readonly voice: 'public' | 'press' | 'official';
}

/** What passed by since the last commit; the learned heartbeat. */
export interface Beats {
  /** Whether anything came at all: that ends a silence. */
  readonly isAnySeen: boolean;
  /** Spans of ten seconds in which something new came. */
  readonly beats: number;
  /** Hour of the week, 0 to 167. */
  readonly slot: number;
  readonly minutes: number;
  readonly lastPostAt: Date | null;
  readonly seeingSince: Date | null;
}

/** A batch without what was in it; a null cursor leaves the place where it is. */
export type Looked = Omit<Batch, 'happenings' | 'cursor'> & { readonly cursor: string | null };

export interface Keep {
  /** Reads which posts are held, so that an edit or a disappearance of one is noticed whatever it says now. */
  remember(): Promise<void>;
  isHeld(key: string): boolean;
  /** Throws `LeaseLost` when another collector has the source: then nothing was written. */
  commit(
    source: KeepSource,
    leaseBy: string,
    looked: Looked,
    matched: readonly Matched[],
    goneKeys: readonly string[],
    beats: Beats | null,
  ): Promise<void>;
}

export class LeaseLost extends Error {}

const watchAsker = system('watch');
/** Most posts whose edits are followed; the newest stand. */
const heldMost = 200_000;
/** Most posts in one transaction, so that the embedded database's one connection is soon free for others. */
const mostAtOnce = 300;
/** Any fixed number that no other lock has; the same for every Foreword on this database. */
export const storyLock = 7_043_204;

export function buildKeep(kit: Kit, triage: Triage, organisation: () => Promise<Organisation | null>): Keep {
  const held = new Set<string>();
  const hold = (key: string) => {
    held.add(key);
    if (held.size > heldMost) held.delete(held.values().next().value!);
  };
  const refused = kit.metrics.counter('posts_refused_total', 'Posts that the database would not take', []);

  async function commit(
    source: KeepSource,
    leaseBy: string,
    looked: Looked,
    matched: readonly Matched[],
    gone: readonly string[],
    beats: Beats | null,
  ): Promise<void> {
    if (matched.length > mostAtOnce) {
      // The place moves with the last part only: after a kill in between, all is read again and the first parts are known.
      await commit(source, leaseBy, { ...looked, cursor: null }, matched.slice(0, mostAtOnce), [], null);
      return commit(source, leaseBy, looked, matched.slice(mostAtOnce), gone, beats);
    }
    const org = await organisation();
    const now = kit.clock.now();
    const parts: StoryParts = { kit, triage, nation: org?.nation ?? 'england', now };
    const judged = matched.map((one) => judge(kit, one, source, triage, org, now));
    await kit.db.as(watchAsker, async (tx) => {
      // One at a time: two collectors that see copies of one story in the same moment make one signal of them.
      if (judged.length > 0) await sql`select pg_advisory_xact_lock(${storyLock})`.execute(tx);
      await moveSource(kit, tx, source.id, leaseBy, looked, beats, now);
      await keepPosts(tx, parts, source.id, judged);
      await observeGone(kit, tx, gone, now);
    });
    for (const one of judged) if (one.hits.length > 0) hold(one.key);
  }

  return {
    remember: async () => {
      const { rows } = await kit.db.as(watchAsker, (tx) =>
        sql<{ key: string }>`select key from watch.post order by seen_at desc limit ${heldMost}`.execute(tx),
      );
      for (const row of rows.reverse()) hold(row.key);
    },
    isHeld: (key) => held.has(key),
    commit: async (source, leaseBy, looked, matched, gone, beats) => {
      try {
        await commit(source, leaseBy, looked, matched, gone, beats);
      } catch (error) {
        if (!isAboutData(error) || matched.length === 0) throw error;
        // One post that the database will not take must not hold up the source for ever: each goes by itself.
        let lost = 0;
        for (const one of matched) {
          try {
            await commit(source, leaseBy, { ...looked, cursor: null }, [one], [], null);
          } catch (alone) {
            if (!isAboutData(alone)) throw alone;
            lost += 1;
            refused.inc();
            kit.log.error('watch.post-refused', { source: source.id, error: alone as Error });
          }
        }
        const note = { code: 'not-kept', words: sourceWording.notKept(lost) };
        await commit(
          source,
          leaseBy,
          lost === 0 ? looked : { ...looked, notes: [note, ...looked.notes] },
          [],
          gone,
          beats,
        );
      }
    },
  };
}

export interface Judged {
  readonly key: string;
  readonly trimmed: Trimmed;
  readonly verdict: Verdict;
  readonly hits: readonly Hit[];
}

/** What a post is, judged and trimmed. A post that cannot be judged is shown to people, never dropped. */
export function judge(
  kit: Kit,
  { key, post, hits }: Matched,
  source: KeepSource,
  triage: Triage,
  org: Organisation | null,
  now: Date,
): Judged {
  const known = {
    official: new Set((org?.officialHandles ?? []).map(low)),
    press: new Set((org?.pressHandles ?? []).map(low)),
  };
  const author: AuthorClass = classOf(post, source.voice, known);
  let verdict: Verdict;
  try {
    verdict = triage.judge(
      { title: cutTo(post.title, 300), text: cutTo(post.text, 4000), lang: post.lang, author, network: post.network },
      { names: org ? [org.name, ...org.shortNames] : [], handles: org?.officialHandles ?? [] },
    );
  } catch (error) {
    kit.log.error('watch.post-not-judged', { source: source.id, error: error as Error });
    const point = { points: 40, code: 'T0', words: storyWording.notJudged, found: [] };
    verdict = { code: 'T0', also: [], severity: 'S3', score: 40, points: [point], lockTo: null };
  }
  return { key, trimmed: trim(post, author, verdict, now), verdict, hits };
}

export interface HeldRow {
  readonly id: string;
  readonly version: string;
  readonly locked_to: string | null;
  readonly gone_at: Date | null;
}

async function keepPosts(tx: Tx, parts: StoryParts, sourceId: string, judged: readonly Judged[]): Promise<void> {
  if (judged.length === 0) return;
  const { kit, now } = parts;
  const { rows } = await sql<HeldRow & { key: string }>`
    select key, id, version, locked_to, gone_at from watch.post where key = any(${judged.map((one) => one.key)}::text[])`.execute(
    tx,
  );
  const held = new Map<string, HeldRow>(rows.map((row) => [row.key, row]));
  const fresh: (Judged & { id: string })[] = [];
  const again: Judged[] = [];
  for (const one of judged) {
    if (held.has(one.key)) again.push(one);
    // It was held once, answers nothing now, and has been forgotten meanwhile: nothing to keep.
    else if (one.hits.length > 0) {
      const id = kit.ids.next();
      fresh.push({ ...one, id });
      held.set(one.key, { id, version: one.trimmed.version, locked_to: one.verdict.lockTo, gone_at: null });
    }
  }
  await insertPosts(tx, sourceId, fresh, now);
  await insertHits(
    tx,
    fresh.flatMap((one) => one.hits.map((hit) => ({ postId: one.id, hit }))),
    now,
  );
  await tellStories(tx, parts, fresh.flatMap(toldOf));
  for (const one of again) {
    const { trimmed, verdict, hits } = one;
    const row = held.get(one.key)!;
    if (!(await keepAgain(tx, parts, row, one))) continue;
    held.set(one.key, { ...row, version: trimmed.version, gone_at: null });
    // What it says now may answer more queries, and so begin a story where there was none.
    if (hits.length === 0) continue;
    await insertHits(
      tx,
      hits.map((hit) => ({ postId: row.id, hit })),
      now,
    );
    const { rows: storied } = await sql`select 1 from watch.signal_post where post_id = ${row.id}`.execute(tx);
    if (storied.length === 0) await tellStories(tx, parts, toldOf({ ...one, id: row.id, verdict }));
  }
  if (fresh.length > 0) await kit.news.publish(tx, 'watch.post-kept', { postIds: fresh.map((one) => one.id) });
}

/** A query in shadow counts and raises nothing. Our own words are kept, beside what they answer, and are no news to us. */
function toldOf({ id, trimmed, verdict, hits }: Judged & { id: string }) {
  if (trimmed.authorClass === 'official') return [];
  const live = hits.filter((hit) => !hit.isShadow);
  return live.length === 0
    ? []
    : [{ postId: id, trimmed, verdict, watchIds: [...new Set(live.map((hit) => hit.watchId))] }];
}

/** `sourceId`: null for what another part of the house handed in. */
export async function insertPosts(
  tx: Tx,
  sourceId: string | null,
  fresh: readonly (Judged & { id: string })[],
  now: Date,
): Promise<void> {
  if (fresh.length === 0) return;
  const rows = fresh.map(({ id, key, trimmed: t, verdict }) => ({
    ...t,
    id,
    key,
    native_id: t.nativeId,
    author_handle: t.handle,
    author_name: t.name,
    author_class: t.authorClass,
    reply_to: t.replyTo,
    published_at: t.publishedAt,
    locked_to: verdict.lockTo,
    keep_class: t.keepClass,
    keep_until: t.keepUntil,
  }));
  await sql`insert into watch.post (id, source_id, key, network, native_id, version, kind, url, author_handle, author_name, author_class, followers, title, text, lang,
      links, tags, mentions, media, reply_to, counts, published_at, seen_at, fold, locked_to, keep_class, keep_until)
    select x.id, ${sourceId}, x.key, x.network, x.native_id, x.version, x.kind, x.url, x.author_handle, x.author_name, x.author_class, x.followers, x.title, x.text, x.lang,
      x.links, x.tags, x.mentions, x.media, x.reply_to, nullif(x.counts, 'null'::jsonb), x.published_at, ${now}, x.fold, x.locked_to, x.keep_class, x.keep_until
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, key text, network text, native_id text, version text, kind text, url text, author_handle text, author_name text,
      author_class text, followers int, title text, text text, lang text, links jsonb, tags jsonb, mentions jsonb, media jsonb, reply_to text, counts jsonb, published_at timestamptz,
      fold bigint[], locked_to text, keep_class text, keep_until timestamptz)`.execute(tx);
}

async function insertHits(
  tx: Tx,
  hits: readonly { readonly postId: string; readonly hit: Hit }[],
  now: Date,
): Promise<void> {
  if (hits.length === 0) return;
  const rows = hits.map(({ postId, hit }) => ({ p: postId, q: hit.queryId, s: hit.isShadow }));
  // A query that was deleted since it matched has no line any more.
  await sql`insert into watch.hit (post_id, query_id, is_shadow, at)
    select x.p, x.q, x.s, ${now} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(p uuid, q uuid, s boolean)
      join watch.query q on q.id = x.q
    on conflict (post_id, query_id) do update set is_shadow = watch.hit.is_shadow and excluded.is_shadow`.execute(tx);
}

async function moveSource(
  kit: Kit,
  tx: Tx,
  sourceId: string,
  leaseBy: string,
  looked: Looked,
  beats: Beats | null,
  now: Date,
): Promise<void> {
  const { rows: before } = await sql<{ health: string; blind_code: string | null }>`
    select health, blind_code from watch.source where id = ${sourceId} and lease_by = ${leaseBy} for update`.execute(
    tx,
  );
  const had = before[0];
  if (!had) throw new LeaseLost('another collector has this source');
  if (!beats) return;
  const blind = looked.health.state === 'blind' ? looked.health : null;
  // Looks that succeed and bring nothing do not end a silence; a post does.
  const isStillSilent = !blind && had.blind_code === 'silent' && !beats.isAnySeen;
  const notes = looked.notes
    .slice(0, 20)
    .map((note) => ({ code: cutTo(note.code, 80), words: cutTo(note.words, 400) }));
  const words = blind ? cutTo(blind.words, 600) : null;
  const health = sql`health = ${looked.health.state}, blind_code = ${blind?.code ?? null}, blind_words = ${words},
    blind_since = ${blind ? sql`case when health = 'blind' then blind_since else ${now}::timestamptz end` : null},`;
  await sql`update watch.source set cursor = coalesce(${looked.cursor}, cursor), last_look_at = ${now}, next_look_at = ${realDate(looked.nextLook)},
      last_post_at = greatest(last_post_at, ${beats.lastPostAt}::timestamptz), seeing_since = ${beats.seeingSince}, ${isStillSilent ? sql`` : health}
      notes = ${JSON.stringify(notes)}::jsonb
    where id = ${sourceId}`.execute(tx);
  if (beats.beats > 0 || beats.minutes > 0) await learn(tx, sourceId, beats);
  if (blind && (had.health !== 'blind' || had.blind_code !== blind.code)) {
    await sql`update watch.blind_spell set until = ${now} where source_id = ${sourceId} and until is null`.execute(tx);
    await sql`insert into watch.blind_spell (id, source_id, code, words, since) values (${kit.ids.next()}, ${sourceId}, ${blind.code}, ${words}, ${now})`.execute(
      tx,
    );
    await kit.news.publish(tx, 'watch.source-blind', { sourceId, code: blind.code });
  }
  if (!blind && had.health === 'blind' && !isStillSilent) {
    await sql`update watch.blind_spell set until = ${now} where source_id = ${sourceId} and until is null`.execute(tx);
    await kit.news.publish(tx, 'watch.source-seeing', { sourceId });
  }
}

/** An hour of the week remembers about its last twelve weeks, so that it follows when a source changes its ways. */
const rememberedMinutes = 720;

async function learn(tx: Tx, sourceId: string, beats: Beats): Promise<void> {
  const share = sql`least(1, ${rememberedMinutes} / greatest(1, h.minutes + excluded.minutes))`;
  await sql`insert into watch.heartbeat as h (source_id, slot, beats, minutes) values (${sourceId}, ${beats.slot}, ${beats.beats}, ${beats.minutes})
    on conflict (source_id, slot) do update set beats = (h.beats + excluded.beats) * ${share}, minutes = (h.minutes + excluded.minutes) * ${share}`.execute(
    tx,
  );
}

function realDate(at: Date | null): Date | null {
  return at && Number.isFinite(at.getTime()) ? at : null;
}

/** Of the data itself: out of range, of a wrong form, too large. Trying again will not help. */
function isAboutData(error: unknown): boolean {
  return /^(22|23|54)/.test(String((error as { code?: unknown } | null)?.code ?? ''));
}

export function postKey(seal: Kit['seal'], network: string, id: string): string {
  return seal.hash('post', `${network}|${id}`);
}

const low = (text: string) => text.toLowerCase();
