/** Why a query matches a post: its words and where they stand. Only asked for posts that people look at. */
import { cut, type Token } from '#engines/text';
import { holds } from './slow.ts';
import type { Near, Node, ParsedQuery, Placed, QueryPost, Term } from './tree.ts';

export interface Place {
  readonly in: 'title' | 'text';
  /** UTF-16 units of that text. */
  readonly start: number;
  readonly end: number;
}

export interface Reason {
  /** The part of the query in folded form: `bins`, `save our bins`, `counc*`, `site:example.org`. */
  readonly part: string;
  /** Empty when it is not in the words but in what is known of the post. */
  readonly places: readonly Place[];
}

export interface Explained {
  readonly reasons: readonly Reason[];
}

/** Letters of a title or text that are looked at, and places told of one part. */
const TEXT_LIMIT = 20_000;
const PLACES = 200;

interface Read {
  readonly name: Place['in'];
  readonly tokens: readonly Token[];
  readonly at: ReadonlyMap<number, readonly Token[]>;
}

type Range = readonly [from: number, to: number, start: number, end: number];

/** The reasons of a query that is known to match. In a very long text only the beginning is looked at. */
export function explain(query: ParsedQuery, post: QueryPost): Explained {
  const texts = [read('title', post.title ?? ''), read('text', post.text)];
  const tokens = texts.map((text) => text.tokens);
  const reasons: Reason[] = [];
  const walk = (node: Node): void => {
    if (node.kind === 'not' || !isTrue(node)) return;
    if (node.kind === 'and' || node.kind === 'or') node.of.forEach(walk);
    else if (node.kind === 'near') nearReasons(node);
    else if (node.kind === 'field') {
      const part = `${node.field}:${node.value}`;
      const term: Placed = { kind: 'term', term: part, isPrefix: false };
      reasons.push({ part, places: node.field === 'site' ? placesOf(texts, (text) => ranges(term, text)) : [] });
    } else reasons.push({ part: nameOf(node), places: placesOf(texts, (text) => ranges(node, text)) });
  };
  const isTrue = (node: Node): boolean => {
    if (node.kind === 'and') return node.of.every(isTrue);
    if (node.kind === 'or') return node.of.some(isTrue);
    if (node.kind === 'not') return !isTrue(node.of);
    if (node.kind === 'phrase') return texts.some((text) => ranges(node, text).length > 0);
    if (node.kind === 'near')
      return node.left.some(
        (placed) => placesOf(texts, (text) => nearRanges(placed, node.right, node.distance, text)).length > 0,
      );
    return holds(node, post, tokens);
  };
  const nearReasons = ({ left, right, distance }: Near): void => {
    for (const [side, others] of [
      [left, right],
      [right, left],
    ] as const) {
      for (const placed of side) {
        const places = placesOf(texts, (text) => nearRanges(placed, others, distance, text));
        if (places.length > 0) reasons.push({ part: nameOf(placed), places });
      }
    }
  };
  walk(query.root);
  return { reasons };
}

function read(name: Place['in'], text: string): Read {
  const tokens = cut(text.slice(0, TEXT_LIMIT));
  const at = new Map<number, Token[]>();
  for (const token of tokens) {
    const here = at.get(token.position);
    if (here) here.push(token);
    else at.set(token.position, [token]);
  }
  return { name, tokens, at };
}

const nameOf = (placed: Placed): string =>
  placed.kind === 'phrase' ? placed.items.map(nameOf).join(' ') : `${placed.term}${placed.isPrefix ? '*' : ''}`;

const isHit = (wanted: Term, { term }: Token): boolean =>
  wanted.isPrefix ? term.startsWith(wanted.term) : term === wanted.term;

/** Every place of a word or phrase in one text. */
function ranges(placed: Placed, text: Read): Range[] {
  const [first, ...rest] = placed.kind === 'phrase' ? placed.items : [placed];
  let found = text.tokens
    .filter((token) => isHit(first!, token))
    .map((token): Range => [token.position, token.position + token.span, token.start, token.end]);
  for (const item of rest) {
    const further = new Map<string, Range>();
    for (const [from, to, start] of found) {
      for (const token of text.at.get(to) ?? []) {
        const behind = to + token.span;
        if (isHit(item, token)) further.set(`${from} ${behind}`, [from, behind, start, token.end]);
      }
    }
    found = [...further.values()];
  }
  return found;
}

/** The places that have one of the others near them. */
function nearRanges(placed: Placed, others: readonly Placed[], distance: number, text: Read): Range[] {
  const mine = ranges(placed, text);
  if (mine.length === 0) return [];
  const theirs = others.flatMap((other) => ranges(other, text));
  return mine.filter(([from, to]) =>
    theirs.some(([a, b]) => (a >= to && a - to < distance) || (from >= b && from - b < distance)),
  );
}

const placesOf = (texts: readonly Read[], find: (text: Read) => readonly Range[]): Place[] =>
  texts
    .flatMap((text) => find(text).map(([, , start, end]): Place => ({ in: text.name, start, end })))
    .slice(0, PLACES);
