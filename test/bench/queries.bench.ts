/**
 * Is the fast query engine right, and how fast is it?
 *
 *   npx tsx test/bench/queries.bench.ts [--data DIR] [--quick]
 *
 * (a) agreement: real posts against seeded searches through the fast engine and its slow twin; exit code 1 on any
 *     difference. (b) speed: microseconds of CPU time a post for 1,000 and 10,000 searches, beside the slow twin and a
 *     loop of regular expressions (for the words alone), both on fewer posts. DIR holds `crisislex/*.jsonl`, lines with a
 *     "text"; without it the bench makes its own texts and says so.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildMatcher, buildSlowMatcher, parseQuery } from '#engines/queries';
import { readWords } from '#engines/text';

const args = process.argv.slice(2);
const given = args.indexOf('--data');
const home = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const folder = join(given >= 0 ? (args[given + 1] ?? '') : join(home, '..', 'shared', 'data'), 'crisislex');
const isQuick = args.includes('--quick');
const postCount = isQuick ? 5_000 : 50_000;

const isName = (word: string): boolean => /^[a-z]{4,}$/.test(word);
const chance = seeded(20_260);
const texts = readTexts();
const vocabulary = commonEnough(texts);
print(`${texts.length} posts, ${vocabulary.length} different words that stand in at least 3 of them`);
const differences = agree(1_000);
for (const count of [1_000, 10_000]) measure(count);
process.exitCode = differences > 0 ? 1 : 0;

function agree(count: number): number {
  const fast = buildMatcher();
  const slow = buildSlowMatcher();
  for (const [id, text] of searches(count).entries()) {
    const parsed = parseQuery(text);
    if (!parsed.ok) throw new Error(`${text}: ${parsed.problems[0]?.words}`);
    fast.add(String(id), parsed.query);
    slow.add(String(id), parsed.query);
  }
  let matches = 0;
  let matched = 0;
  let wrong = 0;
  for (const text of texts) {
    const hits = fast.match({ text });
    matches += hits.length;
    matched += hits.length > 0 ? 1 : 0;
    if (hits.join() !== slow.match({ text }).join()) wrong += 1;
  }
  print(
    `agreement: ${texts.length} posts x ${count} searches: ${matched} posts matched, ${matches} matches, ${wrong} disagreements`,
  );
  return wrong;
}

function measure(count: number): void {
  const queries = searches(count);
  const parsed = queries.map((text) => parseQuery(text));
  const begin = performance.now();
  const fast = buildMatcher();
  for (const [id, result] of parsed.entries()) if (result.ok) fast.add(String(id), result.query);
  const buildMs = performance.now() - begin;
  const slow = buildSlowMatcher();
  for (const [id, result] of parsed.entries()) if (result.ok) slow.add(String(id), result.query);
  // Interleaved, several rounds, medians: the machine may be busy with other things.
  const few = texts.slice(0, count > 1_000 ? 100 : 500);
  const patterns = queries
    .flatMap((text) => text.match(/[\p{L}\p{N}]+/gu) ?? [])
    .map((word) => new RegExp(`\\b${word}`, 'iu'));
  const rounds: { fast: number[]; slow: number[]; expressions: number[] } = { fast: [], slow: [], expressions: [] };
  for (let round = 0; round < 5; round++) {
    rounds.fast.push(cpu(texts, (text) => fast.match({ text })));
    if (round > 2) continue;
    rounds.slow.push(cpu(few, (text) => slow.match({ text })));
    rounds.expressions.push(cpu(few.slice(0, 50), (text) => patterns.filter((pattern) => pattern.test(text))));
  }
  const one = median(rounds.fast);
  const times = texts.map((text) => {
    const start = performance.now();
    fast.match({ text });
    return (performance.now() - start) * 1000;
  });
  times.sort((a, b) => a - b);
  const line = (name: string, us: number): void =>
    print(`  ${name.padEnd(44)} ${us.toFixed(2).padStart(10)} us a post ${(us / one).toFixed(0).padStart(7)} x`);
  print(
    `speed, ${count} searches (built in ${buildMs.toFixed(0)} ms, index ${(fast.stats().indexBytes / count).toFixed(0)} bytes a search):`,
  );
  line('fast', one);
  line('slow twin', median(rounds.slow));
  line('loop of regular expressions, words alone', median(rounds.expressions));
  print(
    `  fast, one by one: p50 ${times[times.length >> 1]?.toFixed(2)} us, p99 ${times[Math.floor(times.length * 0.99)]?.toFixed(2)} us`,
  );
}

/** 60 % one word or phrase, 25 % AND with NOT, 10 % NEAR or phrase, 5 % prefix; words drawn from the posts. */
function searches(count: number): string[] {
  const word = (): string => vocabulary[chance(vocabulary.length)]!;
  // Neighbours in a real post. "in the" is nobody's search, so both have four letters.
  const pair = (): string => {
    const words = readWords(texts[chance(texts.length)]!);
    const at = words.findIndex((first, i) => isName(first) && isName(words[i + 1] ?? ''));
    return at < 0 ? `${word()} ${word()}` : `${words[at]} ${words[at + 1]}`;
  };
  return Array.from({ length: count }, () => {
    const kind = chance(100);
    if (kind < 45) return word();
    if (kind < 60) return `"${pair()}"`;
    if (kind < 85)
      return chance(2) === 0 ? `${pair()} NOT ${word()}` : `(${word()} OR ${word()}) AND ${word()} -${word()}`;
    if (kind < 95)
      return chance(2) === 0 ? `${pair().replace(' ', ` NEAR/${1 + chance(8)} `)}` : `"${pair()}" OR "${pair()}"`;
    return `${word().slice(0, 4 + chance(3))}*`;
  });
}

