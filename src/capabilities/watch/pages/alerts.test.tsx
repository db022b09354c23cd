import { sql } from 'kysely';
import { renderToString } from 'preact-render-to-string';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Ask, Input, Page, Result } from '#web';
import { type AlertPlace, alertPlace, onCall } from '../../../../test/support/alerts.ts';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { alertPages } from './alerts.tsx';

let db: TestDatabase;
let place: AlertPlace;
let pages: readonly Page[];
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  place = await alertPlace(db);
  pages = alertPages(place.kit, { alerts: place.desk }, { people: place.people, networks: [] });
});
afterEach(() => place.stop());

const find = (path: string) => pages.find((one) => one.path === path)!;

async function askOf(key: string, path: string, change: Partial<Ask> = {}): Promise<Ask> {
  return {
    asker: place.asker(key),
    person: null,
    organisation: await place.people.organisation(),
    lang: 'en',
    now: place.kit.clock.now(),
    path,
    params: {},
    query: {},
    csrf: 'c',
    tried: null,
    sessionToken: null,
    ip: '127.0.0.1',
    ...change,
  };
}

async function show(key: string, path: string, change: Partial<Ask> = {}): Promise<string> {
  const ask = await askOf(key, path, change);
  const loaded = await find(path).load(ask);
  return loaded === null ? '' : renderToString(find(path).view(loaded, ask).body);
}

async function act(
  key: string,
  path: string,
  name: string,
  values: Record<string, string | string[]>,
  change: Partial<Ask> = {},
): Promise<Result> {
  const ask = await askOf(key, path, change);
  const input: Input = {
    values,
    files: [],
    text: (field) => (typeof values[field] === 'string' ? values[field].trim() : ''),
    list: (field) => (values[field] === undefined ? [] : [values[field]].flat()),
  };
  return find(path).acts![name]!.do(input, await find(path).load(ask), ask);
}

