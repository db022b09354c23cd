import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from './html.ts';
import { toPost } from './map.ts';
import { lengthOf } from './publish.ts';
import { readServer, readWhat, sourceProblems } from './settings.ts';
import { readStatus } from './status.ts';
import { readFrame } from './stream.ts';

const now = new Date('2026-11-02T09:00:00Z');
const sample = (name: string) => {
  const raw = readFileSync(new URL(`./samples/${name}.json`, import.meta.url), 'utf8');
  return (JSON.parse(raw) as { statuses: readonly unknown[] }).statuses;
};
const mapped = (value: unknown, replyTo: string | null = null) => {
  const status = readStatus(value, 'https://north.example');
  return status === null ? null : toPost(status, { host: 'north.example', now, replyTo });
};

describe('a Mastodon status becomes a post', () => {
  const [bins, gwen, boost, secret, council] = sample('public').map((one) => mapped(one, 'https://parent.example/1'));

  it('keeps line breaks and whole addresses, and collects links, tags and picture descriptions', () => {
    expect(bins?.text).toBe(
      'Morning! The bins on Mill Lane were not collected again.\nThat is three weeks now & nobody answers.\n\n' +
        'Photos: https://photos.example/albums/mill-lane/a-rather-long-name-2026 #Northmere',
    );
    expect(bins?.links).toEqual(['https://photos.example/albums/mill-lane/a-rather-long-name-2026']);
    expect(bins?.tags).toEqual(['northmere']);
    expect(bins?.media.map((one) => one.alt)).toEqual(['Six full bins beside a wall', '']);
    expect(bins?.author).toEqual({
      id: 'https://north.example/users/river_walks',
      handle: 'river_walks@north.example',
      name: 'River Walks',
      followers: 230,
    });
    expect(bins?.counts).toEqual({ likes: 4, reposts: 1, replies: 2 });
  });

  it('shows replies, mentions, content warnings, language and the time of an edit', () => {
    expect(gwen).toMatchObject({
      kind: 'reply',
      title: 'Gwleidyddiaeth leol',
      lang: 'cy',
      replyTo: 'https://parent.example/1',
    });
    expect(gwen?.mentions).toEqual(['council@north.example']);
    expect(gwen?.version.startsWith('2026-11-02T08:12:00.000Z.')).toBe(true);
  });

  it('shows a boost as a repost by the one who boosts', () => {
    expect(boost).toMatchObject({ kind: 'repost', text: 'The library opens at 10 today.', replyTo: null });
    expect(boost?.author?.handle).toBe('market@north.example');
    expect(boost?.mentions).toEqual(['council@north.example']);
    expect(boost?.id).not.toBe(council?.id);
    expect(boost?.version).toBe(council?.version);
  });

  it('drops what is not public', () => {
    expect(secret).toBeNull();
  });

  it('gives another version when only a picture description changed', () => {
    const raw = sample('public')[0] as { media_attachments: { description: string | null }[] };
    const media_attachments = raw.media_attachments.map((one) => ({ ...one, description: 'Bins' }));
    expect(mapped({ ...raw, media_attachments })?.version).not.toBe(bins?.version);
    expect(mapped({ ...raw, favourites_count: 99 })?.version).toBe(bins?.version);
  });
});

