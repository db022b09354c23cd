/** One-time codes from an app on a phone: RFC 6238 (SHA-1, 6 digits, 30 seconds, which is what every app reads). */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const stepMs = 30_000;
/** A clock may be one step off either way (RFC 6238 section 5.2). */
const drift = 1;
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** 160 bits, base32 (RFC 4226 section 4). */
export function newTotpSecret(): string {
  return base32(randomBytes(20));
}

/** RFC 4226 section 5.3. */
export function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', unbase32(secret)).update(counter).digest();
  const offset = mac[mac.length - 1]! & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** The step whose code this is, newer than `lastStep`; null when it is none. Give it to the next call: a code works once. */
export function stepOf(secret: string, code: string, at: Date, lastStep: number | null): number | null {
  const typed = code.replace(/[\s-]/g, '');
  if (!/^\d{6}$/.test(typed)) return null;
  const now = Math.floor(at.getTime() / stepMs);
  let found: number | null = null;
  for (let step = now - drift; step <= now + drift; step += 1) {
    const isSame = timingSafeEqual(Buffer.from(codeAt(secret, step)), Buffer.from(typed));
    if (isSame && (lastStep === null || step > lastStep)) found = step;
  }
  return found;
}

/** What the square code holds (Key URI Format of Google Authenticator). */
export function totpAddress(secret: string, account: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer.replaceAll(':', ' '))}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer.replaceAll(':', ' '))}&algorithm=SHA1&digits=6&period=30`;
}

/** In groups of four, for typing by hand. */
export const spaced = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');

function base32(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{5}/g) ?? []).map((five) => letters[Number.parseInt(five, 2)]).join('');
}

function unbase32(text: string): Buffer {
  const bits = [...text].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}
