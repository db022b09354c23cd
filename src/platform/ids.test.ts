import { expect, test } from 'vitest';
import { buildIds, isId } from './ids.ts';

test('ids of one moment sort in the order they were made, and no two are the same', () => {
  const at = new Date('2026-11-24T02:00:00.000Z');
  const ids = buildIds(() => at);
  const made = Array.from({ length: 20_000 }, () => ids.next());
  expect([...made].sort()).toEqual(made);
  expect(new Set(made).size).toBe(made.length);
  expect(made.every(isId)).toBe(true);
});

test('an id of a later moment sorts after one of an earlier, and a clock set back is believed', () => {
  let ms = 1_000_000;
  const ids = buildIds(() => new Date(ms));
  const first = ids.next();
  ms += 5;
  expect(ids.next() > first).toBe(true);
  ms -= 10;
  expect(ids.next() < first).toBe(true);
});
