/** Takes back what was put before others: its approvals count no more, and what has not left stays here. */
import { sql } from 'kysely';
import type { Kit, Tx } from '#platform';

/**
 * The draft may be written again, unless some of it is out or in the air: then it can only be put right. What is on its way
 * already is left to the publisher, which asks the network first.
 */
export async function voidSubmission(
  kit: Kit,
  tx: Tx,
  submissionId: string,
  because: string,
  code: string,
): Promise<void> {
  await lockDraftOf(tx, submissionId);
  const { rows } = await sql<{ draft_id: string; incident_id: string | null }>`
    update respond.submission set state = 'void', ended_because = ${because}
    where id = ${submissionId} and state in ('waiting', 'approved', 'released') returning draft_id, incident_id`.execute(
    tx,
  );
  const gone = rows[0];
  if (!gone) return;
  await sql`update respond.publication set state = 'stopped', code = ${code}, words = ${because}
    where submission_id = ${submissionId} and state = 'due' and attempts = 0`.execute(tx);
  if (!(await isInTheAir(tx, gone.draft_id)))
    await sql`update respond.draft set state = 'writing' where id = ${gone.draft_id} and state = 'submitted'`.execute(
      tx,
    );
  await kit.news.publish(tx, 'respond.draft-changed', {
    draftId: gone.draft_id,
    incidentId: gone.incident_id,
    change: 'voided',
  });
}

/** Some of this draft is out, or may be. */
export async function isInTheAir(tx: Tx, draftId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from respond.publication where draft_id = ${draftId}
    and (state in ('sending', 'out', 'unknown') or (state = 'due' and attempts > 0)) limit 1`.execute(tx);
  return rows.length > 0;
}

/** Always the draft first, then what was put before others of it: two acts that meet then wait for each other and do not jam. */
export async function lockDraftOf(tx: Tx, submissionId: string): Promise<void> {
  await sql`select 1 from respond.draft where id = (select draft_id from respond.submission where id = ${submissionId}) for update`.execute(
    tx,
  );
}
