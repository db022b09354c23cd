/** Watches and their queries: proposed by one, approved by another, guarded by red lines, ended by themselves. */
import { sql } from 'kysely';
import { parseQuery } from '#engines/queries';
import { cut } from '#engines/text';
import { type Asker, isId, type Kit, record, system, type Tx } from '#platform';
import type { Organisation } from '../../people/person.ts';
import type { Answer, Refused, Watching, Watchings } from './door.ts';
import type { RunningQuery } from './match.ts';
import { cutTo } from './post.ts';
import { previewQuery } from './preview.ts';
import { type Mistakes, mayFrom, mistakesOf, mostQueries, queryMistakes } from './proposal.ts';
import { type Known, queryRedLine } from './red-lines.ts';
import { queryWording, watchingWording as say } from './wording.ts';

const me = system('watch');
const namePurpose = 'protected-name';
const protectedKinds = ['staff', 'councillor', 'member-of-parliament', 'journalist', 'union', 'campaigner'];

export interface WatchingParts {
  readonly organisation: () => Promise<Organisation | null>;
  /** Names of everybody with an account: they are staff, and no watch follows them. */
  readonly staffNames: () => Promise<readonly string[]>;
  readonly changed: () => void;
}

interface Row {
  id: string;
  name: string;
  purpose: string;
  lawful_basis: string;
  owner_id: string;
  dpia_reference: string;
  starts_on: string;
  ends_on: string;
  state: Watching['state'];
  proposed_by: string;
  decided_by: string | null;
  decision_words: string | null;
  ended_because: string | null;
  queries: readonly QueryRow[] | null;
}

/** Times as JSON tells them. */
type QueryRow = Omit<Watching['queries'][number], 'addedAt' | 'approvedAt'> & {
  addedAt: string;
  approvedAt: string | null;
};

