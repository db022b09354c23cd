/**
 * Whether a text shows what it must not spread: the address of a post of the incident or of its picture, or its words.
 * A debunk that embeds, quotes or links what is false carries it further (domain rules A21, E6, E20).
 */
import { readWords } from '#engines/text';
import { isSamePost, plainAddress } from '../same-post.ts';
import type { Flag } from './flag.ts';

/** A post of a story of the incident, as far as it can be recognised in what we say. */
export interface StoryPost {
  /** By which its network or a person finds it. */
  readonly addresses: readonly string[];
  /** Where its pictures and films lie. */
  readonly pictures: readonly string[];
  readonly text: string;
}

/** So many of its words in a row are a quotation; a shorter post counts as a whole. */
const quotedWords = 8;
/** What is shorter says itself by chance. */
const leastWords = 4;

export function borrowedFlags(text: string, posts: readonly StoryPost[], part = 0): readonly Flag[] {
  const flags: Flag[] = [];
  const add = (start: number, end: number) =>
    flags.push({ code: 'embed-forbidden', level: 'stop', part, start, end, found: text.slice(start, end) });
  for (const match of text.matchAll(/[^\s<>"“”()]+/gu)) {
    const words = match[0].replace(/[.,;:!?]+$/, '');
    if (words.includes('/') && posts.some((post) => isAddressOf(words, post)))
      add(match.index, match.index + words.length);
  }
  if (posts.some((post) => isQuotedIn(text, post.text))) add(0, 0);
  return flags;
}

const isAddressOf = (words: string, { addresses, pictures }: StoryPost): boolean =>
  addresses.some((one) => isSamePost(one, words)) || pictures.some((one) => plainAddress(one) === plainAddress(words));

function isQuotedIn(text: string, post: string): boolean {
  const words = readWords(post);
  const length = Math.min(quotedWords, words.length);
  if (length < leastWords) return false;
  const said = ` ${readWords(text).join(' ')} `;
  for (let at = 0; at + length <= words.length; at += 1)
    if (said.includes(` ${words.slice(at, at + length).join(' ')} `)) return true;
  return false;
}
