/** Five hundred answers that no feed should give, from one seed: each with a name and what it is meant to hurt. */
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { RelayEvent } from '../servers/bluesky/jetstream-relay.ts';
import type { WebAnswer } from '../servers/web.ts';
import { chanceFrom } from './kill.ts';

export interface Hostile {
  readonly name: string;
  readonly answer: WebAnswer;
}

const rss = { 'content-type': 'application/rss+xml' };
export const script = '<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>';
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const floods = [
  '\u200b',
  '\u202e',
  '\u0301',
  '\u00ad',
  '\ufe0f',
  '\u2060',
  'a',
  '\ud83d\ude00',
  '&#0;',
  '&#xd800;',
  '&#x110000;',
  '&amp;',
];

const feed = (items: string, before = '') =>
  `<?xml version="1.0"?>${before}<rss version="2.0"><channel><title>bins</title><link>http://x.example/</link><description>d</description>${items}</channel></rss>`;
const item = (title: string, more = '') => `<item><title>${title}</title>${more}</item>`;

/** By kind, over and over, each time with other sizes. */
export function hostileAnswers(count: number, seed: number): readonly Hostile[] {
  const chance = chanceFrom(seed);
  const upTo = (most: number) => Math.floor(chance() * most) + 1;
  const pick = <T>(from: readonly T[]) => from[Math.floor(chance() * from.length)]!;
  const kinds: Readonly<Record<string, () => WebAnswer>> = {
    'entity bomb': () => {
      const depth = upTo(12) + 4;
      const entities = Array.from({ length: depth }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`).join(
        '',
      );
      return { headers: rss, body: feed(item(`bins &e${depth};`), `<!DOCTYPE rss [<!ENTITY e0 "bins">${entities}]>`) };
    },
    'outside entity': () => ({
      headers: rss,
      body: feed(item('bins &x;'), `<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>`),
    }),
    'bare size': () => ({
      headers: rss,
      body: repeated('<item><title>bins</title></item>', (upTo(3) * 15 + 5) * 1024 * 1024),
    }),
    'gzip bomb': () => ({
      headers: { ...rss, 'content-encoding': pick(['gzip', 'br']) },
      body:
        chance() < 0.5
          ? gzipSync(Buffer.alloc(50 * 1024 * 1024, 60))
          : brotliCompressSync(Buffer.alloc(5 * 1024 * 1024, 60)),
    }),
    'slow drip': () => ({ headers: rss, body: feed(item('bins')).repeat(50), dripBytes: 3, dripMs: 500 }),
    'no answer': () => ({ headers: rss, body: feed(item('bins')), delayMs: 60_000 }),
    'cut off': () => ({ headers: rss, body: feed(item('bins cut off by the line').repeat(20)), cutAfter: upTo(900) }),
    'wrong charset': () => ({
      headers: {
        'content-type': `application/rss+xml; charset=${pick(['utf-16', 'x-none', 'iso-2022-jp', 'utf-7', 'cp037', '"'])}`,
      },
      body: Buffer.from(feed(item('bins caf\u00e9 \u20ac')), pick(['latin1', 'utf16le', 'utf8'] as const)),
    }),
    'random bytes': () => ({
      headers: rss,
      body: Buffer.from(Array.from({ length: upTo(5_000) }, () => upTo(256) - 1)),
    }),
    'script in every field': () => {
      const bad = pick([escaped(script), `<![CDATA[${script}]]>`]);
      return {
        headers: rss,
        body: feed(
          `<item><title>bins ${bad}</title><link>javascript:alert(1)</link><guid>${bad}</guid><author>${bad}</author><category>${bad}</category><description>bins ${bad}</description><pubDate>${bad}</pubDate><enclosure url="javascript:alert(2)" type="image/png" length="${escaped('">')}"/></item>`,
        ),
      };
    },
    flood: () => ({ headers: rss, body: feed(item(`bins ${pick(floods).repeat(upTo(200_000))} bins`)) }),
    'flood between letters': () => ({
      headers: rss,
      body: feed(item([...'bins'].join(pick(floods).repeat(upTo(2_000))))),
    }),
    deep: () => ({ headers: rss, body: feed(`<item>${'<a>'.repeat(upTo(200_000))}bins`) }),
    'many attributes': () => ({
      headers: rss,
      body: feed(
        `<item ${Array.from({ length: upTo(50_000) }, (_, at) => `a${at}="bins"`).join(' ')}><title>bins</title></item>`,
      ),
    }),
    'many links': () => ({
      headers: rss,
      body: feed(
        item(
          'bins',
          `<description>${escaped('<a href="https://x.example/y">bins</a>'.repeat(upTo(20_000)))}</description>`,
        ),
      ),
    }),
    'long link': () => ({
      headers: rss,
      body: feed(item('bins', `<link>https://x.example/${'y'.repeat(upTo(2_000_000))}</link>`)),
    }),
    'absurd date': () => ({
      headers: rss,
      body: feed(
        item(
          'bins',
          `<guid>d</guid><pubDate>${pick(['Mon, 99 Foo 99999 99:99:99 +9999', '+275760-09-13T00:00:00Z', '-271821-04-20', '0000-00-00', '1', '9'.repeat(upTo(50_000))])}</pubDate>`,
        ),
      ),
    }),
    'same id for all': () => ({
      headers: rss,
      body: feed(Array.from({ length: upTo(500) }, (_, at) => item(`bins number ${at}`, '<guid>same</guid>')).join('')),
    }),
    'too many items': () => ({
      headers: rss,
      body: feed(Array.from({ length: upTo(8_000) }, (_, at) => item(`bins`, `<guid>${at}</guid>`)).join('')),
    }),
    'JSON of another shape': () => ({
      headers: { 'content-type': 'application/feed+json' },
      body: `{"version":"https://jsonfeed.org/version/1.1","title":{"a":[]},"items":${'['.repeat(upTo(100_000))}`,
    }),
    'JSON with odd values': () => ({
      headers: { 'content-type': 'application/feed+json' },
      body: JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'x',
        items: [
          {
            id: { $: 1 },
            content_text: 'bins \u0000 \ud800',
            authors: [null, 5, { name: ['x'] }],
            tags: 'x',
            date_published: 1e300,
            attachments: [{}],
          },
          { id: '__proto__', content_text: 'bins' },
          null,
          7,
        ],
      }),
    }),
    'a page to sign in': () => ({
      headers: { 'content-type': 'text/html' },
      body: '<html><form action=/login><input type=password></form></html>',
    }),
    'an empty answer': () => ({ headers: rss, body: '' }),
    redirects: () => ({
      status: pick([301, 302, 307, 308]),
      headers: { location: pick(['/loop', 'file:///etc/passwd', 'http://169.254.169.254/', '//', 'javascript:1']) },
    }),
    status: () => ({
      status: pick([401, 403, 404, 410, 418, 429, 500, 503, 599]),
      headers: { 'retry-after': pick(['99999999999999', '-1', 'x', '1']) },
      body: 'no',
    }),
    'huge header': () => ({
      headers: { ...rss, etag: `"${'e'.repeat(upTo(15_000))}"`, 'last-modified': 'z'.repeat(upTo(1_000)) },
      body: feed(item('bins')),
    }),
  };
  const names = Object.keys(kinds);
  // The ones that cost most stand a few times in the set, the others share the rest.
  const costly = new Set(['bare size', 'gzip bomb', 'slow drip', 'no answer']);
  const cheap = names.filter((name) => !costly.has(name));
  return Array.from({ length: count }, (_, at) => {
    const name = at % 50 < costly.size ? [...costly][at % 50]! : cheap[at % cheap.length]!;
    return { name, answer: kinds[name]!() };
  });
}

