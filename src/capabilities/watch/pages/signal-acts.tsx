/** What can be done about a signal, and the forms for it. */
import { Govuk } from '#components';
import { type Ask, Form, typed, wrong } from '#web';
import type { KeptPost, Signal } from '../door.ts';
import { codeWording, pageWording as say } from '../wording.ts';
import { codeName, severityChoices } from './parts.tsx';
import { ReasonForm, ReasonPanel } from './reason-form.tsx';

export function SignalActs({
  signal,
  ask,
  isMine,
  others,
  posts,
}: {
  signal: Signal;
  ask: Ask;
  isMine: boolean;
  others: readonly Signal[];
  posts: readonly KeptPost[];
}) {
  const isDisclosure = signal.code === 'T4' || signal.also.includes('T4');
  const routes = (['incident', 'care', 'standards', 'guardian'] as const).filter(
    (route) => !(isDisclosure && route === 'standards'),
  );
  return (
    <>
      {signal.claimedBy === null || isMine ? (
        <Form ask={ask} act={isMine ? 'release' : 'claim'} class="fw-act">
          <Govuk.Button
            text={isMine ? say.release : say.claim}
            classes={isMine ? 'govuk-button--secondary' : ''}
            attributes={{ 'data-key': 'c', 'data-key-does': say.claim }}
          />
        </Form>
      ) : null}
      <section class="fw-panel" id="escalate" aria-labelledby="escalate-heading">
        <h2 class="govuk-heading-m" id="escalate-heading">
          {say.escalate}
        </h2>
        <ReasonForm
          ask={ask}
          act="escalate"
          name="why-escalate"
          rows={3}
          shortcut={{ key: 'e', does: say.escalate }}
          buttons={[{ text: say.escalate }]}
        >
          <Govuk.Radios
            name="to"
            idPrefix="to"
            classes="govuk-radios--small"
            value={typed(ask, 'to')}
            errorMessage={wrong(ask, 'to')}
            fieldset={{ legend: { text: say.whereTo, classes: 'govuk-fieldset__legend--s' } }}
            items={routes.map((route) => ({
              value: route,
              text: say.routes[route].name,
              hint: { text: say.routes[route].hint },
            }))}
          />
        </ReasonForm>
      </section>
      <section class="fw-panel" id="set-aside" aria-labelledby="aside-heading">
        <h2 class="govuk-heading-m" id="aside-heading">
          {say.orNot}
        </h2>
        <ReasonForm
          ask={ask}
          act="set-aside"
          name="why-aside"
          hint={say.setAsideHint}
          shortcut={{ key: 's', does: say.setAside }}
          buttons={[
            { text: say.setAside, act: 'set-aside', kind: 'secondary' },
            { text: say.keepWatching, act: 'keep-watching', kind: 'secondary' },
          ]}
        />
      </section>
      <details class="govuk-details">
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">{say.moreActs}</span>
        </summary>
        <div class="govuk-details__text">
          <ReasonForm ask={ask} act="judge" name="why-judge" buttons={[{ text: say.judge, kind: 'secondary' }]}>
            <Govuk.Select
              name="severity"
              id="severity"
              label={{ text: say.filterSeverity }}
              value={typed(ask, 'severity', signal.severity)}
              items={severityChoices.map((choice) => ({ ...choice }))}
            />
            <Govuk.Select
              name="code"
              id="code"
              label={{ text: say.filterCode }}
              value={typed(ask, 'code', signal.code)}
              items={Object.entries(codeWording)
                .filter(([value]) => value !== 'T0')
                .map(([value, one]) => ({ value, text: one.name }))}
            />
          </ReasonForm>
          {posts.length > 1 ? (
            <Form ask={ask} act="split">
              <Govuk.Checkboxes
                name="post"
                idPrefix="post"
                classes="govuk-checkboxes--small"
                fieldset={{ legend: { text: say.splitLegend, classes: 'govuk-fieldset__legend--s' } }}
                errorMessage={wrong(ask, 'post')}
                items={posts
                  .slice(0, 30)
                  .map((post) => ({ value: post.id, text: (post.title || post.text).slice(0, 90) }))}
              />
              <Govuk.Button text={say.split} classes="govuk-button--secondary" />
            </Form>
          ) : null}
          {others.length > 0 ? (
            <Form ask={ask} act="merge">
              <Govuk.Select
                name="into"
                id="into"
                label={{ text: say.mergeInto }}
                errorMessage={wrong(ask, 'into')}
                items={[
                  { value: '', text: say.chooseStory },
                  ...others.map((other) => ({
                    value: other.id,
                    text: `${other.severity} ${codeName(other.code)}: ${other.gist.slice(0, 60)}`,
                  })),
                ]}
              />
              <Govuk.Button text={say.merge} classes="govuk-button--secondary" />
            </Form>
          ) : null}
          <ReasonPanel
            ask={ask}
            act="lock"
            name="why-lock"
            label={say.lock}
            hint={say.lockHint}
            buttons={[{ text: say.lock, kind: 'secondary' }]}
          />
        </div>
      </details>
    </>
  );
}
