/** Proposing a watch. */
import { Govuk } from '#components';
import { Form, Mistakes, page, typed, wrong } from '#web';
import type { Watch } from '../door.ts';
import { pageWording as say } from '../wording.ts';
import type { PageNeeds } from './index.ts';
import { QueryHelp } from './watch-try.tsx';

export const newWatchPage = ({ watchings }: Pick<Watch, 'watchings'>, needs: PageNeeds) =>
  page({
    path: '/register/new',
    may: 'propose-watch',
    trace: null,
    load: async (ask) => ({ owners: await needs.people.colleagues(ask.asker) }),
    acts: {
      propose: {
        trace: 'watch-proposed',
        do: async (input, _loaded, ask) => {
          const answer = await watchings.propose(ask.asker, {
            name: input.text('name'),
            purpose: input.text('purpose'),
            lawfulBasis: input.text('lawfulBasis'),
            ownerId: input.text('ownerId'),
            dpiaReference: input.text('dpiaReference'),
            endsOn: dateOf(input.text('endsOn-year'), input.text('endsOn-month'), input.text('endsOn-day')),
            queries: input.text('queries').split('\n'),
          });
          return answer.ok
            ? { go: `/register/${answer.id}`, flash: { kind: 'success', title: say.didPropose } }
            : {
                problems: answer.problems.map((problem) =>
                  problem.field === 'endsOn' ? { ...problem, field: 'endsOn-day' } : problem,
                ),
              };
        },
      },
    },
    view: ({ owners }, ask) => ({
      title: say.proposeWatch,
      menu: '/register',
      before: <Govuk.BackLink text={say.backToRegister} href="/register" />,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.proposeWatch}</h1>
          <Govuk.InsetText text={say.redLineWords} />
          <Form ask={ask} act="propose">
            <Govuk.Input
              name="name"
              id="name"
              label={{ text: say.watchName }}
              value={typed(ask, 'name')}
              errorMessage={wrong(ask, 'name')}
            />
            <Govuk.Textarea
              name="purpose"
              id="purpose"
              rows={3}
              label={{ text: say.watchPurpose }}
              hint={{ text: say.watchPurposeHint }}
              value={typed(ask, 'purpose')}
              errorMessage={wrong(ask, 'purpose')}
            />
            <Govuk.Input
              name="lawfulBasis"
              id="lawfulBasis"
              label={{ text: say.watchBasis }}
              hint={{ text: say.watchBasisHint }}
              value={typed(ask, 'lawfulBasis')}
              errorMessage={wrong(ask, 'lawfulBasis')}
            />
            <Govuk.Input
              name="dpiaReference"
              id="dpiaReference"
              classes="govuk-input--width-20"
              label={{ text: say.watchDpia }}
              hint={{ text: say.watchDpiaHint }}
              value={typed(ask, 'dpiaReference')}
              errorMessage={wrong(ask, 'dpiaReference')}
            />
            <Govuk.Select
              name="ownerId"
              id="ownerId"
              label={{ text: say.watchOwner }}
              value={typed(ask, 'ownerId')}
              errorMessage={wrong(ask, 'ownerId')}
              items={[
                { value: '', text: say.choosePerson },
                ...owners.map((owner) => ({ value: owner.id, text: owner.name })),
              ]}
            />
            <Govuk.DateInput
              id="endsOn"
              namePrefix="endsOn"
              fieldset={{ legend: { text: say.watchEnds, classes: 'govuk-fieldset__legend--s' } }}
              hint={{ text: say.watchEndsHint }}
              errorMessage={wrong(ask, 'endsOn-day')}
              items={(['day', 'month', 'year'] as const).map((part) => ({
                name: part,
                classes: part === 'year' ? 'govuk-input--width-4' : 'govuk-input--width-2',
                value: typed(ask, `endsOn-${part}`),
                label: say.dateParts[part],
              }))}
            />
            <Govuk.Textarea
              name="queries"
              id="queries"
              rows={5}
              label={{ text: say.watchQueries }}
              hint={{ text: say.watchQueriesHint }}
              value={typed(ask, 'queries')}
              errorMessage={wrong(ask, 'queries')}
              spellcheck={false}
            />
            <QueryHelp />
            <Govuk.Button text={say.proposeWatch} />
          </Form>
        </>
      ),
    }),
  });

function dateOf(year: string, month: string, day: string): string {
  const date = `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const parsed = new Date(`${date}T00:00:00Z`);
  // 31 February reads as 3 March: then it is no date.
  return Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== date ? '' : date;
}
