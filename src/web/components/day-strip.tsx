// The last 24 hours at a glance: how much was said in each hour, and how bad the worst of it was.
// An hour in which we could not see is hatched: blind is never drawn as quiet.
import { type Severity, severities, severityPath, severityWords } from './severity-tag.tsx';
import { clockTime } from './time-words.ts';

export interface DayHour {
  /** Start of the hour. */
  from: Date;
  /** Posts that matched. */
  count: number;
  /** The worst signal raised in that hour. */
  worst?: Severity | undefined;
  /** At least one source could not be read in that hour. */
  isBlind?: boolean | undefined;
  /** Where this hour can be read. */
  href?: string | undefined;
}

export interface DayStripProps {
  id: string;
  hours: readonly DayHour[];
  title?: string | undefined;
  lang?: string | undefined;
}

/** The strip keeps its height and stretches sideways only: places are per cent, words and shapes keep their size. */
const percent = (share: number) => `${Math.round(share * 10_000) / 100}%`;
const barHeight = 72;
const markRow = 22;
const height = markRow + barHeight + 24;

export function DayStrip({ id, hours, title = 'The last 24 hours', lang = 'en' }: DayStripProps) {
  const slot = 1 / Math.max(1, hours.length);
  const largest = Math.max(1, ...hours.map((hour) => hour.count));
  const floor = markRow + barHeight;
  return (
    <figure class="fw-strip">
      <svg
        class="fw-strip__picture"
        role="img"
        aria-labelledby={`${id}-title ${id}-words`}
        width="100%"
        height={height}
      >
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-words`}>{stripWords(hours, lang)}</desc>
        <defs>
          <pattern id={`${id}-blind`} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect class="fw-strip__hatch-paper" width="8" height="8" />
            <rect class="fw-strip__hatch" width="3" height="8" />
          </pattern>
        </defs>
        {hours.map((hour, index) => {
          const from = index * slot;
          const tall = hour.count === 0 ? 0 : Math.max(3, Math.round(Math.sqrt(hour.count / largest) * barHeight));
          const tone = hour.worst ? hour.worst.toLowerCase() : 'none';
          return (
            <g>
              {hour.isBlind ? (
                <rect
                  x={percent(from)}
                  y={markRow}
                  width={percent(slot)}
                  height={barHeight}
                  fill={`url(#${id}-blind)`}
                />
              ) : null}
              {tall > 0 ? (
                <rect
                  class={`fw-strip__bar fw-strip__bar--${tone}`}
                  x={percent(from + slot * 0.1)}
                  y={floor - tall}
                  width={percent(slot * 0.8)}
                  height={tall}
                  rx="2"
                />
              ) : null}
              {hour.worst ? (
                <svg
                  class={`fw-shape--${tone}`}
                  x={percent(from + slot / 2)}
                  y="3"
                  width="1"
                  height="1"
                  overflow="visible"
                  aria-hidden="true"
                >
                  <path
                    d={severityPath(hour.worst)}
                    fill="currentColor"
                    fill-rule="evenodd"
                    transform="translate(-7 0) scale(0.875)"
                  />
                </svg>
              ) : null}
              {index % 6 === 0 ? (
                <text class="fw-strip__hour" x={percent(from + slot * 0.1)} y={height - 6}>
                  {clockTime(hour.from, lang)}
                </text>
              ) : null}
            </g>
          );
        })}
        <line class="fw-strip__floor" x1="0" x2="100%" y1={floor} y2={floor} />
        <text class="fw-strip__hour" x="99.5%" y={height - 6} text-anchor="end">
          now
        </text>
      </svg>
      <figcaption class="fw-strip__caption">
        <span class="fw-strip__key">{legend(hours)}</span>
        <details class="govuk-details fw-figures">
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">Show this as a table</span>
          </summary>
          <div class="govuk-details__text">
            <table class="govuk-table govuk-table--small-text-until-tablet fw-table--tight">
              <caption class="govuk-visually-hidden">{title}</caption>
              <thead>
                <tr class="govuk-table__row">
                  <th scope="col" class="govuk-table__header">
                    Hour from
                  </th>
                  <th scope="col" class="govuk-table__header govuk-table__header--numeric">
                    Posts
                  </th>
                  <th scope="col" class="govuk-table__header">
                    Worst signal
                  </th>
                  <th scope="col" class="govuk-table__header">
                    Could we see?
                  </th>
                </tr>
              </thead>
              <tbody>
                {hours.map((hour) => (
                  <tr class="govuk-table__row">
                    <th scope="row" class="govuk-table__header">
                      {hour.href ? (
                        <a class="govuk-link" href={hour.href}>
                          {clockTime(hour.from, lang)}
                        </a>
                      ) : (
                        clockTime(hour.from, lang)
                      )}
                    </th>
                    <td class="govuk-table__cell govuk-table__cell--numeric">{hour.count}</td>
                    <td class="govuk-table__cell">{hour.worst ? severityWords[hour.worst] : 'None'}</td>
                    <td class="govuk-table__cell">{hour.isBlind ? 'Partly blind' : 'Yes'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      </figcaption>
    </figure>
  );
}

function legend(hours: readonly DayHour[]) {
  const shown = severities.filter((severity) => hours.some((hour) => hour.worst === severity));
  return (
    <>
      {shown.map((severity) => (
        <span class="fw-strip__key-item">
          <svg
            class={`fw-shape fw-shape--${severity.toLowerCase()}`}
            viewBox="0 0 16 16"
            width="12"
            height="12"
            aria-hidden="true"
          >
            <path d={severityPath(severity)} fill="currentColor" fill-rule="evenodd" />
          </svg>{' '}
          {severityWords[severity]}
        </span>
      ))}
      {hours.some((hour) => hour.isBlind) ? (
        <span class="fw-strip__key-item">
          <span class="fw-strip__blind-swatch" aria-hidden="true" /> Partly blind
        </span>
      ) : null}
    </>
  );
}

/** The picture in one or two sentences. */
export function stripWords(hours: readonly DayHour[], lang = 'en'): string {
  const total = hours.reduce((sum, hour) => sum + hour.count, 0);
  if (hours.length === 0) return 'Nothing has been counted yet.';
  const busiest = hours.reduce((most, hour) => (hour.count > most.count ? hour : most));
  const worst = severities.find((severity) => hours.some((hour) => hour.worst === severity));
  const blind = hours.filter((hour) => hour.isBlind).length;
  return [
    total === 0
      ? 'No matching posts.'
      : `${total} matching posts, most of them (${busiest.count}) in the hour from ${clockTime(busiest.from, lang)}.`,
    worst ? `The worst signal was ${severityWords[worst].toLowerCase()}.` : 'No signal was raised.',
    blind > 0 ? `We were partly blind in ${blind} of ${hours.length} hours.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}
