/** The pages of incidents. A page is one file (or a part of one) and its line here. */
import type { Page, Route, Stream } from '#web';
import type { RespondNeeds } from '../../needs.ts';
import type { IncidentPanel } from '../../panel.ts';
import type { Incidents } from '../door.ts';
import { finishPage } from './finish.tsx';
import { handoverPage } from './handover.tsx';
import { incidentPage } from './incident.tsx';
import { leadPage } from './lead.tsx';
import { lessonsPage } from './lessons.tsx';
import { listPage } from './list.tsx';
import { newPage } from './new.tsx';
import { playPage, playsPage } from './plays.tsx';
import { reportPage } from './report.tsx';

export type Desk = Omit<Incidents, 'pages' | 'streams' | 'routes' | 'holds' | 'start' | 'stop'>;

export function pagesOf(
  desk: Desk,
  needs: RespondNeeds,
  panels: readonly IncidentPanel[],
): { pages: readonly Page[]; streams: readonly Stream[]; routes: readonly Route[] } {
  return {
    pages: [
      listPage(desk, needs),
      newPage(desk),
      incidentPage(desk, needs, panels),
      leadPage(desk, needs),
      handoverPage(desk, needs),
      reportPage(desk, needs),
      finishPage(desk, needs),
      lessonsPage(desk, needs),
      playsPage(desk),
      playPage(desk, needs),
    ],
    streams: [
      {
        path: '/respond/incidents/changes',
        may: 'see-incidents',
        names: ['respond.incident-opened', 'respond.incident-changed', 'respond.incident-closed'],
      },
    ],
    routes: [
      {
        // Where pages that know a signal alone lead to.
        method: 'GET',
        path: '/respond/incidents/of/:signal',
        may: 'see-incidents',
        trace: null,
        answer: async (ask) => {
          const incident = await desk.ofSignal(ask.asker, ask.params.signal ?? '');
          return incident
            ? { status: 303, headers: { location: `/respond/incidents/${incident.id}` }, body: '' }
            : null;
        },
      },
    ],
  };
}
