/** What a text of the policy must be before it is kept: every mistake of a form at once, in the order of its fields. */
import type { Problem } from '#web';
import { isDay, yearAfter } from './day.ts';
import type { ClauseText, Day, Done, Principle } from './door.ts';
import { scenarios } from './starter.table.ts';
import { draftWording as say } from './wording.ts';

/** In characters. */
export const longest = { title: 120, words: 2000, note: 4000, line: 300 } as const;

export const no = (words: string, field = ''): { readonly ok: false; readonly problems: readonly Problem[] } => ({
  ok: false,
  problems: [{ field, words }],
});
export const yes: Done = { ok: true, value: null };

/** A field that must be filled in, and how long it may be. */
export function want(field: string, text: string, words: string, most: number): readonly Problem[] {
  if (text.trim().length < 2) return [{ field, words }];
  return mayBe(field, text, most);
}

export function mayBe(field: string, text: string, most: number): readonly Problem[] {
  return text.length > most ? [{ field, words: say.tooLong(most) }] : [];
}

export function principleMistakes(text: Pick<Principle, 'title' | 'words'>): readonly Problem[] {
  return [
    ...want('title', text.title, say.enterTitle, longest.title),
    ...want('words', text.words, say.enterWords, longest.words),
  ];
}

export function clauseMistakes(text: ClauseText, today: Day): readonly Problem[] {
  return [
    ...principleMistakes(text),
    ...want('ownerId', text.ownerId, say.chooseOwner, 100),
    ...want('reason', text.reason, say.enterReason, longest.words),
    ...want('source', text.source, say.enterSource, longest.line),
    ...reviewMistakes('reviewOn', text.reviewOn, today),
    ...(text.scenarios.some((one) => !scenarios.has(one)) ? [{ field: 'scenarios', words: say.noScenario }] : []),
  ];
}

/** At most 12 months from one look to the next (domain rule A31). */
export function reviewMistakes(field: string, day: Day, today: Day): readonly Problem[] {
  if (!isDay(day)) return [{ field, words: say.enterReview }];
  if (day <= today) return [{ field, words: say.reviewInFuture }];
  return day > yearAfter(today) ? [{ field, words: say.reviewTooFar }] : [];
}
