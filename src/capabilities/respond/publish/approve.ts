/** Saying yes or no to the exact bytes: a signature over them, never one's own, and never a surprise when it comes late. */
import { sql } from 'kysely';
import { type Asker, isId, type Kit, type Tx } from '#platform';
import { deny, done, isReason, nothing, short } from './answers.ts';
import { hashOf, readBytes, signedText } from './bytes.ts';
import type { CheckDraft } from './check.ts';
import { me } from './check.ts';
import type { Flag } from './checks/flag.ts';
import type { Answer, Drafts, Submission } from './door.ts';
import { readSubmissions } from './draft-store.ts';
import { becomeDue } from './release.ts';
import type { Spoken, Told } from './rules.ts';
import { lockDraftOf } from './void.ts';
import { approveWording as say } from './wording.ts';

export const approvalPurpose = 'respond.approval';
const linkHours = 48;

type Deciding = Pick<Drafts, 'approve' | 'refuse' | 'release' | 'makeLink' | 'byLink' | 'decideByLink'>;
type Decision = 'approved' | 'refused';

/** What is signed: that nothing in it is a fact of a live case is said with the yes, and cannot be added to it later. */
export const signedDecision = (decision: Decision, explainsCase: boolean): string =>
  explainsCase ? `${decision}: no fact of the case` : decision;

