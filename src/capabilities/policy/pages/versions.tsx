/** All versions that were ever in force and the drafts; beginning a draft; and who may read the policy. */
import { fullDay, Govuk } from '#components';
import { type Ask, Form, Mistakes, page, typed, wrong } from '#web';
import { may } from '../../../people/roles.ts';
import type { Day, VersionLine } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import { type Door, dayWords, type Names, namesFor, type PageNeeds, Sections } from './parts.tsx';

interface Loaded {
  readonly list: readonly VersionLine[];
  readonly today: Day;
  readonly isPublic: boolean;
  readonly names: Names;
}

export const versionsPage = ({ versions, drafts }: Door, needs: PageNeeds) =>
  page<Loaded>({
    path: '/policy/versions',
    may: 'see-policy',
    trace: null,
    load: async (ask) => {
      const list = await versions.list(ask.asker);
      return {
        list,
        today: versions.today(),
        isPublic: await versions.isPublic(),
        names: await namesFor(
          needs,
          ask,
          list.flatMap((one) => [one.begunBy, one.adoptedBy]),
        ),
      };
    },
    acts: {
      begin: {
        may: 'write-policy',
        trace: 'policy-draft-begun',
        do: async (input, _loaded, ask) => {
          const answer = await drafts.begin(ask.asker, input.text('title'));
          return answer.ok
            ? { go: `/policy/drafts/${answer.value}`, flash: { kind: 'success', title: say.didBegin } }
            : { problems: answer.problems };
        },
      },
      publish: {
        may: 'adopt-policy',
        trace: 'policy-shown-to-public',
        do: async (_input, _loaded, ask) => {
          await versions.setPublic(ask.asker, true);
          return { go: '/policy/versions', flash: { kind: 'success', title: say.didPublic } };
        },
      },
      hide: {
        may: 'adopt-policy',
        trace: 'policy-shown-to-staff-only',
        do: async (_input, _loaded, ask) => {
          await versions.setPublic(ask.asker, false);
          return { go: '/policy/versions', flash: { kind: 'success', title: say.didPrivate } };
        },
      },
    },
    view: ({ list, today, isPublic, names }, ask) => {
      const adopted = list.filter((one) => one.number !== null);
      const standing = adopted.find((one) => (one.inForceFrom ?? '') <= today);
      return {
        title: say.versionsTitle,
        menu: '/policy',
        body: (
          <>
            <Mistakes ask={ask} />
            <Sections at="/policy/versions" />
            <h1 class="govuk-heading-l">{say.versionsTitle}</h1>
            <p class="govuk-body">{say.versionsIntro}</p>
            {may(ask.asker.roles, 'see-policy-drafts') ? <Drafts list={list} names={names} ask={ask} /> : null}
            <section aria-labelledby="adopted">
              <h2 class="govuk-heading-m" id="adopted">
                {say.adoptedVersions}
              </h2>
              <ul class="fw-versions">
                {adopted.map((version, at) => (
                  <Adopted version={version} before={adopted[at + 1]} standing={standing} today={today} />
                ))}
              </ul>
            </section>
            {adopted.length > 1 ? <CompareTwo adopted={adopted} /> : null}
            <WhoReads isPublic={isPublic} ask={ask} />
          </>
        ),
      };
    },
  });

