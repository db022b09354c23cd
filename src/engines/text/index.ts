/** One idea of "word" for every engine: fold, cut into tokens, keep the places. The rules are in DESIGN.md. */

import { buildCutter } from './cut.ts';
import { classOf, entryOf, SINGLE } from './fold.ts';
import { HANDLE, JOINED, POSSESSIVE, SEEN, SITE, TAG, termAt, WORD } from './tokens.ts';

export { buildCutter } from './cut.ts';
export { entryOf, foldedOf, seenAs } from './fold.ts';
export { handleTerms, linkSites, seenName, tagTerm } from './names.ts';
export { sitesOf } from './sites.ts';
export { type Cut, type Cutter, hashOf, hashStart, hashStep, TOKEN_LIMIT, termAt, WORD_LIMIT } from './tokens.ts';

/**
 * `word` stands in running order; the others are further spellings at the same place: `joined` (wellbeing for
 * well-being), `possessive` (council for council's), `seen` (what the eye reads when look-alike letters were mixed in),
 * `tag`, `handle` and `site`.
 */
export type TokenKind = 'word' | 'joined' | 'possessive' | 'seen' | 'tag' | 'handle' | 'site';

export interface Token {
  readonly kind: TokenKind;
  /** The folded word; with # or @ or site: before it for the last three kinds. */
  readonly term: string;
  /** Counts words from 0. */
  readonly position: number;
  /** How many positions it covers. */
  readonly span: number;
  /** Where it stands in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

const KINDS: Readonly<Record<number, TokenKind>> = {
  [WORD]: 'word',
  [JOINED]: 'joined',
  [POSSESSIVE]: 'possessive',
  [SEEN]: 'seen',
  [TAG]: 'tag',
  [HANDLE]: 'handle',
  [SITE]: 'site',
};

const cutter = buildCutter();

/** Cuts a text into tokens. For hot loops take `buildCutter`, which allocates nothing. */
export function cut(text: string): Token[] {
  cutter.reset();
  cutter.read(text);
  const tokens: Token[] = [];
  for (let i = 0; i < cutter.size; i++) {
    tokens.push({
      kind: KINDS[cutter.kind[i]!] ?? 'word',
      term: termAt(cutter, i),
      position: cutter.position[i]!,
      span: cutter.span[i]!,
      start: cutter.start[i]!,
      end: cutter.end[i]!,
    });
  }
  return tokens;
}

/** The folded words of a text in running order. */
export function readWords(text: string): string[] {
  return cut(text)
    .filter((token) => token.kind === 'word')
    .map((token) => token.term);
}

/** Whether a folded word is one character of a script that writes without spaces, and so always stands whole. */
export const isSingleCharacter = (term: string): boolean => {
  const point = term.codePointAt(0) ?? 0;
  return term.length === (point > 0xffff ? 2 : 1) && classOf(entryOf(point)) === SINGLE;
};
