// A long list, some at a time: which part is shown, and the way to the others.
import { Govuk } from './govuk.ts';

export interface Part {
  /** From 1. */
  page: number;
  pages: number;
  limit: number;
  offset: number;
}

/** Which part of a list the address asks for; the nearest there is where it asks for one that is not. */
export function partOf(asked: string | undefined, total: number, limit: number): Part {
  const pages = Math.max(1, Math.ceil(total / limit));
  const page = /^\d{1,6}$/.test(asked ?? '') ? Math.min(Math.max(1, Number(asked)), pages) : 1;
  return { page, pages, limit, offset: (page - 1) * limit };
}

export interface PagingProps {
  /** What is paged, for those who hear the page: "Alerts to acknowledge". */
  label: string;
  part: Part;
  href: (page: number) => string;
}

/** Nothing where everything fits on one page. */
export function Paging({ label, part: { page, pages }, href }: PagingProps) {
  if (pages === 1) return null;
  const near = (at: number) => at === 1 || at === pages || Math.abs(at - page) <= 1;
  const shown = Array.from({ length: pages }, (_, at) => at + 1).filter(near);
  return (
    <Govuk.Pagination
      landmarkLabel={label}
      previous={page > 1 ? { href: href(page - 1) } : undefined}
      next={page < pages ? { href: href(page + 1) } : undefined}
      items={shown.flatMap((at, place) => [
        ...(place > 0 && at - shown[place - 1]! > 1 ? [{ ellipsis: true }] : []),
        { number: at, href: href(at), current: at === page },
      ])}
    />
  );
}
