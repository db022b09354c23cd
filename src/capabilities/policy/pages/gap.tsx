/** One gap: what was said, which clause falls short, and what came of it. */
import { fullTime, Govuk } from '#components';
import { type Ask, Form, Mistakes, page, typed, wrong } from '#web';
import { may } from '../../../people/roles.ts';
import type { Clause, Gap, VersionLine } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import { gapWording } from '../wording.ts';
import { tagFrom, tagItems, tagWords } from './gaps.tsx';
import { type Door, type Names, namesFor, type PageNeeds } from './parts.tsx';

interface LoadedGap {
  readonly gap: Gap;
  readonly names: Names;
  readonly clauses: readonly Clause[];
  readonly adopted: readonly VersionLine[];
}

export const gapPage = ({ gaps, versions }: Door, needs: PageNeeds) =>
  page<LoadedGap>({
    path: '/policy/gaps/:id',
    may: 'see-policy',
    trace: 'policy-gap-viewed',
    load: async (ask) => {
      const gap = await gaps.gap(ask.asker, ask.params.id ?? '');
      return (
        gap && {
          gap,
          names: await namesFor(needs, ask, [gap.openedBy, gap.closedBy]),
          clauses: (await versions.inForce(ask.asker))?.clauses ?? [],
          adopted: (await versions.list(ask.asker)).filter((one) => one.number !== null),
        }
      );
    },
    acts: {
      tag: {
        may: 'adopt-policy',
        trace: 'policy-gap-tagged',
        do: async (input, { gap }, ask) => {
          const tag = tagFrom(input.text('tag'));
          if (tag === null) return { problems: [{ field: 'tag', words: gapWording.noClause }] };
          const answer = await gaps.tag(ask.asker, gap.id, tag);
          return answer.ok
            ? { go: `/policy/gaps/${gap.id}`, flash: { kind: 'success', title: say.didTag } }
            : { problems: answer.problems };
        },
      },
      close: {
        may: 'adopt-policy',
        trace: 'policy-gap-closed',
        do: async (input, { gap }, ask) => {
          const versionId = input.text('version');
          const how = versionId ? { versionId } : { because: input.text('because') };
          const answer = await gaps.close(ask.asker, gap.id, how);
          return answer.ok
            ? { go: `/policy/gaps/${gap.id}`, flash: { kind: 'success', title: say.didClose } }
            : { problems: answer.problems };
        },
      },
    },
    view: (loaded, ask) => {
      const { gap, names, clauses } = loaded;
      const isOpen = gap.state === 'open';
      return {
        title: say.gapTitle,
        menu: '/policy',
        before: <Govuk.BackLink text={say.navGaps} href="/policy/gaps" />,
        body: (
          <>
            <Mistakes ask={ask} />
            <h1 class="govuk-heading-l">{say.gapTitle}</h1>
            <div class="fw-panel">
              <p class="govuk-body-l fw-clause__words">{gap.words}</p>
            </div>
            <Govuk.SummaryList
              rows={[
                { key: { text: say.gapFrom }, value: { html: <Source gap={gap} ask={ask} /> } },
                { key: { text: say.gapBy }, value: { text: names(gap.openedBy) } },
                { key: { text: say.gapAt }, value: { text: fullTime(gap.openedAt) } },
                { key: { text: say.gapClause }, value: { text: tagWords(gap.tag, clauses) } },
                { key: { text: say.gapState }, value: { html: <Outcome {...loaded} /> } },
              ]}
            />
            {isOpen && may(ask.asker.roles, 'adopt-policy') ? <Answering {...loaded} ask={ask} /> : null}
          </>
        ),
      };
    },
  });

/** The way to the incident for those who may see incidents. */
function Source({ gap, ask }: { gap: Gap; ask: Ask }) {
  const mayFollow = gap.from === 'incident' && gap.about !== null && may(ask.asker.roles, 'see-incidents');
  return (
    <span>
      {say.sources[gap.from]}{' '}
      {mayFollow ? (
        <a class="govuk-link" href={`/respond/incidents/${gap.about}`}>
          {say.seeIncident}
        </a>
      ) : null}
    </span>
  );
}

function Outcome({ gap, adopted }: LoadedGap) {
  if (gap.state === 'open') return <span>{say.gapIsOpen}</span>;
  const version = adopted.find((one) => one.id === gap.closedVersionId);
  return version ? (
    <a class="govuk-link" href={`/policy/versions/${version.id}`}>
      {say.gapClosedBy(version.number ?? 0)}
    </a>
  ) : (
    <span>{say.gapClosedBecause(gap.closedBecause ?? '')}</span>
  );
}

function Answering({ gap, clauses, adopted, ask }: LoadedGap & { ask: Ask }) {
  return (
    <>
      {may(ask.asker.roles, 'write-policy') ? (
        <Govuk.Button text={say.beginFromGap} href="/policy/versions#begin" classes="govuk-button--secondary" />
      ) : null}
      <section class="fw-panel" aria-label={say.gapTag}>
        <Form ask={ask} act="tag">
          <Govuk.Select
            id="tag"
            name="tag"
            label={{ text: say.gapTag, classes: 'govuk-label--s' }}
            value={typed(ask, 'tag', String(gap.tag ?? ''))}
            errorMessage={wrong(ask, 'tag')}
            items={[{ value: '', text: say.tagChoose }, { value: 'none', text: say.tagNone }, ...tagItems(clauses)]}
          />
          <Govuk.Button text={say.saveTag} classes="govuk-button--secondary" />
        </Form>
      </section>
      <section class="fw-panel" aria-labelledby="close">
        <h2 class="govuk-heading-m" id="close">
          {say.closeTitle}
        </h2>
        <p class="govuk-body">{say.closeWords}</p>
        <Form ask={ask} act="close">
          <Govuk.Select
            id="version"
            name="version"
            label={{ text: say.closeVersion, classes: 'govuk-label--s' }}
            value={typed(ask, 'version')}
            errorMessage={wrong(ask, 'version')}
            items={[
              { value: '', text: say.chooseVersion },
              ...adopted.map((one) => ({ value: one.id, text: `${say.version(one.number ?? 0)}: ${one.title}` })),
            ]}
          />
          <Govuk.Textarea
            id="because"
            name="because"
            rows={2}
            label={{ text: say.closeBecause, classes: 'govuk-label--s' }}
            value={typed(ask, 'because')}
            errorMessage={wrong(ask, 'because')}
          />
          <Govuk.Button text={say.close} />
        </Form>
      </section>
    </>
  );
}
