/** How many people approve what an account says: one alone may ask for more of them, and two together for fewer. */
import { sql } from 'kysely';
import type { Kit, Tx } from '#platform';
import { lockedAccount } from './account-store.ts';
import { deny, done, nothing } from './answers.ts';
import type { Accounts, Answer, Step } from './door.ts';
import { accountWording as say } from './wording.ts';

const usualSteps: readonly Step[] = say.stepNames.map((name) => ({
  name,
  need: 'any',
  roles: ['response-approver'],
  people: [],
  outside: false,
}));

export function buildApprovers(kit: Kit): Pick<Accounts, 'askForApprovers' | 'agreeToFewer'> {
  async function keep(tx: Tx, id: string, steps: readonly Step[]): Promise<boolean> {
    const { rows } = await sql`update respond.account set steps = ${JSON.stringify(steps)}::jsonb, fewer_asked_by = null
      where id = ${id} and state <> 'closed' returning id`.execute(tx);
    return rows.length > 0;
  }
  const tell = (tx: Tx, accountId: string) =>
    kit.news.publish(tx, 'respond.account-changed', { accountId, change: 'approvers' });

  return {
    askForApprovers: (asker, id, count) =>
      kit.db.as(asker, async (tx): Promise<Answer<'saved' | 'waits'>> => {
        const account = await lockedAccount(tx, kit.clock.now(), id);
        if (!account) return deny(say.notThere);
        const isFewer = count < account.steps.length;
        if (isFewer && account.fewerAskedBy !== null) return deny(say.fewerWaits);
        if (!isFewer) {
          // What stands there stays to the letter: one person alone only adds to it.
          const steps = [...account.steps, ...usualSteps.slice(account.steps.length, count)];
          if (!(await keep(tx, id, steps))) return deny(say.notYours);
          await tell(tx, id);
          return done('saved');
        }
        const { rows } = await sql`update respond.account set fewer_asked_by = ${asker.id}
          where id = ${id} and state <> 'closed' returning id`.execute(tx);
        if (rows.length === 0) return deny(say.notYours);
        await tell(tx, id);
        return done('waits');
      }),
    agreeToFewer: (asker, id) =>
      kit.db.as(asker, async (tx) => {
        const account = await lockedAccount(tx, kit.clock.now(), id);
        if (!account || account.fewerAskedBy === null) return deny(say.notThere);
        if (account.fewerAskedBy === asker.id) return deny(say.anotherAgrees);
        if (!(await keep(tx, id, usualSteps.slice(0, 1)))) return deny(say.notYours);
        await tell(tx, id);
        return nothing;
      }),
  };
}
