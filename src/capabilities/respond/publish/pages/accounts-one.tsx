/** One official account: what needs somebody, who may use it, who approves, the quarterly look, and its end. */
import { fullDay, fullTime, Govuk, Moj } from '#components';
import { type Act, type Ask, Form, Mistakes, page, typed, wrong } from '#web';
import type { Colleague } from '../../../../people/person.ts';
import { may } from '../../../../people/roles.ts';
import type { Account, Act as RightAct } from '../door.ts';
import { networkTitle, accountPage as say, shared } from '../register-wording.ts';
import { Rights } from './accounts-rights.tsx';
import { Steps } from './accounts-steps.tsx';
import type { PublishDoor, PublishNeeds } from './index.ts';
import { answered, DayFields, dayFrom, dayWords, type NameOf, namesFor } from './register-parts.tsx';

interface Loaded {
  readonly account: Account;
  readonly nameOf: NameOf;
  readonly people: readonly Colleague[];
}

export const accountPageOf = (door: Pick<PublishDoor, 'accounts'>, needs: PublishNeeds) =>
  page<Loaded>({
    path: '/respond/accounts/:id',
    may: 'see-accounts',
    trace: 'account-viewed',
    load: async (ask) => {
      const account = await door.accounts.account(ask.asker, ask.params.id ?? '');
      if (!account) return null;
      const ids = [
        account.ownerId,
        account.deputyId,
        account.attestedBy,
        account.stoppedBy,
        account.fewerAskedBy,
        ...account.rights.flatMap((right) => [right.personId, right.proposedBy, right.confirmedBy]),
        ...account.steps.flatMap((step) => step.people),
      ];
      return {
        account,
        nameOf: await namesFor(needs, ask, ids),
        people: may(ask.asker.roles, 'manage-accounts') ? await needs.people.colleagues(ask.asker) : [],
      };
    },
    acts: actsOf(door),
    view: (loaded, ask) => {
      const { account, nameOf } = loaded;
      const title = say.handle(account.handle);
      const isOpen = account.state !== 'closed';
      return {
        title,
        menu: '/respond/accounts',
        before: <Govuk.BackLink text={say.back} href="/respond/accounts" />,
        body: (
          <>
            <Mistakes ask={ask} />
            <h1 class="govuk-heading-l fw-break">
              <span class="govuk-caption-l">{networkTitle(account.network)}</span>
              {title}
            </h1>
            {account.stoppedAt ? (
              <Moj.Alert
                variant="error"
                title={say.stoppedTitle}
                showTitleAsHeading
                text={say.stoppedWords(
                  nameOf(account.stoppedBy),
                  fullTime(account.stoppedAt),
                  account.stoppedBecause ?? '',
                )}
              />
            ) : null}
            {account.tasks.length > 0 ? (
              <>
                <h2 class="govuk-heading-m">{say.tasksTitle}</h2>
                <ul class="govuk-list govuk-list--bullet">
                  {account.tasks.map((task) => (
                    <li>{say.tasks[task]}</li>
                  ))}
                </ul>
              </>
            ) : null}
            <Details account={account} nameOf={nameOf} />
            {isOpen && may(ask.asker.roles, 'manage-accounts') ? (
              <div class="govuk-button-group">
                <Govuk.Button
                  text={say.edit}
                  classes="govuk-button--secondary"
                  href={`/respond/accounts/${account.id}/details`}
                />
                <Govuk.Button
                  text={say.newSecret}
                  classes="govuk-button--secondary"
                  href={`/respond/accounts/${account.id}/sign-in`}
                />
              </div>
            ) : null}
            <Rights ask={ask} {...loaded} />
            <Steps ask={ask} account={account} nameOf={nameOf} />
            {isOpen ? <Attest ask={ask} account={account} nameOf={nameOf} /> : null}
            {isOpen && may(ask.asker.roles, 'manage-accounts') ? <Close ask={ask} account={account} /> : null}
          </>
        ),
      };
    },
  });

