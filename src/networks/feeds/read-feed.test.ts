import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { readDate } from './dates.ts';
import { plainOf } from './html.ts';
import { readOpml } from './opml.ts';
import { readFeed } from './read-feed.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const rss = (item: string, channel = '') =>
  bytes(
    `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News</title>${channel}<item>${item}</item></channel></rss>`,
  );
const firstOf = (source: Uint8Array) => readFeed(source).items[0]!;

describe('dialects', () => {
  test('RSS 2.0 with the extensions that people use', () => {
    const feed = readFeed(
      bytes(`<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xml:base="https://n.example/">
      <channel><title>Northmere</title><link>https://n.example/</link><description>News</description><language>cy</language>
      <item><title>Bins &amp; roads</title><link>/news/1</link><guid isPermaLink="false">n1</guid><dc:creator>Ann</dc:creator><pubDate>Mon, 02 Mar 2026 09:30:00 +0100</pubDate>
      <description>Short</description><content:encoded><![CDATA[<p>Long <a href="x">text</a></p>]]></content:encoded><category>Roads</category>
      <enclosure url="https://n.example/a.mp3" length="12" type="audio/mpeg"/><media:content url="https://n.example/b.jpg" type="image/jpeg"/></item></channel></rss>`),
    );
    expect(feed).toMatchObject({ title: 'Northmere', link: 'https://n.example/', description: 'News', language: 'cy' });
    expect(feed.items[0]).toEqual({
      id: 'n1',
      title: 'Bins & roads',
      link: 'https://n.example/news/1',
      summary: 'Short',
      content: '<p>Long <a href="https://n.example/news/x">text</a></p>',
      author: 'Ann',
      published: '2026-03-02T08:30:00.000Z',
      updated: null,
      categories: ['Roads'],
      enclosures: [
        { url: 'https://n.example/a.mp3', type: 'audio/mpeg', length: 12 },
        { url: 'https://n.example/b.jpg', type: 'image/jpeg', length: null },
      ],
    });
  });

  test('Atom 1.0 tells markup from text', () => {
    const feed = readFeed(
      bytes(`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title type="text">1 &lt; 2</title><id>urn:x:1</id><updated>2026-03-02T09:30:00Z</updated>
      <entry><id>urn:x:2</id><title type="html">&lt;b>Bold&lt;/b></title><link href="https://n.example/2"/><link rel="enclosure" href="https://n.example/2.pdf" length="5"/><updated>2026-03-02T10:30:00+01:00</updated>
      <author><name>Bo</name><email>bo@n.example</email></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">In <em>place</em></div></content></entry></feed>`),
    );
    expect([feed.title, feed.language]).toEqual(['1 < 2', 'en']);
    expect(feed.items[0]).toMatchObject({
      id: 'urn:x:2',
      title: '<b>Bold</b>',
      link: 'https://n.example/2',
      content: 'In <em>place</em>',
      author: 'Bo (bo@n.example)',
      updated: '2026-03-02T09:30:00.000Z',
      enclosures: [{ url: 'https://n.example/2.pdf', type: null, length: 5 }],
    });
  });

  test.each([
    [
      'RSS 1.0',
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>T</title></channel><item rdf:about="https://n.example/1"><title>A</title></item></rdf:RDF>',
    ],
    [
      'RSS 0.90',
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>T</title></channel><item><title>A</title></item></rdf:RDF>',
    ],
    ['RSS 0.91 without a channel', '<rss version="0.91"><title>T</title><item><title>A</title></item></rss>'],
    [
      'Atom 0.3',
      '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title><entry><title mode="base64">QQ==</title></entry></feed>',
    ],
    [
      'CDF',
      '<CHANNEL HREF="https://n.example/"><TITLE>T</TITLE><ITEM HREF="https://n.example/1"><TITLE>A</TITLE></ITEM></CHANNEL>',
    ],
    ['JSON Feed 1', '{"version":"https://jsonfeed.org/version/1","title":"T","items":[{"id":1,"title":"A"}]}'],
    [
      'JSON Feed 1.1',
      '{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","title":"A","authors":[{"name":"Ann"}]}]}',
    ],
    [
      'prefixes for everything',
      '<r:rss xmlns:r="http://backend.userland.com/rss2"><r:channel><r:title>T</r:title><r:item><r:title>A</r:title></r:item></r:channel></r:rss>',
    ],
    ['cut off', '<rss version="2.0"><channel><title>T</title><item><title>A</title><link>http://n.exa'],
    [
      'items that are not closed',
      '<rss version="2.0"><channel><title>T</title><item><title>A</title><item><title>B</title></channel></rss>',
    ],
    [
      'ampersands and tags that are not escaped',
      '<rss><channel><title>T</title><item><title>A</title><description>Fish & <b>chips<br></b></description></item></channel></rss>',
    ],
    [
      'a DOCTYPE with entities',
      '<!DOCTYPE rss [<!ENTITY t "T"> ]><rss><channel><title>&t;</title><item><title>A</title></item></channel></rss>',
    ],
  ])('%s', (_, text) => {
    const feed = readFeed(bytes(text));
    expect([feed.title, feed.items[0]?.title]).toEqual(['T', 'A']);
  });

  test('an item without an id keeps the same one', () => {
    const [a, b] = [firstOf(rss('<title>x</title>')), firstOf(rss('<title>x</title>', '<ttl>5</ttl>'))];
    expect(a.id).toMatch(/^sha256:[0-9a-f]{32}$/);
    expect(b.id).toBe(a.id);
    expect(firstOf(rss('<link>https://n.example/1</link>')).id).toBe('https://n.example/1');
  });
});

