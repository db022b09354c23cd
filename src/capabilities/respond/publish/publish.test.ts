/** From a draft to the network: a second person over exact bytes, a switch, exactly once, and nothing lost in silence. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { system } from '#platform';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { got, type PublishPlace, publishPlace, refusedWith } from '../../../../test/support/publishing.ts';
import { approveWording, draftWording, stopWording } from './wording.ts';

let db: TestDatabase;
let place: PublishPlace;
let account: string;

beforeAll(async () => {
  db = await testDatabase();
  place = await publishPlace(db);
});
beforeEach(async () => {
  account = await place.account();
  place.wire.taken.length = 0;
  place.wire.faults.length = 0;
  place.wire.isTelling = true;
});
afterAll(() => db.drop());

const { approve, release, submit, change, begin, draft, refuse } = {
  approve: (key: string, id: string) => place.publishing.drafts.approve(place.asker(key), id, ''),
  refuse: (key: string, id: string, words: string) => place.publishing.drafts.refuse(place.asker(key), id, words),
  release: (key: string, id: string) => place.publishing.drafts.release(place.asker(key), id),
  submit: (key: string, id: string, more: object = {}) =>
    place.publishing.drafts.submit(place.asker(key), id, {
      named: [],
      needsOutside: false,
      leavesByItself: false,
      ...more,
    }),
  change: async (key: string, id: string, text: string) =>
    place.publishing.drafts.change(
      place.asker(key),
      id,
      (await draft(id))?.revision ?? 0,
      place.wish([account], { parts: [{ text, images: [] }] }),
    ),
  begin: (key: string, more: object = {}) =>
    place.publishing.drafts.begin(place.asker(key), place.wish([account], more)),
  draft: (id: string) => place.publishing.drafts.draft(place.asker('dru'), id),
};
const texts = () => place.wire.taken.map((one) => one.draft.text);
const states = async (submission: string) =>
  (
    await place.rows<{ state: string }>(
      sql`select state from respond.publication where submission_id = ${submission} order by part`,
    )
  ).map((row) => row.state);
const pages = async () =>
  (await place.rows<{ key: string }>(sql`select key from platform.job where kind = 'watch.page'`)).length;
/** That it was let go has been heard, and its time is set; another transaction on the same server may hold that up. */
async function heard(submission: string): Promise<void> {
  const alarms = async () => {
    await place.kit.news.drain();
    const { rows } = await db.as(system('respond'), (tx) =>
      sql`select 1 from platform.job where kind = 'respond.send' and fields ->> 'publicationId' in (select id::text from respond.publication where submission_id = ${submission})`.execute(
        tx,
      ),
    );
    return rows.length;
  };
  await expect.poll(alarms).toBe(1);
}
async function releasedOne(more: object = {}): Promise<string> {
  const submission = await place.submitted([account], more);
  got(await approve('rob', submission));
  got(await release('pat', submission));
  return submission;
}

test('a draft is changed only by who saw what stands there', async () => {
  const id = got(await begin('dru'));
  const as = (text: string) => place.wish([account], { parts: [{ text, images: [] }] });
  const { drafts } = place.publishing;
  expect(got(await drafts.change(place.asker('dru'), id, 1, as('Second.')))).toBe(2);
  expect(refusedWith(await drafts.change(place.asker('bo'), id, 1, as('Third.')))).toBe(draftWording.isOlder);
  // Of two at the same moment one is told, whoever comes first.
  const both = await Promise.all(
    ['bo', 'dru'].map((key) => drafts.change(place.asker(key), id, 2, as(`Third, by ${key}.`))),
  );
  expect(both.filter((answer) => answer.ok)).toHaveLength(1);
  expect((await draft(id))!.parts[0]!.text).toBe(both[0]!.ok ? 'Third, by bo.' : 'Third, by dru.');
  // What was saved is not put before others in the words of somebody who came between.
  expect(refusedWith(await submit('dru', id, { seen: 2 }))).toBe(draftWording.changedMeanwhile);
  got(await submit('dru', id, { seen: 3 }));
});

