/**
 * A small Jetstream: takes events, numbers them, keeps the last few thousand, and serves them over both wires.
 *
 * It follows the published contract of `network.bsky.jetstream.subscribeEvents` (v2) and of the older `/subscribe`
 * (v1), and can play the faults that a reader must bear. One position per client: replay and live are the same loop,
 * so a slow client is not buffered without end but falls behind, and is sent away when its place is forgotten.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

export const v2Path = '/xrpc/network.bsky.jetstream.subscribeEvents';
export const v1Path = '/subscribe';

/** What happened, before the relay has numbered it. */
export interface RelayEvent {
  readonly did: string;
  readonly kind: 'commit' | 'identity' | 'account';
  readonly operation?: 'create' | 'update' | 'delete';
  readonly collection?: string;
  readonly rkey?: string;
  readonly cid?: string;
  readonly record?: unknown;
  /** The upstream event of an identity or account change. */
  readonly upstream?: unknown;
}

export interface RelayOptions {
  /** How many events are kept for replay. */
  readonly historyCount?: number;
  readonly port?: number;
}

/** What goes wrong until it is set back to null. */
export interface RelayFaults {
  /** An HTTP status that the wire answers instead of opening. */
  v1: number | null;
  v2: number | null;
  /** The value of `Retry-After` in such an answer. */
  retryAfter: string | null;
  /** A frame that every new connection is sent first. */
  greeting: string | null;
}

export interface Relay {
  readonly url: string;
  readonly faults: RelayFaults;
  push(event: RelayEvent): void;
  /** Sends exactly this to every client, unnumbered. */
  raw(frame: string | Uint8Array): void;
  /** Cuts every connection without a goodbye. */
  drop(): void;
  /** Stops reading and answering on every open connection, without closing it. */
  freeze(): void;
  /** Forgets what is kept, so that older cursors are too old. */
  forget(): void;
  /** Takes the last event out of the history, as a server does with what was superseded. */
  compact(): void;
  /** Starts counting again at 1, as a rebuilt server would. */
  restartCount(): void;
  readonly clients: () => number;
  /** The paths and parameters that clients asked for, oldest first. */
  readonly requests: () => readonly string[];
  readonly lastSeq: () => number;
  /** What the slowest client has been sent so far. */
  readonly slowestSeq: () => number;
  stop(): Promise<void>;
}

interface Kept {
  readonly seq: number;
  readonly timeUs: number;
  readonly event: RelayEvent;
  v1: string | null;
  v2: string | null;
}

interface Client {
  readonly socket: WebSocket;
  readonly wire: 'v1' | 'v2';
  readonly accepts: (event: RelayEvent) => boolean;
  readonly maxBytes: number;
  nextSeq: number;
  isFull: boolean;
  isFrozen: boolean;
}

const fullBytes = 1 << 20;
const timeCursorFrom = 1e15;

