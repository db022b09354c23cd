/** Collects faults while a feed is judged, and bounds their number. */
import type { Element } from '../tree.ts';
import type { Fault } from '../types.ts';
import type { ValueCheck } from './values.ts';

export interface Report {
  readonly faults: Fault[];
  add(code: string, element: Element | null, words: string): void;
  check(check: ValueCheck, value: string, name: string, element: Element): void;
}

/** The same kind of fault is told this often; a feed with a thousand wrong dates has one thing to correct. */
const maxPerCode = 12;
const maxChars = 5_000;

export function buildReport(): Report {
  const faults: Fault[] = [];
  const counts = new Map<string, number>();
  const add: Report['add'] = (code, element, words) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    if (count <= maxPerCode) faults.push({ code, offset: element?.offset ?? null, words });
  };
  return {
    faults,
    add,
    check: (check, value, name, element) => {
      // Patterns with two ends are slow on long texts, and no right value is that long.
      const wrong = check(value.length > maxChars ? value.slice(0, maxChars) : value, name);
      if (wrong !== null) add(wrong.code, element, wrong.words);
    },
  };
}
