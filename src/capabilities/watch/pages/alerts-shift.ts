/** Reads a shift from its form: who, which place, from when to when by the clock on the wall, for how many weeks. */
import { wallTime } from '#engines/calendar';
import type { Input } from '#web';
import type { Colleague } from '../../../people/person.ts';
import { alertWording as say } from '../alert-wording.ts';
import { longestShiftMs, type Shift } from '../rota.ts';

const dayMs = 86_400_000;
const mostWeeks = 26;

export function readShift(
  input: Input,
  able: readonly Colleague[],
): { shift: Omit<Shift, 'id'>; weeks: number } | { problems: { field: string; words: string }[] } {
  const problems: { field: string; words: string }[] = [];
  const person = able.find((one) => one.id === input.text('person'));
  const place = Number(input.text('place'));
  const weeks = Number(input.text('weeks') || '1');
  const startsAt = readMoment(input, 'begin');
  const endsAt = readMoment(input, 'end');
  if (!person) problems.push({ field: 'person', words: say.notOnRota });
  if (![1, 2, 3, 4, 5].includes(place)) problems.push({ field: 'place', words: say.choosePlace });
  if (!startsAt) problems.push({ field: 'begin-day', words: say.enterStart });
  if (!endsAt) problems.push({ field: 'end-day', words: say.enterEnd });
  if (startsAt && endsAt && endsAt <= startsAt) problems.push({ field: 'end-day', words: say.endAfterStart });
  else if (startsAt && endsAt && endsAt.getTime() - startsAt.getTime() > longestShiftMs)
    problems.push({ field: 'end-day', words: say.shiftTooLong });
  if (!Number.isInteger(weeks) || weeks < 1 || weeks > mostWeeks)
    problems.push({ field: 'weeks', words: say.chooseWeeks });
  if (problems.length > 0 || !person || !startsAt || !endsAt) return { problems };
  return { shift: { personId: person.id, place, startsAt, endsAt }, weeks };
}

/** A day and a time on the wall clock of the UK; null when there is no such moment. */
function readMoment(input: Input, name: string): Date | null {
  const date = `${input.text(`${name}-year`).padStart(4, '0')}-${input.text(`${name}-month`).padStart(2, '0')}-${input.text(`${name}-day`).padStart(2, '0')}`;
  const time = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(input.text(`${name}-time`));
  const day = new Date(`${date}T00:00:00Z`);
  // 31 February reads as 3 March: then it is no date.
  if (!time || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== date) return null;
  return new Date(wallTime(day.getTime() / dayMs, Number(time[1]) + Number(time[2]) / 60));
}
