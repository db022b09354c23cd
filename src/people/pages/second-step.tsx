/** The second step while signing in: give it, or set it up the first time. Only these pages are open to half a sign-in. */
import { Govuk } from '#components';
import { type Ask, Form, Mistakes, page } from '#web';
import { complete, completeWithCodes, guessed, type Inside, nextOf, problem } from '../inside.ts';
import { type Account, hasSecondFactor } from '../proofs.ts';
import { say } from '../wording.ts';
import { AppForm, appSecret, sealApp } from './app-form.tsx';
import { Hidden, PasskeyForm, TextField } from './parts.tsx';

interface Loaded {
  readonly account: Account;
  readonly next: string;
  readonly isDone: boolean;
}

const loadOwn = async (inside: Inside, ask: Ask): Promise<Loaded | null> => {
  const account = await inside.proofs.byId(ask.person!.personId);
  return account ? { account, next: nextOf(ask.query.next ?? '/'), isDone: ask.person!.isWhole } : null;
};

export const secondStepPage = (inside: Inside) =>
  page<Loaded>({
    path: '/sign-in/second-step',
    may: 'half',
    trace: null,
    load: (ask) => loadOwn(inside, ask),
    acts: {
      code: {
        trace: 'second-step-tried',
        do: async (input, { account, isDone }, ask) => {
          if (isDone) return { go: '/' };
          const code = input.text('code');
          if (code === '') return problem('code', say.missing.appCode);
          const tried = await guessed(inside, [{ kind: 'second', of: account.personId }], async () =>
            (await inside.proofs.takeAppCode(account.personId, code)) ? true : null,
          );
          if ('waitMs' in tried) return problem('code', say.waitFor(tried.waitMs));
          if ('wrong' in tried) return problem('code', say.appCodeWrong);
          return complete(inside, ask, nextOf(input.text('next')));
        },
      },
      passkey: {
        trace: 'second-step-tried',
        do: async (input, { account, isDone }, ask) => {
          if (isDone) return { go: '/' };
          const tried = await guessed(inside, [{ kind: 'second', of: account.personId }], () =>
            inside.passkeys.signIn(account.personId, input.text('answer'), ask.person!.sessionId),
          );
          if ('waitMs' in tried) return { refused: say.waitFor(tried.waitMs) };
          if ('wrong' in tried) return { refused: say.passkeyWrong };
          return complete(inside, ask, nextOf(input.text('next')));
        },
      },
      'make-passkey': {
        trace: 'passkey-added',
        do: async (input, { account, isDone }, ask) => {
          // Half a sign-in may set up the first second step, never another one.
          if (isDone || hasSecondFactor(account)) return { refused: say.passkeyWrong };
          const id = await inside.passkeys.register(
            account.personId,
            input.text('name'),
            input.text('answer'),
            ask.person!.sessionId,
          );
          if (!id) return { refused: say.passkeyWrong };
          return completeWithCodes(inside, ask, nextOf(input.text('next')));
        },
      },
    },
    view: ({ account, next, isDone }, ask) => {
      const goOn = ask.tried ? nextOf(String(ask.tried.values.next ?? '/')) : next;
      if (isDone)
        return { title: say.secondTitle, isAlone: true, body: <Govuk.Button href={goOn} text={say.continueButton} /> };
      if (!hasSecondFactor(account))
        return {
          title: say.setUpSecondTitle,
          isAlone: true,
          body: <SetUp ask={ask} next={goOn} isPasskeyOffered={inside.passkeys.isOffered} />,
        };
      return {
        title: say.secondTitle,
        isAlone: true,
        body: (
          <>
            <Mistakes ask={ask} />
            <h1 class="govuk-heading-l">{say.secondTitle}</h1>
            <p class="govuk-body">{say.secondIntro}</p>
            {account.passkeys > 0 && inside.passkeys.isOffered ? (
              <PasskeyForm
                ask={ask}
                kind="sign-in"
                options="/sign-in/second-step/passkey-options"
                act="passkey"
                next={goOn}
                button={say.usePasskey}
              />
            ) : null}
            {account.hasApp ? (
              <Form ask={ask} act="code">
                <Hidden name="next" value={goOn} />
                <TextField
                  ask={ask}
                  name="code"
                  label={say.appCode}
                  hint={say.appCodeHint}
                  autocomplete="one-time-code"
                  inputmode="numeric"
                  classes="govuk-input--width-10 govuk-input--extra-letter-spacing"
                  isCode
                />
                <Govuk.Button text={say.continueButton} />
              </Form>
            ) : (
              <noscript>
                <p class="govuk-body">{say.noPasskeyWithoutScript}</p>
              </noscript>
            )}
            <p class="govuk-body">
              <a
                class="govuk-link"
                href={`/sign-in/second-step/recovery${goOn === '/' ? '' : `?next=${encodeURIComponent(goOn)}`}`}
              >
                {say.useRecovery}
              </a>
            </p>
          </>
        ),
      };
    },
  });

