/** Every request that leaves the house goes through here: limits on time and size, private addresses refused. */
import { isIP } from 'node:net';
import { Agent, request as undiciRequest } from 'undici';
import { type AddressRule, type AllowPrivate, buildAddressRule } from './outbound-address.ts';
import { readBody } from './outbound-body.ts';
import { blocked, guardedConnect, guardedLookup } from './outbound-connect.ts';
import { OutboundError } from './outbound-error.ts';
import { asOutboundError, codeOf } from './outbound-faults.ts';

export interface OutboundRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Whole request, headers and body, in milliseconds. Default 20,000. */
  readonly timeoutMs?: number;
  /** Most bytes of the unpacked body. Default 10 MiB. */
  readonly maxBytes?: number;
  /** How many redirects to follow; `manual` hands the first one back as the answer. Default 5. */
  readonly redirects?: number | 'manual';
  readonly signal?: AbortSignal;
}

export interface OutboundReply {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  /** The address that answered in the end. */
  readonly url: string;
  /** Where a chain of permanent redirects (301, 308) alone leads; null when there was none. */
  readonly movedTo: string | null;
}

export { OutboundError, type OutboundFault } from './outbound-error.ts';

export interface Outbound {
  /** Throws OutboundError. A status of 400 or more is an answer, not an error. */
  fetch(url: string, request?: OutboundRequest): Promise<OutboundReply>;
  /** Options for a `ws` WebSocket (lookup or agent, User-Agent, maxPayload) that obey the same address rule. Throws OutboundError for a refused address. */
  webSocketOptions(url: string): Record<string, unknown>;
  close(): Promise<void>;
}

export interface OutboundSettings {
  readonly allowPrivate: AllowPrivate;
  /** Sent with each request that brings none of its own. */
  readonly userAgent: string;
}

/** Builds the client. Throws a RangeError when an entry of `allowPrivate` cannot be understood. */
export function buildOutbound(settings: OutboundSettings): Outbound {
  const rule = buildAddressRule(settings.allowPrivate);
  const connect = guardedConnect(rule);
  const limits = { connect, maxHeaderSize: 32_768, headersTimeout: 0, bodyTimeout: 0 } as const;
  const kept = new Agent({ ...limits, keepAliveTimeout: 4_000, keepAliveMaxTimeout: 30_000 });
  // What must not be sent twice never rides on a connection that the other side may just be closing.
  const fresh = new Agent({ ...limits, pipelining: 0 });
  return {
    fetch: (url, request = {}) => follow(url, request, { rule, kept, fresh, userAgent: settings.userAgent }),
    webSocketOptions: (url) => {
      const target = readAddress(url, ['ws:', 'wss:']);
      refuseLiteral(target, rule);
      return {
        ...(rule.isAllowedHost(target.hostname, portOf(target)) ? {} : { lookup: guardedLookup(rule) }),
        headers: { 'user-agent': settings.userAgent },
        maxPayload: 4 * 1024 * 1024,
        handshakeTimeout: 20_000,
        followRedirects: false,
      };
    },
    close: async () => {
      await Promise.allSettled([kept.destroy(), fresh.destroy()]);
    },
  };
}

interface Means {
  readonly rule: AddressRule;
  readonly kept: Agent;
  readonly fresh: Agent;
  readonly userAgent: string;
}

/** These may follow a redirect to another site; everything else may be a secret that was meant for the first one. */
const harmlessHeaders = new Set([
  'accept',
  'accept-language',
  'content-type',
  'if-modified-since',
  'if-none-match',
  'user-agent',
]);

