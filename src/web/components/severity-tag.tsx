// How bad it is, said three ways at once: a word, a shape and a colour, so that none of them is needed alone.
export type Severity = 'S1' | 'S2' | 'S3' | 'S4' | 'S5';

export const severities: readonly Severity[] = ['S1', 'S2', 'S3', 'S4', 'S5'];

/** The words of the severity scale. */
export const severityWords: Readonly<Record<Severity, string>> = {
  S1: 'Critical',
  S2: 'High',
  S3: 'Medium',
  S4: 'Low',
  S5: 'Note',
};

/** Corners fall away as things calm down: octagon, triangle, diamond, circle, ring. All drawn in a 16 by 16 box. */
const shapes: Readonly<Record<Severity, string>> = {
  S1: 'M5 1h6l4 4v6l-4 4H5l-4-4V5z',
  S2: 'M8 1l7.5 14H.5z',
  S3: 'M8 .5L15.5 8 8 15.5.5 8z',
  S4: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z',
  S5: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zm0 2.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z',
};

/** The bare shape, for a place where the word stands beside it. */
export function SeverityShape({ severity, size = 14 }: { severity: Severity; size?: number }) {
  return (
    <svg
      class={`fw-shape fw-shape--${severity.toLowerCase()}`}
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden="true"
      focusable="false"
    >
      <path d={shapes[severity]} fill="currentColor" fill-rule="evenodd" />
    </svg>
  );
}

/** The shape as a path to be placed in a larger drawing, such as the strip of the day. */
export function severityPath(severity: Severity): string {
  return shapes[severity];
}

export function SeverityTag({ severity }: { severity: Severity }) {
  return (
    <strong class={`fw-severity fw-severity--${severity.toLowerCase()}`}>
      <SeverityShape severity={severity} />
      <span>
        <span class="fw-severity__code">{severity}</span> {severityWords[severity]}
      </span>
    </strong>
  );
}
