/** Writing a line to take; somebody else then approves it. */
import { Govuk } from '#components';
import { isId } from '#platform';
import { Form, Mistakes, page, typed, wrong } from '#web';
import type { Audience } from '../door.ts';
import { linePage as say } from '../register-wording.ts';
import type { PublishDoor } from './index.ts';
import { VersionFields, versionFrom } from './lines-parts.tsx';
import { answered } from './register-parts.tsx';

const here = '/respond/lines';

export const newLinePage = ({ lines }: Pick<PublishDoor, 'lines'>) =>
  page<{ incidentId: string }>({
    path: `${here}/new`,
    may: 'write-lines',
    trace: null,
    load: async (ask) => ({ incidentId: isId(ask.query.incident ?? '') ? (ask.query.incident ?? '') : '' }),
    acts: {
      write: {
        trace: 'line-written',
        do: async (input, _loaded, ask) => {
          const audience = input.text('audience');
          const incidentId = input.text('incidentId');
          const written = await lines.write(ask.asker, {
            ...versionFrom(input),
            title: input.text('title'),
            audience: Object.hasOwn(say.audiences, audience) ? (audience as Audience) : 'anybody',
            tags: input.text('tags').split(/[,\n]/),
            incidentId: isId(incidentId) ? incidentId : null,
          });
          return answered(written, written.ok ? `${here}/${written.value}` : here, say.didWrite, say.didWriteWords);
        },
      },
    },
    view: ({ incidentId }, ask) => ({
      title: say.write,
      menu: here,
      before: <Govuk.BackLink text={say.back} href={here} />,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.write}</h1>
          <Form ask={ask} act="write">
            <input type="hidden" name="incidentId" value={typed(ask, 'incidentId', incidentId)} />
            <Govuk.Input
              name="title"
              id="title"
              label={{ text: say.titleLabel, classes: 'govuk-label--s' }}
              hint={{ text: say.titleHint }}
              value={typed(ask, 'title')}
              errorMessage={wrong(ask, 'title')}
            />
            <VersionFields ask={ask} />
            <Govuk.Radios
              name="audience"
              idPrefix="audience"
              classes="govuk-radios--small"
              value={typed(ask, 'audience', 'anybody')}
              fieldset={{ legend: { text: say.audience, classes: 'govuk-fieldset__legend--s' } }}
              items={Object.entries(say.audiences).map(([value, text]) => ({ value, text }))}
            />
            <Govuk.Input
              name="tags"
              id="tags"
              label={{ text: say.tags, classes: 'govuk-label--s' }}
              hint={{ text: say.tagsHint }}
              value={typed(ask, 'tags')}
            />
            <Govuk.Button text={say.send} preventDoubleClick={true} />
          </Form>
        </>
      ),
    }),
  });
