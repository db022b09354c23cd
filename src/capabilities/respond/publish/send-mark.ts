/**
 * The moment before a post leaves, in one transaction: is the switch on, is it still let go, are these the bytes that were
 * approved? Only then it is marked as leaving. A switch or an edit that commits first is seen here; one that comes later waits.
 */
import { sql } from 'kysely';
import type { Draft as NetworkDraft } from '#networks/contract';
import type { Kit, Tx } from '#platform';
import { approvalPurpose, signedDecision } from './approve.ts';
import { type Approved, hashOf, readBytes, signedText } from './bytes.ts';
import type { CheckDraft } from './check.ts';
import { me } from './check.ts';
import type { Step } from './door.ts';
import { sendWording as say } from './wording.ts';

export const leaseMs = 60_000;
/** An earlier post of the thread, or one with the same words, is waited for. */
const turnMs = 2_000;

export interface Post {
  readonly id: string;
  readonly submission_id: string;
  readonly account_id: string;
  readonly incident_id: string | null;
  readonly part: number;
  readonly key: string;
  readonly likeness: string;
  readonly attempts: number;
  readonly first_tried_at: Date | null;
  readonly due_at: Date;
  readonly until: Date;
  /** What was approved; they never change. */
  readonly bytes: string;
}

export type Marked =
  | { readonly go: true; readonly draft: NetworkDraft; readonly attempts: number; readonly at: Date }
  /** Somebody else's now, or not yet its turn. */
  | { readonly go: false; readonly code: 'wait' | 'gone' }
  /** It is not there, and it does not leave. */
  | { readonly go: false; readonly code: 'stopped' | 'failed'; readonly why: string; readonly words: string };

const refused = (code: 'stopped' | 'failed', why: string, words: string): Marked => ({ go: false, code, why, words });

export async function markAsLeaving(kit: Kit, check: CheckDraft, post: Post, lease: string): Promise<Marked> {
  const { lang, parts, targets } = readBytes(post.bytes);
  const spoken = { incidentId: post.incident_id, lang, parts, targets };
  const told = await check.rules.told(spoken);
  return kit.db.as(me, async (tx) => {
    const now = kit.clock.now();
    const { rows: switches } = await sql<{ scope: string; stopped_at: Date | null }>`
      select scope, stopped_at from respond.publish_stop where scope in ('all', ${post.account_id}) order by scope for share`.execute(
      tx,
    );
    const { rows: submissions } = await sql<{ bytes: string; state: string }>`
      select bytes, state from respond.submission where id = ${post.submission_id} for share`.execute(tx);
    // Two posts with the same words take their turn: which of them the network shows could not be told.
    await sql`select pg_advisory_xact_lock(hashtext(${post.likeness}))`.execute(tx);
    const mine =
      await sql`select 1 from respond.publication where id = ${post.id} and lease_by = ${lease} and attempts = ${post.attempts}
      and state in ('due', 'sending', 'unknown') for update`.execute(tx);
    if (mine.rows.length === 0) return { go: false, code: 'gone' };
    const submission = submissions[0]!;
    if (switches.some((one) => one.stopped_at !== null)) return refused('stopped', 'switch', say.switchedOff);
    if (submission.state !== 'released') return refused('stopped', 'changed', say.changed);
    if (post.until <= now) return refused('failed', 'window', say.windowPassed);
    const closed = await sql`select 1 from respond.account where id = ${post.account_id} and state = 'closed'`.execute(
      tx,
    );
    if (closed.rows.length > 0) return refused('failed', 'closed', say.accountClosed);
    const yes = await approvalOf(kit, check, tx, post.submission_id, submission.bytes);
    if (!yes) return refused('failed', 'not-approved', say.notApproved);
    // What was approved may have been forbidden since: by the play of its incident, or by a case that is live now.
    const flags = await check.rules.flags(tx, spoken, told);
    const forbidden = flags.find((flag) => flag.level === 'stop');
    if (forbidden) return refused('failed', 'forbidden', say.forbidden(forbidden));
    if (!yes.explainsCase && flags.some((flag) => flag.level === 'explain'))
      return refused('failed', 'case', say.caseBegan);
    const approved = readBytes(submission.bytes);
    const before = await earlier(tx, post, approved);
    if (before.code === 'wait') {
      const at = new Date(now.getTime() + turnMs);
      await kit.jobs.add(tx, 'respond.send', { publicationId: post.id }, { runAt: at });
      await sql`update respond.publication set next_try_at = ${at}, lease_by = null, lease_until = null where id = ${post.id}`.execute(
        tx,
      );
      return { go: false, code: 'wait' };
    }
    if (before.code === 'broken') return refused('failed', 'thread', say.threadBroken);
    const images = await picturesOf(tx, approved, post.part);
    if (images === null) return refused('failed', 'not-approved', say.pictureChanged);
    await sql`update respond.publication set state = 'sending', attempts = attempts + 1, first_tried_at = coalesce(first_tried_at, ${now}),
      lease_until = ${new Date(now.getTime() + leaseMs)} where id = ${post.id}`.execute(tx);
    const draft = {
      text: approved.parts[post.part]!.text,
      lang: approved.lang,
      replyTo: before.replyTo,
      images,
      key: post.key,
      others: await others(tx, post),
    };
    return { go: true, draft, attempts: post.attempts + 1, at: now };
  });
}

