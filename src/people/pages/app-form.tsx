/** Setting up an authenticator app: the secret travels in the form, sealed for this session, so that nothing is kept before it works. */
import { Govuk } from '#components';
import { type Ask, Form, Mistakes, typed } from '#web';
import { type Inside, nextOf } from '../inside.ts';
import { spaced, totpAddress } from '../totp.ts';
import { say } from '../wording.ts';
import { Hidden, SquareCode, TextField } from './parts.tsx';

export const sealApp = (inside: Inside, ask: Ask, secret: string): string => {
  // Shown again after a slip: the same secret, which is already in the phone.
  const had = typed(ask, 'box');
  return had && appSecret(inside, ask, had)
    ? had
    : inside.kit.seal.close('app-set-up', `${ask.person!.sessionId}:${secret}`);
};

/** Null when the form belongs to another session. */
export function appSecret(inside: Inside, ask: Ask, box: string): string | null {
  try {
    const [session, secret] = inside.kit.seal.open('app-set-up', box.slice(0, 500)).split(':');
    return session === ask.person!.sessionId ? (secret ?? null) : null;
  } catch {
    return null;
  }
}

export function AppForm({
  ask,
  email,
  box,
  open,
  next,
}: {
  ask: Ask;
  email: string;
  box: string;
  open: (box: string) => string;
  next?: string;
}) {
  const secret = open(box);
  return (
    <>
      <Mistakes ask={ask} />
      <h1 class="govuk-heading-l">{say.appTitle}</h1>
      <p class="govuk-body">{say.appScan}</p>
      <p class="govuk-body">
        <SquareCode text={totpAddress(secret, email, 'Foreword')} words={say.appPicture} />
      </p>
      <p class="govuk-body">
        {say.appKey}: <code class="fw-code">{spaced(secret)}</code>
      </p>
      <Form ask={ask} act="confirm">
        <Hidden name="box" value={box} />
        {next === undefined ? null : <Hidden name="next" value={ask.tried ? nextOf(typed(ask, 'next', '/')) : next} />}
        <TextField
          ask={ask}
          name="code"
          label={say.appConfirm}
          hint={say.appCodeHint}
          autocomplete="one-time-code"
          inputmode="numeric"
          classes="govuk-input--width-10 govuk-input--extra-letter-spacing"
          isCode
        />
        <Govuk.Button text={say.continueButton} />
      </Form>
    </>
  );
}
