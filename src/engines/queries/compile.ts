/**
 * From a tree to a small program in numbers, and the rarest terms that must be there for it to hold.
 *
 * A program is a row of tests. Each says where to go on when it holds and where when it does not, so AND, OR and NOT
 * cost nothing at run time and no stack is needed:
 *
 *   HAS     then else term
 *   PHRASE  then else size term...
 *   NEAR    then else distance (choices (size term...)...) twice
 */
import type { Field, Node, Placed, Term } from './tree.ts';

export const HAS = 0;
export const PHRASE = 1;
export const NEAR = 2;
/** Places to go on at that end the run. */
export const YES = -1;
export const NO = -2;

export interface Program {
  readonly code: number[];
  /** Where to begin. */
  readonly entry: number;
  /** One of these is in every post that matches. */
  readonly anchors: number[];
  /** True when an anchor in the post is the whole proof. */
  readonly isSure: boolean;
  /** A further term that is in every post that matches, the rarest there is; -1 where there is none. */
  readonly need: number;
}

/** What the compiler asks of the index: a term's number, and how common the term is (posts in a million). */
export interface Naming {
  readonly numberOf: (term: string, isPrefix: boolean) => number;
  readonly commonness: (term: number) => number;
}

export function compile(root: Node, naming: Naming): Program {
  const code: number[] = [];
  const termNumber = (term: Term): number => naming.numberOf(term.term, term.isPrefix);

  // Written from the end to the beginning, so that the places to go on at are known when a test is written.
  const write = (node: Node, then: number, otherwise: number): number => {
    if (node.kind === 'not') return write(node.of, otherwise, then);
    if (node.kind === 'and' || node.kind === 'or') {
      const isAnd = node.kind === 'and';
      let next = isAnd ? then : otherwise;
      for (const child of cheapLast(node.of)) next = isAnd ? write(child, next, otherwise) : write(child, then, next);
      return next;
    }
    const start = code.length;
    if (node.kind === 'term') code.push(HAS, then, otherwise, termNumber(node));
    else if (node.kind === 'field')
      code.push(HAS, then, otherwise, naming.numberOf(fieldTerm(node.field, node.value), false));
    else if (node.kind === 'phrase')
      code.push(PHRASE, then, otherwise, node.items.length, ...node.items.map(termNumber));
    else {
      code.push(NEAR, then, otherwise, node.distance);
      for (const side of [node.left, node.right]) {
        code.push(side.length);
        for (const placed of side) {
          const items = itemsOf(placed);
          code.push(items.length, ...items.map(termNumber));
        }
      }
    }
    return start;
  };
  const entry = write(root, YES, NO);
  const { terms } = anchorsOf(root, naming);
  const anchors = [...new Set(terms)];
  const isSure = isSimple(root);
  return { code, entry, anchors, isSure, need: isSure ? -1 : rarest(requiredBy(root), anchors, naming) };
}

/** Terms that are in every post that matches. */
function requiredBy(node: Node): readonly (Term | Field)[] {
  if (node.kind === 'term' || node.kind === 'field') return [node];
  if (node.kind === 'phrase') return node.items;
  if (node.kind === 'and') return node.of.flatMap(requiredBy);
  if (node.kind !== 'near') return [];
  return [node.left, node.right].flatMap((side) => (side.length === 1 ? itemsOf(side[0]!) : []));
}

function rarest(required: readonly (Term | Field)[], anchors: readonly number[], naming: Naming): number {
  let best = -1;
  for (const one of required) {
    const number =
      one.kind === 'field'
        ? naming.numberOf(fieldTerm(one.field, one.value), false)
        : naming.numberOf(one.term, one.isPrefix);
    if (anchors.length === 1 && anchors[0] === number) continue;
    if (best < 0 || naming.commonness(number) < naming.commonness(best)) best = number;
  }
  return best;
}

/** A field as a term, so that it lives in the same table as the words. */
export const fieldTerm = (field: string, value: string): string => `${field}:${value}`;

const itemsOf = (placed: Placed): readonly Term[] => (placed.kind === 'phrase' ? placed.items : [placed]);

const isSimple = (node: Node): boolean =>
  node.kind === 'term' || node.kind === 'field' || (node.kind === 'or' && node.of.every(isSimple));

/** The order to write in: tests of presence come out first when the program runs, walks over places last. */
function cheapLast(nodes: readonly Node[]): Node[] {
  const cost = (node: Node): number => {
    if (node.kind === 'term' || node.kind === 'field') return 0;
    if (node.kind === 'not') return cost(node.of) + 1;
    return node.kind === 'near' ? 9 : 5;
  };
  return [...nodes].sort((a, b) => cost(b) - cost(a));
}

interface Anchors {
  readonly terms: readonly number[];
  readonly cost: number;
}

const NEVER: Anchors = { terms: [], cost: Number.POSITIVE_INFINITY };

/** The cheapest set of terms of which at least one must be there. */
function anchorsOf(node: Node, naming: Naming): Anchors {
  const one = (term: string, isPrefix: boolean): Anchors => {
    const number = naming.numberOf(term, isPrefix);
    return { terms: [number], cost: naming.commonness(number) };
  };
  const cheapest = (all: readonly Anchors[]): Anchors =>
    all.reduce((best, next) => (next.cost < best.cost ? next : best), NEVER);
  const together = (all: readonly Anchors[]): Anchors => ({
    terms: all.flatMap(({ terms }) => terms),
    cost: all.reduce((sum, { cost }) => sum + cost, 0),
  });
  const phrase = (placed: Placed): Anchors => cheapest(itemsOf(placed).map((item) => one(item.term, item.isPrefix)));
  if (node.kind === 'term' || node.kind === 'phrase') return phrase(node);
  if (node.kind === 'field') return one(fieldTerm(node.field, node.value), false);
  if (node.kind === 'near') return cheapest([node.left, node.right].map((side) => together(side.map(phrase))));
  if (node.kind === 'and') return cheapest(node.of.map((child) => anchorsOf(child, naming)));
  return node.kind === 'or' ? together(node.of.map((child) => anchorsOf(child, naming))) : NEVER;
}
