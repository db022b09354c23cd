/**
 * Dates of every habit to one: ISO 8601 in UTC.
 *
 * RFC 822 and 2822 with the zones people write, RFC 3339 and W3C-DTF whole or in part, asctime, plain "2003-12-31
 * 10:14:55", ISO week and ordinal dates, and months named in the languages whose systems put them into feeds.
 */

const months = new Map<string, number>();
for (const [at, names] of [
  'jan january janvier januar enero gennaio janeiro ene gen ionawr ion ιαν ιανουάριος янв января jän jänner janeir januari sty stycznia tammikuu',
  'feb february février fevrier fév fev februar febrero febbraio fevereiro chwefror chwe φεβ φεβρουάριος фев февраля feber lut lutego helmikuu',
  'mar march mars märz marz maerz mrz marzo março marco mär mawrth maw mrt maart μάρ μαρ μάρτιος мар марта márc marec marca maaliskuu',
  'apr april avril avr abril aprile abr ebrill ebr απρ απρίλιος απριλίου апр апреля ápr kwi kwietnia huhtikuu',
  'may mai mayo maggio maio mag mei maj mája máj μάϊ μαϊ μάι μαϊος μάιος май мая toukokuu',
  'jun june juin juni junio giugno junho giu mehefin meh ιούν ιον ιουν ιούνιος июн июня jún cze czerwca kesäkuu',
  'jul july juillet juil juli julio luglio julho lug gorffennaf gor ιούλ ιολ ιουλ ιούλιος июл июля júl lip lipca heinäkuu',
  'aug august août aout aoû agosto ago awst aws αύγ αυγ αύγουστος авг августа sie sierpnia elokuu',
  'sep sept september septembre septiembre settembre setembro set medi med σεπ σεπτέμβριος сен сентября szept wrz września syyskuu',
  'oct october octobre oktober octubre ottobre outubro okt ott out hydref hyd οκτ οκτώβριος окт октября paź października lokakuu',
  'nov november novembre noviembre novembro tachwedd tach νοέ νοε νοέμβριος ноя ноября lis listopada marraskuu',
  'dec december décembre decembre déc dezember diciembre dicembre dezembro dez dic rhagfyr rhag δεκ δεκέμβριος дек декабря gru grudnia joulukuu',
].entries()) {
  for (const name of names.split(' ')) months.set(name, at + 1);
}

/** Minutes east of UTC. North American names as RFC 822 has them, European ones as people use them. */
const zones: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  wet: 0,
  bst: 60,
  ist: 60,
  west: 60,
  cet: 60,
  met: 60,
  mez: 60,
  cest: 120,
  mest: 120,
  mesz: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  msd: 240,
  est: -300,
  edt: -240,
  et: -300,
  cst: -360,
  cdt: -300,
  ct: -360,
  mst: -420,
  mdt: -360,
  mt: -420,
  pst: -480,
  pdt: -420,
  pt: -480,
  ast: -240,
  adt: -180,
  nst: -210,
  ndt: -150,
  akst: -540,
  akdt: -480,
  hst: -600,
  jst: 540,
  kst: 540,
  hkt: 480,
  sgt: 480,
  aest: 600,
  aedt: 660,
  acst: 570,
  acdt: 630,
  awst: 480,
  nzst: 720,
  nzdt: 780,
  a: -60,
  m: -720,
  n: 60,
  y: 720,
};

/** ISO 8601 in UTC with milliseconds, or null where the text is not a date. */
export function readDate(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const trimmed = text.trim().slice(0, 100).replace(/\s+/g, ' ');
  if (trimmed === '') return null;
  const date = readIso(trimmed) ?? readNamed(trimmed) ?? readAsian(trimmed) ?? readNumbers(trimmed);
  return date === null || Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1 || date.getUTCFullYear() > 9999
    ? null
    : date.toISOString();
}

function readIso(text: string): Date | null {
  const found =
    /^([+-]?\d{4})(?:-?(?:W(\d\d)(?:-?(\d))?|(\d{3})(?!\d)|(\d\d)(?:-?(\d{1,2}))?))?(?:(?:[T ] ?| at )(\d{1,2}):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|[A-Za-z]{2,5}|[+-]\d\d?(?::?\d\d)?)?$/i.exec(
      text,
    );
  const short = found ? null : /^(?:-|--)?(\d\d)-?(\d\d)-?(\d\d)$/.exec(text);
  if (short) return made({ year: fullYear(short[1]!), month: Number(short[2]), day: Number(short[3]) });
  const loose = found
    ? null
    : /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i.exec(
        text,
      );
  if (loose) {
    return made({
      year: Number(loose[1]),
      month: Number(loose[2]),
      day: Number(loose[3]),
      hour: num(loose[4]),
      minute: num(loose[5]),
      second: num(loose[6]),
      zone: loose[7],
    });
  }
  if (!found) return null;
  const [, year, week, weekday, ordinal, month, day, hour, minute, second, fraction, zone] = found;
  const time = {
    hour: num(hour),
    minute: num(minute),
    second: num(second),
    milli: fraction ? Math.floor(Number(`0.${fraction}`) * 1000) : 0,
    zone,
  };
  if (week !== undefined) {
    const fourth = new Date(Date.UTC(Number(year), 0, 4));
    const monday = Date.UTC(Number(year), 0, 4 - ((fourth.getUTCDay() + 6) % 7));
    const at = new Date(monday + ((Number(week) - 1) * 7 + Number(weekday ?? 1) - 1) * 86_400_000);
    return made({ year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate(), ...time });
  }
  if (ordinal !== undefined) {
    const at = new Date(Date.UTC(Number(year), 0, Number(ordinal)));
    return Number(ordinal) < 1 || Number(ordinal) > 366
      ? null
      : made({ year: Number(year), month: at.getUTCMonth() + 1, day: at.getUTCDate(), ...time });
  }
  return made({ year: Number(year), month: num(month) || 1, day: num(day) || 1, ...time });
}

