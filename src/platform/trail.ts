/**
 * The append-only record of who viewed or did what, when. Ids, choices and numbers only, never people's words. Each
 * entry bears a MAC over its content under a key that is not in the database, so that whoever can write to the
 * database still cannot write an entry.
 */
import { randomUUID } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Asker } from './asker.ts';
import type { Tx } from './db.ts';
import type { Seal } from './seal.ts';

export type TrailValue = string | number | boolean | null;
export type TrailValues = Readonly<Record<string, TrailValue | undefined | readonly TrailValue[]>>;

export interface TrailEntry {
  /** Past tense: `queue-viewed`, `role-changed`. */
  readonly what: string;
  /** Id of the thing it was about; null for lists. */
  readonly about: string | null;
  /** What a choice or number was before and is now. A text that is not shaped like a code or an id is kept as its length. */
  readonly old?: TrailValues;
  readonly new?: TrailValues;
}

/** An entry as it stands in the record. `old` and `new` are JSON texts, byte for byte as they were written. */
export interface TrailRow {
  /** Its own name, made with it: an entry that was copied is told by it. */
  readonly ref: string;
  readonly at: Date;
  readonly asker: string;
  readonly kind: string;
  readonly what: string;
  readonly about: string | null;
  readonly old: string | null;
  readonly new: string | null;
  readonly mac: string;
}

interface Speaker {
  readonly asker: Asker;
  readonly seal: Seal;
}

/** On whose behalf each open transaction speaks. */
const speakers = new WeakMap<object, Speaker>();

/** Told by the database when it opens a transaction, and by what changes its asker in the middle. */
export function letSpeak(tx: Tx, asker: Asker, seal?: Seal | null): void {
  const known = seal ?? speakers.get(tx)?.seal;
  if (known) speakers.set(tx, { asker, seal: known });
}

/** Part of `tx`. Throws where the database was opened without a seal: an entry without a MAC would prove nothing. */
export async function record(tx: Tx, entry: TrailEntry, at: Date): Promise<void> {
  await insertOf(tx, entry, at).execute(tx);
}

/** The same as `record`, as a statement to be joined to another. */
export function insertOf(tx: Tx, entry: TrailEntry, at: Date): RawBuilder<unknown> {
  const speaker = speakers.get(tx);
  if (!speaker) throw new Error('The trail cannot be written: this database was opened without a seal.');
  const row = {
    ref: randomUUID(),
    at,
    asker: speaker.asker.id,
    kind: speaker.asker.kind,
    what: entry.what,
    about: entry.about === null ? null : String(codeOnly(entry.about)),
    old: valuesOf(entry.old),
    new: valuesOf(entry.new),
  };
  const mac = macOf(speaker.seal, row);
  return sql`insert into platform.trail (ref, at, asker, kind, what, about, old_value, new_value, mac)
    values (${row.ref}, ${row.at}, ${row.asker}, ${row.kind}, ${row.what}, ${row.about}, ${row.old}, ${row.new}, ${mac})`;
}

/** Whose act it is, when a person's: what the program does by itself stands in the log of events. */
export function isPersonSpeaking(tx: Tx): boolean {
  return speakers.get(tx)?.asker.kind === 'person';
}

/** What the MAC and the hash of an entry are made over. */
export function contentOf(row: Omit<TrailRow, 'mac'>): string {
  return JSON.stringify([row.ref, row.at.toISOString(), row.asker, row.kind, row.what, row.about, row.old, row.new]);
}

export const macOf = (seal: Seal, row: Omit<TrailRow, 'mac'>): string => seal.hash('trail-entry', contentOf(row));

/** No @: an address of a person is no code. */
const code = /^[\w.:/+-]{0,80}$/;
const longest = 4000;

function codeOnly(value: TrailValue): TrailValue {
  return typeof value === 'string' && !code.test(value) ? `[${value.length} characters]` : value;
}

function valuesOf(values: TrailValues | undefined): string | null {
  if (!values) return null;
  const clean = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      String(codeOnly(name)),
      value === undefined ? null : Array.isArray(value) ? value.map(codeOnly) : codeOnly(value as TrailValue),
    ]),
  );
  const text = JSON.stringify(clean);
  if (text.length <= longest) return text;
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(clean).map(([name, value]) => [name, Array.isArray(value) ? value.length : value]),
    ),
  ).slice(0, longest);
}

const columns = sql`ref, at, asker, kind, what, about, old_value as old, new_value as new, mac`;

/**
 * Entries that have not been taken yet, in the order of their transactions, and moves the place up to which they are
 * taken in the same `tx`. It stops before the oldest transaction still open (as `news.ts` does), so that an entry that
 * commits late is not passed over. Null when another process is taking just now.
 */
export async function takeEntries(tx: Tx, most: number): Promise<readonly TrailRow[] | null> {
  const place = await sql<{ xid: string; id: number }>`
    select xid::text, id from platform.trail_place for update skip locked`.execute(tx);
  const from = place.rows[0];
  if (!from) return null;
  const { rows } = await sql<TrailRow & { xid: string; id: number }>`
    select xid::text, id, ${columns} from platform.trail
    where (xid, id) > (${from.xid}::xid8, ${from.id}::bigint) and xid < (select platform.horizon())
    order by trail.xid, trail.id limit ${most}`.execute(tx);
  const last = rows.at(-1);
  if (last) await sql`update platform.trail_place set xid = ${last.xid}::xid8, id = ${last.id}`.execute(tx);
  return rows;
}

/** The entries of these names, in no order; an auditor, the data protection officer or the sealer may. */
export async function entriesOf(tx: Tx, refs: readonly string[]): Promise<ReadonlyMap<string, TrailRow>> {
  const { rows } =
    await sql<TrailRow>`select ${columns} from platform.trail where ref = any(${[...refs]}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.ref, row]));
}

/** How many entries wait to be taken, those of open transactions included. */
export async function countUntaken(tx: Tx): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from platform.trail t, platform.trail_place p
    where (t.xid, t.id) > (p.xid, p.id)`.execute(tx);
  return rows[0]!.n;
}

/** Deletes every entry up to and with this one. The database refuses while any of them is younger than six years. */
export async function cutEntries(tx: Tx, upTo: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select platform.cut_trail(${upTo}::uuid)::int as n`.execute(tx);
  return rows[0]!.n;
}
