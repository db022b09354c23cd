/** Every sentence of publishing that a user can be shown. */
import type { Flag } from './checks/flag.ts';

export const networkNames: Readonly<Record<string, string>> = {
  bluesky: 'Bluesky',
  mastodon: 'Mastodon',
  rehearsal: 'Rehearsal',
  x: 'X',
  facebook: 'Facebook',
  linkedin: 'LinkedIn',
};

const sayWhy = 'Say why, in a few words.';
const notThere = 'That is not there any more.';
const windowPassed = 'Its time has passed. Set a new time and ask for approval again.';
const noRightToPublish = 'You have no right to publish on this account. Ask whoever looks after it.';
const notYourOwn =
  'You wrote this or changed it, so somebody else must decide. That holds for everybody, however senior.';

export const accountWording = {
  notThere,
  sayWhy,
  needsPurpose: 'Say what this account is for.',
  needsOwner: 'Choose who looks after this account.',
  needsDeputy: 'Choose who stands in.',
  deputyIsOwner: 'Choose somebody else to stand in: one person alone can be away.',
  needsRecovery: 'Say who can win the account back if it is lost.',
  needsTwoStep: 'Say which second step guards the sign-in.',
  wrongDay: 'Enter a real day, not one that is still to come.',
  cannotSpeak: 'Foreword cannot speak on this network.',
  needsSetting: (label: string) => `Enter: ${label}.`,
  needsHandle: 'Enter the name of the account.',
  alreadyThere: 'This account is on the register already.',
  stepNames: ['A second person', 'A third person'],
  ownerAttests: 'Only the owner or the deputy can say that all of this is still right.',
  notYours: 'You may look at this account and not change it. Ask whoever looks after it.',
  planFirst: 'Plan to close it first, so that people know where to go.',
  needsPerson: 'Choose a person.',
  needsAct: 'Choose what they may do.',
  hasRightAlready: 'They have this right already, or it waits to be confirmed.',
  anotherConfirms: 'You asked for this right, so somebody else must confirm it.',
  notForYourself: 'Somebody else must confirm your own right.',
  fewerWaits: 'Somebody has asked for this already. Another person must agree.',
  anotherAgrees: 'You asked that one person is enough, so somebody else must agree.',
};

export const lineWording = {
  notThere,
  sayWhy,
  needsTitle: 'Say what this line is about.',
  needsText: 'Write the line.',
  tooLong: 'A line can hold 5,000 characters.',
  needsEnd: 'Choose a last day, within a year from now.',
  decided: 'This version has been decided already.',
  notYourOwn: 'You wrote this, so somebody else must approve it.',
  hasEnded: 'Its last day has passed. Write a new version.',
};

export const electionWording = {
  notThere,
  sayWhy,
  needsName: 'Say which vote this is.',
  needsNation: 'Choose a nation.',
  wrongDay: 'Enter a real day.',
  endsAfter: 'The last day must be on or after the first day.',
  anotherRemoves: 'You entered this period, so somebody else must take it away.',
  backToReview: (name: string) =>
    `The pre-election period has begun: ${name}. Look at it again and ask two people to approve it.`,
};

const flagWords: Readonly<Record<Flag['code'], string>> = {
  figure: 'A figure',
  date: 'A date',
  time: 'A time',
  name: 'A name',
  promise: 'A promise',
  'line-expired': 'The line it uses may not be used any more. Choose another, or write without one.',
  'staff-name': 'The name of a colleague. We answer as a team.',
  'staff-initials': 'The initials of a colleague. We answer as a team.',
  'staff-phone': 'A direct number of a person. Give the number of the team.',
  'staff-email': 'The e-mail address of a person. Give the address of the team.',
  'election-word': 'A word to take care with before a vote.',
  'election-quote': 'Before a vote we do not quote politicians. Write the facts without them.',
  'too-long': 'The text is too long for this network.',
  'no-description': 'Describe each picture for people who cannot see it, and give a film captions.',
  empty: 'Write something first.',
  'reply-forbidden': 'We do not answer this post while its incident goes on. Say it in a post of our own.',
  'embed-forbidden':
    'We do not link or quote a post of this incident: it would spread further. Say it in our own words.',
  'picture-forbidden': 'This picture is from a post of this incident. We do not show it: it would spread further.',
  'case-name': 'A court case is live. Is this name part of it?',
  'case-fact': 'A court case is live. Is this a fact of it?',
  'case-picture': 'A court case is live. Does this picture show anything of it?',
  'case-language': 'A court case is live. Foreword looks for facts of it in English only, so read this one closely.',
};

