import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Batch, Network, NetworkPost } from '#networks/contract';
import { buildMetrics } from '#platform';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import {
  dan,
  markedTriage,
  northmere,
  person,
  post,
  type WatchPlace,
  watchPlace,
} from '../../../test/support/watch.ts';
import { buildRehearsal, buildStage, type Stage } from '../../networks/rehearsal/index.ts';
import { buildCollect, type Collect, type CollectParts } from './collect.ts';
import { buildMatching } from './match.ts';
import { buildProgress } from './progress.ts';
import { buildSources, expectedBeats, findSilence } from './source.ts';

let db: TestDatabase;
let place: WatchPlace;
let stage: Stage;
let running: Collect[] = [];
const rehearsal = buildRehearsal();
const asPerson = person('ann', 'watch-analyst');

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.asOwner(async (client) => {
    await client.query(
      'truncate watch.source, watch.watch, watch.post, watch.signal, watch.fold_choice, platform.event cascade',
    );
    await client.query('update watch.control set stopped_at = null');
  });
  place = await watchPlace(db);
  const { clock } = place.kit;
  stage = buildStage({
    name: 'day',
    script: { sources: [{ name: 'square', title: 'Square' }], posts: [], outages: [] } as never,
    now: clock.now,
    wait: (ms, signal) => clock.wait(ms, signal),
  });
  rehearsal.raise(stage);
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()));
  running = [];
});

function collector(change: Partial<CollectParts> = {}): Collect {
  const kit = { ...place.kit, metrics: buildMetrics(false) };
  const collect = buildCollect(kit, {
    networks: new Map([[rehearsal.name, rehearsal as Network]]),
    tools: { outbound: kit.outbound, now: kit.clock.now, wait: kit.clock.wait, chance: () => 0.5, pollMs: 20 },
    matching: buildMatching(),
    triage: markedTriage,
    running: async () => [{ id: place.queryId, watchId: place.watchId, words: 'bins', isShadow: false }],
    organisation: async () => northmere,
    secrets: () => {
      throw new Error('the secret has changed');
    },
    ...change,
  });
  running.push(collect);
  collect.start();
  return collect;
}

async function addSource(
  change: { network?: string; secret?: string | null; settings?: Record<string, string> } = {},
): Promise<string> {
  const id = place.kit.ids.next();
  await place.rows(sql`update watch.source set state = 'paused' where id = ${place.sourceId}`);
  await place.rows(
    sql`insert into watch.source (id, network, name, settings, secret_box, added_by, added_at) values (${id}, ${change.network ?? 'rehearsal'}, 'Square', ${JSON.stringify(change.settings ?? { stage: 'day', source: 'square' })}::jsonb, ${change.secret ?? null}, 'ann', ${place.kit.clock.now()})`,
  );
  return id;
}
const source = async (id: string) =>
  (await place.rows<Record<string, unknown>>(sql`select * from watch.source where id = ${id}`))[0]!;
const posts = async () =>
  (await place.rows<{ text: string }>(sql`select text from watch.post order by text`)).map((row) => row.text);
const speak = (text: string) =>
  stage.say({ source: 'square', author: { handle: 'jo', name: null, followers: 3 }, text, lang: 'en' });
const soon = { timeout: 120_000, interval: 30 };

/** A network that hands over what a test gives it, in order; then it stays open. */
function scripted(batches: readonly (Partial<Batch> | Error)[]): Network {
  return {
    ...rehearsal,
    name: 'scripted',
    open: () => ({
      read: async function* (cursor, signal) {
        for (const batch of batches) {
          if (batch instanceof Error) throw batch;
          yield {
            happenings: [],
            cursor: cursor ?? '',
            health: { state: 'seeing' },
            nextLook: null,
            notes: [],
            ...batch,
          };
        }
        await new Promise<void>((resolve) =>
          signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }),
        );
      },
    }),
  } as Network;
}
const said = (...all: NetworkPost[]): Partial<Batch> => ({
  happenings: all.map((one) => ({ kind: 'post', post: one })),
  cursor: 'c',
});

