/** The pages of POLICY over HTTP: the whole way from a gap to a new version, and everybody who tries to pass it by. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHouse, type TestHouse } from '../../../../test/support/house.ts';
import { formsOf, type Seen, type Visitor } from '../../../../test/support/site.ts';
import { sessionCookie } from '../../../web/server.ts';
import { rangesOf } from '../page-wording.ts';

let site: TestHouse;
const visitors = new Map<string, Visitor>();
const as = (key: string) => visitors.get(key)!;
let ids: ReadonlyMap<string, string>;

beforeAll(async () => {
  site = await startHouse({ isEmpty: true, roles: ['web'] });
  ids = await site.house.people.found(
    {
      name: 'Northmere Council',
      shortNames: [],
      sector: 'council',
      nation: 'england',
      officialHandles: [],
      pressHandles: [],
      isRehearsal: false,
    },
    [
      { key: 'pat', name: 'Pat Ferris', email: 'pat@example.org', roles: ['policy-owner'] },
      // The chief executive holds every role that might help.
      { key: 'chief', name: 'Chris Amadi', email: 'chris@example.org', roles: ['policy-owner', 'siro', 'dpo'] },
      { key: 'sia', name: 'Sia Novak', email: 'sia@example.org', roles: ['siro'] },
      { key: 'jo', name: 'Jo Pargeter', email: 'jo@example.org', roles: [] },
    ],
  );
  for (const [key, id] of ids) {
    const visitor = site.visitor();
    visitor.setCookie(sessionCookie, await site.house.people.signInAs(id));
    visitors.set(key, visitor);
  }
});
afterAll(() => site.stop());

const actsOn = (seen: Seen) => formsOf(seen.html).map((form) => form.fields.get('act'));
const clause = (change: Record<string, string> = {}) => ({
  title: 'Fake accounts, false news and made-up videos',
  words: 'Do not share it, not even to say that it is false. Send it to the response desk.',
  ownerId: ids.get('pat')!,
  reason: 'Sharing a false claim helps it to spread.',
  ...change,
});

/** A draft with clause 37 changed and its notes, ready to be asked for. */
async function draftBy(key: string, title: string): Promise<string> {
  const begun = await as(key).send('/policy/versions', 'begin', { title });
  expect(begun.path).toMatch(/^\/policy\/drafts\//);
  await as(key).send(
    `${begun.path}/clauses/37`,
    'save',
    clause({ words: `Do not share it. Tell the desk. (${title})` }),
  );
  await as(key).send(`${begun.path}/notes`, 'consult', { who: 'UNISON branch', said: 'They agree.' });
  await as(key).send(`${begun.path}/notes`, 'save', {
    title,
    whatChanged: 'Clause 37 says what to do about made-up videos.',
    equalityNote: 'Nobody is worse off.',
  });
  return begun.path;
}

test('a gap becomes a draft, the draft a version, and the version closes the gap', async () => {
  const [jo, pat, sia] = [as('jo'), as('pat'), as('sia')];
  await expect.poll(async () => (await as('jo').get('/policy')).text).toContain('Version 1, in force');
  const told = await jo.send('/policy/gaps/new', 'send', {
    words: 'May I share a made-up video to say it is false?',
    tag: '37',
  });
  expect(told.text).toContain('The policy owner can see it now');
  expect(actsOn(told)).not.toContain('close');

  const begun = await pat.send('/policy/versions', 'begin', { title: 'Made-up videos' });
  expect((await pat.get(`${begun.path}/ask`)).text).toContain('Say what changed and why.');

  const form = await pat.get(`${begun.path}/clauses/37`);
  const preview = await pat.sendOn(form, 'save', { ...clause(), act: 'preview' });
  expect(preview.text).toContain('This is not saved yet.');
  expect(preview.html).toMatch(/<ins[^>]*>.*?not even to say that it is false/s);
  expect(preview.title).not.toMatch(/^Error/);
  expect((await pat.get(begun.path)).text).not.toContain('made-up videos Changed');
  const wrong = await pat.sendOn(form, 'save', clause({ words: '', 'reviewOn-day': '31', 'reviewOn-month': '2' }));
  expect(wrong.title).toMatch(/^Error/);
  expect(wrong.text).toContain('Enter the day of the next review');
  expect((await pat.sendOn(form, 'save', clause())).text).toContain('Clause 37 was saved');
  // The form was filled in before that was saved.
  expect((await pat.sendOn(form, 'save', clause())).text).toContain(
    'Somebody else changed this while you were writing',
  );

  await pat.send(`${begun.path}/clauses/15`, 'retire', { because: 'It is in the code of conduct now.' });
  expect(
    (
      await pat.send(`${begun.path}/clauses/new`, 'save', {
        ...clause({ title: 'Robots', words: 'A robot account gets no answer.', source: 'Our own rule' }),
      })
    ).text,
  ).toContain('Clause 45 was added');
  await pat.send(`${begun.path}/principles/12`, 'save', { title: 'Keep learning', words: 'We learn and say why.' });
  await pat.send(`${begun.path}/notes`, 'consult', { who: 'UNISON branch', said: 'They agree.' });
  await pat.send(`${begun.path}/notes`, 'save', {
    title: 'Made-up videos',
    whatChanged: 'Clause 37 says what to do about made-up videos.',
    equalityNote: 'Nobody is worse off.',
  });
  await pat.send(`${begun.path}/notes`, 'answer', { gaps: told.path.split('/').at(-1)! });
  const asked = await pat.send(`${begun.path}/ask`, 'ask', { words: 'Please look at clause 37.' });
  expect(asked.text).toContain('Adoption was asked for');
  expect((await jo.get(asked.path)).status).toBe(404);
  expect((await jo.get('/policy')).text).toContain('Version 1, in force');

  const decide = await sia.get(`${begun.path}/adopt`);
  expect(decide.text).toContain('1 new, 1 retired.');
  expect(decide.text).toContain('Owner: from “Nobody yet” to “Pat Ferris”');
  expect((await sia.sendOn(decide, 'adopt', {})).text).toContain('Say why you adopt it');
  const late = await sia.sendOn(decide, 'adopt', { words: 'Clear.', 'from-year': '2020' });
  expect(late.text).toContain('It cannot be in force before today');
  expect((await sia.sendOn(decide, 'adopt', { words: 'Clear, and the union agrees.' })).text).toContain(
    'Version 2 was adopted',
  );

  const now = await jo.get('/policy');
  expect(now.text).toContain('Version 2, in force');
  expect(now.text).toContain('A robot account gets no answer.');
  expect(now.text).toContain('15. Gifts and adverts. It is in the code of conduct now.');
  expect((await jo.get(told.path)).text).toContain('Closed by version 2');
  expect((await jo.get('/policy?q=robot')).text).toContain('1 clause has “robot” in it');
  expect((await jo.get('/policy?on=2020-01-01')).text).toContain('There was no policy then');
  expect((await jo.get('/policy?on-day=31&on-month=2&on-year=2026')).text).toContain('Enter a day');
  const history = await jo.get('/policy/clauses/37');
  expect(history.text).toMatch(/Version 2, in force from .* Version 1, in force from/);
  expect((await jo.get('/policy/clauses/15')).text).toContain('This clause does not hold any more');
  for (const path of ['/policy/compare', '/policy/compare?view=sides']) {
    const seen = await jo.get(path);
    expect(seen.html).toMatch(/<ins[^>]*>/);
    expect(seen.html).toMatch(/<del[^>]*><span class="govuk-visually-hidden">words that went: /);
  }
  const file = await jo.raw(`${asked.path}/file`);
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="policy-version-2.html"');
  const saved = await file.text();
  expect(saved).toContain('A robot account gets no answer.');
  expect(saved).not.toContain('Pat Ferris');
});

test('nobody adopts what they wrote: not the chief executive, not by hand, not by another’s form (red line 10)', async () => {
  const chief = as('chief');
  const at = await draftBy('chief', 'The chief says so');
  expect((await chief.send(`${at}/ask`, 'ask')).text).toContain('Adoption was asked for');
  const version = at.replace('/drafts/', '/versions/');
  expect((await chief.get(version)).text).not.toContain('Decide on it');
  expect((await as('sia').get(version)).text).toContain('Decide on it');
  const page = await chief.get(`${at}/adopt`);
  expect(page.text).toContain('You wrote in this draft');
  expect(actsOn(page)).not.toContain('adopt');
  const token = formsOf(page.html)[0]!.fields.get('_csrf')!;
  const other = formsOf((await as('sia').get(`${at}/adopt`)).html).find((one) => one.fields.get('act') === 'adopt')!;
  const body = new URLSearchParams([...other.fields]);
  body.set('_csrf', token);
  body.set('words', 'It is urgent.');
  const forced = await chief.raw(`${at}/adopt`, { method: 'POST', body });
  expect(forced.status).toBe(422);
  expect(await forced.text()).toContain('somebody else has to decide on it');
  // Asking for it without the step of asking, or dropping the second person, is not there at all.
  for (const act of ['adopted', 'publish-now', 'skip'])
    expect(
      (await chief.raw(`${at}/adopt`, { method: 'POST', body: new URLSearchParams({ _csrf: token, act }) })).status,
    ).toBe(404);
  // Staff get the same "not found" as for an absent page; a policy owner who wrote nothing in it may decide.
  for (const key of ['jo', 'pat']) expect((await as(key).raw(`${at}/adopt`)).status).toBe(key === 'pat' ? 200 : 404);
  expect((await as('jo').get('/policy')).text).toContain('Version 2, in force');

  // What was opened before the draft changed is not what would be adopted.
  const stale = await as('sia').get(`${at}/adopt`);
  await chief.send(`${at}/ask`, 'take-back');
  await chief.send(`${at}/clauses/20`, 'save', clause({ title: 'Answering', words: 'Say nothing to anybody.' }));
  await chief.send(`${at}/ask`, 'ask');
  expect((await as('sia').sendOn(stale, 'adopt', { words: 'Fine.' })).text).toContain('changed after you opened it');
  const fresh = await as('sia').get(`${at}/adopt`);
  expect(
    (await as('sia').sendOn(fresh, 'adopt', { words: 'People must get an answer.', act: 'send-back' })).text,
  ).toContain('was sent back');
  expect((await as('jo').get('/policy')).text).toContain('Version 2, in force');
});

test('people outside read the policy in force only where it was switched on, and no names', async () => {
  const visitor = site.visitor();
  expect((await visitor.raw('/policy')).status).toBe(303);
  expect(actsOn(await as('jo').get('/policy/versions'))).not.toContain('publish');
  await as('sia').send('/policy/versions', 'publish');
  const seen = await visitor.get('/policy');
  expect(seen.status).toBe(200);
  expect(seen.text).toContain('A robot account gets no answer.');
  expect(seen.html).not.toMatch(/Pat Ferris|Sia Novak|\/policy\/(clauses|versions|gaps|reviews)/);
  expect((await visitor.get('/policy?q=robot')).text).toContain('1 clause has');
  for (const path of ['/policy/versions', '/policy/gaps', '/policy/clauses/7', '/policy/compare', '/policy/reviews'])
    expect((await visitor.raw(path)).status).toBe(303);
  await as('sia').send('/policy/versions', 'hide');
  expect((await visitor.raw('/policy')).status).toBe(303);
});

test('a gap is seen by whoever told it and by those who answer for the policy; three tags ask the policy owner', async () => {
  const told: Seen[] = [];
  for (const words of ['May I repost the gazette?', 'Is a meme fine?', 'May I film at the counter?'])
    told.push(await as('jo').send('/policy/gaps/new', 'send', { words, tag: '26' }));
  expect((await as('jo').get('/policy/gaps')).text).toContain('Is a meme fine?');
  const own = await as('pat').send('/policy/gaps/new', 'send', { words: 'What of podcasts?', tag: 'none' });
  expect((await as('jo').get(own.path)).status).toBe(404);
  expect((await as('jo').get('/policy/gaps')).text).not.toContain('podcasts');
  await expect.poll(async () => (await as('pat').get('/policy/reviews')).text).toContain('3 gaps within 90 days');
  expect((await as('jo').get('/policy/reviews')).text).not.toContain('3 gaps');
  expect((await as('pat').send('/policy/reviews', 'finish')).text).toContain('Say what came of it');
  const closed = await as('pat').send(told[0]!.path, 'close', { because: 'Clause 26 says it.' });
  expect(closed.text).toContain('Closed without a change: Clause 26 says it.');
  expect((await as('pat').send(told[1]!.path, 'tag', { tag: '' })).text).toContain('Choose a clause from the list');
  expect((await as('pat').send(told[1]!.path, 'tag', { tag: 'none' })).text).toContain('No clause fits');
});

test('a clause is looked at by its owner or a policy owner', async () => {
  expect(actsOn(await as('jo').get('/policy/clauses/7'))).not.toContain('review');
  const seen = await as('pat').send('/policy/clauses/7', 'review', { words: 'Read with the union. Still right.' });
  expect(seen.text).toContain('The review was saved');
  expect(seen.text).toContain('Read with the union. Still right.');
  for (const path of [
    '/policy/clauses/999',
    '/policy/clauses/x',
    '/policy/versions/x',
    '/policy/gaps/x',
    '/policy/drafts/x',
  ])
    expect((await as('pat').get(path)).status).toBe(404);
});

test('many clauses are named by the ends of their runs', () => {
  expect(rangesOf([1, 2, 3, 5, 6, 9])).toBe('1 to 3, 5, 6, 9');
  expect(rangesOf([18])).toBe('18');
});
