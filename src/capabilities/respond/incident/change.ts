/** One act on one incident: who may, the incident held still, the act, its line in the timeline and its event, in one transaction. */
import { sql } from 'kysely';
import type { Nation } from '#engines/calendar';
import type { Events } from '#events';
import { type Asker, isId, type Kit, type Tx } from '#platform';
import type { Answer } from '#watch';
import { may } from '../../../people/roles.ts';
import type { Incident } from './door.ts';
import { incidentOf, lockIncidents } from './incident-store.ts';
import { refusals as say } from './wording.ts';

export type Change = Events['respond.incident-changed']['change'];

export interface Moment {
  readonly what: string;
  readonly words?: string;
  readonly facts?: Readonly<Record<string, string>>;
}

export interface Inside {
  readonly kit: Kit;
  readonly nation: () => Promise<Nation>;
}

/** Done: with what the timeline says, and what is told to the rest of the house. */
export type Did<T> = Answer<T> & { readonly told?: Change };

export interface Wish {
  /** `run`: the duty officer, the lead and the deputy. */
  readonly needs: 'work' | 'run';
  /** Also when it has been stood down, as the lesson is written then. */
  readonly isAfterwards?: boolean;
  readonly alsoLock?: string;
}

export async function changeIncident<T>(
  { kit, nation }: Inside,
  asker: Asker,
  id: string,
  wish: Wish,
  act: (tx: Tx, incident: Incident, now: Date, nation: Nation) => Promise<Did<T>>,
): Promise<Answer<T>> {
  // Asked before the transaction: the embedded database has one connection.
  const where = await nation();
  if (!isId(id)) return refuse(say.notThere);
  return kit.db.as(asker, async (tx) => {
    await lockIncidents(tx, [id, ...(wish.alsoLock ? [wish.alsoLock] : [])]);
    const incident = await incidentOf(tx, id);
    if (!incident) return refuse(say.notThere);
    if (!may(asker.roles, 'work-incident')) return refuse(say.notForYou);
    if (wish.needs === 'run' && !mayRun(asker, incident)) return refuse(say.onlyLead);
    const isOver = incident.state === 'closed' || incident.state === 'merged';
    if (isOver) return refuse(say.closed);
    if (incident.state === 'stood-down' && !wish.isAfterwards) return refuse(say.stoodDown);
    const { told, ...answer } = await act(tx, incident, kit.clock.now(), where);
    if (answer.ok && told) await tellChange(kit, tx, id, told);
    return answer;
  });
}

export function mayRun(asker: Asker, incident: Incident): boolean {
  return asker.roles.includes('duty-officer') || asker.id === incident.roles.lead || asker.id === incident.roles.deputy;
}

export async function tellChange(kit: Kit, tx: Tx, incidentId: string, change: Change): Promise<void> {
  const incident = (await incidentOf(tx, incidentId))!;
  await kit.news.publish(tx, 'respond.incident-changed', {
    incidentId,
    severity: incident.severity,
    change,
    ...(incident.mergedInto ? { mergedInto: incident.mergedInto } : {}),
    isActiveCase: incident.isActiveCase,
    forbids: incident.play.forbids,
  });
}

export async function writeMoment(
  kit: Kit,
  tx: Tx,
  asker: Pick<Asker, 'id'>,
  incidentId: string,
  moment: Moment,
  from?: { readonly eventId: number; readonly at: Date },
): Promise<boolean> {
  const { rows } = await sql`
    insert into respond.timeline (id, incident_id, at, by, what, words, facts, event_id)
    values (${kit.ids.next()}, ${incidentId}, ${from?.at ?? kit.clock.now()}, ${asker.id}, ${moment.what}, ${moment.words ?? ''}, ${JSON.stringify(moment.facts ?? {})}::jsonb, ${from?.eventId ?? null})
    on conflict do nothing returning id`.execute(tx);
  return rows.length > 0;
}

export function refuse(because: string): { readonly ok: false; readonly because: string } {
  return { ok: false, because };
}

export function done(told?: Change): Did<null> {
  return { ok: true, value: null, ...(told ? { told } : {}) };
}

const leastWords = 3;
const mostWords = 4000;

/** What is wrong with a reason or a note; null when it is fine. */
export function wordsProblem(words: string): string | null {
  const length = words.trim().length;
  if (length < leastWords) return say.sayWhy;
  return length > mostWords ? say.tooLong(mostWords) : null;
}

/** NUL and half characters, which the database cannot hold, taken out. */
export function clean(words: string): string {
  return words.trim().slice(0, mostWords).toWellFormed().replaceAll('\u0000', '').replaceAll('\ufffd', '');
}