export function buildApproving(kit: Kit, check: CheckDraft): Deciding {
  async function spokenOf(tx: Tx, submissionId: string): Promise<Spoken | null> {
    const { rows } = await sql<{ bytes: string; incident_id: string | null }>`
      select bytes, incident_id from respond.submission where id = ${submissionId}`.execute(tx);
    if (!rows[0]) return null;
    const { lang, parts, targets } = readBytes(rows[0].bytes);
    return { incidentId: rows[0].incident_id, lang, parts, targets };
  }

  /** What its incident forbids, asked before the transaction that decides; bytes that were submitted never change. */
  async function rulesFor(asker: Asker, id: string): Promise<(tx: Tx) => Promise<readonly Flag[]>> {
    const spoken = isId(id) ? await kit.db.as(asker, (tx) => spokenOf(tx, id)) : null;
    const told: Told | null = spoken && (await check.rules.told(spoken));
    return async (tx) => (spoken && told ? check.rules.flags(tx, spoken, told) : []);
  }

  async function locked(tx: Tx, id: string): Promise<{ submission: Submission; hands: readonly string[] } | null> {
    if (!isId(id)) return null;
    await lockDraftOf(tx, id);
    await sql`select 1 from respond.submission where id = ${id} for update`.execute(tx);
    const submission = (await readSubmissions(tx, sql`s.id = ${id}`))[0];
    if (!submission) return null;
    const { rows } = await sql<{ hands: string[] }>`select respond.hands_in(${id}) as hands`.execute(tx);
    return { submission, hands: rows[0]!.hands };
  }

  /** Null when this asker may decide now. */
  async function because(
    tx: Tx,
    asker: Asker,
    submission: Submission,
    hands: readonly string[],
  ): Promise<string | null> {
    if (submission.state !== 'waiting' || submission.waitingStep === null) return say.waitsNoMore;
    if (submission.endsAt <= kit.clock.now()) return say.windowPassed;
    if (hands.includes(asker.id)) return say.notYourOwn;
    if (submission.approvals.some((approval) => approval.by === asker.id)) return say.onlyOnce;
    const step = submission.steps[submission.waitingStep]!;
    if (step.outside) return say.waitsForOutside;
    const isNamed = step.people.includes(asker.id);
    if (!isNamed && !(step.need === 'any' && step.roles.some((role) => asker.roles.includes(role))))
      return say.forSomebodyElse;
    const { rows } = await sql<{ may: boolean }>`
      select respond.has_right_on_all(${[...submission.accounts]}::uuid[], ${asker.id}, 'approve') as may`.execute(tx);
    return rows[0]!.may ? null : say.noRight;
  }

  async function decide(
    tx: Tx,
    submission: Submission,
    by: string,
    decision: Decision,
    words: string,
    explainsCase = false,
  ): Promise<void> {
    const now = kit.clock.now();
    const step = submission.waitingStep!;
    const mac = kit.seal.hash(
      approvalPurpose,
      signedText(submission.bytes, {
        submissionId: submission.id,
        step,
        by,
        decision: signedDecision(decision, explainsCase),
      }),
    );
    await sql`insert into respond.approval (id, submission_id, step, by, at, decision, words, explains_case, mac)
      values (${kit.ids.next()}, ${submission.id}, ${step}, ${by}, ${now}, ${decision}, ${short(words, 1000)}, ${explainsCase}, ${mac})`.execute(
      tx,
    );
    const { rows } = await sql<{
      incident_id: string | null;
    }>`select incident_id from respond.submission where id = ${submission.id}`.execute(tx);
    const tell = (change: 'approved' | 'refused') =>
      kit.news.publish(tx, 'respond.draft-changed', {
        draftId: submission.draftId,
        incidentId: rows[0]!.incident_id,
        change,
      });
    if (decision === 'refused') {
      await sql`update respond.submission set state = 'refused', ended_because = ${short(words, 1000)} where id = ${submission.id}`.execute(
        tx,
      );
      await sql`update respond.draft set state = 'writing' where id = ${submission.draftId} and state = 'submitted'`.execute(
        tx,
      );
      return tell('refused');
    }
    const waiting = await sql<{ step: number | null }>`select respond.waiting_step(${submission.id}) as step`.execute(
      tx,
    );
    if (waiting.rows[0]!.step !== null) return tell('approved');
    // After its time nothing leaves by itself any more: somebody says again that it is to leave.
    const isLate = submission.startsAt !== null && submission.startsAt < now;
    await sql`update respond.submission set state = 'approved', approved_at = ${now}, is_late = ${isLate} where id = ${submission.id}`.execute(
      tx,
    );
    await tell('approved');
    if (!submission.leavesByItself || isLate) return;
    const may = await sql<{ may: boolean }>`
      select respond.has_right_on_all(${[...submission.accounts]}::uuid[], ${submission.submittedBy}, 'publish') as may`.execute(
      tx,
    );
    // Whoever wanted it to leave may have lost the right since: then it waits for somebody who has it.
    if (may.rows[0]!.may) await becomeDue(kit, tx, submission.id, submission.submittedBy);
  }

  const byPerson = async (asker: Asker, id: string, decision: Decision, words: string): Promise<Answer> => {
    const rules = await rulesFor(asker, id);
    return kit.db.as(asker, async (tx) => {
      const found = await locked(tx, id);
      if (!found) return deny(say.notThere);
      const no = await because(tx, asker, found.submission, found.hands);
      if (no !== null) return deny(no);
      if (decision === 'refused' && !isReason(words)) return deny(say.sayWhy, 'words');
      const flags = decision === 'approved' ? await rules(tx) : [];
      const forbidden = flags.find((flag) => flag.level === 'stop');
      if (forbidden) return deny(say.forbidden(forbidden));
      const needsWords = flags.some((flag) => flag.level === 'explain');
      if (needsWords && !isReason(words)) return deny(say.explainCase, 'yes-words');
      await decide(tx, found.submission, asker.id, decision, words, needsWords);
      return nothing;
    });
  };

  async function linked(tx: Tx, secret: string, isLocking: boolean): Promise<Awaited<ReturnType<Drafts['byLink']>>> {
    const { rows } = await sql<{ id: string; submission_id: string }>`
      select id, submission_id from respond.outside_link where hash = ${hashOf(secret)} and used_at is null and ends_at > ${kit.clock.now()}`.execute(
      tx,
    );
    const row = rows[0];
    if (!row) return null;
    if (isLocking) await lockDraftOf(tx, row.submission_id);
    if (isLocking) await sql`select 1 from respond.submission where id = ${row.submission_id} for update`.execute(tx);
    const submission = (await readSubmissions(tx, sql`s.id = ${row.submission_id}`))[0]!;
    const link = submission.links.find((one) => one.id === row.id)!;
    const isNow =
      submission.state === 'waiting' && submission.waitingStep === link.step && submission.endsAt > kit.clock.now();
    return isNow && link.usedAt === null ? { submission, link } : null;
  }

  return {
    approve: (asker, id, words) => byPerson(asker, id, 'approved', words),
    refuse: (asker, id, words) => byPerson(asker, id, 'refused', words),
    release: async (asker, id) => {
      const rules = await rulesFor(asker, id);
      return kit.db.as(asker, async (tx) => {
        const found = await locked(tx, id);
        if (!found) return deny(say.notThere);
        if (found.submission.state !== 'approved') return deny(say.notApproved);
        if (found.submission.endsAt <= kit.clock.now()) return deny(say.windowPassed);
        const { rows } = await sql<{ may: boolean }>`
          select respond.has_right_on_all(${[...found.submission.accounts]}::uuid[], ${asker.id}, 'publish') as may`.execute(
          tx,
        );
        if (!rows[0]!.may) return deny(say.noRightToPublish);
        const flags = await rules(tx);
        const forbidden = flags.find((flag) => flag.level === 'stop');
        if (forbidden) return deny(say.forbidden(forbidden));
        const isExplained = found.submission.approvals.some((approval) => approval.explainsCase);
        if (!isExplained && flags.some((flag) => flag.level === 'explain')) return deny(say.caseBegan);
        await becomeDue(kit, tx, id, asker.id);
        return nothing;
      });
    },
    makeLink: (asker, id, given) =>
      kit.db.as(asker, async (tx): Promise<Answer<string>> => {
        const found = await locked(tx, id);
        if (!found) return deny(say.notThere);
        const step = found.submission.steps.findIndex((one) => one.outside);
        if (found.submission.state !== 'waiting' || step < 0) return deny(say.waitsNoMore);
        if (found.hands.includes(asker.id)) return deny(say.anotherInvites);
        if (!isReason(given.name)) return deny(say.needsName, 'name');
        if (!isReason(given.body)) return deny(say.needsBody, 'body');
        const secret = kit.ids.secret();
        const now = kit.clock.now();
        const endsAt = new Date(Math.min(now.getTime() + linkHours * 3_600_000, found.submission.endsAt.getTime()));
        await sql`insert into respond.outside_link (id, submission_id, step, name, body, hash, made_by, made_at, ends_at)
          values (${kit.ids.next()}, ${id}, ${step}, ${short(given.name, 120)}, ${short(given.body, 160)}, ${hashOf(secret)}, ${asker.id}, ${now}, ${endsAt})`.execute(
          tx,
        );
        return done(secret);
      }),
    byLink: (secret) => kit.db.as(me, (tx) => linked(tx, secret, false)),
    decideByLink: async (secret, decision, words) => {
      const seen = await kit.db.as(me, (tx) => linked(tx, secret, false));
      const rules = await rulesFor(me, seen?.submission.id ?? '');
      return kit.db.as(me, async (tx) => {
        const found = await linked(tx, secret, true);
        if (!found) return deny(say.linkGone);
        if (decision === 'refused' && !isReason(words)) return deny(say.sayWhy, 'words');
        const forbidden = decision === 'approved' && (await rules(tx)).find((flag) => flag.level === 'stop');
        if (forbidden) return deny(say.forbidden(forbidden));
        await sql`update respond.outside_link set used_at = ${kit.clock.now()} where id = ${found.link.id}`.execute(tx);
        await decide(tx, found.submission, `outside:${found.link.id}`, decision, words);
        return nothing;
      });
    },
  };
}
