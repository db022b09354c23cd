/** All evidence that somebody may see, and the form that captures a page. */
import { EmptyState, fullTime, Govuk, Scroll } from '#components';
import { Form, Mistakes, page, typed, typedList, wrong } from '#web';
import { may } from '../../../people/roles.ts';
import type { Evidence, EvidenceDesk } from '../evidence-door.ts';
import { careWords, evidenceWording, noteWords, pageWording as say } from '../wording.ts';

export const evidencePage = (evidence: EvidenceDesk) =>
  page<readonly Evidence[]>({
    path: '/assure/evidence',
    may: 'see-evidence',
    trace: 'evidence-list-viewed',
    menu: { group: 'record', words: say.evidenceMenu, order: 45 },
    load: (ask) => evidence.list(ask.asker),
    view: (list, ask) => ({
      title: say.evidenceTitle,
      body: (
        <>
          <h1 class="govuk-heading-l">{say.evidenceTitle}</h1>
          <p class="govuk-body">{say.evidenceIntro}</p>
          {may(ask.asker.roles, 'capture-evidence') ? (
            <Govuk.Button text={say.new} href="/assure/evidence/new" />
          ) : null}
          {list.length === 0 ? (
            <EmptyState title={say.evidenceNone}>
              <p class="govuk-body">{say.evidenceNoneWords}</p>
            </EmptyState>
          ) : (
            <EvidenceTable list={list} />
          )}
        </>
      ),
    }),
  });

function EvidenceTable({ list }: { list: readonly Evidence[] }) {
  return (
    <Scroll label={say.list}>
      <Govuk.Table
        caption={say.list}
        captionClasses="govuk-visually-hidden"
        head={[{ text: say.whatColumn }, { text: say.whenColumn }, { text: say.careColumn }, { text: say.stateColumn }]}
        rows={list.map((one) => [
          { html: <What evidence={one} /> },
          { text: fullTime(one.capturedAt ?? one.askedAt) },
          { text: careWords[one.care] },
          { html: <State evidence={one} /> },
        ])}
      />
    </Scroll>
  );
}

function What({ evidence }: { evidence: Evidence }) {
  return (
    <>
      <a class="govuk-link" href={`/assure/evidence/${evidence.id}`}>
        {shortAddress(evidence.url)}
      </a>
      <br />
      <span class="fw-quiet">{evidence.why}</span>
    </>
  );
}

export function State({ evidence }: { evidence: Evidence }) {
  const colour = { waiting: 'govuk-tag--yellow', kept: 'govuk-tag--green', failed: 'govuk-tag--red' }[evidence.state];
  return (
    <>
      <Govuk.Tag text={say.stateWords[evidence.state]} classes={colour} />
      {evidence.notes.includes('login-wall') ? <p class="govuk-body-s">{noteWords['login-wall']}</p> : null}
    </>
  );
}

const longest = 60;
export function shortAddress(url: string): string {
  const plain = url.replace(/^https?:\/\//, '');
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain;
}

export const newEvidencePage = (evidence: EvidenceDesk) =>
  page({
    path: '/assure/evidence/new',
    may: 'capture-evidence',
    trace: null,
    load: async () => ({}),
    acts: {
      capture: {
        trace: 'evidence-capture-asked',
        do: async (input, _loaded, ask) => {
          const answer = await evidence.capture(ask.asker, {
            url: input.text('url'),
            raw: null,
            about: null,
            why: input.text('why'),
            isProtected: input.list('isProtected').includes('yes'),
          });
          if (answer.ok)
            return {
              go: `/assure/evidence/${answer.value}`,
              flash: { kind: 'success', title: say.didCapture, text: say.didCaptureWords },
            };
          const field = answer.because === evidenceWording.badAddress ? 'url' : 'why';
          return { problems: [{ field, words: answer.because }] };
        },
      },
    },
    view: (_loaded, ask) => ({
      title: say.newTitle,
      menu: '/assure/evidence',
      before: <Govuk.BackLink text={say.back} href="/assure/evidence" />,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.newTitle}</h1>
          <p class="govuk-body">{say.newIntro}</p>
          <Form ask={ask} act="capture">
            <Govuk.Input
              name="url"
              id="url"
              type="url"
              label={{ text: say.address, classes: 'govuk-label--s' }}
              hint={{ text: say.urlHint }}
              value={typed(ask, 'url')}
              errorMessage={wrong(ask, 'url')}
            />
            <Govuk.Textarea
              name="why"
              id="why"
              rows={3}
              label={{ text: say.why, classes: 'govuk-label--s' }}
              hint={{ text: say.whyHint }}
              value={typed(ask, 'why')}
              errorMessage={wrong(ask, 'why')}
            />
            <Govuk.Checkboxes
              name="isProtected"
              idPrefix="isProtected"
              values={typedList(ask, 'isProtected')}
              items={[{ value: 'yes', text: say.protectedLabel, hint: { text: say.protectedHint } }]}
            />
            <Govuk.Button text={say.newButton} preventDoubleClick={true} />
          </Form>
        </>
      ),
    }),
  });
