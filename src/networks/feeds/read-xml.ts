/**
 * A feed out of a tree of elements: RSS 0.9x, 1.0, 1.1 and 2.0, Atom 0.3 and 1.0, and CDF.
 *
 * One reading for all, because real feeds mix them: what counts is the name of an element and whose vocabulary it is
 * from, in an order of preference, among the direct children only.
 */
import { readDate } from './dates.ts';
import { hasMarkup, webAddress } from './html.ts';
import { textConstruct } from './text-construct.ts';
import { attributeOf, childrenOf, type Element, type Tree, textOf } from './tree.ts';
import type { Enclosure, FeedText, ReadDocument, ReadItem } from './types.ts';

/** Items beyond this are not read; a feed shows what is new, not an archive. */
export const maxItems = 10_000;

const core = new Set(['', 'rss', 'rss1', 'rss11', 'rss09', 'atom', 'atom03']);

export function readXml(tree: Tree, documentUrl: string | null): ReadDocument & { readonly itemCount: number } {
  const root = rootOf(tree);
  const kind = kindOf(root);
  if (root === null || kind === 'html' || kind === 'opml' || kind === 'unknown')
    return { ...nothing(kind), itemCount: 0 };
  const channel =
    local(root) === 'rss' || local(root) === 'rdf' || kind === 'rss' || kind === 'rdf'
      ? (childrenOf(root).find((one) => local(one) === 'channel') ?? root)
      : root;
  const found = itemsIn(root, channel);
  const items = found.slice(0, maxItems).map((item) => readItem(item));
  const parts = partsOf(channel);
  const links = linksOf(channel);
  const self = links.find((link) => link.rel === 'self')?.href ?? null;
  const subtitle = firstText(parts, [
    'atom|subtitle',
    'atom03|tagline',
    '|description',
    '|tagline',
    '|subtitle',
    'dc|description',
    'itunes|summary',
    'itunes|subtitle',
    '|abstract',
    'atom03|info',
    '|info',
    'googleplay|description',
    'dcterms|description',
  ]);
  return {
    kind,
    title: firstText(parts, ['|title', 'dc|title', 'itunes|title', 'dcterms|title']),
    link: mainLink(channel, parts, links, documentUrl),
    description: subtitle,
    rights: firstText(parts, ['|copyright', '|rights', 'dc|rights', 'dcterms|rights', 'media|copyright']),
    language: languageOf(parts, channel, root),
    items,
    self: webAddress(self, channel.base ?? documentUrl),
    hubs: links
      .filter((link) => link.rel === 'hub')
      .map((link) => webAddress(link.href, channel.base ?? documentUrl))
      .filter((href) => href !== null),
    ttlMinutes: wholeNumber(plain(parts, '|ttl')) ?? syndicationMinutes(parts),
    skipHours: listIn(parts, 'skiphours')
      .map(Number)
      .filter((hour) => Number.isInteger(hour) && hour >= 0 && hour <= 24)
      .map((hour) => hour % 24),
    skipDays: listIn(parts, 'skipdays').map((day) => day.toLowerCase()),
    itemCount: found.length,
  };
}

/** The element that the feed is in; null where there is none at all. */
export function rootOf(tree: Tree): Element | null {
  const feedLike = (one: Element) => ['rss', 'feed', 'rdf', 'channel', 'entry'].includes(local(one));
  const [first] = tree.roots;
  const top = tree.roots.find(feedLike);
  if (top) return top;
  // Something wrapped around the feed (a SOAP envelope, an <xml> element).
  let level: readonly Element[] = tree.roots.slice(0, 20);
  for (let depth = 0; depth < 3 && level.length > 0; depth += 1) {
    level = level.flatMap(childrenOf).slice(0, 200);
    const inner = level.find((one) => ['rss', 'feed', 'rdf'].includes(local(one)));
    if (inner && local(first!) !== 'html') return inner;
  }
  return first ?? null;
}

