/** The form of a draft that may be written, with its checks and how it will appear beside it. */
import { Govuk } from '#components';
import { type Ask, Form, typed, typedList, wrong } from '#web';
import { pageWording as say } from '../drafts-wording.ts';
import type { LoadedDraft } from './draft.tsx';
import { About, Thread } from './draft-form.tsx';
import { withQuery } from './draft-new.tsx';
import { isAllowed } from './draft-parts.tsx';
import { LinePart } from './line-part.tsx';
import { AsItIs, Flags, Measures, speakersOf } from './preview.tsx';

type Props = LoadedDraft & { readonly ask: Ask };

export function Editor(props: Props) {
  const { draft, accounts, flags, line, found, kept, ask } = props;
  const speakers = speakersOf(draft, accounts);
  const usedId = draft.lineVersionId ?? '';
  const isSavedLine = typed(ask, 'line', usedId) === usedId;
  return (
    <>
      <div class="fw-editor">
        <Form ask={ask} act="save" to={withQuery(ask)} hasFiles>
          <input type="hidden" name="revision" value={draft.revision} />
          <Thread ask={ask} wish={draft} accounts={accounts} kept={kept.images} />
          <div class="govuk-button-group">
            <Govuk.Button text={say.saveAndCheck} name="act" value="save" />
            <Govuk.Button text={say.addPart} name="act" value="add-part" classes="govuk-button--secondary" />
            {draft.parts.length > 1 ? (
              <Govuk.Button text={say.dropPart} name="act" value="drop-part" classes="govuk-button--secondary" />
            ) : null}
          </div>
          <LinePart
            ask={ask}
            used={isSavedLine ? line : kept.line}
            usedId={draft.lineVersionId}
            found={found}
            find={ask.query.find ?? ''}
          />
          <About ask={ask} wish={draft} accounts={accounts} />
          <Submitting {...props} />
        </Form>
        <div>
          <section id="checks" aria-labelledby="checks-heading">
            <h2 class="govuk-heading-m" id="checks-heading">
              {say.checks}
            </h2>
            <p class="govuk-hint">{say.previewSaved}</p>
            <Flags flags={flags} isThread={draft.parts.length > 1} />
            <Measures parts={draft.parts} speakers={speakers} lang={draft.lang} />
          </section>
          <section aria-labelledby="preview-heading">
            <h2 class="govuk-heading-m" id="preview-heading">
              {say.preview}
            </h2>
            <AsItIs
              parts={draft.parts}
              speakers={speakers}
              lang={draft.lang}
              pictures="/respond/drafts/pictures"
              flags={flags}
            />
          </section>
        </div>
      </div>
      <details class="govuk-details" open={wrong(ask, 'why-withdraw') !== undefined}>
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">{say.withdrawTitle}</span>
        </summary>
        <div class="govuk-details__text">
          <Form ask={ask} act="withdraw">
            <Govuk.Input
              name="why-withdraw"
              id="why-withdraw"
              label={{ text: say.why }}
              value={typed(ask, 'why-withdraw')}
              errorMessage={wrong(ask, 'why-withdraw')}
            />
            <Govuk.Button text={say.withdraw} classes="govuk-button--warning" />
          </Form>
        </div>
      </details>
    </>
  );
}

function Submitting({ approvers, ask }: Props) {
  return (
    <section class="fw-panel" aria-labelledby="submit-heading">
      <h2 class="govuk-heading-m" id="submit-heading">
        {say.submitTitle}
      </h2>
      {approvers.length > 0 ? (
        <details class="govuk-details" open={wrong(ask, 'named') !== undefined}>
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">{say.named}</span>
          </summary>
          <div class="govuk-details__text">
            <Govuk.Checkboxes
              name="named"
              idPrefix="named"
              classes="govuk-checkboxes--small"
              fieldset={{ legend: { text: say.named, classes: 'govuk-visually-hidden' } }}
              hint={{ text: say.namedHint }}
              errorMessage={wrong(ask, 'named')}
              values={[...typedList(ask, 'named')]}
              items={approvers.map((person) => ({ value: person.id, text: person.name }))}
            />
          </div>
        </details>
      ) : null}
      <Govuk.Checkboxes
        name="outside"
        idPrefix="outside"
        classes="govuk-checkboxes--small"
        values={[...typedList(ask, 'outside')]}
        items={[{ value: 'yes', text: say.outsider, hint: { text: say.outsiderHint } }]}
      />
      {isAllowed(ask, 'publish-responses') ? (
        <Govuk.Checkboxes
          name="leavesByItself"
          idPrefix="leavesByItself"
          classes="govuk-checkboxes--small"
          values={[...typedList(ask, 'leavesByItself')]}
          items={[{ value: 'yes', text: say.leaves, hint: { text: say.leavesHint } }]}
        />
      ) : null}
      <div class="govuk-button-group">
        <Govuk.Button text={say.submit} name="act" value="submit" />
        <Govuk.Button text={say.save} name="act" value="save" classes="govuk-button--secondary" />
      </div>
    </section>
  );
}
