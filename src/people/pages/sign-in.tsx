/** Signing in with a password, a passkey or the organisation's own service; and signing out. */
import { Govuk } from '#components';
import { type Ask, Form, Mistakes, page } from '#web';
import { guessed, type Inside, nextOf, problem, welcome, withNext } from '../inside.ts';
import { say, ssoProblems } from '../wording.ts';
import { Hidden, PasskeyForm, PasswordField, TextField } from './parts.tsx';
import { passwordIn } from './set-up.tsx';

export const signInPage = (inside: Inside) =>
  page<{ next: string; ssoProblem: string | null }>({
    path: '/sign-in',
    may: 'visitor',
    trace: null,
    load: async (ask) => {
      if (!ask.organisation) return null;
      const name = ask.query.problem ?? '';
      return {
        next: nextOf(ask.query.next ?? '/'),
        ssoProblem: Object.hasOwn(ssoProblems, name) ? ssoProblems[name as keyof typeof ssoProblems] : null,
      };
    },
    acts: {
      password: {
        trace: 'sign-in-tried',
        do: async (input, _loaded, ask) => {
          const email = input.text('email').slice(0, 254);
          const password = passwordIn(input, 'password');
          if (email === '') return problem('email', say.missing.email);
          if (password === '') return problem('password', say.missing.password);
          const tried = await guessed(
            inside,
            [
              { kind: 'account', of: email },
              { kind: 'address', of: ask.ip },
            ],
            async () => {
              const account = await inside.proofs.byEmail(email);
              // The same work for an address that nobody has.
              return (await inside.passwords.isRight(password, account?.passwordHash ?? null)) ? account : null;
            },
          );
          if ('waitMs' in tried) return problem('email', say.waitFor(tried.waitMs));
          if ('wrong' in tried) return problem('email', say.signInWrong);
          const account = tried.right;
          if (inside.passwords.isOld(account.passwordHash!))
            await inside.proofs.setPassword(account.personId, await inside.passwords.hash(password));
          return welcome(inside, account, nextOf(input.text('next')), false);
        },
      },
      passkey: {
        trace: 'sign-in-tried',
        do: async (input, _loaded, ask) => {
          const guesses = [{ kind: 'address' as const, of: ask.ip }];
          const tried = await guessed(inside, guesses, async () => {
            const personId = await inside.passkeys.signIn(null, input.text('answer'), ask.csrf);
            return personId ? inside.proofs.byId(personId) : null;
          });
          if ('waitMs' in tried) return { refused: say.waitFor(tried.waitMs) };
          if ('wrong' in tried) return { refused: say.passkeyWrong };
          return welcome(inside, tried.right, nextOf(input.text('next')), true);
        },
      },
    },
    view: ({ next, ssoProblem }, ask) => {
      const goOn = ask.tried ? nextOf(String(ask.tried.values.next ?? '/')) : next;
      return {
        title: say.signInTitle,
        isAlone: true,
        body: (
          <>
            {ssoProblem && !ask.tried ? (
              <Govuk.ErrorSummary titleText="There is a problem" descriptionText={ssoProblem} errorList={[]} />
            ) : (
              <Mistakes ask={ask} />
            )}
            <h1 class="govuk-heading-l">{say.signInTitle}</h1>
            {inside.sso ? (
              <Govuk.Button href={withNext('/sign-in/sso', goOn)} text={say.signInWith(inside.sso.name)} />
            ) : null}
            <Form ask={ask} act="password">
              <Hidden name="next" value={goOn} />
              <TextField ask={ask} name="email" label={say.email} type="email" autocomplete="username" />
              <PasswordField ask={ask} name="password" label={say.password} />
              <Govuk.Button text={say.signInButton} classes={inside.sso ? 'govuk-button--secondary' : undefined} />
            </Form>
            {inside.passkeys.isOffered ? (
              <PasskeyForm
                ask={ask}
                kind="sign-in"
                options="/sign-in/passkey-options"
                act="passkey"
                next={goOn}
                button={say.signInPasskey}
                isSecondary
              />
            ) : null}
            <p class="govuk-body">{say.signInHelp}</p>
          </>
        ),
      };
    },
  });

export const signOutPage = (inside: Inside) => {
  const leave = {
    trace: 'signed-out',
    do: async (_input: unknown, _loaded: unknown, ask: Ask) => {
      await inside.sessions.end(ask.person!.sessionId);
      return { go: '/sign-in', session: null, flash: { kind: 'success' as const, title: say.signedOut } };
    },
  };
  return page({
    path: '/sign-out',
    may: 'half',
    trace: null,
    load: async () => ({}),
    // The button in the masthead sends no act.
    acts: { '': leave, 'sign-out': leave },
    view: (_loaded, ask) => ({
      title: say.signOutTitle,
      isAlone: true,
      body: (
        <>
          <h1 class="govuk-heading-l">{say.signOutTitle}</h1>
          <Form ask={ask} act="sign-out">
            <Govuk.Button text={say.signOutButton} />
          </Form>
        </>
      ),
    }),
  });
};
