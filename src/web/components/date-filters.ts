// The two date filters that MoJ templates expect, in London time and without a date library.

const parts = (value: unknown): Record<string, string> | undefined => {
  const date = value instanceof Date ? value : new Date(String(value));
  if (Number.isNaN(date.getTime())) return undefined;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return Object.fromEntries(format.formatToParts(date).map((part) => [part.type, part.value]));
};

/** 9am, 9:05am, 12:30pm: as the GOV.UK style guide writes times, save for noon and midnight. */
function clockWords(hour: number, minute: string): string {
  const half = hour < 12 ? 'am' : 'pm';
  const twelve = hour % 12 === 0 ? 12 : hour % 12;
  return minute === '00' ? `${twelve}${half}` : `${twelve}:${minute}${half}`;
}

/** `{{ moment | mojDate('datetime') }}`: datetime, shortdatetime, date, shortdate or time. */
export function mojDateFilter(value: unknown, kind?: string): string {
  const part = parts(value);
  if (!part) return String(value ?? '');
  const month = part.month ?? '';
  const date = `${part.day} ${month} ${part.year}`;
  const shortDate = `${part.day} ${month.slice(0, 3)} ${part.year}`;
  const time = clockWords(Number(part.hour), part.minute ?? '00');
  switch (kind) {
    case 'datetime':
      return `${date} at ${time}`;
    case 'shortdatetime':
      return `${shortDate} at ${time}`;
    case 'date':
      return date;
    case 'shortdate':
      return shortDate;
    case 'time':
      return time;
    default:
      return String(value);
  }
}

/** `{{ moment | date('D MMMM YYYY, HH:mm') }}`: the tokens D, DD, MM, MMM, MMMM, YYYY, HH and mm. */
export function dateFilter(value: unknown, format = 'D MMMM YYYY, HH:mm'): string {
  const part = parts(value);
  if (!part) return String(value ?? '');
  const date = value instanceof Date ? value : new Date(String(value));
  const monthNumber = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', month: '2-digit' }).format(date);
  const month = part.month ?? '';
  const tokens: Record<string, string> = {
    D: part.day ?? '',
    DD: (part.day ?? '').padStart(2, '0'),
    MM: monthNumber,
    MMM: month.slice(0, 3),
    MMMM: month,
    YYYY: part.year ?? '',
    HH: part.hour ?? '',
    mm: part.minute ?? '',
  };
  return format.replace(/D{1,2}|M{2,4}|YYYY|HH|mm/g, (token) => tokens[token] ?? token);
}
