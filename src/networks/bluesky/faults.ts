/** What went wrong between us and Bluesky, in a code for the program and a sentence for the person who can act on it. */
import { OutboundError, type OutboundFault } from '../../platform/outbound.ts';
import type { BlindCode } from '../network.ts';

export interface Fault {
  readonly code: BlindCode;
  readonly words: string;
  /** How long the other side asked us to wait, in milliseconds; null where it did not say. */
  readonly waitMs: number | null;
  /** What came was larger than we accept at all. */
  readonly isOversize?: true;
}

const codes: Readonly<Record<OutboundFault, BlindCode>> = {
  'blocked-address': 'blocked-address',
  unreachable: 'unreachable',
  timeout: 'unreachable',
  'too-large': 'broken',
  'bad-address': 'settings',
  'bad-certificate': 'unreachable',
  'too-many-redirects': 'broken',
  'bad-encoding': 'broken',
  stopped: 'unreachable',
};

/** From an error that a connection or a request threw. */
export const faultOf = (error: unknown, address: string): Fault => {
  if (error instanceof OutboundError) return { code: codes[error.code], words: error.words, waitMs: null };
  const host = hostOf(address);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const fault = (blind: BlindCode, words: string): Fault => ({ code: blind, words, waitMs: null });
  switch (code) {
    case 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH':
      return {
        ...fault('broken', 'The stream sent a message that is far larger than any post, so we closed the connection.'),
        isOversize: true,
      };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return fault(
        'unreachable',
        `There is no server called ${host}, or its name could not be looked up. Check the address.`,
      );
    case 'ECONNREFUSED':
      return fault(
        'unreachable',
        `Nothing answers at ${host}. The server may be stopped, or the address may be wrong.`,
      );
    default:
      if (code.startsWith('WS_ERR')) return fault('broken', `What came from ${host} is not a stream that we can read.`);
      if (/CERT|SSL|TLS|ALTNAME/.test(code))
        return fault('unreachable', `The certificate of ${host} is not valid, so we did not connect.`);
      if (error instanceof Error && error.message.includes('handshake has timed out')) {
        return fault('unreachable', `${host} did not answer in time.`);
      }
      return fault('unreachable', `The connection to ${host} failed${code === '' ? '' : ` (${code})`}.`);
  }
};

/** From an HTTP status where something else was expected. */
export const faultOfStatus = (status: number, address: string, retryAfter: string | undefined, now: Date): Fault => {
  const host = hostOf(address);
  if (status === 429) {
    const waitMs = waitOf(retryAfter, now) ?? 60_000;
    return {
      code: 'rate-limited',
      words: `${host} asks us to wait until ${clock(new Date(now.getTime() + waitMs))}.`,
      waitMs,
    };
  }
  const fault = (code: BlindCode, words: string): Fault => ({ code, words, waitMs: null });
  if (status === 401 || status === 403 || status === 418 || status === 451) {
    return fault('refused', `${host} does not let us in (it answered ${status}).`);
  }
  if (status === 404 || status === 410)
    return fault('not-found', `There is no Bluesky stream at ${host}. Check the address.`);
  if (status >= 500)
    return fault('server-fault', `${host} has a fault of its own (it answered ${status}). We try again.`);
  return fault('broken', `${host} answered in a way that a Bluesky stream does not (${status}). Check the address.`);
};

/** `Retry-After` (RFC 9110, 10.2.3): seconds or a date. In milliseconds, at most a day. */
export const waitOf = (retryAfter: string | undefined, now: Date): number | null => {
  if (retryAfter === undefined || retryAfter.trim() === '') return null;
  const seconds = Number(retryAfter);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(retryAfter) - now.getTime();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 1_000), 86_400_000) : null;
};

/** `14:05 UTC on 24 November` */
export const clock = (date: Date): string => {
  const time = date.toISOString().slice(11, 16);
  return `${time} UTC on ${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })}`;
};

const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : 'that address');
