/** PostgreSQL, embedded or yours. There is no way to ask without saying who asks. */
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { Asker } from './asker.ts';
import { type Embedded, startEmbedded } from './embedded.ts';
import type { Fault } from './faults.ts';
import type { Seal } from './seal.ts';
import { letSpeak } from './trail.ts';

pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** The database roles that a transaction may take. None is a superuser or owns a table. */
export type DatabaseRole = 'foreword_app';

export type Tx = Transaction<unknown>;

export interface Database {
  readonly kind: 'embedded' | 'server';
  /** One transaction on behalf of `asker`. Never wait for the outside world inside: the embedded database has one connection. */
  as<T>(asker: Asker, work: (tx: Tx) => Promise<T>, role?: DatabaseRole): Promise<T>;
  /** Runs after the transaction has committed; not at all when it rolled back. */
  afterCommit(tx: Tx, act: () => void): void;
  /** From now on what is recorded in a transaction bears a MAC under this seal; until then nothing can be recorded. */
  sealTrail(seal: Seal | null): void;
  close(): Promise<void>;
}

export type DatabaseAddress =
  | { readonly kind: 'embedded'; readonly folder: string; readonly template?: string }
  | { readonly kind: 'server'; readonly url: string; readonly connections?: number };

export interface OpenDatabase extends Database {
  /** Resolves when an embedded database has ended by itself: it does not come back in this process. Never for a server. */
  readonly lost: Promise<Fault>;
  /** For migrations only: the connection as its owner, outside every rule. */
  readonly asOwner: (work: (client: pg.PoolClient) => Promise<void>, ownerUrl?: string | null) => Promise<void>;
}

export async function openDatabase(address: DatabaseAddress): Promise<OpenDatabase> {
  let embedded: Embedded | null = null;
  let settings: pg.PoolConfig;
  if (address.kind === 'embedded') {
    embedded = await startEmbedded(address.folder, address.template);
    // One session underneath: a second connection inside a transaction must fail, not hang.
    settings = {
      host: embedded.host,
      port: embedded.port,
      user: 'postgres',
      database: 'postgres',
      max: 1,
      connectionTimeoutMillis: 20_000,
    };
  } else {
    settings = { connectionString: address.url, max: address.connections ?? 8, connectionTimeoutMillis: 10_000 };
  }
  const pool = new pg.Pool({ ...settings, application_name: 'foreword' });
  pool.on('error', () => {}); // An idle connection that breaks is replaced; the next query tells if there is no database.
  // Nor may one that breaks in the middle of a transaction end the process: the query on it fails, and that is enough.
  pool.on('connect', (client) => client.on('error', () => {}));
  const kysely = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const waiting = new WeakMap<object, (() => void)[]>();
  let trailSeal: Seal | null = null;

  return {
    kind: address.kind,
    lost: embedded?.lost ?? new Promise(() => {}),
    as: async (asker, work, role = 'foreword_app') => {
      const acts: (() => void)[] = [];
      const result = await kysely.transaction().execute(async (tx) => {
        // Local to the transaction: on a shared session anything else would leak to the next asker.
        await sql`select set_config('role', ${role}, true), set_config('foreword.asker', ${asker.id}, true),
          set_config('foreword.kind', ${asker.kind}, true), set_config('foreword.roles', ${asker.roles.join(',')}, true)`.execute(
          tx,
        );
        waiting.set(tx, acts);
        letSpeak(tx, asker, trailSeal);
        return await work(tx);
      });
      for (const act of acts) act();
      return result;
    },
    afterCommit: (tx, act) => {
      waiting.get(tx)?.push(act);
    },
    sealTrail: (seal) => {
      trailSeal = seal;
    },
    asOwner: async (work, ownerUrl) => {
      const own = ownerUrl ? new pg.Pool({ connectionString: ownerUrl, max: 1 }) : pool;
      const client = await own.connect();
      try {
        await work(client);
      } finally {
        client.release();
        if (own !== pool) await own.end();
      }
    },
    close: async () => {
      await kysely.destroy();
      if (!pool.ended) await pool.end(); // Kysely leaves a pool alone that it never used.
      await embedded?.stop();
    },
  };
}
