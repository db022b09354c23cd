/** One draft: the editor with its checks and with how it will appear; read only once others have it. */
import { Govuk } from '#components';
import { type Act, type Ask, type Input, Mistakes, page, type Result } from '#web';
import { permissions } from '../../../../people/roles.ts';
import type { Shown } from '../bytes.ts';
import type { Flag } from '../checks/flag.ts';
import type { Account, Draft, PublishSeams, Said, Wish } from '../door.ts';
import { pageWording as say } from '../drafts-wording.ts';
import { BothTexts, isOlder, wasSent } from './both-texts.tsx';
import { Gone } from './draft-gone.tsx';
import { Answered, IncidentRules } from './draft-new.tsx';
import {
  after,
  approveHref,
  draftHref,
  isAllowed,
  isInTheAir,
  loadSigns,
  nameOf,
  PostState,
  postHref,
  type Signs,
  StageTag,
  StopSign,
  stageOf,
} from './draft-parts.tsx';
import { Editor } from './editor.tsx';
import type { PublishDoor, PublishNeeds } from './index.ts';
import { findLines, type LiveLine, liveLine } from './line-part.tsx';
import { AsItIs, speakersOf } from './preview.tsx';
import { picturesOf, readWish } from './wish-input.ts';

export interface LoadedDraft {
  readonly draft: Draft;
  readonly accounts: readonly Account[];
  readonly flags: readonly Flag[];
  readonly said: Said | null;
  readonly incident: Awaited<ReturnType<PublishSeams['incident']>>;
  readonly line: LiveLine | null;
  readonly found: readonly LiveLine[];
  readonly approvers: readonly { readonly id: string; readonly name: string }[];
  readonly signs: Signs;
  readonly changedBy: string;
  /** Of a form that was not saved, what goes on in the form that is shown again: the pictures of each part, and its line. */
  readonly kept: { readonly images: (readonly Shown[])[]; line: LiveLine | null };
}

export const draftPage = (door: PublishDoor, needs: PublishNeeds, seams: PublishSeams) =>
  page<LoadedDraft>({
    path: '/respond/drafts/:id',
    may: 'see-publishing',
    trace: 'draft-viewed',
    load: async (ask) => {
      const draft = await door.drafts.draft(ask.asker, ask.params.id ?? '');
      if (!draft) return null;
      const accounts = await door.accounts.list(ask.asker);
      const said = await seams.said(ask.asker, draft.itemId ?? ask.query.item ?? '');
      const incident = draft.incidentId ? await seams.incident(ask.asker, draft.incidentId) : null;
      const own = `${draft.purpose}\n${draft.parts.map((part) => part.text).join('\n')}`;
      const people = await needs.people.colleagues(ask.asker, permissions['approve-responses']);
      return {
        draft,
        accounts,
        flags: await door.drafts.check(ask.asker, draft),
        said,
        incident,
        line: await liveLine(door, ask, draft.lineVersionId ?? ''),
        found: await findLines(door, ask, ask.query.find || said?.text || incident?.words || own),
        approvers: people.filter(
          (person) =>
            !draft.hands.includes(person.id) && person.id !== ask.asker.id && mayApprove(accounts, draft, person.id),
        ),
        signs: await loadSigns(door, needs, ask),
        changedBy: nameOf(await needs.people.names(ask.asker, [draft.changedBy]), draft.changedBy),
        kept: { images: [], line: null },
      };
    },
    acts: actsOf(door),
    view: (loaded, ask) => {
      const { draft } = loaded;
      if (draft.state === 'withdrawn')
        return {
          title: say.goneTitle,
          menu: '/respond/drafts',
          before: <Govuk.BackLink text={say.back} href="/respond/drafts" />,
          body: (
            <>
              <Mistakes ask={ask} />
              <h1 class="govuk-heading-l">{say.goneTitle}</h1>
              <Gone {...loaded} ask={ask} />
            </>
          ),
        };
      const isLate = isOlder(ask, draft);
      const isOpen = draft.state === 'writing' || ((ask.query.edit === 'yes' || isLate) && !isInTheAir(draft));
      const addresses = [...new Set(draft.targets.flatMap((target) => target.replyTo ?? []))];
      return {
        title: say.editTitle,
        isWide: true,
        menu: '/respond/drafts',
        before: <Govuk.BackLink text={say.back} href="/respond/drafts" />,
        body: (
          <>
            <Mistakes ask={ask} />
            <StopSign signs={loaded.signs} ask={ask} />
            <h1 class="govuk-heading-l">{say.editTitle}</h1>
            <p class="govuk-body">
              <StageTag stage={stageOf(draft)} />
              {draft.incidentId && isAllowed(ask, 'see-incidents') ? (
                <>
                  {' '}
                  <a class="govuk-link" href={`/respond/incidents/${draft.incidentId}`}>
                    {say.toIncident}
                  </a>
                </>
              ) : null}
            </p>
            {draft.state === 'writing' && draft.submission?.endedBecause ? (
              <Govuk.WarningText
                iconFallbackText="Warning"
                text={
                  draft.submission.state === 'refused'
                    ? say.sentBackFacts(draft.submission.endedBecause)
                    : say.voidFacts(draft.submission.endedBecause)
                }
              />
            ) : null}
            <Answered ask={ask} said={loaded.said} addresses={addresses} posts={loaded.incident?.posts ?? []} />
            {isOpen ? <IncidentRules incident={loaded.incident} /> : null}
            {isLate || (wasSent(ask) && isInTheAir(draft)) ? <BothTexts {...loaded} ask={ask} /> : null}
            {isOpen && isAllowed(ask, 'draft-responses') ? (
              <Editor {...loaded} ask={ask} />
            ) : (
              <Standing {...loaded} ask={ask} />
            )}
          </>
        ),
      };
    },
  });

