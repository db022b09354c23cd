/** The bundle that every builder receives. */
import type { Events } from '../events.ts';
import type { Clock } from './clock.ts';
import type { Database } from './db.ts';
import type { Ids } from './ids.ts';
import type { Jobs } from './jobs.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { News } from './news.ts';
import type { Outbound } from './outbound.ts';
import type { Seal } from './seal.ts';

export interface Kit {
  readonly db: Database;
  readonly news: News<Events>;
  readonly jobs: Jobs;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly seal: Seal;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly outbound: Outbound;
}
