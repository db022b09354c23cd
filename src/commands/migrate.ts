/** Brings the database up to date and says what was done; `serve` does the same at its start. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { migrate, moveEverything, openDatabase } from '#platform';
import { readConfig } from '../config.ts';
import { databaseOf } from '../database-address.ts';
import type { Io } from '../main.ts';

export const help = `Usage: foreword migrate [--from FOLDER]

Brings the database up to date. "foreword serve" does the same when it starts.
Uses DATABASE_URL (and DATABASE_OWNER_URL for the change itself), or the embedded
database in FOREWORD_DATA. Exit code 0 when done, 1 when it could not be done.

  --from FOLDER   move everything from the embedded database in FOLDER (such as
                  ./data/store) to the empty database that DATABASE_URL names. Stop
                  Foreword first, and keep the file "secret" from the data folder:
                  set FOREWORD_SECRET to what it holds.
`;

export async function run(args: readonly string[], io: Io): Promise<number> {
  const config = readConfig();
  if (args[0] === '--from') return move(config, args[1] ?? '', io);
  if (args.length > 0) {
    io.stderr.write(help);
    return 2;
  }
  const db = await openDatabase(databaseOf(config));
  try {
    const done = await migrate(db, config.secrets.databaseOwnerUrl);
    io.stdout.write(
      done.length === 0 ? 'The database is up to date.\n' : `Done:\n${done.map((name) => `  ${name}`).join('\n')}\n`,
    );
  } finally {
    await db.close();
  }
  return 0;
}

async function move(config: ReturnType<typeof readConfig>, folder: string, io: Io): Promise<number> {
  if (!folder || !existsSync(resolve(folder))) {
    io.stderr.write(`There is no folder "${folder}". The embedded database is in FOREWORD_DATA/store.\n`);
    return 2;
  }
  if (!config.secrets.databaseUrl) {
    io.stderr.write('Set DATABASE_URL to the empty PostgreSQL database that everything should move to.\n');
    return 2;
  }
  const from = await openDatabase({ kind: 'embedded', folder: resolve(folder) });
  try {
    await migrate(from, null);
    const to = await openDatabase(databaseOf(config));
    try {
      await migrate(to, config.secrets.databaseOwnerUrl);
      await moveEverything(from, to, config.secrets.databaseOwnerUrl, (table, rows) => {
        if (rows > 0) io.stdout.write(`  ${table}: ${rows}\n`);
      });
      io.stdout.write('Everything has moved. Start Foreword with DATABASE_URL from now on.\n');
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
  return 0;
}
