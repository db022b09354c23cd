/** Clocks of an incident by its severity (domain rules A0), as data. Change them here and nowhere else. */
import { addWorkingDays, addWorkingHours, type Nation } from '#engines/calendar';
import type { Severity } from '#events';
import type { ClockKind } from './door.ts';

/** S1 and S2 run by day and night, the others in working time. */
export type Span = { readonly minutes: number } | { readonly workingHours: number } | { readonly workingDays: number };

export const clockTable: Readonly<Record<Severity, Readonly<Partial<Record<ClockKind, Span>>>>> = {
  S1: {
    acknowledge: { minutes: 5 },
    decide: { minutes: 15 },
    'holding-line': { minutes: 15 },
    'fuller-line': { minutes: 60 },
    update: { minutes: 30 },
  },
  S2: { acknowledge: { minutes: 15 }, decide: { minutes: 60 }, update: { minutes: 120 } },
  S3: { acknowledge: { workingHours: 1 }, decide: { workingHours: 4 }, update: { workingDays: 1 } },
  S4: { acknowledge: { workingHours: 4 }, decide: { workingDays: 1 } },
  S5: {},
};

export const clockKinds: readonly ClockKind[] = ['acknowledge', 'decide', 'holding-line', 'fuller-line', 'update'];

export function isRoundTheClock(severity: Severity): boolean {
  return severity === 'S1' || severity === 'S2';
}

/** When this clock runs out if it starts at `from`; null where the severity has none of the kind. */
export function dueOf(kind: ClockKind, severity: Severity, from: Date, nation: Nation): Date | null {
  const span = clockTable[severity][kind];
  if (!span) return null;
  if ('minutes' in span) return new Date(from.getTime() + span.minutes * 60_000);
  if ('workingHours' in span) return addWorkingHours(from, span.workingHours, nation);
  return addWorkingDays(from, span.workingDays, nation);
}
