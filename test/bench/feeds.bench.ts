/**
 * How well feeds are read, beside the best library alone: `npx tsx test/bench/feeds.bench.ts --data DIR`.
 *
 * DIR holds feedparser_suite, feedvalidator, gofeed_suite, feeds_real, opml and jsonfeed (default ../shared/data).
 * `--missed NAME` lists what is not right in one set; `--json` prints the figures for another program.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseFeed } from 'feedsmith';
import { readByLibrary } from '../../src/networks/feeds/library.ts';
import { readOpml } from '../../src/networks/feeds/opml.ts';
import { normalised, readDocument } from '../../src/networks/feeds/read-feed.ts';
import { namesOf } from './feeds-faults.ts';

interface Got {
  readonly isRead: boolean;
  readonly feed: Readonly<Record<string, unknown>>;
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly codes: readonly string[];
}

const option = (name: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? null : (process.argv[at + 1] ?? '');
};
const data = resolve(option('data') || join(import.meta.dirname, '../../../shared/data'));
const missed = option('missed');
const figures: Record<string, unknown> = {};

function filesIn(folder: string): string[] {
  const root = join(data, folder);
  if (!existsSync(root)) return [];
  const walk = (at: string): string[] =>
    readdirSync(at).flatMap((name) =>
      statSync(join(at, name)).isDirectory() ? walk(join(at, name)) : [join(at, name)],
    );
  return walk(root)
    .filter((path) => !/SOURCE|LICEN|README|expected\.json$/i.test(path))
    .sort();
}

function product(bytes: Uint8Array, httpCharset: string | null): Got {
  const result = readDocument(bytes, { httpCharset });
  const feed = normalised(result);
  const rights = result.document.rights?.value ?? null;
  return {
    isRead: result.isFeed,
    feed: { ...feed, rights },
    items: feed.items as unknown as Record<string, unknown>[],
    codes: result.problems.map(({ code }) => code),
  };
}

/** The library as its documentation shows it: bytes as UTF-8, one call, its own shape read field by field. */
function libraryAlone(bytes: Uint8Array): Got {
  const text = Buffer.from(bytes).toString('utf8');
  try {
    const { feed } = parseFeed(text) as { feed: { copyright?: string; rights?: unknown } };
    const read = readByLibrary(text, {
      roots: [],
      faults: [],
      doctype: null,
      elementCount: 0,
      depth: 0,
      prefixes: new Map(),
    });
    const value = (one: unknown): unknown =>
      one !== null && typeof one === 'object' && 'isHtml' in one ? (one as unknown as { value: string }).value : one;
    const flat = (one: object) => Object.fromEntries(Object.entries(one).map(([name, field]) => [name, value(field)]));
    const rights = feed.copyright ?? (feed.rights as { value?: string } | undefined)?.value ?? feed.rights;
    return { isRead: true, feed: { ...flat(read ?? {}), rights }, items: (read?.items ?? []).map(flat), codes: [] };
  } catch {
    return { isRead: false, feed: {}, items: [], codes: ['undefined-element'] };
  }
}

const readers = { product, libraryAlone };

// --- what a case of the feedparser suite expects ---

interface Check {
  readonly item: number | null;
  readonly field: string;
  readonly at: number | null;
  readonly expected: string | number;
  readonly isDate: boolean;
}

const fields: Readonly<Record<string, string>> = {
  title: 'title',
  link: 'link',
  description: 'description',
  tagline: 'description',
  subtitle: 'description',
  info: 'description',
  copyright: 'rights',
  rights: 'rights',
  language: 'language',
  id: 'id',
  guid: 'id',
  summary: 'summary',
  author: 'author',
  published: 'published',
  published_parsed: 'published',
  updated: 'updated',
  updated_parsed: 'updated',
  modified: 'updated',
  modified_parsed: 'updated',
  issued: 'published',
  issued_parsed: 'published',
};

function pythonString(literal: string): string {
  return literal.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/g, (_, x, u, long, one) =>
    one !== undefined
      ? ({ n: '\n', t: '\t', r: '\r' }[one as string] ?? one)
      : String.fromCodePoint(Number.parseInt(x ?? u ?? long, 16)),
  );
}

