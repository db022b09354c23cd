/** What the pages of people are made of: fields, the passkey form, the square code, handles as lists. */
import type { ComponentChildren } from 'preact';
import encodeQR from 'qr';
import { Govuk } from '#components';
import { type Ask, type Input, typed, wrong } from '#web';
import { type Role, roleNames, roles } from '../roles.ts';
import { say } from '../wording.ts';

interface FieldProps {
  ask: Ask;
  name: string;
  label: string;
  hint?: string | undefined;
  value?: string | undefined;
  autocomplete?: string | undefined;
  inputmode?: string | undefined;
  type?: string | undefined;
  classes?: string | undefined;
  isCode?: boolean | undefined;
}

export function TextField({ ask, name, label, hint, value = '', isCode, ...rest }: FieldProps) {
  return (
    <Govuk.Input
      id={name}
      name={name}
      label={{ text: label }}
      hint={hint ? { text: hint } : undefined}
      value={isCode ? '' : typed(ask, name, value)}
      errorMessage={wrong(ask, name)}
      spellcheck={isCode || rest.type === 'email' ? false : undefined}
      {...rest}
    />
  );
}

export function PasswordField({ ask, name, label, hint, autocomplete = 'current-password' }: FieldProps) {
  return (
    <Govuk.PasswordInput
      id={name}
      name={name}
      label={{ text: label }}
      hint={hint ? { text: hint } : undefined}
      autocomplete={autocomplete}
      errorMessage={wrong(ask, name)}
    />
  );
}

export function ListField({
  ask,
  name,
  label,
  hint,
  value = [],
}: Omit<FieldProps, 'value'> & { value?: readonly string[] }) {
  return (
    <Govuk.Textarea
      id={name}
      name={name}
      label={{ text: label }}
      hint={hint ? { text: hint } : undefined}
      rows="3"
      spellcheck={false}
      value={typed(ask, name, value.join('\n'))}
      errorMessage={wrong(ask, name)}
    />
  );
}

/** One on each line, without @ and repeats. */
export function listOf(input: Input, name: string, isHandle = false): readonly string[] {
  const lines = input
    .text(name)
    .split('\n')
    .map((line) => (isHandle ? line.trim().replace(/^@/, '') : line.trim()));
  return [...new Set(lines.filter((line) => line !== '').map((line) => line.slice(0, 100)))].slice(0, 100);
}

export function RoleBoxes({ ask, chosen, heading }: { ask: Ask; chosen: readonly string[]; heading: string }) {
  return (
    <Govuk.Checkboxes
      idPrefix="roles"
      name="roles"
      fieldset={{ legend: { text: heading, classes: 'govuk-fieldset__legend--m' } }}
      hint={{ text: say.rolesHint }}
      errorMessage={wrong(ask, 'roles')}
      classes="govuk-checkboxes--small"
      items={roleNames.map((role) => ({ value: role, text: roles[role], checked: chosen.includes(role) }))}
    />
  );
}

export function RoleList({ held }: { held: readonly Role[] }) {
  if (held.length === 0) return <>{say.noRoles}</>;
  return (
    <ul class="govuk-list">
      {held.map((role) => (
        <li>{roles[role]}</li>
      ))}
    </ul>
  );
}

/** Shown by script alone, where the browser can: see `src/web/assets/passkeys.ts`. */
export function PasskeyForm(props: {
  ask: Ask;
  kind: 'register' | 'sign-in';
  options: string;
  act: string;
  to?: string;
  next?: string;
  button: string;
  isSecondary?: boolean;
  children?: ComponentChildren;
}) {
  const { ask, kind, options, act, to, next, button, isSecondary, children } = props;
  return (
    <form
      method="post"
      action={to ?? ask.path}
      hidden
      data-passkey={kind}
      data-passkey-options={options}
      class="fw-passkey"
    >
      <input type="hidden" name="_csrf" value={ask.csrf} />
      <input type="hidden" name="act" value={act} />
      <input type="hidden" name="answer" value="" />
      {next ? <input type="hidden" name="next" value={next} /> : null}
      {children}
      <Govuk.Button text={button} classes={isSecondary ? 'govuk-button--secondary' : undefined} />
    </form>
  );
}

/** Black on white in every colour scheme, or phones cannot read it. */
export function SquareCode({ text, words }: { text: string; words: string }) {
  const rows = encodeQR(text, 'raw', { ecc: 'medium' });
  const path = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg
      class="fw-square-code"
      role="img"
      aria-label={words}
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      width="220"
      height="220"
      shape-rendering="crispEdges"
    >
      <rect width={rows.length} height={rows.length} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}

export function Hidden({ name, value }: { name: string; value: string }) {
  return <input type="hidden" name={name} value={value} />;
}
