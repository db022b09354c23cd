/** Forms: the hidden fields that every form needs, what was typed, and the summary of what is wrong. */
import type { ComponentChildren, VNode } from 'preact';
import { Govuk } from '#components';
import type { Ask, Problem } from './page.ts';

export interface FormProps {
  ask: Ask;
  act: string;
  /** The page's own address unless told. */
  to?: string;
  hasFiles?: boolean;
  class?: string;
  label?: string;
  children: ComponentChildren;
}

export function Form({ ask, act, to, hasFiles, label, children, ...rest }: FormProps) {
  return (
    <form
      method="post"
      action={to ?? ask.path}
      encType={hasFiles ? 'multipart/form-data' : undefined}
      noValidate
      class={rest.class}
      aria-label={label}
    >
      <input type="hidden" name="_csrf" value={ask.csrf} />
      <input type="hidden" name="act" value={act} />
      {children}
    </form>
  );
}

/** What was typed into a field, or what stands there now. */
export function typed(ask: Ask, name: string, fallback = ''): string {
  const value = ask.tried?.values[name];
  return typeof value === 'string' ? value : (value?.[0] ?? fallback);
}

export function typedList(ask: Ask, name: string, fallback: readonly string[] = []): readonly string[] {
  if (!ask.tried) return fallback;
  const value = ask.tried.values[name];
  return typeof value === 'string' ? [value] : (value ?? []);
}

/** For a component's `errorMessage`: all that is wrong with the field, a line each. */
export function wrong(ask: Ask, name: string): { text: string } | { html: VNode } | undefined {
  const [first, ...more] = (ask.tried?.problems ?? []).filter((one) => one.field === name);
  if (!first) return undefined;
  if (more.length === 0) return { text: first.words };
  return {
    html: (
      <>
        {first.words}
        {more.map((one) => (
          <>
            <br />
            {one.words}
          </>
        ))}
      </>
    ),
  };
}

/** At the top of a page that is shown again: what is wrong, each a link to its field. */
export function Mistakes({ ask }: { ask: Ask }) {
  const problems: readonly Problem[] = ask.tried?.problems ?? [];
  if (problems.length === 0) return null;
  return (
    <Govuk.ErrorSummary
      titleText="There is a problem"
      errorList={problems.map((problem) =>
        problem.field ? { text: problem.words, href: `#${problem.field}` } : { text: problem.words },
      )}
    />
  );
}
