/** Receives what is posted to chat and to programs; where it has a secret it checks the signature as the standard's own library does. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface Posted {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: Record<string, unknown>;
  readonly bytes: number;
}

export interface WebhookServer {
  readonly url: string;
  readonly posts: readonly Posted[];
  /** Wrong or missing signatures are answered with 401 from now on. */
  expectSecret(secret: string): void;
  /** Answers the next so many with this status. */
  answerNext(times: number, status: number, headers?: Readonly<Record<string, string>>): void;
  stop(): Promise<void>;
}

export async function startWebhooks(): Promise<WebhookServer> {
  const posts: Posted[] = [];
  let secret: string | null = null;
  let next: { times: number; status: number; headers: Readonly<Record<string, string>> } | null = null;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (next && next.times > 0) {
        next.times -= 1;
        return response.writeHead(next.status, next.headers).end();
      }
      const text = Buffer.concat(parts).toString('utf8');
      const headers = request.headers as Record<string, string>;
      try {
        if (secret) new Webhook(secret).verify(text, headers);
        posts.push({ headers, text, body: JSON.parse(text), bytes: Buffer.byteLength(text) });
        response.writeHead(202).end();
      } catch {
        response.writeHead(401).end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=hidden`,
    posts,
    expectSecret: (given) => {
      secret = given;
    },
    answerNext: (times, status, headers = {}) => {
      next = { times, status, headers };
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
