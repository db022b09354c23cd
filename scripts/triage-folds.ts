/** Five folds for cross-validation: posts that share a run of six words, directly or through others, get the same fold. */
import type { Reading } from '../src/engines/triage/words.ts';

export const FOLDS = 5;

export function foldsOf(readings: readonly Reading[]): number[] {
  const parent = readings.map((_, i) => i);
  const rootOf = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at]!;
    return at;
  };
  const seen = new Map<string, number>();
  readings.forEach(({ words }, i) => {
    for (let k = 0; k + 6 <= words.length; k++) {
      const run = words.slice(k, k + 6).join(' ');
      const had = seen.get(run);
      if (had === undefined) seen.set(run, i);
      else parent[rootOf(i)] = rootOf(had);
    }
  });
  return readings.map((_, i) => (Math.imul(rootOf(i) + 1, 0x9e3779b1) >>> 16) % FOLDS);
}
