/** A small web server on loopback for tests, which can be as slow, wrong and rude as the real web is. */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface WebRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface WebAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | Iterable<Uint8Array | string>;
  /** Wait before the first byte. */
  readonly delayMs?: number;
  /** Send this many bytes, then wait `dripMs`, and so on. */
  readonly dripBytes?: number;
  readonly dripMs?: number;
  /** Hang up after this many bytes of the body. */
  readonly cutAfter?: number;
}

export type Handler = (request: WebRequest) => WebAnswer | Promise<WebAnswer>;

export interface Web {
  /** Like http://127.0.0.1:40123, without a slash at the end. */
  readonly origin: string;
  /** For an allow-list: `127.0.0.1:40123`. */
  readonly host: string;
  readonly seen: readonly WebRequest[];
  /** Replaces what answers this path (exact, without the query). '*' answers everything else. */
  on(path: string, handler: Handler | WebAnswer): void;
  close(): Promise<void>;
}

export async function startWeb(paths: Readonly<Record<string, Handler | WebAnswer>> = {}): Promise<Web> {
  const handlers = new Map<string, Handler | WebAnswer>(Object.entries(paths));
  const seen: WebRequest[] = [];
  const server = createServer((request, response) => {
    serve(request, response, handlers, seen).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    seen,
    on: (path, handler) => void handlers.set(path, handler),
    close: () => stop(server),
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  handlers: ReadonlyMap<string, Handler | WebAnswer>,
  seen: WebRequest[],
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const url = new URL(request.url ?? '/', 'http://web.invalid');
  const asked: WebRequest = {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: Buffer.concat(parts),
  };
  seen.push(asked);
  const handler = handlers.get(url.pathname) ?? handlers.get('*') ?? { status: 404, body: 'Not here.' };
  const answer = typeof handler === 'function' ? await handler(asked) : handler;
  if (answer.delayMs) await sleep(answer.delayMs);
  response.writeHead(answer.status ?? 200, answer.headers);
  // Once for the whole answer: a wait for each full buffer would leave a listener behind each time.
  const closed = new Promise<void>((resolve) => response.once('close', resolve));
  let sent = 0;
  for (const chunk of chunksOf(answer)) {
    if (response.destroyed) return;
    const bytes = Buffer.from(chunk as Uint8Array);
    if (answer.cutAfter !== undefined && sent + bytes.length > answer.cutAfter) {
      response.write(bytes.subarray(0, answer.cutAfter - sent), () => response.destroy());
      return;
    }
    sent += bytes.length;
    if (!response.write(bytes)) await Promise.race([drained(response), closed]);
    if (answer.dripMs) await sleep(answer.dripMs);
  }
  response.end();
}

function* chunksOf(answer: WebAnswer): Iterable<Uint8Array> {
  const body = answer.body ?? '';
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
    for (const part of body) yield Buffer.from(part as Uint8Array);
    return;
  }
  const bytes = Buffer.from(body as Uint8Array);
  const step = answer.dripBytes ?? Math.max(1, bytes.length);
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => response.once('drain', resolve));
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
