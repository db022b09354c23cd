/** The second step of somebody's own account: passkeys, the app, recovery codes. */
import { fullTime, Govuk, shortDay } from '#components';
import { Form, Mistakes, page } from '#web';
import { type Inside, isOwnPassword, nextOf, problem, showCodes, tell } from '../inside.ts';
import { type Account, hasSecondFactor, type Passkey } from '../proofs.ts';
import { needsSecondFactor } from '../roles.ts';
import { letters, say } from '../wording.ts';
import { backToAccount, ownAccount } from './account.tsx';
import { AppForm, appSecret, sealApp } from './app-form.tsx';
import { Hidden, PasskeyForm, PasswordField, TextField } from './parts.tsx';
import { passwordIn } from './set-up.tsx';

const here = '/account/second-step';
const isLast = (account: Account): boolean =>
  needsSecondFactor(account.roles) && account.passkeys + Number(account.hasApp) <= 1;

export const secondPage = (inside: Inside) =>
  page<{ account: Account; passkeys: readonly Passkey[] }>({
    path: here,
    may: 'signed-in',
    trace: null,
    load: async (ask) => {
      const account = await ownAccount(inside)(ask);
      return account && { account, passkeys: await inside.proofs.passkeys(account.personId) };
    },
    acts: {
      'make-passkey': {
        trace: 'passkey-added',
        do: async (input, { account }, ask) => {
          const id = await inside.passkeys.register(
            account.personId,
            input.text('name'),
            input.text('answer'),
            ask.person!.sessionId,
          );
          if (!id) return { refused: say.passkeyWrong };
          await tell(inside, account.email, account.name, letters.passkeyAdded);
          if (hasSecondFactor(account)) return { go: here, flash: { kind: 'success', title: say.passkeyAdded } };
          await showCodes(inside, account.personId, ask.person!.sessionId);
          return { go: `/account/recovery-codes?next=${encodeURIComponent(here)}` };
        },
      },
      'remove-passkey': {
        trace: 'passkey-removed',
        do: async (input, { account }, ask) => {
          const wrong = await isOwnPassword(inside, account, passwordIn(input, 'current'), ask);
          if (wrong) return wrong;
          if (isLast(account)) return { refused: say.lastFactor };
          await inside.proofs.removePasskey(account.personId, input.text('passkey'));
          await tell(inside, account.email, account.name, letters.passkeyRemoved);
          return { go: here, flash: { kind: 'success', title: say.removed } };
        },
      },
      'remove-app': {
        trace: 'app-removed',
        do: async (input, { account }, ask) => {
          const wrong = await isOwnPassword(inside, account, passwordIn(input, 'current'), ask);
          if (wrong) return wrong;
          if (isLast(account)) return { refused: say.lastFactor };
          await inside.proofs.removeApp(account.personId);
          await tell(inside, account.email, account.name, letters.appChanged);
          return { go: here, flash: { kind: 'success', title: say.removed } };
        },
      },
      'new-codes': {
        trace: 'recovery-codes-renewed',
        do: async (input, { account }, ask) => {
          const wrong = await isOwnPassword(inside, account, passwordIn(input, 'current'), ask);
          if (wrong) return wrong;
          await showCodes(inside, account.personId, ask.person!.sessionId);
          await tell(inside, account.email, account.name, letters.codesRenewed);
          return { go: `/account/recovery-codes?next=${encodeURIComponent(here)}` };
        },
      },
    },
    view: ({ account, passkeys }, ask) => {
      const confirm = account.passwordHash ? (
        <PasswordField ask={ask} name="current" label={say.confirmPassword} />
      ) : null;
      const choices = [...passkeys.map((key) => ({ value: `passkey:${key.id}`, key }))];
      return {
        title: say.secondPageTitle,
        menu: '/account',
        before: backToAccount,
        body: (
          <>
            <Mistakes ask={ask} />
            <h1 class="govuk-heading-l">{say.secondPageTitle}</h1>
            <h2 class="govuk-heading-m">{say.passkeys}</h2>
            {choices.length === 0 ? <p class="govuk-body">{say.none}</p> : null}
            {choices.map(({ key }) => (
              <Govuk.Details summaryText={`${key.name}, ${say.addedOn(shortDay(key.addedAt)).toLowerCase()}`}>
                {key.lastUsedAt ? <p class="govuk-body">{say.lastUsed(fullTime(key.lastUsedAt))}</p> : null}
                <Form ask={ask} act="remove-passkey" label={`${say.remove}: ${key.name}`}>
                  <Hidden name="passkey" value={key.id} />
                  {account.passwordHash ? (
                    <Govuk.PasswordInput
                      id={`current-${key.id}`}
                      name="current"
                      label={{ text: say.confirmPassword }}
                    />
                  ) : null}
                  <Govuk.Button text={say.remove} classes="govuk-button--warning" />
                </Form>
              </Govuk.Details>
            ))}
            {inside.passkeys.isOffered ? (
              <PasskeyForm
                ask={ask}
                kind="register"
                options="/account/passkey-options"
                act="make-passkey"
                button={say.makePasskey}
                isSecondary
              >
                <TextField
                  ask={ask}
                  name="name"
                  label={say.passkeyName}
                  hint={say.passkeyNameHint}
                  classes="govuk-input--width-20"
                  autocomplete="off"
                />
              </PasskeyForm>
            ) : null}
            <h2 class="govuk-heading-m">{say.appTitle}</h2>
            <p class="govuk-body">{account.hasApp ? say.set : say.notSet}</p>
            <Govuk.Button href="/account/app" text={say.setUpApp} classes="govuk-button--secondary" />
            {account.hasApp ? (
              <Govuk.Details summaryText={`${say.remove}: ${say.appTitle}`}>
                <Form ask={ask} act="remove-app" label={`${say.remove}: ${say.appTitle}`}>
                  {account.passwordHash ? (
                    <Govuk.PasswordInput id="current-app" name="current" label={{ text: say.confirmPassword }} />
                  ) : null}
                  <Govuk.Button text={say.remove} classes="govuk-button--warning" />
                </Form>
              </Govuk.Details>
            ) : null}
            {hasSecondFactor(account) ? (
              <>
                <h2 class="govuk-heading-m">{say.recoveryCodes}</h2>
                <p class="govuk-body">
                  {say.codesCount(account.codesLeft)} {say.newCodesHint}
                </p>
                <Form ask={ask} act="new-codes" label={say.recoveryCodes}>
                  {confirm}
                  <Govuk.Button text={say.newCodes} classes="govuk-button--secondary" />
                </Form>
              </>
            ) : null}
          </>
        ),
      };
    },
  });

