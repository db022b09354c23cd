/** A capture without a browser: the page as it is sent, every redirect on the way, headers and body. */
import { parseDocument } from 'htmlparser2';
import { type Outbound, OutboundError } from '#platform';
import { type Captured, type CaptureNote, type Exchange, isLoginWall, limits } from './capture.ts';

export interface Ways {
  /** To the page itself, which an administrator may have allowed on a private address. */
  readonly page: Outbound;
  /** To everything else: no private address, whatever the settings say. */
  readonly strict: Outbound;
}

/** Somebody else's page must not lead us to a machine that only we can reach. */
export function outboundFor(ways: Ways, start: string, url: string): Outbound {
  try {
    return new URL(start).host === new URL(url).host ? ways.page : ways.strict;
  } catch {
    return ways.strict;
  }
}

const mostRedirects = 8;
export const askedHeaders = {
  accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
  'accept-language': 'en-GB,en;q=0.8',
};

/** Asks, and goes where it is sent on to; each answer on the way is an exchange. Throws OutboundError. */
export async function follow(
  ways: Ways,
  start: string,
  from: string,
  headers: Readonly<Record<string, string>>,
  take: (exchange: Exchange) => void,
  now: () => Date,
): Promise<Exchange> {
  let at = from;
  for (let hops = 0; ; hops += 1) {
    const reply = await outboundFor(ways, start, at).fetch(at, {
      headers,
      timeoutMs: limits.requestMs,
      maxBytes: limits.bytes,
      redirects: 'manual',
    });
    const exchange = { url: at, at: now(), status: reply.status, headers: reply.headers, body: reply.bytes };
    take(exchange);
    const next = redirectOf(reply.status, reply.headers, at);
    if (!next || hops >= mostRedirects) return exchange;
    at = next;
  }
}

export async function capturePlain(ways: Ways, url: string, now: () => Date): Promise<Captured> {
  const exchanges: Exchange[] = [];
  const notes: CaptureNote[] = [];
  try {
    await follow(ways, url, url, askedHeaders, (one) => exchanges.push(one), now);
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    notes.push(noteOf(error));
  }
  const last = exchanges.at(-1);
  const html = last && isHtml(last) ? Buffer.from(last.body).toString('utf8') : '';
  if (last && isLoginWall(last.status, url, last.url, html)) notes.push('login-wall');
  else if (last && (last.status === 404 || last.status === 410)) notes.push('not-there');
  const { title, text } = wordsOf(html);
  const [finalUrl, status] = [last?.url ?? null, last?.status ?? null];
  return { exchanges, picture: null, text, title, finalUrl, status, notes, browser: null };
}

export function noteOf(error: OutboundError): CaptureNote {
  switch (error.code) {
    case 'blocked-address':
      return 'refused-address';
    case 'timeout':
      return 'too-slow';
    case 'too-large':
      return 'too-large';
    default:
      return 'not-reached';
  }
}

function redirectOf(status: number, headers: Readonly<Record<string, string>>, from: string): string | null {
  if (![301, 302, 303, 307, 308].includes(status) || !headers.location) return null;
  try {
    return new URL(headers.location, from).href;
  } catch {
    return null;
  }
}

const isHtml = (exchange: Exchange) => /html|xml/.test(exchange.headers['content-type'] ?? 'text/html');

type Node = ReturnType<typeof parseDocument>['children'][number];
const silent = new Set(['script', 'style', 'noscript', 'template', 'head']);
const mostWords = 200_000;

/** The words alone; what is not shown is left out. */
export function wordsOf(html: string): { title: string; text: string } {
  const parts: string[] = [];
  let title = '';
  const walk = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (node.type === 'text') parts.push(node.data);
      if (!('children' in node)) continue;
      const name = 'name' in node ? node.name : '';
      if (name === 'title' && title === '')
        title = node.children.map((one) => ('data' in one ? one.data : '')).join('');
      if (name === 'head') walk(node.children.filter((one) => 'name' in one && one.name === 'title'));
      else if (!silent.has(name)) walk(node.children as readonly Node[]);
      if (/^(p|div|li|h\d|tr|br|article|section)$/.test(name)) parts.push('\n');
    }
  };
  walk(parseDocument(html.slice(0, 4_000_000)).children);
  const text = parts
    .join(' ')
    .replace(/[ \t]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
  return { title: title.trim().slice(0, 500), text: text.replace(title, '').trim().slice(0, mostWords) };
}
