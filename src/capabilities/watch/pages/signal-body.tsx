/** How a signal looks: its posts, why it scored as it did, what was decided, and what can be done. */
import { fullTime, Highlight, Moj, Reasons, SeverityTag, Signs } from '#components';
import { type Ask, Mistakes } from '#web';
import { may } from '../../../people/roles.ts';
import type { Decision, KeptPost, Signal } from '../door.ts';
import { codeWording, pageWording as say } from '../wording.ts';
import { codeName, PostCard, SignalClock } from './parts.tsx';
import { ReasonPanel } from './reason-form.tsx';
import { SignalActs } from './signal-acts.tsx';
import { LockedOriginals, ProfileForm } from './signal-original.tsx';

export interface LoadedSignal {
  signal: Signal;
  posts: readonly KeptPost[];
  decisions: readonly Decision[];
  names: ReadonlyMap<string, string>;
  others: readonly Signal[];
  /** Where the post that was asked for stands, once that look has been counted. */
  shownUrl: string | null;
}

export function SignalBody({ signal, posts, decisions, names, others, shownUrl, ask }: LoadedSignal & { ask: Ask }) {
  const code = codeWording[signal.code] ?? codeWording.T0!;
  const isOpen = ['new', 'claimed', 'watching', 'note'].includes(signal.state);
  const mayTriage = may(ask.asker.roles, 'triage') && signal.lockedTo === null;
  const isMine = signal.claimedBy === ask.asker.id;
  const found = signal.reasons.flatMap((reason) => reason.found);
  return (
    <>
      <Mistakes ask={ask} />
      <div class="fw-signal__head">
        <SeverityTag severity={signal.severity} />
        <SignalClock signal={signal} now={ask.now} />
        <span class="fw-signal__state">{say.states[signal.state]}</span>
        {signal.claimedBy ? (
          <span class="fw-signal__state">
            {isMine ? say.youHaveIt : say.takenBy(names.get(signal.claimedBy) ?? say.somebody)}
          </span>
        ) : null}
      </div>
      <h1 class="govuk-heading-l">{code.name}</h1>
      {ask.organisation?.isRehearsal ? (
        <Signs>
          {say.signsSignal.map((words) => (
            <p>{words}</p>
          ))}
        </Signs>
      ) : null}
      {signal.lockedTo === 'guardian' ? (
        <Moj.Banner type="information" text={say.lockedBanner} iconFallbackText={say.important} />
      ) : null}
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <div class="fw-advice">
            <p class="govuk-body">
              <strong>{say.tell}</strong> {code.tell}.
            </p>
            {code.mustNot ? (
              <p class="govuk-body fw-advice__not">
                <strong>{say.mustNot}</strong> {code.mustNot}
              </p>
            ) : null}
          </div>
          {mayTriage && isOpen ? (
            <p class="govuk-body fw-phone-only">
              <a class="govuk-link" href="#acts">
                {say.toActs}
              </a>
            </p>
          ) : null}
          <h2 class="govuk-heading-m">{signal.posts === 1 ? say.onePost : say.posts(signal.posts)}</h2>
          {posts.slice(0, 30).map((post) => (
            <PostCard post={post}>
              <Highlight text={post.text} places={placesOf(post.text, found)} lang={post.lang ?? 'en'} />
            </PostCard>
          ))}
          {posts.length > 30 ? <p class="govuk-body">{say.morePosts(posts.length - 30)}</p> : null}
          {mayTriage && posts.some((post) => post.author && post.url) ? (
            <ProfileForm ask={ask} posts={posts} url={shownUrl} />
          ) : null}
          {signal.lockedTo === 'guardian' && may(ask.asker.roles, 'see-locked') ? (
            <LockedOriginals posts={posts} />
          ) : null}
          <h2 class="govuk-heading-m">{say.history}</h2>
          {decisions.length === 0 ? <p class="govuk-body">{say.noHistory}</p> : null}
          <ol class="fw-history">
            {decisions.map((decision) => (
              <li class="fw-history__item">
                <strong>{say.decisions[decision.what] ?? decision.what}</strong>{' '}
                <span class="fw-history__who">
                  {names.get(decision.by) ?? say.foreword},{' '}
                  <time dateTime={decision.at.toISOString()}>{fullTime(decision.at)}</time>
                </span>
                {decision.words ? <p class="govuk-body fw-history__words">{decision.words}</p> : null}
              </li>
            ))}
          </ol>
        </div>
        <div class="govuk-grid-column-one-third">
          <section class="fw-panel" aria-labelledby="why">
            <h2 class="govuk-heading-m" id="why">
              {say.whyHere}
            </h2>
            {signal.also.length > 0 ? <p class="govuk-body">{say.also(signal.also.map(codeName))}</p> : null}
            <Reasons
              reasons={signal.reasons.map((reason) => ({
                words: reason.words,
                score: reason.points,
                ...(reason.found.length > 0 ? { detail: say.found(reason.found.slice(0, 4)) } : {}),
              }))}
              total={signal.score}
            />
          </section>
          {mayTriage && isOpen ? (
            <div id="acts">
              <SignalActs signal={signal} ask={ask} isMine={isMine} others={others} posts={posts} />
            </div>
          ) : null}
          {mayTriage && !isOpen && signal.state !== 'merged' ? (
            <ReasonPanel
              ask={ask}
              act="reopen"
              name="why-reopen"
              label={say.reopen}
              hint={say.reopenHint}
              buttons={[{ text: say.reopen, kind: 'secondary' }]}
            />
          ) : null}
          {signal.lockedTo === 'guardian' && may(ask.asker.roles, 'see-locked') ? (
            <ReasonPanel
              ask={ask}
              act="unlock"
              name="why-unlock"
              label={say.unlock}
              hint={say.unlockHint}
              buttons={[{ text: say.unlock, kind: 'secondary' }]}
            />
          ) : null}
          {decisions.some((decision) => decision.what === 'escalated-to-incident') &&
          may(ask.asker.roles, 'see-incidents') ? (
            <p class="govuk-body">
              <a class="govuk-link" href={`/respond/incidents/of/${signal.id}`}>
                {say.toIncident}
              </a>
            </p>
          ) : null}
          {signal.mergedInto ? (
            <p class="govuk-body">
              <a class="govuk-link" href={`/watch/signals/${signal.mergedInto}`}>
                {say.mergedInto}
              </a>
            </p>
          ) : null}
        </div>
      </div>
    </>
  );
}

/** Where the words that gave points stand in this text. */
function placesOf(text: string, found: readonly string[]) {
  const low = text.toLowerCase();
  return found.slice(0, 40).flatMap((words) => {
    const sought = words.toLowerCase();
    // Whole words only: "in" must not light up inside "tin".
    for (let at = low.indexOf(sought); sought.length > 1 && at >= 0; at = low.indexOf(sought, at + 1)) {
      const end = at + sought.length;
      if (!isLetter(low[at - 1]) && !isLetter(low[end])) return [{ start: at, end }];
    }
    return [];
  });
}

function isLetter(sign: string | undefined): boolean {
  return sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
}
