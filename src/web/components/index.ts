// The door to everything a page can be built of.
export { Chart, type ChartPoint, type ChartProps } from './chart.tsx';
export { Clock, type ClockProps, type ClockState, clockState, clockWords } from './clock.tsx';
export { type DayHour, DayStrip, type DayStripProps, stripWords } from './day-strip.tsx';
export type * from './govuk.generated.ts';
export { Govuk } from './govuk.ts';
export { Highlight, type Place, tidyPlaces } from './highlight.tsx';
export { type Attributes, type Html, type HtmlSlot, html, place, type Words } from './html.ts';
export { Live, type LiveProps } from './live.tsx';
export { Moj } from './moj.ts';
export type * as MojProps from './moj-props.ts';
export { Paging, type PagingProps, type Part, partOf } from './paging.tsx';
export { Queue, QueueKeys, QueueRow, type QueueRowProps } from './queue.tsx';
export { type Reason, Reasons, type ReasonsProps } from './reasons.tsx';
export { type Severity, SeverityShape, SeverityTag, severities, severityWords } from './severity-tag.tsx';
export { EmptyState, KeyHint, Scroll, Signs, StatTile, type StatTileProps, StatTiles } from './small-parts.tsx';
export { StackTable, type StackTableProps } from './stack-table.tsx';
export { clockTime, fullDay, fullTime, nearTime, shortDay, shortTime, spanWords } from './time-words.ts';
