import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareVersions, isSameText, wordParts } from './compare.ts';
import type { Clause } from './door.ts';
import { findClauses } from './search.ts';
import { starterClauses } from './starter.table.ts';

const clauses: readonly Clause[] = starterClauses.map((one) => ({
  ...one,
  ownerId: null,
  reviewOn: '2027-03-02',
  retiredBecause: null,
  edition: 0,
}));
const only = (kinds: readonly string[], parts: ReturnType<typeof wordParts>) =>
  parts
    .filter((part) => kinds.includes(part.kind))
    .map((part) => part.words)
    .join('');

test('words that changed are told, and the rest stands', () => {
  expect(wordParts('Do not share it. Send it on.', 'Do not like it. Send it on.')).toEqual([
    { kind: 'same', words: 'Do not ' },
    { kind: 'removed', words: 'share' },
    { kind: 'added', words: 'like' },
    { kind: 'same', words: ' it. Send it on.' },
  ]);
  expect(wordParts('', 'New')).toEqual([{ kind: 'added', words: 'New' }]);
  expect(wordParts('', '')).toEqual([]);
});

test('of any two texts both can be read back from the parts', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 120 }),
    fc
      .array(fc.constantFrom('we', 'you', 'ask', 'first', '.', '\n', '  ', 'na’n', 'ŵyr'), { maxLength: 60 })
      .map((all) => all.join(' ')),
  );
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = wordParts(before, after);
      expect(only(['same', 'removed'], parts)).toBe(before);
      expect(only(['same', 'added'], parts)).toBe(after);
    }),
  );
});

test('two long texts with nothing in common are told in a moment', () => {
  const long = (seed: number) => Array.from({ length: 1000 }, (_, at) => `w${(at * seed) % 9973}`).join(' ');
  const parts = wordParts(long(7), long(13));
  expect(only(['same', 'removed'], parts)).toBe(long(7));
  expect(only(['same', 'added'], parts)).toBe(long(13));
});

test('versions are compared clause by clause: changed, added, retired, and who answers for it', () => {
  const after: Clause[] = clauses.map((one) =>
    one.number === 7
      ? { ...one, words: 'Think first.' }
      : one.number === 8
        ? { ...one, ownerId: 'pat', edition: 3 }
        : one.number === 9
          ? { ...one, retiredBecause: 'It is elsewhere.' }
          : one,
  );
  after.push({ ...clauses[0]!, number: 45, title: 'Made-up videos' });
  const before = { principles: [], clauses };
  const { clauses: pairs } = compareVersions(before, { principles: [], clauses: after });
  expect(pairs.filter((pair) => pair.change !== 'same').map((pair) => [pair.number, pair.change])).toEqual([
    [7, 'changed'],
    [8, 'changed'],
    [9, 'retired'],
    [45, 'added'],
  ]);
  expect(pairs[7]!.facts).toEqual([{ name: 'owner', before: '', after: 'pat' }]);
  expect(isSameText(before, before)).toBe(true);
  expect(isSameText(before, { principles: [], clauses: after })).toBe(false);
});

test('clauses are found by words and beginnings of words, in any order', () => {
  const numbers = (asked: string) => findClauses(clauses, asked).map((found) => found.clause.number);
  expect(numbers('elections')).toEqual([14]);
  expect(numbers('PHOTO')).toEqual([9, 26]);
  expect(numbers('desk critics')).toEqual([21]);
  expect(numbers('')).toEqual([]);
  expect(numbers('" OR *')).toEqual(numbers('or'));
  const [found] = findClauses(clauses, 'critics');
  expect(found!.inTitle).toEqual([{ start: 13, end: 20 }]);
});
