/** Somebody's own account: what it says, language and phone, password, and where they are signed in. */
import { sql } from 'kysely';
import { fullTime, Govuk, StackTable } from '#components';
import { record } from '#platform';
import { type Ask, Form, Mistakes, page, typed } from '#web';
import { type Inside, isOwnPassword, problem, tell } from '../inside.ts';
import { passwordProblem } from '../password.ts';
import { type Account, hasSecondFactor } from '../proofs.ts';
import { isRole, may } from '../roles.ts';
import { letters, say } from '../wording.ts';
import { Hidden, PasswordField, RoleList, TextField } from './parts.tsx';
import { passwordIn } from './set-up.tsx';

export const ownAccount = (inside: Inside) => (ask: Ask) => inside.proofs.byId(ask.person!.personId);
export const backToAccount = <Govuk.BackLink href="/account" text={say.accountTitle} />;

export const accountPage = (inside: Inside) =>
  page<Account>({
    path: '/account',
    may: 'signed-in',
    trace: null,
    load: ownAccount(inside),
    view: (account) => {
      const row = (key: string, value: string | ReturnType<typeof RoleList>, href?: string, words = say.change) => ({
        key: { text: key },
        value: typeof value === 'string' ? { text: value } : { html: value },
        ...(href ? { actions: { items: [{ href, text: words, visuallyHiddenText: key.toLowerCase() }] } } : {}),
      });
      return {
        title: say.accountTitle,
        body: (
          <>
            <h1 class="govuk-heading-l">{say.accountTitle}</h1>
            <Govuk.SummaryList
              rows={[
                row(say.name, account.name),
                row(say.email, account.email),
                row(say.roles, <RoleList held={account.roles.filter(isRole)} />),
                row(say.lang, say.langs[account.lang], '/account/details'),
                row(say.phone, account.phone ?? say.none, '/account/details'),
                row(say.accountPassword, account.passwordHash ? say.set : say.notSet, '/account/password'),
                row(say.accountSecond, hasSecondFactor(account) ? say.set : say.notSet, '/account/second-step'),
                row(say.accountSessions, '', '/account/sessions', say.see),
                ...(may(account.roles, 'own-alert-rules')
                  ? [row(say.accountAlerts, '', '/account/alerts', say.see)]
                  : []),
              ]}
            />
          </>
        ),
      };
    },
  });

export const detailsPage = (inside: Inside) =>
  page<Account>({
    path: '/account/details',
    may: 'signed-in',
    trace: null,
    load: ownAccount(inside),
    acts: {
      save: {
        trace: 'account-changed',
        do: async (input, account, ask) => {
          const lang = input.text('lang') === 'cy' ? 'cy' : 'en';
          const phone = input.text('phone').replace(/[\s()-]/g, '');
          if (phone !== '' && !/^\+[1-9]\d{6,14}$/.test(phone)) return problem('phone', say.phoneWrong);
          await inside.kit.db.as(ask.asker, async (tx) => {
            await sql`update people.person set lang = ${lang}, phone = ${phone || null} where id = ${account.personId}`.execute(
              tx,
            );
            // A number is a person's own: only whether there is one.
            const [old, now] = [
              { lang: account.lang, hasPhone: account.phone !== null },
              { lang, hasPhone: phone !== '' },
            ];
            await record(tx, { what: 'person-set', about: account.personId, old, new: now }, ask.now);
            inside.sessions.refresh(tx);
          });
          return { go: '/account', flash: { kind: 'success', title: say.saved } };
        },
      },
    },
    view: (account, ask) => ({
      title: say.accountDetails,
      menu: '/account',
      before: backToAccount,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.accountDetails}</h1>
          <Form ask={ask} act="save">
            <Govuk.Radios
              name="lang"
              idPrefix="lang"
              fieldset={{ legend: { text: say.lang, classes: 'govuk-fieldset__legend--s' } }}
              value={typed(ask, 'lang', account.lang)}
              items={Object.entries(say.langs).map(([value, text]) => ({ value, text }))}
            />
            <TextField
              ask={ask}
              name="phone"
              label={say.phone}
              hint={say.phoneHint}
              value={account.phone ?? ''}
              type="tel"
              autocomplete="tel"
              classes="govuk-input--width-20"
            />
            <Govuk.Button text={say.saveButton} />
          </Form>
        </>
      ),
    }),
  });

