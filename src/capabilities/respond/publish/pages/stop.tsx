/** The kill switch: big, in two clicks, also on a phone; and the way back, which another person takes. */
import { fullTime, Govuk } from '#components';
import { type Ask, Form, Mistakes, page, typed, wrong } from '#web';
import { permissions } from '../../../../people/roles.ts';
import type { Account, Publication, PublishSeams, Switch } from '../door.ts';
import { pageWording as say } from '../drafts-wording.ts';
import { isAllowed, type Names, nameOf, postHref } from './draft-parts.tsx';
import type { PublishDoor, PublishNeeds } from './index.ts';

interface LoadedStop {
  readonly all: Switch;
  readonly accounts: readonly Account[];
  readonly names: Names;
  readonly starters: readonly { readonly id: string; readonly name: string }[];
  readonly stopped: readonly Publication[];
  readonly incidents: Awaited<ReturnType<PublishSeams['openIncidents']>>;
}

const monthMs = 31 * 86_400_000;

export const stopPage = (
  { switches, accounts, queue }: PublishDoor,
  { people }: PublishNeeds,
  { openIncidents }: PublishSeams,
) =>
  page<LoadedStop>({
    path: '/respond/stop',
    may: 'see-publishing',
    trace: 'publish-switch-viewed',
    menu: { group: 'respond', words: say.stopMenuSign, order: 29 },
    load: async (ask) => {
      const all = await switches.all(ask.asker);
      const list = (await accounts.list(ask.asker)).filter((account) => account.state !== 'closed');
      const from = new Date(ask.now.getTime() - monthMs);
      const posts = await queue.between(ask.asker, from, new Date(ask.now.getTime() + monthMs));
      return {
        all,
        accounts: list,
        names: await people.names(
          ask.asker,
          [all.stoppedBy, ...list.map((account) => account.stoppedBy)].flatMap((id) => (id ? [id] : [])),
        ),
        starters: await people.colleagues(ask.asker, permissions['stop-publishing']),
        stopped: posts.filter((post) => post.state === 'stopped' && post.code === 'switch'),
        incidents: isAllowed(ask, 'see-incidents') ? await openIncidents(ask.asker) : [],
      };
    },
    acts: {
      stop: {
        may: 'stop-publishing',
        trace: null,
        do: async (input, _loaded, ask) => {
          const named = input.text('incident') || null;
          const answer = await switches.stop(ask.asker, input.text('scope'), input.text('because'), named);
          if (!answer.ok)
            return answer.field
              ? { problems: [{ field: answer.field, words: answer.because }] }
              : { refused: answer.because };
          const notes = notesOn(answer.value, named);
          return {
            go: '/respond/stop',
            flash:
              notes.length > 0
                ? { kind: 'warning', title: say.didStop, text: notes.join(' ') }
                : { kind: 'success', title: say.didStop },
          };
        },
      },
      start: {
        may: 'stop-publishing',
        trace: null,
        do: async (input, _loaded, ask) => {
          const scope = input.text('scope');
          const answer = await switches.start(ask.asker, scope, input.text(`start-${scope}`));
          if (answer.ok) return { go: '/respond/stop', flash: { kind: 'success', title: say.didStart } };
          return answer.field
            ? { problems: [{ field: `start-${scope}`, words: answer.because }] }
            : { refused: answer.because };
        },
      },
    },
    view: (loaded, ask) => {
      const sure = scopeAsked(loaded, ask);
      return {
        title: say.stopTitle,
        body: (
          <>
            <Mistakes ask={ask} />
            <h1 class="govuk-heading-l">{say.stopTitle}</h1>
            {sure ? <Sure {...sure} incidents={loaded.incidents} ask={ask} /> : <Standing {...loaded} ask={ask} />}
          </>
        ),
      };
    },
  });

/** What whoever stopped has to know: what was on its way, and what became of the incident that they named. */
function notesOn(
  { leaving, incidentId }: { readonly leaving: number; readonly incidentId: string | null },
  named: string | null,
): readonly string[] {
  return [
    ...(leaving > 0 ? [say.didStopLeaving(leaving)] : []),
    ...(incidentId === named ? [] : [incidentId === null ? say.incidentOver : say.incidentJoined]),
  ];
}

type Loaded = LoadedStop & { readonly ask: Ask };

/** The first click has been made: which switch; null when none, or when it is off already. */
function scopeAsked({ all, accounts }: LoadedStop, ask: Ask): { scope: string; title: string } | null {
  if (!isAllowed(ask, 'stop-publishing')) return null;
  const wanted = ask.tried?.act === 'stop' ? typed(ask, 'scope') : (ask.query.sure ?? '');
  if (wanted === 'all') return all.stoppedAt ? null : { scope: 'all', title: say.sureAll };
  const account = accounts.find((one) => one.id === wanted && one.stoppedAt === null);
  return account ? { scope: account.id, title: say.sureOne(account.handle) } : null;
}

