/** For an approver without an account: exactly what they approve, by a link that works once. */
import { fullTime, Govuk } from '#components';
import { type Ask, Form, Mistakes, page, type Result, typed, wrong } from '#web';
import { readBytes } from '../bytes.ts';
import type { Drafts } from '../door.ts';
import { pageWording as say } from '../drafts-wording.ts';
import { ExactBytes, windowWords } from './approve.tsx';
import type { PublishDoor } from './index.ts';
import { AsItIs } from './preview.tsx';

interface LoadedOutside {
  /** Null when the link works no more. */
  readonly found: Awaited<ReturnType<Drafts['byLink']>>;
}

export const outsidePage = ({ drafts }: PublishDoor) => {
  const decide = async (ask: Ask, decision: 'approved' | 'refused', words: string, field: string): Promise<Result> => {
    const answer = await drafts.decideByLink(ask.params.secret ?? '', decision, words);
    if (answer.ok) return { go: ask.path, flash: { kind: 'success', title: say.outsideThanks } };
    return answer.field ? { problems: [{ field, words: answer.because }] } : { refused: answer.because };
  };
  return page<LoadedOutside>({
    path: '/respond/outside/:secret',
    may: 'anybody',
    // The link itself notes when it was used; a visitor has no name to be noted.
    trace: null,
    load: async (ask) => ({ found: await drafts.byLink(ask.params.secret ?? '') }),
    acts: {
      approve: {
        trace: null,
        do: (input, _loaded, ask) => decide(ask, 'approved', input.text('yes-words'), 'yes-words'),
      },
      'send-back': {
        trace: null,
        do: (input, _loaded, ask) => decide(ask, 'refused', input.text('because'), 'because'),
      },
    },
    view: ({ found }, ask) => ({
      title: found ? say.outsideTitle : say.outsideGone,
      isAlone: true,
      body: found ? (
        <Deciding found={found} ask={ask} />
      ) : (
        <>
          <h1 class="govuk-heading-l">{say.outsideGone}</h1>
          <p class="govuk-body">{say.outsideGoneWords}</p>
        </>
      ),
    }),
  });
};

function Deciding({ found, ask }: { found: NonNullable<LoadedOutside['found']>; ask: Ask }) {
  const { submission, link } = found;
  const approved = readBytes(submission.bytes);
  return (
    <>
      <Mistakes ask={ask} />
      <h1 class="govuk-heading-l">{say.outsideTitle}</h1>
      <p class="govuk-body">
        {say.outsideIntro(say.outside(link.name, link.body), ask.organisation?.name ?? say.outsideOur)}
      </p>
      <p class="govuk-body">{say.outsideExact}</p>
      <AsItIs
        parts={approved.parts}
        speakers={approved.targets}
        lang={approved.lang}
        pictures={`${ask.path}/pictures`}
      />
      <p class="govuk-body">
        {say.when}: {windowWords(approved)}.
      </p>
      <Form ask={ask} act="approve">
        <Govuk.Input
          name="yes-words"
          id="yes-words"
          label={{ text: say.yesWords }}
          hint={{ text: say.yesHint }}
          value={typed(ask, 'yes-words')}
        />
        <Govuk.Button text={say.outsideYes} />
      </Form>
      <Form ask={ask} act="send-back">
        <Govuk.Textarea
          name="because"
          id="because"
          rows={3}
          label={{ text: say.sendBackWhy }}
          value={typed(ask, 'because')}
          errorMessage={wrong(ask, 'because')}
        />
        <Govuk.Button text={say.outsideNo} classes="govuk-button--secondary" />
      </Form>
      <p class="govuk-body-s">{say.outsideOnce(fullTime(link.endsAt))}</p>
      <ExactBytes bytes={submission.bytes} />
    </>
  );
}
