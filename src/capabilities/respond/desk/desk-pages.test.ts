/** The desk over HTTP, without script: one screen after another as officers, staff and the keepers of the map see them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { type DeskPlace, deskCast, deskPlace } from '../../../../test/support/desk.ts';
import { whereItStands } from '../../../../test/support/scan.ts';
import { type Site, startSite, type Visitor } from '../../../../test/support/site.ts';
import { post } from '../../../../test/support/watch.ts';
import { sessionCookie } from '../../../web/server.ts';

let db: TestDatabase;
let place: DeskPlace;
let site: Site;

beforeAll(async () => {
  db = await testDatabase();
  place = await deskPlace(db);
  const { pages, streams } = place.desk;
  site = await startSite(
    place.kit,
    () => place.people,
    () => ({ pages, streams }),
  );
});
afterAll(async () => {
  await site.stop();
  await place.stop();
  await db.drop();
});

const as = async (key: string): Promise<Visitor> => {
  const visitor = site.visitor();
  visitor.setCookie(sessionCookie, await place.people.signInAs(place.ids.get(key)!));
  return visitor;
};
const open = async (text: string) => (await place.item(post(text, { kind: 'reply' })))!;

describe('at the desk', () => {
  test('danger stands first, and the page of one says what to do and what not', async () => {
    await open('Is the pool open?');
    const id = await open('They will set fire to the depot tonight [T1]');
    const bo = await as('bo');
    const inbox = await bo.get('/respond/desk');
    expect(inbox.text.indexOf('Threat to life')).toBeLessThan(inbox.text.indexOf('Is the pool open?'));
    const page = await bo.get(`/respond/desk/${id}`);
    expect(page.text).toContain('Do not reply, warn the poster');
    expect(page.text).toContain('This is not answered in public');
    expect(page.html).not.toContain('value="answer"');
  });

  test('from taking it to an answer: the other officer sees who has it and cannot answer', async () => {
    const id = await open('Where do I bring old paint?');
    const [bo, dot] = [await as('bo'), await as('dot')];
    expect((await bo.send(`/respond/desk/${id}`, 'claim')).text).toContain('You have it');
    const other = await dot.get(`/respond/desk/${id}`);
    expect(other.text).toContain('Bo Bevan has it');
    expect(other.html).not.toContain('name="act" value="answer"');
    const forced = await dot.sendOn(other, 'note', { note: 'x', act: 'answer', account: place.account.id });
    expect(forced.text).toContain('A colleague has taken this one');
    const begun = await bo.raw(`/respond/desk/${id}`);
    const token = /name="_csrf" value="([^"]+)"/.exec(await begun.text())![1]!;
    const answer = await bo.raw(`/respond/desk/${id}`, {
      method: 'POST',
      body: new URLSearchParams({ _csrf: token, act: 'answer', account: place.account.id }),
    });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toMatch(/^\/respond\/drafts\/new\?replyTo=at%3A%2F%2F.+&item=/);
  });

  test('only official accounts can speak: an account of somebody’s own is refused, and the page says why', async () => {
    const id = await open('When does the market begin?');
    const bo = await as('bo');
    const page = await bo.send(`/respond/desk/${id}`, 'claim');
    expect(page.text).toContain('Only official accounts can speak. An account of your own cannot be used.');
    for (const account of ['', '@bo.bevan', place.ids.get('bo')!]) {
      const refused = await bo.sendOn(page, 'answer', { account });
      expect([refused.status, refused.text.includes('Choose an official account')]).toEqual([422, true]);
    }
    const ivy = await as('ivy');
    const asked = await ivy.send('/hand-over', 'own-account');
    expect(asked.text).toContain('Only official accounts can speak here');
    expect(asked.text).toContain('An account of your own cannot be used in Foreword.');
    expect(asked.text).toContain('people would read it as our answer');
    expect(asked.text).toContain('A short lesson for you');
  });

  test('"do not reply" wants its reason, and is not there for a request for information', async () => {
    const bo = await as('bo');
    const id = await open('The council is run by lizards');
    const bare = await bo.send(`/respond/desk/${id}`, 'no-reply', { 'why-no-reply': 'Silly' });
    expect([bare.status, bare.text.includes('Choose what the decision weighs')]).toEqual([422, true]);
    const done = await bo.send(`/respond/desk/${id}`, 'no-reply', { choice: 'reach', 'why-no-reply': 'Two saw it' });
    expect(done.path).toBe('/respond/desk');
    expect((await bo.get(`/respond/desk/${id}`)).text).toContain('Reach. Two saw it');
    const request = await open('How much did the rebrand cost? [T18]');
    const page = await bo.get(`/respond/desk/${request}`);
    expect(page.text).toContain('Answer by 31 March 2026');
    expect(page.html).not.toContain('value="no-reply"');
  });

  test('what goes to the guardian is the same "not found" as what never was', async () => {
    const bo = await as('bo');
    const id = await open('I would speak up if I dared');
    await bo.send(`/respond/desk/${id}`, 'lock-guardian', { 'why-guardian': 'It may be a disclosure' });
    const gone = await bo.get(`/respond/desk/${id}`);
    const never = await bo.get('/respond/desk/01a20d03-abd4-74a6-a7cc-a301c00cb735');
    expect([gone.status, gone.text]).toEqual([404, never.text]);
  });
});

describe('two posts whose words are not kept', () => {
  test('are told apart by when they came and by a number, and neither leads to who handed it in', async () => {
    const ivy = await as('ivy');
    const handed: string[] = [];
    for (const name of ['first', 'second']) {
      const address = `https://bsky.app/profile/critic.example/post/${name}`;
      handed.push((await ivy.send('/hand-over', 'hand-over', { address, words: '' })).path);
      place.kit.clock.move(60_000);
    }
    await place.settle();
    const bo = await as('bo');
    const inbox = await bo.get('/respond/desk');
    const rows = [...inbox.text.matchAll(/since (\d\d:\d\d) number ([0-9A-F]{4}-[0-9A-F]{4})/g)];
    expect(new Set(rows.map((row) => row[1])).size).toBe(2);
    expect(new Set(rows.map((row) => row[2])).size).toBe(2);
    const ids = [...new Set([...inbox.html.matchAll(/\/respond\/desk\/([0-9a-f-]{36})/g)].map((found) => found[1]!))];
    const pages = await Promise.all(ids.map((id) => bo.get(`/respond/desk/${id}`)));
    for (const [, , number] of rows)
      expect(pages.filter((page) => page.text.includes(`, number ${number} Criticism`))).toHaveLength(1);
    for (const path of handed)
      expect((await ivy.get(path)).text).not.toMatch(new RegExp(rows.map((row) => row[2]).join('|')));
  });
});

describe('red line 13 over HTTP: who was criticised', () => {
  const url = 'https://bsky.app/profile/critic.example/post/abc';

  test('stands on no page, in no table, log or event, but in the map that two people open', async () => {
    const before = [await whereItStands(db, 'quillfeather'), await whereItStands(db, place.ids.get('ivy')!)];
    const ivy = await as('ivy');
    const withSession = await whereItStands(db, place.ids.get('ivy')!);
    const receipt = await ivy.send('/hand-over', 'hand-over', { address: url, words: 'They filmed me' });
    expect(receipt.path).toMatch(/^\/hand-over\/[\w-]{43}$/);
    expect(receipt.text).toContain('It waits for somebody at the desk');
    await ivy.get(receipt.path);
    await place.settle();
    expect(await whereItStands(db, 'quillfeather')).toEqual(before[0]);
    expect(await whereItStands(db, place.ids.get('ivy')!)).toEqual(withSession);

    const [cat, dan] = [await as('cat'), await as('dan')];
    const id = /\/respond\/sealed\/([0-9a-f-]{36})/.exec((await cat.get('/respond/sealed')).html)![1]!;
    const pages = ['/respond/desk', `/respond/desk/${id}`, '/respond/desk?shown=done', '/hand-over', receipt.path];
    for (const { key } of deskCast)
      for (const path of [...pages, '/respond/sealed', `/respond/sealed/${id}`]) {
        if (key === 'ivy') continue;
        const seen = await (await (await as(key)).raw(path)).text();
        expect([key, path, /quillfeather/i.test(seen), seen.includes(place.ids.get('ivy')!)]).toEqual([
          key,
          path,
          false,
          false,
        ]);
      }

    expect((await cat.send(`/respond/sealed/${id}`, 'ask', { because: ' ' })).status).toBe(422);
    const asked = await cat.send(`/respond/sealed/${id}`, 'ask', { because: 'To offer help' });
    expect(asked.text).toContain('A second person has to confirm it');
    expect(asked.html).not.toContain('value="confirm"');
    const alone = await cat.sendOn(asked, 'shut', { act: 'confirm' });
    expect([alone.status, alone.text.includes('A second person has to confirm it.')]).toEqual([422, true]);
    const shown = await dan.send(`/respond/sealed/${id}`, 'confirm');
    expect(shown.text).toContain('Ivy Quillfeather');
    expect((await cat.get(`/respond/sealed/${id}`)).text).toContain('Ivy Quillfeather');
    place.kit.clock.move(4 * 3_600_000);
    expect((await (await as('cat')).get(`/respond/sealed/${id}`)).text).not.toContain('Quillfeather');
  });

  test('a name in the words or somebody else’s session gives nothing away', async () => {
    const ivy = await as('ivy');
    const named = await ivy.send('/hand-over', 'hand-over', { address: url, words: 'It is Ivy Quillfeather' });
    expect([named.status, named.text.includes('Leave out your name')]).toEqual([422, true]);
    for (const key of ['bo', 'rae', 'fay', 'gil', 'ann', 'ivy'])
      expect([key, (await (await as(key)).raw('/respond/sealed')).status]).toEqual([key, 404]);
    expect((await (await as('bo')).raw('/hand-over/nothing-of-the-kind-at-all')).status).toBe(404);
  });
});
