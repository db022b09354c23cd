/** What a network is handed in tests: the real outbound client, the real clock, short waits. */
import type { Batch, Happening, NetworkTools, Reader } from '#networks/contract';
import { buildOutbound } from '../../src/platform/outbound.ts';

export interface TestTools extends NetworkTools {
  close(): Promise<void>;
}

export function realTools(wanted: { readonly pollMs?: number; readonly userAgent?: string } = {}): TestTools {
  const outbound = buildOutbound({ allowPrivate: 'all', userAgent: wanted.userAgent ?? 'Foreword (tests)' });
  return {
    outbound,
    now: () => new Date(),
    chance: Math.random,
    pollMs: wanted.pollMs ?? 100,
    wait: realWait,
    close: () => outbound.close(),
  };
}

/** Resolves after `ms`, or at once without error when the signal stops. */
export const realWait: NetworkTools['wait'] = (ms, signal) =>
  new Promise((done) => {
    if (signal.aborted) return done();
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      done();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener('abort', finish, { once: true });
  });

export interface Following {
  /** Every batch so far, in order. */
  readonly batches: readonly Batch[];
  readonly happenings: () => readonly Happening[];
  readonly cursor: () => string | null;
  /** Resolves when the condition holds after some batch; throws after `waitMs` (default 120,000). */
  until(isMet: (following: Following) => boolean, waitMs?: number): Promise<void>;
  /** Stops the reader and waits until its generator has ended. */
  stop(): Promise<void>;
}

/** Pulls a reader in the background, as the collecting loop of the program does. */
export function follow(reader: Reader, cursor: string | null = null): Following {
  const batches: Batch[] = [];
  const control = new AbortController();
  let wake = () => {};
  let fault: unknown = null;
  const pulling = (async () => {
    for await (const batch of reader.read(cursor, control.signal)) {
      batches.push(batch);
      wake();
    }
  })().catch((thrown: unknown) => {
    fault = thrown;
    wake();
  });
  const following: Following = {
    batches,
    happenings: () => batches.flatMap((batch) => batch.happenings),
    cursor: () => batches.at(-1)?.cursor ?? cursor,
    until: async (isMet, waitMs = 120_000) => {
      const end = Date.now() + waitMs;
      while (fault === null && !isMet(following)) {
        if (Date.now() > end)
          throw new Error(`not met: ${batches.length} batches, last ${JSON.stringify(batches.at(-1)?.health)}`);
        await new Promise<void>((go) => {
          wake = go;
          setTimeout(go, 200);
        });
      }
      if (fault !== null) throw fault;
    },
    stop: async () => {
      control.abort();
      await pulling;
      if (fault !== null) throw fault;
    },
  };
  return following;
}
