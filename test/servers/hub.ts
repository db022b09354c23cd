/**
 * A WebSub hub for tests, written from the W3C Recommendation: it verifies the intent of a subscriber with a challenge,
 * gives a lease, and distributes content with a signature.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { startWeb, type Web } from './web.ts';

export interface HubSubscriber {
  readonly callback: string;
  readonly topic: string;
  readonly secret: string | null;
  readonly leaseSeconds: number;
}

export interface Hub {
  /** Where to subscribe. */
  readonly url: string;
  readonly host: string;
  readonly subscribers: readonly HubSubscriber[];
  /** What became of each verification, oldest first. */
  readonly verified: readonly boolean[];
  /** Sends the content to all who subscribed to the topic; the statuses of their answers. */
  distribute(
    topic: string,
    content: string,
    options?: { readonly method?: string; readonly secret?: string; readonly type?: string },
  ): Promise<number[]>;
  /** Tells all who subscribed to the topic that they no longer are. */
  deny(topic: string): Promise<void>;
  /** Waits until every verification under way is over. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export async function startHub({
  leaseSeconds = 600,
  isRefusing = false,
}: {
  readonly leaseSeconds?: number;
  readonly isRefusing?: boolean;
} = {}): Promise<Hub> {
  const subscribers = new Map<string, HubSubscriber>();
  const verified: boolean[] = [];
  const underWay = new Set<Promise<void>>();

  const verify = async (mode: string, wanted: HubSubscriber): Promise<void> => {
    const challenge = randomBytes(16).toString('hex');
    const url = new URL(wanted.callback);
    url.searchParams.set('hub.mode', mode);
    url.searchParams.set('hub.topic', wanted.topic);
    url.searchParams.set('hub.challenge', challenge);
    if (mode === 'subscribe') url.searchParams.set('hub.lease_seconds', String(wanted.leaseSeconds));
    const answer = await fetch(url);
    const isMeant = answer.ok && (await answer.text()) === challenge;
    verified.push(isMeant);
    const key = `${wanted.callback} ${wanted.topic}`;
    if (isMeant && mode === 'subscribe') subscribers.set(key, wanted);
    if (isMeant && mode === 'unsubscribe') subscribers.delete(key);
  };

  const web: Web = await startWeb({
    '/hub': (request) => {
      const form = new URLSearchParams(request.body.toString());
      const [mode, callback, topic] = ['hub.mode', 'hub.callback', 'hub.topic'].map((name) => form.get(name) ?? '');
      if (isRefusing) return { status: 403, body: 'This hub serves nobody.' };
      if (request.method !== 'POST' || !['subscribe', 'unsubscribe'].includes(mode!) || !callback || !topic)
        return { status: 400, body: 'hub.mode, hub.callback and hub.topic are needed.' };
      const lease = Number(form.get('hub.lease_seconds') ?? leaseSeconds);
      const wanted = { callback, topic, secret: form.get('hub.secret'), leaseSeconds: Math.min(lease, leaseSeconds) };
      const verification: Promise<void> = verify(mode!, wanted)
        .catch(() => void verified.push(false))
        .finally(() => underWay.delete(verification));
      underWay.add(verification);
      return { status: 202 };
    },
  });

  const of = (topic: string) => [...subscribers.values()].filter((one) => one.topic === topic);
  return {
    url: `${web.origin}/hub`,
    host: web.host,
    get subscribers() {
      return [...subscribers.values()];
    },
    verified,
    distribute: (topic, content, { method = 'sha256', secret, type = 'application/rss+xml' } = {}) =>
      Promise.all(
        of(topic).map(async (one) => {
          const key = secret ?? one.secret;
          const headers: Record<string, string> = {
            'content-type': type,
            link: `<${web.origin}/hub>; rel="hub", <${topic}>; rel="self"`,
          };
          if (key !== null)
            headers['x-hub-signature'] = `${method}=${createHmac(method, key).update(content).digest('hex')}`;
          const answer = await fetch(one.callback, { method: 'POST', headers, body: content });
          if (answer.status === 410) subscribers.delete(`${one.callback} ${one.topic}`);
          return answer.status;
        }),
      ),
    deny: async (topic) => {
      for (const one of of(topic)) {
        const url = new URL(one.callback);
        url.searchParams.set('hub.mode', 'denied');
        url.searchParams.set('hub.topic', topic);
        await fetch(url);
        subscribers.delete(`${one.callback} ${one.topic}`);
      }
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: () => web.close(),
  };
}