export const draftWording = {
  notThere,
  sayWhy,
  needsPurpose: 'Say what this post is for.',
  needsLang: 'Choose a language.',
  tooManyParts: 'A thread can have 10 posts.',
  tooManyPictures: 'A post can have 4 pictures.',
  endsAfterStart: 'The last moment must be after the first.',
  noSuchAccount: 'One of these accounts is not there any more.',
  lineNotLive: 'This line may not be used: it is not approved, its last day has passed, or there is a newer one.',
  nothingToCorrect: 'The post that this puts right is not out.',
  notAPicture: 'Choose a picture (PNG, JPEG, GIF or WebP) or a film (MP4).',
  pictureTooLarge: 'The file is too large. It can have 2 megabytes.',
  isOut: 'Some of this is out, or on its way. It cannot be changed any more. Write a correction.',
  wasEdited: 'It was changed after it had been approved, so the approval counts no more.',
  isBeforeOthers: 'This waits for others already.',
  needsAccount: 'Choose which account says it.',
  windowPassed: 'The last moment has passed. Choose a later one.',
  startPassed:
    'The time to publish has passed. Choose a later one, or leave it empty to publish as soon as it is approved.',
  tooFar: 'Choose a time within 31 days.',
  noRightToDraft: 'You have no right to write for this account. Ask whoever looks after it.',
  noRightToPublish: 'Only somebody who may publish on all these accounts can let it leave by itself.',
  namedHasAHand: 'Choose somebody who is here and has not had a hand in this text.',
  namedHasNoRight: 'One of the people you named may not approve on all of these accounts. Choose somebody who may.',
  namedStep: 'The people you named',
  outsideStep: 'Somebody outside',
  electionStep: 'A second approver, before a vote',
  onlyInS1: 'Only in a critical incident (S1) can the duty officer send a line alone.',
  onlyEarlier: 'This line was approved after the incident began. Ask somebody to approve the post.',
  notYourOwn: 'You approved this line yourself, so somebody else must send it, or approve the post.',
  lineInCase:
    'A court case is live, and this line may say a fact of it. Put it before an approver, who says why it does not.',
  isOlder: 'Somebody has changed this draft since you opened it, so yours is not saved. Look at both.',
  changedMeanwhile: 'Somebody changed it in this moment. Look at it and ask for approval again.',
  itemHasDraft: 'An answer to this is there already. Change that one, or take it away first.',
  lineTooLong: 'The line is too long for one of these networks.',
  flags: flagWords,
  /** What an incident forbids whoever asks, and however it was approved. */
  ruled: ['reply-forbidden', 'embed-forbidden', 'picture-forbidden'] as readonly Flag['code'][],
  stopped: (flag: Flag) => (flag.found ? `${flagWords[flag.code]} “${flag.found}”` : flagWords[flag.code]),
};

export const approveWording = {
  notThere,
  sayWhy,
  waitsNoMore: 'This waits for nobody any more.',
  windowPassed,
  notYourOwn,
  onlyOnce: 'You have decided on this already. Each step needs another person.',
  waitsForOutside: 'This waits for somebody outside.',
  forSomebodyElse: 'This step is for somebody else.',
  noRight: 'You have no right to approve what this account says.',
  forbidden: (flag: Flag) => draftWording.stopped(flag),
  explainCase: 'A court case is live. Say why none of what is flagged is a fact of it, or send it back.',
  caseBegan:
    'A court case is live, and this was approved before anybody asked about it. Change it or take it back, and ask for approval again.',
  notApproved: 'Not everybody who must say yes has done so.',
  noRightToPublish,
  anotherInvites: 'You had a hand in this text, so somebody else must invite the person outside.',
  needsName: 'Say who is asked.',
  needsBody: 'Say which body they are from.',
  linkGone: 'This link has been used, has ended, or belongs to a text that has changed since.',
};

export const stopWording = {
  notThere,
  sayWhy,
  alreadyStopped: 'It is stopped already.',
  notStopped: 'It is not stopped.',
  anotherStarts: 'You stopped it, so somebody else must start it again.',
  byTheSwitch: 'Publishing was stopped before it left.',
};

export const sendWording = {
  switchedOff: 'Publishing was stopped before it left.',
  changed: 'It was changed or taken back before it left.',
  windowPassed: 'It could not leave in its time. It was not sent.',
  accountClosed: 'The account is closed.',
  notApproved: 'What is stored is not what was approved. It was not sent.',
  pictureChanged: 'A picture is not the one that was approved. It was not sent.',
  threadBroken: 'The post before it in the thread is not out.',
  noSettings: 'Foreword has no working sign-in for this account.',
  broke: 'Something broke while it was being sent. The network is asked whether it is there.',
  neverTold: 'For a day nobody could say whether it is there. Look at the account.',
  forbidden: (flag: Flag) => `It was not sent. ${draftWording.stopped(flag)}`,
  caseBegan:
    'It was not sent. A court case is live, and nobody has said why this is no fact of it. Ask for approval again.',
  frozenByIncident: 'A critical incident (S1) began. What was planned waits until somebody looks at it.',
};

export const queueWording = {
  notThere,
  sayWhy,
  noRight: noRightToPublish,
  notWaiting: 'Only what was stopped or failed can go back to its place.',
  submitAgain: 'It was changed since, or a vote is near. It needs to be approved again.',
  windowPassed,
  isStopped: 'Publishing is stopped. Somebody must start it again first.',
  notDue: 'It is not due any more: it is on its way, out, or stopped already.',
  alreadyRemoved: 'It has been taken down already.',
  noSettings: 'Foreword has no working sign-in for this account.',
  correctionPurpose: 'To put right what we said',
  correctionText: (url: string) => `Correction: ${url}`.trim(),
};
