/** Red line 13: who was criticised stands nowhere outside the sealed map, and nobody opens that alone. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { type DeskPlace, deskPlace } from '../../../../test/support/desk.ts';
import { whereItStands } from '../../../../test/support/scan.ts';
import { post } from '../../../../test/support/watch.ts';

let db: TestDatabase;
let place: DeskPlace;

beforeAll(async () => {
  db = await testDatabase();
  place = await deskPlace(db);
});
afterAll(async () => {
  await place.stop();
  await db.drop();
});

const url = 'https://bsky.app/profile/critic.example/post/3kabc';
const handIn = async (address = url, words = '', isThreat = false) => {
  const answer = await place.desk.handIns.handIn(place.asker('ivy'), { address, words, isThreat });
  if (!answer.ok) throw new Error(answer.because);
  return answer.value;
};
/** Her name, and her id: where each stands. */
const scan = async () => [await whereItStands(db, 'quillfeather'), await whereItStands(db, place.asker('ivy').id)];
const lastItem = async () => (await place.desk.sealed.list(place.asker('cat')))[0]!.itemId;

describe('handing over', () => {
  test('makes an item without a name, a receipt that tells its state, and nothing that says who it was', async () => {
    const before = await scan();
    const secret = await handIn(url, 'They filmed me at the depot');
    const id = await lastItem();
    const item = (await place.desk.items.item(place.asker('bo'), id))!;
    expect(item).toMatchObject({ kind: 'handed-in', url, state: 'new', severity: 'S4', isHandedIn: true });
    expect(await place.desk.handIns.receipt(secret)).toMatchObject({ state: 'new' });
    await place.desk.items.claim(place.asker('bo'), id);
    expect(await place.desk.handIns.receipt(secret)).toMatchObject({ state: 'claimed' });
    expect(await place.desk.handIns.receipt(`${secret.slice(0, -1)}-`)).toBeNull();
    await place.settle();
    expect(before[0]).toEqual(['people.person: 1']);
    expect(await scan()).toEqual(before);
  });

  test('refuses names in the words, also one’s own first name alone, and what is no address', async () => {
    const give = (address: string, words: string) =>
      place.desk.handIns.handIn(place.asker('ivy'), { address, words, isThreat: false });
    expect(await give('bsky.app/x', '')).toMatchObject({ ok: false });
    expect(await give('javascript:alert(1)', '')).toMatchObject({ ok: false });
    for (const words of ['It is me, Ivy', 'About quillfeather again', 'He means Bo Bevan'])
      expect(await give(url, words)).toMatchObject({ ok: false, because: expect.stringContaining('Leave out') });
    expect(await whereItStands(db, 'it is me')).toEqual([]);
  });

  test('an address that names a colleague goes into the seal', async () => {
    await handIn('https://blog.example/why-ivy-quillfeather-must-go');
    const id = await lastItem();
    expect((await place.desk.items.item(place.asker('bo'), id))!.url).toBeNull();
    expect(await whereItStands(db, 'quillfeather')).toEqual(['people.person: 1']);
  });

  test('joins what is at the desk already, from whichever colleague it comes', async () => {
    const known = post('The warden is a disgrace', { url: 'https://bsky.app/profile/other.example/post/1' });
    const id = (await place.item(known))!;
    const first = await handIn(known.url!);
    const answer = await place.desk.handIns.handIn(place.asker('fay'), {
      address: known.url!,
      words: '',
      isThreat: false,
    });
    expect(answer.ok).toBe(true);
    expect((await place.desk.items.item(place.asker('bo'), id))!.isHandedIn).toBe(true);
    await place.desk.items.doNotReply(place.asker('bo'), id, 'reach', 'Two people saw it');
    expect(await place.desk.handIns.receipt(first)).toMatchObject({ state: 'not-answering' });
  });

  test('a threat is urgent and pages the care lead', async () => {
    await handIn('https://bsky.app/profile/critic.example/post/threat', 'They wrote where I live', true);
    const item = (await place.desk.items.item(place.asker('bo'), await lastItem()))!;
    expect(item).toMatchObject({ severity: 'S2', code: 'T8' });
    await place.settle();
    expect(await place.rows(sql`select person_ids from watch.alert where code = 'colleague-threatened'`)).toEqual([
      { person_ids: [place.asker('cat').id] },
    ]);
  });
});

