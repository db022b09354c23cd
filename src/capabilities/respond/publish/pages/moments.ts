/** Moments as a form carries them (`2026-03-02T09:30`), by the clock on the wall in the United Kingdom. */
import { localDay, offsetMinutes, wallTime } from '#engines/calendar';

const dayMs = 86_400_000;

/** Null for '', undefined for what is no moment. */
export function readMoment(text: string): Date | null | undefined {
  if (text === '') return null;
  const found = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/.exec(text);
  if (!found) return undefined;
  const [year, month, day, hour, minute] = found.slice(1).map(Number) as [number, number, number, number, number];
  const at = Date.UTC(year, month - 1, day);
  const isReal = new Date(at).getUTCDate() === day && month <= 12 && hour < 24 && minute < 60;
  return isReal ? new Date(wallTime(at / dayMs, hour) + minute * 60_000) : undefined;
}

export function writeMoment(at: Date | null): string {
  return at === null ? '' : new Date(at.getTime() + offsetMinutes(at.getTime()) * 60_000).toISOString().slice(0, 16);
}

/** The Monday of the week in which this lies, in days since 1 January 1970. */
export function mondayOf(at: Date): number {
  const day = localDay(at.getTime());
  return day - ((((day + 3) % 7) + 7) % 7); // 1 January 1970 was a Thursday.
}

export const startOfDay = (day: number): Date => new Date(wallTime(day, 0));
/** `2026-03-02` */
export const dayText = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
/** Null for what is no day. */
export function readDay(text: string): number | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(at) ? null : at / dayMs;
}
