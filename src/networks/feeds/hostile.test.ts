import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { readOpml } from './opml.ts';
import { postOf } from './post.ts';
import { normalised, readDocument, readFeed } from './read-feed.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const codes = (text: string) => readFeed(bytes(text)).problems.map(({ code }) => code);

test('an entity bomb stays small', () => {
  const levels = Array.from({ length: 12 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`).join('');
  const feed = readFeed(
    bytes(
      `<!DOCTYPE rss [<!ENTITY e0 "ha">${levels}]><rss version="2.0"><channel><title>&e12;</title></channel></rss>`,
    ),
  );
  expect(JSON.stringify(feed).length).toBeLessThan(20_000);
  const long = readFeed(
    bytes(
      `<!DOCTYPE rss [<!ENTITY e "${'x'.repeat(900)}">]><rss><channel><title>${'&e;'.repeat(100_000)}</title></channel></rss>`,
    ),
  );
  expect(long.title!.length).toBeLessThan(110_000);
});

test('an external entity is never fetched or shown', () => {
  const feed = readFeed(
    bytes(
      '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>a &x; b</title></channel></rss>',
    ),
  );
  expect(feed.title).toBe('a &x; b');
});

test('deep nesting is cut, and told', () => {
  for (const text of [
    '<a>'.repeat(100_000),
    `<rss><channel><item><description>${'<div>'.repeat(50_000)}x`,
    `<opml><body>${'<outline text="x">'.repeat(50_000)}`,
  ]) {
    expect(codes(text)).toContain('too-deep');
    expect(readOpml(bytes(text)).problems.map(({ code }) => code)).toContain('too-deep');
  }
  const escaped = readFeed(
    bytes(
      `<rss version="2.0"><channel><item><description>${'&lt;div&gt;'.repeat(50_000)}x</description></item></channel></rss>`,
    ),
  );
  expect(escaped.items).toHaveLength(1);
});

test('200,000 items are capped with a note', () => {
  const feed = readFeed(
    bytes(
      `<rss version="2.0"><channel><title>t</title>${'<item><title>x</title></item>'.repeat(200_000)}</channel></rss>`,
    ),
  );
  expect(feed.items).toHaveLength(10_000);
  expect(feed.problems.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['too-many-items', 'too-many-elements']),
  );
  expect(feed.problems.length).toBeLessThanOrEqual(100);
});

test('50 MB of anything is read in part, within bounds of memory', () => {
  const before = process.memoryUsage().rss;
  const filler = Buffer.alloc(50 * 1024 * 1024, 0x20);
  filler.write('<rss version="2.0"><channel><title>big</title>');
  expect(readFeed(filler).problems.map(({ code }) => code)).toContain('too-large');
  expect(readFeed(new Uint8Array(randomBytes(2 * 1024 * 1024))).items).toEqual([]);
  expect(process.memoryUsage().rss - before).toBeLessThan(700 * 1024 * 1024);
}, 120_000);

const attacks = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href=" java\nscript:alert(1)">x</a>',
  '<iframe src="https://evil.example"></iframe>',
  '<math><mi xlink:href="data:text/html,<script>alert(1)</script>">x</mi></math>',
  '<style>@import "https://evil.example"</style>',
  '<b style="background:url(javascript:alert(1))">x</b>',
  '<form action="https://evil.example"><input name=p></form>',
  '<object data="x"></object>',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<base href="https://evil.example">',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<b\n onclick=alert(1)>x</b>',
  '<p/onclick=alert(1)>x',
];
const fields = [
  'title',
  'description',
  'author',
  'category',
  'guid',
  'link',
  'comments',
  'content:encoded',
  'dc:creator',
  'itunes:summary',
  'media:title',
];

test.each(attacks)('%s does nothing in any field', (attack) => {
  const escaped = attack.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  for (const form of [escaped, `<![CDATA[${attack}]]>`, attack]) {
    const body = fields.map((field) => `<${field}>${form}</${field}>`).join('');
    const text = `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>${form}</title><item>${body}</item></channel></rss>`;
    const result = readDocument(bytes(text));
    const { title, items } = normalised(result);
    for (const html of [title, ...items.flatMap((one) => [one.title, one.summary, one.content])]) {
      expect(html ?? '').not.toMatch(
        /<(script|iframe|svg|math|object|embed|style|form|meta|base|input)\b|<[^>]*\son\w+\s*=|<[^>]*javascript:/i,
      );
    }
    for (const item of result.document.items) {
      const post = postOf(item, result.document, 'https://feed.example/', new Date());
      expect(post.url ?? 'https:').toMatch(/^https?:/);
      for (const link of post.links) expect(link).toMatch(/^https?:/);
      expect(post.text).not.toMatch(/<\w+[^>]*>/);
    }
  }
});

test('wrong charsets and random damage never throw, and always answer', () => {
  const good =
    '<rss version="2.0"><channel><title>Zażółć – café ‘x’</title><item><title>a</title><guid>g</guid></item></channel></rss>';
  for (const charset of ['utf-16', 'utf-32', 'bogus', 'utf-7', 'base64', 'shift_jis', 'koi8-r', '', 'x'.repeat(5000)])
    expect(readFeed(bytes(good), { httpCharset: charset }).problems).toBeInstanceOf(Array);
  let seed = 7;
  const next = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  for (let round = 0; round < 400; round += 1) {
    const damaged = Buffer.from(good);
    for (let hits = 0; hits < 6; hits += 1) damaged[Math.floor(next() * damaged.length)] = Math.floor(next() * 256);
    const feed = readFeed(damaged.subarray(0, Math.floor(next() * damaged.length) + 1));
    for (const { code, words } of feed.problems) expect([code, words].every((one) => one.length > 0)).toBe(true);
  }
});

test('texts that trap careless patterns are read in a breath', () => {
  const traps = [
    `<rss><channel><title>${'<'.repeat(200_000)}`,
    `<rss><channel><title>${'&'.repeat(200_000)}</title>`,
    `<rss a="${'a=b '.repeat(50_000)}`,
    `<!DOCTYPE ${'['.repeat(100_000)}`,
    `<rss><channel><pubDate>${'1 '.repeat(100_000)}</pubDate></channel></rss>`,
    `<rss><channel><item><author>${'a@'.repeat(100_000)}</author></item></channel></rss>`,
    `<rss version="2.0"><channel><item><guid>${'%41'.repeat(60_000)}</guid><link>http://${'a.'.repeat(60_000)}</link></item></channel></rss>`,
    `{"version":"https://jsonfeed.org/version/1","items":[${'{},'.repeat(100_000)}{}]}`,
    `<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:${'a-'.repeat(50_000)},2005:x</id><title type="html">${'&lt;a href='.repeat(30_000)}</title></feed>`,
  ];
  for (const trap of traps) {
    const started = process.cpuUsage();
    readFeed(bytes(trap));
    const { user } = process.cpuUsage(started);
    // Not a measure of speed: a trap that works takes minutes.
    expect([trap.slice(0, 30), user < 20_000_000]).toEqual([trap.slice(0, 30), true]);
  }
}, 200_000);
