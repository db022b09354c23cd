/** What people do with an item of the desk. Each act is one transaction: the change, its line in the story, its event. */
import { type RawBuilder, sql } from 'kysely';
import type { Events } from '#events';
import { type Asker, isId, type Kit, type Tx } from '#platform';
import type { Answer } from '#watch';
import { answeringMs, idleMs } from './clocks.ts';
import type { DeskItem, DeskSeams, Items } from './door.ts';
import { addStep, itemOf } from './item-store.ts';
import { hasName } from './names.ts';
import { deskWording as say } from './wording.ts';

export type ItemActs = Omit<Items, 'list' | 'item' | 'steps' | 'ofIncident' | 'listening' | 'lock'>;
export type ItemChange = Events['respond.item-changed']['change'];

export interface ActParts {
  /** Names of everybody with an account. */
  readonly staffNames: () => Promise<readonly string[]>;
  /** Ids of those who may work at the desk. */
  readonly deskPeople: (asker: Asker) => Promise<readonly string[]>;
  readonly seams: DeskSeams;
}

const leastWords = 3;
const mostWords = 2000;
export const noReplyChoices = ['reach', 'harm', 'truth'] as const;
export const handedToChoices = ['service', 'complaints', 'foi', 'press', 'legal', 'police', 'safeguarding'] as const;
/** Nobody answers these from an account: a threat (T1), secret material (T5). */
const neverAnswered: readonly string[] = ['T1', 'T5'];
/** A trained person answers these, and never anything automatic (domain rule A27). */
const humanOnly: readonly string[] = ['T2', 'T3'];

export const codesOf = (item: Pick<DeskItem, 'code' | 'also'>): readonly string[] => [item.code, ...item.also];
export const mayNeverBeAnswered = (item: Pick<DeskItem, 'code' | 'also'>) =>
  codesOf(item).some((code) => neverAnswered.includes(code));
export const wantsHuman = (item: Pick<DeskItem, 'code' | 'also'>) =>
  codesOf(item).some((code) => humanOnly.includes(code));
export const isInformationRequest = (item: Pick<DeskItem, 'code' | 'also'>) => codesOf(item).includes('T18');

