// Keeps every clock moving. A clock says how many milliseconds were left when the server drew it, so a wrong clock
// on this machine does no harm; performance.now() is not moved by people.
import { announce } from './announcer.ts';

/** When each element was first seen by us. */
const seen = new WeakMap<Element, { leftMs: number; atMs: number; state: string }>();

export function startClocks(): void {
  tick();
  window.setInterval(tick, 1000);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) tick();
  });
}

function tick(): void {
  if (document.hidden) return;
  for (const element of document.querySelectorAll<HTMLElement>('[data-clock]')) move(element);
}

function move(element: HTMLElement): void {
  const holder = element.closest<HTMLElement>('.fw-clock');
  let known = seen.get(element);
  if (!known) {
    known = { leftMs: Number(element.dataset.clock), atMs: performance.now(), state: holder?.dataset.clockState ?? '' };
    seen.set(element, known);
  }
  const leftMs = known.leftMs - (performance.now() - known.atMs);
  const closeMs = Number(element.dataset.clockClose ?? 900_000);
  const state = leftMs < 0 ? 'late' : leftMs <= closeMs ? 'close' : 'calm';
  const words = `${spanWords(leftMs)} ${leftMs < 0 ? 'late' : 'left'}`;
  if (element.textContent !== words) element.textContent = words;
  if (holder && known.state !== state) {
    holder.classList.remove('fw-clock--calm', 'fw-clock--close', 'fw-clock--late');
    holder.classList.add(`fw-clock--${state}`);
    holder.dataset.clockState = state;
    if (state === 'late') announce(`Time has run out: ${nameOf(element)}`);
    known.state = state;
  }
}

function nameOf(element: HTMLElement): string {
  const row = element.closest('[data-queue-row]');
  return row?.querySelector('[data-queue-link]')?.textContent?.trim() ?? 'one of the clocks on this page';
}

/** The same words as components/time-words.ts; a test holds the two together. */
export function spanWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(Math.abs(milliseconds) / 1000));
  if (seconds < 60) return `${seconds} sec`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return days === 1 ? '1 day' : `${days} days`;
}
