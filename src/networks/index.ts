/** The list of networks, in the order in which people choose one. */
import { bluesky } from './bluesky/index.ts';
import { facebook } from './facebook/index.ts';
import { feeds } from './feeds/index.ts';
import { linkedin } from './linkedin/index.ts';
import { mastodon } from './mastodon/index.ts';
import type { Network } from './network.ts';
import { rehearsal } from './rehearsal/index.ts';
import { x } from './x/index.ts';

export { bluesky, facebook, feeds, linkedin, mastodon, rehearsal, x };

export const networks: readonly Network[] = [feeds, bluesky, mastodon, x, facebook, linkedin, rehearsal];

/** Null when there is no network of this name. */
export function findNetwork(name: string): Network | null {
  return networks.find((network) => network.name === name) ?? null;
}
