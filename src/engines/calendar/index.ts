/**
 * Working time of a public body: Monday to Friday, nine to five by the clock on the wall in the United Kingdom, less
 * the bank holidays of its nation (Banking and Financial Dealings Act 1971 and the substitute-day practice of
 * gov.uk/bank-holidays). Pure: the zone's rule is the last-Sunday rule in force since 1996 (SI 1997/2982).
 */
export type Nation = 'england' | 'wales' | 'scotland' | 'northern-ireland';

const dayMs = 86_400_000;
const opensAt = 9;
const closesAt = 17;

/** The moment that lies `hours` working hours after `from`. */
export function addWorkingHours(from: Date, hours: number, nation: Nation): Date {
  let left = hours * 3_600_000;
  let at = from.getTime();
  for (let guard = 0; guard < 4000; guard += 1) {
    const day = localDay(at);
    const opens = wallTime(day, opensAt);
    const closes = wallTime(day, closesAt);
    if (isWorkingDay(day, nation) && at < closes) {
      const start = Math.max(at, opens);
      if (closes - start >= left) return new Date(start + left);
      left -= closes - start;
    }
    at = wallTime(day + 1, 0);
  }
  throw new RangeError('the calendar does not reach so far');
}

/** Working hours that lie between two moments; 0 when `to` is not after `from`. */
export function workingHoursBetween(from: Date, to: Date, nation: Nation): number {
  let found = 0;
  for (let day = localDay(from.getTime()); wallTime(day, opensAt) < to.getTime(); day += 1) {
    if (!isWorkingDay(day, nation)) continue;
    const start = Math.max(from.getTime(), wallTime(day, opensAt));
    found += Math.max(0, Math.min(to.getTime(), wallTime(day, closesAt)) - start);
  }
  return found / 3_600_000;
}

/** Close of the working day that lies `days` working days after `from`; day one is the next working day. */
export function addWorkingDays(from: Date, days: number, nation: Nation): Date {
  let day = localDay(from.getTime());
  for (let left = days; left > 0; ) {
    day += 1;
    if (isWorkingDay(day, nation)) left -= 1;
  }
  return new Date(wallTime(day, closesAt));
}

/** Close of this working day, or of the next when this one is over or none. */
export function endOfWorkingDay(from: Date, nation: Nation): Date {
  let day = localDay(from.getTime());
  while (!isWorkingDay(day, nation) || wallTime(day, closesAt) <= from.getTime()) day += 1;
  return new Date(wallTime(day, closesAt));
}

/** Minutes that the wall clock in the UK is ahead of UTC. */
export function offsetMinutes(at: number): number {
  const year = new Date(at).getUTCFullYear();
  return at >= lastSunday(year, 2) + 3_600_000 && at < lastSunday(year, 9) + 3_600_000 ? 60 : 0;
}

/** Days since 1 January 1970 by the wall clock. */
export function localDay(at: number): number {
  return Math.floor((at + offsetMinutes(at) * 60_000) / dayMs);
}

export function isWorkingDay(day: number, nation: Nation): boolean {
  const weekday = weekdayOf(day);
  return weekday !== 0 && weekday !== 6 && !bankHolidays(new Date(day * dayMs).getUTCFullYear(), nation).has(day);
}

const known = new Map<string, ReadonlyMap<number, string>>();

/** Bank holidays of a year: day number to name. One-off days (a coronation) are not foreseen; an organisation adds them. */
export function bankHolidays(year: number, nation: Nation): ReadonlyMap<number, string> {
  const key = `${nation}:${year}`;
  const had = known.get(key);
  if (had) return had;
  const days = new Map<number, string>();
  const isScotland = nation === 'scotland';
  const fixed = (month: number, date: number, name: string) => {
    let day = Date.UTC(year, month - 1, date) / dayMs;
    while (weekdayOf(day) === 0 || weekdayOf(day) === 6 || days.has(day)) day += 1;
    days.set(day, name);
  };
  const easter = easterSunday(year);
  fixed(1, 1, "New Year's Day");
  if (isScotland) fixed(1, 2, '2 January');
  if (nation === 'northern-ireland') fixed(3, 17, "St Patrick's Day");
  days.set(easter - 2, 'Good Friday');
  if (!isScotland) days.set(easter + 1, 'Easter Monday');
  days.set(firstMonday(year, 5), 'Early May bank holiday');
  days.set(lastMonday(year, 5), 'Spring bank holiday');
  if (nation === 'northern-ireland') fixed(7, 12, 'Battle of the Boyne');
  days.set(isScotland ? firstMonday(year, 8) : lastMonday(year, 8), 'Summer bank holiday');
  if (isScotland) fixed(11, 30, "St Andrew's Day");
  fixed(12, 25, 'Christmas Day');
  fixed(12, 26, 'Boxing Day');
  known.set(key, days);
  return days;
}

/** The moment at which the wall clock shows `hour` on that day. */
export function wallTime(day: number, hour: number): number {
  const plain = day * dayMs + hour * 3_600_000;
  return plain - offsetMinutes(plain - 3_600_000) * 60_000;
}

function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7; // 1 January 1970 was a Thursday.
}

function lastSunday(year: number, month: number): number {
  const last = Date.UTC(year, month + 1, 0) / dayMs;
  return (last - weekdayOf(last)) * dayMs;
}

function firstMonday(year: number, month: number): number {
  const first = Date.UTC(year, month - 1, 1) / dayMs;
  return first + ((8 - weekdayOf(first)) % 7);
}

function lastMonday(year: number, month: number): number {
  const last = Date.UTC(year, month, 0) / dayMs;
  return last - ((weekdayOf(last) + 6) % 7);
}

/** Anonymous Gregorian algorithm (Meeus, Jones, Butcher). */
function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const date = ((h + l - 7 * m + 114) % 31) + 1;
  return Date.UTC(year, month - 1, date) / dayMs;
}
