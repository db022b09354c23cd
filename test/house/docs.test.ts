/** Holds the documents to the code: commands, settings, generated pages, links, words and the tree. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { settings } from '../../src/config.ts';
import { eventNames } from '../../src/events.ts';
import { main } from '../../src/main.ts';
import { packageRoot } from '../../src/platform/paths.ts';

const at = (path: string) => join(packageRoot, path);
const read = (path: string) => readFileSync(at(path), 'utf8');

function files(folder: string, isWanted: (path: string) => boolean): string[] {
  return readdirSync(at(folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(packageRoot, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !path.includes('node_modules/') && isWanted(path))
    .sort();
}

const pages = [
  ...readdirSync(packageRoot).filter((name) => name.endsWith('.md')),
  ...['docs', 'src', 'test'].flatMap((folder) => files(folder, (path) => path.endsWith('.md'))),
];
const code = files('src', (path) => /\.(tsx?|sql)$/.test(path)).map((path) => read(path));
const isInCode = (shape: RegExp) => code.some((text) => shape.test(text));
const quoted = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;

test('the README shows how to start and how to test, in one line each', () => {
  expect(read('README.md')).toContain('npm ci && npm start');
  expect(read('README.md')).toContain('npm ci && npm test');
});

test('the README lists exactly the settings that the program reads, with their defaults', () => {
  const table = /<!-- settings:begin[^>]*-->\n([\s\S]*?)\n<!-- settings:end -->/.exec(read('README.md'))![1]!;
  const rows = table
    .split('\n')
    .slice(2)
    .map((line) => line.split(' | ').map((part) => part.replace(/^\||\|$/g, '').trim()));
  expect(rows).toEqual(settings.map((one) => [`\`${one.name}\``, one.default, one.words]));
  const asked = [...read('src/config.ts').matchAll(/\b(?:text|number|url|oneOf(?:<\w+>)?)\(\s*'([A-Z_]+)'/g)].map(
    (found) => found[1]!,
  );
  expect([...new Set(asked)].sort()).toEqual(settings.map((one) => one.name).sort());
});

test.each(['match', 'feed'])('the example of %s in the README prints what it says', async (name) => {
  const [, shell, shown] = new RegExp(
    `### ${name}\\n[\\s\\S]*?\`\`\`sh\\n([\\s\\S]*?)\`\`\`[\\s\\S]*?\`\`\`(?:json)?\\n([\\s\\S]*?)\`\`\``,
  ).exec(read('README.md'))!;
  const folder = mkdtempSync(join(tmpdir(), 'foreword-readme-'));
  try {
    const made = [...shell!.matchAll(/^cat > (\S+) <<'END'\n([\s\S]*?)^END$/gm)].map(([, file, text]) => {
      writeFileSync(join(folder, file!), text!);
      return file!;
    });
    const args = /^npx foreword (.+)$/m
      .exec(shell!)![1]!
      .split(' ')
      .map((arg) => (made.includes(arg) ? join(folder, arg) : arg));
    const stdout = new PassThrough();
    expect(await main(args, { stdin: new PassThrough(), stdout, stderr: new PassThrough() })).toBe(0);
    stdout.end();
    const printed = (await stdout.toArray()).join('');
    // The README folds one long line for reading.
    const lines = (text: string) =>
      text
        .trim()
        .split(/\n(?=\{)/)
        .map((line) => JSON.parse(line));
    expect(lines(printed)).toEqual(lines(shown!));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the pages made from the code are fresh', async () => {
  await promisify(execFile)(process.execPath, [at('scripts/docs.mjs'), '--check'], { cwd: packageRoot });
}, 60_000);

test.each(pages)('every link inside %s leads somewhere', (page) => {
  const lost: string[] = [];
  for (const [, target] of withoutFences(read(page)).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^(https?:|mailto:)/.test(target!)) continue;
    const [path, anchor] = target!.split('#');
    const file = path === '' ? page : join(dirname(page), path!);
    if (!existsSync(at(file))) lost.push(target!);
    else if (anchor && !headings(read(file)).includes(anchor)) lost.push(target!);
  }
  expect(lost).toEqual([]);
});

test.each(pages)('%s names only commands, scripts and settings that there are', (page) => {
  const text = read(page);
  const npm = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map((found) => found[1]!);
  expect(npm.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  const commands = [...text.matchAll(/\bnpx foreword ([a-z]+(?:-[a-z]+)*)/g)].map((found) => found[1]!);
  expect(commands.filter((name) => !existsSync(at(`src/commands/${name}.ts`)))).toEqual([]);
  const named = [...text.matchAll(/\b(FOREWORD_[A-Z_]+|DATABASE_[A-Z_]+|NOTIFY_[A-Z_]+|OIDC_[A-Z_]+)\b/g)].map(
    (found) => found[1]!,
  );
  expect(
    named.filter((name) => !name.startsWith('FOREWORD_TEST_') && !settings.some((one) => one.name === name)),
  ).toEqual([]);
  const figures = [...text.matchAll(/\bforeword_([a-z_]+?)(?:_bucket|_sum|_count)?\b/g)].map((found) => found[1]!);
  expect(
    figures.filter((name) => name !== 'app' && name !== 'session' && !isInCode(new RegExp(`['\`]${name}['\`]`))),
  ).toEqual([]);
});

test('monitoring.md tells of every figure that there is', () => {
  const made = code.flatMap((text) => [...text.matchAll(/metrics\.(?:counter|gauge|histogram)\(\s*'([a-z_]+)'/g)]);
  const page = read('docs/operate/monitoring.md');
  expect(made.map((found) => `foreword_${found[1]}`).filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  expect(made.length).toBeGreaterThan(2);
});

test.each(pages)('%s holds no path of a machine that it was written on', (page) => {
  expect(read(page)).not.toMatch(/(?:^|[\s`"'(=:])\/(?:work|tmp|root|home|Users)\//m);
});

test('every name in the glossary exists in the code', () => {
  const rows = read('GLOSSARY.md')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (Word|---)/.test(line));
  expect(rows.length).toBeGreaterThan(40);
  const lost = rows.flatMap((line) => {
    const cells = line.split(' | ');
    return [...cells[cells.length - 1]!.matchAll(/`([^`]+)`/g)]
      .map((found) => found[1]!)
      .filter((name) => !isThere(name));
  });
  expect(lost).toEqual([]);
  const words = rows.map((line) => line.split(' | ')[0]!.replace('| ', '').trim());
  expect(
    words.filter((word, i) => words.indexOf(word) !== i),
    'every word once',
  ).toEqual([]);
});

test('the tree in ARCHITECTURE.md is the tree that there is', () => {
  const tree = /```tree\n([\s\S]*?)```/.exec(read('ARCHITECTURE.md'))![1]!;
  const shown: string[] = [];
  const above: string[] = [];
  for (const line of tree.split('\n').filter((one) => one.trim() !== '')) {
    const [, indent, names] = /^( *)(\S+(?: \S+)*?)(?: {2,}.*)?$/.exec(line)!;
    for (const name of names!.split(' ')) {
      const depth = indent!.length / 2;
      above.length = depth;
      const path = [...above, name.replace(/\/$/, '')].join('/');
      shown.push(path);
      if (name.endsWith('/')) above[depth] = name.slice(0, -1);
    }
  }
  expect(shown.filter((path) => !existsSync(at(path)))).toEqual([]);
  const folders = ['src', 'src/engines', 'src/capabilities', 'src/networks', 'test'].flatMap((folder) =>
    readdirSync(at(folder))
      .filter((name) => statSync(at(`${folder}/${name}`)).isDirectory())
      .map((name) => `${folder}/${name}`),
  );
  expect(folders.filter((folder) => !shown.includes(folder))).toEqual([]);
});

/** A path, an event, a table or a name in the code. */
function isThere(name: string): boolean {
  if (name.startsWith('/')) return isInCode(new RegExp(`path: '${quoted(name)}'`));
  if (name.startsWith('#')) return read('package.json').includes(`"${name}"`);
  if (name.includes('/') || /\.(ts|tsx|md|sql|json)$/.test(name)) return existsSync(at(name));
  if ((eventNames as readonly string[]).includes(name)) return true;
  return isInCode(new RegExp(`(?<![\\w-])${quoted(name)}(?![\\w-])`));
}

function withoutFences(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
}

/** As the usual viewers name them: lower case, punctuation gone, spaces to hyphens. */
function headings(text: string): string[] {
  return [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.+)$/gm)].map((found) =>
    found[1]!
      .toLowerCase()
      .replace(/[`*]/g, '')
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
