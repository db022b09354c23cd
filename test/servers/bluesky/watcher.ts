/** Pulls a reader in the background, as the collector does, and lets a test wait for what it wants to see. */
import type { Batch, NetworkPost, Reader } from '../../../src/networks/network.ts';

export interface Watcher {
  readonly batches: readonly Batch[];
  posts(): readonly NetworkPost[];
  gone(): readonly string[];
  notes(): readonly string[];
  /** Of the last batch whose successor was asked for, so what a collector would have stored. */
  cursor(): string;
  /** Waits until it holds; a test that never sees it ends by the time limit of the test, with what was seen. */
  until(what: string, holds: (watcher: Watcher) => boolean): Promise<void>;
  /** Does not pull the next batch until `wake`. */
  sleep(): void;
  wake(): void;
  stop(): Promise<void>;
}

const untilMs = 60_000;

export const watch = (reader: Reader, cursor: string | null = null): Watcher => {
  let asleep: Promise<void> | null = null;
  let wake = () => {};
  const batches: Batch[] = [];
  const stopping = new AbortController();
  const listeners = new Set<() => void>();
  const running = (async () => {
    for await (const batch of reader.read(cursor, stopping.signal)) {
      batches.push(batch);
      for (const listener of listeners) listener();
      await asleep;
    }
  })();

  const watcher: Watcher = {
    batches,
    posts: () =>
      batches.flatMap(({ happenings }) => happenings.flatMap((one) => (one.kind === 'post' ? [one.post] : []))),
    gone: () => batches.flatMap(({ happenings }) => happenings.flatMap((one) => (one.kind === 'gone' ? [one.id] : []))),
    notes: () => batches.flatMap(({ notes }) => notes.map(({ code }) => code)),
    cursor: () => batches.at(-1)?.cursor ?? '',
    until: (what, holds) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) => {
          listeners.delete(look);
          clearTimeout(timer);
          if (error) reject(error);
          else resolve();
        };
        const look = () => {
          if (holds(watcher)) end();
        };
        const timer = setTimeout(() => {
          const last = batches
            .slice(-3)
            .map(({ health, notes, happenings }) => ({ health, notes, count: happenings.length }));
          end(new Error(`never saw ${what}; ${batches.length} batches, last ${JSON.stringify(last)}`));
        }, untilMs);
        listeners.add(look);
        look();
      }),
    sleep() {
      asleep = new Promise((resolve) => {
        wake = resolve;
      });
    },
    wake: () => {
      wake();
      asleep = null;
    },
    async stop() {
      watcher.wake();
      stopping.abort();
      await running;
    },
  };
  return watcher;
};

/** The same for a reader that must be listening before the test goes on. */
export const watching = async (reader: Reader, cursor: string | null = null): Promise<Watcher> => {
  const watcher = watch(reader, cursor);
  await watcher.until('an open stream', ({ batches }) => batches.some(({ health }) => health.state === 'seeing'));
  return watcher;
};
