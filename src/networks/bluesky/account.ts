/**
 * A signed-in account: calls to its server (XRPC over HTTPS), signing in once and again when the session has run out.
 *
 * Contract: https://atproto.com/specs/xrpc and the lexicons com.atproto.server.*. Signing in is limited to 30 times in
 * five minutes and 300 a day, so a session is kept and refreshed, and callers who come together share one sign-in.
 */
import type { Outbound, OutboundReply } from '../../platform/outbound.ts';
import type { Outcome } from '../network.ts';
import { clock, faultOf, faultOfStatus } from './faults.ts';
import type { AccountSettings } from './settings.ts';
import { isDid, object, type Shape, text } from './shapes.ts';

export type Refusal = Extract<Outcome<never>, { ok: false }>;

export interface Call {
  readonly method: 'GET' | 'POST';
  /** Name of the lexicon, with its query for GET. */
  readonly name: string;
  readonly body?: { readonly type: string; readonly content: string | Uint8Array };
}

/** An answer with a status of 400 or more that is none of the refusals which every call can get. */
export interface Declined {
  readonly status: number;
  readonly error: string;
  readonly words: string;
}

export type Answer =
  | { readonly ok: true; readonly value: Shape }
  | { readonly ok: false; readonly refusal: Refusal }
  | { readonly ok: false; readonly declined: Declined };

export interface Account {
  /** The account's lasting id, signing in when needed. */
  did(): Promise<Outcome<string>>;
  call(call: Call): Promise<Answer>;
  /** How many sign-ins are left in the present period, as the server says; null before the first or where it does not say. */
  readonly signInsLeft: () => number | null;
}

interface Session {
  readonly did: string;
  readonly access: string;
  readonly refresh: string;
}

export const buildAccount = (
  settings: AccountSettings,
  tools: { readonly outbound: Outbound; readonly now: () => Date },
): Account => {
  let session: Session | null = null;
  let pending: Promise<Outcome<Session>> | null = null;
  let left: number | null = null;

  const send = (call: Call, token: string | null): Promise<Sent> => sendCall(settings.service, call, token, tools);

  const take = (sent: Sent): Outcome<Session> => {
    if (!sent.ok) return sent.refusal;
    const { reply } = sent;
    const told = shapeOf(reply);
    if (reply.status >= 400) return signInRefusal(reply, text(told.error), settings, tools.now());
    const did = told.did;
    const access = text(told.accessJwt);
    const refresh = text(told.refreshJwt);
    if (!isDid(did) || access === '' || refresh === '') {
      return {
        ok: false,
        code: 'broken',
        because: `${hostOf(settings)} did not answer as a Bluesky server does. Check the server's address.`,
      };
    }
    session = { did, access, refresh };
    return { ok: true, value: session };
  };

  const signIn = async (): Promise<Outcome<Session>> => {
    if (session !== null) {
      const refreshed = take(
        await send({ method: 'POST', name: 'com.atproto.server.refreshSession' }, session.refresh),
      );
      if (refreshed.ok) return refreshed;
      session = null;
    }
    const content = JSON.stringify({ identifier: settings.handle, password: settings.password });
    const sent = await send(
      { method: 'POST', name: 'com.atproto.server.createSession', body: { type: json, content } },
      null,
    );
    const remaining = sent.ok ? Number(sent.reply.headers['ratelimit-remaining'] ?? Number.NaN) : Number.NaN;
    left = Number.isFinite(remaining) ? remaining : null;
    return take(sent);
  };

  /** One sign-in at a time, however many wait for it. */
  const sessionNow = (used: Session | null): Promise<Outcome<Session>> => {
    if (session !== null && session !== used) return Promise.resolve({ ok: true, value: session });
    pending ??= signIn().finally(() => {
      pending = null;
    });
    return pending;
  };

  return {
    async did() {
      const found = await sessionNow(null);
      return found.ok ? { ok: true, value: found.value.did } : found;
    },
    async call(call) {
      let used: Session | null = null;
      for (let round = 0; ; round += 1) {
        const found = await sessionNow(used);
        if (!found.ok) return { ok: false, refusal: found };
        used = found.value;
        const sent = await send(call, used.access);
        if (!sent.ok) return sent;
        const answer = answerOf(sent.reply, settings, tools.now());
        if (answer.ok || 'refusal' in answer) return answer;
        const isStale =
          answer.declined.status === 401 ||
          answer.declined.error === 'ExpiredToken' ||
          answer.declined.error === 'InvalidToken';
        if (!isStale) return answer;
        if (round > 0) return { ok: false, refusal: signedOut(settings) };
      }
    },
    signInsLeft: () => left,
  };
};

