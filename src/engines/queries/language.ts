/**
 * The query language. `parseQuery` turns what a person typed into a tree, or says where it went wrong and what to do.
 *
 *   any     = all { OR all }             all  = one { [AND] one }
 *   one     = NOT one | "-" one | near   near = item [ NEAR/n item ]
 *   item    = "(" any ")" | "phrase" | word | prefix* | @handle | #tag | site: lang: network: from:
 */
import { type FieldOptions, readField } from './fields.ts';
import { lex, type Piece } from './lex.ts';
import { limits } from './limits.ts';
import type { Mistake, Node, Note, Parsed, Placed } from './tree.ts';
import { readWords } from './words.ts';

export type ParseOptions = FieldOptions;

/** Thrown inside this file only, to leave the descent at the first mistake of structure. */
const STOP = Symbol('mistake');

/** Reads a query. Never throws; mistakes are told in the order of their places. */
export function parseQuery(text: string, options: ParseOptions = {}): Parsed {
  const problems: Mistake[] = [];
  const notes: Note[] = [];
  const mistake = (found: Mistake): void => {
    if (problems.length < limits.mistakes) problems.push(found);
  };
  if (text.length > limits.length) {
    return {
      ok: false,
      problems: [
        {
          at: limits.length,
          length: text.length - limits.length,
          words: `A search can have ${number(limits.length)} letters at most.`,
          hint: 'Split it into several searches.',
        },
      ],
    };
  }
  const pieces = lex(text, mistake);
  let next = 0;
  let terms = 0;
  const peek = (): Piece => pieces[next]!;
  const stop: (found: Mistake) => never = (found) => {
    mistake(found);
    throw STOP;
  };

  try {
    if (peek().kind === 'end')
      stop({ at: 0, length: text.length, words: 'The search is empty.', hint: 'Write at least one word.' });
    const root = readAny(0);
    const piece = peek();
    if (piece.kind === 'close') {
      stop({
        at: piece.at,
        length: 1,
        words: 'This bracket was never opened.',
        hint: 'Take it out, or add ( before the part it closes.',
      });
    }
    if (problems.length === 0 && !isAnchored(root)) {
      const not = pieces.find((candidate) => candidate.kind === 'NOT')!;
      stop({
        at: not.at,
        length: not.length,
        words: 'This would find nearly every post: it only says what must not be there.',
        hint: 'Add a word that must be there, like council NOT football. This goes for each side of OR.',
      });
    }
    if (problems.length === 0) return { ok: true, query: { text, root, terms }, notes };
  } catch (thrown) {
    if (thrown !== STOP) throw thrown;
  }
  return { ok: false, problems: problems.sort((a, b) => a.at - b.at) };

  function readAny(depth: number): Node {
    const of = [readAll(depth)];
    let mixed: Piece | null = null;
    while (peek().kind === 'OR') {
      const or = pieces[next++]!;
      if (of.length === 1 && of[0]!.kind === 'and') mixed = or;
      const side = readAll(depth, or);
      if (side.kind === 'and') mixed ??= or;
      of.push(side);
    }
    if (mixed) {
      notes.push({
        at: mixed.at,
        length: mixed.length,
        words: 'Words side by side are taken together before OR.',
        hint: 'Use brackets to say which belong together, like (bins OR rubbish) council.',
      });
    }
    return of.length === 1 ? of[0]! : { kind: 'or', of: of.flatMap((node) => (node.kind === 'or' ? node.of : [node])) };
  }

  function readAll(depth: number, after?: Piece): Node {
    const of = [readOne(depth, after)];
    for (;;) {
      const piece = peek();
      if (piece.kind === 'AND') {
        next += 1;
        of.push(readOne(depth, piece));
      } else if (piece.kind === 'OR' || piece.kind === 'close' || piece.kind === 'end') break;
      else of.push(readOne(depth));
    }
    return of.length === 1
      ? of[0]!
      : { kind: 'and', of: of.flatMap((node) => (node.kind === 'and' ? node.of : [node])) };
  }

  function readOne(depth: number, after?: Piece): Node {
    const piece = peek();
    if (piece.kind !== 'NOT') return readNear(depth, after);
    next += 1;
    return { kind: 'not', of: readOne(deeper(depth, piece), piece) };
  }

  function readNear(depth: number, after?: Piece): Node {
    const leftPiece = peek();
    const left = readItem(depth, after);
    const near = peek();
    if (near.kind !== 'NEAR') return left;
    next += 1;
    if (!(near.distance >= 1 && near.distance <= limits.near)) {
      mistake({
        at: near.at,
        length: near.length,
        words: `NEAR needs a number from 1 to ${limits.near}.`,
        hint: 'Say how many words apart they may be, like council NEAR/5 bins.',
      });
    }
    const rightPiece = peek();
    const right = readItem(depth, near);
    const again = peek();
    if (again.kind === 'NEAR') {
      stop({
        at: again.at,
        length: again.length,
        words: 'Two NEARs in a row can be read in two ways.',
        hint: 'Use brackets: (a NEAR/5 b) AND (b NEAR/5 c).',
      });
    }
    return { kind: 'near', distance: near.distance, left: placed(left, leftPiece), right: placed(right, rightPiece) };
  }

  function placed(node: Node, piece: Piece): Placed[] {
    const found = node.kind === 'or' ? node.of : [node];
    const places = found.filter((side): side is Placed => side.kind === 'term' || side.kind === 'phrase');
    if (places.length < found.length) {
      stop({
        at: piece.at,
        length: piece.length,
        words: 'NEAR works only between words and phrases.',
        hint: 'Beside NEAR write a word, a phrase, or some of them with OR in brackets.',
      });
    }
    if (places.length > limits.nearChoices) {
      stop({
        at: piece.at,
        length: piece.length,
        words: `There can be ${limits.nearChoices} choices at most beside NEAR.`,
        hint: 'Split it into several searches.',
      });
    }
    return places;
  }

  function readItem(depth: number, after?: Piece): Node {
    const piece = pieces[next]!;
    if (piece.kind === 'open') {
      next += 1;
      if (peek().kind === 'close')
        stop({
          at: piece.at,
          length: peek().at + 1 - piece.at,
          words: 'There is nothing in these brackets.',
          hint: 'Write words in them, or take them out.',
        });
      const inside = peek().kind === 'end' ? null : readAny(deeper(depth, piece));
      if (inside === null || peek().kind !== 'close')
        stop({ at: piece.at, length: 1, words: 'This bracket is never closed.', hint: 'Add ) where the part ends.' });
      next += 1;
      return inside;
    }
    if (piece.kind === 'word' || piece.kind === 'quoted' || piece.kind === 'field') {
      next += 1;
      return readLeaf(piece);
    }
    return stop(missing(piece, after));
  }

  function readLeaf(piece: Piece & { kind: 'word' | 'quoted' | 'field' }): Node {
    let found: Node = { kind: 'term', term: '', isPrefix: false };
    if (piece.kind === 'field') {
      const read = readField(piece.name, piece.text, options);
      if (read.ok) found = read.field;
      else mistake({ at: piece.at, length: piece.length, words: read.words, hint: read.hint });
      terms += 1;
    } else {
      if (piece.kind === 'word') noteWord(piece.text, piece);
      const at = piece.kind === 'quoted' ? piece.at + 1 : piece.at;
      const read = readWords(piece.text, at);
      if (read.ok) found = read.node;
      else
        mistake({
          at: read.length === 0 ? piece.at : read.at,
          length: read.length || piece.length,
          words: read.words,
          hint: read.hint,
        });
      terms += read.ok ? read.terms : 1;
    }
    if (terms > limits.terms) {
      stop({
        at: piece.at,
        length: piece.length,
        words: `A search can have ${number(limits.terms)} words at most.`,
        hint: 'Split it into several searches.',
      });
    }
    return found;
  }

  function noteWord(text: string, { at, length }: Piece): void {
    if (/^(?:and|or|not)$/i.test(text)) {
      notes.push({
        at,
        length,
        words: `“${text}” is looked for as a word.`,
        hint: `To join or leave out words, write ${text.toUpperCase()} in capital letters.`,
      });
    } else if (/^near\/\d+$/i.test(text)) {
      notes.push({
        at,
        length,
        words: `“${text}” is looked for as words.`,
        hint: `Write ${text.toUpperCase()} in capital letters.`,
      });
    } else if (/^https?:\/\//i.test(text)) {
      notes.push({
        at,
        length,
        words: 'Only the name of the website is looked for, as words.',
        hint: 'To find posts that link to a website, write site: and its name.',
      });
    }
  }

  function deeper(depth: number, piece: Piece): number {
    if (depth >= limits.depth) {
      stop({
        at: piece.at,
        length: piece.length,
        words: `Brackets can be ${limits.depth} deep at most.`,
        hint: 'Split it into several searches.',
      });
    }
    return depth + 1;
  }
}

/** What to say when a word should come and something else does. */
function missing(piece: Piece, after: Piece | undefined): Mistake {
  if (after !== undefined) {
    const name = after.kind === 'NOT' && after.length === 1 ? '-' : after.kind;
    return {
      at: after.at,
      length: after.length,
      words: `Nothing follows ${name}.`,
      hint: `Write a word after ${name}, or put ${name} in quotation marks to look for it as a word.`,
    };
  }
  if (piece.kind === 'close')
    return {
      at: piece.at,
      length: 1,
      words: 'A word is missing before this bracket.',
      hint: 'Write one, or take the bracket out.',
    };
  return {
    at: piece.at,
    length: piece.length,
    words: `Nothing stands before ${piece.kind}.`,
    hint: `Write a word before ${piece.kind}, or put ${piece.kind} in quotation marks to look for it as a word.`,
  };
}

/** Whether some word must be there for the query to hold; only such a query can be found by its words. */
function isAnchored(node: Node): boolean {
  if (node.kind === 'not') return false;
  if (node.kind === 'and') return node.of.some(isAnchored);
  if (node.kind === 'or') return node.of.every(isAnchored);
  return true;
}

const number = (value: number): string => value.toLocaleString('en-GB');
