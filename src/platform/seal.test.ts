/** The keyed hash of the seal is HMAC-SHA-256 as the standard library has it. */
import { createHmac, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildSeal } from './seal.ts';

test('a keyed hash is the HMAC of the standard, for short texts and long ones in any order', () => {
  const seal = buildSeal('a secret');
  const key = (purpose: string) => Buffer.from(hkdfSync('sha256', 'a secret', 'foreword', `hash:${purpose}`, 32));
  const own = (purpose: string, text: string) => createHmac('sha256', key(purpose)).update(text).digest('base64url');
  fc.assert(
    fc.property(fc.constantFrom('one', 'another'), fc.string({ unit: 'binary', maxLength: 300 }), (purpose, text) => {
      expect(seal.hash(purpose, text)).toBe(own(purpose, text));
    }),
  );
  for (const text of ['', 'é'.repeat(5_000), 'x', '€'.repeat(60_000), '\ud800 alone', 'x']) {
    expect(seal.hash('one', text)).toBe(own('one', text));
  }
});
