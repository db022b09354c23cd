/** The lesson, and the close that it opens the way to. */
import { Govuk } from '#components';
import { type Act, type Ask, Form, type Input, Mistakes, page, typed, wrong } from '#web';
import type { Colleague } from '../../../../people/person.ts';
import type { RespondNeeds } from '../../needs.ts';
import type { Incident, Lesson } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import type { Desk } from './index.ts';
import { LessonCard } from './lessons.tsx';
import { answered, hrefOf, type Names, OneButton } from './parts.tsx';

interface Loaded {
  readonly incident: Incident;
  readonly lessons: readonly Lesson[];
  readonly openTasks: number;
  readonly colleagues: readonly Colleague[];
  readonly names: Names;
}

export const finishPage = (desk: Desk, needs: RespondNeeds) =>
  page<Loaded>({
    path: '/respond/incidents/:id/finish',
    may: 'see-incidents',
    trace: 'incident-lesson-viewed',
    load: async (ask) => {
      const incident = await desk.incident(ask.asker, ask.params.id ?? '');
      if (!incident) return null;
      const lessons = await desk.lessons(ask.asker, incident.id);
      const people = lessons.flatMap((lesson) => [lesson.by, ...(lesson.ownerId ? [lesson.ownerId] : [])]);
      return {
        incident,
        lessons,
        openTasks: (await desk.tasks(ask.asker, incident.id)).filter((task) => task.state === 'open').length,
        colleagues: await needs.people.colleagues(ask.asker),
        names: await needs.people.names(ask.asker, people),
      };
    },
    acts: acts(desk),
    view: (loaded, ask) => ({
      title: say.finishTitle,
      menu: '/respond/incidents',
      before: <Govuk.BackLink text={say.runBack} href={hrefOf(loaded.incident.id)} />,
      body: <Body {...loaded} ask={ask} />,
    }),
  });

function acts(desk: Desk): Readonly<Record<string, Act<Loaded>>> {
  const there = ({ incident }: Loaded) => `${hrefOf(incident.id)}/finish`;
  return {
    lesson: {
      may: 'work-incident',
      trace: 'incident-lesson-written',
      do: async (input, loaded, ask) => {
        const answer = await desk.addLesson(ask.asker, loaded.incident.id, {
          happened: input.text('happened'),
          learnt: input.text('learnt'),
          ownerId: input.text('owner'),
          dueOn: dayOf(input),
          opensGap: input.text('gap') === 'yes',
        });
        const field =
          input.text('happened').length < 3 ? 'happened' : input.text('learnt').length < 3 ? 'learnt' : 'due-day';
        return answered(answer, field, there(loaded), say.didLesson);
      },
    },
    nothing: {
      may: 'work-incident',
      trace: 'incident-nothing-learnt',
      do: async (input, loaded, ask) =>
        answered(
          await desk.nothingLearnt(ask.asker, loaded.incident.id, input.text('nothing')),
          'nothing',
          there(loaded),
          say.didLesson,
        ),
    },
    close: {
      may: 'work-incident',
      trace: 'incident-closed',
      do: async (_input, loaded, ask) =>
        answered(await desk.close(ask.asker, loaded.incident.id), '', hrefOf(loaded.incident.id), say.didClose),
    },
  };
}

function dayOf(input: Input): string {
  const part = (name: string, length: number) => input.text(`due-${name}`).padStart(length, '0');
  return `${part('year', 4)}-${part('month', 2)}-${part('day', 2)}`;
}

function Body({ incident, lessons, openTasks, colleagues, names, ask }: Loaded & { ask: Ask }) {
  const isGoingOn = incident.state === 'open' || incident.state === 'stood-down';
  const missing = [
    ...(lessons.length === 0 ? [say.closeNoLesson] : []),
    ...(openTasks > 0 ? [say.closeTasks(openTasks)] : []),
  ];
  return (
    <>
      <Mistakes ask={ask} />
      <span class="govuk-caption-l">{incident.title}</span>
      <h1 class="govuk-heading-l">{say.finishTitle}</h1>
      <p class="govuk-body">{say.finishIntro}</p>
      {lessons.map((lesson) => (
        <LessonCard lesson={lesson} names={names} now={ask.now} />
      ))}
      {isGoingOn ? (
        <>
          <section aria-labelledby="lesson">
            <h2 class="govuk-heading-m" id="lesson">
              {say.lessonTitle}
            </h2>
            <LessonForm ask={ask} colleagues={colleagues} />
          </section>
          {lessons.length === 0 ? (
            <section aria-labelledby="nothing-heading">
              <h2 class="govuk-heading-m" id="nothing-heading">
                {say.nothingTitle}
              </h2>
              <Form ask={ask} act="nothing">
                <Govuk.Textarea
                  name="nothing"
                  id="nothing"
                  rows={2}
                  label={{ text: say.nothingLabel, classes: 'govuk-label--s' }}
                  value={typed(ask, 'nothing')}
                  errorMessage={wrong(ask, 'nothing')}
                />
                <Govuk.Button text={say.nothingButton} classes="govuk-button--secondary" />
              </Form>
            </section>
          ) : null}
          <section aria-labelledby="close">
            <h2 class="govuk-heading-m" id="close">
              {say.closeTitle}
            </h2>
            {missing.length === 0 ? (
              <OneButton ask={ask} act="close" text={say.closeButton} />
            ) : (
              <>
                <p class="govuk-body">{say.closeMissing}</p>
                <ul class="govuk-list govuk-list--bullet">
                  {missing.map((words) => (
                    <li>{words}</li>
                  ))}
                </ul>
              </>
            )}
          </section>
        </>
      ) : null}
    </>
  );
}

function LessonForm({ ask, colleagues }: { ask: Ask; colleagues: readonly Colleague[] }) {
  return (
    <Form ask={ask} act="lesson">
      {(
        [
          ['happened', say.lessonHappened],
          ['learnt', say.lessonLearnt],
        ] as const
      ).map(([name, label]) => (
        <Govuk.Textarea
          name={name}
          id={name}
          rows={3}
          label={{ text: label, classes: 'govuk-label--s' }}
          value={typed(ask, name)}
          errorMessage={wrong(ask, name)}
        />
      ))}
      <Govuk.Select
        name="owner"
        id="owner"
        label={{ text: say.lessonOwner, classes: 'govuk-label--s' }}
        value={typed(ask, 'owner', ask.asker.id)}
        items={colleagues.map((one) => ({ value: one.id, text: one.name }))}
      />
      <Govuk.DateInput
        id="due"
        namePrefix="due"
        fieldset={{ legend: { text: say.lessonDue, classes: 'govuk-fieldset__legend--s' } }}
        hint={{ text: say.lessonDueHint }}
        errorMessage={wrong(ask, 'due-day')}
        items={(
          [
            ['day', 2],
            ['month', 2],
            ['year', 4],
          ] as const
        ).map(([name, width]) => ({
          name,
          classes: `govuk-input--width-${width}`,
          value: typed(ask, `due-${name}`),
          label: say.dateParts[name],
        }))}
      />
      <Govuk.Checkboxes
        name="gap"
        idPrefix="gap"
        classes="govuk-checkboxes--small"
        values={typed(ask, 'gap') ? ['yes'] : []}
        items={[{ value: 'yes', text: say.lessonGap }]}
      />
      <Govuk.Button text={say.lessonButton} />
    </Form>
  );
}
