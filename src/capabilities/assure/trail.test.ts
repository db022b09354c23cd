/** The record on a real database: what is written, what the database refuses, the chain under many writers, the cut, the export. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { system } from '#platform';
import { startTimeStamps } from '../../../test/servers/time-stamps.ts';
import { aud, linesOf, type TrailPlace, trailPlace } from '../../../test/support/assure.ts';
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts';
import { ann, bo, dan } from '../../../test/support/watch.ts';
import { headText } from './chain.ts';
import { cutTrail } from './cut.ts';
import { buildStamper } from './stamp.ts';
import { asHead } from './verify-lines.ts';
import { verifyTrail } from './verify-trail.ts';

let db: TestDatabase;
let place: TrailPlace;
beforeAll(async () => {
  db = await testDatabase();
  place = trailPlace(db);
  await place.signer(); // The first entry of all: that there is a key.
});
afterAll(async () => {
  place.stop();
  await db.drop();
});

const id = '01a20d03-abd4-74a6-a7cc-a301c00cb735';
const owner = (statement: string, values: unknown[] = []) =>
  db.asOwner(async (client) => void (await client.query(statement, values)));
const entries = (lines: readonly string[]) =>
  lines
    .slice(1)
    .filter((line) => !line.startsWith('{"head"'))
    .map((line) => JSON.parse(line));
const verify = async (lines: readonly string[]) =>
  (await verifyTrail([lines], { seal: place.kit.seal, publicKey: (await place.signer()).publicKey }))!;

describe('an entry', () => {
  test('says who, what, about what, and what was before and after; never what people wrote', async () => {
    await place.write(ann, {
      what: 'severity-changed',
      about: id,
      old: { severity: 'S3', also: ['T1', 'T2'], n: 4 },
      new: { severity: 'S2', why: 'Ann said that Mr Doyle is a liar', mail: 'jo@example.org', isLocked: true },
    });
    const [one] = entries(await place.export()).slice(-1);
    expect(one).toMatchObject({ asker: 'ann', kind: 'person', what: 'severity-changed', about: id });
    expect(JSON.parse(one.old)).toEqual({ severity: 'S3', also: ['T1', 'T2'], n: 4 });
    expect(JSON.parse(one.new)).toEqual({
      severity: 'S2',
      why: '[32 characters]',
      mail: '[14 characters]',
      isLocked: true,
    });
  });

  test('of what a person did is written in the transaction of the event, and of what the program did is not', async () => {
    const told = { signalId: id, severity: 'S2', code: 'T8', change: 'claimed' } as const;
    await db.as(bo, (tx) => place.kit.news.publish(tx, 'watch.signal-changed', told));
    await db.as(system('watch'), (tx) => place.kit.news.publish(tx, 'watch.signal-changed', told));
    const found = entries(await place.export()).filter((one) => one.what === 'watch.signal-changed');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ asker: 'bo', about: id });
    expect(JSON.parse(found[0].new)).toEqual(told);
    await expect(
      db.as(bo, async (tx) => {
        await place.kit.news.publish(tx, 'watch.signal-changed', told);
        throw new Error('rolled back');
      }),
    ).rejects.toThrow('rolled back');
    expect(entries(await place.export()).filter((one) => one.what === 'watch.signal-changed')).toHaveLength(1);
  });
});

describe('the database refuses', () => {
  const refused = { code: '42501' };
  test('to change or delete an entry, a link, a head', async () => {
    await place.export();
    for (const asker of [ann, aud, dan, system('assure', 'auditor')])
      for (const statement of [
        sql`update platform.trail set asker = 'x'`,
        sql`delete from platform.trail`,
        sql`truncate platform.trail`,
        sql`update assure.link set chain = 'x'`,
        sql`update assure.head set chain = 'x'`,
      ])
        await expect(db.as(asker, (tx) => statement.execute(tx))).rejects.toMatchObject(refused);
    // A right without a row: links and heads go up to a cut only, and there is none.
    for (const statement of [sql`delete from assure.link`, sql`delete from assure.head`]) {
      const { numAffectedRows } = await db.as(system('assure', 'auditor'), (tx) => statement.execute(tx));
      expect(numAffectedRows).toBe(0n);
    }
  });

  test('an entry in somebody else’s name, and the chain to those who have no part in it', async () => {
    const insert = sql`insert into platform.trail (ref, at, asker, kind, what, mac) values (gen_random_uuid(), now(), 'bo', 'person', 'x', 'x')`;
    await expect(db.as(ann, (tx) => insert.execute(tx))).rejects.toMatchObject(refused);
    await expect(
      db.as(ann, (tx) =>
        sql`insert into assure.link values (999, gen_random_uuid(), now(), 'x', 'x', 'x')`.execute(tx),
      ),
    ).rejects.toMatchObject(refused);
    const { rows } = await db.as(ann, (tx) => sql`select 1 from platform.trail`.execute(tx));
    expect(rows).toEqual([]);
  });

  test('to cut what is younger than six years', async () => {
    const { rows } = await db.as(aud, (tx) => sql<{ ref: string }>`select ref from platform.trail limit 1`.execute(tx));
    const cut = (asker: typeof ann) =>
      db.as(asker, (tx) => sql`select platform.cut_trail(${rows[0]!.ref}::uuid)`.execute(tx));
    await expect(cut(ann)).rejects.toMatchObject(refused);
    await expect(cut(system('assure'))).rejects.toMatchObject(refused);
  });
});

describe('the chain', () => {
  test('twenty writers at once: nothing lost, nothing twice, and it verifies', async () => {
    const before = entries(await place.export()).length;
    const writers = Array.from({ length: 20 }, (_, w) => w);
    let isWriting = true;
    const sealing = (async () => {
      while (isWriting) await place.trail.seal();
    })();
    await Promise.all(
      writers.map(async (w) => {
        for (let n = 0; n < 15; n += 1) await place.write(ann, { what: 'queue-viewed', about: `w${w}-${n}` });
      }),
    );
    isWriting = false;
    await sealing;
    const lines = await place.export();
    const all = entries(lines);
    expect(all).toHaveLength(before + 300);
    const mine = all.filter((one) => one.what === 'queue-viewed').map((one) => one.about);
    expect(new Set(mine).size).toBe(300);
    expect(all.map((one) => one.position)).toEqual(all.map((_, i) => i + 1));
    // What one writer wrote stands in its order.
    for (const w of writers)
      expect(mine.filter((about) => about.startsWith(`w${w}-`))).toEqual(
        Array.from({ length: 15 }, (_, n) => `w${w}-${n}`),
      );
    expect(await verify(lines)).toMatchObject({ isGood: true, isSecretUsed: true });
  });

  test('two sealers at once: each entry once', async () => {
    for (let n = 0; n < 50; n += 1) await place.write(bo, { what: 'list-viewed', about: null });
    await Promise.all([place.trail.seal(), place.trail.seal(), place.trail.seal()]);
    expect(await verify(await place.export())).toMatchObject({ isGood: true });
  });

  test('of a part of the time begins and ends at signed places', async () => {
    place.kit.clock.move(86_400_000);
    const from = place.kit.clock.now();
    await place.write(bo, { what: 'the-next-day', about: null });
    const lines = await place.export({ from });
    expect(entries(lines).map((one) => one.what)).toEqual(['the-next-day']);
    expect(await verify(lines)).toMatchObject({ isGood: true, entries: 1 });
    const before = await place.export({ until: from });
    expect(await verify(before)).toMatchObject({ isGood: true });
    expect(await place.export({ from: new Date('2030-01-01') })).toEqual([]);
  });
});

describe('somebody who can write to the database, and has no key', () => {
  test('is found out, whatever they do', async () => {
    const good = await place.export();
    const at = entries(good)[20];
    const kinds = async () => (await verify(await place.export())).findings.map((one) => one.kind);

    await owner(`update platform.trail set asker = 'nobody' where ref = $1`, [at.ref]);
    expect(await kinds()).toEqual(['edited']);
    await owner('update platform.trail set asker = $2 where ref = $1', [at.ref, at.asker]);
    expect(await kinds()).toEqual([]);

    await owner('create table public.kept as select * from platform.trail where ref = $1', [at.ref]).catch(() => {});
    await owner('delete from platform.trail where ref = $1', [at.ref]);
    expect(await kinds()).toEqual(['missing']);
    await owner('insert into platform.trail overriding system value select * from public.kept');
    await owner('drop table public.kept');
    expect(await kinds()).toEqual([]);

    // An entry that the program did not write has no MAC; in the chain or not, it shows.
    await owner(
      `insert into platform.trail (ref, at, asker, kind, what, mac) values (gen_random_uuid(), now(), 'ann', 'person', 'signal-set-aside', 'made-up')`,
    );
    const lines = await place.export();
    const invented = entries(lines).find((one) => one.mac === 'made-up');
    expect((await verify(lines)).findings).toEqual([{ kind: 'edited', position: invented.position, count: 1 }]);
  });
});

test('heads are written off the machine, and stamped by a real authority', async () => {
  const authority = await startTimeStamps();
  authority.fail(503);
  const other = await testDatabase();
  const here = trailPlace(other, {
    now: new Date(),
    stamper: (kit) => buildStamper(kit.outbound, { address: authority.address, certificates: authority.certificates }),
  });
  try {
    await here.write(ann, { what: 'queue-viewed', about: null });
    await here.export();
    await expect.poll(() => linesOf(here.headsFile).length).toBe(1);
    await here.kit.jobs.drain();
    authority.fail(null);
    here.kit.clock.move(60_000);
    await here.kit.jobs.drain();
    const heads = linesOf(here.headsFile).map((line) => asHead(line)!);
    expect(heads.map((head) => head.stamp !== null)).toEqual([false, true]);
    expect(authority.isRight(Buffer.from(heads[1]!.stamp!, 'base64'), headText(heads[1]!))).toBe(true);
    expect(await here.trail.state(aud)).toMatchObject({ entries: 2, isStamped: true, head: { position: 2 } });
    expect((await verifyTrail([await here.export()], { heads }))!).toMatchObject({ isGood: true, stamps: 1 });
  } finally {
    here.stop();
    await other.drop();
    await authority.stop();
  }
});

test('what is older than six years and the current one goes, and the rest still verifies', async () => {
  const other = await testDatabase();
  const here = trailPlace(other, { now: new Date('2015-05-05T10:00:00Z') });
  try {
    await here.signer(); // Which is the first entry.
    for (let n = 0; n < 4; n += 1) await here.write(ann, { what: 'old', about: `${n}` });
    // Another program's open transaction on the same server may hold the newest entries back for a moment.
    const kept = (count: number) => expect.poll(async () => entries(await here.export()).length).toBe(count);
    await kept(5);
    here.kit.clock.set(new Date());
    for (let n = 0; n < 5; n += 1) await here.write(bo, { what: 'new', about: `${n}` });
    await kept(10);
    expect(await cutTrail(here.kit, here.signer)).toBe(5);
    expect(await cutTrail(here.kit, here.signer)).toBe(0);
    await kept(6);
    const lines = await here.export();
    expect(entries(lines).map((one) => one.what)).toEqual([...Array(5).fill('new'), 'trail-cut']);
    const means = { seal: here.kit.seal, publicKey: (await here.signer()).publicKey };
    expect(await verifyTrail([lines], means)).toMatchObject({ isGood: true, from: 6, to: 11 });
    const bent = lines.map((line, i) => (i === 0 ? line.replace('"cut":{"position":5', '"cut":{"position":4') : line));
    expect(bent).not.toEqual(lines);
    expect(await verifyTrail([bent], means)).toMatchObject({ isGood: false });
  } finally {
    here.stop();
    await other.drop();
  }
});
