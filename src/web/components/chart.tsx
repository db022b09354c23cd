// A line over time with its band of doubt and bars beneath, drawn as plain SVG: no script and no style attribute.
import { scaleLinear, scaleUtc } from 'd3-scale';
import { area, curveMonotoneX, line } from 'd3-shape';
import { clockTime, fullTime, shortDay } from './time-words.ts';

export interface ChartPoint {
  at: Date;
  /** Height of the line. Undefined leaves a gap: we did not see. */
  value?: number | undefined;
  /** The band of doubt. */
  low?: number | undefined;
  high?: number | undefined;
  /** Height of the bar at this time. */
  bar?: number | undefined;
}

export interface ChartProps {
  id: string;
  title: string;
  /** The picture in a sentence or two, for people who cannot see it. */
  words: string;
  points: readonly ChartPoint[];
  /** What the line counts, such as "posts an hour". */
  lineLabel: string;
  barLabel?: string | undefined;
  bandLabel?: string | undefined;
  /** Everything after this moment is expected, not seen. */
  now?: Date | undefined;
  /** Height at which somebody is warned. */
  limit?: { value: number; label: string } | undefined;
  lang?: string | undefined;
}

const size = { width: 760, height: 320, left: 52, right: 16, top: 16, bottom: 34 };

type Dated = ChartPoint & { value: number };
type Banded = ChartPoint & { low: number; high: number };
const hasValue = (point: ChartPoint): point is Dated => point.value !== undefined;
const hasBand = (point: ChartPoint): point is Banded => point.low !== undefined && point.high !== undefined;

