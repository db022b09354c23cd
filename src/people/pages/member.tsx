/** One person, or one invitation, as an administrator sees it. */
import { Govuk, shortDay } from '#components';
import { type Ask, Form, Mistakes, page, typedList, wrong } from '#web';
import { type Inside, problem, tell } from '../inside.ts';
import type { Invitation, Member } from '../membership.ts';
import { clashes, isRole } from '../roles.ts';
import { letters, say } from '../wording.ts';
import { RoleBoxes, RoleList } from './parts.tsx';
import { backToPeople, deliver, Separations } from './people.tsx';

export const memberPage = (inside: Inside) =>
  page<{ member: Member; link: string | null }>({
    path: '/people/:id',
    may: 'manage-people',
    trace: 'person-viewed',
    load: async (ask) => {
      const member = await inside.membership.member(ask.asker, ask.params.id ?? '');
      return member && { member, link: await linkFor(inside, ask, member.id) };
    },
    acts: {
      roles: {
        trace: 'roles-changed',
        do: async (input, { member }, ask) => {
          const roles = input.list('roles').filter(isRole);
          const wrongs = clashes(roles);
          if (wrongs.length > 0) return { problems: wrongs.map((words) => ({ field: 'roles', words })) };
          const done = await inside.membership.changeRoles(ask.asker, member.id, roles);
          if (!done.isDone) return problem('roles', done.because);
          return { go: ask.path, flash: { kind: 'success', title: say.rolesChanged } };
        },
      },
      leave: {
        trace: 'person-made-leave',
        do: async (input, { member }, ask) => {
          if (!input.list('sure').includes('yes')) return problem('sure', say.leaveUnconfirmed);
          const done = await inside.membership.makeLeave(ask.asker, member.id);
          if (!done.isDone) return { refused: done.because };
          return { go: '/people', flash: { kind: 'success', title: say.left, text: member.name } };
        },
      },
      'new-password': {
        trace: 'new-password-offered',
        do: async (_input, { member }, ask) => {
          const made = await inside.membership.offerNewPassword(ask.asker, member.id);
          if (!made.isDone) return { refused: made.because };
          return { go: ask.path, flash: await deliver(inside, ask, member, made.secret, false) };
        },
      },
      reset: {
        trace: 'second-step-reset',
        do: async (_input, { member }, ask) => {
          const done = await inside.resetSecondFactor(ask.asker, member.id);
          if (!done.isDone) return { refused: done.because };
          await tell(inside, member.email, member.name, letters.secondReset);
          return { go: ask.path, flash: { kind: 'success', title: say.resetDone } };
        },
      },
    },
    view: ({ member, link }, ask) => ({
      title: member.name,
      menu: '/people',
      before: backToPeople,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{member.name}</h1>
          <Govuk.SummaryList
            rows={[
              { key: { text: say.email }, value: { text: member.email } },
              { key: { text: say.roles }, value: { html: <RoleList held={member.roles} /> } },
            ]}
          />
          {member.state === 'left' ? (
            <Govuk.InsetText text={`${say.memberState.left} ${member.leftAt ? shortDay(member.leftAt) : ''}`} />
          ) : member.id === ask.person?.personId ? (
            <Govuk.InsetText text={say.yourself} />
          ) : (
            <>
              <Form ask={ask} act="roles">
                <RoleBoxes
                  ask={ask}
                  chosen={ask.tried?.act === 'roles' ? typedList(ask, 'roles') : member.roles}
                  heading={say.changeRoles}
                />
                <Separations />
                <Govuk.Button text={say.changeRolesButton} />
              </Form>
              <h2 class="govuk-heading-m">{say.lostTitle}</h2>
              <p class="govuk-body">{say.lostHint}</p>
              <HandOver link={link} />
              <Form ask={ask} act="new-password">
                <Govuk.Button
                  text={inside.mail ? say.lostButton : say.lostLinkButton}
                  classes="govuk-button--secondary"
                />
              </Form>
              <h2 class="govuk-heading-m">{say.resetTitle}</h2>
              <p class="govuk-body">{say.resetHint}</p>
              <Form ask={ask} act="reset">
                <Govuk.Button text={say.resetButton} classes="govuk-button--secondary" />
              </Form>
              <h2 class="govuk-heading-m">{say.leaveTitle}</h2>
              <p class="govuk-body">{say.leaveHint}</p>
              <Form ask={ask} act="leave">
                <Govuk.Checkboxes
                  name="sure"
                  idPrefix="sure"
                  classes="govuk-checkboxes--small"
                  errorMessage={wrong(ask, 'sure')}
                  items={[{ value: 'yes', text: say.leaveConfirm }]}
                />
                <Govuk.Button text={say.leaveButton} classes="govuk-button--warning" />
              </Form>
            </>
          )}
        </>
      ),
    }),
  });

export const invitationPage = (inside: Inside) =>
  page<{ invitation: Invitation; link: string | null }>({
    path: '/people/invitations/:id',
    may: 'manage-people',
    trace: 'invitation-viewed',
    load: async (ask) => {
      const invitation = (await inside.membership.invitations(ask.asker)).find((one) => one.id === ask.params.id);
      if (!invitation) return null;
      return { invitation, link: await linkFor(inside, ask, invitation.id) };
    },
    acts: {
      resend: {
        trace: 'invitation-renewed',
        do: async (_input, { invitation }, ask) => {
          const made = await inside.membership.renew(ask.asker, invitation.id);
          if (!made.isDone) return { refused: made.because };
          return { go: ask.path, flash: await deliver(inside, ask, invitation, made.secret) };
        },
      },
      withdraw: {
        trace: 'invitation-withdrawn',
        do: async (_input, { invitation }, ask) => {
          await inside.membership.withdraw(ask.asker, invitation.id);
          return { go: '/people', flash: { kind: 'success', title: say.withdrawn } };
        },
      },
    },
    view: ({ invitation, link }, ask) => ({
      title: say.invitationTitle,
      menu: '/people',
      before: backToPeople,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.invitationTitle}</h1>
          <Govuk.SummaryList
            rows={[
              { key: { text: say.name }, value: { text: invitation.name } },
              { key: { text: say.email }, value: { text: invitation.email } },
              { key: { text: say.roles }, value: { html: <RoleList held={invitation.roles} /> } },
              {
                key: { text: say.endsOn },
                value: { text: invitation.endsAt > ask.now ? shortDay(invitation.endsAt) : say.ended },
              },
            ]}
          />
          <HandOver link={link} />
          <div class="govuk-button-group">
            <Form ask={ask} act="resend">
              <Govuk.Button text={inside.mail ? say.resend : say.resendLink} classes="govuk-button--secondary" />
            </Form>
            <Form ask={ask} act="withdraw">
              <Govuk.Button text={say.withdraw} classes="govuk-button--warning" />
            </Form>
          </div>
        </>
      ),
    }),
  });

/** A link that could not be sent, while this session still holds it. */
async function linkFor(inside: Inside, ask: Ask, id: string): Promise<string | null> {
  const kept = (await inside.sessions.noted(ask.person!.sessionId))?.invitation as
    | { id: string; link: string }
    | undefined;
  return kept?.id === id ? kept.link : null;
}

function HandOver({ link }: { link: string | null }) {
  if (!link) return null;
  return (
    <div class="govuk-inset-text">
      <p class="govuk-body">
        <strong>{say.handOver}</strong>
      </p>
      <p class="govuk-body">
        <code class="fw-code">{link}</code>
      </p>
      <p class="govuk-body">{say.handOverHint}</p>
    </div>
  );
}
