/** Tasks as they stand on the incident's screen: each with its clock, its owner and one button. */
import { Clock, Govuk } from '#components';
import { type Ask, Form, typed, wrong } from '#web';
import type { Task } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import { roleWording } from '../wording.ts';
import type { Loaded } from './incident.tsx';
import { Fold, OneButton } from './parts.tsx';

type Props = Loaded & { ask: Ask; mayWork: boolean };

export function Tasks(props: Props) {
  const { tasks, ask, mayWork } = props;
  const open = tasks.filter((task) => task.state === 'open');
  const ended = tasks.filter((task) => task.state !== 'open');
  return (
    <section class="fw-incident__part" aria-labelledby="tasks">
      <h2 class="govuk-heading-m" id="tasks">
        {say.tasks}
      </h2>
      {open.length === 0 ? (
        <p class="govuk-body">{say.noTasks}</p>
      ) : (
        <ol class="fw-tasks">
          {open.map((task) => (
            <OpenTask task={task} {...props} />
          ))}
        </ol>
      )}
      {ended.length > 0 ? (
        <Fold title={say.tasksDone(ended.length)}>
          <ul class="govuk-list">
            {ended.map((task) => (
              <li>
                <strong>{task.state === 'done' ? say.done : say.notNeeded}</strong> {task.words}{' '}
                <span class="fw-quiet">
                  {props.named.person(task.endedBy ?? undefined)}
                  {task.endedBecause ? `: ${task.endedBecause}` : ''}
                </span>
              </li>
            ))}
          </ul>
        </Fold>
      ) : null}
      {mayWork ? (
        <details class="govuk-details" open={ask.tried?.act === 'add-task'}>
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">{say.addTask}</span>
          </summary>
          <div class="govuk-details__text">
            <Form ask={ask} act="add-task">
              <Govuk.Input
                name="task-words"
                id="task-words"
                label={{ text: say.addTaskWords }}
                value={typed(ask, 'task-words')}
                errorMessage={wrong(ask, 'task-words')}
              />
              <Govuk.Input
                name="minutes"
                id="minutes"
                label={{ text: say.addTaskMinutes }}
                classes="govuk-input--width-4"
                inputmode="numeric"
                value={typed(ask, 'minutes')}
              />
              <Govuk.Button text={say.addTaskButton} classes="govuk-button--secondary" />
            </Form>
          </div>
        </details>
      ) : null}
    </section>
  );
}

function OpenTask({ task, named, ask, mayWork }: { task: Task } & Props) {
  const isMine = task.ownerId === ask.asker.id;
  const who = isMine ? say.yours : task.ownerId ? named.person(task.ownerId) : null;
  const field = `because-${task.id}`;
  return (
    <li class={`fw-task${isMine ? ' fw-task--mine' : ''}`}>
      <p class="fw-task__words">{task.words}</p>
      <p class="fw-task__facts">
        {task.dueAt ? <Clock due={task.dueAt} now={ask.now} /> : null}
        <span class="fw-quiet">{roleWording[task.forRole]}</span>
        {who ? <span class={isMine ? 'fw-strong' : 'fw-quiet'}>{who}</span> : null}
      </p>
      {mayWork ? (
        <div class="fw-task__acts">
          <OneButton
            ask={ask}
            act="end-task"
            fields={{ task: task.id, how: 'done' }}
            text={say.done}
            label={say.doneWhat(task.words)}
          />
          {isMine ? null : (
            <OneButton
              ask={ask}
              act="take"
              fields={{ task: task.id }}
              text={say.take}
              label={say.takeWhat(task.words)}
              classes="govuk-button--secondary"
            />
          )}
          <details class="govuk-details fw-task__not" open={wrong(ask, field) !== undefined}>
            <summary class="govuk-details__summary">
              <span class="govuk-details__summary-text">
                {say.notNeeded}
                <span class="govuk-visually-hidden">: {task.words}</span>
              </span>
            </summary>
            <div class="govuk-details__text">
              <Form ask={ask} act="end-task">
                <input type="hidden" name="task" value={task.id} />
                <input type="hidden" name="how" value="not-needed" />
                <Govuk.Input
                  name={field}
                  id={field}
                  label={{ text: say.notNeededWhy }}
                  value={typed(ask, field)}
                  errorMessage={wrong(ask, field)}
                />
                <Govuk.Button
                  text={say.save}
                  classes="govuk-button--secondary"
                  attributes={{ 'aria-label': say.saveWhat(task.words) }}
                />
              </Form>
            </div>
          </details>
        </div>
      ) : null}
    </li>
  );
}
