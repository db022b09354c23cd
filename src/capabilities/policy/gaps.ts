/** What the policy does not say: told by staff or by what went wrong, tagged, and closed by a new version or a reason. */
import { sql } from 'kysely';
import { type Asker, isId, type Kit, system, type Tx } from '#platform';
import type { Done, Gap, Gaps, NewGap, ReviewTask } from './door.ts';
import { longest, no, want, yes } from './text.ts';
import { gapWording as say } from './wording.ts';

const me = system('policy');
const dayMs = 86_400_000;
/** So many gaps with one tag in so many days, and somebody looks at it (domain rule A31). */
export const taskAfter = 3;
const taskDays = 90;
/** "No clause fits", as the tasks keep it. */
const noClause = 0;
type Where = ReturnType<typeof sql>;

export function buildGaps(kit: Kit): Gaps & { readonly forget: () => Promise<void> } {
  async function openIn(tx: Tx, asker: Asker, given: NewGap): Promise<Done<string>> {
    const problems = want('words', given.words, say.enterWords, longest.note);
    if (problems.length > 0) return { ok: false, problems };
    if (given.about !== null && !isId(given.about)) return no(say.noSuchThing);
    const tag = given.tag ?? null;
    if (typeof tag === 'number' && !(await isClause(tx, tag))) return no(say.noClause, 'tag');
    const id = kit.ids.next();
    const now = kit.clock.now();
    await sql`insert into policy.gap (id, source, about, words, opened_by, opened_at, tag, clause_number, tagged_at)
      values (${id}, ${given.from}, ${given.about}, ${given.words.trim()}, ${asker.id}, ${now}, ${kindOf(tag)}, ${numberOf(tag)}, ${tag === null ? null : now})`.execute(
      tx,
    );
    await kit.news.publish(tx, 'policy.gap-found', { gapId: id, from: given.from });
    return { ok: true, value: id };
  }

  // Whoever opens a gap may not see the others, so they are counted by the house, after it.
  kit.news.listen('policy.count-gaps', ['policy.gap-found'], me, async (tx, event) => {
    const [gap] = await gapsWhere(tx, sql`g.id = ${event.fields.gapId}`);
    if (gap?.tag) await countTag(tx, gap.tag);
  });

  /** Opens a task where there are enough since the last one was done; one open task a tag. */
  async function countTag(tx: Tx, tag: number | 'none'): Promise<void> {
    const now = kit.clock.now();
    const number = numberOf(tag) ?? noClause;
    await sql`insert into policy.review_task (id, clause_number, gaps, opened_at)
      select ${kit.ids.next()}, ${number}, count(*), ${now} from policy.gap g
      where g.tag = ${kindOf(tag)} and coalesce(g.clause_number, ${noClause}) = ${number} and g.tagged_at > ${new Date(now.getTime() - taskDays * dayMs)}
        and g.tagged_at > coalesce((select max(done_at) from policy.review_task t where t.clause_number = ${number}), '-infinity')
      having count(*) >= ${taskAfter} on conflict do nothing`.execute(tx);
  }

  return {
    openIn,
    open: (asker, given) => kit.db.as(asker, (tx) => openIn(tx, asker, given)),
    list: (asker, state) => kit.db.as(asker, (tx) => gapsWhere(tx, state ? sql`g.state = ${state}` : sql`true`)),
    gap: (asker, id) =>
      kit.db.as(asker, async (tx) => (isId(id) ? ((await gapsWhere(tx, sql`g.id = ${id}`))[0] ?? null) : null)),
    tag: (asker, id, tag) =>
      kit.db.as(asker, async (tx) => {
        const gap = await heldGap(tx, id);
        if (!gap) return no(say.notThere);
        if (typeof tag === 'number' && !(await isClause(tx, tag))) return no(say.noClause, 'tag');
        if (gap.tag === tag) return yes;
        await sql`update policy.gap set tag = ${kindOf(tag)}, clause_number = ${numberOf(tag)}, tagged_at = ${kit.clock.now()} where id = ${id}`.execute(
          tx,
        );
        await countTag(tx, tag);
        return yes;
      }),
    close: (asker, id, how) =>
      kit.db.as(asker, async (tx) => {
        const gap = await heldGap(tx, id);
        if (!gap) return no(say.notThere);
        if (gap.state === 'closed') return no(say.isClosed);
        const because = 'because' in how ? how.because.trim() : null;
        const versionId = 'versionId' in how ? how.versionId : null;
        if (because !== null) {
          const problems = want('because', because, say.sayWhyClosed, longest.note);
          if (problems.length > 0) return { ok: false, problems };
        } else if (!(await isAdopted(tx, versionId))) return no(say.notAdopted, 'version');
        await sql`update policy.gap set state = 'closed', closed_by = ${asker.id}, closed_at = ${kit.clock.now()}, closed_because = ${because}, closed_version_id = ${versionId} where id = ${id}`.execute(
          tx,
        );
        return yes;
      }),
    tasks: (asker) =>
      kit.db.as(asker, async (tx) => {
        const { rows } = await sql<Omit<ReviewTask, 'tag'> & { number: number }>`
          select id, clause_number as number, gaps, opened_at as "openedAt", state, done_by as "doneBy", done_at as "doneAt", outcome
          from policy.review_task order by state desc, opened_at desc limit 200`.execute(tx);
        return rows.map(({ number, ...task }) => ({ ...task, tag: number === noClause ? 'none' : number }));
      }),
    finishTask: (asker, id, outcome) =>
      kit.db.as(asker, async (tx) => {
        const problems = want('outcome', outcome, say.sayOutcome, longest.note);
        if (problems.length > 0) return { ok: false, problems };
        const { rows } =
          await sql`update policy.review_task set state = 'done', done_by = ${asker.id}, done_at = ${kit.clock.now()}, outcome = ${outcome.trim()}
          where id = ${isId(id) ? id : null} and state = 'open' returning id`.execute(tx);
        return rows.length === 1 ? yes : no(say.taskDone);
      }),
    forget: async () => {
      const before = kit.clock.now();
      before.setUTCFullYear(before.getUTCFullYear() - 6);
      await kit.db.as(me, (tx) => sql`delete from policy.gap where closed_at < ${before}`.execute(tx));
    },
  };
}

