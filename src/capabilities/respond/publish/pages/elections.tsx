/** Pre-election periods: which hold, what they do, and entering one. */
import { EmptyState, Govuk } from '#components';
import { type Ask, Form, Mistakes, page, typed, wrong } from '#web';
import { may } from '../../../../people/roles.ts';
import type { Election } from '../door.ts';
import { electionPage as say, shared } from '../register-wording.ts';
import type { PublishDoor, PublishNeeds } from './index.ts';
import {
  answered,
  DayFields,
  dayFrom,
  dayWords,
  londonDay,
  type NameOf,
  namesFor,
  Sections,
} from './register-parts.tsx';

const here = '/respond/elections';

interface Loaded {
  readonly list: readonly Election[];
  readonly nameOf: NameOf;
}

export const electionsPage = ({ elections }: Pick<PublishDoor, 'elections'>, needs: PublishNeeds) =>
  page<Loaded>({
    path: here,
    may: 'see-publishing',
    trace: 'elections-viewed',
    load: async (ask) => {
      const list = await elections.list(ask.asker);
      return {
        list,
        nameOf: await namesFor(
          needs,
          ask,
          list.map((one) => one.addedBy),
        ),
      };
    },
    acts: {
      add: {
        may: 'enter-elections',
        trace: 'election-entered',
        do: async (input, _loaded, ask) =>
          answered(
            await elections.add(ask.asker, {
              name: input.text('name'),
              kind: input.text('kind') === 'referendum' ? 'referendum' : 'election',
              nation: input.text('nation'),
              area: input.text('area'),
              startsOn: dayFrom(input, 'startsOn') ?? '',
              endsOn: dayFrom(input, 'endsOn') ?? '',
            }),
            here,
            say.didAdd,
          ),
      },
      remove: {
        may: 'end-elections',
        trace: 'election-removed',
        do: async (input, _loaded, ask) => {
          const id = input.text('id');
          const answer = await elections.remove(ask.asker, id, input.text(`because-${id}`));
          return answered(
            !answer.ok && answer.field ? { ...answer, field: `because-${id}` } : answer,
            here,
            say.didRemove,
          );
        },
      },
    },
    view: ({ list, nameOf }, ask) => ({
      title: say.title,
      menu: '/respond/accounts',
      body: (
        <>
          <Mistakes ask={ask} />
          <Sections ask={ask} at={here} />
          <h1 class="govuk-heading-l">{say.title}</h1>
          <p class="govuk-body">{say.intro}</p>
          <h2 class="govuk-heading-m">{say.doesTitle}</h2>
          <ul class="govuk-list govuk-list--bullet">
            {say.does.map((words) => (
              <li>{words}</li>
            ))}
          </ul>
          <h2 class="govuk-heading-m">{say.list}</h2>
          {list.length === 0 ? (
            <EmptyState title={say.empty} level={3}>
              <p class="govuk-body">{say.emptyWords}</p>
            </EmptyState>
          ) : (
            list.map((election) => <Period election={election} nameOf={nameOf} ask={ask} />)
          )}
          {may(ask.asker.roles, 'enter-elections') ? <AddPeriod ask={ask} /> : null}
        </>
      ),
    }),
  });

function Period({ election, nameOf, ask }: { election: Election; nameOf: NameOf; ask: Ask }) {
  const today = londonDay(ask.now);
  const state = election.endsOn < today ? 'past' : election.startsOn > today ? 'coming' : 'now';
  const nation = say.nations[election.nation as keyof typeof say.nations] ?? election.nation;
  const because = `because-${election.id}`;
  return (
    <section class="fw-panel" aria-labelledby={`election-${election.id}`}>
      <h3 class="govuk-heading-s" id={`election-${election.id}`}>
        {election.name}{' '}
        <Govuk.Tag
          text={say[state]}
          classes={{ now: 'govuk-tag--yellow', coming: 'govuk-tag--blue', past: 'govuk-tag--grey' }[state]}
        />
      </h3>
      <p class="govuk-body">
        {say.span(dayWords(election.startsOn), dayWords(election.endsOn))}. {nation}, {election.area || say.everywhere}.
      </p>
      <p class="govuk-body-s">{say.enteredBy(nameOf(election.addedBy))}.</p>
      {may(ask.asker.roles, 'end-elections') ? (
        election.addedBy === ask.asker.id ? (
          <p class="govuk-hint">{say.youEntered}</p>
        ) : (
          <details class="govuk-details" open={wrong(ask, because) !== undefined}>
            <summary class="govuk-details__summary">
              <span class="govuk-details__summary-text">{say.removeOf(election.name)}</span>
            </summary>
            <div class="govuk-details__text">
              <Form ask={ask} act="remove">
                <input type="hidden" name="id" value={election.id} />
                <Govuk.Input
                  name={because}
                  id={because}
                  label={{ text: shared.why }}
                  value={typed(ask, because)}
                  errorMessage={wrong(ask, because)}
                />
                <Govuk.Button text={say.removeTitle} classes="govuk-button--warning" />
              </Form>
            </div>
          </details>
        )
      ) : null}
    </section>
  );
}

function AddPeriod({ ask }: { ask: Ask }) {
  return (
    <Form ask={ask} act="add">
      <h2 class="govuk-heading-m">{say.addTitle}</h2>
      <Govuk.Input
        name="name"
        id="name"
        label={{ text: say.name, classes: 'govuk-label--s' }}
        hint={{ text: say.nameHint }}
        value={typed(ask, 'name')}
        errorMessage={wrong(ask, 'name')}
      />
      <Govuk.Radios
        name="kind"
        idPrefix="kind"
        classes="govuk-radios--small"
        value={typed(ask, 'kind', 'election')}
        fieldset={{ legend: { text: say.kind, classes: 'govuk-fieldset__legend--s' } }}
        items={Object.entries(say.kinds).map(([value, text]) => ({ value, text }))}
      />
      <Govuk.Select
        name="nation"
        id="nation"
        label={{ text: say.nation, classes: 'govuk-label--s' }}
        value={typed(ask, 'nation', ask.organisation?.nation ?? '')}
        items={[
          { value: '', text: shared.choose },
          ...Object.entries(say.nations).map(([value, text]) => ({ value, text })),
        ]}
        errorMessage={wrong(ask, 'nation')}
      />
      <Govuk.Input
        name="area"
        id="area"
        label={{ text: say.area, classes: 'govuk-label--s' }}
        hint={{ text: say.areaHint }}
        classes="govuk-input--width-20"
        value={typed(ask, 'area')}
      />
      <DayFields ask={ask} name="startsOn" label={say.starts} hint={say.dayHint} />
      <DayFields ask={ask} name="endsOn" label={say.ends} hint={say.dayHint} />
      <Govuk.Button text={say.add} preventDoubleClick={true} />
    </Form>
  );
}
