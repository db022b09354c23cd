/** Every sentence of the desk that a user can be shown, for content designers. */
export const deskWording = {
  hiddenName: '(name of a colleague)',
  notThere: 'That is not there any more.',
  decided: 'This has already been decided. Open it again first.',
  answered: 'This has been answered. It cannot be opened again.',
  notDecided: 'This is still open.',
  taken: 'A colleague has taken this one.',
  yoursAlready: 'You already have this one.',
  stillAtIt: 'A colleague is still at it. You can take it over when nothing has been done for 15 minutes.',
  takeFirst: 'Take it first, so that nobody else answers it too.',
  sayWhy: 'Say why, in a few words',
  tooLong: 'Write 2,000 characters or fewer',
  noNames: 'Leave out the names of colleagues. We answer as a team',
  noNamesHere: 'Leave out your name and the names of colleagues. Nobody at the desk needs to know who it is about',
  choosePerson: 'Choose somebody who works at the desk',
  chooseIncident: 'Choose an open incident from the list',
  chooseReason: 'Choose what the decision weighs: reach, harm or truth',
  chooseTeam: 'Choose who takes it from here',
  neverAnswer: 'This is not answered in public. It may be a threat or secret material. Follow the advice on the page.',
  humanOnly:
    'Somebody may be in danger. Only a trained person answers, in their own words. Tick the box if that is you.',
  officialOnly:
    'Only an official account can answer. An account of your own cannot be used in Foreword. What you say there is yours, but people would read it as our answer.',
  otherNetwork: 'Choose an account on the network where this was said.',
  mustBeAnswered:
    'This looks like a request for information. The law says that it must be answered, so it cannot be left without a reply. Hand it to the information team.',
  enterAddress: 'Paste the address of the post. It begins with https://',
  handInTooLong: 'Write 500 characters or fewer',
} as const;

export const sealedWording = {
  notThere: 'That is not there any more.',
  notForYou: 'Only the care lead and the data protection officer can open this.',
  sayWhy: 'Say why you need to know, in a few words',
  noNames: 'Leave out the names of colleagues',
  alreadyAsked: 'Somebody has already asked. It waits for a second person.',
  alreadyOpen: 'It is open already.',
  askFirst: 'Nobody has asked to open it. Ask first, and say why.',
  secondPerson: 'You asked for this yourself. A second person has to confirm it.',
  notOpen: 'It is shut.',
  notYours: 'Only the two people who opened it can shut it early.',
} as const;
