/** Builds RESPOND's incidents. */
import type { Kit } from '#platform';
import type { RespondNeeds } from '../needs.ts';
import type { IncidentPanel } from '../panel.ts';
import type { Inside } from './change.ts';
import { buildClockActs } from './clock.ts';
import type { Incidents } from './door.ts';
import { buildEvidenceActs } from './evidence.ts';
import { buildHandovers } from './handover.ts';
import { listenForIncidents } from './hears.ts';
import { holds } from './holds.ts';
import { buildLessons } from './lesson.ts';
import { buildOpening } from './open.ts';
import { evidencePanel } from './pages/evidence.tsx';
import { pagesOf } from './pages/index.ts';
import { buildPlays } from './play.ts';
import { buildReads } from './reads.ts';
import { forgetIncidents } from './retention.ts';
import { buildRunning } from './run.ts';
import { buildTaskActs } from './task.ts';

export type * from './door.ts';

/** `panels`: what the other parts of RESPOND show on the incident's screen. */
export function buildIncidents(kit: Kit, needs: RespondNeeds, panels: readonly IncidentPanel[]): Incidents {
  const inside: Inside = { kit, nation: async () => (await needs.people.organisation())?.nation ?? 'england' };
  const plays = buildPlays(kit);
  const reads = buildReads(kit);
  const acts = {
    ...reads,
    ...buildOpening(inside, { watch: needs.watch, plays }),
    ...buildRunning(inside, needs),
    ...buildClockActs(inside),
    ...buildTaskActs(inside),
    ...buildLessons(inside, needs),
    ...buildHandovers(inside, needs),
    ...buildEvidenceActs(inside, { watch: needs.watch, assure: needs.assure, signals: reads.signals }),
    plays,
  };
  listenForIncidents(inside, { watch: needs.watch, assure: needs.assure, plays });
  kit.jobs.every('respond.forget-incidents', '41 3 * * *', () => forgetIncidents(kit));
  const shown = [...panels, evidencePanel(acts)].sort((a, b) => a.order - b.order);
  return { ...acts, ...pagesOf(acts, needs, shown), holds, start: () => {}, stop: async () => {} };
}
