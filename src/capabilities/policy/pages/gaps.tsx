/** Gaps: telling of one, and the list: one's own, or all for those who answer for the policy. */
import { EmptyState, fullDay, Govuk } from '#components';
import { type Ask, Form, Mistakes, page, typed, wrong } from '#web';
import { may } from '../../../people/roles.ts';
import type { Clause, Gap } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import { type Door, live, Sections } from './parts.tsx';

const seesAll = (ask: Ask) => may(ask.asker.roles, 'see-policy-drafts');

export const gapsPage = ({ gaps, versions }: Door) =>
  page<{ list: readonly Gap[]; clauses: readonly Clause[] }>({
    path: '/policy/gaps',
    may: 'see-policy',
    trace: 'policy-gaps-viewed',
    load: async (ask) => ({
      list: (await gaps.list(ask.asker)).filter((gap) => isOfTag(gap, ask.query.tag ?? '')),
      clauses: (await versions.inForce(ask.asker))?.clauses ?? [],
    }),
    view: ({ list, clauses }, ask) => ({
      title: say.gapsTitle,
      menu: '/policy',
      body: (
        <>
          <Sections at="/policy/gaps" />
          <h1 class="govuk-heading-l">{say.gapsTitle}</h1>
          <p class="govuk-body">{say.gapsIntro}</p>
          {seesAll(ask) ? null : <p class="govuk-body">{say.gapsOwn}</p>}
          <Govuk.Button text={say.newGap} href="/policy/gaps/new" />
          {list.length === 0 ? (
            <EmptyState title={say.noGapsTitle}>
              <p class="govuk-body">{say.noGapsWords}</p>
            </EmptyState>
          ) : null}
          <GapList title={say.openGaps} id="open" gaps={list.filter((gap) => gap.state === 'open')} clauses={clauses} />
          <GapList
            title={say.closedGaps}
            id="closed"
            gaps={list.filter((gap) => gap.state === 'closed')}
            clauses={clauses}
          />
        </>
      ),
    }),
  });

const isOfTag = (gap: Gap, asked: string) => asked === '' || String(gap.tag) === asked;

export function tagWords(tag: Gap['tag'], clauses: readonly Clause[]): string {
  if (tag === null) return say.untagged;
  if (tag === 'none') return say.tagNone;
  const clause = clauses.find((one) => one.number === tag);
  return clause ? say.tagClause(tag, clause.title) : say.clause(tag);
}

function GapList({
  title,
  id,
  gaps,
  clauses,
}: {
  title: string;
  id: string;
  gaps: readonly Gap[];
  clauses: readonly Clause[];
}) {
  if (gaps.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 class="govuk-heading-m" id={id}>
        {title} ({gaps.length})
      </h2>
      <ul class="fw-versions">
        {gaps.map((gap) => (
          <li class="fw-versions__item">
            <p class="govuk-body">
              <a class="govuk-link" href={`/policy/gaps/${gap.id}`}>
                {gap.words}
              </a>
            </p>
            <p class="govuk-body-s fw-quiet">
              {say.sources[gap.from]}, {fullDay(gap.openedAt)}. {tagWords(gap.tag, clauses)}.
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

export const tagItems = (clauses: readonly Clause[]) =>
  clauses.map((one) => ({ value: String(one.number), text: say.tagClause(one.number, one.title) }));

export const tagFrom = (text: string): number | 'none' | null =>
  text === 'none' ? 'none' : /^\d{1,5}$/.test(text) ? Number(text) : null;

export const newGapPage = ({ gaps, versions }: Door) =>
  page<{ clauses: readonly Clause[] }>({
    path: '/policy/gaps/new',
    may: 'see-policy',
    trace: null,
    load: async (ask) => {
      const version = await versions.inForce(ask.asker);
      return { clauses: version ? live(version) : [] };
    },
    acts: {
      send: {
        trace: 'policy-gap-opened',
        do: async (input, _loaded, ask) => {
          const answer = await gaps.open(ask.asker, {
            from: 'staff',
            about: null,
            words: input.text('words'),
            tag: tagFrom(input.text('tag')),
          });
          return answer.ok
            ? { go: `/policy/gaps/${answer.value}`, flash: { kind: 'success', title: say.didOpenGap } }
            : { problems: answer.problems };
        },
      },
    },
    view: ({ clauses }, ask) => ({
      title: say.newGap,
      menu: '/policy',
      before: <Govuk.BackLink text={say.navGaps} href="/policy/gaps" />,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.newGap}</h1>
          <Form ask={ask} act="send">
            <Govuk.Textarea
              id="words"
              name="words"
              rows={5}
              label={{ text: say.gapWords, classes: 'govuk-label--s' }}
              hint={{ text: say.gapWordsHint }}
              value={typed(ask, 'words')}
              errorMessage={wrong(ask, 'words')}
            />
            <Govuk.Select
              id="tag"
              name="tag"
              label={{ text: say.gapTag, classes: 'govuk-label--s' }}
              value={typed(ask, 'tag', ask.query.clause ?? '')}
              errorMessage={wrong(ask, 'tag')}
              items={[{ value: '', text: say.tagUnknown }, { value: 'none', text: say.tagNone }, ...tagItems(clauses)]}
            />
            <Govuk.Button text={say.sendGap} />
          </Form>
        </>
      ),
    }),
  });
