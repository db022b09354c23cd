/** A whole house over HTTP on a test database: the real composition root, everything running, one person in each role. */

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildHouse, type House, type HouseOptions } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { type Role, roleNames } from '../../src/people/roles.ts';
import { sessionCookie } from '../../src/web/server.ts';
import { testAddress } from './database.ts';
import { buildVisitor, type Visitor } from './site.ts';

export interface TestHouse {
  readonly house: House;
  readonly address: string;
  /** One person in each role, by the role's name; `staff` has none. Null before an organisation is founded. */
  readonly cast: ReadonlyMap<Role | 'staff', string>;
  visitor(): Visitor;
  /** A visitor signed in as the person of that role, second step given. */
  as(role: Role | 'staff'): Promise<Visitor>;
  /** The session cookie for a browser. */
  cookieFor(role: Role | 'staff'): Promise<{ name: string; value: string; url: string }>;
  stop(): Promise<void>;
}

export interface TestHouseWishes extends Partial<HouseOptions> {
  readonly env?: Readonly<Record<string, string>>;
  /** Leave the house empty, as on the first day. */
  readonly isEmpty?: boolean;
  /** Names of people of the cast, where somebody looks at pictures of the pages. */
  readonly names?: Readonly<Partial<Record<Role | 'staff', string>>>;
}

export async function startHouse({
  env = {},
  isEmpty = false,
  names = {},
  ...options
}: TestHouseWishes = {}): Promise<TestHouse> {
  const data = mkdtempSync(join(tmpdir(), 'foreword-house-'));
  const { address: database, drop } = await testAddress();
  let house: House | null = null;
  const server = createServer((request, response) => house!.listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://localhost:${(server.address() as AddressInfo).port}`;
  const config = readConfig({
    FOREWORD_DATA: data,
    FOREWORD_ADDRESS: address,
    FOREWORD_ALLOW_PRIVATE: 'all',
    LOG_LEVEL: 'silent',
    FOREWORD_POLL_SECONDS: '0.2',
    ...env,
  });
  house = await buildHouse(config, {
    database,
    roles: ['web', 'collect', 'work'],
    requestsPerMinute: 100_000,
    ...options,
  });
  const cast = new Map<Role | 'staff', string>();
  if (!isEmpty) {
    const people = [
      ...roleNames.map((role) => ({
        key: role,
        name: names[role] ?? `The ${role}`,
        email: `${role}@example.org`,
        roles: [role],
      })),
      { key: 'staff', name: names.staff ?? 'A member of staff', email: 'staff@example.org', roles: [] },
    ];
    const ids = await house.people.found(
      {
        name: 'Northmere Council',
        shortNames: ['the council'],
        sector: 'council',
        nation: 'england',
        officialHandles: ['NorthmereCouncil'],
        pressHandles: ['NorthmereGazette'],
        isRehearsal: false,
      },
      people,
    );
    for (const [key, id] of ids) cast.set(key as Role | 'staff', id);
  }
  house.start();
  const sessionOf = (role: Role | 'staff') => house!.people.signInAs(cast.get(role)!);
  return {
    house,
    address,
    cast,
    visitor: () => buildVisitor(address),
    as: async (role) => {
      const visitor = buildVisitor(address);
      visitor.setCookie(sessionCookie, await sessionOf(role));
      return visitor;
    },
    cookieFor: async (role) => ({ name: sessionCookie, value: await sessionOf(role), url: address }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await house!.stop();
      await drop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
