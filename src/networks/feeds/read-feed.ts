/** Bytes in, one feed out: the library and our own reader side by side, and every fault in words. */
import { createHash } from 'node:crypto';
import { constants, gunzipSync } from 'node:zlib';
import { decode } from './decode.ts';
import { judge } from './faults/index.ts';
import { cleanHtml } from './html.ts';
import { readByLibrary } from './library.ts';
import { merge } from './merge.ts';
import { explainNotAFeed } from './not-a-feed.ts';
import { placed } from './places.ts';
import { readJson } from './read-json.ts';
import { maxItems, readXml } from './read-xml.ts';
import { buildTree } from './tree.ts';
import type { Fault, FeedItem, FeedProblem, FeedText, NormalisedFeed, ReadDocument, ReadItem } from './types.ts';

export interface ReadOptions {
  /** From the Content-Type header. */
  readonly httpCharset?: string | null;
  /** Where the bytes came from; relative addresses are resolved against it. */
  readonly url?: string | null;
}

export interface ReadResult {
  /** False where there was no feed in the bytes at all. */
  readonly isFeed: boolean;
  readonly document: ReadDocument;
  readonly problems: readonly FeedProblem[];
  /** For a web page: the feed that it offers. */
  readonly offered: string | null;
}

const maxBytes = 32 * 1024 * 1024;

/** Reads anything and never throws. Look at `problems` for what was wrong with it. */
export function readFeed(bytes: Uint8Array, options: ReadOptions = {}): NormalisedFeed {
  return normalised(readDocument(bytes, options));
}

export function readDocument(packed: Uint8Array, { httpCharset, url = null }: ReadOptions = {}): ReadResult {
  const faults: Fault[] = [];
  const bytes = unpacked(packed, faults);
  const {
    text,
    encoding,
    faults: decodeFaults,
  } = decode(bytes.length > maxBytes ? bytes.subarray(0, maxBytes) : bytes, httpCharset);
  faults.push(...decodeFaults);
  if (bytes.length > maxBytes)
    faults.push({
      code: 'too-large',
      offset: null,
      words: 'The feed is larger than 32 MB. Only the first part was read.',
    });
  const start = text.search(/\S/);
  if (start < 0) {
    faults.push({
      code: 'empty',
      offset: null,
      words: 'There is nothing in the feed: it is empty. Check that the server sends the file.',
    });
    return { isFeed: false, document: blank, problems: placed(faults, text), offered: null };
  }
  if (text[start] === '{' || text[start] === '[') {
    const document = readJson(text, url, faults, maxItems);
    if (document !== null) {
      noteTooMany(document.itemCount, faults);
      return { isFeed: true, document, problems: placed(faults, text), offered: null };
    }
    if (faults.every(({ code }) => code !== 'not-json'))
      faults.push({ code: 'not-a-feed', offset: null, words: 'This is JSON, but not a feed.' });
    return { isFeed: false, document: blank, problems: placed(faults, text), offered: null };
  }
  const tree = buildTree(text, url);
  const ours = readXml(tree, url);
  if (ours.kind === 'html' || ours.kind === 'unknown' || ours.kind === 'opml') {
    const { fault, offered } = explainNotAFeed(text, ours.kind, url);
    const more = ours.kind === 'html' ? [] : [...tree.faults, ...judge(tree, { text, encoding, url })];
    return { isFeed: false, document: ours, problems: placed([fault, ...faults, ...more], text), offered };
  }
  noteTooMany(ours.itemCount, faults);
  faults.push(...tree.faults, ...judge(tree, { text, encoding, url }));
  const theirs = readByLibrary(text, tree);
  return { isFeed: true, document: merge(ours, theirs), problems: placed(faults, text), offered: null };
}

/** A feed that is a gzip file in itself, as some servers and archives have it. */
function unpacked(bytes: Uint8Array, faults: Fault[]): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes, finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    faults.push({
      code: 'bad-encoding',
      offset: null,
      words: 'The feed is a gzip file that is damaged or unpacks to more than 32 MB.',
    });
    return new Uint8Array();
  }
}

export function normalised(
  { document, problems }: Pick<ReadResult, 'document' | 'problems'>,
  base: string | null = null,
): NormalisedFeed {
  return {
    title: clean(document.title, base),
    link: document.link,
    description: clean(document.description, base),
    language: document.language,
    items: document.items.map((item) => normalisedItem(item, base)),
    problems,
  };
}

function normalisedItem(item: ReadItem, base: string | null): FeedItem {
  const { title, link, summary, content, author, published, updated, categories, enclosures } = item;
  const from = link ?? base;
  return {
    id: stableId(item),
    title: clean(title, from),
    link,
    summary: clean(summary, from),
    content: clean(content, from),
    author,
    published,
    updated,
    categories,
    enclosures,
  };
}

/** The same item gets the same id next time, as far as the feed allows it. */
export function stableId(item: ReadItem): string {
  if (item.id !== null) return item.id;
  if (item.link !== null && item.link !== '') return item.link;
  const said = [
    item.title?.value,
    item.published,
    item.enclosures[0]?.url,
    item.title === null ? (item.summary?.value ?? item.content?.value) : null,
  ];
  return `sha256:${createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32)}`;
}

function clean(text: FeedText | null, base: string | null): string | null {
  if (text === null) return null;
  return text.isHtml ? cleanHtml(text.value, base) : text.value;
}

function noteTooMany(count: number, faults: Fault[]): void {
  if (count <= maxItems) return;
  const most = maxItems.toLocaleString('en-GB');
  faults.push({
    code: 'too-many-items',
    offset: null,
    words: `The feed has ${count.toLocaleString('en-GB')} items. Only the first ${most} were read. Keep old items in an archive.`,
  });
}

const blank: ReadDocument = {
  kind: 'unknown',
  title: null,
  link: null,
  description: null,
  rights: null,
  language: null,
  items: [],
  self: null,
  hubs: [],
  ttlMinutes: null,
  skipHours: [],
  skipDays: [],
};
