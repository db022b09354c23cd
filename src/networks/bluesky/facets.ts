/**
 * Links, tags and mentions: read from a post's facets, and made for a post that we publish.
 *
 * A facet points into the text by UTF-8 bytes, JavaScript counts in UTF-16 units: all slicing is done on bytes.
 * Contract: https://docs.bsky.app/docs/advanced-guides/post-richtext and the lexicon app.bsky.richtext.facet.
 */
import { cleanText, isDid, isHandle, list, object, type Shape, text, webAddress } from './shapes.ts';

export interface Entities {
  readonly links: readonly string[];
  readonly tags: readonly string[];
  readonly mentions: readonly string[];
}

const most = { facets: 100, each: 50, tagLength: 200 } as const;

/** What a post's facets and extra tags say, or, where no facet holds a link, the web addresses in its text. */
export const entitiesOf = (postText: string, record: Shape): Entities => {
  const links = new Set<string>();
  const tags = new Set<string>();
  const mentions = new Set<string>();
  const addTag = (value: unknown) => {
    const tag = cleanText(text(value), most.tagLength)
      .replace(/^[#＃]/, '')
      .trim();
    if (tag !== '' && tags.size < most.each) tags.add(tag);
  };

  const facets = list(record.facets).slice(0, most.facets);
  const bytes = facets.length > 0 ? Buffer.from(postText.slice(0, 10_000)) : null;
  for (const facet of facets) {
    const shape = object(facet);
    for (const feature of list(shape?.features).slice(0, 4)) {
      const told = object(feature);
      switch (told?.$type) {
        case 'app.bsky.richtext.facet#link': {
          const address = webAddress(told.uri);
          if (address !== null && links.size < most.each) links.add(address);
          break;
        }
        case 'app.bsky.richtext.facet#tag':
          addTag(told.tag);
          break;
        case 'app.bsky.richtext.facet#mention': {
          const shown = shownText(bytes, object(shape?.index)).replace(/^@/, '');
          const name = isHandle(shown) ? shown.toLowerCase() : isDid(told.did) ? told.did : null;
          if (name !== null && mentions.size < most.each) mentions.add(name);
          break;
        }
      }
    }
  }
  for (const tag of list(record.tags).slice(0, most.each)) addTag(tag);
  // Simple programs post without facets; people still see an address. Where there are facets, an address in the text
  // may be a shortened one, and the facet holds the whole.
  if (links.size === 0) for (const { address } of bareLinks(postText)) links.add(address);
  return { links: [...links], tags: [...tags], mentions: [...mentions] };
};

const shownText = (bytes: Buffer | null, index: Shape | null): string => {
  const start = index?.byteStart;
  const end = index?.byteEnd;
  if (bytes === null || typeof start !== 'number' || typeof end !== 'number') return '';
  const isInside = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end > start && end <= bytes.length;
  return isInside && end - start <= 300 ? bytes.toString('utf8', start, end) : '';
};

const linkShape = /https?:\/\/[^\s<>"'`\p{Cc}]{1,1900}/giu;

/** Web addresses in plain text with their place in UTF-16 units, without the full stop or bracket after them. */
const bareLinks = (postText: string): { address: string; start: number; end: number }[] => {
  if (!postText.includes('://')) return [];
  const found: { address: string; start: number; end: number }[] = [];
  for (const match of postText.slice(0, 10_000).matchAll(linkShape)) {
    const shown = withoutTrail(match[0]);
    const address = webAddress(shown);
    if (address !== null) found.push({ address, start: match.index, end: match.index + shown.length });
    if (found.length >= most.each) break;
  }
  return found;
};

/** A closing bracket belongs to the address only if it was opened in it. */
const withoutTrail = (shown: string): string => {
  let surplus = shown.split(')').length - shown.split('(').length;
  let end = shown.length;
  for (; end > 0; end -= 1) {
    const last = shown.charAt(end - 1);
    if (last === ')' ? surplus <= 0 : !'.,;:!?…]}'.includes(last)) break;
    if (last === ')') surplus -= 1;
  }
  return shown.slice(0, end);
};

export interface Facet {
  readonly index: { readonly byteStart: number; readonly byteEnd: number };
  readonly features: readonly Readonly<Record<string, string>>[];
}

const mentionShape = /(?<![^\s(])@([a-z0-9](?:[a-z0-9.-]{1,250})[a-z0-9])/giu;
const tagShape = /(?<![^\s(])[#＃]([\p{L}\p{N}_][\p{L}\p{N}\p{M}_-]{0,63})/gu;

/**
 * The facets of a text that we are about to publish. `resolve` turns a handle into its DID; a handle that nobody has
 * stays plain text, as in Bluesky's own app. `postText` must already be at most 3,000 bytes.
 */
export const facetsFor = async (
  postText: string,
  resolve: (handle: string) => Promise<string | null>,
): Promise<Facet[]> => {
  const facets: Facet[] = [];
  const add = (start: number, end: number, feature: Readonly<Record<string, string>>) => {
    const byteStart = Buffer.byteLength(postText.slice(0, start));
    facets.push({
      index: { byteStart, byteEnd: byteStart + Buffer.byteLength(postText.slice(start, end)) },
      features: [feature],
    });
  };

  const links = bareLinks(postText);
  for (const { address, start, end } of links) add(start, end, { $type: 'app.bsky.richtext.facet#link', uri: address });
  const isInLink = (place: number) => links.some(({ start, end }) => place >= start && place < end);

  for (const match of postText.matchAll(tagShape)) {
    const tag = match[1] ?? '';
    // '#1' is a number, not a subject.
    if (/^\p{N}+$/u.test(tag) || isInLink(match.index)) continue;
    add(match.index, match.index + 1 + tag.length, { $type: 'app.bsky.richtext.facet#tag', tag });
  }
  for (const match of [...postText.matchAll(mentionShape)].slice(0, 20)) {
    const handle = match[1] ?? '';
    if (!isHandle(handle) || isInLink(match.index)) continue;
    const did = await resolve(handle.toLowerCase());
    if (did !== null)
      add(match.index, match.index + 1 + handle.length, { $type: 'app.bsky.richtext.facet#mention', did });
  }
  return facets.sort((one, other) => one.index.byteStart - other.index.byteStart);
};
