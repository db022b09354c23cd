/** Evidence on the disk: rows, files in sealed parts, custody. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Kit, Tx } from '#platform';
import type { CaptureNote } from './capture.ts';
import type { Custody, Evidence, EvidenceFile, Opening, Recipient } from './evidence-door.ts';

/** Small, so that a database can be moved row by row. */
const partBytes = 64 * 1024;
/** Parts in one statement. */
const partsAtOnce = 16;

interface Row {
  id: string;
  about_kind: 'incident' | 'signal' | 'none';
  about_id: string | null;
  url: string;
  why: string;
  care: Evidence['care'];
  is_protected: boolean;
  state: Evidence['state'];
  asked_by: string;
  asked_at: Date;
  captured_at: Date | null;
  outcome: string | null;
  manifest_hash: string | null;
  key_id: string | null;
  is_stamped: boolean;
  keep_until: Date;
  set_by: string | null;
  set_at: Date;
  because: string;
  review_on: string;
}

const columns = sql`e.id, e.about_kind, e.about_id, e.url, e.why, e.care, e.is_protected, e.state, e.asked_by, e.asked_at,
  e.captured_at, e.outcome, e.manifest_hash, e.key_id, e.stamp is not null as is_stamped, e.keep_until,
  h.set_by, h.set_at, h.because, to_char(h.review_on, 'YYYY-MM-DD') as review_on`;

export async function readEvidence(
  tx: Tx,
  where: ReturnType<typeof sql> = sql`true`,
  limit = 200,
): Promise<readonly Evidence[]> {
  const { rows } = await sql<Row>`select ${columns} from assure.evidence e
    left join assure.evidence_hold h on h.evidence_id = e.id where ${where} order by e.asked_at desc, e.id desc limit ${limit}`.execute(
    tx,
  );
  return rows.map(asEvidence);
}

function asEvidence(row: Row): Evidence {
  return {
    id: row.id,
    about: row.about_kind === 'none' ? null : { kind: row.about_kind, id: row.about_id! },
    url: row.url,
    why: row.why,
    care: row.care,
    isProtected: row.is_protected,
    state: row.state,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    capturedAt: row.captured_at,
    notes: (row.outcome ?? '').split(' ').filter(Boolean) as CaptureNote[],
    manifestHash: row.manifest_hash,
    keyId: row.key_id,
    isStamped: row.is_stamped,
    keepUntil: row.keep_until,
    hold: row.set_by ? { by: row.set_by, at: row.set_at, because: row.because, reviewOn: row.review_on } : null,
  };
}

export async function readFiles(tx: Tx, id: string): Promise<readonly EvidenceFile[]> {
  const { rows } = await sql<EvidenceFile>`select name, media_type as "mediaType", bytes, sha256,
    is_working_copy as "isWorkingCopy" from assure.evidence_file where evidence_id = ${id} order by name`.execute(tx);
  return rows;
}

export async function readCustody(tx: Tx, id: string): Promise<readonly Custody[]> {
  const { rows } = await sql<Custody>`select at, who, what, recipient, why from assure.custody
    where evidence_id = ${id} order by at, id`.execute(tx);
  return rows;
}

export async function readOpenings(tx: Tx, id: string): Promise<readonly Opening[]> {
  const { rows } = await sql<Opening>`select id, asked_by as "askedBy", asked_at as "askedAt", why,
    confirmed_by as "confirmedBy", ends_at as "endsAt" from assure.opening where evidence_id = ${id} order by asked_at desc, id`.execute(
    tx,
  );
  return rows;
}

export async function noteCustody(
  tx: Tx,
  kit: Pick<Kit, 'ids' | 'clock'>,
  id: string,
  what: Custody['what'],
  more: { readonly why?: string | null; readonly recipient?: Recipient | null } = {},
): Promise<void> {
  await sql`insert into assure.custody (id, evidence_id, at, what, recipient, why)
    values (${kit.ids.next()}, ${id}, ${kit.clock.now()}, ${what}, ${more.recipient ?? null}, ${more.why ?? null})`.execute(
    tx,
  );
}

export interface NewFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly isWorkingCopy?: boolean;
}

export const sha256Hex = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Each piece of evidence has a key of its own. */
const purposeOf = (id: string) => `evidence:${id}`;

export async function writeFile(tx: Tx, kit: Pick<Kit, 'seal'>, id: string, file: NewFile): Promise<void> {
  await sql`insert into assure.evidence_file (evidence_id, name, media_type, bytes, sha256, is_working_copy)
    values (${id}, ${file.name}, ${file.mediaType}, ${file.bytes.length}, ${sha256Hex(file.bytes)}, ${file.isWorkingCopy ?? false})`.execute(
    tx,
  );
  const parts: { part: number; box: string }[] = [];
  const flush = async () => {
    if (parts.length === 0) return;
    await sql`insert into assure.evidence_part (evidence_id, name, part, box)
      select ${id}::uuid, ${file.name}, part, decode(box, 'base64')
      from jsonb_to_recordset(${JSON.stringify(parts)}::jsonb) as p(part int, box text)`.execute(tx);
    parts.length = 0;
  };
  for (let part = 0; part * partBytes < file.bytes.length; part += 1) {
    const piece = file.bytes.subarray(part * partBytes, (part + 1) * partBytes);
    parts.push({ part, box: kit.seal.closeBytes(purposeOf(id), piece).toString('base64') });
    if (parts.length === partsAtOnce) await flush();
  }
  await flush();
}

/** Null when this asker may not read the parts: then there is nothing, not an empty file. */
export async function readBytes(
  tx: Tx,
  kit: Pick<Kit, 'seal'>,
  id: string,
  file: EvidenceFile,
): Promise<Buffer | null> {
  const { rows } = await sql<{ box: Buffer }>`select box from assure.evidence_part
    where evidence_id = ${id} and name = ${file.name} order by part`.execute(tx);
  const bytes = Buffer.concat(rows.map((row) => kit.seal.openBytes(purposeOf(id), row.box)));
  return bytes.length === file.bytes ? bytes : null;
}

export const sealRaw = (kit: Pick<Kit, 'seal'>, id: string, text: string): Buffer =>
  kit.seal.closeBytes(purposeOf(id), Buffer.from(text));
export const openRaw = (kit: Pick<Kit, 'seal'>, id: string, box: Uint8Array): string =>
  kit.seal.openBytes(purposeOf(id), box).toString('utf8');
