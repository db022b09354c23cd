import { expect, it } from 'vitest';
import { readWritten } from './written.ts';

const sources = new Set(['town-chat']);
const good = {
  at: 3,
  source: 'town-chat',
  key: 'a-1',
  author: { handle: 'resident', name: null, followers: 4 },
  text: 'Bore da',
  lang: 'cy',
};
const read = (change: object) => () => readWritten(JSON.stringify({ ...good, ...change }), sources, 300);

it('reads a post', () => {
  expect(read({ scenario: 1, edits: [{ at: 9, text: 'Bore da eto' }], goneAt: 12 })()).toMatchObject(good);
});

it.each([
  [{ at: -1 }, /"at"/],
  [{ at: 301 }, /"at"/],
  [{ source: 'nowhere' }, /town-chat/],
  [{ key: '' }, /"key"/],
  [{ text: '  ' }, /"text"/],
  [{ lang: 'Welsh' }, /"lang"/],
  [{ author: { handle: 'x' } }, /"author"/],
  [{ kind: 'song' }, /"kind"/],
  [{ links: 'https://a.example' }, /"links"/],
  [{ counts: [{ at: 5, likes: 1 }] }, /"counts"/],
  [{ edits: [{ at: 2, text: 'before it was said' }] }, /"edits"/],
  [{ goneAt: 1 }, /"goneAt"/],
  [{ scenario: 'bins' }, /"scenario"/],
  [{ colour: 'blue' }, /"colour"/],
])('refuses %j', (change, words) => {
  expect(read(change)).toThrow(words);
});

it('refuses what is no post at all', () => {
  expect(() => readWritten('[]', sources, 300)).toThrow(/between/);
  expect(() => readWritten('{', sources, 300)).toThrow(SyntaxError);
});
