/** Writing a new version: copied from the newest one, changed clause by clause. The database notes who wrote. */
import { sql } from 'kysely';
import { type Asker, isId, type Kit, type Tx } from '#platform';
import { dayOf } from './day.ts';
import type { Done, Drafts, Version } from './door.ts';
import { bringUpToDate } from './merge.ts';
import { clauseMistakes, longest, mayBe, no, principleMistakes, want, yes } from './text.ts';
import { addStep, heldVersion, inLine, newestAdopted, versionById } from './versions.ts';
import { draftWording as say } from './wording.ts';

/** Runs `work` on a draft that nobody moves on meanwhile. */
export async function onDraft<T>(
  kit: Kit,
  asker: Asker,
  id: string,
  work: (tx: Tx, draft: Version) => Promise<Done<T>>,
): Promise<Done<T>> {
  return kit.db.as(asker, async (tx) => {
    const version = await heldVersion(tx, id);
    if (!version) return no(say.notThere);
    if (version.state !== 'draft') return no(version.state === 'asked' ? say.isAsked : say.isOver);
    return work(tx, version);
  });
}

export function buildDrafts(kit: Kit): Drafts {
  const today = () => dayOf(kit.clock.now());
  return {
    begin: async (asker, title) => {
      const problems = want('title', title, say.enterDraftTitle, longest.title);
      if (problems.length > 0) return { ok: false, problems };
      return kit.db.as(asker, async (tx): Promise<Done<string>> => {
        const base = await newestAdopted(tx);
        if (!base) return no(say.noBase);
        const id = kit.ids.next();
        await sql`insert into policy.version (id, state, kind, title, base_id, begun_by, begun_at)
          values (${id}, 'draft', 'written', ${title.trim()}, ${base.id}, ${asker.id}, ${kit.clock.now()})`.execute(tx);
        await sql`insert into policy.principle (version_id, number, title, words)
          select ${id}, number, title, words from policy.principle where version_id = ${base.id}`.execute(tx);
        await sql`insert into policy.clause (version_id, number, title, words, owner_id, reason, source, review_on, review_set_at, scenarios, retired_because)
          select ${id}, number, title, words, coalesce(owner_id, ${asker.id}), reason, source, review_on, review_set_at, scenarios, retired_because
          from policy.clause where version_id = ${base.id}`.execute(tx);
        await addStep(kit, tx, asker, id, 'begun');
        return { ok: true, value: id };
      });
    },
    changeClause: (asker, id, number, edition, text) =>
      onDraft(kit, asker, id, async (tx, draft) => {
        const clause = draft.clauses.find((one) => one.number === number);
        if (!clause || clause.retiredBecause !== null) return no(say.noClause);
        // A review date that was already there may stand, though it has passed since: it is then overdue and says so.
        const problems = clauseMistakes(text, today()).filter(
          (one) => one.field !== 'reviewOn' || text.reviewOn !== clause.reviewOn,
        );
        if (problems.length > 0) return { ok: false, problems };
        const isReviewSet = text.reviewOn !== clause.reviewOn;
        const { rows } =
          await sql`update policy.clause set title = ${text.title.trim()}, words = ${text.words.trim()}, owner_id = ${text.ownerId},
            reason = ${text.reason.trim()}, source = ${text.source.trim()}, review_on = ${text.reviewOn}::date,
            review_set_at = case when ${isReviewSet} then ${kit.clock.now()} else review_set_at end, scenarios = ${[...text.scenarios]}::int[], edition = edition + 1
          where version_id = ${id} and number = ${number} and edition = ${edition} returning number`.execute(tx);
        return rows.length === 1 ? yes : no(say.changedMeanwhile);
      }),
    addClause: (asker, id, text) =>
      onDraft(kit, asker, id, async (tx): Promise<Done<number>> => {
        const problems = clauseMistakes(text, today());
        if (problems.length > 0) return { ok: false, problems };
        await inLine(tx);
        const { rows } = await sql<{
          number: number;
        }>`insert into policy.clause_number (number, version_id) select max(number) + 1, ${id} from policy.clause_number returning number`.execute(
          tx,
        );
        const number = rows[0]!.number;
        await sql`insert into policy.clause (version_id, number, title, words, owner_id, reason, source, review_on, review_set_at, scenarios)
          values (${id}, ${number}, ${text.title.trim()}, ${text.words.trim()}, ${text.ownerId}, ${text.reason.trim()}, ${text.source.trim()},
            ${text.reviewOn}::date, ${kit.clock.now()}, ${[...text.scenarios]}::int[])`.execute(tx);
        return { ok: true, value: number };
      }),
    retireClause: (asker, id, number, because) =>
      onDraft(kit, asker, id, async (tx, draft) => {
        const clause = draft.clauses.find((one) => one.number === number);
        if (!clause || clause.retiredBecause !== null) return no(say.noClause);
        const problems = want('because', because, say.sayWhyRetired, longest.words);
        if (problems.length > 0) return { ok: false, problems };
        const base = draft.baseId ? await versionById(tx, draft.baseId) : null;
        const isNew = !base?.clauses.some((one) => one.number === number);
        await (isNew
          ? sql`delete from policy.clause where version_id = ${id} and number = ${number}`
          : sql`update policy.clause set retired_because = ${because.trim()}, edition = edition + 1 where version_id = ${id} and number = ${number}`
        ).execute(tx);
        return yes;
      }),
    bringBack: (asker, id, number) =>
      onDraft(kit, asker, id, async (tx, draft) => {
        const base = draft.baseId ? await versionById(tx, draft.baseId) : null;
        const before = base?.clauses.find((one) => one.number === number);
        if (!before || before.retiredBecause !== null) return no(say.retiredBefore);
        await sql`update policy.clause set retired_because = null, edition = edition + 1 where version_id = ${id} and number = ${number}`.execute(
          tx,
        );
        return yes;
      }),
    changePrinciple: (asker, id, number, edition, text) =>
      onDraft(kit, asker, id, async (tx, draft) => {
        if (!draft.principles.some((one) => one.number === number)) return no(say.noPrinciple);
        const problems = principleMistakes(text);
        if (problems.length > 0) return { ok: false, problems };
        const { rows } =
          await sql`update policy.principle set title = ${text.title.trim()}, words = ${text.words.trim()}, edition = edition + 1
          where version_id = ${id} and number = ${number} and edition = ${edition} returning number`.execute(tx);
        return rows.length === 1 ? yes : no(say.changedMeanwhile);
      }),
    saveNotes: (asker, id, notes) =>
      onDraft(kit, asker, id, async (tx) => {
        const problems = [
          ...want('title', notes.title, say.enterDraftTitle, longest.title),
          ...mayBe('whatChanged', notes.whatChanged, longest.note),
          ...mayBe('equalityNote', notes.equalityNote, longest.note),
          ...mayBe('notConsultedBecause', notes.notConsultedBecause, longest.note),
        ];
        if (problems.length > 0) return { ok: false, problems };
        await sql`update policy.version set title = ${notes.title.trim()}, what_changed = ${notes.whatChanged.trim()}, equality_note = ${notes.equalityNote.trim()},
          not_consulted_because = ${notes.notConsultedBecause.trim()}, revision = revision + 1 where id = ${id}`.execute(
          tx,
        );
        return yes;
      }),
    addConsultation: (asker, id, who, said) =>
      onDraft(kit, asker, id, async (tx) => {
        const problems = [
          ...want('who', who, say.enterWho, longest.line),
          ...want('said', said, say.enterSaid, longest.note),
        ];
        if (problems.length > 0) return { ok: false, problems };
        await sql`insert into policy.consultation (id, version_id, at, by, who, said)
          values (${kit.ids.next()}, ${id}, ${kit.clock.now()}, ${asker.id}, ${who.trim()}, ${said.trim()})`.execute(
          tx,
        );
        return yes;
      }),
    removeConsultation: (asker, id, consultationId) =>
      onDraft(kit, asker, id, async (tx) => {
        await sql`delete from policy.consultation where version_id = ${id} and id::text = ${consultationId}`.execute(
          tx,
        );
        return yes;
      }),
    answerGaps: (asker, id, gapIds) =>
      onDraft(kit, asker, id, async (tx) => {
        const wanted = gapIds.filter(isId);
        await sql`delete from policy.gap_answer where version_id = ${id} and not gap_id = any(${wanted}::uuid[])`.execute(
          tx,
        );
        await sql`insert into policy.gap_answer (version_id, gap_id)
          select ${id}, id from policy.gap where id = any(${wanted}::uuid[]) and state = 'open' on conflict do nothing`.execute(
          tx,
        );
        return yes;
      }),
    update: (asker, id) => onDraft(kit, asker, id, (tx, draft) => bringUpToDate(kit, tx, asker, draft)),
  };
}
