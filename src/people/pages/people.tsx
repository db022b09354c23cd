/** The administrator's list of people, and inviting somebody. Accounts only: nothing anybody wrote is here. */
import { fullDay, Govuk, StackTable } from '#components';
import { isMailAddress } from '#platform';
import { type Ask, type Flash, Form, Mistakes, type Problem, page, typedList } from '#web';
import type { Inside } from '../inside.ts';
import type { Invitation, Member } from '../membership.ts';
import { clashes, isRole, may, roles as roleWords, separations } from '../roles.ts';
import { letters, say } from '../wording.ts';
import { RoleBoxes, RoleList, TextField } from './parts.tsx';

export const backToPeople = <Govuk.BackLink href="/people" text={say.peopleTitle} />;

export const peoplePage = (inside: Inside) =>
  page<{ members: readonly Member[]; invitations: readonly Invitation[] }>({
    path: '/people',
    may: 'manage-people',
    trace: 'people-viewed',
    menu: { group: 'house', words: say.peopleMenu, order: 80 },
    load: async (ask) => ({
      members: await inside.membership.members(ask.asker),
      invitations: await inside.membership.invitations(ask.asker),
    }),
    view: ({ members, invitations }, ask) => ({
      title: say.peopleTitle,
      body: (
        <>
          <h1 class="govuk-heading-l">{say.peopleTitle}</h1>
          <Govuk.Button href="/people/invite" text={say.invite} />
          <Lacking members={members} />
          <StackTable
            caption={say.peopleTitle}
            head={[say.name, say.email, say.roles]}
            rows={members.map((member) => [
              {
                html: (
                  <>
                    <a class="govuk-link" href={`/people/${member.id}`}>
                      {member.name}
                    </a>{' '}
                    {member.state === 'left' ? (
                      <Govuk.Tag text={say.memberState.left} classes="govuk-tag--grey" />
                    ) : null}
                  </>
                ),
              },
              { text: member.email },
              { html: <RoleList held={member.roles} /> },
            ])}
          />
          <h2 class="govuk-heading-m">{say.openInvitations}</h2>
          {invitations.length === 0 ? (
            <p class="govuk-body">{say.nobodyInvited}</p>
          ) : (
            <StackTable
              caption={say.openInvitations}
              head={[say.name, say.email, say.endsOn]}
              rows={invitations.map((one) => [
                {
                  html: (
                    <a class="govuk-link" href={`/people/invitations/${one.id}`}>
                      {one.name}
                    </a>
                  ),
                },
                { text: one.email },
                { text: one.endsAt > ask.now ? fullDay(one.endsAt) : say.ended },
              ])}
            />
          )}
        </>
      ),
    }),
  });

/** On the first days: what cannot be done yet because nobody holds the role for it. */
function Lacking({ members }: { members: readonly Member[] }) {
  const here = members.filter((member) => member.state !== 'left');
  const lacks = (['propose-watch', 'approve-watch', 'see-locked'] as const).filter(
    (permission) => !here.some((member) => may(member.roles, permission)),
  );
  if (lacks.length === 0) return null;
  return (
    <div class="govuk-inset-text">
      <p class="govuk-body">{say.lacking}</p>
      <ul class="govuk-list govuk-list--bullet">
        {lacks.map((permission) => (
          <li>{say.lackingRoles[permission]}</li>
        ))}
      </ul>
    </div>
  );
}

export const invitePage = (inside: Inside) =>
  page<object>({
    path: '/people/invite',
    may: 'manage-people',
    trace: null,
    load: async () => ({}),
    acts: {
      invite: {
        trace: 'person-invited',
        do: async (input, _loaded, ask) => {
          const name = input.text('name');
          const email = input.text('email');
          const roles = input.list('roles').filter(isRole);
          const problems: Problem[] = [];
          if (name === '') problems.push({ field: 'name', words: say.missing.name });
          else if (name.length > 200) problems.push({ field: 'name', words: say.tooLong(say.name, 200) });
          if (!isMailAddress(email)) problems.push({ field: 'email', words: say.missing.email });
          problems.push(...clashes(roles).map((words) => ({ field: 'roles', words })));
          if (problems.length > 0) return { problems };
          const made = await inside.membership.invite(ask.asker, { email, name, roles });
          if (!made.isDone) return { problems: [{ field: 'email', words: made.because }] };
          return {
            go: `/people/invitations/${made.id}`,
            flash: await deliver(inside, ask, { id: made.id, name, email }, made.secret),
          };
        },
      },
    },
    view: (_loaded, ask) => ({
      title: say.inviteTitle,
      menu: '/people',
      before: backToPeople,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.inviteTitle}</h1>
          <Form ask={ask} act="invite">
            <TextField ask={ask} name="name" label={say.name} autocomplete="off" />
            <TextField ask={ask} name="email" label={say.email} type="email" autocomplete="off" />
            <RoleBoxes ask={ask} chosen={typedList(ask, 'roles')} heading={say.rolesQuestion} />
            <Separations />
            <Govuk.Button text={inside.mail ? say.inviteButton : say.inviteLinkButton} preventDoubleClick />
          </Form>
        </>
      ),
    }),
  });

export function Separations() {
  return (
    <Govuk.Details summaryText={say.separationsTitle}>
      <ul class="govuk-list govuk-list--bullet">
        {separations.map((rule) => (
          <li>
            <strong>{roleWords[rule.one]}</strong>: {rule.because}
          </li>
        ))}
      </ul>
    </Govuk.Details>
  );
}

/**
 * Sends the link, or keeps it sealed in the administrator's own session to be shown once. Outside any transaction: a
 * mail server may be slow.
 */
export async function deliver(
  inside: Inside,
  ask: Ask,
  to: { id: string; name: string; email: string },
  secret: string,
  isNew = true,
): Promise<Flash> {
  const link = `${inside.address}/join/${secret}`;
  const keep = () => inside.sessions.note(ask.person!.sessionId, { invitation: { id: to.id, link } });
  if (!inside.mail) {
    await keep();
    return { kind: 'success', title: isNew ? say.invitationMade : say.lostMade };
  }
  try {
    const letter = isNew
      ? letters.invitation(to.name, ask.organisation!.name, link)
      : letters.newPassword(to.name, link);
    await inside.mail.send({ to: to.email, ...letter });
    await inside.sessions.note(ask.person!.sessionId, null);
    return { kind: 'success', title: isNew ? say.invitationSent : say.lostSent, text: to.email };
  } catch (error) {
    await keep();
    const words = (error as { words?: unknown }).words;
    return { kind: 'error', title: say.mailFailed, text: typeof words === 'string' ? words : say.handOver };
  }
}
