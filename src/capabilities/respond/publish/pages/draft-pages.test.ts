/** The pages of drafts, approvals and posts over HTTP, without script: the straight way, and everybody who tries to go round it. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { barriersAt } from '../../../../../test/support/barriers.ts';
import { isLookedAt, noBrowser, startBrowser } from '../../../../../test/support/browser.ts';
import { type TestDatabase, testDatabase } from '../../../../../test/support/database.ts';
import { got, type PublishPlace, publishPlace } from '../../../../../test/support/publishing.ts';
import { formsOf, type Seen, type Site, startSite, type Visitor } from '../../../../../test/support/site.ts';
import { sessionCookie } from '../../../../web/server.ts';
import { pageWording as say } from '../drafts-wording.ts';
import { approveWording, draftWording, queueWording, stopWording } from '../wording.ts';

let db: TestDatabase;
let place: PublishPlace;
let site: Site;
let account: string;

beforeAll(async () => {
  db = await testDatabase();
  place = await publishPlace(db);
  const { pages, routes, streams } = place.publishing;
  site = await startSite(
    place.kit,
    () => place.people,
    () => ({ pages, routes, streams }),
  );
  account = await place.account('NorthmereTest');
});
afterAll(async () => {
  await site.stop();
  await db.drop();
});

async function as(key: string): Promise<Visitor> {
  const visitor = site.visitor();
  visitor.setCookie(sessionCookie, await place.people.signInAs(place.ids.get(key)!));
  return visitor;
}

const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** The words of a page alone, and what stands in a large field of it. */
const read = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const standsIn = (html: string, name: string) =>
  new RegExp(`<textarea[^>]*name="${name}"[^>]*>([^<]*)<`).exec(html)?.[1]?.trim();
const actsOn = (seen: Seen) => formsOf(seen.html).map((form) => form.fields.get('act'));

const fields = (text: string, more: Record<string, string> = {}) => ({
  'text-0': text,
  purpose: 'To answer what people ask',
  kind: 'reply',
  lang: 'en',
  accounts: account,
  ...more,
});

/** Written and put before others by Dru, over HTTP; answers the draft's id. */
async function waiting(text: string): Promise<string> {
  const dru = await as('dru');
  const begun = await dru.send('/respond/drafts/new', 'begin', fields(text));
  const sent = await dru.sendOn(begun, 'save', fields(text, { act: 'submit' }));
  expect(sent.path).toMatch(/^\/respond\/approve\//);
  return sent.path.split('/').at(-1)!;
}

/** Sends an act that the page did not offer, with the person's own token. */
async function forced(key: string, path: string, given: Record<string, string>): Promise<Seen> {
  const visitor = await as(key);
  const token = /name="_csrf" value="([^"]+)"/.exec((await visitor.get('/account')).html)![1]!;
  const response = await visitor.raw(path, { method: 'POST', body: new URLSearchParams({ _csrf: token, ...given }) });
  const html = await response.text();
  return { status: response.status, path, html, text: html, title: '' };
}

const submissionOf = async (id: string) =>
  (await place.publishing.drafts.draft(place.asker('rob'), id))!.submission!.id;

