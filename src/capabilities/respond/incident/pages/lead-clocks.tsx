/** Each clock that counts: stop it for a named reason, let it run again, say that it is done. */
import { Govuk } from '#components';
import { type Ask, Form, typed, wrong } from '#web';
import { pauseReasons } from '../clock.ts';
import type { IncidentClock } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import { clockWording, pauseWording } from '../wording.ts';
import type { LeadLoaded } from './lead.tsx';
import { ClockLine, OneButton } from './parts.tsx';

export function LeadClocks({ clocks, ask }: LeadLoaded & { ask: Ask }) {
  const counting = clocks.filter((clock) => clock.state === 'running' || clock.state === 'paused');
  return (
    <section class="fw-incident__part" id="clocks" aria-labelledby="clocks-heading">
      <h2 class="govuk-heading-m" id="clocks-heading">
        {say.clocksTitle}
      </h2>
      {counting.length === 0 ? <p class="govuk-body">{say.noClock}</p> : null}
      {counting.map((clock) => (
        <OneClock clock={clock} ask={ask} />
      ))}
    </section>
  );
}

function OneClock({ clock, ask }: { clock: IncidentClock; ask: Ask }) {
  const name = clockWording[clock.kind];
  const pause = `pause-${clock.id}`;
  const pauseWords = `pause-words-${clock.id}`;
  const endWords = `end-words-${clock.id}`;
  return (
    <article class="fw-panel" aria-label={name}>
      <p class="govuk-body">
        <ClockLine clock={clock} now={ask.now} />
      </p>
      {clock.pause ? (
        <>
          <p class="govuk-body">{clock.pause.words}</p>
          <OneButton
            ask={ask}
            act="resume"
            fields={{ clock: clock.id }}
            text={say.resume}
            label={say.resumeWhat(name)}
            classes="govuk-button--secondary"
          />
        </>
      ) : (
        <details class="govuk-details" open={wrong(ask, pauseWords) !== undefined}>
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">{say.pauseWhat(name)}</span>
          </summary>
          <div class="govuk-details__text">
            <Form ask={ask} act="pause">
              <input type="hidden" name="clock" value={clock.id} />
              <Govuk.Radios
                name={pause}
                idPrefix={pause}
                classes="govuk-radios--small"
                value={typed(ask, pause)}
                fieldset={{ legend: { text: say.pauseLegend, classes: 'govuk-fieldset__legend--s' } }}
                items={pauseReasons.map((value) => ({ value, text: pauseWording[value] }))}
              />
              <Govuk.Input
                name={pauseWords}
                id={pauseWords}
                label={{ text: say.pauseWords }}
                value={typed(ask, pauseWords)}
                errorMessage={wrong(ask, pauseWords)}
              />
              <Govuk.Button
                text={say.pause}
                classes="govuk-button--secondary"
                attributes={{ 'aria-label': say.pauseWhat(name) }}
              />
            </Form>
          </div>
        </details>
      )}
      <details class="govuk-details" open={wrong(ask, endWords) !== undefined}>
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">{say.endClockWhat(name)}</span>
        </summary>
        <div class="govuk-details__text">
          <Form ask={ask} act="end-clock">
            <input type="hidden" name="clock" value={clock.id} />
            <Govuk.Input
              name={endWords}
              id={endWords}
              label={{ text: say.endClockWords }}
              value={typed(ask, endWords)}
              errorMessage={wrong(ask, endWords)}
            />
            <div class="govuk-button-group">
              <Govuk.Button
                text={say.endClock}
                name="how"
                value="done"
                classes="govuk-button--secondary"
                attributes={{ 'aria-label': say.endClockWhat(name) }}
              />
              <Govuk.Button
                text={say.dropClock}
                name="how"
                value="dropped"
                classes="govuk-button--secondary"
                attributes={{ 'aria-label': say.dropClockWhat(name) }}
              />
            </div>
          </Form>
        </div>
      </details>
    </article>
  );
}
