/** What a network's public interface answers of a post: asked as anybody may, without an account and without a cookie. */
import { OutboundError } from '#platform';
import { type CaptureNote, limits } from './capture.ts';
import { outboundFor, type Ways } from './capture-plain.ts';

/** The network's own answer as it came, or of secret material its hash alone. */
export type KeptRaw =
  | {
      readonly body: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly mediaType: string;
      /** Where we asked ourselves, and what status came back. */
      readonly asked?: { readonly url: string; readonly at: string; readonly status: number };
    }
  | { readonly sha256: string; readonly bytes: number };

export interface BlueskyPlaces {
  /** Where posts are shown to people. */
  readonly site: string;
  /** The AppView that answers everybody. */
  readonly api: string;
}

export const bluesky: BlueskyPlaces = { site: 'https://bsky.app', api: 'https://public.api.bsky.app' };

/** Where the post at this address can be asked for; null where no network that we know shows its posts like this. */
export function answerAddress(page: string, places: BlueskyPlaces = bluesky): string | null {
  const { origin, pathname } = new URL(page);
  const skeet = /^\/profile\/((?:[\w.:-]|%3A)+)\/post\/([\w.~-]{1,100})\/?$/.exec(pathname);
  if (origin === places.site && skeet?.[1] && skeet[2]) {
    const uri = `at://${skeet[1].replaceAll(/%3A/gi, ':')}/app.bsky.feed.post/${skeet[2]}`;
    return `${places.api}/xrpc/app.bsky.feed.getPostThread?uri=${encodeURIComponent(uri)}&depth=0&parentHeight=0`;
  }
  const status = /^\/(?:@[^/]+|users\/[^/]+\/statuses)\/(\d{6,25})\/?$/.exec(pathname)?.[1];
  return status ? `${origin}/api/v1/statuses/${status}` : null;
}

export interface Answer {
  readonly raw: KeptRaw | null;
  readonly notes: readonly CaptureNote[];
}

/** Whatever it answers is kept, a refusal too; what could not be had is said. */
export async function askNetwork(
  ways: Ways,
  page: string,
  now: () => Date,
  places: BlueskyPlaces = bluesky,
): Promise<Answer> {
  const url = answerAddress(page, places);
  if (!url) return { raw: null, notes: ['no-answer'] };
  try {
    const reply = await outboundFor(ways, page, url).fetch(url, {
      headers: { accept: 'application/json' },
      timeoutMs: limits.requestMs,
      maxBytes: limits.bytes,
      redirects: 'manual',
    });
    const raw: KeptRaw = {
      body: Buffer.from(reply.bytes).toString('base64'),
      headers: reply.headers,
      mediaType: reply.headers['content-type'] ?? 'application/octet-stream',
      asked: { url, at: now().toISOString(), status: reply.status },
    };
    return { raw, notes: reply.status === 200 ? [] : ['answer-refused'] };
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    return { raw: null, notes: ['answer-not-had'] };
  }
}