export function buildWatchings(kit: Kit, parts: WatchingParts): Watchings {
  let last: { mark: string; queries: readonly RunningQuery[] } | null = null;

  async function known(): Promise<Known> {
    const organisation = await parts.organisation();
    const hashes = new Map<string, string>();
    const { rows } = await kit.db.as(me, (tx) =>
      sql<{ kind: string; hash: string }>`select kind, hash from watch.protected_name`.execute(tx),
    );
    for (const row of rows) hashes.set(row.hash, row.kind);
    const staff = new Set((await parts.staffNames()).map((name) => foldedName(name).join(' ')));
    return {
      handles: new Set(
        [...(organisation?.officialHandles ?? []), ...(organisation?.pressHandles ?? [])].map((handle) =>
          handle.toLowerCase(),
        ),
      ),
      ownWords: new Set([organisation?.name ?? '', ...(organisation?.shortNames ?? [])].flatMap(foldedName)),
      protectedKind: (words) => {
        const name = words.join(' ');
        if (words.length > 1 && staff.has(name)) return 'staff';
        return hashes.get(kit.seal.hash(namePurpose, name)) ?? null;
      },
    };
  }

  /** Null when nothing is wrong. What crosses a red line is kept for the data protection officer: why, not whom. */
  async function refusedFor(asker: Asker, { problems, lines }: Mistakes): Promise<Refused | null> {
    if (problems.length === 0) return null;
    if (lines.length > 0)
      await kit.db.as(asker, async (tx) => {
        for (const line of lines)
          await sql`insert into watch.refusal (id, at, by, red_line, kind, words) values (${kit.ids.next()}, ${kit.clock.now()}, ${asker.id}, ${line.redLine}, ${line.kind}, ${line.words})`.execute(
            tx,
          );
      });
    return { ok: false, problems, ...(lines[0] ? { redLine: lines[0].redLine } : {}) };
  }

  async function one(tx: Tx, id: string): Promise<Watching | null> {
    return isId(id) ? ((await read(tx, kit.clock.now(), sql`w.id = ${id}`))[0] ?? null) : null;
  }

  async function decide(asker: Asker, id: string, state: 'active' | 'refused', words: string): Promise<Answer> {
    return kit.db.as(asker, async (tx) => {
      await sql`select 1 from watch.watch where id = ${isId(id) ? id : null} for update`.execute(tx);
      const watching = await one(tx, id);
      if (!watching) return { ok: false, because: say.notThere };
      if (watching.state !== 'proposed') return { ok: false, because: say.decided };
      const { rows: own } =
        await sql`select 1 from watch.query where watch_id = ${id} and added_by = ${asker.id} limit 1`.execute(tx);
      if (watching.proposedBy === asker.id || (state === 'active' && own.length > 0))
        return { ok: false, because: say.notYourOwn };
      if (state === 'active' && watching.endsOn < dayOf(kit.clock.now()))
        return { ok: false, because: say.endInFuture };
      if (words.trim().length < 3) return { ok: false, because: say.sayWhy };
      const now = kit.clock.now();
      await sql`update watch.watch set state = ${state}, decided_by = ${asker.id}, decided_at = ${now}, decision_words = ${cutTo(words.trim(), 2000)},
        starts_on = ${dayOf(now)} where id = ${id}`.execute(tx);
      if (state === 'active')
        await sql`update watch.query set approved_by = ${asker.id}, approved_at = ${now} where watch_id = ${id}`.execute(
          tx,
        );
      await kit.news.publish(tx, 'watch.watch-changed', {
        watchId: id,
        change: state === 'active' ? 'approved' : 'refused',
      });
      await record(tx, { what: 'watch-set', about: id, old: { state: 'proposed' }, new: { state } }, now);
      kit.db.afterCommit(tx, parts.changed);
      return { ok: true, value: null };
    });
  }

  return {
    list: (asker, states) =>
      kit.db.as(asker, (tx) =>
        read(tx, kit.clock.now(), states ? sql`w.state = any(${[...states]}::text[])` : sql`true`),
      ),
    watching: (asker, id) => kit.db.as(asker, (tx) => one(tx, id)),
    propose: async (asker, given) => {
      const queries = given.queries.map((query) => query.trim()).filter(Boolean);
      const refused = await refusedFor(asker, mistakesOf(given, queries, kit.clock.now(), await known()));
      if (refused) return refused;
      const id = kit.ids.next();
      const now = kit.clock.now();
      await kit.db.as(asker, async (tx) => {
        await sql`insert into watch.watch (id, name, purpose, lawful_basis, owner_id, dpia_reference, starts_on, ends_on, state, proposed_by, proposed_at)
          values (${id}, ${cutTo(given.name.trim(), 120)}, ${cutTo(given.purpose.trim(), 2000)}, ${cutTo(given.lawfulBasis.trim(), 300)}, ${cutTo(given.ownerId.trim(), 100)}, ${cutTo(given.dpiaReference.trim(), 120)}, ${dayOf(now)}, ${given.endsOn}, 'proposed', ${asker.id}, ${now})`.execute(
          tx,
        );
        for (const words of queries) await insertQuery(kit, tx, asker, id, words, 'on');
        await kit.news.publish(tx, 'watch.watch-changed', { watchId: id, change: 'proposed' });
        const set = { state: 'proposed', owner: given.ownerId, endsOn: given.endsOn, queries: queries.length };
        await record(tx, { what: 'watch-set', about: id, new: set }, now);
      });
      return { ok: true, id };
    },
    approve: (asker, id, words) => decide(asker, id, 'active', words),
    refuse: (asker, id, words) => decide(asker, id, 'refused', words),
    end: (asker, id, because) =>
      kit.db.as(asker, async (tx) => {
        await sql`select 1 from watch.watch where id = ${isId(id) ? id : null} for update`.execute(tx);
        const watching = await one(tx, id);
        if (!watching || watching.state === 'ended') return { ok: false, because: say.notThere };
        if (because.trim().length < 3) return { ok: false, because: say.sayWhy };
        await endOne(kit, tx, id, watching.state, because.trim());
        kit.db.afterCommit(tx, parts.changed);
        return { ok: true, value: null };
      }),
    addQuery: async (asker, watchId, words, isShadow) => {
      const refused = await refusedFor(asker, queryMistakes(words, 'words', await known()));
      if (refused) return refused;
      return kit.db.as(asker, async (tx): Promise<{ ok: true; id: string } | Refused> => {
        // Held still, so that an approval in the same moment does not let in a query that nobody approved.
        await sql`select 1 from watch.watch where id = ${isId(watchId) ? watchId : null} for update`.execute(tx);
        const watching = await one(tx, watchId);
        if (!watching || !['active', 'proposed'].includes(watching.state))
          return { ok: false, problems: [{ field: 'words', words: say.notThere }] };
        if (watching.queries.length >= mostQueries)
          return { ok: false, problems: [{ field: 'words', words: queryWording.tooMany }] };
        // What is added to a watch that runs was never approved: it waits until somebody else switches it on.
        const state = watching.state === 'active' ? 'off' : isShadow ? 'shadow' : 'on';
        const id = await insertQuery(kit, tx, asker, watchId, words.trim(), state);
        await kit.news.publish(tx, 'watch.watch-changed', { watchId, change: 'edited' });
        await record(tx, { what: 'query-set', about: id, new: { watch: watchId, state } }, kit.clock.now());
        kit.db.afterCommit(tx, parts.changed);
        return { ok: true, id };
      });
    },
    setQueryState: (asker, watchId, queryId, state) =>
      kit.db.as(asker, async (tx) => {
        if (!isId(queryId) || !isId(watchId)) return { ok: false, because: say.notThere };
        const { rows } = await sql<{
          added_by: string;
          approved_by: string | null;
          runs: boolean;
          state: string;
        }>`
          select q.state, q.added_by, q.approved_by, w.state = 'active' as runs from watch.query q join watch.watch w on w.id = q.watch_id where q.id = ${queryId} and w.id = ${watchId} for update of q`.execute(
          tx,
        );
        const query = rows[0];
        if (!query) return { ok: false, because: say.notThere };
        const isFirstTime = query.runs && query.approved_by === null && state !== 'off';
        if (isFirstTime && query.added_by === asker.id) return { ok: false, because: queryWording.waits };
        const now = kit.clock.now();
        await sql`update watch.query set state = ${state}, changed_at = ${now} where id = ${queryId}`.execute(tx);
        if (isFirstTime)
          await sql`update watch.query set approved_by = ${asker.id}, approved_at = ${now} where id = ${queryId}`.execute(
            tx,
          );
        await kit.news.publish(tx, 'watch.watch-changed', { watchId, change: 'edited' });
        await record(tx, { what: 'query-set', about: queryId, old: { state: query.state }, new: { state } }, now);
        kit.db.afterCommit(tx, parts.changed);
        return { ok: true, value: null };
      }),
    preview: async (asker, words) => {
      const knows = await known();
      const parsed = parseQuery(words, { mayFrom: mayFrom(knows) });
      const line = parsed.ok ? queryRedLine(parsed.query, knows) : null;
      return previewQuery(kit, asker, parsed, line?.words ?? null);
    },
    sunset: async () => {
      const ended = await kit.db.as(me, async (tx) => {
        const { rows } = await sql<{
          id: string;
        }>`select id from watch.watch where state = 'active' and ends_on < ${dayOf(kit.clock.now())}`.execute(tx);
        for (const row of rows) await endOne(kit, tx, row.id, 'active', say.reachedItsEnd);
        return rows.length;
      });
      if (ended > 0) parts.changed();
    },
    refusals: (asker) =>
      kit.db.as(asker, async (tx) => {
        const { rows } = await sql<{
          at: Date;
          by: string;
          redLine: number;
          kind: string;
          words: string;
        }>`select at, by, red_line as "redLine", kind, words from watch.refusal order by at desc limit 200`.execute(tx);
        return rows;
      }),
    protect: (asker, kind, names) =>
      kit.db.as(asker, async (tx) => {
        if (!protectedKinds.includes(kind)) return 0;
        const folded = names
          .map((name) => foldedName(name.slice(0, 300)).slice(0, 3))
          .filter((words) => words.length > 0);
        const lines = folded.map((words) => ({
          hash: kit.seal.hash(namePurpose, words.join(' ')),
          words: words.length,
        }));
        const { rows } = await sql`insert into watch.protected_name (kind, hash, words, added_at)
          select ${kind}, x.hash, x.words, ${kit.clock.now()} from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as x(hash text, words smallint)
          on conflict do nothing returning hash`.execute(tx);
        const added = { kind, added: rows.length };
        await record(tx, { what: 'protected-names-set', about: null, new: added }, kit.clock.now());
        return rows.length;
      }),
    running: async () => {
      const today = dayOf(kit.clock.now());
      return kit.db.as(me, async (tx) => {
        // Asked every few seconds, with many thousands of queries: read again only when something has changed.
        const { rows: marks } = await sql<{ mark: string }>`
          select concat_ws(' ', count(*), sum(hashtext(q.id::text || q.state || w.state || (w.ends_on >= ${today}::date)))) as mark
          from watch.query q join watch.watch w on w.id = q.watch_id`.execute(tx);
        const mark = marks[0]!.mark;
        if (last?.mark === mark) return last.queries;
        const { rows } = await sql<RunningQuery>`
          select q.id, q.watch_id as "watchId", q.words, q.state = 'shadow' as "isShadow" from watch.query q join watch.watch w on w.id = q.watch_id
          where w.state = 'active' and w.ends_on >= ${today}::date and q.state <> 'off' order by q.id`.execute(tx);
        last = { mark, queries: rows };
        return rows;
      });
    },
  };
}

