/** The register of official accounts, and the list of genuine ones that anybody may read and print. */
import { EmptyState, fullDay, Govuk, StackTable } from '#components';
import { page } from '#web';
import { may } from '../../../../people/roles.ts';
import type { Account, Accounts } from '../door.ts';
import { networkTitle, publicPage, accountPage as say, shared } from '../register-wording.ts';
import type { PublishDoor, PublishNeeds } from './index.ts';
import { dayWords, type NameOf, namesFor, Sections } from './register-parts.tsx';

interface Loaded {
  readonly list: readonly Account[];
  readonly nameOf: NameOf;
}

export const accountsPage = ({ accounts }: Pick<PublishDoor, 'accounts'>, needs: PublishNeeds) =>
  page<Loaded>({
    path: '/respond/accounts',
    may: 'see-accounts',
    trace: 'accounts-viewed',
    menu: { group: 'respond', words: say.menu, order: 48 },
    load: async (ask) => {
      const list = await accounts.list(ask.asker);
      const people = list.flatMap((one) => [one.ownerId, one.deputyId]);
      return { list, nameOf: await namesFor(needs, ask, people) };
    },
    view: ({ list, nameOf }, ask) => {
      const open = list.filter((one) => one.state !== 'closed');
      const closed = list.filter((one) => one.state === 'closed');
      return {
        title: say.title,
        isWide: true,
        body: (
          <>
            <Sections ask={ask} at="/respond/accounts" />
            <h1 class="govuk-heading-l">{say.title}</h1>
            <p class="govuk-body">{say.intro}</p>
            {may(ask.asker.roles, 'manage-accounts') ? (
              <Govuk.Button text={say.add} href="/respond/accounts/new" />
            ) : null}
            {open.length === 0 ? (
              <EmptyState title={say.empty}>
                <p class="govuk-body">{say.emptyWords}</p>
              </EmptyState>
            ) : (
              <Register caption={say.list} list={open} nameOf={nameOf} />
            )}
            {closed.length > 0 ? (
              <>
                <h2 class="govuk-heading-m">{say.closedList}</h2>
                <ul class="govuk-list">
                  {closed.map((one) => (
                    <li>
                      <AccountLink account={one} />, {networkTitle(one.network)}
                    </li>
                  ))}
                </ul>
              </>
            ) : null}
            <p class="govuk-body">
              <a class="govuk-link" href="/accounts">
                {say.publicLink}
              </a>
            </p>
          </>
        ),
      };
    },
  });

const AccountLink = ({ account }: { account: Account }) => (
  <a class="govuk-link" href={`/respond/accounts/${account.id}`}>
    {say.handle(account.handle)}
  </a>
);

function Register({ caption, list, nameOf }: { caption: string; list: readonly Account[]; nameOf: NameOf }) {
  return (
    <StackTable
      caption={caption}
      head={[say.name, say.platform, say.owner, say.deputy, say.lastUsed, say.attestedShort, say.lookAt]}
      rows={list.map((one) => [
        { html: <AccountLink account={one} /> },
        { text: networkTitle(one.network) },
        { text: nameOf(one.ownerId) },
        { text: nameOf(one.deputyId) },
        { text: one.lastUsedAt ? fullDay(one.lastUsedAt) : shared.never },
        { text: one.attestedAt ? fullDay(one.attestedAt) : say.notChecked },
        { html: <Signs account={one} /> },
      ])}
    />
  );
}

/** What somebody must look at, shortest words first. */
function Signs({ account }: { account: Account }) {
  const isQuiet = account.tasks.length === 0 && account.state === 'live' && account.stoppedAt === null;
  if (isQuiet) return <>{say.nothingToDo}</>;
  return (
    <ul class="govuk-list">
      {account.stoppedAt ? (
        <li>
          <Govuk.Tag text={say.stoppedShort} classes="govuk-tag--red" />
        </li>
      ) : null}
      {account.state === 'closing' ? (
        <li>
          <Govuk.Tag text={say.states.closing} classes="govuk-tag--grey" />
          {account.closeBy ? ` ${dayWords(account.closeBy)}` : null}
        </li>
      ) : null}
      {account.tasks.map((task) => (
        <li>
          <Govuk.Tag text={say.taskTags[task]} classes="govuk-tag--yellow" />
        </li>
      ))}
    </ul>
  );
}

type Genuine = Awaited<ReturnType<Accounts['genuine']>>;

export const genuinePage = ({ accounts }: Pick<PublishDoor, 'accounts'>) =>
  page<Genuine>({
    path: '/accounts',
    may: 'anybody',
    trace: null,
    // Before there is an organisation there is nothing to tell.
    load: async (ask) => (ask.organisation ? accounts.genuine() : []),
    view: (list, ask) => {
      const title = ask.organisation ? publicPage.titleOf(ask.organisation.name) : publicPage.title;
      return {
        title,
        ...(ask.person ? { menu: '/respond/accounts' } : {}),
        body: (
          <>
            <h1 class="govuk-heading-l">{title}</h1>
            {list.length === 0 ? (
              <p class="govuk-body">{publicPage.empty}</p>
            ) : (
              <>
                <p class="govuk-body">{publicPage.intro}</p>
                <Govuk.SummaryList
                  rows={list.map((one) => ({
                    key: { text: networkTitle(one.network) },
                    value: {
                      html: (
                        <>
                          <strong class="fw-break">{say.handle(one.handle)}</strong>
                          <br />
                          {one.purpose}
                        </>
                      ),
                    },
                  }))}
                />
              </>
            )}
            <h2 class="govuk-heading-m">{publicPage.otherTitle}</h2>
            {publicPage.other.map((words) => (
              <p class="govuk-body">{words}</p>
            ))}
            <p class="govuk-body-s">{publicPage.shownOn(fullDay(ask.now))}</p>
          </>
        ),
      };
    },
  });