describe('from the first word to the post', () => {
  test('an answer keeps what it answers to the letter, is checked, approved by another, let go and out', async () => {
    const dru = await as('dru');
    const replyTo = 'at://did:plc:abc/app.bsky.feed.post/3k+%2F';
    const query = new URLSearchParams({ replyTo, item: 'the-item', account });
    const begun = await dru.send(
      `/respond/drafts/new?${query}`,
      'begin',
      fields('The pool is open. Ask Rob Approver.'),
    );
    const id = begun.path.split('/').at(-1)!.split('?')[0]!;
    expect(begun.path).toContain('item=the-item');
    expect((await place.publishing.drafts.draft(place.asker('dru'), id))!.targets).toEqual([
      { accountId: account, replyTo },
    ]);
    expect(begun.text).toContain('The name of a colleague. We answer as a team. “Rob Approver”');
    expect(begun.text).toMatch(/Reading age \d+ years/);
    const stopped = await dru.sendOn(begun, 'save', fields('The pool is open. Ask Rob Approver.', { act: 'submit' }));
    expect(stopped.text).toContain('The name of a colleague');
    const sent = await dru.sendOn(stopped, 'save', fields('The pool is open.', { act: 'submit' }));
    expect(sent.text).toContain(say.didSubmit);
    expect(sent.text).toContain(`Answers a post on wire ${say.seeAnswered}`);
    expect(sent.html).toContain('href="https://bsky.app/profile/did%3Aplc%3Aabc/post/3k%2B%252F"');
    expect(sent.text.replace(/\{.*\}/, '')).not.toContain('at://');

    const board = await dru.get('/respond/drafts');
    expect(board.html).toMatch(/<li><a class="govuk-link" href="\/respond\/calendar">/);
    expect(board.text).toMatch(/changed \d+ Mar 2026, \d\d:\d\d/);
    const rob = await as('rob');
    const page = await rob.get(`/respond/approve/${id}`);
    expect(page.text).toContain('Dru Drafter');
    expect(page.text).toContain('The pool is open.');
    expect((await rob.sendOn(page, 'approve')).text).toContain(say.didApprove);
    const pat = await as('pat');
    expect((await pat.get('/respond/drafts')).text).toContain('Waiting to leave (1)');
    expect((await pat.send(`/respond/approve/${id}`, 'release')).text).toContain(say.didRelease);
    await place.settle();
    const [post] = (await place.publishing.drafts.draft(place.asker('pat'), id))!.publications;
    const out = await pat.get(`/respond/posts/${post!.id}`);
    expect(out.text).toContain('https://wire.example/wire:1');
    expect(place.wire.taken.map((one) => one.draft.replyTo)).toEqual([replyTo]);

    const correction = await pat.sendOn(out, 'correct');
    expect(correction.html).toContain('https://wire.example/wire:1');
    expect((await pat.sendOn(out, 'remove', { 'why-remove': '' })).text).toContain(say.sayWhy);
    expect((await pat.sendOn(out, 'remove', { 'why-remove': 'It was wrong' })).text).toContain('Taken down by Pat');
  });

  test('what is sent back tells why, and what was edited since cannot be approved', async () => {
    const id = await waiting('The baths open at nine.');
    const rob = await as('rob');
    const seen = await rob.get(`/respond/approve/${id}`);
    expect((await rob.sendOn(seen, 'send-back', { because: '' })).text).toContain(say.sayWhy);
    expect((await rob.sendOn(seen, 'send-back', { because: 'Say which baths' })).text).toContain('Say which baths');
    const dru = await as('dru');
    await dru.send(`/respond/drafts/${id}`, 'save', fields('The town baths open at nine.', { act: 'submit' }));
    expect((await rob.sendOn(seen, 'approve')).text).toContain(say.changedSince);
    expect(
      await place.rows(
        sql`select 1 from respond.approval where decision = 'approved' and submission_id = ${await submissionOf(id)}`,
      ),
    ).toEqual([]);
  });

  test('two who edit at once do not overwrite each other', async () => {
    const dru = await as('dru');
    const begun = await dru.send('/respond/drafts/new', 'begin', fields('First words.'));
    await (await as('bo')).send(begun.path, 'save', fields('Second words.'));
    expect((await dru.sendOn(begun, 'save', fields('Third words.'))).text).toContain(draftWording.isOlder);
    expect((await dru.get(begun.path)).text).toContain('Second words.');
  });

  test('who was second sees both texts and what differs in words, and goes on with nothing lost', async () => {
    const dru = await as('dru');
    const begun = await dru.send('/respond/drafts/new', 'begin', fields('The pool opens at nine.'));
    const id = begun.path.split('/').at(-1)!;
    const theirs = fields('The pool opens at ten.', { purpose: 'To say when' });
    await (await as('bo')).send(begun.path, 'save', { ...theirs, act: 'add-part' });
    await (await as('bo')).send(begun.path, 'save', { ...theirs, 'text-1': 'Bring a towel.' });
    const form = formsOf(begun.html).find((one) => one.fields.get('act') === 'save')!;
    const body = new FormData();
    const mine = {
      ...Object.fromEntries(form.fields),
      ...fields('The big pool opens at nine.'),
      'new-alt-0': 'The pool',
    };
    for (const [name, value] of Object.entries(mine)) body.set(name, value);
    body.set('picture-0', new File([onePixel], 'pool.png'));
    const answer = await dru.raw(begun.path, { method: 'POST', body });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    const seen: Seen = { status: 422, path: begun.path, html, text: read(html), title: '' };
    expect(seen.text).toContain(say.bothTitle);
    expect(seen.text).toMatch(/Saved by Bo Bevan The pool opens at only here: ten end/);
    expect(seen.text).toContain('Only in the saved draft: “ten”');
    expect(seen.text).toMatch(/Only in yours: “big ?”, “nine”/);
    expect(seen.text).toContain('To say when in the saved draft, To answer what people ask in yours');

    expect(standsIn(html, 'text-0')).toBe('The big pool opens at nine.');
    // The other's second post goes on as well.
    expect(standsIn(html, 'text-1')).toBe('Bring a towel.');
    const both = fields('The big pool opens at nine.', { 'text-1': 'Bring a towel.' });
    expect((await dru.sendOn(seen, 'save', both)).text).toContain(say.didSave);
    const saved = (await place.publishing.drafts.draft(place.asker('dru'), id))!;
    expect(saved.parts.map((part) => part.text)).toEqual(['The big pool opens at nine.', 'Bring a towel.']);
    expect(saved.parts[0]!.images.map((image) => [image.mime, image.alt])).toEqual([['image/png', 'The pool']]);
    expect(saved.hands).toEqual(expect.arrayContaining([place.ids.get('dru'), place.ids.get('bo')]));
  });

  test('who was second is told of pictures and of the line, and puts back nothing that the other took out', async () => {
    const { drafts, lines } = place.publishing;
    const keep = async (words: string) =>
      got(await drafts.keepMedia(place.asker('dru'), new TextEncoder().encode(words), 'image/png'));
    const shown = (hash: string, alt: string) => ({ hash, mime: 'image/png', alt, caption: '' });
    const [pool, child, slide] = [await keep('a pool'), await keep('a child'), await keep('a slide')];
    const expiresAt = new Date(place.kit.clock.now().getTime() + 90 * 86_400_000);
    const written = { title: 'The slide', text: 'The slide is new.', lang: 'en', audience: 'anybody' as const };
    const line = got(
      await lines.write(place.asker('dru'), {
        ...written,
        tags: [],
        incidentId: null,
        expiresAt,
      }),
    );
    const lineVersionId = (await lines.line(place.asker('rob'), line))!.versions[0]!.id;
    got(await lines.decide(place.asker('rob'), lineVersionId, 'approved', ''));
    const text = 'See the slide.';
    const images = [shown(pool, 'The pool'), shown(child, 'A child on the slide')];
    const id = await place.drafted([account], { lineVersionId, parts: [{ text, images }] });
    const dru = await as('dru');
    const begun = await dru.get(`/respond/drafts/${id}`);
    const theirs = [shown(pool, 'The big pool'), shown(slide, 'The slide alone')];
    got(await drafts.change(place.asker('bo'), id, 1, place.wish([account], { parts: [{ text, images: theirs }] })));
    const late = await dru.sendOn(begun, 'save', { ...fields(text), 'held-0': [pool, child] });
    expect(late.text).toContain(say.bothSame);
    const row = (what: string, saved: string, yours: string) => `${what}: ${say.bothRow(saved, yours)}`;
    for (const words of [
      row(say.altOf(say.pictureNamed('The big pool')), 'The big pool', 'The pool'),
      row(say.pictureNamed('A child on the slide'), say.isNotThere, say.isThere),
      row(say.pictureNamed('The slide alone'), say.isThere, say.isNotThere),
      row(say.line, say.notChosen, 'The slide (The slide is new.)'),
      say.pictureStaysOut,
    ])
      expect(late.text).toContain(words);
    expect((await dru.sendOn(late, 'save', fields(text))).text).toContain(say.didSave);
    const saved = (await drafts.draft(place.asker('dru'), id))!.parts[0]!.images;
    expect(saved.map((image) => [image.hash, image.alt])).toEqual([
      [pool, 'The pool'],
      [slide, 'The slide alone'],
    ]);
  });

  test('what another put before others meanwhile is neither lost nor overwritten in silence', async () => {
    const dru = await as('dru');
    const begun = await dru.send('/respond/drafts/new', 'begin', fields('The fair is on Monday.'));
    await (await as('pat')).send(begun.path, 'save', fields('The fair is on Tuesday.', { act: 'submit' }));
    const late = await dru.sendOn(begun, 'save', fields('The fair is on Monday, from ten.', { act: 'submit' }));
    expect(late.text).toContain(say.bothSubmitted);
    expect(late.text).toContain('Only in yours: “Monday, from ten”');
    const { publishing } = place;
    const id = begun.path.split('/').at(-1)!;
    expect((await publishing.drafts.draft(place.asker('dru'), id))!).toMatchObject({
      state: 'submitted',
      parts: [{ text: 'The fair is on Tuesday.' }],
    });
    expect((await dru.sendOn(late, 'save', fields('The fair is on Monday, from ten.'))).text).toContain(say.didSave);
    expect((await publishing.drafts.draft(place.asker('dru'), id))!.parts[0]!.text).toBe(
      'The fair is on Monday, from ten.',
    );
  });

  test('a picture wants its description, and is shown to those who may see drafts alone', async () => {
    const dru = await as('dru');
    const begun = await dru.send('/respond/drafts/new', 'begin', fields('Look at the new pool.'));
    const form = formsOf(begun.html).find((one) => one.fields.get('act') === 'save')!;
    const body = new FormData();
    for (const [name, value] of Object.entries({
      ...Object.fromEntries(form.fields),
      ...fields('Look at the new pool.'),
    }))
      body.set(name, value);
    body.set('picture-0', new File([onePixel], 'pool.png'));
    expect((await dru.raw(begun.path, { method: 'POST', body })).status).toBe(303);
    const shown = await dru.get(begun.path);
    expect(shown.text).toContain(draftWording.flags['no-description']);
    const picture = /\/respond\/drafts\/pictures\/[0-9a-f]{64}/.exec(shown.html)![0];
    expect((await dru.raw(picture)).headers.get('content-type')).toBe('image/png');
    expect((await (await as('dee')).raw(picture)).status).toBe(404);
  });
});

