/**
 * Reads what is said to each official account, for ever. One process reads one account: it holds a lease, renewed with
 * each batch, and what it read counts only while the lease is its own.
 */
import { sql } from 'kysely';
import type { Network, NetworkTools, Reader } from '#networks/contract';
import type { Kit } from '#platform';
import type { DeskAccount } from './door.ts';
import { me, type Receive } from './receive.ts';

export interface InboxParts {
  readonly networks: ReadonlyMap<string, Network>;
  readonly tools: NetworkTools;
  readonly accounts: () => Promise<readonly DeskAccount[]>;
  readonly receive: Receive;
}

export interface Inbox {
  start(): void;
  stop(): Promise<void>;
}

const leaseMs = 60_000;
/** How often it is asked which accounts there are. */
const roundMs = 5_000;

export function buildInbox(kit: Kit, parts: InboxParts): Inbox {
  const stopping = new AbortController();
  const reading = new Map<
    string,
    { readonly mark: string; readonly control: AbortController; readonly done: Promise<void> }
  >();
  let running: Promise<void> | null = null;

  const readerOf = (account: DeskAccount): Reader | null =>
    parts.networks
      .get(account.network)
      ?.mentions?.({ ...account.settings, ...account.secret, handle: account.handle }, parts.tools) ?? null;

  async function lease(account: DeskAccount, by: string): Promise<{ cursor: string | null } | null> {
    const now = kit.clock.now();
    const until = new Date(now.getTime() + leaseMs);
    return kit.db.as(me, async (tx) => {
      const { rows } = await sql<{ cursor: string | null }>`
        insert into respond.desk_place as p (account_id, lease_by, lease_until) values (${account.id}, ${by}, ${until})
        on conflict (account_id) do update set lease_by = ${by}, lease_until = ${until}
          where p.lease_by is null or p.lease_by = ${by} or p.lease_until < ${now} returning cursor`.execute(tx);
      return rows[0] ?? null;
    });
  }

  async function read(account: DeskAccount, reader: Reader, control: AbortController): Promise<void> {
    const by = kit.ids.next();
    const place = await lease(account, by);
    if (place === null) return;
    try {
      for await (const batch of reader.read(place.cursor, control.signal)) {
        if (control.signal.aborted || !(await parts.receive.take(account, batch, by))) break;
        if ((await lease(account, by)) === null) break;
      }
    } finally {
      await kit.db.as(me, (tx) =>
        sql`update respond.desk_place set lease_by = null, lease_until = null where account_id = ${account.id} and lease_by = ${by}`.execute(
          tx,
        ),
      );
    }
  }

  async function round(): Promise<void> {
    const accounts = await parts.accounts();
    const wanted = new Map(accounts.map((account) => [account.id, account]));
    for (const [id, one] of reading) {
      const account = wanted.get(id);
      if (!account || markOf(account) !== one.mark) one.control.abort();
    }
    for (const account of accounts) {
      if (reading.has(account.id)) continue;
      const reader = readerOf(account);
      if (reader === null) continue;
      const control = new AbortController();
      const done = read(account, reader, control)
        .catch((error: unknown) => kit.log.error('desk.reading-failed', { account: account.id, error: error as Error }))
        .finally(() => reading.delete(account.id));
      reading.set(account.id, { mark: markOf(account), control, done });
    }
  }

  return {
    start: () => {
      running ??= (async () => {
        while (!stopping.signal.aborted) {
          await round().catch((error: unknown) => kit.log.error('desk.round-failed', { error: error as Error }));
          await kit.clock.wait(roundMs, stopping.signal);
        }
      })();
    },
    stop: async () => {
      stopping.abort();
      await running;
      for (const one of reading.values()) one.control.abort();
      await Promise.all([...reading.values()].map((one) => one.done));
    },
  };
}

/** Changes when the account is set up anew: then it is read anew. */
function markOf(account: DeskAccount): string {
  return JSON.stringify([account.network, account.handle, account.settings, account.secret]);
}