describe('/watch/alerts', () => {
  test('with nothing to show says so, in each part', async () => {
    const page = await show('bo', '/watch/alerts');
    expect(page).toContain('Nothing is waiting');
    expect(page).toContain('Every message was handed over.');
    expect(page).toContain('No alert has been dealt with yet.');
  });

  test('shows who was rung and told, and no words of the post; acknowledging ends it', async () => {
    await onCall(place, 'bo', 1);
    await place.story('[T1] bomb at the fair on Saturday');
    const page = await show('bo', '/watch/alerts');
    expect(page).toContain('On call, place 1: Bo Bevan');
    expect(page).toMatch(/aria-label="Acknowledge: Threat to life, Case FW-/);
    expect(page.replace(/<[^>]+>/g, '')).toMatch(/Case FW-[0-9A-F]{4}-[0-9A-F]{4}/);
    expect(page).toContain('If nobody acknowledges, the next person is rung at 09:05');
    expect(page).toMatch(/Bo Bevan<\/strong>, E-mail: Handed over/);
    expect(page).not.toMatch(/bomb|fair on/);
    const id = /name="alert" value="([^"]+)"/.exec(page)![1]!;
    expect(await act('bo', '/watch/alerts', 'acknowledge', { alert: id })).toMatchObject({ go: '/watch/alerts' });
    expect(await show('bo', '/watch/alerts')).toContain('Acknowledged by Bo Bevan');
    expect(await act('bo', '/watch/alerts', 'acknowledge', { alert: id })).toMatchObject({
      refused: 'This has already been acknowledged.',
    });
  });

  test('offers to try again what did not arrive', async () => {
    await place.stop();
    place = await alertPlace(db, { mail: null });
    pages = alertPages(place.kit, { alerts: place.desk }, { people: place.people, networks: [] });
    await place.story('[T13] they say the bridge is closed');
    const page = await show('bo', '/watch/alerts');
    expect(page).toContain('E-mail is not set up here. Set SMTP_URL.');
    const id = /name="delivery" value="([^"]+)"/.exec(page)![1]!;
    expect(await act('bo', '/watch/alerts', 'try-again', { delivery: id })).toMatchObject({ go: '/watch/alerts' });
    expect(await act('hal', '/watch/alerts', 'try-again', { delivery: id })).toMatchObject({
      refused: 'That is not there any more.',
    });
  });

  test('what waits stands first, a page of each state at a time, and the rest a link away', async () => {
    await place.rows(sql`
      insert into watch.alert (id, kind, severity, raised_at, acknowledge_by, acknowledged_at, acknowledged_by)
      select gen_random_uuid(), 'undelivered', case when n % 2 = 0 then 'S2' else 'S1' end,
        timestamptz '2026-03-02 08:00Z' + n * interval '1 minute', timestamptz '2026-03-02 12:00Z',
        case when n > 23 then timestamptz '2026-03-02 08:59Z' end, case when n > 23 then ${place.ids.get('bo')!} end
      from generate_series(1, 60) n`);
    const all = new Set<string>();
    const cards = (page: string) => [...page.matchAll(/id="alert-([^"]+)"/g)].map((one) => one[1]!);
    const first = await show('bo', '/watch/alerts');
    expect(first).toMatch(/23 to acknowledge.*0 did not arrive.*37 dealt with/s);
    expect(first.indexOf('id="open"')).toBeLessThan(first.indexOf('id="dealt"'));
    expect([first.match(/name="alert"/g)?.length, cards(first).length]).toEqual([10, 20]);
    expect(first.slice(0, first.indexOf('id="owed"'))).not.toContain('S2');
    expect(first).toContain('href="/watch/alerts?open=3#open"');
    for (const query of [{}, { open: '2', dealt: '2' }, { open: '3', dealt: '3' }, { open: '99', dealt: '4' }])
      for (const id of cards(await show('bo', '/watch/alerts', { query }))) all.add(id);
    expect(all.size).toBe(60);
    const second = await show('bo', '/watch/alerts', { query: { open: '2', dealt: '3' } });
    expect(second).toContain('href="/watch/alerts?open=2&amp;dealt=4#dealt"');
    expect(await show('bo', '/watch/alerts', { query: { open: 'x', owed: '-1', dealt: '0' } })).toBe(first);
  });

  test('an administrator gets no button to silence an alert', async () => {
    await place.story('[T1] bomb at the fair on Saturday');
    expect(await show('adi', '/watch/alerts')).not.toContain('name="alert"');
  });
});

describe('/watch/rota', () => {
  const shift = {
    person: '',
    place: '1',
    'begin-day': '2',
    'begin-month': '3',
    'begin-year': '2026',
    'begin-time': '18:00',
    'end-day': '3',
    'end-month': '3',
    'end-year': '2026',
    'end-time': '08:00',
    weeks: '2',
  };

  test('shows the gaps of the next 14 days, and fewer once a shift is added', async () => {
    expect(await show('bo', '/watch/rota')).toContain(
      'Nobody is at place 1 from 2 March 2026 at 09:00 to 16 March 2026 at 09:00',
    );
    expect(await act('bo', '/watch/rota', 'add', { ...shift, person: place.ids.get('dot')! })).toMatchObject({
      go: '/watch/rota?week=2026-03-02',
    });
    const page = await show('bo', '/watch/rota', { query: { week: '2026-03-02' } });
    expect(page).toContain('There are 3 gaps in the next 14 days');
    const days = page.replace(/<[^>]+>/g, ' ').replace(/ +/g, ' ');
    expect(days).toMatch(
      /Monday 2 March Place 1: Dot Duty, from 18:00 .* Tuesday 3 March Place 1: Dot Duty, until 08:00/,
    );
    expect(page).toContain('Place 1: Dot Duty, 2 Mar 2026, 18:00 to 3 Mar 2026, 08:00');
    expect(await show('ann', '/watch/rota')).not.toContain('name="shift"');
  });

  test.each<[string, Record<string, string>, string]>([
    ['somebody who cannot be on call', { person: 'hal' }, 'person'],
    ['a day that is not', { 'begin-day': '31', 'begin-month': '2' }, 'begin-day'],
    ['no time', { 'end-time': '' }, 'end-day'],
    ['an end before the beginning', { 'end-day': '1' }, 'end-day'],
    ['more than 14 days', { 'end-day': '20' }, 'end-day'],
    ['a place that is not', { place: '6' }, 'place'],
    ['too many weeks', { weeks: '99' }, 'weeks'],
  ])('says what is wrong with %s', async (_name, change, field) => {
    const person = change.person ? place.ids.get(change.person)! : place.ids.get('dot')!;
    const result = await act('bo', '/watch/rota', 'add', { ...shift, ...change, person });
    expect('problems' in result && result.problems.map((one) => one.field)).toEqual([field]);
  });
});

