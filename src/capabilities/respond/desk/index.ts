/** Builds RESPOND's desk. */
import { type Asker, type Kit, system } from '#platform';
import type { Watch } from '#watch';
import type { Role } from '../../../people/roles.ts';
import type { RespondNeeds } from '../needs.ts';
import { buildItemActs } from './acts.ts';
import type { Desk, DeskSeams } from './door.ts';
import { buildHandIns } from './hand-in.ts';
import { hear } from './hears.ts';
import { holds } from './holds.ts';
import { buildInbox } from './inbox.ts';
import { buildItemReads } from './item-store.ts';
import { buildLock } from './lock.ts';
import { pagesOf } from './pages/index.ts';
import { deskPanel } from './pages/panel.tsx';
import { buildReceive } from './receive.ts';
import { buildSealedMap } from './sealed-map.ts';

export type * from './door.ts';

const me = system('desk');
/** Who may take an item at the desk. */
const deskRoles: readonly Role[] = ['duty-officer', 'response-drafter', 'response-approver', 'publisher'];

export interface DeskNeeds extends Pick<RespondNeeds, 'people' | 'networks' | 'tools'> {
  readonly watch: Pick<Watch, 'handed' | 'codes'> & { readonly alerts: Pick<Watch['alerts'], 'page'> };
}

export function buildDesk(kit: Kit, needs: DeskNeeds, seams: DeskSeams): Desk {
  const { people, watch } = needs;
  const nation = async () => (await people.organisation())?.nation ?? 'england';
  const staffNames = async () => (await people.colleagues(me)).map((person) => person.name);
  const idsOf = async (...roles: Role[]) => (await people.colleagues(me, roles)).map((person) => person.id);

  const items = {
    ...buildItemReads(kit),
    ...buildItemActs(kit, { staffNames, seams, deskPeople: async () => idsOf(...deskRoles) }),
    ...buildLock(kit, watch.handed),
  };
  const handIns = buildHandIns(kit, {
    nation,
    staffNames,
    nameOf: async (asker: Asker) => (await people.names(asker, [asker.id])).get(asker.id) ?? '',
    careLeads: () => idsOf('care-lead'),
    alerts: watch.alerts,
  });
  const sealed = buildSealedMap(kit, { staffNames });
  const inbox = buildInbox(kit, {
    networks: new Map(needs.networks.map((network) => [network.name, network])),
    tools: needs.tools,
    accounts: () => seams.accounts(),
    receive: buildReceive(kit, { handed: watch.handed, nation, staffNames }),
  });
  hear(kit, { seams, alerts: watch.alerts, dataOfficers: () => idsOf('dpo') });

  const pages = {
    items,
    handIns,
    sealed,
    people,
    codes: watch.codes,
    accounts: async () => (await seams.accounts()).map(({ id, network, handle }) => ({ id, network, handle })),
    openIncidents: seams.openIncidents,
    signalsOf: seams.signalsOf,
    deskRoles,
  };
  return {
    items,
    handIns,
    sealed,
    panels: [deskPanel(pages)],
    pages: pagesOf(pages),
    streams: [
      {
        path: '/respond/desk/changes',
        may: 'work-desk',
        names: ['respond.item-received', 'respond.item-changed'],
      },
    ],
    routes: [],
    holds,
    start: () => inbox.start(),
    stop: () => inbox.stop(),
  };
}
