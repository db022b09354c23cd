/** Both engines against the table, against random queries and posts, and while queries come and go. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from './cases.table.ts';
import { buildMatcher, buildSlowMatcher, parseQuery } from './index.ts';
import type { ParsedQuery, QueryPost } from './tree.ts';

function read(text: string): ParsedQuery {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problems.map(({ words }) => words).join(' ')}`);
  return parsed.query;
}

const postOf = (post: string | QueryPost): QueryPost => (typeof post === 'string' ? { text: post } : post);

describe('the table of cases', () => {
  const rows = Object.values(cases).flat();
  for (const [name, table] of Object.entries(cases)) {
    for (const [build, twin] of [
      [buildMatcher, 'fast'],
      [buildSlowMatcher, 'slow'],
    ] as const) {
      it(`${name}, ${twin}`, () => {
        const wrong = table.filter(([query, post, isHit]) => {
          const matcher = build();
          matcher.add('q', read(query));
          return matcher.match(postOf(post)).length > 0 !== isHit;
        });
        expect(wrong).toEqual([]);
      });
    }
  }

  it('gives the same answers with all queries in one matcher', () => {
    const fast = buildMatcher();
    const slow = buildSlowMatcher();
    for (const [i, [query]] of rows.entries()) {
      fast.add(String(i), read(query));
      slow.add(String(i), read(query));
    }
    for (const [, post] of rows) expect(fast.match(postOf(post))).toEqual(slow.match(postOf(post)));
  });

  it('explains every hit and no miss', () => {
    const matcher = buildMatcher();
    for (const [query, post, isHit] of rows) {
      matcher.add('q', read(query));
      const explained = matcher.explain('q', postOf(post));
      expect(explained !== null, query).toBe(isHit);
      for (const { places } of explained?.reasons ?? []) {
        for (const place of places) {
          const text = (place.in === 'title' ? postOf(post).title : postOf(post).text) ?? '';
          expect(place.start < place.end && place.end <= text.length, query).toBe(true);
        }
      }
    }
  });
});

describe('explain', () => {
  const explain = (query: string, post: QueryPost) => {
    const matcher = buildMatcher();
    matcher.add('q', read(query));
    const marked = (matcher.explain('q', post)?.reasons ?? []).flatMap(({ part, places }) =>
      places.map(
        (place) =>
          `${part}: ${place.in} ${(place.in === 'title' ? post.title : post.text)?.slice(place.start, place.end)}`,
      ),
    );
    return marked;
  };
  it('marks the words that count and only those', () => {
    expect(explain('"our bins" -football', { title: 'Our bins', text: 'bins, our  BINS!' })).toEqual([
      'our bins: title Our bins',
      'our bins: text our  BINS',
    ]);
    expect(explain('(a b) OR c', { text: 'a c' })).toEqual(['c: text c']);
    expect(explain('a NEAR/2 b', { text: 'a x x x a b' })).toEqual(['a: text a', 'b: text b']);
    expect(explain('site:b.org', { text: 'see https://www.b.org/x' })).toEqual(['site:b.org: text b.org']);
    expect(explain('nothing', { text: 'a' })).toEqual([]);
  });
});

// Few words, so that they meet often.
const word = fc.constantFrom(
  'a',
  'b',
  'c',
  'aa',
  'ab',
  'abc',
  "a's",
  'a-b',
  'b-a',
  'A.B',
  '#AbcA',
  '#a',
  '#aB1',
  '@a',
  '@a@b.cc',
  'аb',
  'b.aa',
  '京',
  '京b',
  '👍',
  '10',
  'á',
);
const queryArb: fc.Arbitrary<string> = fc.letrec<{ any: string; leaf: string; placed: string }>((tie) => ({
  placed: fc.oneof(
    word,
    fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => `"${words.join(' ')}"`),
    fc.constantFrom('ab*', 'aa*', '#ab*', '@a@*', 'a-bc*', '"ab* b"', '"a ab*"').filter((text) => text !== '@a@*'),
    fc.array(word, { minLength: 2, maxLength: 3 }).map((words) => `(${words.join(' OR ')})`),
  ),
  leaf: fc.oneof(
    { weight: 5, arbitrary: tie('placed') },
    {
      weight: 2,
      arbitrary: fc
        .tuple(tie('placed'), fc.integer({ min: 1, max: 6 }), tie('placed'))
        .map(([l, n, r]) => `${l} NEAR/${n} ${r}`),
    },
    { weight: 1, arbitrary: fc.constantFrom('lang:en', 'network:x', 'from:a', 'site:cc', 'site:b.cc', 'site:b.aa') },
  ),
  any: fc.oneof(
    { maxDepth: 4 },
    tie('leaf'),
    fc.tuple(tie('any'), tie('any')).map(([l, r]) => `(${l}) (${r})`),
    fc.tuple(tie('any'), tie('any')).map(([l, r]) => `(${l}) OR (${r})`),
    fc.tuple(tie('any'), tie('any')).map(([l, r]) => `(${l}) NOT (${r})`),
    fc.tuple(tie('any'), tie('any'), tie('any')).map(([a, b, c]) => `(${a}) ((${b}) OR -(${c}))`),
  ),
})).any;
const textArb = fc
  .array(
    fc.tuple(
      fc.oneof({ weight: 9, arbitrary: word }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) }),
      fc.constantFrom(' ', ' ', ' ', ', ', '', '-', '\u200b', '\n'),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.flat().join(''));
const postArb: fc.Arbitrary<QueryPost> = fc.record(
  {
    text: textArb,
    title: textArb,
    lang: fc.constantFrom('en', 'EN-gb', 'cy', null),
    network: fc.constantFrom('x', 'X', 'y'),
    author: fc.constantFrom('a', '@A@b.cc', { handle: 'b' }, null),
    links: fc.array(fc.constantFrom('https://b.cc/a', 'http://a.b.cc', 'b.aa', ''), { maxLength: 2 }),
    tags: fc.array(fc.constantFrom('a', '#AbcA', 'a b1', ''), { maxLength: 2 }),
    mentions: fc.array(fc.constantFrom('a', 'a@b.cc', '', 'c'), { maxLength: 2 }),
  },
  { requiredKeys: ['text'] },
);

describe('random queries and posts', () => {
  it('agrees with the slow twin', () => {
    fc.assert(
      fc.property(
        fc.array(queryArb, { minLength: 1, maxLength: 8 }),
        fc.array(postArb, { minLength: 1, maxLength: 5 }),
        (queries, posts) => {
          const fast = buildMatcher();
          const slow = buildSlowMatcher();
          for (const [i, text] of queries.entries()) {
            const parsed = parseQuery(text);
            if (!parsed.ok) continue;
            fast.add(String(i), parsed.query);
            slow.add(String(i), parsed.query);
          }
          for (const post of posts) expect(fast.match(post)).toEqual(slow.match(post));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('never throws on any text as query or post', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (query, text) => {
        const parsed = parseQuery(query);
        if (!parsed.ok) {
          expect(parsed.problems.length).toBeGreaterThan(0);
          for (const { at, length } of parsed.problems)
            expect(at >= 0 && length >= 0 && at + length <= query.length).toBe(true);
          return;
        }
        const fast = buildMatcher();
        const slow = buildSlowMatcher();
        fast.add('q', parsed.query);
        slow.add('q', parsed.query);
        for (const post of [text, query, `${text} ${query}`])
          expect(fast.match({ text: post })).toEqual(slow.match({ text: post }));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('queries that come and go', () => {
  it('agrees while queries are added, replaced and retired', () => {
    const words = Array.from({ length: 40 }, (_, i) => `w${i}`);
    const pick = chance(7);
    const fast = buildMatcher();
    const slow = buildSlowMatcher();
    for (let step = 0; step < 6000; step++) {
      const id = String(pick(1500));
      if (pick(3) === 0) expect(fast.remove(id)).toBe(slow.remove(id));
      else {
        const [a, b, c] = [words[pick(40)], words[pick(40)], words[pick(40)]];
        const query = read([`${a}`, `${a} NOT ${b}`, `"${a} ${b}"`, `${a} NEAR/4 ${c}`, `${a} ${b} OR ${c}`][pick(5)]!);
        fast.add(id, query);
        slow.add(id, query);
      }
      if (step % 10 > 0) continue;
      const text = Array.from({ length: 8 }, () => words[pick(40)]).join(' ');
      expect(fast.match({ text })).toEqual(slow.match({ text }));
    }
    expect(fast.size).toBe(fast.stats().queries);
  });

  it('stays right after it has learnt from what passed by', () => {
    const fast = buildMatcher();
    const slow = buildSlowMatcher();
    for (const matcher of [fast, slow]) {
      matcher.add('1', read('often seldom'));
      matcher.add('2', read('often NEAR/3 never'));
      matcher.add('3', read('"seldom often"'));
    }
    for (let i = 0; i < 9000; i++) {
      const post = { text: i % 100 === 0 ? 'seldom often' : 'often and often' };
      expect(fast.match(post)).toEqual(slow.match(post));
    }
    // Anchored on the rare word, the common one alone wakes nothing.
    const before = fast.stats().verified;
    fast.match({ text: 'often and often' });
    expect(fast.stats().verified).toBe(before);
  });
});

/** A small repeatable source of chance (xorshift32). */
function chance(seed: number): (below: number) => number {
  let x = seed;
  return (below) => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) % below;
  };
}
