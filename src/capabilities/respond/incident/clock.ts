/** The clocks of an incident: they start with it, follow its severity, stop only for a named reason, and page when they run out. */
import { sql } from 'kysely';
import { addWorkingHours, type Nation, workingHoursBetween } from '#engines/calendar';
import type { Severity } from '#events';
import { type Asker, isId, type Kit, type Tx } from '#platform';
import { changeIncident, clean, done, type Inside, refuse, wordsProblem, writeMoment } from './change.ts';
import { clockKinds, dueOf, isRoundTheClock } from './clock.table.ts';
import type { ClockKind, IncidentClock, Incidents, PauseReason } from './door.ts';
import { refusals as say } from './wording.ts';

export const pauseReasons: readonly PauseReason[] = ['police', 'court', 'safety', 'other-body', 'facts'];

interface Row {
  id: string;
  kind: ClockKind;
  starts_at: Date;
  due_at: Date;
  is_round_the_clock: boolean;
  state: IncidentClock['state'];
  missed_at: Date | null;
  ended_at: Date | null;
  ended_because: string | null;
  because: PauseReason | null;
  pause_words: string | null;
  paused_at: Date | null;
}

export async function clocksOf(tx: Tx, incidentId: string): Promise<readonly IncidentClock[]> {
  if (!isId(incidentId)) return [];
  const { rows } = await sql<Row>`
    select c.*, p.because, p.words as pause_words, p.paused_at from respond.clock c
    left join respond.clock_pause p on p.clock_id = c.id and p.resumed_at is null
    where c.incident_id = ${incidentId} order by c.due_at, c.id`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    startsAt: row.starts_at,
    dueAt: row.due_at,
    isRoundTheClock: row.is_round_the_clock,
    state: row.state,
    missedAt: row.missed_at,
    endedAt: row.ended_at,
    endedBecause: row.ended_because,
    pause: row.because ? { because: row.because, words: row.pause_words!, at: row.paused_at! } : null,
  }));
}

export async function startClocks(
  kit: Kit,
  tx: Tx,
  incidentId: string,
  severity: Severity,
  from: Date,
  nation: Nation,
  kinds: readonly ClockKind[] = clockKinds,
): Promise<void> {
  for (const kind of kinds) {
    const due = dueOf(kind, severity, from, nation);
    if (!due) continue;
    await sql`insert into respond.clock (id, incident_id, kind, starts_at, due_at, is_round_the_clock)
      values (${kit.ids.next()}, ${incidentId}, ${kind}, ${from}, ${due}, ${isRoundTheClock(severity)}) on conflict do nothing`.execute(
      tx,
    );
  }
}

/**
 * A higher severity brings its clocks forward, from now and never back; a lower one gives the time that it would have
 * given from the beginning. What was done stays done, and a kind that the new severity has not is dropped.
 */
export async function reckonClocks(
  kit: Kit,
  tx: Tx,
  asker: Asker,
  incident: { readonly id: string; readonly severity: Severity },
  to: Severity,
  nation: Nation,
): Promise<void> {
  const now = kit.clock.now();
  const isRaised = to < incident.severity;
  const had = await clocksOf(tx, incident.id);
  for (const clock of had) {
    if (clock.state !== 'running' && clock.state !== 'paused') continue;
    const due = dueOf(clock.kind, to, isRaised ? now : clock.startsAt, nation);
    if (!due) {
      await endRow(tx, asker, clock.id, 'dropped', say.notAtThisSeverity, now);
      continue;
    }
    const at = isRaised
      ? Math.min(due.getTime(), clock.dueAt.getTime())
      : Math.max(due.getTime(), clock.dueAt.getTime());
    await sql`update respond.clock set due_at = ${new Date(at)}, is_round_the_clock = ${isRoundTheClock(to)} where id = ${clock.id}`.execute(
      tx,
    );
  }
  const known = new Set(had.filter((clock) => clock.state !== 'dropped').map((clock) => clock.kind));
  await startClocks(
    kit,
    tx,
    incident.id,
    to,
    now,
    nation,
    clockKinds.filter((kind) => !known.has(kind)),
  );
}

async function endRow(
  tx: Tx,
  asker: Pick<Asker, 'id'>,
  clockId: string,
  how: 'done' | 'dropped',
  because: string | null,
  now: Date,
): Promise<void> {
  await sql`update respond.clock_pause set resumed_by = ${asker.id}, resumed_at = ${now} where clock_id = ${clockId} and resumed_at is null`.execute(
    tx,
  );
  await sql`update respond.clock set state = ${how}, ended_by = ${asker.id}, ended_at = ${now}, ended_because = ${because} where id = ${clockId} and state in ('running', 'paused')`.execute(
    tx,
  );
}

