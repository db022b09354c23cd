/** Reads drafts with what was put before others of them, who approved it, and what left. */
import { sql } from 'kysely';
import type { Tx } from '#platform';
import type { Approval, Draft, OutsideLink, Publication, Submission } from './door.ts';

interface DraftRow {
  id: string;
  incident_id: string | null;
  kind: Draft['kind'];
  purpose: string;
  lang: string;
  line_version_id: string | null;
  parts: Draft['parts'];
  targets: Draft['targets'];
  consents: Draft['consents'];
  starts_at: Date | null;
  ends_at: Date | null;
  corrects: string | null;
  item_id: string | null;
  revision: number;
  state: Draft['state'];
  created_by: string;
  changed_at: Date;
  changed_by: string | null;
  hands: string[] | null;
}

interface SubmissionRow {
  id: string;
  draft_id: string;
  revision: number;
  bytes: string;
  accounts: string[];
  steps: Submission['steps'];
  waiting_step: number | null;
  state: Submission['state'];
  is_proactive: boolean;
  starts_at: Date | null;
  ends_at: Date;
  submitted_by: string;
  submitted_at: Date;
  leaves_by_itself: boolean;
  is_late: boolean;
  ended_because: string | null;
  approvals: (Omit<Approval, 'at'> & { at: string })[] | null;
  links: (Omit<OutsideLink, 'endsAt' | 'usedAt'> & { endsAt: string; usedAt: string | null })[] | null;
}

const mostDrafts = 500;

export async function readDrafts(tx: Tx, where: ReturnType<typeof sql>): Promise<readonly Draft[]> {
  const { rows } = await sql<DraftRow>`
    select d.*, (select array_agg(distinct e.by) from respond.draft_edit e where e.draft_id = d.id) as hands,
      (select e.by from respond.draft_edit e where e.draft_id = d.id order by e.revision desc limit 1) as changed_by
    from respond.draft d where ${where} order by d.changed_at desc, d.id limit ${mostDrafts}`.execute(tx);
  const ids = rows.map((row) => row.id);
  const submissions = await readSubmissions(
    tx,
    sql`s.id in (select distinct on (draft_id) id from respond.submission where draft_id = any(${ids}::uuid[]) order by draft_id, revision desc)`,
  );
  const publications = await readPublications(tx, sql`p.draft_id = any(${ids}::uuid[])`);
  return rows.map((row) => ({
    id: row.id,
    incidentId: row.incident_id,
    kind: row.kind,
    purpose: row.purpose,
    lang: row.lang,
    lineVersionId: row.line_version_id,
    parts: row.parts,
    targets: row.targets,
    consents: row.consents,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    corrects: row.corrects,
    itemId: row.item_id,
    revision: row.revision,
    state: row.state,
    createdBy: row.created_by,
    changedAt: row.changed_at,
    changedBy: row.changed_by ?? row.created_by,
    hands: row.hands ?? [row.created_by],
    submission: submissions.find((one) => one.draftId === row.id) ?? null,
    publications: publications.filter((one) => one.draftId === row.id),
  }));
}

export async function readSubmissions(tx: Tx, where: ReturnType<typeof sql>): Promise<readonly Submission[]> {
  const { rows } = await sql<SubmissionRow>`
    select s.*, case when s.state = 'waiting' then respond.waiting_step(s.id) end as waiting_step,
      (select jsonb_agg(jsonb_build_object('step', a.step, 'by', a.by, 'at', a.at, 'decision', a.decision, 'words', a.words, 'explainsCase', a.explains_case) order by a.at)
        from respond.approval a where a.submission_id = s.id) as approvals,
      (select jsonb_agg(jsonb_build_object('id', l.id, 'step', l.step, 'name', l.name, 'body', l.body, 'madeBy', l.made_by, 'endsAt', l.ends_at, 'usedAt', l.used_at) order by l.made_at)
        from respond.outside_link l where l.submission_id = s.id) as links
    from respond.submission s where ${where}`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    draftId: row.draft_id,
    revision: row.revision,
    bytes: row.bytes,
    accounts: row.accounts,
    steps: row.steps,
    waitingStep: row.waiting_step,
    state: row.state,
    isProactive: row.is_proactive,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    submittedBy: row.submitted_by,
    submittedAt: row.submitted_at,
    leavesByItself: row.leaves_by_itself,
    isLate: row.is_late,
    endedBecause: row.ended_because,
    approvals: (row.approvals ?? []).map((one) => ({ ...one, at: new Date(one.at) })),
    links: (row.links ?? []).map((one) => ({
      ...one,
      endsAt: new Date(one.endsAt),
      usedAt: one.usedAt ? new Date(one.usedAt) : null,
    })),
  }));
}

interface PublicationRow {
  id: string;
  submission_id: string;
  draft_id: string;
  incident_id: string | null;
  account_id: string;
  network: string;
  handle: string;
  part: number;
  text: string | null;
  state: Publication['state'];
  due_at: Date;
  until: Date;
  attempts: number;
  out_at: Date | null;
  native_id: string | null;
  url: string | null;
  code: string | null;
  words: string | null;
  corrects: string | null;
  removed_at: Date | null;
  removed_by: string | null;
  removed_because: string | null;
}

export async function readPublications(tx: Tx, where: ReturnType<typeof sql>): Promise<readonly Publication[]> {
  const { rows } = await sql<PublicationRow>`
    select p.*, a.network, a.handle, s.bytes::jsonb #>> array['parts', p.part::text, 'text'] as text
    from respond.publication p join respond.account a on a.id = p.account_id join respond.submission s on s.id = p.submission_id
    where ${where} order by p.due_at, p.account_id, p.part limit 1000`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    submissionId: row.submission_id,
    draftId: row.draft_id,
    incidentId: row.incident_id,
    accountId: row.account_id,
    network: row.network,
    handle: row.handle,
    part: row.part,
    text: row.text ?? '',
    state: row.state,
    dueAt: row.due_at,
    until: row.until,
    attempts: row.attempts,
    outAt: row.out_at,
    nativeId: row.native_id,
    url: row.url,
    code: row.code,
    words: row.words,
    corrects: row.corrects,
    removedAt: row.removed_at,
    removedBy: row.removed_by,
    removedBecause: row.removed_because,
  }));
}
