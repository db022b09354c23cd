/** `foreword match`: shows every post of a file to every search of another file and prints which match. */
import { createReadStream } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { StringDecoder } from 'node:string_decoder';
import { buildMatcher, buildSlowMatcher, type ParsedQuery, parseQuery, type QueryPost } from '#engines/queries';

export const help = `Usage: foreword match --searches FILE --posts FILE|- [--stats] [--slow]

Shows every post to every search and prints which match.

  --searches FILE  one search on each line, as JSON: {"id":"bins","query":"bins AND council"}
  --posts FILE|-   one post on each line, as JSON: {"id":"1","text":"..."}
                   - reads standard input. A post may also have
                   "title", "author", "network", "lang", "links", "tags" and "mentions"
  --stats          when done, print one line of figures as JSON on standard error
  --slow           use the plain way that tries everything, to compare
  --help           show this text

Prints one line for each post that matched, in the order of the posts:
  {"post":"1","searches":["bins"]}
The searches stand in the order of their file.

A search or post that cannot be read is named on standard error with its line
number, and the rest goes on. Times in the figures are for matching alone; "seconds"
runs from the first post to the last and includes reading and writing.

Exit codes:
  0  done, even if some lines could not be read
  1  a file could not be read, or no search in it could be used
  2  the options are wrong
`;

interface Io {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

interface Options {
  readonly searches: string;
  readonly posts: string;
  readonly hasStats: boolean;
  readonly isSlow: boolean;
}

/** Ids are printed as they were written: a number stays a number. */
type Id = string | number;

/** Longest line that is read, in UTF-16 units. */
const LINE_LIMIT = 16_000_000;
/** Lines of complaint that are printed; the rest is counted. */
const COMPLAINTS = 1_000;
const WRITE_SIZE = 65_536;

/** Runs the command. Returns the exit code and never throws for what stands in the files. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    io.stdout.write(help);
    return 0;
  }
  const options = readOptions(args);
  if (typeof options === 'string') {
    io.stderr.write(`${options}\nSee foreword match --help\n`);
    return 2;
  }
  const complaints = buildComplaints(io.stderr);
  const started = performance.now();
  const fast = options.isSlow ? null : buildMatcher();
  const matcher = fast ?? buildSlowMatcher();
  const ids = new Map<string, Id>();
  const isRead = await eachLine(createReadStream(options.searches), (line, number) => {
    const search = readSearch(line, ids);
    if (typeof search === 'string') complaints.tell(`searches line ${number}: ${search}`);
    else {
      ids.set(String(search.id), search.id);
      matcher.add(String(search.id), search.query);
    }
  }).catch((error: unknown) => complaints.tell(`${options.searches} could not be read: ${reasonOf(error)}`));
  if (isRead === undefined) return 1;
  if (ids.size === 0) {
    complaints.tell(`No search in ${options.searches} could be used.`);
    complaints.close();
    return 1;
  }
  const buildMs = performance.now() - started;

  const out = buildWriter(io.stdout);
  const times = buildTimes();
  let posts = 0;
  let matched = 0;
  const from = performance.now();
  const input = options.posts === '-' ? io.stdin : createReadStream(options.posts);
  const isDone = await eachLine(
    input,
    (line, number) => {
      const read = readPost(line);
      if (typeof read === 'string') {
        complaints.tell(`posts line ${number}: ${read}`);
        return;
      }
      posts += 1;
      const begin = performance.now();
      const hits = matcher.match(read.post);
      times.add(performance.now() - begin);
      if (hits.length === 0) return;
      matched += 1;
      out.write(`${JSON.stringify({ post: read.id, searches: hits.map((hit) => ids.get(hit)) })}\n`);
    },
    out.ready,
  ).catch((error: unknown) => complaints.tell(`${options.posts} could not be read: ${reasonOf(error)}`));
  await out.close();
  complaints.close();
  if (options.hasStats) {
    const seconds = (performance.now() - from) / 1000;
    const indexBytes = fast?.stats().indexBytes ?? 0;
    const figures = {
      posts,
      matched,
      seconds: rounded(seconds),
      postsPerSecond: Math.round(posts / Math.max(seconds, 1e-6)),
      p50Us: rounded(times.at(0.5) * 1000),
      p99Us: rounded(times.at(0.99) * 1000),
      buildMs: rounded(buildMs),
      indexBytes,
    };
    io.stderr.write(`${JSON.stringify(figures)}\n`);
  }
  return isDone === undefined ? 1 : 0;
}

function readOptions(args: readonly string[]): Options | string {
  const files: Record<string, string> = {};
  let hasStats = false;
  let isSlow = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const [, name, inline] = /^--(searches|posts)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name !== undefined) {
      const value = inline ?? args[++i];
      if (value === undefined || value === '') return `A file name is missing after --${name}.`;
      files[name] = value;
    } else if (arg === '--stats') hasStats = true;
    else if (arg === '--slow') isSlow = true;
    else return `There is no option ${arg}.`;
  }
  const { searches, posts } = files;
  if (searches === undefined) return 'Say which file holds the searches: --searches FILE.';
  if (posts === undefined) return 'Say where the posts are: --posts FILE, or --posts - for standard input.';
  if (searches === '-') return 'The searches must be in a file; only the posts can come from standard input.';
  return { searches, posts, hasStats, isSlow };
}

/** The search of one line, or why it cannot be used. */
function readSearch(line: string, ids: ReadonlyMap<string, Id>): { id: Id; query: ParsedQuery } | string {
  const value = readObject(line);
  if (typeof value === 'string') return value;
  const { id, query } = value;
  if (!isId(id)) return 'It has no "id".';
  const name = `search ${JSON.stringify(id).slice(0, 100)}`;
  if (ids.has(String(id))) return `${name}: another search before it has the same id. The first one is used.`;
  if (typeof query !== 'string') return `${name}: it has no "query".`;
  const parsed = parseQuery(query);
  if (parsed.ok) return { id, query: parsed.query };
  return `${name}: ${parsed.problems.map(({ at, words, hint }) => `at letter ${at + 1}: ${words} ${hint}`).join(' Also ')}`;
}

/** The post of one line, or why it cannot be used. What a person wrote is never part of the answer. */
function readPost(line: string): { id: Id; post: QueryPost } | string {
  const value = readObject(line);
  if (typeof value === 'string') return value;
  const { id, text } = value;
  if (!isId(id)) return 'It has no "id".';
  if (typeof text !== 'string') return 'It has no "text".';
  return {
    id,
    post: {
      text,
      title: stringOf(value.title),
      author: typeof value.author === 'string' ? value.author : handleIn(value.author),
      network: stringOf(value.network),
      lang: stringOf(value.lang),
      links: stringsOf(value.links),
      tags: stringsOf(value.tags),
      mentions: stringsOf(value.mentions),
    },
  };
}

function readObject(line: string): Record<string, unknown> | string {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    return 'This is not JSON.';
  }
  return 'This is not a JSON object.';
}

