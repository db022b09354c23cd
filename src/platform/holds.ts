/** What the platform holds: about whom, why, how long, then what. A table without a line here fails the build. */

/** The same shape as the web's `Hold`, written out because the platform knows nobody above it. */
interface Hold {
  readonly table: string;
  readonly what: string;
  readonly about: string;
  readonly why: string;
  readonly keep: string;
  readonly then: string;
}

export const holds: readonly Hold[] = [
  {
    table: 'platform.migration',
    what: 'Which changes to the tables have been made, and when',
    about: 'nobody',
    why: 'so that each is made once',
    keep: 'as long as the database',
    then: 'nothing',
  },
  {
    table: 'platform.event',
    what: 'What happened, as ids and choices, never anybody’s words; who did it',
    about: 'staff, by their id',
    why: 'parts of the house tell each other what happened',
    keep: '90 days, and until every part has read it',
    then: 'deleted',
  },
  {
    table: 'platform.cursor',
    what: 'How far each part has read what happened',
    about: 'nobody',
    why: 'so that nothing is missed',
    keep: 'while it is in use',
    then: 'nothing',
  },
  {
    table: 'platform.job',
    what: 'Chores that wait, run or ran, with the ids they need',
    about: 'staff and stories, by their id',
    why: 'so that work survives a restart',
    keep: '1 day after it is done, 90 days when it failed',
    then: 'deleted',
  },
  {
    table: 'platform.chore',
    what: 'When each regular chore is due',
    about: 'nobody',
    why: 'so that two processes do not both do it',
    keep: 'while it is in use',
    then: 'nothing',
  },
  {
    table: 'platform.trail',
    what: 'Who viewed or did what, and when; choices and numbers before and after',
    about: 'staff, by their id',
    why: 'the auditor and the data protection officer check how people use what they may do',
    keep: '6 years and the current one',
    then: 'deleted from the oldest on, and the cut is signed',
  },
  {
    table: 'platform.trail_place',
    what: 'How far the record has been taken into the chain that protects it',
    about: 'nobody',
    why: 'so that no entry is left out',
    keep: 'as long as the database',
    then: 'nothing',
  },
];
