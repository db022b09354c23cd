/**
 * Publishing over a real database with real people, and a network of the test's own that can lose what it is told, before
 * or after it has taken it. It shows each post as often as it was really taken: it drops no repeat by itself.
 */
import type { sql } from 'kysely';
import type { IncidentRules } from '#events';
import type { Network, Draft as NetworkDraft, NetworkTools, Outcome, Published } from '#networks/contract';
import { buildPeople, type NewPerson, type People } from '#people';
import { type Asker, type Kit, system } from '#platform';
import type { Watch } from '#watch';
import type { RespondNeeds } from '../../src/capabilities/respond/needs.ts';
import {
  alone,
  buildPublishing,
  type Publishing,
  type PublishSeams,
  type Wish,
} from '../../src/capabilities/respond/publish/index.ts';
import { buildPaging } from '../../src/capabilities/watch/alert-page.ts';
import type { TestDatabase } from './database.ts';
import { type TestKit, testKit } from './kit.ts';
import { northmere, person } from './watch.ts';

export const publishCast: readonly NewPerson[] = [
  {
    key: 'dru',
    name: 'Dru Drafter',
    email: 'dru.drafter@northmere.example',
    phone: '01632 960123',
    roles: ['response-drafter'],
  },
  { key: 'rob', name: 'Rob Approver', email: 'rob@northmere.example', roles: ['response-approver'] },
  { key: 'ros', name: 'Ros Approver', email: 'ros@northmere.example', roles: ['response-approver'] },
  { key: 'pat', name: 'Pat Publisher', email: 'pat@northmere.example', roles: ['publisher', 'response-drafter'] },
  { key: 'pip', name: 'Pip Publisher', email: 'pip@northmere.example', roles: ['publisher'] },
  { key: 'bo', name: 'Bo Bevan', email: 'bo@northmere.example', roles: ['duty-officer'] },
  {
    key: 'sir',
    name: 'Sir Chief',
    email: 'sir@northmere.example',
    roles: ['siro', 'response-approver', 'publisher', 'response-drafter'],
  },
  { key: 'dan', name: 'Dan Data', email: 'dan@northmere.example', roles: ['dpo'] },
  { key: 'dee', name: 'Dee Records', email: 'dee@northmere.example', roles: ['hr-caseworker'] },
];

type Fault =
  | 'lost-before'
  | 'lost-after'
  | 'throws-before'
  | 'throws-after'
  | 'hangs-before'
  | 'hangs-after'
  | 'refuses'
  | 'busy';

export interface Wire {
  readonly network: Network;
  /** All that was really taken, in its order. */
  readonly taken: { readonly id: string; readonly handle: string; readonly draft: NetworkDraft; isRemoved: boolean }[];
  /** What happens to the next posts, one each; none: it works. */
  readonly faults: (Fault | null)[];
  /** Whether it can say what stands there. */
  isTelling: boolean;
  /** Called when a post is taken. */
  onTaken: (draft: NetworkDraft) => void;
  /** Called before anything else is done with a post, with what will go wrong. */
  onAsked: (draft: NetworkDraft, fault: Fault | null) => Promise<void>;
}

const never = new Promise<never>(() => {});

export function buildWire(now: () => Date): Wire {
  const wire: Wire = {
    network: null as unknown as Network,
    taken: [],
    faults: [],
    isTelling: true,
    onTaken: () => {},
    onAsked: async () => {},
  };
  const take = (handle: string, draft: NetworkDraft): Outcome<Published> => {
    const id = `wire:${wire.taken.length + 1}`;
    wire.taken.push({ id, handle, draft, isRemoved: false });
    wire.onTaken(draft);
    return { ok: true, value: { id, url: `https://wire.example/${id}`, at: now() } };
  };
  const network: Network = {
    name: 'wire',
    title: 'Wire',
    grade: 'C',
    coverage: 'Sees only what the test shows',
    terms: '',
    fields: [],
    problems: () => [],
    open: () => {
      throw new Error('nobody reads the wire');
    },
    check: async () => [],
    publisherFields: [
      { name: 'handle', label: 'Account name', hint: '', isRequired: true, isSecret: false },
      { name: 'password', label: 'Password', hint: '', isRequired: true, isSecret: true },
    ],
    publisher: (settings) => ({
      post: async (draft) => {
        const fault = wire.faults.shift() ?? null;
        await wire.onAsked(draft, fault);
        if (fault === 'hangs-before') return never;
        if (fault === 'throws-before') throw new Error('the process was killed before it was sent');
        if (fault === 'lost-before') return { ok: false, code: 'unreachable', because: 'No answer came.' };
        if (fault === 'refuses') return { ok: false, code: 'refused', because: 'The server does not let us in.' };
        if (fault === 'busy') return { ok: false, code: 'rate-limited', because: 'The server asks us to wait.' };
        const outcome = take(settings.handle ?? '', draft);
        if (fault === 'hangs-after') return never;
        if (fault === 'throws-after') throw new Error('the process was killed before it was noted');
        if (fault === 'lost-after') return { ok: false, code: 'unreachable', because: 'No answer came.' };
        return outcome;
      },
      find: async (draft) => {
        if (!wire.isTelling) return { ok: false, code: 'unreachable', because: 'No answer came.' };
        const found = wire.taken.find((one) => one.draft.key === draft.key && !one.isRemoved);
        return { ok: true, value: found ? { id: found.id, url: `https://wire.example/${found.id}`, at: now() } : null };
      },
      remove: async (id) => {
        const found = wire.taken.find((one) => one.id === id);
        if (found) found.isRemoved = true;
        return { ok: true, value: null };
      },
    }),
  };
  return Object.assign(wire, { network });
}

