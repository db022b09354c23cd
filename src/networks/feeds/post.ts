/** A feed item as a post: plain text, whole addresses, nothing active. */
import { createHash } from 'node:crypto';
import type { Media, NetworkPost } from '../network.ts';
import { plainOf, webAddress } from './html.ts';
import { stableId } from './read-feed.ts';
import type { ReadDocument, ReadItem } from './types.ts';

const dayMs = 86_400_000;

/** `source` is the address as the person typed it: ids stay the same when the feed moves. */
export function postOf(item: ReadItem, document: ReadDocument, source: string, now: Date): NetworkPost {
  const base = item.link ?? document.link ?? source;
  const title = plainOf(item.title, base).text.replace(/\s*\n\s*/g, ' ');
  const content = plainOf(item.content, base);
  const summary = plainOf(item.summary, base);
  const body = content.text.length >= summary.text.length ? content : summary;
  const url = webAddress(item.link, source);
  const said = Date.parse(item.published ?? item.updated ?? '');
  const isPlausible = !Number.isNaN(said) && said <= now.getTime() + dayMs;
  return {
    network: 'feeds',
    id: `${source} ${stableId(item)}`,
    version: hash([title, body.text, url, item.updated, item.enclosures.map((one) => one.url)]),
    kind: 'article',
    url,
    author: authorOf(item, document),
    title,
    text: body.text,
    lang: item.language ?? document.language,
    links: [...new Set([...(url === null ? [] : [url]), ...body.links])],
    tags: item.categories.map((one) => one.replace(/^#/, '')),
    mentions: [],
    media: mediaOf(item, body.images),
    at: isPlausible ? new Date(said) : now,
    replyTo: null,
    counts: null,
  };
}

function authorOf(item: ReadItem, document: ReadDocument): NetworkPost['author'] {
  const name = item.author ?? plainOf(document.title, null).text;
  return name === '' ? null : { id: name, handle: name, name, followers: null };
}

function mediaOf(item: ReadItem, images: readonly { url: string; alt: string }[]): Media[] {
  const enclosed = item.enclosures.map(({ url, type }): Media => {
    const kind =
      /^(image|video|audio)\//.exec(type ?? '')?.[1] ??
      /\.(?:(jpe?g|png|gif|webp)|(mp4|webm|mov)|(mp3|m4a|ogg))(?:\?|$)/i
        .exec(url)
        ?.slice(1)
        .map((hit, at) => hit && ['image', 'video', 'audio'][at])
        .find(Boolean);
    return { kind: (kind as Media['kind'] | undefined) ?? 'other', url: webAddress(url, item.link), alt: '' };
  });
  const shown = images.map(({ url, alt }): Media => ({ kind: 'image', url, alt }));
  return [...enclosed, ...shown]
    .filter((one, at, list) => list.findIndex(({ url }) => url === one.url) === at)
    .slice(0, 50);
}

export function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
}
