/** Starts Foreword: the organisation's own house, or the demonstration while there is none; and stops cleanly. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import { Fault, realClock } from '#platform';
import { waiting } from '#web';
import { buildHouse, type House, type HouseRole } from '../compose.ts';
import { readConfig } from '../config.ts';
import { databaseOf } from '../database-address.ts';
import { buildDemonstration } from '../demo/house.ts';
import type { Io } from '../main.ts';

export const help = `Usage: foreword serve [--role web,collect,work]

Starts Foreword and stops cleanly on SIGTERM or Ctrl+C.

With no settings and no organisation set up yet it opens the demonstration,
Northmere Council. With DATABASE_URL it opens your own organisation.

  --role   what this process does; all of it unless told
           web      answers people
           collect  reads sources and matches posts
           work     sends alerts and does chores

Settings are environment variables; the README lists them all.
`;

const again = 'This takes a few seconds. There is nothing to do: this page looks again by itself.';
const say = {
  starting: { title: 'Foreword is starting', words: [again] },
  opening: { title: 'Your own Foreword is opening', words: [again, 'Nothing of the demonstration comes along.'] },
} as const;

const longestStopMs = 15_000;

type Config = ReturnType<typeof readConfig>;

export async function run(args: readonly string[], io: Io): Promise<number> {
  const roles = readRoles(args);
  if (!roles) {
    io.stderr.write(help);
    return 2;
  }
  const config = readConfig();
  return serve(config, roles, io, {
    isDemonstration: config.secrets.databaseUrl === null && !hasOwnOrganisation(config),
  });
}

export async function serve(
  config: Config,
  roles: readonly HouseRole[],
  io: Io,
  { isDemonstration }: { isDemonstration: boolean },
): Promise<number> {
  let current: House | null = null;
  let listener: RequestListener = waiting(say.starting);
  const server = createServer((request, response) => listener(request, response));
  /** Asked to stop, or why it has to. */
  let end: (fault: Fault | null) => void = () => {};
  const ended = new Promise<Fault | null>((resolve) => {
    end = resolve;
  });
  onStopSignal(() => end(null));
  const stopping = new AbortController();

  async function open(house: House): Promise<void> {
    current = house;
    listener = house.listener;
    house.start();
    void house.lost.then(end);
  }

  let leaving: Promise<void> | null = null;
  function leave(): void {
    // The button pressed twice, or by two visitors: the second would find the data in use and end the process.
    if (leaving || stopping.signal.aborted) return;
    // From now on, so that the browser that is sent to the set-up page does not find the demonstration there.
    listener = waiting(say.opening);
    leaving = realClock
      .wait(300, stopping.signal)
      .then(openOwn)
      .catch((error) => fail(io, error));
  }

  async function openOwn(): Promise<void> {
    await current?.stop();
    current = null;
    markOwn(config);
    if (stopping.signal.aborted) return;
    const own = await buildHouse(config, { database: databaseOf(config), roles });
    current = own;
    // Stopped meanwhile: it was built to its end, so that its database is whole, and is not begun.
    if (stopping.signal.aborted) return;
    await open(own);
    io.stdout.write(`The demonstration was left. Set up your organisation at ${config.address}/set-up\n`);
    tellSetUpCode(own, io);
  }

  await listen(server, config);
  try {
    await open(
      isDemonstration
        ? await buildDemonstration(config, { roles, leave })
        : await buildHouse(config, { database: databaseOf(config), roles }),
    );
  } catch (error) {
    server.closeAllConnections();
    server.close();
    throw error;
  }
  const port = (server.address() as { port: number }).port;
  io.stdout.write(
    `Foreword is up at http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}${isDemonstration ? ' with the demonstration, Northmere Council' : ''}\n`,
  );
  if (!isDemonstration) tellSetUpCode(current, io);

  const fault = await ended;
  if (fault) {
    io.stderr.write(`${fault.message}\n`);
    // Whatever still waits for the database must not keep the process from being started again.
    setTimeout(() => process.exit(1), longestStopMs).unref();
  }
  stopping.abort();
  server.close();
  await leaving;
  await (current as House | null)?.stop();
  server.closeAllConnections();
  return fault ? 1 : 0;
}

function tellSetUpCode(house: House | null, io: Io): void {
  const code = house?.people.setUpCode();
  if (code) io.stdout.write(`Nobody has set up an organisation yet. The set-up page asks for this code: ${code}\n`);
}

function fail(io: Io, error: unknown): void {
  io.stderr.write(`${error instanceof Fault ? error.message : 'Your own Foreword could not be opened.'}\n`);
  process.exit(1);
}

function readRoles(args: readonly string[]): readonly HouseRole[] | null {
  const all: readonly HouseRole[] = ['web', 'collect', 'work'];
  if (args.length === 0) return all;
  const given = args[0] === '--role' ? args[1] : args[0]?.startsWith('--role=') ? args[0].slice(7) : null;
  if (!given) return null;
  const roles = given.split(',');
  return roles.every((role) => (all as readonly string[]).includes(role)) ? (roles as HouseRole[]) : null;
}

/** Left behind when the demonstration is left, so that the next start opens the organisation's own data. */
function ownMark(config: Config): string {
  return join(config.dataFolder, 'own');
}

function hasOwnOrganisation(config: Config): boolean {
  return existsSync(ownMark(config)) || existsSync(join(config.dataFolder, 'store'));
}

function markOwn(config: Config): void {
  mkdirSync(config.dataFolder, { recursive: true });
  writeFileSync(
    ownMark(config),
    'The demonstration was left. Delete this file and the folder "store" to see it again.\n',
  );
}

function listen(server: Server, config: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        reject(
          new Fault(
            'settings-wrong',
            `Port ${config.port} is already in use. Choose another with PORT, such as: PORT=3001 npm start`,
          ),
        );
      else if (error.code === 'EACCES')
        reject(
          new Fault(
            'settings-wrong',
            `Port ${config.port} may not be used by this account. Choose one above 1023 with PORT.`,
          ),
        );
      else reject(error);
    });
    server.listen(config.port, config.host, () => resolve());
  });
}

function onStopSignal(stop: () => void): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
}