/** The clock of this kind that still runs is done; false when there is none. */
export async function endClockOf(
  kit: Kit,
  tx: Tx,
  asker: Pick<Asker, 'id'>,
  incidentId: string,
  kind: ClockKind,
): Promise<boolean> {
  const clock = (await clocksOf(tx, incidentId)).find(
    (one) => one.kind === kind && (one.state === 'running' || one.state === 'paused'),
  );
  if (!clock) return false;
  await endRow(tx, asker, clock.id, 'done', null, kit.clock.now());
  return true;
}

export async function dropClocks(kit: Kit, tx: Tx, asker: Asker, incidentId: string, because: string): Promise<void> {
  for (const clock of await clocksOf(tx, incidentId))
    if (clock.state === 'running' || clock.state === 'paused')
      await endRow(tx, asker, clock.id, 'dropped', because, kit.clock.now());
}

export function buildClockActs(inside: Inside): Pick<Incidents, 'acknowledge' | 'endClock' | 'pause' | 'resume'> {
  const { kit } = inside;
  const clockIn = async (tx: Tx, incidentId: string, id: string) =>
    (await clocksOf(tx, incidentId)).find((clock) => clock.id === id);
  return {
    acknowledge: (asker, id) =>
      changeIncident(inside, asker, id, { needs: 'work' }, async (tx) => {
        if (!(await endClockOf(kit, tx, asker, id, 'acknowledge'))) return refuse(say.alreadyDone);
        await writeMoment(kit, tx, asker, id, { what: 'acknowledged' });
        return done('acknowledged');
      }),
    endClock: (asker, id, clockId, how, words) =>
      changeIncident(
        inside,
        asker,
        id,
        { needs: how === 'dropped' ? 'run' : 'work' },
        async (tx, incident, now, nation) => {
          const wrong = wordsProblem(words);
          if (wrong) return refuse(wrong);
          const clock = await clockIn(tx, id, clockId);
          if (!clock || clock.state === 'done' || clock.state === 'dropped') return refuse(say.alreadyDone);
          await endRow(tx, asker, clockId, how, clean(words), now);
          await writeMoment(kit, tx, asker, id, {
            what: `clock-${how}`,
            words: clean(words),
            facts: { clock: clock.kind },
          });
          if (clock.kind === 'update' && how === 'done')
            await startClocks(kit, tx, id, incident.severity, now, nation, ['update']);
          return done('clock');
        },
      ),
    pause: (asker, id, clockId, because, words) =>
      changeIncident(inside, asker, id, { needs: 'run' }, async (tx, _incident, now) => {
        if (!pauseReasons.includes(because)) return refuse(say.choosePause);
        const wrong = wordsProblem(words);
        if (wrong) return refuse(wrong);
        const clock = await clockIn(tx, id, clockId);
        if (clock?.state !== 'running') return refuse(say.notRunning);
        await sql`update respond.clock set state = 'paused' where id = ${clockId}`.execute(tx);
        await sql`insert into respond.clock_pause (id, clock_id, incident_id, because, words, paused_by, paused_at)
          values (${kit.ids.next()}, ${clockId}, ${id}, ${because}, ${clean(words)}, ${asker.id}, ${now})`.execute(tx);
        await writeMoment(kit, tx, asker, id, {
          what: 'clock-paused',
          words: clean(words),
          facts: { clock: clock.kind, because },
        });
        return done('clock');
      }),
    resume: (asker, id, clockId) =>
      changeIncident(inside, asker, id, { needs: 'run' }, async (tx, _incident, now, nation) => {
        const clock = await clockIn(tx, id, clockId);
        if (!clock?.pause) return refuse(say.notPaused);
        await sql`update respond.clock_pause set resumed_by = ${asker.id}, resumed_at = ${now} where clock_id = ${clockId} and resumed_at is null`.execute(
          tx,
        );
        await sql`update respond.clock set state = 'running', due_at = ${dueAfterPause(clock, clock.pause.at, now, nation)} where id = ${clockId}`.execute(
          tx,
        );
        await writeMoment(kit, tx, asker, id, { what: 'clock-resumed', facts: { clock: clock.kind } });
        return done('clock');
      }),
  };
}

/** What was left when it stopped is left when it goes on; of working time, in working time. What was late stays late. */
function dueAfterPause(clock: IncidentClock, pausedAt: Date, now: Date, nation: Nation): Date {
  if (clock.dueAt <= pausedAt) return clock.dueAt;
  if (clock.isRoundTheClock) return new Date(now.getTime() + clock.dueAt.getTime() - pausedAt.getTime());
  return addWorkingHours(now, workingHoursBetween(pausedAt, clock.dueAt, nation), nation);
}
