/** The pages of publishing, and what they are handed: the drafts and posts, and the registers. */
import type { Kit } from '#platform';
import type { Page } from '#web';
import type { RespondNeeds } from '../../needs.ts';
import type { IncidentPanel } from '../../panel.ts';
import type { Publishing, PublishSeams } from '../door.ts';
import { draftPages } from './draft-pages.ts';
import { draftsPanel } from './panel.tsx';
import { registerPages } from './register-pages.ts';

export { publishRoutes, publishStreams } from './draft-routes.ts';

export type PublishDoor = Pick<Publishing, 'accounts' | 'lines' | 'drafts' | 'queue' | 'switches' | 'elections'>;
export type PublishNeeds = Pick<RespondNeeds, 'people' | 'watch' | 'networks' | 'address'>;

export function publishPages(kit: Kit, door: PublishDoor, needs: PublishNeeds, seams: PublishSeams): readonly Page[] {
  return [...draftPages(door, needs, seams), ...registerPages(kit, door, needs)];
}

export function publishPanels(door: PublishDoor, needs: PublishNeeds): readonly IncidentPanel[] {
  return [draftsPanel(door, needs)];
}
