/**
 * One Jetstream event in, one happening out: their words into ours, with every size bounded.
 *
 * Everything in an event was written by a stranger. Nothing here throws, nothing trusts a type, a length or a date.
 * Shapes: the lexicons app.bsky.feed.post, app.bsky.richtext.facet, app.bsky.embed.* and
 * network.bsky.jetstream.subscribeEvents, https://atproto.com/specs/lexicon.
 */
import type { Happening, Media, NetworkPost } from '../network.ts';
import { entitiesOf } from './facets.ts';
import { cleanText, isCid, isDid, isRecordKey, list, object, type Shape, text, webAddress } from './shapes.ts';

export const postCollection = 'app.bsky.feed.post';

/** A record change as both wires tell it, before anything in it has been believed. */
export interface Commit {
  readonly did: unknown;
  readonly operation: unknown;
  readonly collection: unknown;
  readonly rkey: unknown;
  readonly cid: unknown;
  readonly record: unknown;
  /** When the stream saw it. */
  readonly seenAt: Date;
}

/** Most of each that one post may carry onward; far above what Bluesky's own app can make. */
const most = { textLength: 4_000, titleLength: 300, altLength: 2_000, media: 12, links: 50 } as const;

const dayMs = 86_400_000;
const earliest = Date.UTC(1990, 0, 1);

/** Null: a record of another kind, which is nothing to us. 'malformed': it should have been a post and cannot be read. */
export const happeningOf = (commit: Commit, now: Date): Happening | 'malformed' | null => {
  const { did, rkey, cid, operation } = commit;
  if (commit.collection !== postCollection) return typeof commit.collection === 'string' ? null : 'malformed';
  if (!isDid(did) || !isRecordKey(rkey)) return 'malformed';
  const id = `at://${did}/${postCollection}/${rkey}`;
  const seenAt = isBelievable(commit.seenAt.getTime(), now) ? commit.seenAt : now;
  if (operation === 'delete') return { kind: 'gone', id, at: seenAt };
  if (operation !== 'create' && operation !== 'update') return 'malformed';
  const record = object(commit.record);
  if (record === null || !isCid(cid) || typeof record.text !== 'string') return 'malformed';
  return { kind: 'post', post: postOf({ id, did, rkey, cid, record, seenAt, now }) };
};

interface Known {
  readonly id: string;
  readonly did: string;
  readonly rkey: string;
  readonly cid: string;
  readonly record: Shape;
  readonly seenAt: Date;
  readonly now: Date;
}

const postOf = ({ id, did, rkey, cid, record, seenAt, now }: Known): NetworkPost => {
  const raw = text(record.text);
  const entities = entitiesOf(raw, record);
  const parts = embedOf(record.embed, did);
  const replyTo = postUri(object(object(record.reply)?.parent)?.uri);
  return {
    network: 'bluesky',
    id,
    version: cid,
    kind: replyTo === null ? 'post' : 'reply',
    url: pageOf(did, rkey),
    // The stream names accounts by their lasting id only; a handle can change hands and has to be asked for.
    author: { id: did, handle: did, name: null, followers: null },
    title: parts.title,
    text: cleanText(raw, most.textLength),
    lang: languageOf(record.langs),
    links: [...new Set([...entities.links, ...parts.links])].slice(0, most.links),
    tags: entities.tags,
    mentions: entities.mentions,
    media: parts.media.slice(0, most.media),
    at: dateOf(record.createdAt, seenAt, now),
    replyTo,
    counts: null,
  };
};

/** The web page of a post. Works with the account's lasting id as well as with its handle. */
export const pageOf = (did: string, rkey: string): string => `https://bsky.app/profile/${did}/post/${rkey}`;

const languageShape = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}$/;

const languageOf = (langs: unknown): string | null => {
  const first = list(langs)[0];
  return typeof first === 'string' && first.length <= 35 && languageShape.test(first) ? first : null;
};

