import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serverUrl, type TestDatabase, testDatabase } from '../../test/support/database.ts';
import { system, visitor } from './asker.ts';
import { fixedClock, realClock } from './clock.ts';
import { buildIds } from './ids.ts';
import { buildJobs } from './jobs.ts';
import { buildLog } from './log.ts';
import { migrate } from './migrate.ts';
import { buildNews } from './news.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

const log = buildLog('silent');

describe('who asks', () => {
  test('the program is no superuser, passes by no rule and owns no table', async () => {
    const { rows } = await db.as(visitor, (tx) =>
      sql<{ name: string; super: boolean; bypass: boolean; owned: number }>`
        select current_user as name, rolsuper as super, rolbypassrls as bypass,
          (select count(*)::int from pg_class where relowner = pg_roles.oid) as owned
        from pg_roles where rolname = current_user`.execute(tx),
    );
    expect(rows).toEqual([{ name: 'foreword_app', super: false, bypass: false, owned: 0 }]);
  });

  test('who asks does not leak from one transaction to the next', async () => {
    await db.as(system('first', 'auditor'), async () => {});
    const { rows } = await db.as(visitor, (tx) =>
      sql<{ asker: string; is: boolean }>`select platform.asker() as asker, platform.has_role('auditor') as is`.execute(
        tx,
      ),
    );
    expect(rows).toEqual([{ asker: 'visitor', is: false }]);
  });

  test('row-level security refuses the log of events to a visitor', async () => {
    const news = buildNews<{ told: { n: number } }>(db, realClock, log);
    await db.as(visitor, (tx) => news.publish(tx, 'told', { n: 1 }));
    const count = async (asker: typeof visitor) =>
      (await db.as(asker, (tx) => sql<{ n: number }>`select count(*)::int as n from platform.event`.execute(tx)))
        .rows[0]!.n;
    expect(await count(visitor)).toBe(0);
    expect(await count(system('test'))).toBeGreaterThan(0);
  });

  test('the event log cannot be changed or shortened by the program', async () => {
    for (const statement of [
      'update platform.event set name = $$x$$',
      'delete from platform.event',
      'drop table platform.event',
    ])
      await expect(db.as(system('test'), (tx) => sql.raw(statement).execute(tx))).rejects.toThrow(
        /permission denied|must be owner/,
      );
  });
});

describe('migrations', () => {
  test('a second run does nothing, a changed file is refused, a broken one leaves nothing behind', async () => {
    expect(await migrate(db, null)).toEqual([]);
    await expect(migrate(db, null, [{ name: 'platform/001-house', sql: 'select 1' }])).rejects.toThrow(
      /changed after it had been run/,
    );
    await expect(
      migrate(db, null, [{ name: 'x/001-broken', sql: 'create table platform.half (a int); select nonsense;' }]),
    ).rejects.toThrow(/x\/001-broken/);
    const { rows } = await db.as(visitor, (tx) =>
      sql<{ half: string | null }>`select to_regclass('platform.half')::text as half`.execute(tx),
    );
    expect(rows[0]!.half).toBeNull();
  });
});