export function buildItemActs(kit: Kit, parts: ActParts): ItemActs {
  /** Why these words cannot stand; null when they can. A colleague is never named at the desk (red line 13). */
  async function wordsProblem(words: string): Promise<string | null> {
    if (words.trim().length < leastWords) return say.sayWhy;
    if (words.trim().length > mostWords) return say.tooLong;
    return hasName(words, await parts.staffNames()) ? say.noNames : null;
  }

  async function told(tx: Tx, asker: Asker, id: string, change: ItemChange, what: string, words = ''): Promise<Answer> {
    await addStep(kit, tx, asker, id, what, clean(words));
    const item = await itemOf(tx, id);
    await kit.news.publish(tx, 'respond.item-changed', { itemId: id, incidentId: item?.incidentId ?? null, change });
    return { ok: true, value: null };
  }

  /** One statement decides: it changes the row only where `where` still holds, and otherwise the row says why not. */
  async function change(
    tx: Tx,
    id: string,
    where: RawBuilder<unknown>,
    set: RawBuilder<unknown>,
    whyNot: (item: DeskItem) => string,
  ): Promise<Answer> {
    if (!isId(id)) return no(say.notThere);
    const { rows } = await sql`update respond.desk_item set ${set} where id = ${id} and ${where} returning id`.execute(
      tx,
    );
    if (rows.length > 0) return { ok: true, value: null };
    const item = await itemOf(tx, id);
    return no(item === null ? say.notThere : whyNot(item));
  }

  const staleFrom = (ms = idleMs) => new Date(kit.clock.now().getTime() + ms);
  const takenBy = (id: string) => sql`state = 'claimed', claimed_by = ${id}, claimed_at = ${kit.clock.now()},
    stale_at = ${staleFrom()}, answer_begun_at = null, acknowledged_at = coalesce(acknowledged_at, ${kit.clock.now()})`;
  const isMine = (asker: Asker) => sql`state = 'claimed' and claimed_by = ${asker.id}`;
  const notMine = (item: DeskItem) => (item.decidedAt ? say.decided : item.claimedBy ? say.taken : say.takeFirst);
  const closing = (asker: Asker, state: string) =>
    sql`state = ${state}, decided_at = ${kit.clock.now()}, decided_by = ${asker.id}, stale_at = null`;

  return {
    claim: (asker, id) =>
      kit.db.as(asker, async (tx) => {
        const answer = await change(tx, id, sql`claimed_by is null and state = 'new'`, takenBy(asker.id), (item) =>
          item.decidedAt ? say.decided : item.claimedBy === asker.id ? say.yoursAlready : say.taken,
        );
        return answer.ok ? told(tx, asker, id, 'claimed', 'claimed') : answer;
      }),
    takeOver: (asker, id) =>
      kit.db.as(asker, async (tx) => {
        const answer = await change(
          tx,
          id,
          sql`state = 'claimed' and claimed_by <> ${asker.id} and stale_at <= ${kit.clock.now()}`,
          takenBy(asker.id),
          (item) => (item.decidedAt ? say.decided : item.claimedBy === asker.id ? say.yoursAlready : say.stillAtIt),
        );
        return answer.ok ? told(tx, asker, id, 'taken-over', 'taken-over') : answer;
      }),
    release: (asker, id) =>
      kit.db.as(asker, async (tx) => {
        const free = sql`state = 'new', claimed_by = null, claimed_at = null, stale_at = null, answer_begun_at = null`;
        const answer = await change(tx, id, isMine(asker), free, notMine);
        return answer.ok ? told(tx, asker, id, 'released', 'released') : answer;
      }),
    assign: async (asker, id, personId) => {
      if (!(await parts.deskPeople(asker)).includes(personId)) return no(say.choosePerson);
      return kit.db.as(asker, async (tx) => {
        const answer = await change(
          tx,
          id,
          sql`(state = 'new' or (${isMine(asker)}) or (state = 'claimed' and stale_at <= ${kit.clock.now()}))`,
          takenBy(personId),
          (item) => (item.decidedAt ? say.decided : say.taken),
        );
        return answer.ok ? told(tx, asker, id, 'assigned', 'assigned', personId) : answer;
      });
    },
    note: async (asker, id, words) => {
      const problem = await wordsProblem(words);
      if (problem) return no(problem);
      return kit.db.as(asker, async (tx) => {
        if ((await itemOf(tx, id)) === null) return no(say.notThere);
        // Whoever writes about it is still at it.
        await sql`update respond.desk_item set stale_at = greatest(stale_at, ${staleFrom()}::timestamptz) where id = ${id} and ${isMine(asker)}`.execute(
          tx,
        );
        return told(tx, asker, id, 'noted', 'noted', words);
      });
    },
    link: async (asker, id, incidentId) => {
      const open = await parts.seams.openIncidents(asker);
      if (!open.some((one) => one.id === incidentId)) return no(say.chooseIncident);
      return kit.db.as(asker, async (tx) => {
        const set = sql`incident_id = ${incidentId}`;
        const answer = await change(tx, id, sql`decided_at is null`, set, () => say.decided);
        return answer.ok ? told(tx, asker, id, 'linked', 'linked') : answer;
      });
    },
    beginAnswer: async (asker, id, wish) => {
      const accounts = await parts.seams.accounts();
      return kit.db.as(asker, async (tx): Promise<Answer<string>> => {
        const item = await itemOf(tx, id);
        if (!item) return no(say.notThere);
        if (mayNeverBeAnswered(item)) return no(say.neverAnswer);
        if (wantsHuman(item) && !wish.isHuman) return no(say.humanOnly);
        const account = accounts.find((one) => one.id === wish.accountId);
        if (!account) return no(say.officialOnly);
        if (item.accountId !== null && account.network !== item.network) return no(say.otherNetwork);
        const set = sql`answer_begun_at = coalesce(answer_begun_at, ${kit.clock.now()}), stale_at = ${staleFrom(answeringMs)}`;
        const answer = await change(tx, id, isMine(asker), set, notMine);
        if (!answer.ok) return answer;
        await told(tx, asker, id, 'answering', 'answering');
        const query = new URLSearchParams({ replyTo: item.nativeId ?? item.url ?? '', item: id, account: account.id });
        if (item.incidentId) query.set('incident', item.incidentId);
        return { ok: true, value: `/respond/drafts/new?${query}` };
      });
    },
    doNotReply: async (asker, id, choice, words) => {
      if (!(noReplyChoices as readonly string[]).includes(choice)) return no(say.chooseReason);
      const problem = await wordsProblem(words);
      if (problem) return no(problem);
      return kit.db.as(asker, async (tx) => {
        const item = await itemOf(tx, id);
        if (item && isInformationRequest(item)) return no(say.mustBeAnswered);
        const set = sql`${closing(asker, 'not-answering')}, no_reply_choice = ${choice}, no_reply_words = ${clean(words)},
          claimed_by = ${asker.id}`;
        const free = sql`(state = 'new' or (${isMine(asker)}))`;
        const answer = await change(tx, id, free, set, notMine);
        return answer.ok ? told(tx, asker, id, 'not-answering', `not-answering-${choice}`, words) : answer;
      });
    },
    handTo: async (asker, id, to, words) => {
      if (!(handedToChoices as readonly string[]).includes(to)) return no(say.chooseTeam);
      const problem = await wordsProblem(words);
      if (problem) return no(problem);
      return kit.db.as(asker, async (tx) => {
        const set = sql`${closing(asker, 'handed-over')}, handed_to = ${to}, claimed_by = ${asker.id}`;
        const answer = await change(tx, id, sql`(state = 'new' or (${isMine(asker)}))`, set, notMine);
        return answer.ok ? told(tx, asker, id, 'handed-over', `handed-to-${to}`, words) : answer;
      });
    },
    reopen: async (asker, id, words) => {
      const problem = await wordsProblem(words);
      if (problem) return no(problem);
      return kit.db.as(asker, async (tx) => {
        const set = sql`state = 'new', decided_at = null, decided_by = null, claimed_by = null, claimed_at = null,
          stale_at = null, answer_begun_at = null, handed_to = null, no_reply_choice = null, no_reply_words = null`;
        const where = sql`state in ('not-answering', 'handed-over')`;
        const answer = await change(tx, id, where, set, (item) => (item.decidedAt ? say.answered : say.notDecided));
        return answer.ok ? told(tx, asker, id, 'reopened', 'reopened', words) : answer;
      });
    },
  };
}

export function no(because: string): { readonly ok: false; readonly because: string } {
  return { ok: false, because };
}

/** NUL and half characters, which the database cannot hold, taken out. */
export function clean(words: string): string {
  return words.trim().slice(0, mostWords).replaceAll('\u0000', '').toWellFormed();
}
