/** Sources: what we listen to, what each can and cannot see, whether it is blind now; adding one, testing one. */
import { EmptyState, fullTime, Govuk, Moj, StackTable } from '#components';
import type { CheckStep, Network, SourceSettings } from '#networks/contract';
import { type Act, type Flash, Form, Mistakes, page, typed, wrong } from '#web';
import { may } from '../../../people/roles.ts';
import type { Source, Watch } from '../door.ts';
import { pageWording as say } from '../wording.ts';
import type { PageNeeds } from './index.ts';
import { networkName } from './parts.tsx';

export const sourcesPage = ({ sources }: Pick<Watch, 'sources'>) =>
  page({
    path: '/watch/sources',
    may: 'see-sources',
    trace: 'sources-viewed',
    menu: { group: 'watch', words: say.menuSources, order: 50 },
    load: async (ask) => ({ list: await sources.list(ask.asker), stopped: await sources.stopped(ask.asker) }),
    acts: {
      stop: {
        may: 'stop-collection',
        trace: 'collection-stopped',
        do: async (input, _loaded, ask) => {
          const because = input.text('because');
          if (because.length < 3) return { problems: [{ field: 'because', words: say.sayWhy }] };
          await sources.stopAll(ask.asker, because.slice(0, 500));
          return { go: '/watch/sources', flash: { kind: 'warning', title: say.didStop } };
        },
      },
      start: {
        may: 'stop-collection',
        trace: 'collection-started',
        do: async (_input, _loaded, ask) => {
          await sources.startAll(ask.asker);
          return { go: '/watch/sources', flash: { kind: 'success', title: say.didStart } };
        },
      },
    },
    view: ({ list, stopped }, ask) => ({
      title: say.sourcesTitle,
      isWide: true,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.sourcesTitle}</h1>
          <p class="govuk-body">{say.sourcesIntro}</p>
          {stopped ? (
            <Govuk.WarningText text={say.collectionStopped(stopped.because)} iconFallbackText={say.warning} />
          ) : null}
          {may(ask.asker.roles, 'manage-sources') ? (
            <Govuk.Button text={say.addSource} href="/watch/sources/new" />
          ) : null}
          {list.length === 0 ? (
            <EmptyState title={say.noSources}>
              <p class="govuk-body">{say.noSourcesWords}</p>
            </EmptyState>
          ) : (
            <ul class="fw-sources">
              {list.map((source) => (
                <li class={`fw-source fw-source--${source.state === 'paused' ? 'paused' : source.health}`}>
                  <div class="fw-source__name">
                    <a class="govuk-link" href={`/watch/sources/${source.id}`}>
                      {source.name}
                    </a>
                    <span class="fw-source__network">{networkName(source.network)}</span>
                  </div>
                  <div>
                    <StateTag source={source} />
                  </div>
                  <p class="govuk-body-s fw-source__words">
                    {source.health === 'blind'
                      ? source.blindWords
                      : source.lastPostAt
                        ? say.lastPost(fullTime(source.lastPostAt))
                        : say.noPostYet}
                  </p>
                </li>
              ))}
            </ul>
          )}
          {may(ask.asker.roles, 'stop-collection') ? (
            <section class="fw-panel" aria-labelledby="off">
              <h2 class="govuk-heading-m" id="off">
                {say.offSwitch}
              </h2>
              <p class="govuk-body">{say.offSwitchWords}</p>
              {stopped ? (
                <Form ask={ask} act="start">
                  <Govuk.Button text={say.startCollection} />
                </Form>
              ) : (
                <Form ask={ask} act="stop">
                  <Govuk.Input
                    name="because"
                    id="because"
                    label={{ text: say.why }}
                    value={typed(ask, 'because')}
                    errorMessage={wrong(ask, 'because')}
                  />
                  <Govuk.Button text={say.stopCollection} classes="govuk-button--warning" />
                </Form>
              )}
            </section>
          ) : null}
        </>
      ),
    }),
  });

export function StateTag({ source }: { source: Source }) {
  if (source.state === 'paused') return <Govuk.Tag text={say.paused} classes="govuk-tag--grey" />;
  if (source.health === 'blind') return <Govuk.Tag text={say.blind} classes="govuk-tag--red" />;
  if (source.health === 'seeing') return <Govuk.Tag text={say.seeing} classes="govuk-tag--green" />;
  return <Govuk.Tag text={say.starting} classes="govuk-tag--blue" />;
}

