/** The response desk over a real database, with real people, the real watch below it and posts as a network brings them. */
import type { sql } from 'kysely';
import type { Batch, NetworkPost } from '#networks/contract';
import type { NewPerson, People } from '#people';
import { buildPeople } from '#people';
import type { Asker } from '#platform';
import { buildDesk, type Desk, type DeskAccount } from '../../src/capabilities/respond/desk/index.ts';
import { buildReceive } from '../../src/capabilities/respond/desk/receive.ts';
import { buildPaging } from '../../src/capabilities/watch/alert-page.ts';
import type { Handed, Signals } from '../../src/capabilities/watch/door.ts';
import { buildHanded } from '../../src/capabilities/watch/handed.ts';
import { buildSignalReads } from '../../src/capabilities/watch/signal-store.ts';
import { codeWording } from '../../src/capabilities/watch/wording.ts';
import { realTools } from '../servers/network-tools.ts';
import type { TestDatabase } from './database.ts';
import { type TestKit, testKit } from './kit.ts';
import { markedTriage, me, northmere, person } from './watch.ts';

export const deskCast: readonly NewPerson[] = [
  { key: 'bo', name: 'Bo Bevan', email: 'bo@northmere.example', roles: ['duty-officer'] },
  { key: 'dot', name: 'Dot Duty', email: 'dot@northmere.example', roles: ['duty-officer'] },
  { key: 'rae', name: 'Rae Drafter', email: 'rae@northmere.example', roles: ['response-drafter'] },
  { key: 'fay', name: 'Fay Request', email: 'fay@northmere.example', roles: ['foi-officer'] },
  { key: 'cat', name: 'Cat Care', email: 'cat@northmere.example', roles: ['care-lead'] },
  { key: 'dan', name: 'Dan Data', email: 'dan@northmere.example', roles: ['dpo'] },
  { key: 'gil', name: 'Gil Guardian', email: 'gil@northmere.example', roles: ['guardian'] },
  { key: 'ann', name: 'Ann Analyst', email: 'ann@northmere.example', roles: ['watch-analyst'] },
  { key: 'ivy', name: 'Ivy Quillfeather', email: 'ivy@northmere.example', roles: [] },
];

export interface DeskPlace {
  readonly db: TestDatabase;
  readonly kit: TestKit;
  readonly people: People;
  readonly desk: Desk;
  readonly handed: Handed;
  readonly signals: Pick<Signals, 'list'>;
  readonly account: DeskAccount;
  readonly incidents: { id: string; title: string }[];
  /** Which publication answered which post, as publishing would tell. */
  readonly answers: Map<string, { readonly itemId: string | null; readonly address: string | null }>;
  readonly ids: ReadonlyMap<string, string>;
  asker(key: string): Asker;
  /** These posts arrive as one batch of the account. */
  arrive(posts: readonly NetworkPost[], change?: Partial<Batch>): Promise<boolean>;
  /** One post arrives; answers the id of its item, or null when there is none. */
  item(post: NetworkPost): Promise<string | null>;
  settle(): Promise<void>;
  rows<T>(query: ReturnType<typeof sql>): Promise<T[]>;
  events(name: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

export async function deskPlace(db: TestDatabase, now = '2026-03-02T09:00:00Z'): Promise<DeskPlace> {
  const kit = testKit(db, { now: new Date(now) });
  const people = buildPeople(kit, { address: 'http://localhost:3000', mail: null, oidc: null });
  const ids = await people.found(northmere, deskCast);
  const roles = new Map(deskCast.map((one) => [one.key, one.roles]));
  const handed = buildHanded(kit, markedTriage, people.organisation);
  const tools = realTools();
  const account: DeskAccount = {
    id: kit.ids.next(),
    network: 'bluesky',
    handle: 'northmere.example',
    settings: {},
    secret: {},
  };
  const incidents: { id: string; title: string }[] = [];
  const answers: DeskPlace['answers'] = new Map();
  const desk = buildDesk(
    kit,
    { people, networks: [], tools, watch: { handed, alerts: buildPaging(kit), codes: codeWording } },
    {
      accounts: async () => [account],
      openIncidents: async () => incidents,
      signalsOf: async () => [],
      answeredBy: async (publicationId) => answers.get(publicationId) ?? null,
    },
  );
  const receive = buildReceive(kit, {
    handed,
    nation: async () => 'england',
    staffNames: async () => deskCast.map((one) => one.name),
  });
  const asOwner = async <T>(query: string): Promise<T[]> => {
    let rows: T[] = [];
    await db.asOwner(async (client) => {
      rows = (await client.query(query)).rows as T[];
    });
    return rows;
  };
  await asOwner(
    `insert into respond.desk_place (account_id, lease_by, lease_until) values ('${account.id}', 'test', '2100-01-01')`,
  );
  const arrive: DeskPlace['arrive'] = (posts, change) =>
    receive.take(
      account,
      {
        happenings: posts.map((one) => ({ kind: 'post', post: one })),
        cursor: 'here',
        health: { state: 'seeing' },
        nextLook: null,
        notes: [],
        ...change,
      },
      'test',
    );
  const settle = async () => {
    await kit.news.drain();
    await kit.jobs.drain();
    await kit.news.drain();
  };
  return {
    db,
    kit,
    people,
    desk,
    handed,
    signals: buildSignalReads(kit),
    account,
    incidents,
    answers,
    ids,
    asker: (key) => person(ids.get(key) ?? key, ...(roles.get(key) ?? [])),
    arrive,
    item: async (one) => {
      const seen = new Set((await asOwner<{ id: string }>('select id from respond.desk_item')).map((row) => row.id));
      await arrive([one]);
      return (
        (await asOwner<{ id: string }>('select id from respond.desk_item')).find((row) => !seen.has(row.id))?.id ?? null
      );
    },
    settle,
    rows: async <T>(query: ReturnType<typeof sql>) => (await db.as(me, (tx) => query.execute(tx))).rows as T[],
    events: async (name) =>
      (
        await asOwner<{ fields: Record<string, unknown> }>(
          `select fields from platform.event where name = '${name}' order by xid, id`,
        )
      ).map((row) => row.fields),
    stop: async () => {
      await tools.close();
      await kit.outbound.close();
    },
  };
}