function kindOf(root: Element | null): ReadDocument['kind'] {
  if (root === null) return 'unknown';
  const name = local(root);
  if (name === 'html') return 'html';
  if (name === 'opml') return 'opml';
  if (name === 'feed' || name === 'entry') return 'atom';
  if (name === 'rdf') return 'rdf';
  if (name === 'rss') return 'rss';
  if (name === 'channel')
    return root.space === 'rss11'
      ? 'rdf'
      : attributeOf(root, 'href') !== undefined || root.name === 'CHANNEL'
        ? 'cdf'
        : 'rss';
  return 'unknown';
}

function itemsIn(root: Element, channel: Element): Element[] {
  if (local(root) === 'entry') return [root];
  const found: Element[] = [];
  const isItem = (one: Element) =>
    (['item', 'entry'].includes(local(one)) && core.has(one.space || '')) ||
    (local(one) === 'item' && one.prefix === '');
  for (const holder of new Set([channel, root])) {
    for (const child of childrenOf(holder)) {
      if (isItem(child)) found.push(child);
      else if (local(child) === 'items' || (local(child) === 'channel' && child !== channel))
        found.push(...childrenOf(child).filter(isItem));
    }
  }
  return found;
}

type Parts = ReadonlyMap<string, readonly Element[]>;

/** Direct children by `vocabulary|name`; the core vocabularies also under `|name`. */
function partsOf(element: Element): Parts {
  const parts = new Map<string, Element[]>();
  const add = (key: string, child: Element) => {
    const list = parts.get(key);
    if (list) list.push(child);
    else parts.set(key, [child]);
  };
  for (const child of childrenOf(element)) {
    const name = local(child);
    if (child.space !== '') add(`${child.space}|${name}`, child);
    if (core.has(child.space) || child.prefix === '') add(`|${name}`, child);
  }
  return parts;
}

function readItem(item: Element): ReadItem {
  const parts = partsOf(item);
  const links = linksOf(item);
  const guid = parts.get('|guid')?.[0] ?? null;
  const id =
    firstPlain(parts, ['|guid', 'atom|id', '|id', 'dc|identifier', 'dcterms|identifier']) ??
    attributeOf(item, 'rdf:about')?.trim() ??
    null;
  const description = firstText(parts, [
    '|description',
    'atom|summary',
    '|summary',
    'dc|description',
    '|abstract',
    'itunes|summary',
    'excerpt|encoded',
    'itunes|subtitle',
    'media|description',
    'dcterms|abstract',
    'googleplay|description',
  ]);
  const content = firstText(parts, [
    'content|encoded',
    'xhtml|body',
    'xhtml|div',
    'atom|content',
    'atom03|content',
    '|content',
    '|fullitem',
    'content|items',
    '|body',
  ]);
  const media = childrenOf(item)
    .filter((one) => one.space === 'media')
    .flatMap((one) => (local(one) === 'group' ? childrenOf(one) : [one]));
  const dcDate = firstDate(parts, ['dc|date', 'dcterms|date']);
  const base = item.base;
  return {
    id: id === '' ? null : id,
    title:
      firstText(parts, ['|title', 'dc|title', 'itunes|title', 'media|title', 'dcterms|title']) ??
      mediaText(media, 'title'),
    link: mainLink(item, parts, links, null) ?? permalink(guid, id),
    summary: description ?? mediaText(media, 'description'),
    content,
    author: authorOf(parts) ?? null,
    published:
      firstDate(parts, [
        '|pubdate',
        '|published',
        '|issued',
        'atom|published',
        'dcterms|issued',
        '|created',
        'dcterms|created',
      ]) ?? dcDate,
    updated: firstDate(parts, ['|updated', 'atom|updated', '|modified', 'dcterms|modified', '|lastmod']) ?? dcDate,
    categories: categoriesOf(parts, media),
    enclosures: enclosuresOf(parts, links, media, base),
    language: firstPlain(parts, ['|language', 'dc|language']) ?? item.lang,
  };
}

interface Link {
  readonly rel: string;
  readonly href: string;
  readonly type: string;
  readonly length: string | undefined;
  readonly element: Element;
}

