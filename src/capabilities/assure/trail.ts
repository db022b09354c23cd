/** The record as others may use it: put together from the chain, its heads, the export and the cut. */
import { sql } from 'kysely';
import { type Asker, countUntaken, type Kit } from '#platform';
import { cutTrail } from './cut.ts';
import type { Trail, TrailState } from './door.ts';
import { exportTrail, keysOf } from './export.ts';
import { buildHeads } from './heads.ts';
import { buildSealer } from './sealer.ts';
import type { Signer } from './signing.ts';
import type { Stamper } from './stamp.ts';

export interface TrailNeeds {
  readonly signer: () => Promise<Signer>;
  /** Where signed heads are written. */
  readonly headsFile: string | null;
  readonly stamper: Stamper | null;
}

export interface TrailParts extends Trail {
  seal(): Promise<number>;
  start(): void;
  stop(): Promise<void>;
}

export function buildTrail(kit: Kit, needs: TrailNeeds): TrailParts {
  const { signer } = needs;
  const heads = buildHeads(kit, { sealer: () => sealer, file: needs.headsFile, stamper: needs.stamper });
  const sealer = buildSealer(kit, signer, () => {
    void heads.send().catch((error: unknown) => kit.log.error('assure.heads-not-sent', { error: error as Error }));
  });
  kit.jobs.every('assure.cut-trail', '41 3 * * *', async () => {
    await cutTrail(kit, signer);
  });
  return {
    seal: sealer.seal,
    export: (asker, period) => exportTrail(kit, { sealer, signer }, asker, period),
    state: (asker) => stateOf(kit, asker, needs),
    publicKey: async () => (await signer()).publicKey,
    start: sealer.start,
    stop: sealer.stop,
  };
}

function stateOf(kit: Kit, asker: Asker, needs: TrailNeeds): Promise<TrailState> {
  return kit.db.as(asker, async (tx) => {
    const links = await sql<{ n: number; from: Date | null; to: Date | null }>`
      select count(*)::int as n, min(at) as from, max(at) as to from assure.link`.execute(tx);
    const head = await sql<NonNullable<TrailState['head']>>`
      select position, at, key_id as "keyId", written_at as "writtenAt", stamped_at as "stampedAt"
      from assure.head order by position desc limit 1`.execute(tx);
    return {
      entries: links.rows[0]!.n,
      from: links.rows[0]!.from,
      to: links.rows[0]!.to,
      waiting: await countUntaken(tx),
      head: head.rows[0] ?? null,
      keys: await keysOf(tx),
      isWrittenOff: needs.headsFile !== null,
      isStamped: needs.stamper !== null,
    };
  });
}
