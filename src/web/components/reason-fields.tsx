// What a form that wants a reason ends with: the field for it, and one button or several.
import type { ComponentProps } from 'preact';
import { Govuk } from './govuk.ts';

export interface ReasonButton {
  readonly text: string;
  /** Where the form has several buttons: which act this one is. */
  readonly act?: string;
  readonly kind?: 'secondary' | 'warning';
}

export interface ReasonFieldsProps {
  /** The field of the reason; also its id. */
  name: string;
  label: string;
  /** No heading stands above it, so the label is one. */
  isHeading?: boolean;
  hint?: string | undefined;
  rows?: number;
  value: string;
  errorMessage: ComponentProps<typeof Govuk.Textarea>['errorMessage'];
  /** A key of the keyboard that leads here, and what it does. */
  shortcut?: { readonly key: string; readonly does: string } | undefined;
  buttons: readonly ReasonButton[];
}

export function ReasonFields({
  name,
  label,
  isHeading = false,
  hint,
  rows = 2,
  value,
  errorMessage,
  shortcut,
  buttons,
}: ReasonFieldsProps) {
  return (
    <>
      <Govuk.Textarea
        name={name}
        id={name}
        rows={rows}
        label={isHeading ? { text: label, classes: 'govuk-label--s' } : { text: label }}
        hint={hint ? { text: hint } : undefined}
        value={value}
        errorMessage={errorMessage}
        attributes={shortcut ? { 'data-key': shortcut.key, 'data-key-does': shortcut.does } : undefined}
      />
      <div class={buttons.length > 1 ? 'govuk-button-group' : undefined}>
        {buttons.map(({ text, act, kind }) => (
          <Govuk.Button
            text={text}
            classes={kind ? `govuk-button--${kind}` : undefined}
            {...(act ? { name: 'act', value: act } : {})}
          />
        ))}
      </div>
    </>
  );
}
