/** The house's own pages: settings for the administrator; help, privacy, accessibility and about for everybody. */
import { Govuk, StackTable } from '#components';
import type { Network } from '#networks/contract';
import type { DatabaseAddress, Kit } from '#platform';
import type { Watch } from '#watch';
import type { People } from '../people/door.ts';
import { version } from '../version.ts';
import { Form, Mistakes, typed, wrong } from './form.tsx';
import { houseWording as say } from './house-wording.ts';
import { type Hold, type Page, page } from './page.ts';

export interface HousePageNeeds {
  readonly kit: Kit;
  readonly people: People;
  readonly watch: Watch;
  readonly networks: readonly Network[];
  readonly holds: readonly Hold[];
  readonly database: DatabaseAddress;
  readonly settings: {
    readonly address: string;
    readonly pollMs: number;
    readonly hasMail: boolean;
    readonly signOn: string | null;
  };
}

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim().replace(/^@/, ''))
    .filter(Boolean)
    .slice(0, 500);

export function housePages(needs: HousePageNeeds): readonly Page[] {
  return [settingsPage(needs), protectedPage(needs), helpPage, privacyPage(needs), accessibilityPage, aboutPage(needs)];
}

const settingsPage = ({ people, database, settings }: HousePageNeeds) =>
  page({
    path: '/settings',
    may: 'change-settings',
    trace: 'settings-viewed',
    menu: { group: 'house', words: say.menuSettings, order: 90 },
    load: async () => await people.organisation(),
    acts: {
      save: {
        trace: 'organisation-changed',
        do: async (input, _loaded, ask) => {
          const name = input.text('name');
          if (name.length < 2 || name.length > 120) return { problems: [{ field: 'name', words: say.enterName }] };
          await people.changeOrganisation(ask.asker, {
            name,
            shortNames: lines(input.text('shortNames')),
            officialHandles: lines(input.text('official')),
            pressHandles: lines(input.text('press')),
          });
          return { go: '/settings', flash: { kind: 'success', title: say.didSave } };
        },
      },
    },
    view: (organisation, ask) => ({
      title: say.settingsTitle,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.settingsTitle}</h1>
          <p class="govuk-body">{say.settingsIntro}</p>
          {database.kind === 'embedded' ? (
            <>
              <Govuk.WarningText text={say.embeddedWarning} iconFallbackText="Warning" />
              <p class="govuk-body">{say.embeddedMove}</p>
              <p class="govuk-body">
                <code>{say.embeddedCommand}</code>
              </p>
            </>
          ) : null}
          <Govuk.SummaryList
            rows={[
              {
                key: { text: say.database },
                value: { text: database.kind === 'embedded' ? say.embedded : say.server },
              },
              { key: { text: say.address }, value: { text: settings.address } },
              { key: { text: say.mail }, value: { text: settings.hasMail ? say.mailOn : say.mailOff } },
              {
                key: { text: say.signOn },
                value: { text: settings.signOn ? say.signOnOn(settings.signOn) : say.signOnOff },
              },
              { key: { text: say.poll }, value: { text: say.seconds(settings.pollMs / 1000) } },
            ]}
          />
          <h2 class="govuk-heading-m">{say.more}</h2>
          <ul class="govuk-list govuk-list--bullet">
            <li>
              <a class="govuk-link" href="/people">
                {say.people}
              </a>
            </li>
            <li>
              <a class="govuk-link" href="/settings/channels">
                {say.channels}
              </a>
            </li>
            <li>
              <a class="govuk-link" href="/watch/rota">
                {say.rota}
              </a>
            </li>
            <li>
              <a class="govuk-link" href="/settings/protected-names">
                {say.protectedTitle}
              </a>
            </li>
          </ul>
          <h2 class="govuk-heading-m">{say.organisation}</h2>
          <Form ask={ask} act="save">
            <Govuk.Input
              name="name"
              id="name"
              label={{ text: say.name }}
              value={typed(ask, 'name', organisation.name)}
              errorMessage={wrong(ask, 'name')}
            />
            <Govuk.Textarea
              name="shortNames"
              id="shortNames"
              rows={3}
              label={{ text: say.shortNames }}
              hint={{ text: say.shortNamesHint }}
              value={typed(ask, 'shortNames', organisation.shortNames.join('\n'))}
            />
            <Govuk.Textarea
              name="official"
              id="official"
              rows={5}
              label={{ text: say.official }}
              hint={{ text: say.officialHint }}
              value={typed(ask, 'official', organisation.officialHandles.join('\n'))}
              spellcheck={false}
            />
            <Govuk.Textarea
              name="press"
              id="press"
              rows={5}
              label={{ text: say.press }}
              hint={{ text: say.pressHint }}
              value={typed(ask, 'press', organisation.pressHandles.join('\n'))}
              spellcheck={false}
            />
            <Govuk.Button text={say.save} />
          </Form>
        </>
      ),
    }),
  });

