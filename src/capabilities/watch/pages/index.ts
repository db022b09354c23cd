/** The pages of WATCH. A page is one file (or a part of one) and its line here; menu, guard and route list follow. */

import type { Network } from '#networks/contract';
import type { Kit } from '#platform';
import type { Page, Route, Stream } from '#web';
import type { People } from '../../../people/door.ts';
import type { Watch } from '../door.ts';
import { alertPages } from './alerts.tsx';
import { boardPage } from './board.tsx';
import { lockedPage, referralsPage } from './lists.tsx';
import { qualityPage } from './quality.tsx';
import { queuePage } from './queue.tsx';
import { signalPage } from './signal.tsx';
import { removeSourcePage } from './source-remove.tsx';
import { newSourcePage, sourcePage, sourcesPage } from './sources.tsx';
import { watchPage } from './watch.tsx';
import { newWatchPage } from './watch-new.tsx';
import { registerPage } from './watches.tsx';

export interface PageNeeds {
  readonly people: People;
  readonly networks: readonly Network[];
}

type Door = Pick<Watch, 'signals' | 'sources' | 'watchings' | 'alerts'>;

export function pagesOf(
  kit: Kit,
  door: Door,
  needs: PageNeeds,
): { pages: readonly Page[]; streams: readonly Stream[]; routes: readonly Route[] } {
  return {
    pages: [
      boardPage(door, needs),
      queuePage(door, needs),
      signalPage(door, needs),
      lockedPage(door, needs),
      referralsPage(door, needs),
      qualityPage(),
      sourcesPage(door),
      newSourcePage(door, needs),
      sourcePage(door, needs),
      removeSourcePage(door),
      registerPage(door, needs),
      newWatchPage(door, needs),
      watchPage(door, needs),
      ...alertPages(kit, door, needs),
    ],
    streams: [
      {
        path: '/watch/changes',
        may: 'see-queue',
        names: [
          'watch.signal-raised',
          'watch.signal-changed',
          'watch.signal-escalated',
          'watch.source-blind',
          'watch.source-seeing',
          'watch.source-changed',
          'watch.alert-raised',
          'watch.alert-acknowledged',
        ],
      },
    ],
    routes: [],
  };
}
