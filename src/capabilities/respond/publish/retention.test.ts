/** Seven years of official posts: what goes, what stays, and what a legal hold keeps. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { got, type PublishPlace, publishPlace } from '../../../../test/support/publishing.ts';
import type { Wish } from './door.ts';
import { forgetPosts } from './retention.ts';

let db: TestDatabase;
let place: PublishPlace;
let account: string;
const dayMs = 86_400_000;
const held = { incidentIds: [] as string[], addresses: [] as string[] };
const forget = () => forgetPosts(place.kit, { onHold: async () => held });

beforeAll(async () => {
  db = await testDatabase();
  place = await publishPlace(db);
  account = await place.account();
});
afterAll(() => db.drop());

/** Written, approved and out; answers its draft. */
async function out(text: string, more: Partial<Wish> = {}): Promise<string> {
  const id = await place.drafted([account], { parts: [{ text, images: [] }], ...more });
  await leave(id);
  return id;
}

async function leave(id: string): Promise<void> {
  const { drafts } = place.publishing;
  const how = { named: [], needsOutside: false, leavesByItself: false };
  const submission = got(await drafts.submit(place.asker('dru'), id, how));
  got(await drafts.approve(place.asker('rob'), submission, ''));
  got(await drafts.release(place.asker('pat'), submission));
  await place.settle();
}

const postOf = async (id: string) => (await place.publishing.drafts.draft(place.asker('dru'), id))!.publications[0]!;
const isThere = async (id: string) => (await place.publishing.drafts.draft(place.asker('dru'), id)) !== null;
const count = async (table: string) =>
  (await place.rows<{ count: number }>(sql`select count(*)::int as count from ${sql.table(table)}`))[0]!.count;

test('a post goes with all that belongs to it after 7 years, a held one stays, and so does what puts it right', async () => {
  const incident = await place.incident('S3');
  const merged = await place.incident('S3');
  const image = { hash: '', mime: 'image/png', alt: 'The pool', caption: '' };
  const { drafts, queue } = place.publishing;
  const hash = got(await drafts.keepMedia(place.asker('dru'), new TextEncoder().encode('a picture'), 'image/png'));
  const plain = await out('The pool is open.', {
    parts: [{ text: 'The pool is open.', images: [{ ...image, hash }] }],
  });
  const ofIncident = await out('We know of the film.', { incidentId: incident });
  const ofMerged = await out('We know of this, too.', { incidentId: merged });
  const byAddress = await out('It is a fake.');
  const wrong = await out('The pool opens at 8.');
  await place.incidentMerged(merged, incident);
  held.incidentIds.push(incident);
  held.addresses.push((await postOf(byAddress)).url!);

  place.kit.clock.move(6 * 365 * dayMs);
  const correction = got(await queue.correct(place.asker('dru'), (await postOf(wrong)).id));
  await leave(correction);
  expect(await forget()).toBe(0);

  place.kit.clock.move(367 * dayMs + 2 * dayMs);
  expect(await forget()).toBe(1);
  expect(await isThere(plain)).toBe(false);
  for (const id of [ofIncident, ofMerged, byAddress, wrong, correction])
    expect([id, await isThere(id)]).toEqual([id, true]);
  expect(await count('respond.media')).toBe(0);
  expect(await forget()).toBe(0);

  held.incidentIds.length = 0;
  held.addresses.length = 0;
  expect(await forget()).toBe(3);
  place.kit.clock.move(7 * 366 * dayMs);
  // First what puts right, and in the next night what was wrong.
  expect(await forget()).toBe(1);
  expect(await forget()).toBe(1);
  for (const table of ['draft', 'draft_edit', 'submission', 'approval', 'publication'])
    expect([table, await count(`respond.${table}`)]).toEqual([table, 0]);
  let told: unknown[] = [];
  await db.asOwner(async (client) => {
    told = (await client.query(`select about from platform.trail where what = 'official-post-deleted'`)).rows;
  });
  expect(told).toHaveLength(6);
});

test('a hold finds a post by whichever address it was captured, and the answer to a post that is held', async () => {
  const did = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz';
  const shown = async (text: string, url: string, nativeId: string) => {
    const id = await out(text);
    await db.asOwner(async (client) => {
      await client.query('update respond.publication set url = $2, native_id = $3 where draft_id = $1', [
        id,
        url,
        nativeId,
      ]);
    });
    return id;
  };
  const skeet = await shown(
    'The baths are warm.',
    `https://bsky.app/profile/${did}/post/3jzfcijpj2z2a`,
    `at://${did}/app.bsky.feed.post/3jzfcijpj2z2a`,
  );
  const toot = await shown(
    'The baths are cold.',
    'https://northmere.example/@council/109300000000000001',
    'https://northmere.example/users/council/statuses/109300000000000001',
  );
  const answer = await out('They are open.', {
    targets: [{ accountId: account, replyTo: 'at://did:plc:resident/app.bsky.feed.post/3kresident22a' }],
  });
  const other = await shown(
    'The baths are shut.',
    `https://bsky.app/profile/${did}/post/3jzfcijpj2z2b`,
    `at://${did}/app.bsky.feed.post/3jzfcijpj2z2b`,
  );
  held.addresses.push(
    'https://BSKY.app/profile/council.northmere.example/post/3jzfcijpj2z2a/?ref=share',
    'https://northmere.example/users/council/statuses/109300000000000001/',
    'https://bsky.app/profile/resident.example/post/3kresident22a',
  );
  place.kit.clock.move(7 * 366 * dayMs + 2 * dayMs);
  expect(await forget()).toBe(1);
  expect(await isThere(other)).toBe(false);
  for (const id of [skeet, toot, answer]) expect([id, await isThere(id)]).toEqual([id, true]);
  held.addresses.length = 0;
  expect(await forget()).toBe(3);
});

test('a hold that is placed in the middle of the night keeps what is not gone yet', async () => {
  const incident = await place.incident('S3');
  for (let i = 0; i < 20; i += 1) await place.drafted([account]);
  place.kit.clock.move(dayMs);
  const last = await place.drafted([account], { incidentId: incident });
  place.kit.clock.move(7 * 366 * dayMs);
  const answers = [held, { incidentIds: [incident], addresses: [] }];
  expect(await forgetPosts(place.kit, { onHold: async () => answers.shift()! })).toBe(20);
  expect(await isThere(last)).toBe(true);
  expect(await forget()).toBe(1);
});

test('what was wrong stays while its correction is being written', async () => {
  const wrong = await out('The fair is on Sunday.');
  place.kit.clock.move(6 * 365 * dayMs);
  const correction = got(await place.publishing.queue.correct(place.asker('dru'), (await postOf(wrong)).id));
  place.kit.clock.move(2 * 366 * dayMs);
  expect(await forget()).toBe(0);
  expect(await isThere(wrong)).toBe(true);
  await leave(correction);
  expect((await postOf(correction)).state).toBe('out');
});

test('no person deletes a post, whatever their role', async () => {
  const id = await place.drafted([account]);
  for (const key of ['sir', 'pat', 'dan'])
    await db.as(place.asker(key), (tx) => sql`delete from respond.draft_edit where draft_id = ${id}`.execute(tx));
  expect(await place.rows(sql`select 1 from respond.draft_edit where draft_id = ${id}`)).toHaveLength(1);
});
