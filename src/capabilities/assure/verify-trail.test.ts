/** Whatever is done to an export is found and named: by one who knows nothing of it, by a careful one, and by one who reckons all anew. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Export,
  forge,
  headerOf,
  headOf,
  makeExport,
  makeKey,
  seal,
  textOf,
} from '../../../test/support/trail.ts';
import type { EntryLine } from './export.ts';
import { type FindingKind, type Means, verifyTrail } from './verify-trail.ts';

const key = makeKey();
const many = { numRuns: 300 };
const whole = makeExport(40, key);
const place = fc.integer({ min: 0, max: 39 });
const copy = (): Export => structuredClone(whole);

async function found(given: Export | readonly string[], means: Means = {}): Promise<FindingKind[]> {
  const lines = 'header' in given ? textOf(given) : given;
  return (await verifyTrail([lines], means))!.findings.map((one) => one.kind);
}

const allMeans: Means[] = [{}, { publicKey: key.publicKey }, { seal }, { publicKey: key.publicKey, seal }];
const means = fc.constantFrom(...allMeans);

describe('an export that nobody touched', () => {
  test('is good, with and without the secret and the key', async () => {
    for (const one of allMeans) {
      const verdict = (await verifyTrail([textOf(whole)], one))!;
      expect(verdict).toMatchObject({ isGood: true, findings: [], entries: 40, heads: 4, from: 1, to: 40 });
    }
  });

  test('something else is no export', async () => {
    expect(await verifyTrail([['{"foreword":"evidence"}']])).toBeNull();
    expect(await verifyTrail([[]])).toBeNull();
  });
});

describe('one entry', () => {
  const fields = ['ref', 'at', 'asker', 'kind', 'what', 'about', 'old', 'new', 'mac', 'hash', 'chain', 'seal'] as const;
  const other = (field: string, value: string | null): string | null =>
    field === 'at'
      ? '2026-01-01T00:00:00.000Z'
      : value === null
        ? '{"a":1}'
        : `${value.slice(0, -1)}${value.endsWith('0') ? '1' : '0'}`;

  test('edited in any field', () =>
    fc.assert(
      fc.asyncProperty(place, fc.constantFrom(...fields), means, async (at, field, using) => {
        const bent = copy();
        bent.entries[at] = { ...bent.entries[at]!, [field]: other(field, bent.entries[at]![field]) };
        expect(await found(bent, using)).toEqual(['edited']);
      }),
      many,
    ));

  test('edited by a character anywhere in its line', () =>
    fc.assert(
      fc.asyncProperty(place, fc.nat(), fc.integer({ min: 32, max: 126 }), means, async (at, where, code, using) => {
        const lines = textOf(whole);
        const line = lines[5 + at]!;
        const i = where % line.length;
        const bent = `${line.slice(0, i)}${String.fromCharCode(code)}${line.slice(i + 1)}`;
        fc.pre(bent !== line);
        lines[5 + at] = bent;
        // Of a place that was changed the verifier sees that one is missing and one stands where it does not belong.
        expect(await found(lines, using)).not.toEqual([]);
      }),
      many,
    ));

  test('taken out', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 38 }), means, async (at, using) => {
        const bent = copy();
        bent.entries.splice(at, 1);
        expect(await found(bent, using)).toEqual(['missing']);
      }),
      many,
    ));

  test('taken out, and the rest renumbered', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 38 }), means, async (at, using) => {
        const bent = copy();
        bent.entries.splice(at, 1);
        bent.entries = bent.entries.map((entry, i) => ({ ...entry, position: i + 1 }));
        expect(await found(bent, using)).toEqual(['missing']);
      }),
      many,
    ));

  test('put in twice', () =>
    fc.assert(
      fc.asyncProperty(place, place, means, async (of, at, using) => {
        const bent = copy();
        bent.entries.splice(at, 0, bent.entries[of]!);
        expect(await found(bent, using)).not.toEqual([]);
      }),
      many,
    ));
});

describe('the order', () => {
  const swap = (a: number, b: number, change: (entry: EntryLine, at: EntryLine) => EntryLine): Export => {
    const bent = copy();
    bent.entries[a] = change(whole.entries[b]!, whole.entries[a]!);
    bent.entries[b] = change(whole.entries[a]!, whole.entries[b]!);
    return bent;
  };

  test.each([
    ['lines as they are', (entry: EntryLine) => entry],
    ['lines with their numbers changed', (entry: EntryLine, at: EntryLine) => ({ ...entry, position: at.position })],
    [
      'what they say, and the links left',
      (entry: EntryLine, at: EntryLine) => ({ ...entry, position: at.position, chain: at.chain, seal: at.seal }),
    ],
  ])('two swapped: %s', (name, change) =>
    fc.assert(
      fc.asyncProperty(place, place, means, async (a, b, using) => {
        fc.pre(a !== b);
        const kinds = await found(swap(a, b, change), using);
        if (name.startsWith('what')) expect(kinds).not.toEqual([]);
        else expect(kinds).toContain('swapped');
      }),
      many,
    ),
  );
});

describe('the tail', () => {
  const cut = (n: number): Export => ({ ...copy(), entries: whole.entries.slice(0, 40 - n) });

  test('cut off', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), means, async (n, using) => {
        expect(await found(cut(n), using)).toEqual(['missing-tail']);
      }),
      many,
    ));

  test('cut off, with the heads that stood there: the header tells', async () => {
    const bent = cut(15);
    bent.heads = bent.heads.slice(0, 2);
    expect(await found(bent)).toContain('missing-tail');
  });

  test('cut off in an export that is sound in itself: a head from elsewhere tells', async () => {
    const early = makeExport(25, key);
    expect(await found(early)).toEqual([]);
    expect(await found(early, { heads: whole.heads })).toEqual(['missing-tail']);
    expect(await found(whole, { heads: whole.heads })).toEqual([]);
  });
});

describe('the whole chain reckoned anew without the key', () => {
  const lie = (entry: EntryLine): EntryLine => ({ ...entry, asker: 'somebody-else' });

  test('from any entry on', () =>
    fc.assert(
      fc.asyncProperty(place, means, async (at, using) => {
        const kinds = await found(forge(whole, at, lie), using);
        expect(kinds).toContain('rewritten');
        // With the secret, the entry that was changed shows as well.
        expect(kinds.includes('edited')).toBe(using.seal !== undefined);
      }),
      many,
    ));

  test('and the heads and the header bent to fit', () =>
    fc.assert(
      fc.asyncProperty(place, means, async (at, using) => {
        const bent = forge(whole, at, lie);
        const chainAt = (position: number) => bent.entries[position - 1]!.chain;
        bent.heads = bent.heads.map((head) => ({ ...head, chain: chainAt(head.position) }));
        bent.header = { ...bent.header, to: { ...bent.header.to, chain: chainAt(40) } };
        expect(await found(bent, using)).toContain('rewritten');
      }),
      many,
    ));

  test('and all signed with a key of one’s own: the house’s key or its secret tells', () =>
    fc.assert(
      fc.asyncProperty(place, async (at) => {
        const own = makeKey();
        const bent = forge(whole, at, lie);
        const end = bent.entries[39]!;
        bent.heads = bent.heads.map((head) => headOf({ ...head, chain: bent.entries[head.position - 1]!.chain }, own));
        bent.header = headerOf({ position: 40, chain: end.chain, seal: end.seal }, bent.heads.length, own);
        expect(await found(bent)).toEqual([]); // Which is why the fingerprint of the key wants comparing.
        expect(await found(bent, { publicKey: key.publicKey })).toContain('rewritten');
        expect(await found(bent, { seal })).toContain('rewritten');
        expect(await found(bent, { heads: whole.heads, publicKey: key.publicKey })).toContain('rewritten');
      }),
      { numRuns: 60 },
    ));
});

describe('header and heads', () => {
  test('a change of any is found', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 4 }),
        fc.nat(),
        fc.integer({ min: 48, max: 57 }),
        async (line, where, code) => {
          const lines = textOf(whole);
          const digits = [...lines[line]!.matchAll(/\d/g)].map((one) => one.index);
          const i = digits[where % digits.length]!;
          const bent = `${lines[line]!.slice(0, i)}${String.fromCharCode(code)}${lines[line]!.slice(i + 1)}`;
          fc.pre(bent !== lines[line]);
          lines[line] = bent;
          const verdict = await verifyTrail([lines], { publicKey: key.publicKey });
          expect(verdict?.isGood ?? false).toBe(false);
        },
      ),
      many,
    ));

  test('a head that was taken out', async () => {
    const bent = copy();
    bent.heads.splice(1, 1);
    expect(await found(bent)).toEqual(['missing']);
  });
});
