/** The pages of the desk, and what they are handed. */
import type { Watch } from '#watch';
import type { Page } from '#web';
import type { People } from '../../../../people/door.ts';
import type { Role } from '../../../../people/roles.ts';
import type { Desk, DeskSeams } from '../door.ts';
import { handOverPage, receiptPage } from './hand-over.tsx';
import { inboxPage } from './inbox.tsx';
import { itemPage } from './item.tsx';
import { sealedEntryPage, sealedPage } from './sealed.tsx';

export interface DeskPages
  extends Pick<Desk, 'items' | 'handIns' | 'sealed'>,
    Pick<DeskSeams, 'openIncidents' | 'signalsOf'> {
  readonly people: Pick<People, 'names' | 'colleagues'>;
  readonly codes: Watch['codes'];
  /** Without their secrets. */
  readonly accounts: () => Promise<
    readonly { readonly id: string; readonly network: string; readonly handle: string }[]
  >;
  /** Who may take an item. */
  readonly deskRoles: readonly Role[];
}

export function pagesOf(door: DeskPages): readonly Page[] {
  return [
    inboxPage(door),
    itemPage(door),
    handOverPage(door),
    receiptPage(door),
    sealedPage(door),
    sealedEntryPage(door),
  ];
}
