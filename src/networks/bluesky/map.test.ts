import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkPost } from '../network.ts';
import { facetsFor } from './facets.ts';
import { type Commit, happeningOf, postCollection } from './map.ts';
import { readFrame, type Wire } from './wire.ts';

const now = new Date('2026-11-24T09:00:00Z');

const framesOf = (wire: Wire): Buffer[] => {
  const file = JSON.parse(readFileSync(new URL(`samples/${wire}.json`, import.meta.url), 'utf8')) as {
    frames: unknown[];
  };
  return file.frames.map((frame) => Buffer.from(JSON.stringify(frame)));
};

const happeningsOf = (wire: Wire) =>
  framesOf(wire).flatMap((bytes) => {
    const frame = readFrame(bytes, wire);
    const found = frame.kind === 'commit' ? happeningOf(frame.commit, now) : null;
    return found === null || found === 'malformed' ? [] : [found];
  });

const postsOf = (wire: Wire): NetworkPost[] =>
  happeningsOf(wire).flatMap((found) => (found.kind === 'post' ? [found.post] : []));

describe('the newer wire', () => {
  it('names every kind of frame', () => {
    expect(framesOf('v2').map((bytes) => readFrame(bytes, 'v2').kind)).toEqual([
      'commit',
      'commit',
      'commit',
      'commit',
      'outdated',
      'other',
      'error',
    ]);
  });

  it('reads a post with a mention, a link, tags and a picture; facets count bytes', () => {
    expect(postsOf('v2')[0]).toEqual({
      network: 'bluesky',
      id: 'at://did:plc:northmereresident00000001/app.bsky.feed.post/3zsynthetic0a1',
      version: 'bafyreisyntheticsyntheticsyntheticsyntheticsyntheticsynthet1',
      kind: 'post',
      url: 'https://bsky.app/profile/did:plc:northmereresident00000001/post/3zsynthetic0a1',
      author: {
        id: 'did:plc:northmereresident00000001',
        handle: 'did:plc:northmereresident00000001',
        name: null,
        followers: null,
      },
      title: '',
      text: '☕️ Three weeks and no bin lorry on Mill Lane. @northmere.example read northmere.example/bins #northmere',
      lang: 'en',
      links: ['https://northmere.example/bins'],
      tags: ['northmere', 'bins'],
      mentions: ['northmere.example'],
      media: [
        {
          kind: 'image',
          url: 'https://cdn.bsky.app/img/feed_fullsize/plain/did:plc:northmereresident00000001/bafkreisyntheticpicturesyntheticpicturesyntheticpicture0001@jpeg',
          alt: 'Six full bins on a kerb',
        },
      ],
      at: new Date('2026-11-24T08:14:59.900Z'),
      replyTo: null,
      counts: null,
    });
  });

  it('reads a reply that quotes a post and shows the card of a page', () => {
    const reply = postsOf('v2')[1];
    expect(reply?.kind).toBe('reply');
    expect(reply?.replyTo).toBe('at://did:plc:northmereresident00000001/app.bsky.feed.post/3zsynthetic0a1');
    expect(reply?.title).toBe('Northmere bins missed for a third week');
    expect(reply?.links).toEqual([
      'https://gazette.example/northmere-bins',
      'https://bsky.app/profile/did:plc:northmerecouncil000000001/post/3zsynthetic099',
    ]);
    expect(reply?.lang).toBeNull();
  });

  it('reads an edit as a new version, and does not believe a date in the far future', () => {
    const [before, , after] = postsOf('v2');
    expect(after?.id).toBe(before?.id);
    expect(after?.version).not.toBe(before?.version);
    expect(after?.at).toEqual(new Date('2026-11-24T08:17:00.000Z'));
    expect(after?.media[0]?.kind).toBe('video');
    expect(after?.media[0]?.alt).toBe('A lorry drives past');
  });

  it('reads a removal', () => {
    expect(happeningsOf('v2').at(-1)).toEqual({
      kind: 'gone',
      id: 'at://did:plc:northmereresident00000001/app.bsky.feed.post/3zsynthetic0a1',
      at: new Date('2026-11-24T08:18:00.000Z'),
    });
  });
});

describe('the older wire', () => {
  it('reads a Welsh post, finds the bare address in it without its full stop, and reads a removal', () => {
    const [post] = postsOf('v1');
    expect(post?.lang).toBe('cy');
    expect(post?.links).toEqual(['https://northmere.example/biniau']);
    expect(happeningsOf('v1').map((found) => found.kind)).toEqual(['post', 'gone']);
  });
});

