/**
 * How the chain is reckoned. Each link takes up the one before it, its place and the hash of its entry: once by hash
 * alone, which anybody can reckon again, and once under a key of the house. Heads sign the end of both.
 */
import { createHash, hash as hashOnce } from 'node:crypto';
import { contentOf, type Seal, type TrailRow } from '#platform';

export interface Link {
  readonly position: number;
  readonly hash: string;
  readonly chain: string;
  readonly seal: string;
}

/** Where a chain begins, and where it goes on after a cut. */
export interface Place {
  readonly position: number;
  readonly chain: string;
  readonly seal: string;
}

/** Before the first entry of all. */
export const genesis: Place = { position: 0, chain: 'foreword-trail-1', seal: 'foreword-trail-1' };

export const sha256 = (text: string | Uint8Array): string =>
  typeof text === 'string'
    ? hashOnce('sha256', text, 'base64url')
    : createHash('sha256').update(text).digest('base64url');

/** What an entry is as text, its MAC with it. */
export const entryHash = (content: string, mac: string): string => sha256(`${content}\n${mac}`);

/** It covers the keyed half as well, so that a change of that alone shows without the key. */
export const chainOf = (before: string, position: number, hash: string, seal: string): string =>
  sha256(`${before}\n${position}\n${hash}\n${seal}`);

export const sealOf = (keyed: KeyedHash, before: string, position: number, hash: string): string =>
  keyed(`${before}\n${position}\n${hash}`);

/** The keyed half of the chain. */
export type KeyedHash = (text: string) => string;
export const chainKey =
  (seal: Seal): KeyedHash =>
  (text) =>
    seal.hash('trail-chain', text);

export function nextLink(before: Place, row: TrailRow, keyed: KeyedHash): Link {
  const position = before.position + 1;
  const hash = entryHash(contentOf(row), row.mac);
  const seal = sealOf(keyed, before.seal, position, hash);
  return { position, hash, chain: chainOf(before.chain, position, hash, seal), seal };
}

/** What is signed: each kind of text begins with its own name, so that no signature serves for another. */
export const headText = (head: Place & { readonly at: string }): string =>
  ['foreword-head-1', head.position, head.chain, head.seal, head.at].join('\n');
export const cutText = (cut: Place & { readonly at: string }): string =>
  ['foreword-cut-1', cut.position, cut.chain, cut.seal, cut.at].join('\n');

export interface Span {
  readonly from: Place;
  readonly to: Place;
  readonly madeAt: string;
  /** Entries of this moment and later were left out on purpose; null when it runs to the end. */
  readonly until: string | null;
  readonly heads: number;
}
export const spanText = (span: Span): string =>
  [
    'foreword-export-1',
    ...[span.from, span.to].flatMap((place) => [place.position, place.chain, place.seal]),
    span.madeAt,
    span.until ?? '',
    span.heads,
  ].join('\n');
