// The row over a list that finds some of it: words, and choices beside them. It asks by the address, so it can be kept and sent.
import { Govuk } from './govuk.ts';

export interface FilterChoice {
  readonly name: string;
  readonly label: string;
  readonly items: readonly { readonly value: string; readonly text: string }[];
  /** What is chosen when the address says nothing. */
  readonly usual?: string;
}

export interface FilterRowProps {
  /** The path of the list. */
  to: string;
  label: string;
  button: string;
  /** What the list is asked with now. */
  query: Readonly<Record<string, string>>;
  /** Label of the field for words. */
  words: string;
  /** What the key `/` does, where the list is worked by keyboard. */
  keyDoes?: string;
  choices: readonly FilterChoice[];
}

export function FilterRow({ to, label, button, query, words, keyDoes, choices }: FilterRowProps) {
  return (
    <form class="fw-filter" method="get" action={to} aria-label={label}>
      <div class="fw-filter__fields">
        <Govuk.Input
          id="words"
          name="words"
          type="search"
          label={{ text: words }}
          value={query.words ?? ''}
          {...(keyDoes ? { attributes: { 'data-key': '/', 'data-key-does': keyDoes } } : {})}
        />
        {choices.map(({ name, label: text, items, usual = '' }) => (
          <Govuk.Select id={name} name={name} label={{ text }} value={query[name] ?? usual} items={[...items]} />
        ))}
      </div>
      <Govuk.Button text={button} classes="govuk-button--secondary fw-filter__button" />
    </form>
  );
}
