/** What a reader of a timeline remembers between two looks: the newest posts it has handed on, newest first. */

/** One post that was there when we last looked. */
export interface Known {
  /** The server's own id. */
  readonly id: string;
  /** The id that we told; '' when it was not public and so not told. */
  readonly uri: string;
  readonly version: string;
  /** When it was published, in milliseconds since 1970. */
  readonly at: number;
  /** How many looks in a row should have shown it and did not. */
  readonly missed: number;
}

/** How many posts are remembered: one page of the server. */
export const mostKnown = 40;

/** `known` is null before the first look and empty when that look found nothing. */
export interface Place {
  readonly known: readonly Known[] | null;
}

export function writeCursor(place: Place): string {
  if (place.known === null) return '';
  return JSON.stringify({ v: 1, seen: place.known.map((one) => [one.id, one.uri, one.version, one.at, one.missed]) });
}

/** The place before the first look when the cursor is null, empty or not one of ours. */
export function readCursor(cursor: string | null): Place {
  if (cursor === null || cursor === '' || cursor.length > 500_000) return { known: null };
  try {
    const raw = JSON.parse(cursor) as { v?: unknown; seen?: unknown };
    if (raw?.v !== 1 || !Array.isArray(raw.seen)) return { known: null };
    return {
      known: raw.seen
        .slice(0, mostKnown)
        .map(readKnown)
        .filter((one) => one !== null),
    };
  } catch {
    return { known: null };
  }
}

function readKnown(value: unknown): Known | null {
  if (!Array.isArray(value)) return null;
  const [id, uri, version, at, missed] = value as unknown[];
  if (typeof id !== 'string' || typeof uri !== 'string' || typeof version !== 'string') return null;
  if (typeof at !== 'number' || typeof missed !== 'number') return null;
  return { id, uri, version, at, missed };
}
