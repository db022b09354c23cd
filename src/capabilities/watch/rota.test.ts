import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AlertPlace, alertPlace, onCall } from '../../../test/support/alerts.ts';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import { type Callable, gapsOf, nextRung, type Rung, type Shift } from './rota.ts';

const at = (text: string) => new Date(`2026-01-${text}:00Z`);
const shift = (place: number, from: string, to: string): Shift => ({
  id: from,
  personId: 'x',
  place,
  startsAt: at(from),
  endsAt: at(to),
});

describe('gaps', () => {
  test('are the spans in which nobody is at place 1, whoever else is on', () => {
    const shifts = [
      shift(1, '02T08:00', '02T18:00'),
      shift(1, '02T16:00', '03T02:00'),
      shift(2, '01T00:00', '09T00:00'),
      shift(1, '03T04:00', '08T00:00'),
    ];
    expect(gapsOf(shifts, at('01T12:00'), at('07T00:00')).map((gap) => [gap.from, gap.to])).toEqual([
      [at('01T12:00'), at('02T08:00')],
      [at('03T02:00'), at('03T04:00')],
    ]);
    expect(gapsOf([], at('01T00:00'), at('02T00:00')).length).toBe(1);
    expect(gapsOf([shift(1, '01T00:00', '02T00:00')], at('01T00:00'), at('02T00:00'))).toEqual([]);
    expect(gapsOf([shift(1, '05T00:00', '06T00:00')], at('01T00:00'), at('02T00:00')).map((gap) => gap.to)).toEqual([
      at('02T00:00'),
    ]);
  });
});

describe('the ladder', () => {
  const callable = (places: Record<number, string[]>, dutyOfficers = ['d'], siros = ['s']): Callable => ({
    places: new Map(Object.entries(places).map(([n, ids]) => [Number(n), ids])),
    dutyOfficers,
    siros,
  });
  /** Everybody who would be rung if nobody ever answered. */
  const walk = (severity: 'S1' | 'S2', who: Callable): string[] => {
    const rung: Rung[] = [];
    for (let next = nextRung(severity, rung, who); next; next = nextRung(severity, rung, who))
      rung.push({ ...next, at: '' });
    return rung.map((one) => one.people.join());
  };

  test('goes by place, then every duty officer, and for the gravest the risk owner, three times round', () => {
    expect(walk('S2', callable({ 1: ['a'], 2: ['b'], 4: ['c'] }))).toEqual(['a', 'b', 'c', 'd']);
    expect(walk('S1', callable({ 1: ['a'], 3: ['b'] }))).toEqual(Array(3).fill(['a', 'b', 'd', 's']).flat());
  });

  test('an empty rota begins with the duty officers; with nobody at all it is done', () => {
    expect(walk('S2', callable({}))).toEqual(['d']);
    expect(walk('S1', callable({}, []))).toEqual(['s', 's', 's']);
    expect(walk('S1', callable({}, [], []))).toEqual([]);
  });
});

