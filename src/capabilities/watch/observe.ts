/** What was seen of a kept post over time: edited, not there when we looked, there again. Never "deleted". */
import { sql } from 'kysely';
import type { Kit, Tx } from '#platform';
import type { HeldRow, Judged } from './keep.ts';
import { keepDays } from './post.ts';
import { grow, lockPosts, lockStory, type StoryParts } from './story.ts';

/** Versions kept of one post; somebody who edits on and on fills nothing. */
const mostObservations = 50;

/** A post that is kept already came again: false when nothing about it is new. */
export async function keepAgain(tx: Tx, parts: StoryParts, row: HeldRow, one: Judged): Promise<boolean> {
  const { trimmed: t, verdict } = one;
  const isEdited = row.version !== t.version;
  if (!isEdited && row.gone_at === null) return false;
  await observe(tx, parts, row.id, isEdited ? 'edited' : 'there-again', one);
  // The same words again: what was taken out of a story on purpose stays out.
  if (!isEdited) {
    await sql`update watch.post set gone_at = null where id = ${row.id}`.execute(tx);
    return true;
  }
  // The author is let in when somebody must act now, and stays out of what is locked.
  const mayHaveAuthor = row.locked_to === null && verdict.lockTo === null;
  const isKeptLonger = mayHaveAuthor && t.keepClass === 'routine';
  await sql`update watch.post set version = ${t.version}, title = ${t.title}, text = ${t.text}, gone_at = null, fold = ${[...t.fold]}::bigint[],
      links = ${JSON.stringify(row.locked_to !== null && t.kind !== 'article' ? [] : t.links)}::jsonb, tags = ${JSON.stringify(t.tags)}::jsonb
      ${
        isKeptLonger
          ? sql`, native_id = coalesce(native_id, ${t.nativeId}), url = coalesce(url, ${t.url}), author_handle = coalesce(author_handle, ${t.handle}),
      author_name = coalesce(author_name, ${t.name}), keep_class = 'routine', keep_until = greatest(keep_until, ${t.keepUntil}::timestamptz)`
          : sql``
      }
    where id = ${row.id}`.execute(tx);
  await parts.kit.news.publish(tx, 'watch.post-observed', { postId: row.id, seen: 'edited' });
  await rejudge(tx, parts, row, one);
  return true;
}

/** An edit may change what a post is about. */
async function rejudge(tx: Tx, parts: StoryParts, row: HeldRow, { trimmed, verdict }: Judged): Promise<void> {
  if (verdict.lockTo && row.locked_to === null) {
    const until = new Date(parts.now.getTime() + keepDays.locked * 86_400_000);
    await lockPosts(tx, sql`select ${row.id}::uuid`, verdict.lockTo, until);
    await sql`update watch.post set url = coalesce(url, ${trimmed.url}), native_id = coalesce(native_id, ${trimmed.nativeId}) where id = ${row.id}`.execute(
      tx,
    );
  }
  const { rows } = await sql<{ signal_id: string }>`
    select sp.signal_id from watch.signal_post sp where sp.post_id = ${row.id}`.execute(tx);
  for (const { signal_id } of rows) {
    if (verdict.lockTo) await lockStory(tx, parts, signal_id);
    await grow(tx, parts, signal_id, [], [verdict]);
  }
}

async function observe(
  tx: Tx,
  { kit, now }: StoryParts,
  postId: string,
  seen: 'edited' | 'there-again',
  { trimmed: t }: Judged,
): Promise<void> {
  const { rows } = await sql<{ n: number; hasFirst: boolean }>`
    select count(*)::int as n, coalesce(bool_or(seen = 'first'), false) as "hasFirst" from watch.observation where post_id = ${postId}`.execute(
    tx,
  );
  const { n, hasFirst } = rows[0]!;
  if (n >= mostObservations) return;
  // The first version is kept when it is about to be replaced, so that nothing is doubled for posts nobody edits.
  if (!hasFirst)
    await sql`insert into watch.observation (id, post_id, at, seen, version, title, text)
      select ${kit.ids.next()}, id, seen_at, 'first', version, title, text from watch.post where id = ${postId}`.execute(
      tx,
    );
  await sql`insert into watch.observation (id, post_id, at, seen, version, title, text)
    values (${kit.ids.next()}, ${postId}, ${now}, ${seen}, ${t.version}, ${seen === 'edited' ? t.title : null}, ${seen === 'edited' ? t.text : null})`.execute(
    tx,
  );
}

export async function observeGone(kit: Kit, tx: Tx, keys: readonly string[], now: Date): Promise<void> {
  if (keys.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    update watch.post set gone_at = ${now} where key = any(${[...keys]}::text[]) and gone_at is null returning id`.execute(
    tx,
  );
  for (const row of rows) {
    await sql`insert into watch.observation (id, post_id, at, seen)
      select ${kit.ids.next()}, ${row.id}, ${now}, 'not-there'
      where (select count(*) from watch.observation where post_id = ${row.id}) < ${mostObservations}`.execute(tx);
    await kit.news.publish(tx, 'watch.post-observed', { postId: row.id, seen: 'not-there' });
  }
}
