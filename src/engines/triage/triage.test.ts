/** Triage through its door: the reasons add up, the same post gives the same verdict, hostile texts are borne. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { theTriage } from '../../../test/support/triage.ts';
import { CUES } from './cues.table.ts';
import { FAMILIES } from './families.table.ts';
import { familiesAt } from './families.ts';
import { FAMILY_CODES } from './family-codes.table.ts';
import type { TriageContext, TriagePost } from './index.ts';
import { OWN } from './own.table.ts';
import { CODES } from './severity.table.ts';
import { read } from './words.ts';

const triage = theTriage();
const context: TriageContext = { names: ['Northmere Council', 'Northmere'], handles: ['@NorthmereCouncil'] };
const post = (text: string, more: Partial<TriagePost> = {}): TriagePost => ({
  title: '',
  text,
  lang: 'en',
  author: 'public',
  network: 'bluesky',
  ...more,
});
const judge = (text: string) => triage.judge(post(text), context);

describe('sentences of our own', () => {
  test('at least nine of ten get their code', () => {
    const missed = OWN.filter(([text, code]) => judge(text).code !== code).map(
      ([text, code]) => `${code}: ${text} (${judge(text).code})`,
    );
    expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(OWN.length / 10);
  });

  test('every one about safety or disclosure is raised', () => {
    for (const [text, code] of OWN.filter(([, one]) => /^T[1-4]$/.test(one))) {
      const verdict = judge(text);
      expect([verdict.code, ...verdict.also], text).toContain(code);
      expect(verdict.severity, text).toMatch(/S[12]/);
    }
  });

  test('plain criticism and praise stay at S5', () => {
    for (const [text] of OWN.filter(([, code]) => code === 'T15' || code === 'T29'))
      expect(judge(text).severity, text).toBe('S5');
  });
});

describe('every verdict', () => {
  const texts = fc.oneof(
    fc.string({ maxLength: 300, unit: 'grapheme' }),
    fc.constantFrom(...OWN.map(([text]) => text)),
  );

  test('has points that add up to its score, known codes and a lock with T4', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const verdict = judge(text);
        const sum = verdict.points.reduce((all, point) => all + point.points, 0);
        expect(verdict.score).toBe(Math.max(0, Math.min(100, sum)));
        expect(Object.keys(CODES)).toContain(verdict.code);
        expect(verdict.also).not.toContain(verdict.code);
        expect(verdict.lockTo).toBe([verdict.code, ...verdict.also].includes('T4') ? 'guardian' : null);
        for (const point of verdict.points) for (const words of point.found) expect(text).toContain(words);
      }),
      { numRuns: 200 },
    );
  });

  test('is the same for the same post, whatever was judged between', () => {
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        const before = judge(one);
        judge(other);
        expect(judge(one)).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });

  test('does not hang on who wrote it', () => {
    for (const [text] of OWN.slice(0, 20))
      expect(triage.judge(post(text, { author: 'staff' }), context)).toEqual(
        triage.judge(post(text, { author: 'parody' }), context),
      );
  });

  test('knows the organisation by any of its names', () => {
    const { words } = read(post('Northmere Council and @NorthmereCouncil'), context);
    expect(words).toEqual(['_body', 'and', '_body']);
  });
});

describe('hostile texts', () => {
  test.each([
    ['nothing', ''],
    ['a million letters', 'a'.repeat(1_000_000)],
    ['a million words', 'kill '.repeat(200_000)],
    ['zero-width flood', `b\u200b${'\u200b'.repeat(200_000)}omb`],
    ['emoji only', '😂'.repeat(5000)],
    ['lone surrogates', '\ud800'.repeat(1000)],
    ['stars and handles', '@*#_'.repeat(20_000)],
    ['one endless sentence of look-alikes', 'ΚіӀӀ '.repeat(20_000)],
  ])('%s is judged', (_name, text) => {
    const verdict = judge(text);
    expect(verdict.points.length).toBeLessThan(20);
    expect(JSON.stringify(verdict).length).toBeLessThan(6000);
  });

  test('zero-width characters inside a word do not hide it', () => {
    const plain = judge('there is a bomb in the town hall');
    expect(judge('there is a b\u200bo\u200bmb in the town hall').code).toBe(plain.code);
  });
});

describe('word families', () => {
  const of = (text: string) => familiesAt(read(post(text), context)).map((hit) => hit.family);

  test('a phrase hides the words inside it', () => {
    expect(of('could murder a curry')).not.toContain('kill');
    expect(of('they will murder him')).toContain('kill');
  });

  test.each([
    ['weapon', 'he has a machete', 'he has a sandwich'],
    ['self_end', 'I want to die', 'I want to dance'],
    ['falsify', 'they backdated it', 'they painted it'],
    ['suppress', 'told to keep quiet', 'a quiet street'],
    ['praise', 'diolch yn fawr', 'dim byd'],
    ['phish', 'click this link', 'walk this way'],
    ['drill', 'an exercise with smoke', 'a fire with smoke'],
  ])('%s', (family, found, ignored) => {
    expect(of(found)).toContain(family);
    expect(of(ignored)).not.toContain(family);
  });

  test('each family that speaks for a code exists', () => {
    for (const [family, codes] of Object.entries(FAMILY_CODES)) {
      expect(FAMILIES[family], family).toBeDefined();
      for (const code of codes) expect(CODES[code], code).toBeDefined();
    }
  });
});

describe('cues', () => {
  for (const cue of CUES) {
    test.each(cue.examples.found)(`${cue.name}: %s`, (text) => {
      const verdict = judge(text);
      expect([verdict.code, ...verdict.also]).toContain(cue.code);
      expect(verdict.points.map((point) => point.words)).toContain(cue.words);
    });
    test.each(cue.examples.ignored)(`${cue.name}, not: %s`, (text) => {
      expect(judge(text).points.map((point) => point.words)).not.toContain(cue.words);
    });
  }
});

describe('spread', () => {
  const quiet = { posts: 1, lastHour: 1, reach: 10, press: 0 };
  const criticism = judge('This council is a joke');

  test('a quiet story stays as it is', () => {
    expect(triage.spread(criticism, quiet)).toEqual(criticism);
  });

  test('criticism that spreads becomes T14 with the reason, and the points still add up', () => {
    const loud = triage.spread(criticism, { posts: 40, lastHour: 20, reach: 60_000, press: 0 });
    expect([loud.code, loud.severity]).toEqual(['T14', 'S3']);
    expect(loud.points.at(-1)!.words).toContain('20 posts in the last hour');
    expect(loud.points.reduce((sum, point) => sum + point.points, 0)).toBe(loud.score);
  });

  test('two newsrooms are enough; five and many posts make it S2', () => {
    expect(triage.spread(criticism, { ...quiet, press: 2 }).severity).toBe('S3');
    expect(triage.spread(criticism, { ...quiet, press: 5 }).severity).toBe('S2');
    expect(triage.spread(criticism, { posts: 90, lastHour: 70, reach: 0, press: 0 }).severity).toBe('S2');
  });

  test('it never lowers, and leaves safety and disclosure alone', () => {
    for (const [text] of OWN) {
      const before = judge(text);
      const after = triage.spread(before, { posts: 500, lastHour: 500, reach: 9_000_000, press: 9 });
      expect(after.severity <= before.severity, text).toBe(true);
      expect(after.score).toBeGreaterThanOrEqual(before.score);
      if (/^T[1-5]$/.test(before.code)) expect(after).toEqual(before);
    }
  });
});
