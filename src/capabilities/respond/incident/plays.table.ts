/**
 * The plays that Foreword ships: what to do in which kind of incident, from the columns "Tell" and "Must not" of the
 * triage taxonomy (domain rules, section C) and the crisis rules (A21). Copied into the database, where an organisation
 * makes them its own; minutes count from the start of the play.
 */
import type { Forbidden, Play, PlayStep } from './door.ts';

type Step = readonly [key: string, minutes: number | null, role: PlayStep['role'], words: string];

const play = (
  name: string,
  when: string,
  codes: readonly string[],
  steps: readonly Step[],
  more: {
    tell: readonly string[];
    mustNot: readonly string[];
    lines: readonly string[];
    forbids?: readonly Forbidden[];
  },
): Play => ({
  name,
  when,
  codes,
  steps: steps.map(([key, minutes, role, words]) => ({ key, minutes, role, words })),
  tell: more.tell,
  mustNot: more.mustNot,
  lines: more.lines,
  forbids: more.forbids ?? [],
});

const capture: Step = ['capture', 10, 'recorder', 'Capture the posts as evidence before they change.'];
const measure: Step = ['measure', 1440, 'anybody', 'Look after 24 hours: did what we did help?'];

/** By its short name, which stays the same through all versions. */
export const shippedPlays: Readonly<Record<string, Play>> = {
  spoof: play(
    'Spoof or altered video',
    'A video, picture or parody of us spreads, and some people take it for real.',
    ['T11', 'T12'],
    [
      capture,
      ['real-or-joke', 10, 'lead', 'Decide: is it clearly a joke, or do people take it for real? Write down why.'],
      ['facts', 15, 'anybody', 'Get the true facts from the service, with a name and a time.'],
      ['holding', 15, 'approver', 'Send an approved holding line that starts with the true fact.'],
      ['page', 30, 'anybody', 'Put the facts on our own site, so that every reply can link to them.'],
      ['platform', 30, 'recorder', 'If people are misled, report it to the platform. A joke is left alone.'],
      ['staff', 45, 'deputy', 'Tell front-line teams what to say when they are asked.'],
      ['fuller', 60, 'approver', 'Send the fuller line: fact, warning, explanation, fact.'],
      measure,
    ],
    {
      tell: [
        'The duty officer',
        'The head of communications',
        'The person who is shown, before they hear it elsewhere',
      ],
      mustNot: [
        'Do not demand that a joke is taken down, and do not threaten with the law.',
        'Do not show, embed or quote the video in our answer.',
        'Do not start with the false claim: the fact comes first.',
        'Nobody replies from a personal account.',
      ],
      lines: [
        'This video is not ours and what it says is not true. Here are the facts: [link].',
        'We have seen the video. We like a joke too. The real times are here: [link].',
      ],
      forbids: ['embed'],
    },
  ),
  leak: play(
    'Leak of confidential material',
    'Personal data or a confidential paper can be seen in public.',
    ['T6', 'T7', 'T5'],
    [
      ['dpo', 15, 'lead', 'Tell the data protection officer. If personal data is out, the 72 hours begin now.'],
      [
        'disclosure',
        15,
        'lead',
        'Ask first: is this somebody speaking up? If it may be, give it to the guardian and stop.',
      ],
      ['seal', 20, 'recorder', 'Seal the posts as evidence. Two people open what is sealed; nobody copies the text.'],
      ['owner', 30, 'anybody', 'Find who owns the paper and what harm it can do to whom.'],
      ['cover', 45, 'approver', 'Ask kindly, in private, that names and numbers are covered.'],
      ['public-interest', 60, 'lead', 'Weigh the public interest before any letter or court order. Write it down.'],
      ['people', 120, 'deputy', 'Decide whether the people named must be told, how and by whom.'],
      ['line', 60, 'approver', 'Agree a line that neither confirms nor repeats what leaked.'],
      ['ico', 2880, 'anybody', 'Report to the Information Commissioner within 72 hours, or write down why not.'],
    ],
    {
      tell: [
        'The data protection officer within 30 minutes',
        'Whoever owns the information',
        'The monitoring officer or legal within 60 minutes',
        'The head of communications',
      ],
      mustNot: [
        'Do not post it again, store the text or pass it round.',
        'Do not accuse anybody.',
        'Do not search phones of staff, and do not look for who did it.',
        'No court order without a check of the public interest.',
      ],
      lines: [
        'We know that a document has been shared. We are looking into it and will tell anybody who is affected.',
        'We do not comment on leaked papers. What was decided, and when, is here: [link].',
      ],
      forbids: ['reply', 'embed'],
    },
  ),
  impersonation: play(
    'Impersonation',
    'An account pretends to be us or one of our people, and misleads.',
    ['T10'],
    [
      capture,
      ['warning', 15, 'approver', 'Warn from our own account: which account is false, and where the true one is.'],
      ['second-channel', 15, 'anybody', 'Say the same on a second channel: our site, local radio, a text to partners.'],
      ['platform', 15, 'recorder', 'Report the account to the platform. Keep the reference.'],
      ['fraud', 20, 'anybody', 'If money is asked for: tell the fraud lead, the bank and Action Fraud.'],
      ['register', 30, 'anybody', 'Check that our list of genuine accounts is right and link to it.'],
      ['staff', 45, 'deputy', 'Tell front-line teams, who will be asked.'],
      ['again', 240, 'anybody', 'Look whether the account is gone and whether another has come.'],
      measure,
    ],
    {
      tell: [
        'The duty officer within 15 minutes',
        'The platform',
        'The bank and the fraud lead, if money is asked for',
        'The person who is impersonated',
      ],
      mustNot: [
        'Do not reply to the false account or talk with it.',
        'Do not break in, and do not make a false account of our own.',
        'Do not share its post: describe it.',
      ],
      lines: [
        'An account that looks like ours is asking for money. It is not us. We never ask for a deposit by message. Our accounts are here: [link].',
      ],
      forbids: ['reply', 'embed'],
    },
  ),
  hijacked: play(
    'Hijacked account',
    'Somebody else is posting from one of our accounts, or sends messages in our name.',
    ['T26'],
    [
      [
        'lock',
        5,
        'lead',
        'Have the security team lock the account: sign out everywhere, change the secret, end linked apps.',
      ],
      ['kill', 5, 'lead', 'Stop everything that is scheduled.'],
      capture,
      ['holding', 15, 'approver', 'Say from a second channel that the account is not in our hands.'],
      ['platform', 15, 'recorder', 'Report to the platform as the owner. Keep the reference.'],
      ['scope', 30, 'anybody', 'Find out what else the same person or device could reach.'],
      ['data', 60, 'anybody', 'Were private messages open? Then tell the data protection officer.'],
      ['back', 240, 'approver', 'When it is ours again: say so, say what was false, correct it in the open.'],
      ['secrets', 1440, 'deputy', 'Two people check recovery contact, second step and who may publish.'],
    ],
    {
      tell: ['The security operations team within 15 minutes', 'The duty officer', 'The senior information risk owner'],
      mustNot: [
        'Do not negotiate.',
        'Do not sign in from a shared device.',
        'Do not delete what was posted before it is captured.',
      ],
      lines: [
        'Our account on [network] is not in our control. Please ignore what it posts. We will say here when it is ours again.',
      ],
      forbids: ['reply'],
    },
  ),
  abuse: play(
    'Abuse of staff',
    'Somebody who works for us is abused, threatened or has their address shared.',
    ['T8', 'T9'],
    [
      ['person', 15, 'lead', 'A person they trust calls them first. They are asked what they want.'],
      ['care', 15, 'lead', 'The care lead opens a plan: who is with them, where are they safe?'],
      ['police', 20, 'anybody', 'If there is a threat or an address: call the police, and say that a home is named.'],
      capture,
      ['platform', 30, 'recorder', 'Report the posts to the platform.'],
      [
        'take-over',
        45,
        'deputy',
        'Offer to take over their account, to hide their name and to change what they do today.',
      ],
      ['wrong-person', 45, 'anybody', 'Is the wrong person named? Care for them just the same.'],
      ['check-day', 1440, 'anybody', 'Check in after 24 hours.'],
      ['check-week', 10080, 'anybody', 'Check in after 7 days.'],
      ['check-month', 43200, 'anybody', 'Check in after 30 days.'],
    ],
    {
      tell: ['The person first, within 15 minutes', 'The care lead', 'The police, if there is a threat'],
      mustNot: [
        'Do not name them, here or in public.',
        'Do not tell them to ignore it: it is not part of the job.',
        'Never use it in an appraisal.',
        'Do not argue with those who abuse.',
      ],
      lines: ['Our colleagues are people doing their job. We report threats to the police.'],
    },
  ),
  'false-claim': play(
    'False claim',
    'Something wrong is said about what we do, and people act on it.',
    ['T13'],
    [
      ['facts', 60, 'anybody', 'Check the facts with the service, with a name and a time.'],
      [
        'choose',
        75,
        'lead',
        'Choose: leave it, watch it, inform, explain before it spreads, or put it right. Write down why.',
      ],
      ['post', 90, 'approver', 'Put it right with the fact first, and link to our own page.'],
      ['pin', 95, 'anybody', 'Pin it, and tell those who answer the phone.'],
      ['platform', 120, 'recorder', 'Report it to the platform only if it does harm and breaks its rules.'],
      measure,
    ],
    {
      tell: ['The service lead, for the facts, within 2 working hours', 'Communications'],
      mustNot: [
        'Do not shame the person who posted it.',
        'Do not call a mistake disinformation.',
        'Do not start by repeating the claim.',
      ],
      lines: ['[The service] is open as usual. The hours are here: [link].'],
      forbids: ['embed'],
    },
  ),
  disorder: play(
    'Community tension or disorder',
    'There is talk of trouble in a place, or people are being turned against a group.',
    ['T27'],
    [
      ['police', 10, 'lead', 'Tell the police liaison. They lead on safety; we say what they say.'],
      ['resilience', 20, 'lead', 'Tell the resilience lead and agree who speaks. Others only point to them.'],
      capture,
      ['stop', 15, 'lead', 'Go through what is scheduled and hold what would jar.'],
      ['partners', 45, 'deputy', 'Call community and faith leaders, schools and venues nearby.'],
      ['line', 60, 'approver', 'One calm line: what is known, what is open, where to get help.'],
      ['staff', 60, 'deputy', 'Keep front-line staff safe: places to avoid, who may go home.'],
      ['rumour', 120, 'anybody', 'List the rumours and the facts on one page. Keep it fresh.'],
    ],
    {
      tell: ['The police liaison within 60 minutes', 'The resilience lead', 'The leader’s office, for information'],
      mustNot: [
        'Do not guess at the cause or at who it was.',
        'Do not name a group or a place that the police have not named.',
        'Do not post pictures of people.',
      ],
      lines: [
        'We are working with the police and community groups. Please share only what comes from official accounts.',
      ],
      forbids: ['embed'],
    },
  ),
  memoir: play(
    'Book or talk by former staff',
    'Somebody who worked here tells of it in a book, a talk or a trailer.',
    ['T28'],
    [
      ['read', 240, 'lead', 'Read what is public. Say what harm it could do, to whom. Embarrassment is no harm.'],
      ['offer', 480, 'anybody', 'Offer the author a quick, free look at the text by the vetting desk.'],
      ['people', 480, 'deputy', 'Who could be hurt by it? Tell the care lead.'],
      ['line', 480, 'approver', 'Agree a short line in case somebody asks.'],
    ],
    {
      tell: ['The vetting desk within 1 working day', 'The care lead, if somebody could be hurt'],
      mustNot: [
        'No threats first.',
        'Do not go to the publisher before the author without a reason that is written down.',
        'Being criticised is no ground.',
      ],
      lines: [
        'We wish the author well. Former colleagues may write about their work; we offer to check that nobody is put at risk.',
      ],
    },
  ),
  storm: play(
    'Media storm or anything else',
    'Criticism or a clip spreads fast, the press calls, or nothing else fits.',
    ['T14', 'T19', 'T21'],
    [
      ['facts', 10, 'lead', 'What do we know, what do we not know, and who finds out?'],
      ['case', 10, 'lead', 'Is there a live case, an inquest or a child? Then mark the incident: no facts are said.'],
      // Before the line: whoever is named hears from us before they hear of us.
      ['care', 10, 'deputy', 'Is somebody named, rightly or wrongly? Ask the care lead to call them.'],
      ['holding', 15, 'approver', 'Send an approved holding line: we know, we are looking, when we speak next.'],
      capture,
      ['one-voice', 20, 'deputy', 'Agree who speaks. Everybody else points to them.'],
      ['press', 60, 'anybody', 'Answer the press with the same line, and note who asked.'],
      ['fuller', 60, 'approver', 'Send the fuller line, or say when it comes.'],
      measure,
    ],
    {
      tell: ['The duty officer within 15 minutes', 'The press office', 'The service lead'],
      mustNot: [
        'Nobody replies from a personal account.',
        'Do not delete or block critics.',
        'Do not speak of a live case, of a suspect or of a victim.',
        'Do not guess.',
      ],
      lines: [
        'We know about this and are looking into it. Please do not speculate. We will say more by [time].',
        'We know about the video and are reviewing our own recording. The case is active, so we cannot say more now.',
      ],
    },
  ),
};

/** What is followed when nothing fits. */
export const fallbackPlay = 'storm';

/** Route order of the taxonomy: what is about people and secrets is looked at before what is about reputation. */
export const playOrder: readonly string[] = [
  'leak',
  'abuse',
  'hijacked',
  'impersonation',
  'disorder',
  'spoof',
  'false-claim',
  'memoir',
  'storm',
];
