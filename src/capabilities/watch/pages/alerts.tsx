/** The pages of alerts: what waits for somebody, what did not arrive, who was told of what; and the list of its sister pages. */
import { EmptyState, Govuk, Live, Paging, partOf, Signs } from '#components';
import type { Kit } from '#platform';
import { type Ask, Form, Mistakes, type Page, page } from '#web';
import { may } from '../../../people/roles.ts';
import type { AlertDesk, DeskAlert, OwedDelivery } from '../alert-door.ts';
import { alertWording as say } from '../alert-wording.ts';
import type { Watch } from '../door.ts';
import { DealtAlert, OpenAlert, Owed } from './alert-card.tsx';
import { channelsPage } from './alerts-channels.tsx';
import { handoverNotePage, handoverPage } from './alerts-handover.tsx';
import { rotaPage } from './alerts-rota.tsx';
import { rulesPage } from './alerts-rules.tsx';
import type { PageNeeds } from './index.ts';

/** `door.alerts` is what buildAlerts made, which its own pages know in full. */
export function alertPages(_kit: Kit, door: Pick<Watch, 'alerts'>, needs: PageNeeds): readonly Page[] {
  const desk = door.alerts as AlertDesk;
  return [
    alertsPage(desk, needs),
    rotaPage(desk, needs),
    handoverPage(desk, needs),
    handoverNotePage(desk, needs),
    rulesPage(desk, needs),
    channelsPage(desk),
  ];
}

/** Most of each state on one page: what is read on a phone at night is short. */
const most = { open: 10, owed: 5, dealt: 10 } as const;
type State = keyof typeof most;

interface Loaded {
  readonly open: readonly DeskAlert[];
  readonly owed: readonly OwedDelivery[];
  readonly dealt: readonly DeskAlert[];
  readonly counts: Readonly<Record<State, number>>;
  readonly parts: Readonly<Record<State, ReturnType<typeof partOf>>>;
  readonly names: ReadonlyMap<string, string>;
}

const alertsPage = (desk: AlertDesk, needs: PageNeeds) =>
  page<Loaded>({
    path: '/watch/alerts',
    may: 'see-alerts',
    trace: 'alerts-viewed',
    menu: { group: 'watch', words: say.menu, order: 40, waiting: async (ask) => (await desk.counts(ask.asker)).open },
    load: async (ask) => {
      const owed = await desk.undelivered(ask.asker);
      const counts = { ...(await desk.counts(ask.asker)), owed: owed.length };
      const part = (state: State) => partOf(ask.query[state], counts[state], most[state]);
      const parts = { open: part('open'), owed: part('owed'), dealt: part('dealt') };
      const open = await desk.open(ask.asker, parts.open);
      const dealt = await desk.recent(ask.asker, parts.dealt);
      const people = [...open, ...dealt].flatMap((alert) => [
        ...(alert.acknowledgedBy ? [alert.acknowledgedBy] : []),
        ...alert.rungs.flatMap((rung) => rung.people),
      ]);
      return {
        open,
        owed: owed.slice(parts.owed.offset, parts.owed.offset + most.owed),
        dealt,
        counts,
        parts,
        names: await needs.people.names(ask.asker, [...new Set(people)]),
      };
    },
    acts: {
      acknowledge: {
        may: 'own-alert-rules',
        trace: 'alert-acknowledged',
        do: async (input, _loaded, ask) =>
          answered(await desk.acknowledge(ask.asker, input.text('alert')), say.didAcknowledge),
      },
      'try-again': {
        trace: 'delivery-tried-again',
        do: async (input, _loaded, ask) =>
          answered(await desk.tryAgain(ask.asker, input.text('delivery')), say.didTryAgain),
      },
      test: {
        trace: 'test-sent',
        do: async (_input, _loaded, ask) => answered(await desk.sendTest(ask.asker), say.didSendTest),
      },
    },
    view: (loaded, ask) => ({
      title: say.title,
      isWide: true,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.title}</h1>
          <Ways ask={ask} />
          <Live id="alerts" path="/watch/changes" says={say.changed}>
            <States {...loaded} ask={ask} />
          </Live>
          <Form ask={ask} act="test">
            <Govuk.Button text={say.sendTest} classes="govuk-button--secondary" />
          </Form>
          {ask.organisation?.isRehearsal ? (
            <Signs>
              {say.signs.map((words) => (
                <p>{words}</p>
              ))}
            </Signs>
          ) : null}
        </>
      ),
    }),
  });