describe('collecting', () => {
  test('keeps what answers, forgets the rest, notes its place, and goes on from there', async () => {
    const id = await addSource();
    const first = collector();
    await expect.poll(async () => (await source(id)).health, soon).toBe('seeing');
    speak('[T16] my bins were not taken');
    speak('a lovely morning by the lake');
    await expect.poll(posts, soon).toEqual(['[T16] my bins were not taken']);
    await first.stop();
    expect(await source(id)).toMatchObject({ lease_by: null });
    speak('[T16] nor were the bins of my neighbours');
    collector();
    await expect
      .poll(posts, soon)
      .toEqual(['[T16] my bins were not taken', '[T16] nor were the bins of my neighbours']);
  });

  test('two collectors: one reads, and what both might have kept is there once', async () => {
    const id = await addSource();
    collector();
    await expect.poll(async () => (await source(id)).lease_by, soon).not.toBeNull();
    // On the embedded database there is one process; a second that began would take all leases.
    const holder = (await source(id)).lease_by;
    if (db.kind === 'server') {
      collector();
      speak('[T16] bins one');
      await expect.poll(posts, soon).toEqual(['[T16] bins one']);
      expect((await source(id)).lease_by).toBe(holder);
    }
    await place.rows(sql`update watch.source set lease_by = 'stolen', lease_until = '2100-01-01' where id = ${id}`);
    speak('[T16] bins two');
    await place.kit.clock.wait(5);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await posts()).not.toContain('[T16] bins two');
  });

  test('one control stops everything, pausing stops one; resumed it goes on', async () => {
    const id = await addSource();
    const collect = collector();
    const sources = buildSources(place.kit, {
      networks: new Map([['rehearsal', rehearsal]]),
      tools: {} as never,
      changed: () => collect.poke(),
    });
    await expect.poll(async () => (await source(id)).health, soon).toBe('seeing');
    await expect(sources.stopAll(asPerson, 'because I want to')).resolves.toBeUndefined();
    expect(await sources.stopped(asPerson)).toBeNull(); // Only the data protection officer may.
    await sources.stopAll(dan, 'A complaint came in');
    expect(await sources.stopped(asPerson)).toMatchObject({ by: 'dan', because: 'A complaint came in' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    speak('[T16] bins said while stopped');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await posts()).toEqual([]);
    await sources.startAll(dan);
    await expect.poll(posts, soon).toEqual(['[T16] bins said while stopped']);
    await sources.setState(asPerson, id, 'paused');
    expect(await source(id)).toMatchObject({ health: 'new', blind_since: null });
  });

  test.each([
    ['a network that this version has not', { network: 'usenet' }, 'settings'],
    ['a secret that cannot be opened', { secret: 'box' }, 'settings'],
    ['a stage that is not there', { settings: { stage: 'none', source: 'square' } }, 'settings'],
    ['a reader that breaks', { network: 'scripted' }, 'broken'],
  ])('%s is blind, with words, and one spell is open', async (_, change, code) => {
    const id = await addSource(change);
    collector({
      networks: new Map([
        ['rehearsal', rehearsal as Network],
        ['scripted', scripted([new Error('a fault of ours')])],
      ]),
    });
    await expect.poll(async () => (await source(id)).blind_code, soon).toBe(code);
    const row = await source(id);
    expect(String(row.blind_words).length).toBeGreaterThan(20);
    expect(row.cursor === null || row.cursor === '').toBe(true);
    expect(await place.rows(sql`select code, until from watch.blind_spell where source_id = ${id}`)).toEqual([
      { code, until: null },
    ]);
  });

  test('turning blind and seeing again opens and ends a spell, each told once', async () => {
    const id = await addSource({ network: 'scripted' });
    const blind = (code: 'refused' | 'server-fault'): Partial<Batch> => ({
      health: { state: 'blind', code, words: 'They do not let us in.' },
    });
    collector({
      networks: new Map([
        [
          'scripted',
          scripted([{}, blind('refused'), blind('refused'), blind('server-fault'), said(post('bins [T16]'))]),
        ],
      ]),
    });
    await expect.poll(posts, soon).toEqual(['bins [T16]']);
    const spells = await place.rows<{ code: string; until: Date | null }>(
      sql`select code, until from watch.blind_spell where source_id = ${id} order by id`,
    );
    expect(spells.map((row) => [row.code, row.until !== null]).sort()).toEqual([
      ['refused', true],
      ['server-fault', true],
    ]);
    expect([
      (await place.events('watch.source-blind')).length,
      (await place.events('watch.source-seeing')).length,
    ]).toEqual([2, 1]);
  });

  test('a post that the matcher cannot read is told of, and the rest is kept', async () => {
    const id = await addSource({ network: 'scripted' });
    const bad = post('bins [T16] bad');
    const matching = buildMatching();
    collector({
      networks: new Map([['scripted', scripted([said(bad, post('bins [T16] good'))])]]),
      matching: {
        ...matching,
        hits: (one) => {
          if (one === bad) throw new RangeError('too deep');
          return matching.hits(one);
        },
      },
    });
    await expect.poll(posts, soon).toEqual(['bins [T16] good']);
    expect((await source(id)).notes).toMatchObject([{ code: 'not-read' }]);
  });

  test('a post that cannot be judged is shown to people', async () => {
    await addSource({ network: 'scripted' });
    collector({
      networks: new Map([['scripted', scripted([said(post('bins of some kind'))])]]),
      triage: {
        ...markedTriage,
        judge: () => {
          throw new Error('no');
        },
      },
    });
    await expect
      .poll(async () => await place.rows(sql`select severity, state from watch.signal`), soon)
      .toEqual([{ severity: 'S3', state: 'new' }]);
  });
});