const isId = (value: unknown): value is Id => typeof value === 'string' || typeof value === 'number';
const stringOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const stringsOf = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
const handleIn = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'handle' in value ? stringOf(value.handle) : undefined;
const rounded = (value: number): number => Math.round(value * 1000) / 1000;
const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return 'there is no such file.';
  if (code === 'EISDIR') return 'it is a folder.';
  return code === 'EACCES' ? 'reading it is not allowed.' : `an error came up (${code || 'unknown'}).`;
};

/**
 * Calls `take` with every line that is not blank, and its number from 1. Waits for `ready` between chunks, so that a slow
 * reader of our output slows our reading. A line over the limit is passed over and given as something that is not JSON.
 */
async function eachLine(
  stream: NodeJS.ReadableStream,
  take: (line: string, number: number) => void,
  ready: () => Promise<boolean> = async () => true,
): Promise<true> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let isTooLong = false;
  let number = 0;
  const line = (text: string): void => {
    number += 1;
    const start = number === 1 && text.charCodeAt(0) === 0xfeff ? 1 : 0;
    if (isTooLong || text.length > LINE_LIMIT) take('too long', number);
    else if (text.trim() !== '') take(start ? text.slice(1) : text, number);
    isTooLong = false;
  };
  for await (const chunk of stream) {
    const text = typeof chunk === 'string' ? chunk : decoder.write(chunk);
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      line(rest + text.slice(from, at));
      rest = '';
      from = at + 1;
    }
    rest += text.slice(from);
    if (rest.length > LINE_LIMIT) {
      isTooLong = true;
      rest = '';
    }
    if (!(await ready())) return true;
  }
  rest += decoder.end();
  if (rest !== '' || isTooLong) line(rest);
  return true;
}

/** Gathers lines and writes them in larger pieces; `ready` waits while the other side is full and says if it still listens. */
function buildWriter(stream: NodeJS.WritableStream) {
  let pending = '';
  let isBroken = false;
  let isFull = false;
  let wake = (): void => {};
  const drained = (): void => {
    isFull = false;
    wake();
  };
  const broken = (): void => {
    isBroken = true;
    drained();
  };
  stream.on('drain', drained);
  stream.on('error', broken);
  stream.on('close', broken);
  const flush = (): void => {
    if (pending !== '' && !isBroken && !stream.write(pending)) isFull = true;
    pending = '';
  };
  const ready = async (): Promise<boolean> => {
    flush();
    if (isFull && !isBroken) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return !isBroken;
  };
  return {
    write(text: string): void {
      pending += text;
      if (pending.length >= WRITE_SIZE) flush();
    },
    ready,
    async close(): Promise<void> {
      await ready();
      stream.off('drain', drained);
      stream.off('close', broken);
    },
  };
}

function buildComplaints(stream: NodeJS.WritableStream) {
  let told = 0;
  return {
    tell(words: string): void {
      told += 1;
      if (told <= COMPLAINTS) stream.write(`${words}\n`);
    },
    close(): void {
      if (told > COMPLAINTS) stream.write(`And ${told - COMPLAINTS} more lines that could not be read.\n`);
    },
  };
}

/** Counts durations in steps of 2 %, so that the figures need no list of all posts. */
function buildTimes() {
  const counts = new Float64Array(2000);
  let total = 0;
  const stepsPerE = 50;
  const smallestMs = 1e-5;
  return {
    add(ms: number): void {
      const step = Math.floor(Math.log(Math.max(ms, smallestMs) / smallestMs) * stepsPerE);
      counts[Math.min(step, counts.length - 1)]! += 1;
      total += 1;
    },
    /** The duration in milliseconds that this share of posts stays under. */
    at(share: number): number {
      let below = 0;
      for (const [step, count] of counts.entries()) {
        below += count;
        if (count > 0 && below >= total * share) return smallestMs * Math.exp((step + 1) / stepsPerE);
      }
      return 0;
    },
  };
}
