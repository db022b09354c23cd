/** From a piece of a query to terms: folded exactly as posts are, with every spelling that a hyphen or full stop allows. */
import { cut, isSingleCharacter, type Token } from '#engines/text';
import { limits } from './limits.ts';
import type { Node, Phrase, Placed, Term } from './tree.ts';

/** Spellings of one phrase that are tried: "well-being" has two, three such words have eight. */
const SPELLINGS = 8;

export type Read =
  | { readonly ok: true; readonly node: Node; readonly terms: number }
  | { readonly ok: false; readonly at: number; readonly length: number; readonly words: string; readonly hint: string };

/** Reads what stands in a piece, `at` being where it begins in the query. */
export function readWords(text: string, at: number): Read {
  const refuse = (from: number, length: number, words: string, hint: string): Read => ({
    ok: false,
    at: at + from,
    length,
    words,
    hint,
  });
  const all = cut(text);
  const stars = [...text.matchAll(/\*/g)].map((match) => match.index);
  const running = inOrder(all, text);
  if (running.length === 0) {
    if (stars.length > 0) {
      return refuse(
        0,
        text.length,
        'A * needs the beginning of a word before it.',
        'Write, for example, counc* for council and councillor.',
      );
    }
    return refuse(0, text.length, 'There is no word here to look for.', 'Write a word, or take these signs out.');
  }
  const prefixes = new Set<Token>();
  for (const star of stars) {
    const token = running.find((candidate) => candidate.end === star);
    const isLast = star + 1 === text.length || /[\s*]/.test(text[star + 1]!);
    if (token === undefined || !isLast) {
      return refuse(
        star,
        1,
        'A * works only at the end of a word.',
        'Write the beginning of the word and then *, like counc*.',
      );
    }
    // 東京* is 東京: each character is a word and has no further letters.
    if (isSingleCharacter(token.term)) continue;
    if ([...token.term.replace(/^[#@]/, '')].length < limits.prefix) {
      return refuse(
        token.start,
        star + 1 - token.start,
        'Too few letters before the *.',
        'Write at least two letters, or this would find almost everything.',
      );
    }
    prefixes.add(token);
  }
  if (running.length > limits.phrase) {
    return refuse(
      0,
      text.length,
      `A phrase can have ${limits.phrase} words at most.`,
      'Use the part of it that is least common.',
    );
  }
  const spellings = spell(running, all, prefixes);
  const nodes = spellings.map(
    (items): Placed => (items.length === 1 ? items[0]! : ({ kind: 'phrase', items } satisfies Phrase)),
  );
  return { ok: true, node: nodes.length === 1 ? nodes[0]! : { kind: 'or', of: nodes }, terms: running.length };
}

/** The tokens that follow one another: a tag or handle stands for its words. */
function inOrder(all: readonly Token[], text: string): Token[] {
  const best = new Map<number, Token>();
  for (const token of all) {
    const old = best.get(token.position);
    if (old === undefined || rank(token, text) > rank(old, text)) best.set(token.position, token);
  }
  const order: Token[] = [];
  let next = 0;
  for (const token of [...best.values()].sort((a, b) => a.position - b.position)) {
    if (token.position < next) continue;
    order.push(token);
    next = token.position + token.span;
  }
  return order;
}

/** Which spelling a query means. One with mixed alphabets was pasted from somebody who hides: take what the eye reads. */
function rank(token: Token, text: string): number {
  const isMixed = /[a-z]/i.test(text.slice(token.start, token.end)) && /^[#@]?[\x00-\x7f]+$/.test(token.term);
  if (token.kind === 'handle' || token.kind === 'tag') return isMixed ? 6 : 5;
  if (token.kind === 'seen' && token.span === 1) return isMixed ? 4 : 0;
  return token.kind === 'word' ? 3 : -1;
}

/** Every way to write the run: each joined spelling taken or not, at most SPELLINGS of them. */
function spell(running: readonly Token[], all: readonly Token[], prefixes: ReadonlySet<Token>): Term[][] {
  const joined = new Map<number, Token>();
  for (const token of all) {
    const first = running.find((word) => word.position === token.position);
    if (token.kind === 'joined' && first?.kind === 'word') joined.set(token.position, token);
  }
  const done: Term[][] = [];
  const walk = (i: number, items: readonly Term[]): void => {
    const token = running[i];
    if (token === undefined) {
      if (done.length < SPELLINGS) done.push([...items]);
      return;
    }
    if (done.length >= SPELLINGS) return;
    walk(i + 1, [...items, term(token.term, prefixes.has(token))]);
    const whole = joined.get(token.position);
    if (whole === undefined) return;
    const after = running.findIndex((word) => word.position >= whole.position + whole.span);
    const last = running[(after < 0 ? running.length : after) - 1];
    walk(after < 0 ? running.length : after, [...items, term(whole.term, last !== undefined && prefixes.has(last))]);
  };
  walk(0, []);
  return done;
}

const term = (text: string, isPrefix: boolean): Term => ({ kind: 'term', term: text, isPrefix });