describe('a film', () => {
  /** Sends the form of this draft with a file beside its fields, as a browser would. */
  async function sendWith(visitor: Visitor, path: string, more: Record<string, string | File>): Promise<string> {
    const form = formsOf((await visitor.get(path)).html).find((one) => one.fields.get('act') === 'save')!;
    const body = new FormData();
    for (const [name, value] of Object.entries({ ...Object.fromEntries(form.fields), ...more })) body.set(name, value);
    const response = await visitor.raw(path, { method: 'POST', body });
    return response.status === 303 ? (await visitor.get(path)).html : response.text();
  }

  test('is refused by its bytes, wants captions, and is watched by whoever approves it and by nobody else', async () => {
    const dru = await as('dru');
    const words = fields('See the new bridge.');
    const { path } = await dru.send('/respond/drafts/new', 'begin', words);
    const sham = await sendWith(dru, path, { ...words, 'picture-0': new File(['no film at all'], 'bridge.mp4') });
    expect(sham).toContain(draftWording.notAPicture);
    const mp4 = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom the bridge')]);
    const film = new File([mp4], 'bridge');
    const bare = await sendWith(dru, path, { ...words, 'picture-0': film, 'new-alt-0': 'The bridge opens' });
    expect(bare).toContain(draftWording.flags['no-description']);
    expect(read(bare)).toContain(say.film);
    const id = path.split('/').at(-1)!;
    const [image] = (await place.publishing.drafts.draft(place.asker('dru'), id))!.parts[0]!.images;
    expect(image).toMatchObject({ mime: 'video/mp4', alt: 'The bridge opens', caption: '' });
    const told = { [`caption-0-${image!.hash.slice(0, 16)}`]: 'Mayor: it is open.', act: 'submit' };
    await sendWith(dru, path, { ...words, ...told });

    const page = await (await as('rob')).get(`/respond/approve/${id}`);
    expect(page.text).toContain('Captions: Mayor: it is open.');
    const way = /\/respond\/drafts\/pictures\/[0-9a-f]{64}/.exec(page.html)![0];
    const seen = await (await as('rob')).raw(way);
    expect([seen.headers.get('content-type'), Buffer.from(await seen.arrayBuffer())]).toEqual(['video/mp4', mp4]);
    expect((await (await as('dee')).raw(way)).status).toBe(404);
    expect((await site.visitor().raw(way)).status).toBe(303);
  });
});

