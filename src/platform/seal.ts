/**
 * Keyed hashes and sealed boxes under the installation's one secret. Each purpose has its own key (HKDF, RFC 5869),
 * so that a hash made for one purpose says nothing in another.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

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
    hash: (purpose, text) =>
      createHmac('sha256', key(`hash:${purpose}`))
        .update(text)
        .digest('base64url'),
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
