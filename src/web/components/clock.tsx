// How long is left before somebody must have acted. Script keeps it moving; without script it is right when drawn.
import { fullTime, spanWords } from './time-words.ts';

export interface ClockProps {
  due: Date;
  now: Date;
  /** What must happen, such as "Acknowledge" or "First decision". */
  label?: string | undefined;
  /** When it was done; the clock then stands. */
  doneAt?: Date | undefined;
  /** A clock is paused only for a named reason. */
  pausedBecause?: string | undefined;
  /** From how long before the due time the clock counts as close. A quarter of an hour unless told. */
  closeMs?: number | undefined;
}

export type ClockState = 'done' | 'paused' | 'late' | 'close' | 'calm';

export function clockState({ due, now, doneAt, pausedBecause, closeMs = 15 * 60_000 }: ClockProps): ClockState {
  if (doneAt) return 'done';
  if (pausedBecause) return 'paused';
  const left = due.getTime() - now.getTime();
  if (left < 0) return 'late';
  return left <= closeMs ? 'close' : 'calm';
}

/** The words a clock shows. The script in assets/clocks.ts says the same. */
export function clockWords(props: ClockProps): string {
  const left = props.due.getTime() - props.now.getTime();
  switch (clockState(props)) {
    case 'done':
      return (props.doneAt?.getTime() ?? 0) <= props.due.getTime() ? 'Done in time' : 'Done late';
    case 'paused':
      return `Paused: ${props.pausedBecause}`;
    case 'late':
      return `${spanWords(left)} late`;
    default:
      return `${spanWords(left)} left`;
  }
}

export function Clock(props: ClockProps) {
  const state = clockState(props);
  const isMoving = state !== 'done' && state !== 'paused';
  const left = props.due.getTime() - props.now.getTime();
  return (
    <span class={`fw-clock fw-clock--${state}`} data-clock-state={state}>
      <ClockHand state={state} />
      {props.label ? <span class="fw-clock__label">{props.label} </span> : null}
      <time
        class="fw-clock__time"
        dateTime={props.due.toISOString()}
        title={fullTime(props.due)}
        data-clock={isMoving ? left : undefined}
        data-clock-close={isMoving ? (props.closeMs ?? 15 * 60_000) : undefined}
      >
        {clockWords(props)}
      </time>
    </span>
  );
}

function ClockHand({ state }: { state: ClockState }) {
  const mark: Record<ClockState, string> = {
    calm: 'M8 4v4l2.5 2.5',
    close: 'M8 4v4l0 3.5',
    late: 'M8 4v5.2M8 11.2v.6',
    done: 'M4.8 8.2l2.3 2.3 4.2-4.7',
    paused: 'M6.2 5.2v5.6M9.8 5.2v5.6',
  };
  return (
    <svg class="fw-clock__icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <circle cx="8" cy="8" r="6.75" fill="none" stroke="currentColor" stroke-width="1.5" />
      <path d={mark[state]} fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" />
    </svg>
  );
}