function* repeated(part: string, bytes: number): Iterable<string> {
  yield feed('').replace('</channel></rss>', '');
  const block = part.repeat(2_000);
  for (let sent = 0; sent < bytes; sent += block.length) yield block;
}

/** Records as somebody may put them into the Bluesky stream. */
export function hostileRecords(count: number, seed: number): readonly RelayEvent[] {
  const chance = chanceFrom(seed);
  const pick = <T>(from: readonly T[]) => from[Math.floor(chance() * from.length)]!;
  const odd = () =>
    pick<unknown>([
      null,
      5,
      -1,
      1e308,
      '',
      'bins',
      [],
      {},
      { $type: 'x' },
      '\u0000',
      '\ud800',
      'x'.repeat(20_000),
      script,
      ['bins'],
      true,
    ]);
  return Array.from(
    { length: count },
    (_, at): RelayEvent =>
      ({
        did: `did:plc:hostile${at}`,
        kind: 'commit',
        operation: pick(['create', 'update', 'create'] as const),
        collection: 'app.bsky.feed.post',
        rkey: `h${at}`,
        cid: `bafyrei${String(at).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!)}`,
        record: {
          $type: 'app.bsky.feed.post',
          text:
            chance() < 0.7
              ? `bins mark${at}m ${pick([script, '\u200b'.repeat(30_000), '\u0000', '\ud800\udbff', 'z'.repeat(90_000), '\u202e'])}`
              : odd(),
          createdAt: pick<unknown>([new Date().toISOString(), '9999-12-31T23:59:59Z', '0001-01-01', 'x', 7, null]),
          langs: odd(),
          facets: pick<unknown>([
            odd(),
            Array.from({ length: 2_000 }, () => ({
              index: { byteStart: -5, byteEnd: 1e9 },
              features: [{ $type: 'app.bsky.richtext.facet#link', uri: `javascript:${at}` }],
            })),
          ]),
          embed: odd(),
          reply: odd(),
          tags: odd(),
          labels: odd(),
        },
      }) as RelayEvent,
  );
}