/** On each account that says it; before one is chosen, anywhere. */
function mayApprove(accounts: readonly Account[], draft: Draft, personId: string): boolean {
  const may = ({ rights }: Account) =>
    rights.some((right) => right.personId === personId && right.act === 'approve' && right.confirmedBy !== null);
  const chosen = accounts.filter((account) => draft.targets.some((target) => target.accountId === account.id));
  return chosen.length > 0 ? chosen.every(may) : accounts.some(may);
}

function Standing({ draft, accounts, flags, ask }: LoadedDraft & { ask: Ask }) {
  return (
    <>
      <p class="govuk-body">
        {draft.state === 'writing' ? say.cannotWrite : isInTheAir(draft) ? say.isOut : say.isWithOthers}
      </p>
      {draft.state === 'submitted' ? (
        <p class="govuk-body">
          <a class="govuk-link" href={approveHref(draft.id)}>
            {say.toApproval}
          </a>
        </p>
      ) : null}
      {draft.state === 'submitted' && !isInTheAir(draft) && isAllowed(ask, 'draft-responses') ? (
        <p class="govuk-body">
          <a class="govuk-link" href={`${draftHref(draft.id)}?edit=yes`}>
            {say.editAgain}
          </a>
          . {say.editAgainHint}
        </p>
      ) : null}
      {draft.publications.length > 0 ? (
        <ul class="fw-drafts">
          {draft.publications.map((post) => (
            <li class="fw-drafts__row">
              <PostState post={post} />{' '}
              <a class="govuk-link" href={postHref(post.id)}>
                @{post.handle}: {post.text.slice(0, 80)}
              </a>
            </li>
          ))}
        </ul>
      ) : null}
      <h2 class="govuk-heading-m">{say.preview}</h2>
      <AsItIs
        parts={draft.parts}
        speakers={speakersOf(draft, accounts)}
        lang={draft.lang}
        pictures="/respond/drafts/pictures"
        flags={flags}
      />
    </>
  );
}

type Saved = { readonly revision: number } | Result;

