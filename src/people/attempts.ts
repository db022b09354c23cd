/** Slows guessing down: each failed try makes the next one wait longer, for the account and for the address it came from. */
import { sql } from 'kysely';
import { type Kit, system } from '#platform';

const me = system('people');
const hourMs = 60 * 60_000;

/** Tries that cost nothing, then a wait that doubles. An office shares one address, so an address has more. */
const rules = {
  account: { free: 5, firstMs: 5_000, mostMs: 15 * 60_000 },
  second: { free: 5, firstMs: 15_000, mostMs: 60 * 60_000 },
  address: { free: 30, firstMs: 5_000, mostMs: 15 * 60_000 },
} as const;

export interface Guess {
  readonly kind: keyof typeof rules;
  /** An e-mail address, a person's id or an IP address; only a keyed hash of it is kept. */
  readonly of: string;
}

export interface Attempts {
  /**
   * Counts a try before it is judged, so that a hundred at once gain nothing. 0: go on, and call `succeeded` when it
   * was right. Else how long to wait, and nothing was counted.
   */
  begin(guesses: readonly Guess[]): Promise<number>;
  /** The try was right: the account starts afresh, and the address gets this try back. */
  succeeded(guesses: readonly Guess[]): Promise<void>;
  forget(): Promise<void>;
}

export function buildAttempts(kit: Pick<Kit, 'db' | 'clock' | 'seal'>): Attempts {
  const key = (guess: Guess) => kit.seal.hash('attempt', `${guess.kind}:${guess.of.trim().toLowerCase()}`);
  return {
    begin: (guesses) =>
      kit.db.as(me, async (tx) => {
        const now = kit.clock.now();
        const keyed = guesses
          .map((guess) => ({ key: key(guess), rule: rules[guess.kind] }))
          .sort((a, b) => (a.key < b.key ? -1 : 1));
        let waitMs = 0;
        for (const { key, rule } of keyed) {
          await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 7043))`.execute(tx);
          const { rows } = await sql<{ count: number; last: Date | null }>`
            select count(*)::int as count, max(at) as last from people.attempt where key = ${key} and at > ${new Date(now.getTime() - 24 * hourMs)}`.execute(
            tx,
          );
          const { count, last } = rows[0]!;
          if (count < rule.free || last === null) continue;
          const due = last.getTime() + Math.min(rule.mostMs, rule.firstMs * 2 ** Math.min(20, count - rule.free));
          waitMs = Math.max(waitMs, due - now.getTime());
        }
        if (waitMs > 0) return waitMs;
        for (const { key } of keyed)
          await sql`insert into people.attempt (key, at) values (${key}, ${now})`.execute(tx);
        return 0;
      }),
    succeeded: async (guesses) => {
      await kit.db.as(me, async (tx) => {
        for (const guess of guesses) {
          const hash = key(guess);
          if (guess.kind !== 'address') await sql`delete from people.attempt where key = ${hash}`.execute(tx);
          else
            await sql`delete from people.attempt where ctid = (select ctid from people.attempt where key = ${hash} order by at desc limit 1)`.execute(
              tx,
            );
        }
      });
    },
    forget: async () => {
      const now = kit.clock.now();
      await kit.db.as(me, async (tx) => {
        await sql`delete from people.attempt where at < ${new Date(now.getTime() - 24 * hourMs)}`.execute(tx);
        await sql`delete from people.spent where ends_at < ${now}`.execute(tx);
        await sql`delete from people.invitation where ends_at < ${new Date(now.getTime() - 30 * 24 * hourMs)}`.execute(
          tx,
        );
      });
    },
  };
}
