import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOwnPath } from './own-path.ts';

const home = 'https://foreword.council.example/';
const staysHere = (path: string) => new URL(path, home).origin === new URL(home).origin;

test('paths of our own are, whatever they ask for', () => {
  for (const path of ['/', '/watch', '/watch/queue?words=bins%20OR%20a%2Fb&next=//x', '/sign-in?next=%2Fwatch', '/é#a'])
    expect([path, isOwnPath(path)]).toEqual([path, true]);
});

test('what a browser would follow to somebody else is not', () => {
  for (const path of [
    '//evil.example',
    '/\\evil.example',
    '\\/evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r\n//evil.example',
    '/\t\\evil.example',
    '\t//evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    'watch',
    '',
    '/\u0000',
    '/watch\u0085',
  ])
    expect([path, isOwnPath(path)]).toEqual([path, false]);
});

test('no path that passes ever leads away', () => {
  const part = fc.constantFrom(
    '/',
    '\\',
    '\t',
    '\n',
    '\r',
    ' ',
    '.',
    '@',
    ':',
    '?',
    '#',
    'evil.example',
    '\u0000',
    'a',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const path = `/${parts.join('')}`;
      return !isOwnPath(path) || staysHere(path);
    }),
    { numRuns: 20_000 },
  );
});