export const newSourcePage = ({ sources }: Pick<Watch, 'sources'>, needs: PageNeeds) =>
  page<{ network: Network | null }>({
    path: '/watch/sources/new',
    may: 'manage-sources',
    trace: null,
    load: async (ask) => ({ network: needs.networks.find((network) => network.name === ask.query.network) ?? null }),
    acts: {
      add: {
        trace: 'source-added',
        do: async (input, _loaded, ask) => {
          const network = needs.networks.find((one) => one.name === input.text('network'));
          const settings: SourceSettings = Object.fromEntries(
            (network?.fields ?? []).map((field) => [field.name, input.text(field.name)]),
          );
          const voice = input.text('voice');
          const added = await sources.add(ask.asker, {
            network: input.text('network'),
            name: input.text('name'),
            voice: voice === 'press' || voice === 'official' ? voice : 'public',
            settings,
          });
          return added.ok
            ? { go: `/watch/sources/${added.id}`, flash: { kind: 'success', title: say.didAddSource } }
            : { problems: added.problems };
        },
      },
    },
    view: ({ network: chosen }, ask) => {
      // Shown again after a mistake, the page stands without its query: what was typed says which network it is.
      const network = needs.networks.find((one) => one.name === typed(ask, 'network')) ?? chosen;
      return {
        title: say.addSource,
        menu: '/watch/sources',
        before: <Govuk.BackLink text={say.backToSources} href="/watch/sources" />,
        body: (
          <>
            <Mistakes ask={ask} />
            <h1 class="govuk-heading-l">{network ? say.addSourceOn(networkName(network.name)) : say.addSource}</h1>
            {network ? (
              <Form ask={ask} act="add">
                <input type="hidden" name="network" value={network.name} />
                <p class="govuk-body">{network.coverage}</p>
                <Govuk.Input
                  name="name"
                  id="name"
                  label={{ text: say.sourceName }}
                  hint={{ text: say.sourceNameHint }}
                  value={typed(ask, 'name')}
                  errorMessage={wrong(ask, 'name')}
                />
                {network.fields.map((field) => (
                  <Govuk.Input
                    name={field.name}
                    id={field.name}
                    label={{ text: field.isRequired ? field.label : say.optional(field.label) }}
                    hint={field.hint ? { text: field.hint } : undefined}
                    value={field.isSecret ? '' : typed(ask, field.name)}
                    type={field.isSecret ? 'password' : 'text'}
                    autocomplete="off"
                    spellcheck={false}
                    errorMessage={wrong(ask, field.name)}
                  />
                ))}
                <Govuk.Radios
                  name="voice"
                  idPrefix="voice"
                  classes="govuk-radios--small"
                  value={typed(ask, 'voice', 'public')}
                  fieldset={{ legend: { text: say.whoseVoice, classes: 'govuk-fieldset__legend--s' } }}
                  items={say.voices.map((voice) => ({ ...voice }))}
                />
                <Govuk.Button text={say.addSource} />
                <p class="govuk-body-s">
                  {say.grades[network.grade]} {network.terms}
                </p>
              </Form>
            ) : (
              <form method="get" action="/watch/sources/new">
                <Govuk.Radios
                  name="network"
                  idPrefix="network"
                  fieldset={{ legend: { text: say.chooseNetwork, classes: 'govuk-fieldset__legend--m' } }}
                  items={needs.networks.map((one) => ({
                    value: one.name,
                    text: networkName(one.name),
                    hint: { text: one.coverage },
                  }))}
                />
                <Govuk.Button text={say.continue} />
              </form>
            )}
          </>
        ),
      };
    },
  });

interface LoadedSource {
  readonly source: Source;
  readonly spells: Awaited<ReturnType<Watch['sources']['spells']>>;
}