describe('what has not left', () => {
  const hourMs = 3_600_000;
  /** Approved and let go, to leave in an hour; answers the draft and its post. */
  async function planned(text: string): Promise<{ id: string; post: string }> {
    const startsAt = new Date(place.kit.clock.now().getTime() + hourMs);
    const id = await place.drafted([account], { startsAt, parts: [{ text, images: [] }] });
    const { drafts } = place.publishing;
    const how = { named: [], needsOutside: false, leavesByItself: false };
    const submission = got(await drafts.submit(place.asker('dru'), id, how));
    got(await drafts.approve(place.asker('rob'), submission, ''));
    got(await drafts.release(place.asker('pat'), submission));
    const [post] = (await drafts.draft(place.asker('dru'), id))!.publications;
    return { id, post: `/respond/posts/${post!.id}` };
  }
  const sent = (text: string) => place.wire.taken.filter((one) => one.draft.text === text).length;

  test('one post is stopped with a reason by whoever may stop, and put back by whoever may publish', async () => {
    const text = 'The bridge opens on Friday.';
    const { post } = await planned(text);
    expect(actsOn(await (await as('dru')).get(post))).not.toContain('stop-one');
    for (const key of ['dru', 'dee'])
      expect((await forced(key, post, { act: 'stop-one', 'why-stop': 'Not yet' })).status).toBe(404);
    const bo = await as('bo');
    expect((await bo.send(post, 'stop-one', { 'why-stop': '' })).text).toContain(say.sayWhy);
    const stopped = await bo.send(post, 'stop-one', { 'why-stop': 'The bridge is not ready' });
    expect(stopped.text).toContain('The bridge is not ready');
    const again = await forced('bo', post, { act: 'stop-one', 'why-stop': 'Once more' });
    expect([again.status, again.text.includes(queueWording.notDue)]).toEqual([422, true]);
    place.kit.clock.move(2 * hourMs);
    await place.settle();
    expect(sent(text)).toBe(0);

    expect(actsOn(await (await as('dru')).get(post))).not.toContain('put-back');
    for (const key of ['dru', 'rob', 'dee']) expect((await forced(key, post, { act: 'put-back' })).status).toBe(404);
    expect((await (await as('pat')).send(post, 'put-back')).text).toContain(say.didPutBack);
    await place.settle();
    expect(sent(text)).toBe(1);
    const twice = await forced('pat', post, { act: 'put-back' });
    expect([twice.status, twice.text.includes(queueWording.notWaiting)]).toEqual([422, true]);
    const late = await forced('bo', post, { act: 'stop-one', 'why-stop': 'Too late' });
    expect([late.status, late.text.includes(queueWording.notDue)]).toEqual([422, true]);
  });

  test('a draft is withdrawn with a reason by whoever may write, and what was planned of it never leaves', async () => {
    const text = 'The fair is on Sunday.';
    const { id, post } = await planned(text);
    const path = `/respond/drafts/${id}`;
    for (const key of ['dan', 'dee'])
      expect((await forced(key, path, { act: 'withdraw', 'why-withdraw': 'Not needed' })).status).toBe(404);
    const ros = await as('ros');
    const bare = await ros.send(`${path}?edit=yes`, 'withdraw', { 'why-withdraw': '' });
    expect([bare.status, bare.text.includes(say.sayWhy)]).toEqual([422, true]);
    const gone = await ros.send(`${path}?edit=yes`, 'withdraw', { 'why-withdraw': 'The fair is called off' });
    expect([gone.path, gone.text.includes(say.didWithdraw)]).toEqual(['/respond/drafts', true]);
    const left = await ros.get(path);
    expect([left.text.includes(say.goneTitle), left.text.includes(text)]).toEqual([true, false]);
    expect((await ros.get(post)).text).toContain('The fair is called off');
    const back = await forced('pat', post, { act: 'put-back' });
    expect([back.status, back.text.includes(queueWording.submitAgain)]).toEqual([422, true]);
    place.kit.clock.move(2 * hourMs);
    await place.settle();
    expect(sent(text)).toBe(0);
  });

  test('words that come after it left are shown, though nobody else changed it', async () => {
    const id = await waiting('The park opens at eight.');
    const dru = await as('dru');
    const open = await dru.get(`/respond/drafts/${id}?edit=yes`);
    const submission = await submissionOf(id);
    got(await place.publishing.drafts.approve(place.asker('rob'), submission, ''));
    got(await place.publishing.drafts.release(place.asker('pat'), submission));
    await place.settle();
    const late = await dru.sendOn(open, 'save', fields('The park opens at nine.'));
    expect([late.status, late.text.includes(say.leftTitle), late.text.includes(say.leftWords)]).toEqual([
      422,
      true,
      true,
    ]);
    expect(late.text).toContain('Only in yours: “nine”');
  });

  test('words for a draft that was given up meanwhile go on in a new one', async () => {
    const dru = await as('dru');
    const begun = await dru.send('/respond/drafts/new', 'begin', fields('The lido opens at eight.'));
    await (await as('ros')).send(begun.path, 'withdraw', { 'why-withdraw': 'Not needed' });
    const late = await dru.sendOn(begun, 'save', fields('The lido opens at nine.'));
    expect([late.status, late.text.includes(say.goneYours)]).toEqual([422, true]);
    expect(standsIn(late.html, 'text-0')).toBe('The lido opens at nine.');
    const anew = await dru.sendOn(late, 'begin', fields('The lido opens at nine.'));
    expect(anew.path).not.toBe(begun.path);
    expect(anew.text).toContain(say.didSave);
    expect(standsIn(anew.html, 'text-0')).toBe('The lido opens at nine.');
  });

  test('a correction that was given up meanwhile shows its words, and leads to the post that was wrong', async () => {
    const { id } = await planned('The market is on Monday.');
    place.kit.clock.move(2 * hourMs);
    await place.settle();
    const post = `/respond/posts/${(await place.publishing.drafts.draft(place.asker('dru'), id))!.publications[0]!.id}`;
    const dru = await as('dru');
    const begun = await dru.send(post, 'correct');
    await (await as('ros')).send(begun.path, 'withdraw', { 'why-withdraw': 'Not needed' });
    const late = await dru.sendOn(begun, 'save', fields('The market is on Tuesday.'));
    expect(late.text).toContain(say.goneCorrection);
    expect(late.text).toContain('The market is on Tuesday.');
    expect(late.html).toContain(`href="${post}"`);
  });

  test('what is out is not withdrawn any more', async () => {
    const { id } = await planned('The baths are warm.');
    place.kit.clock.move(2 * hourMs);
    await place.settle();
    const late = await forced('dru', `/respond/drafts/${id}`, { act: 'withdraw', 'why-withdraw': 'Too late' });
    expect([late.status, late.text.includes(draftWording.isOut)]).toEqual([422, true]);
    expect(sent('The baths are warm.')).toBe(1);
  });
});

