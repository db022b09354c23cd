import { describe, expect, it } from 'vitest';
import { buildMatcher, parseQuery } from '#engines/queries';
import { cuesOf } from '../networks/rehearsal/script.ts';
import { loadDay, northmere, type WrittenPost } from './index.ts';

const day = loadDay();
const written = day.posts.flatMap((post) => [
  post.text,
  post.title ?? '',
  ...(post.edits ?? []).map((edit) => edit.text),
]);
const talk = day.posts.filter((post) => post.scenario === undefined);
const told = (scenario: number) => day.posts.filter((post) => post.scenario === scenario);
const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The stories of README.md, and how many posts at least tell each of them. */
const stories: readonly (readonly [number: number, name: string, posts: number])[] = [
  [1, 'missed bins', 2],
  [2, 'head of parks argues', 2],
  [3, 'lines of an exempt report', 1],
  [5, 'mould, a baby, an address', 1],
  [6, 'look-alike account in a flood', 3],
  [7, 'lanyard dance', 2],
  [8, 'parking officer, pay him a visit', 2],
  [9, 'request for information', 2],
  [13, 'disclosure by an anonymous worker', 1],
  [14, 'threat to an event', 2],
  [16, 'false rumour about a closure', 4],
  [17, 'a colleague in distress', 1],
  [21, 'spoof video', 40],
  [22, 'a journalist asks', 2],
  [23, 'court-restricted naming', 2],
  [24, 'phishing and a hijacked account', 4],
  [25, 'disorder talk', 3],
  [26, 'praise', 2],
  [27, 'memoir of a former member of staff', 2],
  [28, 'party post of a councillor', 1],
  [29, 'a child at risk', 1],
  [30, 'hate against staff', 1],
  [31, 'a named complaint about conduct', 1],
  [32, 'Welsh service request and thanks', 2],
  [33, 'complaint', 1],
];

describe('the day', () => {
  it('can be played, and is long and wide enough', () => {
    expect(() => cuesOf(day)).not.toThrow();
    expect(talk.length).toBeGreaterThan(2_000);
    expect(new Set(day.posts.map((post) => post.author?.handle)).size).toBeGreaterThan(300);
    for (const source of day.sources)
      expect(day.posts.filter((post) => post.source === source.name).length, source.name).toBeGreaterThan(50);
  });

  it('never stops for long: each ten seconds bring something', () => {
    for (let from = 0; from < 290; from += 10) {
      expect(
        day.posts.filter((post) => post.at >= from && post.at < from + 10).length,
        `from ${from} s`,
      ).toBeGreaterThan(20);
    }
  });

  it.each(stories)('tells story %i, %s', (scenario, _name, posts) => {
    expect(told(scenario).length).toBeGreaterThanOrEqual(posts);
  });

  it('shows something striking within fifteen seconds', () => {
    expect(told(14).some((post) => post.at < 15)).toBe(true);
  });

  it('is Welsh in about one post of twelve, and Polish now and then', () => {
    const share = (lang: string) => day.posts.filter((post) => post.lang === lang).length / day.posts.length;
    expect(share('cy')).toBeGreaterThan(0.06);
    expect(share('cy')).toBeLessThan(0.12);
    expect(day.posts.filter((post) => post.lang === 'pl').length).toBeGreaterThan(8);
  });

  it('repeats no text', () => {
    const seen = new Map<string, string>();
    for (const post of day.posts) {
      const text = plain(post.text);
      // Only signs, like three thumbs: there is nothing to compare.
      if (text === '') continue;
      expect(seen.get(text), `${post.key}: ${post.text}`).toBeUndefined();
      seen.set(text, post.key);
    }
  });

  it('lets nobody answer before the other has spoken, nor in another place', () => {
    const byKey = new Map<string, WrittenPost>(day.posts.map((post) => [post.key, post]));
    for (const post of day.posts) {
      const parent = post.replyTo === undefined ? undefined : byKey.get(post.replyTo);
      if (parent === undefined) continue;
      expect(post.at, post.key).toBeGreaterThan(parent.at);
      expect(post.source, post.key).toBe(parent.source);
    }
  });

  it('has an edit, a disappearance, growing counts, and two sources that go blind in different ways', () => {
    expect(day.posts.some((post) => (post.edits ?? []).length > 0)).toBe(true);
    expect(day.posts.some((post) => post.goneAt !== undefined)).toBe(true);
    const spread = day.posts.find((post) => post.key === 'spoof-1')?.counts ?? [];
    expect(spread.length).toBeGreaterThan(8);
    expect(spread.at(-1)?.reposts).toBeGreaterThan(10_000);
    expect(day.outages.map((outage) => outage.code).sort()).toEqual(['refused', 'silent']);
  });

  it('holds no number, address or link that could belong to somebody', () => {
    for (const text of written) {
      const numbers = [...text.matchAll(/(?:\+?\d[\s-]?){9,}/g)].map(([number]) => number);
      for (const number of numbers)
        expect(number.replace(/\D/g, ''), text).toMatch(/^(07700900\d{3}|01632960\d{3}|999\d{7})$/);
      for (const [, domain] of text.matchAll(/[\w.+-]+@([\w-]+\.[\w.-]+)/g))
        expect(domain, text).toMatch(/(^|\.)example(\.(org|com|net))?$/);
      for (const [link] of text.matchAll(/https?:\/\/\S+|\b[\w-]+\.(?:com|org|net|uk|gov|cymru)\b/g))
        expect(link, text).toMatch(/example/);
      expect(text).not.toMatch(/\b(?!QQ)[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b/);
    }
    for (const link of day.posts.flatMap((post) => post.links ?? []))
      expect(new URL(link).hostname).toMatch(/\.example$/);
  });

  it('names no brand and no platform of the real world', () => {
    const real =
      /\b(facebook|twitter|instagram|tiktok|youtube|whatsapp|google|amazon|tesco|aldi|lidl|greggs|spotify|netflix|bbc|itv)\b/i;
    expect(written.filter((text) => real.test(text))).toEqual([]);
  });
});

describe('the watches of Northmere', () => {
  const matcher = buildMatcher();
  const hits = (post: WrittenPost) =>
    matcher.match({
      text: post.text,
      title: post.title,
      author: post.author?.handle,
      network: 'rehearsal',
      lang: post.lang,
      links: post.links,
    });

  it('can all be read', () => {
    for (const watch of northmere.watches) {
      for (const [at, query] of watch.queries.entries()) {
        const parsed = parseQuery(query);
        expect(parsed.ok ? [] : parsed.problems, query).toEqual([]);
        if (parsed.ok) matcher.add(`${watch.name} ${at}`, parsed.query);
      }
    }
  });

  it('see every story and leave most of the talk alone', () => {
    for (const [scenario, name] of stories)
      expect(told(scenario).filter((post) => hits(post).length > 0).length, name).toBeGreaterThan(0);
    const share = day.posts.filter((post) => hits(post).length > 0).length / day.posts.length;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.3);
  });

  it('each find something on the day', () => {
    const found = new Set(day.posts.flatMap(hits).map((id) => id.replace(/ \d+$/, '')));
    expect([...found].sort()).toEqual(northmere.watches.map((watch) => watch.name).sort());
  });
});
