/** How far a reader of a stage has got, as the cursor that it keeps. */

export interface Place {
  readonly run: string;
  readonly script: number;
  readonly live: number;
}

/** A cursor of another run, or one that cannot be read, means: from the start of this run. */
export const placeOf = (cursor: string | null, run: string): Place => {
  const start: Place = { run, script: 0, live: 0 };
  if (cursor === null || cursor.length > 200) return start;
  try {
    const read: unknown = JSON.parse(cursor);
    if (typeof read !== 'object' || read === null || !('run' in read) || !('script' in read) || !('live' in read))
      return start;
    const { script, live } = read;
    if (read.run !== run || !isCount(script) || !isCount(live)) return start;
    return { run, script, live };
  } catch {
    return start;
  }
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
