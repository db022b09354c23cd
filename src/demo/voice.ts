/** How Northmere Council speaks: its accounts, its lines to take, what it is writing, what was handed in, and its policy. */
import type { Respond } from '#respond';

type Publishing = Respond['publishing'];
type AccountFacts = Omit<Parameters<Publishing['accounts']['change']>[2], 'ownerId' | 'deputyId' | 'twoStepSeenOn'>;
type Act = Parameters<Publishing['accounts']['askForRight']>[3];
type Audience = Parameters<Publishing['lines']['write']>[1]['audience'];

/** Days before the visitor comes; a part of a day as a fraction. */
export type DaysAgo = number;

export interface VoiceAccount {
  readonly facts: AccountFacts;
  readonly handle: string;
  /** Which source of the stage it speaks on. */
  readonly source: string;
  readonly owner: string;
  readonly deputy: string;
  readonly addedDaysAgo: DaysAgo;
  readonly attestedDaysAgo: DaysAgo | null;
  readonly rights: readonly (readonly [person: string, act: Act])[];
  readonly closing: { readonly daysAgo: DaysAgo; readonly inDays: number; readonly because: string } | null;
}

const speakers = [
  ['ann', 'draft'],
  ['ann', 'publish'],
  ['bo', 'draft'],
  ['bo', 'approve'],
  ['bo', 'publish'],
  ['marian', 'approve'],
] as const;

const accounts: readonly VoiceAccount[] = [
  {
    handle: 'NorthmereCouncil',
    source: 'sky',
    owner: 'bo',
    deputy: 'ann',
    facts: {
      purpose: 'News of the council, answers to residents, and corrections of what is wrong.',
      verification: 'verified',
      recoveryContact: 'The service desk, at any hour',
      twoStep: 'Two security keys: one in the safe, one with the duty officer',
      area: '',
      isSecondChannel: false,
    },
    addedDaysAgo: 120,
    attestedDaysAgo: 40,
    rights: speakers,
    closing: null,
  },
  {
    handle: 'NorthmereAlerts',
    source: 'fedi',
    owner: 'ann',
    deputy: 'bo',
    facts: {
      purpose: 'Floods, snow and closures. Speaks for us when the first account is lost.',
      verification: 'not-offered',
      recoveryContact: 'The service desk, at any hour',
      twoStep: 'An app on the telephone of the duty officer',
      area: '',
      isSecondChannel: true,
    },
    addedDaysAgo: 150,
    attestedDaysAgo: 110,
    rights: speakers,
    closing: null,
  },
  {
    handle: 'NorthmereBins',
    source: 'town-chat',
    owner: 'bo',
    deputy: 'ann',
    facts: {
      purpose: 'Collection days and missed bins. The first account does this now.',
      verification: 'not-verified',
      recoveryContact: 'The service desk, at any hour',
      twoStep: 'An app on the telephone of the duty officer',
      area: '',
      isSecondChannel: false,
    },
    addedDaysAgo: 200,
    attestedDaysAgo: 20,
    rights: [['bo', 'publish']],
    closing: { daysAgo: 6, inDays: 24, because: 'Nobody has used it for six months. Residents ask the first account.' },
  },
];

export interface VoiceLine {
  readonly title: string;
  readonly audience: Audience;
  readonly tags: readonly string[];
  readonly lang: string;
  readonly text: string;
  readonly writer: string;
  readonly writtenDaysAgo: DaysAgo;
  /** From the writing. */
  readonly lastsDays: number;
  /** Null while it waits for somebody's yes. */
  readonly approver: string | null;
}

