/** What changes a setting, a source, a watch or a story stands in the record with what it was and what it is: never words, never secrets. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { networks } from '#networks';
import { type AlertPlace, alertPlace } from '../../../test/support/alerts.ts';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import { setsOf } from '../../../test/support/trail.ts';
import {
  adi,
  ann,
  bo,
  gil,
  northmere,
  person,
  post,
  type WatchPlace,
  watchPlace,
} from '../../../test/support/watch.ts';
import { buildSources } from './source.ts';
import { buildSignalActs } from './triage.ts';
import { buildWatchings } from './watching.ts';

let db: TestDatabase;
let place: WatchPlace;
beforeAll(async () => {
  db = await testDatabase();
  place = await watchPlace(db);
});
afterAll(() => db.drop());

const sources = () =>
  buildSources(place.kit, {
    networks: new Map(networks.map((network) => [network.name, network])),
    tools: {
      outbound: place.kit.outbound,
      now: place.kit.clock.now,
      wait: place.kit.clock.wait,
      chance: place.kit.ids.chance,
      pollMs: 60_000,
    },
    changed: () => {},
  });

test('a source, its state, and that all listening stopped; a token of it never', async () => {
  const settings = { server: 'https://social.example', what: 'tag:northmere', token: 'very-secret-token' };
  const added = await sources().add(ann, { network: 'mastodon', name: 'Our server', voice: 'public', settings });
  if (!added.ok) throw new Error(JSON.stringify(added.problems));
  await sources().setState(ann, added.id, 'paused');
  await sources().setState(ann, added.id, 'removed');
  const sets = await setsOf(db, added.id);
  expect(sets.slice(1)).toEqual([
    { what: 'source-set', old: { state: 'on' }, new: { state: 'paused' } },
    { what: 'source-set', old: { state: 'paused' }, new: { state: 'removed' } },
  ]);
  expect(sets[0]).toMatchObject({
    old: null,
    new: { network: 'mastodon', voice: 'public', state: 'on', what: 'tag:northmere' },
  });
  expect(JSON.stringify(sets)).not.toContain('secret');
  await sources().stopAll(adi, 'A test');
  await sources().startAll(adi);
  expect((await setsOf(db, null)).filter((one) => one.what === 'collecting-set')).toEqual([
    { what: 'collecting-set', old: { isStopped: false }, new: { isStopped: true } },
    { what: 'collecting-set', old: { isStopped: true }, new: { isStopped: false } },
  ]);
});

test('a watch through its life, and each of its searches', async () => {
  const watchings = buildWatchings(place.kit, {
    organisation: async () => northmere,
    staffNames: async () => [],
    changed: () => {},
  });
  const proposed = await watchings.propose(ann, {
    name: 'Floods',
    purpose: 'To hear where water stands so that we can warn people',
    lawfulBasis: 'Public task',
    ownerId: 'ann',
    dpiaReference: 'DPIA-7',
    endsOn: '2026-09-01',
    queries: ['flood* NEAR/5 street'],
  });
  if (!proposed.ok) throw new Error(JSON.stringify(proposed.problems));
  const { id } = proposed;
  await watchings.approve(person('bea', 'dpo'), id, 'It is fair');
  const added = await watchings.addQuery(ann, id, 'burst pipe', false);
  if (!added.ok) throw new Error(JSON.stringify(added.problems));
  await watchings.setQueryState(bo, id, added.id, 'on');
  await watchings.end(ann, id, 'The water has gone');
  expect(await setsOf(db, id)).toEqual([
    { what: 'watch-set', old: null, new: { state: 'proposed', owner: 'ann', endsOn: '2026-09-01', queries: 1 } },
    { what: 'watch-set', old: { state: 'proposed' }, new: { state: 'active' } },
    { what: 'watch-set', old: { state: 'active' }, new: { state: 'ended' } },
  ]);
  expect(await setsOf(db, added.id)).toEqual([
    { what: 'query-set', old: null, new: { watch: id, state: 'off' } },
    { what: 'query-set', old: { state: 'off' }, new: { state: 'on' } },
  ]);
});

test('a story: claimed, judged anew, locked and released', async () => {
  await place.take([post('the lorry missed all of Station Parade [T13]')]);
  const [{ id }] = (await place.rows<{ id: string }>(sql`select id from watch.signal`)) as [{ id: string }];
  const acts = buildSignalActs(place.kit, {
    organisation: async () => northmere,
    mayGoToStandards: async () => true,
  });
  await acts.claim(ann, id);
  await acts.judge(ann, id, 'S2', 'T8', 'It names an officer');
  await acts.lock(ann, id, 'guardian', 'It may be a disclosure');
  await acts.unlock(gil, id, 'It is none after all');
  const was = await setsOf(db, id);
  expect(was.map((entry) => entry.old)).toEqual([
    { state: 'new', claimedBy: null },
    { severity: 'S3', code: 'T13' },
    { lockedTo: null },
    { lockedTo: 'guardian' },
  ]);
  expect(was.map((entry) => entry.new)).toMatchObject([
    { state: 'claimed', claimedBy: 'ann' },
    { severity: 'S2', code: 'T8' },
    { lockedTo: 'guardian' },
    { lockedTo: null },
  ]);
});

test('a channel, somebody’s rules and a shift; an address never', async () => {
  const desk: AlertPlace = await alertPlace(db, { now: '2026-01-17T09:00:00Z' });
  try {
    const [admin, officer] = [desk.asker('adi'), desk.asker('bo')];
    const { channelList, rules, rota } = desk.desk;
    const url = 'https://hooks.example/very-secret';
    await channelList.add(admin, { kind: 'slack', name: 'Team', url, leastSeverity: 'S2' });
    const channelId = (await channelList.list(admin))[0]!.id;
    await channelList.switch(admin, channelId, false);
    await channelList.remove(admin, channelId);
    const sets = await setsOf(db, channelId);
    expect(sets).toEqual([
      { what: 'channel-set', old: null, new: { kind: 'slack', least: 'S2', state: 'on' } },
      { what: 'channel-set', old: { state: 'on' }, new: { state: 'off' } },
      { what: 'channel-set', old: { state: 'off' }, new: { state: 'removed' } },
    ]);
    const rule = {
      channel: 'email',
      least: 'S2',
      codes: ['T1'],
      quietFrom: '22:00',
      quietTo: '07:00',
      hasDigest: true,
    };
    await rules.save(officer, [rule as never]);
    await rules.save(officer, []);
    const set = { 'email.least': 'S2', 'email.codes': ['T1'], 'email.quiet': '22:00-07:00', 'email.digest': true };
    expect(await setsOf(db, officer.id)).toEqual([
      { what: 'alert-rules-set', old: {}, new: set },
      { what: 'alert-rules-set', old: set, new: {} },
    ]);
    const [startsAt, endsAt] = [new Date('2026-05-01T08:00:00Z'), new Date('2026-05-01T18:00:00Z')];
    await rota.add(officer, { personId: officer.id, place: 1, startsAt, endsAt });
    const shiftId = (await rota.between(officer, startsAt, endsAt))[0]!.id;
    await rota.remove(officer, shiftId);
    const shift = { person: officer.id, place: 1, from: startsAt.toISOString(), until: endsAt.toISOString() };
    expect(await setsOf(db, shiftId)).toEqual([
      { what: 'shift-set', old: null, new: shift },
      { what: 'shift-set', old: shift, new: null },
    ]);
  } finally {
    await desk.stop();
  }
});
