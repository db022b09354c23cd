/** The live stream of a server over a WebSocket. It may lose and repeat things, so a look at the timeline backs it up. */
import { WebSocket } from 'ws';
import { OutboundError } from '../../platform/outbound.ts';
import type { NetworkTools } from '../network.ts';
import type { What } from './settings.ts';
import { fieldsOf, idOf } from './status.ts';

export type StreamEvent =
  | { readonly kind: 'update' | 'edit' | 'mention'; readonly status: unknown }
  | { readonly kind: 'delete'; readonly id: string };

export interface LiveStream {
  /** What arrived, in order; waits up to `waitMs` when there is nothing. */
  next(waitMs: number, signal: AbortSignal): Promise<readonly StreamEvent[]>;
  readonly isOpen: () => boolean;
  /** Something arrived that could not be read: only a look at the timeline can tell what it was. Asking clears it. */
  takeDamage(): boolean;
  close(): void;
}

export type Opened =
  | { readonly ok: true; readonly live: LiveStream }
  /** `isForGood`: the server has no such stream for us, trying again soon is no use. */
  | { readonly ok: false; readonly isForGood: boolean; readonly words: string };

const mostWaiting = 2_000;
const silentMs = 75_000;

/** The name and parameters of the stream that carries these posts; null when there is none. */
export function streamOf(what: What): URLSearchParams | null {
  switch (what.kind) {
    case 'public':
      return new URLSearchParams({ stream: 'public' });
    case 'local':
      return new URLSearchParams({ stream: 'public:local' });
    case 'home':
      return new URLSearchParams({ stream: 'user' });
    case 'mentions':
      return new URLSearchParams({ stream: 'user:notification' });
    case 'tag':
      return new URLSearchParams({ stream: 'hashtag', tag: what.value.toLowerCase() });
    case 'list':
      return new URLSearchParams({ stream: 'list', list: what.value });
    default:
      return null;
  }
}

/** Never throws. The token goes in a header, so that it stands in no log of addresses. */
export async function openStream(
  base: string,
  stream: URLSearchParams,
  token: string,
  tools: NetworkTools,
  signal: AbortSignal,
): Promise<Opened> {
  const address = `${base}/api/v1/streaming?${stream}`;
  let socket: WebSocket;
  try {
    const options = tools.outbound.webSocketOptions(address);
    const headers = { ...(options.headers as Record<string, string> | undefined), authorization: `Bearer ${token}` };
    socket = new WebSocket(address, { ...options, headers });
  } catch (fault) {
    return {
      ok: false,
      isForGood: true,
      words: fault instanceof OutboundError ? fault.words : 'The live stream has no usable address.',
    };
  }
  const live = listen(socket, tools);
  return await new Promise<Opened>((settle) => {
    const fail = (isForGood: boolean, words: string) => {
      live.close();
      settle({ ok: false, isForGood, words });
    };
    const stop = () => fail(false, 'The live stream was stopped.');
    signal.addEventListener('abort', stop, { once: true });
    socket.once('open', () => settle({ ok: true, live }));
    socket.once('unexpected-response', (request, response) => {
      request.destroy();
      const status = response.statusCode ?? 0;
      const isForGood = status >= 400 && status < 500 && status !== 429;
      fail(isForGood, `The server has no live stream for us (${status}).`);
    });
    // A name in the wrong place or a certificate that is none is not going to heal within minutes, but a restart is.
    socket.once('error', () => fail(false, 'The live stream could not be reached.'));
    socket.once('close', () => {
      signal.removeEventListener('abort', stop);
      fail(false, 'The live stream closed.');
    });
    if (signal.aborted) stop();
  });
}

function listen(socket: WebSocket, tools: NetworkTools): LiveStream {
  let waiting: StreamEvent[] = [];
  let isDamaged = false;
  let wake: () => void = () => {};
  let lastSign = tools.now().getTime();
  const sign = () => {
    lastSign = tools.now().getTime();
  };
  socket.on('error', () => wake());
  socket.on('close', () => wake());
  socket.on('pong', sign);
  socket.on('ping', sign);
  socket.on('message', (data, isBinary) => {
    sign();
    const event = isBinary ? 'damaged' : readFrame(data.toString());
    if (event === 'damaged') isDamaged = true;
    else if (event !== 'ignored') waiting.push(event);
    // Whoever does not keep up is better served by a look at the timeline than by a queue without end.
    if (waiting.length > mostWaiting) socket.terminate();
    if (event !== 'ignored') wake();
  });
  const isOpen = () => socket.readyState === WebSocket.OPEN;
  return {
    isOpen,
    next: async (waitMs, signal) => {
      if (waiting.length === 0 && !isDamaged && isOpen()) {
        const enough = new AbortController();
        const stop = () => enough.abort();
        signal.addEventListener('abort', stop, { once: true });
        wake = stop;
        await tools.wait(waitMs, enough.signal);
        signal.removeEventListener('abort', stop);
        wake = () => {};
      }
      if (isOpen()) {
        if (tools.now().getTime() - lastSign > Math.max(silentMs, 3 * waitMs)) socket.terminate();
        else if (waiting.length === 0) socket.ping();
      }
      const events = waiting;
      waiting = [];
      return events;
    },
    takeDamage: () => {
      const was = isDamaged;
      isDamaged = false;
      return was;
    },
    close: () => {
      wake();
      socket.terminate();
    },
  };
}

/** One frame: `{"stream":[...],"event":"update","payload":"..."}` where the payload is JSON inside a string. */
export function readFrame(frame: string): StreamEvent | 'ignored' | 'damaged' {
  const fields = fieldsOf(parsed(frame));
  if (fields === null) return 'damaged';
  const payload =
    typeof fields.payload === 'string'
      ? fields.payload
      : fields.payload === undefined
        ? ''
        : JSON.stringify(fields.payload);
  switch (fields.event) {
    case 'update':
    case 'status.update': {
      const status = parsed(payload);
      if (fieldsOf(status) === null) return 'damaged';
      return { kind: fields.event === 'update' ? 'update' : 'edit', status };
    }
    case 'notification': {
      const notice = fieldsOf(parsed(payload));
      if (notice === null) return 'damaged';
      return notice.type === 'mention' ? { kind: 'mention', status: notice.status } : 'ignored';
    }
    case 'delete': {
      const id = idOf(payload.replace(/^"|"$/g, '').trim());
      return id === null ? 'damaged' : { kind: 'delete', id };
    }
    default:
      return 'ignored';
  }
}

function parsed(words: string): unknown {
  try {
    return JSON.parse(words);
  } catch {
    return null;
  }
}
