// A table of several columns that stands as cards on a phone: one card a row, each line with the name of its column.
import type { TablePropsRows } from './govuk.generated.ts';
import { Govuk } from './govuk.ts';
import { Scroll } from './small-parts.tsx';

export interface StackTableProps {
  caption: string;
  /** As of GOV.UK's table; without it the caption is only heard. */
  captionClasses?: string | undefined;
  /** The names of the columns; the first cell of a row is the title of its card. */
  head: readonly string[];
  rows: readonly (readonly TablePropsRows[])[];
}

export function StackTable({ caption, captionClasses = 'govuk-visually-hidden', head, rows }: StackTableProps) {
  return (
    <Scroll label={caption}>
      <Govuk.Table
        classes="fw-stack"
        caption={caption}
        captionClasses={captionClasses}
        firstCellIsHeader
        head={head.map((text) => ({ text }))}
        rows={rows.map((cells) =>
          cells.map((cell, at) => (at === 0 ? cell : { ...cell, attributes: { 'data-column': head[at] ?? '' } })),
        )}
      />
    </Scroll>
  );
}