function readTexts(): string[] {
  const files = ['t6.jsonl', 't26.jsonl'].map((name) => join(folder, name)).filter((path) => existsSync(path));
  if (files.length > 0) {
    const lines = files.flatMap((path) => readFileSync(path, 'utf8').trim().split('\n'));
    return shuffled(lines.map((line) => String((JSON.parse(line) as { text: unknown }).text))).slice(0, postCount);
  }
  print(`There are no real posts in ${folder}; these figures come from texts that the bench makes itself.`);
  const letters = 'etaoinshrdlucmfwyp';
  const words = Array.from({ length: 8_000 }, () =>
    Array.from({ length: 2 + chance(8) }, () => letters[chance(letters.length)]).join(''),
  );
  // Squaring the chance makes some words common and most rare, as in real texts.
  const any = (): string => words[Math.floor((chance(1_000_000) / 1_000_000) ** 3 * words.length)]!;
  const dress = [
    (w: string) => w,
    (w: string) => w,
    (w: string) => w.toUpperCase(),
    (w: string) => `#${w}`,
    (w: string) => `${w}'s`,
    (w: string) => `${w}-${any()}`,
    (w: string) => `https://${w}.example/${w}`,
    (w: string) => `@${w}`,
  ];
  return Array.from({ length: postCount }, () =>
    Array.from({ length: 4 + chance(24) }, () => dress[Math.min(chance(24), 7)]!(any())).join(' '),
  );
}

function commonEnough(all: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of all) for (const word of new Set(readWords(text))) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].filter(([word, posts]) => posts >= 3 && isName(word)).map(([word]) => word);
}

/** Microseconds of CPU time for each text. */
function cpu(all: readonly string[], run: (text: string) => unknown): number {
  const before = process.cpuUsage();
  for (const text of all) run(text);
  const used = process.cpuUsage(before);
  return (used.user + used.system) / all.length;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

function shuffled(all: string[]): string[] {
  for (let i = all.length - 1; i > 0; i--) {
    const j = chance(i + 1);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}

/** A repeatable source of chance (xorshift32): the same searches on every run. */
function seeded(seed: number): (below: number) => number {
  let x = seed;
  return (below) => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) % below;
  };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