/** Day, named month, year in any order, then perhaps a time and a zone: RFC 822, RFC 850, asctime and their cousins. */
function readNamed(text: string): Date | null {
  const plain = text.replace(/\([^()]{0,40}\)/g, ' ');
  const clock = /(?:^|[\sT,])(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2})(?:\.\d+)?)?\s*([ap]\.?m\.?(?![a-z]))?/i.exec(plain);
  const before = clock ? plain.slice(0, clock.index) : plain;
  const after = clock ? plain.slice(clock.index + clock[0].length) : '';
  const month = before
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .map((word) => months.get(word))
    .find((one) => one !== undefined);
  if (month === undefined) return null;
  const numbers = [...before.matchAll(/\d+/g)].map(([digits]) => digits);
  const late = /(?:^|\s)(\d{4})(?:\s|$)/.exec(after.replace(/[+-]\d{4}/g, ' '))?.[1];
  const yearAt = numbers.findIndex((digits) => digits.length === 4);
  const year = yearAt >= 0 ? numbers[yearAt] : (late ?? numbers[1]);
  const day = numbers.find((digits, at) => at !== yearAt && digits.length <= 2) ?? '1';
  if (year === undefined) return null;
  const shift = /(?:^|\s|[A-Za-z])([+-]\d\d?:?\d\d)/.exec(after)?.[1];
  const letters = /(?:^|\s)([A-Za-z]{1,5})(?=$|[\s+/-])/.exec(after)?.[1];
  const hour = num(clock?.[1]) % (clock?.[4] ? 12 : 100);
  return made({
    year: fullYear(year),
    month,
    day: Number(day),
    hour: hour + (/^p/i.test(clock?.[4] ?? '') ? 12 : 0),
    minute: num(clock?.[2]),
    second: num(clock?.[3]),
    zone: shift ?? letters,
  });
}

/** 2004年 05月 28日 01:31:15, 2004-05-25 오후 11:23:17 */
function readAsian(text: string): Date | null {
  const found =
    /^(\d{4})(?:년|年|-)\s*(\d{1,2})(?:월|月|-)\s*(\d{1,2})(?:일|日)?\s*(오전|오후|午前|午後|上午|下午)?\s*(?:(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?/.exec(
      text,
    );
  if (!found) return null;
  const isLate = /오후|午後|下午/.test(found[4] ?? '');
  const hour = num(found[5]);
  // Korean blogs that write dates like this give their own time (UTC+9).
  const zone = /년|오전|오후|日|年/.test(text) ? '+09:00' : undefined;
  return made({
    year: Number(found[1]),
    month: Number(found[2]),
    day: Number(found[3]),
    hour: isLate && hour < 12 ? hour + 12 : hour,
    minute: num(found[6]),
    second: num(found[7]),
    zone,
  });
}

/** 31/12/2003 or 12/31/2003: which is which only where it cannot be otherwise; else day first. */
function readNumbers(text: string): Date | null {
  const found =
    /^(?:\p{L}{2,12}\.?,?\s+)?(\d{1,4})[/.](\d{1,2})[/.](\d{1,4})(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d))?)?\s*(Z|[A-Z]{2,5}|[+-]\d\d:?\d\d)?$/iu.exec(
      text,
    );
  if (!found)
    return /^\d{10}(\d{3})?$/.test(text) ? new Date(text.length === 10 ? Number(text) * 1000 : Number(text)) : null;
  const [, a, b, c, hour, minute, second, zone] = found;
  const time = { hour: num(hour), minute: num(minute), second: num(second), zone };
  if (a!.length === 4) return made({ year: Number(a), month: Number(b), day: Number(c), ...time });
  const isMonthFirst = Number(b) > 12;
  return made({ year: fullYear(c!), month: Number(isMonthFirst ? a : b), day: Number(isMonthFirst ? b : a), ...time });
}

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  readonly milli?: number;
  readonly zone?: string | undefined;
}

function made({ year, month, day, hour = 0, minute = 0, second = 0, milli = 0, zone }: Parts): Date | null {
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 61) return null;
  const shift = zoneMinutes(zone);
  const date = new Date(Date.UTC(2000, month - 1, day, hour, minute - shift, Math.min(second, 59), milli));
  date.setTime(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute - shift, Math.min(second, 59), milli);
  return date;
}

function zoneMinutes(zone: string | undefined): number {
  if (zone === undefined) return 0;
  const shift = /^([+-])(\d\d?):?(\d\d)?$/.exec(zone);
  if (shift) return (shift[1] === '-' ? -1 : 1) * (Number(shift[2]) * 60 + Number(shift[3] ?? 0));
  return zones[zone.toLowerCase()] ?? 0;
}

/** Two digits as RFC 2822 reads them (00 to 49 are 20xx). */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length >= 4) return year;
  if (digits.length === 3) return 1900 + year;
  return year < 50 ? 2000 + year : 1900 + year;
}

function num(digits: string | undefined): number {
  return digits === undefined || digits === '' ? 0 : Number(digits);
}
