import { describe, expect, test } from 'vitest';
import { blueskyMissing, hasBluesky } from '../servers/bluesky.ts';
import { serverUrl } from '../support/database.ts';
import { killMany } from '../support/kill.ts';

/** KILLS raises it; the bench runs a thousand. */
const kills = Number(process.env.KILLS ?? 50);
// The whole run goes over both databases, one after the other: half of the kills on each.
const bases = [serverUrl ? { name: 'PostgreSQL', url: serverUrl } : { name: 'the embedded database', url: null }];

describe.skipIf(!hasBluesky)(
  `killed at random moments while collecting (${hasBluesky ? 'Bluesky server and feed' : blueskyMissing})`,
  () => {
    test.each(bases)(
      'nothing is lost, doubled or torn on $name',
      async ({ url }) => {
        const report = await killMany({
          kills: Math.ceil(kills / 2),
          serverUrl: url,
          seed: 20_261_124,
          postEveryMs: 120,
          itemEveryMs: 250,
        });
        console.log(`kill: ${JSON.stringify(report)}`);
        expect(report).toMatchObject({ lost: [], doubled: [], torn: 0 });
        expect(report!.kept).toBe(report!.said);
        expect(report!.said).toBeGreaterThan(kills / 2);
      },
      900_000,
    );
  },
);
