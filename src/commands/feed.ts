/** `foreword feed`: reads feeds from files, addresses or standard input and prints them in one shape. */
import { readFile, stat } from 'node:fs/promises';
import { normalised, readDocument } from '../networks/feeds/read-feed.ts';
import type { FeedProblem, NormalisedFeed } from '../networks/feeds/types.ts';
import { buildOutbound, OutboundError } from '../platform/outbound.ts';

export const help = `Usage: foreword feed [--http-charset NAME] FILE|URL|- [...]

Reads RSS, Atom, RDF and JSON feeds and prints each as one JSON object:

  {"title","link","description","language",
   "items":[{"id","title","link","summary","content","author","published",
             "updated","categories","enclosures":[{"url","type","length"}]}],
   "problems":[{"code","where","words"}]}

  FILE   a file          URL   an http or https address          -   standard input

With several inputs each is one line, with "file" in front. What a feed does not
have is null; lists are then []. Dates are ISO 8601 in UTC with milliseconds.
Texts may hold HTML; script and other active content is removed. An item without
an id of its own gets its link, or a hash of what it says.

  --http-charset NAME   the encoding that a web server named for the files after
                        it ("" for none). Addresses bring their own.
  --help                this text

Ends with 0 when everything was read, even with problems; with 1 when something
could not be read at all: its line then says why under "problems"; with 2 when
the command itself is wrong.
`;

export interface Streams {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

interface Input {
  readonly name: string;
  readonly charset: string | null;
}

const maxBytes = 32 * 1024 * 1024;

/** Returns the exit code. Never throws for anything that a feed, a file or a server does. */
export async function run(args: readonly string[], io: Streams): Promise<number> {
  const inputs: Input[] = [];
  let charset: string | null = null;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at]!;
    if (arg === '--help' || arg === '-h') {
      io.stdout.write(help);
      return 0;
    }
    const inline = /^--http-charset=(.*)$/.exec(arg)?.[1];
    if (arg === '--http-charset' || inline !== undefined) {
      const value = inline ?? args[++at];
      if (value === undefined) return refuse(io, '--http-charset needs the name of an encoding, such as utf-8.');
      charset = value === '' ? null : value;
    } else if (arg.startsWith('--')) return refuse(io, `There is no option ${arg}.`);
    else inputs.push({ name: arg, charset });
  }
  if (inputs.length === 0) return refuse(io, 'Give at least one file or address, or - for standard input.');
  let code = 0;
  for (const input of inputs) {
    const { feed, isRead } = await readOne(input, io);
    if (!isRead) code = 1;
    io.stdout.write(`${JSON.stringify(inputs.length > 1 ? { file: input.name, ...feed } : feed)}\n`);
  }
  return code;
}

function refuse(io: Streams, words: string): number {
  io.stderr.write(`${words}\n\n${help}`);
  return 2;
}

async function readOne({ name, charset }: Input, io: Streams): Promise<{ feed: NormalisedFeed; isRead: boolean }> {
  try {
    const { bytes, httpCharset, url } = await bytesOf(name, charset, io);
    const result = readDocument(bytes, { httpCharset, url });
    return { feed: normalised(result, url), isRead: result.isFeed };
  } catch (fault) {
    return { feed: unread(problemOf(fault, name)), isRead: false };
  }
}

async function bytesOf(
  name: string,
  charset: string | null,
  io: Streams,
): Promise<{ bytes: Uint8Array; httpCharset: string | null; url: string | null }> {
  if (name === '-') {
    const parts: Buffer[] = [];
    let total = 0;
    for await (const part of io.stdin) {
      const bytes = Buffer.from(part as Uint8Array);
      total += bytes.length;
      if (total > maxBytes)
        throw new OutboundError('too-large', 'The feed is larger than 32 MB, which is the most we read.');
      parts.push(bytes);
    }
    return { bytes: Buffer.concat(parts), httpCharset: charset, url: null };
  }
  if (/^https?:\/\//i.test(name)) {
    // Whoever types the command may reach what this computer may reach, as with any other program.
    const outbound = buildOutbound({ allowPrivate: 'all', userAgent: 'Foreword feed reader' });
    try {
      const reply = await outbound.fetch(name, { maxBytes, timeoutMs: 30_000 });
      if (reply.status >= 400)
        throw new OutboundError('unreachable', `The website answered with status ${reply.status} instead of a feed.`);
      const named = /charset\s*=\s*["']?([^\s"';]+)/i.exec(reply.headers['content-type'] ?? '')?.[1] ?? null;
      return { bytes: reply.bytes, httpCharset: named ?? charset, url: reply.url };
    } finally {
      await outbound.close();
    }
  }
  const { size } = await stat(name);
  if (size > maxBytes)
    throw new OutboundError('too-large', 'The feed is larger than 32 MB, which is the most we read.');
  return { bytes: await readFile(name), httpCharset: charset, url: null };
}

function problemOf(fault: unknown, name: string): FeedProblem {
  if (fault instanceof OutboundError) return { code: fault.code, where: '', words: fault.words };
  const code = (fault as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return { code: 'not-found', where: '', words: `There is no file ${name}.` };
  if (code === 'EISDIR') return { code: 'not-a-file', where: '', words: `${name} is a folder, not a file.` };
  return { code: 'unreadable', where: '', words: `${name} could not be opened.` };
}

function unread(problem: FeedProblem): NormalisedFeed {
  return { title: null, link: null, description: null, language: null, items: [], problems: [problem] };
}