function linksOf(element: Element): Link[] {
  return childrenOf(element)
    .filter(
      (one) =>
        local(one) === 'link' && (core.has(one.space) || one.prefix === '') && attributeOf(one, 'href') !== undefined,
    )
    .map((one) => ({
      rel: (one.attributes.find(({ name }) => name === 'rel')?.value ?? 'alternate')
        .trim()
        .toLowerCase()
        .replace('http://www.iana.org/assignments/relation/', ''),
      href: resolve(attributeOf(one, 'href')!.trim(), one.base),
      type: (attributeOf(one, 'type') ?? '').trim().toLowerCase(),
      length: attributeOf(one, 'length'),
      element: one,
    }));
}

function mainLink(element: Element, parts: Parts, links: readonly Link[], documentUrl: string | null): string | null {
  for (const one of parts.get('|link') ?? []) {
    const text = textOf(one).trim();
    if (text !== '') return resolve(text, one.base ?? documentUrl);
  }
  const alternates = links.filter(({ rel, href }) => (rel === 'alternate' || rel === '') && href !== '');
  const best =
    alternates.find(({ type }) => /html/.test(type)) ?? alternates.find(({ type }) => type === '') ?? alternates[0];
  if (best) return best.href;
  const attribute =
    element.name.toUpperCase() === element.name || local(element) === 'item' ? attributeOf(element, 'href') : undefined;
  if (attribute !== undefined) return resolve(attribute.trim(), element.base);
  const original = parts.get('feedburner|origlink')?.[0];
  return original ? resolve(textOf(original).trim(), element.base) : null;
}

function permalink(guid: Element | null, id: string | null): string | null {
  if (guid === null || id === null) return null;
  const isPermalink = (attributeOf(guid, 'isPermaLink') ?? 'true').trim().toLowerCase() !== 'false';
  return isPermalink && /^https?:\/\//i.test(id) ? id : null;
}

function authorOf(parts: Parts): string | null {
  for (const key of [
    '|author',
    'atom|author',
    'dc|creator',
    'dc|author',
    'itunes|author',
    'dcterms|creator',
    'googleplay|author',
    'media|credit',
    '|managingeditor',
    'dc|publisher',
    'itunes|owner',
  ]) {
    const names = (parts.get(key) ?? []).map(personOf).filter((name) => name !== '');
    if (names.length > 0) return [...new Set(names)].join(', ').slice(0, 1000);
  }
  return null;
}

/** "Name (address)" as RSS writes people, whichever way round the feed has them. */
function personOf(element: Element): string {
  const part = (name: string) =>
    childrenOf(element)
      .filter((one) => local(one) === name)
      .map((one) => textOf(one).trim())
      .find((text) => text !== '') ?? '';
  const [name, email] = [part('name') || part('title'), part('email')];
  if (name !== '' || email !== '') return name !== '' && email !== '' ? `${name} (${email})` : name || email;
  const text = textOf(element)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^mailto:/i, '');
  const overloaded = /^(\S{1,100}@\S{1,100}?)\s*\(([^()]{1,200})\)$/.exec(text);
  return overloaded ? `${overloaded[2]!.trim()} (${overloaded[1]})` : text;
}

function categoriesOf(parts: Parts, media: readonly Element[]): string[] {
  const found: string[] = [];
  const add = (name: string | undefined) => {
    const tidy = name?.replace(/\s+/g, ' ').trim();
    if (tidy && !found.includes(tidy) && found.length < 200) found.push(tidy.slice(0, 300));
  };
  for (const one of parts.get('|category') ?? [])
    add(attributeOf(one, 'term') ?? (textOf(one).trim() || attributeOf(one, 'label')));
  for (const one of parts.get('dc|subject') ?? []) add(textOf(one));
  const nested = (one: Element, depth: number): void => {
    add(attributeOf(one, 'text') ?? textOf(one));
    if (depth < 5) for (const inner of childrenOf(one)) if (local(inner) === 'category') nested(inner, depth + 1);
  };
  for (const one of parts.get('itunes|category') ?? []) nested(one, 0);
  for (const one of parts.get('itunes|keywords') ?? []) for (const word of textOf(one).split(/[,\n]/)) add(word);
  for (const one of media) {
    if (local(one) === 'category') add(textOf(one) || attributeOf(one, 'label'));
    if (local(one) === 'keywords') for (const word of textOf(one).split(',')) add(word);
  }
  return found;
}