describe('an account that is not on the register', () => {
  test('cannot be chosen, not even by a form that was made by hand', async () => {
    const dru = await as('dru');
    const own = { ...fields('From my own account.'), accounts: place.ids.get('dru')! };
    const begun = await dru.send('/respond/drafts/new', 'begin', own);
    expect(begun.text).toContain(say.accountsWords);
    const sent = await dru.sendOn(begun, 'save', { ...own, act: 'submit' });
    expect(sent.text).toContain(draftWording.needsAccount);
    await place.settle();
    expect(place.wire.taken.some((one) => one.draft.text === 'From my own account.')).toBe(false);
  });
});

describe('while a court case is live', () => {
  test('the approver is asked why nothing in it is a fact of it, and cannot pass by in silence', async () => {
    const incidentId = await place.incident('S2', { isActiveCase: true });
    const dru = await as('dru');
    const given = fields('A man was arrested in Mill Lane.');
    const begun = await dru.send(`/respond/drafts/new?incident=${incidentId}`, 'begin', given);
    expect(begun.text).toContain(`${say.mustExplain}. ${draftWording.flags['case-fact']} “A man”`);
    await dru.sendOn(begun, 'save', { ...given, act: 'submit' });
    const id = begun.path.split('/').at(-1)!.split('?')[0]!;
    const rob = await as('rob');
    const page = await rob.get(`/respond/approve/${id}`);
    expect(page.text).toContain(say.caseWords);
    const silent = await rob.sendOn(page, 'approve', { 'yes-words': '' });
    expect(silent.text).toContain(approveWording.explainCase);
    const told = await rob.sendOn(silent, 'approve', { 'yes-words': 'The police said so in public' });
    expect(told.text).toContain(say.didApprove);
    expect(told.text).toContain('The police said so in public');
  });
});

