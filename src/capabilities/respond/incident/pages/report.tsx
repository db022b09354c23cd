/** The situation report: one printable page of how an incident stands, without a word of any post. */
import { fullTime, Govuk, SeverityTag, shortTime } from '#components';
import { type Ask, page } from '#web';
import type { RespondNeeds } from '../../needs.ts';
import { momentWording, pageWording as say } from '../page-wording.ts';
import { roleWording, stateWording } from '../wording.ts';
import { type Loaded, loadIncident } from './incident.tsx';
import type { Desk } from './index.ts';
import { ClockLine, hrefOf, shownClocks } from './parts.tsx';

const mostDecisions = 5;
const mostMoments = 10;

export const reportPage = (desk: Desk, needs: RespondNeeds) =>
  page<Loaded>({
    path: '/respond/incidents/:id/report',
    may: 'see-incidents',
    trace: 'incident-report-viewed',
    load: (ask) => loadIncident(desk, needs, ask, []),
    view: (loaded, ask) => ({
      title: say.reportTitle,
      menu: '/respond/incidents',
      before: <Govuk.BackLink text={say.runBack} href={hrefOf(loaded.incident.id)} />,
      body: <Report {...loaded} ask={ask} />,
    }),
  });

function Report({ incident, clocks, tasks, decisions, moments, named, ask }: Loaded & { ask: Ask }) {
  const update = moments.findLast((moment) => moment.what === 'update');
  const open = tasks.filter((task) => task.state === 'open');
  return (
    <div class="fw-report">
      <span class="govuk-caption-l">
        {say.reportTitle}, {say.number(incident.number)}
      </span>
      <h1 class="govuk-heading-l">{incident.title}</h1>
      <p class="govuk-body">
        <SeverityTag severity={incident.severity} /> {say.reportAt(fullTime(ask.now))}
      </p>
      <p class="govuk-hint fw-report__hint">{say.reportPrint}</p>
      {incident.isActiveCase ? <p class="govuk-body govuk-!-font-weight-bold">{say.activeCase}</p> : null}
      <dl class="fw-facts">
        <div>
          <dt>{say.reportWhat}</dt>
          <dd>{incident.play.name}</dd>
        </div>
        <div>
          <dt>{say.reportState}</dt>
          <dd>{stateWording[incident.state]}</dd>
        </div>
        <div>
          <dt>{say.reportOpened}</dt>
          <dd>{fullTime(incident.openedAt)}</dd>
        </div>
        {(['lead', 'deputy', 'recorder', 'approver'] as const).map((role) => (
          <div>
            <dt>{roleWording[role]}</dt>
            <dd>{incident.roles[role] ? named.person(incident.roles[role]) : say.nobody}</dd>
          </div>
        ))}
      </dl>
      <h2 class="govuk-heading-m">{say.reportUpdate}</h2>
      {update ? (
        <p class="govuk-body">
          {fullTime(update.at)}, {named.person(update.by)}: {update.words}
        </p>
      ) : (
        <p class="govuk-body">{say.reportNoUpdate}</p>
      )}
      <h2 class="govuk-heading-m">{say.reportDecisions}</h2>
      {decisions.length === 0 ? <p class="govuk-body">{say.reportNoDecisions}</p> : null}
      <ol class="govuk-list govuk-list--bullet">
        {decisions.slice(-mostDecisions).map((one) => (
          <li>
            {shortTime(one.at)} <strong>{one.decided}</strong> {one.reason} ({named.person(one.by)})
            <br />
            {say.decideFacts}: {one.facts}
            {one.options ? (
              <>
                <br />
                {say.decideOptions}: {one.options}
              </>
            ) : null}
          </li>
        ))}
      </ol>
      <h2 class="govuk-heading-m">{say.reportNext}</h2>
      <ul class="govuk-list govuk-list--bullet">
        {shownClocks(clocks)
          .filter((clock) => clock.state !== 'done')
          .map((clock) => (
            <li>
              <ClockLine clock={clock} now={ask.now} />
            </li>
          ))}
        {open.map((task) => (
          <li>
            {task.words} {task.dueAt ? `(${shortTime(task.dueAt)})` : ''}
            {task.ownerId ? `, ${named.person(task.ownerId)}` : ''}
          </li>
        ))}
      </ul>
      <h2 class="govuk-heading-m">{say.reportLately}</h2>
      <ol class="govuk-list">
        {moments.slice(-mostMoments).map((moment) => (
          <li>
            {shortTime(moment.at)} {momentWording[moment.what]?.(moment.facts, named) ?? moment.what}
            {moment.words ? `: ${moment.words}` : ''}
          </li>
        ))}
      </ol>
      <h2 class="govuk-heading-m">{say.mustNot}</h2>
      <ul class="govuk-list govuk-list--bullet">
        {incident.play.mustNot.map((words) => (
          <li>{words}</li>
        ))}
      </ul>
    </div>
  );
}
