/** Parts that the pages of the registers share: their sections, days in forms, names, what an answer becomes. */
import { fullDay, Govuk, Moj } from '#components';
import type { Ask, Input, Result } from '#web';
import { may } from '../../../../people/roles.ts';
import { isDay } from '../answers.ts';
import type { Answer } from '../door.ts';
import { shared as say } from '../register-wording.ts';
import type { PublishNeeds } from './index.ts';

export const dayWords = (day: string) => fullDay(new Date(`${day}T12:00:00Z`));

/** How a person is called by their id; the house itself where no person did it. */
export type NameOf = (id: string | null) => string;

export async function namesFor(
  needs: Pick<PublishNeeds, 'people'>,
  ask: Ask,
  ids: readonly (string | null)[],
): Promise<NameOf> {
  const wanted = [...new Set(ids.filter((id): id is string => id !== null))];
  const names = await needs.people.names(ask.asker, wanted);
  return (id) => (id === null ? say.nobody : id === 'respond' ? say.foreword : (names.get(id) ?? say.somebody));
}

type Section = '/respond/accounts' | '/respond/elections' | '/respond/look-alikes';

/** An administrator looks after accounts and has no part in what is said: they have no elections. */
export function Sections({ ask, at }: { ask: Ask; at: Section }) {
  const items = [
    { text: say.navAccounts, href: '/respond/accounts' },
    ...(may(ask.asker.roles, 'see-publishing') ? [{ text: say.navElections, href: '/respond/elections' }] : []),
    { text: say.navLookAlikes, href: '/respond/look-alikes' },
  ];
  return (
    <Moj.SubNavigation label={say.sections} items={items.map((item) => ({ ...item, active: item.href === at }))} />
  );
}

/** Done: go there and say so. Not done: the sentence at its field, or on the page where there is none. */
export function answered(answer: Answer<unknown>, go: string, title: string, text?: string): Result {
  if (answer.ok) return { go, flash: { kind: 'success', title, ...(text ? { text } : {}) } };
  return answer.field ? { problems: [{ field: answer.field, words: answer.because }] } : { refused: answer.because };
}

/** `2027-03-27` from three fields of a form; '' where they are empty, null where they make no day. */
export function dayFrom(input: Pick<Input, 'text'>, name: string): string | null {
  const [day, month, year] = ['day', 'month', 'year'].map((part) => input.text(`${name}-${part}`));
  if (!day && !month && !year) return '';
  const told = `${year!.padStart(4, '0')}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
  return isDay(told) ? told : null;
}

const london = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', dateStyle: 'short', timeStyle: 'short' });

/** The last minute of a day in London; null when it is no day. */
export function endOfDay(day: string | null): Date | null {
  if (!day) return null;
  const last = Date.parse(`${day}T23:59:00Z`);
  // British Summer Time is one hour ahead.
  const at = [new Date(last), new Date(last - 3_600_000)].find((one) => london.format(one) === `${day} 23:59`);
  return at ?? null;
}

export const londonDay = (at: Date): string => london.format(at).slice(0, 10);

export function DayFields({
  ask,
  name,
  label,
  hint,
  day = '',
}: {
  ask: Ask;
  name: string;
  label: string;
  hint: string;
  /** What stands there unless something was typed. */
  day?: string | null;
}) {
  const known = day ?? '';
  const parts = { year: known.slice(0, 4), month: known.slice(5, 7), day: known.slice(8, 10) };
  const problem = ask.tried?.problems.find((one) => one.field === `${name}-day`);
  return (
    <Govuk.DateInput
      id={name}
      namePrefix={name}
      fieldset={{ legend: { text: label, classes: 'govuk-fieldset__legend--s' } }}
      hint={{ text: hint }}
      errorMessage={problem ? { text: problem.words } : undefined}
      items={(['day', 'month', 'year'] as const).map((part) => {
        const typed = ask.tried?.values[`${name}-${part}`];
        return {
          name: part,
          classes: part === 'year' ? 'govuk-input--width-4' : 'govuk-input--width-2',
          value: typeof typed === 'string' ? typed : parts[part].replace(/^0/, ''),
          label: say.dateParts[part],
        };
      })}
    />
  );
}
