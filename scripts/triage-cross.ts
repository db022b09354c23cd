/**
 * Cross-validation inside the tuning half and the lessons: learns from four fifths, judges the other, and writes what the model
 * makes of every post there. `npx tsx scripts/triage-cross.ts OUT.json [folds, such as 0,1]`.
 * Near-copies (six words in a row in common) stay in one fold. The held-back half is never read.
 */
import { writeFileSync } from 'node:fs';
import { DAY_WEIGHT, readDayLessons } from './triage-day.ts';
import { foldsOf } from './triage-folds.ts';
import { classes, learnLinear, rawOf, readingOf, scaled, targetOf } from './triage-linear.ts';
import { isTuning, readLessons, readSet } from './triage-posts.ts';
import { score } from './triage-training.ts';

const [out = 'cross.json', which = '0,1,2,3,4'] = process.argv.slice(2);

const posts = [...readSet().filter(isTuning), ...readLessons(), ...readDayLessons()];
const weights = posts.map(({ id }) => (id.startsWith('day-') ? DAY_WEIGHT : 1));
const readings = posts.map(readingOf);
const raw = readings.map(rawOf);
const targets = posts.map(targetOf);
const fold = foldsOf(readings);
const C = classes.length;
const results: { i: number; shares: number[] }[] = [];

for (const f of which.split(',').map(Number)) {
  const train = [...posts.keys()].filter((i) => fold[i] !== f);
  const test = [...posts.keys()].filter((i) => fold[i] === f);
  const of = <One>(all: readonly One[]): One[] => train.map((i) => all[i]!);
  const { vocabulary, trained, rarity, top } = learnLinear(of(raw), of(targets), of(weights));
  const shares = new Float32Array(C);
  let right = 0;
  for (const i of test) {
    const { ids, values } = scaled(raw[i]!, vocabulary, rarity, top);
    score(trained, C, ids, values, shares);
    results.push({ i, shares: [...shares] });
    if (shares.indexOf(Math.max(...shares)) === targets[i]!.indexOf(Math.max(...targets[i]!))) right++;
  }
  console.log(`fold ${f}: ${test.length} posts, right code ${((right / test.length) * 100).toFixed(1)} %`);
  writeFileSync(
    out,
    JSON.stringify({ classes, posts: posts.map(({ id, code, also }) => ({ id, code, also })), results }),
  );
}
