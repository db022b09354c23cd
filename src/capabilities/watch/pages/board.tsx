/** The first screen of those who watch: what is blind, what needs me now, how the day went. */
import { DayStrip, EmptyState, Govuk, Live, Queue, QueueRow, Signs, StatTile, StatTiles } from '#components';
import { page } from '#web';
import type { Watch } from '../door.ts';
import { order } from '../severity.ts';
import { pageWording as say } from '../wording.ts';
import type { PageNeeds } from './index.ts';
import { Missing, nextStepOf } from './next-step.tsx';
import { Blindness, rowOf } from './parts.tsx';

export const boardPage = (
  { signals, sources, watchings, alerts }: Pick<Watch, 'signals' | 'sources' | 'watchings' | 'alerts'>,
  needs: PageNeeds,
) =>
  page({
    path: '/watch',
    may: 'see-queue',
    trace: 'board-viewed',
    menu: { group: 'watch', words: say.menuBoard, order: 10 },
    load: async (ask) => {
      const urgent = await signals.list(ask.asker, { severities: ['S1', 'S2', 'S3'], limit: 8 });
      return {
        sources: await sources.list(ask.asker),
        stopped: await sources.stopped(ask.asker),
        urgent,
        missing: urgent.length === 0 ? await nextStepOf({ sources, watchings }, ask.asker) : null,
        counts: await signals.counts(ask.asker),
        day: await signals.day(ask.asker),
        undelivered: await alerts.undelivered(ask.asker),
        names: await needs.people.names(
          ask.asker,
          urgent.flatMap((signal) => (signal.claimedBy ? [signal.claimedBy] : [])),
        ),
      };
    },
    view: (loaded, ask) => ({
      title: say.boardTitle,
      isWide: true,
      body: (
        <>
          <h1 class="govuk-heading-l">{say.boardTitle}</h1>
          {ask.organisation?.isRehearsal ? (
            <Signs>
              {say.signsBoard.map((words) => (
                <p>{words}</p>
              ))}
            </Signs>
          ) : null}
          {loaded.stopped ? (
            <Govuk.WarningText text={say.collectionStopped(loaded.stopped.because)} iconFallbackText={say.warning} />
          ) : null}
          <Live id="board" path="/watch/changes" says={say.boardChanged}>
            <Blindness sources={loaded.sources} now={ask.now} />
            {loaded.undelivered.length > 0 ? (
              <div class="govuk-inset-text fw-undelivered">
                <p class="govuk-body">
                  {say.undelivered(loaded.undelivered.length)}{' '}
                  <a class="govuk-link" href="/watch/alerts">
                    {say.seeAlerts}
                  </a>
                </p>
              </div>
            ) : null}
            <StatTiles>
              {order.slice(0, 4).map((severity) => (
                <StatTile
                  label={say.tileLabel[severity]}
                  value={loaded.counts[severity]}
                  href={`/watch/queue?severity=${severity}`}
                  tone={
                    loaded.counts[severity] > 0 && severity === 'S1'
                      ? 'late'
                      : loaded.counts[severity] > 0 && severity === 'S2'
                        ? 'act'
                        : 'calm'
                  }
                />
              ))}
            </StatTiles>
            <h2 class="govuk-heading-m">{say.needsYou}</h2>
            {loaded.missing ? (
              <Missing step={loaded.missing} ask={ask} />
            ) : loaded.urgent.length === 0 ? (
              <EmptyState title={say.nothingUrgent}>
                <p class="govuk-body">{say.nothingUrgentWords}</p>
              </EmptyState>
            ) : (
              <Queue label={say.needsYou}>
                {loaded.urgent.map((signal) => (
                  <QueueRow
                    {...rowOf(signal, ask, signal.claimedBy ? loaded.names.get(signal.claimedBy) : undefined)}
                  />
                ))}
              </Queue>
            )}
            <p class="govuk-body">
              <a class="govuk-link" href="/watch/queue">
                {say.seeQueue}
              </a>
            </p>
            <h2 class="govuk-heading-m">{say.theDay}</h2>
            <DayStrip
              id="day"
              hours={loaded.day.map(({ hour, counts }) => {
                const worst = order.find((severity) => counts[severity] > 0);
                const isBlind = loaded.sources.some(
                  (source) => source.blindSince !== null && source.blindSince.getTime() < hour.getTime() + 3_600_000,
                );
                return {
                  from: hour,
                  count: order.reduce((sum, severity) => sum + counts[severity], 0),
                  ...(worst ? { worst } : {}),
                  isBlind,
                };
              })}
            />
          </Live>
        </>
      ),
    }),
  });