describe('an answer to something at the desk', () => {
  test('is begun once: a second is refused, in a race as well, until the first is taken away', async () => {
    const itemId = place.kit.ids.next();
    const both = await Promise.all(['dru', 'pat'].map((key) => begin(key, { itemId })));
    expect(both.filter((one) => one.ok)).toHaveLength(1);
    expect(both.map(refusedWith)).toContain(draftWording.itemHasDraft);
    const first = (await place.publishing.drafts.ofItem(place.asker('rob'), itemId))!;
    expect(both.flatMap((one) => (one.ok ? one.value : []))).toEqual([first.id]);
    got(await change('bo', first.id, 'Other words.'));
    expect((await draft(first.id))!.itemId).toBe(itemId);
    got(await place.publishing.drafts.withdraw(place.asker('dru'), first.id, 'Not needed'));
    expect(await place.publishing.drafts.ofItem(place.asker('rob'), itemId)).toBeNull();
    got(await begin('pat', { itemId }));
    got(await begin('pat'));
    got(await begin('pat'));
  });
});

describe('a second person', () => {
  test('approves the bytes, a publisher lets them leave, and they are out once', async () => {
    const submission = await place.submitted([account]);
    expect(refusedWith(await release('pat', submission))).toBe(approveWording.notApproved);
    got(await approve('rob', submission));
    await place.settle();
    expect(texts()).toEqual([]);
    expect(refusedWith(await release('rob', submission))).toBe(approveWording.noRightToPublish);
    got(await release('pat', submission));
    await place.settle();
    await place.settle();
    expect(texts()).toEqual(['The pool is open again.']);
    expect(await states(submission)).toEqual(['out']);
  });

  test('is never whoever began, changed or submitted it, and no role passes that by', async () => {
    const own = got(await begin('sir'));
    const mine = got(await submit('sir', own));
    expect(refusedWith(await approve('sir', mine))).toBe(approveWording.notYourOwn);
    const edited = got(await begin('dru'));
    got(await change('ros', edited, 'Another text.'));
    const submission = got(await submit('dru', edited));
    expect(refusedWith(await approve('ros', submission))).toBe(approveWording.notYourOwn);
    expect(refusedWith(await approve('pat', submission))).toBe(approveWording.forSomebodyElse);
    got(await approve('rob', submission));
    expect(refusedWith(await approve('rob', submission))).toBe(approveWording.waitsNoMore);
  });

  test('is asked for by the database itself, whatever a page forgets', async () => {
    const submission = got(await submit('sir', got(await begin('sir'))));
    const sir = place.asker('sir');
    const as = (statement: ReturnType<typeof sql>) => db.as(sir, (tx) => statement.execute(tx));
    await expect(
      as(
        sql`insert into respond.approval (id, submission_id, step, by, at, decision, mac) values (${place.kit.ids.next()}, ${submission}, 0, ${sir.id}, ${place.kit.clock.now()}, 'approved', 'x')`,
      ),
    ).rejects.toThrow('had a hand in');
    await expect(
      as(
        sql`insert into respond.approval (id, submission_id, step, by, at, decision, mac) values (${place.kit.ids.next()}, ${submission}, 0, ${place.ids.get('rob')}, ${place.kit.clock.now()}, 'approved', 'x')`,
      ),
    ).rejects.toThrow('for themselves');
    await expect(as(sql`update respond.submission set state = 'approved' where id = ${submission}`)).rejects.toThrow(
      'a step still waits',
    );
    await expect(as(sql`update respond.submission set bytes = '{}' where id = ${submission}`)).rejects.toThrow(
      'does not change',
    );
    await expect(
      as(sql`update respond.submission set state = 'released', released_by = ${sir.id} where id = ${submission}`),
    ).rejects.toThrow('does not go from');
  });

  test('is not named without the right to approve on every account', async () => {
    const other = await place.account();
    const ros = place.ids.get('ros')!;
    await db.asOwner(async (client) => {
      await client.query(
        "update respond.account_right set ended_at = now(), ended_by = 'pat' where account_id = $1 and person_id = $2",
        [other, ros],
      );
    });
    const id = await place.drafted([account, other]);
    expect(refusedWith(await submit('dru', id, { named: [ros] }))).toBe(draftWording.namedHasNoRight);
    // Who holds no such right anywhere is no approver either.
    expect(refusedWith(await submit('dru', id, { named: [place.ids.get('pip')!] }))).toBe(draftWording.namedHasNoRight);
    got(await submit('dru', id, { named: [place.ids.get('rob')!] }));
  });

  test('may be named, all of them, or stand outside with a link that works once', async () => {
    const id = got(await begin('dru'));
    const named = [place.ids.get('ros')!];
    const submission = got(await submit('dru', id, { named, needsOutside: true }));
    got(await approve('rob', submission));
    expect(refusedWith(await approve('sir', submission))).toBe(approveWording.forSomebodyElse);
    got(await approve('ros', submission));
    const { drafts } = place.publishing;
    expect(refusedWith(await drafts.makeLink(place.asker('dru'), submission, { name: 'Kim', body: 'NHS' }))).toBe(
      approveWording.anotherInvites,
    );
    const secret = got(await drafts.makeLink(place.asker('rob'), submission, { name: 'Kim', body: 'NHS Trust' }));
    expect((await drafts.byLink(secret))?.submission.bytes).toContain('The pool is open again.');
    expect(await drafts.byLink('another')).toBeNull();
    got(await drafts.decideByLink(secret, 'approved', ''));
    expect(refusedWith(await drafts.decideByLink(secret, 'approved', ''))).toBe(approveWording.linkGone);
    expect((await draft(id))?.submission?.state).toBe('approved');
  });

  test('who refuses says why, and the writer may write again', async () => {
    const submission = await place.submitted([account]);
    expect(refusedWith(await refuse('rob', submission, ''))).toBe(approveWording.sayWhy);
    got(await refuse('rob', submission, 'The pool is shut'));
    const [row] = await place.rows<{ draft_id: string }>(
      sql`select draft_id from respond.submission where id = ${submission}`,
    );
    expect(await draft(row!.draft_id)).toMatchObject({
      state: 'writing',
      submission: { state: 'refused', endedBecause: 'The pool is shut' },
    });
  });
});

