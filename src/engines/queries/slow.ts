/**
 * The plain twin: asks every query of every post, looking through all tokens each time. It shares only the idea of a
 * word and the parsed tree with the fast engine, and is the judge in every test.
 */
import { cut, handleTerms, linkSites, type Token, tagTerm } from '#engines/text';
import { handleOf, languagesOf, type Node, type ParsedQuery, type Placed, type QueryPost, type Term } from './tree.ts';

export interface SlowMatcher {
  add(id: string, query: ParsedQuery): void;
  remove(id: string): boolean;
  match(post: QueryPost): readonly string[];
}

export function buildSlowMatcher(): SlowMatcher {
  const queries = new Map<string, ParsedQuery>();
  return {
    add(id, query) {
      queries.delete(id);
      queries.set(id, query);
    },
    remove: (id) => queries.delete(id),
    match(post) {
      const texts = [cut(post.title ?? ''), cut(post.text)];
      return [...queries].filter(([, query]) => holds(query.root, post, texts)).map(([id]) => id);
    },
  };
}

type Texts = readonly (readonly Token[])[];

export function holds(node: Node, post: QueryPost, texts: Texts): boolean {
  switch (node.kind) {
    case 'and':
      return node.of.every((child) => holds(child, post, texts));
    case 'or':
      return node.of.some((child) => holds(child, post, texts));
    case 'not':
      return !holds(node.of, post, texts);
    case 'term':
      return texts.some((tokens) => tokens.some((token) => isHit(node, token.term))) || isBeside(node, post);
    case 'phrase':
      return texts.some((tokens) => places(node, tokens).length > 0);
    case 'near':
      return texts.some((tokens) => isNear(node.left, node.right, node.distance, tokens));
    case 'field':
      return hasField(node.field, node.value, post, texts);
  }
}

const isHit = (wanted: Term, term: string): boolean =>
  wanted.isPrefix ? term.startsWith(wanted.term) : term === wanted.term;

/** Tags and mentions that the network lists beside the text. */
function isBeside(wanted: Term, post: QueryPost): boolean {
  if (wanted.term.startsWith('#')) return (post.tags ?? []).some((tag) => isHit(wanted, tagTerm(tag)));
  if (wanted.term.startsWith('@'))
    return (post.mentions ?? []).flatMap(handleTerms).some((term) => isHit(wanted, term));
  return false;
}

/** Every place of a word or phrase, from its first position to the one behind its last. */
function places(placed: Placed, tokens: readonly Token[]): [from: number, to: number][] {
  const [first, ...rest] = placed.kind === 'phrase' ? placed.items : [placed];
  let found = tokens
    .filter((token) => isHit(first!, token.term))
    .map((token): [number, number] => [token.position, token.position + token.span]);
  for (const item of rest) {
    found = found.flatMap(([from, to]) =>
      tokens
        .filter((token) => token.position === to && isHit(item, token.term))
        .map((token): [number, number] => [from, token.position + token.span]),
    );
    found = [...new Map(found.map((place) => [place.join(), place])).values()];
  }
  return found;
}

function isNear(
  left: readonly Placed[],
  right: readonly Placed[],
  distance: number,
  tokens: readonly Token[],
): boolean {
  const others = right.flatMap((placed) => places(placed, tokens));
  return left
    .flatMap((placed) => places(placed, tokens))
    .some(([from, to]) =>
      others.some(
        ([otherFrom, otherTo]) =>
          (otherFrom >= to && otherFrom - to < distance) || (from >= otherTo && from - otherTo < distance),
      ),
    );
}

function hasField(field: string, value: string, post: QueryPost, texts: Texts): boolean {
  if (field === 'lang') return languagesOf(post.lang ?? '').includes(value);
  if (field === 'network') return (post.network ?? '').toLowerCase() === value;
  if (field === 'from') return handleTerms(handleOf(post)).includes(value);
  const site = `site:${value}`;
  return texts.flat().some((token) => token.term === site) || (post.links ?? []).flatMap(linkSites).includes(site);
}