describe('red line 10 over HTTP: nobody approves their own', () => {
  test('the author, whoever changed it and the chief executive are refused; another person is not', async () => {
    const id = await waiting('The library is open on Monday.');
    const submission = await submissionOf(id);
    const path = `/respond/approve/${id}`;
    // The author holds no role that approves: the act is not there for them.
    expect((await forced('dru', path, { act: 'approve', submission })).status).toBe(404);
    const sir = await as('sir');
    await sir.send('/respond/drafts/new', 'begin', fields('Mine alone.'));
    const own = await place.publishing.drafts.list(place.asker('sir'));
    const mine = own.find((draft) => draft.parts[0]!.text === 'Mine alone.')!;
    await sir.send(`/respond/drafts/${mine.id}`, 'save', fields('Mine alone.', { act: 'submit' }));
    const page = await sir.get(`/respond/approve/${mine.id}`);
    expect(page.text).toContain(say.isYours);
    expect(actsOn(page)).not.toContain('approve');
    const tried = await forced('sir', `/respond/approve/${mine.id}`, {
      act: 'approve',
      submission: await submissionOf(mine.id),
    });
    expect([tried.status, tried.text.includes(approveWording.notYourOwn)]).toEqual([422, true]);
    // Nothing leaves before its yes.
    const release = await forced('pat', path, { act: 'release', submission });
    expect([release.status, release.text.includes(approveWording.notApproved)]).toEqual([422, true]);
    // Publishers without the right to approve cannot say yes either.
    expect((await forced('pip', path, { act: 'approve', submission })).status).toBe(422);
    expect((await (await as('ros')).send(path, 'approve')).text).toContain(say.didApprove);
  });

  test('in an S1 the duty officer sends alone only a line that was approved before', async () => {
    const write = async (title: string, text: string) => {
      const expiresAt = new Date(place.kit.clock.now().getTime() + 7 * 86_400_000);
      const id = got(
        await place.publishing.lines.write(place.asker('dru'), {
          title,
          text,
          audience: 'anybody',
          tags: ['flood'],
          incidentId: null,
          lang: 'en',
          expiresAt,
        }),
      );
      const version = (await place.publishing.lines.line(place.asker('rob'), id))!.versions[0]!.id;
      got(await place.publishing.lines.decide(place.asker('rob'), version, 'approved', ''));
      return version;
    };
    const before = await write('Flood', 'Stay away from the river. Call 999 in danger.');
    place.kit.clock.move(60_000);
    const incident = await place.incident('S1');
    place.kit.clock.move(60_000);
    const after = await write('Bridge', 'The bridge is shut.');
    const path = `/respond/drafts/new?incident=${incident}`;
    const send = (key: string, line: string) =>
      forced(key, path, {
        act: 'send-line',
        's1-line': line,
        's1-accounts': account,
        's1-purpose': 'People are in danger',
      });
    expect((await send('dru', before)).status).toBe(404);
    expect((await send('bo', after)).text).toContain(draftWording.onlyEarlier);
    expect((await send('bo', before)).status).toBe(303);
    await place.settle();
    expect(place.wire.taken.at(-1)!.draft.text).toBe('Stay away from the river. Call 999 in danger.');
  });

  test('red line 13: who is no part of publishing sees no draft, no approval, no post', async () => {
    const id = await waiting('The market is on Saturday.');
    for (const key of ['dee'])
      for (const path of [
        '/respond/drafts',
        `/respond/drafts/${id}`,
        `/respond/approve/${id}`,
        '/respond/calendar',
        '/respond/stop',
      ])
        expect([key, path, (await (await as(key)).raw(path)).status]).toEqual([key, path, 404]);
    // A named colleague is not quoted in an answer, whoever agreed.
    const dru = await as('dru');
    const named = fields('Dru Drafter will look at it.', {
      'consent-name': 'Dru Drafter',
      'consent-because': 'She agreed',
    });
    const begun = await dru.send('/respond/drafts/new', 'begin', named);
    expect((await dru.sendOn(begun, 'save', { ...named, act: 'submit' })).text).toContain('The name of a colleague');
  });
});

describe('a yes that comes late', () => {
  test('publishes nothing by surprise: somebody confirms it, and after its last moment nobody can', async () => {
    const late = async (endsIn: number) => {
      const now = place.kit.clock.now().getTime();
      const window = { startsAt: new Date(now + 600_000), endsAt: new Date(now + endsIn) };
      const id = await place.drafted([account], { ...window, parts: [{ text: `Late by ${endsIn}.`, images: [] }] });
      got(
        await place.publishing.drafts.submit(place.asker('dru'), id, {
          named: [],
          needsOutside: false,
          leavesByItself: false,
        }),
      );
      place.kit.clock.move(1_200_000);
      await (await as('rob')).send(`/respond/approve/${id}`, 'approve');
      return id;
    };
    const id = await late(7_200_000);
    const taken = place.wire.taken.length;
    const pat = await as('pat');
    const page = await pat.get(`/respond/approve/${id}`);
    expect(page.text).toContain(say.lateWords);
    await place.settle();
    expect(place.wire.taken.length).toBe(taken);
    expect((await pat.sendOn(page, 'release')).text).toContain(say.didRelease);
    await place.settle();
    expect(place.wire.taken.length).toBe(taken + 1);

    const over = await late(1_500_000);
    place.kit.clock.move(600_000);
    const ended = await pat.get(`/respond/approve/${over}`);
    expect(ended.text).toContain(say.lateOver);
    expect(actsOn(ended)).not.toContain('release');
  });
});

