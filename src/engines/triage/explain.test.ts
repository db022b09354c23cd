/** The words shown as reasons: those that tell something, as they stand in the post. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { theTriage } from '../../../test/support/triage.ts';
import type { TriagePost } from './index.ts';
import { OWN } from './own.table.ts';

const triage = theTriage();
const foundIn = (text: string) => {
  const post: TriagePost = { title: '', text, lang: 'en', author: 'public', network: 'bluesky' };
  return triage.judge(post, { names: ['Northmere Council'], handles: [] }).points.flatMap((point) => point.found);
};
const filler = 'the and of a an to in on at is it they that was for with i you'.split(' ');

test.each([
  'There is a bomb in the town hall and it goes off at noon',
  'I am going to set fire to the depot and all of the vans in it',
  'The bins of the street were not emptied, and it is the third week of it',
  ...OWN.map(([text]) => text),
])('no reason begins or ends in a filler word: %s', (text) => {
  for (const found of foundIn(text)) {
    const words = found.toLowerCase().split(/[^\p{L}\p{N}']+/u);
    expect(filler, found).not.toContain(words[0]);
    expect(filler, found).not.toContain(words.at(-1));
  }
});

test('what tells something is still shown, and a run keeps the filler inside it', () => {
  const all = OWN.map(([text]) => foundIn(text));
  expect(all.filter((found) => found.length > 0).length).toBeGreaterThan(OWN.length * 0.8);
  expect(all.flat().some((found) => / (the|of|in|to|and) /.test(found))).toBe(true);
});

test('a text of nothing but filler gives no words', () => {
  const texts = fc.array(fc.constantFrom(...filler), { minLength: 1, maxLength: 30 }).map((words) => words.join(' '));
  fc.assert(
    fc.property(texts, (text) => {
      expect(foundIn(text)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
