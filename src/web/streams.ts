/** Server-sent events: open as long as whoever opened them may look, a few for each session, none after that. */
import type { FastifyReply } from 'fastify';

/**
 * For one session. A browser keeps six connections to one place over HTTP/1.1, and a stream holds one for as long as its
 * page is open: with six of them no page could be opened any more.
 */
export const mostStreams = 5;
const usualBeatMs = 15_000;
/** Several events in one breath are one change to the eye. */
const breathMs = 150;

export interface Opened {
  /** The session; of a visitor, the address. */
  readonly owner: string;
  /** Whether they may still look. Throwing leaves it open: the database is away, and nobody was signed out by that. */
  readonly mayStill: () => Promise<boolean>;
  /** Calls back with the number of each event; answers how to stop. */
  readonly follow: (changed: (id: number) => void) => () => void;
}

export interface Streams {
  open(reply: FastifyReply, opened: Opened): void;
  /** Ends those that may not look any more: on each beat, and whenever somebody was signed out. */
  check(): Promise<void>;
  close(): void;
}

export function buildStreams(beatMs = usualBeatMs): Streams {
  const open = new Map<FastifyReply['raw'], Opened>();

  async function check(): Promise<void> {
    await Promise.all(
      [...open].map(async ([out, { mayStill }]) => {
        if (!(await mayStill().catch(() => true))) out.end();
      }),
    );
  }

  /** The oldest are told that they will not be served, or each would come back and push the next one out for ever. */
  function makeRoom(owner: string): void {
    const theirs = [...open].filter(([out, one]) => one.owner === owner && !out.writableEnded);
    for (const [out] of theirs.slice(0, Math.max(0, theirs.length - mostStreams + 1)))
      out.end('event: full\ndata: \n\n');
  }

  const beat = setInterval(() => {
    for (const out of open.keys()) if (!out.writableEnded) out.write(': still here\n\n');
    void check();
  }, beatMs);
  beat.unref();

  return {
    open: (reply, opened) => {
      makeRoom(opened.owner);
      reply.hijack();
      const out = reply.raw;
      out.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        connection: 'keep-alive',
      });
      out.write('retry: 2000\n\n');
      open.set(out, opened);
      let timer: NodeJS.Timeout | null = null;
      const stop = opened.follow((id) => {
        timer ??= setTimeout(() => {
          timer = null;
          if (out.writableEnded) return; // A write after the end would be an error that nobody catches.
          out.write(`id: ${id}\nevent: changed\ndata: \n\n`);
        }, breathMs);
      });
      out.once('close', () => {
        stop();
        if (timer) clearTimeout(timer);
        open.delete(out);
      });
    },
    check,
    close: () => {
      clearInterval(beat);
      for (const out of open.keys()) out.end();
    },
  };
}
