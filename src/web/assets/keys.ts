// Keyboard first. Single keys work only outside fields, never with Ctrl, Alt or Meta, and can be switched off
// on this device in the help (WCAG 2.2, 2.1.4). What a key does is declared in the page:
//   data-queue            the list; j and k or the arrows move between its rows
//   data-queue-row        one row; data-queue-escalate and data-queue-set-aside are where e and s lead
//   data-queue-link       the row's own link; Enter opens it as any link
//   data-key="n"          any link, button or field: the key presses or focuses it; data-key-does names it in the help
import { announce } from './announcer.ts';

const switchName = 'foreword-keys';

export function startKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (isTyping(event.target)) {
      // Out of the filter and back to the list.
      if (event.key === 'Escape' && event.target instanceof HTMLElement && event.target.matches('[data-key="/"]')) {
        event.target.blur();
        focusRow(current() ?? rows()[0]);
      }
      return;
    }
    if (document.querySelector('dialog[open]')) return;
    if (event.key === '?') {
      event.preventDefault();
      showHelp();
      return;
    }
    if (areKeysOff()) return;
    if (act(event)) event.preventDefault();
  });
}

function act(event: KeyboardEvent): boolean {
  const list = rows();
  if (list.length > 0) {
    if (event.key === 'j') return step(list, 1);
    if (event.key === 'k') return step(list, -1);
    // Arrows keep scrolling the page until somebody is on a row.
    if (event.key === 'ArrowDown' && focused()) return step(list, 1);
    if (event.key === 'ArrowUp' && focused()) return step(list, -1);
    if (event.key === 'Home' && focused()) return focusRow(list[0]);
    if (event.key === 'End' && focused()) return focusRow(list.at(-1));
    const row = focused();
    if (row && event.key === 'e') return go(row.dataset.queueEscalate);
    if (row && event.key === 's') return go(row.dataset.queueSetAside);
    if (row && event.key === 'o') return go(row.querySelector<HTMLAnchorElement>('[data-queue-link]')?.href);
  }
  return press(event.key);
}

/** Links, buttons and fields that declare a key. */
function press(key: string): boolean {
  for (const target of document.querySelectorAll<HTMLElement>('[data-key]')) {
    if (target.dataset.key !== key || target.closest('[hidden]') || target.offsetParent === null) continue;
    if (target.matches('input:not([type=submit], [type=button], [type=checkbox], [type=radio]), textarea, select')) {
      target.focus();
      if (target instanceof HTMLInputElement) target.select();
    } else {
      target.focus();
      target.click();
    }
    return true;
  }
  return false;
}

const rows = () => [...document.querySelectorAll<HTMLElement>('[data-queue-row]')];
const focused = () => document.activeElement?.closest<HTMLElement>('[data-queue-row]') ?? undefined;
let lastRow: string | undefined;
const current = () => focused() ?? rows().find((row) => row.dataset.queueRow === lastRow);

function step(list: HTMLElement[], by: 1 | -1): boolean {
  const here = current();
  if (!here) return focusRow(by === 1 ? list[0] : list.at(-1));
  const next = list[list.indexOf(here) + by];
  if (!next) {
    announce(by === 1 ? 'That was the last one.' : 'That was the first one.', true);
    return focusRow(here);
  }
  return focusRow(next);
}

/** Puts the focus on the row's link: a real link, so Enter, screen readers and browser menus all work. */
export function focusRow(row: HTMLElement | undefined): boolean {
  const link = row?.querySelector<HTMLElement>('[data-queue-link]');
  if (!row || !link) return false;
  lastRow = row.dataset.queueRow;
  link.focus({ preventScroll: true });
  row.scrollIntoView({ block: 'nearest' });
  return true;
}

function go(href: string | undefined): boolean {
  if (!href) return false;
  window.location.assign(href);
  return true;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.matches('input:not([type=checkbox], [type=radio], [type=submit]), textarea, select')
  );
}

function areKeysOff(): boolean {
  try {
    return localStorage.getItem(switchName) === 'off';
  } catch {
    return false;
  }
}

function showHelp(): void {
  const opener = document.activeElement;
  const dialog = document.createElement('dialog');
  dialog.className = 'fw-dialog';
  dialog.setAttribute('aria-labelledby', 'fw-keys-title');
  const title = document.createElement('h2');
  title.id = 'fw-keys-title';
  title.className = 'govuk-heading-m';
  title.textContent = 'Keys on this page';
  const list = document.createElement('dl');
  list.className = 'fw-dialog__list';
  for (const [keys, does] of known()) {
    const term = document.createElement('dt');
    for (const key of keys) {
      const cap = document.createElement('kbd');
      cap.className = 'fw-key';
      cap.textContent = key;
      term.append(cap, ' ');
    }
    const what = document.createElement('dd');
    what.textContent = does;
    list.append(term, what);
  }
  const close = button('Close', '', () => dialog.close());
  const toggle = button(
    areKeysOff() ? 'Switch single keys on' : 'Switch single keys off',
    'govuk-button--secondary',
    () => {
      try {
        localStorage.setItem(switchName, areKeysOff() ? 'on' : 'off');
      } catch {
        // A browser that keeps nothing keeps the keys on.
      }
      announce(areKeysOff() ? 'Single keys are off.' : 'Single keys are on.', true);
      dialog.close();
    },
  );
  const group = document.createElement('div');
  group.className = 'govuk-button-group';
  group.append(close, toggle);
  dialog.append(title, list, group);
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (opener instanceof HTMLElement) opener.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
}

function button(text: string, classes: string, act: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = `govuk-button ${classes} govuk-!-margin-bottom-0`;
  element.textContent = text;
  element.addEventListener('click', act);
  return element;
}

/** Only the keys that do something here. */
function known(): [string[], string][] {
  const all: [string[], string][] = [];
  if (rows().length > 0) {
    all.push([['j', '\u2193'], 'Next in the list'], [['k', '\u2191'], 'The one before'], [['Enter'], 'Open it']);
    if (document.querySelector('[data-queue-escalate]')) all.push([['e'], 'Escalate it']);
    if (document.querySelector('[data-queue-set-aside]')) all.push([['s'], 'Set it aside']);
  }
  const seen = new Set<string>();
  for (const target of document.querySelectorAll<HTMLElement>('[data-key]')) {
    const key = target.dataset.key ?? '';
    if (!key || seen.has(key)) continue;
    seen.add(key);
    const does = target.dataset.keyDoes ?? target.getAttribute('aria-label') ?? target.textContent?.trim();
    all.push([[key], does || 'Go there']);
  }
  all.push([['?'], 'Show this help']);
  return all;
}
