import { expect, test } from 'vitest';
import { html } from './components/html.ts';
import { type MenuItem, Navigation } from './navigation.tsx';

const menu: readonly MenuItem[] = [
  { group: 'watch', text: 'Queue', href: '/watch/queue', waiting: 2 },
  { group: 'watch', text: 'Alerts', href: '/watch/alerts', waiting: 3 },
  { group: 'watch', text: 'Sources', href: '/watch/sources' },
  { group: 'respond', text: 'Incidents', href: '/respond/incidents' },
  { group: 'respond', text: 'Drafts', href: '/respond/drafts' },
  { group: 'policy', text: 'Our policy', href: '/policy' },
  { group: 'record', text: 'Evidence', href: '/assure/evidence' },
];
const links = (drawn: string) => [...drawn.matchAll(/href="([^"]+)"/g)].map(([, href]) => href);

test('many rooms stand in groups, and those of the open group under them', () => {
  const drawn = html(<Navigation navigation={menu} current="/watch/alerts" />);
  expect(links(drawn)).toEqual([
    '/watch/queue',
    '/respond/incidents',
    '/policy',
    '/assure/evidence',
    '/watch/queue',
    '/watch/alerts',
    '/watch/sources',
  ]);
  expect(drawn).toMatch(/href="\/watch\/alerts"[^>]*aria-current="page"/);
  expect(drawn.match(/aria-current="page"/g)).toHaveLength(1);
  expect(drawn).toMatch(/aria-current="true"/);
  expect(drawn).toMatch(/>5<span/);
});

test('a group with one room is that room, and a page outside of the menu opens no group', () => {
  const drawn = html(<Navigation navigation={menu} current="/policy" />);
  expect(links(drawn)).toHaveLength(4);
  expect(drawn).toMatch(/href="\/policy"[^>]*aria-current="page"/);
  expect(html(<Navigation navigation={menu} current="/account" />)).not.toMatch(/aria-current/);
});

test('a few rooms stand beside each other', () => {
  expect(links(html(<Navigation navigation={menu.slice(2)} current="/policy" />))).toEqual(
    menu.slice(2).map((item) => item.href),
  );
});
