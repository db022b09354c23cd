/** Streams of changes over real HTTP: how many, and that each ends with the session that opened it. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildPeople } from '#people';
import { system } from '#platform';
import { testDatabase } from '../../test/support/database.ts';
import { type TestKit, testKit } from '../../test/support/kit.ts';
import { type Site, startSite, type Visitor } from '../../test/support/site.ts';
import { sessionCookie } from './server.ts';
import { mostStreams } from './streams.ts';

let db: Awaited<ReturnType<typeof testDatabase>>;
let kit: TestKit;
let site: Site;
let ann: string;

beforeAll(async () => {
  db = await testDatabase();
  kit = testKit(db);
  site = await startSite(
    kit,
    (address) => buildPeople(kit, { address, oidc: null, mail: null, isLoopback: true }),
    () => ({ streams: [{ path: '/changes', may: 'triage', names: ['watch.signal-changed'] }], beatMs: 40 }),
  );
  const ids = await site.people.found(
    {
      name: 'Northmere Council',
      shortNames: [],
      sector: 'council',
      nation: 'england',
      officialHandles: [],
      pressHandles: [],
      isRehearsal: false,
    },
    [{ key: 'ann', name: 'Ann', email: 'ann@northmere.example', roles: ['watch-analyst'] }],
  );
  ann = ids.get('ann')!;
});
afterAll(async () => {
  await site.stop();
  await db.drop();
});

let visitor: Visitor;
beforeEach(async () => {
  visitor = await signedIn();
});

async function signedIn(): Promise<Visitor> {
  const one = site.visitor();
  one.setCookie(sessionCookie, await site.people.signInAs(ann));
  return one;
}

interface Followed {
  /** All that came so far. */
  text(): string;
  hasEnded(): boolean;
}

async function follow(by: Visitor): Promise<Followed> {
  const answer = await by.raw('/changes');
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
  let text = '';
  let hasEnded = false;
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  void (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value;
    hasEnded = true;
  })().catch(() => {});
  return { text: () => text, hasEnded: () => hasEnded };
}

const ended = (one: Followed) => expect.poll(() => one.hasEnded()).toBe(true);
/** Two beats more, so that it was looked at. */
async function isStillOpen(one: Followed): Promise<void> {
  const beats = () => one.text().split(': still here').length;
  const before = beats();
  await expect.poll(beats).toBeGreaterThan(before + 1);
  expect(one.hasEnded()).toBe(false);
}
const asPeople = (statement: ReturnType<typeof sql>) => db.as(system('people'), (tx) => statement.execute(tx));

test('one session has a few; the oldest makes room, is told so, and nobody else loses theirs', async () => {
  const other = await follow(await signedIn());
  const own: Followed[] = [];
  for (let at = 0; at < mostStreams; at += 1) own.push(await follow(visitor));
  await isStillOpen(own[0]!);
  const newest = await follow(visitor);
  await ended(own[0]!);
  expect(own[0]!.text()).toContain('event: full\n');
  for (const one of [...own.slice(1), newest, other]) {
    await isStillOpen(one);
    expect(one.text()).not.toContain('full');
  }
});

test('signing out ends it, in every window of that session and in no other', async () => {
  const both = [await follow(visitor), await follow(visitor)];
  const elsewhere = await follow(await signedIn());
  await visitor.sendOn(await visitor.get('/account'), '');
  for (const one of both) await ended(one);
  await isStillOpen(elsewhere);
  expect((await visitor.raw('/changes')).status).toBe(303);
});

test('being signed out everywhere ends it, also when another process did that', async () => {
  const here = await follow(visitor);
  await db.as(system('people'), (tx) => site.people.signOutEverywhere(tx, ann));
  await ended(here);
  const there = await follow(await signedIn());
  await asPeople(sql`delete from people.session`);
  await ended(there);
});

test('it ends when the session has run out, and does not keep it from running out', async () => {
  const idle = await follow(visitor);
  for (let minutes = 0; minutes < 60; minutes += 10) {
    kit.clock.move(10 * 60_000);
    await isStillOpen(idle);
  }
  kit.clock.move(60_000);
  await ended(idle);
  expect((await visitor.raw('/changes')).status).toBe(303);
});

test('it ends when the role that let them look is taken away', async () => {
  const opened = await follow(visitor);
  await isStillOpen(opened);
  await asPeople(sql`delete from people.role where person_id = ${ann}`);
  await ended(opened);
});
