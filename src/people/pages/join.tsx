/** Accepting an invitation: who holds the link chooses a password, and then sets up the second step. */
import { Govuk } from '#components';
import { type Ask, Form, Mistakes, page } from '#web';
import { type Inside, problem, tell, welcome } from '../inside.ts';
import type { Invitation } from '../membership.ts';
import { passwordProblem } from '../password.ts';
import { letters, say } from '../wording.ts';
import { PasswordField, RoleList, TextField } from './parts.tsx';
import { passwordIn } from './set-up.tsx';

export const joinPage = (inside: Inside) =>
  page<{ invitation: Invitation | null }>({
    path: '/join/:secret',
    may: 'anybody',
    trace: null,
    load: async (ask) =>
      ask.organisation ? { invitation: await inside.membership.bySecret(ask.params.secret ?? '') } : null,
    acts: {
      accept: {
        trace: 'invitation-accepted',
        do: async (input, { invitation }) => {
          if (!invitation || invitation.personId) return { refused: say.joinGone };
          const name = input.text('name');
          if (name === '') return problem('name', say.missing.name);
          if (name.length > 200) return problem('name', say.tooLong(say.name, 200));
          const password = passwordIn(input, 'password');
          const weak = passwordProblem(password, invitation.email);
          if (weak) return problem('password', say.passwordProblems[weak]);
          const hash = await inside.passwords.hash(password);
          const personId = await inside.membership.accept(invitation, name, (tx, id) =>
            inside.proofs.setPasswordIn(tx, id, hash),
          );
          if (!personId) return { refused: say.joinGone };
          return welcome(inside, (await inside.proofs.byId(personId))!, '/', false);
        },
      },
      renew: {
        trace: 'password-changed',
        do: async (input, { invitation }) => {
          if (!invitation?.personId) return { refused: say.joinGone };
          const password = passwordIn(input, 'password');
          const weak = passwordProblem(password, invitation.email);
          if (weak) return problem('password', say.passwordProblems[weak]);
          const hash = await inside.passwords.hash(password);
          const personId = await inside.membership.takeNewPasswordOffer(invitation, (tx, id) =>
            inside.proofs.setPasswordIn(tx, id, hash),
          );
          if (!personId) return { refused: say.joinGone };
          await tell(inside, invitation.email, invitation.name, letters.passwordChanged);
          return welcome(inside, (await inside.proofs.byId(personId))!, '/', false);
        },
      },
    },
    view: ({ invitation }, ask) => {
      if (invitation?.personId) {
        return { title: say.newPasswordTitle, isAlone: true, body: <NewPassword ask={ask} email={invitation.email} /> };
      }
      const title = say.joinTitle(ask.organisation!.name);
      return {
        title,
        isAlone: true,
        body: invitation ? (
          <>
            <Mistakes ask={ask} />
            <h1 class="govuk-heading-l">{title}</h1>
            <p class="govuk-body">{say.joinIntro(invitation.email)}</p>
            {invitation.roles.length > 0 ? (
              <>
                <p class="govuk-body">{say.joinRoles}:</p>
                <RoleList held={invitation.roles} />
              </>
            ) : (
              <p class="govuk-body">{say.joinNoRoles}</p>
            )}
            <Form ask={ask} act="accept">
              <input type="hidden" name="email" autocomplete="username" value={invitation.email} />
              <TextField
                ask={ask}
                name="name"
                label={say.name}
                hint={say.nameHint}
                value={invitation.name}
                autocomplete="name"
              />
              <PasswordField
                ask={ask}
                name="password"
                label={say.newPassword}
                hint={say.newPasswordHint}
                autocomplete="new-password"
              />
              <Govuk.Button text={say.joinButton} preventDoubleClick />
            </Form>
          </>
        ) : (
          <>
            <h1 class="govuk-heading-l">{title}</h1>
            <p class="govuk-body">{say.joinGone}</p>
          </>
        ),
      };
    },
  });

function NewPassword({ ask, email }: { ask: Ask; email: string }) {
  return (
    <>
      <Mistakes ask={ask} />
      <h1 class="govuk-heading-l">{say.newPasswordTitle}</h1>
      <Form ask={ask} act="renew">
        <input type="hidden" name="email" autocomplete="username" value={email} />
        <PasswordField
          ask={ask}
          name="password"
          label={say.newPassword}
          hint={say.newPasswordHint}
          autocomplete="new-password"
        />
        <Govuk.Button text={say.saveButton} preventDoubleClick />
      </Form>
    </>
  );
}
