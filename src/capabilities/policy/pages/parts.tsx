/** Parts that several pages of POLICY share: the sections, words that changed, days, names, and how hard a text reads. */
import { fullDay, Govuk, Moj } from '#components';
import { aimAge, readingOf, warnAge } from '#engines/reading';
import type { Ask, Input } from '#web';
import type { People } from '../../../people/door.ts';
import type { WordPart } from '../compare.ts';
import { isDay } from '../day.ts';
import type { Clause, Day, Policy, Version } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import { scenarios } from '../starter.table.ts';

export interface PageNeeds {
  readonly people: People;
}

export type Door = Pick<Policy, 'versions' | 'drafts' | 'adoption' | 'gaps' | 'reviews'>;

export const dayWords = (day: Day) => fullDay(new Date(`${day}T12:00:00Z`));

/** How a person is called; the house itself for what came with it. */
export type Names = (id: string | null) => string;

export async function namesFor(needs: PageNeeds, ask: Ask, ids: readonly (string | null)[]): Promise<Names> {
  const wanted = [...new Set(ids.filter((id): id is string => id !== null))];
  const names = await needs.people.names(ask.asker, wanted);
  return (id) => (id === null ? say.nobodyYet : id === 'policy' ? say.foreword : (names.get(id) ?? say.somebody));
}

export function Sections({ at }: { at: '/policy' | '/policy/versions' | '/policy/gaps' | '/policy/reviews' }) {
  const items = [
    { text: say.navInForce, href: '/policy' },
    { text: say.navVersions, href: '/policy/versions' },
    { text: say.navGaps, href: '/policy/gaps' },
    { text: say.navReviews, href: '/policy/reviews' },
  ];
  return (
    <Moj.SubNavigation label={say.sections} items={items.map((item) => ({ ...item, active: item.href === at }))} />
  );
}

/** New words underlined, words that went struck through; both are also said to those who hear the page. */
export function Changed({ parts, only }: { parts: readonly WordPart[]; only?: 'added' | 'removed' }) {
  return (
    <span class="fw-diff">
      {parts.map(({ kind, words }) => {
        if (kind === 'same') return words;
        if (only && kind !== only) return null;
        return kind === 'added' ? (
          <ins class="fw-diff__new">
            <span class="govuk-visually-hidden">{say.added}</span>
            {words}
            <span class="govuk-visually-hidden">{say.addedEnd}</span>
          </ins>
        ) : (
          <del class="fw-diff__gone">
            <span class="govuk-visually-hidden">{say.removed}</span>
            {words}
            <span class="govuk-visually-hidden">{say.removedEnd}</span>
          </del>
        );
      })}
    </span>
  );
}

/** How hard the words are to read, with a warning where they should be written again. */
export function ReadingSign({ words }: { words: string }) {
  const reading = readingOf(words);
  if (!reading) return null;
  return reading.age > warnAge ? (
    <Govuk.WarningText text={say.readingHard(reading.age)} iconFallbackText="Warning" />
  ) : (
    <p class="govuk-body-s fw-quiet">
      <abbr title={say.readingSource}>{say.readingAge(reading.age)}</abbr>:{' '}
      {reading.age > aimAge ? say.readingFair : say.readingEasy}
    </p>
  );
}

/** Numbers of the clauses that read harder than they should. */
export const hardClauses = (clauses: readonly Clause[]): readonly number[] =>
  clauses
    .filter((one) => one.retiredBecause === null && (readingOf(one.words)?.age ?? 0) > warnAge)
    .map((one) => one.number);

export const scenarioWords = (numbers: readonly number[]) =>
  numbers.flatMap((number) => {
    const words = scenarios.get(number);
    return words ? [words] : [];
  });

export const live = (version: Version) => version.clauses.filter((one) => one.retiredBecause === null);
export const retired = (version: Version) => version.clauses.filter((one) => one.retiredBecause !== null);

/** A day from three fields of a form; '' where they make none. */
export function dayFrom(input: Pick<Input, 'text'>, name: string): Day | '' {
  const [day, month, year] = ['day', 'month', 'year'].map((part) => input.text(`${name}-${part}`));
  const told = `${year!.padStart(4, '0')}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
  return isDay(told) ? told : '';
}

/** What stands in the three fields: what was typed, else this day. */
export function DayFields({
  ask,
  name,
  label,
  hint,
  day,
  error,
}: {
  ask: Ask;
  name: string;
  label: string;
  hint: string;
  day: Day | '';
  error?: { text: string } | undefined;
}) {
  const parts = { year: day.slice(0, 4), month: day.slice(5, 7), day: day.slice(8, 10) };
  return (
    <Govuk.DateInput
      id={name}
      namePrefix={name}
      fieldset={{ legend: { text: label, classes: 'govuk-fieldset__legend--s' } }}
      hint={{ text: hint }}
      errorMessage={error}
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

/** The error of a day stands at its first field. */
export const atDay = (name: string) => (problem: { field: string; words: string }) =>
  problem.field === name ? { ...problem, field: `${name}-day` } : problem;