function Adopted({
  version,
  before,
  standing,
  today,
}: {
  version: VersionLine;
  before: VersionLine | undefined;
  standing: VersionLine | undefined;
  today: Day;
}) {
  const from = version.inForceFrom ?? today;
  const state =
    version.id === standing?.id
      ? { text: say.stateNow, classes: 'govuk-tag--green' }
      : from > today
        ? { text: say.stateComes, classes: 'govuk-tag--yellow' }
        : { text: say.stateWas, classes: 'govuk-tag--grey' };
  return (
    <li class="fw-versions__item">
      <h3 class="govuk-heading-s">
        <a class="govuk-link" href={`/policy/versions/${version.id}`}>
          {say.version(version.number ?? 0)}: {version.title}
        </a>{' '}
        <Govuk.Tag {...state} />
      </h3>
      <p class="govuk-body-s fw-quiet">
        {say.from} {dayWords(from)}
      </p>
      <p class="govuk-body fw-clause__words">{version.whatChanged}</p>
      {before ? (
        <p class="govuk-body">
          <a class="govuk-link" href={`/policy/compare?from=${before.id}&to=${version.id}`}>
            {say.compareWith}
            <span class="govuk-visually-hidden">: {say.version(version.number ?? 0)}</span>
          </a>
        </p>
      ) : null}
    </li>
  );
}

function Drafts({ list, names, ask }: { list: readonly VersionLine[]; names: Names; ask: Ask }) {
  const open = list.filter((one) => one.state === 'draft' || one.state === 'asked');
  return (
    <section aria-labelledby="drafts">
      <h2 class="govuk-heading-m" id="drafts">
        {say.drafts}
      </h2>
      {open.length === 0 ? <p class="govuk-body">{say.noDrafts}</p> : null}
      <ul class="fw-versions">
        {open.map((draft) => (
          <li class="fw-versions__item">
            <h3 class="govuk-heading-s">
              <a class="govuk-link" href={`/policy/versions/${draft.id}`}>
                {draft.title}
              </a>{' '}
              <Govuk.Tag
                text={say.states[draft.state]}
                classes={draft.state === 'asked' ? 'govuk-tag--yellow' : 'govuk-tag--blue'}
              />
            </h3>
            <p class="govuk-body-s fw-quiet">
              {say.begunBy} {names(draft.begunBy)}, {fullDay(draft.begunAt)}
            </p>
          </li>
        ))}
      </ul>
      {may(ask.asker.roles, 'write-policy') ? (
        <section class="fw-panel" aria-labelledby="begin">
          <h3 class="govuk-heading-s" id="begin">
            {say.newDraft}
          </h3>
          <p class="govuk-body">{say.newDraftWords}</p>
          <Form ask={ask} act="begin">
            <Govuk.Input
              id="title"
              name="title"
              label={{ text: say.draftTitle }}
              hint={{ text: say.draftTitleHint }}
              value={typed(ask, 'title', ask.query.title ?? '')}
              errorMessage={wrong(ask, 'title')}
            />
            <Govuk.Button text={say.newDraft} />
          </Form>
        </section>
      ) : null}
    </section>
  );
}

function CompareTwo({ adopted }: { adopted: readonly VersionLine[] }) {
  const items = adopted.map((one) => ({ value: one.id, text: `${say.version(one.number ?? 0)}: ${one.title}` }));
  return (
    <section class="fw-panel" aria-labelledby="two">
      <h2 class="govuk-heading-m" id="two">
        {say.compareTwo}
      </h2>
      <form method="get" action="/policy/compare">
        <Govuk.Select id="from" name="from" label={{ text: say.older }} items={items} value={adopted[1]!.id} />
        <Govuk.Select id="to" name="to" label={{ text: say.newer }} items={items} value={adopted[0]!.id} />
        <Govuk.Button text={say.compare} classes="govuk-button--secondary" />
      </form>
    </section>
  );
}

function WhoReads({ isPublic, ask }: { isPublic: boolean; ask: Ask }) {
  return (
    <section aria-labelledby="readers">
      <h2 class="govuk-heading-m" id="readers">
        {say.publicTitle}
      </h2>
      <p class="govuk-body">{isPublic ? say.publicOn : say.publicOff}</p>
      {may(ask.asker.roles, 'adopt-policy') ? (
        <Form ask={ask} act={isPublic ? 'hide' : 'publish'}>
          <Govuk.Button text={isPublic ? say.switchPrivate : say.switchPublic} classes="govuk-button--secondary" />
        </Form>
      ) : null}
    </section>
  );
}
