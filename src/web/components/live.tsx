// A part of a page that keeps itself fresh while script runs. Without script it is simply that part of the page.
import type { ComponentChildren } from 'preact';

export interface LiveProps {
  id: string;
  /** A stream of server-sent events; each event says that the region has changed. */
  path: string;
  /** Where the region's own HTML is fetched from; the page itself unless told. */
  from?: string | undefined;
  /** What is said aloud after a change, politely and not too often. A message in the event's data takes its place. */
  says?: string | undefined;
  children: ComponentChildren;
}

export function Live({ id, path, from, says = 'The list has changed.', children }: LiveProps) {
  return (
    <div id={id} data-live={path} data-live-from={from} data-live-says={says}>
      {children}
    </div>
  );
}
