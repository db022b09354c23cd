/** Approving: exactly what will appear, who wrote it and what is flagged; a yes, or back with a reason. The id is the draft's. */
import { fullTime, Govuk } from '#components';
import { type Act, type Ask, Mistakes, page, type Result } from '#web';
import { type Approved, hashOf, readBytes } from '../bytes.ts';
import type { Flag } from '../checks/flag.ts';
import type { Answer, Draft, Submission } from '../door.ts';
import { kindWording, pageWording as say, submissionWording } from '../drafts-wording.ts';
import { Deciding } from './approve-forms.tsx';
import { after, approveHref, draftHref, loadSigns, type Names, nameOf, type Signs, StopSign } from './draft-parts.tsx';
import type { PublishDoor, PublishNeeds } from './index.ts';
import { AsItIs, Flags, Measures } from './preview.tsx';

export interface LoadedApproval {
  readonly draft: Draft;
  readonly submission: Submission;
  readonly approved: Approved;
  readonly flags: readonly Flag[];
  readonly names: Names;
  readonly signs: Signs;
}

export const approvePage = (door: PublishDoor, needs: PublishNeeds) =>
  page<LoadedApproval>({
    path: '/respond/approve/:id',
    may: 'see-publishing',
    trace: 'approval-viewed',
    load: async (ask) => {
      const draft = await door.drafts.draft(ask.asker, ask.params.id ?? '');
      if (!draft?.submission) return null;
      const { submission } = draft;
      const approved = readBytes(submission.bytes);
      const people = [
        draft.createdBy,
        submission.submittedBy,
        ...draft.hands,
        ...submission.approvals.map((one) => one.by),
        ...submission.steps.flatMap((step) => step.people),
      ];
      return {
        draft,
        submission,
        approved,
        flags: await door.drafts.check(ask.asker, asWish(draft, approved)),
        names: await needs.people.names(ask.asker, [...new Set(people)]),
        signs: await loadSigns(door, needs, ask),
      };
    },
    acts: actsOf(door, needs),
    view: (loaded, ask) => {
      const { draft, submission, approved, flags } = loaded;
      const isThread = approved.parts.length > 1;
      return {
        title: say.approveTitle,
        menu: '/respond/drafts',
        before: <Govuk.BackLink text={say.back} href="/respond/drafts" />,
        body: (
          <>
            <Mistakes ask={ask} />
            <StopSign signs={loaded.signs} ask={ask} />
            <h1 class="govuk-heading-l">{say.approveTitle}</h1>
            <p class="govuk-body">
              <Govuk.Tag text={submissionWording[submission.state]} /> {submission.endedBecause}
            </p>
            <p class="govuk-body">{say.approveIntro}</p>
            <h2 class="govuk-heading-m">{say.preview}</h2>
            <AsItIs
              parts={approved.parts}
              speakers={approved.targets}
              lang={approved.lang}
              pictures="/respond/drafts/pictures"
            />
            <h2 class="govuk-heading-m">{say.flagged}</h2>
            <Flags flags={flags} isThread={isThread} />
            <Measures parts={approved.parts} speakers={approved.targets} lang={approved.lang} />
            <About {...loaded} />
            <Steps {...loaded} />
            <Deciding {...loaded} ask={ask} />
            <ExactBytes bytes={submission.bytes} />
            <p class="govuk-body">
              <a class="govuk-link" href={draftHref(draft.id)}>
                {say.toDraft}
              </a>
            </p>
          </>
        ),
      };
    },
  });

/** The flags are about what is approved, not about what the draft has become since. */
const asWish = (draft: Draft, approved: Approved): Draft => ({
  ...draft,
  kind: approved.kind,
  lang: approved.lang,
  parts: approved.parts,
  targets: approved.targets,
  lineVersionId: approved.lineVersionId,
  corrects: approved.corrects,
});

export const windowWords = ({ window }: Pick<Approved, 'window'>): string => {
  const until = fullTime(new Date(window.until));
  return window.from === null ? say.whenNow(until) : say.whenFrom(fullTime(new Date(window.from)), until);
};

function About({ draft, submission, approved, names }: LoadedApproval) {
  const rows: readonly (readonly [string, string])[] = [
    [say.written, nameOf(names, draft.createdBy)],
    [say.hands, draft.hands.map((id) => nameOf(names, id)).join(', ')],
    [say.asked, `${nameOf(names, submission.submittedBy)}, ${fullTime(submission.submittedAt)}`],
    [say.forWhat, draft.purpose],
    [say.kind, kindWording[approved.kind].name],
    [say.when, windowWords(approved)],
    [say.leavesItself, submission.leavesByItself ? say.leavesYes : say.leavesNo],
  ];
  return <Govuk.SummaryList rows={rows.map(([key, value]) => ({ key: { text: key }, value: { text: value } }))} />;
}

