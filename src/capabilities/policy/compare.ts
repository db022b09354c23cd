/** What is different between two versions, clause by clause and word by word. Pure. */
import { diffWordsWithSpace } from 'diff';
import type { Clause, Principle, Version } from './door.ts';

export interface WordPart {
  readonly kind: 'same' | 'added' | 'removed';
  readonly words: string;
}

export type Change = 'same' | 'changed' | 'added' | 'retired';

export interface Pair<T extends Principle = Principle> {
  readonly number: number;
  readonly change: Change;
  readonly before: T | null;
  readonly after: T | null;
  readonly title: readonly WordPart[];
  readonly words: readonly WordPart[];
  /** Why it was retired, where it was. */
  readonly retiredBecause: string | null;
}

export interface Fact {
  readonly name: 'owner' | 'reason' | 'source' | 'review' | 'scenarios';
  readonly before: string;
  readonly after: string;
}

export interface ClausePair extends Pair<Clause> {
  /** What stands beside the words: who answers for it, why, and when it is looked at. */
  readonly facts: readonly Fact[];
}

export interface Comparison {
  readonly principles: readonly Pair[];
  readonly clauses: readonly ClausePair[];
}

type Text = Pick<Version, 'principles' | 'clauses'>;

/** More steps than this and the whole text counts as replaced: two texts of 2,000 characters stay far below. */
const mostSteps = 4_000;

/** Parts in the order of reading: leaving out the added gives `before`, leaving out the removed gives `after`. */
export function wordParts(before: string, after: string): readonly WordPart[] {
  if (before === after) return before === '' ? [] : [{ kind: 'same', words: before }];
  const parts = diffWordsWithSpace(before, after, { maxEditLength: mostSteps });
  const told: WordPart[] = parts
    ? parts.map((part) => ({ kind: part.added ? 'added' : part.removed ? 'removed' : 'same', words: part.value }))
    : [
        { kind: 'removed', words: before },
        { kind: 'added', words: after },
      ];
  return told.filter((part) => part.words !== '');
}

export function compareVersions(before: Text, after: Text): Comparison {
  return {
    principles: pairs(before.principles, after.principles, () => null),
    clauses: pairs(before.clauses, after.clauses, (clause) => clause.retiredBecause).map((pair) => {
      const facts = pair.before && pair.after ? factsOf(pair.before, pair.after) : [];
      return { ...pair, facts, change: pair.change === 'same' && facts.length > 0 ? 'changed' : pair.change };
    }),
  };
}

/** In every word and in who answers for it. */
export function isSameText(before: Text, after: Text): boolean {
  const { principles, clauses } = compareVersions(before, after);
  return [...principles, ...clauses].every((pair) => pair.change === 'same');
}

/** Its words stand; only who answers for it, why or when changed. */
export const isBesideWords = (pair: Pair) =>
  pair.change === 'changed' && [...pair.title, ...pair.words].every((part) => part.kind === 'same');

function pairs<T extends Principle>(
  before: readonly T[],
  after: readonly T[],
  retiredFor: (one: T) => string | null,
): readonly Pair<T>[] {
  const numbers = [...new Set([...before, ...after].map((one) => one.number))].sort((a, b) => a - b);
  return numbers.flatMap((number) => {
    const was = before.find((one) => one.number === number && retiredFor(one) === null) ?? null;
    const later = after.find((one) => one.number === number) ?? null;
    const retiredBecause = later ? retiredFor(later) : null;
    const is = retiredBecause === null ? later : null;
    if (!was && !is) return [];
    const title = wordParts(was?.title ?? '', is?.title ?? '');
    const words = wordParts(was?.words ?? '', is?.words ?? '');
    const isSame = [...title, ...words].every((part) => part.kind === 'same');
    const change: Change = !was ? 'added' : !is ? 'retired' : isSame ? 'same' : 'changed';
    return [{ number, change, before: was, after: is, title, words, retiredBecause }];
  });
}

/** What stands beside the words, and is different. */
export function factsOf(before: Clause, after: Clause): readonly Fact[] {
  const all: readonly Fact[] = [
    { name: 'owner', before: before.ownerId ?? '', after: after.ownerId ?? '' },
    { name: 'reason', before: before.reason, after: after.reason },
    { name: 'source', before: before.source, after: after.source },
    { name: 'review', before: before.reviewOn, after: after.reviewOn },
    { name: 'scenarios', before: before.scenarios.join(', '), after: after.scenarios.join(', ') },
  ];
  return all.filter((fact) => fact.before !== fact.after);
}
