/** The fields of an account: what everybody may know of it, and how the network lets it in. */
import { Govuk } from '#components';
import type { SettingField } from '#networks/contract';
import { type Ask, type Input, typed, typedList, wrong } from '#web';
import type { Colleague } from '../../../../people/person.ts';
import type { Account, AccountFacts } from '../door.ts';
import { accountPage as say, shared } from '../register-wording.ts';
import { DayFields, dayFrom } from './register-parts.tsx';

export const fieldName = (field: Pick<SettingField, 'name'>) =>
  field.name === 'handle' ? 'handle' : `setting-${field.name}`;

/** A name is asked for on every network; some networks ask for it themselves. */
export const atField = (field: string | undefined) => (field === 'setting-handle' ? 'handle' : field);

export function settingsFrom(input: Input, fields: readonly SettingField[]): Readonly<Record<string, string>> {
  return {
    handle: input.text('handle'),
    ...Object.fromEntries(fields.map((field) => [field.name, input.text(fieldName(field))])),
  };
}

export function factsFrom(input: Input): AccountFacts {
  const verification = input.text('verification');
  return {
    purpose: input.text('purpose'),
    ownerId: input.text('ownerId'),
    deputyId: input.text('deputyId'),
    verification: verification === 'verified' || verification === 'not-offered' ? verification : 'not-verified',
    recoveryContact: input.text('recoveryContact'),
    twoStep: input.text('twoStep'),
    // What makes no day is told apart from nothing: the door refuses it.
    twoStepSeenOn: dayFrom(input, 'twoStepSeenOn') === '' ? null : (dayFrom(input, 'twoStepSeenOn') ?? 'no day'),
    area: input.text('area'),
    isSecondChannel: input.list('isSecondChannel').includes('yes'),
  };
}

/** A secret is never drawn, neither what is stored nor what was typed. */
export function SettingInputs({
  ask,
  fields,
  known = {},
}: {
  ask: Ask;
  fields: readonly SettingField[];
  known?: Readonly<Record<string, string>>;
}) {
  return (
    <>
      {fields.map((field) => {
        const name = fieldName(field);
        const hint = [field.hint, field.isSecret ? say.secretHint : ''].filter(Boolean).join('. ');
        return (
          <Govuk.Input
            name={name}
            id={name}
            label={{ text: field.isRequired ? field.label : shared.optional(field.label) }}
            hint={hint ? { text: hint } : undefined}
            value={field.isSecret ? '' : typed(ask, name, known[field.name])}
            type={field.isSecret ? 'password' : 'text'}
            autocomplete="off"
            spellcheck={false}
            errorMessage={wrong(ask, name)}
          />
        );
      })}
    </>
  );
}

export function FactInputs({ ask, people, account }: { ask: Ask; people: readonly Colleague[]; account?: Account }) {
  const person = (name: 'ownerId' | 'deputyId', label: string) => (
    <Govuk.Select
      name={name}
      id={name}
      label={{ text: label, classes: 'govuk-label--s' }}
      value={typed(ask, name, account?.[name] ?? '')}
      items={[{ value: '', text: shared.choose }, ...people.map((one) => ({ value: one.id, text: one.name }))]}
      errorMessage={wrong(ask, name)}
    />
  );
  const line = (name: 'purpose' | 'recoveryContact' | 'twoStep' | 'area', label: string, hint: string) => (
    <Govuk.Input
      name={name}
      id={name}
      label={{ text: label, classes: 'govuk-label--s' }}
      hint={{ text: hint }}
      value={typed(ask, name, account?.[name] ?? '')}
      errorMessage={wrong(ask, name)}
    />
  );
  return (
    <>
      {line('purpose', say.purpose, say.purposeHint)}
      {person('ownerId', say.ownerLabel)}
      {person('deputyId', say.deputyLabel)}
      <Govuk.Radios
        name="verification"
        idPrefix="verification"
        classes="govuk-radios--small"
        value={typed(ask, 'verification', account?.verification ?? 'not-verified')}
        fieldset={{ legend: { text: say.verification, classes: 'govuk-fieldset__legend--s' } }}
        items={Object.entries(say.verifications).map(([value, text]) => ({ value, text }))}
      />
      {line('recoveryContact', say.recovery, say.recoveryHint)}
      {line('twoStep', say.twoStep, say.twoStepHint)}
      <DayFields
        ask={ask}
        name="twoStepSeenOn"
        label={say.twoStepSeen}
        hint={say.twoStepSeenHint}
        day={account?.twoStepSeenOn ?? null}
      />
      {line('area', say.area, say.areaHint)}
      <Govuk.Checkboxes
        name="isSecondChannel"
        idPrefix="isSecondChannel"
        classes="govuk-checkboxes--small"
        values={[...typedList(ask, 'isSecondChannel', account?.isSecondChannel ? ['yes'] : [])]}
        items={[{ value: 'yes', text: say.second }]}
      />
    </>
  );
}
