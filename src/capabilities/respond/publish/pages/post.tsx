/** One post: whether it is out, where, after how many tries; and what can be done once it is, or is not. */
import { fullTime, Govuk } from '#components';
import { type Ask, Form, Mistakes, page, typed, wrong } from '#web';
import type { Draft, Publication } from '../door.ts';
import { pageWording as say } from '../drafts-wording.ts';
import {
  after,
  approveHref,
  draftHref,
  isAllowed,
  loadSigns,
  type Names,
  nameOf,
  PostState,
  postHref,
  type Signs,
  StopSign,
} from './draft-parts.tsx';
import type { PublishDoor, PublishNeeds } from './index.ts';
import { AsItIs } from './preview.tsx';

interface LoadedPost {
  readonly post: Publication;
  readonly draft: Draft | null;
  readonly names: Names;
  readonly signs: Signs;
}

export const postPage = (door: PublishDoor, needs: PublishNeeds) => {
  const { queue, drafts } = door;
  return page<LoadedPost>({
    path: '/respond/posts/:id',
    may: 'see-publishing',
    trace: 'post-viewed',
    load: async (ask) => {
      const post = await queue.publication(ask.asker, ask.params.id ?? '');
      return (
        post && {
          post,
          draft: await drafts.draft(ask.asker, post.draftId),
          names: await needs.people.names(ask.asker, post.removedBy ? [post.removedBy] : []),
          signs: await loadSigns(door, needs, ask),
        }
      );
    },
    acts: {
      correct: {
        may: 'draft-responses',
        trace: 'correction-begun',
        do: async (_input, { post }, ask) => {
          const answer = await queue.correct(ask.asker, post.id);
          return after(answer, answer.ok ? draftHref(answer.value) : '', say.didCorrect);
        },
      },
      remove: {
        may: 'publish-responses',
        trace: 'post-removed',
        do: async (input, { post }, ask) =>
          after(
            await queue.remove(ask.asker, post.id, input.text('why-remove')),
            postHref(post.id),
            say.didRemove,
            'why-remove',
          ),
      },
      'put-back': {
        may: 'publish-responses',
        trace: 'post-put-back',
        do: async (_input, { post }, ask) =>
          after(await queue.putBack(ask.asker, post.id), postHref(post.id), say.didPutBack),
      },
      'stop-one': {
        may: 'stop-publishing',
        trace: 'post-stopped',
        do: async (input, { post }, ask) =>
          after(
            await queue.stopOne(ask.asker, post.id, input.text('why-stop')),
            postHref(post.id),
            say.didStopThis,
            'why-stop',
          ),
      },
    },
    view: (loaded, ask) => {
      const { post, draft } = loaded;
      const title = say.postTitle(post.handle);
      const part = draft?.parts[post.part];
      const replyTo = draft?.targets.find((target) => target.accountId === post.accountId)?.replyTo ?? null;
      return {
        title,
        menu: '/respond/drafts',
        before: <Govuk.BackLink text={say.back} href="/respond/drafts" />,
        body: (
          <>
            <Mistakes ask={ask} />
            <StopSign signs={loaded.signs} ask={ask} />
            <h1 class="govuk-heading-l">{title}</h1>
            <p class="govuk-body">
              <PostState post={post} />
            </p>
            {post.state === 'unknown' ? <p class="govuk-body">{say.unknownWords}</p> : null}
            {post.removedAt ? (
              <p class="govuk-body">
                {say.removedBy(nameOf(loaded.names, post.removedBy), fullTime(post.removedAt))} {post.removedBecause}
              </p>
            ) : null}
            <AsItIs
              parts={[{ text: post.text, images: part?.text === post.text ? part.images : [] }]}
              speakers={[{ network: post.network, handle: post.handle, replyTo: post.part === 0 ? replyTo : null }]}
              lang={draft?.lang ?? 'en'}
              pictures="/respond/drafts/pictures"
            />
            <Facts post={post} />
            <Acts post={post} ask={ask} />
            <p class="govuk-body">
              <a class="govuk-link" href={draftHref(post.draftId)}>
                {say.toDraft}
              </a>
            </p>
          </>
        ),
      };
    },
  });
};

function Facts({ post }: { post: Publication }) {
  const rows: readonly (readonly [string, string])[] = [
    [say.dueAt, fullTime(post.dueAt)],
    [say.lastAt, fullTime(post.until)],
    ...(post.outAt ? [[say.outAt, fullTime(post.outAt)] as const] : []),
    [say.tries, String(post.attempts)],
    ...(post.part > 0 ? [[say.thread, say.threadPlace(post.part + 1)] as const] : []),
    ...(post.words && post.state !== 'out' ? [[say.because, post.words] as const] : []),
  ];
  return (
    <>
      <Govuk.SummaryList rows={rows.map(([key, value]) => ({ key: { text: key }, value: { text: value } }))} />
      {post.url && /^https?:/.test(post.url) ? (
        <p class="govuk-body">
          {say.linkOut}:{' '}
          <a class="govuk-link fw-break" href={post.url} rel="noreferrer">
            {post.url}
          </a>
        </p>
      ) : null}
      {post.corrects ? (
        <p class="govuk-body">
          <a class="govuk-link" href={postHref(post.corrects)}>
            {say.corrects}
          </a>
        </p>
      ) : null}
    </>
  );
}

function Acts({ post, ask }: { post: Publication; ask: Ask }) {
  const isBack = post.state === 'stopped' || post.state === 'failed';
  const isOver = post.until.getTime() <= ask.now.getTime();
  return (
    <>
      {post.state === 'out' && isAllowed(ask, 'draft-responses') ? (
        <Form ask={ask} act="correct" class="fw-panel">
          <p class="govuk-body">{say.correctHint}</p>
          <Govuk.Button text={say.correct} />
        </Form>
      ) : null}
      {isBack && isOver ? (
        <p class="govuk-body">
          <a class="govuk-link" href={approveHref(post.draftId)}>
            {say.putBackOver}
          </a>
        </p>
      ) : null}
      {isBack && !isOver && isAllowed(ask, 'publish-responses') ? (
        <Form ask={ask} act="put-back" class="fw-panel">
          <p class="govuk-body">{say.putBackHint}</p>
          <Govuk.Button text={say.putBack} />
        </Form>
      ) : null}
      {post.state === 'due' && post.attempts === 0 && isAllowed(ask, 'stop-publishing') ? (
        <WhyForm ask={ask} act="stop-one" field="why-stop" button={say.stopThis} />
      ) : null}
      {post.state === 'out' && !post.removedAt && isAllowed(ask, 'publish-responses') ? (
        <WhyForm ask={ask} act="remove" field="why-remove" button={say.remove} hint={say.removeHint} />
      ) : null}
    </>
  );
}

function WhyForm({
  ask,
  act,
  field,
  button,
  hint,
}: {
  ask: Ask;
  act: string;
  field: string;
  button: string;
  hint?: string;
}) {
  return (
    <Form ask={ask} act={act} class="fw-panel">
      <Govuk.Input
        name={field}
        id={field}
        label={{ text: say.why }}
        {...(hint ? { hint: { text: hint } } : {})}
        value={typed(ask, field)}
        errorMessage={wrong(ask, field)}
      />
      <Govuk.Button text={button} classes="govuk-button--warning" />
    </Form>
  );
}
