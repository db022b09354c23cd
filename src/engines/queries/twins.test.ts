/** Both fast indexes and the slow twin against the table, against random queries and posts, and while queries come and go. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from './cases.table.ts';
import { CORE_SOURCE } from './core.generated.ts';
import { buildMatcher, buildSlowMatcher, type Matcher, parseQuery } from './index.ts';
import type { ParsedQuery, QueryPost } from './tree.ts';

function read(text: string): ParsedQuery {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problems.map(({ words }) => words).join(' ')}`);
  return parsed.query;
}

const buildPlain = () => buildMatcher({ index: 'plain' });

const postOf = (post: string | QueryPost): QueryPost => (typeof post === 'string' ? { text: post } : post);

/** All answer alike. */
function expectSame(matchers: readonly Pick<Matcher, 'match'>[], post: QueryPost): void {
  const [first, ...others] = matchers.map((matcher) => matcher.match(post));
  for (const other of others) expect(other).toEqual(first);
}

describe('the table of cases', () => {
  const rows = Object.values(cases).flat();
  for (const [name, table] of Object.entries(cases)) {
    for (const [build, twin] of [
      [buildMatcher, 'compiled'],
      [buildPlain, 'plain'],
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
    const matchers = [buildMatcher(), buildPlain(), buildSlowMatcher()];
    for (const [i, [query]] of rows.entries()) for (const matcher of matchers) matcher.add(String(i), read(query));
    for (const [, post] of rows) expectSame(matchers, postOf(post));
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
  // Kept from one case to the next, because a memory of WebAssembly takes long to make; so queries are retired all the time too.
  const compiled = buildMatcher();
  const matchersFor = (queries: readonly string[]) => {
    const matchers = [compiled, buildPlain(), buildSlowMatcher()];
    for (let i = 0; compiled.remove(String(i)); i++);
    for (const [i, text] of queries.entries()) {
      const parsed = parseQuery(text);
      // One that cannot be read is one that matches nothing.
      for (const matcher of matchers) matcher.add(String(i), parsed.ok ? parsed.query : read('nothingatall'));
    }
    return matchers;
  };

  it('agrees with the slow twin', () => {
    fc.assert(
      fc.property(
        fc.array(queryArb, { minLength: 1, maxLength: 8 }),
        fc.array(postArb, { minLength: 1, maxLength: 5 }),
        (queries, posts) => {
          const matchers = matchersFor(queries);
          for (const post of posts) expectSame(matchers, post);
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
        const matchers = matchersFor([query]);
        for (const post of [text, query, `${text} ${query}`]) expectSame(matchers, { text: post });
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the compiled index', () => {
  it('is the one of its source', () => {
    const folder = new URL('core/', import.meta.url);
    const sources = readdirSync(folder)
      .sort()
      .map((name) => readFileSync(new URL(name, folder), 'utf8'));
    // If this fails: node scripts/build-queries-core.mjs
    expect(createHash('sha256').update(sources.join('')).digest('hex')).toBe(CORE_SOURCE);
  });

  it('bears what is very long: its memory grows, and what is beyond the bounds is left out as in the plain one', () => {
    const matchers = [buildMatcher(), buildPlain()];
    const queries = [
      'needle',
      '"bins bins"',
      'bins NEAR/3 needle',
      'needl*',
      '#bins needle',
      'site:b.cc',
      'bins -absent',
    ];
    for (const [i, query] of queries.entries()) for (const matcher of matchers) matcher.add(String(i), read(query));
    const floods = [
      `${'bins '.repeat(250_000)}needle`,
      `${'bins-'.repeat(50_000)}needle`,
      `${'b.cc/x '.repeat(80_000)}needle`,
      `${'\u200b'.repeat(2_000_000)}needle`,
      `#${'Bins'.repeat(100_000)} needle`,
      `${'\ud800'.repeat(300_000)} needle bins`,
      `${'京'.repeat(300_000)} needle`,
    ];
    for (const text of [...floods, 'bins bins needle']) expectSame(matchers, { text });
  });

  it('reads an address that hides, or a word that breaks off at one, as the plain one does', () => {
    const matchers = [buildMatcher(), buildPlain(), buildSlowMatcher()];
    const queries = ['site:example.org', 'site:cc', 'bin', 'bins', 'ab', 'abs', 's', 'ht*', 'www', 'ww'];
    for (const [i, query] of queries.entries()) for (const matcher of matchers) matcher.add(String(i), read(query));
    const pieces = [
      'a-',
      "ht'tp://",
      "ww'w.",
      'https://',
      'bins.example',
      'abs.',
      'example.org',
      '\u00ad',
      "'s",
      ' ',
      'ß',
      'x@',
      '#',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 8 }), (parts) =>
        expectSame(matchers, { text: parts.join('') }),
      ),
      { numRuns: 5000 },
    );
    const hidden = `exam${'\u00ad'.repeat(600)}ple.org`;
    for (const text of [hidden, `https://${'a.'.repeat(90_000)}cc`, `${'b'.repeat(600)}.example.org`])
      expectSame(matchers, { text });
    expect(matchers[0]!.match({ text: hidden })).toContain('0');
  });

  it('keeps many queries apart, however many terms they have', () => {
    const matchers = [buildMatcher(), buildPlain()];
    for (let i = 0; i < 20_000; i++) {
      const query = read(
        i % 3 === 0 ? `w${i}` : i % 3 === 1 ? `"w${i} x${i % 50}"` : `w${i % 700} x${i % 50} NOT y${i}`,
      );
      for (const matcher of matchers) matcher.add(String(i), query);
    }
    for (let i = 0; i < 300; i++) expectSame(matchers, { text: `w${i} x${i % 50} y${i + 2} w${i * 50}` });
  });
});

describe('queries that come and go', () => {
  it('agrees while queries are added, replaced and retired', () => {
    const words = Array.from({ length: 40 }, (_, i) => `w${i}`);
    const pick = chance(7);
    const fast = buildMatcher();
    const matchers = [fast, buildPlain(), buildSlowMatcher()];
    for (let step = 0; step < 6000; step++) {
      const id = String(pick(1500));
      if (pick(3) === 0) expect(new Set(matchers.map((matcher) => matcher.remove(id))).size).toBe(1);
      else {
        const [a, b, c] = [words[pick(40)], words[pick(40)], words[pick(40)]];
        const query = read([`${a}`, `${a} NOT ${b}`, `"${a} ${b}"`, `${a} NEAR/4 ${c}`, `${a} ${b} OR ${c}`][pick(5)]!);
        for (const matcher of matchers) matcher.add(id, query);
      }
      if (step % 10 > 0) continue;
      expectSame(matchers, { text: Array.from({ length: 8 }, () => words[pick(40)]).join(' ') });
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
