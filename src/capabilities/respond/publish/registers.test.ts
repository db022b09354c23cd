/** Accounts, lines, elections and incidents: who may speak, which words are ready, and what stops what was planned. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { system } from '#platform';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { got, type PublishPlace, publishPlace, refusedWith } from '../../../../test/support/publishing.ts';
import { accountWording, draftWording, electionWording, lineWording } from './wording.ts';

let db: TestDatabase;
let place: PublishPlace;
let account: string;
const dayMs = 86_400_000;
const me = system('respond');

beforeAll(async () => {
  db = await testDatabase();
  place = await publishPlace(db);
});
beforeEach(async () => {
  account = await place.account();
  place.wire.taken.length = 0;
});
afterAll(() => db.drop());

const later = (days: number) => new Date(place.kit.clock.now().getTime() + days * dayMs);
const revisionOf = async (id: string) => (await place.publishing.drafts.draft(place.asker('dru'), id))!.revision;
const texts = () => place.wire.taken.map((one) => one.draft.text);
const plain = { named: [], needsOutside: false, leavesByItself: false };

async function lineOf(
  text: string,
  more: { expiresAt?: Date; audience?: 'anybody' | 'staff'; title?: string; tags?: string[] } = {},
): Promise<{ id: string; version: string }> {
  const { lines } = place.publishing;
  const id = got(
    await lines.write(place.asker('dru'), {
      title: more.title ?? 'The pool',
      audience: more.audience ?? 'anybody',
      tags: more.tags ?? [],
      incidentId: null,
      lang: 'en',
      text,
      expiresAt: more.expiresAt ?? later(30),
    }),
  );
  const version = (await lines.line(place.asker('dru'), id))!.versions[0]!.id;
  return { id, version };
}
async function approvedLine(text: string, more: Parameters<typeof lineOf>[1] = {}) {
  const made = await lineOf(text, more);
  got(await place.publishing.lines.decide(place.asker('rob'), made.version, 'approved', ''));
  return made;
}

describe('an account', () => {
  test('keeps its secret from everybody, the database included', async () => {
    const shown = JSON.stringify(await place.publishing.accounts.account(place.asker('pat'), account));
    expect(shown).not.toContain('a secret');
    for (const key of ['pat', 'sir', 'bo'])
      expect(
        (await db.as(place.asker(key), (tx) => sql`select * from respond.account_secret`.execute(tx))).rows,
      ).toEqual([]);
    const boxes = await place.rows<{ box: string }>(sql`select box from respond.account_secret`);
    expect(boxes.every(({ box }) => !box.includes('a secret'))).toBe(true);
  });

  test('lets somebody speak only when one asked, another confirmed, and neither of them is that person', async () => {
    const { accounts } = place.publishing;
    got(await accounts.askForRight(place.asker('pat'), account, place.ids.get('dan')!, 'publish'));
    const right = async () =>
      (await accounts.account(place.asker('pat'), account))!.rights.find(
        (one) => one.personId === place.ids.get('dan'),
      )!;
    expect(refusedWith(await accounts.confirmRight(place.asker('pat'), (await right()).id))).toBe(
      accountWording.anotherConfirms,
    );
    const isHis = async () =>
      (
        await place.rows<{ may: boolean }>(
          sql`select respond.has_right(${account}::uuid, ${place.ids.get('dan')!}, 'publish') as may`,
        )
      )[0]!.may;
    expect(await isHis()).toBe(false);
    got(await accounts.confirmRight(place.asker('pip'), (await right()).id));
    expect(await isHis()).toBe(true);
    got(await accounts.endRight(place.asker('pat'), (await right()).id));
    expect(await isHis()).toBe(false);
    await expect(
      db.as(place.asker('pat'), (tx) =>
        sql`update respond.account_right set confirmed_by = proposed_by, confirmed_at = now() where account_id = ${account} and ended_at is null and confirmed_by is null`.execute(
          tx,
        ),
      ),
    ).resolves.toBeDefined();
    got(await accounts.askForRight(place.asker('pat'), account, place.ids.get('dan')!, 'publish'));
    await expect(
      db.as(place.asker('pat'), (tx) =>
        sql`update respond.account_right set confirmed_by = ${place.asker('pat').id}, confirmed_at = now() where id = (select id from respond.account_right where confirmed_by is null limit 1)`.execute(
          tx,
        ),
      ),
    ).rejects.toThrow('check constraint');
  });

  test('says what must be looked at: nobody attested, nobody used it, and its owner left the same day', async () => {
    const { accounts } = place.publishing;
    const tasks = async () => (await accounts.account(place.asker('pat'), account))!.tasks;
    expect(await tasks()).toEqual([]);
    place.kit.clock.move(100 * dayMs);
    expect(await tasks()).toEqual(['attest']);
    expect(refusedWith(await accounts.attest(place.asker('bo'), account))).not.toBeNull();
    got(await accounts.attest(place.asker('pat'), account));
    place.kit.clock.move(90 * dayMs);
    expect(await tasks()).toEqual(['unused']);
    got(await accounts.askForApprovers(place.asker('pip'), account, 2));
    got(await accounts.askForApprovers(place.asker('pip'), account, 1));
    await db.as({ kind: 'system', id: 'people', roles: ['system', 'system:people'] }, (tx) =>
      place.kit.news.publish(tx, 'people.person-left', { personId: place.ids.get('pip')! }),
    );
    await place.settle();
    expect(await tasks()).toEqual(['deputy', 'unused']);
    expect(
      (await accounts.account(place.asker('pat'), account))!.rights.some(
        (right) => right.personId === place.ids.get('pip'),
      ),
    ).toBe(false);
    // Nor does one approver become enough because somebody asked for it who is gone.
    expect(refusedWith(await accounts.agreeToFewer(place.asker('pat'), account))).toBe(accountWording.notThere);
  });

  test('that asks for two approvers goes back to one only when a second person agrees', async () => {
    const { accounts } = place.publishing;
    const count = async () => (await accounts.account(place.asker('pat'), account))!.steps.length;
    expect(got(await accounts.askForApprovers(place.asker('pat'), account, 2))).toBe('saved');
    expect(got(await accounts.askForApprovers(place.asker('pat'), account, 1))).toBe('waits');
    expect(await count()).toBe(2);
    expect(refusedWith(await accounts.askForApprovers(place.asker('pip'), account, 1))).toBe(accountWording.fewerWaits);
    expect(refusedWith(await accounts.agreeToFewer(place.asker('pat'), account))).toBe(accountWording.anotherAgrees);
    expect(refusedWith(await accounts.agreeToFewer(place.asker('dru'), account))).toBe(accountWording.notYours);
    expect(await count()).toBe(2);
    got(await accounts.agreeToFewer(place.asker('pip'), account));
    expect(await count()).toBe(1);

    // Whoever wants to keep two says so alone, and what was asked for is gone.
    got(await accounts.askForApprovers(place.asker('pat'), account, 2));
    got(await accounts.askForApprovers(place.asker('pat'), account, 1));
    got(await accounts.askForApprovers(place.asker('pip'), account, 2));
    expect(refusedWith(await accounts.agreeToFewer(place.asker('pip'), account))).toBe(accountWording.notThere);
    expect(await count()).toBe(2);
  });

  test('keeps steps of its own when more approvers are asked for', async () => {
    const { accounts } = place.publishing;
    const own = { name: 'The lawyer', need: 'all', roles: [], people: [place.asker('ros').id], outside: false };
    await db.asOwner(async (client) => {
      await client.query('update respond.account set steps = $2 where id = $1', [account, JSON.stringify([own])]);
    });
    const steps = async () => (await accounts.account(place.asker('pat'), account))!.steps;
    expect(got(await accounts.askForApprovers(place.asker('pat'), account, 1))).toBe('saved');
    expect(await steps()).toEqual([own]);
    expect(got(await accounts.askForApprovers(place.asker('pat'), account, 2))).toBe('saved');
    expect(await steps()).toMatchObject([own, { name: accountWording.stepNames[1], roles: ['response-approver'] }]);
    expect(got(await accounts.askForApprovers(place.asker('pat'), account, 1))).toBe('waits');
  });

  test('keeps its approvers from one person alone in the database as well', async () => {
    const { accounts } = place.publishing;
    got(await accounts.askForApprovers(place.asker('pat'), account, 2));
    const by = (key: string, set: ReturnType<typeof sql>) =>
      db.as(place.asker(key), (tx) => sql`update respond.account set ${set} where id = ${account}`.execute(tx));
    const one = sql`steps = jsonb_build_array(steps -> 0)`;
    await expect(by('pat', one)).rejects.toThrow('want a second person');
    // Another two who ask less of themselves are not the same two.
    await expect(by('pat', sql`steps = jsonb_build_array(steps -> 0, steps -> 0)`)).rejects.toThrow('second person');
    // Nor is a step in which more people may say yes the same step.
    const wider = sql`steps = jsonb_set(steps, '{0,roles}', '["response-approver", "publisher"]')`;
    await expect(by('pat', wider)).rejects.toThrow('second person');
    await expect(by('pat', sql`fewer_asked_by = ${place.asker('pip').id}`)).rejects.toThrow('for themselves');
    await by('pat', sql`fewer_asked_by = ${place.asker('pat').id}`);
    await expect(by('pat', one)).rejects.toThrow('want a second person');
    await expect(
      db.as(me, (tx) => sql`update respond.account set ${one} where id = ${account}`.execute(tx)),
    ).rejects.toThrow('want a second person');
    await by('pip', one);
    expect((await accounts.account(place.asker('pat'), account))!.steps).toHaveLength(1);
  });

  test('is not changed by somebody who may only look, and that is said', async () => {
    const { accounts } = place.publishing;
    const id = await place.account();
    const before = await accounts.account(place.asker('dru'), id);
    const facts = {
      purpose: 'Another purpose',
      ownerId: place.ids.get('pip')!,
      deputyId: place.ids.get('pat')!,
      verification: 'verified' as const,
      recoveryContact: 'The IT desk',
      twoStep: 'Key in the safe',
      twoStepSeenOn: null,
      area: '',
      isSecondChannel: false,
    };
    for (const answer of [
      await accounts.change(place.asker('dru'), id, facts),
      await accounts.changeSecret(place.asker('dru'), id, { handle: 'other', password: 'other' }),
      await accounts.askForApprovers(place.asker('dru'), id, 2),
      await accounts.planToClose(place.asker('dru'), id, '2026-12-01', 'Not needed'),
    ])
      expect(refusedWith(answer)).toBe(accountWording.notYours);
    got(await accounts.planToClose(place.asker('pat'), id, '2026-12-01', 'Not needed'));
    expect(refusedWith(await accounts.close(place.asker('dru'), id))).toBe(accountWording.notYours);
    const after = await accounts.account(place.asker('dru'), id);
    expect(after).toEqual({
      ...before,
      state: 'closing',
      closeBy: after!.closeBy,
      closingBecause: after!.closingBecause,
    });
  });

  test('is known to anybody, and a name like it is told', async () => {
    const { accounts } = place.publishing;
    const own = await place.account('NorthmereNews');
    expect(await accounts.genuine()).toContainEqual({
      network: 'wire',
      handle: 'NorthmereNews',
      purpose: 'News of the council',
    });
    expect(await accounts.lookAlikes('NоrthmereNews')).toEqual([
      { network: 'wire', handle: 'NorthmereNews', how: 'same-to-the-eye' },
    ]);
    expect(refusedWith(await accounts.close(place.asker('pat'), own))).toBe(accountWording.planFirst);
    got(await accounts.planToClose(place.asker('pat'), own, '2026-12-01', 'Nobody reads it'));
    got(await accounts.close(place.asker('pat'), own));
    expect((await accounts.genuine()).some((one) => one.handle === 'NorthmereNews')).toBe(false);
  });
});

describe('a line', () => {
  test('is approved by another person, found by what a post says, and never changes', async () => {
    const { lines } = place.publishing;
    const made = await lineOf('The library in Alder Row is shut for repairs.', {
      title: 'Library',
      tags: ['AlderRow'],
    });
    got(
      await lines.rewrite(place.asker('ros'), made.id, { lang: 'en', text: 'Another version.', expiresAt: later(3) }),
    );
    const own = (await lines.line(place.asker('ros'), made.id))!.versions[0]!.id;
    expect(refusedWith(await lines.decide(place.asker('ros'), own, 'approved', ''))).toBe(lineWording.notYourOwn);
    expect(refusedWith(await lines.decide(place.asker('dru'), made.version, 'approved', ''))).toBe(
      lineWording.notThere,
    );
    expect(await lines.find(place.asker('bo'), 'Why is the Alder Row library closed??')).toEqual([]);
    got(await lines.decide(place.asker('rob'), made.version, 'approved', ''));
    await approvedLine('Bins are late on Hobs Hill.', { title: 'Bins' });
    const found = await lines.find(place.asker('bo'), 'Why is the #AlderRow library closed??');
    expect(found.map((one) => one.line.title)).toEqual(['Library']);
    await expect(
      db.as(place.asker('ros'), (tx) =>
        sql`update respond.line_version set text = 'x' where id = ${made.version}`.execute(tx),
      ),
    ).rejects.toThrow('does not change');
  });

  test('that is not approved, has ended, was replaced or is for staff cannot be used', async () => {
    const { drafts, lines } = place.publishing;
    const use = async (version: string) =>
      refusedWith(await drafts.begin(place.asker('dru'), place.wish([account], { lineVersionId: version })));
    const unapproved = await lineOf('Not yet.');
    expect(await use(unapproved.version)).toBe(draftWording.lineNotLive);
    const staff = await approvedLine('For staff alone.', { audience: 'staff' });
    expect(await use(staff.version)).toBe(draftWording.lineNotLive);
    const short = await approvedLine('Until tomorrow.', { expiresAt: later(1) });
    expect(await use(short.version)).toBeNull();
    const draft = got(
      await drafts.begin(
        place.asker('dru'),
        place.wish([account], { lineVersionId: short.version, parts: [{ text: 'Until tomorrow.', images: [] }] }),
      ),
    );
    place.kit.clock.move(2 * dayMs);
    expect(await use(short.version)).toBe(draftWording.lineNotLive);
    expect(refusedWith(await drafts.submit(place.asker('dru'), draft, plain))).toBe(draftWording.flags['line-expired']);
    const old = await approvedLine('Version one.');
    got(await lines.rewrite(place.asker('dru'), old.id, { lang: 'en', text: 'Version two.', expiresAt: later(3) }));
    expect(await use(old.version)).toBeNull();
    const two = (await lines.line(place.asker('ros'), old.id))!.versions[0]!.id;
    got(await lines.decide(place.asker('ros'), two, 'approved', ''));
    expect(await use(old.version)).toBe(draftWording.lineNotLive);
  });

  test('that was changed in the database past every rule is no line any more', async () => {
    const made = await approvedLine('True words.');
    await db.asOwner(async (client) => {
      await client.query('alter table respond.line_version disable trigger line_version_guard');
      await client.query(`update respond.line_version set text = 'False words.' where id = $1`, [made.version]);
      await client.query('alter table respond.line_version enable trigger line_version_guard');
    });
    expect((await place.publishing.lines.line(place.asker('bo'), made.id))!.live).toBeNull();
  });
});

describe('in a critical incident', () => {
  test('the duty officer alone sends a line that was approved before it began, and nothing else', async () => {
    const { drafts, lines } = place.publishing;
    const early = await approvedLine('We know about the film. It is a fake. Please do not share it.');
    place.kit.clock.move(60_000);
    const s2 = await place.incident('S2');
    const s1 = await place.incident('S1');
    place.kit.clock.move(60_000);
    const late = await approvedLine('Written in haste.');
    const send = (key: string, incidentId: string, lineVersionId: string) =>
      drafts.sendLine(place.asker(key), {
        incidentId,
        lineVersionId,
        targets: [{ accountId: account, replyTo: null }],
        purpose: 'To warn people',
      });
    expect(refusedWith(await send('bo', s2, early.version))).toBe(draftWording.onlyInS1);
    expect(refusedWith(await send('bo', s1, late.version))).toBe(draftWording.onlyEarlier);
    await expect(send('pat', s1, early.version)).rejects.toThrow('second person');
    got(await send('bo', s1, early.version));
    await place.settle();
    expect(texts()).toEqual(['We know about the film. It is a fake. Please do not share it.']);
    got(await lines.retire(place.asker('rob'), early.id));
    expect(refusedWith(await send('bo', s1, early.version))).toBe(draftWording.lineNotLive);
  });

  test('that another was joined to, a line leaves for the other as well, and counts for the one that goes on', async () => {
    const { drafts, lines } = place.publishing;
    const early = await approvedLine('The film is a fake.');
    place.kit.clock.move(60_000);
    const [joined, s1] = [await place.incident('S3'), await place.incident('S1')];
    const given = { title: 'The film', audience: 'anybody' as const, tags: [], lang: 'en', text: 'It is a fake.' };
    const own = got(await lines.write(place.asker('dru'), { ...given, incidentId: joined, expiresAt: later(30) }));
    await place.incidentMerged(joined, s1);
    const bo = place.asker('bo');
    const submission = got(
      await drafts.sendLine(bo, {
        incidentId: joined,
        lineVersionId: early.version,
        targets: [{ accountId: account, replyTo: null }],
        purpose: 'To warn people',
      }),
    );
    await place.settle();
    expect(texts()).toEqual(['The film is a fake.']);
    const begun = got(await drafts.begin(bo, place.wish([account], { incidentId: joined })));
    expect((await drafts.draft(bo, begun))!.incidentId).toBe(s1);
    const sent = sql`select incident_id from respond.submission where id = ${submission}`;
    expect(await place.rows(sent)).toEqual([{ incident_id: s1 }]);
    for (const incidentId of [joined, s1])
      expect((await lines.list(bo, { incidentId })).map((line) => line.id)).toEqual([own]);
  });

  test('other words with no step are refused by the database', async () => {
    const early = await approvedLine('The approved words.');
    place.kit.clock.move(60_000);
    const s1 = await place.incident('S1');
    const bo = place.asker('bo');
    const draft = got(await place.publishing.drafts.begin(bo, place.wish([account])));
    const bytes = (text: string) => JSON.stringify({ lang: 'en', parts: [{ text, images: [] }], steps: [] });
    const insert = (text: string) =>
      db.as(bo, (tx) =>
        sql`insert into respond.submission (id, draft_id, revision, bytes, accounts, steps, line_version_id, incident_id, is_proactive, in_election, ends_at, submitted_by, submitted_at)
          values (${place.kit.ids.next()}, ${draft}, 1, ${bytes(text)}, ${[account]}::uuid[], '[]', ${early.version}, ${s1}, false, false, ${later(1)}, ${bo.id}, ${place.kit.clock.now()})`.execute(
          tx,
        ),
      );
    await expect(insert('My own words.')).rejects.toThrow('nothing leaves without a second person');
    await insert('The approved words.');
  });

  test('what was planned stops and waits for a person, and what is about it does not', async () => {
    const { drafts, queue } = place.publishing;
    const startsAt = later(0.01);
    const own = place.kit.ids.next();
    const planned = async (incidentId: string | null, text: string) => {
      const submission = await place.submitted([account], { incidentId, startsAt, parts: [{ text, images: [] }] });
      got(await drafts.approve(place.asker('rob'), submission, ''));
      got(await drafts.release(place.asker('pat'), submission));
      return submission;
    };
    const other = await planned(null, 'A fair on Saturday.');
    await planned(own, 'About the incident.');
    await db.as({ kind: 'system', id: 'respond', roles: ['system', 'system:respond'] }, (tx) =>
      place.kit.news.publish(tx, 'respond.incident-opened', { incidentId: own, severity: 'S1', kind: 'fake' }),
    );
    await place.settle();
    place.kit.clock.move(dayMs / 50);
    await place.settle();
    expect(texts()).toEqual(['About the incident.']);
    const [row] = await place.rows<{ id: string; code: string }>(
      sql`select id, code from respond.publication where submission_id = ${other}`,
    );
    expect(row!.code).toBe('incident');
    got(await queue.putBack(place.asker('pat'), row!.id));
    await place.settle();
    expect(texts()).toContain('A fair on Saturday.');
  });
});

describe('before a vote (scenario 4)', () => {
  test('a scheduled post that quotes the leader goes back, is refused to one approver, and facts pass', async () => {
    const { drafts, elections } = place.publishing;
    const quoting = 'Cllr Penn praised the new pool: “A gift to the town”';
    const draft = await place.drafted([account], {
      kind: 'proactive',
      startsAt: later(0.1),
      parts: [{ text: quoting, images: [] }],
    });
    const first = got(await drafts.submit(place.asker('dru'), draft, plain));
    got(await drafts.approve(place.asker('rob'), first, ''));
    got(await drafts.release(place.asker('pat'), first));
    const day = (days: number) => later(days).toISOString().slice(0, 10);
    const vote = got(
      await elections.add(place.asker('bo'), {
        name: 'Local elections',
        kind: 'election',
        nation: 'england',
        area: '',
        startsOn: day(0),
        endsOn: day(30),
      }),
    );
    await place.settle();
    place.kit.clock.move(dayMs / 5);
    await place.settle();
    expect(texts()).toEqual([]);
    expect(await drafts.draft(place.asker('dru'), draft)).toMatchObject({
      state: 'writing',
      submission: { state: 'void' },
    });
    // As it stands nobody may even be asked.
    got(
      await drafts.change(
        place.asker('dru'),
        draft,
        await revisionOf(draft),
        place.wish([account], { kind: 'proactive', parts: [{ text: quoting, images: [] }] }),
      ),
    );
    expect(refusedWith(await drafts.submit(place.asker('dru'), draft, plain))).toContain(
      'Before a vote we do not quote politicians',
    );
    // Facts without the politician pass, with two approvers.
    got(
      await drafts.change(
        place.asker('dru'),
        draft,
        await revisionOf(draft),
        place.wish([account], { kind: 'proactive', parts: [{ text: 'The pool opens at 9am.', images: [] }] }),
      ),
    );
    const second = got(await drafts.submit(place.asker('dru'), draft, plain));
    got(await drafts.approve(place.asker('rob'), second, ''));
    expect(refusedWith(await drafts.release(place.asker('pat'), second))).not.toBeNull();
    expect(refusedWith(await drafts.approve(place.asker('rob'), second, ''))).not.toBeNull();
    got(await drafts.approve(place.asker('ros'), second, ''));
    got(await drafts.release(place.asker('pat'), second));
    // An answer to somebody, and when to vote, want one.
    const answer = await place.submitted([account], {
      targets: [{ accountId: account, replyTo: 'wire:0' }],
      parts: [{ text: 'It opens at nine.', images: [] }],
    });
    got(await drafts.approve(place.asker('rob'), answer, ''));
    got(await drafts.release(place.asker('pat'), answer));
    const polling = await place.submitted([account], {
      kind: 'polling',
      parts: [{ text: 'Polling stations are open from 7am.', images: [] }],
    });
    got(await drafts.approve(place.asker('rob'), polling, ''));
    got(await drafts.release(place.asker('pat'), polling));
    // A reply that answers nothing is none.
    const sham = await place.submitted([account], { parts: [{ text: 'Look at our parks.', images: [] }] });
    got(await drafts.approve(place.asker('rob'), sham, ''));
    expect(refusedWith(await drafts.release(place.asker('pat'), sham))).not.toBeNull();
    await place.settle();
    expect(texts().sort()).toEqual([
      'It opens at nine.',
      'Polling stations are open from 7am.',
      'The pool opens at 9am.',
    ]);
    expect(refusedWith(await elections.remove(place.asker('bo'), vote, 'Over'))).toBe(electionWording.anotherRemoves);
    got(await elections.remove(place.asker('sir'), vote, 'Over'));
  });

  test('another area and another nation are not touched', async () => {
    const { drafts, elections } = place.publishing;
    const north = await place.account('NorthNews', { area: 'North' });
    const day = place.kit.clock.now().toISOString().slice(0, 10);
    const given = { name: 'By-election', kind: 'election' as const, startsOn: day, endsOn: day };
    const made = [
      got(await elections.add(place.asker('bo'), { ...given, nation: 'england', area: 'South' })),
      got(await elections.add(place.asker('bo'), { ...given, nation: 'wales', area: '' })),
    ];
    const stepsOn = async (id: string) => {
      const submission = await place.submitted([id], { kind: 'proactive' });
      return (await drafts.draft(
        place.asker('dru'),
        (
          await place.rows<{ draft_id: string }>(sql`select draft_id from respond.submission where id = ${submission}`)
        )[0]!.draft_id,
      ))!.submission!.steps.length;
    };
    expect(await stepsOn(north)).toBe(1);
    expect(await stepsOn(account)).toBe(2);
    for (const id of made) got(await elections.remove(place.asker('sir'), id, 'Over'));
  });
});

describe('a colleague', () => {
  test('is not named in an answer, and elsewhere only with consent (red line 13)', async () => {
    const { drafts } = place.publishing;
    const submit = async (more: object) =>
      drafts.submit(place.asker('dru'), await place.drafted([account], more), plain);
    for (const text of [
      'Bo Bevan will call you.',
      'We will call you. ^BB',
      'Write to rob@northmere.example',
      'Call 01632 960123',
    ])
      expect(
        refusedWith(
          await submit({
            targets: [{ accountId: account, replyTo: 'wire:0' }],
            parts: [{ text, images: [] }],
            consents: [{ name: 'Bo Bevan', because: 'She agreed' }],
          }),
        ),
      ).toContain('team');
    const named = { kind: 'proactive', parts: [{ text: 'Bo Bevan runs the fair.', images: [] }] };
    expect(refusedWith(await submit(named))).toContain('Bo Bevan');
    got(await submit({ ...named, consents: [{ name: 'Bo Bevan', because: 'She agreed in writing' }] }));
    expect(
      refusedWith(
        await submit({
          parts: [
            {
              text: 'Look',
              images: [
                {
                  hash: got(await drafts.keepMedia(place.asker('dru'), new Uint8Array([1]), 'image/png')),
                  mime: 'image/png',
                  alt: 'Bo Bevan at the fair',
                  caption: '',
                },
              ],
            },
          ],
        }),
      ),
    ).toContain('Bo Bevan');
  });

  test('who speaks for us does not say what became of a post', async () => {
    const submission = await place.submitted([account], { startsAt: later(1), endsAt: later(2) });
    got(await place.publishing.drafts.approve(place.asker('rob'), submission, ''));
    got(await place.publishing.drafts.release(place.asker('pat'), submission));
    for (const state of ['out', 'sending', 'failed'])
      await expect(
        db.as(place.asker('pat'), (tx) =>
          sql`update respond.publication set state = ${state} where submission_id = ${submission}`.execute(tx),
        ),
      ).rejects.toThrow('only the publisher');
  });

  test('who works in HR sees nothing of it', async () => {
    const dee = place.asker('dee');
    expect(await place.publishing.accounts.list(dee)).toEqual([]);
    expect(await place.publishing.drafts.list(dee)).toEqual([]);
    expect(await place.publishing.lines.list(dee)).toEqual([]);
  });
});

describe('after a post is out', () => {
  test('it is taken down with a reason, its words kept, or put right in the open', async () => {
    const { drafts, queue } = place.publishing;
    const out = async (text: string, more: object = {}) => {
      const submission = await place.submitted([account], { parts: [{ text, images: [] }], ...more });
      got(await drafts.approve(place.asker('rob'), submission, ''));
      got(await drafts.release(place.asker('pat'), submission));
      await place.settle();
      return (
        await place.rows<{ id: string; url: string; draft_id: string }>(
          sql`select id, url, draft_id from respond.publication where submission_id = ${submission}`,
        )
      )[0]!;
    };
    const wrong = await out('The pool opens at 8.');
    expect(refusedWith(await drafts.change(place.asker('dru'), wrong.draft_id, 1, place.wish([account])))).toBe(
      draftWording.isOut,
    );
    const correction = got(await queue.correct(place.asker('dru'), wrong.id));
    const written = (await drafts.draft(place.asker('dru'), correction))!;
    expect(written).toMatchObject({ kind: 'correction', corrects: wrong.id });
    expect(written.parts[0]!.text).toContain(wrong.url);
    got(
      await drafts.change(place.asker('dru'), correction, written.revision, {
        ...written,
        parts: [{ text: `Correction: it opens at 9. ${wrong.url}`, images: [] }],
      }),
    );
    const submission = got(await drafts.submit(place.asker('dru'), correction, plain));
    got(await drafts.approve(place.asker('rob'), submission, ''));
    got(await drafts.release(place.asker('pat'), submission));
    await place.settle();
    expect(place.wire.taken.at(-1)!.draft).toMatchObject({ replyTo: place.wire.taken.at(-2)!.id });
    expect(refusedWith(await queue.remove(place.asker('pat'), wrong.id, ''))).not.toBeNull();
    expect(refusedWith(await queue.remove(place.asker('rob'), wrong.id, 'It was wrong'))).not.toBeNull();
    got(await queue.remove(place.asker('pat'), wrong.id, 'It was wrong'));
    expect(place.wire.taken.at(-2)!.isRemoved).toBe(true);
    const [kept] = await place.rows<{ removed_copy: string; removed_because: string }>(
      sql`select removed_copy, removed_because from respond.publication where id = ${wrong.id}`,
    );
    expect(kept).toMatchObject({ removed_because: 'It was wrong' });
    expect(kept!.removed_copy).toContain('The pool opens at 8.');
  });
});
