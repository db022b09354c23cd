/** What a draft is looked at for: facts against the line, people behind it, words before a vote. Each case says what it finds. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { againstLine } from './against-line.ts';
import { electionFlags } from './election.ts';
import { factsOf } from './facts.ts';
import { identityFlags } from './identity.ts';
import { lengthOn } from './length.ts';

const line =
  'The pool in Mill Lane is shut until 17 March. We expect to open at 9am. 120 swimmers have had their £12.50 back. Ask us at the Leisure Team.';

describe('a draft against the line', () => {
  const found = (text: string) => againstLine(text, line).map((flag) => [flag.code, flag.found, flag.instead ?? null]);

  test.each<[string, [string, string, string | null][]]>([
    ['The pool is shut until 17 March.', []],
    ['Shut until March 17th. Open from 09:00.', []],
    ['Shut until 17/3.', []],
    ['Shut until 18 March.', [['date', '18 March', '17 March']]],
    ['It opens at 10 am.', [['time', '10 am', '9am']]],
    ['140 swimmers have had their money back.', [['figure', '140', '120']]],
    ['120 swimmers have had £12.50 back.', []],
    ['They had £15 back.', [['figure', '£15', '£12.50']]],
    ['Twelve people were ill.', [['figure', 'Twelve', null]]],
    ['We will repay everybody.', [['promise', 'We will', null]]],
    [
      'It will be fixed by Friday.',
      [
        ['promise', 'will be fixed', null],
        ['date', 'Friday', '17 March'],
        ['promise', 'by Friday', null],
      ],
    ],
    [
      'It opens within two weeks.',
      [
        ['promise', 'within two weeks', null],
        ['figure', 'two', null],
      ],
    ],
    ['Call the Leisure Team in Mill Lane.', []],
    [
      'Call the Sports Office in Station Road.',
      [
        ['name', 'Sports Office', null],
        ['name', 'Station Road', null],
      ],
    ],
    ['More at https://northmere.example/2026/pool-12', []],
  ])('%s', (text, wanted) => {
    expect(found(text).sort()).toEqual([...wanted].sort());
  });

  test('the same words are never flagged against themselves, and each place is where it says', () => {
    expect(againstLine(line, line)).toEqual([]);
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '12 bins',
            '5pm',
            'on Friday',
            '3 May 2026',
            'we will',
            'Jo Marsh',
            '£4m',
            '7%',
            'by tomorrow',
            'ok',
            '\n',
            '…',
            '🙂',
          ),
          { maxLength: 12 },
        ),
        (words) => {
          const text = words.join(' ');
          for (const fact of factsOf(text)) expect(text.slice(fact.start, fact.end)).toBe(fact.found);
          expect(againstLine(text, text)).toEqual([]);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('bears what strangers write, in good time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void againstLine(text, line)),
      { numRuns: 300 },
    );
    const long = `${'A '.repeat(5_000)}${'Aa'.repeat(5_000)} ${'1,'.repeat(3_000)} ${'we '.repeat(3_000)}`;
    expect(againstLine(long, line).length).toBeLessThan(20_000);
  });
});

describe('who of us could be known', () => {
  const staff = [
    { name: 'Jo Marsh', email: 'jo.marsh@northmere.example', phone: '+44 1632 960123' },
    { name: 'Dr Anneliese O’Hara-Smith', email: 'aoh@northmere.example', phone: null },
  ];
  const found = (text: string) => identityFlags(text, staff).map((flag) => [flag.code, flag.found, flag.level]);

  test.each<[string, string[][]]>([
    ['The Parks Team will look at it.', []],
    ['Jo Marsh will look at it.', [['staff-name', 'Jo Marsh', 'stop']]],
    [
      'J. Marsh and Marsh, Jo know.',
      [
        ['staff-name', 'J. Marsh', 'stop'],
        ['staff-name', 'Marsh, Jo', 'stop'],
      ],
    ],
    [
      'Ask Ms Marsh or #JoMarsh',
      [
        ['staff-name', 'Ms Marsh', 'stop'],
        ['staff-name', '#JoMarsh', 'stop'],
      ],
    ],
    ['The marsh is wet, said Joanna.', []],
    ['Thank you. ^JM', [['staff-initials', '^JM', 'stop']]],
    ['Thank you - JM', [['staff-initials', '- JM', 'stop']]],
    ['Many thanks, Jo', [['staff-name', 'Jo', 'look']]],
    ['Anneliese O’Hara-Smith is away', [['staff-name', 'Anneliese O’Hara-Smith', 'stop']]],
    ['Write to jo.marsh@northmere.example', [['staff-email', 'jo.marsh@northmere.example', 'stop']]],
    ['Write to kim.lee@elsewhere.example', [['staff-email', 'kim.lee@elsewhere.example', 'stop']]],
    ['Write to enquiries@northmere.example', []],
    ['Call 01632 960123', [['staff-phone', '01632 960123', 'stop']]],
    ['Call 07700 900123', [['staff-phone', '07700 900123', 'look']]],
    ['Call 0300 123 4567', []],
  ])('%s', (text, wanted) => {
    expect(found(text)).toEqual(wanted);
  });

  test('bears names that mean something to a machine', () => {
    expect(identityFlags('a (b) c', [{ name: '(.* )+$ [x', email: 'x@y.example', phone: '' }])).toEqual([]);
  });
});

describe('before a vote', () => {
  const found = (text: string) => electionFlags(text).map((flag) => [flag.code, flag.found, flag.level]);

  test.each<[string, string[][]]>([
    ['Polling stations are open from 7am to 10pm. Bring photo ID.', []],
    ['The pool opens on Monday.', []],
    ['Cllr Ada Penn said: “I am proud of our new pool”', [['election-quote', 'Cllr', 'stop']]],
    ['The leader of the council praised the new pool.', [['election-quote', 'The leader of the council', 'stop']]],
    ['The mayor opens the fair at noon.', [['election-word', 'mayor', 'look']]],
    [
      'Labour candidates meet at the hall.',
      [
        ['election-word', 'Labour', 'look'],
        ['election-word', 'candidates', 'look'],
      ],
    ],
    ['Better than the last council!', [['election-word', 'Better than the last', 'look']]],
  ])('%s', (text, wanted) => {
    expect(found(text)).toEqual(wanted);
  });
});

test('a post is as long as its network counts it', () => {
  expect(lengthOn('bluesky', '👩‍👩‍👧 ok')).toBe(4);
  expect(lengthOn('mastodon', 'See https://northmere.example/a/very/long/address/indeed')).toBe(27);
});
