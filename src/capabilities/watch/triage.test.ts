import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import {
  adi,
  ann,
  bo,
  cat,
  dee,
  gil,
  northmere,
  person,
  post,
  type WatchPlace,
  watchPlace,
} from '../../../test/support/watch.ts';
import { buildSignalReads } from './signal-store.ts';
import { buildSignalActs } from './triage.ts';
import { triageWording as say } from './wording.ts';

let db: TestDatabase;
let place: WatchPlace;
let acts: ReturnType<typeof buildSignalActs>;
let reads: ReturnType<typeof buildSignalReads>;
let isBarred = false;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.asOwner(async (client) => {
    await client.query(
      'truncate watch.source, watch.watch, watch.post, watch.signal, watch.fold_choice, platform.event cascade',
    );
  });
  place = await watchPlace(db);
  reads = buildSignalReads(place.kit);
  isBarred = false;
  acts = buildSignalActs(place.kit, {
    // Whoever answers may need the database, which on the embedded one has a single connection.
    organisation: () => place.as(ann, async () => northmere),
    mayGoToStandards: () => place.as(ann, async () => !isBarred),
  });
});

const words = 'the recycling lorry missed the whole of Station Parade again this morning';
async function raise(...texts: string[]): Promise<string> {
  place.kit.clock.move(5); // Ids sort by time.
  await place.take(texts.map((text) => post(text)));
  return (await place.rows<{ id: string }>(sql`select id from watch.signal order by id desc limit 1`))[0]!.id;
}
const row = async (id: string) =>
  (await place.rows<Record<string, never>>(sql`select * from watch.signal where id = ${id}`))[0]! as Record<
    string,
    unknown
  >;

describe('claiming', () => {
  test('two people at once: one has it, the other is told', async () => {
    const id = await raise('[T16] bins');
    const answers = await Promise.all([acts.claim(ann, id), acts.claim(bo, id)]);
    expect(answers.filter((one) => one.ok).length).toBe(1);
    expect(answers.find((one) => !one.ok)).toEqual({ ok: false, because: say.taken });
    const has = (await row(id)).claimed_by as string;
    const other = has === 'ann' ? bo : ann;
    expect(await acts.release(other, id)).toEqual({ ok: false, because: say.notYours });
    expect((await acts.release(has === 'ann' ? ann : bo, id)).ok).toBe(true);
  });

  test('absent and forbidden give the same answer', async () => {
    const id = await raise('[T16] bins');
    for (const [asker, which] of [
      [ann, place.kit.ids.next()],
      [adi, id],
      [dee, id],
      [gil, id],
      [ann, "'; drop table"],
    ] as const)
      expect(await acts.claim(asker, which)).toEqual({ ok: false, because: say.notThere });
  });
});

