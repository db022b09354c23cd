/** What a query may say, what is refused, and where the finger points. */
import { describe, expect, it } from 'vitest';
import { limits, parseQuery } from './index.ts';

/** The problems as `the words pointed at: what is said`. */
function refused(query: string, options = {}): string[] {
  const parsed = parseQuery(query, options);
  if (parsed.ok) return ['no problem'];
  return parsed.problems.map(({ at, length, words }) => `${query.slice(at, at + length)}: ${words}`);
}

function hints(query: string, options = {}): string[] {
  const parsed = parseQuery(query, options);
  return parsed.ok ? parsed.notes.map(({ hint }) => hint) : parsed.problems.map(({ hint }) => hint);
}

describe('mistakes point at the place', () => {
  const table: readonly (readonly [query: string, ...problems: string[]])[] = [
    ['', ': The search is empty.'],
    ['   ', '   : The search is empty.'],
    ['save "our bins', '": These quotation marks are never closed.'],
    ['(bins OR council', '(: This bracket is never closed.'],
    ['a (', '(: This bracket is never closed.'],
    ['bins) council', '): This bracket was never opened.'],
    ['bins ()', '(): There is nothing in these brackets.'],
    ['( ) bins', '( ): There is nothing in these brackets.'],
    ['bins AND', 'AND: Nothing follows AND.'],
    ['bins OR', 'OR: Nothing follows OR.'],
    ['bins NOT', 'NOT: Nothing follows NOT.'],
    ['(bins AND) council', 'AND: Nothing follows AND.'],
    ['bins AND OR council', 'AND: Nothing follows AND.'],
    ['bins -AND', '-: Nothing follows -.'],
    ['OR bins', 'OR: Nothing stands before OR.'],
    ['AND bins', 'AND: Nothing stands before AND.'],
    ['NEAR/3 bins', 'NEAR/3: Nothing stands before NEAR.'],
    ['bins NEAR/3', 'NEAR/3: Nothing follows NEAR.'],
    ['bins NEAR council', 'NEAR: NEAR needs a number from 1 to 100.'],
    ['bins NEAR/ council', 'NEAR/: NEAR needs a number from 1 to 100.'],
    ['bins NEAR/0 council', 'NEAR/0: NEAR needs a number from 1 to 100.'],
    ['bins NEAR/101 council', 'NEAR/101: NEAR needs a number from 1 to 100.'],
    ['a NEAR/2 b NEAR/2 c', 'NEAR/2: Two NEARs in a row can be read in two ways.'],
    ['a NEAR/2 (b c)', '(: NEAR works only between words and phrases.'],
    ['a NEAR/2 lang:en', 'lang:en: NEAR works only between words and phrases.'],
    ['NOT bins', 'NOT: This would find nearly every post: it only says what must not be there.'],
    ['-bins', '-: This would find nearly every post: it only says what must not be there.'],
    ['council OR -bins', '-: This would find nearly every post: it only says what must not be there.'],
    ['bi*ns', '*: A * works only at the end of a word.'],
    ['*bins', '*: A * works only at the end of a word.'],
    ['*', '*: A * needs the beginning of a word before it.'],
    ['b*', 'b*: Too few letters before the *.'],
    ['#b*', '#b*: Too few letters before the *.'],
    ['&', '&: There is no word here to look for.'],
    ['bins ...', '...: There is no word here to look for.'],
    ['"!"', '!: There is no word here to look for.'],
    ['site:', 'site:: Nothing follows site:'],
    ['site:"a b"', 'site:"a b": This is not the name of a website.'],
    ['lang:welsh', 'lang:welsh: This is not a language code.'],
    ['from:!', 'from:!: This is not the name of an account.'],
    ['colour:red', 'colour:red: “colour:” is not something that can be searched for.'],
    ['b* c*', 'b*: Too few letters before the *.', 'c*: Too few letters before the *.'],
  ];
  for (const [query, ...problems] of table) it(JSON.stringify(query), () => expect(refused(query)).toEqual(problems));
});

describe('hints', () => {
  it('suggests the field that was meant', () => {
    expect(hints('lnag:cy')).toEqual(['Did you mean lang:cy?']);
    expect(hints('netwrok:x')).toEqual(['Did you mean network:x?']);
    expect(hints('author:x')).toEqual(['Did you mean from:x?']);
    expect(hints('tag:bins')).toEqual(['Did you mean #bins?']);
    expect(hints('lang:welsh')).toEqual(['Write lang:cy.']);
    expect(hints('network:blusky', { networks: ['bluesky', 'mastodon'] })).toEqual(['Did you mean network:bluesky?']);
    expect(hints('xyzzyx:1')[0]).toContain('Use site:, lang:, network: or from:');
  });

  it('only notes what works but may be meant otherwise', () => {
    expect(hints('bins and council')[0]).toContain('AND in capital letters');
    expect(hints('bins near/3 council')[0]).toContain('NEAR/3 in capital letters');
    expect(hints('bins OR rubbish council')[0]).toContain('brackets');
    expect(hints('https://example.org/a')[0]).toContain('site:');
    expect(hints('bins AND (council OR "town hall") -football')).toEqual([]);
  });
});

describe('from:', () => {
  const options = { mayFrom: (handle: string) => handle === 'northmere' };
  it('takes only accounts that the caller allows', () => {
    expect(parseQuery('from:@Northmere bins', options).ok).toBe(true);
    expect(refused('bins from:@someone', options)).toEqual([
      'from:@someone: from: works only for official accounts and the press.',
    ]);
    expect(refused('bins -from:someone', options)).toHaveLength(1);
    expect(parseQuery('from:someone bins').ok).toBe(true);
  });
});

describe('limits', () => {
  const words = (count: number, between: string): string =>
    Array.from({ length: count }, (_, i) => `w${i}`).join(between);
  it('takes 10,000 words and refuses one more', () => {
    expect(parseQuery(words(limits.terms, ' OR ')).ok).toBe(true);
    expect(refused(words(limits.terms + 1, ' OR '))).toEqual(['w10000: A search can have 10,000 words at most.']);
    expect(refused(words(100_000, ' '))).toEqual([expect.stringContaining('letters at most')]);
  });

  it('refuses what is too deep, too long or too wide', () => {
    const deep = (depth: number): string => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
    expect(parseQuery(deep(limits.depth)).ok).toBe(true);
    expect(refused(deep(limits.depth + 1))).toEqual(['(: Brackets can be 50 deep at most.']);
    expect(refused('('.repeat(100_000))).toEqual(['(: Brackets can be 50 deep at most.']);
    expect(refused(`a ${'NOT '.repeat(40_000)}b`)).toEqual(['NOT: Brackets can be 50 deep at most.']);
    expect(refused(`"${words(51, ' ')}"`)).toEqual([expect.stringContaining('A phrase can have 50 words at most.')]);
    expect(refused(`a NEAR/2 (${words(101, ' OR ')})`)[0]).toContain('100 choices');
    expect(refused('b* '.repeat(500))).toHaveLength(limits.mistakes);
    expect(refused('a'.repeat(300_000))[0]).toContain('200,000 letters at most');
  });
});
