/** Beside the tasks: who has which role, what is written down, and the timeline. */
import { Govuk, Live } from '#components';
import { type Ask, Form, typed, wrong } from '#web';
import { pageWording as say, timelineFilters } from '../page-wording.ts';
import { roleWording } from '../wording.ts';
import type { Loaded } from './incident.tsx';
import { hrefOf, MomentLine } from './parts.tsx';

export function People({ incident, named }: Loaded) {
  const links = [
    [`${hrefOf(incident.id)}/lead`, say.run],
    [`${hrefOf(incident.id)}/hand-over`, say.handover],
    [`${hrefOf(incident.id)}/report`, say.report],
    [`${hrefOf(incident.id)}/finish`, say.finish],
  ] as const;
  return (
    <section class="fw-panel" aria-labelledby="people">
      <h2 class="govuk-heading-m" id="people">
        {say.people}
      </h2>
      <dl class="fw-facts">
        {(['lead', 'deputy', 'recorder', 'approver'] as const).map((role) => (
          <div>
            <dt>{roleWording[role]}</dt>
            <dd class={incident.roles[role] ? '' : 'fw-quiet'}>
              {incident.roles[role] ? named.person(incident.roles[role]) : say.nobody}
            </dd>
          </div>
        ))}
      </dl>
      <ul class="govuk-list">
        {links.map(([href, words]) => (
          <li>
            <a class="govuk-link" href={href}>
              {words}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function WriteDown({ incident, ask }: Loaded & { ask: Ask }) {
  const field = (name: string, label: string) => (
    <Govuk.Textarea
      name={name}
      id={name}
      rows={2}
      label={{ text: label, classes: 'govuk-label--s' }}
      value={typed(ask, name)}
      errorMessage={wrong(ask, name)}
    />
  );
  return (
    <section class="fw-panel" id="write" aria-labelledby="write-heading">
      <h2 class="govuk-heading-m" id="write-heading">
        {say.updateTitle}
      </h2>
      <Form ask={ask} act="note">
        <Govuk.Textarea
          name="note"
          id="note"
          rows={3}
          label={{ text: say.noteLabel, classes: 'govuk-label--s' }}
          hint={{ text: say.noteHint }}
          value={typed(ask, 'note')}
          errorMessage={wrong(ask, 'note')}
          attributes={{ 'data-key': 'n', 'data-key-does': say.noteLabel }}
        />
        {incident.state === 'open' ? (
          <Govuk.Checkboxes
            name="is-update"
            idPrefix="is-update"
            classes="govuk-checkboxes--small"
            values={typed(ask, 'is-update') ? ['yes'] : []}
            items={[{ value: 'yes', text: say.update }]}
          />
        ) : null}
        <Govuk.Button text={say.note} classes="govuk-button--secondary" />
      </Form>
      {incident.state === 'open' ? (
        <details class="govuk-details" open={ask.tried?.act === 'decide'}>
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">{say.decide}</span>
          </summary>
          <div class="govuk-details__text">
            <Form ask={ask} act="decide">
              {field('facts', say.decideFacts)}
              {field('options', say.decideOptions)}
              {field('decided', say.decideWhat)}
              {field('reason', say.decideWhy)}
              <Govuk.Button text={say.decideButton} classes="govuk-button--secondary" />
            </Form>
          </div>
        </details>
      ) : null}
    </section>
  );
}

export function Timeline({
  incident,
  moments,
  named,
  filter,
  ask,
}: Loaded & { filter: keyof typeof timelineFilters; ask: Ask }) {
  const shown = moments.filter((moment) => timelineFilters[filter].test(moment.what)).toReversed();
  return (
    <section aria-labelledby="timeline">
      <h2 class="govuk-heading-m" id="timeline">
        {say.timeline}
      </h2>
      <nav class="fw-timeline__filter" aria-label={say.filterLabel}>
        {(Object.keys(timelineFilters) as (keyof typeof timelineFilters)[]).map((name) => (
          <a
            class={`govuk-link${name === filter ? ' fw-strong' : ''}`}
            href={`${hrefOf(incident.id)}?show=${name}#timeline`}
            aria-current={name === filter ? 'true' : undefined}
          >
            {say.filters[name]}
          </a>
        ))}
      </nav>
      <Live id="timeline-live" path="/respond/incidents/changes" says={say.changed}>
        <ol class="fw-history" aria-label={say.timelineNewest}>
          {shown.map((moment) => (
            <MomentLine moment={moment} named={named} now={ask.now} isElsewhere={moment.incidentId !== incident.id} />
          ))}
        </ol>
      </Live>
    </section>
  );
}
