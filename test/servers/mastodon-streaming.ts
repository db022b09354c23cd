/**
 * A stand-in for a server with the Mastodon API and a live stream, for what snac2 has not got. The wire is as it was
 * seen on GoToSocial: stream names, payloads that are JSON inside a string, 418 for whoever sends no User-Agent. It
 * also plays faults. It is made up: what it proves is our side of the contract, not that of any real server.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';

export interface FakeStatus {
  readonly id: string;
  readonly uri: string;
  readonly url: string;
  readonly created_at: string;
  readonly edited_at: string | null;
  readonly content: string;
  readonly [field: string]: unknown;
}

/** An answer that the next requests get instead of the true one. */
export interface Fault {
  /** Only for paths that begin so; all when left out. */
  readonly path?: string;
  /** 0 closes the connection without a word. */
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The server does what was asked, and only its answer is lost. */
  readonly isDone?: boolean;
  /** How often; 1 when left out. */
  readonly times?: number;
}

export interface FakeMastodon {
  readonly url: string;
  readonly token: string;
  /** Made on the server and, unless `isSilent`, told on the live stream. Newest on top unless `createdAt` is older. */
  post(
    content: string,
    more?: { readonly isSilent?: boolean; readonly createdAt?: Date; readonly fields?: Record<string, unknown> },
  ): FakeStatus;
  edit(id: string, content: string, more?: { readonly isSilent?: boolean }): void;
  remove(id: string, more?: { readonly isSilent?: boolean }): void;
  /** Told again on the stream, as servers do after a fault of theirs. */
  repeat(id: string): void;
  /** These characters as one frame, whatever they are. */
  sendFrame(frame: string): void;
  dropStreams(): void;
  /** The stream answers this status from now on; null makes it work again. */
  refuseStreams(status: number | null): void;
  fail(fault: Fault): void;
  /** The token is no longer good; true makes it good again. */
  setTokenGood(isGood: boolean): void;
  openStreams(): number;
  /** `METHOD path` of every request so far. */
  readonly requests: readonly string[];
  statuses(): readonly FakeStatus[];
  stop(): Promise<void>;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

type Reply = {
  readonly status: number;
  readonly json?: unknown;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

const token = 'token-of-the-council';
const account = {
  id: '1',
  username: 'council',
  acct: 'council',
  display_name: 'Northmere Council',
  followers_count: 12,
};

export async function startFakeMastodon(): Promise<FakeMastodon> {
  let url = '';
  let isTokenGood = true;
  let refusal: number | null = null;
  let faults: { fault: Fault; left: number }[] = [];
  let statuses: FakeStatus[] = [];
  let lastId = 1000;
  const requests: string[] = [];
  const media = new Map<string, { description: string | null; looks: number }>();
  const published = new Map<string, FakeStatus>();
  const streams = new WebSocketServer({ noServer: true });

  const make: FakeMastodon['post'] = (content, more = {}) => {
    lastId += 10;
    const created = more.createdAt ?? new Date();
    const older =
      more.createdAt === undefined ? -1 : statuses.findIndex((one) => Date.parse(one.created_at) <= created.getTime());
    // Mastodon gives posts from elsewhere an id by their own time, so a late one stands below what is already there.
    const id = String(older <= 0 ? lastId : Number(statuses[older]!.id) + 1);
    const uri = `${url}/users/council/statuses/${id}`;
    const status: FakeStatus = {
      id,
      uri,
      url: `${url}/@council/${id}`,
      created_at: created.toISOString(),
      edited_at: null,
      content,
      visibility: 'public',
      language: 'en',
      spoiler_text: '',
      in_reply_to_id: null,
      reblog: null,
      account: { ...account, uri: `${url}/users/council`, url: `${url}/@council` },
      media_attachments: [],
      mentions: [],
      tags: tagsIn(content),
      card: null,
      favourites_count: 0,
      reblogs_count: 0,
      replies_count: 0,
      ...more.fields,
    };
    statuses.splice(older < 0 ? 0 : older, 0, status);
    if (!more.isSilent) tell('update', JSON.stringify(status), status);
    return status;
  };
  const tell = (event: string, payload: string, about: FakeStatus | null) => {
    for (const socket of streams.clients) {
      const stream = streamNames.get(socket) ?? [];
      const isWanted =
        stream[0] !== 'hashtag' || about === null || tagsIn(about.content).some((tag) => tag.name === stream[1]);
      if (stream[0] === 'user:notification') {
        if (event !== 'update' || about === null || !about.content.includes('@council')) continue;
        const notice = JSON.stringify({ id: about.id, type: 'mention', status: about });
        socket.send(JSON.stringify({ stream, event: 'notification', payload: notice }));
      } else if (isWanted) socket.send(JSON.stringify({ stream, event, payload }));
    }
  };
  const streamNames = new WeakMap<WebSocket, string[]>();

  const answer = (call: Call): Reply => {
    const hasToken = call.headers.authorization === `Bearer ${token}` && isTokenGood;
    if (call.headers.authorization !== undefined && !hasToken)
      return { status: 401, json: { error: 'The access token was revoked' } };
    const id = /^\/api\/v1\/statuses\/([^/]+)$/.exec(call.path)?.[1];
    if (call.path === '/api/v2/instance') {
      return {
        status: 200,
        json: {
          domain: new URL(url).host,
          version: '4.5.0 (stand-in for tests)',
          configuration: {
            urls: { streaming: url.replace('http:', 'ws:') },
            statuses: { max_characters: 500, characters_reserved_per_url: 23, max_media_attachments: 4 },
            media_attachments: { description_limit: 1500 },
          },
        },
      };
    }
    if (call.path === '/api/v1/accounts/verify_credentials')
      return hasToken
        ? { status: 200, json: account }
        : { status: 401, json: { error: 'The access token is invalid' } };
    if (call.path === '/api/v1/apps/verify_credentials')
      return { status: 200, json: { name: 'Foreword', scopes: ['read', 'write'] } };
    if (call.path === '/api/v1/notifications') {
      const spoken = statuses.filter((one) => one.content.includes('@council'));
      const notices = page(call, spoken).map((status) => ({ id: status.id, type: 'mention', status }));
      return { status: 200, json: [...notices, { id: '1', type: 'follow', account }] };
    }
    if (call.path.startsWith('/api/v1/timelines/') || /^\/api\/v1\/accounts\/1\/statuses$/.test(call.path))
      return { status: 200, json: page(call, statuses) };
    if (call.path === '/api/v2/search') {
      const words = call.query.get('q') ?? '';
      return {
        status: 200,
        json: {
          accounts: [],
          hashtags: [],
          statuses: statuses.filter((one) => one.uri === words || one.content.includes(words)).slice(0, 20),
        },
      };
    }
    if (id !== undefined && call.method === 'GET') {
      const found = statuses.find((one) => one.id === id);
      return found ? { status: 200, json: found } : { status: 404, json: { error: 'Record not found' } };
    }
    if (!hasToken && call.method !== 'GET') return { status: 401, json: { error: 'The access token is invalid' } };
    if (id !== undefined && call.method === 'DELETE') {
      const found = statuses.find((one) => one.id === id);
      if (!found) return { status: 404, json: { error: 'Record not found' } };
      remove(id);
      return { status: 200, body: '' };
    }
    if (call.path === '/api/v1/statuses' && call.method === 'POST') {
      const key = String(call.headers['idempotency-key'] ?? '');
      const before = published.get(key);
      if (before) return { status: 200, json: before };
      const wish = JSON.parse(call.body.toString()) as {
        status: string;
        language?: string;
        in_reply_to_id?: string;
        media_ids?: string[];
      };
      const made = make(`<p>${escaped(wish.status)}</p>`, {
        fields: {
          language: wish.language ?? null,
          in_reply_to_id: wish.in_reply_to_id ?? null,
          media_attachments: (wish.media_ids ?? []).map((one) => ({
            id: one,
            type: 'image',
            url: `${url}/media/${one}.png`,
            description: media.get(one)?.description ?? null,
          })),
        },
      });
      if (key !== '') published.set(key, made);
      return { status: 200, json: made };
    }
    if (/^\/api\/v[12]\/media$/.test(call.path) && call.method === 'POST') {
      const made = String(++lastId);
      const body = call.body.toString('latin1');
      const told = /name="description"\r\n\r\n([\s\S]*?)\r\n--/.exec(body)?.[1];
      media.set(made, { description: told === undefined ? null : Buffer.from(told, 'latin1').toString(), looks: 0 });
      return { status: 202, json: { id: made, type: 'image', url: null } };
    }
    const medium = media.get(/^\/api\/v1\/media\/(\d+)$/.exec(call.path)?.[1] ?? '');
    if (medium !== undefined) {
      medium.looks += 1;
      return {
        status: medium.looks < 3 ? 206 : 200,
        json: { id: call.path.split('/').at(-1), type: 'image', url: null, description: medium.description },
      };
    }
    return { status: 404, json: { error: 'Not found' } };
  };

  const remove: FakeMastodon['remove'] = (id, more = {}) => {
    const about = statuses.find((one) => one.id === id) ?? null;
    statuses = statuses.filter((one) => one.id !== id);
    if (!more.isSilent) tell('delete', id, about);
  };

  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const address = new URL(request.url ?? '/', url);
      const call: Call = {
        method: request.method ?? 'GET',
        path: address.pathname,
        query: address.searchParams,
        headers: request.headers,
        body,
      };
      requests.push(`${call.method} ${address.pathname}${address.search}`);
      if (!request.headers['user-agent']) return write(response, { status: 418, body: 'I am a teapot' });
      const due = faults.find(({ fault }) => call.path.startsWith(fault.path ?? '/'));
      if (due === undefined) return write(response, answer(call));
      due.left -= 1;
      faults = faults.filter(({ left }) => left > 0);
      if (due.fault.isDone) answer(call);
      if (due.fault.status === 0) return void request.socket.destroy();
      write(response, { status: due.fault.status, body: due.fault.body ?? '', headers: due.fault.headers ?? {} });
    });
  });
  server.on('upgrade', (request, socket, head) => {
    const address = new URL(request.url ?? '/', url);
    requests.push(`UPGRADE ${address.pathname}${address.search}`);
    const isGood = request.headers.authorization === `Bearer ${token}` && isTokenGood;
    const status = !request.headers['user-agent'] ? 418 : (refusal ?? (isGood ? null : 401));
    if (status !== null)
      return void socket.end(`HTTP/1.1 ${status} No\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    streams.handleUpgrade(request, socket, head, (open) => {
      const tag = address.searchParams.get('tag');
      streamNames.set(open, [address.searchParams.get('stream') ?? '', ...(tag === null ? [] : [tag])]);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const place = server.address();
  if (place === null || typeof place === 'string') throw new Error('the stand-in has no port');
  url = `http://127.0.0.1:${place.port}`;

  return {
    get url() {
      return url;
    },
    token,
    post: make,
    edit: (id, content, more = {}) => {
      const old = statuses.find((one) => one.id === id);
      if (!old) throw new Error('there is no such status');
      const next = { ...old, content, edited_at: new Date().toISOString() };
      statuses = statuses.map((one) => (one.id === id ? next : one));
      if (!more.isSilent) tell('status.update', JSON.stringify(next), next);
    },
    remove,
    repeat: (id) => {
      const old = statuses.find((one) => one.id === id);
      if (old) tell('update', JSON.stringify(old), old);
    },
    sendFrame: (frame) => {
      for (const socket of streams.clients) socket.send(frame);
    },
    dropStreams: () => {
      for (const socket of streams.clients) socket.terminate();
    },
    refuseStreams: (status) => {
      refusal = status;
    },
    fail: (fault) => {
      faults.push({ fault, left: fault.times ?? 1 });
    },
    setTokenGood: (isGood) => {
      isTokenGood = isGood;
    },
    openStreams: () => streams.clients.size,
    requests,
    statuses: () => statuses,
    stop: async () => {
      for (const socket of streams.clients) socket.terminate();
      streams.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function page(call: Call, statuses: readonly FakeStatus[]): readonly FakeStatus[] {
  const tag = /^\/api\/v1\/timelines\/tag\/(.+)$/.exec(call.path)?.[1];
  const all =
    tag === undefined
      ? statuses
      : statuses.filter((one) => tagsIn(one.content).some((found) => found.name === decodeURIComponent(tag)));
  const limit = Math.min(40, Number(call.query.get('limit') ?? 20));
  const bound = (name: string) => (call.query.has(name) ? Number(call.query.get(name)) : null);
  const below = bound('max_id');
  const above = bound('min_id');
  const inside = all.filter(
    (one) => (below === null || Number(one.id) < below) && (above === null || Number(one.id) > above),
  );
  return above === null ? inside.slice(0, limit) : inside.slice(-limit);
}

function tagsIn(content: string): readonly { readonly name: string }[] {
  return [...content.matchAll(/#(\w+)/g)].map((found) => ({ name: found[1]!.toLowerCase() }));
}

function write(response: ServerResponse, reply: Reply): void {
  const body = reply.body ?? JSON.stringify(reply.json);
  response.writeHead(reply.status, {
    'content-type': reply.json === undefined ? 'text/html' : 'application/json',
    ...reply.headers,
  });
  response.end(body);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br />');
}
