/** The clock of the demonstration: it can be turned back while the past is written down, so that old things are old. */
import { type Clock, realClock } from '#platform';

/** Turns the clock back by so many days from now; 0 for the real time. */
export type TurnBack = (days: number) => void;

export function buildCalendar(): { readonly clock: Clock; readonly turnBack: TurnBack } {
  let backMs = 0;
  return {
    clock: { now: () => new Date(realClock.now().getTime() - backMs), wait: realClock.wait },
    turnBack: (days) => {
      backMs = days * 86_400_000;
    },
  };
}
