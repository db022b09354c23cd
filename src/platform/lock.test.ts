import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { takeLock } from './lock.ts';
import { packageRoot } from './paths.ts';
import { buildSeal } from './seal.ts';

const path = () => join(mkdtempSync(join(tmpdir(), 'foreword-lock-')), 'store.lock');

test('a second Foreword on the same data is refused in plain words', () => {
  const at = path();
  const lock = takeLock(at);
  expect(() => takeLock(at)).toThrow(/Another Foreword \(process \d+\) is using this data folder/);
  lock.release();
  takeLock(at).release();
});

test('the lock of a process that is gone is taken over', async () => {
  const at = path();
  const child = spawn(process.execPath, ['-e', '']);
  const pid = child.pid!;
  await new Promise((resolve) => child.once('exit', resolve));
  writeFileSync(at, JSON.stringify({ pid, started: null }));
  takeLock(at).release();
});

test('processes that find the same dead lock at the same moment: one has it, the others are refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'foreword-locks-'));
  const rounds = 300;
  for (let at = 0; at < rounds; at += 1)
    writeFileSync(join(folder, `${at}.lock`), at % 10 === 0 ? '{"pi' : JSON.stringify({ pid: 1, started: 'gone:1' }));
  const outfile = join(mkdtempSync(join(tmpdir(), 'foreword-lock-child-')), 'child.mjs');
  await build({
    entryPoints: [join(packageRoot, 'test', 'support', 'lock-child.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  const order = [outfile, folder, String(rounds), String(Date.now() + 2_000), '8'];
  const children = Array.from({ length: 4 }, () =>
    spawn(process.execPath, order, { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  const reports = await Promise.all(
    children.map(async (child) => {
      for await (const line of createInterface(child.stdout))
        return JSON.parse(line) as { held: number[]; odd: string[] };
      throw new Error('it said nothing');
    }),
  );
  const wins = reports.flatMap((one) => one.held).sort((a, b) => a - b);
  expect(reports.flatMap((one) => one.odd)).toEqual([]);
  expect(wins).toEqual(Array.from({ length: rounds }, (_, at) => at));
  // Each lock names the process that has it, and nothing else was left lying about.
  for (const [at, { held }] of reports.entries())
    for (const round of held)
      expect(JSON.parse(readFileSync(join(folder, `${round}.lock`), 'utf8')).pid).toBe(children[at]!.pid);
  expect(readdirSync(folder).length).toBe(rounds);
  for (const child of children) child.stdin.end();
});

test('a taking over that was itself killed half-way does not lock for ever', () => {
  const at = path();
  const dead = JSON.stringify({ pid: process.pid, started: 'another-boot:1' });
  for (const name of [at, `${at}.over`, `${at}.over.over`, `${at}.${process.pid}`]) writeFileSync(name, dead);
  takeLock(at).release();
  expect(readdirSync(dirname(at))).toEqual([]);
});

test('a process number used again by somebody else does not hold the lock', () => {
  const at = path();
  writeFileSync(at, JSON.stringify({ pid: process.pid, started: 'another-boot:1' }));
  takeLock(at).release();
});

test('a lock file cut short by a crash does not lock for ever', () => {
  const at = path();
  writeFileSync(at, '{"pi');
  takeLock(at).release();
});

test('a sealed box opens under the same secret and purpose only, and not when changed', () => {
  const seal = buildSeal('s'.repeat(32));
  const box = seal.close('sources', 'token');
  expect(seal.open('sources', box)).toBe('token');
  expect(() => seal.open('other', box)).toThrow();
  expect(() => buildSeal('t'.repeat(32)).open('sources', box)).toThrow();
  expect(() => seal.open('sources', `${box.slice(0, -2)}AA`)).toThrow();
  expect(seal.hash('a', 'x')).not.toBe(seal.hash('b', 'x'));
});