async function follow(url: string, request: OutboundRequest, means: Means): Promise<OutboundReply> {
  const timeoutMs = request.timeoutMs ?? 20_000;
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(), timeoutMs);
  // By hand and taken off again: AbortSignal.any leaves something behind on a signal that lives as long as a source.
  const stop = () => clock.abort();
  request.signal?.addEventListener('abort', stop, { once: true });
  if (request.signal?.aborted) stop();
  let target = readAddress(url, ['http:', 'https:']);
  try {
    let method = request.method ?? 'GET';
    let body = request.body;
    let headers = firstHeaders(target, request, means.userAgent);
    let movedTo: string | null = null;
    let isStillPermanent = true;
    target = withoutSecrets(target);
    for (let hops = 0; ; hops += 1) {
      refuseLiteral(target, means.rule);
      const answer = await ask(
        target,
        { method, headers, body, signal: clock.signal, maxBytes: request.maxBytes ?? 10 * 1024 * 1024 },
        means,
      );
      const next = request.redirects === 'manual' ? null : redirectOf(answer, target);
      if (next === null) return { ...answer, url: target.href, movedTo };
      if (hops >= Number(request.redirects ?? 5)) {
        throw new OutboundError(
          'too-many-redirects',
          `${target.host} sends us on to another address again and again. Give the address where it ends.`,
        );
      }
      isStillPermanent = isStillPermanent && (answer.status === 301 || answer.status === 308);
      if (isStillPermanent) movedTo = next.href;
      if (answer.status === 303 || (answer.status < 303 && method === 'POST')) {
        method = 'GET';
        body = undefined;
        headers = without(headers, (name) => name.startsWith('content-'));
      }
      if (next.origin !== target.origin) headers = without(headers, (name) => !harmlessHeaders.has(name));
      target = next;
    }
  } catch (fault) {
    throw asOutboundError(fault, {
      host: target.host,
      timeoutMs,
      isStopped: request.signal?.aborted === true,
      isLate: clock.signal.aborted,
    });
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', stop);
  }
}

interface Ask {
  readonly method: NonNullable<OutboundRequest['method']>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  readonly signal: AbortSignal;
  readonly maxBytes: number;
}

async function ask(
  target: URL,
  asked: Ask,
  means: Means,
): Promise<Pick<OutboundReply, 'status' | 'headers' | 'bytes'>> {
  const isRepeatable = asked.method === 'GET';
  const once = () =>
    undiciRequest(target, {
      dispatcher: isRepeatable ? means.kept : means.fresh,
      method: asked.method,
      headers: asked.headers,
      body: asked.body ?? null,
      signal: asked.signal,
    });
  // A kept connection that the other side closed while idle says nothing about the request: ask once more.
  const reply = await once().catch((fault: unknown) => {
    if (isRepeatable && !asked.signal.aborted && ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(codeOf(fault)))
      return once();
    throw fault;
  });
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(reply.headers)) {
    if (value !== undefined) headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  const bytes = await readBody(reply.body, headers, asked.maxBytes);
  return { status: reply.statusCode, headers, bytes };
}

function firstHeaders(target: URL, request: OutboundRequest, userAgent: string): Record<string, string> {
  const headers: Record<string, string> = { 'user-agent': userAgent, 'accept-encoding': 'gzip, deflate, br' };
  if (target.username !== '' || target.password !== '') {
    const pair = `${decodeURIComponent(target.username)}:${decodeURIComponent(target.password)}`;
    headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
  return headers;
}

function redirectOf(answer: Pick<OutboundReply, 'status' | 'headers'>, from: URL): URL | null {
  const to = answer.headers.location;
  if (![301, 302, 303, 307, 308].includes(answer.status) || to === undefined) return null;
  const next = withoutSecrets(readAddress(to, ['http:', 'https:'], from));
  next.hash = '';
  return next;
}

function without(headers: Record<string, string>, isDropped: (name: string) => boolean): Record<string, string> {
  // accept-encoding describes us, not them: it stays on every hop.
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name === 'accept-encoding' || !isDropped(name)));
}

function withoutSecrets(url: URL): URL {
  const copy = new URL(url);
  copy.username = '';
  copy.password = '';
  return copy;
}

function readAddress(text: string, schemes: readonly string[], base?: URL): URL {
  let url: URL;
  try {
    url = new URL(text, base);
  } catch (cause) {
    throw new OutboundError('bad-address', 'This is not a web address. It must look like https://example.org/page.', {
      cause,
    });
  }
  if (!schemes.includes(url.protocol)) {
    throw new OutboundError(
      'bad-address',
      `Addresses that start with ${url.protocol} cannot be read, only ${schemes.join(' and ')}`,
    );
  }
  return url;
}

function refuseLiteral(target: URL, rule: AddressRule): void {
  const host = target.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 0 || rule.isAllowedHost(host, portOf(target)) || rule.isAllowedAddress(host)) return;
  throw blocked(target.host);
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' || url.protocol === 'wss:' ? 443 : 80;
}
