/**
 * One open connection to a stream: what has arrived and is not taken yet, bounded, and whether the line is alive.
 *
 * When the taker is slow the socket is no longer read, so that the operating systems push back on the server and our
 * memory stays bounded. A line that answers no ping is dead even if nobody closed it.
 */
import { WebSocket } from 'ws';
import type { NetworkTools } from '../network.ts';
import { type Fault, faultOf, faultOfStatus } from './faults.ts';

export interface Taken {
  readonly frames: readonly Uint8Array[];
  /** Why the connection ended; only told once everything that arrived has been taken. */
  readonly end: Fault | null;
}

export interface Connection {
  /** At most `most` frames: those that wait already at once, else the first to come and what follows within `gatherMs`. Empty after `idleMs`. */
  take(most: number, gatherMs: number, idleMs: number): Promise<Taken>;
  close(): void;
}

export type Opened =
  | { readonly ok: true; readonly connection: Connection }
  | { readonly ok: false; readonly fault: Fault; readonly status: number | null; readonly answer: string };

const fullBytes = 8 * 1024 * 1024;
const fullFrames = 10_000;
/** The line is given up after this many pings that nothing answered. */
const missesAllowed = 2;

/** Opens `address`, or says why not. `pingMs` is the time between two pings. */
export const connect = async (
  address: string,
  pingMs: number,
  tools: NetworkTools,
  signal: AbortSignal,
): Promise<Opened> => {
  let socket: WebSocket;
  try {
    socket = new WebSocket(address, {
      ...tools.outbound.webSocketOptions(address),
      perMessageDeflate: false,
      handshakeTimeout: 15_000,
      // Far above what a stream may send. More than this ends the connection.
      maxPayload: 16 * 1024 * 1024,
    });
  } catch (error) {
    return { ok: false, fault: faultOf(error, address), status: null, answer: '' };
  }
  // Listening before anything can arrive: the first frames may come in the same packet as the handshake.
  const connection = hold(socket, address, pingMs, tools, signal);
  const stop = () => socket.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<Opened>((resolve) => {
      socket.once('open', () => resolve({ ok: true, connection }));
      socket.once('error', (error) => resolve({ ok: false, fault: faultOf(error, address), status: null, answer: '' }));
      socket.once('unexpected-response', (_request, reply) => {
        const status = reply.statusCode ?? 0;
        let answer = '';
        const read = new AbortController();
        const end = () => {
          read.abort();
          reply.destroy();
          socket.terminate();
          const retryAfter = reply.headers['retry-after'];
          resolve({ ok: false, fault: faultOfStatus(status, address, retryAfter, tools.now()), status, answer });
        };
        reply.setEncoding('utf8');
        reply.on('data', (part: string) => {
          answer += part;
          if (answer.length > 4_000) end();
        });
        reply.on('end', end).on('error', end);
        // An answer that never ends must not hold us.
        void tools.wait(5_000, read.signal).then(end);
      });
    });
  } finally {
    signal.removeEventListener('abort', stop);
  }
};

const hold = (
  socket: WebSocket,
  address: string,
  pingMs: number,
  tools: NetworkTools,
  signal: AbortSignal,
): Connection => {
  const over = new AbortController();
  let queue: Uint8Array[] = [];
  let queuedBytes = 0;
  let end: Fault | null = null;
  let isHeard = true;
  let waker: AbortController | null = null;
  let wakeAt = 1;

  const sleep = async (ms: number, frameCount: number) => {
    wakeAt = frameCount;
    waker = new AbortController();
    await tools.wait(ms, waker.signal);
    waker = null;
  };
  const finish = (fault: Fault) => {
    end ??= fault;
    over.abort();
    waker?.abort();
  };

  socket.on('message', (data: Buffer) => {
    isHeard = true;
    queue.push(data);
    queuedBytes += data.length;
    if (queuedBytes >= fullBytes || queue.length >= fullFrames) socket.pause();
    if (queue.length >= wakeAt) waker?.abort();
  });
  socket.on('pong', () => {
    isHeard = true;
  });
  socket.on('ping', () => {
    isHeard = true;
  });
  socket.on('error', (error) => finish(faultOf(error, address)));
  socket.on('close', (code) => finish(closedWords(code, address)));
  const stop = () => {
    socket.terminate();
    over.abort();
    waker?.abort();
  };
  signal.addEventListener('abort', stop, { once: true });
  over.signal.addEventListener('abort', () => signal.removeEventListener('abort', stop), { once: true });

  const keepAlive = async () => {
    let misses = 0;
    while (!over.signal.aborted) {
      await tools.wait(pingMs, over.signal);
      if (over.signal.aborted) return;
      // While we do not read, we cannot hear an answer either.
      misses = isHeard || socket.isPaused ? 0 : misses + 1;
      if (misses >= missesAllowed) {
        finish({
          code: 'silent',
          words: `The stream at ${hostOf(address)} stopped answering without closing. We connect again.`,
          waitMs: null,
        });
        socket.terminate();
        return;
      }
      isHeard = false;
      if (socket.readyState === WebSocket.OPEN) socket.ping();
    }
  };
  socket.once('open', () => void keepAlive());

  return {
    async take(most, gatherMs, idleMs) {
      if (queue.length === 0 && end === null && !signal.aborted) {
        await sleep(idleMs, 1);
        if (queue.length > 0 && queue.length < most && end === null) await sleep(gatherMs, most);
      }
      const frames = queue.slice(0, most);
      queue = queue.slice(most);
      for (const frame of frames) queuedBytes -= frame.length;
      if (socket.isPaused && queuedBytes < fullBytes / 2 && queue.length < fullFrames / 2) socket.resume();
      return { frames, end: queue.length === 0 ? end : null };
    },
    close: stop,
  };
};

const hostOf = (address: string): string => new URL(address).host;

const closedWords = (code: number, address: string): Fault => ({
  code: 'unreachable',
  words: `The connection to the stream at ${hostOf(address)} was closed (${code}). We connect again and go on where we stopped.`,
  waitMs: null,
});
