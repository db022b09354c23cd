/** THE composition root: builds the house from the foundations up. A line may use only what stands above it. */
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { sql } from 'kysely';
import { type Assure, buildAssure } from '#assure';
import { buildTriage } from '#engines/triage';
import { networks } from '#networks';
import type { Network, NetworkTools } from '#networks/contract';
import { buildWebSub } from '#networks/feeds';
import { buildPeople, type People } from '#people';
import {
  buildIds,
  buildJobs,
  buildLog,
  buildMail,
  buildMetrics,
  buildNews,
  buildOutbound,
  buildSeal,
  type Clock,
  type DatabaseAddress,
  type Fault,
  forgetOldJobs,
  type Kit,
  type Mail,
  migrate,
  openDatabase,
  packageRoot,
  platformHolds,
  realClock,
  visitor,
} from '#platform';
import { buildPolicy, type Policy } from '#policy';
import { buildRespond, type Respond } from '#respond';
import { buildWatch, type Watch } from '#watch';
import { buildChannels } from './capabilities/watch/channels.ts';
import type { Config } from './config.ts';
import type { Events } from './events.ts';
import type { Role } from './people/roles.ts';
import { version } from './version.ts';
import { housePages } from './web/house-pages.tsx';
import { buildWeb, type Web } from './web/server.ts';

/** What this process does. `serve` plays all of it. */
export type HouseRole = 'web' | 'collect' | 'work';

export interface HouseOptions {
  readonly database: DatabaseAddress;
  readonly roles: readonly HouseRole[];
  readonly clock?: Clock;
  /** Instead of the real networks: the stage of a rehearsal. */
  readonly networks?: readonly Network[];
  readonly leaveRehearsal?: { readonly leaveHref: string; readonly leaveText: string } | null;
  readonly entrance?: string;
  /** Whether a hub could reach the address; judged by the address unless told. */
  readonly isReachable?: boolean;
  /** In a rehearsal every letter goes to a made-up mailbox: nothing leaves the house. */
  readonly mailbox?: Mail;
  /** Pages that only a demonstration has. */
  readonly more?: (
    kit: Kit,
    people: People,
  ) => { pages: Parameters<typeof buildWeb>[0]['pages']; routes: Parameters<typeof buildWeb>[0]['routes'] };
  readonly requestsPerMinute?: number;
}

export interface House {
  readonly kit: Kit;
  readonly people: People;
  readonly assure: Assure;
  readonly policy: Policy;
  readonly watch: Watch;
  readonly respond: Respond;
  readonly web: Web;
  readonly listener: RequestListener;
  /** Resolves when its database is gone for good: then it can only be stopped. */
  readonly lost: Promise<Fault>;
  start(): void;
  /** Finishes what is in hand, hands back the rest. */
  stop(): Promise<void>;
}

