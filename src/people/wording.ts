/** Every sentence of people that a user can be shown, for content designers. */
import type { SsoProblem } from './sso.ts';

export const membershipWords = {
  alreadyHere: 'Somebody with this e-mail address already has an account.',
  alreadyInvited: 'Somebody with this e-mail address is already invited. Send that invitation again instead.',
  invitationGone: 'This invitation has been used or withdrawn.',
  notYourself: 'You cannot change your own roles or account. Ask another administrator.',
  lastAdministrator: 'There must be at least one system administrator. Make somebody else one first.',
  gone: 'This person has already left.',
};

export const ssoProblems: Readonly<Record<SsoProblem | 'unknown-person' | 'other-account', string>> = {
  away: 'The sign-on service of your organisation does not answer. Try again in a few minutes, or sign in with your password.',
  settings:
    'The sign-on service does not know Foreword, or its password has changed. Tell your administrator: the OIDC settings need checking.',
  declined: 'The sign-on service did not let you in, or you stopped. Try again.',
  stale: 'That took too long, or was begun in another window. Try again.',
  untrusted:
    'The answer of the sign-on service could not be trusted, so you were not signed in. Tell your administrator if it happens again.',
  refused: 'The sign-on service refused. Try again, and tell your administrator if it happens again.',
  'unknown-person':
    'You have no account here yet. Ask your administrator for an invitation to the e-mail address that you use at work.',
  'other-account': 'Your e-mail address belongs to an account that signs in another way. Tell your administrator.',
};

