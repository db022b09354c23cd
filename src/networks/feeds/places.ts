/** Where in a document a fault is, as a person counts. */
import type { Fault, FeedProblem } from './types.ts';

const maxProblems = 100;

/** Offsets become lines; the same sentence about the same place is said once. */
export function placed(faults: readonly Fault[], text: string): FeedProblem[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const lineAt = (offset: number) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
  const seen = new Set<string>();
  const problems: FeedProblem[] = [];
  for (const { code, offset, line, words } of faults) {
    const where = line !== undefined ? `line ${line}` : offset === null ? '' : `line ${lineAt(offset)}`;
    const key = `${code} ${where} ${words}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (problems.length >= maxProblems) break;
    problems.push({ code, where, words });
  }
  return problems;
}
