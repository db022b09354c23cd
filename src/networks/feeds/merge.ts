/** Two readings of one feed, field by field: ours where it found something, the library's where it did not. */
import type { LibraryFeed } from './library.ts';
import type { ReadDocument, ReadItem } from './types.ts';

export function merge(ours: ReadDocument, theirs: LibraryFeed | null): ReadDocument {
  if (theirs === null) return ours;
  // Item by item only where both saw the same items; otherwise nobody could say which belongs to which.
  const isAligned = theirs.items.length === ours.items.length;
  return {
    ...ours,
    title: ours.title ?? theirs.title,
    link: ours.link ?? theirs.link,
    description: ours.description ?? theirs.description,
    language: ours.language ?? theirs.language,
    items: isAligned ? ours.items.map((item, at) => mergeItem(item, theirs.items[at]!)) : ours.items,
  };
}

function mergeItem(ours: ReadItem, theirs: Partial<ReadItem>): ReadItem {
  return {
    ...ours,
    id: ours.id ?? theirs.id ?? null,
    title: ours.title ?? theirs.title ?? null,
    link: ours.link ?? theirs.link ?? null,
    summary: ours.summary ?? theirs.summary ?? null,
    content: ours.content ?? theirs.content ?? null,
    author: ours.author ?? theirs.author ?? null,
    published: ours.published ?? theirs.published ?? null,
    updated: ours.updated ?? theirs.updated ?? null,
    categories: ours.categories.length > 0 ? ours.categories : (theirs.categories ?? []),
    enclosures: ours.enclosures.length > 0 ? ours.enclosures : (theirs.enclosures ?? []),
  };
}
