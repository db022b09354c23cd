/** Every sentence of POLICY that a user can be shown, for content designers. */

const list = (numbers: readonly number[]) =>
  numbers.length < 2 ? numbers.join('') : `${numbers.slice(0, -1).join(', ')} and ${numbers[numbers.length - 1]}`;

export const starterWording = {
  title: 'Starter text',
  whatChanged: 'This is the first version. It came with Foreword.',
  notConsulted: 'It is a starter text. Ask your staff and unions, then adopt a version of your own.',
  step: 'Put in force when the organisation was set up.',
} as const;

export const draftWording = {
  notThere: 'That version is not there any more.',
  isAsked: 'This draft is waiting to be adopted, so it cannot be changed. Take it back first.',
  isOver: 'This version cannot be changed any more.',
  noBase: 'There is no policy yet to begin from.',
  noClause: 'That clause is not in this draft, or it was retired.',
  noPrinciple: 'That principle is not in this draft.',
  retiredBefore: 'Only a clause that this draft retired can be brought back. Add a new clause instead.',
  changedMeanwhile:
    'Somebody else changed this while you were writing. Copy your words, open it again, and put them in there.',
  isUpToDate: 'This draft is up to date.',
  updated: (number: number, conflicts: readonly number[]) =>
    conflicts.length === 0
      ? `Brought up to date with version ${number}.`
      : `Brought up to date with version ${number}. Look again at ${conflicts.length === 1 ? 'clause' : 'clauses'} ${list(conflicts)}: both changed ${conflicts.length === 1 ? 'it' : 'them'}.`,
  enterDraftTitle: 'Say in a few words what this draft is for, such as “What to do about made-up videos”',
  enterTitle: 'Enter a title',
  enterWords: 'Enter the words of it',
  chooseOwner: 'Choose who owns the clause',
  enterReason: 'Say why we have this clause',
  enterSource: 'Enter the law or guidance behind it, or “Our own rule”',
  enterReview: 'Enter the day of the next review, such as 31 March 2027',
  reviewInFuture: 'The next review must be after today',
  reviewTooFar: 'The next review must be within 12 months',
  noScenario: 'Choose scenarios from the list',
  sayWhyRetired: 'Say why the clause is retired',
  enterWho: 'Say who was asked, such as “UNISON branch” or “the staff forum”',
  enterSaid: 'Say what they said',
  tooLong: (most: number) => `This must be ${most.toLocaleString('en-GB')} characters or fewer`,
} as const;

export const adoptionWording = {
  notAsked: 'Nobody is asking for this draft to be adopted now. It may have been taken back.',
  alreadyAdopted: (number: number) => `This was already adopted as version ${number}.`,
  notAWriter: 'Only somebody who wrote in this draft can take it back.',
  notYourOwn:
    'You wrote in this draft, so somebody else has to decide on it. This holds whatever your other roles are.',
  changedSince: 'The draft was changed after you opened it. Read it again before you decide.',
  overtaken: (number: number) =>
    `Version ${number} was adopted after this draft was begun. Bring the draft up to date first.`,
  nothingChanged: 'Nothing has been changed yet.',
  noWhatChanged: 'Say what changed and why.',
  noEqualityNote: 'Write the equality note: who could be better or worse off.',
  noConsultation: 'Say who was asked and what they said, or why nobody was asked.',
  noOwner: (numbers: readonly number[]) =>
    `Choose an owner for ${numbers.length === 1 ? 'clause' : 'clauses'} ${list(numbers)}.`,
  sayWhyAdopted: 'Say why you adopt it, in a few words',
  sayWhyBack: 'Say what should be different',
  sayWhyDropped: 'Say why the draft is dropped',
  enterFrom: 'Enter the day from which it is in force, such as 1 April 2027',
  fromInPast: 'It cannot be in force before today',
  fromBeforeLast: (number: number) => `It cannot be in force before version ${number} is`,
} as const;

export const gapWording = {
  notThere: 'That gap is not there any more.',
  isClosed: 'This gap has already been closed.',
  enterWords: 'Say what the policy does not say',
  noSuchThing: 'What it is about could not be found.',
  noClause: 'Choose a clause from the list',
  notAdopted: 'Choose a version that was adopted',
  sayWhyClosed: 'Say why no change is needed',
  sayOutcome: 'Say what came of it',
  taskDone: 'This task has already been done.',
} as const;

export const reviewWording = {
  notInForce: 'That clause is not in force.',
  notYours: 'Only the owner of a clause or a policy owner can say that it was reviewed.',
  enterWords: 'Say what you looked at and what you found',
} as const;