export interface PublishPlace {
  readonly db: TestDatabase;
  readonly kit: TestKit;
  readonly people: People;
  readonly publishing: Publishing;
  readonly wire: Wire;
  readonly ids: ReadonlyMap<string, string>;
  asker(key: string): Asker;
  /** An account on the wire on which everybody may do what their roles say; answers its id. */
  account(
    handle?: string,
    more?: { readonly area?: string; readonly network?: string; readonly settings?: Record<string, string> },
  ): Promise<string>;
  wish(accounts: readonly string[], more?: Partial<Wish>): Wish;
  /** Begun by Dru. */
  drafted(accounts: readonly string[], more?: Partial<Wish>): Promise<string>;
  /** Begun and submitted by Dru; answers the submission. */
  submitted(accounts: readonly string[], more?: Partial<Wish>): Promise<string>;
  /** Jobs and events, until nothing is due. */
  settle(): Promise<void>;
  rows<T>(query: ReturnType<typeof sql>): Promise<T[]>;
  /** A program of its own on the same database, with a clock of its own that begins at the same moment: after a kill. */
  again(): { readonly kit: TestKit; readonly publishing: Publishing };
  incident(severity: string, options?: { readonly closed?: boolean } & IncidentRules): Promise<string>;
  /** Something about it changed: what it forbids now. */
  incidentChanged(id: string, severity: string, rules: IncidentRules): Promise<void>;
  /** It was joined to another, which goes on. */
  incidentMerged(id: string, into: string): Promise<void>;
}

const me = system('respond');

