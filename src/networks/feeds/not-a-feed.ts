/** Something else came instead of a feed: says what it is, and where the feed may be. */
import { Parser } from 'htmlparser2';
import { webAddress } from './html.ts';
import type { Fault, ReadDocument } from './types.ts';

export interface NotAFeed {
  readonly fault: Fault;
  /** The address of a feed that the page points to. */
  readonly offered: string | null;
}

export function explainNotAFeed(text: string, kind: ReadDocument['kind'], url: string | null): NotAFeed {
  if (kind === 'opml') {
    return {
      offered: null,
      fault: {
        code: 'opml-list',
        offset: null,
        words: 'This is a list of feeds (OPML), not a feed. Import it as a list.',
      },
    };
  }
  const page = lookAtPage(text.slice(0, 300_000), url);
  if (page.isLogin) {
    return {
      offered: page.feed,
      fault: {
        code: 'login-wall',
        offset: null,
        words:
          'A page that asks for a user name and password came instead of a feed. Use an address that is open to everybody.',
      },
    };
  }
  if (page.feed !== null) {
    return {
      offered: page.feed,
      fault: { code: 'html-page', offset: null, words: `This is a web page, not a feed. Its feed is at ${page.feed}` },
    };
  }
  if (kind === 'html' || page.isHtml) {
    return {
      offered: null,
      fault: {
        code: 'html-page',
        offset: null,
        words: 'This is a web page, not a feed, and it does not say where its feed is.',
      },
    };
  }
  return {
    offered: null,
    fault: {
      code: 'undefined-element',
      offset: null,
      words: 'This is not a feed: it is neither RSS, Atom nor JSON Feed.',
    },
  };
}

/** What a page is, as far as its first part tells. */
export function lookAtPage(
  text: string,
  url: string | null,
): { isHtml: boolean; isLogin: boolean; feed: string | null } {
  let isHtml = /^\s*<!doctype html/i.test(text);
  let hasPassword = false;
  let base = url;
  let feed: string | null = null;
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (name === 'html' || name === 'body') isHtml = true;
      if (name === 'input' && attributes.type?.toLowerCase() === 'password') hasPassword = true;
      if (name === 'base' && attributes.href) base = webAddress(attributes.href, url) ?? base;
      const isFeedLink =
        name === 'link' &&
        /\balternate\b/i.test(attributes.rel ?? '') &&
        /(rss|atom|feed)\+(xml|json)|application\/(rdf\+xml|feed\+json)|text\/xml/i.test(attributes.type ?? '');
      if (isFeedLink && feed === null) feed = webAddress(attributes.href, base) ?? attributes.href ?? null;
    },
  });
  parser.end(text);
  return { isHtml, isLogin: isHtml && hasPassword, feed };
}
