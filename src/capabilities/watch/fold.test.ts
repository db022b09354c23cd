import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { copyShare, foldOf, likeness } from './fold.ts';

const like = (a: string, b: string, links: readonly string[] = [], others: readonly string[] = links) =>
  likeness(foldOf('', a, links), foldOf('', b, others));
const isCopy = (a: string, b: string) => like(a, b) >= copyShare;

const post =
  'The lorry missed the whole of Station Parade again this morning and nobody at the depot picks up the phone';

describe('near-copies', () => {
  test.each([
    ['other letters', post.toUpperCase()],
    ['hashtags', `${post} #bins #northmere`],
    ['a quoted copy', `RT @somebody: ${post}`],
    ['a word changed', post.replace('again', 'once more')],
    ['a word left out', post.replace('whole of ', '')],
    ['signs and gaps', `  ${post.replaceAll(' ', '  ')} !!! 😡😡`],
    ['look-alike letters', post.replaceAll('o', 'о')],
    ['zero-width characters', post.replaceAll('e', 'e\u200b')],
    ['a comment before', `Has anybody else seen this today? ${post}`],
  ])('%s', (_, copy) => {
    expect(like(post, copy)).toBeGreaterThanOrEqual(copyShare);
  });

  test('the same story with another wording joins by its link', () => {
    const link = ['https://gazette.example/bins?utm_source=x'];
    const other = ['https://gazette.example/bins?utm_source=y#top'];
    const a = 'Bin strike goes on in Northmere as talks fail again on Tuesday night';
    const b = 'Northmere: talks fail again on Tuesday night and so the streets stay full';
    expect(like(a, b)).toBeLessThan(copyShare);
    expect(like(a, b, link, other)).toBeGreaterThanOrEqual(copyShare);
  });

  test('nothing but the same link is one story, nothing at all is not', () => {
    expect(like('', '', ['https://a.example/1'])).toBe(1);
    expect(like('', '', ['https://a.example/1'], ['https://a.example/2'])).toBe(0);
    expect(like('', '')).toBe(0);
  });

  test('on any text: itself, shouted, tagged and quoted', () => {
    const word = fc.stringMatching(/^[a-z]{3,9}$/);
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 6, maxLength: 60 }), word, (words, tag) => {
        const text = words.join(' ');
        for (const copy of [text, text.toUpperCase(), `${text} #${tag}`, `RT @${tag}: ${text}`])
          expect(isCopy(text, copy)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('is the same both ways, between 0 and 1, on any two texts and links', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'grapheme' }),
        fc.array(fc.webUrl(), { maxLength: 5 }),
        (a, b, links) => {
          const there = likeness(foldOf('', a, links), foldOf(b, '', []));
          expect(there).toBe(likeness(foldOf(b, '', []), foldOf('', a, links)));
          expect(there).toBeGreaterThanOrEqual(0);
          expect(there).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe('posts that only look a little alike', () => {
  test.each([
    ['Bin day', 'Bin night'],
    [
      'Still no reply',
      'Still no reply to my stage 2 complaint, what is the point of stages if you stop answering people at one',
    ],
    ['Thank you so much', 'Thank you so much for nothing, three weeks and the streetlight outside my house is dark'],
    ['The council should fix the roads', 'The council should sack the lot of them'],
    ['My bins were missed on Elm Road', 'My taxi was late on Elm Road because of the roadworks'],
    ['What a shower', 'Planning committee bombed last night, what a shower, deferred four times'],
    ['Is the library open on Sunday please?', 'Is the swimming pool open on Boxing Day please?'],
  ])('%s', (a, b) => {
    expect(isCopy(a, b)).toBe(false);
  });

  test('texts of unlike words are never one story', () => {
    const words = (from: string) =>
      fc.array(fc.stringMatching(new RegExp(`^[${from}]{4,8}$`)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(words('abcdefgh'), words('mnopqrst'), (a, b) => {
        expect(like(a.join(' '), b.join(' '))).toBe(0);
      }),
    );
  });
});

test('numbers that both JavaScript and the database hold exactly, and few of them, for any text', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 5_000 }), fc.array(fc.string(), { maxLength: 40 }), (text, links) => {
      const fold = foldOf(text, text, links);
      expect(fold.length).toBeLessThanOrEqual(20);
      expect(fold.every(Number.isSafeInteger)).toBe(true);
    }),
  );
});
