/**
 * Chores: done at least once, at their time, by whichever process is free. A table of our own (see
 * docs/decisions): the same SQL on both databases, and tenant, retention and audit columns are ours.
 */
import { Cron } from 'croner';
import { sql } from 'kysely';
import { system } from './asker.ts';
import type { Clock } from './clock.ts';
import type { Database, Tx } from './db.ts';
import { faultCodeOf } from './faults.ts';
import type { Ids } from './ids.ts';
import type { Log } from './log.ts';

export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** 1 on the first try. */
  readonly attempt: number;
}

export interface JobKind {
  /** Runs outside any transaction and may wait for the outside world. Throwing means: try again later. */
  readonly act: (job: Job) => Promise<void>;
  readonly attempts?: number;
  /** Wait before the next try, by number of tries so far. */
  readonly backoffMs?: (attempt: number) => number;
  /** A try that takes longer is given to somebody else, and what it says at its end counts no more. Two minutes unless told. */
  readonly leaseMs?: number;
  /** Told once when the last try has failed. */
  readonly onGivenUp?: (job: Job) => Promise<void>;
}

export interface Jobs {
  on(kind: string, does: JobKind): void;
  /** Part of `tx`. The same kind and key twice is one job while the first has not finished. */
  add(tx: Tx, kind: string, fields: Record<string, unknown>, options?: { key?: string; runAt?: Date }): Promise<void>;
  /** A chore on a timetable (cron text, Europe/London), run by one process. */
  every(name: string, timetable: string, act: () => Promise<void>): void;
  start(): void;
  /** Finishes what is in hand, hands back the rest. */
  stop(): Promise<void>;
  /** Runs everything that is due now; for tests. */
  drain(): Promise<void>;
}

interface Claimed {
  id: string;
  kind: string;
  fields: Record<string, unknown>;
  attempts: number;
}

const me = system('jobs');
const mostInHand = 20;
const usualLeaseMs = 120_000;

