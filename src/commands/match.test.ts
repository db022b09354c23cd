/** The command as a person runs it: real files, real streams, and what comes out. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { help, run } from './match.ts';

const folder = mkdtempSync(join(tmpdir(), 'match-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const lines = (...values: unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');

async function call(args: readonly string[], stdin = '') {
  const out = new PassThrough();
  const err = new PassThrough();
  const texts = [out, err].map(async (stream) => {
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    return text;
  });
  const code = await run(args, { stdin: Readable.from([Buffer.from(stdin)]), stdout: out, stderr: err });
  out.end();
  err.end();
  const [stdout = '', stderr = ''] = await Promise.all(texts);
  return { code, stdout, stderr };
}

const searches = file(
  'searches.jsonl',
  lines(
    { id: 'b', query: 'bins' },
    { id: 'a', query: 'council -football' },
    { id: 7, query: 'lang:cy site:example.org' },
  ),
);

describe('foreword match', () => {
  const posts = lines(
    { id: '1', text: 'The council and the BINS' },
    { id: '2', text: 'nothing' },
    { id: 3, text: 'hello', lang: 'cy', links: ['https://www.example.org/x'], author: { handle: 'x' } },
    { id: '4', text: 'council football', author: 'y' },
  );
  const expected = lines({ post: '1', searches: ['b', 'a'] }, { post: 3, searches: [7] });

  it('prints one line for each post that matched, ids in the order of the searches', async () => {
    const fromFile = await call(['--searches', searches, '--posts', file('posts.jsonl', posts)]);
    expect(fromFile).toEqual({ code: 0, stdout: expected, stderr: '' });
    expect(await call([`--searches=${searches}`, '--posts', '-'], posts)).toEqual(fromFile);
    expect(await call(['--slow', '--searches', searches, '--posts', '-'], posts)).toEqual(fromFile);
  });

  it('reads a byte order mark, Windows line ends, blank lines and a last line without end', async () => {
    const odd = `\ufeff${posts.replaceAll('\n', '\r\n\r\n').trimEnd()}`;
    expect(await call(['--searches', searches, '--posts', '-'], odd)).toEqual({
      code: 0,
      stdout: expected,
      stderr: '',
    });
  });

  it('names what cannot be read, without its words, and goes on', async () => {
    const bad = file(
      'bad.jsonl',
      `${lines({ id: 'x', query: 'bins AND' }, { id: 'ok', query: 'bins' }, { id: 'ok', query: 'other' }, { query: 'a' })}nonsense\n`,
    );
    const result = await call(
      ['--searches', bad, '--posts', '-'],
      `secret words\n${lines({ id: '1', text: 'bins' }, { text: 'secret' }, { id: '2' }, [1])}`,
    );
    expect(result.code).toBe(0);
    expect(result.stdout).toBe(lines({ post: '1', searches: ['ok'] }));
    expect(result.stderr.split('\n')).toEqual([
      'searches line 1: search "x": at letter 6: Nothing follows AND. Write a word after AND, or put AND in quotation marks to look for it as a word.',
      'searches line 3: search "ok": another search before it has the same id. The first one is used.',
      'searches line 4: It has no "id".',
      'searches line 5: This is not JSON.',
      'posts line 1: This is not JSON.',
      'posts line 3: It has no "id".',
      'posts line 4: It has no "text".',
      'posts line 5: This is not a JSON object.',
      '',
    ]);
    expect(result.stderr).not.toContain('secret');
  });

  it('prints the figures as one line of JSON', async () => {
    const { stderr } = await call(['--stats', '--searches', searches, '--posts', '-'], posts);
    const figures = JSON.parse(stderr) as Record<string, number>;
    expect(Object.keys(figures)).toEqual([
      'posts',
      'matched',
      'seconds',
      'postsPerSecond',
      'p50Us',
      'p99Us',
      'buildMs',
      'indexBytes',
    ]);
    expect(figures).toMatchObject({ posts: 4, matched: 2 });
    expect(figures.p99Us).toBeGreaterThanOrEqual(figures.p50Us!);
    expect(figures.indexBytes).toBeGreaterThan(0);
  });

  it('has the exit codes that its help promises', async () => {
    expect(await call(['--help'])).toEqual({ code: 0, stdout: help, stderr: '' });
    expect((await call([])).code).toBe(2);
    expect((await call(['--searches', searches])).code).toBe(2);
    expect((await call(['--searches', searches, '--posts'])).code).toBe(2);
    expect((await call(['--searches', '-', '--posts', '-'])).code).toBe(2);
    expect((await call(['--searches', searches, '--posts', '-', '--fast'])).stderr).toContain('--fast');
    expect((await call(['--searches', join(folder, 'absent'), '--posts', '-'])).code).toBe(1);
    expect((await call(['--searches', searches, '--posts', join(folder, 'absent')])).code).toBe(1);
    expect(
      (await call(['--searches', file('none.jsonl', lines({ id: 1, query: 'NOT a' })), '--posts', '-'])).code,
    ).toBe(1);
  });

  it('waits while nobody reads its output, so that memory stays bounded', async () => {
    let taken = 0;
    let made = 0;
    let farthest = 0;
    const slow = new Writable({
      highWaterMark: 1024,
      write(chunk: Buffer, _encoding, done) {
        taken += chunk.length;
        setImmediate(done);
      },
    });
    async function* endless() {
      for (let i = 0; i < 300; i++) {
        made += 1;
        farthest = Math.max(farthest, made * 4000 - taken);
        yield Buffer.from(lines({ id: `${i}`.padEnd(4000, 'x'), text: 'bins' }));
      }
    }
    const code = await run(['--searches', searches, '--posts', '-'], {
      stdin: Readable.from(endless(), { highWaterMark: 1 }),
      stdout: slow,
      stderr: new PassThrough(),
    });
    expect(code).toBe(0);
    expect(taken).toBe(300 * (4000 + '{"post":"","searches":["b"]}\n'.length));
    expect(farthest).toBeLessThan(100_000);
  });

  it('passes over a line without end', async () => {
    async function* flood() {
      for (let i = 0; i < 40; i++) yield Buffer.alloc(1_000_000, 'x');
      yield Buffer.from(`\n${lines({ id: '1', text: 'bins' })}`);
    }
    const out = new PassThrough();
    const err = new PassThrough();
    expect(
      await run(['--searches', searches, '--posts', '-'], { stdin: Readable.from(flood()), stdout: out, stderr: err }),
    ).toBe(0);
    expect(String(out.read())).toBe(lines({ post: '1', searches: ['b'] }));
    expect(String(err.read())).toBe('posts line 1: This is not JSON.\n');
  });
});
