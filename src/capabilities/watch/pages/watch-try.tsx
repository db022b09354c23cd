/** A search before it is saved: how to write one, what it would have found, and adding it. */
import { Govuk, Highlight } from '#components';
import { type Ask, Form, typed, wrong } from '#web';
import type { Preview, Watching } from '../door.ts';
import { pageWording as say } from '../wording.ts';

export function QueryHelp() {
  return (
    <details class="govuk-details">
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{say.queryHelp}</span>
      </summary>
      <div class="govuk-details__text">
        <Govuk.Table
          head={[{ text: say.youWrite }, { text: say.itFinds }]}
          rows={say.queryHelpRows.map(([write, finds]) => [{ html: <code>{write}</code> }, { text: finds }])}
        />
      </div>
    </details>
  );
}

export function TryAndAdd({ ask, watching, preview }: { ask: Ask; watching: Watching; preview: Preview | null }) {
  const words = ask.query.try ?? typed(ask, 'words');
  const isFine = preview !== null && preview.problems.length === 0 && preview.refusedBecause === null;
  return (
    <section class="fw-panel" aria-labelledby="try">
      <h2 class="govuk-heading-m" id="try">
        {say.trySearch}
      </h2>
      <form method="get" action={`/register/${watching.id}`}>
        <Govuk.Input
          name="try"
          id="words"
          label={{ text: say.newSearch }}
          hint={{ text: say.newSearchHint }}
          value={words}
          spellcheck={false}
          errorMessage={
            preview?.problems[0]
              ? { text: `${preview.problems[0].words} ${preview.problems[0].hint}` }
              : preview?.refusedBecause
                ? { text: preview.refusedBecause }
                : wrong(ask, 'words')
          }
        />
        {preview?.problems[0] ? (
          <Pointer words={words} at={preview.problems[0].at} length={preview.problems[0].length} />
        ) : null}
        <Govuk.Button text={say.preview} classes="govuk-button--secondary" />
      </form>
      <QueryHelp />
      {isFine ? (
        <>
          <p class="govuk-body">
            <strong>{say.previewCount(preview.matched, preview.looked, preview.days)}</strong>{' '}
            {say.previewAlerts(preview.alertsPerDay)}{' '}
            {preview.precision === null
              ? say.previewNoPrecision
              : say.previewPrecision(Math.round(preview.precision * 100))}
          </p>
          {preview.notes.map((note) => (
            <p class="govuk-body-s">{note}</p>
          ))}
          <ul class="fw-samples">
            {preview.samples.map((sample) => (
              <li class="fw-samples__item">
                <Highlight
                  text={sample.text}
                  places={sample.places.map((place) => ({ start: place.at, end: place.at + place.length }))}
                />
              </li>
            ))}
          </ul>
          <Form ask={ask} act="add-query">
            <input type="hidden" name="words" value={words} />
            {watching.state === 'active' ? (
              <Govuk.InsetText text={say.addWaits} />
            ) : (
              <Govuk.Radios
                name="how"
                idPrefix="how"
                classes="govuk-radios--small"
                value="shadow"
                fieldset={{ legend: { text: say.howToAdd, classes: 'govuk-fieldset__legend--s' } }}
                items={say.howToAddChoices.map((choice) => ({ ...choice, hint: { text: choice.hint } }))}
              />
            )}
            <Govuk.Button text={say.addSearch} />
          </Form>
        </>
      ) : null}
    </section>
  );
}

/** Points at the place of a mistake, under the words as they were typed. */
function Pointer({ words, at, length }: { words: string; at: number; length: number }) {
  return (
    <pre class="fw-pointer">
      {words.slice(0, at)}
      <mark>{words.slice(at, at + Math.max(1, length)) || ' '}</mark>
      {words.slice(at + Math.max(1, length))}
    </pre>
  );
}
