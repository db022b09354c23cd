/** What was approved and sent on the embedded database stands on the server after the move, and the rules hold there as before. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate, moveEverything, type OpenDatabase, openDatabase, system } from '#platform';
import { serverUrl, type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { got, publishPlace } from '../../../../test/support/publishing.ts';

let from: OpenDatabase;
let to: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), 'foreword-publish-move-'));
const me = system('respond');

beforeAll(async () => {
  to = await testDatabase();
  from = await openDatabase({ kind: 'embedded', folder: join(folder, 'db') });
  await migrate(from, null);
});
afterAll(async () => {
  await from.close();
  await to.drop();
  rmSync(folder, { recursive: true, force: true });
});

test.skipIf(!serverUrl)(
  'a correction and the post it puts right move with their approvals (needs a PostgreSQL server)',
  async () => {
    const place = await publishPlace({ ...from, url: null, drop: async () => {} });
    const account = await place.account();
    const submission = await place.submitted([account]);
    got(await place.publishing.drafts.approve(place.asker('rob'), submission, ''));
    got(await place.publishing.drafts.release(place.asker('pat'), submission));
    await place.settle();
    const [post] = await place.rows<{ id: string }>(sql`select id from respond.publication`);
    const correction = got(await place.publishing.queue.correct(place.asker('dru'), post!.id));
    const second = got(
      await place.publishing.drafts.submit(place.asker('dru'), correction, {
        named: [],
        needsOutside: false,
        leavesByItself: false,
      }),
    );
    got(await place.publishing.drafts.approve(place.asker('rob'), second, ''));
    got(await place.publishing.drafts.release(place.asker('pat'), second));
    await place.settle();
    got(await place.publishing.switches.stop(place.asker('bo'), 'all', 'We are moving'));

    await moveEverything(from, to, null, () => {});

    const there = async <T>(query: ReturnType<typeof sql>) => (await to.as(me, (tx) => query.execute(tx))).rows as T[];
    expect(
      await there(sql`select state, corrects is not null as corrects from respond.publication order by corrects`),
    ).toEqual([
      { state: 'out', corrects: false },
      { state: 'out', corrects: true },
    ]);
    expect(await there(sql`select scope from respond.publish_stop where stopped_at is not null`)).toEqual([
      { scope: 'all' },
    ]);
    expect(await there(sql`select count(*)::int as n from respond.approval`)).toEqual([{ n: 2 }]);
    await expect(there(sql`update respond.submission set bytes = '{}'`)).rejects.toThrow('does not change');
  },
);
