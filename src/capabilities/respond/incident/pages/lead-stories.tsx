/** Stories of an incident: join another, take some out, join the whole incident to another. */
import { Govuk } from '#components';
import { type Ask, Form, typed, wrong } from '#web';
import { pageWording as say } from '../page-wording.ts';
import type { LeadLoaded } from './lead.tsx';
import { Part, Why } from './parts.tsx';

export function LeadStories({ stories, free, others, named, ask }: LeadLoaded & { ask: Ask }) {
  return (
    <Part title={say.storiesTitle} id="stories-part">
      {free.length > 0 ? (
        <Form ask={ask} act="link">
          <Govuk.Select
            name="signal"
            id="signal"
            label={{ text: say.linkLabel, classes: 'govuk-label--s' }}
            errorMessage={wrong(ask, 'signal')}
            value={typed(ask, 'signal')}
            items={[
              { value: '', text: say.chooseStory },
              ...free.map((signal) => ({
                value: signal.id,
                text: `${signal.severity} ${named.code(signal.code)}: ${signal.gist.slice(0, 60)}`,
              })),
            ]}
          />
          <Govuk.Button text={say.link} classes="govuk-button--secondary" />
        </Form>
      ) : null}
      {stories.length > 1 ? (
        <Form ask={ask} act="split">
          <Govuk.Checkboxes
            name="story"
            idPrefix="story"
            classes="govuk-checkboxes--small"
            fieldset={{ legend: { text: say.splitLegend, classes: 'govuk-fieldset__legend--s' } }}
            errorMessage={wrong(ask, 'story')}
            items={stories.map(({ link, signal }) => ({
              value: link.signalId,
              text: `${link.severity} ${named.code(link.code)}${signal ? `: ${signal.gist.slice(0, 60)}` : ''}`,
            }))}
          />
          <Govuk.Input
            name="split-title"
            id="split-title"
            label={{ text: say.splitTitle }}
            value={typed(ask, 'split-title')}
            errorMessage={wrong(ask, 'split-title')}
          />
          <Govuk.Button text={say.split} classes="govuk-button--secondary" />
        </Form>
      ) : null}
      {others.length > 0 ? (
        <Form ask={ask} act="merge">
          <Govuk.Select
            name="into"
            id="into"
            label={{ text: say.mergeLabel, classes: 'govuk-label--s' }}
            errorMessage={wrong(ask, 'into')}
            value={typed(ask, 'into')}
            items={[
              { value: '', text: say.chooseIncident },
              ...others.map((other) => ({ value: other.id, text: `${other.number} ${other.title}` })),
            ]}
          />
          <Why ask={ask} id="why-merge" />
          <Govuk.Button text={say.merge} classes="govuk-button--secondary" />
        </Form>
      ) : null}
    </Part>
  );
}
