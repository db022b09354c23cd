/** When to look again: what the feed and its server wish, within bounds. */
import type { ReadDocument } from './types.ts';

const hourMs = 3_600_000;
/** However little a feed wishes to be asked, news must be seen within the hour. */
const longestWishMs = hourMs;
const longestWaitMs = 24 * hourMs;

/** After an answer. Never shorter than `pollMs`, never later than the wish by chance (the jitter only shortens). */
export function waitAfterAnswer({
  pollMs,
  headers,
  document,
  now,
  chance,
}: {
  readonly pollMs: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly document: Pick<ReadDocument, 'ttlMinutes' | 'skipHours' | 'skipDays'>;
  readonly now: Date;
  readonly chance: number;
}): number {
  const control = headers['cache-control'] ?? '';
  const maxAge = /no-cache|no-store/i.test(control)
    ? 0
    : Number(/max-age\s*=\s*"?(\d{1,9})/i.exec(control)?.[1] ?? 0) -
      Number(/^\d{1,9}$/.exec(headers.age ?? '')?.[0] ?? 0);
  const wishMs = Math.min(longestWishMs, Math.max(maxAge * 1000, (document.ttlMinutes ?? 0) * 60_000));
  const waitMs = Math.max(pollMs, wishMs) * (0.9 + 0.1 * chance);
  return afterQuietHours(now, waitMs, document);
}

/** skipHours and skipDays of RSS, in GMT. A feed that would be silent for more than a day is asked all the same. */
function afterQuietHours(
  now: Date,
  waitMs: number,
  { skipHours, skipDays }: Pick<ReadDocument, 'skipHours' | 'skipDays'>,
): number {
  const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
  const isQuiet = (at: Date) => skipHours.includes(at.getUTCHours()) || skipDays.includes(days[at.getUTCDay()]!);
  let at = now.getTime() + waitMs;
  for (let hours = 0; hours < 24; hours += 1) {
    if (!isQuiet(new Date(at))) return at - now.getTime();
    at = Math.floor(at / hourMs) * hourMs + hourMs;
  }
  return waitMs;
}

/** After a failure: doubling, with jitter, and never sooner than the other side asks. */
export function waitAfterFailure({
  pollMs,
  failures,
  retryAfter,
  now,
  chance,
}: {
  readonly pollMs: number;
  readonly failures: number;
  readonly retryAfter: string | null;
  readonly now: Date;
  readonly chance: number;
}): number {
  const backOffMs = Math.min(6 * hourMs, pollMs * 2 ** Math.min(failures - 1, 8)) * (0.75 + 0.5 * chance);
  return Math.min(longestWaitMs, Math.max(pollMs, backOffMs, retryAfterMs(retryAfter, now)));
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3). */
function retryAfterMs(value: string | null, now: Date): number {
  if (value === null) return 0;
  if (/^\s*\d{1,9}\s*$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now.getTime());
}
