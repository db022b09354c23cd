/**
 * What one character counts as, and the letters it folds to. Every answer is worked out once and kept in a flat table.
 *
 * Folding: compatibility decomposition (Unicode NFKD), accents dropped, full case folding, Latin look-alikes, digits of
 * every script as 0 to 9. Decomposed, so that composed and decomposed spellings of one word need no look at neighbours.
 */
import { LATIN_LOOK_ALIKES, OTHER_LOOK_ALIKES } from './look-alikes.ts';

/** Ends a word. */
export const SEPARATOR = 1;
/** Is not there: zero-width and control characters, accents, skin tones, variation selectors. */
export const DROPPED = 2;
/** Letters without case are "lower". The three word classes stand side by side so that one comparison finds them. */
export const LOWER = 3;
export const UPPER = 4;
export const DIGIT = 5;
/** A word by itself: Han, kana and the scripts of South-East Asia that put no spaces between words. */
export const SINGLE = 6;
/** A word by itself: emoji, flag letters, fractions. */
export const SYMBOL = 7;
export const APOSTROPHE = 8;
export const HYPHEN = 9;
export const DOT = 10;
export const AT = 11;
export const HASH = 12;
export const UNDERSCORE = 13;
export const COLON = 14;

const CLASS_BITS = 15;
const IS_SEVERAL = 16;
/** Folds to something outside ASCII, so it may be a look-alike. */
export const IS_FOREIGN = 32;
const VALUE_SHIFT = 8;

/** Bits 0-3 class, 4 folds to several characters, 5 foreign, 8 and up the folded code point or a place in `several`. 0: not yet known. */
const entries = new Int32Array(0x110000);
const several: string[] = [];

const APOSTROPHES = new Set(
  [0x27, 0x60, 0xb4, 0x2b9, 0x2bb, 0x2bc, 0x2bd, 0x2be, 0x2c8, 0x2ca, 0x2cb, 0x374, 0x55a, 0x5f3].concat([
    0x2018, 0x2019, 0x201b, 0x2032, 0x2035, 0xa78c, 0xff07, 0xff40,
  ]),
);
const HYPHENS = new Set([0x2d, 0x2010, 0x2011, 0x2012, 0x2212, 0x2cba, 0xfe58, 0xfe63, 0xff0d]);
const PUNCTUATION = new Map([
  ['.', DOT],
  ['@', AT],
  ['#', HASH],
  ['_', UNDERSCORE],
  [':', COLON],
]);

/** General combining marks, Cyrillic, Hebrew and Arabic points, Arabic stretching, kana voicing. Other marks are letters. */
const ACCENTS = new RegExp(
  '[\\u0300-\\u036f\\u0483-\\u0489\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7\\u0610-\\u061a\\u0640' +
    '\\u064b-\\u065f\\u0670\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\u3099\\u309a\\ufe20-\\ufe2f]',
  'gu',
);
const HIDDEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Emoji_Modifier}]|(?=\p{Cc})[^\t\n\v\f\r\u0085]/u;
const EMOJI = /[\p{Extended_Pictographic}\p{Regional_Indicator}]/u;
const NO_SPACES =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Bopo}\p{sc=Yiii}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\u30fc\u3005]/u;
const NOT_WORD = /[^\p{L}\p{M}\p{N}]/gu;
const FRACTION_SLASH = '\u2044';

const latin = spread(LATIN_LOOK_ALIKES);
const other = spread(OTHER_LOOK_ALIKES);
const seen = new Map<number, string | null>();

/** The packed answer for a code point; read it with the functions below. */
export function entryOf(codePoint: number): number {
  return entries[codePoint] || learn(codePoint);
}

export const classOf = (entry: number): number => entry & CLASS_BITS;
export const isWordClass = (kind: number): boolean => kind >= LOWER && kind <= DIGIT;
/** The folded characters, however many. */
export const foldedOf = (entry: number): string =>
  entry & IS_SEVERAL ? (several[entry >> VALUE_SHIFT] ?? '') : String.fromCodePoint(entry >> VALUE_SHIFT);

/** What the eye reads in a letter of another script ('p' for Cyrillic er), or null when it looks like no Latin letter. */
export function seenAs(codePoint: number): string | null {
  let letters = seen.get(codePoint);
  if (letters === undefined) {
    letters = look(codePoint);
    seen.set(codePoint, letters);
  }
  return letters;
}

function look(codePoint: number): string | null {
  const direct = other.get(codePoint);
  if (direct !== undefined) return direct;
  const base = bare(String.fromCodePoint(codePoint));
  const first = base.codePointAt(0);
  if (first === undefined || base.length > (first > 0xffff ? 2 : 1)) return null;
  return other.get(first) ?? null;
}

function learn(codePoint: number): number {
  const entry = classify(codePoint);
  entries[codePoint] = entry;
  return entry;
}

function classify(codePoint: number): number {
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return SEPARATOR;
  if (APOSTROPHES.has(codePoint)) return APOSTROPHE;
  if (HYPHENS.has(codePoint)) return HYPHEN;
  const char = String.fromCodePoint(codePoint);
  if (HIDDEN.test(char)) return DROPPED;
  const lookAlike = latin.get(codePoint);
  if (lookAlike !== undefined) return pack(char === char.toLowerCase() ? LOWER : UPPER, lookAlike);
  const plain = bare(char);
  if (plain === '') return DROPPED;
  if (plain.includes(FRACTION_SLASH)) return pack(SYMBOL, char);
  if (plain === char && EMOJI.test(char)) return pack(SYMBOL, char);
  const punctuation = PUNCTUATION.get(plain);
  if (punctuation !== undefined) return punctuation;
  const letters = plain.replace(NOT_WORD, '');
  if (letters === '') return SEPARATOR;
  if (NO_SPACES.test(letters)) return pack(SINGLE, letters);
  const folded = [...letters.toUpperCase().toLowerCase().normalize('NFKD').replace(ACCENTS, '')].map(plainer).join('');
  if (folded === '') return DROPPED;
  const kind = /^\p{N}/u.test(letters) ? DIGIT : letters !== letters.toLowerCase() ? UPPER : LOWER;
  return pack(kind, folded);
}

const bare = (char: string): string => char.normalize('NFKD').replace(ACCENTS, '');

/** Latin look-alikes and the digits of every script, after case folding. */
function plainer(char: string): string {
  const codePoint = char.codePointAt(0) ?? 0;
  if (codePoint < 128) return char;
  const lookAlike = latin.get(codePoint);
  if (lookAlike !== undefined) return lookAlike;
  if (!/\p{Nd}/u.test(char)) return char;
  // Unicode encodes decimal digits in runs of ten that start at zero.
  let zero = codePoint;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((codePoint - zero) % 10);
}

function pack(kind: number, folded: string): number {
  const first = folded.codePointAt(0) ?? 0;
  const foreign = /[^\x00-\x7f]/.test(folded) ? IS_FOREIGN : 0;
  if (folded.length === (first > 0xffff ? 2 : 1)) return kind | foreign | (first << VALUE_SHIFT);
  several.push(folded);
  return kind | foreign | IS_SEVERAL | ((several.length - 1) << VALUE_SHIFT);
}

function spread(groups: Readonly<Record<string, string>>): Map<number, string> {
  const map = new Map<number, string>();
  for (const [letters, points] of Object.entries(groups)) {
    for (const point of points.split(' ')) map.set(Number.parseInt(point, 16), letters);
  }
  return map;
}