export const ownAppPage = (inside: Inside) =>
  page<{ account: Account; secret: string }>({
    path: '/account/app',
    may: 'signed-in',
    trace: null,
    load: async (ask) => {
      const account = await ownAccount(inside)(ask);
      return account && { account, secret: inside.proofs.newAppSecret() };
    },
    acts: {
      confirm: {
        trace: 'app-added',
        do: async (input, { account }, ask) => {
          const secret = appSecret(inside, ask, input.text('box'));
          if (!secret || !(await inside.proofs.addApp(account.personId, secret, input.text('code'))))
            return problem('code', say.appCodeWrong);
          await tell(inside, account.email, account.name, letters.appChanged);
          if (hasSecondFactor(account)) return { go: here, flash: { kind: 'success', title: say.appAdded } };
          await showCodes(inside, account.personId, ask.person!.sessionId);
          return { go: `/account/recovery-codes?next=${encodeURIComponent(here)}` };
        },
      },
    },
    view: ({ account, secret }, ask) => ({
      title: say.appTitle,
      menu: '/account',
      before: backToAccount,
      body: (
        <AppForm
          ask={ask}
          email={account.email}
          box={sealApp(inside, ask, secret)}
          open={(box) => appSecret(inside, ask, box) ?? secret}
        />
      ),
    }),
  });

export const codesPage = (inside: Inside) =>
  page<{ codes: readonly string[]; next: string }>({
    path: '/account/recovery-codes',
    may: 'signed-in',
    trace: null,
    load: async (ask) => {
      const codes = (await inside.sessions.noted(ask.person!.sessionId))?.codes;
      return Array.isArray(codes) ? { codes: codes.map(String), next: nextOf(ask.query.next ?? '/') } : null;
    },
    acts: {
      saved: {
        trace: 'recovery-codes-saved',
        do: async (input, _loaded, ask) => {
          const { codes: _gone, ...rest } = (await inside.sessions.noted(ask.person!.sessionId)) ?? {};
          await inside.sessions.note(ask.person!.sessionId, rest);
          return { go: nextOf(input.text('next')) };
        },
      },
    },
    view: ({ codes, next }, ask) => ({
      title: say.codesTitle,
      isAlone: true,
      body: (
        <>
          <h1 class="govuk-heading-l">{say.codesTitle}</h1>
          <p class="govuk-body">{say.codesIntro}</p>
          <ol class="govuk-list govuk-list--number fw-codes">
            {codes.map((code) => (
              <li>
                <code class="fw-code">{code}</code>
              </li>
            ))}
          </ol>
          <Govuk.WarningText text={say.codesOnce} iconFallbackText={say.warning} />
          <Form ask={ask} act="saved">
            <Hidden name="next" value={next} />
            <Govuk.Button text={say.codesSaved} />
          </Form>
        </>
      ),
    }),
  });
