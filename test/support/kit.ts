/** The bundle every builder receives, over a test database: real parts, a clock moved by hand, and a silent log. */
import {
  buildIds,
  buildJobs,
  buildLog,
  buildMetrics,
  buildNews,
  buildSeal,
  fixedClock,
  type Kit,
  type OpenDatabase,
} from '#platform';
import { buildOutbound } from '../../src/platform/outbound.ts';

export type TestClock = ReturnType<typeof fixedClock>;
export type TestKit = Omit<Kit, 'clock'> & { readonly clock: TestClock };

/** Nothing runs by itself: call `kit.jobs.drain()` and `kit.news.drain()`. */
export function testKit(db: OpenDatabase, settings: { readonly now?: Date; readonly secret?: string } = {}): TestKit {
  const clock = fixedClock(settings.now ?? new Date('2026-03-02T09:00:00Z'));
  const log = buildLog('silent');
  const ids = buildIds(clock.now);
  const seal = buildSeal(settings.secret ?? 'a secret that only tests know, of 32 characters or more');
  db.sealTrail(seal);
  return {
    db,
    news: buildNews(db, clock, log),
    jobs: buildJobs(db, clock, ids, log),
    clock,
    ids,
    seal,
    log,
    metrics: buildMetrics(false),
    outbound: buildOutbound({ allowPrivate: 'all', userAgent: 'Foreword-test' }),
  };
}
