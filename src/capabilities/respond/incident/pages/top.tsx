/** What is read first at night: how bad, what is the latest, what is due next, and the one button. */
import { Clock, clockTime, fullTime, Moj, SeverityTag } from '#components';
import type { Ask } from '#web';
import { pageWording as say } from '../page-wording.ts';
import { stateWording } from '../wording.ts';
import type { Loaded } from './incident.tsx';
import { ClockLine, hrefOf, nextOf, OneButton, shownClocks } from './parts.tsx';

export function Top({
  incident,
  clocks,
  tasks,
  moments,
  handovers,
  named,
  ask,
  mayWork,
}: Loaded & { ask: Ask; mayWork: boolean }) {
  const next = incident.state === 'open' ? nextOf(clocks, tasks) : null;
  // What somebody wrote last, or else why it was opened: what happened, in one breath.
  const latest = moments.findLast(
    (moment) => moment.words !== '' && /^(update|note|decided|opened|split-from)$/.test(moment.what),
  );
  const isLate = next !== null && next.due < ask.now;
  const waits = handovers.find((note) => note.takenAt === null && note.toId === ask.asker.id);
  const toAcknowledge = clocks.some((clock) => clock.kind === 'acknowledge' && clock.state === 'running');
  return (
    <>
      <div class="fw-signal__head">
        <SeverityTag severity={incident.severity} />
        <span class="fw-signal__state">{say.number(incident.number)}</span>
        <span class="fw-signal__state">{stateWording[incident.state]}</span>
      </div>
      <h1 class="govuk-heading-l">{incident.title}</h1>
      {incident.title === incident.play.name ? null : (
        <p class="govuk-body fw-incident__kind">{named.kind(incident.kind)}</p>
      )}
      {incident.isActiveCase ? (
        <Moj.Banner
          type="warning"
          iconFallbackText={say.mustNot}
          html={
            <>
              <strong>{say.activeCase}.</strong> {say.activeCaseWords}
            </>
          }
        />
      ) : null}
      <StateNotice incident={incident} />
      {latest ? (
        <p class="govuk-body fw-incident__latest">
          <strong>{say.latest}:</strong> {latest.words}{' '}
          <span class="fw-quiet">
            {clockTime(latest.at)}, {named.person(latest.by)}
          </span>
        </p>
      ) : null}
      {waits ? (
        <div class="fw-incident__call">
          <p class="govuk-body">
            <strong>{say.waitsForYou}</strong>{' '}
            <a class="govuk-link" href={`${hrefOf(incident.id)}/hand-over`}>
              {say.readNote}
            </a>
          </p>
          <OneButton ask={ask} act="take-over" fields={{ 'note-id': waits.id }} text={say.takeOver} />
        </div>
      ) : null}
      {incident.state === 'open' ? (
        <section class={`fw-next${isLate ? ' fw-next--late' : ''}`} aria-label={say.next}>
          {next ? (
            <p class="fw-next__what">
              {isLate ? say.late(next.words) : say.nextWhat(next.words)} <Clock due={next.due} now={ask.now} />
            </p>
          ) : (
            <p class="fw-next__what">{say.noClock}</p>
          )}
          <ul class="fw-next__clocks" aria-label={say.clocks}>
            {shownClocks(clocks).map((clock) => (
              <li>
                <ClockLine clock={clock} now={ask.now} />
              </li>
            ))}
          </ul>
          {mayWork ? (
            <div class="fw-next__acts">
              {incident.roles.lead ? null : <OneButton ask={ask} act="lead" text={say.iLead} />}
              {toAcknowledge ? (
                <OneButton ask={ask} act="acknowledge" text={say.acknowledge} classes="govuk-button--secondary" />
              ) : null}
            </div>
          ) : null}
        </section>
      ) : null}
    </>
  );
}

function StateNotice({ incident }: Pick<Loaded, 'incident'>) {
  const to = incident.state === 'merged' ? incident.mergedInto : incident.splitFrom;
  return (
    <>
      {incident.state === 'merged' ? <p class="govuk-body govuk-!-font-weight-bold">{say.mergedNotice}</p> : null}
      {incident.state === 'stood-down' ? (
        <p class="govuk-body govuk-!-font-weight-bold">{say.stoodDownNotice}</p>
      ) : null}
      {incident.state === 'closed' && incident.closedAt ? (
        <p class="govuk-body govuk-!-font-weight-bold">{say.closedNotice(fullTime(incident.closedAt))}</p>
      ) : null}
      {to ? (
        <p class="govuk-body">
          <a class="govuk-link" href={hrefOf(to)}>
            {incident.state === 'merged' ? say.goOn : say.splitFrom}
          </a>
        </p>
      ) : null}
    </>
  );
}
