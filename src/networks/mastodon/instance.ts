/** What a server says about itself: its name, its limits, and whether it has a live stream. */
import type { Ask, Refusal } from './ask.ts';
import { count, fieldsOf, text } from './status.ts';

export interface Instance {
  readonly ok: true;
  /** What stands after the @ of its people. */
  readonly host: string;
  readonly version: string;
  /** Origin of the live stream (wss), or null. Some servers name one that is not there. */
  readonly streaming: string | null;
  /** Longest post in characters, each web address counted as `charactersPerUrl`. */
  readonly maxCharacters: number;
  readonly charactersPerUrl: number;
  readonly maxImages: number;
  readonly maxAltCharacters: number;
}

/** Asks the newer address first; some servers only know the older one. */
export async function readInstance(ask: Ask, signal?: AbortSignal): Promise<Instance | Refusal> {
  const stop = signal === undefined ? {} : { signal };
  const newer = await ask.get('/api/v2/instance', stop);
  if (newer.ok && fieldsOf(newer.json) !== null) return toInstance(newer.json, ask.server);
  if (!newer.ok && (newer.status === null || newer.status === 429 || newer.status >= 500)) return newer;
  const older = await ask.get('/api/v1/instance', stop);
  if (!older.ok) return older;
  if (fieldsOf(older.json) === null) {
    return {
      ok: false,
      code: 'broken',
      words: 'The server does not say what it is. Check that the address is a server with the Mastodon API.',
      status: older.status,
      waitMs: null,
      isStopped: false,
    };
  }
  return toInstance(older.json, ask.server);
}

function toInstance(json: unknown, server: string): Instance {
  const raw = fieldsOf(json) ?? {};
  const configuration = fieldsOf(raw.configuration) ?? {};
  const statuses = fieldsOf(configuration.statuses) ?? {};
  const media = fieldsOf(configuration.media_attachments) ?? {};
  const streaming = fieldsOf(configuration.urls)?.streaming ?? fieldsOf(raw.urls)?.streaming_api;
  return {
    ok: true,
    host: hostOf(text(raw.domain, 300) || text(raw.uri, 300), server),
    version: text(raw.version, 100),
    streaming: streamingOf(text(streaming, 300), server),
    maxCharacters: count(statuses.max_characters) ?? count(raw.max_toot_chars) ?? 500,
    charactersPerUrl: count(statuses.characters_reserved_per_url) ?? 23,
    maxImages: count(statuses.max_media_attachments) ?? 4,
    maxAltCharacters: count(media.description_limit) ?? 1_500,
  };
}

function hostOf(told: string, server: string): string {
  const bare = told.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  return /^[\w.:-]+$/.test(bare) ? bare : new URL(server).host;
}

/** The token travels on the stream, so it is open only where the server itself is (on this machine, in tests). */
function streamingOf(told: string, server: string): string | null {
  if (told === '' || !URL.canParse(told)) return null;
  const url = new URL(told);
  const isSafe = url.protocol === 'wss:' || (url.protocol === 'ws:' && server.startsWith('http:'));
  return isSafe ? `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}` : null;
}
