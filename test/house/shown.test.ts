/**
 * What the house shows to the outside, as text beside this test: routes, tables, events, doors, personal data, settings.
 * A change of any is then seen in review. `UPDATE_SHOWN=1 npx vitest run test/house/shown` renews the files.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildHouse } from '../../src/compose.ts';
import { readConfig, settings } from '../../src/config.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { schemaText } from './shown/schema.ts';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const isRenewing = process.env.UPDATE_SHOWN === '1';

function holdTo(name: string, lines: readonly string[] | string): void {
  const now = `${(typeof lines === 'string' ? lines : lines.join('\n')).trim()}\n`;
  const file = join(here, 'shown', name);
  if (isRenewing) writeFileSync(file, now);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  expect(now, `test/house/shown/${name}: if you meant it, run UPDATE_SHOWN=1 npx vitest run test/house/shown`).toBe(
    before,
  );
}

let db: TestDatabase;
let folder: string;
beforeAll(async () => {
  db = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), 'foreword-shown-'));
});
afterAll(async () => {
  await db.drop();
  rmSync(folder, { recursive: true, force: true });
});

test('routes: method, path, who may, what is recorded', async () => {
  const config = readConfig({ FOREWORD_DATA: folder, LOG_LEVEL: 'silent' });
  const template = process.env.FOREWORD_TEST_TEMPLATE ?? '';
  const database = db.url
    ? ({ kind: 'server', url: db.url } as const)
    : ({ kind: 'embedded', folder: join(folder, 'db'), template } as const);
  const house = await buildHouse(config, { database, roles: [] });
  const routes = house.web.list.map(({ method, path, may, trace }) => [method, path, may, trace ?? '-'] as const);
  await house.stop();
  expect(routes.length).toBeGreaterThan(10);
  const wide = [0, 1, 2].map((i) => Math.max(...routes.map((route) => route[i]!.length)));
  holdTo(
    'routes.txt',
    routes
      .toSorted((a, b) => (`${a[1]} ${a[0]} ${a[3]}` < `${b[1]} ${b[0]} ${b[3]}` ? -1 : 1))
      .map((route) =>
        route
          .map((cell, i) => cell.padEnd(wide[i] ?? 0))
          .join('  ')
          .trimEnd(),
      ),
  );
});

test('schema: the sum of all migrations', async () => {
  holdTo('schema.sql', await schemaText(db));
});

test('events: what is told, with which fields', () => {
  const tree = ts.createSourceFile(
    'events.ts',
    readFileSync(join(root, 'src/events.ts'), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const lines: string[] = [];
  const plain = (node: ts.Node) => node.getText(tree).replace(/\s+/g, ' ');
  for (const node of tree.statements) {
    if (ts.isTypeAliasDeclaration(node) && !/keyof/.test(plain(node.type)))
      lines.push(`${node.name.text} = ${plain(node.type)}`);
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== 'Events') continue;
    for (const member of node.members) {
      if (!ts.isPropertySignature(member) || !ts.isStringLiteral(member.name) || !member.type) continue;
      lines.push(`${member.name.text} ${plain(member.type)}`);
    }
  }
  expect(lines.length).toBeGreaterThan(5);
  holdTo('events.txt', lines);
});

test('doors: what one part may import of another', () => {
  const { imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    imports: Record<string, string>;
  };
  holdTo(
    'doors.txt',
    Object.entries(imports)
      .map(([name, path]) => `${name} ${path}`)
      .sort(),
  );
});

test('holds: what is kept about whom, why, how long, then what', async () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('holds.ts'),
  );
  const found: Record<string, string>[] = [];
  for (const file of files) {
    const exported = (await import(pathToFileURL(join(root, 'src', file)).href)) as Record<string, unknown>;
    const lists = Object.values(exported).filter((each) => Array.isArray(each));
    expect(lists, `${file} exports one list`).toHaveLength(1);
    found.push(...(lists[0] as Record<string, string>[]));
  }
  expect(found.length).toBeGreaterThan(10);
  holdTo(
    'holds.txt',
    found
      .toSorted((a, b) => (a.table! < b.table! ? -1 : 1))
      .map((hold) =>
        [hold.table, ...['what', 'about', 'why', 'keep', 'then'].map((name) => `  ${name}: ${hold[name]}`), ''].join(
          '\n',
        ),
      ),
  );
});

test('settings: names, defaults and what they are for', () => {
  holdTo(
    'settings.txt',
    settings.map(({ name, default: usual, words }) => `${name} (${usual}): ${words}`),
  );
});