describe('the sealed map', () => {
  test('is opened by two people together, shuts after four hours, and every step is told', async () => {
    const { sealed } = place.desk;
    const [cat, dan] = [place.asker('cat'), place.asker('dan')];
    await handIn('https://bsky.app/profile/critic.example/post/open-me');
    const id = await lastItem();
    expect(await sealed.confirm(dan, id)).toMatchObject({ ok: false });
    expect(await sealed.ask(cat, id, ' ')).toMatchObject({ ok: false });
    expect(await sealed.ask(cat, id, 'To offer help')).toMatchObject({ ok: true });
    expect(await sealed.ask(dan, id, 'Me too')).toMatchObject({ ok: false });
    expect(await sealed.open(cat, id)).toBeNull();
    expect(await sealed.confirm(cat, id)).toMatchObject({ ok: false, because: expect.stringContaining('second') });
    expect(await sealed.confirm(dan, id)).toMatchObject({ ok: true });
    expect(await sealed.open(cat, id)).toEqual([{ personId: place.asker('ivy').id, address: null }]);
    expect(await sealed.open(dan, id)).toHaveLength(1);
    place.kit.clock.move(4 * 3_600_000 - 1000);
    expect(await sealed.open(cat, id)).toHaveLength(1);
    place.kit.clock.move(1000);
    expect(await sealed.open(cat, id)).toBeNull();
    const told = await db.as(place.asker('dan'), (tx) =>
      sql<{
        what: string;
        asker: string;
      }>`select what, asker from platform.trail where about = ${id} and what like '%sealed%' order by id`.execute(tx),
    );
    expect(told.rows).toEqual([
      { what: 'respond.sealed-map-changed', asker: cat.id },
      { what: 'respond.sealed-map-changed', asker: dan.id },
      { what: 'sealed-map-read', asker: cat.id },
      { what: 'sealed-map-read', asker: dan.id },
      { what: 'sealed-map-read', asker: cat.id },
    ]);
    await place.settle();
    expect(await place.rows(sql`select person_ids from watch.alert where code = 'sealed-map-opened'`)).toEqual([
      { person_ids: [dan.id] },
    ]);
  });

  test('shuts early by either of the two, and can then be asked for anew', async () => {
    const { sealed } = place.desk;
    const [cat, dan] = [place.asker('cat'), place.asker('dan')];
    await handIn('https://bsky.app/profile/critic.example/post/shut-me');
    const id = await lastItem();
    await sealed.ask(dan, id, 'A complaint');
    await sealed.confirm(cat, id);
    expect(await sealed.shut(dan, id)).toMatchObject({ ok: true });
    expect(await sealed.open(cat, id)).toBeNull();
    expect(await sealed.ask(cat, id, 'Once more')).toMatchObject({ ok: true });
  });

  test.each(['bo', 'rae', 'fay', 'gil', 'ann', 'ivy'])('is not there for %s', async (who) => {
    const { sealed } = place.desk;
    const id = await lastItem();
    const asker = place.asker(who);
    expect(await sealed.list(asker)).toEqual([]);
    expect(await sealed.ask(asker, id, 'I am curious')).toMatchObject({ ok: false });
    expect(await sealed.confirm(asker, id)).toMatchObject({ ok: false });
    expect(await sealed.open(asker, id)).toBeNull();
    const looked = (await db.as(asker, (tx) => sql`select box from respond.desk_sealed`.execute(tx))).rows;
    expect(looked).toEqual([]);
  });

  test('the database itself refuses what the page would: reading alone, confirming for another, making it longer', async () => {
    const [cat, dan] = [place.asker('cat'), place.asker('dan')];
    await handIn('https://bsky.app/profile/critic.example/post/refuse-me');
    const id = await lastItem();
    await place.desk.sealed.ask(cat, id, 'To offer help');
    const act = (who: typeof cat, query: ReturnType<typeof sql>) => db.as(who, (tx) => query.execute(tx));
    const confirm = (by: string) =>
      sql`update respond.desk_opening set confirmed_by = ${by}, confirmed_at = now(), ends_at = now() + interval '4 hours' where item_id = ${id} and ended_at is null`;
    await expect(act(cat, confirm(cat.id))).rejects.toThrow(/check/);
    await expect(act(cat, confirm(dan.id))).rejects.toThrow(/in their own name/);
    await expect(
      act(
        cat,
        sql`insert into respond.desk_opening (id, item_id, asked_by, asked_at, because) values (${place.kit.ids.next()}, ${id}, ${dan.id}, now(), 'Because')`,
      ),
    ).rejects.toThrow();
    await expect(act(cat, sql`update respond.desk_opening set asked_by = ${dan.id}`)).rejects.toThrow(/permission/);
    const sees = async (who: typeof cat) =>
      (await act(who, sql`select box from respond.desk_sealed where item_id = ${id}`)).rows.length;
    expect([await sees(cat), await sees(dan)]).toEqual([0, 0]);
    await act(dan, confirm(dan.id));
    expect([await sees(cat), await sees(dan)]).toEqual([1, 1]);
    await expect(
      act(dan, sql`update respond.desk_opening set ends_at = ends_at + interval '1 minute' where item_id = ${id}`),
    ).rejects.toThrow();
    await expect(act(dan, sql`delete from respond.desk_opening`)).rejects.toThrow(/permission/);
    await expect(act(dan, sql`update respond.desk_sealed set box = ''`)).rejects.toThrow(/permission/);
  });

  test('a box that was moved to another item says nothing', async () => {
    const [cat, dan] = [place.asker('cat'), place.asker('dan')];
    await handIn('https://bsky.app/profile/critic.example/post/moved');
    const id = await lastItem();
    await db.asOwner(async (client) => {
      await client.query(
        'update respond.desk_sealed set box = (select box from respond.desk_sealed where item_id <> $1 limit 1) where item_id = $1',
        [id],
      );
    });
    await place.desk.sealed.ask(cat, id, 'To offer help');
    await place.desk.sealed.confirm(dan, id);
    expect(await place.desk.sealed.open(cat, id)).toEqual([]);
  });
});
