/** Parts that several pages of the desk share. */
import { fullDay, nearTime, type QueueRowProps } from '#components';
import type { Watch } from '#watch';
import type { Ask, Problem, Result } from '#web';
import type { DeskItem } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';

export type Codes = Watch['codes'];
export type Names = ReadonlyMap<string, string>;

export const hrefOf = (id: string) => `/respond/desk/${id}`;

export const codeName = (codes: Codes, code: string): string => codes[code]?.name ?? code;

/** Done: there, with a word. Not done: the sentence at its field, or over the page where it has none. */
export function after(
  answer: { readonly ok: true } | { readonly ok: false; readonly because: string },
  field: string,
  go: string,
  title: string,
): Result {
  if (answer.ok) return { go, flash: { kind: 'success', title } };
  const problems: readonly Problem[] = [{ field, words: answer.because }];
  return field ? { problems } : { refused: answer.because };
}

export function isStale(item: DeskItem, now: Date): boolean {
  return item.staleAt !== null && item.staleAt.getTime() <= now.getTime();
}

/** The clock that matters now: first to take it, then to decide. */
export function clockOf(item: DeskItem, now: Date) {
  if (item.decidedAt || !item.decideBy) return undefined;
  if (!item.acknowledgedAt && item.acknowledgeBy) return { due: item.acknowledgeBy, now, label: say.acknowledge };
  return { due: item.decideBy, now, label: say.decide };
}

/**
 * By which colleagues tell two posts apart whose words we do not keep. Of the item alone: who handed it in has another secret,
 * and nobody is found by this one.
 */
export const numberOf = (id: string): string => {
  const digits = id.replaceAll('-', '').slice(-8).toUpperCase();
  return say.number(`${digits.slice(0, 4)}-${digits.slice(4)}`);
};

/** What it says, in a line: its words, or what stands for them. */
export function lineOf(item: DeskItem): string {
  if (item.text) return item.text;
  return item.kind === 'handed-in' ? say.noWords : say.secretWords;
}

export function rowOf(item: DeskItem, ask: Ask, names: Names, codes: Codes): QueueRowProps {
  const holder = item.claimedBy ? (names.get(item.claimedBy) ?? say.somebody) : null;
  const facts = [
    say.since(nearTime(item.receivedAt, ask.now)),
    ...(item.kind === 'handed-in' ? [numberOf(item.id)] : []),
    ...(item.accountHandle ? [say.to(item.accountHandle)] : []),
    ...(item.author ? [`@${item.author.handle}`] : []),
    ...(item.goneAt ? [say.gone] : []),
    ...(item.isHandedIn && item.kind !== 'handed-in' ? [say.handedIn] : []),
    ...(item.foiDueAt ? [say.foiBy(fullDay(item.foiDueAt))] : []),
    ...(holder && !item.decidedAt ? [isStale(item, ask.now) ? say.isIdle(holder) : say.hasIt(holder)] : []),
    ...(item.answerBegunAt && item.state === 'claimed' ? [say.answering] : []),
  ];
  return {
    id: `item-${item.id}`,
    href: hrefOf(item.id),
    severity: item.severity,
    title: codeName(codes, item.code),
    excerpt: lineOf(item).slice(0, 240),
    excerptLang: item.lang ?? undefined,
    facts,
    kind: say.kinds[item.kind],
    clock: clockOf(item, ask.now),
    isNew: item.state === 'new' && ask.now.getTime() - item.receivedAt.getTime() < 5 * 60_000,
    isTaken: item.state === 'claimed' && !isStale(item, ask.now),
    escalateHref: `${hrefOf(item.id)}#answer`,
    setAsideHref: `${hrefOf(item.id)}#no-reply`,
  };
}
