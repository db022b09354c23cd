/** Where in a whole database some words stand: every row of every table of the house, looked at as its owner. */
import type { OpenDatabase } from '#platform';

/** The tables with the words in any row, in any case, each with the number of such rows: `people.person: 1`. */
export async function whereItStands(db: Pick<OpenDatabase, 'asOwner'>, words: string): Promise<readonly string[]> {
  const found: string[] = [];
  await db.asOwner(async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select table_schema || '.' || table_name as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema') order by 1`,
    );
    for (const { name } of rows) {
      const { rows: hits } = await client.query<{ n: number }>(
        `select count(*)::int as n from ${name} t where position(lower($1) in lower(t::text)) > 0`,
        [words],
      );
      if (hits[0]!.n > 0) found.push(`${name}: ${hits[0]!.n}`);
    }
  });
  return found;
}