function Steps({ submission, names }: LoadedApproval) {
  if (submission.steps.length === 0) return null;
  const who = (by: string): string => {
    const link = submission.links.find((one) => `outside:${one.id}` === by);
    return link ? say.outside(link.name, link.body) : nameOf(names, by);
  };
  return (
    <>
      <h2 class="govuk-heading-m">{say.stepsTitle}</h2>
      <ol class="govuk-list govuk-list--number">
        {submission.steps.map((step, i) => {
          const decided = submission.approvals.filter((one) => one.step === i);
          const named = step.people.map((id) => nameOf(names, id)).join(', ');
          return (
            <li>
              <strong>{step.name}</strong>
              {named ? ` (${named})` : ''}
              {decided.map((one) => (
                <>
                  <br />
                  {one.decision === 'approved'
                    ? say.stepDone(who(one.by), fullTime(one.at))
                    : say.stepRefused(who(one.by), fullTime(one.at))}
                  {one.words ? `: ${one.words}` : ''}
                </>
              ))}
              {submission.waitingStep === i ? ` ${say.stepWaits}` : ''}
              {submission.state === 'waiting' && submission.waitingStep !== null && i > submission.waitingStep
                ? ` ${say.stepLater}`
                : ''}
            </li>
          );
        })}
      </ol>
    </>
  );
}

export function ExactBytes({ bytes }: { bytes: string }) {
  return (
    <details class="govuk-details">
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{say.bytes}</span>
      </summary>
      <div class="govuk-details__text">
        <p class="govuk-body-s">
          {say.fingerprint}: <span class="fw-bytes">{hashOf(bytes)}</span>
        </p>
        <pre class="fw-bytes">{bytes}</pre>
      </div>
    </details>
  );
}

function actsOf(door: PublishDoor, { address }: PublishNeeds): Readonly<Record<string, Act<LoadedApproval>>> {
  /** Decides about what was looked at, and about nothing that came since. */
  const about =
    (
      act: (id: string, words: string, ask: Ask) => Promise<Answer<unknown>>,
      words: { readonly did: string; readonly field: string },
    ): Act<LoadedApproval>['do'] =>
    async (input, { draft, submission }, ask): Promise<Result> =>
      input.text('submission') === submission.id
        ? after(
            await act(submission.id, words.field ? input.text(words.field) : '', ask),
            approveHref(draft.id),
            words.did,
          )
        : { refused: say.changedSince };
  return {
    approve: {
      may: 'approve-responses',
      trace: 'response-approved',
      do: about((id, words, ask) => door.drafts.approve(ask.asker, id, words), {
        did: say.didApprove,
        field: 'yes-words',
      }),
    },
    'send-back': {
      may: 'approve-responses',
      trace: 'response-sent-back',
      do: async (input, loaded, ask) => {
        if (input.text('submission') !== loaded.submission.id) return { refused: say.changedSince };
        const answer = await door.drafts.refuse(ask.asker, loaded.submission.id, input.text('because'));
        if (answer.ok) return after(answer, '/respond/drafts', say.didRefuse);
        return answer.field ? { problems: [{ field: 'because', words: answer.because }] } : { refused: answer.because };
      },
    },
    release: {
      may: 'publish-responses',
      trace: 'response-released',
      do: about((id, _words, ask) => door.drafts.release(ask.asker, id), { did: say.didRelease, field: '' }),
    },
    link: {
      may: 'invite-approvers',
      trace: 'approver-invited',
      do: async (input, { draft, submission }, ask) => {
        if (input.text('submission') !== submission.id) return { refused: say.changedSince };
        const given = { name: input.text('link-name'), body: input.text('link-body') };
        const answer = await door.drafts.makeLink(ask.asker, submission.id, given);
        if (answer.ok)
          return {
            go: approveHref(draft.id),
            flash: { kind: 'success', title: say.linkMade, text: `${address}/respond/outside/${answer.value}` },
          };
        return answer.field
          ? { problems: [{ field: `link-${answer.field}`, words: answer.because }] }
          : { refused: answer.because };
      },
    },
  };
}
