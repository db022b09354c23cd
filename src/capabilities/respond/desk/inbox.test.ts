/** The whole road in: what is said on a stage comes to the desk, read by one process at a time, also after a restart. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { type DeskPlace, deskPlace } from '../../../../test/support/desk.ts';
import { buildRehearsal, buildStage, type Rehearsal, type Stage } from '../../../networks/rehearsal/index.ts';
import type { DeskAccount } from './door.ts';
import { buildInbox, type Inbox } from './inbox.ts';
import { buildReceive } from './receive.ts';

let db: TestDatabase;
let place: DeskPlace;
let network: Rehearsal;
let stage: Stage;
let accounts: DeskAccount[];
let open: Inbox[] = [];

beforeAll(async () => {
  db = await testDatabase();
  place = await deskPlace(db);
  network = buildRehearsal();
  const wait = place.kit.clock.wait;
  stage = buildStage({
    name: 'town',
    script: { sources: [{ name: 'square', title: 'The square' }], posts: [], outages: [] },
    now: () => new Date(),
    wait: (ms, signal) => wait(ms, signal),
  });
  network.raise(stage);
  accounts = [
    {
      id: place.kit.ids.next(),
      network: 'rehearsal',
      handle: 'council',
      settings: { stage: 'town', source: 'square' },
      secret: {},
    },
  ];
});
afterEach(async () => {
  await Promise.all(open.map((one) => one.stop()));
  open = [];
});
afterAll(async () => {
  await place.stop();
  await db.drop();
});

function begin(): Inbox {
  const kit = place.kit;
  const tools = { outbound: kit.outbound, now: () => new Date(), wait: kit.clock.wait, chance: () => 0.5, pollMs: 10 };
  const receive = buildReceive(kit, {
    handed: place.handed,
    nation: async () => 'england',
    staffNames: async () => [],
  });
  const networks = new Map([['rehearsal', network]]);
  const inbox = buildInbox(kit, { networks, tools, accounts: async () => accounts, receive });
  open.push(inbox);
  inbox.start();
  return inbox;
}

const say = (text: string) => {
  const author = { handle: 'resident', name: null, followers: null };
  stage.say({ source: 'square', author, text, lang: 'en' });
};
const texts = async () => (await place.desk.items.list(place.asker('bo'), {})).map((item) => item.text).sort();
const until = (wanted: readonly string[]) => expect.poll(texts).toEqual([...wanted].sort());

test('mentions come to the desk once, also when it stops and another takes over, and nothing else comes', async () => {
  const first = begin();
  say('Nobody listens');
  say('Hello @council, is the pool open?');
  await until(['Hello @council, is the pool open?']);
  await first.stop();
  say('@council are you there?');
  begin();
  begin();
  await until(['Hello @council, is the pool open?', '@council are you there?']);
});

test('of two that read at once one has the account; when it was taken away nothing is read any more', async () => {
  begin();
  begin();
  const before = await texts();
  say('@council third time of asking');
  await until([...before, '@council third time of asking']);
  const account = accounts.pop()!;
  await expect
    .poll(async () => (await place.desk.items.listening(place.asker('bo'))).map((one) => one.accountId))
    .toContain(account.id);
  await expect.poll(leases).toEqual([]);
  say('@council is anybody there?');
  expect(await texts()).toEqual([...before, '@council third time of asking'].sort());
});

async function leases(): Promise<unknown[]> {
  let rows: unknown[] = [];
  await db.asOwner(async (client) => {
    rows = (await client.query(`select 1 from respond.desk_place where lease_by is not null and lease_by <> 'test'`))
      .rows;
  });
  return rows;
}