function actsOf({ accounts }: Pick<PublishDoor, 'accounts'>): Readonly<Record<string, Act<Loaded>>> {
  const goTo = (account: Account) => `/respond/accounts/${account.id}`;
  const isOf = (account: Account, right: string) => account.rights.some((one) => one.id === right);
  return {
    'ask-right': {
      may: 'manage-accounts',
      trace: 'account-right-asked',
      do: async (input, { account }, ask) => {
        const wanted = input.text('wanted') as RightAct;
        const asked = await accounts.askForRight(ask.asker, account.id, input.text('personId'), wanted);
        // The form's own field "act" says which form it is.
        const answer = !asked.ok && asked.field === 'act' ? { ...asked, field: 'wanted' } : asked;
        return answered(answer, goTo(account), say.didAsk);
      },
    },
    confirm: {
      may: 'confirm-account-rights',
      trace: 'account-right-confirmed',
      do: async (input, { account }, ask) =>
        answered(
          await accounts.confirmRight(ask.asker, isOf(account, input.text('right')) ? input.text('right') : ''),
          goTo(account),
          say.didConfirm,
        ),
    },
    'take-away': {
      may: 'confirm-account-rights',
      trace: 'account-right-ended',
      do: async (input, { account }, ask) =>
        answered(
          await accounts.endRight(ask.asker, isOf(account, input.text('right')) ? input.text('right') : ''),
          goTo(account),
          say.didTakeAway,
        ),
    },
    approvers: {
      may: 'manage-accounts',
      trace: 'account-approvers-changed',
      do: async (input, { account }, ask) => {
        const saved = await accounts.askForApprovers(ask.asker, account.id, input.text('count') === '1' ? 1 : 2);
        return answered(saved, goTo(account), saved.ok && saved.value === 'waits' ? say.didAskFewer : say.didSteps);
      },
    },
    fewer: {
      may: 'manage-accounts',
      trace: 'account-approvers-lowered',
      do: async (_input, { account }, ask) =>
        answered(await accounts.agreeToFewer(ask.asker, account.id), goTo(account), say.didAgree),
    },
    attest: {
      trace: 'account-attested',
      do: async (_input, { account }, ask) =>
        answered(await accounts.attest(ask.asker, account.id), goTo(account), say.didAttest),
    },
    plan: {
      may: 'manage-accounts',
      trace: 'account-close-planned',
      do: async (input, { account }, ask) =>
        answered(
          await accounts.planToClose(ask.asker, account.id, dayFrom(input, 'closeBy') ?? '', input.text('because')),
          goTo(account),
          say.didPlan,
        ),
    },
    close: {
      may: 'manage-accounts',
      trace: 'account-closed',
      do: async (_input, { account }, ask) =>
        answered(await accounts.close(ask.asker, account.id), goTo(account), say.didClose),
    },
  };
}

function Details({ account, nameOf }: { account: Account; nameOf: NameOf }) {
  const rows: readonly (readonly [string, string])[] = [
    [
      say.stateKey,
      account.state === 'closing' && account.closeBy
        ? say.closeBy(dayWords(account.closeBy), account.closingBecause ?? '')
        : say.states[account.state],
    ],
    [say.purposeKey, account.purpose],
    [say.owner, nameOf(account.ownerId)],
    [say.deputy, nameOf(account.deputyId)],
    [say.lastUsed, account.lastUsedAt ? fullDay(account.lastUsedAt) : shared.never],
    [say.verifiedKey, say.verifications[account.verification]],
    [say.recoveryKey, account.recoveryContact],
    [say.twoStepKey, account.twoStep],
    [say.twoStepSeenKey, account.twoStepSeenOn ? dayWords(account.twoStepSeenOn) : shared.never],
    [say.areaKey, account.area || say.everybody],
    [say.secondKey, account.isSecondChannel ? say.yes : say.no],
    [say.signInKey, say.signInHidden],
  ];
  return (
    <>
      <h2 class="govuk-heading-m">{say.details}</h2>
      <Govuk.SummaryList rows={rows.map(([key, value]) => ({ key: { text: key }, value: { text: value } }))} />
    </>
  );
}

function Attest({ ask, account, nameOf }: { ask: Ask; account: Account; nameOf: NameOf }) {
  const isTheirs = account.ownerId === ask.asker.id || account.deputyId === ask.asker.id;
  return (
    <section aria-labelledby="attest">
      <h2 class="govuk-heading-m" id="attest">
        {say.attestTitle}
      </h2>
      <p class="govuk-body">{say.attestWords}</p>
      <p class="govuk-body">
        {account.attestedAt ? say.attestLast(nameOf(account.attestedBy), fullDay(account.attestedAt)) : say.attestNever}
      </p>
      {isTheirs ? (
        <Form ask={ask} act="attest">
          <Govuk.Button text={say.attest} />
        </Form>
      ) : null}
    </section>
  );
}

function Close({ ask, account }: { ask: Ask; account: Account }) {
  return (
    <section aria-labelledby="close">
      <h2 class="govuk-heading-m" id="close">
        {say.closeTitle}
      </h2>
      <p class="govuk-body">{say.closeIntro}</p>
      <Form ask={ask} act="plan">
        <DayFields ask={ask} name="closeBy" label={say.closeDay} hint={say.closeDayHint} day={account.closeBy} />
        <Govuk.Input
          name="because"
          id="because"
          label={{ text: shared.why, classes: 'govuk-label--s' }}
          value={typed(ask, 'because', account.closingBecause ?? '')}
          errorMessage={wrong(ask, 'because')}
        />
        <Govuk.Button text={say.closePlan} classes="govuk-button--secondary" />
      </Form>
      {account.state === 'closing' ? (
        <Form ask={ask} act="close">
          <p class="govuk-body">{say.closeNowWords}</p>
          <Govuk.Button text={say.closeNow} classes="govuk-button--warning" />
        </Form>
      ) : null}
    </section>
  );
}
