/** The notes of a draft: what changed, the equality note, who was asked and what they said, and the gaps that it closes. */
import { Govuk } from '#components';
import { Form, Mistakes, page, typed, typedList, wrong } from '#web';
import type { Gap } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import { type LoadedDraft, loadDraft } from './draft.tsx';
import type { Door } from './parts.tsx';

interface Loaded extends LoadedDraft {
  readonly gaps: readonly Gap[];
}

export const draftNotesPage = (door: Door) =>
  page<Loaded>({
    path: '/policy/drafts/:id/notes',
    may: 'write-policy',
    trace: 'policy-draft-viewed',
    load: async (ask) => {
      const loaded = await loadDraft(door, ask);
      return loaded && { ...loaded, gaps: await door.gaps.list(ask.asker, 'open') };
    },
    acts: {
      save: {
        trace: 'policy-notes-saved',
        do: async (input, { draft }, ask) => {
          const answer = await door.drafts.saveNotes(ask.asker, draft.id, {
            title: input.text('title'),
            whatChanged: input.text('whatChanged'),
            equalityNote: input.text('equalityNote'),
            notConsultedBecause: input.text('notConsultedBecause'),
          });
          return answer.ok
            ? { go: `/policy/drafts/${draft.id}`, flash: { kind: 'success', title: say.didSaveNotes } }
            : { problems: answer.problems };
        },
      },
      consult: {
        trace: 'policy-consultation-added',
        do: async (input, { draft }, ask) => {
          const answer = await door.drafts.addConsultation(ask.asker, draft.id, input.text('who'), input.text('said'));
          return answer.ok
            ? { go: `/policy/drafts/${draft.id}/notes`, flash: { kind: 'success', title: say.didConsult } }
            : { problems: answer.problems };
        },
      },
      'remove-consultation': {
        trace: 'policy-consultation-removed',
        do: async (input, { draft }, ask) => {
          const answer = await door.drafts.removeConsultation(ask.asker, draft.id, input.text('consultation'));
          return answer.ok
            ? { go: `/policy/drafts/${draft.id}/notes`, flash: { kind: 'success', title: say.didRemoveConsultation } }
            : { problems: answer.problems };
        },
      },
      answer: {
        trace: 'policy-gaps-answered',
        do: async (input, { draft }, ask) => {
          const answer = await door.drafts.answerGaps(ask.asker, draft.id, input.list('gaps'));
          return answer.ok
            ? { go: `/policy/drafts/${draft.id}`, flash: { kind: 'success', title: say.didAnswer } }
            : { problems: answer.problems };
        },
      },
    },
    view: ({ draft, gaps }, ask) => ({
      title: say.notesTitle,
      menu: '/policy',
      before: <Govuk.BackLink text={draft.title} href={`/policy/drafts/${draft.id}`} />,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.notesTitle}</h1>
          <section aria-labelledby="consult">
            <h2 class="govuk-heading-m" id="consult">
              {say.consultTitle}
            </h2>
            <p class="govuk-body">{say.consultWords}</p>
            <ul class="govuk-list">
              {draft.consultations.map((one) => (
                <li class="fw-edit-list__item">
                  <strong>{one.who}:</strong> {one.said}
                  <Form ask={ask} act="remove-consultation" label={`${say.removeConsultation}: ${one.who}`}>
                    <input type="hidden" name="consultation" value={one.id} />
                    <button class="govuk-link fw-link-button" type="submit">
                      {say.removeConsultation}
                      <span class="govuk-visually-hidden">: {one.who}</span>
                    </button>
                  </Form>
                </li>
              ))}
            </ul>
            <Form ask={ask} act="consult">
              <Govuk.Input
                id="who"
                name="who"
                label={{ text: say.consultWho, classes: 'govuk-label--s' }}
                value={typed(ask, 'who')}
                errorMessage={wrong(ask, 'who')}
              />
              <Govuk.Textarea
                id="said"
                name="said"
                rows={3}
                label={{ text: say.consultSaid, classes: 'govuk-label--s' }}
                value={typed(ask, 'said')}
                errorMessage={wrong(ask, 'said')}
              />
              <Govuk.Button text={say.addConsultation} classes="govuk-button--secondary" />
            </Form>
          </section>
          <section aria-labelledby="notes">
            <h2 class="govuk-heading-m" id="notes">
              {say.notes}
            </h2>
            <Form ask={ask} act="save">
              <Govuk.Input
                id="title"
                name="title"
                label={{ text: say.draftTitle, classes: 'govuk-label--s' }}
                value={typed(ask, 'title', draft.title)}
                errorMessage={wrong(ask, 'title')}
              />
              {(
                [
                  ['whatChanged', say.whatChanged, say.whatChangedHint],
                  ['equalityNote', say.equality, say.equalityHint],
                  ['notConsultedBecause', say.notConsulted, say.notConsultedHint],
                ] as const
              ).map(([name, label, hint]) => (
                <Govuk.Textarea
                  id={name}
                  name={name}
                  rows={4}
                  label={{ text: label, classes: 'govuk-label--s' }}
                  hint={{ text: hint }}
                  value={typed(ask, name, draft[name])}
                  errorMessage={wrong(ask, name)}
                />
              ))}
              <Govuk.Button text={say.save} />
            </Form>
          </section>
          <section aria-labelledby="answers">
            <h2 class="govuk-heading-m" id="answers">
              {say.answersTitle}
            </h2>
            {gaps.length === 0 ? (
              <p class="govuk-body">{say.noOpenGaps}</p>
            ) : (
              <Form ask={ask} act="answer">
                <Govuk.Checkboxes
                  name="gaps"
                  idPrefix="gaps"
                  classes="govuk-checkboxes--small"
                  fieldset={{ legend: { text: say.answersTitle, classes: 'govuk-visually-hidden' } }}
                  hint={{ text: say.answersHint }}
                  values={[...typedList(ask, 'gaps', draft.gapIds)]}
                  items={gaps.map((gap) => ({ value: gap.id, text: gap.words }))}
                />
                <Govuk.Button text={say.save} classes="govuk-button--secondary" />
              </Form>
            )}
          </section>
        </>
      ),
    }),
  });