describe('a line to take', () => {
  test('is found by what is answered, put in, and what differs from it is marked', async () => {
    const expiresAt = new Date(place.kit.clock.now().getTime() + 7 * 86_400_000);
    const line = {
      title: 'Library hours',
      audience: 'anybody' as const,
      tags: ['library'],
      incidentId: null,
      lang: 'en',
    };
    const id = got(
      await place.publishing.lines.write(place.asker('dru'), { ...line, text: 'The library opens at 9am.', expiresAt }),
    );
    const version = (await place.publishing.lines.line(place.asker('rob'), id))!.versions[0]!.id;
    got(await place.publishing.lines.decide(place.asker('rob'), version, 'approved', ''));
    const dru = await as('dru');
    const begun = await dru.send('/respond/drafts/new', 'begin', fields('Thank you for asking about the library.'));
    expect(begun.text).toContain('Library hours');
    const used = await dru.sendOn(begun, 'save', {
      ...fields('Thank you for asking about the library.'),
      act: 'use-line',
      'chosen-line': version,
    });
    expect(used.html).toContain('Thank you for asking about the library.\n\nThe library opens at 9am.');
    const other = await dru.sendOn(used, 'save', fields('The library opens at 10am.'));
    expect(other.text).toContain('The line says “9am”.');
    // A line that nobody approved is not put in, whatever the form says.
    const forged = await dru.sendOn(other, 'save', { ...fields('x'), line: '01a20d03-abd4-74a6-a7cc-a301c00cb735' });
    expect([forged.status, forged.text.includes(draftWording.lineNotLive)]).toEqual([422, true]);
  });
});

describe('somebody outside', () => {
  test('approves by a link that works once, and sees exactly what they approve', async () => {
    const dru = await as('dru');
    const text = 'The hospital stays open.';
    const begun = await dru.send('/respond/drafts/new', 'begin', fields(text));
    const sent = await dru.sendOn(begun, 'save', fields(text, { act: 'submit', outside: 'yes' }));
    const rob = await as('rob');
    const made = await rob.send(sent.path, 'link', { 'link-name': 'Dr May', 'link-body': 'The hospital' });
    const path = new URL(/http:\/\/localhost:3000\/respond\/outside\/[\w-]+/.exec(made.text)![0]).pathname;
    await rob.send(sent.path, 'approve');
    const may = site.visitor();
    const page = await may.get(path);
    expect(page.text).toContain('Dr May, The hospital');
    expect(page.text).toContain(text);
    expect((await may.sendOn(page, 'approve')).text).toContain(say.outsideThanks);
    expect((await may.get(path)).text).toContain(say.outsideGone);
    expect((await rob.get(sent.path)).text).toContain('Dr May, The hospital');
    expect(await place.rows(sql`select what from platform.trail where about = ${path.split('/').at(-1)!}`)).toEqual([]);
  });
});

describe('the kill switch', () => {
  test('two clicks stop everything, every page says so, and another person starts it again', async () => {
    const id = await waiting('This must not leave.');
    await (await as('rob')).send(`/respond/approve/${id}`, 'approve');
    const taken = place.wire.taken.length;
    const bo = await as('bo');
    // One click on the sign of any page, one more to stop.
    expect((await bo.get('/respond/drafts')).html).toContain('href="/respond/stop?sure=all"');
    const stopped = await bo.send('/respond/stop?sure=all', 'stop');
    expect(stopped.text).toContain(say.didStop);
    expect(stopped.text).toContain(say.youStopped);
    expect(stopped.text).toContain('Rob Approver');
    for (const path of [
      '/respond/drafts',
      '/respond/drafts/new',
      '/respond/calendar',
      `/respond/drafts/${id}`,
      `/respond/approve/${id}`,
    ])
      expect([path, (await bo.get(path)).text.includes(say.stoppedAll)]).toEqual([path, true]);
    await (await as('pat')).send(`/respond/approve/${id}`, 'release');
    await place.settle();
    expect(place.wire.taken.length).toBe(taken);
    const alone = await forced('bo', '/respond/stop', { act: 'start', scope: 'all', 'start-all': 'It is fine' });
    expect([alone.status, alone.text.includes(stopWording.anotherStarts)]).toEqual([422, true]);
    expect((await forced('dru', '/respond/stop', { act: 'stop', scope: 'all', because: 'Why not' })).status).toBe(404);
    const rob = await as('rob');
    expect((await rob.send('/respond/stop', 'start', { 'start-all': '' })).status).toBe(422);
    expect((await rob.send('/respond/stop', 'start', { 'start-all': 'It was a false alarm' })).text).toContain(
      say.didStart,
    );
  });

  test('one account alone', async () => {
    const bo = await as('bo');
    expect((await bo.send(`/respond/stop?sure=${account}`, 'stop')).text).toContain('Stopped: @NorthmereTest.');
    expect((await bo.get('/respond/calendar')).text).toContain('Stopped: @NorthmereTest.');
    await (await as('rob')).send('/respond/stop', 'start', { [`start-${account}`]: 'Looked at it' });
    expect((await bo.get('/respond/calendar')).text).not.toContain('Stopped: @NorthmereTest.');
  });
});