describe('deciding', () => {
  test('setting aside and escalating want a reason, and the reason is kept', async () => {
    const id = await raise('[T16] bins');
    for (const reason of ['', '  ', 'no', 'x'.repeat(2001)])
      expect((await acts.setAside(ann, id, reason)).ok).toBe(false);
    expect((await acts.setAside(ann, id, 'Already \u0000reported\ud800')).ok).toBe(true);
    expect(await reads.decisions(ann, id)).toMatchObject([
      { by: 'ann', what: 'set-aside', words: 'Already reported\ufffd' },
    ]);
    expect(await acts.escalate(ann, id, 'incident', 'too late for that')).toEqual({ ok: false, because: say.closed });
    expect((await acts.reopen(ann, id, 'It came back')).ok).toBe(true);
    expect((await acts.escalate(ann, id, 'incident', 'It came back')).ok).toBe(true);
    expect(await reads.referrals(bo)).toMatchObject([{ route: 'incident', openedBy: 'ann', words: 'It came back' }]);
    expect(await place.events('watch.signal-escalated')).toMatchObject([{ to: 'incident', by: 'ann' }]);
  });

  test('a possible disclosure never goes to standards, nor what care says no to', async () => {
    const also = await raise('[T22 T4] an officer named Q, they say they were told to keep quiet');
    expect(await acts.escalate(gil, also, 'standards', 'conduct of staff')).toEqual({
      ok: false,
      because: say.lockedToGuardian,
    });
    const conduct = await raise('[T22] the officer at the desk shouted at an old man');
    isBarred = true;
    expect(await acts.escalate(ann, conduct, 'standards', 'conduct of staff')).toEqual({
      ok: false,
      because: say.disclosureNotToStandards,
    });
    isBarred = false;
    expect((await acts.escalate(ann, conduct, 'standards', 'conduct of staff')).ok).toBe(true);
    // HR reads that something was passed on and why, not what was watched.
    expect(await reads.referrals(dee)).toMatchObject([{ route: 'standards', gist: '' }]);
  });

  test('to the guardian: those who watch lose it at once, and the guardian finds it', async () => {
    const id = await raise('[T17] the charts on our ward are not what they seem');
    expect((await acts.escalate(ann, id, 'guardian', 'may be a disclosure')).ok).toBe(true);
    expect([await reads.signal(ann, id), await reads.posts(ann, id), await reads.decisions(ann, id)]).toEqual([
      null,
      [],
      [],
    ]);
    expect(await reads.referrals(ann)).toEqual([]);
    expect(await reads.referrals(gil)).toMatchObject([{ route: 'guardian' }]);
    expect((await reads.posts(gil, id)).map((one) => one.author)).toEqual([null]);
    expect(await place.events('watch.signal-raised')).toMatchObject([
      { isLocked: false },
      { isLocked: true, severity: 'S2' },
    ]);
  });

  test('locking, and who may unlock: the guardian alone', async () => {
    const id = await raise('what a place to work');
    expect((await row(id)).state).toBe('note');
    expect((await acts.lock(ann, id, 'guardian', 'sounds like a disclosure')).ok).toBe(true);
    expect(await row(id)).toMatchObject({ locked_to: 'guardian', state: 'new', severity: 'S2' });
    expect((await acts.unlock(ann, id, 'I was wrong')).ok).toBe(false);
    expect((await acts.unlock(cat, id, 'I was wrong')).ok).toBe(false);
    expect(await reads.list(gil, {})).toMatchObject([{ id }]);
    expect((await acts.unlock(gil, id, 'Only a grumble')).ok).toBe(true);
    expect(await reads.list(ann, {})).toMatchObject([{ id, lockedTo: null }]);
    expect((await reads.posts(ann, id)).length).toBe(1);
  });

  test('judged to be ordinary criticism after all: nobody who wrote it is kept', async () => {
    const id = await raise('[T16] bins');
    const authors = () =>
      place.rows<{ author_handle: string | null; native_id: string | null; url: string | null; keep_class: string }>(
        sql`select author_handle, native_id, url, keep_class from watch.post`,
      );
    expect((await authors())[0]!.author_handle).not.toBeNull();
    expect((await acts.judge(ann, id, 'S5', 'T15', 'only a grumble')).ok).toBe(true);
    expect(await authors()).toEqual([{ author_handle: null, native_id: null, url: null, keep_class: 'noise' }]);
  });

  test('judging: the clocks begin again when it is more urgent, run on when it is not; T4 locks', async () => {
    const id = await raise('[T16] a pothole');
    place.kit.clock.move(3_600_000);
    expect((await acts.judge(ann, id, 'S9' as 'S1', 'T16', 'because')).ok).toBe(false);
    expect((await acts.judge(ann, id, 'S1', 'T30', 'because')).ok).toBe(false);
    expect((await acts.judge(ann, id, 'S1', 'T1', 'a threat')).ok).toBe(true);
    const urgent = await row(id);
    expect((urgent.acknowledge_by as Date).getTime()).toBe(place.kit.clock.now().getTime() + 5 * 60_000);
    place.kit.clock.move(60_000);
    await acts.judge(ann, id, 'S1', 'T20', 'the same, a witness');
    expect((await row(id)).acknowledge_by).toEqual(urgent.acknowledge_by);
    expect((await place.events('watch.signal-raised')).length).toBe(2);
    expect((await acts.judge(ann, id, 'S2', 'T4', 'they speak up')).ok).toBe(true);
    expect(await reads.signal(ann, id)).toBeNull();
    expect(await reads.signal(gil, id)).toMatchObject({ code: 'T4', lockedTo: 'guardian' });
    const told = await place.rows<{ xids: number }>(
      sql`select count(distinct xid)::int as xids from platform.event where fields->>'signalId' = ${id} and (fields->>'code' = 'T4' or fields->>'change' = 'locked')`,
    );
    expect(told, 'named a disclosure and locked in one transaction').toEqual([{ xids: 1 }]);
  });

  test('judged T5 by hand: the words go as they do when the machine says so, and do not come back', async () => {
    const secret = 'the informant meets at the Blue Door every Friday night near the pier';
    const first = post(`[T13] they say ${secret}`, {
      title: 'Blue Door',
      tags: ['BlueDoor'],
      links: ['https://x.example/BlueDoor'],
    });
    await place.take([first]);
    place.kit.clock.move(1_000);
    await place.take([{ ...first, version: 'v2', text: `[T13] they say that ${secret}` }]);
    const [{ id }] = (await place.rows<{ id: string }>(sql`select id from watch.signal`)) as [{ id: string }];
    // The words of the post stand in the reasons of the first story, as triage found them.
    await place.rows(
      sql`update watch.signal set reasons = jsonb_set(reasons, '{0,found}', '["Blue Door"]'), base = jsonb_set(base, '{points,0,found}', '["Blue Door"]')`,
    );
    const held = async () =>
      JSON.stringify([
        await place.rows(sql`select * from watch.post`),
        await place.rows(sql`select * from watch.observation`),
        await place.rows(sql`select * from watch.signal`),
      ]);
    expect(await held()).toMatch(/Blue ?Door/);
    expect((await acts.judge(ann, id, 'S1', 'T5', 'It names a source')).ok).toBe(true);
    expect(await held()).not.toMatch(/Blue ?Door/);
    expect(await place.rows(sql`select url from watch.post`)).toEqual([{ url: first.url }]);

    place.kit.clock.move(1_000);
    await place.take([post(`[T13] they say ${secret}`)]);
    await place.take([{ ...first, version: 'v3', text: `[T13] they say ${secret}, again` }]);
    expect(await row(id)).toMatchObject({ posts: 2, code: 'T5', severity: 'S1' });
    expect(await held()).not.toMatch(/Blue ?Door/);
  });

  test('merged into what is secret: the line of the other story goes too', async () => {
    const open = await raise('[T13] the Blue Door is where they meet, says everybody in the market');
    const secret = await raise('[T5] where they meet on Fridays');
    expect((await acts.merge(ann, open, secret)).ok).toBe(true);
    expect(JSON.stringify([await row(open), await row(secret), await reads.posts(ann, secret)])).not.toMatch(
      /Blue Door/,
    );
  });

  test('locked after it was passed on: what was written about it is read by its keeper alone, until it is freed', async () => {
    const a = await raise('[T22] the sergeant of the van unit takes his share');
    const b = await raise('[T16] copper is gone from the depot yard again');
    expect((await acts.escalate(ann, a, 'standards', 'Jo in the van unit wrote this')).ok).toBe(true);
    expect((await acts.escalate(ann, b, 'care', 'Jo in the van unit is scared')).ok).toBe(true);
    for (const id of [a, b]) expect((await acts.reopen(ann, id, 'Looked at again')).ok).toBe(true);
    expect((await acts.merge(ann, b, a)).ok).toBe(true);
    const readBy = async () =>
      Object.fromEntries(
        await Promise.all(
          Object.entries({ ann, bo, cat, dee, gil, adi }).map(async ([name, asker]) => [
            name,
            (await reads.referrals(asker)).filter((one) => one.words.includes('Jo')).length,
          ]),
        ),
      );
    expect(await readBy()).toEqual({ ann: 0, bo: 2, cat: 1, dee: 1, gil: 0, adi: 0 });
    expect((await acts.lock(ann, a, 'care', 'They are in danger')).ok).toBe(true);
    expect(await readBy()).toEqual({ ann: 0, bo: 0, cat: 2, dee: 0, gil: 0, adi: 0 });
    expect((await acts.lock(cat, a, 'guardian', 'It may be a disclosure')).ok).toBe(true);
    expect(await readBy()).toEqual({ ann: 0, bo: 0, cat: 0, dee: 0, gil: 2, adi: 0 });
    // Nor what was merged into it, and what was said there.
    for (const asker of [ann, bo, cat])
      expect([await reads.signal(asker, b), await reads.decisions(asker, b)]).toEqual([null, []]);
    expect((await acts.unlock(gil, a, 'No disclosure')).ok).toBe(true);
    expect(await readBy()).toEqual({ ann: 0, bo: 2, cat: 1, dee: 1, gil: 0, adi: 0 });
    expect(await reads.signal(ann, b)).not.toBeNull();
  });

  test('a locked post keeps no link, because one may lead to its author; nor does an edit bring one back', async () => {
    const links = ['https://blog.example/jo-from-the-van-unit', 'https://news.example/story'];
    const one = post('[T17] this is how it goes in the van unit', { links });
    await place.take([one]);
    const [{ id }] = (await place.rows<{ id: string }>(sql`select id from watch.signal`)) as [{ id: string }];
    expect((await acts.lock(ann, id, 'guardian', 'May be a disclosure')).ok).toBe(true);
    await place.take([{ ...one, version: 'v2', text: '[T17] this is how it went in the van unit' }]);
    await place.take([post('[T4] and this is how it goes in the depot, every night', { links })]);
    expect(await place.rows(sql`select distinct links, author_handle from watch.post`)).toEqual([
      { links: [], author_handle: null },
    ]);
  });

  test('a referral is closed with an outcome, once, by those of its route', async () => {
    const id = await raise('[T16] bins');
    const opened = await acts.escalate(ann, id, 'care', 'a colleague in distress');
    const referral = opened.ok ? opened.value : '';
    expect((await acts.closeReferral(dee, referral, 'not mine to close')).ok).toBe(false);
    expect((await acts.closeReferral(cat, referral, '')).ok).toBe(false);
    expect((await acts.closeReferral(cat, referral, 'Talked to them')).ok).toBe(true);
    expect((await acts.closeReferral(cat, referral, 'Talked to them')).ok).toBe(false);
  });
});

