/** Parts that several pages of WATCH share. */
import { Clock, fullTime, nearTime, type QueueRowProps, type Severity } from '#components';
import type { Ask, Problem } from '#web';
import type { Answer, KeptPost, Signal, Source } from '../door.ts';
import { codeWording, pageWording as say } from '../wording.ts';

export const codeName = (code: string): string => codeWording[code]?.name ?? code;

export function networkName(network: string): string {
  return say.networks[network] ?? network;
}

/** Problems of a form from an answer that said no. */
export function orProblem(answer: Answer<unknown>, field: string): { problems: readonly Problem[] } | null {
  return answer.ok ? null : { problems: [{ field, words: answer.because }] };
}

export function rowOf(signal: Signal, ask: Ask, takenBy: string | undefined): QueueRowProps {
  const facts = [
    signal.posts === 1 ? say.onePost : say.posts(signal.posts),
    signal.networks.map(networkName).join(', '),
  ];
  if (signal.reach >= 1000) facts.push(say.reach(signal.reach));
  if (signal.state === 'watching') facts.push(say.keptWatching);
  if (takenBy) facts.push(say.takenBy(takenBy));
  return {
    id: `signal-${signal.id}`,
    href: `/watch/signals/${signal.id}`,
    severity: signal.severity,
    title: codeName(signal.code),
    excerpt: signal.gist,
    excerptLang: signal.lang ?? undefined,
    facts: [say.since(nearTime(signal.raisedAt, ask.now)), ...facts],
    kind: signal.also.length > 0 ? say.alsoShort(signal.also.map(codeName)) : undefined,
    clock: clockOf(signal, ask.now),
    isNew: signal.state === 'new' && ask.now.getTime() - signal.raisedAt.getTime() < 5 * 60_000,
    isTaken: takenBy !== undefined,
    escalateHref: `/watch/signals/${signal.id}#escalate`,
    setAsideHref: `/watch/signals/${signal.id}#set-aside`,
  };
}

/** The clock that matters now: first to acknowledge, then to decide. */
export function clockOf(signal: Signal, now: Date) {
  if (signal.decidedAt || !signal.decideBy) return undefined;
  if (!signal.acknowledgedAt && signal.acknowledgeBy) return { due: signal.acknowledgeBy, now, label: say.acknowledge };
  return { due: signal.decideBy, now, label: say.decide };
}

export function Blindness({ sources, now }: { sources: readonly Source[]; now: Date }) {
  const blind = sources.filter((source) => source.state === 'on' && source.health === 'blind');
  const seeing = sources.filter((source) => source.state === 'on' && source.health === 'seeing');
  return (
    <section
      class={`fw-blind${blind.length > 0 || sources.length === 0 ? ' fw-blind--some' : ''}`}
      aria-labelledby="blind-heading"
    >
      <h2 class="govuk-heading-m fw-blind__heading" id="blind-heading">
        {blind.length === 0
          ? sources.length === 0
            ? say.noSources
            : say.seeingAll(seeing.length)
          : say.blindNow(blind.length)}
      </h2>
      {blind.length > 0 ? (
        <ul class="fw-blind__list">
          {blind.map((source) => (
            <li class="fw-blind__item">
              <a class="govuk-link fw-blind__name" href={`/watch/sources/${source.id}`}>
                {source.name}
              </a>{' '}
              <span class="fw-blind__since">
                {source.blindSince
                  ? say.blindSince(nearTime(source.blindSince, now), minutesBetween(source.blindSince, now))
                  : ''}
              </span>
              <p class="govuk-body-s fw-blind__words">{source.blindWords}</p>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function minutesBetween(from: Date, to: Date): number {
  return Math.max(0, Math.round((to.getTime() - from.getTime()) / 60_000));
}

export function PostCard({ post, children }: { post: KeptPost; children?: preact.ComponentChildren }) {
  const who = post.author
    ? post.author.name
      ? `${post.author.name} (@${post.author.handle})`
      : `@${post.author.handle}`
    : say.authorNotKept;
  return (
    <article class="fw-post">
      <header class="fw-post__head">
        <span class="fw-post__who">{who}</span>
        {post.authorClass !== 'public' ? (
          <span class="fw-post__class">{say.authorClasses[post.authorClass]}</span>
        ) : null}
        <span class="fw-post__where">
          {networkName(post.network)},{' '}
          <time dateTime={post.publishedAt.toISOString()}>{fullTime(post.publishedAt)}</time>
        </span>
      </header>
      {post.title ? (
        <h3 class="govuk-heading-s fw-post__title" lang={post.lang ?? undefined}>
          {post.title}
        </h3>
      ) : null}
      <div class="fw-post__text" lang={post.lang ?? undefined}>
        {children ?? post.text}
      </div>
      {post.goneAt ? <p class="fw-post__gone">{say.notThere(fullTime(post.goneAt))}</p> : null}
      {post.observations.length > 1 ? (
        <details class="govuk-details fw-post__history">
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">{say.earlierWords}</span>
          </summary>
          <ol class="govuk-list govuk-list--number govuk-details__text">
            {post.observations.map((seen) => (
              <li>
                <strong>{say.observed[seen.seen]}</strong>, {fullTime(seen.at)}
                {seen.text ? <p lang={post.lang ?? undefined}>{seen.text}</p> : null}
              </li>
            ))}
          </ol>
        </details>
      ) : null}
    </article>
  );
}

export function SignalClock({ signal, now }: { signal: Signal; now: Date }) {
  const clock = clockOf(signal, now);
  return clock ? <Clock {...clock} /> : null;
}

export const severityChoices: readonly { value: Severity; text: string }[] = (
  ['S1', 'S2', 'S3', 'S4', 'S5'] as const
).map((value) => ({ value, text: say.severityChoice[value] }));
