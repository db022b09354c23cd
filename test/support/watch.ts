/** WATCH on a real database for tests: an organisation, people by role, posts, and a rule of the test's own for triage. */
import { sql } from 'kysely';
import type { Triage, Verdict } from '#engines/triage';
import type { Batch, NetworkPost } from '#networks/contract';
import { type Asker, system, type Tx } from '#platform';
import {
  type Beats,
  buildKeep,
  type Keep,
  type Looked,
  type Matched,
  postKey,
} from '../../src/capabilities/watch/keep.ts';
import type { Organisation } from '../../src/people/person.ts';
import type { Role } from '../../src/people/roles.ts';
import type { TestDatabase } from './database.ts';
import { type TestKit, testKit } from './kit.ts';

export const northmere: Organisation = {
  id: '01890000-0000-7000-8000-000000000001',
  name: 'Northmere Council',
  shortNames: ['the council'],
  sector: 'council',
  nation: 'england',
  officialHandles: ['NorthmereCouncil'],
  pressHandles: ['northmeregazette'],
  isRehearsal: false,
};

/** Somebody with these roles, as the pages would pass them on. */
export function person(id: string, ...roles: Role[]): Asker {
  return { kind: 'person', id, roles: ['staff', ...roles] };
}

export const ann = person('ann', 'watch-analyst');
export const bo = person('bo', 'duty-officer');
export const dee = person('dee', 'hr-caseworker');
export const gil = person('gil', 'guardian');
export const cat = person('cat', 'care-lead');
export const dan = person('dan', 'dpo');
export const adi = person('adi', 'administrator');
export const me = system('watch');

/**
 * The test's own rule, not the product's: a word in the text names the verdict, so that a test says what it means.
 * `[T4]` is code T4, `[T8 T1]` T8 and also T1; without one it is ordinary criticism, T15. Fifteen posts in an hour spread.
 */
export const markedTriage: Triage = {
  judge: (post) => {
    const codes = /\[(T\d+(?: T\d+)*)\]/.exec(`${post.title} ${post.text}`)?.[1]?.split(' ') ?? ['T15'];
    const severity = codes.map(levelOf).sort()[0]!;
    return {
      code: codes[0]!,
      also: codes.slice(1),
      severity,
      score: 100 - 20 * Number(severity[1]) + 10,
      points: [{ points: 10, code: codes[0]!, words: 'It says so', found: [codes[0]!] }],
      lockTo: codes.includes('T4') ? 'guardian' : null,
    };
  },
  spread: (verdict, { lastHour }) =>
    lastHour < 15 || verdict.severity < 'S3'
      ? verdict
      : {
          ...verdict,
          code: verdict.code === 'T15' ? 'T14' : verdict.code,
          severity: lastHour >= 60 ? 'S2' : 'S3',
          points: [
            ...verdict.points,
            { points: 10, code: 'T14', words: `${lastHour} posts in the last hour`, found: [] },
          ],
        },
};

const levels: Readonly<Record<string, Verdict['severity']>> = {
  T1: 'S1',
  T2: 'S1',
  T3: 'S1',
  T4: 'S2',
  T5: 'S1',
  T8: 'S2',
  T13: 'S3',
  T15: 'S5',
  T29: 'S5',
  T0: 'S5',
};
const levelOf = (code: string) => levels[code] ?? 'S4';

export interface WatchPlace {
  readonly db: TestDatabase;
  readonly kit: TestKit;
  readonly keep: Keep;
  readonly sourceId: string;
  readonly watchId: string;
  readonly queryId: string;
  readonly shadowId: string;
  readonly leaseBy: string;
  /** Keeps these posts as one batch that answered the query. */
  take(
    posts: readonly NetworkPost[],
    options?: Partial<{
      looked: Partial<Looked>;
      gone: readonly string[];
      beats: Partial<Beats>;
      isShadow: boolean;
      hits: 'none';
    }>,
  ): Promise<void>;
  rows<T>(query: ReturnType<typeof sql>): Promise<T[]>;
  as<T>(asker: Asker, work: (tx: Tx) => Promise<T>): Promise<T>;
  events(name: string): Promise<Record<string, unknown>[]>;
}

