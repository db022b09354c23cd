/** What the desk holds: about whom, why, how long, then what. */
import type { Hold } from '#web';

export const holds: readonly Hold[] = [
  {
    table: 'respond.desk_place',
    what: 'How far the mentions of each official account have been read, and whether they can be seen',
    about: 'nobody',
    why: 'so that nothing said to us is missed',
    keep: 'while the account is in use',
    then: 'deleted',
  },
  {
    table: 'respond.desk_item',
    what: 'What was said to an official account, with names of colleagues hidden; the author only where somebody must act; who took it and what was decided',
    about: 'members of the public who write to us; staff at the desk',
    why: 'to answer them, or to say why not',
    keep: 'criticism and praise 30 days, the rest 90 days, requests for information 3 years',
    then: 'deleted',
  },
  {
    table: 'respond.desk_step',
    what: 'What was done with an item, by whom and why',
    about: 'staff at the desk',
    why: 'to account for it',
    keep: 'as long as its item',
    then: 'deleted',
  },
  {
    table: 'respond.desk_sealed',
    what: 'Which colleague handed a post over, in a sealed box',
    about: 'staff who are criticised in public',
    why: 'so that two people together can find them to help them, and nobody else',
    keep: 'as long as its item',
    then: 'deleted',
  },
  {
    table: 'respond.desk_opening',
    what: 'Who asked to open the sealed map, why, who confirmed it, and until when',
    about: 'the care lead and the data protection officer',
    why: 'nobody opens it alone or unseen',
    keep: 'as long as its item; the trail keeps that it happened',
    then: 'deleted',
  },
  {
    table: 'respond.desk_lesson',
    what: 'A lesson that was offered to one person, whom it alone is shown to',
    about: 'staff who wanted to answer from an account of their own',
    why: 'to learn, never to judge',
    keep: '1 year',
    then: 'deleted',
  },
  {
    table: 'respond.spend',
    what: 'What was spent, or how many posts were sent, in each month on networks with a limit',
    about: 'nobody',
    why: 'so that no more is spent than was agreed',
    keep: 'as long as the database',
    then: 'nothing',
  },
  {
    table: 'respond.spend_entry',
    what: 'Which drafts were counted, as keyed hashes',
    about: 'nobody',
    why: 'so that a second try is not counted twice',
    keep: '13 months',
    then: 'deleted',
  },
];
