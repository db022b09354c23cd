/**
 * Stands in for X (API v2, OpenAPI document 2.167), Facebook (Graph API v26.0 reference) and LinkedIn (Community Management
 * guides): speaks only what those say, refuses what they do not know, and plays faults. All content is synthetic.
 */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Stood {
  readonly id: string;
  readonly text: string;
  readonly replyTo: string | null;
  readonly alts: readonly string[];
}

/** `lost`: it is done, and the answer never comes. A number: the status that is answered, and nothing is done. */
export type ClosedFault = 'lost' | number;

export interface ClosedServer {
  readonly url: string;
  readonly settings: Readonly<Record<string, string>>;
  /** What stands there now, oldest first. */
  stands(): readonly Stood[];
  /** A post of somebody, or of the account by other means. */
  add(text: string, more?: { readonly replyTo?: string; readonly isOther?: boolean }): string;
  /** For the next request that would publish. */
  failNext(fault: ClosedFault): void;
  /** Requests that the contract does not know. Must stay empty. */
  readonly strange: string[];
  readonly paths: string[];
  stop(): Promise<void>;
}

interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

interface Kept extends Stood {
  readonly isOther: boolean;
  readonly at: number;
}

interface Shelf {
  readonly kept: Kept[];
  readonly media: Map<string, string>;
  next(): string;
  keep(post: Omit<Kept, 'at'>): void;
}

type Reply = { readonly status: number; readonly json?: unknown; readonly headers?: Record<string, string> };
type Handle = (asked: Asked, shelf: Shelf, strange: string[]) => Reply;

