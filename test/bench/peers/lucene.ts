/** Lucene Monitor in a process of its own, asked for one round at a time. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Peer {
  readonly isThere: boolean;
  /** Why it is not there. */
  readonly words: string;
  /** Microseconds of CPU time a post. */
  readonly round: () => Promise<number>;
  readonly stop: () => void;
}

const jars = '/usr/share/java';
const wanted = /^lucene-(core|analyzers-common|memory|queryparser|queries|sandbox)-[\d.]+\.jar$/;
const absent = (words: string): Peer => ({ isThere: false, words, round: async () => 0, stop: () => {} });

/** `folder`: the sources of Lucene's monitor module, which Debian's package leaves out. */
export async function startLucene(given: {
  readonly folder: string | undefined;
  readonly queries: readonly string[];
  readonly posts: readonly string[];
}): Promise<Peer> {
  if (!given.folder)
    return absent('Lucene Monitor is left out: --lucene DIR names no sources of it (peers/README.md).');
  const path = existsSync(jars) ? readdirSync(jars).filter((name) => wanted.test(name)) : [];
  if (path.length === 0) return absent('Lucene Monitor is left out: liblucene8-java is not installed.');
  const place = mkdtempSync(join(tmpdir(), 'foreword-lucene-'));
  const classes = join(place, 'classes');
  const classPath = [classes, ...path.map((name) => join(jars, name))].join(':');
  const sources = readdirSync(given.folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.java') && name.includes('src/java/'))
    .map((name) => join(given.folder!, name));
  const harness = join(dirname(fileURLToPath(import.meta.url)), 'LuceneMonitor.java');
  try {
    execFileSync('javac', ['-nowarn', '-d', classes, '-cp', classPath, ...sources, harness], { stdio: 'pipe' });
  } catch (error) {
    rmSync(place, { recursive: true, force: true });
    return absent(`Lucene Monitor is left out: ${String((error as Error).message).split('\n')[0]}`);
  }
  writeFileSync(join(place, 'queries'), given.queries.join('\n'));
  writeFileSync(join(place, 'posts'), given.posts.map((post) => post.replace(/\s+/g, ' ')).join('\n'));
  const java = spawn(
    'java',
    ['-Xmx4g', '-cp', classPath, 'LuceneMonitor', join(place, 'queries'), join(place, 'posts')],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const lines = createInterface({ input: java.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return {
    isThere: true,
    words: '',
    round: async () => {
      java.stdin.write('round\n');
      return Number(String((await lines.next()).value).split(' ')[0]);
    },
    stop: () => {
      java.stdin.end();
      rmSync(place, { recursive: true, force: true });
    },
  };
}