describe('profiles', () => {
  test('the third look at one author in one story is refused, for each person by themselves', async () => {
    const id = await raise('[T16] bins');
    const postId = (await reads.posts(ann, id))[0]!.id;
    const answers = [];
    for (let look = 0; look < 4; look += 1) answers.push((await acts.openProfile(ann, id, postId)).ok);
    expect(answers).toEqual([true, true, false, false]);
    expect(await acts.openedProfile(ann, id, postId)).toBeNull();
    expect((await acts.openProfile(bo, id, postId)).ok).toBe(true);
    expect(
      JSON.stringify(
        await place.as(
          person('aud', 'auditor'),
          async (tx) => (await sql`select * from watch.profile_view`.execute(tx)).rows,
        ),
      ),
    ).not.toMatch(/author\d/);
  });
  test('the address is shown only to whoever was counted, and for a minute', async () => {
    const id = await raise('[T16] bins');
    const postId = (await reads.posts(ann, id))[0]!.id;
    expect(await acts.openedProfile(ann, id, postId)).toBeNull();
    const opened = await acts.openProfile(ann, id, postId);
    expect(await acts.openedProfile(ann, id, postId)).toBe(opened.ok ? opened.value : 'not opened');
    expect(await acts.openedProfile(bo, id, postId)).toBeNull();
    place.kit.clock.move(61_000);
    expect(await acts.openedProfile(ann, id, postId)).toBeNull();
  });
  test('without an author there is none to open', async () => {
    const id = await raise('what a council');
    const postId = (await reads.posts(ann, id))[0]!.id;
    expect(await acts.openProfile(ann, id, postId)).toEqual({ ok: false, because: say.noProfile });
  });
});