describe('an approval', () => {
  test('is void once anything is changed, also what was let go', async () => {
    const submission = await releasedOne({ startsAt: new Date(place.kit.clock.now().getTime() + 3_600_000) });
    const [row] = await place.rows<{ draft_id: string }>(
      sql`select draft_id from respond.submission where id = ${submission}`,
    );
    got(await change('dru', row!.draft_id, 'The pool is shut.'));
    place.kit.clock.move(3_700_000);
    await place.settle();
    expect(texts()).toEqual([]);
    expect(await states(submission)).toEqual(['stopped']);
    expect(refusedWith(await release('pat', submission))).toBe(approveWording.notApproved);
  });

  test('does not carry bytes that were changed in the database past every rule', async () => {
    const submission = await releasedOne();
    await db.asOwner(async (client) => {
      await client.query('alter table respond.submission disable trigger submission_guard');
      await client.query(
        `update respond.submission set bytes = replace(bytes, 'open again', 'shut for good') where id = $1`,
        [submission],
      );
      await client.query('alter table respond.submission enable trigger submission_guard');
    });
    await place.settle();
    expect(texts()).toEqual([]);
    expect(await states(submission)).toEqual(['failed']);
  });

  test('that comes late publishes nothing by itself, and one whose time has passed needs a new one', async () => {
    const at = new Date(place.kit.clock.now().getTime() + 3_600_000);
    const id = got(await begin('pat', { startsAt: at }));
    const submission = got(await submit('pat', id, { leavesByItself: true }));
    place.kit.clock.move(3_700_000);
    got(await approve('rob', submission));
    await place.settle();
    expect(texts()).toEqual([]);
    expect((await draft(id))?.submission).toMatchObject({ state: 'approved', isLate: true });
    got(await release('pip', submission));
    await place.settle();
    expect(texts()).toEqual(['The pool is open again.']);
    const late = await place.submitted([account], { endsAt: new Date(place.kit.clock.now().getTime() + 60_000) });
    place.kit.clock.move(61_000);
    expect(refusedWith(await approve('rob', late))).toBe(approveWording.windowPassed);
  });

  test('in time lets it leave by itself, when its writer may publish and wanted that', async () => {
    const submission = got(await submit('pat', got(await begin('pat')), { leavesByItself: true }));
    got(await approve('rob', submission));
    await place.settle();
    expect(texts()).toHaveLength(1);
    expect(refusedWith(await submit('dru', got(await begin('dru')), { leavesByItself: true }))).toBe(
      draftWording.noRightToPublish,
    );
  });
});

