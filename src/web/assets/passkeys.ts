// Passkeys. A form with data-passkey="register" or "sign-in" asks data-passkey-options for a challenge, lets the
// browser answer it, and sends the answer as JSON in its hidden field named "answer". Hidden where the browser cannot.
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { announce } from './announcer.ts';

export function startPasskeys(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) {
    if (!browserSupportsWebAuthn()) continue;
    form.hidden = false;
    form.addEventListener('submit', (event) => {
      if (form.dataset.passkeyDone !== undefined) return;
      event.preventDefault();
      void answer(form);
    });
  }
}

async function answer(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>('button[type=submit], button:not([type])');
  tell(form, '');
  if (button) button.disabled = true;
  try {
    const optionsJSON = await options(form);
    const reply =
      form.dataset.passkey === 'register'
        ? await startRegistration({ optionsJSON: optionsJSON as never })
        : await startAuthentication({ optionsJSON: optionsJSON as never });
    const field = form.querySelector<HTMLInputElement>('input[name=answer]');
    if (!field) throw new Error('no-answer-field');
    field.value = JSON.stringify(reply);
    form.dataset.passkeyDone = '';
    if (button) button.disabled = false;
    form.requestSubmit(button);
  } catch (error) {
    if (button) button.disabled = false;
    tell(form, wordsFor(error));
  }
}

async function options(form: HTMLFormElement): Promise<unknown> {
  const path = form.dataset.passkeyOptions;
  if (!path) throw new Error('no-options-path');
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form))
    if (typeof value === 'string' && name !== 'answer') body.set(name, value);
  const reply = await fetch(path, {
    method: 'POST',
    body,
    headers: { accept: 'application/json' },
    credentials: 'same-origin',
  });
  if (!reply.ok) throw new Error('options-refused');
  return reply.json();
}

function wordsFor(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'AbortError') {
    return 'The passkey was not used. Try again, or choose another way.';
  }
  if (name === 'InvalidStateError') return 'This device already has a passkey for your account.';
  return 'The passkey did not work. Try again, or choose another way.';
}

/** Shown beside the button, read out at once. */
function tell(form: HTMLFormElement, words: string): void {
  let place = form.querySelector<HTMLElement>('[data-passkey-words]');
  if (!place) {
    place = document.createElement('p');
    place.className = 'govuk-error-message';
    place.dataset.passkeyWords = '';
    form.append(place);
  }
  place.textContent = words;
  if (words) announce(words, true);
}
