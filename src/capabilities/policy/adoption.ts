/** How a draft becomes the policy: asked for by whoever wrote it, adopted or sent back by somebody who did not. */
import { sql } from 'kysely';
import type { Asker, Kit, Tx } from '#platform';
import { isSameText } from './compare.ts';
import { dayOf, isDay } from './day.ts';
import type { Adoption, Done, Version } from './door.ts';
import { onDraft } from './drafts.ts';
import { longest, no, want, yes } from './text.ts';
import { addStep, heldVersion, inLine, newestAdopted, versionById } from './versions.ts';
import { draftWording, adoptionWording as say } from './wording.ts';

/** Where each step leads. */
const after = { asked: 'asked', 'taken-back': 'draft', 'sent-back': 'draft', dropped: 'dropped' } as const;

export function buildAdoption(kit: Kit): Adoption {
  /** Held still, and one after the other: the second of two who press at once finds it done. */
  async function onAsked<T>(
    asker: Asker,
    id: string,
    work: (tx: Tx, version: Version) => Promise<Done<T>>,
  ): Promise<Done<T>> {
    return kit.db.as(asker, async (tx) => {
      await inLine(tx);
      const version = await heldVersion(tx, id);
      if (!version) return no(draftWording.notThere);
      if (version.state === 'adopted') return no(say.alreadyAdopted(version.number ?? 0));
      if (version.state !== 'asked') return no(say.notAsked);
      return work(tx, version);
    });
  }

  async function move(tx: Tx, asker: Asker, id: string, what: keyof typeof after, words: string): Promise<void> {
    await sql`update policy.version set state = ${after[what]} where id = ${id}`.execute(tx);
    await addStep(kit, tx, asker, id, what, words);
  }

  return {
    missing: (asker, id) =>
      kit.db.as(asker, async (tx) => {
        const version = await versionById(tx, id);
        return version ? missingOf(tx, version) : [];
      }),
    ask: (asker, id, words) =>
      onDraft(kit, asker, id, async (tx, draft) => {
        const missing = await missingOf(tx, draft);
        if (missing.length > 0) return { ok: false, problems: missing.map((one) => ({ field: '', words: one })) };
        await move(tx, asker, id, 'asked', words.trim().slice(0, longest.note));
        return yes;
      }),
    takeBack: (asker, id) =>
      onAsked(asker, id, async (tx, version) => {
        if (!version.writers.includes(asker.id)) return no(say.notAWriter);
        await move(tx, asker, id, 'taken-back', '');
        return yes;
      }),
    sendBack: (asker, id, words) =>
      onAsked(asker, id, async (tx, version) => {
        if (version.writers.includes(asker.id)) return no(say.notYourOwn);
        const problems = want('words', words, say.sayWhyBack, longest.note);
        if (problems.length > 0) return { ok: false, problems };
        await move(tx, asker, id, 'sent-back', words.trim());
        return yes;
      }),
    adopt: (asker, id, given) =>
      onAsked(asker, id, async (tx, version): Promise<Done<number>> => {
        if (version.writers.includes(asker.id)) return no(say.notYourOwn);
        if (version.revision !== given.revision) return no(say.changedSince);
        const newest = await newestAdopted(tx);
        if (!newest || newest.id !== version.baseId) return no(say.overtaken(newest?.number ?? 0));
        const today = dayOf(kit.clock.now());
        const problems = [
          ...want('words', given.words, say.sayWhyAdopted, longest.note),
          ...(!isDay(given.from)
            ? [{ field: 'from', words: say.enterFrom }]
            : given.from < today
              ? [{ field: 'from', words: say.fromInPast }]
              : given.from < (newest.inForceFrom ?? '')
                ? [{ field: 'from', words: say.fromBeforeLast(newest.number ?? 0) }]
                : []),
        ];
        if (problems.length > 0) return { ok: false, problems };
        const number = (newest.number ?? 0) + 1;
        const now = kit.clock.now();
        await sql`update policy.version set state = 'adopted', number = ${number}, adopted_by = ${asker.id}, adopted_at = ${now}, in_force_from = ${given.from}::date where id = ${id}`.execute(
          tx,
        );
        await addStep(kit, tx, asker, id, 'adopted', given.words.trim());
        await sql`update policy.gap set state = 'closed', closed_by = ${asker.id}, closed_at = ${now}, closed_version_id = ${id}
          where state = 'open' and id in (select gap_id from policy.gap_answer where version_id = ${id})`.execute(tx);
        await kit.news.publish(tx, 'policy.version-adopted', { versionId: id, number });
        return { ok: true, value: number };
      }),
    drop: (asker, id, words) =>
      onDraft(kit, asker, id, async (tx) => {
        const problems = want('words', words, say.sayWhyDropped, longest.note);
        if (problems.length > 0) return { ok: false, problems };
        await move(tx, asker, id, 'dropped', words.trim());
        return yes;
      }),
  };
}

/** What must be there before anybody is asked (domain rules A5, A18, A31). */
async function missingOf(tx: Tx, version: Version): Promise<readonly string[]> {
  const base = version.baseId ? await versionById(tx, version.baseId) : null;
  const newest = await newestAdopted(tx);
  const unowned = version.clauses.filter((one) => one.retiredBecause === null && one.ownerId === null);
  return [
    ...(newest && newest.id !== version.baseId ? [say.overtaken(newest.number ?? 0)] : []),
    ...(base && isSameText(base, version) ? [say.nothingChanged] : []),
    ...(version.whatChanged === '' ? [say.noWhatChanged] : []),
    ...(version.equalityNote === '' ? [say.noEqualityNote] : []),
    ...(version.consultations.length === 0 && version.notConsultedBecause === '' ? [say.noConsultation] : []),
    ...(unowned.length > 0 ? [say.noOwner(unowned.map((one) => one.number))] : []),
  ];
}
