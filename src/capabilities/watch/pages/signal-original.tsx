/** The way to a post where it was published: counted for those who triage, free for the guardian. */
import { fullTime, Govuk } from '#components';
import { type Ask, Form } from '#web';
import type { KeptPost } from '../door.ts';
import { pageWording as say } from '../wording.ts';

/** Opening a profile is counted before the address is shown. */
export function ProfileForm({ ask, posts, url }: { ask: Ask; posts: readonly KeptPost[]; url: string | null }) {
  return (
    <section class="fw-panel" aria-labelledby="profile">
      <h2 class="govuk-heading-s" id="profile">
        {say.lookAtPost}
      </h2>
      <p class="govuk-body-s">{say.lookAtPostWords}</p>
      {url ? (
        <p class="govuk-body">
          <a class="govuk-link" href={url} rel="noreferrer noopener nofollow" target="_blank">
            {say.openOriginal}
          </a>
        </p>
      ) : (
        <Form ask={ask} act="profile">
          <input type="hidden" name="post" value={posts.find((post) => post.author && post.url)?.id ?? ''} />
          <Govuk.Button text={say.countAndShow} classes="govuk-button--secondary" />
        </Form>
      )}
    </section>
  );
}

/** The guardian alone gets the addresses: they must be able to read the whole of it, and nobody counts their looks. */
export function LockedOriginals({ posts }: { posts: readonly KeptPost[] }) {
  const linked = posts.slice(0, 30).filter((post) => post.url);
  if (linked.length === 0) return null;
  return (
    <section class="fw-panel" aria-labelledby="original">
      <h2 class="govuk-heading-s" id="original">
        {say.lookAtPost}
      </h2>
      <p class="govuk-body-s">{say.lookAtLockedWords}</p>
      {linked.map((post) => (
        <p class="govuk-body">
          <a class="govuk-link" href={post.url ?? ''} rel="noreferrer noopener nofollow" target="_blank">
            {linked.length === 1 ? say.openOriginal : say.openOriginalOf(fullTime(post.publishedAt))}
          </a>
        </p>
      ))}
    </section>
  );
}
