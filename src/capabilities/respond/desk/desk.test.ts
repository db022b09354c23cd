/** The desk on a real database: what may stand there, who sees it, and that one post is answered by one person. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { type DeskPlace, deskPlace } from '../../../../test/support/desk.ts';
import { post } from '../../../../test/support/watch.ts';
import { foiDueAt } from './clocks.ts';
import { forget } from './hears.ts';
import { hideNames } from './names.ts';

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

const reply = (text: string) => post(text, { kind: 'reply' });
const open = async (text: string) => (await place.item(reply(text)))!;
const state = async (id: string) => (await place.desk.items.item(place.asker('bo'), id))?.state ?? null;
const steps = async (id: string) =>
  (await place.desk.items.steps(place.asker('bo'), id)).map((step) => `${step.what}${step.words && `: ${step.words}`}`);

describe('what comes in', () => {
  test('danger stands first, whatever came first', async () => {
    await open('Thank you for the bins [T29]');
    await open('Is the pool open?');
    await open('The shelter will be set on fire tonight [T1]');
    await open('They say that A&E closes, is it true? [T13]');
    const list = await place.desk.items.list(place.asker('bo'), {});
    expect(list.map((item) => item.severity)).toEqual(['S1', 'S3', 'S5', 'S5']);
    expect(list[0]).toMatchObject({ kind: 'reply', code: 'T1', accountHandle: 'northmere.example' });
  });

  test('danger is a signal too, so that somebody is rung; a question is not', async () => {
    const danger = await open('Somebody will be hurt at the town hall [T1]');
    const item = await place.desk.items.item(place.asker('bo'), danger);
    const signals = await place.signals.list(place.asker('ann'), { severities: ['S1'] });
    expect(signals.map((signal) => signal.id)).toContain(item!.signalId);
    expect((await place.desk.items.item(place.asker('bo'), await open('When is it open?')))!.signalId).toBeNull();
  });

  test('scenario 13: a possible disclosure is the guardian’s before anybody at the desk has seen it', async () => {
    const secret = 'My unit shares jokes that nobody should hear, I told my sergeant in May [T4]';
    expect(await place.item(reply(secret))).toBeNull();
    const locked = await place.signals.list(place.asker('gil'), {});
    expect(locked.map((signal) => signal.gist).join()).toContain('I told my sergeant');
    for (const who of ['bo', 'rae', 'fay', 'cat', 'dan', 'ann'])
      expect(JSON.stringify(await place.desk.items.list(place.asker(who), {}))).not.toContain('sergeant');
    expect(JSON.stringify(await place.events('respond.item-received'))).not.toContain('T4');
    await place.arrive([reply(secret)]);
    expect(JSON.stringify(await place.desk.items.list(place.asker('bo'), {}))).not.toContain('sergeant');
  });

  test('a question that is edited into a disclosure leaves the desk', async () => {
    const first = reply('When do the showers open at the depot?');
    const id = (await place.item(first))!;
    await place.arrive([{ ...first, version: 'v2', text: 'They told me to hide the gas readings [T4]' }]);
    expect(await place.desk.items.item(place.asker('bo'), id)).toBeNull();
  });

  test('what WATCH locks is gone from the desk', async () => {
    const id = await open('Somebody set a fire in the lift again [T1]');
    const { signalId } = (await place.desk.items.item(place.asker('bo'), id))!;
    await db.asOwner(async (client) => {
      await client.query(
        `insert into platform.event (name, at, asker, fields) values ('watch.signal-changed', now(), 'watch', $1)`,
        [JSON.stringify({ signalId, severity: 'S1', code: 'T4', change: 'locked' })],
      );
    });
    await place.settle();
    expect(await place.desk.items.item(place.asker('bo'), id)).toBeNull();
  });

  test('the same post twice is one item; an edit changes it and says so; a removal is noted', async () => {
    const one = reply('The gate is broken');
    const id = (await place.item(one))!;
    await place.arrive([one]);
    await place.arrive([{ ...one, version: 'v2', text: 'The gate is broken again, and there is a bomb [T1]' }]);
    const edited = await place.desk.items.item(place.asker('bo'), id);
    expect(edited).toMatchObject({ severity: 'S1', text: expect.stringContaining('again') });
    expect(edited!.decideBy).toEqual(new Date('2026-03-02T09:15:00Z'));
    await place.arrive([], { happenings: [{ kind: 'gone', id: one.id, at: new Date() }] });
    expect((await place.desk.items.item(place.asker('bo'), id))!.goneAt).not.toBeNull();
    expect(await steps(id)).toEqual(['came', 'edited']);
  });

  test('what we said ourselves is no item, and a reader without the lease writes nothing', async () => {
    const own = post('We are open', { author: { id: 'x', handle: 'Northmere.example', name: null, followers: 1 } });
    expect(await place.item(own)).toBeNull();
    await db.asOwner(async (client) => {
      await client.query(`update respond.desk_place set lease_by = 'another'`);
    });
    expect(await place.arrive([reply('Anybody there?')])).toBe(false);
    await db.asOwner(async (client) => {
      await client.query(`update respond.desk_place set lease_by = 'test'`);
    });
  });

  test('names of colleagues are hidden in what others wrote', async () => {
    const id = await open('Ask IVY  Quillfeather or bo bevan, they are useless. Ivy Quillfeathers is somebody else');
    const { text } = (await place.desk.items.item(place.asker('bo'), id))!;
    expect(text).toBe(
      'Ask (name of a colleague) or (name of a colleague), they are useless. Ivy Quillfeathers is somebody else',
    );
    expect(hideNames('ivy-quillfeather.example', ['Ivy Quillfeather'])).toBe('(name of a colleague).example');
  });
});

describe('who sees what', () => {
  test('the information officer sees requests for information alone, others see nothing', async () => {
    const request = await open('How much did the rebrand cost? Jo Marsh [T18]');
    const question = await open('Is the library open?');
    const sees = async (who: string) => (await place.desk.items.list(place.asker(who), {})).map((item) => item.id);
    expect(await sees('fay')).toEqual([request]);
    expect(await place.desk.items.item(place.asker('fay'), question)).toBeNull();
    expect((await place.desk.items.claim(place.asker('fay'), question)).ok).toBe(false);
    for (const who of ['gil', 'ann', 'cat', 'dan', 'ivy']) expect(await sees(who)).toEqual([]);
    expect((await place.desk.items.claim(place.asker('ivy'), question)).ok).toBe(false);
    expect((await place.desk.items.note(place.asker('ann'), question, 'I should not be here')).ok).toBe(false);
  });

  test('the database itself refuses a decision in somebody else’s name, a bare "no" and a request left unanswered', async () => {
    const question = await open('Is the tip open?');
    const request = await open('Please send me all e-mails about the tip [T18]');
    const set = (who: string, change: ReturnType<typeof sql>, id: string) =>
      db.as(place.asker(who), (tx) => sql`update respond.desk_item set ${change} where id = ${id}`.execute(tx));
    const decided = (by: string) =>
      sql`state = 'not-answering', decided_at = now(), decided_by = ${by}, no_reply_choice = 'truth'`;
    const bo = place.asker('bo').id;
    await expect(
      set('bo', sql`${decided(place.asker('dot').id)}, no_reply_words = 'It is right'`, question),
    ).rejects.toThrow(/row-level security/);
    await expect(set('bo', decided(bo), question)).rejects.toThrow(/check/);
    await expect(set('bo', sql`${decided(bo)}, no_reply_words = 'It is right'`, request)).rejects.toThrow(/check/);
    await expect(set('bo', sql`state = 'claimed'`, question)).rejects.toThrow(/check/);
    await set('bo', sql`${decided(bo)}, no_reply_words = 'It is right'`, question);
    expect(await state(question)).toBe('not-answering');
  });
});

describe('taking it', () => {
  test('two officers, one post, 1,000 races: exactly one claim', async () => {
    const { items } = place.desk;
    const pair = [place.asker('bo'), place.asker('dot')] as const;
    const lost: unknown[] = [];
    for (let race = 0; race < 1000; race += 1) {
      const id = place.kit.ids.next();
      const now = place.kit.clock.now();
      await db.asOwner(async (client) => {
        await client.query(
          `insert into respond.desk_item (id, key, kind, author_class, text, published_at, received_at, code, severity, score, keep_until)
           values ($1, $2, 'reply', 'public', 'Race', $3, $3, 'T16', 'S4', 0, $3)`,
          [id, `race ${race}`, now],
        );
      });
      const answers = await Promise.all((race % 2 ? pair : [...pair].reverse()).map((who) => items.claim(who, id)));
      if (answers.filter((answer) => answer.ok).length !== 1) lost.push([race, answers]);
    }
    const { rows } = await db.as(pair[0], (tx) =>
      sql<{ claims: number; items: number; holders: number }>`
        select count(*)::int as claims, count(distinct s.item_id)::int as items, count(distinct s.by)::int as holders
        from respond.desk_step s join respond.desk_item i on i.id = s.item_id
        where i.text = 'Race' and s.what = 'claimed' and s.by = i.claimed_by`.execute(tx),
    );
    expect(lost).toEqual([]);
    expect(rows[0]).toMatchObject({ claims: 1000, items: 1000 });
    await db.asOwner(async (client) => {
      await client.query(`delete from respond.desk_item where text = 'Race'`);
    });
  }, 240_000);

  test('a claim that nobody touches goes stale after 15 minutes and says so; work on it keeps it', async () => {
    const { items } = place.desk;
    const [bo, dot] = [place.asker('bo'), place.asker('dot')];
    const id = await open('Where do I leave paint?');
    expect(await items.claim(bo, id)).toMatchObject({ ok: true });
    expect(await items.claim(bo, id)).toMatchObject({ ok: false, because: expect.stringContaining('already have') });
    expect(await items.claim(dot, id)).toMatchObject({ ok: false, because: expect.stringContaining('colleague') });
    place.kit.clock.move(14 * 60_000);
    await items.note(bo, id, 'Asking the depot');
    place.kit.clock.move(14 * 60_000);
    expect(await items.takeOver(dot, id)).toMatchObject({ ok: false, because: expect.stringContaining('15 minutes') });
    place.kit.clock.move(60_000);
    const both = await Promise.all([items.takeOver(dot, id), items.takeOver(place.asker('rae'), id)]);
    expect(both.filter((answer) => answer.ok)).toHaveLength(1);
    expect(await items.release(bo, id)).toMatchObject({ ok: false });
    expect(await steps(id)).toEqual(['came', 'claimed', 'noted: Asking the depot', 'taken-over']);
  });

  test('is given to somebody who works at the desk, and to nobody else', async () => {
    const { items } = place.desk;
    const id = await open('Where is the polling station?');
    expect(await items.assign(place.asker('bo'), id, place.asker('ivy').id)).toMatchObject({ ok: false });
    expect(await items.assign(place.asker('bo'), id, place.asker('rae').id)).toMatchObject({ ok: true });
    expect(await items.claim(place.asker('dot'), id)).toMatchObject({ ok: false });
    expect(await items.release(place.asker('rae'), id)).toMatchObject({ ok: true });
    expect(await state(id)).toBe('new');
  });
});

describe('answering', () => {
  const wish = () => ({ accountId: place.account.id, isHuman: false });

  test('wants the claim, holds it while the answer is written, and ends when the answer is out', async () => {
    const { items } = place.desk;
    const asked = reply('Is the clinic open on Monday?');
    const id = (await place.item(asked))!;
    expect(await items.beginAnswer(place.asker('bo'), id, wish())).toMatchObject({ ok: false });
    await items.claim(place.asker('bo'), id);
    const begun = await items.beginAnswer(place.asker('bo'), id, wish());
    if (!begun.ok) throw new Error(begun.because);
    const to = new URL(begun.value, 'https://here.example');
    expect([to.pathname, to.searchParams.get('replyTo'), to.searchParams.get('item')]).toEqual([
      '/respond/drafts/new',
      asked.id,
      id,
    ]);
    place.kit.clock.move(3 * 3_600_000);
    expect(await items.takeOver(place.asker('dot'), id)).toMatchObject({ ok: false });
    const publicationId = place.kit.ids.next();
    place.answers.set(publicationId, { itemId: null, address: asked.id });
    await db.as(place.asker('bo'), (tx) =>
      place.kit.news.publish(tx, 'respond.response-published', {
        publicationId,
        incidentId: null,
        accountId: place.account.id,
      }),
    );
    await place.settle();
    expect(await items.item(place.asker('bo'), id)).toMatchObject({ state: 'answered', publicationId });
    expect(await items.reopen(place.asker('bo'), id, 'Once more')).toMatchObject({ ok: false });
  });

  test('is answered by what was begun from it, whatever address that answers', async () => {
    const id = await open('When does the library open?');
    const publicationId = place.kit.ids.next();
    place.answers.set(publicationId, { itemId: id, address: null });
    await db.as(place.asker('bo'), (tx) =>
      place.kit.news.publish(tx, 'respond.response-published', {
        publicationId,
        incidentId: null,
        accountId: place.account.id,
      }),
    );
    await place.settle();
    expect(await place.desk.items.item(place.asker('bo'), id)).toMatchObject({ state: 'answered', publicationId });
  });

  test('scenario 2: an account of one’s own cannot be used, and the desk says why', async () => {
    const { items, handIns } = place.desk;
    const id = await open('You are a useless lot');
    await items.claim(place.asker('bo'), id);
    const own = await items.beginAnswer(place.asker('bo'), id, { accountId: 'my-own-account', isHuman: false });
    expect(own).toMatchObject({ ok: false, because: expect.stringContaining('Only an official account can answer') });
    const ivy = place.asker('ivy');
    await handIns.askOwnAccount(ivy);
    await handIns.askOwnAccount(ivy);
    const lessons = await handIns.lessons(ivy);
    expect(lessons.map((lesson) => lesson.topic)).toEqual(['own-account']);
    for (const who of ['bo', 'dan', 'cat', 'ann'])
      expect((await db.as(place.asker(who), (tx) => sql`select 1 from respond.desk_lesson`.execute(tx))).rows).toEqual(
        [],
      );
    await handIns.readLesson(place.asker('bo'), lessons[0]!.id);
    expect(await handIns.lessons(ivy)).toHaveLength(1);
    await handIns.readLesson(ivy, lessons[0]!.id);
    expect(await handIns.lessons(ivy)).toEqual([]);
  });

  test('a threat is never answered; where somebody may be in danger a trained person says so first', async () => {
    const { items } = place.desk;
    const bo = place.asker('bo');
    const threat = await open('There is a bomb in the lift of the north house [T1]');
    await items.claim(bo, threat);
    expect(await items.beginAnswer(bo, threat, { ...wish(), isHuman: true })).toMatchObject({ ok: false });
    const despair = await open('I cannot go on any more [T2]');
    await items.claim(bo, despair);
    expect(await items.beginAnswer(bo, despair, wish())).toMatchObject({ ok: false });
    expect(await items.beginAnswer(bo, despair, { ...wish(), isHuman: true })).toMatchObject({ ok: true });
  });
});

describe('not answering, and passing on', () => {
  test('"do not reply" is a decision: what it weighs and why, without a colleague’s name', async () => {
    const { items } = place.desk;
    const bo = place.asker('bo');
    const id = await open('The council is run by lizards');
    expect(await items.doNotReply(bo, id, 'annoying', 'It is silly')).toMatchObject({ ok: false });
    expect(await items.doNotReply(bo, id, 'reach', ' ')).toMatchObject({ ok: false });
    expect(await items.doNotReply(bo, id, 'reach', 'Ivy Quillfeather says no')).toMatchObject({
      ok: false,
      because: expect.stringContaining('names of colleagues'),
    });
    expect(await items.doNotReply(bo, id, 'reach', 'Four people saw it')).toMatchObject({ ok: true });
    expect(await items.item(bo, id)).toMatchObject({
      state: 'not-answering',
      noReply: { choice: 'reach', words: 'Four people saw it' },
      decidedBy: bo.id,
    });
    expect(await items.claim(bo, id)).toMatchObject({ ok: false, because: expect.stringContaining('decided') });
    expect(await items.reopen(place.asker('dot'), id, 'It spreads now')).toMatchObject({ ok: true });
    expect(await state(id)).toBe('new');
  });

  test('only who has it, or anybody while nobody has, decides', async () => {
    const { items } = place.desk;
    const id = await open('Nobody picks up your phone');
    await items.claim(place.asker('bo'), id);
    expect(await items.doNotReply(place.asker('dot'), id, 'truth', 'It is right')).toMatchObject({ ok: false });
    expect(await items.handTo(place.asker('dot'), id, 'service', 'A fault')).toMatchObject({ ok: false });
    expect(await items.handTo(place.asker('bo'), id, 'moon', 'A fault')).toMatchObject({ ok: false });
    expect(await items.handTo(place.asker('bo'), id, 'service', 'A fault of the line')).toMatchObject({ ok: true });
    expect(await items.item(place.asker('bo'), id)).toMatchObject({ state: 'handed-over', handedTo: 'service' });
  });

  test('scenario 9: the information request has its 20 working days, and cannot be left without a reply', async () => {
    const { items } = place.desk;
    const id = await open('@NorthmereCouncil how much did the rebrand cost? Jo Marsh [T18]');
    const item = (await items.item(place.asker('fay'), id))!;
    // From 2 March 2026: St Patrick's Day is a bank holiday in a part of the United Kingdom, so it does not count.
    expect(item.foiDueAt).toEqual(new Date('2026-03-31T16:00:00Z'));
    expect(await items.doNotReply(place.asker('bo'), id, 'truth', 'Too much work')).toMatchObject({
      ok: false,
      because: expect.stringContaining('law'),
    });
    expect(await items.handTo(place.asker('bo'), id, 'foi', 'A question about costs')).toMatchObject({ ok: true });
    expect(await items.item(place.asker('fay'), id)).not.toBeNull();
  });

  test.each([
    ['2026-03-02T09:00:00Z', 'england', '2026-03-31T16:00:00.000Z'],
    ['2026-03-02T09:00:00Z', 'scotland', '2026-03-30T16:00:00.000Z'],
    ['2026-12-18T23:30:00Z', 'wales', '2027-01-21T17:00:00.000Z'],
    ['2026-12-18T23:30:00Z', 'scotland', '2027-01-21T17:00:00.000Z'],
    ['2026-07-31T12:00:00Z', 'northern-ireland', '2026-09-01T16:00:00.000Z'],
  ] as const)('a request of %s in %s is due %s', (from, nation, due) => {
    expect(foiDueAt(new Date(from), nation).toISOString()).toBe(due);
  });

  test('a person at the desk who sees a disclosure gives it to the guardian, and the desk loses it', async () => {
    const id = await open('Nobody at the depot dares to say it');
    expect(await place.desk.items.lock(place.asker('rae'), id, 'guardian', 'This may be a disclosure')).toMatchObject({
      ok: true,
    });
    expect(await state(id)).toBeNull();
    const locked = await place.signals.list(place.asker('gil'), { words: 'dares to say it' });
    expect(locked).toHaveLength(1);
    expect(await place.signals.list(place.asker('ann'), { words: 'dares to say it' })).toEqual([]);
  });

  test('joins an open incident and stands on its screen until it is decided', async () => {
    const { items } = place.desk;
    const incident = { id: place.kit.ids.next(), title: 'FW-1 Spoof video' };
    place.incidents.push(incident);
    const id = await open('Is the video real?');
    expect(await items.link(place.asker('bo'), id, place.kit.ids.next())).toMatchObject({ ok: false });
    expect(await items.link(place.asker('bo'), id, incident.id)).toMatchObject({ ok: true });
    expect((await items.ofIncident(place.asker('bo'), incident.id, [])).map((item) => item.id)).toEqual([id]);
    await items.doNotReply(place.asker('bo'), id, 'reach', 'Asked and answered');
    expect(await items.ofIncident(place.asker('bo'), incident.id, [])).toEqual([]);
  });
});

test('criticism loses its address a week after it was decided on, and everything goes when its time is up', async () => {
  const { items } = place.desk;
  const id = await open('Useless, as ever');
  await items.doNotReply(place.asker('bo'), id, 'truth', 'It is an opinion');
  place.kit.clock.move(8 * 86_400_000);
  await forget(place.kit);
  expect(await items.item(place.asker('bo'), id)).toMatchObject({ nativeId: null, url: null });
  place.kit.clock.move(30 * 86_400_000);
  await forget(place.kit);
  expect(await items.item(place.asker('bo'), id)).toBeNull();
});
