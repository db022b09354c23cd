/**
 * Names that could be mistaken for one of our accounts: letters of another script that look the same (Unicode
 * confusables, UTS 39), digits for letters, words swapped, added or left out, one letter wrong.
 */
import { seenName } from '#engines/text';

export type LookAlikeKind = 'same-to-the-eye' | 'words-swapped' | 'word-added' | 'one-letter-off';

export interface LookAlike {
  readonly network: string;
  readonly handle: string;
  readonly how: LookAlikeKind;
}

/** Words that a deceiver adds to sound official. */
const dressings =
  'official|officials|real|the|help|helpdesk|support|care|service|services|customer|team|live|news|info|alerts|alert|emergency|gov|govuk|uk|hq|online|verified|account|page|media|press|refund|refunds|payments|pay|jobs|scam|security'.split(
    '|',
  );

/** Null when the name is the account itself or nothing like it. */
export function likenessOf(name: string, genuine: string): LookAlikeKind | null {
  if (plain(name) === plain(genuine)) return null;
  const [one, other] = [shape(name), shape(genuine)];
  if (one === '' || other.length < 4) return null;
  if (one === other) return 'same-to-the-eye';
  if (sorted(name) === sorted(genuine)) return 'words-swapped';
  const bare = local(name).replace(/^\d+|\d+$/g, '');
  if (bare !== local(name) && (shape(bare) === other || undressed(shape(bare), other))) return 'word-added';
  if (undressed(one, other) || undressed(other, one)) return 'word-added';
  // A short name has many neighbours that mean something else.
  const near = other.length < 6 ? 0 : other.length < 12 ? 1 : 2;
  return distance(one, other, near) <= near ? 'one-letter-off' : null;
}

/** The part before the server, without its @; case and stops do not count. */
const local = (name: string) =>
  name
    .trim()
    .replace(/^@/, '')
    .split('@')[0]!
    .replace(/\.(?:bsky\.social|gov\.uk|org\.uk|com|org|net|social)$/i, '');
const plain = (name: string) => local(name).toLowerCase();

/** What the eye reads, with digits and pairs of letters that pass for others. */
function shape(name: string): string {
  return seenName(local(name))
    .toLowerCase()
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('cl', 'd')
    .replace(
      /[0134579l|]/g,
      (sign) => ({ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '9': 'g', l: 'i', '|': 'i' })[sign]!,
    );
}

const wordsOf = (name: string) =>
  local(name)
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .map(shape)
    .filter((word) => word !== '');

function sorted(name: string): string {
  return wordsOf(name).sort().join(' ');
}

const dressed = dressings.map((word) => shape(word)).sort((a, b) => b.length - a.length);

/** Whether `long` is `short` with words of the list before or behind it. */
function undressed(long: string, short: string): boolean {
  const at = long.indexOf(short);
  if (at < 0 || long === short) return false;
  return [long.slice(0, at), long.slice(at + short.length)].every(isDressing);
}

function isDressing(rest: string): boolean {
  if (rest === '') return true;
  return dressed.some((word) => rest.startsWith(word) && isDressing(rest.slice(word.length)));
}

/** Damerau-Levenshtein (adjacent letters swapped count once); more than `most` is told as `most` and one. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}