export const startRelay = async (options: RelayOptions = {}): Promise<Relay> => {
  const historyCount = options.historyCount ?? 20_000;
  const faults: RelayFaults = { v1: null, v2: null, retryAfter: null, greeting: null };
  const clients = new Set<Client>();
  const asked: string[] = [];
  let history: Kept[] = [];
  let nextSeq = 1;
  let lastUs = 0;

  const firstKept = () => history[0]?.seq ?? nextSeq;

  const pump = (client: Client): void => {
    while (client.socket.readyState === client.socket.OPEN && client.nextSeq < nextSeq) {
      if (client.socket.bufferedAmount > fullBytes) {
        client.isFull = true;
        return;
      }
      if (client.nextSeq < firstKept()) {
        const error = { $type: 'error', error: 'ConsumerTooSlow', message: 'fell behind the kept history' };
        if (client.wire === 'v2') client.socket.send(JSON.stringify(error));
        client.socket.close(1008, 'too slow');
        return;
      }
      const kept = history[client.nextSeq - firstKept()];
      client.nextSeq += 1;
      if (kept === undefined || !client.accepts(kept.event)) continue;
      const frame = frameOf(kept, client.wire);
      if (client.maxBytes > 0 && Buffer.byteLength(frame) > client.maxBytes) continue;
      client.socket.send(frame, () => refill(client));
    }
  };

  const refill = (client: Client): void => {
    if (!client.isFull || client.isFrozen || client.socket.bufferedAmount > fullBytes / 2) return;
    client.isFull = false;
    pump(client);
  };

  const seqAt = (cursor: number): number => {
    if (cursor < timeCursorFrom) return cursor;
    return history.find((kept) => kept.timeUs >= cursor)?.seq ?? nextSeq;
  };

  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: () => 'xrpc.v1.json',
    perMessageDeflate: false,
  });
  const server = createServer((_request, reply) => reply.writeHead(404).end());

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', 'http://relay');
    asked.push(url.pathname + url.search);
    const refuse = (status: number, error: string, message: string) => {
      const body = JSON.stringify({ error, message });
      const retry = faults.retryAfter === null ? '' : `Retry-After: ${faults.retryAfter}\r\n`;
      socket.end(
        `HTTP/1.1 ${status} Refused\r\n${retry}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
      );
    };
    const wire = url.pathname === v2Path ? 'v2' : url.pathname === v1Path ? 'v1' : null;
    if (wire === null) return refuse(404, 'NotFound', 'no such path');
    const fault = faults[wire];
    if (fault !== null) return refuse(fault, 'Refused', 'the test asked for this');
    const problem = wire === 'v2' ? problemOfV2(url.searchParams) : null;
    if (problem !== null) return refuse(400, 'InvalidRequest', problem);

    const cursorText = url.searchParams.get('cursor');
    const cursor = cursorText === null ? null : Number(cursorText);
    if (cursor !== null && (!Number.isSafeInteger(cursor) || cursor < 0))
      return refuse(400, 'InvalidRequest', 'bad cursor');
    const isTime = cursor !== null && cursor >= timeCursorFrom;
    const wanted = cursor === null ? nextSeq : Math.min(seqAt(cursor), nextSeq);
    const floor = firstKept();
    // A sequence number from before what is kept: v2 says so, v1 quietly begins later.
    if (wire === 'v2' && cursor !== null && !isTime && cursor < floor && floor > 1) {
      return refuse(400, 'CursorTooOld', `cursor ${cursor} below lookback floor ${floor}`);
    }
    const isClamped = isTime && floor > 1 && cursor < (history[0]?.timeUs ?? lastUs);

    sockets.handleUpgrade(request, socket, head, (opened) => {
      const client: Client = {
        socket: opened,
        wire,
        accepts: filterOf(url.searchParams, wire),
        maxBytes: Number(url.searchParams.get('maxMessageSizeBytes') ?? 0),
        nextSeq: Math.max(wanted, floor),
        isFull: false,
        isFrozen: false,
      };
      clients.add(client);
      opened.on('close', () => clients.delete(client));
      opened.on('error', () => {});
      opened.on('message', () => wire === 'v2' && opened.close(1008, 'server push only'));
      if (wire === 'v2' && isClamped) {
        const info = { $type: `${v2Name}#info`, name: 'OutdatedCursor', message: `resuming from seq ${floor}` };
        opened.send(JSON.stringify({ $type: 'message', payload: info }));
      }
      if (faults.greeting !== null) opened.send(faults.greeting);
      pump(client);
    });
  });

  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const port = (server.address() as AddressInfo).port;

  return {
    url: `ws://127.0.0.1:${port}`,
    faults,
    push(event) {
      lastUs = Math.max(lastUs + 1, Date.now() * 1000);
      history.push({ seq: nextSeq, timeUs: lastUs, event, v1: null, v2: null });
      nextSeq += 1;
      if (history.length > historyCount * 1.25) history = history.slice(-historyCount);
      for (const client of clients) if (!client.isFull) pump(client);
    },
    raw(frame) {
      for (const client of clients) client.socket.send(frame, () => refill(client));
    },
    drop() {
      for (const { socket } of clients) socket.terminate();
    },
    freeze() {
      for (const client of clients) {
        client.isFull = true;
        client.isFrozen = true;
        client.socket.pause();
      }
    },
    forget() {
      history = [];
    },
    compact() {
      const last = history.pop();
      if (last) history.push({ ...last, event: { did: last.event.did, kind: 'account' }, v1: null, v2: null });
    },
    restartCount() {
      history = [];
      nextSeq = 1;
      for (const { socket } of clients) socket.terminate();
    },
    clients: () => clients.size,
    requests: () => asked,
    lastSeq: () => nextSeq - 1,
    slowestSeq: () => Math.min(...[...clients].map((client) => client.nextSeq - 1)),
    stop: () => stop(server, clients),
  };
};

