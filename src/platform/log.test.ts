import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { buildLog } from './log.ts';
import { markPersonal } from './personal.ts';

function captured() {
  const lines: string[] = [];
  const log = buildLog(
    'info',
    new Writable({
      write: (chunk, _, done) => {
        lines.push(String(chunk));
        done();
      },
    }) as never,
  );
  return { log, lines };
}

test('codes, ids and numbers are written, words of people are not', () => {
  const { log, lines } = captured();
  const words: string = 'My neighbour Jo told me about the mould';
  log.info('watch.kept', { source: 'bluesky', posts: 3, text: words });
  expect(lines[0]).toContain('"source":"bluesky"');
  expect(lines[0]).toContain('"posts":3');
  expect(lines[0]).toContain('[39 characters]');
  expect(lines[0]).not.toContain('mould');
});

test('an error is written by name, code and place, not by its message', () => {
  const { log, lines } = captured();
  log.error('watch.failed', { error: Object.assign(new Error('duplicate key: Jo Marsh'), { code: '23505' }) });
  expect(lines[0]).toContain('23505');
  expect(lines[0]).toContain('log.test.ts');
  expect(lines[0]).not.toContain('Jo Marsh');
});

test('the type refuses what is marked as personal', () => {
  const { log, lines } = captured();
  // @ts-expect-error: what people wrote is never logged.
  log.info('x', { text: markPersonal('hello there') });
  expect(lines[0]).not.toContain('hello');
});
