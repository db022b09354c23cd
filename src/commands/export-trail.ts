/** `foreword export-trail`: writes the record of who viewed or did what as a file that proves itself. */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildTrailDesk } from '#assure';
import { readConfig } from '#config';
import { buildLog, buildMetrics, buildSeal, Fault, migrate, openDatabase, realClock } from '#platform';
import { databaseOf } from '../database-address.ts';

export const help = `Usage: foreword export-trail FILE [--from DAY] [--until DAY]

Writes the record of who viewed or did what to FILE ("-" for standard output): one
JSON text a line, a signed header, the signed heads of the chain, then every entry.
"foreword verify FILE" checks it anywhere, without a database.

  --from DAY    entries from this day on, such as 2026-04-01 (UTC)
  --until DAY   entries before this day

Uses DATABASE_URL, or the embedded database in FOREWORD_DATA; with the embedded one,
stop Foreword first or use its page "Record". Needs FOREWORD_SECRET and the file
"signing-key" of the data folder. Exit code 0 when written, 1 when it could not be
done, 2 when the options are wrong.
`;

interface Io {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

export async function run(args: readonly string[], io: Io): Promise<number> {
  const wish = readWish(args);
  if (typeof wish === 'string') {
    io.stderr.write(`${wish}\nSee foreword export-trail --help\n`);
    return 2;
  }
  const config = readConfig();
  const db = await openDatabase(databaseOf(config)).catch((error: unknown) => {
    if (error instanceof Fault && error.code === 'database-locked') return null;
    throw error;
  });
  if (!db) {
    io.stderr.write('Foreword is running on this data folder. Stop Foreword first or use its page "Record".\n');
    return 1;
  }
  try {
    await migrate(db, config.secrets.databaseOwnerUrl);
    const seal = buildSeal(config.secrets.house);
    db.sealTrail(seal);
    const kit = { db, seal, clock: realClock, log: buildLog('silent'), metrics: buildMetrics(false) };
    const desk = buildTrailDesk(kit, join(config.dataFolder, 'signing-key'));
    const made = await desk.export({ from: wish.from, until: wish.until });
    if (!made) {
      io.stderr.write('There is nothing in the record for that time.\n');
      return 1;
    }
    await write(made.text, wish.file === '-' ? io.stdout : createWriteStream(wish.file, { mode: 0o600 }));
    io.stderr.write(`${made.entries} entries written.\n`);
    return 0;
  } finally {
    await db.close();
  }
}

async function write(text: AsyncIterable<string>, out: NodeJS.WritableStream): Promise<void> {
  for await (const part of text) if (!out.write(part)) await once(out, 'drain');
  if (out === process.stdout) return;
  out.end();
  await once(out, 'finish');
}

interface Wish {
  readonly file: string;
  readonly from: Date | null;
  readonly until: Date | null;
}

function readWish(args: readonly string[]): Wish | string {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return (error as Error).message.split('\n')[0] ?? '';
  }
  const [file, more] = parsed.positionals;
  if (file === undefined || more !== undefined) return 'Say which file to write to.';
  const from = dayOf(parsed.values.from);
  const until = dayOf(parsed.values.until);
  if (from === undefined || until === undefined) return 'A day is written like 2026-04-01.';
  return { file, from, until };
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { from: { type: 'string' }, until: { type: 'string' } },
  });
}

function dayOf(text: string | undefined): Date | null | undefined {
  if (text === undefined) return null;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  return Number.isNaN(day.getTime()) ? undefined : day;
}
