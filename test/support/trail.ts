/** An export of the trail made without a database, and a forger without the key, for tests and the bench of its verifier. */
import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { sql } from 'kysely';
import { buildSeal, contentOf, macOf, type Seal, type TrailRow } from '#platform';
import {
  chainKey,
  chainOf,
  entryHash,
  genesis,
  headText,
  nextLink,
  type Place,
  spanText,
} from '../../src/capabilities/assure/chain.ts';
import { type EntryLine, type Header, type HeadLine, lineOf } from '../../src/capabilities/assure/export.ts';
import { keyIdOf } from '../../src/capabilities/assure/signing.ts';
import type { TestDatabase } from './database.ts';

export const secret = 'a secret that only tests know, of 32 characters or more';
export const seal: Seal = buildSeal(secret);

export interface Key {
  readonly id: string;
  readonly publicKey: string;
  sign(text: string): string;
}

export function makeKey(): Key {
  const { privateKey } = generateKeyPairSync('ed25519');
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
  return {
    id: keyIdOf(publicKey),
    publicKey,
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
  };
}

const idOf = (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

export function rowOf(n: number): TrailRow {
  const row = {
    ref: idOf(n),
    at: new Date(Date.UTC(2026, 2, 2, 9) + n * 1000),
    asker: idOf(n % 7),
    kind: 'person',
    what: n % 3 === 0 ? 'watch.signal-changed' : 'signal-viewed',
    about: idOf(n % 1000),
    old: n % 3 === 0 ? '{"severity":"S3"}' : null,
    new: n % 3 === 0 ? '{"severity":"S2"}' : null,
  };
  return { ...row, mac: macOf(seal, row) };
}

/** The end of a chain of `n` entries, and each line of it as it is made. */
export function chainLines(n: number, key: Key, headEvery: number, each: (line: EntryLine) => void) {
  const keyed = chainKey(seal);
  const heads: HeadLine[] = [];
  let end: Place = genesis;
  for (let at = 1; at <= n; at += 1) {
    const row = rowOf(at);
    const link = nextLink(end, row, keyed);
    end = { position: link.position, chain: link.chain, seal: link.seal };
    each(lineOf(row, link));
    if (at % headEvery === 0 || at === n) heads.push(headOf(end, key));
  }
  return { end, heads };
}

export function headOf(place: Place, key: Key): HeadLine {
  const head = { ...place, at: '2026-03-03T00:00:00.000Z' };
  return { ...head, keyId: key.id, signature: key.sign(headText(head)), stamp: null };
}

export function headerOf(to: Place, heads: number, key: Key): Header {
  const span = { from: genesis, to, madeAt: '2026-03-04T00:00:00.000Z', until: null, heads };
  return {
    foreword: 'trail',
    version: 1,
    ...span,
    keyId: key.id,
    keys: [{ id: key.id, publicKey: key.publicKey }],
    cut: null,
    signature: key.sign(spanText(span)),
  };
}

export interface Export {
  header: Header;
  heads: HeadLine[];
  entries: EntryLine[];
}

export function makeExport(n: number, key: Key, headEvery = 10): Export {
  const entries: EntryLine[] = [];
  const { end, heads } = chainLines(n, key, headEvery, (line) => entries.push(line));
  return { header: headerOf(end, heads.length, key), heads, entries };
}

export const textOf = ({ header, heads, entries }: Export): string[] => [
  JSON.stringify(header),
  ...heads.map((head) => JSON.stringify({ head })),
  ...entries.map((entry) => JSON.stringify(entry)),
];

/** What somebody can do who may write everything and knows no key: hashes and the open chain anew from `from` on. */
export function forge(given: Export, from: number, change: (entry: EntryLine) => EntryLine): Export {
  const entries = given.entries.map((entry) => ({ ...entry }));
  for (let i = from; i < entries.length; i += 1) {
    const entry = i === from ? change(entries[i]!) : entries[i]!;
    const before = i === 0 ? given.header.from.chain : entries[i - 1]!.chain;
    const hash = entryHash(contentOf({ ...entry, at: new Date(entry.at) }), entry.mac);
    entries[i] = { ...entry, hash, chain: chainOf(before, entry.position, hash, entry.seal) };
  }
  return { ...given, entries };
}

export interface Recorded {
  readonly what: string;
  readonly old: Readonly<Record<string, unknown>> | null;
  readonly new: Readonly<Record<string, unknown>> | null;
}

/** What was set of this thing, in order, as the record has it. */
export async function setsOf(db: TestDatabase, about: string | null): Promise<Recorded[]> {
  const rows = await db.as({ kind: 'person', id: 'a-test', roles: ['auditor'] }, async (tx) => {
    const found = await sql<{ what: string; old: string | null; new: string | null }>`
      select what, old_value as old, new_value as new from platform.trail
      where about is not distinct from ${about} and (what like '%-set' or old_value is not null) order by id`.execute(
      tx,
    );
    return found.rows;
  });
  return rows.map((row) => ({ ...row, old: JSON.parse(row.old ?? 'null'), new: JSON.parse(row.new ?? 'null') }));
}
