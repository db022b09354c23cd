/** The triage queue: everything that waits, the most urgent first; keyboard-first and live. */
import { EmptyState, Govuk, Live, Queue, QueueKeys, QueueRow, Signs } from '#components';
import type { Severity } from '#events';
import { page } from '#web';
import type { SignalFilter, Watch } from '../door.ts';
import { codeWording, pageWording as say } from '../wording.ts';
import type { PageNeeds } from './index.ts';
import { Missing, nextStepOf } from './next-step.tsx';
import { rowOf, severityChoices } from './parts.tsx';

function filterOf(query: Readonly<Record<string, string>>): SignalFilter {
  const severity = /^S[1-5]$/.test(query.severity ?? '') ? (query.severity as Severity) : null;
  const shown = query.shown ?? 'open';
  return {
    ...(severity ? { severities: [severity] } : {}),
    ...(query.code && Object.hasOwn(codeWording, query.code) ? { codes: [query.code] } : {}),
    ...(query.network ? { network: query.network.slice(0, 40) } : {}),
    ...(query.words ? { words: query.words.slice(0, 200) } : {}),
    ...(query.watch ? { watchId: query.watch } : {}),
    ...(shown === 'notes'
      ? { states: ['note'] as const }
      : shown === 'done'
        ? { states: ['set-aside', 'escalated'] as const }
        : {}),
    limit: 100,
  };
}

function isFiltered(query: Readonly<Record<string, string>>): boolean {
  const { shown, ...rest } = query;
  return (shown ?? 'open') !== 'open' || Object.values(rest).some((value) => value !== '');
}

export const queuePage = (
  { signals, sources, watchings }: Pick<Watch, 'signals' | 'sources' | 'watchings'>,
  needs: PageNeeds,
) =>
  page({
    path: '/watch/queue',
    may: 'see-queue',
    trace: 'queue-viewed',
    menu: {
      group: 'watch',
      words: say.menuQueue,
      order: 20,
      waiting: async (ask) => {
        const counts = await signals.counts(ask.asker);
        return counts.S1 + counts.S2 + counts.S3 + counts.S4;
      },
    },
    load: async (ask) => {
      const list = await signals.list(ask.asker, filterOf(ask.query));
      return {
        list,
        missing: list.length === 0 ? await nextStepOf({ sources, watchings }, ask.asker) : null,
        names: await needs.people.names(
          ask.asker,
          list.flatMap((signal) => (signal.claimedBy ? [signal.claimedBy] : [])),
        ),
      };
    },
    view: ({ list, missing, names }, ask) => ({
      title: say.queueTitle,
      isWide: true,
      body: (
        <>
          <h1 class="govuk-heading-l">{say.queueTitle}</h1>
          {ask.organisation?.isRehearsal ? (
            <Signs>
              {say.signsQueue.map((words) => (
                <p>{words}</p>
              ))}
            </Signs>
          ) : null}
          <form class="fw-filter" method="get" action="/watch/queue" aria-label={say.filter}>
            <div class="fw-filter__fields">
              <div class="govuk-form-group">
                <label class="govuk-label" for="words">
                  {say.filterWords}
                </label>
                <input
                  class="govuk-input"
                  id="words"
                  name="words"
                  type="search"
                  value={ask.query.words ?? ''}
                  data-key="/"
                  data-key-does={say.keyFilter}
                />
              </div>
              <Choice id="severity" label={say.filterSeverity} value={ask.query.severity} items={severityChoices} />
              <Choice
                id="code"
                label={say.filterCode}
                value={ask.query.code}
                items={Object.entries(codeWording).map(([value, code]) => ({ value, text: code.name }))}
              />
              <Choice
                id="shown"
                label={say.filterShown}
                value={ask.query.shown ?? 'open'}
                items={say.shownChoices}
                hasAny={false}
              />
            </div>
            <Govuk.Button text={say.filterButton} classes="govuk-button--secondary fw-filter__button" />
          </form>
          <QueueKeys keys={say.queueKeys} />
          <h2 class="govuk-visually-hidden">{say.stories}</h2>
          <Live id="queue" path="/watch/changes" says={say.queueChanged}>
            {missing ? (
              <Missing step={missing} ask={ask} />
            ) : list.length === 0 ? (
              <EmptyState title={isFiltered(ask.query) ? say.queueEmpty : say.queueQuiet}>
                <p class="govuk-body">{isFiltered(ask.query) ? say.queueEmptyWords : say.queueQuietWords}</p>
              </EmptyState>
            ) : (
              <Queue label={say.queueTitle}>
                {list.map((signal) => (
                  <QueueRow {...rowOf(signal, ask, signal.claimedBy ? names.get(signal.claimedBy) : undefined)} />
                ))}
              </Queue>
            )}
          </Live>
          <p class="govuk-body">
            <a class="govuk-link" href="/watch/quality">
              {say.howGood}
            </a>
          </p>
        </>
      ),
    }),
  });

function Choice({
  id,
  label,
  value,
  items,
  hasAny = true,
}: {
  id: string;
  label: string;
  value: string | undefined;
  items: readonly { value: string; text: string }[];
  hasAny?: boolean;
}) {
  return (
    <div class="govuk-form-group">
      <label class="govuk-label" for={id}>
        {label}
      </label>
      <select class="govuk-select" id={id} name={id}>
        {hasAny ? <option value="">{say.any}</option> : null}
        {items.map((item) => (
          <option value={item.value} selected={item.value === value}>
            {item.text}
          </option>
        ))}
      </select>
    </div>
  );
}
