/** The web server: takes pages as values, asks who is there, guards, draws, and answers every fault in plain words. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import files from '@fastify/static';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { type Kit, realClock, record, visitor } from '#platform';
import type { People } from '../people/door.ts';
import { askerOf, type SignedIn } from '../people/person.ts';
import { may as holds } from '../people/roles.ts';
import { assetFolder } from './components/asset-hrefs.ts';
import type { Html } from './components/html.ts';
import { answerFaults } from './error-answers.ts';
import * as errors from './errors.ts';
import { buildHostCheck } from './host.ts';
import { readInput } from './input.ts';
import { CentreLayout, ErrorPage, type ErrorPageProps, type Flash, Layout } from './layout.tsx';
import { isOwnPath } from './own-path.ts';
import type { Act, Ask, Drawn, May, Page, Result, Route, Stream } from './page.ts';
import { buildStreams } from './streams.ts';

export interface WebSettings {
  readonly address: string;
  /** Names beside that of the address which a Host header may carry; `all` checks none. */
  readonly hosts: 'all' | readonly string[];
  readonly isBehindProxy: boolean;
  readonly secret: string;
  readonly metricsToken: string | null;
  readonly version: string;
  /** How a visitor leaves the demonstration; null when this is none. */
  readonly leaveRehearsal: { readonly leaveHref: string; readonly leaveText: string } | null;
  /** Where somebody is sent who has not signed in; the demonstration has an entrance of its own. */
  readonly entrance?: string;
  /** How often open streams are looked at. */
  readonly beatMs?: number;
  /** Requests a minute from one address. */
  readonly requestsPerMinute?: number;
}

export interface Web {
  readonly listener: RequestListener;
  /** Every route, for the test that visits each as every role. */
  readonly list: readonly { method: string; path: string; may: May; trace: string | null }[];
  close(): Promise<void>;
}

export interface WebParts {
  readonly kit: Kit;
  readonly people: People;
  readonly pages: readonly Page[];
  readonly streams: readonly Stream[];
  readonly routes: readonly Route[];
  /** False while something that is needed does not answer; the sentence says what. */
  readonly ready: () => Promise<{ isReady: boolean; words: string }>;
  /** Where somebody lands who opens `/`. */
  readonly home: (ask: Ask) => string;
}

export const sessionCookie = 'foreword_session';
const flashCookie = 'foreword_flash';
const langCookie = 'foreword_lang';

