/** The labelled posts and the trainer's own lessons, with the split by sha256 of the id. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TriageContext } from '../src/engines/triage/verdict.ts';

export interface Labelled {
  readonly id: string;
  readonly text: string;
  readonly code: string;
  readonly also: readonly string[];
  readonly network: string;
  readonly lang: string;
}

const home = join(import.meta.dirname, '..');

/** The four bodies of the posts, as an organisation would enter them. */
export const BODIES: TriageContext = {
  names: [
    'Northmere Council',
    'Northmere',
    'Eastmarch Police',
    'Eastmarch',
    'Wexbridge Hospitals NHS Trust',
    'Wexbridge Hospitals',
    'Wexbridge',
    'Department for Rivers and Coasts',
    'Rivers and Coasts',
    'DRC',
    'Cyngor Northmere',
    'Heddlu Eastmarch',
  ],
  handles: [
    'NorthmereCouncil',
    'EastmarchPolice',
    'WexbridgeNHS',
    'WexbridgeHosps',
    'DRCRivers',
    'RiversCoasts',
    'HeddluEastmarch',
    'CyngorNorthmere',
  ],
};

export function readSet(): Labelled[] {
  const folder = join(home, 'test/triage-set');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const { id, text, code, also, network, lang } = JSON.parse(line);
      return { id, text, code, also: also ?? [], network, lang: lang ?? 'en' };
    });
}

/** Even first hex digit of sha256(id): the half for tuning. */
export const isTuning = (post: Labelled): boolean =>
  Number.parseInt(createHash('sha256').update(post.id).digest('hex')[0]!, 16) % 2 === 0;

/**
 * Lessons: posts written for training only, one a line, under a heading "# T4 | T3" that gives the code and further codes.
 * A line may begin with "[cy]" or "[feed]".
 */
export function readLessons(): Labelled[] {
  const folder = join(home, 'scripts/triage-lessons');
  if (!existsSync(folder)) return [];
  const lessons: Labelled[] = [];
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .sort()) {
    let code = 'none';
    let also: string[] = [];
    for (const raw of readFileSync(join(folder, name), 'utf8').split('\n')) {
      const line = raw.trim();
      if (line === '') continue;
      if (line.startsWith('# ')) {
        const [first, second] = line
          .slice(2)
          .split('|')
          .map((part) => part.trim());
        code = first!;
        also = second ? second.split(' ') : [];
        continue;
      }
      const isFeed = line.startsWith('[feed]');
      const isWelsh = line.startsWith('[cy]');
      const text = line.replace(/^\[(feed|cy)\] ?/, '');
      lessons.push({
        id: `lesson-${lessons.length}`,
        text,
        code,
        also,
        network: isFeed ? 'feeds' : 'bluesky',
        lang: isWelsh ? 'cy' : 'en',
      });
    }
  }
  return lessons;
}