export async function watchPlace(db: TestDatabase, triage: Triage = markedTriage): Promise<WatchPlace> {
  const kit = testKit(db);
  const [sourceId, watchId, queryId, shadowId, leaseBy] = Array.from({ length: 5 }, () => kit.ids.next()) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const now = kit.clock.now();
  await db.as(me, async (tx) => {
    await sql`insert into watch.source (id, network, name, settings, added_by, added_at, lease_by, lease_until, cursor) values (${sourceId}, 'bluesky', 'Bluesky', '{}', 'ann', ${now}, ${leaseBy}, ${new Date(now.getTime() + 1e10)}, 'start')`.execute(
      tx,
    );
    await sql`insert into watch.watch (id, name, purpose, lawful_basis, owner_id, dpia_reference, starts_on, ends_on, state, proposed_by, proposed_at)
      values (${watchId}, 'Bins', 'To hear about missed bins', 'Public task', 'ann', 'D1', '2026-03-01', '2026-12-01', 'active', 'ann', ${now})`.execute(
      tx,
    );
    for (const id of [queryId, shadowId])
      await sql`insert into watch.query (id, watch_id, words, state, added_by, added_at, changed_at) values (${id}, ${watchId}, 'bins', ${id === queryId ? 'on' : 'shadow'}, 'ann', ${now}, ${now})`.execute(
        tx,
      );
  });
  const keep = buildKeep(kit, triage, async () => northmere);
  let taken = 0;
  return {
    db,
    kit,
    keep,
    sourceId,
    watchId,
    queryId,
    shadowId,
    leaseBy,
    take: async (posts, { looked, gone = [], beats, isShadow = false, hits } = {}) => {
      const matched: Matched[] = posts.map((one) => ({
        key: postKey(kit.seal, one.network, one.id),
        post: one,
        hits: hits === 'none' ? [] : [{ queryId: isShadow ? shadowId : queryId, watchId, isShadow }],
      }));
      taken += 1;
      await keep.commit(
        { id: sourceId, voice: 'public' },
        leaseBy,
        { cursor: `at ${taken}`, health: { state: 'seeing' }, nextLook: null, notes: [], ...looked },
        matched,
        gone.map((id) => postKey(kit.seal, 'bluesky', id)),
        {
          isAnySeen: posts.length > 0,
          beats: 0,
          slot: 0,
          minutes: 0,
          lastPostAt: posts.length > 0 ? kit.clock.now() : null,
          seeingSince: now,
          ...beats,
        },
      );
    },
    rows: async <T>(query: ReturnType<typeof sql>) => (await db.as(me, (tx) => query.execute(tx))).rows as T[],
    as: (asker, work) => db.as(asker, work),
    events: async (name) =>
      (
        await db.as(me, (tx) =>
          sql<{
            fields: Record<string, unknown>;
          }>`select fields from platform.event where name = ${name} order by xid, id`.execute(tx),
        )
      ).rows.map((row) => row.fields),
  };
}

let made = 0;

/** A post as a network would hand it over. */
export function post(text: string, change: Partial<NetworkPost> = {}): NetworkPost {
  made += 1;
  const did = `did:plc:author${made}`;
  return {
    network: 'bluesky',
    id: `at://${did}/app.bsky.feed.post/${made}`,
    version: 'v1',
    kind: 'post',
    url: `https://bsky.example/profile/${did}/post/${made}`,
    author: { id: did, handle: `author${made}.example`, name: `Author Number ${made}`, followers: 10 },
    title: '',
    text,
    lang: 'en',
    links: [],
    tags: [],
    mentions: ['someone.example'],
    media: [{ kind: 'image', url: `https://cdn.example/img/plain/${did}/x`, alt: 'A bin' }],
    at: new Date('2026-03-02T08:59:00Z'),
    replyTo: `at://did:plc:other/app.bsky.feed.post/1`,
    counts: { likes: 1, reposts: 0, replies: 0 },
    ...change,
  };
}

export const emptyBatch = (cursor: string): Batch => ({
  happenings: [],
  cursor,
  health: { state: 'seeing' },
  nextLook: null,
  notes: [],
});
