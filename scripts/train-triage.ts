/**
 * Trains the triage model on the tuning half of test/triage-set, the lessons beside this script and the demo day's plain talk, and
 * writes src/engines/triage/model.json. `npx tsx scripts/train-triage.ts`. Repeatable: same posts, same file.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Packed } from '../src/engines/triage/model.ts';
import { DAY_WEIGHT, readDayLessons } from './triage-day.ts';
import { classes, learnLinear, rawOf, readingOf, targetOf } from './triage-linear.ts';
import { isTuning, readLessons, readSet } from './triage-posts.ts';

const MOST_FEATURES = 24_000;

const posts = [...readSet().filter(isTuning), ...readLessons()];
const day = readDayLessons();
const readings = [...posts, ...day].map(readingOf);
const targets = [...posts, ...day].map(targetOf);
const weights = [...posts.map(() => 1), ...day.map(() => DAY_WEIGHT)];
const base64 = (view: ArrayBufferView) => Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('base64');

saveWords();

function saveWords(): void {
  const { vocabulary, trained, rarity, top } = learnLinear(readings.map(rawOf), targets, weights, MOST_FEATURES);
  const C = classes.length;
  const rows = vocabulary.size;
  const steps = new Float32Array(rows);
  const levels = new Int8Array(rows * C);
  for (let row = 0; row < rows; row++) {
    let most = 0;
    for (let c = 0; c < C; c++) most = Math.max(most, Math.abs(trained.weights[row * C + c]!));
    steps[row] = most / 127;
    for (let c = 0; c < C; c++)
      levels[row * C + c] = most > 0 ? Math.round((trained.weights[row * C + c]! / most) * 127) : 0;
  }
  const packed: Packed = {
    madeFrom: `${posts.length} posts`,
    classes,
    bias: Array.from(trained.bias, (value) => Number(value.toFixed(4))),
    features: rows,
    rarityTop: top,
    hashes: base64(Int32Array.from(vocabulary.keys())),
    rarity: base64(rarity),
    steps: base64(steps),
    weights: base64(levels),
  };
  write('model.json', packed);
}

function write(name: string, packed: object): void {
  const text = `${JSON.stringify(packed)}\n`;
  writeFileSync(join(import.meta.dirname, '../src/engines/triage', name), text);
  console.log(`${name}: ${posts.length} posts and ${day.length} of the demo day, ${Math.round(text.length / 1024)} KB`);
}