export async function publishPlace(
  db: TestDatabase,
  wishes: {
    readonly now?: string;
    readonly networks?: readonly Network[];
    readonly tools?: NetworkTools;
    readonly running?: Partial<Kit>;
    readonly seams?: Partial<PublishSeams>;
  } = {},
): Promise<PublishPlace> {
  // `running`: parts of a program that runs by its own clock, for measuring.
  const kit = { ...testKit(db, { now: new Date(wishes.now ?? '2026-03-02T09:00:00Z') }), ...wishes.running } as TestKit;
  const people = buildPeople(kit, { address: 'http://localhost:3000', mail: null, oidc: null });
  const ids = await people.found(northmere, publishCast);
  const roles = new Map(publishCast.map((one) => [one.key, one.roles]));
  const wire = buildWire(kit.clock.now);
  const asker = (key: string) => person(ids.get(key)!, ...roles.get(key)!);
  const tools = wishes.tools ?? {
    outbound: kit.outbound,
    now: kit.clock.now,
    // A slow network is not played here: nobody has to keep a lease alive.
    wait: (_ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
    chance: () => 0.5,
    pollMs: 10,
  };
  const build = (on: TestKit): Publishing =>
    buildPublishing(
      on,
      {
        people,
        watch: { alerts: buildPaging(on) } as unknown as Watch,
        networks: [wire.network, ...(wishes.networks ?? [])],
        tools,
        address: 'http://localhost:3000',
      } as unknown as RespondNeeds,
      { ...alone, ...wishes.seams },
    );
  const publishing = build(kit);

  const wish: PublishPlace['wish'] = (accounts, more = {}) => ({
    incidentId: null,
    kind: 'reply',
    purpose: 'To answer what people ask',
    lang: 'en',
    lineVersionId: null,
    parts: [{ text: 'The pool is open again.', images: [] }],
    targets: accounts.map((accountId) => ({ accountId, replyTo: null })),
    consents: [],
    startsAt: null,
    endsAt: null,
    corrects: null,
    ...more,
  });
  const drafted: PublishPlace['drafted'] = async (accounts, more) =>
    got(await publishing.drafts.begin(asker('dru'), wish(accounts, more)));

  return {
    db,
    kit,
    people,
    publishing,
    wire,
    ids,
    asker,
    account: async (handle = `Northmere${wire.network.name}${kit.ids.next().slice(-6)}`, more = {}) => {
      const id = got(
        await publishing.accounts.add(asker('pat'), {
          network: more.network ?? 'wire',
          settings: more.settings ?? { handle, password: 'a secret' },
          purpose: 'News of the council',
          ownerId: ids.get('pat')!,
          deputyId: ids.get('pip')!,
          verification: 'verified',
          recoveryContact: 'The IT desk',
          twoStep: 'Key in the safe',
          twoStepSeenOn: '2026-02-01',
          area: more.area ?? '',
          isSecondChannel: false,
        }),
      );
      // As two people would have given them, one after the other.
      await grantAsOwner(db, kit, id, ids);
      return id;
    },
    wish,
    drafted,
    submitted: async (accounts, more) =>
      got(
        await publishing.drafts.submit(asker('dru'), await drafted(accounts, more), {
          named: [],
          needsOutside: false,
          leavesByItself: false,
        }),
      ),
    settle: async () => {
      for (let turn = 0; turn < 3; turn += 1) {
        await kit.news.drain();
        await kit.jobs.drain();
      }
    },
    rows: async <T>(query: ReturnType<typeof sql>) => (await db.as(me, (tx) => query.execute(tx))).rows as T[],
    again: () => {
      const other = testKit(db, { now: kit.clock.now() });
      return { kit: other, publishing: build(other) };
    },
    incident: async (severity, { closed = false, ...rules } = {}) => {
      const id = kit.ids.next();
      await db.as(me, async (tx) => {
        await kit.news.publish(tx, 'respond.incident-opened', {
          incidentId: id,
          severity: severity as 'S1',
          kind: 'storm',
          ...rules,
        });
        if (closed)
          await kit.news.publish(tx, 'respond.incident-closed', { incidentId: id, lessonId: null, hasLesson: false });
      });
      await kit.news.drain();
      return id;
    },
    incidentMerged: async (incidentId, mergedInto) => {
      await db.as(me, (tx) =>
        kit.news.publish(tx, 'respond.incident-changed', { incidentId, severity: 'S3', change: 'merged', mergedInto }),
      );
      await kit.news.drain();
    },
    incidentChanged: async (incidentId, severity, rules) => {
      await db.as(me, (tx) =>
        kit.news.publish(tx, 'respond.incident-changed', {
          incidentId,
          severity: severity as 'S1',
          change: 'case',
          ...rules,
        }),
      );
      await kit.news.drain();
    },
  };
}

/** Which rights the roles of the cast can carry. */
function mayBe(key: string, act: string): boolean {
  const roles = publishCast.find((one) => one.key === key)!.roles as readonly string[];
  const has = (...some: string[]) => some.some((role) => roles.includes(role));
  if (act === 'draft') return has('response-drafter', 'duty-officer', 'publisher', 'response-approver');
  if (act === 'approve') return has('response-approver', 'siro');
  return has('publisher', 'duty-officer');
}

async function grantAsOwner(
  db: TestDatabase,
  kit: TestKit,
  id: string,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const rights = publishCast.flatMap(({ key }) =>
    ['draft', 'approve', 'publish']
      .filter((act) => mayBe(key, act))
      .map((act) => ({ id: kit.ids.next(), person: ids.get(key)!, act })),
  );
  await db.asOwner(async (client) => {
    await client.query(
      `insert into respond.account_right (id, account_id, person_id, act, proposed_by, proposed_at, confirmed_by, confirmed_at)
        select r.id, $1, r.person, r.act, 'asked', $2, 'confirmed', $2 from jsonb_to_recordset($3::jsonb) as r(id uuid, person text, act text)`,
      [id, kit.clock.now(), JSON.stringify(rights)],
    );
  });
}

export function got<T>(
  answer: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly because: string },
): T {
  if (!answer.ok) throw new Error(answer.because);
  return answer.value;
}

export const refusedWith = (answer: { readonly ok: boolean; readonly because?: string }): string | null =>
  answer.ok ? null : (answer.because ?? '');
