/** Puts a draft before others: freezes its bytes, works out who must say yes, and lets a line that was approved go in an S1. */
import { sql } from 'kysely';
import { type Asker, isId, type Kit, type Tx } from '#platform';
import { readAccounts } from './account-store.ts';
import { deny, done, isReason, short } from './answers.ts';
import { type Approved, bytesOf } from './bytes.ts';
import type { CheckDraft } from './check.ts';
import type { Account, Answer, Draft, Drafts, Step, Submitting } from './door.ts';
import { readDrafts } from './draft-store.ts';
import { electionFor } from './elections.ts';
import { becomeDue } from './release.ts';
import { draftWording as say } from './wording.ts';

/** How long an approval may be used when nobody says otherwise. */
const usualHours = 24;
const mostDays = 31;
const hourMs = 3_600_000;

export interface SubmitNeeds {
  /** Everybody active, by id. */
  readonly people: () => Promise<ReadonlySet<string>>;
}

export function buildSubmit(kit: Kit, needs: SubmitNeeds, check: CheckDraft): Pick<Drafts, 'submit' | 'sendLine'> {
  const hasRight = async (
    tx: Tx,
    accounts: readonly string[],
    asker: Pick<Asker, 'id'>,
    act: string,
  ): Promise<boolean> => {
    const { rows } = await sql<{
      may: boolean;
    }>`select respond.has_right_on_all(${[...accounts]}::uuid[], ${asker.id}, ${act}) as may`.execute(tx);
    return rows[0]!.may;
  };

  /** Each account's own steps once, those that this draft asks for, and before a vote a second person. */
  function stepsFor(accounts: readonly Account[], how: Submitting, needsTwo: boolean): readonly Step[] {
    const steps = new Map<string, Step>();
    const longest = [...accounts].sort((a, b) => b.steps.length - a.steps.length)[0]!;
    longest.steps.forEach((step, i) => void steps.set(`${i}`, step));
    for (const account of accounts)
      for (const step of account.steps)
        if (![...steps.values()].some((one) => JSON.stringify(one) === JSON.stringify(step)))
          steps.set(JSON.stringify(step), step);
    if (how.named.length > 0)
      steps.set('named', { name: say.namedStep, need: 'all', roles: [], people: how.named, outside: false });
    if (how.needsOutside)
      steps.set('outside', { name: say.outsideStep, need: 'any', roles: [], people: [], outside: true });
    const list = [...steps.values()];
    const inside = list.filter((step) => !step.outside).length;
    if (needsTwo && inside < 2)
      list.push({
        name: say.electionStep,
        need: 'any',
        roles: ['response-approver', 'siro'],
        people: [],
        outside: false,
      });
    return list;
  }

  async function freeze(
    tx: Tx,
    asker: Asker,
    draft: Draft,
    accounts: readonly Account[],
    steps: readonly Step[],
    more: {
      leavesByItself: boolean;
      lineVersionId: string | null;
      isProactive: boolean;
      inElection: boolean;
    },
  ): Promise<string> {
    const now = kit.clock.now();
    const endsAt =
      draft.endsAt ?? new Date(Math.max(now.getTime(), draft.startsAt?.getTime() ?? 0) + usualHours * hourMs);
    // What was submitted once keeps its number: the same words before others again are another revision.
    const { rows } = await sql<{ revision: number }>`
      update respond.draft set revision = greatest(revision, coalesce((select max(revision) + 1 from respond.submission where draft_id = ${draft.id}), 1))
      where id = ${draft.id} returning revision`.execute(tx);
    const revision = rows[0]!.revision;
    const approved: Approved = {
      draftId: draft.id,
      revision,
      kind: draft.kind,
      lang: draft.lang,
      parts: draft.parts,
      targets: draft.targets.map((target) => {
        const account = accounts.find((one) => one.id === target.accountId)!;
        return { accountId: account.id, network: account.network, handle: account.handle, replyTo: target.replyTo };
      }),
      window: { from: draft.startsAt?.toISOString() ?? null, until: endsAt.toISOString() },
      lineVersionId: draft.lineVersionId,
      corrects: draft.corrects,
      steps,
    };
    const id = kit.ids.next();
    await sql`insert into respond.submission (id, draft_id, revision, bytes, accounts, steps, line_version_id, incident_id, is_proactive, in_election,
        starts_at, ends_at, submitted_by, submitted_at, leaves_by_itself)
      values (${id}, ${draft.id}, ${revision}, ${bytesOf(approved)}, ${accounts.map((account) => account.id)}::uuid[], ${JSON.stringify(steps)}::jsonb,
        ${more.lineVersionId}, ${draft.incidentId}, ${more.isProactive}, ${more.inElection}, ${draft.startsAt}, ${endsAt}, ${asker.id}, ${now}, ${more.leavesByItself})`.execute(
      tx,
    );
    await sql`update respond.draft set state = 'submitted' where id = ${draft.id}`.execute(tx);
    await kit.news.publish(tx, 'respond.draft-changed', {
      draftId: draft.id,
      incidentId: draft.incidentId,
      change: 'submitted',
    });
    return id;
  }

  async function accountsOf(tx: Tx, draft: Pick<Draft, 'targets'>): Promise<readonly Account[]> {
    const all = await readAccounts(tx, kit.clock.now());
    return draft.targets.flatMap((target) =>
      all.filter((account) => account.id === target.accountId && account.state !== 'closed'),
    );
  }

  return {
    submit: async (asker, id, how) => {
      if (!isId(id)) return deny(say.notThere);
      const seen = await kit.db.as(asker, async (tx) => (await readDrafts(tx, sql`d.id = ${id}`))[0]);
      if (!seen) return deny(say.notThere);
      const [known, people] = [await check.known(seen), await needs.people()];
      return kit.db.as(asker, async (tx): Promise<Answer<string>> => {
        await sql`select 1 from respond.draft where id = ${id} for update`.execute(tx);
        const draft = (await readDrafts(tx, sql`d.id = ${id}`))[0];
        if (!draft || draft.state === 'withdrawn') return deny(say.notThere);
        if (how.seen !== undefined && draft.revision !== how.seen) return deny(say.changedMeanwhile);
        if (draft.state === 'submitted') return deny(say.isBeforeOthers);
        // What was asked before this transaction was asked about other words.
        if (draft.revision !== seen.revision) return deny(say.changedMeanwhile);
        const accounts = await accountsOf(tx, draft);
        if (accounts.length === 0 || accounts.length !== draft.targets.length)
          return deny(say.needsAccount, 'accounts');
        if (draft.parts.length === 0) return deny(say.flags.empty, 'text-0');
        const stop = (await check.flags(tx, draft, known)).find((flag) => flag.level === 'stop');
        if (stop) return deny(say.stopped(stop), `text-${stop.part}`);
        const now = kit.clock.now().getTime();
        if (draft.endsAt && draft.endsAt.getTime() <= now) return deny(say.windowPassed, 'endsAt');
        if (draft.startsAt && draft.startsAt.getTime() <= now) return deny(say.startPassed, 'startsAt');
        if ((draft.endsAt ?? draft.startsAt ?? kit.clock.now()).getTime() > now + mostDays * 24 * hourMs)
          return deny(say.tooFar, 'endsAt');
        const ids = accounts.map((account) => account.id);
        if (!(await hasRight(tx, ids, asker, 'draft'))) return deny(say.noRightToDraft, 'accounts');
        if (how.leavesByItself && !(await hasRight(tx, ids, asker, 'publish')))
          return deny(say.noRightToPublish, 'leavesByItself');
        if (how.named.some((person) => !people.has(person) || draft.hands.includes(person) || person === asker.id))
          return deny(say.namedHasAHand, 'named');
        for (const person of how.named)
          if (!(await hasRight(tx, ids, { id: person }, 'approve'))) return deny(say.namedHasNoRight, 'named');
        const election = await electionFor(tx, known.organisation, ids, kit.clock.now());
        const isProactive = isUnasked(draft);
        const steps = stepsFor(accounts, how, election !== null && isProactive);
        const submission = await freeze(tx, asker, draft, accounts, steps, {
          leavesByItself: how.leavesByItself,
          lineVersionId: null,
          isProactive,
          inElection: election !== null,
        });
        return done(submission);
      });
    },

    sendLine: async (asker, given) => {
      const { incidentId, targets } = given;
      // All that can be asked about a line whose words are read below: whom it answers, and in which incident.
      const known = await check.known({
        incidentId: isId(incidentId) ? incidentId : null,
        lang: 'en',
        parts: [],
        targets,
      });
      return kit.db
        .as(asker, async (tx): Promise<Answer<string>> => {
          if (!isId(given.incidentId) || !isId(given.lineVersionId)) return deny(say.notThere);
          if (!isReason(given.purpose)) return deny(say.needsPurpose, 'purpose');
          const text = await check.liveLine(tx, given.lineVersionId);
          if (text === null) return deny(say.lineNotLive, 'line');
          const { rows } = await sql<{ lang: string; decided_by: string; is_earlier: boolean; incident_id: string }>`
          select v.lang, v.decided_by, v.decided_at < i.opened_at as is_earlier, i.incident_id from respond.line_version v, respond.publish_incident i
          where v.id = ${given.lineVersionId} and i.incident_id = respond.goes_on_as(${given.incidentId}::uuid) and i.severity = 'S1' and i.closed_at is null`.execute(
            tx,
          );
          if (!rows[0]) return deny(say.onlyInS1);
          if (!rows[0].is_earlier) return deny(say.onlyEarlier, 'line');
          if (rows[0].decided_by === asker.id) return deny(say.notYourOwn);
          const accounts = await accountsOf(tx, { targets: given.targets });
          if (accounts.length === 0 || accounts.length !== given.targets.length)
            return deny(say.needsAccount, 'accounts');
          const ids = accounts.map((account) => account.id);
          for (const act of ['draft', 'publish'])
            if (!(await hasRight(tx, ids, asker, act)))
              return deny(act === 'draft' ? say.noRightToDraft : say.noRightToPublish, 'accounts');
          const id = kit.ids.next();
          const now = kit.clock.now();
          const parts = [{ text, images: [] }];
          const targets = given.targets.map(({ accountId, replyTo }) => ({ accountId, replyTo }));
          await sql`insert into respond.draft (id, incident_id, kind, purpose, lang, line_version_id, parts, targets, created_by, created_at, changed_at)
          values (${id}, ${rows[0].incident_id}, 'emergency', ${short(given.purpose, 500)}, ${rows[0].lang}, ${given.lineVersionId}, ${JSON.stringify(parts)}::jsonb,
            ${JSON.stringify(targets)}::jsonb, ${asker.id}, ${now}, ${now})`.execute(tx);
          await sql`insert into respond.draft_edit (draft_id, revision, by, at) values (${id}, 1, ${asker.id}, ${now})`.execute(
            tx,
          );
          const draft = (await readDrafts(tx, sql`d.id = ${id}`))[0]!;
          const flags = await check.flags(tx, draft, known);
          if (flags.some((flag) => flag.code === 'too-long')) throw new LineStays(say.lineTooLong, 'accounts');
          const forbidden = flags.find((flag) => say.ruled.includes(flag.code));
          if (forbidden) throw new LineStays(say.stopped(forbidden), 'line');
          if (flags.some((flag) => flag.level === 'explain')) throw new LineStays(say.lineInCase, 'line');
          const submission = await freeze(tx, asker, draft, accounts, [], {
            leavesByItself: true,
            lineVersionId: given.lineVersionId,
            isProactive: false,
            inElection: false,
          });
          await sql`update respond.submission set state = 'approved', approved_at = ${now} where id = ${submission}`.execute(
            tx,
          );
          await becomeDue(kit, tx, submission, asker.id);
          return done(submission);
        })
        .catch((error: unknown): Answer<string> => {
          if (error instanceof LineStays) return deny(error.because, error.field);
          throw error;
        });
    },
  };
}

/** Undoes what was written on the way. */
class LineStays extends Error {
  readonly because: string;
  readonly field: string;
  constructor(because: string, field: string) {
    super('a line does not leave like this');
    this.because = because;
    this.field = field;
  }
}

/** Nobody asked for it, whatever it calls itself: an answer answers something, a correction puts something right. */
function isUnasked(draft: Pick<Draft, 'kind' | 'targets' | 'corrects'>): boolean {
  if (draft.kind === 'reply') return draft.targets.some((target) => target.replyTo === null);
  return draft.kind === 'proactive' || (draft.kind === 'correction' && draft.corrects === null);
}
