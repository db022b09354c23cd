/** Lists of feeds as other programs export them: OPML 1.0 and 2.0 (opml.org/spec2.opml). */
import { decode } from './decode.ts';
import { judge } from './faults/index.ts';
import { placed } from './places.ts';
import { attributeOf, buildTree, childrenOf, type Element } from './tree.ts';
import type { Fault, FeedProblem } from './types.ts';

export interface ListedFeed {
  readonly title: string;
  readonly url: string;
  readonly siteUrl: string | null;
  /** Names of the folders around it, outermost first, joined with " / "; '' at the top. */
  readonly folder: string;
}

export interface FeedList {
  readonly feeds: readonly ListedFeed[];
  readonly problems: readonly FeedProblem[];
}

const maxFeeds = 20_000;
const maxBytes = 10 * 1024 * 1024;

/** Never throws. What cannot be used is told in `problems`; the same address twice is listed once. */
export function readOpml(bytes: Uint8Array): FeedList {
  const { text, encoding, faults: decodeFaults } = decode(bytes.subarray(0, maxBytes));
  const faults: Fault[] = [...decodeFaults];
  if (bytes.length > maxBytes)
    faults.push({
      code: 'too-large',
      offset: null,
      words: 'The list is larger than 10 MB. Only the first part was read.',
    });
  const tree = buildTree(text, null);
  faults.push(...tree.faults, ...judge(tree, { text, encoding, url: null }));
  const feeds = new Map<string, ListedFeed>();
  const walk = (element: Element, folders: readonly string[]): void => {
    const isOutline = element.local.toLowerCase() === 'outline';
    const address = isOutline
      ? (attributeOf(element, 'xmlUrl') ?? (isFeedLink(element) ? attributeOf(element, 'url') : undefined))?.trim()
      : undefined;
    const title = isOutline
      ? (attributeOf(element, 'title') || attributeOf(element, 'text') || '').replace(/\s+/g, ' ').trim()
      : '';
    if (address !== undefined && address !== '') add(element, address, title, folders);
    const inside = isOutline && title !== '' && address === undefined ? [...folders, title] : folders;
    for (const child of childrenOf(element)) walk(child, inside);
  };
  const add = (element: Element, address: string, title: string, folders: readonly string[]) => {
    const url = feedAddress(address);
    if (url === null) {
      faults.push({
        code: 'invalid-link',
        offset: element.offset,
        words: `"${address.slice(0, 100)}" is not the address of a feed. It must begin with http:// or https://`,
      });
    } else if (feeds.size >= maxFeeds) {
      if (!faults.some(({ code }) => code === 'too-many-items'))
        faults.push({
          code: 'too-many-items',
          offset: element.offset,
          words: `The list has more than ${maxFeeds.toLocaleString('en-GB')} feeds. The rest were left out.`,
        });
    } else if (!feeds.has(url)) {
      const siteUrl = feedAddress(attributeOf(element, 'htmlUrl')?.trim() ?? '');
      feeds.set(url, { title: (title || url).slice(0, 500), url, siteUrl, folder: folders.join(' / ').slice(0, 500) });
    }
  };
  for (const root of tree.roots) walk(root, []);
  return { feeds: [...feeds.values()], problems: placed(faults, text) };
}

function isFeedLink(element: Element): boolean {
  return /^(rss|atom)$/i.test(attributeOf(element, 'type') ?? '');
}

/** `feed:` is an old way to write http (RFC draft, never a standard) that some programs still export. */
function feedAddress(address: string): string | null {
  const plain = address.replace(/^feed:(?:\/\/)?(?=https?:)/i, '').replace(/^feed:/i, 'http:');
  try {
    const url = new URL(plain);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
}
