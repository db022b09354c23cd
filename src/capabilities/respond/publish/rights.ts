/** Who may draft, approve and publish with an account: one asks, another confirms; who leaves loses it the same day. */
import { sql } from 'kysely';
import { isId, type Kit, type Tx } from '#platform';
import { deny, nothing } from './answers.ts';
import type { Accounts } from './door.ts';
import { accountWording as say } from './wording.ts';

interface Row {
  id: string;
  account_id: string;
  person_id: string;
  proposed_by: string;
  confirmed_by: string | null;
}

export function buildRights(
  kit: Kit,
  people: () => Promise<ReadonlySet<string>>,
): Pick<Accounts, 'askForRight' | 'confirmRight' | 'endRight'> {
  const find = async (tx: Tx, id: string): Promise<Row | null> => {
    if (!isId(id)) return null;
    const { rows } = await sql<Row>`
      select id, account_id, person_id, proposed_by, confirmed_by from respond.account_right where id = ${id} and ended_at is null for update`.execute(
      tx,
    );
    return rows[0] ?? null;
  };
  const tell = (tx: Tx, accountId: string) =>
    kit.news.publish(tx, 'respond.account-changed', { accountId, change: 'rights' });
  return {
    askForRight: async (asker, id, personId, act) => {
      if (!(await people()).has(personId)) return deny(say.needsPerson, 'personId');
      if (!['draft', 'approve', 'publish'].includes(act)) return deny(say.needsAct, 'act');
      return kit.db.as(asker, async (tx) => {
        if (!isId(id)) return deny(say.notThere);
        const { rows } =
          await sql`insert into respond.account_right (id, account_id, person_id, act, proposed_by, proposed_at)
          select ${kit.ids.next()}, id, ${personId}, ${act}, ${asker.id}, ${kit.clock.now()} from respond.account where id = ${id} and state <> 'closed'
          on conflict do nothing returning id`.execute(tx);
        if (rows.length === 0) return deny(say.hasRightAlready, 'personId');
        await tell(tx, id);
        return nothing;
      });
    },
    confirmRight: (asker, rightId) =>
      kit.db.as(asker, async (tx) => {
        const right = await find(tx, rightId);
        if (!right || right.confirmed_by !== null) return deny(say.notThere);
        if (right.proposed_by === asker.id) return deny(say.anotherConfirms);
        if (right.person_id === asker.id) return deny(say.notForYourself);
        await sql`update respond.account_right set confirmed_by = ${asker.id}, confirmed_at = ${kit.clock.now()} where id = ${rightId}`.execute(
          tx,
        );
        await tell(tx, right.account_id);
        return nothing;
      }),
    endRight: (asker, rightId) =>
      kit.db.as(asker, async (tx) => {
        const right = await find(tx, rightId);
        if (!right) return deny(say.notThere);
        await sql`update respond.account_right set ended_at = ${kit.clock.now()}, ended_by = ${asker.id} where id = ${rightId}`.execute(
          tx,
        );
        await tell(tx, right.account_id);
        return nothing;
      }),
  };
}

/** Somebody has left: no right of theirs stands, and nothing that they asked for. Answers the accounts that now have no owner. */
export async function leave(kit: Kit, tx: Tx, personId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ account_id: string }>`
    update respond.account_right set ended_at = ${kit.clock.now()}, ended_by = 'respond'
    where person_id = ${personId} and ended_at is null returning account_id`.execute(tx);
  const { rows: alone } = await sql<{ id: string }>`
    update respond.account set owner_id = null where owner_id = ${personId} and state <> 'closed' returning id`.execute(
    tx,
  );
  await sql`update respond.account set deputy_id = null where deputy_id = ${personId}`.execute(tx);
  await sql`update respond.account set fewer_asked_by = null where fewer_asked_by = ${personId}`.execute(tx);
  for (const accountId of new Set([...rows.map((row) => row.account_id), ...alone.map((row) => row.id)]))
    await kit.news.publish(tx, 'respond.account-changed', { accountId, change: 'rights' });
  return alone.map((row) => row.id);
}

/** Roles were taken away: a right that the person's roles no longer carry ends. */
export async function endWithoutRole(
  kit: Kit,
  tx: Tx,
  personId: string,
  mayStill: Readonly<Record<string, boolean>>,
): Promise<void> {
  for (const [act, isStill] of Object.entries(mayStill)) {
    if (isStill) continue;
    await sql`update respond.account_right set ended_at = ${kit.clock.now()}, ended_by = 'respond'
      where person_id = ${personId} and act = ${act} and ended_at is null`.execute(tx);
  }
}
