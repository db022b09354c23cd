/** Signed heads leave the machine: to a file, and to a time-stamp authority. What is there cannot be taken back here. */
import { appendFileSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import type { Job, Kit } from '#platform';
import { headText } from './chain.ts';
import type { HeadLine } from './export.ts';
import type { Sealer } from './sealer.ts';
import { me } from './signing.ts';
import type { Stamper } from './stamp.ts';

export interface Heads {
  /** Everything that has not left yet. */
  send(): Promise<void>;
}

const stampJob = 'assure.stamp-head';
const fileName = 'foreword-heads.ndjson';

export function buildHeads(
  kit: Pick<Kit, 'db' | 'jobs' | 'clock' | 'log'>,
  parts: { readonly sealer: () => Sealer; readonly file: string | null; readonly stamper: Stamper | null },
): Heads {
  const { file, stamper } = parts;

  async function write(): Promise<void> {
    if (!file) return;
    const heads = await kit.db.as(me, async (tx) => {
      const { rows } = await sql<Omit<HeadLine, 'at'> & { at: Date }>`
        select position, at, chain, seal, key_id as "keyId", signature, stamp from assure.head
        where written_at is null order by position limit 1000`.execute(tx);
      return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
    });
    if (heads.length === 0) return;
    append(file, heads.map((head) => `${JSON.stringify({ head })}\n`).join(''));
    await kit.db.as(me, (tx) =>
      sql`update assure.head set written_at = ${kit.clock.now()} where position = any(${heads.map((head) => head.position)}::bigint[])`.execute(
        tx,
      ),
    );
  }

  async function askForStamps(): Promise<void> {
    if (!stamper) return;
    await kit.db.as(me, async (tx) => {
      // The newest is enough: it vouches for everything before it.
      const { rows } = await sql<{ position: number; stamp: string | null }>`
        select position, stamp from assure.head order by position desc limit 1`.execute(tx);
      const head = rows[0];
      if (head && head.stamp === null)
        await kit.jobs.add(tx, stampJob, { position: head.position }, { key: String(head.position) });
    });
  }

  async function stamp(job: Job): Promise<void> {
    const position = Number(job.fields.position);
    const head = await kit.db.as(me, async (tx) => {
      const { rows } = await sql<{ position: number; at: Date; chain: string; seal: string }>`
        select position, at, chain, seal from assure.head where position = ${position} and stamp is null`.execute(tx);
      return rows[0];
    });
    if (!head || !stamper) return;
    const { token, at } = await stamper.stamp(headText({ ...head, at: head.at.toISOString() }));
    // To be written once more, now with its stamp.
    await kit.db.as(me, (tx) =>
      sql`update assure.head set stamp = ${token}, stamped_at = ${at}, written_at = null where position = ${position} and stamp is null`.execute(
        tx,
      ),
    );
    await write();
  }

  const send = async () => {
    await write();
    await askForStamps();
  };
  kit.jobs.on(stampJob, { act: stamp, attempts: 12 });
  kit.jobs.every('assure.heads', '7 * * * *', async () => {
    await parts.sealer().seal();
    await parts.sealer().signHead();
    await send();
  });
  return { send };
}

/** To the end of the file, and down to the disk. A folder gets a file of its own name in it. */
function append(path: string, lines: string): void {
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, fileName) : path;
  mkdirSync(dirname(file), { recursive: true });
  const handle = openSync(file, 'a', 0o640);
  try {
    appendFileSync(handle, lines);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
