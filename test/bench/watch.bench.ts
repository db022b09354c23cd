/**
 * How soon a post of the rehearsal network is a signal, embedded and on a server (BENCH_DATABASE_URL), and what one
 * batch of 200 matched posts costs. Prints medians and 95th percentiles in milliseconds.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Network } from '#networks/contract';
import { buildMetrics, type DatabaseAddress, migrate, openDatabase, realClock } from '#platform';
import { buildCollect } from '../../src/capabilities/watch/collect.ts';
import { buildMatching } from '../../src/capabilities/watch/match.ts';
import { buildRehearsal, buildStage } from '../../src/networks/rehearsal/index.ts';
import { asAdmin, databaseUrl, type TestDatabase } from '../support/database.ts';
import { theTriage } from '../support/triage.ts';
import { northmere, post, watchPlace } from '../support/watch.ts';

const posts = 200;
const server = process.env.BENCH_DATABASE_URL ?? process.env.FOREWORD_TEST_DATABASE_URL ?? null;
const name = `foreword_bench_${process.pid}`;
const folder = mkdtempSync(join(tmpdir(), 'foreword-bench-'));

await run('embedded', { kind: 'embedded', folder: join(folder, 'db') });
if (server) {
  await asAdmin(server, `create database ${name}`);
  await run('PostgreSQL', { kind: 'server', url: databaseUrl(server, name), connections: 6 });
  await asAdmin(server, `drop database if exists ${name} with (force)`);
} else console.log('PostgreSQL: not measured; set BENCH_DATABASE_URL');
rmSync(folder, { recursive: true, force: true });

async function run(label: string, address: DatabaseAddress): Promise<void> {
  const open = await openDatabase(address);
  await migrate(open, null);
  const db: TestDatabase = { ...open, url: null, drop: open.close };
  const place = await watchPlace(db, theTriage());
  const batches: number[] = [];
  for (let batch = 0; batch < 10; batch += 1) {
    const all = Array.from({ length: 200 }, (_, at) => post(wordsOf(batch * 200 + at)));
    const from = performance.now();
    await place.take(all);
    batches.push(performance.now() - from);
  }
  console.log(`${label}: a batch of 200 matched posts, ${show(batches)}`);

  const rehearsal = buildRehearsal();
  const wait = realClock.wait;
  const stage = buildStage({
    name: 'bench',
    script: { sources: [{ name: 'square', title: 'Square' }], posts: [], outages: [] } as never,
    now: realClock.now,
    wait: (ms, signal) => wait(ms, signal),
  });
  rehearsal.raise(stage);
  const kit = { ...place.kit, clock: realClock, metrics: buildMetrics(false) };
  await place.rows(
    sql`update watch.source set network = 'rehearsal', settings = '{"stage":"bench","source":"square"}', lease_by = null, lease_until = null, cursor = null`,
  );
  const collect = buildCollect(kit, {
    networks: new Map([['rehearsal', rehearsal as Network]]),
    tools: { outbound: kit.outbound, now: realClock.now, wait, chance: Math.random, pollMs: 1_000 },
    matching: buildMatching(),
    triage: theTriage(),
    running: async () => [{ id: place.queryId, watchId: place.watchId, words: 'bins', isShadow: false }],
    organisation: async () => northmere,
    secrets: () => ({}),
  });
  collect.start();
  const isSeen = async () =>
    (await place.rows<{ health: string }>(sql`select health from watch.source`))[0]!.health === 'seeing';
  while (!(await isSeen())) await wait(50);
  const toSignal: number[] = [];
  for (let at = 0; at < posts; at += 1) {
    const text = `${wordsOf(50_000 + at)} mark${at}m`;
    const from = performance.now();
    stage.say({ source: 'square', author: { handle: 'jo', name: null, followers: 3 }, text, lang: 'en' });
    for (let isThere = false; !isThere; ) {
      isThere =
        (
          await place.rows(
            sql`select 1 from watch.signal s join watch.signal_post sp on sp.signal_id = s.id join watch.post p on p.id = sp.post_id where p.seen_at > now() - interval '1 minute' and p.text like ${`%mark${at}m`}`,
          )
        ).length > 0;
      if (!isThere) await wait(5);
    }
    toSignal.push(performance.now() - from);
  }
  console.log(`${label}: from post to signal, ${posts} posts, ${show(toSignal)}`);
  await collect.stop();
  await open.close();
}

function wordsOf(seed: number): string {
  const words =
    'lorry street park bridge school bus pool market square library flood tree light river noise path kerb sign gate wall'.split(
      ' ',
    );
  let state = seed + 1;
  const next = () => (state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff);
  return `bins ${Array.from({ length: 12 }, () => `${words[(next() >> 8) % words.length]}${next() % 9}`).join(' ')}`;
}

function show(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`;
}
