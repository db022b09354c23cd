import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markedTriage, post } from '../../../test/support/watch.ts';
import { classOf, cutTo, trim } from './post.ts';

const now = new Date('2026-03-02T09:00:00Z');
const verdict = (text: string) =>
  markedTriage.judge({ title: '', text, lang: null, author: 'public', network: 'x' }, { names: [], handles: [] });

describe('cutTo', () => {
  test('never longer, never half a character, never NUL, and what fits is left alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 2, max: 120 }), (text, length) => {
        const cut = cutTo(text, length);
        expect(cut.length).toBeLessThanOrEqual(length);
        expect(cut.isWellFormed()).toBe(true);
        expect(cut).not.toContain('\u0000');
        if (text.length <= length && text.isWellFormed() && !text.includes('\u0000')) expect(cut).toBe(text);
        else if (cut.endsWith('…'))
          expect(text.replaceAll('\u0000', '').toWellFormed().startsWith(cut.slice(0, -1))).toBe(true);
      }),
    );
  });

  test('a flood of NULs hides nothing that comes soon after', () => {
    expect(cutTo(`${'\u0000'.repeat(500)}threat`, 10)).toBe('threat');
    expect(cutTo('😀'.repeat(10), 6)).toBe('😀😀…');
  });
});

describe('trim', () => {
  test('only what is a web address becomes a link', () => {
    const kept = (url: string) => trim(post('[T1] I will', { url }), 'public', verdict('[T1] I will'), now).url;
    expect(kept('https://social.example/@a/1')).toBe('https://social.example/@a/1');
    for (const url of ['javascript:alert(1)', 'data:text/html,x', ' javascript:alert(1)', '//x.example'])
      expect(kept(url), url).toBeNull();
  });

  test('what is kept by class: who must be answered, ordinary words, a possible disclosure', () => {
    const keeps = (text: string, kind: 'post' | 'article' = 'post') => {
      const one = post(text, { kind });
      const t = trim(one, 'public', verdict(text), now);
      return {
        author: t.handle !== null,
        name: t.name !== null,
        id: t.nativeId !== null,
        url: t.url !== null,
        media: t.media[0]!.url !== null,
        days: (t.keepUntil.getTime() - now.getTime()) / 86_400_000,
        as: t.keepClass,
      };
    };
    expect(keeps('[T16] a fault')).toEqual({
      author: true,
      name: true,
      id: true,
      url: true,
      media: true,
      days: 90,
      as: 'routine',
    });
    expect(keeps('what a council')).toEqual({
      author: false,
      name: false,
      id: false,
      url: false,
      media: false,
      days: 7,
      as: 'noise',
    });
    expect(keeps('[T4] they lie')).toEqual({
      author: false,
      name: false,
      id: true,
      url: true,
      media: false,
      days: 30,
      as: 'locked',
    });
    // A published article has an address of its own that names nobody.
    expect(keeps('[T29] lovely', 'article')).toMatchObject({ author: false, name: false, url: true });
  });

  test('a link that leads to the author as Mastodon servers write it is not kept where the author is not', () => {
    const t = trim(
      post('what a council', {
        author: { id: 'https://town.example/users/jo', handle: 'jo@town.example', name: 'Jo', followers: 1 },
        links: ['https://town.example/@Jo/112', 'https://town.example/users/jo', 'https://news.example/story'],
      }),
      'public',
      verdict('what a council'),
      now,
    );
    expect(t.links).toEqual(['https://news.example/story']);
  });

  test('everything in it is bounded, whatever a network hands over', () => {
    const flood = 'x'.repeat(3_000_000);
    const many = Array.from({ length: 5_000 }, () => flood.slice(0, 3_000));
    const t = trim(
      post('', {
        text: `[T16] ${flood}`,
        title: flood,
        links: many,
        tags: many,
        mentions: many,
        version: flood,
        lang: flood,
        url: flood,
        id: flood,
        media: many.map(() => ({ kind: 'image' as const, url: flood, alt: flood })),
      }),
      'public',
      verdict('[T16]'),
      now,
    );
    expect(JSON.stringify(t).length).toBeLessThan(80_000);
    expect(t.text.length).toBe(4000);
  });

  test('dates that cannot be are the time it was seen', () => {
    const at = (text: string) =>
      trim(post('x', { at: new Date(text) }), 'public', verdict('x'), now).publishedAt.toISOString();
    expect(at('0001-01-01T00:00:00Z')).toBe(now.toISOString());
    expect(at('+275760-09-13T00:00:00Z')).toBe(now.toISOString());
    expect(at('no date')).toBe(now.toISOString());
    expect(at('2026-03-01T10:00:00Z')).toBe('2026-03-01T10:00:00.000Z');
  });
});

describe('classOf', () => {
  const known = { official: new Set(['northmerecouncil']), press: new Set(['northmeregazette']) };
  const as = (handle: string, text: string, name: string | null = null) =>
    classOf(post(text, { author: { id: 'x', handle, name, followers: 0 } }), 'public', known);
  test.each([
    ['NorthmereCouncil', 'Good morning', 'official'],
    ['NorthmereGazette', 'Bins missed again', 'press'],
    ['jo', 'I work for the council and this is wrong', 'staff'],
    ['jo', 'my line manager told me to change the dates', 'staff'],
    ['jo', 'I used to work there, nothing has changed', 'ex-staff'],
    ['jo', 'as a former nurse I know', 'ex-staff'],
    ['anon_1234', 'they lie', 'anonymous'],
    ['jo', 'the staff at the depot were lovely', 'public'],
    ['jo', 'my council is useless', 'public'],
  ])('%s: %s', (handle, text, expected) => {
    expect(as(handle, text)).toBe(expected);
  });
  test('a parody says so in its own name; a source may speak for all that is in it', () => {
    expect(as('northmere', 'Potholes are now heritage', 'Northmere Council (parody)')).toBe('parody');
    expect(classOf(post('I work for the council'), 'press', known)).toBe('press');
  });
  test('without an author it is the public', () => {
    expect(classOf(post('hello', { author: null }), 'public', known)).toBe('public');
  });
});
