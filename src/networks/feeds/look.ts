/** One look at a feed: a conditional request, and what the answer means. */
import type { OutboundError, OutboundReply } from '../../platform/outbound.ts';
import type { BlindCode, NetworkTools } from '../network.ts';
import { lookAtPage } from './not-a-feed.ts';
import { type ReadResult, readDocument } from './read-feed.ts';

export interface Ask {
  readonly url: string;
  readonly etag: string | null;
  readonly modified: string | null;
}

interface Answered {
  readonly headers: Readonly<Record<string, string>>;
  readonly movedTo: string | null;
  readonly url: string;
}

export type Look =
  | ({ readonly kind: 'feed'; readonly result: ReadResult } & Answered)
  | ({ readonly kind: 'unchanged' } & Answered)
  /** `isFinal`: the other side says that it will never come back. */
  | {
      readonly kind: 'blind';
      readonly code: BlindCode;
      readonly words: string;
      readonly isFinal: boolean;
      readonly retryAfter: string | null;
      readonly movedTo: string | null;
    }
  | { readonly kind: 'stopped' };

export const maxFeedBytes = 20 * 1024 * 1024;

export async function look(ask: Ask, tools: NetworkTools, signal?: AbortSignal): Promise<Look> {
  let reply: OutboundReply;
  try {
    reply = await tools.outbound.fetch(ask.url, {
      headers: {
        accept:
          'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.5',
        ...(ask.etag === null ? {} : { 'if-none-match': ask.etag }),
        ...(ask.modified === null ? {} : { 'if-modified-since': ask.modified }),
      },
      maxBytes: maxFeedBytes,
      timeoutMs: 30_000,
      ...(signal ? { signal } : {}),
    });
  } catch (fault) {
    return fromFault(fault as OutboundError);
  }
  const { status, headers, movedTo, url } = reply;
  if (status === 304) return { kind: 'unchanged', headers, movedTo, url };
  if (status < 200 || status >= 300) return fromStatus(reply);
  const charset = /charset\s*=\s*["']?([^\s"';]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? null;
  const result = readDocument(reply.bytes, { httpCharset: charset, url });
  if (result.isFeed) return { kind: 'feed', result, headers, movedTo, url };
  const [problem] = result.problems;
  const isLogin =
    problem?.code === 'login-wall' ||
    (problem?.code === 'html-page' &&
      url !== ask.url &&
      /log-?in|sign-?in|\bsso\b|\bauth\b/i.test(new URL(url).pathname));
  const code: BlindCode = isLogin ? 'login-wall' : problem?.code === 'empty' ? 'empty' : 'broken';
  const words = isLogin
    ? 'A page to sign in came instead of the feed. Use an address that is open to everybody.'
    : (problem?.words ?? 'What arrived is not a feed.');
  return { kind: 'blind', code, words, isFinal: false, retryAfter: null, movedTo };
}

function fromFault(fault: OutboundError): Look {
  if (fault.code === 'stopped') return { kind: 'stopped' };
  const codes: Readonly<Record<string, BlindCode>> = {
    'blocked-address': 'blocked-address',
    'bad-address': 'settings',
    'too-large': 'broken',
    'bad-encoding': 'broken',
  };
  return {
    kind: 'blind',
    code: codes[fault.code] ?? 'unreachable',
    words: fault.words ?? 'The feed could not be fetched.',
    isFinal: false,
    retryAfter: null,
    movedTo: null,
  };
}

function fromStatus({ status, headers, bytes, movedTo }: OutboundReply): Look {
  const blind = (code: BlindCode, words: string, isFinal = false): Look => ({
    kind: 'blind',
    code,
    words,
    isFinal,
    retryAfter: headers['retry-after'] ?? null,
    movedTo,
  });
  if (status === 410)
    return blind(
      'not-found',
      'The website says that this feed is gone for good (410). We have stopped asking. Remove the source or enter its new address.',
      true,
    );
  if (status === 404)
    return blind(
      'not-found',
      'There is no feed at this address (404). Check the address, or ask the website for the new one.',
    );
  if (status === 401 || status === 407)
    return blind(
      'refused',
      `The website asks for a user name and password (${status}). Use an address that is open to everybody.`,
    );
  if (status === 403 || status === 418 || status === 451) {
    const isLogin = lookAtPage(Buffer.from(bytes.subarray(0, 100_000)).toString('utf8'), null).isLogin;
    if (isLogin)
      return blind(
        'login-wall',
        'A page to sign in came instead of the feed. Use an address that is open to everybody.',
      );
    return blind(
      'refused',
      `The website does not let us read this feed (${status}). Ask its owner to allow "Foreword" in its firewall.`,
    );
  }
  if (status === 429)
    return blind('rate-limited', 'The website says that we ask too often (429). We wait as long as it wants.');
  if (status >= 500)
    return blind('server-fault', `The website has a fault of its own (${status}). We try again later.`);
  return blind('refused', `The website answered with status ${status} instead of a feed.`);
}