export const passwordPage = (inside: Inside) =>
  page<Account>({
    path: '/account/password',
    may: 'signed-in',
    trace: null,
    load: ownAccount(inside),
    acts: {
      change: {
        trace: 'password-changed',
        do: async (input, account, ask) => {
          const wrong = await isOwnPassword(inside, account, passwordIn(input, 'current'), ask);
          if (wrong) return wrong;
          const password = passwordIn(input, 'password');
          const weak = passwordProblem(password, account.email);
          if (weak) return problem('password', say.passwordProblems[weak]);
          await inside.proofs.setPassword(account.personId, await inside.passwords.hash(password));
          await inside.sessions.endOthers(account.personId, ask.person!.sessionId);
          await tell(inside, account.email, account.name, letters.passwordChanged);
          return {
            go: '/account',
            flash: { kind: 'success', title: say.passwordChanged, text: say.passwordChangedText },
          };
        },
      },
    },
    view: (account, ask) => ({
      title: say.passwordTitle,
      menu: '/account',
      before: backToAccount,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.passwordTitle}</h1>
          <Form ask={ask} act="change">
            <input type="hidden" name="email" autocomplete="username" value={account.email} />
            {account.passwordHash ? <PasswordField ask={ask} name="current" label={say.currentPassword} /> : null}
            <PasswordField
              ask={ask}
              name="password"
              label={say.newPassword}
              hint={say.newPasswordHint}
              autocomplete="new-password"
            />
            <Govuk.Button text={say.saveButton} />
          </Form>
        </>
      ),
    }),
  });

export const sessionsPage = (inside: Inside) =>
  page<Awaited<ReturnType<Inside['sessions']['list']>>>({
    path: '/account/sessions',
    may: 'signed-in',
    trace: null,
    load: (ask) => inside.sessions.list(ask.person!.personId),
    acts: {
      end: {
        trace: 'session-ended',
        do: async (input, _list, ask) => {
          await inside.sessions.endOne(ask.person!.personId, input.text('session'));
          return { go: '/account/sessions', flash: { kind: 'success', title: say.signedOut } };
        },
      },
      'end-others': {
        trace: 'sessions-ended',
        do: async (_input, _list, ask) => {
          await inside.sessions.endOthers(ask.person!.personId, ask.person!.sessionId);
          return { go: '/account/sessions', flash: { kind: 'success', title: say.othersOut } };
        },
      },
    },
    view: (list, ask) => ({
      title: say.sessionsTitle,
      menu: '/account',
      before: backToAccount,
      body: (
        <>
          <h1 class="govuk-heading-l">{say.sessionsTitle}</h1>
          <p class="govuk-body">{say.sessionsIntro}</p>
          <StackTable
            caption={say.sessionsTitle}
            head={[say.began, say.seen, say.signOutOne]}
            rows={list.map((session) => [
              { text: fullTime(session.beganAt) },
              { text: fullTime(session.seenAt) },
              session.id === ask.person!.sessionId
                ? { text: say.thisOne }
                : {
                    html: (
                      <Form ask={ask} act="end">
                        <Hidden name="session" value={session.id} />
                        <Govuk.Button text={say.signOutOne} classes="govuk-button--secondary govuk-!-margin-bottom-0" />
                      </Form>
                    ),
                  },
            ])}
          />
          {list.length > 1 ? (
            <Form ask={ask} act="end-others">
              <Govuk.Button text={say.signOutOthers} classes="govuk-button--warning" />
            </Form>
          ) : null}
        </>
      ),
    }),
  });
