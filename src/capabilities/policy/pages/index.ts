/** The pages of POLICY. A page is one file (or a part of one) and its line here; menu, guard and route list follow. */
import type { Page, Route } from '#web';
import { adoptPage, askPage } from './adopt.tsx';
import { clausePage } from './clause.tsx';
import { comparePage } from './compare.tsx';
import { draftPage } from './draft.tsx';
import { editClausePage, editPrinciplePage, newClausePage } from './draft-clause.tsx';
import { draftNotesPage } from './draft-notes.tsx';
import { versionFile } from './file.tsx';
import { gapPage } from './gap.tsx';
import { gapsPage, newGapPage } from './gaps.tsx';
import type { Door, PageNeeds } from './parts.tsx';
import { policyPage } from './policy.tsx';
import { reviewsPage } from './reviews.tsx';
import { versionPage } from './version.tsx';
import { versionsPage } from './versions.tsx';

export function pagesOf(door: Door, needs: PageNeeds): { pages: readonly Page[]; routes: readonly Route[] } {
  return {
    pages: [
      policyPage(door),
      clausePage(door, needs),
      versionsPage(door, needs),
      versionPage(door, needs),
      comparePage(door, needs),
      draftPage(door, needs),
      newClausePage(door, needs),
      editClausePage(door, needs),
      editPrinciplePage(door),
      draftNotesPage(door),
      askPage(door, needs),
      adoptPage(door, needs),
      gapsPage(door),
      newGapPage(door),
      gapPage(door, needs),
      reviewsPage(door, needs),
    ],
    routes: [versionFile(door)],
  };
}
