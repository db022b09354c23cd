/**
 * The trail: how fast a million entries are verified, with and without the secret, and what keeping the trail adds to one
 * act of triage (embedded, and on a server with BENCH_DATABASE_URL). `--entries N` for another number.
 */
import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { type DatabaseAddress, migrate, openDatabase } from '#platform';
import { buildSigning } from '../../src/capabilities/assure/signing.ts';
import { buildTrail } from '../../src/capabilities/assure/trail.ts';
import { verifyTrailFast } from '../../src/capabilities/assure/verify-fast.ts';
import { linesOf } from '../../src/capabilities/assure/verify-stretch.ts';
import { type TrailVerdict, verifyTrail } from '../../src/capabilities/assure/verify-trail.ts';
import { buildSignalActs } from '../../src/capabilities/watch/triage.ts';
import { piecesIn } from '../../src/commands/verify.ts';
import { asAdmin, databaseUrl, type TestDatabase } from '../support/database.ts';
import { chainLines, headerOf, makeKey, seal, secret } from '../support/trail.ts';
import { ann, northmere, post, watchPlace } from '../support/watch.ts';

const at = process.argv.indexOf('--entries');
const entries = at > 0 ? Number(process.argv[at + 1]) : 1_000_000;
const rounds = 300;
const folder = mkdtempSync(join(tmpdir(), 'foreword-bench-'));

await verifying();
await appending('embedded', { kind: 'embedded', folder: join(folder, 'db') });
const server = process.env.BENCH_DATABASE_URL ?? process.env.FOREWORD_TEST_DATABASE_URL ?? null;
const name = `foreword_bench_${process.pid}`;
if (server) {
  await asAdmin(server, `create database ${name}`);
  await appending('PostgreSQL', { kind: 'server', url: databaseUrl(server, name), connections: 6 });
  await asAdmin(server, `drop database if exists ${name} with (force)`);
} else console.log('PostgreSQL: not measured; set BENCH_DATABASE_URL');
rmSync(folder, { recursive: true, force: true });

async function verifying(): Promise<void> {
  const key = makeKey();
  const body = join(folder, 'entries.ndjson');
  const file = openSync(body, 'w');
  let lines: string[] = [];
  const flush = () => {
    if (lines.length > 0) writeSync(file, `${lines.join('\n')}\n`);
    lines = [];
  };
  const { end, heads } = chainLines(entries, key, 1000, (line) => {
    lines.push(JSON.stringify(line));
    if (lines.length === 5000) flush();
  });
  flush();
  closeSync(file);
  const first = [headerOf(end, heads.length, key), ...heads.map((head) => ({ head }))].map((line) =>
    JSON.stringify(line),
  );
  console.log(`${entries.toLocaleString('en-GB')} entries, ${(statSync(body).size / 2 ** 20).toFixed(0)} MiB`);
  const whole = join(folder, 'export.ndjson');
  writeFileSync(whole, `${first.join('\n')}\n`);
  appendFileSync(whole, readFileSync(body));
  const { publicKey } = key;
  await timed('hashes and signatures, one thread', () => verifyTrail(linesIn(whole), { publicKey }));
  await timed('hashes and signatures', () => verifyTrailFast(piecesIn(whole), { publicKey }));
  await timed('and every MAC, one thread', () => verifyTrail(linesIn(whole), { publicKey, seal }));
  await timed('and every MAC', () => verifyTrailFast(piecesIn(whole), { publicKey, secret }));
}

async function timed(words: string, verify: () => Promise<TrailVerdict | null>): Promise<void> {
  const from = performance.now();
  const before = process.cpuUsage();
  const verdict = await verify();
  const seconds = (performance.now() - from) / 1000;
  const used = process.cpuUsage(before);
  const cpu = (used.user + used.system) / 1e6;
  if (!verdict?.isGood || verdict.entries !== entries) throw new Error('The export did not verify.');
  const perSecond = (time: number) => Math.round(entries / time).toLocaleString('en-GB');
  console.log(
    `verify, ${words}: ${seconds.toFixed(1)} s, ${perSecond(seconds)} entries/s (${perSecond(cpu)} a second of processor time)`,
  );
}

function* linesIn(file: string): Iterable<readonly string[]> {
  for (const piece of piecesIn(file)) yield linesOf(piece);
}

/** Claiming and releasing in turn, once as it is and once with nothing written to the trail. */
async function appending(label: string, address: DatabaseAddress): Promise<void> {
  const open = await openDatabase(address);
  await migrate(open, null);
  const db: TestDatabase = { ...open, url: null, drop: open.close };
  const place = await watchPlace(db);
  await place.take([post('[T16] bins')]);
  const id = (await place.rows<{ id: string }>(sql`select id from watch.signal`))[0]!.id;
  const acts = buildSignalActs(place.kit, { organisation: async () => northmere, mayGoToStandards: async () => true });
  const signer = buildSigning(place.kit, join(folder, `${label}-key`));
  const trail = buildTrail(place.kit, { signer, headsFile: null, stamper: null });
  const times: Record<'with' | 'without', number[]> = { with: [], without: [] };
  for (let n = 0; n < rounds * 2; n += 1) {
    const how = n % 4 < 2 ? 'with' : 'without';
    db.sealTrail(how === 'with' ? place.kit.seal : null);
    const from = performance.now();
    const done = await (n % 2 === 0 ? acts.claim(ann, id) : acts.release(ann, id));
    if (!done.ok) throw new Error(done.because);
    times[how].push(performance.now() - from);
  }
  db.sealTrail(place.kit.seal);
  const from = performance.now();
  const taken = await trail.seal();
  const perEntry = (performance.now() - from) / taken;
  const [kept, bare] = [middle(times.with), middle(times.without)];
  console.log(
    `${label}: an act of triage ${bare.toFixed(2)} ms, with its entry ${kept.toFixed(2)} ms: ${(((kept - bare) / bare) * 100).toFixed(1)} % more; into the chain ${(perEntry * 1000).toFixed(0)} µs an entry (${taken} at once)`,
  );
  await db.close();
}

function middle(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
}
