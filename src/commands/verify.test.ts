/** `foreword export-trail` and `foreword verify` as one runs them: files, exit codes, words and JSON. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { buildSeal, migrate, openDatabase, record } from '#platform';
import { testAddress } from '../../test/support/database.ts';
import { makeExport, makeKey, textOf } from '../../test/support/trail.ts';
import { bundleOf, custodyJson, custodyText } from '../capabilities/assure/bundle.ts';
import { manifestText } from '../capabilities/assure/capture-job.ts';
import { sha256Hex } from '../capabilities/assure/evidence-store.ts';
import { pemOf } from '../capabilities/assure/signing.ts';
import { main } from '../main.ts';

const folder = mkdtempSync(join(tmpdir(), 'foreword-verify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const key = makeKey();
const whole = makeExport(30, key);
const file = (name: string, lines: readonly string[]) => {
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  return join(folder, name);
};

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const stdout = new PassThrough().on('data', (part) => {
    said.out += part;
  });
  const stderr = new PassThrough().on('data', (part) => {
    said.err += part;
  });
  const code = await main(args, { stdin: process.stdin, stdout, stderr });
  return { code, ...said };
}

test('a good file ends with 0, and says what was not checked', async () => {
  const good = await run('verify', file('good', textOf(whole)));
  expect(good).toMatchObject({ code: 0, err: '' });
  expect(good.out).toContain('Good: entries 1 to 30, 3 signed heads');
  expect(good.out).toContain(key.id);
  writeFileSync(join(folder, 'key.pem'), pemOf(key.publicKey));
  const known = await run('verify', join(folder, 'good'), '--key', join(folder, 'key.pem'), '--json');
  expect(JSON.parse(known.out)).toEqual({
    isGood: true,
    entries: 30,
    heads: 3,
    from: 1,
    to: 30,
    keyId: key.id,
    isKeyTrusted: true,
    isSecretUsed: false,
    stamps: 0,
    findings: [],
  });
});

test('each kind of change ends with 1 and is named', async () => {
  const edited = structuredClone(whole);
  edited.entries[4] = { ...edited.entries[4]!, what: 'nothing-done' };
  const said = await run('verify', file('edited', textOf(edited)));
  expect(said.code).toBe(1);
  expect(said.out).toContain('EDITED');
  expect(said.out).toContain('at entry 5');

  const short = { ...structuredClone(whole), entries: whole.entries.slice(0, 20) };
  expect((await run('verify', file('short', textOf(short)))).out).toContain('MISSING TAIL');
  // Sound in itself, and older than a head that was written elsewhere.
  const early = file('early', textOf(makeExport(20, key)));
  expect((await run('verify', early)).code).toBe(0);
  const heads = file(
    'heads',
    whole.heads.map((head) => JSON.stringify({ head })),
  );
  const told = await run('verify', early, '--heads', heads, '--json');
  expect(told.code).toBe(1);
  expect(JSON.parse(told.out).findings).toEqual([{ kind: 'missing-tail', position: 21, count: 10 }]);
});

test('a bundle of evidence is checked by its files, its manifest and its signature', async () => {
  const manifest = JSON.stringify({
    foreword: 'evidence',
    version: 1,
    id: 'e',
    url: 'https://x.example/',
    capturedAt: '2026-03-02T09:00:00.000Z',
    files: [{ name: 'page.txt', bytes: 5, sha256: sha256Hex(Buffer.from('words')) }],
  });
  const custody = custodyJson('e', []);
  const signature = {
    keyId: key.id,
    publicKey: key.publicKey,
    manifest: key.sign(manifestText(sha256Hex(Buffer.from(manifest)))),
    custody: key.sign(custodyText(custody)),
    stamp: null,
  };
  const bundle = (words: string) =>
    bundleOf(manifest, custody, signature, new Map([['page.txt', Buffer.from(words)]]), new Date());
  writeFileSync(join(folder, 'bundle.zip'), bundle('words'));
  const good = await run('verify', join(folder, 'bundle.zip'));
  expect(good.code).toBe(0);
  expect(good.out).toContain('Good: 1 files of https://x.example/');
  writeFileSync(join(folder, 'bent.zip'), bundle('weeds'));
  const bent = await run('verify', join(folder, 'bent.zip'), '--json');
  expect(bent.code).toBe(1);
  expect(JSON.parse(bent.out).findings).toEqual([{ kind: 'edited', name: 'page.txt' }]);
  writeFileSync(join(folder, 'other.zip'), Buffer.from('PK\u0003\u0004 and no more'));
  expect((await run('verify', join(folder, 'other.zip'))).code).toBe(2);
});

test('what cannot be read ends with 2', async () => {
  for (const args of [[], ['nowhere'], [file('words', ['hello'])], ['a', 'b'], ['a', '--speed']])
    expect(await run('verify', ...args)).toMatchObject({ code: 2, out: '' });
  for (const args of [[], ['x', '--from', 'yesterday']])
    expect(await run('export-trail', ...args)).toMatchObject({ code: 2, out: '' });
});

test('what a database holds goes to a file, and verifies with the secret', async () => {
  const { address, drop } = await testAddress();
  const secret = 'a secret of the command, of 32 characters or more';
  const db = await openDatabase(address);
  await migrate(db, null);
  db.sealTrail(buildSeal(secret));
  const asker = { kind: 'person', id: 'ann', roles: ['staff'] } as const;
  for (let n = 0; n < 3; n += 1)
    await db.as(asker, (tx) => record(tx, { what: 'queue-viewed', about: null, new: { n } }, new Date()));
  await db.close();
  const environment = {
    FOREWORD_SECRET: secret,
    FOREWORD_DATA: folder,
    ...(address.kind === 'server' ? { DATABASE_URL: address.url } : {}),
  };
  const before = { ...process.env };
  Object.assign(process.env, environment);
  try {
    if (address.kind === 'embedded') {
      // Where the command looks for it.
      cpSync(address.folder, join(folder, 'store'), { recursive: true });
    }
    const out = join(folder, 'record.ndjson');
    expect(await run('export-trail', out)).toMatchObject({ code: 0, err: '4 entries written.\n' });
    const said = await run('verify', out, '--secret-from-env');
    expect(said).toMatchObject({ code: 0 });
    expect(said.out).toContain('The MACs were checked');
    expect(readFileSync(out, 'utf8').split('\n')[2]).toContain('"what":"queue-viewed"');
    expect(await run('export-trail', out, '--until', '2001-01-01')).toMatchObject({ code: 1 });
  } finally {
    for (const name of Object.keys(environment)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    await drop();
  }
});
