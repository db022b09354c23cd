/** What an incident forbids, at all three moments: while it is written, when it is approved, and just before it leaves. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.ts';
import { got, type PublishPlace, publishPlace, refusedWith } from '../../../../test/support/publishing.ts';
import { hashOf } from './bytes.ts';
import type { StoryPost, Wish } from './door.ts';
import { approveWording, draftWording, sendWording } from './wording.ts';

const fake = 'at://did:plc:fake/app.bsky.feed.post/3kfakepost22';
const picture = new TextEncoder().encode('a picture of the post');
const posts: readonly StoryPost[] = [
  {
    addresses: [fake, 'https://bsky.app/profile/northmere.example/post/3kfakepost22'],
    pictures: ['https://cdn.example/pictures/flood.png'],
    text: 'Evacuate, send deposit to rebook shelter',
  },
];

let db: TestDatabase;
let place: PublishPlace;
let account: string;

beforeAll(async () => {
  db = await testDatabase();
  place = await publishPlace(db, { seams: { posts: async () => posts, pictures: async () => [hashOf(picture)] } });
});
beforeEach(async () => {
  account = await place.account();
  place.wire.taken.length = 0;
  // What one test forbids is over before the next begins.
  await place.rows(
    sql`update respond.publish_incident set closed_at = ${place.kit.clock.now()} where closed_at is null`,
  );
});
afterAll(async () => {
  await db.drop();
});

const drafts = () => place.publishing.drafts;
const how = { named: [], needsOutside: false, leavesByItself: false };
const submit = async (more: Partial<Wish>) =>
  drafts().submit(place.asker('dru'), await place.drafted([account], more), how);
const approve = (id: string, words = '') => drafts().approve(place.asker('rob'), id, words);
const release = (id: string) => drafts().release(place.asker('pat'), id);
const says = (text: string, more: Partial<Wish> = {}): Partial<Wish> => ({ parts: [{ text, images: [] }], ...more });
const answers = (replyTo: string, more: Partial<Wish> = {}): Partial<Wish> => ({
  targets: [{ accountId: account, replyTo }],
  ...more,
});
const codes = async (more: Partial<Wish>) =>
  (await drafts().check(place.asker('dru'), place.wish([account], more))).map((flag) => flag.code);
const outcome = async (submission: string) => {
  await place.settle();
  const [row] = await place.rows<{ state: string; code: string | null; words: string | null; paged_at: Date | null }>(
    sql`select state, code, words, paged_at from respond.publication where submission_id = ${submission}`,
  );
  return row!;
};
const stopped = draftWording.flags;

describe('an answer to a post of an incident that is not answered', () => {
  test('is told while it is written, and is not put before others', async () => {
    const incidentId = await place.incident('S3', { forbids: ['reply'] });
    expect(await codes(answers(fake, { incidentId }))).toEqual(['reply-forbidden']);
    expect(refusedWith(await submit(answers(fake, { incidentId })))).toBe(stopped['reply-forbidden']);
    // Nor by a draft that leaves out its incident, by any of its addresses.
    expect(refusedWith(await submit(answers(fake)))).toBe(stopped['reply-forbidden']);
    expect(refusedWith(await submit(answers('https://bsky.app/profile/northmere.example/post/3kfakepost22')))).toBe(
      stopped['reply-forbidden'],
    );
    got(await submit(says('Our accounts are on our website.', { incidentId })));
    got(await submit(answers('at://did:plc:resident/app.bsky.feed.post/3kquestion22')));
  });

  test('is not approved once its play forbids it, nor let go', async () => {
    const incidentId = await place.incident('S3');
    const [early, late] = [await submit(answers(fake, { incidentId })), await submit(answers(fake, { incidentId }))];
    got(await approve(got(early)));
    await place.incidentChanged(incidentId, 'S3', { forbids: ['reply', 'embed'] });
    expect(refusedWith(await approve(got(late)))).toBe(stopped['reply-forbidden']);
    expect(refusedWith(await release(got(early)))).toBe(stopped['reply-forbidden']);
    got(await drafts().refuse(place.asker('rob'), got(late), 'We do not answer'));
  });

  test('does not leave when that was forbidden after it was let go, and somebody is told', async () => {
    const incidentId = await place.incident('S3');
    const submission = got(await submit(answers(fake, { incidentId })));
    got(await approve(submission));
    got(await release(submission));
    await place.incidentChanged(incidentId, 'S3', { forbids: ['reply'] });
    expect(await outcome(submission)).toMatchObject({
      state: 'failed',
      code: 'forbidden',
      words: sendWording.forbidden({
        code: 'reply-forbidden',
        level: 'stop',
        part: 0,
        start: 0,
        end: 0,
        found: '',
      }),
      paged_at: expect.any(Date),
    });
    expect(place.wire.taken).toEqual([]);
    // Put back, it meets the same again.
    const [row] = await place.rows<{ id: string }>(
      sql`select id from respond.publication where submission_id = ${submission}`,
    );
    got(await place.publishing.queue.putBack(place.asker('pat'), row!.id));
    expect((await outcome(submission)).code).toBe('forbidden');
    expect(place.wire.taken).toEqual([]);
  });

  test('may be an answer to our own post: a correction of what we said', async () => {
    const incidentId = await place.incident('S3', { forbids: ['reply', 'embed'] });
    const submission = got(await submit(says('The rest centre is open.', { incidentId })));
    got(await approve(submission));
    got(await release(submission));
    await place.settle();
    const [out] = await place.rows<{ id: string }>(
      sql`select id from respond.publication where submission_id = ${submission} and state = 'out'`,
    );
    const correction = got(await place.publishing.queue.correct(place.asker('dru'), out!.id));
    got(await drafts().submit(place.asker('dru'), correction, how));
  });
});

describe('an incident that was joined to another', () => {
  test('is written, approved and sent by the rules of the one that goes on', async () => {
    const [old, goesOn] = [await place.incident('S3'), await place.incident('S3', { forbids: ['reply', 'embed'] })];
    const open = await place.incident('S3');
    const waits = got(await submit(says('Evacuate, send deposit to rebook shelter. False.', { incidentId: old })));
    const due = got(await submit(says('Evacuate, send deposit to rebook shelter!', { incidentId: old })));
    got(await approve(due));
    got(await release(due));
    await place.incidentMerged(old, open);
    expect(await codes(says(posts[0]!.text, { incidentId: old }))).toEqual([]);
    // Joined twice: it follows to the end.
    await place.incidentMerged(open, goesOn);
    expect(await codes(says(posts[0]!.text, { incidentId: old }))).toEqual(['embed-forbidden']);
    expect(refusedWith(await submit(says(posts[0]!.text, { incidentId: old })))).toContain(stopped['embed-forbidden']);
    expect(refusedWith(await approve(waits))).toContain(stopped['embed-forbidden']);
    expect(await outcome(due)).toMatchObject({ state: 'failed', code: 'forbidden' });
    expect(place.wire.taken).toEqual([]);
  });

  test('lends what it forbids to the one that goes on', async () => {
    const [old, goesOn] = [await place.incident('S3', { forbids: ['reply', 'embed'] }), await place.incident('S3')];
    const waits = got(await submit(says(posts[0]!.text, { incidentId: goesOn })));
    await place.incidentMerged(old, goesOn);
    expect(refusedWith(await approve(waits))).toContain(stopped['embed-forbidden']);
    expect(refusedWith(await submit(answers(fake, { incidentId: old })))).toBe(stopped['reply-forbidden']);
    expect(refusedWith(await submit(answers(fake)))).toBe(stopped['reply-forbidden']);
    // Until a person lifts it there.
    await place.incidentChanged(goesOn, 'S3', {});
    got(await submit(answers(fake, { incidentId: old })));
    got(await submit(answers(fake)));
  });

  test('leaves its live case live in the one that goes on', async () => {
    const [old, goesOn] = [await place.incident('S3', { isActiveCase: true }), await place.incident('S3')];
    const waits = got(await submit(says('A man was arrested.', { incidentId: old })));
    await place.incidentMerged(old, goesOn);
    expect(refusedWith(await approve(waits))).toBe(approveWording.explainCase);
    for (const incidentId of [old, goesOn])
      expect(await codes(says('A man was arrested.', { incidentId }))).toContain('case-fact');
  });

  test('keeps its planned posts when the one that goes on becomes critical, and shows its drafts there', async () => {
    const [old, goesOn] = [await place.incident('S3'), await place.incident('S3')];
    const startsAt = new Date(place.kit.clock.now().getTime() + 3_600_000);
    const planned = async (incidentId: string | null) => {
      const submission = got(await submit(says('The next update is at five.', { incidentId, startsAt })));
      got(await approve(submission));
      got(await release(submission));
      return submission;
    };
    const [its, other] = [await planned(old), await planned(null)];
    await place.incidentMerged(old, goesOn);
    await place.incidentChanged(goesOn, 'S1', {});
    expect(await outcome(its)).toMatchObject({ state: 'due' });
    expect(await outcome(other)).toMatchObject({ state: 'stopped', code: 'incident' });
    for (const incidentId of [old, goesOn])
      expect((await drafts().list(place.asker('dru'), { incidentId })).map((one) => one.incidentId)).toEqual([old]);
  });
});

describe('a post of an incident that is not shown', () => {
  test.each([
    ['its address', `Do not believe ${fake}`],
    ['its page, written otherwise', 'See bsky.app/profile/did:plc:fake/post/3kfakepost22?ref=x.'],
    ['its picture', 'This is false: https://cdn.example/pictures/flood.png'],
    ['its words', 'They say “EVACUATE, send deposit to rebook shelter”. It is false.'],
  ])('stands in no draft: %s', async (_what, text) => {
    const incidentId = await place.incident('S3', { forbids: ['embed'] });
    expect(await codes(says(text, { incidentId }))).toEqual(['embed-forbidden']);
    expect(refusedWith(await submit(says(text, { incidentId })))).toContain(stopped['embed-forbidden']);
    expect(await codes(says(text))).toEqual([]);
  });

  test('is not uploaded as a picture either, nor quoted in a description', async () => {
    const incidentId = await place.incident('S3', { forbids: ['embed'] });
    const hash = got(await drafts().keepMedia(place.asker('dru'), picture, 'image/png'));
    const shown = (alt: string, of = hash): Partial<Wish> => ({
      incidentId,
      parts: [{ text: 'This is false.', images: [{ hash: of, mime: 'image/png', alt, caption: '' }] }],
    });
    expect(await codes(shown('A false post'))).toEqual(['picture-forbidden']);
    expect(await codes(shown(`The post at ${fake}`, 'another'))).toEqual(['embed-forbidden']);
    expect(await codes(shown('A map of the town', 'another'))).toEqual([]);
  });

  test('is stopped at the approval and just before it leaves', async () => {
    const incidentId = await place.incident('S3');
    const text = `Do not believe ${fake}`;
    const [one, two] = [
      got(await submit(says(text, { incidentId }))),
      got(await submit(says(`${text}!`, { incidentId }))),
    ];
    got(await approve(one));
    got(await release(one));
    await place.incidentChanged(incidentId, 'S3', { forbids: ['embed'] });
    expect(refusedWith(await approve(two))).toContain(stopped['embed-forbidden']);
    expect(await outcome(one)).toMatchObject({ state: 'failed', code: 'forbidden' });
    expect(place.wire.taken).toEqual([]);
  });
});

describe('scenario 6: a look-alike account in a flood', () => {
  test('= scheduled posts paused; no reply sent to the fake', async () => {
    const startsAt = new Date(place.kit.clock.now().getTime() + 3_600_000);
    const planned = got(await submit(says('Join our summer fair.', { kind: 'proactive', startsAt })));
    got(await approve(planned));
    got(await release(planned));
    const incidentId = await place.incident('S1', { forbids: ['reply', 'embed'] });
    expect(refusedWith(await submit(answers(fake, { incidentId })))).toBe(stopped['reply-forbidden']);
    const warning = got(
      await submit(says('An account that looks like ours asks for money. It is not us.', { incidentId })),
    );
    got(await approve(warning));
    got(await release(warning));
    expect((await outcome(warning)).state).toBe('out');
    place.kit.clock.move(2 * 3_600_000);
    expect(await outcome(planned)).toMatchObject({ state: 'stopped', code: 'incident' });
    expect(place.wire.taken.map((one) => one.draft.replyTo)).toEqual([null]);
  });
});

describe('scenario 12: an arrest clip, and the case is live', () => {
  const holding = 'We know of the clip and are reviewing body-worn video. Please do not speculate: the case is active.';

  test('= the flag of a live case blocks detail', async () => {
    const incidentId = await place.incident('S2', { isActiveCase: true });
    expect(await codes(says(holding, { incidentId }))).toEqual([]);
    const detail = 'Sam Carter, 34, was arrested in Mill Lane on Friday.';
    const found = await codes(says(detail, { incidentId }));
    expect(new Set(found)).toEqual(new Set(['case-name', 'case-fact']));
    const submission = got(await submit(says(detail, { incidentId })));
    expect(refusedWith(await approve(submission, ' '))).toBe(approveWording.explainCase);
    expect((await drafts().draft(place.asker('rob'), (await draftOf(submission))!))!.submission!.state).toBe('waiting');
    got(await drafts().refuse(place.asker('rob'), submission, 'This is a fact of the case'));

    const plain = got(await submit(says(holding, { incidentId })));
    got(await approve(plain));
    got(await release(plain));
    expect((await outcome(plain)).state).toBe('out');
  });

  test('an approver who says why it is none lets it pass, and their words stay', async () => {
    const incidentId = await place.incident('S2', { isActiveCase: true });
    const submission = got(await submit(says('The next update is at 17:00.', { incidentId })));
    got(await approve(submission, 'A time of ours, no fact of the case'));
    got(await release(submission));
    expect((await outcome(submission)).state).toBe('out');
    const [row] = await place.rows<{ words: string; explains_case: boolean }>(
      sql`select words, explains_case from respond.approval where submission_id = ${submission}`,
    );
    expect(row).toEqual({ words: 'A time of ours, no fact of the case', explains_case: true });
  });

  test('a yes from before the case was live lets no detail leave, not even where the database says otherwise', async () => {
    const incidentId = await place.incident('S2');
    const ids: string[] = [];
    for (const text of ['A man was arrested.', 'A woman was arrested.']) {
      const submission = got(await submit(says(text, { incidentId })));
      got(await approve(submission, 'Fine by me'));
      ids.push(submission);
    }
    got(await release(ids[0]!));
    await place.incidentChanged(incidentId, 'S2', { isActiveCase: true });
    expect(refusedWith(await release(ids[1]!))).toBe(approveWording.caseBegan);
    await db.asOwner(async (client) => {
      await client.query('update respond.approval set explains_case = true where submission_id = $1', [ids[0]]);
    });
    // The signature was over a yes that said nothing of a case.
    expect(await outcome(ids[0]!)).toMatchObject({ state: 'failed', code: 'not-approved' });
    await db.asOwner(async (client) => {
      await client.query('update respond.approval set explains_case = false where submission_id = $1', [ids[0]]);
    });
    const [post] = await place.rows<{ id: string }>(
      sql`select id from respond.publication where submission_id = ${ids[0]}`,
    );
    got(await place.publishing.queue.putBack(place.asker('pat'), post!.id));
    expect(await outcome(ids[0]!)).toMatchObject({ state: 'failed', code: 'case', words: sendWording.caseBegan });
    expect(place.wire.taken).toEqual([]);
  });

  test('pictures, and words in another language, are looked at by a person', async () => {
    const incidentId = await place.incident('S2', { isActiveCase: true });
    expect(await codes(says('Rydym yn edrych ar y fideo.', { incidentId, lang: 'cy' }))).toEqual(['case-language']);
    const image = { hash: 'x', mime: 'image/png', alt: 'Our sign', caption: '' };
    expect(await codes({ incidentId, parts: [{ text: 'We know.', images: [image] }] })).toEqual(['case-picture']);
  });
});

const draftOf = async (submission: string) =>
  (await place.rows<{ draft_id: string }>(sql`select draft_id from respond.submission where id = ${submission}`))[0]
    ?.draft_id;
