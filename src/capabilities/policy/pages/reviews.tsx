/** The review calendar: what many gaps point at, which clauses are overdue, and which come next. */
import { fullDay, Govuk, StackTable } from '#components';
import { type Ask, Form, Mistakes, page, typed, wrong } from '#web';
import { may } from '../../../people/roles.ts';
import type { Due, ReviewTask } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import { type Door, dayWords, type Names, namesFor, type PageNeeds, Sections } from './parts.tsx';

interface Loaded {
  readonly calendar: readonly Due[];
  readonly tasks: readonly ReviewTask[];
  readonly names: Names;
}

export const reviewsPage = ({ reviews, gaps }: Door, needs: PageNeeds) =>
  page<Loaded>({
    path: '/policy/reviews',
    may: 'see-policy',
    trace: null,
    load: async (ask) => {
      const calendar = await reviews.calendar(ask.asker);
      return {
        calendar,
        tasks: await gaps.tasks(ask.asker),
        names: await namesFor(
          needs,
          ask,
          calendar.map((due) => due.clause.ownerId),
        ),
      };
    },
    acts: {
      finish: {
        may: 'write-policy',
        trace: 'policy-task-done',
        do: async (input, _loaded, ask) => {
          const id = input.text('task');
          const answer = await gaps.finishTask(ask.asker, id, input.text(`outcome-${id}`));
          return answer.ok
            ? { go: '/policy/reviews', flash: { kind: 'success', title: say.didTask } }
            : {
                problems: answer.problems.map((one) =>
                  one.field === 'outcome' ? { ...one, field: `outcome-${id}` } : one,
                ),
              };
        },
      },
    },
    view: ({ calendar, tasks, names }, ask) => {
      const open = tasks.filter((task) => task.state === 'open');
      const overdue = calendar.filter((due) => due.isOverdue).length;
      const unowned = calendar.filter((due) => due.clause.ownerId === null).length;
      return {
        title: say.reviewsTitle,
        menu: '/policy',
        body: (
          <>
            <Mistakes ask={ask} />
            <Sections at="/policy/reviews" />
            <h1 class="govuk-heading-l">{say.reviewsTitle}</h1>
            <p class="govuk-body">{say.reviewsIntro}</p>
            {open.length > 0 ? (
              <section aria-labelledby="tasks">
                <h2 class="govuk-heading-m" id="tasks">
                  {say.tasksTitle}
                </h2>
                {open.map((task) => (
                  <Task task={task} calendar={calendar} ask={ask} />
                ))}
              </section>
            ) : null}
            <h2 class="govuk-heading-m">{overdue > 0 ? say.overdueCount(overdue) : say.noneOverdue}</h2>
            {unowned > 0 ? (
              <Govuk.InsetText
                html={
                  <>
                    <strong>{say.noOwnerCount(unowned)}.</strong> {say.unownedWords}
                  </>
                }
              />
            ) : null}
            <StackTable
              caption={say.dueTitle}
              captionClasses="govuk-table__caption--m"
              head={[say.headClause, say.headOwner, say.headDue]}
              rows={calendar.map(({ clause, dueOn, isOverdue }) => [
                {
                  html: (
                    <a class="govuk-link" href={`/policy/clauses/${clause.number}`}>
                      {clause.number}. {clause.title}
                    </a>
                  ),
                },
                { text: names(clause.ownerId) },
                {
                  html: (
                    <>
                      {dayWords(dueOn)} {isOverdue ? <Govuk.Tag text={say.overdue} classes="govuk-tag--red" /> : null}
                    </>
                  ),
                },
              ])}
            />
          </>
        ),
      };
    },
  });

function Task({ task, calendar, ask }: { task: ReviewTask; calendar: readonly Due[]; ask: Ask }) {
  const clause = calendar.find((due) => due.clause.number === task.tag)?.clause;
  const title =
    task.tag === 'none'
      ? say.taskNone
      : clause
        ? say.taskClause(clause.number, clause.title)
        : say.clause(Number(task.tag));
  const field = `outcome-${task.id}`;
  return (
    <article class="fw-panel">
      <h3 class="govuk-heading-s">{title}</h3>
      <p class="govuk-body">
        {say.taskWords(task.gaps, fullDay(task.openedAt))}{' '}
        <a class="govuk-link" href={`/policy/gaps?tag=${task.tag}`}>
          {say.seeGaps}
          <span class="govuk-visually-hidden"> {say.taskOutcomeOf(title)}</span>
        </a>
      </p>
      {may(ask.asker.roles, 'write-policy') ? (
        <Form ask={ask} act="finish" label={title}>
          <input type="hidden" name="task" value={task.id} />
          <Govuk.Input
            id={field}
            name={field}
            label={{ text: say.taskOutcome }}
            value={typed(ask, field)}
            errorMessage={wrong(ask, field)}
          />
          <Govuk.Button text={say.taskDone} classes="govuk-button--secondary" />
        </Form>
      ) : null}
    </article>
  );
}
