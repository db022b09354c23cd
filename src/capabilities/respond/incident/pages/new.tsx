/** Opening an incident by hand: its kind proposes nothing, a person chooses. */
import { Govuk } from '#components';
import type { Severity } from '#events';
import { Form, Mistakes, page, typed, wrong } from '#web';
import type { KeptPlay } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import { refusals } from '../wording.ts';
import type { Desk } from './index.ts';
import { hrefOf } from './parts.tsx';

export const newPage = (desk: Desk) =>
  page<readonly KeptPlay[]>({
    path: '/respond/incidents/new',
    may: 'work-incident',
    trace: null,
    load: (ask) => desk.plays.list(ask.asker),
    acts: {
      open: {
        trace: 'incident-opened',
        do: async (input, _plays, ask) => {
          const problems = [
            ...(input.text('kind') ? [] : [{ field: 'kind', words: refusals.choosePlay }]),
            ...(input.text('severity') ? [] : [{ field: 'severity', words: refusals.chooseSeverity }]),
          ];
          if (problems.length > 0) return { problems };
          const answer = await desk.open(ask.asker, {
            title: input.text('title') || null,
            kind: input.text('kind'),
            severity: input.text('severity') as Severity,
            words: input.text('words'),
            signalIds: [],
          });
          return answer.ok
            ? { go: hrefOf(answer.value), flash: { kind: 'success', title: say.didOpen } }
            : { problems: [{ field: 'words', words: answer.because }] };
        },
      },
    },
    view: (plays, ask) => ({
      title: say.openTitle,
      menu: '/respond/incidents',
      before: <Govuk.BackLink text={say.back} href="/respond/incidents" />,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.openTitle}</h1>
          <p class="govuk-body">{say.openIntro}</p>
          <Form ask={ask} act="open">
            <Govuk.Radios
              name="kind"
              idPrefix="kind"
              classes="govuk-radios--small"
              value={typed(ask, 'kind')}
              errorMessage={wrong(ask, 'kind')}
              fieldset={{ legend: { text: say.kindLegend, classes: 'govuk-fieldset__legend--m' } }}
              items={plays.map((one) => ({ value: one.slug, text: one.play.name, hint: { text: one.play.when } }))}
            />
            <Govuk.Radios
              name="severity"
              idPrefix="severity"
              classes="govuk-radios--small"
              value={typed(ask, 'severity')}
              errorMessage={wrong(ask, 'severity')}
              fieldset={{ legend: { text: say.severityLegend, classes: 'govuk-fieldset__legend--m' } }}
              items={Object.entries(say.severityChoice).map(([value, text]) => ({ value, text }))}
            />
            <Govuk.Input
              name="title"
              id="title"
              label={{ text: say.titleLabel, classes: 'govuk-label--s' }}
              hint={{ text: say.titleHint }}
              value={typed(ask, 'title')}
            />
            <Govuk.Textarea
              name="words"
              id="words"
              rows={4}
              label={{ text: say.openWords, classes: 'govuk-label--s' }}
              value={typed(ask, 'words')}
              errorMessage={wrong(ask, 'words')}
            />
            <Govuk.Button text={say.openButton} />
          </Form>
        </>
      ),
    }),
  });
