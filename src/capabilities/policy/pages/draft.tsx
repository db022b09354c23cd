/** A draft while it is written: what changed so far, every clause with the way to change it, its notes, and dropping it. */
import { Govuk } from '#components';
import { type Ask, Form, Mistakes, page, typed, wrong } from '#web';
import { compareVersions } from '../compare.ts';
import type { Gap, Version } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import { type Door, hardClauses, type Names, namesFor, type PageNeeds } from './parts.tsx';
import { Notes } from './version.tsx';

export interface LoadedDraft {
  readonly draft: Version;
  readonly base: Version | null;
}

/** Null unless it is a draft that the asker may change. */
export async function loadDraft({ versions }: Door, ask: Ask): Promise<LoadedDraft | null> {
  const draft = await versions.version(ask.asker, ask.params.id ?? '');
  if (draft?.state !== 'draft') return null;
  return { draft, base: draft.baseId ? await versions.version(ask.asker, draft.baseId) : null };
}

interface Loaded extends LoadedDraft {
  readonly names: Names;
  readonly gaps: readonly Gap[];
  /** The number of a version that was adopted since; null when there is none. */
  readonly overtakenBy: number | null;
}

export const draftPage = (door: Door, needs: PageNeeds) =>
  page<Loaded>({
    path: '/policy/drafts/:id',
    may: 'write-policy',
    trace: 'policy-draft-viewed',
    load: async (ask) => {
      const loaded = await loadDraft(door, ask);
      if (!loaded) return null;
      const newest = (await door.versions.list(ask.asker)).find((one) => one.number !== null);
      return {
        ...loaded,
        names: await namesFor(needs, ask, loaded.draft.writers),
        gaps: (await door.gaps.list(ask.asker)).filter((gap) => loaded.draft.gapIds.includes(gap.id)),
        overtakenBy: newest && newest.id !== loaded.draft.baseId ? newest.number : null,
      };
    },
    acts: {
      update: {
        trace: 'policy-draft-updated',
        do: async (_input, { draft }, ask) => {
          const answer = await door.drafts.update(ask.asker, draft.id);
          if (!answer.ok) return { problems: answer.problems };
          const text = answer.value.length > 0 ? { text: say.lookAgain(answer.value) } : {};
          return {
            go: `/policy/drafts/${draft.id}`,
            flash: { kind: answer.value.length > 0 ? 'warning' : 'success', title: say.didUpdate, ...text },
          };
        },
      },
      drop: {
        trace: 'policy-draft-dropped',
        do: async (input, { draft }, ask) => {
          const answer = await door.adoption.drop(ask.asker, draft.id, input.text('words'));
          return answer.ok
            ? { go: '/policy/versions', flash: { kind: 'success', title: say.didDrop } }
            : { problems: answer.problems };
        },
      },
    },
    view: ({ draft, base, names, gaps, overtakenBy }, ask) => {
      const comparison = base ? compareVersions(base, draft) : { principles: [], clauses: [] };
      const at = `/policy/drafts/${draft.id}`;
      const isChanged = (kind: 'principles' | 'clauses', number: number) =>
        comparison[kind].some((pair) => pair.number === number && pair.change !== 'same');
      const hard = hardClauses(draft.clauses);
      return {
        title: draft.title,
        menu: '/policy',
        before: <Govuk.BackLink text={say.versionsTitle} href="/policy/versions" />,
        body: (
          <>
            <Mistakes ask={ask} />
            <span class="govuk-caption-l">{say.states.draft}</span>
            <h1 class="govuk-heading-l">{draft.title}</h1>
            <p class="govuk-body">{say.draftIntro}</p>
            {overtakenBy === null ? null : (
              <section class="fw-starter" aria-labelledby="overtaken">
                <h2 class="govuk-heading-s" id="overtaken">
                  {say.overtaken(overtakenBy)}
                </h2>
                <p class="govuk-body">{say.overtakenWords}</p>
                <Form ask={ask} act="update">
                  <Govuk.Button text={say.update} classes="govuk-button--secondary" />
                </Form>
              </section>
            )}
            <div class="govuk-button-group">
              <Govuk.Button text={say.checkAndAsk} href={`${at}/ask`} />
              {base ? (
                <a class="govuk-link" href={`/policy/compare?from=${base.id}&to=${draft.id}`}>
                  {say.compareInForce}
                </a>
              ) : null}
            </div>
            {hard.length > 0 ? <Govuk.WarningText text={say.hardClauses(hard)} iconFallbackText="Warning" /> : null}
            <h2 class="govuk-heading-m">{say.notes}</h2>
            <Notes version={draft} names={names} gaps={gaps} />
            <p class="govuk-body">
              <a class="govuk-link" href={`${at}/notes`}>
                {say.changeNotes}
              </a>
            </p>
            <h2 class="govuk-heading-m">{say.principles}</h2>
            <ul class="fw-edit-list">
              {draft.principles.map((one) => (
                <Line
                  name={`${one.number}. ${one.title}`}
                  words={one.words}
                  isChanged={isChanged('principles', one.number)}
                  href={`${at}/principles/${one.number}`}
                />
              ))}
            </ul>
            <h2 class="govuk-heading-m">{say.clauses}</h2>
            <Govuk.Button text={say.addClause} href={`${at}/clauses/new`} classes="govuk-button--secondary" />
            <ul class="fw-edit-list">
              {draft.clauses.map((one) => (
                <Line
                  name={`${one.number}. ${one.title}`}
                  words={one.retiredBecause === null ? one.words : say.retiredFor(one.retiredBecause)}
                  isChanged={isChanged('clauses', one.number)}
                  href={`${at}/clauses/${one.number}`}
                />
              ))}
            </ul>
            <section class="fw-panel" aria-labelledby="drop">
              <h2 class="govuk-heading-m" id="drop">
                {say.dropDraft}
              </h2>
              <Form ask={ask} act="drop">
                <Govuk.Input
                  id="words"
                  name="words"
                  label={{ text: say.dropWhy }}
                  value={typed(ask, 'words')}
                  errorMessage={wrong(ask, 'words')}
                />
                <Govuk.Button text={say.drop} classes="govuk-button--warning" />
              </Form>
            </section>
          </>
        ),
      };
    },
  });

function Line({ name, words, isChanged, href }: { name: string; words: string; isChanged: boolean; href: string }) {
  return (
    <li class="fw-edit-list__item">
      <h3 class="govuk-heading-s">
        {name} {isChanged ? <Govuk.Tag text={say.changed} classes="govuk-tag--blue" /> : null}
      </h3>
      <p class="govuk-body">{words}</p>
      <a class="govuk-link govuk-link--no-visited-state fw-edit-list__change" href={href}>
        {say.changeLink}
        <span class="govuk-visually-hidden"> {name}</span>
      </a>
    </li>
  );
}
