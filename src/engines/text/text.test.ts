/** The rules for words, place by place, and that no text however hostile takes long or much room. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildCutter,
  cut,
  handleTerms,
  hashOf,
  linkSites,
  readWords,
  TOKEN_LIMIT,
  tagTerm,
  termAt,
  WORD_LIMIT,
} from './index.ts';

/** `term@position+span`, span only when it is not 1. */
const shown = (text: string): string =>
  cut(text)
    .map(({ term, position, span }) => `${term}@${position}${span === 1 ? '' : `+${span}`}`)
    .join(' ');

describe('tokens', () => {
  const table: readonly (readonly [text: string, tokens: string])[] = [
    ['Save our BINS!', 'save@0 our@1 bins@2'],
    ['Don’t dont', 'dont@0 dont@1'],
    ["council's", 'councils@0 council@0'],
    ['well-being now', 'well@0 being@1 wellbeing@0+2 now@2'],
    ['#SaveOurBins', 'save@0 our@1 bins@2 #saveourbins@0+3 saveourbins@0+3'],
    ['#bins', 'bins@0 #bins@0'],
    ['#NHSStaff2024', 'nhs@0 staff@1 2024@2 #nhsstaff2024@0+3 nhsstaff2024@0+3'],
    ['@North_Mere said', '@north_mere@0 northmere@0 said@1'],
    ['@a@b.org', '@a@b.org@0 @a@0 a@0'],
    ['N.H.S. 3.5', 'n@0 h@1 s@2 nhs@0+3 3@3 5@4'],
    ['https://www.b.org/x?y a', 'b@0 org@1 site:b.org@0+2 site:org@0+2 a@2'],
    ['n\u043erth', 'n\u043erth@0 north@0'],
    ['👍🏽東京', '👍@0 東@1 京@2'],
    ['', ''],
    ['... \u200b !', ''],
  ];
  for (const [text, tokens] of table) it(JSON.stringify(text), () => expect(shown(text)).toBe(tokens));

  it('keeps places in the original text', () => {
    const text = 'The caf\u00e9\u2019s #Sa\u200bveBins, ｘ!';
    const places = cut(text).map(({ term, start, end }) => [term, text.slice(start, end)]);
    expect(places).toContainEqual(['cafes', 'caf\u00e9\u2019s']);
    expect(places).toContainEqual(['save', 'Sa\u200bve']);
    expect(places).toContainEqual(['#savebins', '#Sa\u200bveBins']);
    expect(places).toContainEqual(['x', 'ｘ']);
  });
});

describe('names beside a text', () => {
  it('folds tags, handles and links as a text does', () => {
    expect([tagTerm('SaveOurBins'), tagTerm('#Save our bins'), tagTerm('!')]).toEqual([
      '#saveourbins',
      '#saveourbins',
      '',
    ]);
    expect(handleTerms('@North@Example.social')).toEqual(['@north@example.social', '@north']);
    expect(handleTerms('north')).toEqual(['@north']);
    expect(handleTerms('')).toEqual([]);
    expect(linkSites('https://u:p@www.Example.org:80/a?b@c')).toEqual(['site:example.org', 'site:org']);
    expect(linkSites('')).toEqual([]);
  });
});

describe('any text', () => {
  it('gives the same words composed, decomposed and in capitals', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('é', 'ø', 'a', 'Z', ' ', 'ж', '한', 'ά', 'ß', '京', 'が', '1', "'") }),
        (text) => {
          const words = readWords(text);
          expect(readWords(text.normalize('NFD'))).toEqual(words);
          expect(readWords(text.toUpperCase())).toEqual(words);
        },
      ),
    );
  });

  it('has places inside the text, positions in order and hashes that fit', () => {
    const cutter = buildCutter();
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        cutter.reset();
        cutter.read(text);
        let next = 0;
        for (const token of cut(text)) {
          expect(token.start >= 0 && token.start < token.end && token.end <= text.length).toBe(true);
          if (token.kind === 'word') expect(token.position === next || token.position === next - 1).toBe(true);
          next = Math.max(next, token.position + 1);
        }
        for (let i = 0; i < cutter.size; i++) expect(cutter.hash[i]).toBe(hashOf(termAt(cutter, i)));
      }),
      { numRuns: 1000 },
    );
  });

  it('takes hostile texts without growing beyond its limits', () => {
    const cutter = buildCutter();
    const floods = {
      'zero-width': ['b', '\u200b'.repeat(1_000_000), 'ins'].join(''),
      accents: `b${'\u0301'.repeat(500_000)}ins`,
      letters: 'a'.repeat(1_000_000),
      hyphens: 'a-'.repeat(400_000),
      dots: 'a.'.repeat(400_000),
      tags: `#${'aB_'.repeat(300_000)}`,
      handles: '@a.'.repeat(300_000),
      addresses: 'http://a@'.repeat(100_000),
      expanding: '#ﷺ'.repeat(200_000),
      surrogates: '\ud800'.repeat(500_000),
      hidden: 'a-\u200b'.repeat(200_000),
    };
    for (const [name, text] of Object.entries(floods)) {
      cutter.reset();
      cutter.read(text);
      expect(cutter.size, name).toBeLessThanOrEqual(TOKEN_LIMIT);
      let longest = 0;
      for (let i = 0; i < cutter.size; i++) longest = Math.max(longest, cutter.to[i]! - cutter.from[i]!);
      expect(longest, name).toBeLessThanOrEqual(WORD_LIMIT * 3);
    }
    expect(readWords(floods['zero-width'])).toEqual(['bins']);
    expect(readWords(floods.accents)).toEqual(['bins']);
    expect(readWords(floods.letters)).toEqual(['a'.repeat(WORD_LIMIT)]);
    cutter.reset();
    cutter.read('a '.repeat(TOKEN_LIMIT + 1));
    expect(cutter.isFull).toBe(true);
  });
});
