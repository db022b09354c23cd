/** What was learnt. No incident closes without it, or a plain "nothing learnt, because"; then it is kept for its time. */
import { sql } from 'kysely';
import type { Severity } from '#events';
import { isId, type Tx } from '#platform';
import type { Policy } from '#policy';
import type { People } from '../../../people/door.ts';
import { changeIncident, clean, done, type Inside, refuse, wordsProblem, writeMoment } from './change.ts';
import { dropClocks } from './clock.ts';
import type { Incidents, Lesson } from './door.ts';
import { refusals as say } from './wording.ts';

const dayMs = 86_400_000;

/** Domain rules A0: S1 and S2 with evidence 6 years after close, S3 one year; what is milder no longer than that. */
export function keepUntil(severity: Severity, closedAt: Date): Date {
  const years = severity === 'S1' || severity === 'S2' ? 6 : 1;
  return new Date(Date.UTC(closedAt.getUTCFullYear() + years, closedAt.getUTCMonth(), closedAt.getUTCDate()) + dayMs);
}

export async function lessonsWhere(tx: Tx, where: ReturnType<typeof sql>): Promise<readonly Lesson[]> {
  return (
    await sql<Lesson>`
      select id, incident_id as "incidentId", happened, learnt, owner_id as "ownerId", due_on::text as "dueOn", nothing_because as "nothingBecause",
        gap_id as "gapId", by, at, done_at as "doneAt" from respond.lesson where ${where} order by done_at is not null, due_on nulls last, at limit 500`.execute(
      tx,
    )
  ).rows;
}

export function buildLessons(
  inside: Inside,
  needs: { readonly people: People; readonly policy: Pick<Policy, 'gaps'> },
): Pick<Incidents, 'addLesson' | 'nothingLearnt' | 'lessonDone' | 'close'> {
  const { kit } = inside;
  return {
    addLesson: async (asker, id, given) => {
      const colleagues = await needs.people.colleagues(asker);
      return changeIncident<string>(
        inside,
        asker,
        id,
        { needs: 'work', isAfterwards: true },
        async (tx, _incident, now) => {
          for (const words of [given.happened, given.learnt]) {
            const wrong = wordsProblem(words);
            if (wrong) return refuse(wrong);
          }
          if (!colleagues.some((one) => one.id === given.ownerId)) return refuse(say.choosePerson);
          if (!isDay(given.dueOn) || new Date(`${given.dueOn}T23:59:59Z`) < now) return refuse(say.dueDay);
          const lessonId = kit.ids.next();
          await sql`insert into respond.lesson (id, incident_id, happened, learnt, owner_id, due_on, by, at)
          values (${lessonId}, ${id}, ${clean(given.happened)}, ${clean(given.learnt)}, ${given.ownerId}, ${given.dueOn}::date, ${asker.id}, ${now})`.execute(
            tx,
          );
          await writeMoment(kit, tx, asker, id, {
            what: 'lesson',
            words: clean(given.learnt),
            facts: { lessonId, personId: given.ownerId },
          });
          if (given.opensGap) {
            const gap = await needs.policy.gaps.openIn(tx, asker, {
              from: 'incident',
              about: id,
              words: clean(given.learnt),
            });
            if (!gap.ok) throw new NoGap(gap.problems[0]?.words ?? say.noGap);
            await sql`update respond.lesson set gap_id = ${gap.value} where id = ${lessonId}`.execute(tx);
            await writeMoment(kit, tx, asker, id, { what: 'gap-opened', facts: { gapId: gap.value } });
          }
          return { ok: true, value: lessonId, told: 'lesson' };
        },
      ).catch((error: unknown) => {
        if (error instanceof NoGap) return refuse(error.message);
        throw error;
      });
    },
    nothingLearnt: (asker, id, because) =>
      changeIncident(inside, asker, id, { needs: 'run', isAfterwards: true }, async (tx, _incident, now) => {
        const wrong = wordsProblem(because);
        if (wrong) return refuse(wrong);
        await sql`insert into respond.lesson (id, incident_id, happened, learnt, nothing_because, by, at)
          values (${kit.ids.next()}, ${id}, '', '', ${clean(because)}, ${asker.id}, ${now})`.execute(tx);
        await writeMoment(kit, tx, asker, id, { what: 'nothing-learnt', words: clean(because) });
        return done('lesson');
      }),
    lessonDone: (asker, lessonId) =>
      kit.db.as(asker, async (tx) => {
        if (!isId(lessonId)) return refuse(say.notThere);
        const { rows } = await sql<{ incident_id: string }>`
          update respond.lesson set done_by = ${asker.id}, done_at = ${kit.clock.now()}
          where id = ${lessonId} and done_at is null and nothing_because is null and (owner_id = ${asker.id} or ${asker.roles.includes('duty-officer')}) returning incident_id`.execute(
          tx,
        );
        if (!rows[0]) return refuse(say.notYourLesson);
        await writeMoment(kit, tx, asker, rows[0].incident_id, { what: 'lesson-done', facts: { lessonId } });
        return { ok: true, value: null };
      }),
    close: (asker, id) =>
      changeIncident(inside, asker, id, { needs: 'run', isAfterwards: true }, async (tx, incident, now) => {
        const lessons = await lessonsWhere(tx, sql`incident_id = ${id}`);
        if (lessons.length === 0) return refuse(say.noLesson);
        const { rows } =
          await sql`select 1 from respond.task where incident_id = ${id} and state = 'open' limit 1`.execute(tx);
        if (rows.length > 0) return refuse(say.openTasks);
        await dropClocks(kit, tx, asker, id, say.closedClock);
        await sql`update respond.incident set state = 'closed', stood_down_at = coalesce(stood_down_at, ${now}), closed_at = ${now}, keep_until = ${keepUntil(incident.severity, now)} where id = ${id}`.execute(
          tx,
        );
        await sql`update respond.incident_signal set left_at = ${now}, left_because = 'closed' where incident_id = ${id} and left_at is null`.execute(
          tx,
        );
        await writeMoment(kit, tx, asker, id, { what: 'closed' });
        const learnt = lessons.find((one) => one.nothingBecause === null);
        await kit.news.publish(tx, 'respond.incident-closed', {
          incidentId: id,
          lessonId: learnt?.id ?? null,
          hasLesson: learnt !== undefined,
        });
        return { ok: true, value: null };
      }),
  };
}

/** Thrown so that neither lesson nor gap is kept without the other. */
class NoGap extends Error {}

const isDay = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
