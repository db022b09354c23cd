/** The pages of accounts, lines to take, elections and look-alikes. */
import type { Kit } from '#platform';
import type { Page } from '#web';
import { accountsPage, genuinePage } from './accounts.tsx';
import { accountSignInPage, editAccountPage, newAccountPage } from './accounts-new.tsx';
import { accountPageOf } from './accounts-one.tsx';
import { electionsPage } from './elections.tsx';
import type { PublishDoor, PublishNeeds } from './index.ts';
import { linesPage } from './lines.tsx';
import { newLinePage } from './lines-new.tsx';
import { linePageOf } from './lines-one.tsx';
import { lookAlikesPage } from './look-alikes.tsx';

export function registerPages(_kit: Kit, door: PublishDoor, needs: PublishNeeds): readonly Page[] {
  return [
    accountsPage(door, needs),
    newAccountPage(door, needs),
    accountPageOf(door, needs),
    editAccountPage(door, needs),
    accountSignInPage(door, needs),
    genuinePage(door),
    linesPage(door, needs),
    newLinePage(door),
    linePageOf(door, needs),
    electionsPage(door, needs),
    lookAlikesPage(door),
  ];
}
