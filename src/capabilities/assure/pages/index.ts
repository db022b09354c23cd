/** The pages of ASSURE. A page is one file (or a part of one) and its line here; menu, guard and route list follow. */
import type { Page, Route } from '#web';
import type { People } from '../../../people/door.ts';
import type { Assure } from '../door.ts';
import { evidenceItemPage, fileRoute } from './evidence.tsx';
import { evidencePage, newEvidencePage } from './evidence-list.tsx';
import { keyRoute, recordPage } from './record.tsx';

export function pagesOf(
  { trail, evidence }: Pick<Assure, 'trail' | 'evidence'>,
  people: People,
): { readonly pages: readonly Page[]; readonly routes: readonly Route[] } {
  return {
    pages: [recordPage(trail), evidencePage(evidence), newEvidencePage(evidence), evidenceItemPage(evidence, people)],
    routes: [keyRoute(trail), fileRoute(evidence)],
  };
}
