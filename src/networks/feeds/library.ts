/** The best library as a second reader. It gets only what is well-bounded, and its faults cost nothing. */
import { parseFeed } from 'feedsmith';
import { readDate } from './dates.ts';
import { hasMarkup } from './html.ts';
import type { Tree } from './tree.ts';
import type { Enclosure, FeedText, ReadItem } from './types.ts';

export interface LibraryFeed {
  readonly title: FeedText | null;
  readonly link: string | null;
  readonly description: FeedText | null;
  readonly language: string | null;
  readonly items: readonly Partial<ReadItem>[];
}

type Loose = { readonly [key: string]: Loose } & Loose[] & string;

/** Null where the library cannot read it, or where it should not try: broken, deep, huge, or with entities of its own. */
export function readByLibrary(text: string, tree: Tree): LibraryFeed | null {
  // Broken text costs it time that grows with the square of the length.
  const isBroken = tree.faults.some(({ code }) => code === 'not-well-formed' || code === 'cut-off');
  if (isBroken || text.length > 2_000_000 || tree.depth > 60 || tree.elementCount > 40_000 || tree.doctype !== null)
    return null;
  try {
    const { feed } = parseFeed(text) as unknown as { feed: Loose };
    const items = (feed.items ?? feed.entries ?? []) as unknown as Loose[];
    return {
      title: words(feed.title),
      link: plain(feed.link) ?? plain(alternate(feed.links)),
      description: words(feed.description ?? feed.subtitle ?? feed.tagline),
      language: plain(feed.language) ?? plain(feed.dc?.languages?.[0]),
      items: items.map(readItem),
    };
  } catch {
    return null;
  }
}

function readItem(item: Loose): Partial<ReadItem> {
  const person = (item.authors?.[0] ?? item.dc?.creators?.[0] ?? item.itunes?.author) as Loose | undefined;
  return {
    id: plain(item.guid?.value ?? item.id ?? item.rdf?.about),
    title: words(item.title ?? item.dc?.titles?.[0]),
    link: plain(item.link) ?? plain(alternate(item.links)),
    summary: words(item.description ?? item.summary ?? item.dc?.descriptions?.[0]),
    content: words(item.content?.encoded ?? item.content?.value ?? item.content),
    author: plain(person?.name ?? person),
    published: readDate(plain(item.pubDate ?? item.published ?? item.dc?.dates?.[0])),
    updated: readDate(plain(item.updated ?? item.dcterms?.modified?.[0])),
    categories: ((item.categories ?? []) as unknown as Loose[])
      .map((one) => plain(one.name ?? one.term ?? one))
      .filter((one) => one !== null),
    enclosures: ((item.enclosures ?? []) as unknown as Loose[])
      .map((one): Enclosure | null => {
        const url = plain(one.url);
        return url === null
          ? null
          : { url, type: plain(one.type), length: typeof one.length === 'number' ? one.length : null };
      })
      .filter((one) => one !== null),
  };
}

function alternate(links: Loose | undefined): Loose | undefined {
  return Array.isArray(links) ? links.find((one) => one.rel === undefined || one.rel === 'alternate')?.href : undefined;
}

function words(value: unknown): FeedText | null {
  const loose = value as Loose | undefined;
  const text = plain(typeof value === 'object' ? loose?.value : value);
  if (text === null) return null;
  const type = typeof value === 'object' ? plain(loose?.type) : null;
  return { value: text, isHtml: type === null ? hasMarkup(text) : /html/.test(type) };
}

function plain(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
