/** Splits a query into pieces: brackets, quoted phrases, operators, fields and words, each with its place. */
import type { Mistake } from './tree.ts';

export type Piece = { readonly at: number; readonly length: number } & (
  | { readonly kind: 'open' | 'close' | 'AND' | 'OR' | 'NOT' | 'end' }
  | { readonly kind: 'NEAR'; readonly distance: number }
  | { readonly kind: 'quoted' | 'word'; readonly text: string }
  | { readonly kind: 'field'; readonly name: string; readonly text: string; readonly textAt: number }
);

const SPACE = /\s/;
/** Office programs turn straight quotes into curly ones. */
const QUOTE = /["“”„‟«»＂]/;
const MINUS = /[-−–]/;
const NEAR = /^NEAR(?:[/:~]?(\d*))?$/;

export function lex(text: string, mistake: (mistake: Mistake) => void): Piece[] {
  const pieces: Piece[] = [];
  let i = 0;
  while (i < text.length) {
    const char = text[i]!;
    if (SPACE.test(char)) i += 1;
    else if (char === '(' || char === ')') {
      pieces.push({ kind: char === '(' ? 'open' : 'close', at: i, length: 1 });
      i += 1;
    } else if (QUOTE.test(char)) i = quoted(i, null);
    else if (MINUS.test(char) && i + 1 < text.length && !SPACE.test(text[i + 1]!)) {
      pieces.push({ kind: 'NOT', at: i, length: 1 });
      i += 1;
    } else i = bare(i);
  }
  pieces.push({ kind: 'end', at: text.length, length: 0 });
  return pieces;

  function quoted(at: number, field: { name: string; at: number } | null): number {
    let end = at + 1;
    while (end < text.length && !QUOTE.test(text[end]!)) end += 1;
    if (end >= text.length) {
      mistake({
        at,
        length: 1,
        words: 'These quotation marks are never closed.',
        hint: 'Add " after the last word of the phrase.',
      });
    }
    const inside = text.slice(at + 1, end);
    if (field) {
      const length = Math.min(end + 1, text.length) - field.at;
      pieces.push({ kind: 'field', at: field.at, length, name: field.name, text: inside, textAt: at + 1 });
    } else pieces.push({ kind: 'quoted', at, length: Math.min(end + 1, text.length) - at, text: inside });
    return end + 1;
  }

  function bare(at: number): number {
    let end = at;
    while (end < text.length && !SPACE.test(text[end]!) && !/[()]/.test(text[end]!) && !QUOTE.test(text[end]!))
      end += 1;
    const word = text.slice(at, end);
    const length = end - at;
    const field = /^([A-Za-z_]{1,30}):(?!\/\/)/.exec(word);
    if (field) {
      const name = field[1]!;
      const textAt = at + name.length + 1;
      if (textAt === end && end < text.length && QUOTE.test(text[end]!)) return quoted(end, { name, at });
      pieces.push({ kind: 'field', at, length, name, text: word.slice(name.length + 1), textAt });
    } else if (word === 'AND' || word === 'OR' || word === 'NOT') pieces.push({ kind: word, at, length });
    else if (NEAR.test(word)) {
      pieces.push({ kind: 'NEAR', at, length, distance: Number(NEAR.exec(word)?.[1] || Number.NaN) });
    } else pieces.push({ kind: 'word', at, length, text: word });
    return end;
  }
}
