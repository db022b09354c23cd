/** Time, as the house reads it. Tests hand in a clock that they move by hand. */
export interface Clock {
  now(): Date;
  /** Resolves after `ms`, or at once (without error) when the signal stops. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
}

export const realClock: Clock = {
  now: () => new Date(),
  wait: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const stop = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, ms);
      signal?.addEventListener('abort', stop, { once: true });
    }),
};

/** A clock for tests: `set` and `move` change what it says; waits are real but short. */
export function fixedClock(start: Date): Clock & { set(at: Date): void; move(ms: number): void } {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    wait: (ms, signal) => realClock.wait(Math.min(ms, 5), signal),
    set: (when) => {
      at = when.getTime();
    },
    move: (ms) => {
      at += ms;
    },
  };
}
