/**
 * The first day of a new organisation, walked over HTTP as its people would: set up, second step, invitations by
 * e-mail, three sources on real servers, a watch proposed by one and approved by another. For the journey and the bench.
 */
import { codeAt } from '../../src/people/totp.ts';
import { type BlueskyServers, startBluesky } from '../servers/bluesky.ts';
import { type Smtp, startSmtp } from '../servers/smtp.ts';
import { type Snac, startSnac } from '../servers/snac.ts';
import { startWeb, type Web } from '../servers/web.ts';
import { startHouse, type TestHouse } from './house.ts';
import type { Seen, Visitor } from './site.ts';

export interface FirstDay {
  readonly site: TestHouse;
  readonly smtp: Smtp;
  readonly administrator: Visitor;
  readonly analyst: Visitor;
  readonly officer: Visitor;
  readonly bluesky: BlueskyServers | null;
  readonly snac: Snac | null;
  /** Puts an item at the top of the feed. */
  publish(title: string, words: string): void;
  readonly seen: { readonly source: Seen; readonly watch: Seen };
  stop(): Promise<void>;
}

const password = 'otter lantern mosaic tide';
export const pollSeconds = 1;

export async function startFirstDay(): Promise<FirstDay> {
  const smtp = await startSmtp();
  const feed = await startFeed();
  const bluesky = await startBluesky({ accounts: 2 });
  const snac = await startSnac({ instances: 1, users: ['mair'] });
  const site = await startHouse({
    isEmpty: true,
    env: { SMTP_URL: smtp.url, FOREWORD_POLL_SECONDS: String(pollSeconds) },
  });

  const administrator = site.visitor();
  await administrator.send('/set-up', 'create', {
    organisation: 'Northmere Council',
    sector: 'council',
    nation: 'england',
    shortNames: 'the council',
    officialHandles: 'northmere',
    pressHandles: '',
    name: 'Ada Min',
    email: 'ada@northmere.example',
    password,
  });
  await secondStep(administrator);
  const analyst = await invited(site, smtp, administrator, 'ann@northmere.example', ['watch-analyst', 'duty-officer']);
  const officer = await invited(site, smtp, administrator, 'imran@northmere.example', ['dpo']);

  const addSource = (network: string, fields: Record<string, string>) =>
    analyst.send(`/watch/sources/new?network=${network}`, 'add', { network, voice: 'public', ...fields });
  const source = await addSource('feeds', {
    name: 'Northmere Gazette',
    url: `${feed.web.origin}/news.rss`,
    voice: 'press',
  });
  if (bluesky) await addSource('bluesky', { name: 'Bluesky', stream: bluesky.stream, names: bluesky.pds });
  if (snac)
    await addSource('mastodon', {
      name: 'Mere social',
      server: snac.servers[0]!.url,
      what: 'local',
      token: snac.servers[0]!.users[0]!.token,
    });

  const owner = (await site.house.people.colleagues({ kind: 'system', id: 'test', roles: ['system'] })).find((one) =>
    one.email.startsWith('ann'),
  )!.id;
  const end = new Date(Date.now() + 100 * 86_400_000);
  const watch = await analyst.send('/register/new', 'propose', {
    name: 'The council and its services',
    purpose: 'To notice what residents need from our services and to answer within a day.',
    lawfulBasis: 'Public task',
    dpiaReference: 'DPIA-2026-1',
    ownerId: owner,
    'endsOn-day': String(end.getUTCDate()),
    'endsOn-month': String(end.getUTCMonth() + 1),
    'endsOn-year': String(end.getUTCFullYear()),
    queries: 'council OR bins\n"market hall"',
  });
  await officer.send(watch.path, 'approve', { act: 'approve', decision: 'Needed, fair, about services.' });
  return {
    site,
    smtp,
    administrator,
    analyst,
    officer,
    bluesky,
    snac,
    publish: feed.publish,
    seen: { source, watch },
    stop: async () => {
      await site.stop();
      await snac?.stop();
      await bluesky?.stop();
      await feed.web.close();
      await smtp.stop();
    },
  };
}

async function invited(
  site: TestHouse,
  smtp: Smtp,
  administrator: Visitor,
  email: string,
  roles: readonly string[],
): Promise<Visitor> {
  await administrator.send('/people/invite', 'invite', { name: email.split('@')[0]!, email, roles });
  const mail = await smtp.next((one) => one.to.includes(email));
  const visitor = site.visitor();
  await visitor.send(/http:\S+\/join\/\S+/.exec(mail.text)![0], 'accept', { password });
  await secondStep(visitor);
  return visitor;
}

async function secondStep(visitor: Visitor): Promise<void> {
  const page = await visitor.get('/sign-in/second-step/app');
  const key = /<code class="fw-code">([A-Z2-7 ]+)<\/code>/.exec(page.html)![1]!.replaceAll(' ', '');
  const codes = await visitor.sendOn(page, 'confirm', { code: codeAt(key, Math.floor(Date.now() / 30_000)) });
  await visitor.sendOn(codes, 'saved');
}

async function startFeed(): Promise<{ web: Web; publish: (title: string, words: string) => void }> {
  const items: string[] = [];
  const web = await startWeb({
    '/news.rss': () => ({
      headers: { 'content-type': 'application/rss+xml; charset=utf-8' },
      body: `<?xml version="1.0"?><rss version="2.0"><channel><title>Northmere Gazette</title><link>http://gazette.example/</link><description>News</description>${items.join('')}</channel></rss>`,
    }),
  });
  return {
    web,
    publish: (title, words) => {
      items.unshift(
        `<item><guid isPermaLink="false">item-${items.length}</guid><title>${title}</title><description>${words}</description><pubDate>${new Date().toUTCString()}</pubDate></item>`,
      );
      items.length = Math.min(items.length, 30);
    },
  };
}
