// Why something scored as it did: one line for each point, with a bar as long as the point is heavy.
export interface Reason {
  /** A whole phrase: "Names a person and a place", never a code. */
  words: string;
  /** Added to the score; below zero it speaks against. */
  score: number;
  /** What in the post it rests on. */
  detail?: string | undefined;
}

export interface ReasonsProps {
  reasons: readonly Reason[];
  /** The sum to show at the foot; left out when undefined. */
  total?: number | undefined;
  label?: string | undefined;
}

const signed = (score: number) => (score < 0 ? `\u2212${Math.abs(score)}` : `+${score}`);

export function Reasons({ reasons, total, label = 'Why it scored as it did' }: ReasonsProps) {
  const largest = Math.max(1, ...reasons.map((reason) => Math.abs(reason.score)));
  return (
    <div class="fw-reasons">
      <ul class="fw-reasons__list" aria-label={label}>
        {reasons.map((reason) => (
          <li class={`fw-reasons__item${reason.score < 0 ? ' fw-reasons__item--against' : ''}`}>
            <span class="fw-reasons__words">
              {reason.words}
              {reason.detail ? <span class="fw-reasons__detail">{reason.detail}</span> : null}
            </span>
            <svg
              class="fw-reasons__bar"
              viewBox="0 0 100 8"
              preserveAspectRatio="none"
              aria-hidden="true"
              focusable="false"
            >
              <rect class="fw-reasons__track" x="0" y="0" width="100" height="8" />
              <rect class="fw-reasons__fill" x="0" y="0" width={width(reason.score, largest)} height="8" />
            </svg>
            <span class="fw-reasons__score">{signed(reason.score)}</span>
          </li>
        ))}
      </ul>
      {total === undefined ? null : (
        <p class="fw-reasons__total">
          Score <strong>{total}</strong>
        </p>
      )}
    </div>
  );
}

function width(score: number, largest: number): number {
  return Math.round((Math.abs(score) / largest) * 1000) / 10;
}
