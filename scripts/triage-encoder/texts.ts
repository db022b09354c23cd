/**
 * Writes what the encoder learns from: `npx tsx scripts/triage-encoder/texts.ts MODEL_FOLDER OUT.json`, with the folder that holds the
 * public model's vocab.json. One object: classes, pieces, and the posts as numbers of pieces with target, weight and fold.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encoderText } from '../../src/engines/triage/encoder-text.ts';
import { buildPieces } from '../../src/engines/triage/pieces.ts';
import { DAY_WEIGHT, readDayLessons } from '../triage-day.ts';
import { foldsOf } from '../triage-folds.ts';
import { classes, readingOf, targetOf } from '../triage-linear.ts';
import { isTuning, readLessons, readSet } from '../triage-posts.ts';

const [model = '.', out = 'texts.json'] = process.argv.slice(2);
const vocabulary: [string, number][] = JSON.parse(readFileSync(join(model, 'vocab.json'), 'utf8'));
const pieces = buildPieces(vocabulary);
const posts = [...readSet().filter(isTuning), ...readLessons(), ...readDayLessons()];
const readings = posts.map(readingOf);
const folds = foldsOf(readings);
writeFileSync(
  out,
  JSON.stringify({
    classes,
    vocabulary,
    posts: posts.map((post, i) => ({
      id: post.id,
      ids: pieces.cut(encoderText(readings[i]!)),
      target: [...targetOf(post)],
      weight: post.id.startsWith('day-') ? DAY_WEIGHT : 1,
      fold: folds[i],
    })),
  }),
);
console.log(`${posts.length} posts`);
