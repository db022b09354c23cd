/** The demonstration: Northmere Council's rehearsal day on a stage in memory, in a database of its own, begun afresh. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { realClock, takeLock } from '#platform';
import { buildHouse, type House, type HouseRole } from '../compose.ts';
import type { readConfig } from '../config.ts';
import { buildRehearsal, buildStage } from '../networks/rehearsal/index.ts';
import { buildCalendar } from './calendar.ts';
import { loadDay, northmere } from './index.ts';
import { buildMailbox } from './mailbox.ts';
import { demonstrationPages } from './pages.tsx';
import { settle } from './settle.ts';

export interface DemonstrationOptions {
  readonly roles: readonly HouseRole[];
  /** Called when a visitor leaves it to set up an organisation of their own. */
  readonly leave: () => void;
  /** Seconds of the day that pass in one real second. */
  readonly speed?: number;
}

export async function buildDemonstration(
  config: ReturnType<typeof readConfig>,
  options: DemonstrationOptions,
): Promise<House> {
  const folder = join(config.dataFolder, 'demonstration');
  takeLock(`${folder}.lock`).release(); // Refused while another demonstration runs on it: its data must not go.
  rmSync(folder, { recursive: true, force: true });
  const rehearsal = buildRehearsal();
  const mailbox = buildMailbox(realClock.now);
  const { clock, turnBack } = buildCalendar();
  let visitors: ReadonlyMap<string, string> = new Map();
  let restart = () => {};
  // A source that comes back is seen again within two seconds, whatever real sources are asked for.
  const house = await buildHouse(
    { ...config, pollMs: 2_000 },
    {
      database: { kind: 'embedded', folder },
      roles: options.roles,
      clock,
      networks: [rehearsal],
      leaveRehearsal: { leaveHref: '/demonstration/leave', leaveText: 'Leave, and set up your own' },
      entrance: '/demonstration',
      mailbox,
      requestsPerMinute: 6000,
      more: (_kit, people) =>
        demonstrationPages({
          people,
          mailbox,
          visitors: () => visitors,
          leave: options.leave,
          restart: () => restart(),
        }),
    },
  );
  visitors = await settle(house, northmere, turnBack);
  const play = () =>
    rehearsal.raise(
      buildStage({
        name: northmere.stage,
        script: loadDay(),
        now: realClock.now,
        wait: realClock.wait,
        startedAt: new Date(),
        ...(options.speed ? { speed: options.speed } : {}),
      }),
    );
  play();
  restart = play;
  return house;
}
