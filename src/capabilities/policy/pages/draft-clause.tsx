/** The forms of a draft: change or add a clause, see how it would look, retire it or bring it back; change a principle. */
import { Govuk } from '#components';
import { type Ask, Form, type Input, Mistakes, page, typed } from '#web';
import { yearAfter } from '../day.ts';
import type { Clause, ClauseText, Done, Principle } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import { Buttons, ClauseForm, type LoadedClause, Preview, Retire, WordFields } from './clause-form.tsx';
import { type LoadedDraft, loadDraft } from './draft.tsx';
import { atDay, type Door, dayFrom, type PageNeeds } from './parts.tsx';

function textFrom(input: Input): ClauseText {
  return {
    title: input.text('title'),
    words: input.text('words'),
    ownerId: input.text('ownerId'),
    reason: input.text('reason'),
    source: input.text('source'),
    reviewOn: dayFrom(input, 'reviewOn'),
    scenarios: input.list('scenarios').map(Number),
  };
}

/** Shown again with what was typed, and nothing wrong with it. */
const preview = { trace: 'policy-draft-previewed', do: async () => ({ problems: [] }) };

const numberOf = (ask: Ask) => (/^\d{1,5}$/.test(ask.params.number ?? '') ? Number(ask.params.number) : 0);

export const newClausePage = (door: Door, needs: PageNeeds) =>
  page<LoadedClause>({
    path: '/policy/drafts/:id/clauses/new',
    may: 'write-policy',
    trace: 'policy-draft-viewed',
    load: async (ask) => {
      const loaded = await loadDraft(door, ask);
      return loaded && { ...loaded, clause: null, ...(await aids(door, needs, ask)) };
    },
    acts: {
      preview,
      save: {
        trace: 'policy-clause-added',
        do: async (input, { draft }, ask) => {
          const answer = await door.drafts.addClause(ask.asker, draft.id, textFrom(input));
          return saved(answer, `/policy/drafts/${draft.id}`, answer.ok ? say.didAddClause(answer.value) : '');
        },
      },
    },
    view: (loaded, ask) => ({
      title: say.newClause,
      menu: '/policy',
      before: <Govuk.BackLink text={loaded.draft.title} href={`/policy/drafts/${loaded.draft.id}`} />,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.newClause}</h1>
          <p class="govuk-body">{say.newClauseWords}</p>
          <ClauseForm {...loaded} ask={ask} />
        </>
      ),
    }),
  });

export const editClausePage = (door: Door, needs: PageNeeds) =>
  page<LoadedClause & { readonly clause: Clause }>({
    path: '/policy/drafts/:id/clauses/:number',
    may: 'write-policy',
    trace: 'policy-draft-viewed',
    load: async (ask) => {
      const loaded = await loadDraft(door, ask);
      const clause = loaded?.draft.clauses.find((one) => one.number === numberOf(ask));
      return loaded && clause ? { ...loaded, clause, ...(await aids(door, needs, ask)) } : null;
    },
    acts: {
      preview,
      save: {
        trace: 'policy-clause-changed',
        do: async (input, { draft, clause }, ask) => {
          const edition = Number(input.text('edition'));
          const answer = await door.drafts.changeClause(ask.asker, draft.id, clause.number, edition, textFrom(input));
          return saved(answer, `/policy/drafts/${draft.id}`, say.didSaveClause(clause.number));
        },
      },
      retire: {
        trace: 'policy-clause-retired',
        do: async (input, { draft, clause }, ask) => {
          const because = input.text('because');
          const answer = await door.drafts.retireClause(ask.asker, draft.id, clause.number, because);
          return saved(answer, `/policy/drafts/${draft.id}`, say.didRetire(clause.number));
        },
      },
      'bring-back': {
        trace: 'policy-clause-brought-back',
        do: async (_input, { draft, clause }, ask) => {
          const answer = await door.drafts.bringBack(ask.asker, draft.id, clause.number);
          return saved(answer, `/policy/drafts/${draft.id}`, say.didBringBack(clause.number));
        },
      },
    },
    view: (loaded, ask) => {
      const { draft, clause } = loaded;
      return {
        title: say.editClause(clause.number),
        menu: '/policy',
        before: <Govuk.BackLink text={draft.title} href={`/policy/drafts/${draft.id}`} />,
        body: (
          <>
            <Mistakes ask={ask} />
            <h1 class="govuk-heading-l">{say.editClause(clause.number)}</h1>
            {clause.retiredBecause === null ? (
              <>
                <ClauseForm {...loaded} ask={ask} />
                <Retire ask={ask} />
              </>
            ) : (
              <section class="fw-panel">
                <h2 class="govuk-heading-m">{say.retiredInDraft}</h2>
                <p class="govuk-body">{clause.words}</p>
                <p class="govuk-body">{say.retiredFor(clause.retiredBecause)}</p>
                <Form ask={ask} act="bring-back">
                  <Govuk.Button text={say.bringBack} classes="govuk-button--secondary" />
                </Form>
              </section>
            )}
          </>
        ),
      };
    },
  });

export const editPrinciplePage = (door: Door) =>
  page<LoadedDraft & { readonly principle: Principle }>({
    path: '/policy/drafts/:id/principles/:number',
    may: 'write-policy',
    trace: 'policy-draft-viewed',
    load: async (ask) => {
      const loaded = await loadDraft(door, ask);
      const principle = loaded?.draft.principles.find((one) => one.number === numberOf(ask));
      return loaded && principle ? { ...loaded, principle } : null;
    },
    acts: {
      preview,
      save: {
        trace: 'policy-principle-changed',
        do: async (input, { draft, principle }, ask) => {
          const text = { title: input.text('title'), words: input.text('words') };
          const edition = Number(input.text('edition'));
          const answer = await door.drafts.changePrinciple(ask.asker, draft.id, principle.number, edition, text);
          return saved(answer, `/policy/drafts/${draft.id}`, say.didSavePrinciple(principle.number));
        },
      },
    },
    view: ({ draft, base, principle }, ask) => ({
      title: say.editPrinciple(principle.number),
      menu: '/policy',
      before: <Govuk.BackLink text={draft.title} href={`/policy/drafts/${draft.id}`} />,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.editPrinciple(principle.number)}</h1>
          <Preview ask={ask} before={base?.principles.find((one) => one.number === principle.number) ?? null} />
          <Form ask={ask} act="save">
            <input type="hidden" name="edition" value={typed(ask, 'edition', String(principle.edition))} />
            <WordFields ask={ask} now={principle} />
            <Buttons at={`/policy/drafts/${draft.id}`} />
          </Form>
        </>
      ),
    }),
  });

async function aids({ versions }: Door, needs: PageNeeds, ask: Ask) {
  return { people: await needs.people.colleagues(ask.asker), nextYear: yearAfter(versions.today()) };
}

function saved(answer: Done<unknown>, go: string, title: string) {
  return answer.ok
    ? { go, flash: { kind: 'success' as const, title } }
    : { problems: answer.problems.map(atDay('reviewOn')) };
}
