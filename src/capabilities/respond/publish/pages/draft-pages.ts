/** The pages of drafts and posts. */
import type { Page } from '#web';
import type { PublishSeams } from '../door.ts';
import { approvePage } from './approve.tsx';
import { boardPage } from './board.tsx';
import { calendarPage } from './calendar.tsx';
import { draftPage } from './draft.tsx';
import { newDraftPage } from './draft-new.tsx';
import type { PublishDoor, PublishNeeds } from './index.ts';
import { outsidePage } from './outside.tsx';
import { postPage } from './post.tsx';
import { stopPage } from './stop.tsx';

export function draftPages(door: PublishDoor, needs: PublishNeeds, seams: PublishSeams): readonly Page[] {
  return [
    boardPage(door, needs),
    newDraftPage(door, needs, seams),
    draftPage(door, needs, seams),
    approvePage(door, needs),
    outsidePage(door),
    calendarPage(door, needs),
    postPage(door, needs),
    stopPage(door, needs, seams),
  ];
}
