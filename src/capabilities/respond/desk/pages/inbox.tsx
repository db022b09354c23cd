/** The shared inbox: what was said to us, danger first; by keyboard and live. */
import {
  clockTime,
  EmptyState,
  FilterRow,
  Govuk,
  Live,
  Queue,
  QueueKeys,
  QueueRow,
  severities,
  severityWords,
} from '#components';
import type { Severity } from '#events';
import { page } from '#web';
import type { ItemFilter } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import type { DeskPages } from './index.ts';
import { rowOf } from './parts.tsx';

function filterOf(query: Readonly<Record<string, string>>): ItemFilter {
  const shown = query.shown === 'mine' || query.shown === 'done' ? query.shown : 'open';
  return {
    shown,
    ...(/^S[1-5]$/.test(query.severity ?? '') ? { severity: query.severity as Severity } : {}),
    ...(query.account ? { accountId: query.account } : {}),
    ...(query.words ? { words: query.words } : {}),
  };
}

export const inboxPage = ({ items, people, codes, accounts }: DeskPages) =>
  page({
    path: '/respond/desk',
    may: 'work-desk',
    trace: 'desk-viewed',
    menu: {
      group: 'respond',
      words: say.menu,
      order: 25,
      waiting: async (ask) =>
        (await items.list(ask.asker, {})).filter((item) => item.severity !== 'S5' || item.isHandedIn).length,
    },
    load: async (ask) => {
      const list = await items.list(ask.asker, filterOf(ask.query));
      return {
        list,
        listening: await items.listening(ask.asker),
        accounts: await accounts(),
        names: await people.names(
          ask.asker,
          list.flatMap((item) => (item.claimedBy ? [item.claimedBy] : [])),
        ),
      };
    },
    view: ({ list, listening, accounts: known, names }, ask) => {
      const blind = listening.flatMap((one) => {
        const account = known.find(({ id }) => id === one.accountId);
        return account && one.blindSince ? [{ ...one, since: one.blindSince, handle: account.handle }] : [];
      });
      return {
        title: say.title,
        isWide: true,
        body: (
          <>
            <h1 class="govuk-heading-l">{say.title}</h1>
            <p class="govuk-body">{say.intro}</p>
            {blind.map((one) => (
              <Govuk.WarningText
                text={`${say.blind(one.handle, clockTime(one.since))} ${one.blindWords ?? ''}`}
                iconFallbackText="Warning"
              />
            ))}
            <FilterRow
              to="/respond/desk"
              label={say.filter}
              button={say.filterButton}
              query={ask.query}
              words={say.filterWords}
              keyDoes={say.keyFilter}
              choices={[
                {
                  name: 'severity',
                  label: say.filterSeverity,
                  items: [
                    { value: '', text: say.any },
                    ...severities.map((value) => ({ value, text: `${value} ${severityWords[value]}` })),
                  ],
                },
                {
                  name: 'account',
                  label: say.filterAccount,
                  items: [
                    { value: '', text: say.any },
                    ...known.map((account) => ({ value: account.id, text: `@${account.handle}` })),
                  ],
                },
                { name: 'shown', label: say.filterShown, items: say.shownChoices, usual: 'open' },
              ]}
            />
            <QueueKeys keys={say.keys} />
            <h2 class="govuk-visually-hidden">{say.posts}</h2>
            <Live id="desk" path="/respond/desk/changes" says={say.changed}>
              {list.length === 0 ? (
                <EmptyState title={known.length === 0 ? say.noAccounts : say.empty}>
                  <p class="govuk-body">{known.length === 0 ? say.noAccountsWords : say.emptyWords}</p>
                </EmptyState>
              ) : (
                <Queue label={say.title}>
                  {list.map((item) => (
                    <QueueRow {...rowOf(item, ask, names, codes)} />
                  ))}
                </Queue>
              )}
            </Live>
          </>
        ),
      };
    },
  });
