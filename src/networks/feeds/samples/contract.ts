/** A place for the contract test: an RSS feed on a small web server that grows as things are said. */
import { startWeb } from '../../../../test/servers/web.ts';
import type { NetworkSample } from '../../sample.ts';
import { feeds } from '../index.ts';

export const sample: NetworkSample = {
  network: feeds,
  open: async () => {
    const items: string[] = [];
    const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const say = (html: string) =>
      void items.unshift(
        `<item><guid isPermaLink="false">item-${items.length}</guid><title>News</title><description>${escaped(html)}</description></item>`,
      );
    const welcome =
      '<item><guid isPermaLink="false">welcome</guid><title>Welcome</title><description>A first item that was always there</description></item>';
    let self = '';
    const web = await startWeb({
      '/feed': () => ({
        headers: { 'content-type': 'application/rss+xml; charset=utf-8' },
        body: `<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Sample</title><link>https://example.org/</link><description>Sample</description><atom:link rel="self" type="application/rss+xml" href="${self}"/>${items.join('')}${welcome}</channel></rss>`,
      }),
    });
    self = `${web.origin}/feed`;
    return {
      settings: { url: `${web.origin}/feed` },
      deadSettings: { url: 'http://127.0.0.1:1/feed' },
      isDeadElsewhere: true,
      isOutside: true,
      say,
      sayMarkup: say,
      // A feed drops old items by itself, so an item that is gone says nothing.
      takeBack: null,
      close: () => web.close(),
    };
  },
};