describe('by hand: split and merge, remembered', () => {
  test('what was taken out stays out, also for later posts', async () => {
    const other = words.replace('Station Parade', 'Mill Bank and Elm Road');
    const id = await raise(`[T16] ${words}`, `[T16] ${words} indeed`, `[T16] ${other}`);
    const posts = await reads.posts(ann, id);
    expect(posts.length).toBe(3);
    expect(
      (
        await acts.split(
          ann,
          id,
          posts.map((one) => one.id),
        )
      ).ok,
    ).toBe(false);
    const out = await acts.split(
      ann,
      id,
      posts.filter((one) => one.text.includes('Mill Bank')).map((one) => one.id),
    );
    const newId = out.ok ? out.value : '';
    await place.take([post(`[T16] so ${other}`), post(`[T16] so ${words}`)]);
    expect([(await row(id)).posts, (await row(newId)).posts]).toEqual([3, 2]);
    for (const one of [id, newId]) expect((await reads.posts(ann, one)).filter((kept) => !kept.isCopy).length).toBe(1);
  });

  test('taking out the first post leaves a story that is led by one that stayed', async () => {
    const id = await raise(`[T16] ${words}`, `[T16] ${words} indeed`, `[T16] ${words} again`);
    const first = (await reads.posts(ann, id)).find((one) => !one.isCopy)!;
    await acts.split(ann, id, [first.id]);
    expect((await reads.posts(ann, id)).filter((one) => !one.isCopy).length).toBe(1);
  });

  test('what was merged stays together, and the stricter decides', async () => {
    const a = await raise('[T17] my complaint about the pool is six weeks old now');
    const b = await raise('[T8] they put the home of the pool manager on a map');
    expect((await acts.merge(ann, b, a)).ok).toBe(true);
    expect(await row(a)).toMatchObject({ posts: 2, severity: 'S2', code: 'T8', also: ['T17'] });
    expect(await row(b)).toMatchObject({ state: 'merged', merged_into: a, posts: 0 });
    await place.take([post('[T8] they put the home of the pool manager on a map, see')]);
    expect((await row(a)).posts).toBe(3);
    // Merged again into a third: the choice moves along.
    const c = await raise('[T16] the pool is closed on Friday without a word');
    expect((await acts.merge(ann, a, c)).ok).toBe(true);
    await place.take([post('[T8] look: they put the home of the pool manager on a map')]);
    expect((await row(c)).posts).toBe(5);
    expect((await row(b)).merged_into).toBe(c);
  });

  test('crosswise at the same time does not hang, and a locked story never joins an open one', async () => {
    const a = await raise('[T17] my complaint about the pool is six weeks old now');
    const b = await raise('[T16] the lamp on Elm Road is dark since Monday night');
    const answers = await Promise.all([acts.merge(ann, a, b), acts.merge(bo, b, a)]);
    expect(answers.filter((one) => one.ok).length).toBe(1);
    const locked = await raise('[T4] they falsify the charts on ward nine every single night');
    const c = await raise('[T16] a tree fell over the path by the lake this morning');
    expect((await acts.merge(ann, c, locked)).ok).toBe(false);
    expect((await acts.merge(gil, locked, c)).ok).toBe(false);
  });
});

