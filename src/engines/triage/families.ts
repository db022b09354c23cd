/** Finds word families in a reading. A family is one idea in many spellings: "nan", "grandmother" and "nain" are kin. */
import { FAMILIES } from './families.table.ts';
import type { Reading } from './words.ts';

export interface FamilyHit {
  readonly family: string;
  /** First and last word, inclusive. */
  readonly first: number;
  readonly last: number;
}

interface Entry {
  readonly family: string;
  readonly words: readonly string[];
}

const whole = new Map<string, string[]>();
const prefixes = new Map<string, string[]>();
const phrases = new Map<string, Entry[]>();
let shortest = 99;
let longest = 0;

for (const [family, list] of Object.entries(FAMILIES)) {
  for (const item of list.trim().split(/\s+/)) {
    if (item.includes('_')) {
      const words = item.split('_');
      phrases.set(words[0]!, [...(phrases.get(words[0]!) ?? []), { family, words }]);
    } else if (item.endsWith('*')) {
      const stem = item.slice(0, -1);
      prefixes.set(stem, [...(prefixes.get(stem) ?? []), family]);
      shortest = Math.min(shortest, stem.length);
      longest = Math.max(longest, stem.length);
    } else whole.set(item, [...(whole.get(item) ?? []), family]);
  }
}

const fits = (want: string, word: string | undefined): boolean =>
  word !== undefined && (want === word || (want.endsWith('*') && word.startsWith(want.slice(0, -1))));

const remembered = new Map<string, readonly string[]>();

/** Families of one word by itself. */
function familiesOf(word: string): readonly string[] {
  const had = remembered.get(word);
  if (had) return had;
  const found = new Set(whole.get(word) ?? []);
  for (let n = shortest; n <= Math.min(longest, word.length); n++)
    for (const family of prefixes.get(word.slice(0, n)) ?? []) found.add(family);
  const list = [...found];
  // Bounded, so that hostile words cannot fill the memory.
  if (remembered.size > 20_000) remembered.clear();
  remembered.set(word, list);
  return list;
}

/** Little words that say who speaks of whom; they count inside a phrase too. */
const GRAMMAR = new Set([
  'me',
  'you',
  'they',
  'she_he',
  'we',
  'will',
  'not',
  'told',
  'body',
  'kin',
  'staff',
  'soon',
  'boss',
  'child',
]);

/** Every family in the order of its first word. A phrase hides the words inside it: "murder a curry" is no murder. */
export function familiesAt({ words }: Pick<Reading, 'words'>): FamilyHit[] {
  const found: FamilyHit[] = [];
  const covered = new Set<number>();
  for (let i = 0; i < words.length; i++) {
    for (const entry of phrases.get(words[i]!) ?? []) {
      if (!entry.words.every((want, k) => fits(want, words[i + k]))) continue;
      const last = i + entry.words.length - 1;
      found.push({ family: entry.family, first: i, last });
      for (let k = i; k <= last; k++) covered.add(k);
    }
  }
  for (let i = 0; i < words.length; i++)
    for (const family of familiesOf(words[i]!))
      if (!covered.has(i) || GRAMMAR.has(family)) found.push({ family, first: i, last: i });
  return found.sort((a, b) => a.first - b.first || a.last - b.last);
}
