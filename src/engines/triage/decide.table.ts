/**
 * How sure the model must be before a code is raised: lower finds more and raises more in vain. RAISE and LIFT were chosen
 * from posts judged by a model that had not learned from them (the first of five folds of the tuning
 * half and the lessons together, scripts/triage-decide.ts), never from the held-back half.
 */

/**
 * Life-safety and disclosure codes are named from this share on, even where another code is likelier. T5 later than the others:
 * a post that may be secret keeps no words, so a mistake there blinds the person who must judge it.
 */
export const RAISE: Readonly<Record<string, number>> = { T1: 0.08, T2: 0.08, T3: 0.08, T4: 0.08, T5: 0.15 };
/** A code of RAISE beside the first wakes somebody only from this share on, and if it is this many times as likely as the likeliest harmless code. */
export const LIFT = { share: 0.25, margin: 1.2 };
/** Criticism, thanks, and what is not about us. */
export const HARMLESS: readonly string[] = ['T15', 'T29', 'T0'];
/** Any other code is named beside the first from this share on. */
export const ALSO = 0.3;
/** Below this share a reputation code counts as unsure and its severity is softened. */
export const SURE = 0.65;
/** How far the word model and the encoder count when they judge together. */
export const BLEND = { words: 0.7, sense: 0.5 };
