/** Days by the calendar in the United Kingdom: a policy is in force from a day, not from an hour. */
import { localDay } from '#engines/calendar';
import type { Day } from './door.ts';

const dayMs = 86_400_000;

export function dayOf(at: Date): Day {
  return new Date(localDay(at.getTime()) * dayMs).toISOString().slice(0, 10);
}

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  // 31 February reads as 3 March: then it is no day.
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === text;
}

/** The same day a year later; of 29 February, the last of February, as PostgreSQL counts. */
export function yearAfter(day: Day): Day {
  const next = `${Number(day.slice(0, 4)) + 1}`.padStart(4, '0') + day.slice(4);
  return isDay(next) ? next : `${next.slice(0, 8)}28`;
}
