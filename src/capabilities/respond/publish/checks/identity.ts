/**
 * Who of us could be known by a text: names and initials of staff, their direct numbers, personal e-mail addresses.
 * We reply as a team (domain rule D13). The name of a team is no name of a person.
 */
import type { Flag } from './flag.ts';

export interface Staff {
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
}

/** Mailboxes of teams, by what stands before the @. */
const teamBoxes =
  /^(?:info|enquir\w*|contact\w*|customer\w*|press\w*|media\w*|news\w*|help\w*|support|feedback|complaints?|foi|dpo|office|hello|reception|team|communications?|comms|service\w*|privacy|data\w*)(?:[.+_-].*)?$/i;
const address = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const number = /(?<![\w£€$.,])(?:\+44|0)[\d\s()-]{8,16}\d(?!\w)/g;

export function identityFlags(text: string, staff: readonly Staff[], part = 0): readonly Flag[] {
  const found: Flag[] = [];
  const add = (code: Flag['code'], start: number, words: string, level: Flag['level'] = 'stop') => {
    const end = start + words.length;
    if (!found.some((flag) => start < flag.end && end > flag.start))
      found.push({ code, level, part, start, end, found: words });
  };
  for (const match of text.matchAll(address)) {
    const box = match[0].split('@')[0]!;
    const isOurs = staff.some((person) => person.email.toLowerCase() === match[0].toLowerCase());
    const isNamed = staff.some((person) =>
      bare(person.name)
        .split(' ')
        .some((word) => word.length > 2 && bare(box).includes(word)),
    );
    if (isOurs || isNamed || (!teamBoxes.test(box) && /^\p{L}+[._]\p{L}+$/u.test(box)))
      add('staff-email', match.index, match[0]);
  }
  const direct = new Set(staff.flatMap((person) => (person.phone ? [digitsOf(person.phone)] : [])));
  for (const match of text.matchAll(number)) {
    const digits = digitsOf(match[0]);
    if (direct.has(digits)) add('staff-phone', match.index, match[0]);
    else if (digits.startsWith('7')) add('staff-phone', match.index, match[0], 'look');
  }
  for (const person of staff)
    for (const [start, words, code, level] of namesIn(text, person.name)) add(code, start, words, level);
  return found.sort((a, b) => a.start - b.start);
}

/** "Jo Marsh", "J Marsh", "J. Marsh", "Marsh, Jo"; "^JM", "- JM" and "/JM" where a text is signed; "Thanks, Jo" at its end. */
function* namesIn(text: string, name: string): Iterable<[number, string, Flag['code'], Flag['level']]> {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => !/^(?:mr|mrs|ms|miss|dr|prof|cllr|sir|dame|the)\.?$/i.test(word));
  if (words.length < 2) return;
  const [first, last] = [escaped(words[0]!), escaped(words.at(-1)!)];
  const middle = "(?:\\s+[\\p{L}.'’-]+){0,2}";
  const initial = `${escaped(words[0]![0]!)}\\.?`;
  const whole = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${first}${middle}\\s+${last}|${initial}\\s*${last}|${last},\\s+(?:${first}|${initial}))(?![\\p{L}\\p{N}])`,
    'giu',
  );
  for (const match of text.matchAll(whole)) yield [match.index, match[0], 'staff-name', 'stop'];
  const joined = new RegExp(`(?<![\\p{L}\\p{N}])[@#]?${first}[._-]?${last}(?![\\p{L}\\p{N}])`, 'giu');
  for (const match of text.matchAll(joined)) yield [match.index, match[0], 'staff-name', 'stop'];
  const titled = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|PC|DC|Sgt)\\.?\\s+${last}(?![\\p{L}\\p{N}])`,
    'gu',
  );
  for (const match of text.matchAll(titled)) yield [match.index, match[0], 'staff-name', 'stop'];
  const initials = words.map((word) => `${escaped(word[0]!)}\\.?`).join('\\s?');
  const signed = new RegExp(
    `(?:\\^|[-–—/~]\\s?)${initials}(?![\\p{L}\\p{N}])(?=[\\s.)]*$)|\\^\\s?${initials}(?![\\p{L}\\p{N}])`,
    'giu',
  );
  for (const match of text.matchAll(signed)) yield [match.index, match[0], 'staff-initials', 'stop'];
  const end = new RegExp(
    `(?<=(?:thanks|thank you|regards|wishes|cheers|[-–—])[,.!]?\\s+|\\n)${first}[.!]?\\s*$`,
    'iu',
  ).exec(text);
  if (end) yield [end.index, end[0].trimEnd(), 'staff-name', 'look'];
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const bare = (text: string) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\s]/gu, '');
/** Without the country and the first 0, so that +44 7700 and 07700 are the same. */
const digitsOf = (text: string) =>
  text
    .replace(/\D/g, '')
    .replace(/^(?:0044|44|0)/, '')
    .replace(/^0/, '');
