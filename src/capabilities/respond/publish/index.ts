/** Builds RESPOND's publish. */
import { type Kit, system } from '#platform';
import type { RespondNeeds } from '../needs.ts';
import { buildAccounts } from './accounts.ts';
import { buildApproving } from './approve.ts';
import { buildCheck } from './check.ts';
import type { Publishing, PublishSeams } from './door.ts';
import { buildDrafts } from './drafts.ts';
import { beginElections, buildElections } from './elections.ts';
import { listen } from './hears.ts';
import { holds } from './holds.ts';
import { buildLines } from './lines.ts';
import { publishPages, publishPanels, publishRoutes, publishStreams } from './pages/index.ts';
import { buildQueue } from './queue.ts';
import { forgetPosts } from './retention.ts';
import { buildSender } from './send.ts';
import { buildSwitches } from './stop.ts';
import { buildSubmit } from './submit.ts';

export type * from './door.ts';

const me = system('respond');
/** Where nothing else of RESPOND stands beside it. */
export const alone: PublishSeams = {
  said: async () => null,
  incident: async () => null,
  openIncidents: async () => [],
  posts: async () => [],
  onHold: async () => ({ incidentIds: [], addresses: [] }),
  pictures: async () => [],
};

export function buildPublishing(kit: Kit, needs: RespondNeeds, seams: PublishSeams = alone): Publishing {
  const organisation = () => needs.people.organisation();
  const staff = () => needs.people.colleagues(me);
  const people = async () => new Set((await staff()).map((person) => person.id));
  const networks = new Map(needs.networks.map((network) => [network.name, network]));
  const check = buildCheck(kit, { staff, organisation, posts: seams.posts, pictures: seams.pictures });
  const writing = buildDrafts(kit, check);
  const sender = buildSender(kit, { networks, tools: needs.tools, alerts: needs.watch.alerts }, check);
  const door = {
    accounts: buildAccounts(kit, { networks, people }),
    lines: buildLines(kit),
    drafts: { ...writing, ...buildSubmit(kit, { people }, check), ...buildApproving(kit, check) },
    queue: buildQueue(kit, sender, writing),
    switches: buildSwitches(kit),
    elections: buildElections(kit),
  };

  kit.jobs.on('respond.send', { act: (job) => sender.attempt(String(job.fields.publicationId)) });
  kit.jobs.on('respond.elections', { act: async () => beginElections(kit, await organisation()) });
  kit.jobs.every('respond.posts', '*/10 * * * * *', () => sender.look());
  kit.jobs.every('respond.forget-posts', '51 3 * * *', async () => {
    await forgetPosts(kit, seams);
  });
  kit.jobs.every('respond.elections', '*/5 * * * *', async () => beginElections(kit, await organisation()));
  listen(kit, needs.people, needs.watch.alerts);

  return {
    ...door,
    panels: publishPanels(door, needs),
    pages: publishPages(kit, door, needs, seams),
    streams: publishStreams,
    routes: publishRoutes(door),
    holds,
    start: () => {},
    stop: async () => {},
  };
}
