/** Forms of an account: a new one by its network, its details, and how Foreword signs in. */
import { Govuk } from '#components';
import type { Network } from '#networks/contract';
import { Form, Mistakes, page, type Result, typed, wrong } from '#web';
import type { Colleague } from '../../../../people/person.ts';
import type { Account, Answer } from '../door.ts';
import { networkTitle, accountPage as say, shared } from '../register-wording.ts';
import { atField, FactInputs, factsFrom, SettingInputs, settingsFrom } from './accounts-fields.tsx';
import type { PublishDoor, PublishNeeds } from './index.ts';
import { answered } from './register-parts.tsx';

type Door = Pick<PublishDoor, 'accounts'>;

const menu = '/respond/accounts';
/** Only where an official account can speak. */
const speaking = (needs: PublishNeeds) => needs.networks.filter((network) => network.publisherFields.length > 0);

function said(answer: Answer<unknown>, go: string, title: string, text?: string): Result {
  const field = answer.ok ? undefined : atField(answer.field);
  return answered(!answer.ok && field ? { ...answer, field } : answer, go, title, text);
}

export const newAccountPage = ({ accounts }: Door, needs: PublishNeeds) =>
  page<{ network: Network | null; people: readonly Colleague[] }>({
    path: '/respond/accounts/new',
    may: 'manage-accounts',
    trace: null,
    load: async (ask) => ({
      network: speaking(needs).find((network) => network.name === ask.query.network) ?? null,
      people: await needs.people.colleagues(ask.asker),
    }),
    acts: {
      add: {
        trace: 'account-added',
        do: async (input, _loaded, ask) => {
          const network = speaking(needs).find((one) => one.name === input.text('network'));
          const added = await accounts.add(ask.asker, {
            ...factsFrom(input),
            network: network?.name ?? '',
            settings: settingsFrom(input, network?.publisherFields ?? []),
          });
          return said(added, added.ok ? `${menu}/${added.value}` : menu, say.didAdd, say.didAddWords);
        },
      },
    },
    view: ({ network: chosen, people }, ask) => {
      // Shown again after a mistake, the page stands without its query: what was typed says which network it is.
      const network = speaking(needs).find((one) => one.name === typed(ask, 'network')) ?? chosen;
      const title = network ? say.addOn(networkTitle(network.name)) : say.add;
      return {
        title,
        menu,
        before: <Govuk.BackLink text={say.back} href={menu} />,
        body: (
          <>
            <Mistakes ask={ask} />
            <h1 class="govuk-heading-l">{title}</h1>
            {network ? (
              <Form ask={ask} act="add">
                <input type="hidden" name="network" value={network.name} />
                {network.publisherFields.some((field) => field.name === 'handle') ? null : (
                  <Govuk.Input
                    name="handle"
                    id="handle"
                    label={{ text: say.handleLabel }}
                    hint={{ text: say.handleHint }}
                    value={typed(ask, 'handle')}
                    autocomplete="off"
                    spellcheck={false}
                    errorMessage={wrong(ask, 'handle')}
                  />
                )}
                <h2 class="govuk-heading-m">{say.signIn}</h2>
                <SettingInputs ask={ask} fields={network.publisherFields} />
                <h2 class="govuk-heading-m">{say.details}</h2>
                <FactInputs ask={ask} people={people} />
                <Govuk.Button text={say.add} preventDoubleClick={true} />
              </Form>
            ) : (
              <form method="get" action="/respond/accounts/new">
                <Govuk.Radios
                  name="network"
                  idPrefix="network"
                  fieldset={{ legend: { text: say.chooseNetwork, classes: 'govuk-fieldset__legend--m' } }}
                  items={speaking(needs).map((one) => ({ value: one.name, text: networkTitle(one.name) }))}
                />
                <Govuk.Button text={shared.continue} />
              </form>
            )}
          </>
        ),
      };
    },
  });

export const editAccountPage = ({ accounts }: Door, needs: PublishNeeds) =>
  page<{ account: Account; people: readonly Colleague[] }>({
    path: '/respond/accounts/:id/details',
    may: 'manage-accounts',
    trace: 'account-viewed',
    load: async (ask) => {
      const account = await accounts.account(ask.asker, ask.params.id ?? '');
      return account && account.state !== 'closed'
        ? { account, people: await needs.people.colleagues(ask.asker) }
        : null;
    },
    acts: {
      change: {
        trace: 'account-changed',
        do: async (input, { account }, ask) =>
          said(await accounts.change(ask.asker, account.id, factsFrom(input)), `${menu}/${account.id}`, say.didChange),
      },
    },
    view: ({ account, people }, ask) => ({
      title: say.edit,
      menu,
      before: <Govuk.BackLink text={say.backToAccount} href={`${menu}/${account.id}`} />,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">
            <span class="govuk-caption-l">{say.handle(account.handle)}</span>
            {say.edit}
          </h1>
          <Form ask={ask} act="change">
            <FactInputs ask={ask} people={people} account={account} />
            <Govuk.Button text={say.save} preventDoubleClick={true} />
          </Form>
        </>
      ),
    }),
  });

export const accountSignInPage = ({ accounts }: Door, needs: PublishNeeds) => {
  const fieldsOf = (account: Account) =>
    (speaking(needs).find((one) => one.name === account.network)?.publisherFields ?? []).filter(
      (field) => field.name !== 'handle',
    );
  return page<Account>({
    path: '/respond/accounts/:id/sign-in',
    may: 'manage-accounts',
    trace: 'account-viewed',
    load: async (ask) => {
      const account = await accounts.account(ask.asker, ask.params.id ?? '');
      return account && account.state !== 'closed' && fieldsOf(account).length > 0 ? account : null;
    },
    acts: {
      save: {
        trace: 'account-sign-in-changed',
        do: async (input, account, ask) => {
          const { handle: _same, ...settings } = settingsFrom(input, fieldsOf(account));
          return said(
            await accounts.changeSecret(ask.asker, account.id, settings),
            `${menu}/${account.id}`,
            say.didNewSecret,
          );
        },
      },
    },
    view: (account, ask) => ({
      title: say.newSecret,
      menu,
      before: <Govuk.BackLink text={say.backToAccount} href={`${menu}/${account.id}`} />,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">
            <span class="govuk-caption-l">{say.handle(account.handle)}</span>
            {say.newSecret}
          </h1>
          <p class="govuk-body">{say.newSecretIntro}</p>
          <Form ask={ask} act="save">
            <SettingInputs ask={ask} fields={fieldsOf(account)} known={account.settings} />
            <Govuk.Button text={say.newSecretSave} preventDoubleClick={true} />
          </Form>
        </>
      ),
    }),
  });
};
