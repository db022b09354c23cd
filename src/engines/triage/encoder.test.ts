import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import openWabt from 'wabt';
import { encoderWeights } from '../../../test/support/triage.ts';
import { buildEncoder, type Multiply } from './encoder.ts';
import { encoderText } from './encoder-text.ts';
import { KERNEL } from './kernel.generated.ts';
import { buildPieces } from './pieces.ts';
import { read } from './words.ts';

/** The kernel as anybody would write it: the judge of the fast one. */
const plainKernel =
  (memory: WebAssembly.Memory): Multiply =>
  (a, b, bias, c, n, k, m) => {
    const f = new Float32Array(memory.buffer);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < m; j++) {
        let sum = f[bias / 4 + j]!;
        for (let p = 0; p < k; p++) sum += f[a / 4 + i * k + p]! * f[b / 4 + (j >> 3) * k * 8 + p * 8 + (j & 7)]!;
        f[c / 4 + i * m + j] = sum;
      }
  };

const texts = [
  '',
  'x',
  'the bins were not emptied again',
  'we were told to sign the fire checks that nobody had done',
  'diolch i bawb yn y llyfrgell',
  '🙂🙂🙂 \u0000 ￿',
  'a very long story of a road that was dug up again and again. '.repeat(40),
];

test('the kernel is what kernel.wat says', async () => {
  const wabt = await openWabt();
  const source = readFileSync(join(import.meta.dirname, 'kernel.wat'), 'utf8');
  const made = wabt.parseWat('kernel.wat', source, { simd: true }).toBinary({}).buffer;
  expect(Buffer.from(made).toString('base64')).toBe(KERNEL);
});

test('the fast kernel gives the scores of a plain loop', () => {
  const fast = buildEncoder(encoderWeights());
  const slow = buildEncoder(encoderWeights(), plainKernel);
  for (const text of texts.slice(0, 6)) {
    const [a, b] = [new Float32Array(fast.classes.length), new Float32Array(slow.classes.length)];
    fast.score(text, a);
    slow.score(text, b);
    for (let c = 0; c < a.length; c++) expect(Math.abs(a[c]! - b[c]!)).toBeLessThan(1e-3);
  }
});

test('every text gets a finite score for every code, the same each time', () => {
  const encoder = buildEncoder(encoderWeights());
  const [a, b] = [new Float32Array(encoder.classes.length), new Float32Array(encoder.classes.length)];
  for (const text of texts) {
    encoder.score(text, a);
    encoder.score(text, b);
    expect([...a].every(Number.isFinite)).toBe(true);
    expect([...a]).toEqual([...b]);
  }
});

test('pieces: the likeliest cut wins, and a run that nothing fits is one unknown piece', () => {
  const marks = Array.from({ length: 6 }, (_, i): [string, number] => [`<${i}>`, 0]);
  const pieces = buildPieces([...marks, ['▁bin', -3], ['▁b', -2], ['in', -2.5], ['s', -1], ['▁', -4]]);
  expect(pieces.cut('bins')).toEqual([6, 9]);
  expect(pieces.cut('bin')).toEqual([6]);
  expect(pieces.cut('s ☂☂')).toEqual([10, 9, 10, 0]);
  expect(pieces.cut('')).toEqual([]);
});

test('what the encoder reads names no body, no handle and no address', () => {
  const context = { names: ['Northmere Council'], handles: ['NorthmereCouncil'] };
  const post = { title: '', lang: 'en', author: 'public', network: 'bluesky' } as const;
  const say = (text: string) => encoderText(read({ ...post, text }, context));
  expect(say('Northmere Council is LATE again @jo see https://example.org/x')).toBe(
    'the council is late again @someone see link',
  );
  expect(say('b\u200bo\u00admb thе library')).toBe('bomb the library');
  expect(say('@NorthmereCouncil c u 2moro')).toBe('the council see you tomorrow');
});
