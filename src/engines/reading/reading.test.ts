import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readingOf, syllablesOf } from './index.ts';

test.each([
  ['the', 1],
  ['made', 1],
  ['asked', 1],
  ['posted', 2],
  ['people', 2],
  ['sorry', 2],
  ['photo', 2],
  ['policy', 3],
  ['official', 3],
  ['organisation', 5],
  ['responsibility', 6],
  ['2026', 1],
  ["don't", 1],
])('%s has %i', (word, count) => {
  expect(syllablesOf(word)).toBe(count);
});

test('the sum is the published one', () => {
  // 3 words a sentence, 1 syllable a word: 0.39 x 3 + 11.8 - 15.59.
  const plain = readingOf('The cat sat. The dog ran.')!;
  expect(plain).toMatchObject({ words: 6, sentences: 2, syllables: 6, age: 5 });
  expect(plain.grade).toBeCloseTo(-2.62, 2);
});

test('plain words read young, office words read old', () => {
  const plain = readingOf(
    'You can use social media in your own time. You do not need permission to have a private life.',
  )!;
  const office = readingOf(
    'Notwithstanding the aforementioned responsibilities, employees utilising organisational communication infrastructure must demonstrate appropriate consideration regarding confidentiality implications.',
  )!;
  expect(plain.age).toBeLessThanOrEqual(11);
  expect(office.age).toBeGreaterThan(13);
});

test('sentences end at their marks and at lines, not inside numbers or addresses', () => {
  expect(readingOf('It cost 3.5 million. See www.example.org/a now!')?.sentences).toBe(2);
  expect(readingOf('One line\nanother line')?.sentences).toBe(2);
  expect(readingOf('“Stop.” She said so.')?.sentences).toBe(2);
  expect(readingOf('')).toBe(null);
  expect(readingOf(' ... !? ')).toBe(null);
});

test('any text has a number or none, and the same text the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      const reading = readingOf(text);
      expect(readingOf(text)).toEqual(reading);
      if (reading) {
        expect(Number.isFinite(reading.grade)).toBe(true);
        expect(reading.syllables).toBeGreaterThanOrEqual(reading.words);
      }
    }),
  );
});
