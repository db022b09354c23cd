/** What incidents hold: about whom, why, how long, then what. A table without a line here fails the build. */
import type { Hold } from '#web';

const keep = 'S3 and milder 1 year, S1 and S2 6 years after close';
const staff = 'staff who worked on it';

const of = (table: string, what: string, why: string, about = staff): Hold => ({
  table,
  what,
  about,
  why,
  keep,
  then: 'deleted',
});

export const holds: readonly Hold[] = [
  {
    table: 'respond.play',
    what: 'What to do in each kind of incident, all versions; who changed it and why',
    about: 'staff who edit plays',
    why: 'so that nobody has to think of everything at night',
    keep: 'while it is in use',
    then: 'kept as the record of what was in force',
  },
  of(
    'respond.incident',
    'Number, title, kind, severity and state of an incident; who opened it',
    'to act on it together and account for it',
  ),
  of('respond.incident_signal', 'Which signals belong to it, as ids; who joined them', 'to know what it is about'),
  of(
    'respond.incident_role',
    'Who led, deputised, recorded and approved, from when to when',
    'to know who is in charge',
  ),
  of(
    'respond.clock',
    'What had to be done by when, and when it was; who did it',
    'to act in time',
    'staff who ended it',
  ),
  of('respond.clock_pause', 'When a clock stood still, why and by whom', 'a pause is accounted for'),
  of('respond.task', 'What was to be done; who took it and who ended it', 'so that nothing is forgotten'),
  of('respond.decision', 'What was decided: facts, options, reason, time and by whom', 'to account for decisions'),
  of(
    'respond.timeline',
    'What happened, minute by minute, and notes of those on duty',
    'to tell afterwards what happened when',
    'staff who worked on it, and whoever a note names',
  ),
  of('respond.lesson', 'What was learnt, who acts and by when', 'to do better next time'),
  of(
    'respond.incident_handover',
    'Who handed over to whom, and what was open',
    'so that nothing is lost between two leads',
  ),
];