type SetUpProps = { ask: Ask; next: string; isPasskeyOffered: boolean };

function SetUp({ ask, next, isPasskeyOffered }: SetUpProps) {
  return (
    <>
      <Mistakes ask={ask} />
      <h1 class="govuk-heading-l">{say.setUpSecondTitle}</h1>
      <p class="govuk-body">{say.setUpSecondIntro}</p>
      {isPasskeyOffered ? (
        <>
          <h2 class="govuk-heading-m">{say.passkeyTitle}</h2>
          <p class="govuk-body">{say.passkeyIntro}</p>
          <PasskeyForm
            ask={ask}
            kind="register"
            options="/sign-in/second-step/passkey-options"
            act="make-passkey"
            next={next}
            button={say.makePasskey}
          />
          <noscript>
            <p class="govuk-body">{say.noPasskeyWithoutScript}</p>
          </noscript>
        </>
      ) : null}
      <h2 class="govuk-heading-m">{say.appTitle}</h2>
      <p class="govuk-body">{say.appIntro}</p>
      <Govuk.Button
        href={`/sign-in/second-step/app${next === '/' ? '' : `?next=${encodeURIComponent(next)}`}`}
        text={say.setUpApp}
        classes="govuk-button--secondary"
      />
    </>
  );
}

export const firstAppPage = (inside: Inside) =>
  page<Loaded & { secret: string }>({
    path: '/sign-in/second-step/app',
    may: 'half',
    trace: null,
    load: async (ask) => {
      const own = await loadOwn(inside, ask);
      // Half a sign-in may set up the first second step, never another one.
      return own && !own.isDone && !hasSecondFactor(own.account)
        ? { ...own, secret: inside.proofs.newAppSecret() }
        : null;
    },
    acts: {
      confirm: {
        trace: 'app-added',
        do: async (input, { account }, ask) => {
          const secret = appSecret(inside, ask, input.text('box'));
          if (!secret || !(await inside.proofs.addApp(account.personId, secret, input.text('code'))))
            return problem('code', say.appCodeWrong);
          return completeWithCodes(inside, ask, nextOf(input.text('next')));
        },
      },
    },
    view: ({ account, next, secret }, ask) => ({
      title: say.appTitle,
      isAlone: true,
      body: (
        <AppForm
          ask={ask}
          email={account.email}
          box={sealApp(inside, ask, secret)}
          open={(box) => appSecret(inside, ask, box) ?? secret}
          next={next}
        />
      ),
    }),
  });

export const recoveryPage = (inside: Inside) =>
  page<Loaded>({
    path: '/sign-in/second-step/recovery',
    may: 'half',
    trace: null,
    load: async (ask) => {
      const own = await loadOwn(inside, ask);
      return own && !own.isDone && hasSecondFactor(own.account) ? own : null;
    },
    acts: {
      recover: {
        trace: 'second-step-tried',
        do: async (input, { account }, ask) => {
          const code = input.text('code');
          if (code === '') return problem('code', say.missing.recoveryCode);
          const tried = await guessed(inside, [{ kind: 'second', of: account.personId }], async () =>
            (await inside.proofs.takeRecoveryCode(account.personId, code)) ? true : null,
          );
          if ('waitMs' in tried) return problem('code', say.waitFor(tried.waitMs));
          if ('wrong' in tried) return problem('code', say.recoveryWrong);
          const done = await complete(inside, ask, nextOf(input.text('next')));
          return {
            ...done,
            flash: { kind: 'warning', title: say.usedRecovery, text: say.codesLeft(account.codesLeft - 1) },
          };
        },
      },
    },
    view: ({ next }, ask) => ({
      title: say.recoveryTitle,
      isAlone: true,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.recoveryTitle}</h1>
          <p class="govuk-body">{say.recoveryIntro}</p>
          <Form ask={ask} act="recover">
            <Hidden name="next" value={ask.tried ? nextOf(String(ask.tried.values.next ?? '/')) : next} />
            <TextField
              ask={ask}
              name="code"
              label={say.recoveryCode}
              autocomplete="off"
              classes="govuk-input--width-20"
              isCode
            />
            <Govuk.Button text={say.continueButton} />
          </Form>
          <p class="govuk-body">{say.recoveryHelp}</p>
        </>
      ),
    }),
  });