const commitWith = (record: unknown, more: Partial<Commit> = {}): Commit => ({
  did: 'did:plc:resident',
  operation: 'create',
  collection: postCollection,
  rkey: '3zsynthetic0a1',
  cid: 'bafyreisynthetic',
  record,
  seenAt: new Date('2026-11-24T08:59:59Z'),
  ...more,
});

const postWith = (record: Record<string, unknown>): NetworkPost => {
  const found = happeningOf(commitWith({ text: '', createdAt: '2026-11-24T08:59:58Z', ...record }), now);
  if (found === null || found === 'malformed' || found.kind !== 'post')
    throw new Error(`not a post: ${JSON.stringify(found)}`);
  return found.post;
};

describe('what strangers may write', () => {
  it('cuts a text of five million characters, without half a character at its end', () => {
    const post = postWith({ text: '😡'.repeat(2_500_000) });
    expect(post.text).toBe('😡'.repeat(2_000));
  });

  it('takes out what a database or a page cannot hold, and keeps line breaks and zero-width characters', () => {
    expect(postWith({ text: 'a\u0000b\u001b[2J\r\nc\u200bd\ud800e' }).text).toBe('ab[2J\nc\u200bde');
  });

  it('keeps no address that a page could run', () => {
    const link = (uri: string) => ({
      index: { byteStart: 0, byteEnd: 1 },
      features: [{ $type: 'app.bsky.richtext.facet#link', uri }],
    });
    const post = postWith({
      text: 'x',
      facets: [
        link('javascript:alert(1)'),
        link('data:text/html,<script>'),
        link('vbscript:x'),
        link('https://fine.example/'),
      ],
      embed: { $type: 'app.bsky.embed.external', external: { uri: 'javascript:alert(2)', title: '<script>' } },
    });
    expect(post.links).toEqual(['https://fine.example/']);
    expect(post.title).toBe('');
  });

  it('takes a post of a script as plain text', () => {
    expect(postWith({ text: '<script>alert(1)</script>' }).text).toBe('<script>alert(1)</script>');
  });

  it.each([
    '',
    'yesterday',
    '0001-01-01T00:00:00Z',
    '+275760-09-13T00:00:00Z',
    '2026-11-26T00:00:00Z',
    7,
    null,
    '9'.repeat(100),
  ])('dates a post that says %j by when it was seen', (createdAt) => {
    expect(postWith({ createdAt }).at).toEqual(new Date('2026-11-24T08:59:59Z'));
  });

  it.each([
    ['no did', { did: undefined }],
    ['a did with a path', { did: 'did:plc:a/../b' }],
    ['a key with a slash', { rkey: 'a/b' }],
    ['no cid', { cid: null }],
    ['no record', { record: null }],
    ['a list as record', { record: ['text'] }],
    ['no text', { record: { createdAt: '2026-11-24T08:59:58Z' } }],
    ['an unknown operation', { operation: 'merge' }],
    ['no collection', { collection: 7 }],
  ])('counts as malformed: %s', (_name, more) => {
    expect(happeningOf(commitWith({ text: 'x' }, more), now)).toBe('malformed');
  });

  it('passes over other collections', () => {
    expect(happeningOf(commitWith({}, { collection: 'app.bsky.feed.like' }), now)).toBeNull();
  });

  it('never follows a quote within a quote without end', () => {
    let embed: unknown = {
      $type: 'app.bsky.embed.external',
      external: { uri: 'https://deep.example/', title: 'deep' },
    };
    for (let depth = 0; depth < 5_000; depth += 1)
      embed = { $type: 'app.bsky.embed.recordWithMedia', media: embed, record: {} };
    expect(postWith({ embed }).links).toEqual([]);
  });
});

