/** The board: what is being written, what waits for a yes, what waits to leave, what is out and what failed. */
import { EmptyState, FilterRow, Govuk, Live } from '#components';
import { type Ask, page } from '#web';
import type { Account, Draft } from '../door.ts';
import { kindWording, type Stage, pageWording as say, stages } from '../drafts-wording.ts';
import {
  approveHref,
  draftHref,
  isAllowed,
  loadSigns,
  type Names,
  nameOf,
  type Signs,
  StageTag,
  StopSign,
  shortTime,
  stageOf,
} from './draft-parts.tsx';
import type { PublishDoor, PublishNeeds } from './index.ts';

interface LoadedBoard {
  readonly drafts: readonly Draft[];
  readonly accounts: readonly Account[];
  readonly names: Names;
  readonly signs: Signs;
}

const ways = [
  ['/respond/calendar', say.toCalendar],
  ['/respond/lines', say.toLines],
  ['/respond/accounts', say.toAccounts],
] as const;
const mostShown = 100;
const isStage = (text: string): text is Stage => Object.hasOwn(stages, text);

function fits(draft: Draft, query: Readonly<Record<string, string>>, me: string): boolean {
  const words = (query.words ?? '').trim().toLowerCase();
  return (
    (!isStage(query.stage ?? '') || stageOf(draft) === query.stage) &&
    (!query.account || draft.targets.some((target) => target.accountId === query.account)) &&
    (query.whose !== 'mine' || draft.hands.includes(me)) &&
    (words === '' || `${draft.purpose} ${draft.parts.map((part) => part.text).join(' ')}`.toLowerCase().includes(words))
  );
}

export const boardPage = (door: PublishDoor, needs: PublishNeeds) =>
  page<LoadedBoard>({
    path: '/respond/drafts',
    may: 'see-publishing',
    trace: 'drafts-viewed',
    menu: {
      group: 'respond',
      words: say.menu,
      order: 27,
      waiting: (ask) => door.drafts.waiting(ask.asker),
    },
    load: async (ask) => {
      const drafts = await door.drafts.list(ask.asker);
      return {
        drafts,
        accounts: (await door.accounts.list(ask.asker)).filter((account) => account.state !== 'closed'),
        names: await needs.people.names(ask.asker, [...new Set(drafts.map((draft) => draft.createdBy))]),
        signs: await loadSigns(door, needs, ask),
      };
    },
    view: ({ drafts, accounts, names, signs }, ask) => {
      const shown = drafts.filter((draft) => fits(draft, ask.query, ask.asker.id)).slice(0, mostShown);
      return {
        title: say.boardTitle,
        isWide: true,
        body: (
          <>
            <StopSign signs={signs} ask={ask} />
            <h1 class="govuk-heading-l">{say.boardTitle}</h1>
            <p class="govuk-body">{say.boardIntro}</p>
            {isAllowed(ask, 'draft-responses') ? <Govuk.Button text={say.write} href="/respond/drafts/new" /> : null}
            <ul class="govuk-list">
              {ways.map(([href, words]) => (
                <li>
                  <a class="govuk-link" href={href}>
                    {words}
                  </a>
                </li>
              ))}
            </ul>
            <Filter accounts={accounts} ask={ask} />
            <Live id="drafts" path="/respond/drafts/changes" says={say.changed}>
              {shown.length === 0 ? (
                <EmptyState title={drafts.length === 0 ? say.boardEmpty : say.foundEmpty}>
                  <p class="govuk-body">{drafts.length === 0 ? say.boardEmptyWords : say.foundEmptyWords}</p>
                </EmptyState>
              ) : (
                (Object.keys(stages) as Stage[]).map((stage) => (
                  <Group
                    stage={stage}
                    drafts={shown.filter((draft) => stageOf(draft) === stage)}
                    accounts={accounts}
                    names={names}
                  />
                ))
              )}
            </Live>
          </>
        ),
      };
    },
  });

