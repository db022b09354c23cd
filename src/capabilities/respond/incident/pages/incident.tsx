/** Everything about one incident on one screen: what is due, what must not be done, who, tasks, the other parts, the timeline. */
import type { VNode } from 'preact';
import { Govuk } from '#components';
import type { KeptPost, Signal } from '#watch';
import { type Act, type Ask, page, type Result } from '#web';
import type { RespondNeeds } from '../../needs.ts';
import type { IncidentPanel } from '../../panel.ts';
import type { HandoverNote, Incident, IncidentClock, LinkedSignal, LoggedDecision, Moment, Task } from '../door.ts';
import { type Named, pageWording as say, timelineFilters } from '../page-wording.ts';
import type { Desk } from './index.ts';
import { answered, hrefOf, namedOf, peopleIn } from './parts.tsx';
import { Screen } from './screen.tsx';

/** A story as this asker may see it; null words where their role does not open it. */
export interface Story {
  readonly link: LinkedSignal;
  readonly signal: Signal | null;
  readonly posts: readonly KeptPost[];
}

export interface Loaded {
  readonly incident: Incident;
  readonly clocks: readonly IncidentClock[];
  readonly tasks: readonly Task[];
  readonly decisions: readonly LoggedDecision[];
  readonly moments: readonly Moment[];
  readonly stories: readonly Story[];
  readonly handovers: readonly HandoverNote[];
  readonly panels: readonly { readonly title: string; readonly name: string; readonly body: VNode }[];
  readonly named: Named;
}

export async function loadIncident(
  desk: Desk,
  needs: RespondNeeds,
  ask: Ask,
  panels: readonly IncidentPanel[],
): Promise<Loaded | null> {
  const incident = await desk.incident(ask.asker, ask.params.id ?? '');
  if (!incident) return null;
  const { id } = incident;
  const clocks = await desk.clocks(ask.asker, id);
  const tasks = await desk.tasks(ask.asker, id);
  const moments = await desk.timeline(ask.asker, id);
  const decisions = await desk.decisions(ask.asker, id);
  const handovers = await desk.handovers(ask.asker, id);
  const stories: Story[] = [];
  for (const link of await desk.signals(ask.asker, id)) {
    const signal = await needs.watch.signals.signal(ask.asker, link.signalId);
    stories.push({
      link,
      signal,
      posts: signal ? (await needs.watch.signals.posts(ask.asker, link.signalId)).slice(0, 3) : [],
    });
  }
  const isOver = incident.state === 'closed' || incident.state === 'merged';
  const drawn: { title: string; name: string; body: VNode }[] = [];
  for (const panel of panels) {
    const body = await panel.load(ask, id, isOver);
    if (body) drawn.push({ title: panel.title, name: panel.name, body });
  }
  const people = [
    ...peopleIn(incident, tasks, moments),
    ...decisions.map((one) => one.by),
    ...handovers.flatMap((note) => [note.by, note.toId]),
  ];
  const kinds = new Map((await desk.plays.list(ask.asker)).map((one) => [one.slug, one.play.name]));
  const named = namedOf(await needs.people.names(ask.asker, [...new Set(people)]), needs.watch, kinds);
  return { incident, clocks, tasks, decisions, moments, stories, handovers, panels: drawn, named };
}

export const incidentPage = (desk: Desk, needs: RespondNeeds, panels: readonly IncidentPanel[]) =>
  page<Loaded>({
    path: '/respond/incidents/:id',
    may: 'see-incidents',
    trace: 'incident-viewed',
    load: (ask) => loadIncident(desk, needs, ask, panels),
    acts: { ...ownActs(desk), ...Object.assign({}, ...panels.map(actsOf)) },
    view: (loaded, ask) => ({
      title: loaded.incident.title,
      isWide: true,
      menu: '/respond/incidents',
      before: <Govuk.BackLink text={say.back} href="/respond/incidents" />,
      body: <Screen {...loaded} ask={ask} filter={filterOf(ask)} />,
    }),
  });

