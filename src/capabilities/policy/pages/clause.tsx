/** One clause: what it says now, why, who owns it, how it came about, and when it was looked at. */
import { fullDay, Govuk } from '#components';
import { Form, Mistakes, page, typed, wrong } from '#web';
import { may } from '../../../people/roles.ts';
import { factsOf, wordParts } from '../compare.ts';
import { yearAfter } from '../day.ts';
import type { Clause, Due, Review, VersionLine } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import { Facts } from './compare.tsx';
import {
  atDay,
  Changed,
  DayFields,
  type Door,
  dayFrom,
  dayWords,
  type Names,
  namesFor,
  type PageNeeds,
  ReadingSign,
  scenarioWords,
} from './parts.tsx';

interface Loaded {
  readonly number: number;
  readonly now: Clause;
  readonly history: readonly { readonly version: VersionLine; readonly clause: Clause }[];
  /** Null when it is not in force. */
  readonly due: Due | null;
  readonly reviews: readonly Review[];
  readonly names: Names;
  readonly nextYear: string;
}

export const clausePage = ({ versions, reviews }: Door, needs: PageNeeds) =>
  page<Loaded>({
    path: '/policy/clauses/:number',
    may: 'see-policy',
    trace: null,
    load: async (ask) => {
      const given = ask.params.number ?? '';
      const number = /^\d{1,5}$/.test(given) ? Number(given) : 0;
      const today = versions.today();
      const history = (await versions.history(ask.asker, number)).filter(
        (one) => (one.version.inForceFrom ?? '') <= today,
      );
      const due = (await reviews.calendar(ask.asker)).find((one) => one.clause.number === number) ?? null;
      const now = due?.clause ?? history[0]?.clause;
      if (!now) return null;
      const made = await reviews.reviews(ask.asker, number);
      return {
        number,
        now,
        history,
        due,
        reviews: made,
        names: await namesFor(needs, ask, [...history.map((one) => one.clause.ownerId), ...made.map((one) => one.by)]),
        nextYear: yearAfter(today),
      };
    },
    acts: {
      review: {
        trace: 'policy-clause-reviewed',
        do: async (input, { number }, ask) => {
          const answer = await reviews.review(ask.asker, number, {
            words: input.text('words'),
            nextOn: dayFrom(input, 'nextOn'),
          });
          return answer.ok
            ? { go: `/policy/clauses/${number}`, flash: { kind: 'success', title: say.didReview } }
            : { problems: answer.problems.map(atDay('nextOn')) };
        },
      },
    },
    view: ({ number, now, history, due, reviews: made, names, nextYear }, ask) => {
      const mayReview = due && (now.ownerId === ask.asker.id || may(ask.asker.roles, 'write-policy'));
      const dayError = wrong(ask, 'nextOn-day');
      return {
        title: `${say.clause(number)}: ${now.title}`,
        menu: '/policy',
        before: <Govuk.BackLink text={say.title} href={`/policy#clause-${number}`} />,
        body: (
          <>
            <Mistakes ask={ask} />
            <span class="govuk-caption-l">{say.clause(number)}</span>
            <h1 class="govuk-heading-l">{now.title}</h1>
            {due ? null : <Govuk.WarningText text={say.retiredSign} iconFallbackText="Warning" />}
            {now.retiredBecause ? <p class="govuk-body">{now.retiredBecause}</p> : null}
            <div class="fw-panel">
              <p class="govuk-body-l fw-clause__words">{now.words}</p>
              <ReadingSign words={now.words} />
            </div>
            <Govuk.SummaryList
              rows={[
                { key: { text: say.why }, value: { text: now.reason } },
                { key: { text: say.source }, value: { text: now.source } },
                { key: { text: say.owner }, value: { text: names(now.ownerId) } },
                ...(due
                  ? [
                      {
                        key: { text: say.nextReview },
                        value: {
                          html: (
                            <>
                              {dayWords(due.dueOn)}{' '}
                              {due.isOverdue ? <Govuk.Tag text={say.overdue} classes="govuk-tag--red" /> : null}
                            </>
                          ),
                        },
                      },
                    ]
                  : []),
                {
                  key: { text: say.scenarios },
                  value: { html: <Scenarios numbers={now.scenarios} /> },
                },
              ]}
            />
            <h2 class="govuk-heading-m">{say.howItCame}</h2>
            <ol class="fw-history">
              {history.map(({ version, clause }, at) => {
                const before = history[at + 1]?.clause;
                return (
                  <li class="fw-history__item">
                    <h3 class="govuk-heading-s">
                      <a class="govuk-link" href={`/policy/versions/${version.id}`}>
                        {say.changedIn(version.number ?? 0, dayWords(version.inForceFrom ?? ''))}
                      </a>
                    </h3>
                    {before ? null : <p class="govuk-body-s fw-quiet">{say.firstIn}</p>}
                    <p class="govuk-body">
                      <Changed parts={wordParts(before?.words ?? clause.words, clause.words)} />
                    </p>
                    {before ? <Facts facts={factsOf(before, clause)} names={names} /> : null}
                    {clause.retiredBecause ? <p class="govuk-body">{clause.retiredBecause}</p> : null}
                  </li>
                );
              })}
            </ol>
            <h2 class="govuk-heading-m">{say.reviewed}</h2>
            {made.length === 0 ? <p class="govuk-body">{say.notReviewed}</p> : null}
            <ul class="govuk-list">
              {made.map((one) => (
                <li>
                  <strong>{say.reviewedBy(names(one.by), fullDay(one.at))}</strong> {one.words}{' '}
                  <span class="fw-quiet">{say.nextLook(dayWords(one.nextOn))}</span>
                </li>
              ))}
            </ul>
            {mayReview ? (
              <section class="fw-panel" aria-labelledby="review">
                <h2 class="govuk-heading-m" id="review">
                  {say.reviewTitle}
                </h2>
                <Form ask={ask} act="review">
                  <Govuk.Textarea
                    id="words"
                    name="words"
                    rows={2}
                    label={{ text: say.reviewWords, classes: 'govuk-label--s' }}
                    value={typed(ask, 'words')}
                    errorMessage={wrong(ask, 'words')}
                  />
                  <DayFields
                    ask={ask}
                    name="nextOn"
                    label={say.reviewNext}
                    hint={say.reviewNextHint}
                    day={nextYear}
                    error={dayError && 'text' in dayError ? dayError : undefined}
                  />
                  <Govuk.Button text={say.save} />
                </Form>
              </section>
            ) : null}
          </>
        ),
      };
    },
  });

export function Scenarios({ numbers }: { numbers: readonly number[] }) {
  const words = scenarioWords(numbers);
  if (words.length === 0) return <span>{say.noScenarios}</span>;
  return (
    <ul class="govuk-list govuk-list--bullet">
      {words.map((one) => (
        <li>{one}</li>
      ))}
    </ul>
  );
}