function Filter({ accounts, ask }: { accounts: readonly Account[]; ask: Ask }) {
  return (
    <FilterRow
      to="/respond/drafts"
      label={say.filter}
      button={say.filterButton}
      query={ask.query}
      words={say.filterWords}
      choices={[
        {
          name: 'stage',
          label: say.filterStage,
          items: [{ value: '', text: say.any }, ...Object.entries(stages).map(([value, text]) => ({ value, text }))],
        },
        {
          name: 'account',
          label: say.filterAccount,
          items: [
            { value: '', text: say.any },
            ...accounts.map((account) => ({ value: account.id, text: `@${account.handle}` })),
          ],
        },
        {
          name: 'whose',
          label: say.filterWhose,
          items: [
            { value: '', text: say.everybody },
            { value: 'mine', text: say.mine },
          ],
        },
      ]}
    />
  );
}

interface RowsProps {
  readonly drafts: readonly Draft[];
  readonly accounts: readonly Pick<Account, 'id' | 'handle'>[];
  readonly names: Names;
}

function Group({ stage, ...rows }: RowsProps & { stage: Stage }) {
  if (rows.drafts.length === 0) return null;
  return (
    <section aria-label={stages[stage]}>
      <h2 class="govuk-heading-m">
        {stages[stage]} ({rows.drafts.length})
      </h2>
      <DraftRows {...rows} />
    </section>
  );
}

export function DraftRows({ drafts, accounts, names }: RowsProps) {
  return (
    <ul class="fw-drafts">
      {drafts.map((draft) => (
        <li class="fw-drafts__row" id={`draft-${draft.id}`}>
          <p class="fw-drafts__text">
            <a class="govuk-link" href={hrefOf(draft)}>
              {beginningOf(draft.parts[0]?.text ?? '') || say.noWords}
            </a>
          </p>
          <p class="fw-drafts__facts">
            <StageTag stage={stageOf(draft)} />
            {factsOf(draft, accounts, names).map((fact) => (
              <span>{fact}</span>
            ))}
          </p>
          <Why draft={draft} />
        </li>
      ))}
    </ul>
  );
}

const mostCharacters = 140;
/** Cut between words, with a sign that more follows. */
const beginningOf = (text: string): string =>
  text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters).replace(/\s+\S*$/, '')} …`;

/** What waits for somebody opens where they decide. */
const hrefOf = (draft: Draft): string =>
  ['approval', 'leaving'].includes(stageOf(draft)) ? approveHref(draft.id) : draftHref(draft.id);

function factsOf(draft: Draft, accounts: RowsProps['accounts'], names: Names): readonly string[] {
  const handles = draft.targets.flatMap((target) => accounts.filter((account) => account.id === target.accountId));
  return [
    kindWording[draft.kind].name,
    ...handles.map((account) => `@${account.handle}`),
    ...(draft.parts.length > 1 ? [say.postsFact(draft.parts.length)] : []),
    say.by(nameOf(names, draft.createdBy)),
    say.changedAt(shortTime(draft.changedAt)),
    ...(draft.startsAt ? [say.from(shortTime(draft.startsAt))] : []),
    ...(draft.submission && draft.state === 'submitted' ? [say.until(shortTime(draft.submission.endsAt))] : []),
    ...(draft.incidentId ? [say.incidentFact] : []),
  ];
}

function Why({ draft }: { draft: Draft }) {
  const because = draft.submission?.endedBecause;
  if (draft.state === 'writing' && because)
    return (
      <p class="govuk-body fw-drafts__why">
        {draft.submission?.state === 'refused' ? say.sentBackFacts(because) : say.voidFacts(because)}
      </p>
    );
  const words = draft.publications.find((post) => stageOf(draft) === 'failed' && post.words)?.words;
  return words ? <p class="govuk-body fw-drafts__why">{words}</p> : null;
}
