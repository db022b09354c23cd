/** The register of watches that all staff may read. */
import { EmptyState, fullDay, fullTime, Govuk, StackTable } from '#components';
import { page } from '#web';
import { may } from '../../../people/roles.ts';
import type { Watch } from '../door.ts';
import { pageWording as say } from '../wording.ts';
import type { PageNeeds } from './index.ts';

export const registerPage = ({ watchings }: Pick<Watch, 'watchings'>, needs: PageNeeds) =>
  page({
    path: '/register',
    may: 'see-register',
    trace: null,
    menu: { group: 'watch', words: say.menuRegister, order: 60 },
    load: async (ask) => {
      const list = await watchings.list(ask.asker);
      return {
        list,
        names: await needs.people.names(
          ask.asker,
          list.map((watching) => watching.ownerId),
        ),
        refusals: may(ask.asker.roles, 'approve-watch') ? await watchings.refusals(ask.asker) : null,
      };
    },
    view: ({ list, names, refusals }, ask) => ({
      title: say.registerTitle,
      body: (
        <>
          <h1 class="govuk-heading-l">{say.registerTitle}</h1>
          {say.registerIntro.map((words) => (
            <p class="govuk-body">{words}</p>
          ))}
          {may(ask.asker.roles, 'propose-watch') ? <Govuk.Button text={say.proposeWatch} href="/register/new" /> : null}
          {list.length === 0 ? (
            <EmptyState title={say.registerEmpty}>
              <p class="govuk-body">{say.registerEmptyWords}</p>
            </EmptyState>
          ) : null}
          {(['active', 'proposed', 'refused', 'ended'] as const).map((state) => {
            const some = list.filter((watching) => watching.state === state);
            return some.length === 0 ? null : (
              <section aria-labelledby={`state-${state}`}>
                <h2 class="govuk-heading-m" id={`state-${state}`}>
                  {say.watchStates[state]}
                </h2>
                <ul class="fw-register">
                  {some.map((watching) => (
                    <li class="fw-register__item">
                      <h3 class="govuk-heading-s">
                        <a class="govuk-link" href={`/register/${watching.id}`}>
                          {watching.name}
                        </a>
                      </h3>
                      <p class="govuk-body">{watching.purpose}</p>
                      <p class="govuk-body-s fw-quiet">
                        {say.ownedBy(names.get(watching.ownerId) ?? say.somebody)}.{' '}
                        {state === 'ended'
                          ? watching.endedBecause
                          : say.endsOn(fullDay(new Date(`${watching.endsOn}T12:00:00Z`)))}
                      </p>
                    </li>
                  ))}
                </ul>
              </section>
            );
          })}
          {refusals ? (
            <section aria-labelledby="refusals">
              <h2 class="govuk-heading-m" id="refusals">
                {say.refusals}
              </h2>
              <p class="govuk-body">{say.refusalsWords}</p>
              {refusals.length === 0 ? (
                <p class="govuk-body">{say.noRefusals}</p>
              ) : (
                <StackTable
                  caption={say.refusals}
                  head={[say.when, say.whatHappened]}
                  rows={refusals.map((one) => [{ text: fullTime(one.at) }, { text: one.words }])}
                />
              )}
            </section>
          ) : null}
        </>
      ),
    }),
  });
