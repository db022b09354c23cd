/** Where the chain of an export does not hold, and what was done there: one entry after another, in the order of the file. */
import { chainOf, type KeyedHash, type Place, sealOf } from './chain.ts';
import type { EntryLine } from './export.ts';
import type { Stretch } from './verify-stretch.ts';
import type { Finding, FindingKind } from './verify-trail.ts';

interface Bad {
  readonly position: number;
  readonly hash: string;
  readonly seal: string;
  readonly chain: string;
  /** Of the line before it in the file. */
  readonly before: string;
}

/** So many breaks are looked at for what happened; more are only counted. */
const mostKept = 64;
const mostShift = 16;

interface Count {
  readonly position: number;
  readonly count: number;
}

export interface Breaks {
  note(kind: FindingKind, position: number, count?: number): void;
  has(kind: FindingKind): boolean;
  /** A line that is no entry: its place is taken, and what follows cannot be tied to it. */
  unreadable(): void;
  take(entry: EntryLine, isWhole: boolean, hasMac: boolean): void;
  /** As `take` of each of its entries. False, and nothing is taken, when it does not go on from the last line. */
  takeStretch(stretch: Stretch): boolean;
  /** Tells what is missing up to `to`, and what the broken places mean. */
  end(to: Place): void;
  seen(): number;
  /** The highest place that was seen. */
  last(): number;
  /**
   * A chain that holds in itself and not under the key, or not at a signed head, was reckoned anew by somebody without
   * the key. Where it is broken anyway the break says more.
   */
  findings(falseHeads: Count | null): Finding[];
}

export function buildBreaks(from: Place, keyed: KeyedHash | null): Breaks {
  let seen = 0;
  let last = from.position;
  let before = from;
  let lastChain = from.chain;
  let shift = 0;
  let falseMacs: Count | null = null;
  let falseSeals: Count | null = null;
  const gaps: { from: number; to: number }[] = [];
  const bad: Bad[] = [];
  const noted = new Map<FindingKind, Count>();

  const note = (kind: FindingKind, position: number, count = 1) => {
    const had = noted.get(kind);
    noted.set(kind, { position: had?.position ?? position, count: (had?.count ?? 0) + count });
  };

  function place(position: number): void {
    if (position > last) {
      if (position > last + 1) gaps.push({ from: last + 1, to: position - 1 });
      last = position;
      return;
    }
    // Behind one that stands after it: it fills a gap, or it is there twice.
    const at = gaps.findIndex((gap) => position >= gap.from && position <= gap.to);
    if (at < 0) {
      note('edited', position);
      return;
    }
    const gap = gaps[at]!;
    const rest = [
      { from: gap.from, to: position - 1 },
      { from: position + 1, to: gap.to },
    ].filter((one) => one.from <= one.to);
    gaps.splice(at, 1, ...rest);
    note('swapped', position);
  }

  function tie(entry: EntryLine): void {
    const at = entry.position + shift;
    if (chainOf(before.chain, at, entry.hash, entry.seal) !== entry.chain) broken(entry);
    else if (keyed && sealOf(keyed, before.seal, at, entry.hash) !== entry.seal)
      falseSeals = counted(falseSeals, entry.position);
  }

  /** Right after the last line, with nothing renumbered: then every further entry of it would be taken without a word. */
  function goesOn({ first }: Stretch): boolean {
    const { position, hash, seal, chain } = first;
    return (
      shift === 0 &&
      position === last + 1 &&
      before.position === last &&
      chainOf(before.chain, position, hash, seal) === chain &&
      (!keyed || sealOf(keyed, before.seal, position, hash) === seal)
    );
  }

  /** The next line holds when it is reckoned at another place: entries were taken out or put in and the rest renumbered. */
  function broken(entry: EntryLine): void {
    for (let other = -mostShift; other <= mostShift; other += 1) {
      if (chainOf(before.chain, entry.position + other, entry.hash, entry.seal) !== entry.chain) continue;
      const first = bad.pop()?.position ?? entry.position;
      note(other > shift ? 'missing' : 'edited', first, Math.abs(other - shift));
      shift = other;
      return;
    }
    const { position, hash, seal, chain } = entry;
    if (bad.length < mostKept) bad.push({ position, hash, seal, chain, before: before.chain });
    else note('edited', position);
  }

  function nameBroken(): void {
    const [first, ...others] = bad;
    if (!first) return;
    const isSwapped = others.some(
      (other) =>
        chainOf(first.before, first.position, other.hash, other.seal) === other.chain ||
        chainOf(first.before, first.position, other.hash, first.seal) === first.chain,
    );
    note(isSwapped ? 'swapped' : 'edited', first.position, bad.length);
  }

  return {
    note,
    has: (kind) => noted.has(kind),
    seen: () => seen,
    last: () => last + shift,
    unreadable: () => {
      seen += 1;
      last += 1;
      note('edited', last);
      before = { position: -1, chain: '', seal: '' };
    },
    take: (entry, isWhole, hasMac) => {
      seen += 1;
      place(entry.position);
      if (!isWhole) note('edited', entry.position);
      else if (!hasMac) falseMacs = counted(falseMacs, entry.position);
      if (before.position === entry.position - 1) tie(entry);
      before = entry;
      lastChain = entry.chain;
    },
    takeStretch: (stretch) => {
      if (!goesOn(stretch)) return false;
      seen += stretch.count;
      last = stretch.last.position;
      before = stretch.last;
      lastChain = stretch.last.chain;
      return true;
    },
    end: (to) => {
      const isEndThere = lastChain === to.chain;
      const short = to.position - (last + shift);
      if (short > 0) {
        // Renumbered up to the last line: what follows the gap could not be tied to what stands before it.
        const gap = isEndThere ? bad.pop() : undefined;
        note(isEndThere ? 'missing' : 'missing-tail', gap?.position ?? last + 1, short);
        if (isEndThere) shift += short;
      }
      if (short < 0) note('edited', to.position + 1);
      for (const gap of gaps) note('missing', gap.from, gap.to - gap.from + 1);
      nameBroken();
    },
    findings: (falseHeads) => {
      const rewritten = falseSeals ?? falseHeads;
      if (noted.size === 0 && rewritten) note('rewritten', rewritten.position, rewritten.count);
      if (falseMacs) note('edited', falseMacs.position, falseMacs.count);
      return [...noted].map(([kind, { position, count }]) => ({ kind, position, count }));
    },
  };
}

function counted(had: Count | null, position: number): Count {
  return { position: had?.position ?? position, count: (had?.count ?? 0) + 1 };
}