describe('any record at all', () => {
  const isBounded = (post: NetworkPost) => {
    expect(post.text.length).toBeLessThanOrEqual(4_000);
    expect(post.title.length).toBeLessThanOrEqual(300);
    expect(post.links.length).toBeLessThanOrEqual(50);
    expect(post.tags.length).toBeLessThanOrEqual(50);
    expect(post.mentions.length).toBeLessThanOrEqual(50);
    expect(post.media.length).toBeLessThanOrEqual(12);
    for (const link of [...post.links, ...post.media.flatMap(({ url }) => url ?? [])])
      expect(link).toMatch(/^https?:\/\//);
    expect(post.at.getTime()).toBeLessThanOrEqual(now.getTime() + 86_400_000);
    // What PostgreSQL would refuse: NUL and half characters.
    expect(JSON.stringify(post)).not.toMatch(/\\u0000|\\ud[89a-f]/i);
  };

  it('never throws and stays bounded for any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.jsonValue(), (record, other) => {
        const found = happeningOf(commitWith(record, { did: other, cid: other, rkey: other }), now);
        expect(found === null || found === 'malformed').toBe(true);
        const sure = happeningOf(commitWith(record), now);
        if (sure !== null && sure !== 'malformed' && sure.kind === 'post') isBounded(sure.post);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws and stays bounded for records that have the right names and wrong things in them', () => {
    const any = fc.oneof(
      { weight: 2, arbitrary: fc.jsonValue() },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 9_000 }) },
    );
    const kind = (...names: string[]) => fc.oneof(fc.constantFrom(...names), any);
    const feature = fc.record(
      {
        $type: kind(...['link', 'tag', 'mention'].map((name) => `app.bsky.richtext.facet#${name}`)),
        uri: any,
        tag: any,
        did: any,
      },
      { requiredKeys: [] },
    );
    const facet = fc.record({
      index: fc.oneof(fc.record({ byteStart: fc.oneof(fc.integer(), any), byteEnd: fc.oneof(fc.integer(), any) }), any),
      features: fc.oneof(fc.array(feature), any),
    });
    const embed = fc.record(
      {
        $type: kind(
          ...['images', 'video', 'external', 'record', 'recordWithMedia', 'gallery'].map(
            (name) => `app.bsky.embed.${name}`,
          ),
        ),
        images: any,
        items: any,
        video: any,
        external: any,
        record: any,
        media: any,
        alt: any,
      },
      { requiredKeys: [] },
    );
    const record = fc.record({
      text: fc.string({ unit: 'binary', maxLength: 9_000 }),
      createdAt: any,
      langs: any,
      tags: fc.oneof(fc.array(any), any),
      reply: any,
      facets: fc.oneof(fc.array(facet, { maxLength: 300 }), any),
      embed: fc.oneof(embed, any),
    });
    fc.assert(
      fc.property(record, (value) => {
        isBounded(postWith(value as Record<string, unknown>));
      }),
      { numRuns: 400 },
    );
  });

  it('reads any bytes as a frame of some kind', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.jsonValue(), (bytes, value) => {
        for (const wire of ['v1', 'v2'] as const) {
          readFrame(bytes, wire);
          readFrame(Buffer.from(JSON.stringify(value)), wire);
          readFrame(
            Buffer.from(JSON.stringify({ $type: 'message', payload: value, kind: 'commit', commit: value })),
            wire,
          );
        }
      }),
    );
    expect(readFrame(Buffer.from('['.repeat(900_000)), 'v2').kind).toBe('malformed');
    expect(readFrame(Buffer.alloc(5_000_000, 0x20), 'v1').kind).toBe('malformed');
  });
});

describe('facets that we make', () => {
  const known = async (handle: string) => (handle === 'officer.example' ? 'did:plc:officer' : null);
  const shown = async (text: string) =>
    (await facetsFor(text, known)).map(({ index, features }) => [
      Buffer.from(text).toString('utf8', index.byteStart, index.byteEnd),
      Object.values(features[0] ?? {})[1],
    ]);

  it('finds links, tags and known people, in bytes', async () => {
    expect(
      await shown('Bore da ☕️ @officer.example, gweler (https://northmere.example/a_(b)) #Dŵr #2026 #bins2'),
    ).toEqual([
      ['@officer.example', 'did:plc:officer'],
      ['https://northmere.example/a_(b)', 'https://northmere.example/a_(b)'],
      ['#Dŵr', 'Dŵr'],
      ['#bins2', 'bins2'],
    ]);
  });

  it('leaves e-mail addresses, unknown people and tags inside links alone', async () => {
    expect(
      await shown('write to me@officer.example or @nobody.example, https://northmere.example/#part @officer.example/x'),
    ).toEqual([
      ['https://northmere.example/#part', 'https://northmere.example/#part'],
      ['@officer.example', 'did:plc:officer'],
    ]);
  });

  it('always points at whole characters inside the text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({
          unit: fc.oneof(
            fc.constantFrom('#', '@', ' ', 'https://a.b', 'é', '😡', 'x.y', '('),
            fc.string({ unit: 'binary', maxLength: 1 }),
          ),
          maxLength: 60,
        }),
        async (text) => {
          const whole = text.replace(/\p{Surrogate}/gu, '');
          for (const { index } of await facetsFor(whole, async () => 'did:plc:any')) {
            const cut = Buffer.from(whole).subarray(index.byteStart, index.byteEnd).toString();
            expect(whole).toContain(cut);
            expect(cut).not.toBe('');
          }
        },
      ),
    );
  });
});