export const sourcePage = ({ sources }: Pick<Watch, 'sources'>, needs: PageNeeds) => {
  const settingName = (network: string, name: string) =>
    needs.networks.find((one) => one.name === network)?.fields.find((field) => field.name === name)?.label ?? name;
  // What the self-test found stays on this process for as long as somebody looks at it.
  const checks = new Map<string, { at: Date; steps: readonly CheckStep[] }>();
  const stateAct = (trace: string, state: 'on' | 'paused', flash: Flash): Act<LoadedSource> => ({
    may: 'manage-sources',
    trace,
    do: async (_input, { source }, ask) => {
      await sources.setState(ask.asker, source.id, state);
      return { go: `/watch/sources/${source.id}`, flash };
    },
  });
  return page<LoadedSource>({
    path: '/watch/sources/:id',
    may: 'see-sources',
    trace: 'source-viewed',
    load: async (ask) => {
      const source = await sources.source(ask.asker, ask.params.id ?? '');
      return source ? { source, spells: await sources.spells(ask.asker, source.id) } : null;
    },
    acts: {
      check: {
        may: 'manage-sources',
        trace: 'source-checked',
        do: async (_input, { source }, ask) => {
          checks.set(source.id, { at: ask.now, steps: await sources.check(ask.asker, source.id) });
          return { go: `/watch/sources/${source.id}` };
        },
      },
      pause: stateAct('source-paused', 'paused', { kind: 'information', title: say.didPause }),
      resume: stateAct('source-resumed', 'on', { kind: 'success', title: say.didResume }),
    },
    view: ({ source, spells }, ask) => {
      const check = checks.get(source.id);
      return {
        title: source.name,
        menu: '/watch/sources',
        before: <Govuk.BackLink text={say.backToSources} href="/watch/sources" />,
        body: (
          <>
            <h1 class="govuk-heading-l">{source.name}</h1>
            <p class="govuk-body">
              <StateTag source={source} />
            </p>
            {source.health === 'blind' ? (
              <Moj.Alert
                variant="error"
                title={say.blindTitle}
                showTitleAsHeading
                text={source.blindWords ?? ''}
                role="status"
              />
            ) : null}
            <Govuk.SummaryList
              rows={[
                { key: { text: say.network }, value: { text: networkName(source.network) } },
                ...Object.entries(source.settings).map(([name, value]) => ({
                  key: { text: settingName(source.network, name) },
                  value: { text: value },
                })),
                { key: { text: say.whatItSees }, value: { text: source.coverage } },
                {
                  key: { text: say.lastLook },
                  value: { text: source.lastLookAt ? fullTime(source.lastLookAt) : say.never },
                },
                {
                  key: { text: say.lastPostKey },
                  value: { text: source.lastPostAt ? fullTime(source.lastPostAt) : say.never },
                },
                { key: { text: say.grade }, value: { text: say.grades[source.grade] ?? source.grade } },
              ]}
            />
            {source.notes.length > 0 ? (
              <>
                <h2 class="govuk-heading-m">{say.notes}</h2>
                <ul class="govuk-list govuk-list--bullet">
                  {source.notes.map((note) => (
                    <li>{note.words}</li>
                  ))}
                </ul>
              </>
            ) : null}
            {check ? (
              <section class="fw-panel" aria-labelledby="check">
                <h2 class="govuk-heading-m" id="check">
                  {say.checkDone(fullTime(check.at))}
                </h2>
                <ul class="fw-check">
                  {check.steps.map((step) => (
                    <li class={step.isOk ? 'fw-check__ok' : 'fw-check__no'}>
                      <strong>
                        {step.isOk ? say.works : say.fails} {step.name}
                      </strong>
                      <p class="govuk-body-s">{step.words}</p>
                    </li>
                  ))}
                </ul>
              </section>
            ) : null}
            {may(ask.asker.roles, 'manage-sources') ? (
              <div class="govuk-button-group">
                <Form ask={ask} act="check">
                  <Govuk.Button text={say.check} />
                </Form>
                <Form ask={ask} act={source.state === 'paused' ? 'resume' : 'pause'}>
                  <Govuk.Button
                    text={source.state === 'paused' ? say.resume : say.pause}
                    classes="govuk-button--secondary"
                  />
                </Form>
                <div>
                  <Govuk.Button
                    text={say.remove}
                    classes="govuk-button--secondary"
                    href={`/watch/sources/${source.id}/remove`}
                  />
                </div>
              </div>
            ) : null}
            <h2 class="govuk-heading-m">{say.spells}</h2>
            {spells.length === 0 ? (
              <p class="govuk-body">{say.noSpells}</p>
            ) : (
              <StackTable
                caption={say.spells}
                head={[say.from, say.to, say.whatHappened]}
                rows={spells.map((spell) => [
                  { text: fullTime(spell.since) },
                  { text: spell.until ? fullTime(spell.until) : say.stillBlind },
                  { text: spell.words },
                ])}
              />
            )}
          </>
        ),
      };
    },
  });
};
