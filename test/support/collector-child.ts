/**
 * A process that does nothing but collect, to be killed: database, kit, queries and the collecting loop, as the program
 * composes them. Says on its standard output when both sources have a place in their stream, and how many posts it has.
 */
import { sql } from 'kysely';
import type { NetworkTools } from '#networks/contract';
import {
  buildIds,
  buildJobs,
  buildLog,
  buildMetrics,
  buildNews,
  buildOutbound,
  buildSeal,
  type DatabaseAddress,
  type Kit,
  openDatabase,
  realClock,
  system,
} from '#platform';
import { buildCollect } from '../../src/capabilities/watch/collect.ts';
import { buildMatching } from '../../src/capabilities/watch/match.ts';
import { buildWatchings } from '../../src/capabilities/watch/watching.ts';
import type { Events } from '../../src/events.ts';
import { bluesky } from '../../src/networks/bluesky/index.ts';
import { feeds } from '../../src/networks/feeds/index.ts';
import { markedTriage, northmere } from './watch.ts';

export interface ChildOrder {
  readonly database: DatabaseAddress;
  readonly pollMs: number;
  readonly leaseMs: number;
}

const order = JSON.parse(process.argv[2]!) as ChildOrder;
const say = (word: string) => process.stdout.write(`${word}\n`);

const clock = realClock;
const db = await openDatabase(order.database);
const log = buildLog('warn', { write: (line) => void process.stderr.write(line) });
const ids = buildIds(clock.now);
const outbound = buildOutbound({ allowPrivate: 'all', userAgent: 'Foreword (tests)' });
const kit: Kit = {
  db,
  news: buildNews<Events>(db, clock, log),
  jobs: buildJobs(db, clock, ids, log),
  clock,
  ids,
  seal: buildSeal('the same for every child, thirty-two characters'),
  log,
  metrics: buildMetrics(false),
  outbound,
};
const tools: NetworkTools = { outbound, now: clock.now, wait: clock.wait, chance: ids.chance, pollMs: order.pollMs };
const organisation = async () => northmere;
const watchings = buildWatchings(kit, { organisation, staffNames: async () => [], changed: () => {} });
const collect = buildCollect(kit, {
  networks: new Map([bluesky, feeds].map((network) => [network.name, network])),
  tools,
  matching: buildMatching(),
  // The words of a post are what is counted, and a post that reads like a secret keeps none: nobody judges these.
  triage: markedTriage,
  running: () => watchings.running(),
  organisation,
  secrets: () => ({}),
  leaseMs: order.leaseMs,
});
collect.start();
say('started');

let isStopping = false;
process.on('SIGTERM', async () => {
  isStopping = true;
  await collect.stop();
  await db.close();
  process.exit(0);
});
while (!isStopping) {
  const { rows } = await db.as(system('watch'), (tx) =>
    sql<{ placed: boolean; posts: number }>`
      select (select bool_and(cursor is not null) from watch.source) as placed, (select count(*)::int from watch.post) as posts`.execute(
      tx,
    ),
  );
  if (rows[0]!.placed) say('placed');
  say(`posts ${rows[0]!.posts}`);
  await clock.wait(150);
}
