/** The rota: who is on call when, where nobody is, and who is rung next when nobody answers. */
import { sql } from 'kysely';
import { offsetMinutes as offset } from '#engines/calendar';
import type { Severity } from '#events';
import { type Asker, isId, type Kit, record, type TrailValues, type Tx } from '#platform';
import { alertWording as say } from './alert-wording.ts';
import type { Answer } from './door.ts';

export interface Shift {
  readonly id: string;
  readonly personId: string;
  /** 1 is rung first. */
  readonly place: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

export interface Gap {
  readonly from: Date;
  readonly to: Date;
}

export interface Rota {
  /** Shifts that touch this span, in order of time and place. */
  between(asker: Asker, from: Date, to: Date): Promise<readonly Shift[]>;
  /** `weeks`: how often it is repeated, once each week. */
  add(asker: Asker, shift: Omit<Shift, 'id'>, weeks?: number): Promise<Answer>;
  remove(asker: Asker, id: string): Promise<Answer>;
}

/** What can be rung: those named, a place on the rota, then every duty officer, then the risk owner; or the keepers of what is locked. */
export interface Rung {
  readonly at: string;
  readonly kind: 'named' | 'place' | 'duty-officers' | 'siro' | 'keepers';
  readonly place: number;
  readonly round: number;
  readonly people: readonly string[];
}

interface Row {
  id: string;
  person_id: string;
  place: number;
  starts_at: Date;
  ends_at: Date;
}

const dayMs = 86_400_000;
export const longestShiftMs = 14 * dayMs;
/** How often the whole ladder is rung for something critical before it is left on the board. */
const mostRounds = 3;

export function buildRota(kit: Kit): Rota {
  return {
    between: (asker, from, to) => kit.db.as(asker, (tx) => shiftsBetween(tx, from, to)),
    add: (asker, shift, weeks = 1) =>
      kit.db
        .as(asker, async (tx): Promise<Answer> => {
          // One at a time: two that add the same place in the same moment.
          await sql`select pg_advisory_xact_lock(7043203)`.execute(tx);
          for (let week = 0; week < weeks; week += 1) {
            const startsAt = sameTimeLater(shift.startsAt, week);
            const endsAt = sameTimeLater(shift.endsAt, week);
            const taken = (await shiftsBetween(tx, startsAt, endsAt)).some((one) => one.place === shift.place);
            if (taken) {
              if (week > 0) throw new Overlap();
              return { ok: false, because: say.shiftOverlaps };
            }
            const id = kit.ids.next();
            await sql`insert into watch.shift (id, person_id, place, starts_at, ends_at, added_by)
            values (${id}, ${shift.personId}, ${shift.place}, ${startsAt}, ${endsAt}, ${asker.id})`.execute(tx);
            const set = valuesOf({ ...shift, startsAt, endsAt });
            await record(tx, { what: 'shift-set', about: id, new: set }, kit.clock.now());
          }
          return { ok: true, value: null };
        })
        .catch((error): Answer => {
          // Thrown so that none of the weeks is kept.
          if (error instanceof Overlap) return { ok: false, because: say.shiftOverlaps };
          throw error;
        }),
    remove: (asker, id) =>
      kit.db.as(asker, async (tx): Promise<Answer> => {
        if (!isId(id)) return { ok: false, because: say.notThere };
        const { rows } = await sql<Row>`delete from watch.shift where id = ${id}
          returning id, person_id, place, starts_at, ends_at`.execute(tx);
        if (!rows[0]) return { ok: false, because: say.notThere };
        await record(tx, { what: 'shift-set', about: id, old: valuesOf(asShift(rows[0])) }, kit.clock.now());
        return { ok: true, value: null };
      }),
  };
}

class Overlap extends Error {}

export async function shiftsBetween(tx: Tx, from: Date, to: Date): Promise<readonly Shift[]> {
  const { rows } =
    await sql<Row>`select id, person_id, place, starts_at, ends_at from watch.shift where starts_at < ${to} and ends_at > ${from} order by starts_at, place limit 2000`.execute(
      tx,
    );
  return rows.map(asShift);
}

const asShift = (row: Row): Shift => ({
  id: row.id,
  personId: row.person_id,
  place: row.place,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
});

const valuesOf = ({ personId, place, startsAt, endsAt }: Omit<Shift, 'id'>): TrailValues => ({
  person: personId,
  place,
  from: startsAt.toISOString(),
  until: endsAt.toISOString(),
});

/** Spans in which nobody is at place 1. */
export function gapsOf(shifts: readonly Shift[], from: Date, to: Date): readonly Gap[] {
  const gaps: Gap[] = [];
  let at = from.getTime();
  const firsts = shifts
    .filter((shift) => shift.place === 1)
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  for (const shift of firsts) {
    if (shift.startsAt.getTime() > at)
      gaps.push({ from: new Date(at), to: new Date(Math.min(shift.startsAt.getTime(), to.getTime())) });
    at = Math.max(at, shift.endsAt.getTime());
    if (at >= to.getTime()) break;
  }
  if (at < to.getTime()) gaps.push({ from: new Date(at), to });
  return gaps.filter((gap) => gap.from < gap.to);
}

export interface Callable {
  /** People on call now, by place. */
  readonly places: ReadonlyMap<number, readonly string[]>;
  readonly dutyOfficers: readonly string[];
  readonly siros: readonly string[];
}

/**
 * Who is rung after those in `rung`; null when the ladder is done. A place whose person has left is passed over, and an
 * empty rota begins with every duty officer. Critical alerts go round the ladder three times, others once.
 */
export function nextRung(severity: Severity, rung: readonly Rung[], callable: Callable): Omit<Rung, 'at'> | null {
  const ladder: Omit<Rung, 'at' | 'round'>[] = [1, 2, 3, 4, 5].map((place) => ({
    kind: 'place',
    place,
    people: callable.places.get(place) ?? [],
  }));
  ladder.push({ kind: 'duty-officers', place: 6, people: callable.dutyOfficers });
  if (severity === 'S1') ladder.push({ kind: 'siro', place: 7, people: callable.siros });
  const held = ladder.filter((one) => one.people.length > 0);
  const last = rung.at(-1);
  const next = held.find((one) => one.place > (last?.place ?? 0));
  if (next) return { ...next, round: last?.round ?? 1 };
  const first = held[0];
  if (!first || severity !== 'S1' || (last?.round ?? 0) >= mostRounds) return null;
  return { ...first, round: (last?.round ?? 0) + 1 };
}

/** The same time on the wall so many weeks later, also over a change of the clocks. */
function sameTimeLater(at: Date, weeks: number): Date {
  const plain = at.getTime() + weeks * 7 * dayMs;
  return new Date(plain + (offset(at.getTime()) - offset(plain)) * 60_000);
}