const isBelievable = (ms: number, now: Date): boolean => ms >= earliest && ms <= now.getTime() + dayMs;

/** The author's own date is only a claim: a post from next year or from 1601 is dated by when it was seen. */
const dateOf = (createdAt: unknown, seenAt: Date, now: Date): Date => {
  if (typeof createdAt !== 'string' || createdAt.length > 64) return seenAt;
  const ms = Date.parse(createdAt);
  return isBelievable(ms, now) ? new Date(ms) : seenAt;
};

interface Parts {
  readonly title: string;
  readonly links: readonly string[];
  readonly media: readonly Media[];
}

const nothing: Parts = { title: '', links: [], media: [] };

/** Pictures, film, the card of a linked page, a quoted post; or a quote together with one of the others. */
const embedOf = (embed: unknown, did: string): Parts => {
  const shape = object(embed);
  if (shape === null) return nothing;
  switch (shape.$type) {
    case 'app.bsky.embed.images':
      return { ...nothing, media: imagesOf(shape.images, did) };
    case 'app.bsky.embed.gallery':
      return { ...nothing, media: imagesOf(shape.items ?? shape.images, did) };
    case 'app.bsky.embed.video':
      return { ...nothing, media: [{ kind: 'video', url: filmUrl(shape.video, did), alt: altOf(shape) }] };
    case 'app.bsky.embed.external':
      return cardOf(object(shape.external));
    case 'app.bsky.embed.record':
      return { ...nothing, links: quoteOf(object(shape.record)?.uri) };
    case 'app.bsky.embed.recordWithMedia': {
      const inner = object(shape.media);
      // One level only: a quote cannot hold a quote with media again.
      const media = inner?.$type === 'app.bsky.embed.recordWithMedia' ? nothing : embedOf(inner, did);
      const quote = quoteOf(object(object(shape.record)?.record)?.uri);
      return { ...media, links: [...media.links, ...quote] };
    }
    default:
      return nothing;
  }
};

const altOf = (shape: Shape): string => cleanText(text(shape.alt), most.altLength);

const imagesOf = (images: unknown, did: string): Media[] =>
  list(images)
    .slice(0, most.media)
    .map((image): Media => {
      const shape = object(image) ?? {};
      return { kind: 'image', url: pictureUrl(shape.image, did), alt: altOf(shape) };
    });

const blobCid = (blob: unknown): string | null => {
  const cid = object(object(blob)?.ref)?.$link;
  return isCid(cid) ? cid : null;
};

const pictureUrl = (blob: unknown, did: string): string | null => {
  const cid = blobCid(blob);
  return cid === null ? null : `https://cdn.bsky.app/img/feed_fullsize/plain/${did}/${cid}@jpeg`;
};

const filmUrl = (blob: unknown, did: string): string | null => {
  const cid = blobCid(blob);
  return cid === null ? null : `https://video.bsky.app/watch/${did}/${cid}/playlist.m3u8`;
};

/** The headline of a shared page is often the only place where its subject is named. */
const cardOf = (external: Shape | null): Parts => {
  const address = webAddress(external?.uri);
  if (external === null || address === null) return nothing;
  return { title: cleanText(text(external.title), most.titleLength), links: [address], media: [] };
};

const quoteOf = (uri: unknown): string[] => {
  const found = postUri(uri);
  const [, , did, , rkey] = found?.split('/') ?? [];
  return did !== undefined && rkey !== undefined ? [pageOf(did, rkey)] : [];
};

/** An at:// address of a post, or null. */
const postUri = (uri: unknown): string | null => {
  if (typeof uri !== 'string' || uri.length > 2_700) return null;
  const [scheme, empty, did, collection, rkey, ...rest] = uri.split('/', 7);
  const isWhole = scheme === 'at:' && empty === '' && collection === postCollection && rest.length === 0;
  return isWhole && isDid(did) && isRecordKey(rkey) ? uri : null;
};
