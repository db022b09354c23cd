/** Parts of the page of an item: what was said, the clock of the law, what was decided, what has been done. */
import { Clock, fullDay, fullTime, Govuk } from '#components';
import type { Ask } from '#web';
import type { DeskItem, DeskStep } from '../door.ts';
import { choiceWording, pageWording as say, stateWording, stepWording, teamWording } from '../page-wording.ts';
import { lineOf, type Names } from './parts.tsx';

export function Said({ item }: { item: DeskItem }) {
  const { author, url } = item;
  const who = author ? (author.name ? `${author.name} (@${author.handle})` : `@${author.handle}`) : say.authorNotKept;
  return (
    <article class="fw-post">
      <header class="fw-post__head">
        <span class="fw-post__who">{item.kind === 'handed-in' ? say.kinds['handed-in'] : who}</span>
        {item.accountHandle ? <span class="fw-post__class">{say.to(item.accountHandle)}</span> : null}
        <span class="fw-post__where">
          <time dateTime={item.publishedAt.toISOString()}>{fullTime(item.publishedAt)}</time>
        </span>
      </header>
      <div class="fw-post__text" lang={item.text ? (item.lang ?? undefined) : undefined}>
        {lineOf(item)}
      </div>
      {item.goneAt ? <p class="fw-post__gone">{say.notThere(fullTime(item.goneAt))}</p> : null}
      {url ? (
        <p class="govuk-body-s">
          <a class="govuk-link" href={url} rel="noreferrer noopener nofollow" target="_blank">
            {say.original}
          </a>
        </p>
      ) : item.kind === 'handed-in' ? (
        <p class="govuk-body-s">{say.sealedAddress}</p>
      ) : null}
    </article>
  );
}

export function RequestClock({ due, now }: { due: Date; now: Date }) {
  return (
    <section class="fw-panel" aria-labelledby="foi">
      <h2 class="govuk-heading-m" id="foi">
        {say.foiTitle}
      </h2>
      <p class="govuk-body">
        <strong>{say.foiDue(fullDay(due))}</strong> <Clock due={due} now={now} closeMs={3 * 86_400_000} />
      </p>
      {say.foiWords.map((words) => (
        <p class="govuk-body">{words}</p>
      ))}
    </section>
  );
}

export function Outcome({ item }: { item: DeskItem }) {
  const words = item.noReply
    ? `${stateWording[item.state]}: ${choiceWording[item.noReply.choice].name}. ${item.noReply.words}`
    : item.handedTo
      ? `${stateWording[item.state]}: ${teamWording[item.handedTo]}`
      : stateWording[item.state];
  return <Govuk.InsetText text={say.decidedAs(words)} />;
}

export function Steps({ steps, names }: { steps: readonly DeskStep[]; names: Names }) {
  return (
    <>
      <h2 class="govuk-heading-m">{say.history}</h2>
      <ol class="fw-history">
        {steps.map((step) => (
          <li class="fw-history__item">
            <strong>{stepWording[step.what] ?? step.what}</strong>{' '}
            <span class="fw-history__who">
              {names.get(step.by) ?? say.foreword}, <time dateTime={step.at.toISOString()}>{fullTime(step.at)}</time>
            </span>
            {step.words ? (
              <p class="govuk-body fw-history__words">
                {step.what === 'assigned' ? (names.get(step.words) ?? say.somebody) : step.words}
              </p>
            ) : null}
          </li>
        ))}
      </ol>
    </>
  );
}

export function Links({ item, ask }: { item: DeskItem; ask: Ask }) {
  const maySeeQueue = ask.asker.roles.includes('duty-officer');
  return (
    <>
      {item.incidentId ? (
        <p class="govuk-body">
          <a class="govuk-link" href={`/respond/incidents/${item.incidentId}`}>
            {say.incident}
          </a>
        </p>
      ) : null}
      {item.signalId && maySeeQueue ? (
        <p class="govuk-body">
          <a class="govuk-link" href={`/watch/signals/${item.signalId}`}>
            {say.signal}
          </a>
        </p>
      ) : null}
    </>
  );
}
