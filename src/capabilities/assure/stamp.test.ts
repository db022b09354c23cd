/** Time-stamps from a real authority (`openssl ts`), and answers of an authority that must not be believed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTimeStamps, type TimeStamps } from '../../../test/servers/time-stamps.ts';
import { startWeb } from '../../../test/servers/web.ts';
import { buildOutbound } from '../../platform/outbound.ts';
import { buildStamper, checkToken } from './stamp.ts';

const outbound = buildOutbound({ allowPrivate: 'all', userAgent: 'Foreword-test' });
let authority: TimeStamps;
let other: TimeStamps;
beforeAll(async () => {
  authority = await startTimeStamps();
  other = await startTimeStamps({ isForStamping: false });
});
afterAll(async () => {
  await authority.stop();
  await other.stop();
  await outbound.close();
});

const stamperOf = (address: string, certificates: string | null) => buildStamper(outbound, { address, certificates });

describe('a token', () => {
  test('is had, says when, and the authority’s own tool agrees', async () => {
    const { token, at } = await stamperOf(authority.address, authority.certificates).stamp('head one');
    expect(Math.abs(at.getTime() - Date.now())).toBeLessThan(120_000);
    const der = Buffer.from(token, 'base64');
    expect(authority.isRight(der, 'head one')).toBe(true);
    expect(authority.isRight(der, 'head two')).toBe(false);
    expect(await checkToken(der, 'head one', authority.certificates)).toEqual(at);
  });

  test('says nothing of other words, of another root, or once a byte is changed', async () => {
    const { token } = await stamperOf(authority.address, null).stamp('head one');
    const der = Buffer.from(token, 'base64');
    await expect(checkToken(der, 'head two', null)).rejects.toMatchObject({ code: 'other-hash' });
    await expect(checkToken(der, 'head one', other.certificates)).rejects.toMatchObject({ code: 'wrong-signature' });
    const year = der.indexOf(String(new Date().getFullYear()));
    expect(year).toBeGreaterThan(0);
    for (const at of [year + 3, der.length - 20]) {
      const bent = Buffer.from(der);
      bent[at] = bent[at]! ^ 1;
      await expect(checkToken(bent, 'head one', authority.certificates)).rejects.toThrow();
    }
  });

  test('of an earlier request is not taken for this one', async () => {
    let kept: Uint8Array | null = null;
    const replay = await startWeb({
      '/': async (request) => {
        const answer = await outbound.fetch(authority.address, { method: 'POST', body: request.body });
        kept ??= answer.bytes;
        return { body: kept };
      },
    });
    const stamper = stamperOf(replay.origin, authority.certificates);
    await stamper.stamp('same words');
    await expect(stamper.stamp('same words')).rejects.toMatchObject({ code: 'other-nonce' });
    await replay.close();
  });

  test('by a certificate that is not for stamping is not believed', async () => {
    // `openssl ts` itself refuses to stamp with it, which is an answer without a token.
    await expect(stamperOf(other.address, null).stamp('x')).rejects.toThrow();
  });
});

test('an answer that is no token, or none at all, is a fault with a code', async () => {
  const web = await startWeb({
    '/words': { body: 'Hello' },
    '/busy': { status: 503 },
    '/long': { body: 'x'.repeat(300_000) },
  });
  await expect(stamperOf(`${web.origin}/words`, null).stamp('x')).rejects.toMatchObject({ code: 'not-a-token' });
  await expect(stamperOf(`${web.origin}/busy`, null).stamp('x')).rejects.toMatchObject({ code: 'refused' });
  await expect(stamperOf(`${web.origin}/long`, null).stamp('x')).rejects.toThrow();
  await web.close();
});
