/** The two ways in which an act of publishing ends: done, or a sentence that says why not. */
import type { Answer } from './door.ts';

export const done = <T>(value: T): Answer<T> => ({ ok: true, value });
export const nothing: Answer = { ok: true, value: null };
export const deny = (because: string, field?: string): Extract<Answer<never>, { ok: false }> => ({
  ok: false,
  because,
  ...(field ? { field } : {}),
});

/** At most `most` characters, whole ones. */
export const short = (text: string, most: number): string =>
  [...text.trim().slice(0, most * 2)].slice(0, most).join('');
export const isReason = (text: string): boolean => text.trim().length >= 3;
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
/** Whether `2026-03-02` is a day of the calendar. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && dayOf(new Date(`${text}T00:00:00Z`)) === text;
