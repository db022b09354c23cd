/** What hangs on a signal, so that a test can see that nothing is left behind. */
import { getEventListeners } from 'node:events';

/** Its listeners, and the properties that Node puts on a signal that others were made to follow. */
export function leftOn(signal: AbortSignal): readonly unknown[] {
  return [getEventListeners(signal, 'abort').length, Object.getOwnPropertySymbols(signal).map(String).sort()];
}
