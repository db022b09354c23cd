/** One watch of the register: deciding on it, its searches, ending it. */
import { fullDay, fullTime, Govuk } from '#components';
import { Form, Mistakes, page } from '#web';
import { may } from '../../../people/roles.ts';
import type { Preview, Watch, Watching } from '../door.ts';
import { pageWording as say } from '../wording.ts';
import type { PageNeeds } from './index.ts';
import { ReasonForm, ReasonPanel } from './reason-form.tsx';
import { TryAndAdd } from './watch-try.tsx';

export const watchPage = ({ watchings }: Pick<Watch, 'watchings'>, needs: PageNeeds) =>
  page<{ watching: Watching; names: ReadonlyMap<string, string>; preview: Preview | null }>({
    path: '/register/:id',
    may: 'see-register',
    trace: null,
    load: async (ask) => {
      const watching = await watchings.watching(ask.asker, ask.params.id ?? '');
      if (!watching) return null;
      const names = await needs.people.names(ask.asker, [
        watching.ownerId,
        watching.proposedBy,
        ...(watching.decidedBy ? [watching.decidedBy] : []),
        ...watching.queries.flatMap((query) => [query.addedBy, ...(query.approvedBy ? [query.approvedBy] : [])]),
      ]);
      const words = ask.query.try?.trim() ?? '';
      return {
        watching,
        names,
        preview: words && may(ask.asker.roles, 'propose-watch') ? await watchings.preview(ask.asker, words) : null,
      };
    },
    acts: {
      approve: {
        may: 'approve-watch',
        trace: 'watch-approved',
        do: async (input, { watching }, ask) =>
          answered(
            await watchings.approve(ask.asker, watching.id, input.text('decision')),
            'decision',
            watching.id,
            say.didApprove,
          ),
      },
      refuse: {
        may: 'approve-watch',
        trace: 'watch-refused',
        do: async (input, { watching }, ask) =>
          answered(
            await watchings.refuse(ask.asker, watching.id, input.text('decision')),
            'decision',
            watching.id,
            say.didRefuse,
          ),
      },
      end: {
        may: 'propose-watch',
        trace: 'watch-ended',
        do: async (input, { watching }, ask) =>
          answered(
            await watchings.end(ask.asker, watching.id, input.text('why-end')),
            'why-end',
            watching.id,
            say.didEnd,
          ),
      },
      'add-query': {
        may: 'propose-watch',
        trace: 'query-added',
        do: async (input, { watching }, ask) => {
          const answer = await watchings.addQuery(
            ask.asker,
            watching.id,
            input.text('words'),
            input.text('how') === 'shadow',
          );
          return answer.ok
            ? {
                go: `/register/${watching.id}`,
                flash: {
                  kind: 'success',
                  title: watching.state === 'active' ? say.didAddWaits : say.didAddQuery,
                },
              }
            : { problems: answer.problems };
        },
      },
      'set-query': {
        may: 'propose-watch',
        trace: 'query-changed',
        do: async (input, { watching }, ask) => {
          const state = input.text('state');
          const answer = await watchings.setQueryState(
            ask.asker,
            watching.id,
            input.text('query'),
            state === 'off' ? 'off' : state === 'shadow' ? 'shadow' : 'on',
          );
          return answered(answer, '', watching.id, say.didChangeQuery);
        },
      },
    },
    view: ({ watching, names, preview }, ask) => {
      const mayEdit =
        may(ask.asker.roles, 'propose-watch') && (watching.state === 'active' || watching.state === 'proposed');
      const name = (id: string | null) => (id ? (names.get(id) ?? say.somebody) : '');
      return {
        title: watching.name,
        menu: '/register',
        before: <Govuk.BackLink text={say.backToRegister} href="/register" />,
        body: (
          <>
            <Mistakes ask={ask} />
            <h1 class="govuk-heading-l">{watching.name}</h1>
            <p class="govuk-body">
              <Govuk.Tag
                text={say.watchStates[watching.state]}
                classes={
                  watching.state === 'active'
                    ? 'govuk-tag--green'
                    : watching.state === 'proposed'
                      ? 'govuk-tag--yellow'
                      : 'govuk-tag--grey'
                }
              />
            </p>
            <Govuk.SummaryList
              rows={[
                { key: { text: say.watchPurpose }, value: { text: watching.purpose } },
                { key: { text: say.watchBasis }, value: { text: watching.lawfulBasis } },
                { key: { text: say.watchDpia }, value: { text: watching.dpiaReference } },
                { key: { text: say.watchOwner }, value: { text: name(watching.ownerId) } },
                { key: { text: say.watchEndsKey }, value: { text: fullDay(new Date(`${watching.endsOn}T12:00:00Z`)) } },
                { key: { text: say.proposedBy }, value: { text: name(watching.proposedBy) } },
                ...(watching.decidedBy
                  ? [
                      {
                        key: { text: say.decidedBy },
                        value: { text: `${name(watching.decidedBy)}: ${watching.decisionWords}` },
                      },
                    ]
                  : []),
                ...(watching.endedBecause
                  ? [{ key: { text: say.endedBecause }, value: { text: watching.endedBecause } }]
                  : []),
              ]}
            />
            {watching.state === 'proposed' && may(ask.asker.roles, 'approve-watch') ? (
              <section class="fw-panel" aria-labelledby="decide">
                <h2 class="govuk-heading-m" id="decide">
                  {say.decideOnWatch}
                </h2>
                <ReasonForm
                  ask={ask}
                  act="approve"
                  name="decision"
                  hint={say.decideHint}
                  buttons={[
                    { text: say.approve, act: 'approve' },
                    { text: say.refuse, act: 'refuse', kind: 'warning' },
                  ]}
                />
              </section>
            ) : null}
            <h2 class="govuk-heading-m">{say.searches}</h2>
            <ul class="fw-queries">
              {watching.queries.map((query) => (
                <li class="fw-query">
                  <code class="fw-query__words">{query.words}</code>
                  <span class="fw-quiet">
                    {' '}
                    {say.queryStates[query.state]}, {say.matchesWeek(query.matchesWeek)}
                  </span>
                  <p class="govuk-body-s fw-query__who">
                    {say.addedBy(name(query.addedBy), fullTime(query.addedAt))}{' '}
                    {query.approvedAt
                      ? say.approvedBy(name(query.approvedBy), fullTime(query.approvedAt))
                      : say.notApproved}
                  </p>
                  {mayEdit ? (
                    <Form ask={ask} act="set-query" class="fw-query__act" label={say.changeSearch(query.words)}>
                      <input type="hidden" name="query" value={query.id} />
                      <input type="hidden" name="state" value={query.state === 'on' ? 'off' : 'on'} />
                      <button class="govuk-link fw-link-button" type="submit">
                        {query.state === 'on' ? say.switchOff : say.switchOn}
                        <span class="govuk-visually-hidden"> {query.words}</span>
                      </button>
                    </Form>
                  ) : null}
                </li>
              ))}
            </ul>
            {mayEdit && watching.state === 'active' && watching.queries.some((query) => query.state === 'off') ? (
              <p class="govuk-body-s">{say.offExplained}</p>
            ) : null}
            {mayEdit ? <TryAndAdd ask={ask} watching={watching} preview={preview} /> : null}
            {mayEdit && watching.state === 'active' ? (
              <ReasonPanel
                ask={ask}
                act="end"
                name="why-end"
                label={say.endWatch}
                buttons={[{ text: say.endWatch, kind: 'warning' }]}
              />
            ) : null}
          </>
        ),
      };
    },
  });

function answered(answer: { ok: true } | { ok: false; because: string }, field: string, id: string, title: string) {
  return answer.ok
    ? { go: `/register/${id}`, flash: { kind: 'success' as const, title } }
    : { problems: [{ field, words: answer.because }] };
}
