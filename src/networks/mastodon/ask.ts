/** Asks a server with the Mastodon API, and says in plain words why there was no answer. */
import { OutboundError, type OutboundReply, type OutboundRequest } from '../../platform/outbound.ts';
import type { BlindCode, NetworkTools } from '../network.ts';
import { fieldsOf } from './status.ts';

export type Answer =
  | {
      readonly ok: true;
      readonly status: number;
      readonly json: unknown;
      readonly headers: Readonly<Record<string, string>>;
    }
  | Refusal;

export interface Refusal {
  readonly ok: false;
  readonly code: BlindCode;
  readonly words: string;
  /** Null when nothing arrived at all. */
  readonly status: number | null;
  /** How long the other side asks us to stay away. */
  readonly waitMs: number | null;
  /** The request was stopped by its signal. */
  readonly isStopped: boolean;
}

export interface Quota {
  readonly remaining: number;
  readonly resetAt: Date;
}

export interface Ask {
  readonly server: string;
  get(
    path: string,
    more?: { readonly headers?: Readonly<Record<string, string>>; readonly signal?: AbortSignal },
  ): Promise<Answer>;
  /** Sent once: whoever calls decides whether it may be sent again. */
  send(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    more: Pick<OutboundRequest, 'headers' | 'body' | 'timeoutMs'>,
  ): Promise<Answer>;
  /** What the last answer said is left; null when it said nothing. */
  quota(): Quota | null;
}

/** Most bytes of one answer. A page of 40 posts is 100 to 400 KB. */
const mostBytes = 4 * 1024 * 1024;
const longestWaitMs = 3_600_000;

export function buildAsk(server: string, token: string | null, tools: NetworkTools): Ask {
  let quota: Quota | null = null;
  const request = async (path: string, more: OutboundRequest): Promise<Answer> => {
    const authorization: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
    try {
      const reply = await tools.outbound.fetch(server + path, {
        maxBytes: mostBytes,
        ...more,
        headers: { accept: 'application/json', ...authorization, ...more.headers },
      });
      quota = quotaOf(reply.headers, tools.now()) ?? quota;
      return understood(reply, token !== null, tools.now());
    } catch (fault) {
      if (fault instanceof OutboundError) return notReached(fault);
      throw fault;
    }
  };
  return {
    server,
    get: async (path, more = {}) => {
      const first = await request(path, more);
      // Some servers close an idle connection without a word; the first request afterwards finds the door shut.
      return !first.ok && first.status === null && first.code === 'unreachable' && !first.isStopped
        ? await request(path, more)
        : first;
    },
    send: (method, path, more) => request(path, { method, redirects: 0, ...more }),
    quota: () => quota,
  };
}

function understood(reply: OutboundReply, hasToken: boolean, now: Date): Answer {
  const body = new TextDecoder().decode(reply.bytes);
  if (reply.status >= 200 && reply.status < 300) {
    // An empty body is how some servers say "done", and a content type is not to be relied on.
    if (body.trim() === '') return { ok: true, status: reply.status, json: null, headers: reply.headers };
    const json = parsed(body);
    if (json !== undefined) return { ok: true, status: reply.status, json, headers: reply.headers };
    return looksLikeSignIn(body)
      ? refusal(
          'login-wall',
          'The server sent a page to sign in, not posts. Check the address of the server.',
          reply,
          now,
        )
      : refusal(
          'broken',
          'The server sent a web page, not posts. Check that the address is a server with the Mastodon API.',
          reply,
          now,
        );
  }
  // Nothing changed since the last look (only ever asked for by a conditional request).
  if (reply.status === 304) return { ok: true, status: 304, json: null, headers: reply.headers };
  return refusal(...faultOf(reply.status, parsed(body), hasToken), reply, now);
}

function faultOf(status: number, json: unknown, hasToken: boolean): [BlindCode, string] {
  const said = fieldsOf(json)?.error;
  const isAboutSignIn = typeof said === 'string' && /authenticat|token|scope/i.test(said.slice(0, 500));
  if (status === 401 || (status === 422 && isAboutSignIn)) {
    return hasToken
      ? [
          'refused',
          'The server does not accept the access token. It may have been withdrawn. Make a new one and enter it.',
        ]
      : ['refused', 'The server shows this only to people who sign in. Add an access token.'];
  }
  if (status === 403) {
    return hasToken
      ? ['refused', 'The access token does not allow this. Make one that may do it, or ask who runs the server.']
      : ['refused', 'The server does not let us in. Add an access token, or ask who runs the server.'];
  }
  if (status === 418) return ['refused', 'The server refuses programs like this one. Ask who runs the server.'];
  if (status === 404 || status === 410)
    return ['not-found', 'The server has nothing at this address. Check what you entered.'];
  if (status === 429) return ['rate-limited', 'The server asks us to wait. We asked it too often.'];
  if (status >= 500) return ['server-fault', `The server has a fault (${status}). We will try again.`];
  if (status >= 300 && status < 400) return ['broken', 'The server sends us to another address. Check the address.'];
  return ['broken', `The server did not understand us (${status}). Check what you entered.`];
}

function refusal(code: BlindCode, words: string, reply: OutboundReply, now: Date): Refusal {
  const waitMs = reply.status === 429 || reply.status === 503 ? waitOf(reply.headers, now) : null;
  return { ok: false, code, words, status: reply.status, waitMs, isStopped: false };
}

function notReached(fault: OutboundError): Refusal {
  const codes: Readonly<Partial<Record<OutboundError['code'], BlindCode>>> = {
    'blocked-address': 'blocked-address',
    'bad-address': 'settings',
    'too-large': 'broken',
    'bad-encoding': 'broken',
    'too-many-redirects': 'broken',
  };
  const code = codes[fault.code] ?? 'unreachable';
  return { ok: false, code, words: fault.words, status: null, waitMs: null, isStopped: fault.code === 'stopped' };
}

/** `X-RateLimit-Reset` is a date on Mastodon and a number of seconds elsewhere; `Retry-After` may be either too. */
export function waitOf(headers: Readonly<Record<string, string>>, now: Date): number | null {
  const waits = [headers['retry-after'], headers['x-ratelimit-reset']].map((told) => untilMs(told, now));
  const longest = Math.max(...waits.map((wait) => wait ?? -1));
  return longest < 0 ? null : Math.min(longest, longestWaitMs);
}

function untilMs(told: string | undefined, now: Date): number | null {
  if (told === undefined || told.length > 60) return null;
  const number = /^\s*\d+(\.\d+)?\s*$/.test(told) ? Number(told) : null;
  // A number of seconds this large is a point in time, not a while.
  const at = number === null ? Date.parse(told) : number > 1e9 ? number * 1000 : now.getTime() + number * 1000;
  return Number.isFinite(at) ? Math.max(0, at - now.getTime()) : null;
}

function quotaOf(headers: Readonly<Record<string, string>>, now: Date): Quota | null {
  const remaining = Number(headers['x-ratelimit-remaining'] ?? Number.NaN);
  const wait = untilMs(headers['x-ratelimit-reset'], now);
  if (!Number.isInteger(remaining) || remaining < 0 || wait === null) return null;
  return { remaining, resetAt: new Date(now.getTime() + Math.min(wait, longestWaitMs)) };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function looksLikeSignIn(body: string): boolean {
  return /type\s{0,3}=\s{0,3}["']?password|sign[ -]?in|log[ -]?in/i.test(body.slice(0, 50_000));
}
