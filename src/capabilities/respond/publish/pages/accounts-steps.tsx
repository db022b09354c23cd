/** Who must approve what an account says: one alone asks for more people, and a second person agrees to fewer. */
import { Govuk } from '#components';
import { type Ask, Form } from '#web';
import { may, type Role, roles as roleTitles } from '../../../../people/roles.ts';
import type { Account, Step } from '../door.ts';
import { accountPage as say } from '../register-wording.ts';
import type { NameOf } from './register-parts.tsx';

export function Steps({ ask, account, nameOf }: { ask: Ask; account: Account; nameOf: NameOf }) {
  return (
    <section aria-labelledby="steps">
      <h2 class="govuk-heading-m" id="steps">
        {say.stepsTitle}
      </h2>
      <p class="govuk-body">{say.stepsIntro}</p>
      <ol class="govuk-list govuk-list--number">
        {account.steps.map((step) => (
          <li>
            {step.name}: {stepWords(step, nameOf)}
          </li>
        ))}
      </ol>
      {account.fewerAskedBy !== null ? <Govuk.InsetText text={say.fewerAsked(nameOf(account.fewerAskedBy))} /> : null}
      {account.state !== 'closed' && may(ask.asker.roles, 'manage-accounts') ? (
        <>
          <p class="govuk-body">{say.stepsRule}</p>
          {account.fewerAskedBy === null ? (
            <HowMany ask={ask} account={account} />
          ) : (
            <Fewer ask={ask} account={account} />
          )}
        </>
      ) : null}
    </section>
  );
}

function HowMany({ ask, account }: { ask: Ask; account: Account }) {
  return (
    <Form ask={ask} act="approvers">
      <Govuk.Radios
        name="count"
        idPrefix="count"
        classes="govuk-radios--small"
        value={String(account.steps.length)}
        fieldset={{ legend: { text: say.stepsCount, classes: 'govuk-fieldset__legend--s' } }}
        items={[
          { value: '1', text: say.stepsOne },
          { value: '2', text: say.stepsTwo },
        ]}
      />
      <Govuk.Button text={say.stepsSave} classes="govuk-button--secondary" />
    </Form>
  );
}

function Fewer({ ask, account }: { ask: Ask; account: Account }) {
  const isMine = account.fewerAskedBy === ask.asker.id;
  return (
    <>
      {isMine ? <p class="govuk-hint">{say.fewerYours}</p> : null}
      <div class="govuk-button-group">
        {isMine ? null : (
          <Form ask={ask} act="fewer">
            <Govuk.Button text={say.fewerAgree} />
          </Form>
        )}
        <Form ask={ask} act="approvers">
          <input type="hidden" name="count" value="2" />
          <Govuk.Button text={say.fewerKeep} classes="govuk-button--secondary" />
        </Form>
      </div>
    </>
  );
}

function stepWords(step: Step, nameOf: NameOf): string {
  if (step.outside) return say.stepOutside;
  if (step.need === 'all') return say.stepPeople(step.people.map(nameOf).join(', '));
  return say.stepAnyOf(
    [...step.roles.map((role) => roleTitles[role as Role] ?? role), ...step.people.map(nameOf)].join(', '),
  );
}
