import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWeb, type Web } from '../../test/servers/web.ts';
import { help, run } from './feed.ts';

let folder: string;
let web: Web;
const feed =
  '<rss version="2.0"><channel><title>News</title><item><title>A</title><guid>https://n.example/1</guid><pubDate>Mon, 02 Mar 2026 09:30:00 GMT</pubDate></item></channel></rss>';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'foreword-feed-'));
  await writeFile(join(folder, 'a.xml'), feed);
  await writeFile(
    join(folder, 'l1.xml'),
    Buffer.from('<rss version="2.0"><channel><title>Caf\xe9</title></channel></rss>', 'latin1'),
  );
  await writeFile(join(folder, 'page.html'), '<html></html>');
  web = await startWeb({
    '/feed': {
      headers: { 'content-type': 'text/xml; charset=iso-8859-1' },
      body: Buffer.from('<rss version="2.0"><channel><title>Caf\xe9</title></channel></rss>', 'latin1'),
    },
  });
});
afterAll(async () => {
  await Promise.all([rm(folder, { recursive: true }), web.close()]);
});

async function ask(args: string[], stdin = '') {
  let [out, err] = ['', ''];
  const code = await run(args, {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: {
      write: (text) => {
        out += text;
      },
    },
    stderr: {
      write: (text) => {
        err += text;
      },
    },
  });
  return {
    code,
    err,
    out,
    lines: out
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line)),
  };
}

test('one feed is one object of exactly the promised shape', async () => {
  const { code, lines } = await ask([join(folder, 'a.xml')]);
  expect([code, Object.keys(lines[0])]).toEqual([0, ['title', 'link', 'description', 'language', 'items', 'problems']]);
  expect(lines[0].items).toEqual([
    {
      id: 'https://n.example/1',
      title: 'A',
      link: 'https://n.example/1',
      summary: null,
      content: null,
      author: null,
      published: '2026-03-02T09:30:00.000Z',
      updated: null,
      categories: [],
      enclosures: [],
    },
  ]);
  expect(Object.keys(lines[0].problems[0])).toEqual(['code', 'where', 'words']);
});

test('several are a line each, with the file; standard input and addresses count', async () => {
  const { code, lines } = await ask([join(folder, 'a.xml'), '-', `${web.origin}/feed`], feed);
  expect(code).toBe(0);
  expect(lines.map((one) => [one.file, one.title])).toEqual([
    [join(folder, 'a.xml'), 'News'],
    ['-', 'News'],
    [`${web.origin}/feed`, 'Café'],
  ]);
});

test('--http-charset holds for the files after it', async () => {
  const { lines } = await ask([join(folder, 'l1.xml'), '--http-charset', 'iso-8859-1', join(folder, 'l1.xml')]);
  expect(
    lines.map((one) => [one.title, one.problems.some((problem: { code: string }) => problem.code === 'unicode-error')]),
  ).toEqual([
    ['Café', true],
    ['Café', false],
  ]);
});

test('what cannot be read at all still gets its line, and the code is 1', async () => {
  const { code, lines } = await ask([
    join(folder, 'a.xml'),
    join(folder, 'none.xml'),
    folder,
    join(folder, 'page.html'),
    `${web.origin}/missing`,
    'http://no-such-name.invalid/',
  ]);
  expect(code).toBe(1);
  expect(lines.map((one) => one.problems[0]?.code)).toEqual([
    'missing-link',
    'not-found',
    'not-a-file',
    'html-page',
    'unreachable',
    'unreachable',
  ]);
  expect(lines[1]).toMatchObject({ title: null, items: [] });
});

test('help and mistakes', async () => {
  expect(await ask(['--help'])).toMatchObject({ code: 0, out: help });
  expect((await ask([])).code).toBe(2);
  expect((await ask(['--wrong'])).err).toContain('There is no option --wrong.');
  expect((await ask(['--http-charset'])).code).toBe(2);
});
