/** What the pages of people share, and the step from "this proof is right" to a session. */

import { type Asker, type Kit, record } from '#platform';
import { type Ask, isOwnPath, type Problem, type Result } from '#web';
import type { Attempts, Guess } from './attempts.ts';
import type { Mail } from './mail.ts';
import type { Done, Membership } from './membership.ts';
import type { Passkeys } from './passkeys.ts';
import type { Passwords } from './password.ts';
import { type Account, hasSecondFactor, type Proofs } from './proofs.ts';
import { needsSecondFactor } from './roles.ts';
import type { Sessions } from './sessions.ts';
import type { Sso } from './sso.ts';
import type { PeopleStore } from './store.ts';
import { letters, say } from './wording.ts';

export interface Inside {
  readonly kit: Kit;
  readonly address: string;
  readonly store: PeopleStore;
  readonly sessions: Sessions;
  readonly proofs: Proofs;
  readonly passkeys: Passkeys;
  readonly passwords: Passwords;
  readonly membership: Membership;
  readonly attempts: Attempts;
  readonly sso: Sso | null;
  readonly mail: Mail | null;
  /** Wanted on the first-run page; null where only this machine can open it. */
  readonly setUpCode: string | null;
  /** From now on the sign-on service's name for somebody is this person. */
  link(personId: string, issuer: string, subject: string): Promise<void>;
  resetSecondFactor(asker: Asker, personId: string): Promise<Done>;
}

export const problem = (field: string, words: string): { readonly problems: readonly Problem[] } => ({
  problems: [{ field, words }],
});

/** Only a path of ours, so that a link to the sign-in page cannot lead away afterwards. */
export const nextOf = (text: string): string =>
  isOwnPath(text) && /^\S{1,501}$/.test(text) && !text.startsWith('/sign-in') && !text.startsWith('/sign-out')
    ? text
    : '/';

export const withNext = (path: string, next: string): string =>
  next === '/' ? path : `${path}?next=${encodeURIComponent(next)}`;

/** The first proof was right: a whole session, or a half one that owes the second step. */
export async function welcome(
  inside: Inside,
  account: Account,
  next: string,
  isTwice: boolean,
): Promise<{ go: string; session: string }> {
  const owes = !isTwice && (hasSecondFactor(account) || needsSecondFactor(account.roles));
  const session = await inside.sessions.begin(account.personId, !owes);
  await recordOwn(inside, account.personId, owes ? 'first-step-done' : 'signed-in');
  return { session, go: owes ? withNext('/sign-in/second-step', next) : next };
}

/** The second proof was right. */
export async function complete(inside: Inside, ask: Ask, go: string): Promise<{ go: string; session: string }> {
  await recordOwn(inside, ask.person!.personId, 'signed-in');
  return { go, session: await inside.sessions.makeWhole(ask.person!.sessionId, ask.person!.personId) };
}

/** The trail of a visitor says nothing about who came in; this does. */
async function recordOwn({ kit }: Inside, personId: string, what: string): Promise<void> {
  await kit.db.as({ kind: 'person', id: personId, roles: ['staff'] }, (tx) =>
    record(tx, { what, about: personId }, kit.clock.now()),
  );
}

/** A second proof was just set up: a whole session, and the recovery codes to save. */
export async function completeWithCodes(inside: Inside, ask: Ask, next: string): Promise<Result> {
  const { session } = await complete(inside, ask, next);
  const person = (await inside.sessions.find(session))!;
  await showCodes(inside, person.personId, person.sessionId);
  return { go: withNext('/account/recovery-codes', next), session };
}

/** Makes new codes and keeps them, sealed, in this session until they have been seen. */
export async function showCodes(inside: Inside, personId: string, sessionId: string): Promise<void> {
  const codes = await inside.proofs.renewCodes(personId);
  await inside.sessions.note(sessionId, { ...((await inside.sessions.noted(sessionId)) ?? {}), codes });
}

/** Runs a guess under its limits. `judge` says whether it was right. */
export async function guessed<T>(
  inside: Inside,
  guesses: readonly Guess[],
  judge: () => Promise<T | null>,
): Promise<{ right: T } | { waitMs: number } | { wrong: true }> {
  const waitMs = await inside.attempts.begin(guesses);
  if (waitMs > 0) return { waitMs };
  const right = await judge();
  if (right === null) return { wrong: true };
  await inside.attempts.succeeded(guesses);
  return { right };
}

/** Tells somebody about a change to their account. A mail server that is down must not undo the change. */
export async function tell(inside: Inside, email: string, name: string, what: string): Promise<void> {
  await inside.mail
    ?.send({ to: email, ...letters.changed(name, what) })
    .catch((error: unknown) => inside.kit.log.warn('people.letter-failed', { error: error as Error }));
}

/** Wrong password at one's own account is a guess as well. */
export async function isOwnPassword(
  inside: Inside,
  account: Account,
  password: string,
  ask: Ask,
): Promise<null | { readonly problems: readonly Problem[] }> {
  if (account.passwordHash === null) return null;
  const tried = await guessed(
    inside,
    [
      { kind: 'account', of: account.email },
      { kind: 'address', of: ask.ip },
    ],
    async () => ((await inside.passwords.isRight(password, account.passwordHash)) ? true : null),
  );
  if ('right' in tried) return null;
  return problem('current', 'waitMs' in tried ? say.waitFor(tried.waitMs) : say.currentWrong);
}
