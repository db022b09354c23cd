/** The pages of people. */
import type { Page } from '#web';
import type { Inside } from '../inside.ts';
import { accountPage, detailsPage, passwordPage, sessionsPage } from './account.tsx';
import { codesPage, ownAppPage, secondPage } from './account-second.tsx';
import { joinPage } from './join.tsx';
import { invitationPage, memberPage } from './member.tsx';
import { invitePage, peoplePage } from './people.tsx';
import { firstAppPage, recoveryPage, secondStepPage } from './second-step.tsx';
import { nextStepsPage, setUpPage } from './set-up.tsx';
import { signInPage, signOutPage } from './sign-in.tsx';

export const peoplePages = (inside: Inside): readonly Page[] => [
  setUpPage(inside),
  nextStepsPage(),
  signInPage(inside),
  secondStepPage(inside),
  firstAppPage(inside),
  recoveryPage(inside),
  signOutPage(inside),
  joinPage(inside),
  accountPage(inside),
  detailsPage(inside),
  passwordPage(inside),
  secondPage(inside),
  ownAppPage(inside),
  codesPage(inside),
  sessionsPage(inside),
  peoplePage(inside),
  invitePage(inside),
  invitationPage(inside),
  memberPage(inside),
];
