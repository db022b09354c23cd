/** How incidents begin, grow, part and join: opened by hand or by a signal that was passed on; each join and split stays in the timeline. */
import { sql } from 'kysely';
import type { Nation } from '#engines/calendar';
import type { Severity } from '#events';
import type { Asker, Kit, Tx } from '#platform';
import type { Answer, Signal, Watch } from '#watch';
import { may } from '../../../people/roles.ts';
import { changeIncident, clean, done, type Inside, refuse, tellChange, wordsProblem, writeMoment } from './change.ts';
import { dropClocks, reckonClocks, startClocks } from './clock.ts';
import type { Incident, Incidents, KeptPlay, Plays } from './door.ts';
import { freeNumber, incidentIdOfSignal, incidentOf, signalsOf } from './incident-store.ts';
import { makeTasks } from './task.ts';
import { refusals as say } from './wording.ts';

const severities: readonly Severity[] = ['S1', 'S2', 'S3', 'S4', 'S5'];

export type Joining = Pick<Signal, 'id' | 'severity' | 'code'> & { readonly referralId?: string };

export interface Opening {
  readonly id: string;
  readonly title: string;
  readonly kept: KeptPlay;
  readonly severity: Severity;
  readonly words: string;
  readonly signals: readonly Joining[];
  readonly nation: Nation;
  /** The incident that it was part of: what that forbids stays forbidden. */
  readonly split?: Incident;
}

/** Everything that an incident begins with, and that it began, in one transaction. */
export async function openIncident(kit: Kit, tx: Tx, asker: Asker, given: Opening): Promise<void> {
  const now = kit.clock.now();
  const { id, kept, severity, nation } = given;
  const isActiveCase = given.split?.isActiveCase ?? false;
  const play = { ...kept.play, forbids: bothForbid(kept.play, given.split?.play) };
  const number = await freeNumber(tx, id, given.signals[0]?.id);
  await sql`insert into respond.incident (id, number, title, kind, play_version, play, severity, opened_by, opened_at, is_active_case, split_from, split_at)
    values (${id}, ${number}, ${clean(given.title).slice(0, 160)}, ${kept.slug}, ${kept.version}, ${JSON.stringify(play)}::jsonb, ${severity}, ${asker.id}, ${now}, ${isActiveCase},
      ${given.split?.id ?? null}, ${given.split ? now : null})`.execute(tx);
  await writeMoment(kit, tx, asker, id, {
    what: given.split ? 'split-from' : 'opened',
    words: clean(given.words),
    facts: { severity, kind: kept.slug, ...(given.split ? { incidentId: given.split.id } : {}) },
  });
  await startClocks(kit, tx, id, severity, now, nation);
  await makeTasks(kit, tx, asker, id, { slug: kept.slug, play, severity, nation }, now);
  for (const signal of given.signals) await joinSignal(kit, tx, asker, id, signal);
  await kit.news.publish(tx, 'respond.incident-opened', {
    incidentId: id,
    severity,
    kind: kept.slug,
    isActiveCase,
    forbids: play.forbids,
  });
}

/** Answers false when it is in an incident already. */
export async function joinSignal(
  kit: Kit,
  tx: Tx,
  asker: Asker,
  incidentId: string,
  signal: Joining,
): Promise<boolean> {
  const { rows } = await sql`
    insert into respond.incident_signal (id, incident_id, signal_id, referral_id, severity, code, joined_by, joined_at)
    values (${kit.ids.next()}, ${incidentId}, ${signal.id}, ${signal.referralId ?? null}, ${signal.severity}, ${signal.code}, ${asker.id}, ${kit.clock.now()})
    on conflict do nothing returning id`.execute(tx);
  if (rows.length === 0) return false;
  await writeMoment(kit, tx, asker, incidentId, {
    what: 'signal-joined',
    facts: { signalId: signal.id, code: signal.code, severity: signal.severity },
  });
  return true;
}

export interface OpenNeeds {
  readonly watch: Watch;
  readonly plays: Plays;
}

