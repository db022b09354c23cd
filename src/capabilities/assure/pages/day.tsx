/** A day in the three fields that the rest of the house asks with. */
import { Govuk } from '#components';
import type { Ask, Input } from '#web';
import { pageWording as say } from '../wording.ts';

const parts = ['day', 'month', 'year'] as const;

/** `2027-03-27`; '' where the fields are empty, null where they make no day. */
export function dayFrom(input: Pick<Input, 'text'>, name: string): string | null {
  const [day = '', month = '', year = ''] = parts.map((part) => input.text(`${name}-${part}`));
  if (!day && !month && !year) return '';
  const told = `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${told}T00:00:00Z`);
  // A 31st of April is no day, though it can be reckoned.
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(told) ? told : null;
}

/** The error of a day stands at its first field. */
export const noDay = (name: string) => ({ field: `${name}-day`, words: say.badDay });

export function DayFields({ ask, name, label }: { ask: Ask; name: string; label: string }) {
  const problem = ask.tried?.problems.find((one) => one.field === `${name}-day`);
  return (
    <Govuk.DateInput
      id={name}
      namePrefix={name}
      fieldset={{ legend: { text: label, classes: 'govuk-fieldset__legend--s' } }}
      hint={{ text: say.dayHint }}
      errorMessage={problem ? { text: problem.words } : undefined}
      items={parts.map((part) => {
        const typed = ask.tried?.values[`${name}-${part}`];
        return {
          name: part,
          classes: part === 'year' ? 'govuk-input--width-4' : 'govuk-input--width-2',
          value: typeof typed === 'string' ? typed : '',
          label: say.dateParts[part],
        };
      })}
    />
  );
}
