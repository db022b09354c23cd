/**
 * Publishing: 10,000 random interleavings (INTERLEAVINGS changes it), and how long a due post takes to the network when 200
 * are due in the same minute, and in the same moment. FOREWORD_TEST_DATABASE_URL: on a server, not the embedded database.
 */

import fc from 'fast-check';
import { sql } from 'kysely';
import type { Events } from '#events';
import { buildIds, buildJobs, buildLog, buildNews, realClock, system } from '#platform';
import { testDatabase } from '../support/database.ts';
import setup from '../support/global-setup.ts';
import { publishModel } from '../support/publish-model.ts';
import { stepsOf } from '../support/publish-steps.ts';
import { got, publishPlace } from '../support/publishing.ts';

const takeDown = await setup();
const runs = Number(process.env.INTERLEAVINGS ?? 10_000);

await interleave();
await latency('one minute', 60_000);
await latency('one moment', 0);
await takeDown();

/** A fresh database for each thousand, so that the last walk is as quick as the first. */
async function interleave(): Promise<void> {
  const startedMs = Date.now();
  let [played, taken, broken] = [0, 0, 0];
  for (let left = runs; left > 0; left -= 1_000) {
    const db = await testDatabase();
    const model = await publishModel(await publishPlace(db));
    const walk = fc.asyncProperty(stepsOf, async (steps) => {
      const verdict = await model.play(steps);
      played += 1;
      taken += verdict.taken;
      broken += verdict.broken.length;
      if (verdict.broken.length > 0) throw new Error(verdict.broken.join('; '));
    });
    const result = await fc.check(walk, { numRuns: Math.min(1_000, left), endOnFailure: true });
    console.log(
      `  ${db.kind}: ${played} played, ${taken} posts left, ${broken} broken, ${Math.round((Date.now() - startedMs) / 1000)} s`,
    );
    await db.drop();
    if (!result.failed) continue;
    console.log(`  seed ${result.seed}, path ${result.counterexamplePath}: ${String(result.errorInstance)}`);
    process.exitCode = 1;
  }
  console.log(`${played} interleavings, ${taken} posts left, ${broken} broken`);
}

async function latency(name: string, spreadMs: number): Promise<void> {
  const db = await testDatabase();
  const log = buildLog('silent');
  const ids = buildIds(realClock.now);
  // As the running program: it looks for news each second and for chores twice a second.
  const running = {
    clock: realClock,
    ids,
    log,
    news: buildNews<Events>(db, realClock, log),
    jobs: buildJobs(db, realClock, ids, log),
  };
  const place = await publishPlace(db, { running });
  const account = await place.account();
  const arrivedMs: number[] = [];
  const dueAt = new Date(Date.now() + Number(process.env.PREPARE_SECONDS ?? 60) * 1000);
  place.wire.onAsked = () => new Promise((resolve) => setTimeout(resolve, 150));
  const dueOf = new Map<string, number>();
  place.wire.onTaken = ({ text }) => void arrivedMs.push(Date.now() - dueOf.get(text)!);
  for (let i = 0; i < 200; i += 1) {
    const startsAt = new Date(dueAt.getTime() + (spreadMs * i) / 200);
    dueOf.set(`Post ${i} of the pool`, startsAt.getTime());
    const submission = await place.submitted([account], {
      parts: [{ text: `Post ${i} of the pool`, images: [] }],
      startsAt,
      endsAt: new Date(dueAt.getTime() + 3_600_000),
    });
    got(await place.publishing.drafts.approve(place.asker('rob'), submission, ''));
    got(await place.publishing.drafts.release(place.asker('pat'), submission));
  }
  const left = dueAt.getTime() - Date.now();
  console.log(`  200 posts are ready ${Math.round(left / 1000)} s before their time`);
  running.news.start();
  running.jobs.start();
  while (arrivedMs.length < 200 && Date.now() < dueAt.getTime() + 120_000)
    await new Promise((resolve) => setTimeout(resolve, 200));
  const sorted = [...arrivedMs].sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN);
  console.log(
    `${db.kind}: ${sorted.length} of 200 due in ${name}, from due to the network (150 ms each): p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, slowest ${at(1)} ms`,
  );
  const out = await db.as(system('respond'), (tx) =>
    sql<{ count: number }>`select count(*)::int as count from respond.publication where state = 'out'`.execute(tx),
  );
  console.log(`  ${out.rows[0]!.count} are noted as out`);
  await running.jobs.stop();
  await running.news.stop();
  await db.drop();
}
