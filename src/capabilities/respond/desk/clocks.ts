/** The clock of a request for information, and how long a claim lasts. */
import { addWorkingDays, addWorkingHours, isWorkingDay, localDay, type Nation, wallTime } from '#engines/calendar';

const nations: readonly Nation[] = ['england', 'wales', 'scotland', 'northern-ireland'];
const foiDays = 20;
const closesAt = 17;

/** A claim that nobody has touched for so long may be taken over. */
export const idleMs = 15 * 60_000;
/** While an answer is written and approved. */
export const answeringMs = 24 * 3_600_000;

/**
 * Close of the twentieth working day after a request for information came. Under the Freedom of Information Act 2000,
 * s.10(6), a bank holiday in any part of the United Kingdom is no working day; under the Freedom of Information
 * (Scotland) Act 2002, s.73, one in Scotland is not.
 */
export function foiDueAt(received: Date, nation: Nation): Date {
  const asked = nation === 'scotland' ? [nation] : nations;
  let day = localDay(received.getTime());
  for (let left = foiDays; left > 0; ) {
    day += 1;
    if (asked.every((one) => isWorkingDay(day, one))) left -= 1;
  }
  return new Date(wallTime(day, closesAt));
}

/** Of what a colleague handed over: abuse and threats run day and night, criticism in working time (domain rules A0, T8). */
export function handedInClocks(isThreat: boolean, from: Date, nation: Nation) {
  const after = (minutes: number) => new Date(from.getTime() + minutes * 60_000);
  return isThreat
    ? { acknowledgeBy: after(15), decideBy: after(60) }
    : { acknowledgeBy: addWorkingHours(from, 4, nation), decideBy: addWorkingDays(from, 1, nation) };
}