export async function buildWeb(parts: WebParts, settings: WebSettings): Promise<Web> {
  const { kit, people } = parts;
  const isSecure = settings.address.startsWith('https:');
  const requestMs = kit.metrics.histogram(
    'request_seconds',
    'Time to answer a request',
    [0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    ['route', 'status'],
  );
  let listener: RequestListener = () => {};
  /** Answers that have not gone out yet: a clean stop waits for them. */
  const inHand = new Set<ServerResponse>();
  const app = fastify({
    logger: false,
    // The one in front of us only: what stands before its own entry in X-Forwarded-For is whatever the visitor wrote.
    trustProxy: settings.isBehindProxy ? (_address, hop) => hop === 0 : false,
    bodyLimit: 2 * 1024 * 1024,
    genReqId: () => randomBytes(5).toString('hex'),
    routerOptions: { maxParamLength: 200 },
    // The house owns the socket: a demonstration can be left without closing the port.
    serverFactory: (handler) => {
      const answer = handler as RequestListener;
      listener = (request, response) => {
        inHand.add(response);
        response.once('close', () => inHand.delete(response));
        answer(request, response);
      };
      return createServer(handler);
    },
  });

  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    hsts: isSecure,
    crossOriginOpenerPolicy: isSecure,
    originAgentCluster: isSecure,
    referrerPolicy: { policy: 'same-origin' },
  });
  // The header itself, not what a proxy's own header says of it: a script on a strange page may write that one.
  const isOurHost = buildHostCheck(settings.address, settings.hosts);
  app.addHook('onRequest', async (request, reply) => {
    if (isOurHost(request.headers.host) || isProbe(request)) return;
    return reply.code(421).type('text/plain; charset=utf-8').send(errors.wrongHost);
  });
  await app.register(cookie);
  await app.register(formbody, { bodyLimit: 256 * 1024 });
  await app.register(multipart, {
    limits: { fileSize: 2 * 1024 * 1024, files: 4, fields: 200, fieldSize: 256 * 1024 },
  });
  await app.register(rateLimit, {
    max: settings.requestsPerMinute ?? 600,
    timeWindow: '1 minute',
    allowList: (request) => request.url.startsWith('/assets/') || isProbe(request),
    errorResponseBuilder: () => ({ statusCode: 429, message: 'too many' }),
  });
  await app.register(files, {
    root: assetFolder(),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    index: false,
    decorateReply: false,
    preCompressed: true,
  });
  // Hooks are signed over their bytes, so nothing but forms is read before its page or route asks for it.
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  const csrfOf = (token: string | null, device: string) =>
    createHmac('sha256', settings.secret)
      .update(`csrf:${token ?? device}`)
      .digest('base64url');

  /** Who asks, from the cookies; also gives a device cookie so that forms before sign-in are bound to something. */
  async function askOf(request: FastifyRequest, reply: FastifyReply): Promise<Ask> {
    const token = request.cookies[sessionCookie] ?? null;
    const person = token ? await people.session(token) : null;
    let device = request.cookies.foreword_device ?? '';
    if (!/^[\w-]{20,60}$/.test(device)) {
      device = randomBytes(18).toString('base64url');
      reply.setCookie('foreword_device', device, { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure });
    }
    const chosen = request.cookies[langCookie];
    return {
      asker: person?.isWhole ? askerOf(person) : visitor,
      person,
      organisation: await people.organisation(),
      lang: chosen === 'cy' || chosen === 'en' ? chosen : (person?.lang ?? 'en'),
      now: kit.clock.now(),
      path: request.url.split('?')[0]!,
      params: request.params as Record<string, string>,
      query: flatQuery(request.query),
      csrf: csrfOf(person ? token : null, device),
      tried: null,
      sessionToken: person ? token : null,
      ip: request.ip,
    };
  }

  function isAllowed(may: May, person: SignedIn | null): boolean {
    if (may === 'anybody') return true;
    if (may === 'visitor') return person === null;
    if (may === 'half') return person !== null;
    if (person === null || !person.isWhole) return false;
    return may === 'signed-in' || holds(['staff', ...person.roles], may);
  }

  async function frame(drawn: Drawn, ask: Ask, request: FastifyRequest, reply: FastifyReply): Promise<Html> {
    const flash = takeFlash(request, reply);
    const common = {
      title: drawn.title,
      lang: ask.lang,
      flash,
      hasErrors: (ask.tried?.problems.length ?? 0) > 0,
      version: settings.version,
      children: drawn.body,
      before: drawn.before,
      organisation: ask.organisation?.name,
      isRehearsal: ask.organisation?.isRehearsal ? (settings.leaveRehearsal ?? true) : false,
      user: ask.person ? { name: ask.person.name, csrf: ask.csrf } : undefined,
    };
    if (drawn.isAlone) return CentreLayout(common);
    return Layout({ ...common, wide: drawn.isWide, navigation: await menuOf(ask), current: drawn.menu ?? ask.path });
  }

  async function menuOf(ask: Ask) {
    if (!ask.person?.isWhole) return [];
    const seen = parts.pages
      .filter((one) => one.menu && isAllowed(one.may, ask.person))
      .sort((a, b) => a.menu!.order - b.menu!.order);
    return Promise.all(
      seen.map(async (one) => ({
        group: one.menu!.group,
        text: one.menu!.words,
        href: one.path,
        waiting: (await one.menu!.waiting?.(ask)) ?? 0,
      })),
    );
  }

  async function answerError(
    ask: Ask,
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    words: ErrorPageProps,
  ): Promise<FastifyReply> {
    const drawn: Drawn = { title: words.title, body: ErrorPage(words) };
    return reply
      .code(status)
      .type('text/html; charset=utf-8')
      .send(await frame(drawn, ask, request, reply));
  }

  /** Absent and forbidden are the same; a visitor is asked to sign in for either. */
  async function answerAbsent(ask: Ask, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (!ask.organisation) return reply.redirect('/set-up', 303);
    if (!ask.person) {
      const next = request.method === 'GET' && ask.path !== '/' ? `?next=${encodeURIComponent(request.url)}` : '';
      return reply.redirect(`${settings.entrance ?? '/sign-in'}${next}`, 303);
    }
    if (!ask.person.isWhole) return reply.redirect('/sign-in/second-step', 303);
    return answerError(ask, request, reply, 404, errors.notFound);
  }

  async function trace(ask: Ask, what: string | null, about: string | null): Promise<void> {
    if (what === null) return;
    await kit.db.as(ask.asker, (tx) => record(tx, { what, about }, ask.now));
  }

  const aboutOf = (ask: Ask) => ask.params.id ?? null;

  for (const one of parts.pages) {
    app.get(one.path, async (request, reply) => {
      const ask = await askOf(request, reply);
      if (!isAllowed(one.may, ask.person)) return answerAbsent(ask, request, reply);
      const loaded = await one.load(ask);
      if (loaded === null) return answerAbsent(ask, request, reply);
      await trace(ask, one.trace, aboutOf(ask));
      return reply.type('text/html; charset=utf-8').send(await frame(one.view(loaded, ask), ask, request, reply));
    });
    if (!one.acts) continue;
    app.post(one.path, async (request, reply) => {
      const ask = await askOf(request, reply);
      if (!isAllowed(one.may, ask.person)) return answerAbsent(ask, request, reply);
      const input = await readInput(request);
      if (!isSame(input.text('_csrf'), ask.csrf) || !isOwnOrigin(request, settings.address))
        return answerError(ask, request, reply, 403, errors.expired);
      const name = input.list('act').at(-1) ?? ''; // A form with two buttons names its act twice: the button's comes last.

      const act: Act<unknown> | undefined = Object.hasOwn(one.acts!, name) ? one.acts![name] : undefined;
      if (!act || !isAllowed(act.may ?? one.may, ask.person)) return answerAbsent(ask, request, reply);
      const loaded = await one.load(ask);
      if (loaded === null) return answerAbsent(ask, request, reply);
      const result: Result = await act.do(input, loaded, ask);
      if ('go' in result) {
        await trace(ask, act.trace, aboutOf(ask));
        if (result.session !== undefined) setSession(reply, result.session);
        if (result.flash)
          reply.setCookie(flashCookie, encodeURIComponent(JSON.stringify(result.flash)), {
            path: '/',
            httpOnly: true,
            sameSite: 'lax',
            secure: isSecure,
            maxAge: 60,
            encode: String,
          });
        return reply.redirect(isOwnPath(result.go) ? result.go : '/', 303);
      }
      if ('file' in result) {
        await trace(ask, act.trace, aboutOf(ask));
        return reply
          .type(result.file.mime)
          .header('content-disposition', `attachment; filename="${result.file.name.replace(/[^\w.-]/g, '-')}"`)
          .send(result.file.body);
      }
      const problems = 'problems' in result ? result.problems : [{ field: '', words: result.refused }];
      const shown = { ...ask, tried: { act: name, values: input.values, problems } };
      return reply
        .code(422)
        .type('text/html; charset=utf-8')
        .send(await frame(one.view(loaded, shown), shown, request, reply));
    });
  }

  function setSession(reply: FastifyReply, token: string | null): void {
    if (token === null) reply.clearCookie(sessionCookie, { path: '/' });
    else reply.setCookie(sessionCookie, token, { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure });
  }

  const streams = buildStreams(settings.beatMs);
  const stopHearing = people.onSessionsEnded(() => void streams.check());
  for (const stream of parts.streams) {
    app.get(stream.path, async (request, reply) => {
      const ask = await askOf(request, reply);
      if (!isAllowed(stream.may, ask.person)) return answerAbsent(ask, request, reply);
      const token = ask.sessionToken;
      streams.open(reply, {
        owner: token ?? ask.ip,
        mayStill: async () => isAllowed(stream.may, token ? await people.stillSignedIn(token) : null),
        follow: (changed) => kit.news.tail(stream.names, (event) => changed(event.id)),
      });
      return reply;
    });
  }

  for (const route of parts.routes) {
    app.route({
      method: route.method,
      url: route.path,
      handler: async (request, reply) => {
        const ask = await askOf(request, reply);
        if (!isAllowed(route.may, ask.person)) return answerAbsent(ask, request, reply);
        if (route.method === 'POST' && !route.isHook && !isOwnOrigin(request, settings.address))
          return answerError(ask, request, reply, 403, errors.expired);
        const body = Buffer.isBuffer(request.body)
          ? request.body
          : Buffer.from(typeof request.body === 'string' ? request.body : JSON.stringify(request.body ?? ''));
        const answer = await route.answer(ask, { headers: flatQuery(request.headers), body });
        if (answer === null) return answerAbsent(ask, request, reply);
        await trace(ask, route.trace, aboutOf(ask));
        return reply
          .code(answer.status)
          .headers(answer.headers ?? {})
          .send(answer.body);
      },
    });
  }

  app.get('/', async (request, reply) => {
    const ask = await askOf(request, reply);
    if (!ask.organisation || !ask.person?.isWhole) return answerAbsent(ask, request, reply);
    return reply.redirect(parts.home(ask), 303);
  });
  app.get('/health', async (_request, reply) => reply.type('application/json').send('{"alive":true}'));
  app.get('/ready', async (_request, reply) => {
    const state = await parts.ready().catch(() => ({ isReady: false, words: 'The database does not answer.' }));
    return reply
      .code(state.isReady ? 200 : 503)
      .type('application/json')
      .send(JSON.stringify({ ready: state.isReady, words: state.words }));
  });
  app.get('/metrics', async (request, reply) => {
    if (!mayReadMetrics(request, settings.metricsToken)) return reply.code(404).send('');
    return reply.type(kit.metrics.contentType).send(await kit.metrics.text());
  });

  app.setNotFoundHandler(async (request, reply) => answerAbsent(await askOf(request, reply), request, reply));
  answerFaults(app, kit);
  app.addHook('onResponse', async (request, reply) => {
    requestMs.observe(
      { route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
  });
  app.addHook('onSend', async (request, reply) => {
    if (!request.url.startsWith('/assets/') && !reply.hasHeader('cache-control'))
      reply.header('cache-control', 'no-store');
  });

  await app.ready();
  return {
    get listener() {
      return listener;
    },
    list: [
      ...parts.pages.flatMap((one) => [
        { method: 'GET', path: one.path, may: one.may, trace: one.trace },
        ...Object.entries(one.acts ?? {}).map(([name, act]) => ({
          method: `POST ${name}`,
          path: one.path,
          may: act.may ?? one.may,
          trace: act.trace,
        })),
      ]),
      ...parts.streams.map((one) => ({ method: 'GET (stream)', path: one.path, may: one.may, trace: null })),
      ...parts.routes.map((one) => ({ method: one.method, path: one.path, may: one.may, trace: one.trace })),
    ],
    close: () => {
      stopHearing();
      streams.close();
      return closeApp(app, inHand);
    },
  };
}

/** Whoever reads an answer more slowly than that is cut off when the house stops. */
const longestStopMs = 10_000;

/** The house owns the socket, so the server underneath has no connections of its own to wait for. */
async function closeApp(app: FastifyInstance, inHand: ReadonlySet<ServerResponse>): Promise<void> {
  const answered = [...inHand].map((out) => new Promise((resolve) => out.once('close', resolve)));
  const late = new AbortController();
  await Promise.race([Promise.all(answered), realClock.wait(longestStopMs, late.signal)]);
  late.abort();
  await app.close();
}

function takeFlash(request: FastifyRequest, reply: FastifyReply): Flash[] {
  const given = request.cookies[flashCookie];
  if (!given) return [];
  reply.clearCookie(flashCookie, { path: '/' });
  try {
    const flash = JSON.parse(decodeURIComponent(given)) as Flash;
    return ['success', 'information', 'warning', 'error'].includes(flash.kind) && typeof flash.title === 'string'
      ? [flash]
      : [];
  } catch {
    return [];
  }
}

function isSame(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** A form from another site is refused before its token is looked at (Fetch metadata, then Origin). */
function isOwnOrigin(request: FastifyRequest, address: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (typeof site === 'string') return site === 'same-origin' || site === 'none';
  const origin = request.headers.origin;
  return (
    origin === undefined || origin === new URL(address).origin || origin === `${request.protocol}://${request.host}`
  );
}

function flatQuery(query: unknown): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (typeof first === 'string') flat[name] = first.slice(0, 8000);
  }
  return flat;
}

/** Whoever looks whether the house stands comes by any name and as often as it likes, and learns nothing else. */
function isProbe(request: FastifyRequest): boolean {
  return /^\/(health|ready)(\?|$)/.test(request.url);
}

function mayReadMetrics(request: FastifyRequest, token: string | null): boolean {
  if (token) return isSame(request.headers.authorization ?? '', `Bearer ${token}`);
  const from = (request.raw as IncomingMessage).socket.remoteAddress ?? '';
  return (
    request.headers['x-forwarded-for'] === undefined &&
    (from === '127.0.0.1' || from === '::1' || from === '::ffff:127.0.0.1')
  );
}
