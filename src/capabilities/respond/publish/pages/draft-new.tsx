/** A new draft: to answer what somebody said, for an incident, or by ourselves. */
import { Govuk } from '#components';
import { isId } from '#platform';
import { type Ask, Form, Mistakes, page, typed, wrong } from '#web';
import type { Account, Answerable, Draft, PublishSeams, Said, Wish } from '../door.ts';
import { pageWording as say } from '../drafts-wording.ts';
import { draftWording } from '../wording.ts';
import { About, Thread, WhichPosts } from './draft-form.tsx';
import { after, draftHref, isAllowed, loadSigns, type Signs, StopSign } from './draft-parts.tsx';
import type { PublishDoor, PublishNeeds } from './index.ts';
import { findLines, type LiveLine, liveLine } from './line-part.tsx';
import { networkName, PublicPost } from './preview.tsx';
import { picturesOf, readWish } from './wish-input.ts';

interface LoadedNew {
  readonly accounts: readonly Account[];
  readonly said: Said | null;
  /** The answer to the same item of the desk that somebody has begun. */
  readonly first: Draft | null;
  readonly incident: Awaited<ReturnType<PublishSeams['incident']>>;
  readonly line: LiveLine | null;
  /** Lines that may be sent alone in this S1; empty in all else. */
  readonly lines: readonly LiveLine[];
  readonly signs: Signs;
}

/** Where the form goes: with all that the page was asked with, to the letter. */
export const withQuery = (ask: Ask): string => {
  const query = new URLSearchParams(ask.query).toString();
  return query ? `${ask.path}?${query}` : ask.path;
};

const incidentOf = (ask: Ask): string | null => (isId(ask.query.incident ?? '') ? ask.query.incident! : null);

export const newDraftPage = (door: PublishDoor, needs: PublishNeeds, seams: PublishSeams) =>
  page<LoadedNew>({
    path: '/respond/drafts/new',
    may: 'draft-responses',
    trace: 'draft-form-viewed',
    load: async (ask) => {
      const incident = await seams.incident(ask.asker, ask.query.incident ?? '');
      const mayAlone = incident?.severity === 'S1' && isAllowed(ask, 'publish-responses');
      return {
        accounts: await door.accounts.list(ask.asker),
        said: await seams.said(ask.asker, ask.query.item ?? ''),
        first: await door.drafts.ofItem(ask.asker, ask.query.item ?? ''),
        incident,
        line: await liveLine(door, ask, ask.query.line ?? ''),
        lines: mayAlone ? await findLines(door, ask, incident.words) : [],
        signs: await loadSigns(door, needs, ask),
      };
    },
    acts: {
      begin: {
        trace: 'draft-begun',
        do: async (input, { accounts, incident, said }, ask) => {
          const stands = { draft: null, accounts, replyTo: ask.query.replyTo || null, posts: mayAnswer(incident) };
          const read = await readWish(input, stands, picturesOf(door, ask));
          if (read.problems.length > 0) return { problems: read.problems };
          const answer = await door.drafts.begin(ask.asker, {
            ...read.wish,
            incidentId: incidentOf(ask),
            // What this person cannot see at the desk, they do not answer in its name.
            itemId: said && isId(ask.query.item ?? '') ? ask.query.item! : null,
          });
          const item = ask.query.item ? `?${new URLSearchParams({ item: ask.query.item })}` : '';
          return after(answer, answer.ok ? `${draftHref(answer.value)}${item}` : '', say.didSave);
        },
      },
      'send-line': {
        may: 'publish-responses',
        trace: 'line-sent-alone',
        do: async (input, _loaded, ask) => {
          const answer = await door.drafts.sendLine(ask.asker, {
            incidentId: incidentOf(ask) ?? '',
            lineVersionId: input.text('s1-line'),
            targets: input.list('s1-accounts').map((accountId) => ({ accountId, replyTo: ask.query.replyTo || null })),
            purpose: input.text('s1-purpose'),
          });
          const field = answer.ok ? '' : (s1Fields[answer.field ?? ''] ?? '');
          if (!answer.ok) return field ? { problems: [{ field, words: answer.because }] } : { refused: answer.because };
          return { go: '/respond/drafts', flash: { kind: 'success', title: say.didSend } };
        },
      },
    },
    view: (loaded, ask) => {
      const title = ask.query.replyTo || loaded.incident ? say.answerTitle : say.newTitle;
      return {
        title,
        menu: '/respond/drafts',
        before: <Govuk.BackLink text={say.back} href="/respond/drafts" />,
        body: (
          <>
            <Mistakes ask={ask} />
            <StopSign signs={loaded.signs} ask={ask} />
            <h1 class="govuk-heading-l">{title}</h1>
            <Answered ask={ask} said={loaded.said} addresses={ask.query.replyTo ? [ask.query.replyTo] : []} />
            {loaded.incident ? (
              <p class="govuk-body">
                <a class="govuk-link" href={`/respond/incidents/${incidentOf(ask)}`}>
                  {loaded.incident.title}
                </a>
              </p>
            ) : null}
            <IncidentRules incident={loaded.incident} />
            <SendAlone {...loaded} ask={ask} />
            {loaded.first ? <First draft={loaded.first} /> : <NewForm {...loaded} ask={ask} />}
          </>
        ),
      };
    },
  });

function First({ draft }: { draft: Draft }) {
  return (
    <>
      <Govuk.WarningText iconFallbackText="Warning" text={draftWording.itemHasDraft} />
      <p class="govuk-body">
        <a class="govuk-link" href={draftHref(draft.id)}>
          {say.itemDraft}
        </a>
      </p>
    </>
  );
}

