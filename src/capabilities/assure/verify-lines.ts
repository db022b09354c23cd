/** The lines of an export, read from outside: of the right shape, with every field and no other, or null. */
import type { EntryLine, Header, HeadLine } from './export.ts';

type Fields = Readonly<Record<string, unknown>>;

function parse(line: string): Fields | null {
  try {
    const read: unknown = JSON.parse(line);
    return read !== null && typeof read === 'object' && !Array.isArray(read) ? (read as Fields) : null;
  } catch {
    return null;
  }
}

const isText = (value: unknown) => typeof value === 'string';
const isMaybeText = (value: unknown) => value === null || typeof value === 'string';
const isPosition = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;

export function asEntry(line: string): EntryLine | null {
  const read = parse(line);
  if (!read) return null;
  let count = 0;
  for (const _name in read) count += 1;
  const isRight =
    count === 13 &&
    isPosition(read.position) &&
    isText(read.ref) &&
    isText(read.at) &&
    isText(read.asker) &&
    isText(read.kind) &&
    isText(read.what) &&
    isMaybeText(read.about) &&
    isMaybeText(read.old) &&
    isMaybeText(read.new) &&
    isText(read.mac) &&
    isText(read.hash) &&
    isText(read.chain) &&
    isText(read.seal);
  return isRight ? (read as unknown as EntryLine) : null;
}

/** Also a line of the file of heads that is written off the machine. */
export function asHead(line: string): HeadLine | null {
  const read = parse(line)?.head as Fields | undefined;
  if (!read || typeof read !== 'object') return null;
  const isRight =
    isPosition(read.position) &&
    ['at', 'chain', 'seal', 'keyId', 'signature'].every((name) => isText(read[name])) &&
    isMaybeText(read.stamp ?? null);
  return isRight ? ({ stamp: null, ...read } as unknown as HeadLine) : null;
}

const isPlace = (value: unknown) => {
  const place = (value ?? {}) as Fields;
  return isPosition(place.position) && isText(place.chain) && isText(place.seal);
};

export function asHeader(line: string): Header | null {
  const read = parse(line);
  if (read?.foreword !== 'trail' || read.version !== 1) return null;
  const keys = read.keys as readonly Fields[];
  const cut = read.cut as Fields | null;
  const isRight =
    isPlace(read.from) &&
    isPlace(read.to) &&
    isText(read.madeAt) &&
    isMaybeText(read.until) &&
    isPosition(read.heads) &&
    isText(read.keyId) &&
    isText(read.signature) &&
    Array.isArray(keys) &&
    keys.every((key) => isText(key?.id) && isText(key?.publicKey)) &&
    (cut === null || (isPlace(cut) && isText(cut.at) && isText(cut.keyId) && isText(cut.signature)));
  return isRight ? (read as unknown as Header) : null;
}
