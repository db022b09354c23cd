/** Parts that several pages of incidents share. */
import type { ComponentChildren } from 'preact';
import { Clock, fullTime, Govuk, nearTime } from '#components';
import type { Answer, Watch } from '#watch';
import { type Ask, Form, type Result, typed, wrong } from '#web';
import type { Incident, IncidentClock, Moment, Task } from '../door.ts';
import { momentWording, type Named, pageWording as say } from '../page-wording.ts';
import { clockWording, pauseWording, roleWording } from '../wording.ts';

export type Names = ReadonlyMap<string, string>;

export const hrefOf = (id: string) => `/respond/incidents/${id}`;

/** Done: back with a word. Not done: the sentence at its field, or on the page where there is none. */
export function answered(answer: Answer<unknown>, field: string, go: string, title: string): Result {
  if (answer.ok) return { go, flash: { kind: 'success', title } };
  return field ? { problems: [{ field, words: answer.because }] } : { refused: answer.because };
}

export function namedOf(names: Names, watch: Pick<Watch, 'codes'>, kinds: ReadonlyMap<string, string>): Named {
  return {
    person: (id) => names.get(id ?? '') ?? (id && id !== 'respond' ? say.somebody : say.foreword),
    code: (code) => watch.codes[code ?? '']?.name ?? '',
    role: (role) => roleWording[role as keyof typeof roleWording] ?? '',
    kind: (slug) => kinds.get(slug ?? '') ?? slug ?? '',
    pause: (because) => pauseWording[because as keyof typeof pauseWording] ?? '',
  };
}

/** Everybody that is named in these, by id. */
export function peopleIn(incident: Incident, tasks: readonly Task[], moments: readonly Moment[]): readonly string[] {
  return [
    ...new Set([
      incident.openedBy,
      ...Object.values(incident.roles),
      ...tasks.flatMap((task) => [...(task.ownerId ? [task.ownerId] : []), ...(task.endedBy ? [task.endedBy] : [])]),
      ...moments.flatMap((moment) => [moment.by, ...(moment.facts.personId ? [moment.facts.personId] : [])]),
    ]),
  ];
}

export interface NextDue {
  readonly due: Date;
  readonly words: string;
}

/** What runs out next, or has run out, of clocks and tasks: the first thing to be read. */
export function nextOf(clocks: readonly IncidentClock[], tasks: readonly Task[]): NextDue | null {
  const due = [
    ...clocks
      .filter((clock) => clock.state === 'running')
      .map((clock) => ({ due: clock.dueAt, words: clockWording[clock.kind] })),
    ...tasks.flatMap((task) => (task.state === 'open' && task.dueAt ? [{ due: task.dueAt, words: task.words }] : [])),
  ].sort((a, b) => a.due.getTime() - b.due.getTime());
  return due[0] ?? null;
}

export function ClockLine({ clock, now }: { clock: IncidentClock; now: Date }) {
  return (
    <Clock
      due={clock.dueAt}
      now={now}
      label={clockWording[clock.kind]}
      {...(clock.state === 'done' && clock.endedAt ? { doneAt: clock.endedAt } : {})}
      {...(clock.pause ? { pausedBecause: pauseWording[clock.pause.because] } : {})}
    />
  );
}

/** Clocks that count; what was done once and begins anew shows its last. */
export function shownClocks(clocks: readonly IncidentClock[]): readonly IncidentClock[] {
  return clocks.filter(
    (clock, at) =>
      clock.state !== 'dropped' &&
      !(clock.state === 'done' && clocks.some((other, later) => later > at && other.kind === clock.kind)),
  );
}

export function MomentLine({
  moment,
  named,
  now,
  isElsewhere,
}: {
  moment: Moment;
  named: Named;
  now: Date;
  isElsewhere: boolean;
}) {
  return (
    <li class="fw-history__item">
      <strong>{momentWording[moment.what]?.(moment.facts, named) ?? moment.what}</strong>{' '}
      <span class="fw-history__who">
        <time dateTime={moment.at.toISOString()} title={fullTime(moment.at)}>
          {nearTime(moment.at, now)}
        </time>
        , {named.person(moment.by)}
        {isElsewhere ? `, ${say.fromOther}` : ''}
      </span>
      {moment.words ? <p class="govuk-body fw-history__words">{moment.words}</p> : null}
    </li>
  );
}

/** A button by itself: one act, some hidden fields. */
export function OneButton({
  ask,
  act,
  fields = {},
  text,
  label,
  classes,
}: {
  ask: Ask;
  act: string;
  fields?: Readonly<Record<string, string>>;
  text: string;
  label?: string;
  classes?: string;
}) {
  return (
    <Form ask={ask} act={act} class="fw-one-button">
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button type="submit" class={`govuk-button ${classes ?? ''}`} data-module="govuk-button" aria-label={label}>
        {text}
      </button>
    </Form>
  );
}

export function Fold({ title, id, children }: { title: string; id?: string; children: ComponentChildren }) {
  return (
    <details class="govuk-details fw-fold" id={id}>
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{title}</span>
      </summary>
      <div class="govuk-details__text">{children}</div>
    </details>
  );
}

export function Part({
  title,
  hint,
  id,
  children,
}: {
  title: string;
  hint?: string;
  id?: string;
  children: ComponentChildren;
}) {
  return (
    <section class="fw-incident__part" id={id} aria-label={title}>
      <h2 class="govuk-heading-m">{title}</h2>
      {hint ? <p class="govuk-body">{hint}</p> : null}
      {children}
    </section>
  );
}

export function Why({ ask, id, label = say.why }: { ask: Ask; id: string; label?: string }) {
  return (
    <Govuk.Textarea
      name={id}
      id={id}
      rows={2}
      label={{ text: label, classes: 'govuk-label--s' }}
      value={typed(ask, id)}
      errorMessage={wrong(ask, id)}
    />
  );
}
