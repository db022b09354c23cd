import { describe, expect, test } from 'vitest';
import { parseQuery } from '#engines/queries';
import { type Known, purposeRedLine, queryRedLine } from './red-lines.ts';

const known: Known = {
  handles: new Set(['northmerecouncil', 'northmeregazette']),
  ownWords: new Set(['northmere', 'council']),
  protectedKind: (words) =>
    words.join(' ') === 'ada okafor' ? 'councillor' : words.join(' ') === 'okafor' ? 'councillor' : null,
};

function lineOf(text: string) {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.problems[0]?.words}`);
  return queryRedLine(parsed.query, known)?.kind ?? null;
}

describe('a watch on a person, a union, a journalist, a councillor or a campaigner is refused', () => {
  test.each([
    ['"Pat Doyle"', 'person'],
    ['pat doyle strike', null],
    ['"Sharon Whitlock" bins', 'person'],
    ['" -Sharon Whitlock"', 'person'],
    ['bins AND "he NOT Sharon Whitlock"', 'person'],
    ['bins NOT (NOT "Sharon Whitlock")', 'person'],
    ['bins NOT -"Sharon Whitlock"', 'person'],
    ['sharon whitlock', 'person'],
    ['"Dr Whitlock"', 'person'],
    ['PC Whitlock', 'person'],
    ['"Cllr Jones"', 'councillor'],
    ['okafor AND pool', 'councillor'],
    ['unison AND council', 'union'],
    ['"union rep"', 'union'],
    ['council (GMB OR "Unite the Union")', 'union'],
    ['protesters town hall', 'campaigner'],
    ['@angry_resident', 'account'],
    ['bins from:@angry_resident', 'account'],
  ] as const)('%s', (query, kind) => expect(lineOf(query)).toBe(kind));
});

describe('services, places, campaigns of our own and our own accounts are taken', () => {
  test.each([
    'bins OR "bin day" OR recycling',
    '"Grace Road" flood*',
    '"Victoria Park" AND closed',
    '@NorthmereCouncil',
    'pool from:@NorthmereGazette',
    'council tax NOT "Sharon Whitlock"',
    'united kingdom',
    'will close',
    'potholes NEAR/5 council',
    '#SaveOurPool',
    'mark of respect',
    '"St Mary Hospital"',
    'ysbyty AND aros',
  ])('%s', (query) => expect(lineOf(query)).toBeNull());
});

test('a purpose that fishes or names somebody is refused', () => {
  expect(purposeRedLine('Keep everything about us, just in case it is useful one day.', known)?.kind).toBe('fishing');
  expect(purposeRedLine('To see what Sharon Whitlock says about the cuts.', known)?.kind).toBe('person');
  expect(purposeRedLine('To follow what the union reps say about the cuts.', known)?.kind).toBe('union');
  expect(purposeRedLine('To notice missed bins and answer residents within a day.', known)).toBeNull();
});

test('the refusal does not repeat the name', () => {
  const parsed = parseQuery('"Sharon Whitlock"');
  if (!parsed.ok) throw new Error('unreadable');
  expect(queryRedLine(parsed.query, known)?.words).not.toMatch(/whitlock/i);
});
