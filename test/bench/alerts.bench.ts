/**
 * How soon an alert is in the mail: `npm run bench -- alerts`, from the commit that raises a signal to the moment at
 * which a real SMTP server has the letter. Embedded database, everything in this process as `serve` has it.
 * `--signals N` (default 100), one at a time; then a burst of as many at once.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPeople } from '#people';
import {
  buildIds,
  buildJobs,
  buildLog,
  buildMail,
  buildMetrics,
  buildNews,
  buildSeal,
  type Kit,
  migrate,
  openDatabase,
  realClock,
} from '#platform';
import { buildAlerts } from '../../src/capabilities/watch/alert.ts';
import { buildChannels } from '../../src/capabilities/watch/channels.ts';
import { buildKeep, postKey } from '../../src/capabilities/watch/keep.ts';
import type { Events } from '../../src/events.ts';
import { buildOutbound } from '../../src/platform/outbound.ts';
import { startSmtp } from '../servers/smtp.ts';
import { markedTriage, northmere, post, watchPlace } from '../support/watch.ts';

const at = process.argv.indexOf('--signals');
const count = at < 0 ? 100 : Number(process.argv[at + 1]);
const folder = mkdtempSync(join(tmpdir(), 'foreword-bench-'));
const db = await openDatabase({ kind: 'embedded', folder: join(folder, 'db') });
await migrate(db, null);
const log = buildLog('silent');
const ids = buildIds(realClock.now);
const kit: Kit = {
  db,
  news: buildNews<Events>(db, realClock, log),
  jobs: buildJobs(db, realClock, ids, log),
  clock: realClock,
  ids,
  seal: buildSeal('a secret that only the bench knows, of 32 characters or more'),
  log,
  metrics: buildMetrics(false),
  outbound: buildOutbound({ allowPrivate: 'all', userAgent: 'Foreword-bench' }),
};
const smtp = await startSmtp();
const people = buildPeople(kit, { address: 'http://localhost:3000', mail: null, oidc: null });
await people.found(northmere, [{ key: 'bo', name: 'Bo', email: 'bo@northmere.example', roles: ['duty-officer'] }]);
const channels = buildChannels(kit, {
  mail: buildMail({ smtpUrl: smtp.url, from: 'foreword@northmere.example' }),
  notify: null,
});
buildAlerts(kit, { people, channels, address: 'http://localhost:3000', organisation: people.organisation });
const place = await watchPlace({ ...db, url: null, drop: db.close });
const keep = buildKeep(kit, markedTriage, people.organisation);
kit.news.start();
kit.jobs.start();

let taken = 0;
/** Words of chance, so that no two posts are near-copies. */
const text = () =>
  `[T8] ${Array.from({ length: 12 }, () =>
    ids
      .secret()
      .replace(/[^a-z]/gi, '')
      .slice(0, 7),
  ).join(' ')}`;

async function raise(posts: number): Promise<number> {
  const made = Array.from({ length: posts }, () => post(text()));
  taken += 1;
  await keep.commit(
    { id: place.sourceId, voice: 'public' },
    place.leaseBy,
    { cursor: `bench ${taken}`, health: { state: 'seeing' }, nextLook: null, notes: [] },
    made.map((one) => ({
      key: postKey(kit.seal, one.network, one.id),
      post: one,
      hits: [{ queryId: place.queryId, watchId: place.watchId, isShadow: false }],
    })),
    [],
    { isAnySeen: true, beats: 0, slot: 0, minutes: 0, lastPostAt: realClock.now(), seeingSince: realClock.now() },
  );
  return Date.now();
}

function tell(name: string, tookMs: number[]): void {
  const sorted = tookMs.sort((a, b) => a - b);
  const share = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  console.log(
    `${name.padEnd(34)} n ${sorted.length}   p50 ${share(0.5)} ms   p95 ${share(0.95)} ms   max ${share(1)} ms`,
  );
}

try {
  const single: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const committedMs = await raise(1);
    single.push((await smtp.next(() => true, 60_000)).atMs - committedMs);
  }
  tell('commit to mail, one at a time', single);
  const burst: number[] = [];
  const committedMs = await raise(count);
  for (let n = 0; n < count; n += 1) burst.push((await smtp.next(() => true, 120_000)).atMs - committedMs);
  tell(`commit to mail, ${count} at once`, burst);
} finally {
  await kit.jobs.stop();
  await kit.news.stop();
  await smtp.stop();
  await kit.outbound.close();
  await db.close();
  rmSync(folder, { recursive: true, force: true });
}