describe('the switch', () => {
  test('stops all that is due, and whoever stopped does not start it again', async () => {
    const submission = await releasedOne();
    const { switches, queue } = place.publishing;
    expect(got(await switches.stop(place.asker('bo'), 'all', 'Something is wrong'))).toEqual({
      leaving: 0,
      incidentId: null,
    });
    await place.settle();
    expect(texts()).toEqual([]);
    expect(await states(submission)).toEqual(['stopped']);
    expect(refusedWith(await switches.start(place.asker('bo'), 'all', 'All is well'))).toBe(stopWording.anotherStarts);
    got(await switches.start(place.asker('pat'), 'all', 'All is well'));
    await place.settle();
    expect(texts()).toEqual([]);
    const [row] = await place.rows<{ id: string }>(
      sql`select id from respond.publication where submission_id = ${submission}`,
    );
    got(await queue.putBack(place.asker('pat'), row!.id));
    await place.settle();
    expect(texts()).toHaveLength(1);
  });

  test('names the open incident that was the reason, when it stops and when it starts again', async () => {
    const { switches } = place.publishing;
    const open = await place.incident('S2');
    got(await switches.stop(place.asker('bo'), account, 'Hijacked', open));
    got(await switches.start(place.asker('pat'), account, 'It is ours again'));
    got(await switches.stop(place.asker('pat'), account, 'To look once more'));
    got(await switches.start(place.asker('bo'), account, 'All is well'));
    const told = await place.rows(
      sql`select name, fields ->> 'incidentId' as incident from platform.event where fields ->> 'scope' = ${account} order by id`,
    );
    const [stopped, started] = ['respond.publishing-stopped', 'respond.publishing-started'];
    expect(told).toEqual([
      { name: stopped, incident: open },
      { name: started, incident: open },
      { name: stopped, incident: null },
      { name: started, incident: null },
    ]);
    let trail: unknown[] = [];
    await db.asOwner(async (client) => {
      const wanted = `select what, asker, new_value::jsonb as new from platform.trail where about = $1 and what like 'publishing-%' order by id limit 2`;
      trail = (await client.query(wanted, [account])).rows;
    });
    expect(trail).toEqual([
      { what: 'publishing-stopped', asker: place.asker('bo').id, new: { isStopped: true, incidentId: open } },
      { what: 'publishing-started', asker: place.asker('pat').id, new: { isStopped: false, incidentId: open } },
    ]);
  });

  test('stops whatever became of the incident that was named, and says where that goes on', async () => {
    const { switches } = place.publishing;
    const [joined, goesOn] = [await place.incident('S2'), await place.incident('S2')];
    await place.incidentMerged(joined, goesOn);
    const over = await place.incident('S2', { closed: true });
    const begunJustNow = place.kit.ids.next();
    for (const [named, incidentId] of [
      [joined, goesOn],
      [over, null],
      [begunJustNow, begunJustNow],
      ['nothing', null],
    ] as const) {
      const scope = await place.account();
      expect(got(await switches.stop(place.asker('bo'), scope, 'Hijacked', named))).toEqual({ leaving: 0, incidentId });
      const kept = sql`select incident_id from respond.publish_stop where scope = ${scope} and stopped_at is not null`;
      expect(await place.rows(kept)).toEqual([{ incident_id: incidentId }]);
    }
  });

  test('of one account stops that account only', async () => {
    const other = await place.account();
    const one = await releasedOne();
    const submission = await place.submitted([other], { parts: [{ text: 'From the other.', images: [] }] });
    got(await approve('rob', submission));
    got(await release('pat', submission));
    got(await place.publishing.switches.stop(place.asker('rob'), account, 'It may be hijacked'));
    await place.settle();
    expect(texts()).toEqual(['From the other.']);
    expect(await states(one)).toEqual(['stopped']);
  });

  test('waits for what is on the wire before it answers', async () => {
    const submission = await releasedOne();
    let letGo = () => {};
    const asked = new Promise<void>((resolve) => {
      place.wire.onAsked = () => {
        resolve();
        return new Promise((go) => {
          letGo = go;
        });
      };
    });
    await heard(submission);
    const sending = place.kit.jobs.drain();
    await asked;
    let isStopped = false;
    const stopping = place.publishing.switches.stop(place.asker('bo'), 'all', 'Something is wrong').then((answer) => {
      isStopped = true;
      return answer;
    });
    await place.rows(sql`select 1`);
    expect(isStopped).toBe(false);
    letGo();
    expect(got(await stopping)).toEqual({ leaving: 0, incidentId: null });
    await sending;
    place.wire.onAsked = async () => {};
    expect(await states(submission)).toEqual(['out']);
    got(await place.publishing.switches.start(place.asker('pat'), 'all', 'All is well'));
  });
});

