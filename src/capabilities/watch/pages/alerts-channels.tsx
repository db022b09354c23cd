/** Channels of the organisation: Teams, Slack and webhooks, added, tested and switched off by an administrator. */
import { EmptyState, fullTime, Govuk } from '#components';
import { type Ask, Form, Mistakes, page, typed, wrong } from '#web';
import type { AlertDesk } from '../alert-door.ts';
import { channelWording, alertWording as say } from '../alert-wording.ts';
import type { SharedChannel } from '../channel-list.ts';

const here = '/settings/channels';

export const channelsPage = ({ channelList, has }: AlertDesk) =>
  page<{ list: readonly SharedChannel[] }>({
    path: here,
    may: 'change-settings',
    trace: 'channels-viewed',
    load: async (ask) => ({ list: await channelList.list(ask.asker) }),
    acts: {
      add: {
        trace: 'channel-added',
        do: async (input, _loaded, ask) => {
          const added = await channelList.add(ask.asker, {
            kind: input.text('kind'),
            name: input.text('name'),
            url: input.text('url'),
            leastSeverity: input.text('least'),
          });
          if (!added.ok) return { problems: added.problems };
          return {
            go: here,
            flash: added.secret
              ? { kind: 'warning', title: say.didAddWebhook, text: added.secret }
              : { kind: 'success', title: say.didAddChannel },
          };
        },
      },
      test: {
        trace: 'channel-tested',
        do: async (input, _loaded, ask) =>
          answered(await channelList.test(ask.asker, input.text('channel')), say.didTest),
      },
      switch: {
        trace: 'channel-switched',
        do: async (input, _loaded, ask) =>
          answered(
            await channelList.switch(ask.asker, input.text('channel'), input.text('to') === 'on'),
            say.didSwitch,
          ),
      },
      remove: {
        trace: 'channel-removed',
        do: async (input, _loaded, ask) =>
          answered(await channelList.remove(ask.asker, input.text('channel')), say.didRemoveChannel),
      },
    },
    view: ({ list }, ask) => ({
      title: say.channelsTitle,
      menu: '/settings',
      before: <Govuk.BackLink text={say.backToSettings} href="/settings" />,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.channelsTitle}</h1>
          <p class="govuk-body">{say.channelsIntro}</p>
          {list.length === 0 ? (
            <EmptyState title={say.channelsEmpty}>
              <p class="govuk-body">{say.channelsEmptyWords}</p>
            </EmptyState>
          ) : (
            list.map((channel) => <ChannelCard channel={channel} ask={ask} />)
          )}
          <AddChannel ask={ask} />
          <h2 class="govuk-heading-m">{say.personalChannels}</h2>
          <Govuk.SummaryList
            rows={[
              {
                key: { text: channelWording.kinds.email },
                value: { text: has.has('email') ? say.personalOn : say.personalOff('SMTP_URL') },
              },
              {
                key: { text: channelWording.kinds['notify-email'] },
                value: { text: has.has('notify-email') ? say.personalOn : say.personalOff('NOTIFY_EMAIL_TEMPLATE') },
              },
              {
                key: { text: channelWording.kinds['notify-text'] },
                value: { text: has.has('notify-text') ? say.personalOn : say.personalOff('NOTIFY_TEXT_TEMPLATE') },
              },
            ]}
          />
        </>
      ),
    }),
  });

function ChannelCard({ channel, ask }: { channel: SharedChannel; ask: Ask }) {
  const turn = channel.isOn ? say.switchOff : say.switchOn;
  return (
    <article class="fw-panel" aria-labelledby={`c-${channel.id}`}>
      <h2 class="govuk-heading-s" id={`c-${channel.id}`}>
        {channel.name}
      </h2>
      <p class="govuk-body">
        {channelWording.kinds[channel.kind]}. {say.fromSeverity(channel.leastSeverity)}.{' '}
        <Govuk.Tag
          text={channel.isOn ? say.on : say.off}
          classes={channel.isOn ? 'govuk-tag--green' : 'govuk-tag--grey'}
        />
      </p>
      <p class="govuk-body-s">
        {say.lastMessage}:{' '}
        {channel.last ? `${say.states[channel.last.state]}, ${fullTime(channel.last.at)}` : say.noMessage}
        {channel.last?.words ? <span class="fw-quiet"> {channel.last.words}</span> : null}
      </p>
      <div class="govuk-button-group">
        {channel.isOn ? (
          <Form ask={ask} act="test">
            <input type="hidden" name="channel" value={channel.id} />
            <Govuk.Button
              text={say.test}
              classes="govuk-button--secondary"
              attributes={{ 'aria-label': say.testWhat(channel.name) }}
            />
          </Form>
        ) : null}
        <Form ask={ask} act="switch">
          <input type="hidden" name="channel" value={channel.id} />
          <input type="hidden" name="to" value={channel.isOn ? 'off' : 'on'} />
          <Govuk.Button
            text={turn}
            classes="govuk-button--secondary"
            attributes={{ 'aria-label': say.switchWhat(turn, channel.name) }}
          />
        </Form>
        <Form ask={ask} act="remove">
          <input type="hidden" name="channel" value={channel.id} />
          <Govuk.Button
            text={say.remove}
            classes="govuk-button--warning"
            attributes={{ 'aria-label': say.removeChannel(channel.name) }}
          />
        </Form>
      </div>
    </article>
  );
}

function AddChannel({ ask }: { ask: Ask }) {
  return (
    <section class="fw-panel" aria-labelledby="add">
      <h2 class="govuk-heading-m" id="add">
        {say.addChannel}
      </h2>
      <Form ask={ask} act="add">
        <Govuk.Radios
          name="kind"
          idPrefix="kind"
          classes="govuk-radios--small"
          value={typed(ask, 'kind')}
          fieldset={{ legend: { text: say.channelKind, classes: 'govuk-fieldset__legend--s' } }}
          errorMessage={wrong(ask, 'kind')}
          items={say.channelKinds.map((kind) => ({ value: kind.value, text: kind.text, hint: { text: kind.hint } }))}
        />
        <Govuk.Input
          name="name"
          id="name"
          label={{ text: say.channelName }}
          hint={{ text: say.channelNameHint }}
          value={typed(ask, 'name')}
          errorMessage={wrong(ask, 'name')}
        />
        <Govuk.Input
          name="url"
          id="url"
          label={{ text: say.channelUrl }}
          hint={{ text: say.channelUrlHint }}
          type="url"
          autocomplete="off"
          spellcheck={false}
          errorMessage={wrong(ask, 'url')}
        />
        <Govuk.Radios
          name="least"
          idPrefix="least"
          classes="govuk-radios--small"
          value={typed(ask, 'least', 'S2')}
          fieldset={{ legend: { text: say.channelLeast, classes: 'govuk-fieldset__legend--s' } }}
          errorMessage={wrong(ask, 'least')}
          items={say.leastChoices.filter((choice) => choice.value !== 'off').map((choice) => ({ ...choice }))}
        />
        <Govuk.Button text={say.addButton} />
      </Form>
    </section>
  );
}

function answered(answer: { ok: true } | { ok: false; because: string }, title: string) {
  return answer.ok ? { go: here, flash: { kind: 'success' as const, title } } : { refused: answer.because };
}