export async function buildHouse(config: Config, options: HouseOptions): Promise<House> {
  const clock = options.clock ?? realClock;
  const log = buildLog(config.logLevel);
  const db = await openDatabase(options.database);
  await migrate(db, options.database.kind === 'server' ? config.secrets.databaseOwnerUrl : null).catch(
    async (error) => {
      await db.close(); // Else the database would keep the process up, and its folder locked.
      throw error;
    },
  );
  let fault: Fault | null = null;
  void db.lost.then((lost) => {
    fault = lost;
    log.error('database.lost', { fault: lost.code, error: lost });
  });
  const ids = buildIds(clock.now);
  const news = buildNews<Events>(db, clock, log);
  const jobs = buildJobs(db, clock, ids, log);
  const seal = buildSeal(config.secrets.house);
  db.sealTrail(seal);
  const outbound = buildOutbound({
    allowPrivate: config.allowPrivate,
    userAgent: `Foreword/${version} (+${config.address})`,
  });
  const strictOutbound = buildOutbound({ allowPrivate: 'none', userAgent: `Foreword/${version} (+${config.address})` });
  const kit: Kit = { db, news, jobs, clock, ids, seal, log, metrics: buildMetrics(), outbound };
  const mail =
    options.mailbox ??
    (config.secrets.smtpUrl ? buildMail({ smtpUrl: config.secrets.smtpUrl, from: config.mailFrom }) : null);
  const tools: NetworkTools = { outbound, now: clock.now, wait: clock.wait, chance: ids.chance, pollMs: config.pollMs };

  const people = buildPeople(kit, {
    address: config.address,
    mail,
    // In a rehearsal nobody is sent to the organisation's real sign-on.
    oidc: config.oidc && !options.mailbox ? { ...config.oidc, secret: config.secrets.oidcSecret } : null,
    isLoopback: isLoopback(config.host),
    isRehearsal: options.mailbox !== undefined,
  });
  // The stage of a rehearsal is offered in a rehearsal only, and a rehearsal is offered nothing else.
  const offered = options.networks ?? networks.filter((network) => network.name !== 'rehearsal');
  // A hub can reach only an address that is not this machine alone.
  const isReachable = options.isReachable ?? !/^https?:\/\/(localhost|127\.|\[::1\])/.test(config.address);
  const assure = buildAssure(kit, {
    people,
    address: config.address,
    // The demonstration signs with a key of its own, and nothing of it leaves the house.
    keyFile: join(config.dataFolder, options.mailbox ? 'demonstration-signing-key' : 'signing-key'),
    headsFile: options.mailbox ? null : config.headsFile,
    strictOutbound,
    browser: config.browser,
    timeStamps: options.mailbox ? null : config.timeStamps,
  });
  const policy = buildPolicy(kit, { people, address: config.address });
  const watch = buildWatch(kit, {
    people,
    networks: offered.filter((network) => !network.speaksOnly),
    tools,
    triage: buildTriage(() => readFileSync(join(packageRoot, 'src/engines/triage/encoder.bin'))),
    channels: buildChannels(kit, {
      mail,
      notify:
        !options.mailbox && config.notify && config.secrets.notifyKey
          ? { ...config.notify, key: config.secrets.notifyKey }
          : null,
    }),
    address: config.address,
    websub: isReachable
      ? buildWebSub({ callback: (token) => `${config.address}/networks/websub/${token}`, tools })
      : null,
  });

  const respond = buildRespond(kit, {
    people,
    watch,
    policy,
    assure,
    networks: offered,
    tools,
    address: config.address,
  });

  const more = options.more?.(kit, people) ?? { pages: [], routes: [] };
  const web = await buildWeb(
    {
      kit,
      people,
      pages: [
        ...people.pages,
        ...watch.pages,
        ...respond.pages,
        ...policy.pages,
        ...assure.pages,
        ...housePages({
          kit,
          people,
          watch,
          networks: offered,
          holds: [...platformHolds, ...[people, assure, policy, watch, respond].flatMap((part) => part.holds)],
          database: options.database,
          settings: {
            address: config.address,
            pollMs: config.pollMs,
            hasMail: mail !== null && !mail.isInside,
            signOn: config.oidc?.name ?? null,
          },
        }),
        ...more.pages,
      ],
      streams: [people, assure, policy, watch, respond].flatMap((part) => part.streams),
      routes: [...[people, assure, policy, watch, respond].flatMap((part) => part.routes), ...more.routes],
      ready: async () => {
        if (fault) return { isReady: false, words: fault.message };
        await db.as(visitor, (tx) => sql`select 1`.execute(tx));
        return { isReady: true, words: 'Ready.' };
      },
      home: (ask) => homeOf(ask.person?.roles ?? []),
    },
    {
      address: config.address,
      hosts: config.hosts,
      isBehindProxy: config.isBehindProxy,
      secret: seal.hash('web', 'csrf'),
      metricsToken: config.secrets.metricsToken,
      version,
      leaveRehearsal: options.leaveRehearsal ?? null,
      ...(options.entrance ? { entrance: options.entrance } : {}),
      ...(options.requestsPerMinute ? { requestsPerMinute: options.requestsPerMinute } : {}),
    },
  );
  jobs.every('platform.forget-events', '41 4 * * *', async () => void (await news.forget()));
  jobs.every('platform.forget-jobs', '23 4 * * *', () => forgetOldJobs(db, clock.now()));

  const plays = (role: HouseRole) => options.roles.includes(role);
  return {
    kit,
    people,
    assure,
    policy,
    watch,
    respond,
    web,
    listener: web.listener,
    lost: db.lost,
    start: () => {
      if (plays('web') || plays('work')) news.start();
      if (plays('work')) {
        jobs.start();
        assure.start();
        policy.start();
        respond.start();
      }
      if (plays('collect')) watch.start();
    },
    stop: async () => {
      await Promise.all([respond, watch, policy, assure].map((part) => part.stop()));
      await web.close();
      await jobs.stop();
      await news.stop();
      await Promise.all([outbound.close(), strictOutbound.close()]);
      await db.close();
    },
  };
}

/** The first screen of each role: what needs me now? The first line that fits somebody counts. */
const homes: readonly (readonly [href: string, ...roles: Role[]])[] = [
  ['/watch', 'watch-analyst', 'duty-officer'],
  ['/watch/locked', 'guardian'],
  ['/watch/referrals', 'care-lead', 'hr-caseworker'],
  ['/respond/drafts?stage=approval', 'response-approver'],
  ['/respond/drafts', 'response-drafter', 'publisher'],
  ['/respond/desk', 'foi-officer'],
  ['/policy', 'policy-owner'],
  ['/policy/versions', 'siro'],
  ['/register', 'dpo'],
  ['/assure/record', 'auditor'],
  ['/assure/evidence', 'records-manager'],
  ['/settings', 'administrator'],
];

function homeOf(held: readonly string[]): string {
  return homes.find(([, ...roles]) => roles.some((role) => held.includes(role)))?.[0] ?? '/hand-over';
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
