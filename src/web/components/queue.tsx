// The queue of a desk: one row for each thing that waits, read from left to right as one would say it.
// Keys and live refresh hang on data attributes (see assets/README.md), so a page needs no script of its own.
import type { ComponentChildren } from 'preact';
import { Clock, type ClockProps } from './clock.tsx';
import { type Severity, SeverityTag } from './severity-tag.tsx';

export interface QueueRowProps {
  id: string;
  href: string;
  severity: Severity;
  title: string;
  /** A line or two of what was said. */
  excerpt?: ComponentChildren;
  excerptLang?: string | undefined;
  /** Short facts: network, number of posts, who has it. */
  facts?: readonly string[] | undefined;
  /** The kind of thing, such as "Misleading claim". */
  kind?: string | undefined;
  clock?: ClockProps | undefined;
  isNew?: boolean | undefined;
  isTaken?: boolean | undefined;
  /** Where `e` and `s` lead. Without them the keys open the row. */
  escalateHref?: string | undefined;
  setAsideHref?: string | undefined;
}

export function Queue({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <ol class="fw-queue" aria-label={label} data-queue>
      {children}
    </ol>
  );
}

export function QueueRow(row: QueueRowProps) {
  const classes = ['fw-queue__row', `fw-queue__row--${row.severity.toLowerCase()}`];
  if (row.isNew) classes.push('fw-queue__row--new');
  if (row.isTaken) classes.push('fw-queue__row--taken');
  return (
    <li
      class={classes.join(' ')}
      id={row.id}
      data-queue-row={row.id}
      data-queue-escalate={row.escalateHref}
      data-queue-set-aside={row.setAsideHref}
    >
      <div class="fw-queue__severity">
        <SeverityTag severity={row.severity} />
      </div>
      <div class="fw-queue__story">
        <h3 class="fw-queue__title">
          <a class="govuk-link fw-queue__link" href={row.href} data-queue-link>
            {row.title}
          </a>
          {row.isNew ? <span class="fw-queue__new">New</span> : null}
        </h3>
        {row.excerpt ? (
          <p class="fw-queue__excerpt" lang={row.excerptLang}>
            {row.excerpt}
          </p>
        ) : null}
        <p class="fw-queue__facts">
          {row.kind ? <span class="fw-queue__kind">{row.kind}</span> : null}
          {row.facts?.map((fact) => (
            <span class="fw-queue__fact">{fact}</span>
          ))}
        </p>
      </div>
      <div class="fw-queue__clock">{row.clock ? <Clock {...row.clock} /> : null}</div>
    </li>
  );
}

/** The line above a queue that names its keys. Hidden on a screen without a keyboard and without script. */
export function QueueKeys({ keys }: { keys: readonly { key: string; does: string }[] }) {
  return (
    <p class="fw-queue-keys" data-needs-script>
      {keys.map(({ key, does }) => (
        <span class="fw-key-hint">
          <kbd class="fw-key">{key}</kbd> <span class="fw-key-hint__does">{does}</span>
        </span>
      ))}
    </p>
  );
}