/** The draft as it would be sent, to ask the network by: without the bytes of its pictures, which it does not ask for. */
export function askedBy(kit: Kit, post: Post): Promise<NetworkDraft> {
  return kit.db.as(me, async (tx) => {
    const { rows } = await sql<{
      bytes: string;
    }>`select bytes from respond.submission where id = ${post.submission_id}`.execute(tx);
    const approved = readBytes(rows[0]!.bytes);
    const part = approved.parts[post.part]!;
    const before = await earlier(tx, post, approved);
    return {
      text: part.text,
      lang: approved.lang,
      replyTo: before.code === 'go' ? before.replyTo : null,
      images: part.images.map(({ mime, alt }) => ({ bytes: new Uint8Array(), mime, alt })),
      key: post.key,
      others: await others(tx, post),
    };
  });
}

/**
 * Null unless everybody who must say yes to exactly these bytes has done so; counted from the signatures, not from the
 * notes. And whether one of them said why nothing in it is a fact of a live case.
 */
async function approvalOf(
  kit: Kit,
  check: CheckDraft,
  tx: Tx,
  submissionId: string,
  bytes: string,
): Promise<{ readonly explainsCase: boolean } | null> {
  const approved = readBytes(bytes);
  if (approved.steps.length === 0) {
    const line = approved.lineVersionId === null ? null : await check.liveLine(tx, approved.lineVersionId);
    const isLine =
      line !== null &&
      approved.parts.length === 1 &&
      approved.parts[0]!.text === line &&
      approved.parts[0]!.images.length === 0;
    return isLine ? { explainsCase: false } : null;
  }
  const { rows } = await sql<{ step: number; by: string; explains_case: boolean; mac: string }>`
    select step, by, explains_case, mac from respond.approval where submission_id = ${submissionId} and decision = 'approved'`.execute(
    tx,
  );
  const { rows: hands } = await sql<{ hands: string[] }>`select respond.hands_in(${submissionId}) as hands`.execute(tx);
  const valid = rows.filter(
    ({ step, by, explains_case, mac }) =>
      !hands[0]!.hands.includes(by) &&
      kit.seal.isSame(
        kit.seal.hash(
          approvalPurpose,
          signedText(bytes, { submissionId, step, by, decision: signedDecision('approved', explains_case) }),
        ),
        mac,
      ),
  );
  const isDone = approved.steps.every((step: Step, i) => {
    const by = new Set(valid.filter((one) => one.step === i).map((one) => one.by));
    return step.need === 'all' ? step.people.length > 0 && step.people.every((person) => by.has(person)) : by.size > 0;
  });
  return isDone ? { explainsCase: valid.some((one) => one.explains_case) } : null;
}

type Before =
  | { readonly code: 'go'; readonly replyTo: string | null }
  | { readonly code: 'wait' }
  | { readonly code: 'broken' };

/** What it answers: the post before it in the thread, once that is out; and nothing with the same words is in the air. */
async function earlier(tx: Tx, post: Post, approved: Approved): Promise<Before> {
  const twin = await sql`select 1 from respond.publication where likeness = ${post.likeness} and id <> ${post.id}
    and (state in ('sending', 'unknown') or (state = 'due' and attempts > 0)) and (first_tried_at, id) < (coalesce(${post.first_tried_at}::timestamptz, 'infinity'), ${post.id}) limit 1`.execute(
    tx,
  );
  if (twin.rows.length > 0) return { code: 'wait' };
  if (post.part === 0) {
    const target = approved.targets.find((one) => one.accountId === post.account_id)!;
    if (target.replyTo !== null || approved.corrects === null) return { code: 'go', replyTo: target.replyTo };
    return { code: 'go', replyTo: await corrected(tx, post, approved.corrects) };
  }
  const { rows } = await sql<{ state: string; native_id: string | null }>`
    select state, native_id from respond.publication where submission_id = ${post.submission_id} and account_id = ${post.account_id} and part = ${post.part - 1}`.execute(
    tx,
  );
  const before = rows[0]!;
  if (before.state === 'out') return { code: 'go', replyTo: before.native_id };
  return { code: before.state === 'failed' || before.state === 'stopped' ? 'broken' : 'wait' };
}

/** A correction answers the post that it puts right, where that stands on the same account. */
async function corrected(tx: Tx, post: Post, publicationId: string): Promise<string | null> {
  const { rows } = await sql<{ native_id: string | null }>`
    select native_id from respond.publication where id::text = ${publicationId} and account_id = ${post.account_id} and removed_at is null`.execute(
    tx,
  );
  return rows[0]?.native_id ?? null;
}

/** Null when the bytes are no longer those that were approved. */
async function picturesOf(tx: Tx, approved: Approved, part: number): Promise<NetworkDraft['images'] | null> {
  const wanted = approved.parts[part]!.images;
  const images: { bytes: Uint8Array; mime: string; alt: string }[] = [];
  for (const { hash, mime, alt } of wanted) {
    const { rows } = await sql<{ bytes: Buffer }>`select bytes from respond.media where hash = ${hash}`.execute(tx);
    if (!rows[0] || hashOf(rows[0].bytes) !== hash) return null;
    images.push({ bytes: rows[0].bytes, mime, alt });
  }
  return images;
}

async function others(tx: Tx, post: Post): Promise<readonly string[]> {
  const { rows } = await sql<{ native_id: string }>`
    select native_id from respond.publication where likeness = ${post.likeness} and id <> ${post.id} and native_id is not null order by out_at desc limit 200`.execute(
    tx,
  );
  return rows.map((row) => row.native_id);
}