function actsOf(door: PublishDoor): Readonly<Record<string, Act<LoadedDraft>>> {
  /** Saves what the form holds, as `alter` makes it; the revision that it now is, or what is wrong with it. */
  async function save(
    input: Input,
    { draft, accounts, kept }: LoadedDraft,
    ask: Ask,
    alter: (wish: Wish) => Wish = (wish) => wish,
  ): Promise<Saved> {
    const read = await readWish(input, { draft, accounts, replyTo: null }, picturesOf(door, ask));
    kept.images.push(...read.wish.parts.map((part) => part.images));
    kept.line = await liveLine(door, ask, read.wish.lineVersionId ?? '');
    if (read.problems.length > 0) return { problems: read.problems };
    const answer = await door.drafts.change(ask.asker, draft.id, Number(input.text('revision')), alter(read.wish));
    return answer.ok ? { revision: answer.value } : after(answer, '', '', 'text-0');
  }
  const here = ({ draft }: LoadedDraft, ask: Ask, place: string, find = ''): string => {
    const query = new URLSearchParams({
      ...(ask.query.item ? { item: ask.query.item } : {}),
      ...(find ? { find } : {}),
    }).toString();
    return `${draftHref(draft.id)}${query ? `?${query}` : ''}#${place}`;
  };
  const saving = (place: string, alter?: (wish: Wish) => Wish): Act<LoadedDraft> => ({
    may: 'draft-responses',
    trace: 'draft-edited',
    do: async (input, loaded, ask) => {
      const saved = await save(input, loaded, ask, alter);
      return 'revision' in saved
        ? { go: here(loaded, ask, place, input.text('find')), flash: { kind: 'success', title: say.didSave } }
        : saved;
    },
  });
  return {
    save: saving('checks'),
    'add-part': saving('checks', (wish) => ({ ...wish, parts: [...wish.parts, { text: '', images: [] }] })),
    'drop-part': saving('checks', (wish) => ({
      ...wish,
      parts: wish.parts.slice(0, Math.max(1, wish.parts.length - 1)),
    })),
    'no-line': saving('line', (wish) => ({ ...wish, lineVersionId: null })),
    'find-line': saving('line'),
    'use-line': {
      may: 'draft-responses',
      trace: 'draft-line-used',
      do: async (input, loaded, ask) => {
        const line = await liveLine(door, ask, input.text('chosen-line'));
        if (!line) return { problems: [{ field: 'chosen-line', words: say.chooseLine }] };
        const saved = await save(input, loaded, ask, (wish) => withLine(wish, line));
        return 'revision' in saved
          ? { go: here(loaded, ask, 'line'), flash: { kind: 'success', title: say.didSave } }
          : saved;
      },
    },
    submit: {
      may: 'draft-responses',
      trace: 'draft-submitted',
      do: async (input, loaded, ask) => {
        const saved = await save(input, loaded, ask);
        if (!('revision' in saved)) return saved;
        const answer = await door.drafts.submit(ask.asker, loaded.draft.id, {
          named: input.list('named'),
          needsOutside: input.text('outside') === 'yes',
          leavesByItself: input.text('leavesByItself') === 'yes',
          seen: saved.revision,
        });
        if (answer.ok) return after(answer, approveHref(loaded.draft.id), say.didSubmit);
        // It is saved all the same: the page is fetched anew and the sentence stands over it.
        return { go: here(loaded, ask, 'checks'), flash: { kind: 'error', title: answer.because } };
      },
    },
    withdraw: {
      may: 'draft-responses',
      trace: 'draft-withdrawn',
      do: async (input, { draft }, ask) =>
        after(
          await door.drafts.withdraw(ask.asker, draft.id, input.text('why-withdraw')),
          '/respond/drafts',
          say.didWithdraw,
          'why-withdraw',
        ),
    },
  };
}

function withLine(wish: Wish, { version }: LiveLine): Wish {
  const [first, ...more] = wish.parts;
  const text = first?.text ? `${first.text}\n\n${version.text}` : version.text;
  return { ...wish, lineVersionId: version.id, parts: [{ text, images: first?.images ?? [] }, ...more] };
}
