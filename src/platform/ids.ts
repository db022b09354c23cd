/** Names for things: UUID version 7 (RFC 9562), so that ids sort by the time they were made. */
import { randomBytes } from 'node:crypto';

export interface Ids {
  next(): string;
  /** 256 bits of chance, base64url: for links and sessions. */
  secret(): string;
  /** 0 to 1, for jitter. */
  chance(): number;
}

export function buildIds(now: () => Date): Ids {
  const place = inOrder();
  return {
    next: () => uuid7(place(now().getTime()), randomBytes(8)),
    secret: () => randomBytes(32).toString('base64url'),
    chance: () => randomBytes(4).readUInt32BE() / 2 ** 32,
  };
}

interface Place {
  readonly ms: number;
  readonly count: number;
}

/**
 * Two ids of one moment keep the order they were made in: a counter stands in the 12 bits behind the time (RFC 9562 section
 * 6.2, method 1). It begins in its lower half by chance, and when it is full the next millisecond is borrowed.
 */
function inOrder(): (ms: number) => Place {
  let asked = -1;
  let last: Place = { ms: -1, count: 0 };
  return (ms) => {
    if (ms !== asked && ms !== last.ms) last = { ms, count: randomBytes(2).readUInt16BE() & 0x7ff };
    else last = last.count === 0xfff ? { ms: last.ms + 1, count: 0 } : { ms: last.ms, count: last.count + 1 };
    asked = ms;
    return last;
  };
}

function uuid7({ ms, count }: Place, chance: Uint8Array): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(ms, 0, 6);
  bytes.writeUInt16BE(0x7000 | count, 6);
  bytes.set(chance, 8);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text);
}
