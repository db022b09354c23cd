/**
 * The house inspector: holds the borders that ARCHITECTURE.md draws. It reads the syntax of every file and knows nothing
 * of types, so that it takes seconds and a breach can be planted in memory (burglars.test.ts). Run: `npm run check`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Exception, exceptions } from './exceptions.ts';
import { borders } from './rules/borders.ts';
import { manners } from './rules/manners.ts';
import { privileges } from './rules/privileges.ts';
import { promises } from './rules/promises.ts';
import { type Breach, readSources } from './source.ts';

export type { Breach } from './source.ts';

/** All breaches, by file and line. Paths are from the root of the package, with forward slashes. */
export function inspect(files: ReadonlyMap<string, string>): readonly Breach[] {
  const house = readSources(files);
  return [borders, privileges, promises, manners]
    .flatMap((rules) => [...rules(house)])
    .sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.rule.localeCompare(b.rule));
}

/** What is left of them after the exceptions, and the exceptions that excuse nothing any more. */
export function judge(
  found: readonly Breach[],
  excused = exceptions,
): { readonly breaches: readonly Breach[]; readonly unneeded: readonly Exception[] } {
  const covers = (one: Exception, breach: Breach) => one.rule === breach.rule && one.file === breach.file;
  return {
    breaches: found.filter((breach) => !excused.some((one) => covers(one, breach))),
    // The length of a file comes and goes by a few lines; the other excuses are for good or not at all.
    unneeded: excused.filter((one) => one.rule !== 'short-files' && !found.some((breach) => covers(one, breach))),
  };
}

const folders = ['src', 'test', 'scripts'];

/** Every file of ours that a rule looks at. */
export function readHouse(root: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const read = (path: string) => files.set(path, readFileSync(join(root, path), 'utf8'));
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory() && entry.name !== 'node_modules') walk(path);
      // Of JSON only the name matters: an engine may bring its own.
      else if (entry.name.endsWith('.json')) files.set(path, '');
      else if (/\.(tsx?|mjs|sql)$/.test(entry.name)) read(path);
    }
  };
  for (const folder of folders) walk(folder);
  read('package.json');
  read('vitest.config.ts');
  return files;
}

export const lineOf = ({ file, line, rule, words }: Breach) => `${file}:${line}  ${rule}  ${words}`;
