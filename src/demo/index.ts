/** Loads the written day of Northmere: the talk of the town, and in it the stories that watching can show. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#platform';
import type { Outage, Script } from '../networks/rehearsal/index.ts';
import { northmere } from './northmere.ts';
import { readWritten, type WrittenPost } from './written.ts';

export type { WrittenPost };
export { northmere };

/** A day as it is written: a script that a stage can play, whose posts say which story they belong to. */
export interface Day extends Script {
  readonly posts: readonly WrittenPost[];
}

/** The files lie beside the source and are read from there by the bundled program too, which holds only TypeScript. */
const folder = join(packageRoot, 'src/demo/day');
const daySeconds = 300;

const outages: readonly Outage[] = [
  {
    source: 'villages',
    from: 90,
    until: 200,
    code: 'refused',
    words:
      'The server answered “403 Forbidden”: it does not let us in any more. Ask whoever runs it to allow Foreword.',
  },
  {
    source: 'gazette',
    from: 215,
    until: 285,
    code: 'silent',
    words:
      'The feed answers, but nothing new has come for much longer than usual. Ask the newsroom whether its feed still works.',
  },
];

/** Read afresh at each call. Throws Error that names the file and the line of the first mistake. */
export function loadDay(): Day {
  const sources = new Set<string>(northmere.sources.map((source) => source.name));
  const posts: WrittenPost[] = [];
  const places = new Map<string, string>();
  for (const { file, number, line } of linesOf(folder)) {
    const place = `src/demo/day/${file}, line ${number}`;
    try {
      const post = readWritten(line, sources, daySeconds);
      if (places.has(post.key)) throw new Error(`the key "${post.key}" is used twice`);
      places.set(post.key, place);
      posts.push(post);
    } catch (error) {
      throw new Error(`${place}: ${(error as Error).message}`);
    }
  }
  for (const { key, replyTo } of posts) {
    if (replyTo !== undefined && !places.has(replyTo))
      throw new Error(`${places.get(key)}: it answers "${replyTo}", which is not there`);
  }
  posts.sort((a, b) => a.at - b.at);
  return { sources: northmere.sources.map(({ name, title }) => ({ name, title })), posts, outages };
}

/** Every written line of the day's files, those of one file in their order. */
function linesOf(path: string): readonly { readonly file: string; readonly number: number; readonly line: string }[] {
  const files = readdirSync(path)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
  return files.flatMap((file) =>
    readFileSync(join(path, file), 'utf8')
      .split('\n')
      .map((line, at) => ({ file, number: at + 1, line }))
      .filter(({ line }) => line.trim() !== ''),
  );
}
