/** A process that tries for one lock after another, each at its moment, and keeps what it gets until it is told to go. */
import { existsSync } from 'node:fs';
import { takeLock } from '../../src/platform/lock.ts';

const [folder, count, startAt, everyMs] = process.argv.slice(2) as [string, string, string, string];
const held: number[] = [];
const odd: string[] = [];
for (let at = 0; at < Number(count); at += 1) {
  while (Date.now() < Number(startAt) + at * Number(everyMs)); // All at the same moment, so nobody may sleep.
  try {
    takeLock(`${folder}/${at}.lock`);
    held.push(at);
  } catch (error) {
    if ((error as { code?: string }).code !== 'database-locked') odd.push(String(error));
  }
}
process.stdout.write(
  `${JSON.stringify({ held, odd, left: held.filter((at) => !existsSync(`${folder}/${at}.lock`)) })}\n`,
);
process.stdin.resume().on('end', () => process.exit(0));
