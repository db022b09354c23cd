/** The month's cap of networks that cost money or that we limit: what was spent, counted in the database. */
import { sql } from 'kysely';
import type { Spend } from '#networks/contract';
import { type Kit, system } from '#platform';

const me = system('spend');

export function buildSpend(kit: Kit): Spend {
  const keyOf = (network: string, account: string, key: string) =>
    kit.seal.hash('spend', JSON.stringify([network, account, key]));
  const month = () => `${kit.clock.now().toISOString().slice(0, 7)}-01`;

  kit.jobs.every('respond.forget-spend', '7 5 * * *', async () => {
    const before = new Date(kit.clock.now().getTime() - 396 * 86_400_000).toISOString().slice(0, 10);
    await kit.db.as(me, (tx) => sql`delete from respond.spend_entry where month < ${before}`.execute(tx));
  });

  return {
    take: ({ network, account, key, cost, most }) =>
      kit.db.as(me, async (tx) => {
        const now = month();
        const id = keyOf(network, account, key);
        // The row of the month is held first, so that those who come together are counted one after another.
        await sql`insert into respond.spend (network, account, month) values (${network}, ${account}, ${now}) on conflict do nothing`.execute(
          tx,
        );
        await sql`select 1 from respond.spend where network = ${network} and account = ${account} and month = ${now} for update`.execute(
          tx,
        );
        const { rows: known } = await sql`select 1 from respond.spend_entry where key = ${id}`.execute(tx);
        if (known.length > 0) return true;
        const { rows } = await sql`update respond.spend set spent = spent + ${cost}
          where network = ${network} and account = ${account} and month = ${now} and spent + ${cost}::bigint <= ${most} returning spent`.execute(
          tx,
        );
        if (rows.length === 0) return false;
        await sql`insert into respond.spend_entry (key, network, account, month, cost) values (${id}, ${network}, ${account}, ${now}, ${cost})`.execute(
          tx,
        );
        return true;
      }),
    giveBack: ({ network, account, key }) =>
      kit.db.as(me, async (tx) => {
        const { rows } = await sql<{ month: string; cost: number }>`
          delete from respond.spend_entry where key = ${keyOf(network, account, key)} returning month::text, cost`.execute(
          tx,
        );
        const gone = rows[0];
        if (gone)
          await sql`update respond.spend set spent = spent - ${gone.cost} where network = ${network} and account = ${account} and month = ${gone.month}`.execute(
            tx,
          );
      }),
  };
}