function enclosuresOf(
  parts: Parts,
  links: readonly Link[],
  media: readonly Element[],
  base: string | null,
): Enclosure[] {
  const found = new Map<string, Enclosure>();
  const add = (url: string | undefined, type: string | undefined, length: string | undefined) => {
    if (url === undefined || url.trim() === '' || found.size >= 100) return;
    const whole = resolve(url.trim(), base);
    if (!found.has(whole))
      found.set(whole, { url: whole, type: type?.trim() || null, length: wholeNumber(length ?? null) });
  };
  for (const one of parts.get('|enclosure') ?? [])
    add(
      attributeOf(one, 'url') ?? attributeOf(one, 'href') ?? attributeOf(one, 'resource'),
      attributeOf(one, 'type'),
      attributeOf(one, 'length'),
    );
  for (const link of links) if (link.rel === 'enclosure') add(link.href, link.type, link.length);
  for (const one of media)
    if (local(one) === 'content') add(attributeOf(one, 'url'), attributeOf(one, 'type'), attributeOf(one, 'fileSize'));
  return [...found.values()];
}

function languageOf(parts: Parts, channel: Element, root: Element): string | null {
  return (firstPlain(parts, ['|language', 'dc|language', 'dcterms|language']) ?? channel.lang ?? root.lang) || null;
}

function firstText(parts: Parts, keys: readonly string[]): FeedText | null {
  for (const key of keys) {
    for (const element of parts.get(key) ?? []) {
      const text = textConstruct(element);
      if (text !== null && text.value !== '') return text;
    }
  }
  return null;
}

function mediaText(media: readonly Element[], name: string): FeedText | null {
  const found = media
    .flatMap((one) => [one, ...childrenOf(one)])
    .find((one) => one.space === 'media' && local(one) === name);
  if (!found) return null;
  const value = textOf(found).trim();
  return value === '' ? null : { value, isHtml: attributeOf(found, 'type') === 'html' || hasMarkup(value) };
}

function firstPlain(parts: Parts, keys: readonly string[]): string | null {
  for (const key of keys) {
    const text = plain(parts, key);
    if (text !== null && text !== '') return text;
  }
  return null;
}

function plain(parts: Parts, key: string): string | null {
  const element = parts.get(key)?.[0];
  return element ? textOf(element).trim() : null;
}

function firstDate(parts: Parts, keys: readonly string[]): string | null {
  for (const key of keys) {
    for (const element of parts.get(key) ?? []) {
      const date = readDate(textOf(element));
      if (date !== null) return date;
    }
  }
  return null;
}

function listIn(parts: Parts, name: string): string[] {
  return (parts.get(`|${name}`) ?? [])
    .flatMap(childrenOf)
    .slice(0, 50)
    .map((one) => textOf(one).trim())
    .filter((text) => text !== '');
}

/** RSS 1.0 syndication module: so many times in a period. */
function syndicationMinutes(parts: Parts): number | null {
  const period = plain(parts, 'sy|updateperiod')?.toLowerCase();
  if (period === undefined) return null;
  const minutes = { hourly: 60, daily: 1440, weekly: 10_080, monthly: 43_200, yearly: 525_600 }[period];
  const times = wholeNumber(plain(parts, 'sy|updatefrequency')) ?? 1;
  return minutes === undefined || times < 1 ? null : Math.max(1, Math.round(minutes / times));
}

function wholeNumber(text: string | null): number | null {
  const digits = text === null ? null : /^\s*(\d{1,15})\s*$/.exec(text);
  return digits ? Number(digits[1]) : null;
}

/** A relative address made whole; what cannot be an address stays as it was written. */
function resolve(value: string, base: string | null): string {
  if (base === null || value === '' || /^[a-z][a-z0-9+.-]*:/i.test(value)) return value;
  try {
    return new URL(value, base).href;
  } catch {
    return value;
  }
}

function local(element: Element): string {
  return element.local.toLowerCase();
}

function nothing(kind: ReadDocument['kind']): ReadDocument {
  return {
    kind,
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
}
