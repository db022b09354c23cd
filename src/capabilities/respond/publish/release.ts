/** From approved to due: one post for each account and each part of the thread, with the key that the network is asked by. */
import { sql } from 'kysely';
import type { Kit, Tx } from '#platform';
import { hashOf, readBytes } from './bytes.ts';

/** Part of `tx`. The database looks again whether every step is done and whether `by` may publish on each account. */
export async function becomeDue(kit: Kit, tx: Tx, submissionId: string, by: string): Promise<void> {
  const now = kit.clock.now();
  const { rows } = await sql<{
    bytes: string;
    draft_id: string;
    incident_id: string | null;
    starts_at: Date | null;
    ends_at: Date;
  }>`
    update respond.submission set state = 'released', released_by = ${by}, released_at = ${now} where id = ${submissionId} and state = 'approved'
    returning bytes, draft_id, incident_id, starts_at, ends_at`.execute(tx);
  const submission = rows[0]!;
  const approved = readBytes(submission.bytes);
  const dueAt = submission.starts_at && submission.starts_at > now ? submission.starts_at : now;
  for (const target of approved.targets) {
    for (const [part, { text }] of approved.parts.entries()) {
      const id = kit.ids.next();
      const likeness = hashOf(
        JSON.stringify([target.accountId, part === 0 ? target.replyTo : 'thread', text.replace(/\s+/g, ' ').trim()]),
      );
      await sql`insert into respond.publication (id, submission_id, draft_id, incident_id, account_id, part, key, likeness, due_at, until, next_try_at, corrects)
        values (${id}, ${submissionId}, ${submission.draft_id}, ${submission.incident_id}, ${target.accountId}, ${part}, ${`${submissionId}:${target.accountId}:${part}`},
          ${likeness}, ${dueAt}, ${submission.ends_at}, ${dueAt}, ${approved.corrects})`.execute(tx);
    }
  }
  await kit.news.publish(tx, 'respond.draft-changed', {
    draftId: submission.draft_id,
    incidentId: submission.incident_id,
    change: 'released',
  });
}

/** Chores are the program's to add, not a person's: what a person let go is heard of, and its time is set here. */
export async function setAlarms(kit: Kit, tx: Tx, draftId: string): Promise<void> {
  const { rows } = await sql<{ id: string; next_try_at: Date }>`
    select id, next_try_at from respond.publication where draft_id = ${draftId} and state = 'due' and attempts = 0`.execute(
    tx,
  );
  for (const { id, next_try_at } of rows)
    await kit.jobs.add(
      tx,
      'respond.send',
      { publicationId: id },
      { runAt: next_try_at, key: `${id}:${next_try_at.getTime()}` },
    );
}
