/** Evidence that must go: without a case after 30 days, with one as long as the case is kept; never while it is on hold. */
import { sql } from 'kysely';
import { type Kit, record } from '#platform';
import { noteCustody, readEvidence, sha256Hex } from './evidence-store.ts';
import { me, type Signer } from './signing.ts';

export const caseless = { days: 30, rule: 'no case for 30 days' } as const;

export const certificateText = (one: {
  id: string;
  deletedAt: string;
  manifestHash: string | null;
  rule: string;
}): string => ['foreword-certificate-1', one.id, one.deletedAt, one.manifestHash ?? '', one.rule].join('\n');

export async function forgetEvidence(kit: Kit, signer: () => Promise<Signer>): Promise<number> {
  const now = kit.clock.now();
  const due = await kit.db.as(me, (tx) =>
    readEvidence(
      tx,
      sql`e.keep_until <= ${now} and not exists (select 1 from assure.evidence_hold x where x.evidence_id = e.id)`,
      500,
    ),
  );
  if (due.length === 0) return 0;
  const { keyId, sign } = await signer();
  for (const one of due) {
    await kit.db.as(me, async (tx) => {
      const gone = await sql`delete from assure.evidence where id = ${one.id} returning id`.execute(tx);
      if (gone.rows.length === 0) return; // A hold was set meanwhile.
      const rule = one.about?.kind === 'incident' ? 'its incident was closed long ago' : caseless.rule;
      const deletedAt = now.toISOString();
      const signature = sign(certificateText({ id: one.id, deletedAt, manifestHash: one.manifestHash, rule }));
      await sql`insert into assure.certificate (evidence_id, deleted_at, captured_at, url_hash, manifest_hash, rule, key_id, signature)
        values (${one.id}, ${deletedAt}, ${one.capturedAt}, ${sha256Hex(Buffer.from(one.url))}, ${one.manifestHash}, ${rule}, ${keyId}, ${signature})`.execute(
        tx,
      );
      await noteCustody(tx, kit, one.id, 'deleted', { why: rule });
      await record(tx, { what: 'evidence-deleted', about: one.id }, now);
    });
  }
  return due.length;
}
