/** Codes that people copy by hand: recovery codes and the set-up code. No letters that look like digits (Crockford's base 32). */
import { randomBytes } from 'node:crypto';

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const recoveryCodes = 10;

/** Ten codes of 50 bits: ABCDE-FGHJK. */
export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: recoveryCodes }, () => grouped(spell(randomBytes(10)), 5));
}

/** From a keyed hash: the same until the secret changes, so that it can be read out again. 80 bits, in fours. */
export function setUpCodeFrom(hash: string): string {
  return grouped(spell(Buffer.from(hash, 'base64url').subarray(0, 16)), 4);
}

/** As it was meant: without spaces and dashes, O as 0, I and L as 1. */
export function asMeant(code: string): string {
  return code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
    .slice(0, 40);
}

const spell = (bytes: Uint8Array): string => Array.from(bytes, (byte) => letters[byte & 31]).join('');
const grouped = (text: string, size: number): string => (text.match(new RegExp(`.{${size}}`, 'g')) ?? []).join('-');
