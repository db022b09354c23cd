/** Once for a whole test run: the built workers, and a migrated template database of the kind that is used. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openDatabase, packageRoot } from '#platform';
import { asAdmin, databaseUrl, serverUrl } from './database.ts';

export default async function setup(): Promise<() => Promise<void>> {
  try {
    execFileSync(process.execPath, ['scripts/build.mjs', '--if-stale'], { cwd: packageRoot, stdio: 'pipe' });
  } catch {
    console.warn('the build did not finish');
  }
  const server = serverUrl;
  if (server) {
    // A name of its own, so that two runs on one server do not meet.
    const name = `foreword_template_${process.pid}`;
    process.env.FOREWORD_TEST_TEMPLATE = name;
    await asAdmin(server, `drop database if exists ${name} with (force)`);
    await asAdmin(server, `create database ${name}`);
    const db = await openDatabase({ kind: 'server', url: databaseUrl(server, name), connections: 1 });
    await migrate(db, null);
    await db.close();
    return () => asAdmin(server, `drop database if exists ${name} with (force)`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'foreword-template-'));
  process.env.FOREWORD_TEST_TEMPLATE = join(folder, 'db');
  const db = await openDatabase({ kind: 'embedded', folder: process.env.FOREWORD_TEST_TEMPLATE });
  await migrate(db, null);
  await db.close();
  return async () => rmSync(folder, { recursive: true, force: true });
}
