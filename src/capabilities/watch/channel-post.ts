/** Posting to another program, and what its answer means for the message. */
import { type Kit, OutboundError } from '#platform';
import { channelWording as say } from './alert-wording.ts';
import type { SharedKind } from './channels.ts';

type Out = Pick<Kit, 'outbound' | 'clock'>;

export class ChannelError extends Error {
  /** Fit for a person. */
  readonly words: string;
  /** False when the same message would be refused again. */
  readonly isWorthRetrying: boolean;
  /** How long the other side asked us to wait, in ms. */
  readonly waitMs: number | null;
  constructor(words: string, isWorthRetrying: boolean, waitMs: number | null = null, options?: ErrorOptions) {
    super(words, options);
    this.name = 'ChannelError';
    this.words = words;
    this.isWorthRetrying = isWorthRetrying;
    this.waitMs = waitMs;
  }
}

/** No redirects: an address that moved is mended by the person who knows it. */
export async function post(
  kit: Out,
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  kind: SharedKind | 'notify',
): Promise<void> {
  let reply: Awaited<ReturnType<Kit['outbound']['fetch']>>;
  try {
    reply = await kit.outbound.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      timeoutMs: 15_000,
      maxBytes: 100_000,
      redirects: 0,
    });
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    throw new ChannelError(
      error.words,
      !['blocked-address', 'bad-address', 'too-many-redirects'].includes(error.code),
      null,
      { cause: error },
    );
  }
  if (reply.status >= 200 && reply.status < 300) return;
  throw new ChannelError(
    say.answered(say.kinds[kind], reply.status),
    isPassing(reply.status, kind),
    waitOf(reply.headers['retry-after'], kit.clock.now()),
  );
}

/** 4xx means that the same message would fail again, but for these; a receiver of webhooks may be in the middle of a change. */
function isPassing(status: number, kind: SharedKind | 'notify'): boolean {
  if (status >= 500 || [408, 409, 425, 429].includes(status)) return true;
  return kind === 'webhook' && status >= 400 && status !== 410;
}

/** Seconds or a date (RFC 9110 section 10.2.3), at most an hour. */
function waitOf(text: string | undefined, now: Date): number | null {
  if (!text) return null;
  const ms = /^\d{1,6}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now.getTime();
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, 3_600_000) : null;
}
