/** Builds POLICY from the kit and what it needs, and hands out its door. */
import type { Kit } from '#platform';
import type { People } from '../../people/door.ts';
import { buildAdoption } from './adoption.ts';
import type { Policy } from './door.ts';
import { buildDrafts } from './drafts.ts';
import { buildGaps } from './gaps.ts';
import { holds } from './holds.ts';
import { pagesOf } from './pages/index.ts';
import { buildReviews } from './reviews.ts';
import { startWithStarter } from './starter.ts';
import { buildVersions } from './versions.ts';

export type * from './door.ts';

export interface PolicyNeeds {
  readonly people: People;
  /** Where links lead. */
  readonly address: string;
}

export function buildPolicy(kit: Kit, needs: PolicyNeeds): Policy {
  const { forget, ...gaps } = buildGaps(kit);
  startWithStarter(kit);
  kit.jobs.every('policy.retention', '41 3 * * *', forget);
  const door = {
    versions: buildVersions(kit),
    drafts: buildDrafts(kit),
    adoption: buildAdoption(kit),
    gaps,
    reviews: buildReviews(kit),
  };
  return {
    ...door,
    name: 'policy',
    ...pagesOf(door, needs),
    streams: [],
    holds,
    start: () => {},
    stop: async () => {},
  };
}
