/** The fast check and its slow twin say the same of any export, whatever was done to it and wherever it is cut in pieces. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forge, makeExport, makeKey, seal, secret, textOf } from '../../../test/support/trail.ts';
import { startJudges, verifyTrailFast } from './verify-fast.ts';
import { stretchOf } from './verify-stretch.ts';
import { buildReading, type Means, type TrailVerdict, verifyTrail } from './verify-trail.ts';

const key = makeKey();
const count = 60;
const whole = makeExport(count, key);
const sound = textOf(whole);
const firstEntry = sound.length - count;
const place = fc.integer({ min: firstEntry, max: sound.length - 1 });

/** What a stranger or a careful forger does to the lines of an export. */
const damage: fc.Arbitrary<(lines: string[]) => string[]> = fc.oneof(
  fc.constant((lines: string[]) => lines),
  fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 32, max: 126 })).map(([line, where, letter]) => (lines: string[]) => {
    const at = line % lines.length;
    const old = lines[at] ?? '';
    const i = where % Math.max(1, old.length);
    return lines.with(at, `${old.slice(0, i)}${String.fromCharCode(letter)}${old.slice(i + 1)}`);
  }),
  place.map((at) => (lines: string[]) => lines.toSpliced(at, 1)),
  fc.tuple(place, place).map(
    ([of, at]) =>
      (lines: string[]) =>
        lines.toSpliced(at, 0, lines[of] ?? ''),
  ),
  fc.tuple(place, place).map(([a, b]) => (lines: string[]) => {
    const [one, other] = [lines[a], lines[b]];
    return one === undefined || other === undefined ? lines : lines.with(a, other).with(b, one);
  }),
  place.map((at) => (lines: string[]) => lines.slice(0, at)),
  place.map((at) => (lines: string[]) => renumbered(lines.toSpliced(at, 1))),
  fc.tuple(fc.integer({ min: 0, max: count - 1 }), fc.constantFrom('ann', 'ben')).map(
    ([at, asker]) =>
      () =>
        textOf(forge(whole, at, (entry) => ({ ...entry, asker }))),
  ),
);

const renumbered = (lines: readonly string[]): string[] =>
  lines.map((line, i) =>
    i < firstEntry ? line : line.replace(/^\{"position":\d+/, `{"position":${i - firstEntry + 1}`),
  );

const damaged = fc
  .array(damage, { minLength: 1, maxLength: 2 })
  .map((all) => all.reduce((lines, one) => one(lines), [...sound]));
const means = fc.constantFrom<Means>({}, { publicKey: key.publicKey }, { seal }, { seal, heads: whole.heads });

/** Cut after every so many lines; the fast way without its threads. */
function byStretches(lines: readonly string[], size: number, using: Means): TrailVerdict | null {
  const reading = buildReading(using);
  for (let at = 0; at < lines.length; at += size) {
    const piece = lines.slice(at, at + size);
    const signed = reading.signed();
    const stretch = signed ? stretchOf(piece, signed, using.seal ?? null) : null;
    if (stretch && reading.takeStretch(stretch)) continue;
    if (!reading.takeLines(piece)) return null;
  }
  return reading.end();
}

test('pieces of any size say what single lines say', () =>
  fc.assert(
    fc.asyncProperty(damaged, fc.integer({ min: 1, max: 20 }), means, async (lines, size, using) => {
      expect(byStretches(lines, size, using)).toEqual(await verifyTrail([lines], using));
    }),
    { numRuns: 500 },
  ));

test('a sound piece is a stretch, and a signed place in it is told', () => {
  const piece = sound.slice(firstEntry, firstEntry + 15);
  expect(stretchOf(piece, new Set([10, 40]), seal)).toMatchObject({
    first: whole.entries[0],
    last: whole.entries[14],
    count: 15,
    chainAt: [[10, whole.entries[9]!.chain]],
  });
  expect(stretchOf(piece.toSpliced(3, 1), new Set(), null)).toBeNull();
});

const pieces = (lines: readonly string[], size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(lines.length / size) }, (_, i) =>
    Buffer.from(`${lines.slice(i * size, (i + 1) * size).join('\n')}\n`),
  );

test('threads find it too, and say where', async () => {
  const edited = sound.with(firstEntry + 40, sound[firstEntry + 40]!.replace('person', 'nobody'));
  const swapped = sound.with(firstEntry + 20, sound[firstEntry + 33]!).with(firstEntry + 33, sound[firstEntry + 20]!);
  const forged = textOf(forge(whole, 30, (entry) => ({ ...entry, asker: 'ann' })));
  for (const [lines, kinds] of [
    [sound, []],
    [edited, ['edited']],
    [sound.toSpliced(firstEntry + 30, 1), ['missing']],
    [swapped, ['swapped']],
    [sound.slice(0, -7), ['missing-tail']],
    [forged, ['rewritten', 'edited']],
  ] as const) {
    const verdict = await verifyTrailFast(pieces(lines, 8), { secret, threads: 2 });
    expect(verdict).toEqual(await verifyTrail([lines], { seal }));
    expect(verdict!.findings.map((one) => one.kind)).toEqual(kinds);
  }
});

test('a thread judges what it is sent, and judges nothing once it is gone', async () => {
  const judges = startJudges(2, { signed: [10], secret });
  const [piece] = pieces(sound.slice(firstEntry, firstEntry + 15), 15);
  for (let n = 0; n < 3; n += 1)
    expect(await judges.judge(piece!)).toMatchObject({ count: 15, chainAt: [[10, expect.any(String)]] });
  expect(await judges.judge(Buffer.from('hello\n'))).toBeNull();
  await judges.stop();
  expect(await judges.judge(piece!)).toBeNull();
});

test('what is no export is none', async () => {
  expect(await verifyTrailFast([], {})).toBeNull();
  expect(await verifyTrailFast([Buffer.from('hello\n')], {})).toBeNull();
});