export const say = {
  warning: 'Warning',
  name: 'Name',
  nameHint: 'As your colleagues know you.',
  email: 'E-mail address',
  password: 'Password',
  newPassword: 'Choose a password',
  newPasswordHint: 'At least 12 characters. Three or four unrelated words are easy to remember and hard to guess.',
  continueButton: 'Continue',
  saveButton: 'Save',
  cancel: 'Cancel',

  signInTitle: 'Sign in',
  signInButton: 'Sign in',
  signInWith: (name: string) => `Sign in with ${name}`,
  signInPasskey: 'Sign in with a passkey',
  signInHelp:
    'You need an invitation from your administrator. If you have lost your password, ask them for a link to choose a new one.',
  signInWrong: 'The e-mail address or password is not right.',
  passkeyWrong: 'That passkey did not work here. Try again, or sign in another way.',
  waitFor: (waitMs: number) => `There were too many tries. Wait ${waitWords(waitMs)}, then try again.`,
  signedOut: 'You have signed out',
  signOutTitle: 'Sign out',
  signOutButton: 'Sign out',

  secondTitle: 'Second step',
  secondIntro: 'Your password is right. One more step shows that it is really you.',
  appCode: 'Code from your authenticator app',
  appCodeHint: '6 digits. Each code works once.',
  appCodeWrong: 'That code is not right, or was used before. Wait for the next one.',
  usePasskey: 'Use a passkey',
  useRecovery: 'I do not have my phone or passkey',
  recoveryTitle: 'Use a recovery code',
  recoveryIntro: 'You wrote down or saved 10 codes when you set up the second step. Each works once.',
  recoveryCode: 'Recovery code',
  recoveryWrong: 'That recovery code is not right, or was used before.',
  recoveryHelp: 'If you have none left, ask your administrator to reset your second step.',
  codesLeft: (left: number) =>
    left === 0
      ? 'That was your last recovery code. Make new ones now.'
      : `You have ${left} recovery ${left === 1 ? 'code' : 'codes'} left. Make new ones when you can.`,
  usedRecovery: 'You signed in with a recovery code',
  alreadyIn: 'You are signed in.',

  setUpSecondTitle: 'Set up a second step',
  setUpSecondIntro: 'What you see here can hurt people if the wrong person sees it. So a password alone is not enough.',
  passkeyTitle: 'A passkey',
  passkeyIntro:
    'Your phone, computer or security key proves that it is you, with your finger, face or PIN. This is the quickest and safest way.',
  makePasskey: 'Make a passkey',
  appTitle: 'Authenticator app',
  appIntro: 'An app on your phone shows a new code every 30 seconds.',
  setUpApp: 'Use an authenticator app',
  appScan:
    'Scan this square with an authenticator app. Most phones have one built in; search for "passwords" or "authenticator".',
  appKey: 'If you cannot scan it, type this key into the app',
  appPicture: 'Square code for your authenticator app. The same key stands below as text.',
  appConfirm: 'Then type the code that it shows',
  codesTitle: 'Save your recovery codes',
  codesIntro:
    'If you lose your phone or passkey, a code lets you in. Each works once. Print them or write them down, and keep them somewhere safe that is not your phone.',
  codesOnce: 'This is the only time you can see these codes.',
  codesSaved: 'I have saved them',
  noPasskeyWithoutScript: 'A passkey needs a browser with script. The app works without.',

  setUpTitle: 'Set up Foreword',
  setUpIntro:
    'Foreword notices what people say about your organisation in public, and helps you answer well. It begins with your organisation and you.',
  setUpCode: 'Set-up code',
  setUpCodeHint: 'It was printed where Foreword was started. It shows that you are allowed to set it up.',
  setUpCodeWrong: 'That is not the set-up code. Look where Foreword was started.',
  setUpOrganisation: 'Your organisation',
  organisationName: 'Name of the organisation',
  organisationHint: 'In full, such as Northmere Council.',
  shortNames: 'Short names and nicknames',
  shortNamesHint: 'How people call it online, one on each line. Such as "the council" or "NMC".',
  sector: 'What kind of organisation is it?',
  nation: 'Which nation is it in?',
  nationHint: 'Laws and bank holidays differ.',
  officialHandles: 'Your official accounts',
  officialHandlesHint: 'Their handles on any network, one on each line. Leave empty if you do not know them yet.',
  pressHandles: 'Newsrooms near you',
  pressHandlesHint: 'Handles of local newspapers, radio and television, one on each line. You can do this later.',
  setUpYou: 'You, the first administrator',
  setUpYouHint:
    'An administrator looks after accounts and settings and sees no posts. Invite yourself again under another address if you also watch.',
  setUpButton: 'Create organisation',
  alreadySetUp: 'Somebody set up this Foreword a moment ago. Go to the first page and sign in.',
  nextTitle: 'What to do next',
  nextIntro: 'Your organisation is ready. Nobody is watching yet.',
  nextSteps: [
    {
      words: 'Invite the people who will watch, and the data protection officer who approves what is watched',
      href: '/people/invite',
    },
    { words: 'Add a source, such as the local paper', href: '/watch/sources' },
    { words: 'Write down the names that no watch may follow', href: '/settings/protected-names' },
    { words: 'Say who is on call', href: '/watch/rota' },
    { words: 'Look at the settings, and whether e-mail can be sent', href: '/settings' },
  ],

  newPasswordTitle: 'Choose a new password',
  joinTitle: (organisation: string) => `Join ${organisation} on Foreword`,
  joinIntro: (email: string) => `You were invited as ${email}.`,
  joinRoles: 'Your roles will be',
  joinNoRoles: 'You will be able to read the register of what is watched. You have no other role yet.',
  joinButton: 'Create account',
  joinGone: 'This invitation has been used, was withdrawn or is too old. Ask your administrator for a new one.',

  accountTitle: 'Your account',
  accountDetails: 'Language and phone',
  accountPassword: 'Password',
  accountSecond: 'Second step',
  accountSessions: 'Where you are signed in',
  accountAlerts: 'How you are told',
  change: 'Change',
  see: 'See',
  roles: 'Roles',
  noRoles: 'None',
  lang: 'Language',
  langs: { en: 'English', cy: 'Cymraeg (Welsh)' },
  phone: 'Mobile phone',
  phoneHint: 'For text messages when you are on duty. With the country code, such as +44 7700 900123.',
  none: 'None',
  set: 'Set',
  notSet: 'Not set',
  saved: 'Saved',
  passwordTitle: 'Change your password',
  currentPassword: 'Your password now',
  currentWrong: 'That is not your password now.',
  passwordChanged: 'Your password was changed',
  passwordChangedText: 'You were signed out everywhere else.',
  secondPageTitle: 'Your second step',
  passkeys: 'Passkeys',
  passkeyName: 'Name for this passkey',
  passkeyNameHint: 'Such as "work phone".',
  addedOn: (day: string) => `Added ${day}`,
  lastUsed: (day: string) => `last used ${day}`,
  remove: 'Remove',
  confirmPassword: 'Your password, to show it is you',
  lastFactor: 'Your roles need a second step. Add another one before you remove this.',
  removed: 'Removed',
  passkeyAdded: 'Passkey added',
  appAdded: 'Authenticator app set up',
  recoveryCodes: 'Recovery codes',
  codesCount: (left: number) => `${left} left.`,
  newCodes: 'Make new codes',
  newCodesHint: 'Your old codes stop working.',
  sessionsTitle: 'Where you are signed in',
  sessionsIntro: 'If you do not know one of these, sign it out and change your password.',
  began: 'Signed in',
  seen: 'Last used',
  thisOne: 'This one',
  signOutOne: 'Sign out',
  signOutOthers: 'Sign out everywhere else',
  othersOut: 'You were signed out everywhere else',

  peopleTitle: 'People',
  peopleMenu: 'People',
  invite: 'Invite somebody',
  inviteTitle: 'Invite somebody',
  inviteButton: 'Send invitation',
  inviteLinkButton: 'Make invitation',
  rolesQuestion: 'What will they do?',
  rolesHint: 'Choose all that apply. Some roles must not meet in one person; Foreword tells you which and why.',
  lacking: 'Foreword cannot do its work yet. Nobody can:',
  lackingRoles: {
    'propose-watch': 'say what to look for. Invite a watch analyst or a duty officer',
    'approve-watch': 'approve what is looked for. Invite the data protection officer',
    'see-locked': 'read what may be from a whistleblower. Invite the whistleblowing guardian',
  },
  openInvitations: 'Invitations',
  invitedOn: 'Invited',
  endsOn: 'Can be used until',
  ended: 'Too old, send it again',
  invitationTitle: 'Invitation',
  resend: 'Send again',
  resendLink: 'Make a new link',
  withdraw: 'Withdraw invitation',
  withdrawn: 'The invitation was withdrawn',
  invitationSent: 'The invitation was sent',
  invitationMade: 'The invitation is ready',
  handOver: 'Give this link to them yourself',
  handOverHint:
    'It works once, for 7 days. Whoever has it can join in their place, so do not post it where others can read it.',
  mailFailed: 'The e-mail could not be sent',
  nobodyInvited: 'Nobody is invited just now.',
  memberState: { active: 'Active', left: 'Left' },
  changeRoles: 'Change roles',
  changeRolesButton: 'Save roles',
  rolesChanged: 'The roles were changed',
  leaveTitle: 'Make this person leave',
  leaveHint:
    'They are signed out at once and lose every role. Their name stays on what they did. They need a new invitation to come back.',
  leaveButton: 'Make them leave',
  leaveConfirm: 'Yes, this person leaves',
  leaveUnconfirmed: 'Tick the box to confirm.',
  left: 'They have left',
  lostTitle: 'They lost their password',
  lostHint: 'They get a link to choose a new one. It works once, for 7 days, and their second step is still asked for.',
  lostButton: 'Send a link',
  lostLinkButton: 'Make a link',
  lostSent: 'The link was sent',
  lostMade: 'The link is ready',
  resetTitle: 'They lost their phone or passkey',
  resetHint:
    'Only do this when you are sure who is asking: speak to them, do not rely on an e-mail. They are signed out and set up a new second step when they next sign in.',
  resetButton: 'Reset second step',
  resetDone: 'Their second step was reset',
  yourself: 'This is you. Another administrator can change your roles.',
  separationsTitle: 'Roles that must not meet in one person',

  missing: {
    code: 'Type the set-up code.',
    organisation: 'Type the name of your organisation.',
    sector: 'Choose what kind of organisation it is.',
    nation: 'Choose the nation.',
    name: 'Type a name.',
    email: 'Type an e-mail address, such as name@council.gov.uk.',
    password: 'Type your password.',
    appCode: 'Type the 6 digits that your app shows.',
    recoveryCode: 'Type a recovery code.',
  },
  passwordProblems: {
    missing: 'Choose a password.',
    short: 'The password must have at least 12 characters.',
    long: 'The password must have at most 200 characters.',
    common: 'That password is one of the first that others would try. Choose another.',
  },
  tooLong: (field: string, most: number) => `${field} must have at most ${most} characters.`,
  phoneWrong: 'Type a phone number with its country code, such as +44 7700 900123.',
};

