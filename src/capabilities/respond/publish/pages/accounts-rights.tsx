/** Who may write, approve and publish with an account: one asks, another confirms, anybody who may takes away. */
import { Govuk } from '#components';
import { type Ask, Form, typed, wrong } from '#web';
import type { Colleague } from '../../../../people/person.ts';
import { may, type Permission } from '../../../../people/roles.ts';
import type { Account, Act, Right } from '../door.ts';
import { accountPage as say, shared } from '../register-wording.ts';
import type { NameOf } from './register-parts.tsx';

const acts = ['draft', 'approve', 'publish'] as const;
const wants: Readonly<Record<Act, Permission>> = {
  draft: 'draft-responses',
  approve: 'approve-responses',
  publish: 'publish-responses',
};

/** Whoever's role lets them use one of these rights. */
const couldUse = (person: Colleague) => acts.some((act) => may(person.roles, wants[act]));

interface Given {
  readonly ask: Ask;
  readonly account: Account;
  readonly people: readonly Colleague[];
  readonly nameOf: NameOf;
}

export function Rights({ ask, account, people, nameOf }: Given) {
  const isOpen = account.state !== 'closed';
  return (
    <section aria-labelledby="rights">
      <h2 class="govuk-heading-m" id="rights">
        {say.rightsTitle}
      </h2>
      <p class="govuk-body">{say.rightsIntro}</p>
      {acts.map((act) => {
        const rights = account.rights.filter((right) => right.act === act);
        return (
          <>
            <h3 class="govuk-heading-s">{say.acts[act]}</h3>
            {rights.length === 0 ? (
              <p class="govuk-body">{say.rightsNone}</p>
            ) : (
              <ul class="govuk-list">
                {rights.map((right) => (
                  <RightLine ask={ask} right={right} nameOf={nameOf} />
                ))}
              </ul>
            )}
          </>
        );
      })}
      {isOpen && may(ask.asker.roles, 'manage-accounts') ? (
        <AskForRight ask={ask} people={people.filter(couldUse)} />
      ) : null}
    </section>
  );
}

function RightLine({ ask, right, nameOf }: { ask: Ask; right: Right; nameOf: NameOf }) {
  const who = nameOf(right.personId);
  const { roles, id } = ask.asker;
  const isMine = right.personId === id;
  const isAsked = right.proposedBy === id;
  return (
    <li>
      <p class="govuk-body">
        <strong>{who}</strong>{' '}
        {right.confirmedBy === null ? <Govuk.Tag text={say.waitsTag} classes="govuk-tag--yellow" /> : null}
        <br />
        <span class="govuk-body-s">
          {right.confirmedBy === null
            ? say.waitsForConfirm(nameOf(right.proposedBy))
            : say.confirmedBy(nameOf(right.proposedBy), nameOf(right.confirmedBy))}
        </span>
      </p>
      {may(roles, 'confirm-account-rights') ? (
        <>
          {right.confirmedBy === null && (isAsked || isMine) ? (
            <p class="govuk-hint">{isAsked ? say.youAsked : say.forYou}</p>
          ) : null}
          <div class="govuk-button-group">
            {right.confirmedBy === null && !isAsked && !isMine ? (
              <OneButton ask={ask} act="confirm" right={right} text={say.confirm} label={say.confirmFor} who={who} />
            ) : null}
            <OneButton
              ask={ask}
              act="take-away"
              right={right}
              text={say.takeAway}
              label={say.takeAwayFor}
              who={who}
              classes="govuk-button--secondary"
            />
          </div>
        </>
      ) : null}
    </li>
  );
}

function OneButton({
  ask,
  act,
  right,
  text,
  label,
  who,
  classes = '',
}: {
  ask: Ask;
  act: string;
  right: Right;
  text: string;
  label: (act: string, who: string) => string;
  who: string;
  classes?: string;
}) {
  return (
    <Form ask={ask} act={act}>
      <input type="hidden" name="right" value={right.id} />
      <button
        type="submit"
        class={`govuk-button ${classes}`}
        data-module="govuk-button"
        aria-label={label(say.acts[right.act], who)}
      >
        {text}
      </button>
    </Form>
  );
}

function AskForRight({ ask, people }: { ask: Ask; people: readonly Colleague[] }) {
  return (
    <Form ask={ask} act="ask-right" class="fw-panel">
      <h3 class="govuk-heading-s">{say.askTitle}</h3>
      <Govuk.Select
        name="personId"
        id="personId"
        label={{ text: say.askPerson }}
        value={typed(ask, 'personId')}
        items={[{ value: '', text: shared.choose }, ...people.map((one) => ({ value: one.id, text: one.name }))]}
        errorMessage={wrong(ask, 'personId')}
      />
      <Govuk.Radios
        name="wanted"
        idPrefix="wanted"
        classes="govuk-radios--small"
        value={typed(ask, 'wanted')}
        fieldset={{ legend: { text: say.askAct, classes: 'govuk-fieldset__legend--s' } }}
        items={acts.map((value) => ({ value, text: say.acts[value] }))}
        errorMessage={wrong(ask, 'wanted')}
      />
      <Govuk.Button text={say.ask} classes="govuk-button--secondary" />
    </Form>
  );
}
