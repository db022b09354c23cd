/** Feeds: RSS, Atom, RDF and JSON Feed, looked at again and again, and at once where a hub tells us. */
import type { Network } from '../network.ts';
import { checkFeed } from './check.ts';
import { openFeed } from './reader.ts';

export { type FeedList, type ListedFeed, readOpml } from './opml.ts';
export { type ReadOptions, readFeed } from './read-feed.ts';
export { type FeedReader, openFeed } from './reader.ts';
export type { Enclosure, FeedItem, FeedProblem, NormalisedFeed } from './types.ts';
export { buildWebSub, type WebSub, type WebSubReply } from './websub.ts';

export const feeds: Network = {
  name: 'feeds',
  title: 'News feeds and blogs',
  grade: 'A',
  coverage:
    'Sees only what each feed shows when we look: usually the newest 10 to 50 items, often not their whole text, and not the comments below them. What is published and taken away between two looks is missed, and so is what is removed later: a feed drops old items by itself.',
  terms:
    "A feed is published to be read by programs. The text stays the publisher's: keep what is needed to judge and answer it, link to the original, and do not publish it again.",
  fields: [
    {
      name: 'url',
      label: 'Address of the feed',
      hint: 'For example https://www.example.org/news/feed. The address of a web page will not do, but we will tell you if it names its feed.',
      isRequired: true,
      isSecret: false,
    },
  ],
  problems: ({ url }) => {
    const words = addressProblem(url);
    return words === null ? [] : [{ field: 'url', words }];
  },
  open: openFeed,
  check: checkFeed,
  publisherFields: [],
  publisher: () => null,
};

function addressProblem(url: string | undefined): string | null {
  if (url === undefined || url.trim() === '') return 'Enter the address of the feed.';
  try {
    const { protocol } = new URL(url.trim());
    return protocol === 'http:' || protocol === 'https:' ? null : 'The address must begin with https:// or http://';
  } catch {
    return 'Enter a whole web address, like https://www.example.org/feed';
  }
}