const kindOf = (tag: number | 'none' | null) => (tag === null ? null : tag === 'none' ? 'none' : 'clause');
const numberOf = (tag: number | 'none' | null) => (typeof tag === 'number' ? tag : null);

async function heldGap(tx: Tx, id: string): Promise<Gap | null> {
  if (!isId(id)) return null;
  // Who may not change it does not get hold of it, though they may see it.
  const { rows } = await sql`select 1 from policy.gap where id = ${id} for update`.execute(tx);
  return rows.length === 0 ? null : ((await gapsWhere(tx, sql`g.id = ${id}`))[0] ?? null);
}

/** A number that some adopted version has. */
async function isClause(tx: Tx, number: number): Promise<boolean> {
  if (!Number.isSafeInteger(number) || number < 1 || number > 100_000) return false;
  const { rows } = await sql`select 1 from policy.clause c join policy.version v on v.id = c.version_id
    where c.number = ${number} and v.number is not null limit 1`.execute(tx);
  return rows.length > 0;
}

async function isAdopted(tx: Tx, versionId: string | null): Promise<boolean> {
  const { rows } =
    await sql`select 1 from policy.version where id = ${versionId && isId(versionId) ? versionId : null} and number is not null`.execute(
      tx,
    );
  return rows.length > 0;
}

async function gapsWhere(tx: Tx, where: Where): Promise<readonly Gap[]> {
  const { rows } = await sql<Omit<Gap, 'tag'> & { tag: 'clause' | 'none' | null; number: number | null }>`
    select g.id, g.source as "from", g.about, g.words, g.opened_by as "openedBy", g.opened_at as "openedAt", g.tag, g.clause_number as number,
      g.state, g.closed_by as "closedBy", g.closed_at as "closedAt", g.closed_because as "closedBecause", g.closed_version_id as "closedVersionId"
    from policy.gap g where ${where} order by g.opened_at desc, g.id desc limit 1000`.execute(tx);
  return rows.map(({ number, tag, ...gap }) => ({ ...gap, tag: tag === 'clause' ? number : tag }));
}
