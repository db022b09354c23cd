// Keeps regions fresh. A region names a stream (data-live) and, when it differs from this page, where its HTML is
// (data-live-from). Each event on the stream means "look again": we fetch the page, take the region with the same
// id out of it and put in only what changed. Nothing moves while somebody is typing or has a dialog open in it.
import { announce } from './announcer.ts';
import { focusRow } from './keys.ts';

const settleMs = 300;
const betweenMs = 1000;

type Dress = (scope: Element) => void;

export function startLive(dress: Dress): void {
  for (const region of document.querySelectorAll<HTMLElement>('[data-live][id]')) follow(region, dress);
}

function follow(region: HTMLElement, dress: Dress): void {
  const path = region.dataset.live;
  if (!path) return;
  let stream: EventSource;
  let timer: number | undefined;
  let lastMs = 0;
  let isFetching = false;
  let says: string | undefined;

  const soon = () => {
    if (timer !== undefined) return;
    timer = window.setTimeout(
      () => {
        timer = undefined;
        void refresh();
      },
      Math.max(settleMs, lastMs + betweenMs - Date.now()),
    );
  };
  const refresh = async () => {
    if (isFetching || isBusy(region)) {
      soon();
      return;
    }
    isFetching = true;
    lastMs = Date.now();
    try {
      const changed = await replace(region, dress);
      if (changed) announce(says ?? region.dataset.liveSays ?? 'This part of the page has changed.');
      says = undefined;
    } finally {
      isFetching = false;
    }
  };
  const hear = (event: MessageEvent<string>) => {
    says = messageOf(event.data) ?? says;
    soon();
  };
  const open = () => {
    stream = new EventSource(path);
    stream.addEventListener('message', hear);
    stream.addEventListener('changed', hear);
    stream.addEventListener('full', pause);
    stream.addEventListener('open', () => region.removeAttribute('data-live-lost'));
    stream.addEventListener('error', () => {
      region.setAttribute('data-live-lost', '');
      // Closed for good, as after signing out: the browser will not try again by itself.
      if (stream.readyState === EventSource.CLOSED) region.setAttribute('data-live-ended', '');
    });
  };
  /** Too many pages are open: the newest are followed, and this one again when somebody comes back to it. */
  const pause = () => {
    stream.close();
    region.setAttribute('data-live-lost', '');
    const back = new AbortController();
    const resume = () => {
      if (document.visibilityState === 'hidden') return;
      back.abort();
      open();
      soon();
    };
    document.addEventListener('visibilitychange', resume, { signal: back.signal });
    window.addEventListener('focus', resume, { signal: back.signal });
  };
  open();
  window.addEventListener('pagehide', () => stream.close());
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) window.location.reload();
  });
}

/** Event data may be JSON with words to say: {"says":"2 new signals"}. */
function messageOf(data: string): string | undefined {
  if (!data.startsWith('{') || data.length > 2000) return undefined;
  try {
    const says = (JSON.parse(data) as { says?: unknown }).says;
    return typeof says === 'string' ? says.slice(0, 200) : undefined;
  } catch {
    return undefined;
  }
}

function isBusy(region: HTMLElement): boolean {
  const active = document.activeElement;
  if (document.querySelector('dialog[open]')) return true;
  if (active && region.contains(active) && active.matches('input, textarea, select')) return true;
  const selection = window.getSelection();
  return Boolean(selection && !selection.isCollapsed && selection.anchorNode && region.contains(selection.anchorNode));
}

async function replace(region: HTMLElement, dress: Dress): Promise<boolean> {
  const from = region.dataset.liveFrom ?? window.location.href;
  const answer = await fetch(from, { headers: { accept: 'text/html' }, credentials: 'same-origin' });
  if (!answer.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.getElementById(region.id);
  if (!fresh) return false;
  const focusId = rowOfFocus(region);
  const known = new Set(
    [...region.querySelectorAll<HTMLElement>('[data-queue-row]')].map((row) => row.dataset.queueRow),
  );
  const open = [...region.querySelectorAll('details[open][id]')].map((element) => element.id);
  if (isSame(region, fresh)) return false;
  const before = region.querySelector('[data-queue-row]:focus-within')?.getBoundingClientRect().top;
  region.replaceChildren(...[...fresh.childNodes].map((node) => document.adoptNode(node)));
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  dress(region);
  const rows = [...region.querySelectorAll<HTMLElement>('[data-queue-row]')];
  if (known.size > 0)
    for (const row of rows) if (!known.has(row.dataset.queueRow)) row.classList.add('fw-queue__row--arrived');
  if (focusId !== undefined) {
    const row =
      rows.find((one) => one.dataset.queueRow === focusId.row) ?? rows[Math.min(focusId.index, rows.length - 1)];
    focusRow(row);
    // The row under the eye stays where it was.
    if (row && before !== undefined) window.scrollBy(0, row.getBoundingClientRect().top - before);
  }
  return true;
}

function rowOfFocus(region: HTMLElement): { row: string | undefined; index: number } | undefined {
  const row = document.activeElement?.closest<HTMLElement>('[data-queue-row]');
  if (!row || !region.contains(row)) return undefined;
  return { row: row.dataset.queueRow, index: [...region.querySelectorAll('[data-queue-row]')].indexOf(row) };
}

/** Clocks move by themselves; a moved clock alone is no change. */
function isSame(region: Element, fresh: Element): boolean {
  const still = (element: Element) => {
    const copy = element.cloneNode(true) as Element;
    for (const clock of copy.querySelectorAll('[data-clock]')) {
      clock.removeAttribute('data-clock');
      clock.textContent = '';
      const holder = clock.closest('.fw-clock');
      holder?.removeAttribute('class');
      holder?.removeAttribute('data-clock-state');
      holder?.querySelector('svg')?.remove();
    }
    for (const row of copy.querySelectorAll('.fw-queue__row--arrived')) row.classList.remove('fw-queue__row--arrived');
    return copy.innerHTML;
  };
  return still(region) === still(fresh);
}