export function buildJobs(db: Database, clock: Clock, ids: Ids, log: Log, pollMs = 500): Jobs {
  const kinds = new Map<string, JobKind>();
  const chores = new Map<string, { cron: Cron; act: () => Promise<void> }>();
  const stopping = new AbortController();
  let wake: () => void = () => {};
  let running: Promise<void> | null = null;

  /** What runs now. A job that waits for a dead server does not hold up the next one. */
  const inHand = new Set<Promise<void>>();
  function take(work: Promise<void>): void {
    const held = work
      .catch((error: unknown) => log.error('jobs.not-written-down', { error: error as Error }))
      .finally(() => {
        inHand.delete(held);
        wake();
      });
    inHand.add(held);
  }

  async function claim(): Promise<Claimed[]> {
    if (kinds.size === 0 || inHand.size >= mostInHand) return [];
    const now = clock.now();
    const leases = Object.fromEntries([...kinds].map(([name, kind]) => [name, (kind.leaseMs ?? usualLeaseMs) / 1000]));
    return db.as(me, async (tx) => {
      const { rows } = await sql<Claimed>`
        update platform.job set attempts = attempts + 1,
          lease_until = ${now}::timestamptz + make_interval(secs => (${JSON.stringify(leases)}::jsonb ->> kind)::float8)
        where id in (select id from platform.job where run_at <= ${now} and finished_at is null and failed_at is null
            and (lease_until is null or lease_until < ${now}) and kind = any(${[...kinds.keys()]}::text[])
          order by run_at limit ${mostInHand - inHand.size} for update skip locked)
        returning id, kind, fields, attempts`.execute(tx);
      return rows;
    });
  }

  async function run(claimed: Claimed): Promise<void> {
    const kind = kinds.get(claimed.kind)!;
    const job: Job = { id: claimed.id, kind: claimed.kind, fields: claimed.fields, attempt: claimed.attempts };
    try {
      await kind.act(job);
      await end(job, sql`finished_at = ${clock.now()}, key = null`);
    } catch (error) {
      const isLast = job.attempt >= (kind.attempts ?? 8);
      const wait = kind.backoffMs?.(job.attempt) ?? Math.min(3_600_000, 1000 * 2 ** job.attempt);
      log.warn('jobs.try-failed', { kind: job.kind, job: job.id, attempt: job.attempt, isLast, error: error as Error });
      const now = clock.now();
      const outcome = isLast ? sql`failed_at = ${now}, key = null` : sql`run_at = ${new Date(now.getTime() + wait)}`;
      const isOurs = await end(job, sql`${outcome}, last_fault = ${faultCodeOf(error)}`);
      if (isLast && isOurs) await kind.onGivenUp?.(job);
    }
  }

  /** False when this try was too slow and the job has passed on: then its end is for the later try to tell. */
  async function end(job: Job, outcome: ReturnType<typeof sql>): Promise<boolean> {
    const { rows } = await db.as(me, (tx) =>
      sql`update platform.job set ${outcome}, lease_until = null
        where id = ${job.id} and attempts = ${job.attempt} and finished_at is null and failed_at is null returning id`.execute(
        tx,
      ),
    );
    if (rows.length === 0) log.warn('jobs.lease-passed-on', { kind: job.kind, job: job.id, attempt: job.attempt });
    return rows.length > 0;
  }

  async function dueChores(): Promise<void> {
    const now = clock.now();
    for (const [name, chore] of chores) {
      const isMine = await db.as(me, async (tx) => {
        const next = chore.cron.nextRun(now) ?? new Date(8.64e15);
        const first =
          await sql`insert into platform.chore (name, due_at) values (${name}, ${next}) on conflict do nothing returning name`.execute(
            tx,
          );
        if (first.rows.length > 0) return false;
        const mine =
          await sql`update platform.chore set due_at = ${next} where name = ${name} and due_at <= ${now} returning name`.execute(
            tx,
          );
        return mine.rows.length > 0;
      });
      if (isMine)
        take(chore.act().catch((error) => log.error('jobs.chore-failed', { chore: name, error: error as Error })));
    }
  }

  async function round(): Promise<boolean> {
    const claimed = await claim();
    for (const one of claimed) take(run(one));
    return claimed.length > 0;
  }

  return {
    on: (kind, does) => {
      kinds.set(kind, does);
    },
    add: async (tx, kind, fields, options = {}) => {
      await sql`insert into platform.job (id, kind, key, fields, run_at)
        values (${ids.next()}, ${kind}, ${options.key ?? null}, ${JSON.stringify(fields)}::jsonb, ${options.runAt ?? clock.now()})
        on conflict (kind, key) do nothing`.execute(tx);
      db.afterCommit(tx, () => wake());
    },
    every: (name, timetable, act) => {
      chores.set(name, { cron: new Cron(timetable, { timezone: 'Europe/London', paused: true }), act });
    },
    start: () => {
      running ??= (async () => {
        let choresAt = 0;
        while (!stopping.signal.aborted) {
          let hadWork = false;
          const nap = new AbortController();
          wake = () => nap.abort();
          try {
            if (clock.now().getTime() >= choresAt) {
              choresAt = clock.now().getTime() + 5_000;
              await dueChores();
            }
            hadWork = await round();
          } catch (error) {
            log.error('jobs.round-failed', { error: error as Error });
          }
          if (!hadWork) await clock.wait(pollMs, nap.signal);
        }
      })();
    },
    stop: async () => {
      stopping.abort();
      wake();
      await running;
      await Promise.all(inHand);
    },
    drain: async () => {
      while (await round()) await Promise.all(inHand);
    },
  };
}

/** Finished jobs are forgotten after a day, given-up ones after 90. */
export async function forgetOldJobs(db: Database, now: Date): Promise<void> {
  await db.as(me, async (tx) => {
    await sql`delete from platform.job where finished_at < ${new Date(now.getTime() - 86_400_000)} or failed_at < ${new Date(now.getTime() - 90 * 86_400_000)}`.execute(
      tx,
    );
  });
}
