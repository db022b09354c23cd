/** What must be remembered between two looks, so that a restart tells only what is new or changed. */

export interface Cursor {
  /** Where the feed is now, after permanent redirects. */
  readonly url: string;
  /** The address it was opened with; another one begins anew. */
  readonly from: string;
  readonly etag: string | null;
  readonly modified: string | null;
  /** Short hashes: item id to version, for what the feed showed last. */
  readonly seen: Readonly<Record<string, string>>;
  readonly failures: number;
  /** The website said that the feed is gone for good. */
  readonly isGone: boolean;
}

export function newCursor(url: string): Cursor {
  return { url, from: url, etag: null, modified: null, seen: {}, failures: 0, isGone: false };
}

/** A cursor that cannot be read, or that belongs to another address, begins anew: at worst posts come twice. */
export function readCursor(text: string | null, url: string): Cursor {
  if (text === null) return newCursor(url);
  try {
    const value = JSON.parse(text) as Partial<Cursor>;
    if (value.from !== url || typeof value.url !== 'string' || typeof value.seen !== 'object' || value.seen === null)
      return newCursor(url);
    return { ...newCursor(url), ...value } as Cursor;
  } catch {
    return newCursor(url);
  }
}
