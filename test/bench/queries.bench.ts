/**
 * Is the fast query engine right, and how fast is it?
 *
 *   npx tsx test/bench/queries.bench.ts [--data DIR] [--quick] [--lucene DIR]
 *
 * (a) agreement: real posts against seeded searches through both fast indexes and the slow twin; exit code 1 on any
 *     difference. (b) speed: microseconds of CPU time a post on one core for 100 to 100,000 searches, all engines in turn
 *     in every round, medians: the compiled index, the plain one, Lucene Monitor, the slow twin and a loop of regular
 *     expressions (for the words alone), the last two on fewer posts. DIR holds `crisislex/*.jsonl`, lines with a "text";
 *     without it the bench makes its own texts and says so. Lucene: see peers/README.md.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildMatcher, buildSlowMatcher, parseQuery } from '#engines/queries';
import { buildCutter, readWords } from '#engines/text';
import { startLucene } from './peers/lucene.ts';

const args = process.argv.slice(2);
const option = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
const home = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const folder = join(option('--data') ?? join(home, '..', 'shared', 'data'), 'crisislex');
const isQuick = args.includes('--quick');
const postCount = isQuick ? 5_000 : 50_000;

interface Search {
  readonly text: string;
  /** The same for Lucene's query parser. */
  readonly lucene: string;
}

const isName = (word: string): boolean => /^[a-z]{4,}$/.test(word);
const chance = seeded(20_260);
const texts = readTexts();
const vocabulary = commonEnough(texts);
print(`${texts.length} posts, ${vocabulary.length} different words that stand in at least 3 of them`);
const differences = agree(1_000);
for (const count of isQuick ? [1_000, 10_000] : [100, 1_000, 10_000, 100_000]) await measure(count);
process.exitCode = differences > 0 ? 1 : 0;

function agree(count: number): number {
  const twins = [buildMatcher(), buildMatcher({ index: 'plain' })];
  const slow = buildSlowMatcher();
  for (const [id, { text }] of searches(count).entries()) {
    const parsed = parseQuery(text);
    if (!parsed.ok) throw new Error(`${text}: ${parsed.problems[0]?.words}`);
    for (const matcher of [...twins, slow]) matcher.add(String(id), parsed.query);
  }
  let matches = 0;
  let matched = 0;
  let wrong = 0;
  for (const text of texts) {
    const hits = slow.match({ text });
    matches += hits.length;
    matched += hits.length > 0 ? 1 : 0;
    if (twins.some((twin) => twin.match({ text }).join() !== hits.join())) wrong += 1;
  }
  print(
    `agreement: ${texts.length} posts x ${count} searches: ${matched} posts matched, ${matches} matches, ${wrong} disagreements`,
  );
  return wrong;
}

