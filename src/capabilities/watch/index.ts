/** Builds WATCH from the kit and what it needs, and hands out its door. */

import type { Triage } from '#engines/triage';
import type { Network, NetworkTools } from '#networks/contract';
import type { WebSub } from '#networks/feeds';
import { type Kit, system } from '#platform';
import type { People } from '../../people/door.ts';
import { buildAlerts } from './alert.ts';
import { nameAuthors } from './author-names.ts';
import type { Channels } from './channels.ts';
import { buildCollect } from './collect.ts';
import type { Watch } from './door.ts';
import { buildHanded } from './handed.ts';
import { holds } from './holds.ts';
import { buildHubs } from './hubs.ts';
import { buildKnownAccounts } from './known-accounts.ts';
import { buildMatching } from './match.ts';
import { openNames } from './open-names.ts';
import { pagesOf } from './pages/index.ts';
import { forget } from './retention.ts';
import { buildSignalReads } from './signal-store.ts';
import { buildSources, findSilence, openSecrets } from './source.ts';
import { buildSignalActs } from './triage.ts';
import { buildWatchings } from './watching.ts';
import { codeWording } from './wording.ts';

export type * from './door.ts';

export interface WatchNeeds {
  readonly people: People;
  readonly networks: readonly Network[];
  readonly tools: NetworkTools;
  readonly triage: Triage;
  readonly channels: Channels;
  /** Where links in messages lead. */
  readonly address: string;
  /** Hubs are asked to tell us of news; null where no hub could reach this machine. */
  readonly websub: WebSub | null;
  /** Until CARE stands, nobody is shielded but by the triage code itself. */
  readonly mayGoToStandards?: Parameters<typeof buildSignalActs>[1]['mayGoToStandards'];
}

const me = system('watch');

export function buildWatch(kit: Kit, needs: WatchNeeds): Watch {
  const networks = new Map(needs.networks.map((network) => [network.name, network]));
  const organisation = () => needs.people.organisation();
  let poke = () => {};
  const changed = () => poke();
  const watchings = buildWatchings(kit, {
    organisation,
    staffNames: async () => (await needs.people.colleagues(me)).map((person) => person.name),
    changed,
  });
  const sources = buildSources(kit, { networks, tools: needs.tools, changed });
  const signals = {
    ...buildSignalReads(kit),
    ...buildSignalActs(kit, { organisation, mayGoToStandards: needs.mayGoToStandards ?? (async () => true) }),
  };
  const alerts = buildAlerts(kit, {
    people: needs.people,
    channels: needs.channels,
    address: needs.address,
    organisation,
  });
  const handed = buildHanded(kit, needs.triage, organisation);
  const hubs = needs.websub ? buildHubs(kit, needs.websub) : null;
  const namesOf = openNames(networks, needs.tools);
  nameAuthors(
    kit,
    namesOf,
    needs.networks.filter((network) => network.names).map((network) => network.name),
  );
  const collect = buildCollect(kit, {
    networks,
    tools: needs.tools,
    matching: buildMatching(),
    triage: needs.triage,
    running: () => watchings.running(),
    organisation,
    known: buildKnownAccounts({ namesOf, now: kit.clock.now, organisation }),
    secrets: (box) => openSecrets(kit, box),
    ...(hubs ? { follow: hubs.follow } : {}),
  });
  poke = () => collect.poke();

  kit.jobs.every('watch.silence', '*/2 * * * *', () => findSilence(kit));
  kit.jobs.every('watch.sunset', '*/10 * * * *', () => watchings.sunset());
  kit.jobs.every('watch.retention', '17 * * * *', () => forget(kit));

  const door = { signals, handed, sources, watchings, alerts };
  const pages = pagesOf(kit, door, needs);
  return {
    ...door,
    name: 'watch',
    codes: codeWording,
    ...pages,
    routes: [...pages.routes, ...(hubs?.routes ?? [])],
    holds,
    start: () => collect.start(),
    stop: () => collect.stop(),
  };
}
