/** Learns the word model: which features to know, how rare each is, and how far each speaks for each code. */
import { FAMILY_CODES } from '../src/engines/triage/family-codes.table.ts';
import { buildFeatureReader, hashOf } from '../src/engines/triage/features.ts';
import { CODES } from '../src/engines/triage/severity.table.ts';
import { type Reading, read } from '../src/engines/triage/words.ts';
import { BODIES, type Labelled } from './triage-posts.ts';
import { type Example, type Trained, train } from './triage-training.ts';

export const OPTIONS = { epochs: 12, rate: 0.3, decay: 1e-5, drop: 0, also: 0.25, rarity: 0.5, least: 2, prior: 2 };

export const classes = Object.keys(CODES);
export const classOf = (code: string) => classes.indexOf(code === 'none' ? 'T0' : code);
const reader = buildFeatureReader();

export interface Raw {
  readonly hashes: Int32Array;
  readonly values: Float32Array;
}

export interface Linear {
  /** Hash of a feature -> row. */
  readonly vocabulary: ReadonlyMap<number, number>;
  readonly trained: Trained;
  /** Shares of `top` in 255 steps. */
  readonly rarity: Uint8Array;
  readonly top: number;
}

export const readingOf = (post: Labelled): Reading =>
  read({ title: '', text: post.text, lang: post.lang, author: 'public', network: post.network }, BODIES);

export function rawOf(reading: Reading): Raw {
  const features = reader.read(reading);
  return { hashes: features.hashes.slice(0, features.size), values: features.values.slice(0, features.size) };
}

export function targetOf(post: Labelled): Float32Array {
  const target = new Float32Array(classes.length);
  const also = post.also.map(classOf).filter((c) => c >= 0);
  target[classOf(post.code)] = also.length > 0 ? 1 - OPTIONS.also : 1;
  for (const c of also) target[c]! += OPTIONS.also / also.length;
  return target;
}

/** With `most`, the weakest features go and the rest learn again without them. */
export function learnLinear(
  raw: readonly Raw[],
  targets: readonly Float32Array[],
  weights: readonly number[],
  most = Number.POSITIVE_INFINITY,
): Linear {
  const whole = learn(known(raw));
  if (whole.vocabulary.size <= most) return whole;
  const C = classes.length;
  const strength = [...whole.vocabulary].map(([hash, row]) => {
    let strongest = 0;
    for (let c = 0; c < C; c++) strongest = Math.max(strongest, Math.abs(whole.trained.weights[row * C + c]!));
    return { hash, strongest };
  });
  strength.sort((a, b) => b.strongest - a.strongest || a.hash - b.hash);
  return learn(new Map(strength.slice(0, most).map(({ hash }, row) => [hash, row])));

  function learn(vocabulary: ReadonlyMap<number, number>): Linear {
    const { rarity, top } = rarities(raw, vocabulary);
    const examples = raw.map(
      (one, i): Example => ({ ...scaled(one, vocabulary, rarity, top), weight: weights[i]!, target: targets[i]! }),
    );
    const start = (into: Float32Array) => {
      for (const [family, codes] of Object.entries(FAMILY_CODES)) {
        const row = vocabulary.get(hashOf(`F ${family}`));
        if (row !== undefined) for (const code of codes) into[row * classes.length + classOf(code)] = OPTIONS.prior;
      }
    };
    const trained = train(examples, { classes: classes.length, features: vocabulary.size, start, ...OPTIONS });
    return { vocabulary, trained, rarity, top };
  }
}

/** The known features of a post, weighed by their rarity, together of length 1. */
export function scaled(one: Raw, vocabulary: ReadonlyMap<number, number>, rarity: Uint8Array, top: number) {
  const ids: number[] = [];
  const values: number[] = [];
  let sum = 0;
  one.hashes.forEach((hash, k) => {
    const row = vocabulary.get(hash);
    if (row === undefined) return;
    const value = one.values[k]! * ((rarity[row]! / 255) * top);
    ids.push(row);
    values.push(value);
    sum += value * value;
  });
  const scale = sum > 0 ? 1 / Math.sqrt(sum) : 0;
  return { ids: Int32Array.from(ids), values: Float32Array.from(values, (value) => value * scale) };
}

function known(all: readonly Raw[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { hashes } of all) for (const hash of hashes) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  return new Map([...counts].filter(([, n]) => n >= OPTIONS.least).map(([hash], row) => [hash, row]));
}

function rarities(raw: readonly Raw[], vocabulary: ReadonlyMap<number, number>) {
  const counts = new Float64Array(vocabulary.size);
  for (const { hashes } of raw)
    for (const hash of hashes) if (vocabulary.has(hash)) counts[vocabulary.get(hash)!]! += 1;
  const values = Array.from(counts, (n) => Math.log(1 + raw.length / n) ** OPTIONS.rarity);
  const top = values.reduce((a, b) => Math.max(a, b), 0);
  return { rarity: Uint8Array.from(values, (value) => Math.max(1, Math.round((value / top) * 255))), top };
}
