/** The step before a source is removed: what would be lost, in words, and a lesser way. */
import { Govuk } from '#components';
import { Form, page } from '#web';
import type { Source, Watch } from '../door.ts';
import { sourceRemoveWording as say } from '../wording.ts';

export const removeSourcePage = ({ sources }: Pick<Watch, 'sources'>) =>
  page<Source>({
    path: '/watch/sources/:id/remove',
    may: 'manage-sources',
    trace: null,
    load: (ask) => sources.source(ask.asker, ask.params.id ?? ''),
    acts: {
      remove: {
        trace: 'source-removed',
        do: async (_input, source, ask) => {
          const answer = await sources.setState(ask.asker, source.id, 'removed');
          return answer.ok
            ? { go: '/watch/sources', flash: { kind: 'success', title: say.did(source.name) } }
            : { refused: answer.because };
        },
      },
    },
    view: (source, ask) => {
      const back = `/watch/sources/${source.id}`;
      return {
        title: say.title(source.name),
        menu: '/watch/sources',
        before: <Govuk.BackLink text={say.back} href={back} />,
        body: (
          <>
            <h1 class="govuk-heading-l">{say.title(source.name)}</h1>
            <p class="govuk-body">{say.lost}</p>
            <ul class="govuk-list govuk-list--bullet">
              {say.lostWords.map((words) => (
                <li>{words}</li>
              ))}
            </ul>
            <p class="govuk-body">{say.stays}</p>
            {source.state === 'paused' ? null : <Govuk.InsetText text={say.pauseInstead} />}
            <Form ask={ask} act="remove">
              <div class="govuk-button-group">
                <Govuk.Button text={say.button} classes="govuk-button--warning" />
                <a class="govuk-link" href={back}>
                  {say.keep}
                </a>
              </div>
            </Form>
          </>
        ),
      };
    },
  });
