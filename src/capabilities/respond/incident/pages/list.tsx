/** Incidents that go on, those that wait for their lesson, and, when asked for, those that are closed. */
import { EmptyState, Govuk, nearTime, Queue, QueueRow } from '#components';
import { page } from '#web';
import { may } from '../../../../people/roles.ts';
import type { RespondNeeds } from '../../needs.ts';
import type { Incident } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import type { Desk } from './index.ts';
import { hrefOf, type Names, type NextDue, nextOf } from './parts.tsx';

interface Line {
  readonly incident: Incident;
  readonly next: NextDue | null;
  readonly openTasks: number;
}

interface Loaded {
  readonly lines: readonly Line[];
  readonly isClosed: boolean;
  readonly names: Names;
}

export const listPage = (desk: Desk, needs: RespondNeeds) =>
  page<Loaded>({
    path: '/respond/incidents',
    may: 'see-incidents',
    trace: 'incidents-viewed',
    menu: {
      group: 'respond',
      words: say.menu,
      order: 25,
      waiting: async (ask) => (await desk.list(ask.asker, ['open'])).length,
    },
    load: async (ask) => {
      const isClosed = ask.query.show === 'closed';
      const list = await desk.list(ask.asker, isClosed ? ['closed'] : ['open', 'stood-down']);
      const lines: Line[] = [];
      for (const incident of list) {
        const clocks = isClosed ? [] : await desk.clocks(ask.asker, incident.id);
        const tasks = isClosed ? [] : await desk.tasks(ask.asker, incident.id);
        lines.push({
          incident,
          next: nextOf(clocks, tasks),
          openTasks: tasks.filter((task) => task.state === 'open').length,
        });
      }
      const leads = list.flatMap((incident) => incident.roles.lead ?? []);
      return { lines, isClosed, names: await needs.people.names(ask.asker, leads) };
    },
    view: ({ lines, isClosed, names }, ask) => {
      const of = (state: Incident['state']) => lines.filter((line) => line.incident.state === state);
      return {
        title: isClosed ? say.closedTitle : say.title,
        isWide: true,
        ...(isClosed ? { before: <Govuk.BackLink text={say.back} href="/respond/incidents" /> } : {}),
        body: (
          <>
            <h1 class="govuk-heading-l">{isClosed ? say.closedTitle : say.title}</h1>
            {isClosed ? (
              lines.length === 0 ? (
                <p class="govuk-body">{say.closedEmpty}</p>
              ) : (
                <Lines label={say.closedTitle} lines={lines} names={names} now={ask.now} />
              )
            ) : (
              <>
                {may(ask.asker.roles, 'work-incident') ? (
                  <Govuk.Button text={say.open} href="/respond/incidents/new" />
                ) : null}
                {of('open').length === 0 ? (
                  <EmptyState title={say.empty}>
                    <p class="govuk-body">{say.emptyWords}</p>
                  </EmptyState>
                ) : (
                  <>
                    <h2 class="govuk-heading-m">{say.going}</h2>
                    <Lines label={say.going} lines={of('open')} names={names} now={ask.now} />
                  </>
                )}
                {of('stood-down').length > 0 ? (
                  <>
                    <h2 class="govuk-heading-m">{say.learning}</h2>
                    <Lines label={say.learning} lines={of('stood-down')} names={names} now={ask.now} />
                  </>
                ) : null}
                <ul class="govuk-list fw-apart">
                  {(
                    [
                      ['/respond/incidents?show=closed', say.closedLink],
                      ['/respond/lessons', say.lessonsLink],
                      ['/respond/plays', say.playsLink],
                    ] as const
                  ).map(([href, words]) => (
                    <li>
                      <a class="govuk-link" href={href}>
                        {words}
                      </a>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </>
        ),
      };
    },
  });

function Lines({ label, lines, names, now }: { label: string; lines: readonly Line[]; names: Names; now: Date }) {
  return (
    <Queue label={label}>
      {lines.map(({ incident, next, openTasks }) => (
        <QueueRow
          id={`incident-${incident.id}`}
          href={hrefOf(incident.id)}
          severity={incident.severity}
          title={incident.title}
          facts={[
            say.number(incident.number),
            say.since(nearTime(incident.openedAt, now)),
            incident.roles.lead ? say.ledBy(names.get(incident.roles.lead) ?? say.somebody) : say.noLead,
            ...(openTasks > 0 ? [say.openTasks(openTasks)] : []),
          ]}
          {...(incident.title === incident.play.name ? {} : { kind: incident.play.name })}
          {...(next && incident.state === 'open' ? { clock: { due: next.due, now, label: short(next.words) } } : {})}
        />
      ))}
    </Queue>
  );
}

const short = (words: string) => (words.length > 60 ? `${words.slice(0, 59).trimEnd()}…` : words);
