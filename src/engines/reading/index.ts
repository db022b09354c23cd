/**
 * How hard an English text is to read: the Flesch-Kincaid grade (Kincaid, Fishburne, Rogers and Chissom 1975,
 * "Derivation of new readability formulas", Research Branch Report 8-75, formula on page 14):
 * 0.39 x words a sentence + 11.8 x syllables a word - 15.59. A reading age is the grade plus 5, because grade 1 of an
 * American school begins at age 6. Syllables are counted by spelling and are right for nine words in ten, which is
 * enough: the grade of a paragraph moves by less than one. For English only: other languages need a formula of theirs.
 */

/** What public bodies aim for in the United Kingdom, in years. */
export const aimAge = 11;
/** Above this a text should be written again, in years. */
export const warnAge = 13;

export interface Reading {
  readonly words: number;
  readonly sentences: number;
  readonly syllables: number;
  /** Years at an American school; below 0 for the simplest texts. */
  readonly grade: number;
  /** In whole years, 5 at least. */
  readonly age: number;
}

/** Null for a text without a word. */
export function readingOf(text: string): Reading | null {
  const words = text.match(wordShape) ?? [];
  if (words.length === 0) return null;
  const sentences = Math.max(1, text.split(sentenceEnd).filter((part) => wordOnce.test(part)).length);
  let syllables = 0;
  for (const word of words) syllables += syllablesOf(word);
  const grade = 0.39 * (words.length / sentences) + 11.8 * (syllables / words.length) - 15.59;
  return { words: words.length, sentences, syllables, grade, age: Math.max(5, Math.round(grade + 5)) };
}

const wordShape = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu;
const wordOnce = /[\p{L}\p{N}]/u;
/** A full stop inside a number or an address ends nothing. */
const sentenceEnd = /[.!?]+["'”’)]*(?:\s+|$)|\n+/u;

/** At least one; a number counts as one. */
export function syllablesOf(word: string): number {
  const letters = word
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z]/g, '');
  if (letters.length <= 3) return 1;
  const spoken = letters
    .replace(/(?:[^laeiouy]es|[^dtaeiouy]ed|[^laeiouy]e)$/, '') // made, makes and asked end without a sound
    .replace(/^y/, '');
  return Math.max(1, (spoken.match(/[aeiouy]{1,2}/g) ?? []).length);
}
