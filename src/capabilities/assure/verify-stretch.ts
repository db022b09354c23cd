/**
 * Many lines of an export judged at once. A stretch holds in itself: whole entries with their MACs, one place after
 * another, each tied to the one before it. What is left to ask is whether its first is tied to what stands before. That
 * it can be judged anywhere is what lets several threads share the work.
 */
import type { Seal } from '#platform';
import { chainKey, chainOf, entryHash, sealOf } from './chain.ts';
import type { EntryLine } from './export.ts';
import { asEntry } from './verify-lines.ts';

export interface Stretch {
  readonly first: EntryLine;
  readonly last: EntryLine;
  readonly count: number;
  /** Places that are signed, with the chain as it stands there. */
  readonly chainAt: readonly (readonly [number, string])[];
}

export interface Soundness {
  /** The entry says what its hash was made over. */
  readonly isWhole: boolean;
  /** True as well where there is no secret to check it with. */
  readonly hasMac: boolean;
}

export function soundnessOf(entry: EntryLine, seal: Seal | null): Soundness {
  const { ref, at, asker, kind, what, about, old, new: now, mac, hash } = entry;
  const content = JSON.stringify([ref, at, asker, kind, what, about, old, now]);
  return {
    isWhole: entryHash(content, mac) === hash,
    hasMac: !seal || seal.hash('trail-entry', content) === mac,
  };
}

/** Null as soon as anything is not as it should be: whoever asks then looks line by line, and says what it is. */
export function stretchOf(lines: readonly string[], signed: ReadonlySet<number>, seal: Seal | null): Stretch | null {
  const keyed = seal ? chainKey(seal) : null;
  const chainAt: [number, string][] = [];
  let first: EntryLine | null = null;
  let last: EntryLine | null = null;
  for (const line of lines) {
    if (line === '') continue;
    const entry = asEntry(line);
    if (!entry) return null;
    const { isWhole, hasMac } = soundnessOf(entry, seal);
    if (!isWhole || !hasMac) return null;
    if (last) {
      const { position, hash } = entry;
      if (position !== last.position + 1) return null;
      if (chainOf(last.chain, position, hash, entry.seal) !== entry.chain) return null;
      if (keyed && sealOf(keyed, last.seal, position, hash) !== entry.seal) return null;
    }
    if (signed.has(entry.position)) chainAt.push([entry.position, entry.chain]);
    first ??= entry;
    last = entry;
  }
  return first && last ? { first, last, count: last.position - first.position + 1, chainAt } : null;
}

/** Lines of a piece of an export. */
export const linesOf = (piece: Uint8Array): string[] =>
  Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('utf8').split('\n');