test('/watch/handover: fills itself, is handed over, and is taken by the next', async () => {
  await place.story('[T13] they say the bridge is closed');
  const page = await show('bo', '/watch/handover');
  expect(page).toMatch(/FW-[0-9A-F]{4}-[0-9A-F]{4}/);
  expect(page).not.toContain('bridge');
  const written = await act('bo', '/watch/handover', 'write', { words: 'All quiet <b>' });
  const id = 'go' in written ? written.go.split('/').at(-1)! : '';
  const note = await show('dot', '/watch/handover/:id', { params: { id } });
  expect(note).toContain('All quiet &lt;b>');
  expect(note).toContain('I have read this and take over');
  expect(await show('bo', '/watch/handover/:id', { params: { id } })).not.toContain('I have read this and take over');
  expect(await act('dot', '/watch/handover/:id', 'take', {}, { params: { id } })).toMatchObject({
    go: `/watch/handover/${id}`,
  });
  expect(await show('adi', '/watch/handover/:id', { params: { id } })).toBe('');
});

test('/account/alerts: says what holds until one chooses, then keeps the choice', async () => {
  expect(await show('bo', '/account/alerts')).toContain('You have not chosen anything yet.');
  const wrong = await act('bo', '/account/alerts', 'save', {
    'least-email': 'S2',
    'quiet-from': '25:00',
    'quiet-to': '',
  });
  expect(wrong).toMatchObject({ problems: [{ field: 'quiet-from' }] });
  expect(
    await act('bo', '/account/alerts', 'save', {
      'least-email': 'S2',
      codes: ['T1', 'T8'],
      'quiet-from': '22:00',
      'quiet-to': '07:00',
      digest: 'yes',
    }),
  ).toMatchObject({ go: '/account/alerts' });
  expect((await place.desk.rules.mine(place.asker('bo'))).rules).toEqual([
    { channel: 'email', least: 'S2', codes: ['T1', 'T8'], quietFrom: '22:00', quietTo: '07:00', hasDigest: true },
  ]);
  const page = await show('bo', '/account/alerts');
  expect(page).not.toContain('You have not chosen anything yet.');
  expect(page).toContain('value="22:00"');
});

test('/settings/channels: the secret of a webhook is shown once, addresses never', async () => {
  expect(await show('adi', '/settings/channels')).toContain('No channels yet');
  const added = await act('adi', '/settings/channels', 'add', {
    kind: 'webhook',
    name: 'Pager',
    url: 'https://hooks.example/secret-path',
    least: 'S1',
  });
  expect(added).toMatchObject({
    go: '/settings/channels',
    flash: { text: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{32}$/) },
  });
  const page = await show('adi', '/settings/channels');
  expect(page).toContain('Pager');
  expect(page).not.toMatch(/whsec_|secret-path/);
  expect(
    await act('adi', '/settings/channels', 'add', { kind: '', name: '', url: 'ftp://x', least: '' }),
  ).toMatchObject({ problems: [{ field: 'kind' }, { field: 'name' }, { field: 'url' }, { field: 'least' }] });
});
