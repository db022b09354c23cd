/** Turns the HTML of a post into plain text with its line breaks, and collects where its links lead. */
import { Parser } from 'htmlparser2';

export interface PlainText {
  readonly text: string;
  /** Only http and https; without those that lead to a person or a hashtag. */
  readonly links: readonly string[];
}

const mostHtml = 400_000;
const mostText = 100_000;
const mostLinks = 50;
const deepest = 200;

const silent = new Set(['script', 'style', 'template', 'noscript', 'iframe', 'object', 'embed', 'svg', 'math', 'head']);
const blocks = new Set([
  'p',
  'div',
  'blockquote',
  'ul',
  'ol',
  'pre',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'hr',
  'table',
]);
const lines = new Set(['li', 'tr', 'dt', 'dd']);

/**
 * Never throws. Markup goes, what people wrote stays: `&lt;b&gt;` is somebody's "<b>" and is kept as these three letters.
 * The invisible parts of a shortened web address are kept, so the whole address can be searched.
 */
export function plainText(html: string): PlainText {
  const parts: string[] = [];
  const links = new Set<string>();
  let length = 0;
  let silentDepth = 0;
  let depth = 0;
  let stoppedAt: number | null = null;
  const write = (words: string) => {
    if (silentDepth > 0 || length >= mostText) return;
    const kept = words.slice(0, mostText - length);
    length += kept.length;
    parts.push(kept);
  };
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        depth += 1;
        // The parser's time grows with the square of the depth, and no person nests this deep.
        if (depth > deepest && stoppedAt === null) {
          stoppedAt = parser.endIndex + 1;
          parser.pause();
        }
        if (silent.has(name)) silentDepth += 1;
        else if (name === 'br') write('\n');
        else if (blocks.has(name)) write('\n\n');
        else if (lines.has(name)) write('\n');
        else if (name === 'a' && silentDepth === 0) keepLink(links, attributes);
      },
      ontext: write,
      onclosetag: (name) => {
        depth -= 1;
        if (silent.has(name)) silentDepth = Math.max(0, silentDepth - 1);
        else if (blocks.has(name)) write('\n\n');
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  const read = html.slice(0, mostHtml);
  parser.write(read);
  if (stoppedAt === null) {
    parser.end();
  } else {
    silentDepth = 0;
    write(read.slice(stoppedAt).replace(/(?:<[^<>]*>)+/g, ' '));
  }
  return { text: tidy(parts.join('')), links: [...links] };
}

function keepLink(links: Set<string>, attributes: Readonly<Record<string, string>>): void {
  if (links.size >= mostLinks) return;
  const classes = (attributes.class ?? '').split(/\s+/);
  if (classes.includes('mention') || classes.includes('hashtag') || attributes.rel === 'tag') return;
  const address = webAddress(attributes.href);
  if (address !== null) links.add(address);
}

/** The address if a browser would take it as http or https, else null. */
export function webAddress(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 2_000 || !URL.canParse(value)) return null;
  const address = new URL(value);
  return address.protocol === 'https:' || address.protocol === 'http:' ? address.href : null;
}

/** Control characters go, at most one empty line stays, no spaces at line ends. */
export function tidy(words: string): string {
  return words
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
