/**
 * Chooses how the two models count together and where a code is named, from posts that neither had learned from:
 * `npx tsx scripts/triage-decide.ts CROSS.json FOLD.json`. Prints the tables of decide.table.ts with what they give. The held-back
 * half is never read.
 */
import { readFileSync } from 'node:fs';
import { HARMLESS } from '../src/engines/triage/decide.table.ts';
import { classes } from './triage-linear.ts';

interface Cross {
  readonly posts: readonly { readonly id: string; readonly code: string; readonly also: readonly string[] }[];
  readonly results: readonly { readonly i: number; readonly shares: readonly number[] }[];
}

interface Judged {
  readonly isWritten: boolean;
  /** Of the set counts for four of the lessons, which are plainer. */
  readonly weight: number;
  readonly label: string;
  readonly all: readonly string[];
  readonly words: readonly number[];
  readonly sense: readonly number[];
}

const [crossFile = 'cross.json', foldFile = 'fold.json'] = process.argv.slice(2);
const cross: Cross = JSON.parse(readFileSync(crossFile, 'utf8'));
const sense = new Map(
  (JSON.parse(readFileSync(foldFile, 'utf8')) as { id: string; scores: number[] }[]).map((one) => [one.id, one.scores]),
);
const plain = (code: string) => (code === 'none' ? 'T0' : code);
const judged = cross.results.flatMap(({ i, shares }): Judged[] => {
  const post = cross.posts[i]!;
  const scores = sense.get(post.id);
  if (!scores || post.id.startsWith('day-')) return [];
  const isWritten = !post.id.startsWith('lesson-');
  const label = plain(post.code);
  return [
    {
      isWritten,
      weight: isWritten ? 4 : 1,
      label,
      all: [label, ...post.also],
      words: shares.map((share) => Math.log(share + 1e-6)),
      sense: softmax(scores.slice(0, classes.length)).map((share) => Math.log(share + 1e-6)),
    },
  ];
});

function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores);
  const raw = scores.map((score) => Math.exp(score - most));
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((value) => value / sum);
}

const blended = (one: Judged, a: number, b: number): number[] =>
  softmax(one.words.map((value, c) => a * value + b * one.sense[c]!));

let best = { a: 0, b: 0, loss: Number.POSITIVE_INFINITY };
for (let a = 0; a <= 1.2001; a += 0.1)
  for (let b = 0; b <= 1.2001; b += 0.1) {
    let loss = 0;
    for (const one of judged) loss -= one.weight * Math.log(blended(one, a, b)[classes.indexOf(one.label)]! + 1e-9);
    if (loss < best.loss) best = { a, b, loss };
  }
const first = (share: readonly number[]) => classes[share.indexOf(Math.max(...share))]!;
const right = (a: number, b: number) =>
  [true, false].map((isWritten) => {
    const some = judged.filter((one) => one.isWritten === isWritten);
    return `${((some.filter((one) => first(blended(one, a, b)) === one.label).length / some.length) * 100).toFixed(1)} % of ${some.length}`;
  });
console.log('right code, of the set and of the lessons:');
console.log('  words alone', ...right(1, 0));
console.log('  sense alone', ...right(0, 1));
console.log(`  together    `, ...right(best.a, best.b));
console.log(`BLEND = { words: ${best.a.toFixed(1)}, sense: ${best.b.toFixed(1)} }`);

const shares = judged.map((one) => blended(one, best.a, best.b));
const share = (i: number, code: string) => shares[i]![classes.indexOf(code)]!;
const sum = (which: (i: number) => boolean) => judged.reduce((total, one, i) => total + (which(i) ? one.weight : 0), 0);
for (const code of ['T1', 'T2', 'T3', 'T4', 'T5']) {
  const rows = [0.5, 0.4, 0.3, 0.25, 0.2, 0.15, 0.12, 0.1, 0.08, 0.06, 0.05, 0.04, 0.03, 0.02].map((at) => {
    const isNamed = (i: number) => first(shares[i]!) === code || share(i, code) >= at;
    const found = sum((i) => judged[i]!.label === code && isNamed(i)) / sum((i) => judged[i]!.label === code);
    const named = sum(isNamed);
    const truly = sum((i) => isNamed(i) && judged[i]!.all.includes(code)) / named;
    const harmless =
      sum((i) => HARMLESS.includes(judged[i]!.label) && isNamed(i)) / sum((i) => HARMLESS.includes(judged[i]!.label));
    return `${at} ${(found * 100).toFixed(0)}/${(truly * 100).toFixed(0)}/${(harmless * 100).toFixed(1)}`;
  });
  console.log(`${code} share found/right/harmless named: ${rows.join('  ')}`);
}
