/** Pages over real HTTP, and a visitor who keeps cookies, fills in forms and follows redirects as a browser without script does. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { People } from '#people';
import type { Kit } from '#platform';
import type { Page, Route, Stream } from '../../src/web/page.ts';
import { buildWeb, type Web } from '../../src/web/server.ts';

export interface Site {
  /** `http://localhost:40123`: a name, because passkeys refuse a number. */
  readonly address: string;
  readonly people: People;
  readonly web: Web;
  visitor(): Visitor;
  stop(): Promise<void>;
}

export interface More {
  readonly pages?: readonly Page[];
  readonly routes?: readonly Route[];
  readonly streams?: readonly Stream[];
  readonly home?: string;
  readonly beatMs?: number;
}

export async function startSite<P extends People>(
  kit: Kit,
  build: (address: string) => P,
  more: (people: P) => More = () => ({}),
): Promise<Site & { readonly people: P }> {
  let listener: RequestListener = (_request, response) => response.writeHead(503).end();
  const server = createServer((request, response) => listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://localhost:${(server.address() as AddressInfo).port}`;
  const people = build(address);
  const extra = more(people);
  const web = await buildWeb(
    {
      kit,
      people,
      pages: [...people.pages, ...(extra.pages ?? [])],
      streams: [...people.streams, ...(extra.streams ?? [])],
      routes: [...people.routes, ...(extra.routes ?? [])],
      ready: async () => ({ isReady: true, words: 'Ready.' }),
      home: () => extra.home ?? '/account',
    },
    {
      address,
      hosts: [],
      isBehindProxy: false,
      secret: 'only for tests',
      metricsToken: null,
      version: '0.0.0',
      leaveRehearsal: null,
      ...(extra.beatMs ? { beatMs: extra.beatMs } : {}),
      requestsPerMinute: 100_000,
    },
  );
  listener = web.listener;
  return {
    address,
    people,
    web,
    visitor: () => buildVisitor(address),
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await web.close();
    },
  };
}

export interface Seen {
  readonly status: number;
  /** Where the visitor ended up, from the path on; a full address when that is another site. */
  readonly path: string;
  readonly html: string;
  /** The words alone, as they are read. */
  readonly text: string;
  readonly title: string;
}

export interface Visitor {
  get(path: string): Promise<Seen>;
  /** Opens the page, fills in the form of this act (its hidden fields are kept) and sends it. */
  send(path: string, act: string, fields?: Readonly<Record<string, string | readonly string[]>>): Promise<Seen>;
  /** Fills in a form of a page that was already opened. */
  sendOn(seen: Seen, act: string, fields?: Readonly<Record<string, string | readonly string[]>>): Promise<Seen>;
  /** Any request, without following redirects. */
  raw(path: string, init?: RequestInit): Promise<Response>;
  cookie(name: string): string | null;
  setCookie(name: string, value: string | null): void;
}

export function buildVisitor(address: string): Visitor {
  // By host, as browsers do: a provider on another port of localhost would see ours, and does no harm.
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (url: URL) => {
    const jar = jars.get(url.host) ?? new Map<string, string>();
    jars.set(url.host, jar);
    return jar;
  };
  const raw = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(path, address);
    const jar = jarOf(url);
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...rules] = line.split(';');
      const at = pair!.indexOf('=');
      const isGone = rules.some((rule) => /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(rule));
      if (isGone) jar.delete(pair!.slice(0, at));
      else jar.set(pair!.slice(0, at), pair!.slice(at + 1));
    }
    return response;
  };
  const follow = async (path: string, init?: RequestInit): Promise<Seen> => {
    let at = new URL(path, address);
    let response = await raw(at.href, init);
    for (let hops = 0; response.status >= 300 && response.status < 400 && hops < 12; hops += 1) {
      at = new URL(response.headers.get('location') ?? '/', at);
      await response.arrayBuffer();
      response = await raw(at.href);
    }
    const html = await response.text();
    return {
      status: response.status,
      path: at.origin === address ? at.pathname + at.search : at.href,
      html,
      text: wordsOf(html),
      title: unescaped(/<title>([^<]*)/.exec(html)?.[1] ?? ''),
    };
  };
  const sendOn: Visitor['sendOn'] = (seen, act, fields = {}) => {
    const form = formsOf(seen.html).find(
      (one) => one.fields.get('act') === act || (act === '' && one.to === '/sign-out'),
    );
    if (!form) throw new Error(`${seen.path} (${seen.title}) has no form "${act}".`);
    const body = new URLSearchParams([...form.fields]);
    for (const [name, value] of Object.entries(fields)) {
      body.delete(name);
      for (const one of typeof value === 'string' ? [value] : value) body.append(name, one);
    }
    return follow(form.to || seen.path, { method: 'POST', body });
  };
  return {
    raw,
    get: (path) => follow(path),
    sendOn,
    send: async (path, act, fields) => sendOn(await follow(path), act, fields),
    cookie: (name) => jarOf(new URL(address)).get(name) ?? null,
    setCookie: (name, value) => {
      if (value === null) jarOf(new URL(address)).delete(name);
      else jarOf(new URL(address)).set(name, value);
    },
  };
}

/** Forms with what they would send untouched: hidden and text fields, ticked boxes. */
export function formsOf(html: string): { to: string; fields: Map<string, string> }[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, attributes = '', inner = '']) => {
    const fields = new Map<string, string>();
    for (const [, field = ''] of inner.matchAll(/<input\b([^>]*)>/g)) {
      const name = attribute(field, 'name');
      const isBox = /type="(checkbox|radio)"/.test(field);
      if (name && (!isBox || /\schecked\b/.test(field)) && (!isBox || !fields.has(name)))
        fields.set(name, attribute(field, 'value') ?? '');
    }
    return { to: attribute(attributes, 'action') ?? '', fields };
  });
}

function attribute(text: string, name: string): string | null {
  const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(text);
  return found ? unescaped(found[1]!) : null;
}

const wordsOf = (html: string): string =>
  unescaped(html.replace(/<(script|style|svg|title)\b.*?<\/\1>/gs, ' ').replace(/<[^>]+>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();

function unescaped(text: string): string {
  return text.replace(
    /&(amp|lt|gt|quot|#39|#x27);/g,
    (whole) => ({ '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' })[whole] ?? "'",
  );
}
