/** The fields of a clause and of a principle, how it would look, and retiring it. */
import { Govuk } from '#components';
import { type Ask, Form, typed, typedList, wrong } from '#web';
import type { Colleague } from '../../../people/person.ts';
import { wordParts } from '../compare.ts';
import type { Clause, Day, Principle } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import { scenarios } from '../starter.table.ts';
import type { LoadedDraft } from './draft.tsx';
import { Changed, DayFields, ReadingSign } from './parts.tsx';

export interface LoadedClause extends LoadedDraft {
  /** Null for one that is to be added. */
  readonly clause: Clause | null;
  readonly people: readonly Colleague[];
  readonly nextYear: Day;
}

export function ClauseForm({ ask, draft, base, clause, people, nextYear }: LoadedClause & { ask: Ask }) {
  const dayError = wrong(ask, 'reviewOn-day');
  const chosen = typedList(ask, 'scenarios', clause?.scenarios.map(String) ?? []);
  return (
    <>
      <Preview ask={ask} before={base?.clauses.find((one) => one.number === clause?.number) ?? null} />
      <Form ask={ask} act="save">
        <input type="hidden" name="edition" value={typed(ask, 'edition', String(clause?.edition ?? 0))} />
        <WordFields ask={ask} now={clause} />
        <Govuk.Select
          id="ownerId"
          name="ownerId"
          label={{ text: say.fieldOwner, classes: 'govuk-label--s' }}
          hint={{ text: say.fieldOwnerHint }}
          value={typed(ask, 'ownerId', clause?.ownerId ?? ask.asker.id)}
          errorMessage={wrong(ask, 'ownerId')}
          items={[
            { value: '', text: say.choosePerson },
            ...people.map((person) => ({ value: person.id, text: person.name })),
          ]}
        />
        <Govuk.Textarea
          id="reason"
          name="reason"
          rows={2}
          label={{ text: say.fieldReason, classes: 'govuk-label--s' }}
          value={typed(ask, 'reason', clause?.reason)}
          errorMessage={wrong(ask, 'reason')}
        />
        <Govuk.Input
          id="source"
          name="source"
          label={{ text: say.fieldSource, classes: 'govuk-label--s' }}
          value={typed(ask, 'source', clause?.source)}
          errorMessage={wrong(ask, 'source')}
        />
        <DayFields
          ask={ask}
          name="reviewOn"
          label={say.fieldReview}
          hint={say.fieldReviewHint}
          day={clause?.reviewOn ?? nextYear}
          error={dayError && 'text' in dayError ? dayError : undefined}
        />
        <details class="govuk-details">
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">{say.fieldScenarios}</span>
          </summary>
          <div class="govuk-details__text">
            <Govuk.Checkboxes
              name="scenarios"
              idPrefix="scenarios"
              classes="govuk-checkboxes--small"
              fieldset={{ legend: { text: say.fieldScenarios, classes: 'govuk-visually-hidden' } }}
              values={[...chosen]}
              items={[...scenarios].map(([number, words]) => ({ value: String(number), text: words }))}
            />
          </div>
        </details>
        <Buttons at={`/policy/drafts/${draft.id}`} />
      </Form>
    </>
  );
}

export function WordFields({ ask, now }: { ask: Ask; now: Principle | null }) {
  return (
    <>
      <Govuk.Input
        id="title"
        name="title"
        label={{ text: say.fieldTitle, classes: 'govuk-label--s' }}
        value={typed(ask, 'title', now?.title)}
        errorMessage={wrong(ask, 'title')}
      />
      <Govuk.Textarea
        id="words"
        name="words"
        rows={5}
        label={{ text: say.fieldWords, classes: 'govuk-label--s' }}
        hint={{ text: say.fieldWordsHint }}
        value={typed(ask, 'words', now?.words)}
        errorMessage={wrong(ask, 'words')}
      />
    </>
  );
}

export function Buttons({ at }: { at: string }) {
  return (
    <div class="govuk-button-group">
      <Govuk.Button text={say.save} name="act" value="save" />
      <Govuk.Button text={say.preview} name="act" value="preview" classes="govuk-button--secondary" />
      <a class="govuk-link" href={at}>
        {say.cancel}
      </a>
    </div>
  );
}

/** What was typed as it would stand, and against the version that the draft came from. */
export function Preview({ ask, before }: { ask: Ask; before: Principle | null }) {
  if (ask.tried?.act !== 'preview') return null;
  const [title, words] = [typed(ask, 'title').trim(), typed(ask, 'words').trim()];
  return (
    <section class="fw-panel" aria-labelledby="preview">
      <h2 class="govuk-heading-m" id="preview">
        {say.previewTitle}
      </h2>
      <p class="govuk-body-s fw-quiet">{say.previewNotSaved}</p>
      <h3 class="govuk-heading-s">{title}</h3>
      <p class="govuk-body fw-clause__words">{words}</p>
      <ReadingSign words={words} />
      {before ? (
        <>
          <h3 class="govuk-heading-s">{say.previewAgainst}</h3>
          <p class="govuk-body fw-compare__title">
            <Changed parts={wordParts(before.title, title)} />
          </p>
          <p class="govuk-body">
            <Changed parts={wordParts(before.words, words)} />
          </p>
        </>
      ) : null}
    </section>
  );
}

export function Retire({ ask }: { ask: Ask }) {
  return (
    <section class="fw-panel" aria-labelledby="retire">
      <h2 class="govuk-heading-m" id="retire">
        {say.retireTitle}
      </h2>
      <p class="govuk-body">{say.retireWords}</p>
      <Form ask={ask} act="retire">
        <Govuk.Input
          id="because"
          name="because"
          label={{ text: say.retireWhy, classes: 'govuk-label--s' }}
          value={typed(ask, 'because')}
          errorMessage={wrong(ask, 'because')}
        />
        <Govuk.Button text={say.retire} classes="govuk-button--warning" />
      </Form>
    </section>
  );
}
