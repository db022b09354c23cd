/** Pages somebody about what is no signal: a clock of an incident that ran out, a post that did not leave in time. */
import { sql } from 'kysely';
import { type Kit, system } from '#platform';
import { insertAlert } from './alert-raise.ts';
import type { Alerts, PagedThing } from './door.ts';

const me = system('watch');

/** By way of a chore, since whoever asks has no right to our tables; the chore is part of their transaction. */
export function buildPaging(kit: Kit): Pick<Alerts, 'page' | 'pageOver'> {
  kit.jobs.on('watch.page', {
    attempts: 10_000,
    backoffMs: (attempt) => Math.min(60_000, 1000 * 2 ** Math.min(attempt, 10)),
    act: async (job) => {
      const thing = job.fields as unknown as PagedThing;
      await kit.db.as(me, (tx) =>
        insertAlert(kit, tx, {
          kind: 'paged',
          signalId: null,
          sourceId: null,
          deliveryId: null,
          severity: thing.severity,
          code: thing.code,
          also: [],
          lockedTo: null,
          acknowledgeBy: null,
          paged: thing,
        }),
      );
    },
  });
  kit.jobs.on('watch.page-over', {
    act: async (job) => {
      await kit.db.as(me, (tx) =>
        sql`update watch.alert set closed_at = ${kit.clock.now()}, next_rung_at = null where paged_key = ${String(job.fields.key)} and closed_at is null and acknowledged_at is null`.execute(
          tx,
        ),
      );
    },
  });
  return {
    page: (tx, thing) => kit.jobs.add(tx, 'watch.page', { ...thing }, { key: thing.key }),
    pageOver: (tx, key) => kit.jobs.add(tx, 'watch.page-over', { key }, { key }),
  };
}
