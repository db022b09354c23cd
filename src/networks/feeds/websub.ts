/**
 * WebSub (W3C Recommendation of 23 January 2018): a hub tells us when a feed changes, so that we need not ask.
 *
 * Plain functions over what arrived, so that any web server can mount them. What a hub sends only makes the reader
 * look for itself: the hub's copy is never believed, even when signed.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { NetworkTools, Outcome } from '../network.ts';

export interface Subscription {
  /** In the callback address; tells one subscription from another and is not to be guessed. */
  readonly token: string;
  readonly hub: string;
  readonly topic: string;
  readonly secret: string;
  readonly state: 'asked' | 'active' | 'ended';
  /** When the hub stops unless we ask again. */
  readonly until: Date | null;
}

export interface WebSubReply {
  readonly status: number;
  readonly body: string;
}

export interface WebSub {
  /** Asks the hub. `poke` is called for each genuine distribution. The same topic again renews it. */
  subscribe(wanted: {
    readonly hub: string;
    readonly topic: string;
    readonly poke: () => void;
  }): Promise<Outcome<Subscription>>;
  unsubscribe(token: string): Promise<void>;
  /** GET on the callback: the hub asks whether we meant it. */
  verify(token: string, query: Readonly<Record<string, string | undefined>>): WebSubReply;
  /** POST on the callback. `body` is what arrived, unparsed: the signature is over its bytes. */
  distribute(token: string, headers: Readonly<Record<string, string | undefined>>, body: Uint8Array): WebSubReply;
  /** Those whose lease ends within the time given; ask for them again. */
  due(withinMs: number): readonly Subscription[];
  all(): readonly Subscription[];
}

const leaseSeconds = 5 * 86_400;
const maxSubscriptions = 10_000;
const methods = new Map([
  ['sha1', 20],
  ['sha256', 32],
  ['sha384', 48],
  ['sha512', 64],
]);

/** `callback` makes the public address for a token, such as https://us.example/networks/websub/TOKEN. */
export function buildWebSub({
  callback,
  tools,
}: {
  readonly callback: (token: string) => string;
  readonly tools: Pick<NetworkTools, 'outbound' | 'now'>;
}): WebSub {
  const byToken = new Map<string, Subscription & { readonly poke: () => void; readonly isLeaving: boolean }>();

  const ask = async (mode: 'subscribe' | 'unsubscribe', one: Subscription): Promise<Outcome<null>> => {
    const form = new URLSearchParams({ 'hub.callback': callback(one.token), 'hub.mode': mode, 'hub.topic': one.topic });
    if (mode === 'subscribe') {
      form.set('hub.lease_seconds', String(leaseSeconds));
      form.set('hub.secret', one.secret);
    }
    try {
      const reply = await tools.outbound.fetch(one.hub, {
        method: 'POST',
        body: form.toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        maxBytes: 65_536,
      });
      if (reply.status >= 200 && reply.status < 300) return { ok: true, value: null };
      return {
        ok: false,
        code: reply.status >= 500 ? 'server-fault' : 'refused',
        because: `The hub did not accept our request (${reply.status}). We go on looking at the feed ourselves.`,
      };
    } catch (fault) {
      return {
        ok: false,
        code: 'unreachable',
        because: (fault as { words?: string }).words ?? 'The hub could not be reached.',
      };
    }
  };

  return {
    subscribe: async ({ hub, topic, poke }) => {
      const known = [...byToken.values()].find((one) => one.hub === hub && one.topic === topic);
      if (known === undefined && byToken.size >= maxSubscriptions)
        return { ok: false, code: 'refused', because: 'There are too many subscriptions already.' };
      const token = known?.token ?? randomBytes(24).toString('base64url');
      const one = {
        token,
        hub,
        topic,
        secret: known?.secret ?? randomBytes(32).toString('hex'),
        state: known?.state ?? ('asked' as const),
        until: known?.until ?? null,
        poke,
        isLeaving: false,
      };
      // Before asking: the hub may verify before its answer to us arrives.
      byToken.set(token, one);
      const outcome = await ask('subscribe', one);
      if (!outcome.ok) {
        if (known === undefined) byToken.delete(token);
        return outcome;
      }
      return { ok: true, value: plain(byToken.get(token) ?? one) };
    },
    unsubscribe: async (token) => {
      const one = byToken.get(token);
      if (one === undefined) return;
      byToken.set(token, { ...one, isLeaving: true });
      await ask('unsubscribe', one);
    },
    verify: (token, query) => {
      const one = byToken.get(token);
      const mode = query['hub.mode'];
      if (one === undefined || query['hub.topic'] !== one.topic) return { status: 404, body: '' };
      if (mode === 'denied') {
        byToken.set(token, { ...one, state: 'ended', until: null });
        return { status: 200, body: '' };
      }
      const challenge = query['hub.challenge'];
      if (challenge === undefined || challenge.length > 4096) return { status: 400, body: '' };
      if (mode === 'subscribe' && !one.isLeaving) {
        const lease = Number(query['hub.lease_seconds']);
        const seconds = Number.isFinite(lease) && lease > 0 ? Math.min(lease, 365 * 86_400) : leaseSeconds;
        byToken.set(token, { ...one, state: 'active', until: new Date(tools.now().getTime() + seconds * 1000) });
        return { status: 200, body: challenge };
      }
      if (mode === 'unsubscribe' && one.isLeaving) {
        byToken.delete(token);
        return { status: 200, body: challenge };
      }
      return { status: 404, body: '' };
    },
    distribute: (token, headers, body) => {
      const one = byToken.get(token);
      // 410 tells the hub to stop (section 7).
      if (one === undefined || one.isLeaving) return { status: 410, body: '' };
      // A wrong signature gets the same answer as a right one, and nothing happens (section 7.1).
      if (isGenuine(headers['x-hub-signature'], one.secret, body)) one.poke();
      return { status: 202, body: '' };
    },
    due: (withinMs) => {
      const limit = tools.now().getTime() + withinMs;
      return [...byToken.values()]
        .filter(({ state, until }) => state === 'active' && until !== null && until.getTime() <= limit)
        .map(plain);
    },
    all: () => [...byToken.values()].map(plain),
  };
}

/** `method=hexadecimal`, over the bytes of the body, with the secret that we gave the hub. */
export function isGenuine(signature: string | undefined, secret: string, body: Uint8Array): boolean {
  const [method = '', given = ''] = (signature ?? '').trim().split('=', 2);
  const size = methods.get(method.toLowerCase());
  if (size === undefined || !/^[0-9a-f]+$/i.test(given) || given.length !== size * 2) return false;
  return timingSafeEqual(createHmac(method.toLowerCase(), secret).update(body).digest(), Buffer.from(given, 'hex'));
}

function plain({ token, hub, topic, secret, state, until }: Subscription): Subscription {
  return { token, hub, topic, secret, state, until };
}