const json = 'application/json';

type Sent = { readonly ok: true; readonly reply: OutboundReply } | { readonly ok: false; readonly refusal: Refusal };

const sendCall = async (
  service: string,
  call: Call,
  token: string | null,
  tools: { readonly outbound: Outbound },
): Promise<Sent> => {
  const url = `${service}/xrpc/${call.name}`;
  try {
    const reply = await tools.outbound.fetch(url, {
      method: call.method,
      headers: {
        accept: json,
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(call.body === undefined ? {} : { 'content-type': call.body.type }),
      },
      ...(call.body === undefined ? {} : { body: call.body.content }),
      // A password or a token must not follow anybody to another address.
      redirects: 0,
      maxBytes: 2_000_000,
    });
    return { ok: true, reply };
  } catch (error) {
    const { code, words } = faultOf(error, url);
    return { ok: false, refusal: { ok: false, code, because: words } };
  }
};

const shapeOf = (reply: OutboundReply): Shape => {
  try {
    return object(JSON.parse(Buffer.from(reply.bytes).toString('utf8'))) ?? {};
  } catch {
    return {};
  }
};

const hostOf = (settings: AccountSettings): string => new URL(settings.service).host;

const answerOf = (reply: OutboundReply, settings: AccountSettings, now: Date): Answer => {
  const told = shapeOf(reply);
  if (reply.status >= 200 && reply.status < 300) return { ok: true, value: told };
  if (reply.status === 429) return { ok: false, refusal: rateLimited(reply, settings, now) };
  const error = text(told.error).slice(0, 100);
  return { ok: false, declined: { status: reply.status, error, words: text(told.message).slice(0, 300) } };
};

/** Bluesky says in `ratelimit-reset` when the period ends, in seconds since 1970. */
const rateLimited = (reply: OutboundReply, settings: AccountSettings, now: Date): Refusal => {
  const reset = Number(reply.headers['ratelimit-reset'] ?? Number.NaN) * 1_000;
  const isReset = Number.isFinite(reset) && reset > now.getTime() && reset < now.getTime() + 2 * 86_400_000;
  if (isReset)
    return {
      ok: false,
      code: 'rate-limited',
      because: `${hostOf(settings)} asks us to wait until ${clock(new Date(reset))}.`,
    };
  const { code, words } = faultOfStatus(429, settings.service, reply.headers['retry-after'], now);
  return { ok: false, code, because: words };
};

const signInRefusal = (reply: OutboundReply, error: string, settings: AccountSettings, now: Date): Refusal => {
  const host = hostOf(settings);
  if (reply.status === 429) return rateLimited(reply, settings, now);
  if (error === 'AccountTakedown')
    return { ok: false, code: 'refused', because: `${host} has suspended the account ${settings.handle}.` };
  if (error === 'AuthFactorTokenRequired') {
    return {
      ok: false,
      code: 'refused',
      because: `${host} wants a second factor. Use an app password instead of the main password.`,
    };
  }
  if (reply.status === 400 || reply.status === 401 || reply.status === 403) {
    return {
      ok: false,
      code: 'refused',
      because: `${host} does not accept this account name and app password. Check both, or make a new app password.`,
    };
  }
  const { code, words } = faultOfStatus(reply.status, settings.service, undefined, now);
  return { ok: false, code, because: words };
};

const signedOut = (settings: AccountSettings): Refusal => ({
  ok: false,
  code: 'refused',
  because: `${hostOf(settings)} ended the session of ${settings.handle} and does not accept a new one.`,
});
