/** The test that a customer runs on a Mastodon source: can we reach it, may we read it, how fast, how often. */
import type { CheckStep, NetworkTools, SourceSettings } from '../network.ts';
import { type Ask, buildAsk } from './ask.ts';
import { type Instance, readInstance } from './instance.ts';
import { readSource, sourceProblems, type Wanted } from './settings.ts';
import { fieldsOf, text } from './status.ts';
import { openStream, streamOf } from './stream.ts';
import { buildTimeline } from './timeline.ts';

const streamTryMs = 10_000;

export async function checkSource(settings: SourceSettings, tools: NetworkTools): Promise<readonly CheckStep[]> {
  const wanted = readSource(settings);
  if (wanted === null) {
    return [
      step(
        'Read the settings',
        false,
        sourceProblems(settings)
          .map((problem) => `${problem.words}.`)
          .join(' '),
      ),
    ];
  }
  const ask = buildAsk(wanted.server, wanted.token, tools);
  const instance = await readInstance(ask);
  if (!instance.ok) return [step('Reach the server', false, instance.words)];
  return [
    step(
      'Reach the server',
      true,
      `${instance.host} answers${instance.version === '' ? '' : `, version ${instance.version}`}.`,
    ),
    ...(wanted.token === null ? [] : await checkToken(ask)),
    await readOnce(ask, wanted),
    await tryStream(wanted, instance, tools),
    limits(ask, tools),
  ];
}

async function checkToken(ask: Ask): Promise<readonly CheckStep[]> {
  const me = await ask.get('/api/v1/accounts/verify_credentials');
  if (!me.ok) return [step('Sign in with the token', false, me.words)];
  const acct = text(fieldsOf(me.json)?.acct, 200);
  const signedIn = step(
    'Sign in with the token',
    true,
    acct === '' ? 'The server accepts it.' : `The server knows it as ${acct}.`,
  );
  const app = await ask.get('/api/v1/apps/verify_credentials');
  const told = app.ok ? fieldsOf(app.json)?.scopes : undefined;
  const scopes = Array.isArray(told) ? told.filter((scope) => typeof scope === 'string').slice(0, 40) : [];
  if (scopes.length === 0) return [signedIn, step('What the token may do', true, 'This server does not say.')];
  const mayRead = scopes.some((scope) => scope === 'read' || scope.startsWith('read:'));
  const words = mayRead ? `It may: ${scopes.join(', ')}.` : `It may: ${scopes.join(', ')}. Make one that may read.`;
  return [signedIn, step('What the token may do', mayRead, words)];
}

async function readOnce(ask: Ask, wanted: Wanted): Promise<CheckStep> {
  const page = await buildTimeline(ask, wanted.what).page({});
  if (!page.ok) return step('Read once', false, page.words);
  const newest = page.statuses[0]?.createdAt;
  if (page.statuses.length === 0) return step('Read once', true, 'The server answers. There is no post here yet.');
  const when = newest === null || newest === undefined ? '' : ` The newest is of ${newest.toISOString().slice(0, 10)}.`;
  return step('Read once', true, `${page.statuses.length} posts can be read.${when}`);
}

async function tryStream(wanted: Wanted, instance: Instance, tools: NetworkTools): Promise<CheckStep> {
  const every = `Foreword looks every ${Math.max(1, Math.round(tools.pollMs / 1000))} seconds.`;
  const stream = streamOf(wanted.what);
  const polling = (because: string) => step('Live stream', true, `${because} ${every}`);
  if (stream === null) return polling('Servers offer no live stream for this.');
  if (instance.streaming === null) return polling('This server offers no live stream.');
  if (wanted.token === null) return polling('A live stream needs an access token.');
  const enough = new AbortController();
  const tried = new AbortController();
  const patience = tools.wait(streamTryMs, tried.signal).then(() => enough.abort());
  const opened = await openStream(instance.streaming, stream, wanted.token, tools, enough.signal);
  if (opened.ok) opened.live.close();
  tried.abort();
  await patience;
  if (!opened.ok) return polling(opened.words);
  return step(
    'Live stream',
    true,
    'Posts arrive as they are published. A look from time to time finds what was missed.',
  );
}

function limits(ask: Ask, tools: NetworkTools): CheckStep {
  const quota = ask.quota();
  if (quota === null) return step('Requests left', true, 'This server does not say how many requests it allows.');
  const seconds = Math.max(0, Math.round((quota.resetAt.getTime() - tools.now().getTime()) / 1000));
  return step('Requests left', quota.remaining > 0, `${quota.remaining} until it counts anew in ${seconds} seconds.`);
}

function step(name: string, isOk: boolean, words: string): CheckStep {
  return { name, isOk, words };
}
