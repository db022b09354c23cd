// Times and spans as people say them, in London time.

const zone = 'Europe/London';

/** 14:05 */
export function clockTime(at: Date, lang = 'en'): string {
  return new Intl.DateTimeFormat(lang === 'cy' ? 'cy' : 'en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}

/** 24 November 2026 at 14:05 */
export function fullTime(at: Date, lang = 'en'): string {
  return new Intl.DateTimeFormat(lang === 'cy' ? 'cy' : 'en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}

/** 24 November 2026: for a day that matters by its year, such as the end of a watch. */
export function fullDay(at: Date, lang = 'en'): string {
  return new Intl.DateTimeFormat(lang === 'cy' ? 'cy' : 'en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(at);
}

/** 24 Nov */
export function shortDay(at: Date, lang = 'en'): string {
  return new Intl.DateTimeFormat(lang === 'cy' ? 'cy' : 'en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
  }).format(at);
}

/** 24 Nov 2026, 14:05 */
export function shortTime(at: Date, lang = 'en'): string {
  return `${shortDay(at, lang)} ${yearOf(at)}, ${clockTime(at, lang)}`;
}

/** The hour alone for what is of today, else with its day and year: "since 14:05" must not be last Tuesday. */
export function nearTime(at: Date, now: Date, lang = 'en'): string {
  return fullDay(at) === fullDay(now) ? clockTime(at, lang) : shortTime(at, lang);
}

const yearOf = (at: Date): string => new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric' }).format(at);

/** "45 sec", "12 min", "3 h 20 min", "2 days": short enough for a table, exact enough to act on. */
export function spanWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(Math.abs(milliseconds) / 1000));
  if (seconds < 60) return `${seconds} sec`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return days === 1 ? '1 day' : `${days} days`;
}
