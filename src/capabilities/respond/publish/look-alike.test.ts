/** Names that a deceiver takes, and names that are nobody's business. */
import { describe, expect, test } from 'vitest';
import { likenessOf } from './look-alike.ts';

const ours = 'NorthmereCouncil';

describe('a name is like ours', () => {
  test.each([
    ['NorthmereСouncil', 'same-to-the-eye'], // A Cyrillic letter stands for C.
    ['Nοrthmere_Council', 'same-to-the-eye'], // A Greek one for o.
    ['N0rthmereC0unci1', 'same-to-the-eye'],
    ['NorthrnereCouncil', 'same-to-the-eye'],
    ['Northmere-Council', 'same-to-the-eye'],
    ['CouncilNorthmere', 'words-swapped'],
    ['Council.Northmere', 'words-swapped'],
    ['NorthmereCouncilHelp', 'word-added'],
    ['Official_NorthmereCouncil', 'word-added'],
    ['NorthmereCouncilUK2026', 'word-added'],
    ['NorthmereCouncilRefunds', 'word-added'],
    ['NorthmereCouncill', 'one-letter-off'],
    ['NorhtmereCouncil', 'one-letter-off'],
    ['@northmerecouncil1@else.example', 'word-added'],
  ])('%s', (name, how) => {
    expect(likenessOf(name, ours)).toBe(how);
  });
});

describe('a name is not', () => {
  test.each([
    ['NorthmereCouncil'],
    ['@northmerecouncil'],
    ['NorthmereGazette'],
    ['SouthmereCouncil2'],
    ['council'],
    ['jo'],
    [''],
    ['🙂🙂🙂'],
    ['NorthmereCouncilWatchdogs'],
    ['WestNorthmereParishCouncil'],
  ])('%s', (name) => {
    expect(likenessOf(name, ours)).toBeNull();
  });
});