export function buildOpening(inside: Inside, needs: OpenNeeds): Pick<Incidents, 'open' | 'link' | 'split' | 'merge'> {
  const { kit, nation } = inside;

  /** As this asker may see it. What is locked to its keeper never comes into an incident, not even by its keeper. */
  async function mayJoin(asker: Asker, signalId: string): Promise<Answer<Joining>> {
    const signal = await needs.watch.signals.signal(asker, signalId);
    if (!signal) return refuse(say.noSuchSignal);
    return signal.lockedTo ? refuse(say.lockedSignal) : { ok: true, value: signal };
  }

  return {
    open: async (asker, given) => {
      if (!may(asker.roles, 'work-incident')) return refuse(say.notForYou);
      const wrong = wordsProblem(given.words);
      if (wrong) return refuse(wrong);
      if (!severities.includes(given.severity)) return refuse(say.chooseSeverity);
      const kept = (await needs.plays.list(asker)).find((one) => one.slug === given.kind);
      if (!kept) return refuse(say.choosePlay);
      const signals: Joining[] = [];
      for (const signalId of given.signalIds) {
        const answer = await mayJoin(asker, signalId);
        if (!answer.ok) return answer;
        signals.push(answer.value);
      }
      const id = kit.ids.next();
      const where = await nation();
      return kit.db.as(asker, async (tx) => {
        for (const signal of signals) if (await incidentIdOfSignal(tx, signal.id)) return refuse(say.signalTaken);
        const title = given.title?.trim() || kept.play.name;
        await openIncident(kit, tx, asker, {
          id,
          kept,
          severity: given.severity,
          title,
          words: given.words,
          signals,
          nation: where,
        });
        return { ok: true, value: id };
      });
    },
    link: async (asker, id, signalId) => {
      const answer = await mayJoin(asker, signalId);
      if (!answer.ok) return answer;
      return changeIncident(inside, asker, id, { needs: 'work' }, async (tx) =>
        (await joinSignal(kit, tx, asker, id, answer.value)) ? done('signals') : refuse(say.signalTaken),
      );
    },
    split: async (asker, id, signalIds, title) => {
      const kept = await needs.plays.list(asker);
      return changeIncident<string>(inside, asker, id, { needs: 'run' }, async (tx, incident, now, where) => {
        const wrong = wordsProblem(title);
        if (wrong) return refuse(wrong);
        const all = await signalsOf(tx, id);
        const chosen = all.filter((signal) => signalIds.includes(signal.signalId));
        if (chosen.length === 0) return refuse(say.chooseSignals);
        if (chosen.length === all.length) return refuse(say.leaveOne);
        const newId = kit.ids.next();
        await sql`update respond.incident_signal set left_at = ${now}, left_because = 'moved'
          where incident_id = ${id} and left_at is null and signal_id = any(${chosen.map((one) => one.signalId)}::uuid[])`.execute(
          tx,
        );
        await writeMoment(kit, tx, asker, id, {
          what: 'split-into',
          words: clean(title),
          facts: { incidentId: newId },
        });
        await openIncident(kit, tx, asker, {
          id: newId,
          title,
          kept: playFor(
            kept,
            incident,
            chosen.map((one) => one.code),
          ),
          severity: chosen.map((one) => one.severity).sort()[0]!,
          words: title,
          signals: chosen.map((one) => ({ id: one.signalId, severity: one.severity, code: one.code })),
          nation: where,
          split: incident,
        });
        return { ok: true, value: newId, told: 'split' };
      });
    },
    merge: (asker, id, into, reason) =>
      changeIncident(inside, asker, id, { needs: 'run', alsoLock: into }, async (tx, incident, now, where) => {
        const wrong = wordsProblem(reason);
        if (wrong) return refuse(wrong);
        const target = await incidentOf(tx, into);
        if (!target || into === id || target.state !== 'open') return refuse(say.chooseTarget);
        if (incident.severity < target.severity) {
          await reckonClocks(kit, tx, asker, target, incident.severity, where);
          await sql`update respond.incident set severity = ${incident.severity} where id = ${into}`.execute(tx);
        }
        await keepRules(tx, incident, target);
        await sql`update respond.incident_signal set incident_id = ${into} where incident_id = ${id} and left_at is null`.execute(
          tx,
        );
        await dropClocks(kit, tx, asker, id, say.mergedAway);
        await sql`update respond.task set state = 'not-needed', ended_by = ${asker.id}, ended_at = ${now}, ended_because = ${say.mergedAway} where incident_id = ${id} and state = 'open'`.execute(
          tx,
        );
        await sql`update respond.incident_role set until = ${now} where incident_id = ${id} and until is null`.execute(
          tx,
        );
        await writeMoment(kit, tx, asker, id, {
          what: 'merged-into',
          words: clean(reason),
          facts: { incidentId: into },
        });
        await writeMoment(kit, tx, asker, into, {
          what: 'merged-from',
          words: clean(reason),
          facts: { incidentId: id, severity: incident.severity },
        });
        await sql`update respond.incident set state = 'merged', merged_into = ${into} where id = ${id}`.execute(tx);
        // This one first: who hears of the other knows then what belongs to it.
        await tellChange(kit, tx, id, 'merged');
        await tellChange(kit, tx, into, 'merged');
        return done();
      }),
  };
}

const bothForbid = (one: Incident['play'], other?: Incident['play']) => [
  ...new Set([...one.forbids, ...(other?.forbids ?? [])]),
];

/** What either of the two forbids stays forbidden, so that a join lifts nothing: a person may, in the open. */
async function keepRules(tx: Tx, from: Incident, into: Incident): Promise<void> {
  const forbids = bothForbid(into.play, from.play);
  await sql`update respond.incident set is_active_case = ${into.isActiveCase || from.isActiveCase},
    play = play || ${JSON.stringify({ forbids })}::jsonb where id = ${into.id}`.execute(tx);
}

/** The play of the incident that it was part of, unless its own stories ask for another. */
function playFor(plays: readonly KeptPlay[], incident: Incident, codes: readonly string[]): KeptPlay {
  const own = codes.flatMap((code) => plays.find((one) => one.play.codes.includes(code)) ?? [])[0];
  return (
    own ??
    plays.find((one) => one.slug === incident.kind) ?? {
      slug: incident.kind,
      version: incident.playVersion,
      play: incident.play,
      by: '',
      at: incident.openedAt,
      words: '',
    }
  );
}