function checksOf(text: string): Check[] {
  const expect = /Expect:\s*(.*)/.exec(text)?.[1] ?? '';
  const checks: Check[] = [];
  for (const [, place, number, path, literal] of expect.matchAll(
    /(feed|entries\[(-?\d+)\])((?:\.\w+|\[[^\]]+\])+)\s*==\s*(u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*"|\((?:\d+,\s*)+\d+\))/g,
  )) {
    const keys = [...path!.matchAll(/\.(\w+)|\['?([^\]']+)'?\]/g)].map((one) => one[1] ?? one[2]!);
    const item = place === 'feed' ? null : Number(number);
    const isTuple = literal!.startsWith('(');
    const expected = isTuple
      ? Date.UTC(
          ...(literal!
            .match(/\d+/g)!
            .slice(0, 6)
            .map((digits, at) => Number(digits) - (at === 1 ? 1 : 0)) as [number, number, number]),
        )
      : pythonString(literal!.replace(/^u?['"]|['"]$/g, ''));
    const [first, second, third] = keys;
    if (/^(title|summary|tagline|subtitle|info|copyright|rights)_detail$/.test(first!) && second !== 'value') continue;
    const name = first!.replace(/_detail$/, '');
    if (name === 'content' && third === 'value')
      checks.push({ item, field: 'content', at: null, expected, isDate: false });
    else if (name === 'enclosures' && ['url', 'href', 'type', 'length'].includes(third!)) {
      checks.push({
        item,
        field: `enclosures.${third === 'href' ? 'url' : third}`,
        at: Number(second),
        expected,
        isDate: false,
      });
    } else if (name === 'tags' && third === 'term' && item !== null)
      checks.push({ item, field: 'categories', at: Number(second), expected, isDate: false });
    else if (fields[name] && (keys.length === 1 || second === 'value')) {
      const field = item !== null && fields[name] === 'description' ? 'summary' : fields[name]!;
      if (item === null && ['author', 'id', 'published', 'updated'].includes(field)) continue;
      if (item !== null && field === 'rights') continue;
      checks.push({ item, field, at: null, expected, isDate: field === 'published' || field === 'updated' });
    }
  }
  return checks;
}

function isRight(got: Got, check: Check): boolean {
  const holder =
    check.item === null ? got.feed : got.items[check.item < 0 ? got.items.length + check.item : check.item];
  const [name, part] = check.field.split('.');
  let value: unknown = holder?.[name!];
  if (check.at !== null) value = (value as unknown[] | undefined)?.[check.at];
  if (part) value = (value as Record<string, unknown> | undefined)?.[part];
  if (check.isDate) {
    const wanted = typeof check.expected === 'number' ? check.expected : Date.parse(check.expected);
    return typeof value === 'string' && Math.floor(Date.parse(value) / 1000) === Math.floor(wanted / 1000);
  }
  return String(value ?? '').trim() === String(check.expected).trim();
}

const coreFolders =
  /^(encoding|entities|illformed|wellformed\/(amp|atom|atom10|feedburner|http|itunes|media-rss|namespace|node_precedence|rdf|rss|sgml|xml))\//;

function feedparserSuite(): void {
  const paths = filesIn('feedparser_suite');
  if (paths.length === 0) {
    absent('feedparser_suite');
    return;
  }
  for (const [who, read] of Object.entries(readers)) {
    const sum = { all: 0, allRead: 0, core: 0, read: 0, checks: 0, right: 0 };
    for (const path of paths) {
      const name = relative(join(data, 'feedparser_suite'), path);
      const bytes = readFileSync(path);
      const text = Buffer.from(bytes).toString('latin1');
      const charset = /Header:\s*Content-type:[^\n]*charset\s*=\s*["']?([\w.:-]+)/i.exec(text)?.[1] ?? null;
      const got = read(bytes, charset);
      sum.all += 1;
      if (got.isRead) sum.allRead += 1;
      if (!coreFolders.test(name)) continue;
      sum.core += 1;
      if (got.isRead) sum.read += 1;
      else tell(who, 'feedparser', `${name}: not read`);
      for (const check of checksOf(Buffer.from(bytes).toString('utf8'))) {
        sum.checks += 1;
        if (isRight(got, check)) sum.right += 1;
        else {
          const holder = check.item === null ? got.feed : got.items[check.item];
          tell(
            who,
            'feedparser',
            `${name}: ${check.item ?? 'feed'} ${check.field} expected ${JSON.stringify(check.expected)} got ${JSON.stringify(holder?.[check.field.split('.')[0]!])}`,
          );
        }
      }
    }
    row(who, 'feedparser suite, all files read', sum.allRead, sum.all, null);
    row(who, 'feedparser suite, core read', sum.read, sum.core, 99);
    row(who, 'feedparser suite, core right', sum.right, sum.checks, 88);
  }
}

function realFeeds(): void {
  const paths = filesIn('feeds_real');
  if (paths.length === 0) {
    absent('feeds_real');
    return;
  }
  for (const [who, read] of Object.entries(readers)) {
    const started = performance.now();
    const sum = { files: 0, read: 0, complete: 0 };
    for (const path of paths) {
      const bytes = readFileSync(path);
      const text = Buffer.from(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes)
        .toString('latin1')
        .replace(/\0/g, '');
      // Some files of these suites are pieces of web pages that belong to their tests.
      if (!/<(?:rss|feed|rdf:RDF|channel)[\s>]|jsonfeed\.org/i.test(text)) continue;
      const got = read(bytes, null);
      sum.files += 1;
      if (got.isRead) sum.read += 1;
      const written = (text.match(/<(?:\w+:)?(?:item|entry)[\s>]/gi) ?? []).length;
      const isFull = (item: Readonly<Record<string, unknown>>) =>
        Boolean(item.title || item.summary || item.content) &&
        Boolean(item.link || item.id || (item.enclosures as unknown[] | undefined)?.length);
      const isComplete =
        got.isRead &&
        Boolean(got.feed.title || got.items.length > 0) &&
        (written === 0 || got.items.length >= Math.min(1, written)) &&
        got.items.every(isFull);
      if (isComplete) sum.complete += 1;
      else
        tell(
          who,
          'real',
          `${relative(data, path)}: ${got.isRead ? `${got.items.length} of ${written} items, title ${JSON.stringify(got.feed.title)}` : 'not read'}`,
        );
    }
    row(who, 'real feeds read', sum.read, sum.files, null);
    row(who, 'real feeds complete', sum.complete, sum.files, 98.5);
    console.log(`  (${who}: real feeds in ${Math.round(performance.now() - started)} ms)`);
  }
}

function gofeedSuite(): void {
  const paths = filesIn('gofeed_suite').filter((path) => !path.endsWith('.json'));
  if (paths.length === 0) {
    absent('gofeed_suite');
    return;
  }
  const expectedFor = (path: string): Record<string, unknown> | null => {
    const file = path.replace(/\.\w+$/, '.json');
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : null;
  };
  for (const [who, read] of Object.entries(readers)) {
    const sum = { files: 0, read: 0, checks: 0, right: 0 };
    for (const path of paths) {
      const got = read(readFileSync(path), null);
      sum.files += 1;
      if (got.isRead) sum.read += 1;
      else tell(who, 'gofeed', `${relative(data, path)}: not read`);
      const expected = expectedFor(path);
      if (expected === null) continue;
      const text = (value: unknown): unknown =>
        value !== null && typeof value === 'object' && 'value' in value ? (value as { value: unknown }).value : value;
      const compare = (
        wanted: Record<string, unknown>,
        holder: Readonly<Record<string, unknown>>,
        names: Record<string, string>,
      ) => {
        for (const [theirs, ours] of Object.entries(names)) {
          const value = text(wanted[theirs]);
          if (typeof value !== 'string' || value === '') continue;
          sum.checks += 1;
          const found = holder[ours];
          const isSame =
            ours === 'published' || ours === 'updated'
              ? Date.parse(String(found)) === Date.parse(value)
              : String(found ?? '').trim() === value.trim();
          if (isSame) sum.right += 1;
          else
            tell(
              who,
              'gofeed',
              `${relative(data, path)}: ${ours} expected ${JSON.stringify(value)} got ${JSON.stringify(found)}`,
            );
        }
      };
      compare(expected, got.feed, {
        title: 'title',
        description: 'description',
        subtitle: 'description',
        link: 'link',
        language: 'language',
        copyright: 'rights',
        rights: 'rights',
      });
      const items = (expected.items ?? expected.entries ?? []) as Record<string, unknown>[];
      items.forEach((item, at) => {
        const isAtom = expected.entries !== undefined;
        compare(item, got.items[at] ?? {}, {
          title: 'title',
          link: 'link',
          description: 'summary',
          summary: 'summary',
          content: 'content',
          guid: 'id',
          ...(isAtom ? { id: 'id' } : {}),
          publishedParsed: 'published',
          updatedParsed: 'updated',
        });
      });
    }
    row(who, 'gofeed suite read', sum.read, sum.files, null);
    if (sum.checks > 0) row(who, 'gofeed suite right', sum.right, sum.checks, 75);
    else if (who === 'product')
      console.log(
        '  gofeed suite right: this data has no expected values (.json beside the feed), so it cannot be measured here.',
      );
  }
}

function w3c(): void {
  const paths = filesIn('feedvalidator');
  if (paths.length === 0) {
    absent('feedvalidator');
    return;
  }
  const sum = { clean: 0, accepted: 0, quiet: 0, faulty: 0, named: 0, alarmed: 0 };
  const byName = new Map<string, [number, number]>();
  const library = { clean: 0, accepted: 0, faulty: 0, named: 0 };
  for (const path of paths) {
    const bytes = readFileSync(path);
    const raw = Buffer.from(bytes).toString('latin1').replace(/\0/g, '');
    const expected = /Expect:\s*(!?)(\w+)/.exec(raw);
    if (!expected) continue;
    const [, not, name] = expected;
    const opml = path.includes('/opml/') ? readOpml(bytes) : null;
    const got = opml
      ? { isRead: opml.feeds.length > 0 || opml.problems.length === 0, codes: opml.problems.map(({ code }) => code) }
      : product(bytes, null);
    const alone = libraryAlone(bytes);
    const wanted = namesOf(name!);
    if (not === '!' || name!.startsWith('Valid')) {
      sum.clean += 1;
      library.clean += 1;
      if (got.isRead) sum.accepted += 1;
      if (alone.isRead) library.accepted += 1;
      const isQuiet =
        not === '!'
          ? name === 'Error' || name === 'Warning'
            ? true
            : !wanted.some((code) => got.codes.includes(code))
          : !got.codes.some((code) => code === `in${wanted[0]}`);
      if (isQuiet) sum.quiet += 1;
      else tell('product', 'w3c', `${relative(data, path)}: false alarm ${name}: ${got.codes.join(' ')}`);
      if (not === '!' && name === 'Error' && got.codes.length > 0) {
        sum.alarmed += 1;
        tell('product', 'alarms', `${relative(data, path)}: ${got.codes.join(' ')}`);
      }
      continue;
    }
    sum.faulty += 1;
    library.faulty += 1;
    if (!alone.isRead && wanted.includes('undefined-element')) library.named += 1;
    const isNamed = wanted.some((code) => got.codes.includes(code));
    const tally = byName.get(name!) ?? [0, 0];
    byName.set(name!, [tally[0] + (isNamed ? 1 : 0), tally[1] + 1]);
    if (isNamed) sum.named += 1;
    else
      tell(
        'product',
        'w3c',
        `${relative(data, path)}: expected ${expected[0].slice(8).trim()} got ${got.codes.join(' ') || 'nothing'}`,
      );
  }
  if (missed === 'w3c-names')
    for (const [name, [right, all]] of [...byName].sort((a, b) => b[1][1] - b[1][0] - (a[1][1] - a[1][0])))
      console.log(name, right, 'of', all);
  row('product', 'W3C clean feeds read', sum.accepted, sum.clean, null);
  row('product', 'W3C clean: the named fault not raised', sum.quiet, sum.clean, null);
  row('product', 'W3C faulty: the right fault named', sum.named, sum.faulty, 60);
  row('libraryAlone', 'W3C clean feeds read', library.accepted, library.clean, null);
  row('libraryAlone', 'W3C faulty: the right fault named', library.named, library.faulty, 60);
}

function lists(): void {
  const paths = filesIn('opml');
  if (paths.length === 0) {
    absent('opml');
    return;
  }
  let read = 0;
  let feeds = 0;
  let written = 0;
  for (const path of paths) {
    const bytes = readFileSync(path);
    const list = readOpml(bytes);
    const addresses = (
      Buffer.from(bytes)
        .toString('utf8')
        .match(/xmlUrl\s*=\s*["']\s*[^"'\s]/gi) ?? []
    ).length;
    if (list.feeds.length > 0 || addresses === 0) read += 1;
    else tell('product', 'opml', relative(data, path));
    feeds += list.feeds.length;
    written += addresses;
  }
  row('product', 'OPML lists read', read, paths.length, null);
  row('product', 'OPML feed addresses found', feeds, written, null);
  const json = filesIn('jsonfeed').filter((path) => path.endsWith('.json'));
  if (json.length > 0)
    for (const [who, reader] of Object.entries(readers))
      row(
        who,
        'JSON feeds read',
        json.filter((path) => reader(readFileSync(path), null).isRead).length,
        json.length,
        null,
      );
}

// --- the table ---

const table = new Map<string, { target: number | null; cells: Record<string, string> }>();

function row(who: string, name: string, part: number, whole: number, target: number | null): void {
  const line = table.get(name) ?? { target, cells: {} };
  const percent = whole === 0 ? 0 : (100 * part) / whole;
  line.cells[who] = `${percent.toFixed(1)} % (${part} of ${whole})`;
  table.set(name, line);
  figures[`${who}: ${name}`] = { part, whole, percent, target };
}

function tell(who: string, set: string, words: string): void {
  if (missed === set && who === 'product') console.log(words);
}

function absent(folder: string): void {
  console.log(`Not measured: ${folder} is not in ${data}.`);
}

feedparserSuite();
realFeeds();
gofeedSuite();
w3c();
lists();
console.log(`\n${'what'.padEnd(42)}${'Foreword'.padEnd(26)}${'feedsmith alone'.padEnd(26)}bar`);
for (const [name, { target, cells }] of table) {
  console.log(
    name.padEnd(42) +
      (cells.product ?? '-').padEnd(26) +
      (cells.libraryAlone ?? '-').padEnd(26) +
      (target === null ? '' : `${target} %`),
  );
}
if (process.argv.includes('--json')) console.log(JSON.stringify(figures));