describe('a stop because of an incident', () => {
  test('shows the incident until it is started again', async () => {
    const [bo, pip] = [await as('bo'), await as('pip')];
    const incident = await place.incident('S3');
    const link = `href="/respond/incidents/${incident}"`;
    for (const scope of ['all', account]) {
      const stopped = await bo.send(`/respond/stop?sure=${scope}`, 'stop', { incident });
      expect(stopped.text).toContain(say.stopFor);
      expect(stopped.html).toContain(link);
      const started = await pip.send('/respond/stop', 'start', { [`start-${scope}`]: 'It is ours again' });
      expect(started.html).not.toContain(link);
    }
  });

  test('stops though the incident is over or was joined to another, and says so', async () => {
    const [bo, rob] = [await as('bo'), await as('rob')];
    const [joined, goesOn] = [await place.incident('S3'), await place.incident('S3')];
    await place.incidentMerged(joined, goesOn);
    const over = await place.incident('S3', { closed: true });
    for (const [incident, words] of [
      [over, say.incidentOver],
      [joined, say.incidentJoined],
    ] as const) {
      const stopped = await bo.send('/respond/stop?sure=all', 'stop', { incident });
      expect(stopped.text).toContain(words);
      expect(stopped.text).toContain(say.stoppedAll);
      await rob.send('/respond/stop', 'start', { 'start-all': 'It is ours again' });
    }
  });
});

describe.skipIf(!isLookedAt)(`in a browser ${noBrowser}`, () => {
  test('axe finds nothing, and nothing is wider than the screen', async () => {
    const id = await waiting('The park is open until eight.');
    const startsAt = new Date(place.kit.clock.now().getTime() + 3_600_000);
    await place.drafted([account], {
      startsAt,
      parts: [
        { text: 'Planned news.', images: [] },
        { text: 'More of it.', images: [] },
      ],
    });
    const writing = (await place.publishing.drafts.list(place.asker('pat'))).find(
      (draft) => draft.parts.length === 2,
    )!.id;
    const [post] = await place.publishing.queue.between(place.asker('pat'), new Date(0), new Date('2027-01-01'));
    const named = { named: [], needsOutside: true, leavesByItself: false };
    const forOutside = await place.drafted([account], { parts: [{ text: 'The clinic is open.', images: [] }] });
    const asked = got(await place.publishing.drafts.submit(place.asker('dru'), forOutside, named));
    const link = { name: 'Dr May', body: 'The clinic' };
    const outside = `/respond/outside/${got(await place.publishing.drafts.makeLink(place.asker('rob'), asked, link))}`;
    got(await place.publishing.drafts.approve(place.asker('rob'), asked, ''));
    got(await place.publishing.switches.stop(place.asker('bo'), account, 'It is odd'));
    const dru = await as('dru');
    const open = await dru.get(`/respond/drafts/${writing}`);
    await (await as('bo')).send(open.path, 'save', fields('Planned by Bo.', { purpose: 'To say when' }));
    const twoWrote = await dru.sendOn(open, 'save', fields('Planned by Dru.'));
    expect(twoWrote.text).toContain(say.bothTitle);
    const begun = await dru.send('/respond/drafts/new', 'begin', fields('The lido is warm.'));
    await (await as('ros')).send(begun.path, 'withdraw', { 'why-withdraw': 'Not needed' });
    const gaveUp = await dru.sendOn(begun, 'save', fields('The lido is cold.'));
    expect(gaveUp.text).toContain(say.goneYours);
    const browser = await startBrowser();
    try {
      const context = await browser.newContext();
      const value = await place.people.signInAs(place.ids.get('sir')!);
      await context.addCookies([{ name: sessionCookie, value, url: site.address }]);
      const page = await context.newPage();
      for (const path of [
        '/respond/drafts',
        '/respond/drafts/new?replyTo=x',
        `/respond/drafts/${writing}`,
        `/respond/drafts/${id}`,
        `/respond/approve/${id}`,
        '/respond/calendar',
        `/respond/posts/${post!.id}`,
        '/respond/stop',
        '/respond/stop?sure=all',
        outside,
        '/respond/outside/nothing',
      ])
        expect(await barriersAt(page, new URL(path, site.address).href)).toEqual([]);
      for (const [name, { html }] of Object.entries({ twoWrote, gaveUp })) {
        await page.route(`**/${name}`, (route) => route.fulfill({ status: 200, contentType: 'text/html', body: html }));
        expect(await barriersAt(page, new URL(`/${name}`, site.address).href)).toEqual([]);
      }
      await context.close();
    } finally {
      await browser.close();
    }
  });
});
