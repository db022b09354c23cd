/**
 * The fold of a text: a few numbers that near-copies share. Bottom-k sketch (Broder 1997) over runs of three folded
 * words, and the addresses that it links to, so that copies with other small words, signs or hashtags fold into one.
 */
import { createHash } from 'node:crypto';
import { cut } from '#engines/text';

const sketchSize = 16;
/** Share of the two sketches that must be the same for two texts to be one story. */
export const copyShare = 0.5;

const fewRuns = 4;
/** Words read; what comes after them tells nothing more. */
const wordsRead = 400;

export function foldOf(title: string, text: string, links: readonly string[]): readonly number[] {
  const words = wordsOf(`${title} ${text}`).slice(0, wordsRead);
  const runs = new Set<number>();
  const length = runLength(words.length);
  for (let at = 0; at + length <= words.length; at += 1) runs.add(numberOf(words.slice(at, at + length).join(' ')));
  const sketch = [...runs].sort((a, b) => a - b).slice(0, sketchSize);
  return [...sketch, ...links.slice(0, 4).map((link) => -numberOf(link.replace(/[?#].*$/s, '').toLowerCase()))];
}

/** In running order, each as the eye reads it where look-alike letters were mixed in. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const token of cut(text)) if (token.kind === 'word' || token.kind === 'seen') words[token.position] = token.term;
  return words.filter((word) => word !== undefined);
}

/** Very short texts are one story only when they are the same. */
function runLength(words: number): number {
  if (words < 5) return Math.max(1, words);
  return 3;
}

/** 0 to 1. Two texts that share an address need share only half as many words. */
export function likeness(a: readonly number[], b: readonly number[]): number {
  const wordsA = a.filter((n) => n >= 0);
  const wordsB = new Set(b.filter((n) => n >= 0));
  const linksB = new Set(b.filter((n) => n < 0));
  const isSameLink = a.some((n) => n < 0 && linksB.has(n));
  const smaller = Math.min(wordsA.length, wordsB.size);
  // Nothing but the same address: one story.
  if (smaller === 0) return isSameLink && wordsA.length === wordsB.size ? 1 : 0;
  const shared = wordsA.filter((n) => wordsB.has(n)).length;
  // A text of a few words stands in many longer ones by chance; it must be nearly the whole of the other.
  const words = shared / (smaller < fewRuns ? Math.max(wordsA.length, wordsB.size) : smaller);
  return isSameLink ? Math.min(1, words * 2) : words;
}

/** 52 bits, so that a JavaScript number and a PostgreSQL bigint hold it exactly. */
function numberOf(text: string): number {
  return Number.parseInt(createHash('sha1').update(text).digest('hex').slice(0, 13), 16);
}
