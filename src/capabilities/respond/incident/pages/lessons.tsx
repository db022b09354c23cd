/** What was learnt: one lesson as it is shown, and the list of who acts by when. */
import type { ComponentChildren } from 'preact';
import { EmptyState, fullDay, fullTime, Govuk } from '#components';
import { page } from '#web';
import type { RespondNeeds } from '../../needs.ts';
import type { Lesson } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import type { Desk } from './index.ts';
import { answered, hrefOf, type Names, OneButton } from './parts.tsx';

export function LessonCard({
  lesson,
  names,
  now,
  children,
}: {
  lesson: Lesson;
  names: Names;
  now: Date;
  children?: ComponentChildren;
}) {
  const due = lesson.dueOn ? new Date(`${lesson.dueOn}T12:00:00Z`) : null;
  return (
    <article class="fw-panel">
      {lesson.nothingBecause ? (
        <p class="govuk-body">
          <strong>{say.nothingLabel}</strong> {lesson.nothingBecause}
        </p>
      ) : (
        <>
          <h2 class="govuk-heading-s">{lesson.learnt}</h2>
          <p class="govuk-body">{lesson.happened}</p>
          <p class="govuk-body-s fw-apart">
            {lesson.ownerId && due ? (
              <span>{say.lessonBy(names.get(lesson.ownerId) ?? say.somebody, fullDay(due))}</span>
            ) : null}
            {lesson.doneAt ? (
              <span>{say.lessonDoneAt(fullTime(lesson.doneAt))}</span>
            ) : due && due.getTime() + 43_200_000 < now.getTime() ? (
              <strong>{say.lessonLate}</strong>
            ) : null}
            {lesson.gapId ? (
              <a class="govuk-link" href={`/policy/gaps/${lesson.gapId}`}>
                {say.hasGap}
              </a>
            ) : null}
          </p>
        </>
      )}
      {children}
    </article>
  );
}

export const lessonsPage = (desk: Desk, needs: RespondNeeds) =>
  page<{ lessons: readonly Lesson[]; names: Names }>({
    path: '/respond/lessons',
    may: 'see-incidents',
    trace: 'lessons-viewed',
    load: async (ask) => {
      const lessons = await desk.lessons(ask.asker);
      return {
        lessons,
        names: await needs.people.names(
          ask.asker,
          lessons.flatMap((one) => one.ownerId ?? []),
        ),
      };
    },
    acts: {
      done: {
        may: 'work-incident',
        trace: 'lesson-done',
        do: async (input, _loaded, ask) =>
          answered(await desk.lessonDone(ask.asker, input.text('lesson')), '', '/respond/lessons', say.didLessonDone),
      },
    },
    view: ({ lessons, names }, ask) => ({
      title: say.lessonsTitle,
      menu: '/respond/incidents',
      before: <Govuk.BackLink text={say.back} href="/respond/incidents" />,
      body: (
        <>
          <h1 class="govuk-heading-l">{say.lessonsTitle}</h1>
          {lessons.length === 0 ? (
            <EmptyState title={say.lessonsEmpty}>
              <p class="govuk-body">{say.lessonsEmptyWords}</p>
            </EmptyState>
          ) : (
            <p class="govuk-body">{say.lessonsIntro}</p>
          )}
          {lessons.map((lesson) => (
            <LessonCard lesson={lesson} names={names} now={ask.now}>
              <p class="govuk-body-s">
                <a class="govuk-link" href={hrefOf(lesson.incidentId)}>
                  {say.theIncident}
                  <span class="govuk-visually-hidden">: {lesson.learnt}</span>
                </a>
              </p>
              {lesson.doneAt === null &&
              (lesson.ownerId === ask.asker.id || ask.asker.roles.includes('duty-officer')) ? (
                <OneButton
                  ask={ask}
                  act="done"
                  fields={{ lesson: lesson.id }}
                  text={say.lessonDone}
                  label={say.lessonDoneWhat(lesson.learnt)}
                  classes="govuk-button--secondary"
                />
              ) : null}
            </LessonCard>
          ))}
        </>
      ),
    }),
  });
