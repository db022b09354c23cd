/** A signal that was passed on opens its incident, once, whenever the process is killed and however often it is told. */
import { sql } from 'kysely';
import type { Events } from '#events';
import { type Kit, system, type Tx } from '#platform';
import { type Inside, writeMoment } from './change.ts';
import { incidentIdOfSignal } from './incident-store.ts';
import { joinSignal, type OpenNeeds, openIncident } from './open.ts';

const me = system('respond');
/** The eyes for a signal: those of whoever watches. What is locked to its keeper is not there for them. */
export const eyes = system('respond', 'duty-officer');

export type Escalated = Pick<Events['watch.signal-escalated'], 'signalId' | 'by' | 'referralId'>;

/** Once for a referral and once for a signal: told again, or killed half-way and tried again, it finds its incident there. */
export async function openFromSignal(
  inside: Inside,
  needs: OpenNeeds,
  { signalId, by, referralId }: Escalated,
): Promise<void> {
  const { kit } = inside;
  const signal = await needs.watch.signals.signal(eyes, signalId);
  if (!signal || signal.lockedTo) return;
  const referral = (await needs.watch.signals.referrals(eyes)).find((one) => one.id === referralId);
  const kept = await needs.plays.fitting(me, [signal.code, ...signal.also]);
  const nation = await inside.nation();
  await kit.db.as(me, async (tx) => {
    // One at a time for a signal: two that open in the same moment.
    await sql`select pg_advisory_xact_lock(hashtextextended(${signalId}, 7043206))`.execute(tx);
    const had = await incidentIdOfSignal(tx, signalId);
    if (had) return againPassedOn(kit, tx, had, { signalId, by, referralId });
    await openIncident(
      kit,
      tx,
      { ...me, id: by },
      {
        id: kit.ids.next(),
        title: kept.play.name,
        kept,
        severity: signal.severity,
        words: referral?.words ?? '',
        signals: [{ id: signal.id, severity: signal.severity, code: signal.code, referralId }],
        nation,
      },
    );
  });
}

/** Decided anew and passed on again while its incident goes on: that referral ends with it, too. */
async function againPassedOn(kit: Kit, tx: Tx, incidentId: string, given: Escalated): Promise<void> {
  const { rows } = await sql`
    select 1 from respond.incident_signal where referral_id = ${given.referralId}
    union all select 1 from respond.timeline where incident_id = ${incidentId} and facts ->> 'referralId' = ${given.referralId}`.execute(
    tx,
  );
  if (rows.length === 0)
    await writeMoment(kit, tx, { id: given.by }, incidentId, {
      what: 'passed-on-again',
      facts: { signalId: given.signalId, referralId: given.referralId },
    });
}

/** A story that was joined to another takes the incident with it. */
export async function followMerge(kit: Kit, needs: OpenNeeds, signalId: string): Promise<void> {
  const into = (await needs.watch.signals.signal(eyes, signalId))?.mergedInto;
  const target = into ? await needs.watch.signals.signal(eyes, into) : null;
  if (!target || target.lockedTo) return;
  await kit.db.as(me, async (tx) => {
    const id = await incidentIdOfSignal(tx, signalId);
    if (id) await joinSignal(kit, tx, me, id, target);
  });
}