const protectedPage = ({ watch }: HousePageNeeds) =>
  page({
    path: '/settings/protected-names',
    may: 'change-settings',
    trace: null,
    load: async () => ({}),
    acts: {
      add: {
        trace: 'protected-names-added',
        do: async (input, _loaded, ask) => {
          const names = lines(input.text('names'));
          const kind = input.text('kind');
          if (names.length === 0) return { problems: [{ field: 'names', words: say.enterNames }] };
          const added = await watch.watchings.protect(
            ask.asker,
            say.protectedKinds.some((one) => one.value === kind) ? kind : 'staff',
            names,
          );
          return { go: '/settings/protected-names', flash: { kind: 'success', title: say.didProtect(added) } };
        },
      },
    },
    view: (_loaded, ask) => ({
      title: say.protectedTitle,
      menu: '/settings',
      before: <Govuk.BackLink text={say.settingsTitle} href="/settings" />,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.protectedTitle}</h1>
          <p class="govuk-body">{say.protectedWords}</p>
          <Form ask={ask} act="add">
            <Govuk.Radios
              name="kind"
              idPrefix="kind"
              classes="govuk-radios--small"
              value={typed(ask, 'kind', 'staff')}
              fieldset={{ legend: { text: say.protectedKind, classes: 'govuk-fieldset__legend--s' } }}
              items={say.protectedKinds.map((kind) => ({ ...kind }))}
            />
            <Govuk.Textarea
              name="names"
              id="names"
              rows={8}
              label={{ text: say.protectedNames }}
              hint={{ text: say.protectedNamesHint }}
              value={typed(ask, 'names')}
              errorMessage={wrong(ask, 'names')}
              spellcheck={false}
            />
            <Govuk.Button text={say.protectedAdd} />
          </Form>
        </>
      ),
    }),
  });

const helpPage = page({
  path: '/help',
  may: 'anybody',
  trace: null,
  load: async () => ({}),
  view: () => ({
    title: say.helpTitle,
    body: (
      <>
        <h1 class="govuk-heading-l">{say.helpTitle}</h1>
        {say.help.map(([heading, words]) => (
          <section>
            <h2 class="govuk-heading-m">{heading}</h2>
            <p class="govuk-body">{words}</p>
          </section>
        ))}
      </>
    ),
  }),
});

const privacyPage = ({ holds }: HousePageNeeds) =>
  page({
    path: '/privacy',
    may: 'anybody',
    trace: null,
    load: async () => ({}),
    view: () => ({
      title: say.privacyTitle,
      body: (
        <>
          <h1 class="govuk-heading-l">{say.privacyTitle}</h1>
          {say.privacy.map((words) => (
            <p class="govuk-body">{words}</p>
          ))}
          <StackTable
            caption={say.privacyTable}
            captionClasses="govuk-table__caption--m"
            head={[say.what, say.aboutWhom, say.why, say.keep, say.then]}
            rows={holds
              .filter((hold) => hold.about !== 'nobody')
              .map((hold) => [hold.what, hold.about, hold.why, hold.keep, hold.then].map((text) => ({ text })))}
          />
        </>
      ),
    }),
  });

const accessibilityPage = page({
  path: '/accessibility',
  may: 'anybody',
  trace: null,
  load: async () => ({}),
  view: () => ({
    title: say.accessibilityTitle,
    body: (
      <>
        <h1 class="govuk-heading-l">{say.accessibilityTitle}</h1>
        {say.accessibility.map((words) => (
          <p class="govuk-body">{words}</p>
        ))}
        <p class="govuk-body">{say.accessibilityContact}</p>
      </>
    ),
  }),
});

const aboutPage = ({ networks }: HousePageNeeds) =>
  page({
    path: '/about',
    may: 'anybody',
    trace: null,
    load: async () => ({}),
    view: () => ({
      title: say.aboutTitle,
      body: (
        <>
          <h1 class="govuk-heading-l">{say.aboutTitle}</h1>
          <p class="govuk-body">{say.about(version)}</p>
          <h2 class="govuk-heading-m">{say.aboutCoverage}</h2>
          {networks.map((network) => (
            <section>
              <h3 class="govuk-heading-s">{network.title}</h3>
              <p class="govuk-body">{network.coverage}</p>
            </section>
          ))}
        </>
      ),
    }),
  });