describe('hostile statuses', () => {
  const posts = sample('hostile').map((one) => mapped(one));

  it('leaves no markup, no control characters and no dangerous links', () => {
    expect(posts[0]?.text).toBe('beforeafter');
    expect(posts[0]?.title).toBe('title');
    expect(posts[0]?.author).toMatchObject({ handle: 'badname@north.example', name: 'two lines' });
    expect(posts[1]?.links).toEqual(['https://ok.example/x']);
    expect(posts[1]?.media).toEqual([{ kind: 'other', url: null, alt: '' }]);
    expect(posts[1]?.lang).toBeNull();
  });

  it('never believes a time in the future', () => {
    expect(posts[1]?.at).toEqual(now);
  });

  it('bears fields of the wrong kind and drops what has no id', () => {
    expect(posts[2]).toMatchObject({
      id: 'https://north.example/statuses/7',
      text: '',
      author: null,
      tags: [],
      at: now,
    });
    expect(posts[2]?.counts?.likes).toBeNull();
    expect(posts.slice(3)).toEqual([null, null, null, null, null]);
  });

  it('never throws, whatever a server sends', () => {
    const odd = fc.oneof(fc.anything(), fc.string({ unit: 'binary' }), fc.webUrl(), fc.constant('<p><a href="//x">'));
    const names = [...Object.keys(sample('public')[0] as object), 'account', 'reblog', 'media_attachments'];
    const status = fc.record(Object.fromEntries(names.map((name) => [name, odd])), { requiredKeys: ['id'] });
    fc.assert(
      fc.property(status, fc.record({ acct: odd, display_name: odd, url: odd }), (one, account) => {
        const post = mapped({ ...one, id: '1', visibility: 'public', account });
        expect(post?.text ?? '').not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
        expect(post?.id ?? 'x').not.toBe('');
        expect(Number.isFinite(post?.at.getTime() ?? 0)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('is not slowed down by a flood of tags', () => {
    const flood = '<p><b>'.repeat(60_000);
    expect(plainText(`${flood}word`).text).toBe('word');
    expect(plainText(`${'<a href="https://a.example/">'.repeat(9_000)}x`)).toEqual({
      text: 'x',
      links: ['https://a.example/'],
    });
    expect(plainText('x'.repeat(900_000)).text.length).toBe(100_000);
  });
});

describe('settings', () => {
  it.each([
    ['mastodon.example', 'https://mastodon.example'],
    [' https://mastodon.example/ ', 'https://mastodon.example'],
    ['http://127.0.0.1:8001', 'http://127.0.0.1:8001'],
    ['http://mastodon.example', null],
    ['https://me:secret@mastodon.example', null],
    ['https://mastodon.example/path', null],
    ['ftp://mastodon.example', null],
    ['', null],
  ])('reads the server %j as %j', (typed, expected) => {
    expect(readServer(typed)).toBe(expected);
  });

  it.each([
    ['public', { kind: 'public' }],
    ['tag:#Llanfair', { kind: 'tag', value: 'Llanfair' }],
    ['tag:dŵr', { kind: 'tag', value: 'dŵr' }],
    ['tag:two words', null],
    ['search: Northmere Council ', { kind: 'search', value: 'Northmere Council' }],
    ['account:@ann@social.example', { kind: 'account', value: 'ann@social.example' }],
    ['list:../../admin', null],
    ['tag:', null],
    ['everything', null],
  ])('reads %j as %j', (typed, expected) => {
    expect(readWhat(typed)).toEqual(expected);
  });

  it('asks for a token where the server will', () => {
    const words = (what: string, token = '') =>
      sourceProblems({ server: 'a.example', what, token }).map((problem) => problem.field);
    expect(words('public')).toEqual([]);
    expect(words('home')).toEqual(['token']);
    expect(words('mentions')).toEqual(['token']);
    expect(words('search:x')).toEqual(['token']);
    expect(words('home', 'abc')).toEqual([]);
    expect(words('home', 'a b\n')).toEqual(['token']);
  });
});

describe('the length of a post, as Mastodon counts', () => {
  it.each([
    ['abc', 3],
    ['👩‍👩‍👧 ŵ', 3],
    [`see https://example.org/${'x'.repeat(200)} now`, 31],
    ['@ann@a.very.long.server.example hi', 7],
  ])('%j is %i', (words, length) => {
    expect(lengthOf(words, 23)).toBe(length);
  });
});

describe('frames of the live stream', () => {
  it.each([
    ['{"stream":["public"],"event":"update","payload":"{\\"id\\":\\"1\\"}"}', { kind: 'update', status: { id: '1' } }],
    ['{"event":"status.update","payload":"{\\"id\\":\\"1\\"}"}', { kind: 'edit', status: { id: '1' } }],
    ['{"event":"update","payload":{"id":"1"}}', { kind: 'update', status: { id: '1' } }],
    ['{"event":"delete","payload":"12"}', { kind: 'delete', id: '12' }],
    ['{"event":"delete","payload":12}', { kind: 'delete', id: '12' }],
    ['{"event":"filters_changed"}', 'ignored'],
    ['{"event":"update","payload":"{\\"id\\":"}', 'damaged'],
    ['{"stream":["pub', 'damaged'],
    ['[]', 'damaged'],
    ['', 'damaged'],
  ])('%s', (frame, expected) => {
    expect(readFrame(frame)).toEqual(expected);
  });
});
