/**
 * Domain events: an append-only log written in the transaction that it reports, read by a cursor per listener, at
 * least once. A listener reads only events of transactions older than the oldest one still open in this database
 * (`platform.horizon()`), so an event that took its number early and commits late is not passed over.
 */
import { sql } from 'kysely';
import { type Asker, system } from './asker.ts';
import type { Clock } from './clock.ts';
import type { Database, Tx } from './db.ts';
import { faultCodeOf } from './faults.ts';
import type { Log } from './log.ts';
import { insertOf, isPersonSpeaking, letSpeak, type TrailValues } from './trail.ts';

/** The platform knows no domain word: the house hands in its own map of events (see `events.ts`). */
export type EventMap = object;

export interface Happened<E extends EventMap, N extends keyof E = keyof E> {
  readonly id: number;
  readonly name: N;
  readonly at: Date;
  readonly asker: string;
  readonly fields: E[N];
}

/** Choices, numbers and ids before and after an act. */
export interface Changed {
  readonly old: TrailValues;
  readonly new: TrailValues;
}

export interface News<E extends EventMap> {
  /**
   * Part of `tx`: told when it commits, never when it does not. `changed`: what was and what is, for the record alone,
   * where a person did it.
   */
  publish<N extends keyof E & string>(tx: Tx, name: N, fields: E[N], changed?: Changed): Promise<void>;
  /**
   * `hear` runs inside the transaction that moves the cursor, as `asker`: its own writes and the cursor are one.
   * It must not wait for the outside world (put a job for that) and bears a repeat.
   */
  listen<N extends keyof E & string>(
    listener: string,
    names: readonly N[],
    asker: Asker,
    hear: (tx: Tx, event: { [K in N]: Happened<E, K> }[N]) => Promise<void>,
  ): void;
  /** Events as they commit, from now, with no cursor: for what is on somebody's screen. Returns how to stop. */
  tail(names: readonly (keyof E & string)[], see: (event: Happened<E>) => void): () => void;
  start(): void;
  stop(): Promise<void>;
  /** Delivers everything that can be delivered now; for tests and before a clean stop. */
  drain(): Promise<void>;
  /** Deletes events older than 90 days that every listener has read. Answers how many. */
  forget(): Promise<number>;
}

interface Listener {
  readonly name: string;
  readonly names: readonly string[];
  readonly asker: Asker;
  readonly hear: (tx: Tx, event: never) => Promise<void>;
  failures: number;
  retryAt: number;
}

interface Row {
  xid: string;
  id: number;
  name: string;
  at: Date;
  asker: string;
  fields: unknown;
}

const batchSize = 200;
/** Tries, with growing waits up to a minute, before an event is stepped past. */
const mostFailures = 10;
/** A little longer than the database insists on, so that two clocks need not agree to the second. */
const keptMs = 90 * 86_400_000 + 3_600_000;
/** Of 20 milliseconds each. */
const mostDrainTries = 150;

