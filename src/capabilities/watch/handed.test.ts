/** Posts that another part of the house hands in: kept, told and locked as any other, and once however often they come. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import {
  ann,
  cat,
  gil,
  markedTriage,
  northmere,
  post,
  type WatchPlace,
  watchPlace,
} from '../../../test/support/watch.ts';
import type { Handed } from './door.ts';
import { buildHanded } from './handed.ts';
import { buildSignalReads } from './signal-store.ts';

let db: TestDatabase;
let place: WatchPlace;
let handed: Handed;

beforeAll(async () => {
  db = await testDatabase();
  place = await watchPlace(db);
  handed = buildHanded(place.kit, markedTriage, async () => northmere);
});
afterAll(() => db.drop());

const seenBy = async (who: typeof ann, id: string) => (await buildSignalReads(place.kit).signal(who, id)) !== null;

test('judging keeps nothing, and says the code, the clocks and what may be kept', async () => {
  const threat = await handed.judge(post('There is a bomb at the fair [T1]'));
  expect(threat.verdict).toMatchObject({ code: 'T1', severity: 'S1' });
  expect(threat.decideBy).toEqual(new Date(place.kit.clock.now().getTime() + 15 * 60_000));
  expect((await handed.judge(post('You are useless'))).trimmed).toMatchObject({ handle: null, nativeId: null });
  expect(await place.rows(sql`select 1 from watch.post`)).toEqual([]);
});

test('a threat becomes a signal that is told to somebody, once however often it comes', async () => {
  const threat = post('Somebody will be stabbed tonight [T1]');
  const id = await handed.hand(threat);
  expect(await handed.hand(threat)).toBe(id);
  expect(await Promise.all([handed.hand(threat), handed.hand(threat)])).toEqual([id, id]);
  expect(await place.rows(sql`select posts from watch.signal where id = ${id}`)).toEqual([{ posts: 1 }]);
  expect((await place.events('watch.signal-raised')).filter((event) => event.signalId === id)).toHaveLength(1);
  expect(await seenBy(ann, id)).toBe(true);
});

test('a possible disclosure is the guardian’s at once, by the machine’s word or by a person’s', async () => {
  const machine = await handed.hand(post('I told my manager about the pipes in May [T4]'));
  const person = await handed.hand(post('Nobody listens to us at the depot'), 'guardian');
  for (const id of [machine, person]) {
    expect([await seenBy(gil, id), await seenBy(ann, id), await seenBy(cat, id)]).toEqual([true, false, false]);
    expect(
      await place.rows(sql`select author_handle from watch.post p join watch.signal_post sp on sp.post_id = p.id
        where sp.signal_id = ${id}`),
    ).toEqual([{ author_handle: null }]);
  }
});

test('a story that others had seen is locked whole when a person says so, to the care lead too', async () => {
  const one = post('This is where the warden lives, go and see him tonight');
  const id = await handed.hand(one);
  expect(await handed.hand(one, 'care')).toBe(id);
  expect([await seenBy(cat, id), await seenBy(ann, id)]).toEqual([true, false]);
});