describe('exactly once', () => {
  test.each([['lost-before'], ['lost-after'], ['throws-before'], ['throws-after'], ['busy']] as const)(
    'when the first try is %s',
    async (fault) => {
      place.wire.faults.push(fault);
      const submission = await releasedOne();
      await place.settle();
      expect(await states(submission)).toEqual([fault === 'busy' ? 'due' : 'unknown']);
      place.kit.clock.move(61_000);
      await place.settle();
      expect(texts()).toEqual(['The pool is open again.']);
      expect(await states(submission)).toEqual(['out']);
    },
  );

  test.each([['hangs-before'], ['hangs-after']] as const)('when the process is killed and %s', async (fault) => {
    place.wire.faults.push(fault);
    const submission = await releasedOne();
    await heard(submission);
    void place.again().kit.jobs.drain();
    await expect.poll(() => states(submission)).toEqual(['sending']);
    await expect.poll(() => place.wire.faults.length).toBe(0);
    place.kit.clock.move(130_000);
    const next = place.again();
    for (const later of [0, 10_000]) {
      next.kit.clock.move(later);
      await next.kit.jobs.drain();
    }
    expect(texts()).toEqual(['The pool is open again.']);
    expect(await states(submission)).toEqual(['out']);
  });

  test('nothing is sent again while the network cannot say whether it is there, and somebody is paged', async () => {
    place.wire.faults.push('lost-after');
    const submission = await releasedOne();
    await place.settle();
    place.wire.isTelling = false;
    for (let minute = 0; minute < 5; minute += 1) {
      place.kit.clock.move(61_000);
      await place.settle();
    }
    expect(await states(submission)).toEqual(['unknown']);
    expect(texts()).toHaveLength(1);
    place.wire.isTelling = true;
    place.kit.clock.move(61_000);
    await place.settle();
    expect(await states(submission)).toEqual(['out']);
    expect(texts()).toHaveLength(1);
  });

  test('a refusal by the network is a failure at once, with a page', async () => {
    const before = await pages();
    place.wire.faults.push('refuses');
    const submission = await releasedOne();
    await place.settle();
    expect(await states(submission)).toEqual(['failed']);
    expect(await pages()).toBe(before + 1);
  });

  test('a thread follows in its order, each answering the one before', async () => {
    place.wire.faults.push('lost-after');
    const submission = await releasedOne({ parts: ['One.', 'Two.', 'Three.'].map((text) => ({ text, images: [] })) });
    for (let turn = 0; turn < 4; turn += 1) {
      await place.settle();
      place.kit.clock.move(30_000);
    }
    expect(await states(submission)).toEqual(['out', 'out', 'out']);
    expect(place.wire.taken.map((one) => [one.draft.text, one.draft.replyTo])).toEqual([
      ['One.', null],
      ['Two.', 'wire:1'],
      ['Three.', 'wire:2'],
    ]);
  });
});
