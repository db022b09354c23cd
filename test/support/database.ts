/** A fresh, migrated database for one test file: the embedded one, or a real server where FOREWORD_TEST_DATABASE_URL names one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { buildIds, type DatabaseAddress, type OpenDatabase, openDatabase, realClock } from '#platform';

export const serverUrl = process.env.FOREWORD_TEST_DATABASE_URL ?? null;
/** Made once for the whole run by test/support/global-setup.ts: a folder, or the name of a database. */
const template = () => process.env.FOREWORD_TEST_TEMPLATE ?? '';

export interface TestDatabase extends OpenDatabase {
  /** For a second connection as its owner (a child process, a check from outside); null on the embedded one. */
  readonly url: string | null;
  readonly drop: () => Promise<void>;
}

export async function testDatabase(): Promise<TestDatabase> {
  return serverUrl ? onServer(serverUrl) : embedded();
}

/** The address alone, for a house that opens it by itself. */
export async function testAddress(): Promise<{ address: DatabaseAddress; drop: () => Promise<void> }> {
  if (serverUrl) {
    const { own, name } = await createOnServer(serverUrl);
    return {
      address: { kind: 'server', url: own, connections: 6 },
      drop: () => asAdmin(serverUrl, `drop database if exists ${name} with (force)`),
    };
  }
  const folder = mkdtempSync(join(tmpdir(), 'foreword-test-'));
  return {
    address: { kind: 'embedded', folder: join(folder, 'db'), template: template() },
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function embedded(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'foreword-test-'));
  const db = await openDatabase({ kind: 'embedded', folder: join(folder, 'db'), template: template() });
  return {
    ...db,
    url: null,
    drop: async () => {
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function createOnServer(url: string): Promise<{ own: string; name: string }> {
  const name = `foreword_test_${buildIds(realClock.now).next().replaceAll('-', '').slice(-16)}`;
  await asAdmin(url, `create database ${name} template ${template()}`);
  return { own: databaseUrl(url, name), name };
}

async function onServer(url: string): Promise<TestDatabase> {
  const { own, name } = await createOnServer(url);
  const db = await openDatabase({ kind: 'server', url: own, connections: 6 });
  return {
    ...db,
    url: own,
    drop: async () => {
      await db.close();
      await asAdmin(url, `drop database if exists ${name} with (force)`);
    },
  };
}

export function databaseUrl(url: string, name: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${name}`;
  return parsed.href;
}

export async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