export function buildNews<E extends EventMap>(db: Database, clock: Clock, log: Log, pollMs = 1000): News<E> {
  const listeners: Listener[] = [];
  const watchers = new Set<{ names: ReadonlySet<string>; see: (event: Happened<E>) => void }>();
  const stopping = new AbortController();
  let wake: () => void = () => {};
  let isPoked = false;
  let running: Promise<void> | null = null;
  let tailAt: { xid: string; id: number } | null = null;

  const poke = () => {
    isPoked = true;
    wake();
  };

  async function deliver(listener: Listener): Promise<boolean> {
    if (listener.retryAt > clock.now().getTime()) return false;
    let hearing: Row | null = null;
    try {
      return await db.as(system('news', ...listener.asker.roles), async (tx) => {
        const cursor = await takeCursor(tx, listener.name);
        if (!cursor) return false;
        // After a failure one at a time, so that one event which cannot be heard does not hold up those before it.
        const rows = await readAfter(tx, cursor, listener.names, listener.failures > 0 ? 1 : batchSize);
        if (rows.length === 0) return false;
        await sql`select set_config('foreword.asker', ${listener.asker.id}, true)`.execute(tx);
        letSpeak(tx, { ...listener.asker, kind: 'system' });
        for (const row of rows) {
          hearing = row;
          await listener.hear(tx, row as never);
        }
        hearing = null;
        const last = rows[rows.length - 1]!;
        await sql`update platform.cursor set xid = ${last.xid}::xid8, id = ${last.id} where listener = ${listener.name}`.execute(
          tx,
        );
        const hadFailed = listener.failures > 0;
        listener.failures = 0;
        return hadFailed || rows.length === batchSize;
      });
    } catch (error) {
      listener.failures += 1;
      listener.retryAt = clock.now().getTime() + Math.min(60_000, 200 * 2 ** listener.failures);
      log.error('news.listener-failed', {
        listener: listener.name,
        failures: listener.failures,
        error: error as Error,
      });
      const unheard = hearing as Row | null;
      if (unheard && listener.failures >= mostFailures && faultCodeOf(error) !== 'database-unreachable')
        await passOver(listener, unheard);
      return false;
    }
  }

  /** An event that fails every time would silence its listener for ever: stepped past at last, and said aloud. */
  async function passOver(listener: Listener, row: Row): Promise<void> {
    await db
      .as(system('news'), (tx) =>
        sql`update platform.cursor set xid = ${row.xid}::xid8, id = ${row.id} where listener = ${listener.name} and (xid, id) < (${row.xid}::xid8, ${row.id}::bigint)`.execute(
          tx,
        ),
      )
      .then(() => {
        log.error('news.event-passed-over', { listener: listener.name, event: row.id, name: row.name });
        listener.failures = 0;
        listener.retryAt = 0;
      })
      .catch((error: unknown) =>
        log.error('news.pass-over-failed', { listener: listener.name, error: error as Error }),
      );
  }

  /** Committed events that no listener may read yet. */
  async function isHeldBack(): Promise<boolean> {
    const { rows } = await db.as(system('news'), (tx) =>
      sql<{
        is: boolean;
      }>`select exists (select 1 from platform.event where xid >= (select platform.horizon())) as is`.execute(tx),
    );
    return rows[0]!.is;
  }

  async function showTail(): Promise<void> {
    if (watchers.size === 0) {
      tailAt = null;
      return;
    }
    const rows = await db.as(system('news'), async (tx) => {
      tailAt ??= await endOfLog(tx);
      return readAfter(tx, tailAt, null);
    });
    for (const row of rows) {
      tailAt = { xid: row.xid, id: row.id };
      for (const watcher of watchers) if (watcher.names.has(row.name)) watcher.see(row as unknown as Happened<E>);
    }
  }

  async function round(): Promise<void> {
    await showTail().catch((error) => log.error('news.tail-failed', { error: error as Error }));
    for (const listener of listeners) while (!stopping.signal.aborted && (await deliver(listener)));
  }

  return {
    publish: async (tx, name, fields, changed) => {
      const at = clock.now();
      const told = sql`insert into platform.event (name, at, fields) values (${name}, ${at}, ${JSON.stringify(fields)}::jsonb)`;
      // What a person did stands in the trail as well, in the same breath: no act without its entry.
      if (isPersonSpeaking(tx)) {
        const now = { ...(fields as TrailValues), ...changed?.new };
        const entry = { what: name, about: aboutOf(fields as object), ...(changed && { old: changed.old }), new: now };
        await sql`with told as (${told}) ${insertOf(tx, entry, at)}`.execute(tx);
      } else await told.execute(tx);
      db.afterCommit(tx, poke);
    },
    listen: (name, names, asker, hear) => {
      listeners.push({ name, names, asker, hear: hear as never, failures: 0, retryAt: 0 });
    },
    tail: (names, see) => {
      const watcher = { names: new Set<string>(names), see };
      watchers.add(watcher);
      poke();
      return () => watchers.delete(watcher);
    },
    start: () => {
      running ??= (async () => {
        while (!stopping.signal.aborted) {
          isPoked = false;
          await round();
          if (isPoked) continue;
          const nap = new AbortController();
          wake = () => nap.abort();
          await clock.wait(pollMs, nap.signal);
          wake = () => {};
        }
      })();
    },
    stop: async () => {
      stopping.abort();
      poke();
      await running;
    },
    forget: async () => {
      const hearing = Object.fromEntries(listeners.map((one) => [one.name, one.names]));
      const before = new Date(clock.now().getTime() - keptMs);
      const { rows } = await db.as(system('news'), (tx) =>
        sql<{
          gone: number;
        }>`select platform.forget_events(${before}, ${JSON.stringify(hearing)}::jsonb) as gone`.execute(tx),
      );
      return rows[0]!.gone;
    },
    drain: async () => {
      for (let tries = 0; ; ) {
        // Asked before looking: what is not held back now never will be, so a look that finds nothing has seen everything.
        const isHeld = await isHeldBack();
        let isMore = false;
        for (const listener of listeners) while (await deliver(listener)) isMore = true;
        if (isMore) continue;
        if (!isHeld || tries >= mostDrainTries) return;
        // On a server, a transaction still open in this database holds back what was committed after it began: wait a little.
        tries += 1;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}

/** The first id among the fields: what the event is about. */
function aboutOf(fields: object): string | null {
  const found = Object.entries(fields).find(([name, value]) => name.endsWith('Id') && typeof value === 'string');
  return found ? String(found[1]) : null;
}

/** Locks the listener's cursor for this transaction; null when another process has it just now. */
async function takeCursor(tx: Tx, listener: string): Promise<{ xid: string; id: number } | null> {
  await sql`insert into platform.cursor (listener, xid, id) values (${listener}, '0'::xid8, 0) on conflict do nothing`.execute(
    tx,
  );
  const { rows } = await sql<{ xid: string; id: number }>`
    select xid::text, id from platform.cursor where listener = ${listener} for update skip locked`.execute(tx);
  return rows[0] ?? null;
}

/** By the table's own number: `xid` alone would be the text of the answer, in which 1000 stands before 999. */
async function readAfter(
  tx: Tx,
  cursor: { xid: string; id: number },
  names: readonly string[] | null,
  limit = batchSize,
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select xid::text, id, name, at, asker, fields from platform.event
    where (xid, id) > (${cursor.xid}::xid8, ${cursor.id}::bigint) and xid < (select platform.horizon())
      and (${names === null} or name = any(${names ?? []}::text[]))
    order by event.xid, event.id limit ${limit}`.execute(tx);
  return rows;
}

async function endOfLog(tx: Tx): Promise<{ xid: string; id: number }> {
  const { rows } = await sql<{ xid: string; id: number }>`
    select xid::text, id from platform.event where xid < (select platform.horizon()) order by event.xid desc, event.id desc limit 1`.execute(
    tx,
  );
  return rows[0] ?? { xid: '0', id: 0 };
}
