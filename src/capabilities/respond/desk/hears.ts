/** What the desk hears: that a story was locked, that an answer is out, that the sealed map was opened. And what it forgets. */
import { sql } from 'kysely';
import { type Kit, system } from '#platform';
import type { Watch } from '#watch';
import type { DeskSeams } from './door.ts';
import { addStep } from './item-store.ts';
import { dropOfSignal } from './lock.ts';
import { me } from './receive.ts';

const dayMs = 86_400_000;

export interface HearParts {
  readonly seams: DeskSeams;
  readonly alerts: Pick<Watch['alerts'], 'page'>;
  readonly dataOfficers: () => Promise<readonly string[]>;
}

export function hear(kit: Kit, parts: HearParts): void {
  kit.news.listen('respond.desk-locks', ['watch.signal-changed'], me, async (tx, event) => {
    if (event.fields.change === 'locked') await dropOfSignal(kit, tx, event.fields.signalId);
  });

  // Who wrote the answer and which post it answers is asked outside the transaction that hears.
  kit.news.listen('respond.desk-answered', ['respond.response-published'], me, async (tx, event) => {
    await kit.jobs.add(tx, 'respond.desk-answered', { publicationId: event.fields.publicationId, by: event.asker });
  });
  kit.jobs.on('respond.desk-answered', {
    act: async (job) => {
      const publicationId = String(job.fields.publicationId);
      const post = await parts.seams.answeredBy(publicationId);
      if (post === null) return;
      await kit.db.as(me, async (tx) => {
        const { rows } = await sql<{ id: string; incident_id: string | null }>`
          update respond.desk_item set state = 'answered', decided_at = ${kit.clock.now()}, decided_by = coalesce(claimed_by, ${me.id}), stale_at = null, publication_id = ${publicationId}
          where (id = ${post.itemId}::uuid or native_id = ${post.address}::text or url = ${post.address}::text) and state in ('new', 'claimed') returning id, incident_id`.execute(
          tx,
        );
        for (const row of rows) {
          await addStep(kit, tx, me, row.id, 'answered');
          await kit.news.publish(tx, 'respond.item-changed', {
            itemId: row.id,
            incidentId: row.incident_id,
            change: 'answered',
          });
        }
      });
    },
  });

  // Break-glass is told to the data protection officer at once (domain rules A0).
  kit.news.listen('respond.desk-map', ['respond.sealed-map-changed'], me, async (tx, event) => {
    if (event.fields.change === 'opened')
      await kit.jobs.add(tx, 'respond.desk-map-opened', { itemId: event.fields.itemId, event: event.id });
  });
  kit.jobs.on('respond.desk-map-opened', {
    act: async (job) => {
      const personIds = await parts.dataOfficers();
      await kit.db.as(system('desk'), (tx) =>
        parts.alerts.page(tx, {
          key: `sealed-map-${String(job.fields.event)}`,
          severity: 'S3',
          code: 'sealed-map-opened',
          href: `/respond/sealed/${String(job.fields.itemId)}`,
          personIds,
        }),
      );
    },
  });

  kit.jobs.every('respond.desk-retention', '31 * * * *', () => forget(kit));
}

/** What its time is up for; and of criticism that was decided on, after 7 days, the address that could name its author. */
export async function forget(kit: Kit): Promise<void> {
  const now = kit.clock.now();
  const weekAgo = new Date(now.getTime() - 7 * dayMs);
  await kit.db.as(me, async (tx) => {
    await sql`delete from respond.desk_item where keep_until < ${now} and state not in ('new', 'claimed')`.execute(tx);
    await sql`update respond.desk_item set native_id = null, url = null
      where author_handle is null and kind <> 'handed-in' and state <> 'answered' and decided_at < ${weekAgo}`.execute(
      tx,
    );
    await sql`delete from respond.desk_lesson where at < ${new Date(now.getTime() - 365 * dayMs)}`.execute(tx);
  });
}
