/**
 * Hubs that tell of news (W3C WebSub): asked where a feed names one and Foreword can be reached from outside. What a
 * hub sends only makes the reader look at once; polling goes on all the same, so that a hub that falls silent costs
 * nothing but time.
 */

import type { Reader } from '#networks/contract';
import type { WebSub } from '#networks/feeds';
import type { Kit } from '#platform';
import type { Route } from '#web';

const lookForHubMs = 5_000;
const renewWithinMs = 12 * 3_600_000;

export interface Hubs {
  readonly routes: readonly Route[];
  follow(reader: Reader, signal: AbortSignal): () => void;
}

/** The callback that `websub` was built with must lead to this path. */
export const websubPath = '/networks/websub/:token';

export function buildHubs(kit: Kit, websub: WebSub): Hubs {
  return {
    routes: [
      {
        method: 'GET',
        path: websubPath,
        may: 'anybody',
        trace: null,
        isHook: true,
        answer: async (ask) => websub.verify(ask.params.token ?? '', ask.query),
      },
      {
        method: 'POST',
        path: websubPath,
        may: 'anybody',
        trace: null,
        isHook: true,
        answer: async (ask, raw) => websub.distribute(ask.params.token ?? '', raw.headers, raw.body),
      },
    ],
    follow: (reader, signal) => {
      const { hub, poke } = reader;
      if (!hub || !poke) return () => {};
      let asked: { token: string; topic: string; until: number } | null = null;
      const over = new AbortController();
      const end = () => over.abort();
      signal.addEventListener('abort', end, { once: true });
      const watch = async () => {
        while (!over.signal.aborted && !signal.aborted) {
          const offered = hub();
          const now = kit.clock.now().getTime();
          if (offered && (asked?.topic !== offered.topic || asked.until - now < renewWithinMs)) {
            const answer = await websub.subscribe({ ...offered, poke });
            // A hub that says no is asked again after half a day; looking goes on meanwhile.
            asked = {
              token: answer.ok ? answer.value.token : '',
              topic: offered.topic,
              until: answer.ok && answer.value.until ? answer.value.until.getTime() : now + 2 * renewWithinMs,
            };
          }
          await kit.clock.wait(lookForHubMs, over.signal);
        }
      };
      watch().catch((error: unknown) => kit.log.warn('watch.hub-failed', { error: error as Error }));
      return () => {
        signal.removeEventListener('abort', end);
        end();
        if (asked?.token) websub.unsubscribe(asked.token).catch(() => {});
      };
    },
  };
}
