/**
 * Gives the authors of kept posts the name by which people know them, where a network's posts carry a lasting id alone.
 * After the post was kept and apart from its way to the queue; whoever is not found stays an id. Of posts that keep no
 * author nobody is asked about.
 */
import { sql } from 'kysely';
import { type Kit, system, type Tx } from '#platform';
import type { NamesOf } from './open-names.ts';
import { cutTo } from './post.ts';

const me = system('watch');
/** For all of a batch; what was not found by then stays an id. */
const lookUpMs = 20_000;

interface Row {
  readonly network: string;
  readonly source_id: string;
  readonly settings: Record<string, string>;
  readonly author_handle: string;
}

/** `named`: networks that have names to look up. */
export function nameAuthors(kit: Kit, namesOf: NamesOf, named: readonly string[]): void {
  if (named.length === 0) return;

  kit.news.listen('watch.author-names', ['watch.post-kept', 'watch.post-observed'], me, async (tx, event) => {
    const postIds = 'postIds' in event.fields ? event.fields.postIds : [event.fields.postId];
    const { rows } = await sql<{ id: string }>`
      select id from watch.post where id = any(${postIds}::uuid[]) and author_handle is not null and network = any(${named}::text[])`.execute(
      tx,
    );
    if (rows.length > 0) await kit.jobs.add(tx, 'watch.name-authors', { postIds: rows.map((row) => row.id) });
  });

  kit.jobs.on('watch.name-authors', {
    attempts: 1,
    act: async (job) => {
      const postIds = job.fields.postIds as string[];
      const rows = await kit.db.as(me, async (tx) => {
        const { rows } = await sql<Row>`
          select distinct p.network, p.source_id, s.settings, p.author_handle from watch.post p join watch.source s on s.id = p.source_id
          where p.id = any(${postIds}::uuid[]) and p.author_handle is not null`.execute(tx);
        return rows;
      });
      for (const sourceId of new Set(rows.map((row) => row.source_id))) {
        const some = rows.filter((row) => row.source_id === sourceId);
        const { network, settings } = some[0]!;
        const ids = some.map((row) => row.author_handle);
        const found = await namesOf(network, settings)?.handlesOf(ids, AbortSignal.timeout(lookUpMs));
        if (found && found.size > 0) await kit.db.as(me, (tx) => write(kit, tx, postIds, network, found));
      }
    },
  });
}

async function write(
  kit: Kit,
  tx: Tx,
  postIds: readonly string[],
  network: string,
  found: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [id, name] of found) {
    const handle = cutTo(name, 300);
    // Whoever was let go of meanwhile is not written back. The other posts of the same stories come along, so that
    // looks at one author are counted as looks at one.
    const stories = sql`select mine.signal_id from watch.signal_post mine where mine.post_id = any(${[...postIds]}::uuid[])`;
    await sql`update watch.post set author_handle = ${handle} where network = ${network} and author_handle = ${id}
      and (id = any(${[...postIds]}::uuid[]) or id in (select post_id from watch.signal_post where signal_id in (${stories})))`.execute(
      tx,
    );
    await sql`update watch.profile_view v set author_hash = ${profileHash(kit, network, handle)}
      where author_hash = ${profileHash(kit, network, id)} and signal_id in (${stories})
        and not exists (select 1 from watch.profile_view o where o.viewer = v.viewer and o.signal_id = v.signal_id and o.author_hash = ${profileHash(kit, network, handle)})`.execute(
      tx,
    );
  }
}

/** Under which looks at an author's profile are counted: nobody can read the author out of it. */
export function profileHash(kit: Kit, network: string, handle: string): string {
  return kit.seal.hash('profile', `${network}:${handle}`);
}
