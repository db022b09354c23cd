/** A form that wants a reason: what else it asks for, why, and one button or several. Many steps of WATCH have this shape. */
import { Govuk } from '#components';
import { type Ask, Form, typed, wrong } from '#web';
import { pageWording as say } from '../wording.ts';

export interface ReasonButton {
  readonly text: string;
  /** Where the form has several buttons: which act this one is. */
  readonly act?: string;
  readonly kind?: 'secondary' | 'warning';
}

export interface ReasonFormProps {
  readonly ask: Ask;
  readonly act: string;
  /** The field of the reason; also its id. */
  readonly name: string;
  readonly buttons: readonly ReasonButton[];
  /** Names the form where no heading stands above it: "Open again: why". */
  readonly label?: string;
  readonly hint?: string;
  readonly rows?: number;
  /** A key of the keyboard that leads here, and what it does. */
  readonly shortcut?: { readonly key: string; readonly does: string };
  /** Asked before the reason. */
  readonly children?: preact.ComponentChildren;
}

export function ReasonForm({ ask, act, name, buttons, label, hint, rows = 2, shortcut, children }: ReasonFormProps) {
  return (
    <Form ask={ask} act={act}>
      {children}
      <Govuk.Textarea
        name={name}
        id={name}
        rows={rows}
        label={label ? { text: `${label}: ${say.whyLower}`, classes: 'govuk-label--s' } : { text: say.why }}
        hint={hint ? { text: hint } : undefined}
        value={typed(ask, name)}
        errorMessage={wrong(ask, name)}
        attributes={shortcut ? { 'data-key': shortcut.key, 'data-key-does': shortcut.does } : undefined}
      />
      <div class={buttons.length > 1 ? 'govuk-button-group' : undefined}>
        {buttons.map(({ text, act: other, kind }) => (
          <Govuk.Button
            text={text}
            classes={kind ? `govuk-button--${kind}` : undefined}
            {...(other ? { name: 'act', value: other } : {})}
          />
        ))}
      </div>
    </Form>
  );
}

/** The same in a panel of its own. */
export function ReasonPanel(props: ReasonFormProps & { readonly label: string }) {
  return (
    <section class="fw-panel" aria-label={props.label}>
      <ReasonForm {...props} />
    </section>
  );
}