async function measure(count: number): Promise<void> {
  const queries = searches(count);
  const parsed = queries.map(({ text }) => parseQuery(text));
  const build = (index: 'compiled' | 'plain') => {
    const matcher = buildMatcher({ index });
    for (const [id, result] of parsed.entries()) if (result.ok) matcher.add(String(id), result.query);
    return matcher;
  };
  const begin = performance.now();
  const fast = build('compiled');
  const buildMs = performance.now() - begin;
  const plain = build('plain');
  const cutter = buildCutter();
  const isSmall = count <= 10_000;
  const slow = buildSlowMatcher();
  if (isSmall) for (const [id, result] of parsed.entries()) if (result.ok) slow.add(String(id), result.query);
  const few = texts.slice(0, count > 1_000 ? 100 : 500);
  const patterns = queries
    .flatMap(({ text }) => text.match(/[\p{L}\p{N}]+/gu) ?? [])
    .map((word) => new RegExp(`\\b${word}`, 'iu'));
  const lucene = await startLucene({
    folder: option('--lucene'),
    queries: queries.map((query) => query.lucene),
    posts: texts.slice(0, 10_000),
  });
  const runs: Record<string, () => number | Promise<number>> = {
    compiled: () => cpu(texts, (text) => fast.match({ text })),
    plain: () => cpu(texts, (text) => plain.match({ text })),
    'cut into words only, plain': () =>
      cpu(texts, (text) => {
        cutter.reset();
        cutter.read(text);
      }),
  };
  if (isSmall) {
    runs['slow twin'] = () => cpu(few, (text) => slow.match({ text }));
    runs['loop of regular expressions, words alone'] = () =>
      cpu(few.slice(0, 50), (text) => patterns.filter((pattern) => pattern.test(text)));
  }
  if (lucene.isThere) runs['Lucene Monitor'] = lucene.round;
  else print(lucene.words);
  const figures = await interleaved(runs, isQuick ? 3 : 5);
  lucene.stop();
  const one = figures.compiled!;
  const hits = texts.reduce((sum, text) => sum + fast.match({ text }).length, 0) / texts.length;
  print(
    `speed, ${count} searches (built in ${buildMs.toFixed(0)} ms, index ${(fast.stats().indexBytes / count).toFixed(0)} bytes a search, ${hits.toFixed(1)} hits a post):`,
  );
  for (const [name, us] of Object.entries(figures))
    print(`  ${name.padEnd(44)} ${us.toFixed(2).padStart(10)} us a post ${(us / one).toFixed(1).padStart(9)} x`);
  const times = texts.map((text) => {
    const start = performance.now();
    fast.match({ text });
    return (performance.now() - start) * 1000;
  });
  times.sort((a, b) => a - b);
  print(
    `  compiled, one by one: p50 ${times[times.length >> 1]?.toFixed(2)} us, p99 ${times[Math.floor(times.length * 0.99)]?.toFixed(2)} us`,
  );
}

/** Every run once a round, so that a busy moment of the machine falls on all of them alike; the first round warms up. */
async function interleaved(
  runs: Record<string, () => number | Promise<number>>,
  rounds: number,
): Promise<Record<string, number>> {
  const seen: Record<string, number[]> = {};
  for (let round = 0; round <= rounds; round++) {
    for (const [name, run] of Object.entries(runs)) {
      const us = await run();
      if (round > 0) seen[name] = [...(seen[name] ?? []), us];
    }
  }
  return Object.fromEntries(Object.entries(seen).map(([name, all]) => [name, median(all)]));
}

/** 60 % one word or phrase, 25 % AND with NOT, 10 % NEAR or phrase, 5 % prefix; words drawn from the posts. */
function searches(count: number): Search[] {
  const word = (): string => vocabulary[chance(vocabulary.length)]!;
  // Neighbours in a real post. "in the" is nobody's search, so both have four letters.
  const pair = (): readonly [string, string] => {
    const words = readWords(texts[chance(texts.length)]!);
    const at = words.findIndex((first, i) => isName(first) && isName(words[i + 1] ?? ''));
    return at < 0 ? [word(), word()] : [words[at]!, words[at + 1]!];
  };
  return Array.from({ length: count }, () => {
    const kind = chance(100);
    if (kind < 45) return same(word());
    const [a, b] = pair();
    if (kind < 60) return same(`"${a} ${b}"`);
    if (kind < 72) {
      const not = word();
      return { text: `${a} ${b} NOT ${not}`, lucene: `+${a} +${b} -${not}` };
    }
    if (kind < 85) {
      const [one, two, three, not] = [word(), word(), word(), word()];
      return { text: `(${one} OR ${two}) AND ${three} -${not}`, lucene: `+(${one} ${two}) +${three} -${not}` };
    }
    if (kind < 90) {
      const distance = 1 + chance(8);
      return { text: `${a} NEAR/${distance} ${b}`, lucene: `"${a} ${b}"~${distance}` };
    }
    const [c, d] = pair();
    if (kind < 95) return { text: `"${a} ${b}" OR "${c} ${d}"`, lucene: `"${a} ${b}" "${c} ${d}"` };
    return same(`${word().slice(0, 4 + chance(3))}*`);
  });
}

/** What both languages write alike. */
function same(text: string): Search {
  return { text, lucene: text };
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