/** The oldest first. */
const lines: readonly VoiceLine[] = [
  {
    title: 'Bins over the bank holiday',
    audience: 'anybody',
    tags: ['bins'],
    lang: 'en',
    text: 'Collections are one day later this week because of the bank holiday. Put your bins out by 6am.',
    writer: 'ann',
    writtenDaysAgo: 45,
    lastsDays: 10,
    approver: 'marian',
  },
  {
    title: 'False accounts that offer refunds',
    audience: 'anybody',
    tags: ['scam', 'council tax', 'fake account'],
    lang: 'en',
    text: 'We never ask for bank details in a message. An account that offers you a council tax refund is not ours. Do not click. Our real accounts are listed on our website.',
    writer: 'bo',
    writtenDaysAgo: 20,
    lastsDays: 180,
    approver: 'marian',
  },
  {
    title: 'Cyfrifon ffug sy’n cynnig ad-daliad (Welsh of “False accounts that offer refunds”)',
    audience: 'anybody',
    tags: ['sgam', 'treth y cyngor', 'cyfrif ffug'],
    lang: 'cy',
    text: 'Dydyn ni byth yn gofyn am fanylion banc mewn neges. Nid ein cyfrif ni yw cyfrif sy’n cynnig ad-daliad treth y cyngor. Peidiwch â chlicio. Mae ein cyfrifon go iawn ar ein gwefan.',
    writer: 'ann',
    writtenDaysAgo: 19,
    lastsDays: 180,
    approver: 'marian',
  },
  {
    title: 'Missed bins',
    audience: 'anybody',
    tags: ['bins', 'binmen', 'recycling'],
    lang: 'en',
    text: 'Sorry that your bin was missed. Tell us your street on our website and a crew comes back within two working days.',
    writer: 'ann',
    writtenDaysAgo: 12,
    lastsDays: 90,
    approver: 'bo',
  },
  {
    title: 'The pool is not closing',
    audience: 'anybody',
    tags: ['pool', 'leisure centre', 'swimming'],
    lang: 'en',
    text: 'The leisure centre pool is not closing for good. It is shut this Friday for one day while a pump is changed. It opens again on Saturday and lessons go on.',
    writer: 'ann',
    writtenDaysAgo: 0.02,
    lastsDays: 7,
    approver: null,
  },
];

const posts = {
  /** Approved and out as soon as somebody looks. */
  out: {
    account: 'NorthmereCouncil',
    purpose: 'To say that the baths are open, before somebody says that they are not',
    text: 'Mere Baths is open again. The new boiler works, the water is warm and lessons go on as booked. Thank you for your patience. Team NC',
  },
  /** Approved, and leaves tomorrow by itself. */
  scheduled: {
    account: 'NorthmereCouncil',
    purpose: 'To remind people of the lights before the evening',
    text: 'The lights on Market Square go on at 5pm today. The bus from Canal Road is free until 9pm. Team NC',
    inHours: 20,
  },
  /** Written by the duty officer, waits for a second person. */
  waiting: {
    accounts: ['NorthmereCouncil', 'NorthmereAlerts'],
    purpose: 'To warn people of the false account',
    line: 'False accounts that offer refunds',
  },
} as const;

/** Handed in by colleagues: who did so appears nowhere. */
const handIns = [
  {
    by: 'jo',
    address: 'https://town-chat.northmere.example/posts/1187',
    words: 'They say that nobody at the library desk helps anybody. It is about yesterday afternoon.',
    claim: { by: 'ann', note: 'The library will tell me what happened yesterday. Then the team answers.' },
  },
  {
    by: 'dee',
    address: 'https://village-boards.northmere.example/llanfarwy/302',
    words: 'A resident is angry about a letter that we sent. Some of it is true.',
    claim: null,
  },
] as const;

const policy = {
  second: {
    title: 'Accounts that nobody uses',
    clause: 18,
    words:
      'Ask before you open an account for a team. We close an account that nobody has used for six months, and we say where to go instead.',
    whatChanged: 'Clause 18 says when an account is closed.',
    equalityNote: 'Looked at. Nobody is worse off: what an account told people is told by another one.',
    consulted: ['Heads of service', 'Six months is right. Tell people where to go instead.'],
    adopted: 'Clear, and we can keep to it.',
  },
  third: {
    title: 'Say it first when a building closes',
    clause: {
      title: 'When a building closes',
      words: 'If one of our buildings closes, even for a day, we say so on our accounts before the doors shut.',
      reason: 'A parent heard of the closed baths from a stranger, and swimming lessons were cancelled.',
      source: 'Lesson of the incident at Mere Baths',
    },
    whatChanged: 'A new clause: we say first when a building closes.',
    equalityNote: 'Looked at. People who do not go online read it on the door and in the library.',
    consulted: ['Managers of baths, libraries and day centres', 'They can tell us two days before.'],
    asked: 'Please look at this before the winter: three buildings close in January.',
  },
} as const;

export const voice = { accounts, lines, posts, handIns, policy } as const;
