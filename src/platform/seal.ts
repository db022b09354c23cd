/**
 * Keyed hashes and sealed boxes under the installation's one secret. Each purpose has its own key (HKDF, RFC 5869),
 * so that a hash made for one purpose says nothing in another.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

export interface Seal {
  /** HMAC-SHA-256, base64url. */
  hash(purpose: string, text: string): string;
  /** Same length, constant time. */
  isSame(a: string, b: string): boolean;
  /** AES-256-GCM; what comes back holds its nonce and tag. */
  close(purpose: string, text: string): string;
  /** Throws when the box was changed or the secret is another. */
  open(purpose: string, box: string): string;
  /** As `close`, of bytes. */
  closeBytes(purpose: string, bytes: Uint8Array): Buffer;
  /** As `open`, of bytes. Throws when the box was changed or the secret is another. */
  openBytes(purpose: string, box: Uint8Array): Buffer;
}

export function buildSeal(secret: string): Seal {
  const keys = new Map<string, Buffer>();
  const key = (purpose: string) => {
    const known = keys.get(purpose);
    if (known) return known;
    const made = Buffer.from(hkdfSync('sha256', secret, 'foreword', purpose, 32));
    keys.set(purpose, made);
    return made;
  };
  const hmacs = new Map<string, (text: string) => string>();
  const hmacOf = (purpose: string) => {
    const known = hmacs.get(purpose);
    if (known) return known;
    const made = buildHmac(key(`hash:${purpose}`));
    hmacs.set(purpose, made);
    return made;
  };
  const closeBytes = (purpose: string, bytes: Uint8Array): Buffer => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key(`box:${purpose}`), nonce);
    const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  };
  const openBytes = (purpose: string, box: Uint8Array): Buffer => {
    const decipher = createDecipheriv('aes-256-gcm', key(`box:${purpose}`), box.subarray(0, 12));
    decipher.setAuthTag(box.subarray(12, 28));
    return Buffer.concat([decipher.update(box.subarray(28)), decipher.final()]);
  };
  return {
    hash: (purpose, text) => hmacOf(purpose)(text),
    isSame: (a, b) => {
      const left = Buffer.from(a);
      const right = Buffer.from(b);
      return left.length === right.length && timingSafeEqual(left, right);
    },
    close: (purpose, text) => closeBytes(purpose, Buffer.from(text, 'utf8')).toString('base64url'),
    open: (purpose, box) => openBytes(purpose, Buffer.from(box, 'base64url')).toString('utf8'),
    closeBytes,
    openBytes,
  };
}

/** Bytes of a block of SHA-256, and of what it answers. */
const block = 64;
const digest = 32;
/** UTF-16 units, of three bytes at most, of a text that is hashed over the kept bytes. */
const longestKept = 4096;

/**
 * HMAC-SHA-256 (RFC 2104) by two hashes of one call each, over bytes that are kept: a third faster than a stream where the
 * texts are short, and the record is verified by the million.
 */
function buildHmac(key: Buffer): (text: string) => string {
  const padded = (value: number, size: number) => {
    const bytes = Buffer.alloc(size, value);
    for (const [i, byte] of key.entries()) bytes[i] = byte ^ value;
    return bytes;
  };
  const outer = padded(0x5c, block + digest);
  const inner = padded(0x36, block + 3 * longestKept);
  return (text) => {
    if (text.length > longestKept) return createHmac('sha256', key).update(text).digest('base64url');
    const size = inner.write(text, block);
    outer.write(hash('sha256', inner.subarray(0, block + size), 'binary'), block, 'latin1');
    // What was hashed may be a secret, and does not stay in memory for it.
    inner.fill(0, block, block + size);
    return hash('sha256', outer, 'base64url');
  };
}
