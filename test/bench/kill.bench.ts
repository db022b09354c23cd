/** A thousand kills at random moments (KILLS changes it): posts lost and doubled. BENCH_DATABASE_URL: on a server, too. */
import { killMany } from '../support/kill.ts';

const kills = Number(process.env.KILLS ?? 1000);
const url = process.env.BENCH_DATABASE_URL ?? process.env.FOREWORD_TEST_DATABASE_URL ?? null;
const bases = [{ name: 'embedded', url: null }, ...(url ? [{ name: 'PostgreSQL', url }] : [])];
for (const base of bases) {
  const report = await killMany({
    kills: Math.ceil(kills / bases.length),
    serverUrl: base.url,
    seed: 1,
    postEveryMs: 400,
    itemEveryMs: 1_500,
    tell: (words) => console.log(`  ${base.name}: ${words}`),
  });
  if (report === null) console.log('The Bluesky test servers are not installed: run npm ci in test/servers/bluesky');
  else
    console.log(
      `${base.name}: ${report.kills} kills (${report.killedStarting} while starting), ${report.said} posts said, ${report.lost.length} lost, ${report.doubled.length} doubled, ${report.torn} torn; slowest start ${Math.round(report.slowestStartMs)} ms`,
    );
}