describe('news', () => {
  type Map = { 'thing.happened': { n: number } };

  test('a listener hears each event once, in order, and its own writes share the cursor', async () => {
    const news = buildNews<Map>(db, realClock, log);
    const heard: number[] = [];
    let isBroken = true;
    news.listen('orderly', ['thing.happened'], system('test'), async (_, event) => {
      if (event.fields.n === 2 && isBroken) {
        isBroken = false;
        throw new Error('once');
      }
      heard.push(event.fields.n);
    });
    for (const n of [1, 2, 3]) await db.as(system('test'), (tx) => news.publish(tx, 'thing.happened', { n }));
    await news.drain();
    expect(heard).toEqual([1]); // The transaction of 1 was rolled back with 2: at least once.
    await realClock.wait(450);
    await news.drain();
    expect(heard).toEqual([1, 1, 2, 3]);
    await news.drain();
    expect(heard).toEqual([1, 1, 2, 3]);
  });

  test('events are heard in the order of their numbers, where one has a digit more as well', async () => {
    const news = buildNews<Map>(db, realClock, log);
    const heard: number[] = [];
    await db.asOwner(async (client) => {
      for (const xid of [9, 10, 99, 100, 101])
        await client.query(
          `insert into platform.event (xid, name, at, asker, fields) values ($1::text::xid8, 'digits.told', now(), 'test', jsonb_build_object('n', $1::int))`,
          [xid],
        );
    });
    news.listen('digits', ['digits.told' as 'thing.happened'], system('test'), async (_, event) => {
      heard.push(event.fields.n);
    });
    await news.drain();
    expect(heard).toEqual([9, 10, 99, 100, 101]);
  });

  test('an event that can never be heard is stepped past at last, and those behind it are heard', async () => {
    const clock = fixedClock(new Date('2026-11-24T09:00:00Z'));
    const news = buildNews<Map>(db, clock, log);
    const heard: number[] = [];
    let tries = 0;
    news.listen('poisoned', ['thing.happened'], system('test'), async (_, event) => {
      if (event.fields.n === 501) {
        tries += 1;
        throw new TypeError('for ever');
      }
      if (event.fields.n > 500) heard.push(event.fields.n);
    });
    await news.drain();
    for (const n of [501, 502]) await db.as(system('test'), (tx) => news.publish(tx, 'thing.happened', { n }));
    for (let round = 0; round < 14; round += 1) {
      await news.drain();
      clock.move(61_000);
    }
    // Once together with what came with it, then ten times alone.
    expect(tries).toBeGreaterThanOrEqual(10);
    expect(tries).toBeLessThanOrEqual(11);
    expect(heard).toEqual([502]);
  });

  test('old events are forgotten once everybody who hears them has read them, and young ones never', async () => {
    type Two = Map & { 'thing.rare': { n: number } };
    const dayMs = 86_400_000;
    const today = new Date();
    const clock = fixedClock(new Date(today.getTime() - 100 * dayMs));
    const news = buildNews<Two>(db, clock, log);
    news.listen('quick', ['thing.happened'], system('test'), async () => {});
    // Hears what is rare: that it has not moved on for long must not keep everything else.
    news.listen('of-the-rare', ['thing.rare'], system('test'), async () => {});
    const tell = (name: keyof Two, n: number) => db.as(system('test'), (tx) => news.publish(tx, name, { n }));
    const left = async () =>
      (
        await db.as(system('test'), (tx) =>
          sql<{
            n: number;
          }>`select (fields->>'n')::int as n from platform.event where fields->>'n' like '77_' order by 1`.execute(tx),
        )
      ).rows.map((row) => row.n);
    await tell('thing.rare', 771);
    await news.drain();
    await tell('thing.happened', 772);
    await news.drain();
    await tell('thing.happened', 773);
    clock.set(new Date(today.getTime() - 89 * dayMs));
    await tell('thing.happened', 774);
    expect(await left()).toEqual([771, 772, 773, 774]);

    clock.set(today);
    await news.forget();
    expect(await left(), '773 was not read yet, 774 is young').toEqual([773, 774]);
    await news.drain();
    await news.forget();
    expect(await left()).toEqual([774]);
    // A listener that is new has read nothing: what is left of its names waits for it.
    clock.set(new Date(today.getTime() - 95 * dayMs));
    await tell('thing.rare', 775);
    await news.drain();
    news.listen('newcomer', ['thing.rare'], system('test'), async () => {});
    clock.set(today);
    await news.forget();
    expect(await left()).toEqual([774, 775]);

    for (const [asker, before] of [
      [visitor, new Date(today.getTime() - 200 * dayMs)],
      [system('test'), new Date(today.getTime() - 80 * dayMs)],
    ] as const)
      await expect(
        db.as(asker, (tx) => sql`select platform.forget_events(${before}, '{}'::jsonb)`.execute(tx)),
      ).rejects.toThrow(/only the program itself|younger than 90 days/);
  });

  test('an event rolled back was never told', async () => {
    const news = buildNews<Map>(db, realClock, log);
    const heard: number[] = [];
    news.listen('rolled', ['thing.happened'], system('test'), async (_, event) => void heard.push(event.fields.n));
    await news.drain();
    heard.length = 0;
    await db
      .as(system('test'), async (tx) => {
        await news.publish(tx, 'thing.happened', { n: 99 });
        throw new Error('no');
      })
      .catch(() => {});
    await news.drain();
    expect(heard).toEqual([]);
  });

  test.skipIf(!serverUrl)(
    'an event of a transaction that commits late is not passed over (needs a PostgreSQL server)',
    async () => {
      const news = buildNews<Map>(db, realClock, log);
      const heard: number[] = [];
      news.listen('late', ['thing.happened'], system('test'), async (_, event) => void heard.push(event.fields.n));
      await news.drain();
      heard.length = 0;
      let release: () => void = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      let isOpen: () => void = () => {};
      const opened = new Promise<void>((resolve) => {
        isOpen = resolve;
      });
      const slow = db.as(system('test'), async (tx) => {
        await news.publish(tx, 'thing.happened', { n: 1 });
        isOpen();
        await held;
      });
      await opened;
      await db.as(system('test'), (tx) => news.publish(tx, 'thing.happened', { n: 2 }));
      await news.drain();
      release();
      await slow;
      await news.drain();
      expect(heard).toEqual([1, 2]);
    },
  );

  test.skipIf(!serverUrl)(
    'a transaction open in another database of the server holds back nothing (needs a PostgreSQL server)',
    async () => {
      const news = buildNews<Map>(db, realClock, log);
      const heard: number[] = [];
      news.listen('beside', ['thing.happened'], system('test'), async (_, event) => void heard.push(event.fields.n));
      await news.drain();
      heard.length = 0;
      const beside = await testDatabase();
      try {
        await beside.asOwner(async (client) => {
          await client.query('begin');
          await client.query('create table holds_a_number (n int)');
          await db.as(system('test'), (tx) => news.publish(tx, 'thing.happened', { n: 3 }));
          await news.drain();
          expect(heard).toEqual([3]);
          await client.query('rollback');
        });
      } finally {
        await beside.drop();
      }
    },
  );

  test('a tail shows what commits from now on', async () => {
    const news = buildNews<Map>(db, realClock, log, 50);
    news.start();
    const seen: number[] = [];
    const stop = news.tail(['thing.happened'], (event) => seen.push(event.fields.n));
    await realClock.wait(200);
    await db.as(system('test'), (tx) => news.publish(tx, 'thing.happened', { n: 7 }));
    await expect.poll(() => seen).toEqual([7]);
    stop();
    await news.stop();
  });
});