/** None where its play forbids an answer. */
const mayAnswer = (incident: LoadedNew['incident']): readonly Answerable[] =>
  !incident || incident.forbids.includes('reply') ? [] : incident.posts;

const s1Fields: Readonly<Record<string, string>> = { accounts: 's1-accounts', purpose: 's1-purpose', line: 's1-line' };

function NewForm({ accounts, incident, line, ask }: LoadedNew & { ask: Ask }) {
  const wish: Wish = {
    incidentId: null,
    kind: ask.query.replyTo ? 'reply' : 'proactive',
    purpose: '',
    lang: line?.version.lang ?? 'en',
    lineVersionId: line?.version.id ?? null,
    parts: [{ text: line?.version.text ?? '', images: [] }],
    targets: ask.query.account ? [{ accountId: ask.query.account, replyTo: ask.query.replyTo || null }] : [],
    consents: [],
    startsAt: null,
    endsAt: null,
    corrects: null,
  };
  return (
    <Form ask={ask} act="begin" to={withQuery(ask)} hasFiles>
      {wish.lineVersionId ? <input type="hidden" name="line" value={typed(ask, 'line', wish.lineVersionId)} /> : null}
      {ask.query.replyTo ? null : <WhichPosts ask={ask} posts={mayAnswer(incident)} />}
      <Thread ask={ask} wish={wish} accounts={accounts} />
      <About ask={ask} wish={wish} accounts={accounts} />
      <Govuk.Button text={say.begin} />
    </Form>
  );
}

/** What its incident forbids, said before anybody has written in vain. */
export function IncidentRules({ incident }: Pick<LoadedNew, 'incident'>) {
  if (!incident) return null;
  const words = [
    ...(incident.forbids.includes('reply') ? [say.noReplyHere] : []),
    ...(incident.forbids.includes('embed') ? [say.noEmbedHere] : []),
    ...(incident.isActiveCase ? [say.caseHere] : []),
  ];
  return (
    <>
      {words.map((text) => (
        <Govuk.WarningText iconFallbackText="Warning" text={text} />
      ))}
    </>
  );
}

interface AnsweredProps {
  readonly ask: Ask;
  readonly said: Said | null;
  readonly addresses: readonly string[];
  /** Of the incident; among them what stands at these addresses. */
  readonly posts?: readonly Answerable[];
}

/** What is answered: its words where they may be seen, else the address that was given. */
export function Answered({ ask, said, addresses, posts = [] }: AnsweredProps) {
  if (addresses.length === 0 && !said) return null;
  const found = posts.filter((post) => addresses.includes(post.address));
  const lost = said ? [] : addresses.filter((address) => !found.some((post) => post.address === address));
  return (
    <section class="fw-line" aria-label={say.answers}>
      {said ? <Quote title={`${say.answers} ${said.who}`} text={said.text} lang={said.lang} /> : null}
      {said
        ? null
        : found.map((post) => (
            <Quote title={`${say.answers} (${networkName(post.network)})`} text={post.text} lang={post.lang} />
          ))}
      {lost.map((address) => (
        <p class="govuk-body">
          {say.answersLost} <PublicPost address={address} or={say.answersNumber(address)} />
        </p>
      ))}
      {ask.query.item && isAllowed(ask, 'work-desk') ? (
        <p class="govuk-body-s">
          <a class="govuk-link" href={`/respond/desk/${encodeURIComponent(ask.query.item)}`}>
            {say.toDesk}
          </a>
        </p>
      ) : null}
    </section>
  );
}

const Quote = ({ title, text, lang }: { title: string; text: string; lang: string | null }) => (
  <>
    <p class="govuk-body-s">
      <strong>{title}</strong>
    </p>
    <blockquote class="fw-as-is__text" lang={lang ?? undefined} dir="auto">
      {text}
    </blockquote>
  </>
);

function SendAlone({ lines, accounts, ask }: LoadedNew & { ask: Ask }) {
  const mine = accounts.filter(
    (account) =>
      account.state !== 'closed' &&
      account.rights.some((one) => one.personId === ask.asker.id && one.act === 'publish' && one.confirmedBy),
  );
  if (lines.length === 0 || mine.length === 0) return null;
  return (
    <section class="fw-stopped" aria-label={say.s1Title}>
      <h2 class="govuk-heading-m">{say.s1Title}</h2>
      <p class="govuk-body">{say.s1Words}</p>
      <Form ask={ask} act="send-line" to={withQuery(ask)}>
        <Govuk.Radios
          name="s1-line"
          idPrefix="s1-line"
          classes="govuk-radios--small"
          value={typed(ask, 's1-line')}
          errorMessage={wrong(ask, 's1-line')}
          fieldset={{ legend: { text: say.s1Line, classes: 'govuk-fieldset__legend--s' } }}
          items={lines.map(({ title, version }) => ({ value: version.id, text: title, hint: { text: version.text } }))}
        />
        <Govuk.Checkboxes
          name="s1-accounts"
          idPrefix="s1-accounts"
          classes="govuk-checkboxes--small"
          errorMessage={wrong(ask, 's1-accounts')}
          fieldset={{ legend: { text: say.accounts, classes: 'govuk-fieldset__legend--s' } }}
          items={mine.map((account) => ({
            value: account.id,
            text: `@${account.handle} (${networkName(account.network)})`,
          }))}
        />
        <Govuk.Input
          name="s1-purpose"
          id="s1-purpose"
          label={{ text: say.s1Purpose }}
          value={typed(ask, 's1-purpose')}
          errorMessage={wrong(ask, 's1-purpose')}
        />
        <Govuk.Button text={say.s1Send} classes="govuk-button--warning" />
      </Form>
    </section>
  );
}