export function filterOf(ask: Ask): keyof typeof timelineFilters {
  const wanted = ask.query.show ?? '';
  return Object.hasOwn(timelineFilters, wanted) ? (wanted as keyof typeof timelineFilters) : 'all';
}

/** What another part of RESPOND brings knows the incident by its id alone. */
function actsOf(panel: IncidentPanel): Readonly<Record<string, Act<Loaded>>> {
  return Object.fromEntries(
    Object.entries(panel.acts ?? {}).map(([name, act]) => [
      name,
      {
        ...act,
        do: (input, { incident }, ask): Promise<Result> => act.do(input, { incidentId: incident.id }, ask),
      } satisfies Act<Loaded>,
    ]),
  );
}

function ownActs(desk: Desk): Readonly<Record<string, Act<Loaded>>> {
  const at = ({ incident }: Loaded, place: string) => `${hrefOf(incident.id)}#${place}`;
  return {
    acknowledge: {
      may: 'work-incident',
      trace: 'incident-acknowledged',
      do: async (_input, loaded, ask) =>
        answered(
          await desk.acknowledge(ask.asker, loaded.incident.id),
          '',
          hrefOf(loaded.incident.id),
          say.didAcknowledge,
        ),
    },
    lead: {
      may: 'work-incident',
      trace: 'incident-lead-taken',
      do: async (_input, loaded, ask) =>
        answered(
          await desk.give(ask.asker, loaded.incident.id, 'lead', ask.asker.id),
          '',
          hrefOf(loaded.incident.id),
          say.didLead,
        ),
    },
    take: {
      may: 'work-incident',
      trace: 'incident-task-taken',
      do: async (input, loaded, ask) =>
        answered(
          await desk.claimTask(ask.asker, loaded.incident.id, input.text('task')),
          '',
          at(loaded, 'tasks'),
          say.didTask,
        ),
    },
    'end-task': {
      may: 'work-incident',
      trace: 'incident-task-ended',
      do: async (input, loaded, ask) => {
        const id = input.text('task');
        const how = input.text('how') === 'not-needed' ? 'not-needed' : 'done';
        return answered(
          await desk.endTask(ask.asker, loaded.incident.id, id, how, input.text(`because-${id}`)),
          how === 'done' ? '' : `because-${id}`,
          at(loaded, 'tasks'),
          say.didTask,
        );
      },
    },
    'add-task': {
      may: 'work-incident',
      trace: 'incident-task-added',
      do: async (input, loaded, ask) => {
        const minutes = input.text('minutes');
        return answered(
          await desk.addTask(
            ask.asker,
            loaded.incident.id,
            input.text('task-words'),
            minutes === '' ? null : Number(minutes),
          ),
          'task-words',
          at(loaded, 'tasks'),
          say.didTask,
        );
      },
    },
    note: {
      may: 'work-incident',
      trace: 'incident-noted',
      do: async (input, loaded, ask) =>
        answered(
          await desk.note(ask.asker, loaded.incident.id, input.text('note'), input.text('is-update') === 'yes'),
          'note',
          at(loaded, 'timeline'),
          say.didNote,
        ),
    },
    decide: {
      may: 'work-incident',
      trace: 'incident-decided',
      do: async (input, loaded, ask) =>
        answered(
          await desk.decide(ask.asker, loaded.incident.id, {
            facts: input.text('facts'),
            options: input.text('options'),
            decided: input.text('decided'),
            reason: input.text('reason'),
          }),
          input.text('facts').length < 3 ? 'facts' : input.text('decided').length < 3 ? 'decided' : 'reason',
          at(loaded, 'timeline'),
          say.didDecide,
        ),
    },
    'take-over': {
      may: 'work-incident',
      trace: 'incident-taken-over',
      do: async (input, loaded, ask) =>
        answered(
          await desk.takeOver(ask.asker, loaded.incident.id, input.text('note-id')),
          '',
          hrefOf(loaded.incident.id),
          say.didTakeOver,
        ),
    },
  };
}