/** By state: first what waits for somebody. */
function States({ open, owed, dealt, counts, parts, names, ask }: Loaded & { ask: Ask }) {
  const paging = (state: State, label: string) => (
    <Paging label={label} part={parts[state]} href={(page) => hrefOf(parts, state, page)} />
  );
  return (
    <>
      <p class="govuk-body fw-apart">
        {(['open', 'owed', 'dealt'] as const).map((state) => (
          <a class={`govuk-link${state !== 'dealt' && counts[state] > 0 ? ' fw-strong' : ''}`} href={`#${state}`}>
            {say.counts[state](counts[state])}
          </a>
        ))}
      </p>
      <h2 class="govuk-heading-m" id="open">
        {say.openTitle}
      </h2>
      {counts.open === 0 ? (
        <EmptyState title={say.openEmpty} level={3}>
          <p class="govuk-body">{say.openEmptyWords}</p>
          {counts.dealt === 0 ? <p class="govuk-body">{say.firstSteps}</p> : null}
        </EmptyState>
      ) : (
        open.map((alert) => <OpenAlert alert={alert} ask={ask} names={names} />)
      )}
      {paging('open', say.openPages)}
      <h2 class="govuk-heading-m" id="owed">
        {say.undeliveredTitle}
      </h2>
      <p class="govuk-body">{counts.owed === 0 ? say.undeliveredEmpty : say.undeliveredWords}</p>
      {owed.map((one) => (
        <Owed delivery={one} ask={ask} />
      ))}
      {paging('owed', say.undeliveredPages)}
      <h2 class="govuk-heading-m" id="dealt">
        {say.recentTitle}
      </h2>
      {counts.dealt === 0 ? (
        <p class="govuk-body">{say.recentEmpty}</p>
      ) : (
        <ul class="fw-alerts">
          {dealt.map((alert) => (
            <DealtAlert alert={alert} names={names} />
          ))}
        </ul>
      )}
      {paging('dealt', say.recentPages)}
    </>
  );
}

/** The other lists stay where they are. */
function hrefOf(parts: Loaded['parts'], state: State, page: number): string {
  const asked = (['open', 'owed', 'dealt'] as const).flatMap((one) => {
    const at = one === state ? page : parts[one].page;
    return at > 1 ? [`${one}=${at}`] : [];
  });
  return `/watch/alerts${asked.length > 0 ? `?${asked.join('&')}` : ''}#${state}`;
}

function Ways({ ask }: { ask: Ask }) {
  const ways: (readonly [string, string])[] = [['/watch/rota', say.rota]];
  if (may(ask.asker.roles, 'see-queue')) ways.push(['/watch/handover', say.handover]);
  if (may(ask.asker.roles, 'own-alert-rules')) ways.push(['/account/alerts', say.ownRules]);
  if (may(ask.asker.roles, 'change-settings')) ways.push(['/settings/channels', say.channelsTitle]);
  return (
    <ul class="govuk-list fw-apart" aria-label={say.more}>
      {ways.map(([href, words]) => (
        <li>
          <a class="govuk-link" href={href}>
            {words}
          </a>
        </li>
      ))}
    </ul>
  );
}

function answered(answer: { ok: true } | { ok: false; because: string }, title: string) {
  return answer.ok ? { go: '/watch/alerts', flash: { kind: 'success' as const, title } } : { refused: answer.because };
}