async function read(tx: Tx, now: Date, where: ReturnType<typeof sql>): Promise<Watching[]> {
  const { rows } =
    await sql<Row>`select w.id, w.name, w.purpose, w.lawful_basis, w.owner_id, w.dpia_reference, w.starts_on::text, w.ends_on::text, w.state, w.proposed_by, w.decided_by, w.decision_words, w.ended_because,
      (select json_agg(json_build_object('id', q.id, 'words', q.words, 'state', q.state, 'addedBy', q.added_by, 'addedAt', q.added_at,
        'approvedBy', q.approved_by, 'approvedAt', q.approved_at, 'matchesWeek', (select count(*) from watch.hit h where h.query_id = q.id and h.at > ${new Date(now.getTime() - 7 * 86_400_000)})) order by q.added_at, q.id)
        from watch.query q where q.watch_id = w.id) as queries
    from watch.watch w where ${where} order by w.state, w.name`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    purpose: row.purpose,
    lawfulBasis: row.lawful_basis,
    ownerId: row.owner_id,
    dpiaReference: row.dpia_reference,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    state: row.state,
    proposedBy: row.proposed_by,
    decidedBy: row.decided_by,
    decisionWords: row.decision_words,
    endedBecause: row.ended_because,
    queries: (row.queries ?? []).map((query) => ({
      ...query,
      addedAt: new Date(query.addedAt),
      approvedAt: query.approvedAt === null ? null : new Date(query.approvedAt),
    })),
  }));
}

async function insertQuery(
  kit: Kit,
  tx: Tx,
  asker: Asker,
  watchId: string,
  words: string,
  state: 'on' | 'shadow' | 'off',
): Promise<string> {
  const id = kit.ids.next();
  const now = kit.clock.now();
  await sql`insert into watch.query (id, watch_id, words, state, added_by, added_at, changed_at) values (${id}, ${watchId}, ${words}, ${state}, ${asker.id}, ${now}, ${now})`.execute(
    tx,
  );
  return id;
}

async function endOne(kit: Kit, tx: Tx, id: string, before: Watching['state'], because: string): Promise<void> {
  await sql`update watch.watch set state = 'ended', ended_at = ${kit.clock.now()}, ended_because = ${cutTo(because, 2000)} where id = ${id}`.execute(
    tx,
  );
  await kit.news.publish(tx, 'watch.watch-changed', { watchId: id, change: 'ended' });
  const [old, now] = [{ state: before }, { state: 'ended' }];
  await record(tx, { what: 'watch-set', about: id, old, new: now }, kit.clock.now());
}

export function foldedName(name: string): string[] {
  return cut(name)
    .filter((token) => token.kind === 'word')
    .map((token) => token.term);
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10);
