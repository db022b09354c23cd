/** The record as a file that proves itself: NDJSON, a signed header, the signed heads, then every entry with its link. */
import { sql } from 'kysely';
import { type Asker, entriesOf, type Kit, type TrailRow, type Tx } from '#platform';
import { genesis, type Link, type Place, type Span, spanText } from './chain.ts';
import type { Sealer } from './sealer.ts';
import { me, type Signer } from './signing.ts';

export interface Period {
  /** From this moment on; null from the oldest. */
  readonly from: Date | null;
  /** Before this moment; null to the end. */
  readonly until: Date | null;
}

export interface HeadLine extends Place {
  readonly at: string;
  readonly keyId: string;
  readonly signature: string;
  readonly stamp: string | null;
}

export interface CutLine extends Place {
  readonly at: string;
  readonly keyId: string;
  readonly signature: string;
}

export interface Header extends Span {
  readonly foreword: 'trail';
  readonly version: 1;
  readonly keyId: string;
  readonly keys: readonly { readonly id: string; readonly publicKey: string }[];
  readonly cut: CutLine | null;
  readonly signature: string;
}

export interface EntryLine {
  readonly position: number;
  readonly ref: string;
  readonly at: string;
  readonly asker: string;
  readonly kind: string;
  readonly what: string;
  readonly about: string | null;
  readonly old: string | null;
  readonly new: string | null;
  readonly mac: string;
  readonly hash: string;
  readonly chain: string;
  readonly seal: string;
}

export interface TrailExport {
  readonly entries: number;
  /** Whole lines, many at a time. */
  readonly text: AsyncIterable<string>;
}

const batch = 2000;

/** Takes what waits into the chain and signs it first, so that the file ends at a signed head. Null when there is nothing. */
export async function exportTrail(
  kit: Pick<Kit, 'db' | 'clock'>,
  parts: { readonly sealer: Sealer; readonly signer: () => Promise<Signer> },
  asker: Asker,
  period: Period,
): Promise<TrailExport | null> {
  const signer = await parts.signer(); // First: a key that is made now is an entry as well.
  await parts.sealer.seal();
  await parts.sealer.signHead();
  const read = <T>(work: (tx: Tx) => Promise<T>) => kit.db.as(asker, work);
  const bounds = await read((tx) => boundsOf(tx, period));
  if (!bounds) return null;
  const heads = await read((tx) => headsOf(tx, bounds.from.position, bounds.to.position));
  const span: Span = {
    ...bounds,
    madeAt: kit.clock.now().toISOString(),
    until: period.until?.toISOString() ?? null,
    heads: heads.length,
  };
  const header: Header = {
    foreword: 'trail',
    version: 1,
    ...span,
    keyId: signer.keyId,
    keys: await kit.db.as(me, keysOf),
    cut: await read((tx) => cutAt(tx, bounds.from.position)),
    signature: signer.sign(spanText(span)),
  };
  async function* text() {
    yield `${[header, ...heads.map((head) => ({ head }))].map((line) => JSON.stringify(line)).join('\n')}\n`;
    for (let after = span.from.position; after < span.to.position; after += batch) {
      const lines = await read((tx) => linesOf(tx, after, Math.min(after + batch, span.to.position)));
      if (lines.length > 0) yield `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
    }
  }
  return { entries: span.to.position - span.from.position, text: text() };
}

async function boundsOf(tx: Tx, period: Period): Promise<Pick<Span, 'from' | 'to'> | null> {
  const { rows } = await sql<{ first: number | null; last: number | null }>`
    select min(position) as first, max(position) as last from assure.link
    where (${period.from}::timestamptz is null or at >= ${period.from}) and (${period.until}::timestamptz is null or at < ${period.until})`.execute(
    tx,
  );
  const { first, last } = rows[0]!;
  if (first === null || last === null) return null;
  const from = await placeAt(tx, first - 1);
  const to = await placeAt(tx, last);
  return from && to ? { from, to } : null;
}

async function placeAt(tx: Tx, position: number): Promise<Place | null> {
  if (position === 0) return genesis;
  const { rows } = await sql<Place>`select position, chain, seal from assure.link where position = ${position}
    union select position, chain, seal from assure.cut where position = ${position}`.execute(tx);
  return rows[0] ?? null;
}

async function headsOf(tx: Tx, after: number, upTo: number): Promise<HeadLine[]> {
  const { rows } = await sql<Omit<HeadLine, 'at'> & { at: Date }>`
    select position, at, chain, seal, key_id as "keyId", signature, stamp from assure.head
    where position > ${after} and position <= ${upTo} order by position`.execute(tx);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

export async function keysOf(tx: Tx): Promise<{ id: string; publicKey: string; since: Date }[]> {
  const { rows } = await sql<{ id: string; publicKey: string; since: Date }>`
    select id, public_key as "publicKey", since from assure.signing_key order by since, id`.execute(tx);
  return rows;
}

async function cutAt(tx: Tx, position: number): Promise<CutLine | null> {
  const { rows } = await sql<Omit<CutLine, 'at'> & { at: Date }>`
    select position, at, chain, seal, key_id as "keyId", signature from assure.cut where position = ${position}`.execute(
    tx,
  );
  return rows[0] ? { ...rows[0], at: rows[0].at.toISOString() } : null;
}

/** An entry that is in the chain and no longer in the record is left out: whoever verifies the file sees the gap. */
async function linesOf(tx: Tx, after: number, upTo: number): Promise<EntryLine[]> {
  const { rows } = await sql<Link & { ref: string }>`
    select position, ref, hash, chain, seal from assure.link where position > ${after} and position <= ${upTo} order by position`.execute(
    tx,
  );
  const entries = await entriesOf(
    tx,
    rows.map((row) => row.ref),
  );
  return rows.flatMap((link) => {
    const row = entries.get(link.ref);
    return row ? [lineOf(row, link)] : [];
  });
}

export function lineOf(row: TrailRow, link: Link): EntryLine {
  return {
    position: link.position,
    ref: row.ref,
    at: row.at.toISOString(),
    asker: row.asker,
    kind: row.kind,
    what: row.what,
    about: row.about,
    old: row.old,
    new: row.new,
    mac: row.mac,
    hash: link.hash,
    chain: link.chain,
    seal: link.seal,
  };
}
