/** The switches: one for everything, one for each account. When `stop` answers, nothing leaves any more. */
import { sql } from 'kysely';
import type { Events } from '#events';
import { type Asker, isId, type Kit, record, type Tx } from '#platform';
import { deny, done, isReason, nothing, short } from './answers.ts';
import { me } from './check.ts';
import type { Answer, Switch, Switches } from './door.ts';
import { stopWording as say } from './wording.ts';

/** A post that was on the wire when the switch was thrown is waited for, so long. */
const waitMs = 15_000;
const lookMs = 250;

export function buildSwitches(kit: Kit): Switches {
  const flying = async (scope: string): Promise<number> => {
    const { rows } = await kit.db.as(me, (tx) =>
      sql<{
        count: number;
      }>`select count(*)::int as count from respond.publication where state = 'sending' and lease_until > ${kit.clock.now()}
        and (${scope} = 'all' or account_id::text = ${scope})`.execute(tx),
    );
    return rows[0]!.count;
  };

  async function lockedSwitch(tx: Tx, scope: string): Promise<Switch | null> {
    if (scope !== 'all' && !isId(scope)) return null;
    const { rows } =
      await sql<Switch>`select scope, stopped_at as "stoppedAt", stopped_by as "stoppedBy", stopped_because as because, incident_id as "incidentId"
      from respond.publish_stop where scope = ${scope} for update`.execute(tx);
    return rows[0] ?? null;
  }

  /** Where the incident goes on; null when it is over. One that began just now is not known here yet, and is named all the same. */
  const reasonOf = async (tx: Tx, incidentId: string | null): Promise<string | null> => {
    if (incidentId === null || !isId(incidentId)) return null;
    const { rows } = await sql<{ id: string }>`
      select g.id from (select respond.goes_on_as(${incidentId}::uuid) as id) g
      where not exists (select 1 from respond.publish_incident i where i.incident_id = g.id and i.closed_at is not null)`.execute(
      tx,
    );
    return rows[0]?.id ?? null;
  };

  /** Told to the house, and written into the record with the incident that was the reason. */
  async function turned(
    tx: Tx,
    what: 'publishing-stopped' | 'publishing-started',
    fields: Events['respond.publishing-stopped'],
  ): Promise<void> {
    const { scope, incidentId } = fields;
    const isStopped = what === 'publishing-stopped';
    await kit.news.publish(tx, `respond.${what}`, fields);
    const about = scope === 'all' ? null : scope;
    await record(tx, { what, about, old: { isStopped: !isStopped }, new: { isStopped, incidentId } }, kit.clock.now());
  }

  return {
    all: (asker: Asker) =>
      kit.db.as(asker, async (tx) => {
        const { rows } =
          await sql<Switch>`select scope, stopped_at as "stoppedAt", stopped_by as "stoppedBy", stopped_because as because, incident_id as "incidentId"
          from respond.publish_stop where scope = 'all'`.execute(tx);
        return rows[0] ?? { scope: 'all', stoppedAt: null, stoppedBy: null, because: null, incidentId: null };
      }),
    stop: async (asker, scope, because, named = null) => {
      if (!isReason(because)) return deny(say.sayWhy, 'because');
      const stopped = await kit.db.as(asker, async (tx): Promise<Answer<string | null>> => {
        // Held against every publisher that is about to mark a post: they come before this, or see it.
        const found = await lockedSwitch(tx, scope);
        if (!found) return deny(say.notThere);
        if (found.stoppedAt !== null) return deny(say.alreadyStopped);
        // Whatever became of the incident meanwhile: what is an emergency stops.
        const incidentId = await reasonOf(tx, named);
        await sql`update respond.publish_stop set stopped_at = ${kit.clock.now()}, stopped_by = ${asker.id}, stopped_because = ${short(because, 500)},
            incident_id = ${incidentId}
          where scope = ${scope}`.execute(tx);
        // The switch waits for no post: who holds one asks the switch before it leaves, and stops it then.
        await sql`update respond.publication set state = 'stopped', code = 'switch', words = ${say.byTheSwitch}
          where id in (select id from respond.publication where state = 'due' and attempts = 0
            and (${scope} = 'all' or account_id::text = ${scope}) for update skip locked)`.execute(tx);
        await turned(tx, 'publishing-stopped', { scope, by: asker.id, incidentId });
        return done(incidentId);
      });
      if (!stopped.ok) return stopped;
      let leaving = await flying(scope);
      const wait = new AbortController();
      for (let waited = 0; leaving > 0 && waited < waitMs; waited += lookMs) {
        await kit.clock.wait(lookMs, wait.signal);
        leaving = await flying(scope);
      }
      return done({ leaving, incidentId: stopped.value });
    },
    start: (asker, scope, because) =>
      kit.db.as(asker, async (tx) => {
        if (!isReason(because)) return deny(say.sayWhy, 'because');
        const found = await lockedSwitch(tx, scope);
        if (!found) return deny(say.notThere);
        if (found.stoppedAt === null) return deny(say.notStopped);
        if (found.stoppedBy === asker.id) return deny(say.anotherStarts);
        await sql`update respond.publish_stop set stopped_at = null, started_at = ${kit.clock.now()}, started_by = ${asker.id}, started_because = ${short(because, 500)}
          where scope = ${scope}`.execute(tx);
        await turned(tx, 'publishing-started', { scope, by: asker.id, incidentId: found.incidentId });
        return nothing;
      }),
  };
}
