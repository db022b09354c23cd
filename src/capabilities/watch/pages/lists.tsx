/** Short lists: what is locked to the guardian, and what was escalated and waits for its owner. */
import { EmptyState, fullTime, Govuk, Queue, QueueRow } from '#components';
import { Form, Mistakes, page, typed, wrong } from '#web';
import { may } from '../../../people/roles.ts';
import type { Watch } from '../door.ts';
import { pageWording as say } from '../wording.ts';
import type { PageNeeds } from './index.ts';
import { rowOf } from './parts.tsx';

export const lockedPage = ({ signals }: Pick<Watch, 'signals'>, _needs: PageNeeds) =>
  page({
    path: '/watch/locked',
    may: 'see-locked',
    trace: 'locked-viewed',
    menu: {
      group: 'watch',
      words: say.menuLocked,
      order: 15,
      waiting: async (ask) =>
        (await signals.list(ask.asker, { limit: 100 })).filter((signal) => signal.lockedTo === 'guardian').length,
    },
    load: async (ask) =>
      (await signals.list(ask.asker, { states: ['new', 'claimed', 'watching', 'note', 'escalated'] })).filter(
        (signal) => signal.lockedTo === 'guardian',
      ),
    view: (list, ask) => ({
      title: say.lockedTitle,
      body: (
        <>
          <h1 class="govuk-heading-l">{say.lockedTitle}</h1>
          {say.lockedIntro.map((words) => (
            <p class="govuk-body">{words}</p>
          ))}
          {list.length === 0 ? (
            <EmptyState title={say.lockedEmpty}>
              <p class="govuk-body">{say.lockedEmptyWords}</p>
            </EmptyState>
          ) : (
            <>
              <h2 class="govuk-visually-hidden">{say.stories}</h2>
              <Queue label={say.lockedTitle}>
                {list.map((signal) => {
                  const { escalateHref: _e, setAsideHref: _s, ...row } = rowOf(signal, ask, undefined);
                  return <QueueRow {...row} />;
                })}
              </Queue>
            </>
          )}
        </>
      ),
    }),
  });

export const referralsPage = ({ signals }: Pick<Watch, 'signals'>, needs: PageNeeds) =>
  page({
    path: '/watch/referrals',
    may: 'see-referrals',
    trace: 'referrals-viewed',
    menu: {
      group: 'watch',
      words: say.menuReferrals,
      order: 30,
      waiting: async (ask) =>
        (await signals.referrals(ask.asker)).filter((referral) => referral.state === 'open').length,
    },
    load: async (ask) => {
      const list = await signals.referrals(ask.asker);
      return {
        list,
        names: await needs.people.names(
          ask.asker,
          list.map((referral) => referral.openedBy),
        ),
      };
    },
    acts: {
      close: {
        trace: 'referral-closed',
        do: async (input, _loaded, ask) => {
          const id = input.text('referral');
          const answer = await signals.closeReferral(ask.asker, id, input.text(`outcome-${id}`));
          return answer.ok
            ? { go: '/watch/referrals', flash: { kind: 'success', title: say.didClose } }
            : { problems: [{ field: `outcome-${id}`, words: answer.because }] };
        },
      },
    },
    view: ({ list, names }, ask) => ({
      title: say.referralsTitle,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.referralsTitle}</h1>
          <p class="govuk-body">{say.referralsIntro}</p>
          {list.length === 0 ? (
            <EmptyState title={say.referralsEmpty}>
              <p class="govuk-body">{say.referralsEmptyWords}</p>
            </EmptyState>
          ) : null}
          {list.map((referral) => (
            <article class="fw-panel fw-referral" aria-labelledby={`r-${referral.id}`}>
              <h2 class="govuk-heading-s" id={`r-${referral.id}`}>
                {say.routes[referral.route].name}:{' '}
                {referral.gist ? (
                  <a class="govuk-link" href={`/watch/signals/${referral.signalId}`}>
                    {referral.gist}
                  </a>
                ) : (
                  say.notForYou
                )}
              </h2>
              <p class="govuk-body-s">
                {say.referredBy(names.get(referral.openedBy) ?? say.somebody, fullTime(referral.openedAt))}
              </p>
              <p class="govuk-body">{referral.words}</p>
              {referral.route === 'incident' && may(ask.asker.roles, 'see-incidents') ? (
                <p class="govuk-body">
                  <a class="govuk-link" href={`/respond/incidents/of/${referral.signalId}`}>
                    {say.toIncident}
                    <span class="govuk-visually-hidden">: {referral.gist || say.notForYou}</span>
                  </a>
                </p>
              ) : null}
              {referral.state === 'done' ? (
                <p class="govuk-body">
                  <strong>{say.outcome}</strong> {referral.outcome}
                </p>
              ) : (
                <Form ask={ask} act="close">
                  <input type="hidden" name="referral" value={referral.id} />
                  <Govuk.Input
                    name={`outcome-${referral.id}`}
                    id={`outcome-${referral.id}`}
                    label={{ text: say.whatCameOfIt }}
                    value={typed(ask, `outcome-${referral.id}`)}
                    errorMessage={wrong(ask, `outcome-${referral.id}`)}
                  />
                  <Govuk.Button text={say.closeReferral} classes="govuk-button--secondary" />
                </Form>
              )}
            </article>
          ))}
        </>
      ),
    }),
  });
