/** JSON Feed 1 and 1.1 (jsonfeed.org), read for what is there rather than for what should be. */
import { readDate } from './dates.ts';
import { hasMarkup, webAddress } from './html.ts';
import type { Enclosure, Fault, FeedText, ReadDocument, ReadItem } from './types.ts';

type Json = Readonly<Record<string, unknown>>;

export function readJson(
  text: string,
  documentUrl: string | null,
  faults: Fault[],
  maxItems: number,
): (ReadDocument & { itemCount: number }) | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (fault) {
    const at = /position (\d+)/.exec(String(fault))?.[1];
    faults.push({
      code: 'not-json',
      offset: at ? Number(at) : text.length,
      words:
        'The feed looks like JSON but cannot be read as JSON from here on. Check for a missing comma, quote or bracket.',
    });
    return null;
  }
  if (!isJson(value)) return null;
  if (value.version === undefined && !Array.isArray(value.items)) return null;
  if (typeof value.version !== 'string' || !/jsonfeed\.org\/version\/1(\.1)?\/?$/.test(value.version)) {
    faults.push({
      code: 'missing-attribute',
      offset: 0,
      words: 'A JSON feed must say "version": "https://jsonfeed.org/version/1.1".',
    });
  }
  if (words(value.title) === null)
    faults.push({ code: 'missing-title', offset: 0, words: 'The feed has no title. Add "title".' });
  const items = Array.isArray(value.items) ? value.items.filter(isJson) : [];
  if (!Array.isArray(value.items))
    faults.push({ code: 'missing-element', offset: 0, words: 'The feed has no list of items. Add "items": [].' });
  const seen = new Set<string>();
  items.slice(0, maxItems).forEach((item, at) => {
    const id = words(item.id);
    if (id === null)
      faults.push({
        code: 'missing-guid',
        offset: null,
        words: `Item ${at + 1} has no id. Give each item an id that never changes.`,
      });
    else if (seen.has(id))
      faults.push({
        code: 'duplicate-value',
        offset: null,
        words: `Two items have the same id, "${id.slice(0, 100)}". Each item needs its own.`,
      });
    else seen.add(id);
    if (typeof item.date_published === 'string' && readDate(item.date_published) === null) {
      faults.push({
        code: 'invalid-rfc3339-date',
        offset: null,
        words: `The date "${item.date_published.slice(0, 60)}" of item ${at + 1} is not a date. Write it like 2026-01-31T09:30:00Z.`,
      });
    }
  });
  const language = words(value.language);
  const author = authorOf(value);
  return {
    kind: 'json',
    title: plain(value.title),
    link: words(value.home_page_url),
    description: plain(value.description),
    rights: null,
    language,
    items: items.slice(0, maxItems).map((item) => readItem(item, author, documentUrl)),
    self: webAddress(words(value.feed_url), documentUrl),
    hubs: (Array.isArray(value.hubs) ? value.hubs : [])
      .filter(isJson)
      .map((hub) => webAddress(words(hub.url), documentUrl))
      .filter((url) => url !== null),
    ttlMinutes: null,
    skipHours: [],
    skipDays: [],
    itemCount: items.length,
  };
}

function readItem(item: Json, feedAuthor: string | null, base: string | null): ReadItem {
  const html = words(item.content_html);
  const text = words(item.content_text);
  const image = words(item.image);
  const attachments = (Array.isArray(item.attachments) ? item.attachments : []).filter(isJson).slice(0, 100);
  return {
    id: words(item.id) ?? words(item.guid),
    title: plain(item.title),
    link: whole(words(item.url) ?? words(item.external_url), base),
    summary: plain(item.summary),
    content: html !== null ? { value: html, isHtml: true } : text !== null ? { value: text, isHtml: false } : null,
    author: authorOf(item) ?? feedAuthor,
    published: readDate(words(item.date_published)),
    updated: readDate(words(item.date_modified)),
    categories: (Array.isArray(item.tags) ? item.tags : [])
      .map(words)
      .filter((tag) => tag !== null)
      .slice(0, 200),
    enclosures: [
      ...attachments.map((one) => enclosure(words(one.url), words(one.mime_type), one.size_in_bytes)),
      ...(attachments.length === 0 && image !== null ? [enclosure(image, null, null)] : []),
    ].filter((one) => one !== null),
    language: words(item.language),
  };
}

function whole(value: string | null, base: string | null): string | null {
  return value === null ? null : (webAddress(value, base) ?? value);
}

function enclosure(url: string | null, type: string | null, length: unknown): Enclosure | null {
  return url === null
    ? null
    : { url, type, length: typeof length === 'number' && Number.isFinite(length) ? length : null };
}

function authorOf(value: Json): string | null {
  const people = [...(Array.isArray(value.authors) ? value.authors : []), value.author].filter(isJson);
  const names = people.map((one) => words(one.name) ?? words(one.url)).filter((name) => name !== null);
  return names.length === 0 ? null : [...new Set(names)].join(', ').slice(0, 1000);
}

function plain(value: unknown): FeedText | null {
  const text = words(value);
  return text === null ? null : { value: text, isHtml: hasMarkup(text) };
}

function words(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
