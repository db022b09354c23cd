/** Clocks of a signal by its severity (domain rules A0): life and leaks run day and night, the rest in working time. */
import { addWorkingDays, addWorkingHours, type Nation } from '#engines/calendar';
import type { Severity } from '#events';

export interface Clocks {
  readonly acknowledgeBy: Date | null;
  readonly decideBy: Date | null;
}

const minuteMs = 60_000;
export const order: readonly Severity[] = ['S1', 'S2', 'S3', 'S4', 'S5'];

/** A locked story that is not about life: its keeper has 60 minutes, and one working day to free a false lock (code T4, red line 4). */
export function clocksOf(severity: Severity, from: Date, nation: Nation, isLocked = false): Clocks {
  const after = (minutes: number) => new Date(from.getTime() + minutes * minuteMs);
  if (isLocked && severity === 'S2') return { acknowledgeBy: after(60), decideBy: addWorkingDays(from, 1, nation) };
  switch (severity) {
    case 'S1':
      return { acknowledgeBy: after(5), decideBy: after(15) };
    case 'S2':
      return { acknowledgeBy: after(15), decideBy: after(60) };
    case 'S3':
      return { acknowledgeBy: addWorkingHours(from, 1, nation), decideBy: addWorkingHours(from, 4, nation) };
    case 'S4':
      return { acknowledgeBy: addWorkingHours(from, 4, nation), decideBy: addWorkingDays(from, 1, nation) };
    case 'S5':
      return { acknowledgeBy: null, decideBy: null };
  }
}

/** The stricter of two: S1 before S5. */
export function stricter(a: Severity, b: Severity): Severity {
  return order.indexOf(a) <= order.indexOf(b) ? a : b;
}

export function isAtLeast(severity: Severity, least: Severity): boolean {
  return order.indexOf(severity) <= order.indexOf(least);
}
