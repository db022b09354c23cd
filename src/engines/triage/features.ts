/**
 * What the learned part looks at in a post: words, runs of words, word pairs near each other, pieces of words, families
 * of words and the shape of the text. Each is a 32-bit hash with a value and the words it came from.
 */
import { familiesAt } from './families.ts';
import type { Reading } from './words.ts';

export interface Features {
  readonly size: number;
  readonly hashes: Int32Array;
  readonly values: Float32Array;
  /** First and last word (inclusive) that gave it; -1 for the shape of the whole text. */
  readonly first: Int16Array;
  readonly last: Int16Array;
}

/** How much each kind weighs before a post is scaled to length 1. Found by cross-validation on the tuning half. */
export interface Weights {
  word: number;
  pair: number;
  triple: number;
  skip: number;
  piece: number;
  family: number;
  families: number;
  shape: number;
}
export const WEIGHTS: Weights = {
  word: 1,
  pair: 0.7,
  triple: 0.1,
  skip: 0.05,
  piece: 0.15,
  family: 3,
  families: 1,
  shape: 0.7,
};

const LIMIT = 24_000;

export interface FeatureReader {
  read(reading: Reading): Features;
}

export function buildFeatureReader(weights: Weights = WEIGHTS): FeatureReader {
  const hashes = new Int32Array(LIMIT);
  const values = new Float32Array(LIMIT);
  const first = new Int16Array(LIMIT);
  const last = new Int16Array(LIMIT);
  let size = 0;
  const seen = new Map<number, number>();

  function add(hash: number, value: number, from: number, to: number): void {
    const had = seen.get(hash);
    if (had !== undefined) return;
    if (size >= LIMIT) return;
    seen.set(hash, size);
    hashes[size] = hash;
    values[size] = value;
    first[size] = from;
    last[size] = to;
    size += 1;
  }

  return {
    read: (reading) => {
      size = 0;
      seen.clear();
      addWords(reading);
      addFamilies(reading);
      for (const name of shapeOf(reading)) add(hashOf(`S ${name}`), weights.shape, -1, -1);
      let sum = 0;
      for (let i = 0; i < size; i++) sum += values[i]! * values[i]!;
      const scale = sum > 0 ? 1 / Math.sqrt(sum) : 0;
      for (let i = 0; i < size; i++) values[i] = values[i]! * scale;
      return { size, hashes, values, first, last };
    },
  };

  function addWords({ words, breaks }: Reading): void {
    for (let i = 0; i < words.length; i++) {
      const word = words[i]!;
      add(hashOf(`1 ${word}`), weights.word, i, i);
      if (i === 0) add(hashOf(`^ ${word}`), weights.word * 0.7, i, i);
      if (i + 1 < words.length) add(hashOf(`2 ${word} ${words[i + 1]}`), weights.pair, i, i + 1);
      if (i + 2 < words.length) add(hashOf(`3 ${word} ${words[i + 1]} ${words[i + 2]}`), weights.triple, i, i + 2);
      for (let gap = 2; gap <= 4 && i + gap < words.length && !breaks.has(i + gap); gap++)
        add(hashOf(`- ${word} ${words[i + gap]}`), weights.skip, i, i + gap);
      if (word.charCodeAt(0) !== 95 && word.length <= 24) addPieces(word, i);
    }
  }

  function addPieces(word: string, i: number): void {
    const edged = `<${word}>`;
    for (let n = 3; n <= 5; n++)
      for (let k = 0; k + n <= edged.length; k++)
        if (n < edged.length) add(hashOf(`c ${edged.slice(k, k + n)}`), weights.piece, i, i);
  }

  function addFamilies(reading: Reading): void {
    const found = familiesAt(reading);
    for (let i = 0; i < found.length; i++) {
      const one = found[i]!;
      add(hashOf(`F ${one.family}`), weights.family, one.first, one.last);
      for (let k = i + 1; k < found.length && k < i + 24; k++) {
        const two = found[k]!;
        if (two.first <= one.last || one.family === two.family) continue;
        const gap = two.first - one.last;
        if (gap <= 6) add(hashOf(`FF ${one.family} ${two.family}`), weights.families, one.first, two.last);
        else if (gap <= 40)
          add(
            hashOf(
              `F~ ${one.family < two.family ? one.family : two.family} ${one.family < two.family ? two.family : one.family}`,
            ),
            weights.families * 0.6,
            one.first,
            two.last,
          );
      }
    }
  }
}

/** FNV-1a over UTF-16 units. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}

function shapeOf({ text, words, lang, isFeed, breaks }: Reading): string[] {
  const shape: string[] = [];
  const head = text.slice(0, 3000);
  const has = (pattern: RegExp, name: string) => pattern.test(head) && shape.push(name);
  has(/\?/, 'question');
  has(/\?\s*$/, 'ends-question');
  has(/!/, 'exclaims');
  has(/!!/, 'shouts');
  has(/["“”]/, 'quotes');
  has(/["“][^"”]{1,40}["”]/, 'short-quote');
  has(/^["“🎶🎵]/u, 'starts-quote');
  has(/[£$€]\s?\d/, 'money');
  has(/\d{1,2}[:.]\d\d|\b\d{1,2}\s?(am|pm)\b/i, 'clock');
  has(/\b(19|20)\d\d\b/, 'year');
  has(/\d+(\.\d+)?\s?(k|m|mill|million)\b/i, 'big-number');
  has(/\b0\d{3,4}[ \d]{6,}/, 'phone');
  has(/\b999 \d{3} \d{4}\b/, 'nhs-number');
  has(/😂|🤣|\blol\b|\blmao\b|\bhaha/iu, 'laughs');
  has(/[👇👀🤐]/u, 'points');
  has(/[❤💕💚💙🙏🌟👏]/u, 'hearts');
  has(/🎶|🎵|🎤/u, 'music');
  has(/#\w/, 'hashtag');
  has(/\*{2,}/, 'masked');
  has(/—\s*\p{Lu}\S+ \p{Lu}|\b\p{Lu}[\p{Ll}'.]* \p{Lu}[\p{Ll}']+\.?\s*$/u, 'signed');
  has(/^@/, 'starts-handle');
  has(/@\w+\s*$/, 'ends-handle');
  has(/^[^.!?]{3,60}:\s/, 'label-first');
  has(/\b\p{Lu}{4,}\b/u, 'capitals');
  has(/^\p{Ll}/u, 'starts-lower');
  has(/\.\s*$/, 'ends-stop');
  has(/\(.*\)/, 'brackets');
  has(/:\/\/|\blink in bio\b/i, 'link');
  if (isFeed) shape.push('feed');
  shape.push(`lang-${lang}`);
  const size = words.length;
  shape.push(
    size <= 4 ? 'n4' : size <= 9 ? 'n9' : size <= 18 ? 'n18' : size <= 35 ? 'n35' : size <= 70 ? 'n70' : 'n-long',
  );
  shape.push(breaks.size === 0 ? 's1' : breaks.size <= 2 ? 's3' : breaks.size <= 5 ? 's6' : 's-many');
  return shape;
}