describe('bytes', () => {
  const text = '<rss version="2.0"><channel><title>Caffi Tŷ – “bore”</title></channel></rss>';
  test.each([
    ['utf-8 with a mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]), 'iso-8859-1'],
    ['utf-16 with a mark', iconv.encode(text, 'utf-16le', { addBOM: true }), null],
    ['utf-16 without one', iconv.encode(text, 'utf-16be'), null],
    ['utf-32', iconv.encode(text, 'utf-32le'), null],
    ['what the server says', iconv.encode(text, 'utf-8'), 'UTF-8'],
    ['a gzip file', gzipSync(text), null],
    [
      'what the document says',
      iconv.encode(`<?xml version="1.0" encoding="iso-8859-14"?>${text.replace(/[–“”]/g, '-')}`, 'iso-8859-14'),
      null,
    ],
  ])('%s', (_, source, charset) => {
    expect(readFeed(source, { httpCharset: charset }).title).toMatch(/^Caffi Tŷ/);
  });

  test('Windows quotes in a feed that says UTF-8 are read, and told', () => {
    const feed = readFeed(
      Buffer.concat([
        Buffer.from('<rss version="2.0"><channel><title>Tŷ '),
        Buffer.from([0x93]),
        Buffer.from('bore'),
        Buffer.from([0x94]),
        Buffer.from('</title></channel></rss>'),
      ]),
    );
    expect(feed.title).toBe('Tŷ “bore”');
    expect(feed.problems[0]).toMatchObject({ code: 'unicode-error', where: 'line 1' });
  });
});

describe('dates', () => {
  test.each([
    ['Mon, 02 Mar 2026 09:30:00 GMT', '2026-03-02T09:30:00.000Z'],
    ['2 Mar 26 09:30 EST', '2026-03-02T14:30:00.000Z'],
    ['Mon, 2 March 2026 09:30:00 +0530', '2026-03-02T04:00:00.000Z'],
    ['Monday, 02-Mar-26 09:30:00 GMT', '2026-03-02T09:30:00.000Z'],
    ['Mon Mar  2 09:30:00 2026', '2026-03-02T09:30:00.000Z'],
    ['Mon, 02 Mar 2026 09:30:00 BST', '2026-03-02T08:30:00.000Z'],
    ['2026-03-02T09:30:00.123456+01:00', '2026-03-02T08:30:00.123Z'],
    ['2026-03-02 09:30:00', '2026-03-02T09:30:00.000Z'],
    ['2026-03', '2026-03-01T00:00:00.000Z'],
    ['20260302T093000Z', '2026-03-02T09:30:00.000Z'],
    ['2026-W10-1', '2026-03-02T00:00:00.000Z'],
    ['2026-061', '2026-03-02T00:00:00.000Z'],
    ['Llun, 2 Mawrth 2026 09:30', '2026-03-02T09:30:00.000Z'],
    ['2 mars 2026', '2026-03-02T00:00:00.000Z'],
    ['March 2, 2026 9:30 pm', '2026-03-02T21:30:00.000Z'],
    ['02/03/2026 09:30', '2026-03-02T09:30:00.000Z'],
    ['31/12/2025', '2025-12-31T00:00:00.000Z'],
    ['yesterday', null],
    ['2026-13-02', null],
    ['', null],
  ])('%s', (text, iso) => {
    expect(readDate(text)).toBe(iso);
  });
});

describe('faults in words a webmaster can act on', () => {
  test.each([
    [
      '<rss version="2.0"><channel><title>x</title>',
      'cut-off',
      'The feed is cut off after 44 bytes: <channel> is still open.',
    ],
    [
      '<rss version="2.0"><channel><item><guid isPermaLink="false">abc</guid></item><item><guid isPermaLink="false">abc</guid></item></channel></rss>',
      'duplicate-value',
      "Two items have the same guid, 'abc'.",
    ],
    [
      '<rss version="2.0"><channel><pubDate>yesterday</pubDate></channel></rss>',
      'invalid-rfc2822-date',
      "The date 'yesterday' in <pubDate> is not a date that RSS knows. Write it like",
    ],
    [
      '<feed xmlns="http://www.w3.org/2005/Atom"><updated>yesterday</updated></feed>',
      'invalid-rfc3339-date',
      'Write it like 2026-01-31T09:30:00Z.',
    ],
    [
      '<rss version="2.0"><channel><title>Fish & chips</title></channel></rss>',
      'not-well-formed',
      'An ampersand (&) stands alone. Write it as &amp;',
    ],
    [
      '<rss version="2.0"><channel><itunes:author>x</itunes:author></channel></rss>',
      'not-well-formed',
      'The prefix itunes: is used but not declared.',
    ],
    [
      '<rss version="2.0"><channel><titel>x</titel></channel></rss>',
      'undefined-element',
      '<titel> may not stand in <channel>.',
    ],
    ['<rss version="2.0"><channel><textinput/></channel></rss>', 'undefined-element', 'Did you mean <textInput>?'],
    [
      '<rss version="2.0"><channel><item><title>x</title><enclosure url="https://n.example/a.mp3"/></item></channel></rss>',
      'missing-attribute',
      '<enclosure> needs the attribute length.',
    ],
    [
      '<rss version="2.0"><channel><item><description>&lt;script>x&lt;/script></description></item></channel></rss>',
      'security-risk',
      '<script> in <description> is thrown away',
    ],
    [
      '<html><head><link rel="alternate" type="application/rss+xml" href="https://n.example/feed"></head></html>',
      'html-page',
      'Its feed is at https://n.example/feed',
    ],
    ['{"version":"https://jsonfeed.org/version/1",}', 'not-json', 'Check for a missing comma'],
    ['', 'empty', 'There is nothing in the feed'],
    ['hello', 'undefined-element', 'This is not a feed'],
  ])('%s', (text, code, words) => {
    const found = readFeed(bytes(text)).problems.filter((one) => one.code === code);
    expect(found.map((one) => one.words).join(' ')).toContain(words);
  });

  test('a good feed has none, and a place is a line', () => {
    const good = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>N</title><link>https://n.example/</link><description>d</description>
<atom:link rel="self" href="https://n.example/feed"/>
<item><title>a</title><guid>https://n.example/1</guid><pubDate>Mon, 02 Mar 2026 09:30:00 GMT</pubDate></item></channel></rss>`;
    expect(readFeed(bytes(good), { url: 'https://n.example/feed' }).problems).toEqual([]);
    expect(readFeed(bytes(good.replace('Mon,', 'Tue,')), { url: 'https://n.example/feed' }).problems).toMatchObject([
      { code: 'invalid-rfc2822-date', where: 'line 4' },
    ]);
  });
});

test('plain text keeps the lines and nothing hidden', () => {
  const html =
    '<h1>Bins</h1><p>One<br>two &amp; three</p><ul><li>a</li><li>b</li></ul><script>x()</script><style>y</style><img src="/p.png" alt="A bin"><a href="/more">more</a>';
  const plain = plainOf({ value: html, isHtml: true }, 'https://n.example/');
  expect(plain.text).toBe('Bins\n\nOne\ntwo & three\n\na\n\nb\n\nmore');
  expect(plain).toMatchObject({
    links: ['https://n.example/more'],
    images: [{ url: 'https://n.example/p.png', alt: 'A bin' }],
  });
});

test('OPML: folders, doubles, old feed: addresses, and what cannot be used', () => {
  const list = readOpml(
    bytes(`<opml version="2.0"><head/><body><outline text="News"><outline text="Wales"><outline type="rss" text="A" title="A" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/></outline>
    <outline type="rss" text="A again" title="x" xmlUrl="https://a.example/feed"/><outline text="B" xmlUrl="feed://b.example/rss"/><outline text="C" xmlUrl="javascript:alert(1)"/></outline></body></opml>`),
  );
  expect(list.feeds).toEqual([
    { title: 'A', url: 'https://a.example/feed', siteUrl: 'https://a.example/', folder: 'News / Wales' },
    { title: 'B', url: 'http://b.example/rss', siteUrl: null, folder: 'News' },
  ]);
  expect(list.problems).toMatchObject([{ code: 'invalid-link', where: 'line 2' }]);
});
