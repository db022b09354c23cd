/** Parts that the pages of drafts and posts share. */
import { fullTime, Govuk } from '#components';
import type { Ask, Result } from '#web';
import { may, type Permission } from '../../../../people/roles.ts';
import type { Account, Answer, Draft, Publication, Switch } from '../door.ts';
import { stateWording as postWords, type Stage, pageWording as say, stages } from '../drafts-wording.ts';
import type { PublishDoor, PublishNeeds } from './index.ts';

// The board takes its times from here.
export { shortTime } from '#components';

export type Names = ReadonlyMap<string, string>;

export const draftHref = (id: string) => `/respond/drafts/${id}`;
export const approveHref = (draftId: string) => `/respond/approve/${draftId}`;
export const postHref = (id: string) => `/respond/posts/${id}`;

export const isAllowed = (ask: Ask, permission: Permission): boolean => may(ask.asker.roles, permission);
export const nameOf = (names: Names, id: string | null): string =>
  id === 'respond' ? say.foreword : (names.get(id ?? '') ?? say.somebody);

/** Done: there, with a word. Not done: the sentence at its field, or over the page where it has none. */
export function after(answer: Answer<unknown>, go: string, title: string, fieldOr = ''): Result {
  if (answer.ok) return { go, flash: { kind: 'success', title } };
  const field = answer.field ?? fieldOr;
  return field ? { problems: [{ field, words: answer.because }] } : { refused: answer.because };
}

/** Where a draft stands, by what of it matters most. */
export function stageOf(draft: Draft): Stage {
  const latest = draft.publications.filter((post) => post.submissionId === draft.submission?.id);
  if (draft.state === 'writing') return 'writing';
  if (latest.length > 0) {
    if (latest.some((post) => ['failed', 'stopped', 'unknown'].includes(post.state))) return 'failed';
    return latest.some((post) => post.state === 'due' || post.state === 'sending') ? 'due' : 'out';
  }
  return draft.submission?.state === 'approved' ? 'leaving' : 'approval';
}

const stageColours: Readonly<Record<Stage, string>> = {
  writing: 'grey',
  approval: 'yellow',
  leaving: 'blue',
  due: 'blue',
  failed: 'red',
  out: 'green',
};

export function StageTag({ stage }: { stage: Stage }) {
  return <Govuk.Tag text={stages[stage]} classes={`govuk-tag--${stageColours[stage]}`} />;
}

export const isInTheAir = (draft: Draft): boolean =>
  draft.publications.some(
    (post) => ['sending', 'out', 'unknown'].includes(post.state) || (post.state === 'due' && post.attempts > 0),
  );

/** What stands still, for the sign on every page of publishing. */
export interface Signs {
  readonly all: Switch;
  readonly accounts: readonly Account[];
  readonly by: string;
}

export async function loadSigns(door: PublishDoor, needs: PublishNeeds, ask: Ask): Promise<Signs> {
  const all = await door.switches.all(ask.asker);
  const accounts = (await door.accounts.list(ask.asker)).filter((account) => account.stoppedAt !== null);
  const names = all.stoppedBy ? await needs.people.names(ask.asker, [all.stoppedBy]) : new Map<string, string>();
  return { all, accounts, by: nameOf(names, all.stoppedBy) };
}

/** Publishing runs: a way to stop it. It is stopped: a sign that cannot be overlooked. */
export function StopSign({ signs, ask, incidentId }: { signs: Signs; ask: Ask; incidentId?: string }) {
  const { all, accounts, by } = signs;
  if (all.stoppedAt)
    return (
      <div class="fw-stopped" role="status">
        <p class="fw-stopped__what">{say.stoppedAll}</p>
        <p class="govuk-body">
          {say.stoppedBy(by, fullTime(all.stoppedAt))}{' '}
          <a class="govuk-link" href="/respond/stop">
            {say.more}
          </a>
        </p>
      </div>
    );
  return (
    <>
      {accounts.length > 0 ? (
        <div class="fw-stopped" role="status">
          <p class="fw-stopped__what">
            {say.stoppedAccounts(accounts.map((account) => `@${account.handle}`).join(', '))}
          </p>
          <p class="govuk-body">
            <a class="govuk-link" href="/respond/stop">
              {say.more}
            </a>
          </p>
        </div>
      ) : null}
      {isAllowed(ask, 'stop-publishing') ? (
        <p class="fw-stop-way">
          <a
            class="govuk-link fw-stop-way__link"
            href={`/respond/stop?sure=all${incidentId ? `&incident=${incidentId}` : ''}`}
          >
            {say.stopMenuSign}
          </a>
        </p>
      ) : null}
    </>
  );
}

export function PostState({ post }: { post: Publication }) {
  const { text, colour } = stateOf(post);
  return <Govuk.Tag text={text} classes={`govuk-tag--${colour}`} />;
}

const postColours = { due: 'blue', sending: 'blue', out: 'green', failed: 'red', unknown: 'orange', stopped: 'red' };

function stateOf(post: Publication): { text: string; colour: string } {
  if (post.removedAt) return { text: say.didRemove, colour: 'grey' };
  return { text: postWords[post.state], colour: postColours[post.state] };
}