const stop = async (server: Server, clients: Set<Client>): Promise<void> => {
  for (const { socket } of clients) socket.terminate();
  server.closeAllConnections();
  await new Promise<void>((resolve) => server.close(() => resolve()));
};

const v2Name = 'network.bsky.jetstream.subscribeEvents';

const problemOfV2 = (params: URLSearchParams): string | null => {
  if (params.has('wantedCollections')) return 'use collections instead of wantedCollections';
  if (params.has('wantedDids')) return 'use dids instead of wantedDids';
  const kinds = params.getAll('kinds');
  const odd = kinds.find((kind) => !['commit', 'identity', 'account', 'sync'].includes(kind));
  if (odd !== undefined) return `unknown kind ${odd}`;
  if (params.has('collections') && kinds.length > 0 && !kinds.includes('commit')) return 'collections without commit';
  if (params.getAll('collections').length > 100) return 'too many collections';
  if (params.getAll('dids').length > 10_000) return 'too many dids';
  return null;
};

const filterOf = (params: URLSearchParams, wire: 'v1' | 'v2'): ((event: RelayEvent) => boolean) => {
  const dids = new Set(params.getAll(wire === 'v2' ? 'dids' : 'wantedDids'));
  const kinds = new Set(params.getAll('kinds'));
  const patterns = params.getAll(wire === 'v2' ? 'collections' : 'wantedCollections');
  const exact = new Set(patterns.filter((pattern) => !pattern.endsWith('.*')));
  const prefixes = patterns.filter((pattern) => pattern.endsWith('.*')).map((pattern) => pattern.slice(0, -1));
  return (event) => {
    if (dids.size > 0 && !dids.has(event.did)) return false;
    if (wire === 'v2' && kinds.size > 0 && !kinds.has(event.kind)) return false;
    // Both wires: a filter on collections says nothing about events that have none.
    if (event.kind !== 'commit' || patterns.length === 0) return true;
    const collection = event.collection ?? '';
    return exact.has(collection) || prefixes.some((prefix) => collection.startsWith(prefix));
  };
};

const frameOf = (kept: Kept, wire: 'v1' | 'v2'): string => {
  const { event, seq, timeUs } = kept;
  const { did, kind, operation, collection, rkey, cid, record, upstream } = event;
  const rev = seq.toString(32).padStart(13, '2');
  if (wire === 'v1') {
    const body =
      kind === 'commit'
        ? { commit: { rev, operation, collection, rkey, record, cid } }
        : { [kind]: upstream ?? { did } };
    kept.v1 ??= JSON.stringify({ did, time_us: timeUs, cursor: seq, kind, ...body });
    return kept.v1;
  }
  const time = `${new Date(Math.floor(timeUs / 1000)).toISOString().slice(0, -1)}${String(timeUs % 1000).padStart(3, '0')}Z`;
  const head = { $type: `${v2Name}#${kind}`, seq, did, time };
  const payload =
    kind === 'commit'
      ? { ...head, rev, operation, collection, rkey, cid, record }
      : { ...head, [kind]: upstream ?? { did } };
  kept.v2 ??= JSON.stringify({ $type: 'message', payload });
  return kept.v2;
};