function Sure({
  scope,
  title,
  incidents,
  ask,
}: Pick<LoadedStop, 'incidents'> & { scope: string; title: string; ask: Ask }) {
  return (
    <Form ask={ask} act="stop" class="fw-kill">
      <h2 class="govuk-heading-m">{title}</h2>
      <p class="govuk-body">{say.sureWords}</p>
      <input type="hidden" name="scope" value={scope} />
      <button type="submit" class="govuk-button govuk-button--warning fw-kill__button" data-module="govuk-button">
        {say.yesStop}
      </button>
      <Govuk.Input
        name="because"
        id="because"
        label={{ text: say.stopBecause }}
        value={typed(ask, 'because', say.stopUsual)}
        errorMessage={wrong(ask, 'because')}
      />
      {incidents.length > 0 ? (
        <Govuk.Select
          name="incident"
          id="incident"
          label={{ text: say.stopIncident }}
          hint={{ text: say.stopIncidentHint }}
          value={typed(ask, 'incident', ask.query.incident)}
          items={[
            { value: '', text: say.stopNoIncident },
            ...incidents.map(({ id, title: text }) => ({ value: id, text })),
          ]}
        />
      ) : null}
      <p class="govuk-body">
        <a class="govuk-link" href="/respond/stop">
          {say.noStop}
        </a>
      </p>
    </Form>
  );
}

function Standing(props: Loaded) {
  const { all, accounts, stopped, ask } = props;
  const isStopped = all.stoppedAt !== null || accounts.some((account) => account.stoppedAt !== null);
  const running = accounts.filter((account) => account.stoppedAt === null);
  const mayStop = isAllowed(ask, 'stop-publishing');
  return (
    <>
      {all.stoppedAt ? (
        <Off {...props} scope="all" title={say.stoppedAll} off={all} />
      ) : (
        <>
          <p class="govuk-body-l">{say.runs}</p>
          {mayStop ? (
            <>
              <p class="govuk-body">{say.stopIntro}</p>
              <Govuk.Button
                text={say.stopAll}
                href="/respond/stop?sure=all"
                classes="govuk-button--warning fw-kill__button"
              />
            </>
          ) : null}
        </>
      )}
      {accounts
        .filter((account) => account.stoppedAt !== null)
        .map((account) => (
          <Off
            {...props}
            scope={account.id}
            title={say.stoppedAccounts(`@${account.handle}`)}
            off={{ ...account, because: account.stoppedBecause, incidentId: account.stoppedFor }}
          />
        ))}
      {isStopped ? (
        <>
          <h2 class="govuk-heading-m">{say.whatStopped}</h2>
          {stopped.length === 0 ? (
            <p class="govuk-body">{say.nothingStopped}</p>
          ) : (
            <ul class="govuk-list govuk-list--bullet">
              {stopped.map((post) => (
                <li>
                  <a class="govuk-link" href={postHref(post.id)}>
                    @{post.handle}: {post.text.slice(0, 80)}
                  </a>
                </li>
              ))}
            </ul>
          )}
        </>
      ) : null}
      {mayStop && !all.stoppedAt && running.length > 0 ? (
        <>
          <h2 class="govuk-heading-m">{say.oneAccount}</h2>
          <ul class="govuk-list">
            {running.map((account) => (
              <li>
                <a class="govuk-link" href={`/respond/stop?sure=${account.id}`}>
                  {say.stopOne(account.handle)}
                </a>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}

function Off({
  scope,
  title,
  off,
  names,
  starters,
  ask,
}: Loaded & {
  scope: string;
  title: string;
  off: Pick<Switch, 'stoppedAt' | 'stoppedBy' | 'because' | 'incidentId'>;
}) {
  const others = starters.filter((person) => person.id !== off.stoppedBy);
  return (
    <section class="fw-stopped" aria-label={title}>
      <p class="fw-stopped__what">{title}</p>
      <p class="govuk-body">
        {off.stoppedAt ? say.stoppedBy(nameOf(names, off.stoppedBy), fullTime(off.stoppedAt)) : ''} {off.because}
      </p>
      {off.incidentId && isAllowed(ask, 'see-incidents') ? (
        <p class="govuk-body">
          <a class="govuk-link" href={`/respond/incidents/${off.incidentId}`}>
            {say.stopFor}
          </a>
        </p>
      ) : null}
      <p class="govuk-body">
        {say.whoStarts}: {others.map((person) => person.name).join(', ')}.
      </p>
      {off.stoppedBy === ask.asker.id ? (
        <p class="govuk-body">{say.youStopped}</p>
      ) : isAllowed(ask, 'stop-publishing') ? (
        <Form ask={ask} act="start" label={`${say.startTitle}: ${title}`}>
          <input type="hidden" name="scope" value={scope} />
          <Govuk.Input
            name={`start-${scope}`}
            id={`start-${scope}`}
            label={{ text: say.startBecause }}
            hint={{ text: say.startNotes }}
            value={typed(ask, `start-${scope}`)}
            errorMessage={wrong(ask, `start-${scope}`)}
          />
          <Govuk.Button text={say.startButton} classes="govuk-button--secondary" />
        </Form>
      ) : null}
    </section>
  );
}