export function Chart(props: ChartProps) {
  const { id, title, words, points, now, limit, lang = 'en' } = props;
  const drawing = measure(points, limit?.value);
  const { x, y } = drawing;
  const past = now ? points.filter((point) => point.at <= now) : points;
  const expected = now ? points.filter((point) => point.at >= now) : [];
  const path = line<ChartPoint>()
    .defined(hasValue)
    .x((point) => x(point.at))
    .y((point) => y(point.value ?? 0))
    .curve(curveMonotoneX);
  const band = area<ChartPoint>()
    .defined(hasBand)
    .x((point) => x(point.at))
    .y0((point) => y(point.low ?? 0))
    .y1((point) => y(point.high ?? 0))
    .curve(curveMonotoneX);
  const barWidth = Math.max(2, ((size.width - size.left - size.right) / Math.max(1, points.length)) * 0.6);
  const isLong = drawing.spanMs > 36 * 3_600_000;
  return (
    <figure class="fw-chart">
      <figcaption class="fw-chart__caption">
        <span class="govuk-heading-s fw-chart__title">{title}</span>
        <Key {...props} />
      </figcaption>
      <svg
        class="fw-chart__picture"
        role="img"
        aria-labelledby={`${id}-title ${id}-words`}
        viewBox={`0 0 ${size.width} ${size.height}`}
      >
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-words`}>{words}</desc>
        {y.ticks(4).map((tick) => (
          <g>
            <line class="fw-chart__grid" x1={size.left} x2={size.width - size.right} y1={y(tick)} y2={y(tick)} />
            <text class="fw-chart__tick" x={size.left - 8} y={y(tick) + 4} text-anchor="end">
              {tick.toLocaleString('en-GB')}
            </text>
          </g>
        ))}
        {x.ticks(6).map((tick) => (
          <text class="fw-chart__tick" x={x(tick)} y={size.height - 12} text-anchor="middle">
            {isLong ? shortDay(tick, lang) : clockTime(tick, lang)}
          </text>
        ))}
        {points.map((point) =>
          point.bar ? (
            <rect
              class="fw-chart__bar"
              x={round(Math.max(size.left, x(point.at) - barWidth / 2))}
              y={round(y(point.bar))}
              width={round(barWidth)}
              height={round(Math.max(0, y(0) - y(point.bar)))}
            />
          ) : null,
        )}
        <path class="fw-chart__band" d={tidy(band([...points]))} />
        <path class="fw-chart__line" d={tidy(path([...past]))} />
        {expected.length > 0 ? (
          <path class="fw-chart__line fw-chart__line--expected" d={tidy(path([...expected]))} />
        ) : null}
        {limit ? (
          <g>
            <line
              class="fw-chart__limit"
              x1={size.left}
              x2={size.width - size.right}
              y1={y(limit.value)}
              y2={y(limit.value)}
            />
            <text class="fw-chart__limit-words" x={size.left + 6} y={y(limit.value) - 6}>
              {limit.label}
            </text>
          </g>
        ) : null}
        {now ? (
          <g>
            <line class="fw-chart__now" x1={x(now)} x2={x(now)} y1={size.top} y2={y(0)} />
            <text class="fw-chart__tick" x={x(now) + 6} y={size.top + 10}>
              now
            </text>
          </g>
        ) : null}
        <line class="fw-chart__floor" x1={size.left} x2={size.width - size.right} y1={y(0)} y2={y(0)} />
      </svg>
      <Figures {...props} />
    </figure>
  );
}

function measure(points: readonly ChartPoint[], limit = 0) {
  const times = points.map((point) => point.at.getTime());
  const first = Math.min(...(times.length > 0 ? times : [0]));
  const last = Math.max(...(times.length > 0 ? times : [1]));
  const top = Math.max(1, limit, ...points.flatMap((point) => [point.value ?? 0, point.high ?? 0, point.bar ?? 0]));
  return {
    spanMs: last - first,
    x: scaleUtc()
      .domain([new Date(first), new Date(last)])
      .range([size.left, size.width - size.right]),
    y: scaleLinear()
      .domain([0, top * 1.05])
      .nice(4)
      .range([size.height - size.bottom, size.top]),
  };
}

function Key({ lineLabel, bandLabel, barLabel, now }: ChartProps) {
  const items: [string, string][] = [['line', lineLabel]];
  if (now) items.push(['expected', 'Expected']);
  if (bandLabel) items.push(['band', bandLabel]);
  if (barLabel) items.push(['bar', barLabel]);
  return (
    <span class="fw-chart__key">
      {items.map(([kind, label]) => (
        <span class="fw-chart__key-item">
          <span class={`fw-chart__swatch fw-chart__swatch--${kind}`} aria-hidden="true" />
          {label}
        </span>
      ))}
    </span>
  );
}

function Figures({ title, points, lineLabel, bandLabel, barLabel, lang = 'en' }: ChartProps) {
  const hasBands = points.some(hasBand);
  const hasBars = points.some((point) => point.bar !== undefined);
  const cell = 'govuk-table__cell govuk-table__cell--numeric';
  const header = 'govuk-table__header govuk-table__header--numeric';
  return (
    <details class="govuk-details fw-figures">
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">Show this as a table</span>
      </summary>
      <div class="govuk-details__text">
        <table class="govuk-table fw-table--tight">
          <caption class="govuk-visually-hidden">{title}</caption>
          <thead>
            <tr class="govuk-table__row">
              <th scope="col" class="govuk-table__header">
                Time
              </th>
              <th scope="col" class={header}>
                {lineLabel}
              </th>
              {hasBands ? (
                <th scope="col" class={header}>
                  {bandLabel ?? 'Likely between'}
                </th>
              ) : null}
              {hasBars ? (
                <th scope="col" class={header}>
                  {barLabel ?? 'Count'}
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr class="govuk-table__row">
                <th scope="row" class="govuk-table__header">
                  <time dateTime={point.at.toISOString()}>{fullTime(point.at, lang)}</time>
                </th>
                <td class={cell}>{figure(point.value)}</td>
                {hasBands ? (
                  <td class={cell}>{hasBand(point) ? `${figure(point.low)} to ${figure(point.high)}` : ''}</td>
                ) : null}
                {hasBars ? <td class={cell}>{figure(point.bar)}</td> : null}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function figure(value: number | undefined): string {
  return value === undefined ? 'Not seen' : value.toLocaleString('en-GB', { maximumFractionDigits: 1 });
}

const round = (value: number) => Math.round(value * 10) / 10;
/** Two hundred points with fifteen digits each would weigh more than the page. */
const tidy = (path: string | null) => (path ?? '').replace(/-?\d+\.\d+/g, (figure) => String(round(Number(figure))));
