/**
 * Checks an exported record with nothing but the file: hashes and signatures for everybody, MACs for whoever has the
 * secret of the house. Tells an edited entry, a changed order, a missing entry, a missing tail and a rewritten chain apart.
 */
import type { Seal } from '#platform';
import { chainKey, cutText, genesis, headText, spanText } from './chain.ts';
import type { EntryLine, Header, HeadLine } from './export.ts';
import { isSigned, keyIdOf } from './signing.ts';
import { buildBreaks } from './verify-breaks.ts';
import { asEntry, asHead, asHeader } from './verify-lines.ts';
import { type Stretch, soundnessOf } from './verify-stretch.ts';

export type FindingKind = 'edited' | 'swapped' | 'missing' | 'missing-tail' | 'rewritten';

export interface Finding {
  readonly kind: FindingKind;
  /** The first place it was seen at; 0 is the header. */
  readonly position: number;
  /** How many entries or heads. */
  readonly count: number;
}

export interface TrailVerdict {
  readonly isGood: boolean;
  readonly entries: number;
  readonly heads: number;
  readonly from: number;
  readonly to: number;
  readonly keyId: string;
  /** True when a key that was handed in, and not the one in the file, was checked against. */
  readonly isKeyTrusted: boolean;
  readonly isSecretUsed: boolean;
  readonly stamps: number;
  readonly findings: readonly Finding[];
}

export interface Means {
  /** The public key (SPKI, base64) that is known from elsewhere. */
  readonly publicKey?: string | null;
  /** From the house secret: then MACs are checked too. */
  readonly seal?: Seal | null;
  /** Heads that were written off the machine. */
  readonly heads?: readonly HeadLine[];
}

/** Null when the lines are no export at all. */
export async function verifyTrail(
  lines: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
  means: Means = {},
): Promise<TrailVerdict | null> {
  const reading = buildReading(means);
  for await (const some of lines) if (!reading.takeLines(some)) return null;
  return reading.end();
}

/** An export as it is read, from its header on. */
export function buildReading(means: Means) {
  let check: ReturnType<typeof buildCheck> | null = null;
  return {
    /** False when the first line is no header. */
    takeLines: (lines: readonly string[]): boolean => {
      for (const line of lines) {
        if (line === '') continue;
        if (check) check.take(line);
        else {
          const header = asHeader(line);
          if (!header) return false;
          check = buildCheck(header, means);
        }
      }
      return true;
    },
    /** False, and nothing is taken, when it is not tied to what stands before it. */
    takeStretch: (stretch: Stretch): boolean => check?.takeStretch(stretch) ?? false,
    /** The places that are signed; null before the first entry. */
    signed: () => check?.signed() ?? null,
    end: () => check?.end() ?? null,
  };
}

function buildCheck(header: Header, means: Means) {
  const trusted = means.publicKey ?? null;
  const keys = new Map(header.keys.map((key) => [key.id, key.publicKey]));
  /** What the house says of its key does not count where one was handed in, but for older keys of the same file. */
  const keyOf = (id: string) => (trusted && id === keyIdOf(trusted) ? trusted : (keys.get(id) ?? ''));
  const breaks = buildBreaks(header.from, means.seal ? chainKey(means.seal) : null);
  const heads: HeadLine[] = [];
  /** The chain at the places that are signed: heads stand before the entries. */
  const chainAt = new Map<number, string>();
  let signed: ReadonlySet<number> | null = null;
  let falseHeads = 0;
  let firstFalse = 0;

  function take(line: string): void {
    if (line.startsWith('{"head"')) {
      const head = asHead(line);
      if (head) heads.push(head);
      else breaks.note('edited', 0);
      return;
    }
    const entry = asEntry(line);
    if (entry) takeEntry(entry);
    else breaks.unreadable();
  }

  function takeEntry(entry: EntryLine): void {
    signed ??= new Set([header.to.position, ...[...heads, ...(means.heads ?? [])].map((head) => head.position)]);
    if (signed.has(entry.position)) chainAt.set(entry.position, entry.chain);
    const { isWhole, hasMac } = soundnessOf(entry, means.seal ?? null);
    breaks.take(entry, isWhole, hasMac);
  }

  function takeStretch(stretch: Stretch): boolean {
    if (!breaks.takeStretch(stretch)) return false;
    for (const [position, chain] of stretch.chainAt) chainAt.set(position, chain);
    return true;
  }

  function falseHead(position: number): void {
    falseHeads += 1;
    firstFalse ||= position;
  }

  /** A head whose signature is wrong fits the chain when both were made anew, and fits nothing when it alone was touched. */
  function checkHead(head: HeadLine): void {
    const chain = chainAt.get(head.position);
    const isSound = isSigned(keyOf(head.keyId), headText(head), head.signature);
    if (!isSound && chain !== head.chain) breaks.note('edited', 0);
    else if (!isSound || (chain !== undefined && chain !== head.chain)) falseHead(head.position);
    else if (chain === undefined && head.position > breaks.last() && !breaks.has('missing-tail'))
      breaks.note('missing-tail', breaks.last() + 1, head.position - breaks.last());
  }

  function checkHeader(): void {
    if (header.keys.some((key) => keyIdOf(key.publicKey) !== key.id)) breaks.note('edited', 0);
    const end = chainAt.get(header.to.position);
    const isOurs = !trusted || header.keyId === keyIdOf(trusted);
    if (!isOurs || !isSigned(keyOf(header.keyId), spanText(header), header.signature)) {
      if (!isOurs || end === header.to.chain) falseHead(header.to.position);
      else breaks.note('edited', 0);
    } else if (end !== undefined && end !== header.to.chain) falseHead(header.to.position);
    if (heads.length !== header.heads) breaks.note('missing', 0);
    checkBeginning();
  }

  function checkBeginning(): void {
    const { cut, from } = header;
    if (from.position === 0 && (from.chain !== genesis.chain || from.seal !== genesis.seal)) breaks.note('edited', 0);
    if (!cut) return;
    const isRight = isSigned(keyOf(cut.keyId), cutText(cut), cut.signature);
    if (!isRight || cut.position !== from.position || cut.chain !== from.chain) breaks.note('edited', 0);
  }

  function checkElsewhere(): void {
    for (const head of means.heads ?? []) {
      if (!isSigned(keyOf(head.keyId), headText(head), head.signature)) continue; // Of another house.
      const chain = chainAt.get(head.position);
      if (chain !== undefined && chain !== head.chain) falseHead(head.position);
      const isCutShort = head.position > header.to.position && header.until === null && head.at <= header.madeAt;
      if (isCutShort && !breaks.has('missing-tail'))
        breaks.note('missing-tail', header.to.position + 1, head.position - header.to.position);
    }
  }

  return {
    take,
    takeStretch,
    signed: () => signed,
    end: (): TrailVerdict => {
      breaks.end(header.to);
      for (const head of heads) checkHead(head);
      checkHeader();
      checkElsewhere();
      const findings = breaks.findings(falseHeads > 0 ? { position: firstFalse, count: falseHeads } : null);
      return {
        isGood: findings.length === 0,
        entries: breaks.seen(),
        heads: heads.length,
        from: header.from.position + 1,
        to: header.to.position,
        keyId: header.keyId,
        isKeyTrusted: trusted !== null,
        isSecretUsed: Boolean(means.seal),
        stamps: heads.filter((head) => head.stamp !== null).length,
        findings,
      };
    },
  };
}
