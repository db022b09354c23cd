/** A form that wants a reason: what else it asks for, why, and one button or several. Many steps of WATCH have this shape. */
import { type ReasonButton, ReasonFields } from '#components';
import { type Ask, Form, typed, wrong } from '#web';
import { pageWording as say } from '../wording.ts';

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
      <ReasonFields
        {...{ name, hint, rows, shortcut, buttons }}
        label={label ? `${label}: ${say.whyLower}` : say.why}
        isHeading={label !== undefined}
        value={typed(ask, name)}
        errorMessage={wrong(ask, name)}
      />
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
