/** The embedded database dies under a running Foreword, in a real process: it says so, ends, and lost nothing. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { migrate, openDatabase, takeLock } from '#platform';
import { buildHouse } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { endProcesses, startProcess } from '../support/process.ts';

const data = mkdtempSync(join(tmpdir(), 'foreword-lost-'));
afterAll(() => {
  endProcesses();
  rmSync(data, { recursive: true, force: true });
});

/** On SIGUSR2 the thread of the database ends as it does when its memory is full: an error, then the end. */
const breakable = `
  const { Worker } = await import('node:worker_threads');
  const workers = new Set();
  const { on } = Worker.prototype;
  Worker.prototype.on = function (...given) { workers.add(this); return on.apply(this, given); };
  process.on('SIGUSR2', () => {
    for (const worker of workers) {
      worker.emit('error', new Error('memory is full'));
      void worker.terminate();
    }
  });`;

test('it says so in words, ends with a fault, and what was saved is there at the next start', async () => {
  writeFileSync(join(data, 'own'), '');
  const first = await startProcess(data, '/ready', breakable);
  const made = await first.visitor.send('/set-up', 'create', {
    organisation: 'Northmere Council',
    sector: 'council',
    nation: 'england',
    shortNames: '',
    officialHandles: '',
    pressHandles: '',
    name: 'Ada Min',
    email: 'ada@northmere.example',
    password: 'otter lantern mosaic tide',
  });
  expect(made.path).toMatch(/^\/sign-in\/second-step/);

  const end = await first.stop('SIGUSR2');
  expect(end.code).toBe(1);
  expect(end.said).toMatch(
    /^The embedded database stopped by itself, so Foreword stops too\. What was saved is kept\. [^\n]*\n$/,
  );
  expect(first.output()).toContain('"msg":"database.lost"');
  expect(readdirSync(data).filter((name) => name.includes('lock'))).toEqual([]);

  const second = await startProcess(data, '/ready');
  expect((await second.visitor.get('/sign-in')).text).toContain('Northmere Council');
  expect(await second.stop('SIGTERM')).toEqual({ code: 0, said: '' });
});

test('a start that may not change the tables lets go of the database', async () => {
  const folder = join(data, 'odd');
  const db = await openDatabase({ kind: 'embedded', folder });
  await migrate(db, null);
  await db.asOwner(async (client) => void (await client.query(`update platform.migration set hash = 'another'`)));
  await db.close();
  const config = readConfig({ FOREWORD_DATA: data, LOG_LEVEL: 'silent' });
  await expect(buildHouse(config, { database: { kind: 'embedded', folder }, roles: ['web'] })).rejects.toThrow(
    /was changed after it had been run/,
  );
  takeLock(`${folder}.lock`).release();
});