describe('silence', () => {
  const hour = 3_600_000;
  const even = Array.from({ length: 168 }, (_, slot) => ({ slot, beats: 60, minutes: 60 }));

  test('what is due follows the hour of the week, and little is not enough to learn from', () => {
    const from = new Date('2026-03-02T09:00:00Z');
    expect(expectedBeats([{ slot: 0, beats: 100, minutes: 179 }], from, new Date(from.getTime() + hour))).toBeNull();
    expect(expectedBeats(even, from, new Date(from.getTime() + 7 * 60_000))).toBeCloseTo(7);
    const quietNight = even.map((one) => ({ ...one, minutes: 6_000, beats: one.slot % 24 < 6 ? 0 : 6_000 }));
    expect(expectedBeats(quietNight, new Date('2026-03-03T00:00:00Z'), new Date('2026-03-03T06:00:00Z'))!).toBeLessThan(
      10,
    );
    expect(
      expectedBeats(quietNight, new Date('2026-03-03T09:00:00Z'), new Date('2026-03-03T10:00:00Z'))!,
    ).toBeGreaterThan(55);
  });

  test('a silent source turns blind, once; looks that bring nothing do not end it, a post does', async () => {
    const { kit, sourceId } = place;
    await place.take([post('bins [T16]')]);
    await place.rows(
      sql`insert into watch.heartbeat (source_id, slot, beats, minutes) select ${sourceId}, n, 60, 60 from generate_series(0, 167) n`,
    );
    kit.clock.move(5 * 60_000);
    await findSilence(kit);
    expect((await source(sourceId)).health).toBe('seeing');
    kit.clock.move(4 * 60_000);
    await findSilence(kit);
    await findSilence(kit);
    expect(await source(sourceId)).toMatchObject({
      health: 'blind',
      blind_code: 'silent',
      blind_words: expect.stringContaining('every minute'),
    });
    await place.take([]);
    expect((await source(sourceId)).blind_code).toBe('silent');
    await place.take([post('bins [T16] again')]);
    expect(await source(sourceId)).toMatchObject({ health: 'seeing', blind_since: null });
    expect((await place.events('watch.source-blind')).length).toBe(1);
    expect((await place.events('watch.source-seeing')).length).toBe(1);
  });

  test('nothing is said of a source that nobody reads, nor of the time before it could be seen', async () => {
    const { kit, sourceId } = place;
    await place.take([post('bins [T16]')]);
    await place.rows(
      sql`insert into watch.heartbeat (source_id, slot, beats, minutes) select ${sourceId}, n, 60, 60 from generate_series(0, 167) n`,
    );
    kit.clock.move(hour);
    for (const change of [
      sql`update watch.source set lease_until = now() - interval '9000 days'`,
      sql`update watch.control set stopped_at = now()`,
      sql`update watch.source set seeing_since = ${kit.clock.now()}`,
    ]) {
      const before = await place.rows<{ lease_until: Date; seeing_since: Date }>(
        sql`select lease_until, seeing_since from watch.source`,
      );
      await place.rows(change);
      await findSilence(kit);
      expect((await source(sourceId)).health).toBe('seeing');
      await place.rows(
        sql`update watch.source set lease_until = ${before[0]!.lease_until}, seeing_since = ${before[0]!.seeing_since}`,
      );
      await place.rows(sql`update watch.control set stopped_at = null`);
    }
    await findSilence(kit);
    expect((await source(sourceId)).health).toBe('blind');
  });

  test('what a source shows at first, and a backlog, teach no rhythm; time spent blind is no listening', () => {
    const at = (minutes: number) => new Date(Date.UTC(2026, 2, 2, 9, minutes));
    const seeing = { state: 'seeing' } as const;
    const fresh = buildProgress(at(0), true);
    fresh.add([at(0), at(0)], seeing, at(0));
    expect(fresh.beats(at(0))).toMatchObject({ beats: 0, isAnySeen: true });
    fresh.add([at(5), at(5)], seeing, at(5));
    fresh.add([at(5)], seeing, at(5));
    expect(fresh.beats(at(5))).toMatchObject({ beats: 1, minutes: 5, slot: 33 });
    fresh.committed(at(5));
    fresh.add([new Date(Date.UTC(2026, 1, 1))], seeing, at(6));
    expect(fresh.beats(at(6)).beats).toBe(0);
    fresh.add([], { state: 'blind', code: 'refused', words: 'no' }, at(50));
    expect(fresh.beats(at(50))).toMatchObject({ minutes: 0, seeingSince: null });
  });

  test('an hour remembers about its last twelve weeks', async () => {
    for (let week = 0; week < 30; week += 1) await place.take([], { beats: { slot: 5, beats: 60, minutes: 60 } });
    const [row] = await place.rows<{ beats: number; minutes: number }>(sql`select beats, minutes from watch.heartbeat`);
    expect(row!.minutes).toBeCloseTo(720);
    expect(row!.beats).toBeCloseTo(720);
  });
});