describe('jobs', () => {
  test('a job with a key is one job, a failing one is tried again and then given up aloud', async () => {
    const clock = fixedClock(new Date('2026-11-24T09:00:00Z'));
    const jobs = buildJobs(db, clock, buildIds(clock.now), log);
    const done: number[] = [];
    const given: string[] = [];
    jobs.on('ring', { act: async (job) => void done.push(job.fields.n as number) });
    jobs.on('fail', {
      attempts: 2,
      backoffMs: () => 1000,
      act: async () => {
        throw new Error('no');
      },
      onGivenUp: async (job) => void given.push(job.kind),
    });
    await db.as(system('test'), async (tx) => {
      await jobs.add(tx, 'ring', { n: 1 }, { key: 'a' });
      await jobs.add(tx, 'ring', { n: 2 }, { key: 'a' });
      await jobs.add(tx, 'ring', { n: 3 }, { runAt: new Date('2026-11-24T10:00:00Z') });
      await jobs.add(tx, 'fail', {});
    });
    await jobs.drain();
    expect(done).toEqual([1]);
    expect(given).toEqual([]);
    clock.move(2000);
    await jobs.drain();
    expect(given).toEqual(['fail']);
    clock.set(new Date('2026-11-24T10:00:01Z'));
    await jobs.drain();
    expect(done).toEqual([1, 3]);
  });

  test('a job that waits for a dead server does not hold up the next one', async () => {
    const jobs = buildJobs(db, realClock, buildIds(realClock.now), log, 50);
    const done: string[] = [];
    let letGo: () => void = () => {};
    jobs.on('slow', {
      act: () =>
        new Promise<void>((resolve) => {
          letGo = resolve;
        }),
    });
    jobs.on('quick', { act: async () => void done.push('quick') });
    jobs.start();
    await db.as(system('test'), (tx) => jobs.add(tx, 'slow', {}));
    await realClock.wait(300);
    await db.as(system('test'), (tx) => jobs.add(tx, 'quick', {}));
    await expect.poll(() => done).toEqual(['quick']);
    letGo();
    await jobs.stop();
  });

  test('a job that was in hand when the process died is done by the next', async () => {
    const clock = fixedClock(new Date('2026-11-25T09:00:00Z'));
    const ids = buildIds(clock.now);
    await db.as(system('test'), (tx) =>
      sql`insert into platform.job (id, kind, fields, run_at, attempts, lease_until) values (${ids.next()}, 'orphan', '{}', ${clock.now()}, 1, ${new Date('2026-11-25T09:02:00Z')})`.execute(
        tx,
      ),
    );
    const jobs = buildJobs(db, clock, ids, log);
    let tries = 0;
    jobs.on('orphan', {
      act: async (job) => {
        tries = job.attempt;
      },
    });
    await jobs.drain();
    expect(tries).toBe(0);
    clock.move(121_000);
    await jobs.drain();
    expect(tries).toBe(2);
  });

  test('a try that took longer than its lease cannot end the one that follows it', async () => {
    const clock = fixedClock(new Date('2026-11-26T09:00:00Z'));
    const ids = buildIds(clock.now);
    const given: number[] = [];
    /** Ends each try by its number: with null, or with what went wrong. */
    const endings = new Map<number, (error: Error | null) => void>();
    const worker = () => {
      const jobs = buildJobs(db, clock, ids, log);
      jobs.on('slow-lease', {
        leaseMs: 5_000,
        attempts: 1,
        act: (job) =>
          new Promise((resolve, reject) => endings.set(job.attempt, (error) => (error ? reject(error) : resolve()))),
        onGivenUp: async (job) => void given.push(job.attempt),
      });
      return jobs;
    };
    const state = async () =>
      (
        await db.as(system('test'), (tx) =>
          sql<{ attempts: number; finished: boolean; failed: boolean; leased: boolean }>`
            select attempts, finished_at is not null as finished, failed_at is not null as failed, lease_until is not null as leased
            from platform.job where kind = 'slow-lease'`.execute(tx),
        )
      ).rows;
    await db.as(system('test'), (tx) => worker().add(tx, 'slow-lease', {}));
    const slow = worker().drain();
    await expect.poll(() => endings.has(1)).toBe(true);
    clock.move(5_001);
    const next = worker().drain();
    await expect.poll(() => endings.has(2)).toBe(true);
    clock.move(5_001);
    const third = worker().drain();
    await expect.poll(() => endings.has(3)).toBe(true);

    endings.get(1)!(null);
    await slow;
    endings.get(2)!(new Error('too late'));
    await next;
    expect(given).toEqual([]);
    expect(await state()).toEqual([{ attempts: 3, finished: false, failed: false, leased: true }]);
    endings.get(3)!(null);
    await third;
    expect(await state()).toEqual([{ attempts: 3, finished: true, failed: false, leased: false }]);
  });
});
