/** For every colleague: hand over a post that criticises you, and see how it stands. Nothing here records who you are. */
import { fullTime, Govuk } from '#components';
import { type Ask, Form, Mistakes, page, typed, wrong } from '#web';
import { pageWording as say } from '../page-wording.ts';
import type { DeskPages } from './index.ts';

interface Loaded {
  readonly lessons: readonly { readonly id: string; readonly topic: string }[];
}

export const handOverPage = ({ handIns }: DeskPages) =>
  page<Loaded>({
    path: '/hand-over',
    may: 'signed-in',
    trace: null,
    menu: { group: 'respond', words: say.handMenu, order: 85 },
    load: async (ask) => ({ lessons: await handIns.lessons(ask.asker) }),
    acts: {
      'hand-over': {
        // The house records it, and not in anybody's name: who it was stands in the sealed map alone.
        trace: null,
        do: async (input, _loaded, ask) => {
          const words = input.text('words');
          const answer = await handIns.handIn(ask.asker, {
            address: input.text('address'),
            words,
            isThreat: input.text('threat') === 'yes',
          });
          if (answer.ok) return { go: `/hand-over/${answer.value}` };
          return { problems: [{ field: answer.field, words: answer.because }] };
        },
      },
      'own-account': {
        trace: null,
        do: async (_input, _loaded, ask) => {
          await handIns.askOwnAccount(ask.asker);
          return { go: '/hand-over#lesson', flash: { kind: 'warning', title: say.ownTitle, text: say.ownRefused } };
        },
      },
      'lesson-read': {
        trace: null,
        do: async (input, _loaded, ask) => {
          await handIns.readLesson(ask.asker, input.text('lesson'));
          return { go: '/hand-over' };
        },
      },
    },
    view: ({ lessons }, ask) => ({
      title: say.handTitle,
      body: (
        <>
          <Mistakes ask={ask} />
          <div class="govuk-grid-row">
            <div class="govuk-grid-column-two-thirds">
              <h1 class="govuk-heading-l">{say.handTitle}</h1>
              {say.handIntro.map((words) => (
                <p class="govuk-body">{words}</p>
              ))}
              <HandOverForm ask={ask} />
              {lessons.map((lesson) => (
                <section class="fw-panel" id="lesson" aria-label={say.lessonTitle}>
                  <h2 class="govuk-heading-m">{say.lessonTitle}</h2>
                  {(say.lessons[lesson.topic] ?? []).map((words) => (
                    <p class="govuk-body">{words}</p>
                  ))}
                  <p class="govuk-hint">{say.lessonPrivate}</p>
                  <Form ask={ask} act="lesson-read">
                    <input type="hidden" name="lesson" value={lesson.id} />
                    <Govuk.Button text={say.lessonRead} classes="govuk-button--secondary" />
                  </Form>
                </section>
              ))}
              <h2 class="govuk-heading-m">{say.ownTitle}</h2>
              {say.ownWords.map((words) => (
                <p class="govuk-body">{words}</p>
              ))}
              <Form ask={ask} act="own-account">
                <Govuk.Button text={say.ownButton} classes="govuk-button--secondary" />
              </Form>
            </div>
          </div>
        </>
      ),
    }),
  });

function HandOverForm({ ask }: { ask: Ask }) {
  return (
    <Form ask={ask} act="hand-over" to="/hand-over">
      <Govuk.Input
        name="address"
        id="address"
        type="url"
        inputmode="url"
        autocomplete="off"
        label={{ text: say.handAddress, classes: 'govuk-label--m' }}
        hint={{ text: say.handAddressHint }}
        value={typed(ask, 'address', ask.query.address ?? '')}
        errorMessage={wrong(ask, 'address')}
      />
      <Govuk.Textarea
        name="words"
        id="words"
        rows={3}
        label={{ text: say.handWords }}
        hint={{ text: say.handWordsHint }}
        value={typed(ask, 'words')}
        errorMessage={wrong(ask, 'words')}
      />
      <Govuk.Checkboxes
        name="threat"
        idPrefix="threat"
        items={[{ value: 'yes', text: say.handThreat, hint: { text: say.handThreatHint } }]}
        values={typed(ask, 'threat') ? ['yes'] : []}
      />
      <Govuk.Button text={say.handButton} />
    </Form>
  );
}

/** Whoever has its address may read it: it is found by no list and says nobody's name. */
export const receiptPage = ({ handIns }: DeskPages) =>
  page({
    path: '/hand-over/:secret',
    may: 'signed-in',
    trace: null,
    load: (ask) => handIns.receipt(ask.params.secret ?? ''),
    view: (receipt) => ({
      title: say.receiptTitle,
      menu: '/hand-over',
      body: (
        <div class="govuk-grid-row">
          <div class="govuk-grid-column-two-thirds">
            <Govuk.Panel titleText={say.receiptTitle} text={say.receiptRest} />
            <h2 class="govuk-heading-m">{say.receiptState}</h2>
            <p class="govuk-body">{say.receiptStates[receipt.state]}</p>
            <p class="govuk-body">{say.receiptAt(fullTime(receipt.at))}</p>
            <Govuk.InsetText text={say.receiptKeep} />
            <p class="govuk-body">{say.receiptHelp}</p>
            <p class="govuk-body">
              <a class="govuk-link" href="/hand-over">
                {say.another}
              </a>
            </p>
          </div>
        </div>
      ),
    }),
  });
