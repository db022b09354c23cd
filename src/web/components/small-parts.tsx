// Small parts that many pages share: key hints, empty states, the demonstration's signs and figures in a tile.
import type { ComponentChildren } from 'preact';

/** A key and what it does. Several keys mean "either". */
export function KeyHint({ keys, does }: { keys: string | readonly string[]; does: string }) {
  const all = typeof keys === 'string' ? [keys] : keys;
  return (
    <span class="fw-key-hint">
      {all.map((key, index) => (
        <>
          {index > 0 ? <span class="fw-key-hint__or"> or </span> : null}
          <kbd class="fw-key">{key}</kbd>
        </>
      ))}{' '}
      <span class="fw-key-hint__does">{does}</span>
    </span>
  );
}

/** Nothing here yet: say so, say why, and say what to do next. Children are the way on. */
export function EmptyState({
  title,
  level = 2,
  children,
}: {
  title: string;
  level?: 2 | 3;
  children?: ComponentChildren;
}) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <div class="fw-empty">
      <svg class="fw-empty__picture" viewBox="0 0 120 64" width="120" height="64" aria-hidden="true" focusable="false">
        <path class="fw-empty__sun" d="M42 44a18 18 0 0 1 36 0z" />
        <path class="fw-empty__line" d="M6 44.5h108M20 52.5h80M38 60.5h44" />
        <path class="fw-empty__line" d="M60 10v8M33 21l5 6M87 21l-5 6" />
      </svg>
      <div class="fw-empty__words">
        <Heading class="govuk-heading-m fw-empty__title">{title}</Heading>
        {children}
      </div>
    </div>
  );
}

/** The demonstration explains itself: what a visitor is looking at and what to try. */
export function Signs({ title = 'What is going on here', children }: { title?: string; children: ComponentChildren }) {
  return (
    <aside class="fw-signs" aria-label={title}>
      <svg class="fw-signs__icon" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
        <path d="M15 4h2v2h9l3.5 4L26 14h-9v2h6v8h-6v5h-2v-5H6l-3.5-4L6 16h9v-2H9V6h6z" fill="currentColor" />
      </svg>
      <div class="fw-signs__words">
        <p class="fw-signs__title">{title}</p>
        {children}
      </div>
    </aside>
  );
}

export interface StatTileProps {
  label: string;
  value: string | number;
  /** A word or two under the figure: "since 09:00", "2 more than yesterday". */
  note?: string | undefined;
  href?: string | undefined;
  /** Only where the figure asks for somebody. */
  tone?: 'calm' | 'act' | 'late' | undefined;
}

export function StatTile({ label, value, note, href, tone = 'calm' }: StatTileProps) {
  return (
    <div class={`fw-tile fw-tile--${tone}`}>
      <p class="fw-tile__value">{value}</p>
      <p class="fw-tile__label">
        {href ? (
          <a class="govuk-link fw-tile__link" href={href}>
            {label}
          </a>
        ) : (
          label
        )}
      </p>
      {note ? <p class="fw-tile__note">{note}</p> : null}
    </div>
  );
}

/** Tiles side by side. */
export function StatTiles({ children }: { children: ComponentChildren }) {
  return <div class="fw-tiles">{children}</div>;
}

/** A frame in which a wide table moves sideways, so that the page does not; the keyboard can reach it. */
export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a frame that scrolls must be reached by keyboard (WCAG 2.1.1).
    <section class="fw-scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