export const sectors = {
  council: 'Council',
  police: 'Police',
  health: 'Health',
  ministry: 'Ministry or agency',
  school: 'School or college',
  other: 'Something else',
} as const;

export const nations = {
  england: 'England',
  scotland: 'Scotland',
  wales: 'Wales',
  'northern-ireland': 'Northern Ireland',
} as const;

export const letters = {
  invitation: (name: string, organisation: string, link: string) => ({
    subject: `You are invited to Foreword at ${organisation}`,
    text: `Hello ${name},

you are invited to join ${organisation} on Foreword, which notices what people say about the organisation in public and helps to answer well.

Open this link to join. It works once, for 7 days:
${link}

Do not pass the link on: whoever opens it joins in your place.
If you did not expect this, you need not do anything.
`,
  }),
  newPassword: (name: string, link: string) => ({
    subject: 'Choose a new password for Foreword',
    text: `Hello ${name},

your administrator was told that you lost your password. Open this link to choose a new one. It works once, for 7 days:
${link}

If you did not ask for this, tell your administrator and do not pass the link on.
`,
  }),
  changed: (name: string, what: string) => ({
    subject: 'A change to how you sign in to Foreword',
    text: `Hello ${name},

${what}

If that was you, you need not do anything. If it was not, tell your administrator at once.
`,
  }),
  passwordChanged: 'Your password was changed.',
  passkeyAdded: 'A passkey was added to your account.',
  passkeyRemoved: 'A passkey was removed from your account.',
  appChanged: 'The authenticator app of your account was changed.',
  codesRenewed: 'New recovery codes were made for your account.',
  secondReset: 'Your administrator reset the second step of your account. You set up a new one when you next sign in.',
};

function waitWords(waitMs: number): string {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  if (seconds < 60) return `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
  const minutes = Math.ceil(seconds / 60);
  return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
}
