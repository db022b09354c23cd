/** Finds clauses by words: every word asked for stands in it, or begins one that does. Pure. */
import { cut, readWords } from '#engines/text';
import type { Clause } from './door.ts';

export interface Found {
  readonly clause: Clause;
  readonly inTitle: readonly Span[];
  readonly inWords: readonly Span[];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** At most so many words of a question are looked for. */
const mostWords = 20;

export function findClauses(clauses: readonly Clause[], asked: string): readonly Found[] {
  const wanted = [...new Set(readWords(asked.slice(0, 500)))].slice(0, mostWords);
  if (wanted.length === 0) return [];
  return clauses.flatMap((clause) => {
    const title = marks(clause.title, wanted);
    const words = marks(clause.words, wanted);
    const isFound = wanted.every((one) => title.found.has(one) || words.found.has(one));
    return isFound ? [{ clause, inTitle: title.spans, inWords: words.spans }] : [];
  });
}

function marks(text: string, wanted: readonly string[]): { spans: readonly Span[]; found: ReadonlySet<string> } {
  const found = new Set<string>();
  const spans = cut(text).flatMap((token) => {
    const fits = wanted.filter((one) => token.term.startsWith(one));
    for (const one of fits) found.add(one);
    return fits.length > 0 ? [{ start: token.start, end: token.end }] : [];
  });
  return { spans, found };
}