describe('reading', () => {
  test('the list is filtered and ordered by urgency; notes and closed ones only when asked for', async () => {
    await place.take([
      post('what a council'),
      post('[T16] a lamp is dark on Elm Road'),
      post('[T1] I will burn the hall'),
      post('[T13] they close the A&E on Friday, 100%_sure'),
    ]);
    const codes = async (filter: Parameters<typeof reads.list>[1]) =>
      (await reads.list(ann, filter)).map((one) => one.code);
    expect(await codes({})).toEqual(['T1', 'T13', 'T16']);
    expect(await codes({ states: ['note'] })).toEqual(['T15']);
    expect(await codes({ severities: ['S3'] })).toEqual(['T13']);
    expect(await codes({ codes: ['T16'] })).toEqual(['T16']);
    expect(await codes({ words: '100%_sure' })).toEqual(['T13']);
    expect(await codes({ words: '100__sure' })).toEqual([]);
    expect(await codes({ network: 'bluesky', watchId: place.watchId })).toEqual(['T1', 'T13', 'T16']);
    expect(await codes({ network: 'mastodon' })).toEqual([]);
    expect(await codes({ limit: 1 })).toEqual(['T1']);
    expect(await reads.counts(ann)).toEqual({ S1: 1, S2: 0, S3: 1, S4: 1, S5: 0 });
    expect(await reads.counts(adi)).toEqual({ S1: 0, S2: 0, S3: 0, S4: 0, S5: 0 });
    const day = await reads.day(ann);
    expect(day.length).toBe(24);
    expect(day.at(-1)!.counts).toEqual({ S1: 1, S2: 0, S3: 1, S4: 1, S5: 1 });
  });
});