describe('at three in the morning', () => {
  let db: TestDatabase;
  let place: AlertPlace;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.drop());
  beforeEach(async () => {
    place = await alertPlace(db, { now: '2026-01-17T03:00:00Z' });
  });
  afterEach(() => place.stop());

  const rung = async () => {
    const [alert] = await place.desk.open(place.asker('bo'));
    const keys = new Map([...place.ids].map(([key, id]) => [id, key]));
    return alert!.rungs.map(
      (one) =>
        `${one.at.slice(11, 16)} ${one.people
          .map((id) => keys.get(id))
          .sort()
          .join('+')}`,
    );
  };

  test('a threat rings place 1, after five minutes place 2, and goes on until somebody answers', async () => {
    await onCall(place, 'bo', 1);
    await onCall(place, 'dot', 2);
    await place.story('[T1] bomb at the fair on Saturday');
    expect(await rung()).toEqual(['03:00 bo']);
    const first = place.smtp.mails.find((mail) => mail.to[0] === 'bo@northmere.example');
    expect(first!.text).toMatch(/You are being rung\. Acknowledge by 03:05\./);
    place.mailed();
    await place.pass(4);
    expect(place.mailed()).toEqual([]);
    await place.pass(1);
    expect(await rung()).toEqual(['03:00 bo', '03:05 dot']);
    expect(place.mailed()).toEqual(['dot']);
    await place.pass(10);
    expect(await rung()).toEqual(['03:00 bo', '03:05 dot', '03:10 bo+dot+eve', '03:15 sid']);
    place.mailed();
    const [alert] = await place.desk.open(place.asker('bo'));
    await place.desk.acknowledge(place.asker('eve'), alert!.id);
    await place.pass(60);
    expect(place.mailed()).toEqual([]);
    expect(await place.desk.open(place.asker('bo'))).toEqual([]);
  });

  test('with an empty rota every duty officer is rung at once', async () => {
    await place.story('[T1] bomb at the fair on Saturday');
    expect(await rung()).toEqual(['03:00 bo+dot+eve']);
  });

  test('somebody on the rota who has left or lost the role is passed over at once', async () => {
    await onCall(place, 'hal', 1);
    await onCall(place, 'dot', 2);
    await place.story('[T1] bomb at the fair on Saturday');
    expect(await rung()).toEqual(['03:00 dot']);
  });

  test('something high waits fifteen minutes for each place, and stops after the duty officers', async () => {
    await onCall(place, 'bo', 1);
    await place.story('[T8] they put her address online');
    await place.pass(120);
    expect(await rung()).toEqual(['03:00 bo', '03:15 bo+dot+eve']);
    expect((await place.desk.open(place.asker('bo')))[0]!.nextRungAt).toBeNull();
  });

  test('something medium rings nobody at night: the first place on Monday, after one working hour', async () => {
    await onCall(place, 'bo', 1, 100);
    await place.story('[T13] they say the bridge is closed');
    expect(await rung()).toEqual([]);
    await place.pass(60 * 24 * 2 + 60 * 6);
    expect(await rung()).toEqual([]);
    await place.pass(60);
    expect(await rung()).toEqual(['10:00 bo']);
  });

  test('a shift can be repeated by the clock on the wall, and no place is filled twice', async () => {
    const asker = place.asker('bo');
    // The clocks go forward on 29 March 2026.
    const one = {
      personId: place.ids.get('bo')!,
      place: 1,
      startsAt: new Date('2026-03-27T18:00:00Z'),
      endsAt: new Date('2026-03-28T08:00:00Z'),
    };
    expect((await place.desk.rota.add(asker, one, 2)).ok).toBe(true);
    const shifts = await place.desk.rota.between(
      asker,
      new Date('2026-03-01T00:00:00Z'),
      new Date('2026-05-01T00:00:00Z'),
    );
    expect(shifts.map((each) => each.startsAt.toISOString())).toEqual([
      '2026-03-27T18:00:00.000Z',
      '2026-04-03T17:00:00.000Z',
    ]);
    expect(
      (
        await place.desk.rota.add(
          asker,
          { ...one, startsAt: new Date('2026-03-20T18:00:00Z'), endsAt: new Date('2026-03-21T08:00:00Z') },
          2,
        )
      ).ok,
    ).toBe(false);
    expect(
      (await place.desk.rota.between(asker, new Date('2026-03-01T00:00:00Z'), new Date('2026-05-01T00:00:00Z'))).length,
    ).toBe(2);
    await expect(place.desk.rota.add(place.asker('ann'), { ...one, place: 2 })).rejects.toThrow(/row-level security/);
    expect((await place.desk.rota.remove(place.asker('ann'), shifts[0]!.id)).ok).toBe(false);
    expect((await place.desk.rota.remove(asker, shifts[0]!.id)).ok).toBe(true);
  });
});
