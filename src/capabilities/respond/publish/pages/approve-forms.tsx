/** What can be done with what waits: say yes, send it back, ask somebody outside, let it leave. */
import { fullTime, Govuk } from '#components';
import { type Ask, Form, typed, wrong } from '#web';
import { pageWording as say } from '../drafts-wording.ts';
import type { LoadedApproval } from './approve.tsx';
import { isAllowed } from './draft-parts.tsx';

type Props = LoadedApproval & { readonly ask: Ask };

const Which = ({ submission }: Pick<Props, 'submission'>) => (
  <input type="hidden" name="submission" value={submission.id} />
);

export function Deciding(props: Props) {
  const { draft, submission, ask } = props;
  const hasAHand = draft.hands.includes(ask.asker.id) || submission.submittedBy === ask.asker.id;
  if (submission.state === 'approved') return <Release {...props} />;
  if (submission.state !== 'waiting') return null;
  const step = submission.steps[submission.waitingStep ?? -1];
  return (
    <>
      {hasAHand ? (
        <Govuk.InsetText text={say.isYours} />
      ) : step && !step.outside && isAllowed(ask, 'approve-responses') ? (
        <YesOrBack {...props} />
      ) : null}
      {!hasAHand && submission.steps.some((one) => one.outside) && isAllowed(ask, 'invite-approvers') ? (
        <Invite {...props} />
      ) : null}
    </>
  );
}

function YesOrBack({ submission, flags, ask }: Props) {
  const isAboutCase = flags.some((flag) => flag.level === 'explain');
  return (
    <>
      <Form ask={ask} act="approve" class="fw-panel">
        <Which submission={submission} />
        <Govuk.Input
          name="yes-words"
          id="yes-words"
          label={{ text: isAboutCase ? say.caseWords : say.yesWords }}
          hint={{ text: isAboutCase ? say.caseHint : say.yesHint }}
          value={typed(ask, 'yes-words')}
          errorMessage={wrong(ask, 'yes-words')}
        />
        <Govuk.Button text={say.yes} />
      </Form>
      <Form ask={ask} act="send-back" class="fw-panel">
        <Which submission={submission} />
        <Govuk.Textarea
          name="because"
          id="because"
          rows={3}
          label={{ text: say.sendBackWhy }}
          value={typed(ask, 'because')}
          errorMessage={wrong(ask, 'because')}
        />
        <Govuk.Button text={say.sendBack} classes="govuk-button--secondary" />
      </Form>
    </>
  );
}

function Release({ submission, ask }: Props) {
  const isOver = submission.endsAt.getTime() <= ask.now.getTime();
  return (
    <section class="fw-panel" aria-labelledby="release-heading">
      <h2 class="govuk-heading-m" id="release-heading">
        {submission.isLate ? say.lateTitle : say.releaseTitle}
      </h2>
      <p class="govuk-body">{isOver ? say.lateOver : submission.isLate ? say.lateWords : say.releaseWords}</p>
      {!isOver && isAllowed(ask, 'publish-responses') ? (
        <Form ask={ask} act="release">
          <Which submission={submission} />
          <Govuk.Button text={submission.isLate ? say.releaseLate : say.release} />
        </Form>
      ) : null}
    </section>
  );
}

function Invite({ submission, ask }: Props) {
  return (
    <section class="fw-panel" aria-labelledby="link-heading">
      <h2 class="govuk-heading-m" id="link-heading">
        {say.link}
      </h2>
      <Form ask={ask} act="link">
        <Which submission={submission} />
        <p class="govuk-hint">{say.linkHint}</p>
        <Govuk.Input
          name="link-name"
          id="link-name"
          label={{ text: say.linkName }}
          value={typed(ask, 'link-name')}
          errorMessage={wrong(ask, 'link-name')}
        />
        <Govuk.Input
          name="link-body"
          id="link-body"
          label={{ text: say.linkBody }}
          value={typed(ask, 'link-body')}
          errorMessage={wrong(ask, 'link-body')}
        />
        <Govuk.Button text={say.linkMake} classes="govuk-button--secondary" />
      </Form>
      {submission.links.length > 0 ? (
        <>
          <h3 class="govuk-heading-s">{say.links}</h3>
          <ul class="govuk-list govuk-list--bullet">
            {submission.links.map((link) => (
              <li>
                {say.outside(link.name, link.body)},{' '}
                {link.usedAt ? say.linkUsed(fullTime(link.usedAt)) : say.linkOpen(fullTime(link.endsAt))}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}
