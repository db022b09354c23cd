/**
 * What must go from the trail: six full years and the current one stay (domain rules A0, "audit log of decisions").
 * The chain goes on from a signed cut, so that what stays can still be verified.
 */
import { sql } from 'kysely';
import { cutEntries, type Kit, record } from '#platform';
import { cutText, type Place } from './chain.ts';
import { me, type Signer } from './signing.ts';

/** Before this moment nothing is kept: the first of January six years ago. */
export const keptFrom = (now: Date): Date => new Date(Date.UTC(now.getUTCFullYear() - 6, 0, 1));

/** Answers how many entries went. */
export async function cutTrail(kit: Pick<Kit, 'db' | 'clock'>, signer: () => Promise<Signer>): Promise<number> {
  const { keyId, sign } = await signer();
  const now = kit.clock.now();
  return kit.db.as(me, async (tx) => {
    // Up to the last one before the first that stays: the chain is cut at one place.
    const { rows } = await sql<Place & { ref: string }>`
      select position, chain, seal, ref from assure.link
      where at < ${keptFrom(now)} and position < coalesce((select min(position) from assure.link where at >= ${keptFrom(now)}), 9223372036854775807)
      order by position desc limit 1`.execute(tx);
    const last = rows[0];
    if (!last) return 0;
    const at = now.toISOString();
    const { position, chain, seal } = last;
    await sql`insert into assure.cut (position, at, chain, seal, key_id, signature)
      values (${position}, ${at}, ${chain}, ${seal}, ${keyId}, ${sign(cutText({ position, chain, seal, at }))})`.execute(
      tx,
    );
    const gone = await cutEntries(tx, last.ref);
    await sql`delete from assure.link where position <= ${position}`.execute(tx);
    await sql`delete from assure.head where position <= ${position}`.execute(tx);
    await record(tx, { what: 'trail-cut', about: null, new: { position, entries: gone } }, now);
    return gone;
  });
}
