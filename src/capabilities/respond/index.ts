/** Builds RESPOND from the kit and what it needs, and hands out its door. */
import type { Kit } from '#platform';
import { buildDesk, type Desk } from './desk/index.ts';
import type { Respond } from './door.ts';
import { buildIncidents, type Incidents } from './incident/index.ts';
import type { RespondNeeds } from './needs.ts';
import { buildPublishing } from './publish/index.ts';
import { deskSeams, publishSeams } from './seams.ts';
import { buildSpend } from './spend.ts';

export type * from './door.ts';
export type { RespondNeeds } from './needs.ts';

export function buildRespond(kit: Kit, given: RespondNeeds): Respond {
  // What costs money is counted in our own tables before it leaves.
  const needs: RespondNeeds = { ...given, tools: { ...given.tools, spend: buildSpend(kit) } };
  const publishing = buildPublishing(
    kit,
    needs,
    publishSeams(
      needs,
      () => desk,
      () => incidents,
    ),
  );
  const desk: Desk = buildDesk(
    kit,
    needs,
    deskSeams(kit, publishing, () => incidents),
  );
  const incidents: Incidents = buildIncidents(
    kit,
    needs,
    [...publishing.panels, ...desk.panels].sort((a, b) => a.order - b.order),
  );
  const parts = [incidents, publishing, desk];
  return {
    name: 'respond',
    incidents,
    publishing,
    desk,
    pages: parts.flatMap((part) => part.pages),
    streams: parts.flatMap((part) => part.streams),
    routes: parts.flatMap((part) => part.routes),
    holds: parts.flatMap((part) => part.holds),
    start: () => {
      for (const part of parts) part.start();
    },
    stop: async () => {
      await Promise.all(parts.map((part) => part.stop()));
    },
  };
}
