/** Every sentence of incidents that a user can be shown, for content designers. */
import type { ClockKind, Forbidden, IncidentRole, IncidentState, PauseReason } from './door.ts';

export const refusals = {
  notThere: 'That is not there any more.',
  notForYou: 'Your role cannot do this.',
  onlyLead: 'Only the duty officer and those who lead this incident can do this.',
  stoodDown: 'This incident has been stood down. Write the lesson and close it.',
  closed: 'This incident is closed.',
  sayWhy: 'Say it in a few words.',
  tooLong: (most: number) => `Say it in fewer than ${most} characters.`,
  alreadyDone: 'This has already been done.',
  choosePause: 'Choose why the clock stands still.',
  notRunning: 'This clock is not running.',
  notPaused: 'This clock does not stand still.',
  notAtThisSeverity: 'There is no such clock at this severity.',
  stoodDownClock: 'The incident was stood down.',
  closedClock: 'The incident was closed.',
  mergedAway: 'The incident was joined to another.',
  otherPlay: 'Another play is followed now.',
  minutes: 'Enter how many minutes there are, such as 30, or leave it empty.',
  tooManyTasks: (most: number) => `There can be ${most} tasks at most.`,
  noSuchSignal: 'There is no such signal for you.',
  lockedSignal: 'This signal is locked to its keeper and does not come into an incident.',
  signalTaken: 'This signal is in an incident already.',
  chooseSignals: 'Choose which signals go.',
  leaveOne: 'Leave at least one signal here.',
  chooseTarget: 'Choose another incident that is open.',
  chooseSeverity: 'Choose how severe it is.',
  sameSeverity: 'It has this severity already.',
  choosePlay: 'Choose another play.',
  chooseRole: 'Choose a role.',
  choosePerson: 'Choose somebody who can work on incidents.',
  chooseOther: 'Choose a colleague who can work on incidents.',
  noApprover: 'The approver must be somebody who may approve answers.',
  sameAsLead: 'The deputy is somebody else than the lead.',
  hasRole: 'They have this role already.',
  dueDay: 'Enter a day from today on.',
  notYourLesson: 'This lesson is done already, or somebody else’s to do.',
  noLesson: 'Write down what was learnt first, or why nothing was.',
  openTasks: 'Some tasks are still open. End each one, or say why it is not needed.',
  evidenceWhy: 'A post of an incident, captured before it changes.',
  nothingToCapture: 'Every post of its stories that has an address is captured or asked for already.',
  noGap: 'The gap in the policy could not be opened.',
  referralOutcome: 'Dealt with as an incident, which is closed now.',
  shipped: 'As Foreword came.',
  playName: 'Give the play a name.',
  playSteps: (most: number) => `A play has 1 to ${most} steps.`,
  playStep: 'Each step needs a few words, and whole minutes or none.',
  playMustNot: 'Say at least one thing that must not be done.',
  playKeys: 'Each step can be there once only.',
} as const;

export const clockWording: Readonly<Record<ClockKind, string>> = {
  acknowledge: 'Acknowledge',
  decide: 'First decision',
  'holding-line': 'Holding line',
  'fuller-line': 'Fuller line',
  update: 'Next update',
};

export const roleWording: Readonly<Record<IncidentRole | 'anybody', string>> = {
  lead: 'Lead',
  deputy: 'Deputy',
  recorder: 'Recorder',
  approver: 'Approver',
  anybody: 'Anybody',
};

export const stateWording: Readonly<Record<IncidentState, string>> = {
  open: 'Open',
  'stood-down': 'Stood down',
  closed: 'Closed',
  merged: 'Joined to another',
};

export const pauseWording: Readonly<Record<PauseReason, string>> = {
  police: 'The police asked us to wait',
  court: 'A court or a live case',
  safety: 'Speaking now would put somebody at risk',
  'other-body': 'Another body leads and must go first',
  facts: 'The facts are being checked with somebody named',
};

export const forbidsWording: Readonly<Record<Forbidden, string>> = {
  reply: 'No reply to the posts of this incident',
  embed: 'No quoting or embedding of the posts of this incident',
};
