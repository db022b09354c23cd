/** Alerts over a real database, with real people and a real mail server: signals come in as posts, messages go out. */
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { sql } from 'kysely';
import { buildPeople, type NewPerson, type People } from '#people';
import { type Asker, buildMail, type Mail } from '#platform';
import { buildAlerts } from '../../src/capabilities/watch/alert.ts';
import type { AlertDesk } from '../../src/capabilities/watch/alert-door.ts';
import { buildChannels, type Channels, type NotifySettings } from '../../src/capabilities/watch/channels.ts';
import { type Smtp, startSmtp } from '../servers/smtp.ts';
import type { TestDatabase } from './database.ts';
import { me, northmere, person, post, type WatchPlace, watchPlace } from './watch.ts';

/** One for each role that can be told, and two duty officers more for a rota of three. */
export const cast: readonly NewPerson[] = [
  { key: 'ann', name: 'Ann Analyst', email: 'ann@northmere.example', roles: ['watch-analyst'] },
  { key: 'bo', name: 'Bo Bevan', email: 'bo@northmere.example', phone: '07700900001', roles: ['duty-officer'] },
  { key: 'dot', name: 'Dot Duty', email: 'dot@northmere.example', roles: ['duty-officer'] },
  { key: 'eve', name: 'Eve Evans', email: 'eve@northmere.example', roles: ['duty-officer'] },
  { key: 'cat', name: 'Cat Care', email: 'cat@northmere.example', roles: ['care-lead'] },
  { key: 'gil', name: 'Gil Guardian', email: 'gil@northmere.example', roles: ['guardian'] },
  { key: 'dan', name: 'Dan Data', email: 'dan@northmere.example', roles: ['dpo'] },
  { key: 'sid', name: 'Sid Siro', email: 'sid@northmere.example', roles: ['siro'] },
  { key: 'adi', name: 'Adi Admin', email: 'adi@northmere.example', roles: ['administrator'] },
  { key: 'hal', name: 'Hal Human', email: 'hal@northmere.example', roles: ['hr-caseworker'] },
];

export interface AlertPlace extends WatchPlace {
  readonly people: People;
  readonly desk: AlertDesk;
  readonly channels: Channels;
  readonly smtp: Smtp;
  readonly ids: ReadonlyMap<string, string>;
  asker(key: string): Asker;
  /** One post that becomes a story, and everything that follows at once. Answers the id of its signal. */
  story(text: string): Promise<string>;
  /** Everything that is due now. */
  settle(): Promise<void>;
  /** Moves the clock from one thing that falls due to the next, and does it. */
  pass(minutes: number): Promise<void>;
  /** Who got mail since this was asked last, by key, in order of the cast. */
  mailed(): readonly string[];
  stop(): Promise<void>;
}

export interface PlaceWishes {
  readonly now?: string;
  readonly people?: readonly NewPerson[];
  readonly isRehearsal?: boolean;
  readonly notify?: NotifySettings | null;
  readonly mail?: Mail | null;
  readonly secret?: string;
}

export async function alertPlace(db: TestDatabase, wishes: PlaceWishes = {}): Promise<AlertPlace> {
  await db.asOwner(async (client) => {
    await client.query(
      'truncate watch.source, watch.watch, watch.post, watch.signal, watch.fold_choice, watch.alert, watch.delivery, watch.channel, watch.alert_rule, watch.shift, watch.handover, platform.event, platform.job, platform.cursor, platform.chore, people.organisation, people.person cascade',
    );
  });
  const place = await watchPlace(db);
  if (wishes.now) place.kit.clock.set(new Date(wishes.now));
  const smtp = await startSmtp();
  const mail =
    wishes.mail === undefined
      ? buildMail({ smtpUrl: smtp.url, from: 'Foreword <foreword@northmere.example>' })
      : wishes.mail;
  const people = buildPeople(place.kit, { address: 'http://localhost:3000', mail: null, oidc: null });
  const ids = await people.found({ ...northmere, isRehearsal: wishes.isRehearsal ?? false }, wishes.people ?? cast);
  const channels = buildChannels(place.kit, { mail, notify: wishes.notify ?? null });
  const desk = buildAlerts(place.kit, {
    people,
    channels,
    address: 'https://foreword.northmere.example',
    organisation: people.organisation,
  });
  const roles = new Map((wishes.people ?? cast).map((one) => [one.key, one.roles]));
  let seen = 0;
  const settle = async () => {
    await place.kit.news.drain();
    await place.kit.jobs.drain();
    await place.kit.news.drain();
  };
  return {
    ...place,
    people,
    desk,
    channels,
    smtp,
    ids,
    asker: (key) => person(ids.get(key) ?? key, ...(roles.get(key) ?? [])),
    story: async (text) => {
      const before = new Set((await place.rows<{ id: string }>(sql`select id from watch.signal`)).map((row) => row.id));
      await place.take([post(text)]);
      const after = await place.rows<{ id: string }>(sql`select id from watch.signal`);
      await settle();
      return after.find((row) => !before.has(row.id))!.id;
    },
    settle,
    pass: async (minutes) => {
      const end = new Date(place.kit.clock.now().getTime() + minutes * 60_000);
      for (;;) {
        const now = place.kit.clock.now();
        const [next] = await place.rows<{ at: Date | null }>(
          sql`select min(run_at) as at from platform.job where finished_at is null and failed_at is null and run_at > ${now} and run_at <= ${end}`,
        );
        if (!next?.at) break;
        place.kit.clock.set(next.at);
        await settle();
      }
      place.kit.clock.set(end);
      await settle();
    },
    mailed: () => {
      const to = smtp.mails.slice(seen).map((one) => one.to[0]!.split('@')[0]!);
      seen = smtp.mails.length;
      return (wishes.people ?? cast)
        .map((one) => one.key)
        .filter((key) => to.includes(key))
        .flatMap((key) => to.filter((one) => one === key));
    },
    stop: async () => {
      await smtp.stop();
      await place.kit.outbound.close();
    },
  };
}

/** A shift of a person of the cast from now. */
export async function onCall(place: AlertPlace, key: string, placeNumber: number, hours = 12): Promise<void> {
  const now = place.kit.clock.now();
  const answer = await place.desk.rota.add(place.asker('bo'), {
    personId: place.ids.get(key)!,
    place: placeNumber,
    startsAt: new Date(now.getTime() - 3_600_000),
    endsAt: new Date(now.getTime() + hours * 3_600_000),
  });
  if (!answer.ok) throw new Error(answer.because);
}

/** The road to a server, which can be closed and opened again at the same address. */
export async function road(
  to: number,
): Promise<{ readonly port: number; open(): Promise<void>; close(): Promise<void> }> {
  let server: Server | null = null;
  let port = 0;
  const open = async () => {
    server = createServer((from) => {
      const on = connect(to, '127.0.0.1');
      from.on('error', () => on.destroy());
      on.on('error', () => from.destroy());
      from.pipe(on).pipe(from);
    });
    await new Promise<void>((resolve) => server!.listen(port, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  };
  await open();
  return {
    get port() {
      return port;
    },
    open,
    close: () => new Promise((resolve) => server!.close(() => resolve())),
  };
}

export { me };