async function start(
  settingsOf: (url: string) => Record<string, string>,
  idOf: (number: number) => string,
  publishes: (asked: Asked) => boolean,
  handle: Handle,
): Promise<ClosedServer> {
  const strange: string[] = [];
  const paths: string[] = [];
  const kept: Kept[] = [];
  let count = 0;
  let fault: ClosedFault | null = null;
  const shelf: Shelf = {
    kept,
    media: new Map(),
    next: () => {
      count += 1;
      return idOf(count);
    },
    keep: (post) => void kept.push({ ...post, at: Date.now() }),
  };
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const asked: Asked = { method: request.method ?? '', url, headers: request.headers, body: Buffer.concat(chunks) };
    paths.push(`${asked.method} ${url.pathname}`);
    const isHit = fault !== null && publishes(asked);
    const hit = isHit ? fault : null;
    if (isHit) fault = null;
    if (typeof hit === 'number')
      return response.writeHead(hit, { 'content-type': 'application/json', 'retry-after': '120' }).end('{}');
    const { status, json, headers } = handle(asked, shelf, strange);
    if (hit === 'lost') return response.destroy();
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    return response.end(json === undefined ? '' : JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    settings: settingsOf(url),
    strange,
    paths,
    stands: () => kept.map(({ id, text, replyTo, alts }) => ({ id, text, replyTo, alts })),
    add: (text, more = {}) => {
      const id = shelf.next();
      shelf.keep({ id, text, replyTo: more.replyTo ?? null, alts: [], isOther: more.isOther ?? false });
      return id;
    },
    failNext: (next) => {
      fault = next;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Fields of an object that the contract does not know. */
function unknown(body: Record<string, unknown>, known: readonly string[], strange: string[], where: string): boolean {
  const odd = Object.keys(body).filter((name) => !known.includes(name));
  for (const name of odd) strange.push(`${where}: ${name}`);
  return odd.length > 0;
}

const parse = (body: Buffer) => JSON.parse(body.toString('utf8')) as Record<string, unknown>;

const keys = { consumerKey: 'ck', consumerSecret: 'cs&=', token: '1-t', tokenSecret: 'ts/+' };

export const startX = () =>
  start(
    (url) => ({ service: url, handle: 'NorthmereBC', cap: '1', ...keys }),
    (number) => `17${String(number).padStart(17, '0')}`,
    ({ method, url }) => method === 'POST' && url.pathname === '/2/tweets',
    (asked, shelf, strange) => {
      const problem = (status: number, detail: string): Reply => ({
        status,
        json: { title: 'Problem', detail, status },
      });
      if (!isSigned(asked)) return problem(401, 'Unauthorized');
      const { method, url } = asked;
      const route = `${method} ${url.pathname}`;
      const removed = /^DELETE \/2\/tweets\/(\d+)$/.exec(route)?.[1];
      if (route === 'GET /2/users/me') return { status: 200, json: { data: { id: '42', username: 'NorthmereBC' } } };
      if (route === 'POST /2/media/upload') {
        const body = parse(asked.body);
        if (unknown(body, ['media', 'media_category'], strange, route)) return problem(400, 'Unknown field');
        const id = shelf.next();
        shelf.media.set(id, '');
        return { status: 200, json: { data: { id, media_key: `3_${id}` } } };
      }
      if (route === 'POST /2/media/metadata') {
        const body = parse(asked.body) as { id: string; metadata: { alt_text: { text: string } } };
        if (unknown(body, ['id', 'metadata'], strange, route)) return problem(400, 'Unknown field');
        shelf.media.set(body.id, body.metadata.alt_text.text);
        return { status: 200, json: { data: { id: body.id } } };
      }
      if (route === 'POST /2/tweets') {
        const body = parse(asked.body) as {
          text: string;
          reply?: { in_reply_to_tweet_id: string };
          media?: { media_ids: string[] };
        };
        if (unknown(body, ['text', 'reply', 'media'], strange, route)) return problem(400, 'Unknown field');
        const replyTo = body.reply?.in_reply_to_tweet_id ?? null;
        if (shelf.kept.some((post) => !post.isOther && post.text === body.text && post.replyTo === replyTo))
          return problem(403, 'You are not allowed to create a Tweet with duplicate content.');
        const id = shelf.next();
        const alts = (body.media?.media_ids ?? []).map((media) => shelf.media.get(media) ?? 'missing');
        shelf.keep({ id, text: body.text, replyTo, alts, isOther: false });
        return { status: 201, json: { data: { id, text: body.text } } };
      }
      if (route === 'GET /2/users/42/tweets') {
        if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(url.searchParams.get('start_time') ?? ''))
          return problem(400, 'start_time');
        const since = Date.parse(url.searchParams.get('start_time')!);
        const own = shelf.kept.filter((post) => !post.isOther && post.at >= since).reverse();
        const data = own.slice(0, Number(url.searchParams.get('max_results'))).map((post) => {
          const short = post.text.replace(/https?:\/\/\S+/g, 'https://t.co/abc');
          const expanded = /https?:\/\/\S+/.exec(post.text)?.[0];
          return {
            id: post.id,
            text:
              short.replaceAll('&', '&amp;').replaceAll('<', '&lt;') +
              (post.alts.length > 0 ? ' https://t.co/pic' : ''),
            created_at: new Date(post.at).toISOString(),
            ...(post.replyTo ? { referenced_tweets: [{ type: 'replied_to', id: post.replyTo }] } : {}),
            entities: {
              urls: [
                ...(expanded ? [{ url: 'https://t.co/abc', expanded_url: expanded }] : []),
                ...(post.alts.length > 0 ? [{ url: 'https://t.co/pic', media_key: '3_1', expanded_url: 'x' }] : []),
              ],
            },
          };
        });
        return { status: 200, json: data.length > 0 ? { data, meta: {} } : { meta: { result_count: 0 } } };
      }
      if (removed)
        return remove(shelf, removed) ? { status: 200, json: { data: { deleted: true } } } : problem(404, 'Not Found');
      strange.push(route);
      return problem(404, 'Not Found');
    },
  );

function remove(shelf: Shelf, id: string): boolean {
  const at = shelf.kept.findIndex((post) => post.id === id && !post.isOther);
  if (at >= 0) shelf.kept.splice(at, 1);
  return at >= 0;
}

/** RFC 5849, worked out here anew. */
function isSigned({ method, url, headers }: Asked): boolean {
  const given = new Map<string, string>();
  for (const [, name, value] of (headers.authorization ?? '').matchAll(/(\w+)="([^"]*)"/g))
    given.set(name!, decodeURIComponent(value!));
  const strict = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  const fields = [...given].filter(([name]) => name !== 'oauth_signature').concat([...url.searchParams]);
  const list = fields.map(([name, value]) => `${strict(name)}=${strict(value)}`).sort();
  const base = `${method}&${strict(url.origin + url.pathname)}&${strict(list.join('&'))}`;
  const key = `${strict(keys.consumerSecret)}&${strict(keys.tokenSecret)}`;
  const isFresh = Math.abs(Number(given.get('oauth_timestamp')) - Date.now() / 1000) < 300;
  const isKnown = given.get('oauth_token') === keys.token && given.get('oauth_consumer_key') === keys.consumerKey;
  return isFresh && isKnown && given.get('oauth_signature') === createHmac('sha1', key).update(base).digest('base64');
}

const page = '102030405060708';

export const startFacebook = () =>
  start(
    (url) => ({ service: url, page, token: 'page-token', cap: '5' }),
    (number) => `${page}_${1_000 + number}`,
    ({ method, url }) => method === 'POST' && /\/(feed|comments)$/.test(url.pathname),
    (asked, shelf, strange) => {
      const headers = { 'facebook-api-version': 'v26.0' };
      const error = (code: number, message: string, more = {}): Reply => {
        return {
          status: code === 190 ? 401 : 400,
          headers,
          json: { error: { message, type: 'OAuthException', code, ...more } },
        };
      };
      if (asked.headers.authorization !== 'Bearer page-token') return error(190, 'Invalid OAuth access token.');
      const route = `${asked.method} ${asked.url.pathname}`;
      const ok = (json: unknown): Reply => ({ status: 200, json, headers });
      const form = Object.fromEntries(new URLSearchParams(asked.body.toString('latin1')));
      const words = Object.fromEntries(new URLSearchParams(asked.body.toString('utf8')));
      const target = /^\w+ \/v26\.0\/([\d_]+)(?:\/(\w+))?$/.exec(route);
      if (!target) {
        strange.push(route);
        return error(2500, 'Unknown path components');
      }
      const [, id = '', edge = ''] = target;
      if (route === `GET /v26.0/${page}`) return ok({ id: page, name: 'Northmere Council' });
      if (asked.method === 'POST' && edge === 'photos') {
        const body = asked.body.toString('utf8');
        const alt = /name="alt_text_custom"\r\n\r\n([\s\S]*?)\r\n--/.exec(body)?.[1] ?? 'missing';
        if (!/name="published"\r\n\r\nfalse/.test(body) || !/name="source"; filename=/.test(body))
          return error(100, 'Missing parameter');
        const photo = String(700 + shelf.media.size);
        shelf.media.set(photo, alt);
        return ok({ id: photo });
      }
      if (asked.method === 'POST' && (edge === 'feed' || edge === 'comments')) {
        const names = Object.keys(form).filter((name) => !/^attached_media\[\d+\]$/.test(name));
        if (unknown(Object.fromEntries(names.map((name) => [name, 1])), ['message'], strange, route))
          return error(100, 'Invalid parameter');
        const replyTo = edge === 'comments' ? id : null;
        if (replyTo !== null && !shelf.kept.some((post) => post.id === replyTo))
          return error(100, 'Object does not exist', { error_subcode: 33 });
        const alts = Object.entries(form)
          .filter(([name]) => name.startsWith('attached_media'))
          .map(([, value]) => shelf.media.get((JSON.parse(value) as { media_fbid: string }).media_fbid) ?? 'missing');
        const made = shelf.next();
        shelf.keep({ id: made, text: words.message ?? '', replyTo, alts, isOther: false });
        return ok({ id: made });
      }
      if (asked.method === 'GET' && (edge === 'published_posts' || edge === 'comments')) {
        const query = asked.url.searchParams;
        const wanted = shelf.kept.filter((post) =>
          edge === 'comments' ? post.replyTo === id : post.replyTo === null && !post.isOther,
        );
        const recent = wanted.filter((post) => post.at / 1000 >= Number(query.get('since'))).reverse();
        const from = Number(query.get('after') ?? 0);
        const limit = Number(query.get('limit'));
        const data = recent.slice(from, from + limit).map((post) => ({
          id: post.id,
          message: post.text,
          created_time: new Date(post.at).toISOString().replace(/\.\d+Z$/, '+0000'),
          ...(edge === 'comments' ? { from: { id: post.isOther ? '9' : page } } : {}),
        }));
        const isMore = from + limit < recent.length;
        return ok({
          data,
          paging: { cursors: { after: String(from + limit) }, ...(isMore ? { next: 'https://more' } : {}) },
        });
      }
      if (asked.method === 'DELETE' && edge === '')
        return remove(shelf, id)
          ? ok({ success: true })
          : error(100, 'Unsupported delete request.', { error_subcode: 33 });
      strange.push(route);
      return error(2500, 'Unknown path components');
    },
  );

const organisation = 'urn:li:organization:1234567';

export const startLinkedIn = () =>
  start(
    (url) => ({ service: url, organisation: '1234567', token: 'li-token', cap: '5' }),
    (number) => `urn:li:share:70${String(number).padStart(17, '0')}`,
    ({ method, url }) => method === 'POST' && (url.pathname === '/rest/posts' || url.pathname.endsWith('/comments')),
    (asked, shelf, strange) => {
      const no = (status: number, message: string, code = ''): Reply => ({ status, json: { status, code, message } });
      const { method, url, headers } = asked;
      if (headers.authorization !== 'Bearer li-token') return no(401, 'Invalid access token');
      if (method === 'PUT' && url.pathname.startsWith('/upload/')) return { status: 201 };
      if (headers['x-restli-protocol-version'] !== '2.0.0') return no(400, 'Protocol version');
      if (!/^20\d{4}$/.test(String(headers['linkedin-version']))) return no(426, 'Requested version is not active');
      const route = `${method} ${url.pathname}`;
      const comments = /^(\w+) \/rest\/socialActions\/([^/]+)\/comments(?:\/(\d+))?$/.exec(route);
      const post = /^(\w+) \/rest\/posts\/([^/]+)$/.exec(route);
      if (route === 'GET /rest/organizations/1234567')
        return { status: 200, json: { id: 1234567, localizedName: 'Northmere Council' } };
      if (route === 'POST /rest/images' && url.searchParams.get('action') === 'initializeUpload') {
        const image = `urn:li:image:C${shelf.media.size}`;
        shelf.media.set(image, '');
        return { status: 200, json: { value: { uploadUrl: `${url.origin}/upload/${shelf.media.size}`, image } } };
      }
      if (route === 'POST /rest/posts') {
        const body = parse(asked.body);
        const known = [
          'author',
          'commentary',
          'visibility',
          'distribution',
          'content',
          'lifecycleState',
          'isReshareDisabledByAuthor',
        ];
        if (unknown(body, known, strange, route)) return no(422, 'Unknown field');
        if (body.author !== organisation || body.lifecycleState !== 'PUBLISHED') return no(422, 'Invalid field');
        const text = String(body.commentary);
        if (/(?<!\\)[|{}@[\]()<>#*_~]/.test(text.replaceAll('\\\\', ''))) return no(400, 'Invalid little text');
        const plain = text.replace(/\\(.)/gs, '$1');
        if (shelf.kept.some((one) => !one.isOther && one.text === plain && one.replyTo === null))
          return no(422, 'Content is a duplicate of another post', 'DUPLICATE_POST');
        const content = (body.content ?? {}) as {
          media?: { altText: string };
          multiImage?: { images: { altText: string }[] };
        };
        const alts = content.media
          ? [content.media.altText]
          : (content.multiImage?.images ?? []).map((one) => one.altText);
        const id = shelf.next();
        shelf.keep({ id, text: plain, replyTo: null, alts, isOther: false });
        return { status: 201, headers: { 'x-restli-id': id } };
      }
      if (route === 'GET /rest/posts') {
        if (headers['x-restli-method'] !== 'FINDER' || url.searchParams.get('author') !== organisation)
          return no(400, 'Finder');
        const own = shelf.kept.filter((one) => one.replyTo === null && !one.isOther).reverse();
        const elements = own.slice(0, Number(url.searchParams.get('count'))).map((one) => ({
          id: one.id,
          author: organisation,
          commentary: one.text.replace(/[\\|{}@[\]()<>#*_~]/g, '\\$&'),
          publishedAt: one.at,
          lifecycleState: 'PUBLISHED',
        }));
        return { status: 200, json: { elements, paging: { start: 0, count: elements.length } } };
      }
      if (comments) {
        const on = decodeURIComponent(comments[2]!);
        if (comments[1] === 'POST') {
          const body = parse(asked.body);
          if (unknown(body, ['actor', 'object', 'message'], strange, route)) return no(422, 'Unknown field');
          if (!shelf.kept.some((one) => one.id === on)) return no(404, 'Not found');
          const number = shelf.next().split(':').at(-1)!;
          const id = `urn:li:comment:(${on},${number})`;
          shelf.keep({ id, text: (body.message as { text: string }).text, replyTo: on, alts: [], isOther: false });
          return { status: 201, json: { commentUrn: id, id: number, actor: organisation } };
        }
        if (comments[1] === 'DELETE' && url.searchParams.get('actor') === organisation)
          return remove(shelf, `urn:li:comment:(${on},${comments[3]})`) ? { status: 204 } : no(404, 'Not found');
        const elements = shelf.kept
          .filter((one) => one.replyTo === on)
          .map((one) => ({
            actor: one.isOther ? 'urn:li:person:x' : organisation,
            commentUrn: one.id,
            message: { text: one.text },
            created: { time: one.at },
          }));
        return { status: 200, json: { elements } };
      }
      if (post?.[1] === 'DELETE')
        return remove(shelf, decodeURIComponent(post[2]!)) ? { status: 204 } : no(404, 'Not found');
      strange.push(route);
      return no(404, 'Not found');
    },
  );
