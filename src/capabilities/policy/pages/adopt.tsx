/** Check answers and ask for adoption; then, for somebody else, read what changes and adopt it or send it back. */
import { Govuk } from '#components';
import { readingOf } from '#engines/reading';
import { type Ask, Form, Mistakes, page, typed, wrong } from '#web';
import { compareVersions } from '../compare.ts';
import type { Day, Gap, Version } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import { Differences } from './compare.tsx';
import {
  atDay,
  DayFields,
  type Door,
  dayFrom,
  hardClauses,
  live,
  type Names,
  namesFor,
  type PageNeeds,
} from './parts.tsx';
import { Notes } from './version.tsx';

interface Loaded {
  readonly version: Version;
  readonly base: Version | null;
  readonly names: Names;
  readonly gaps: readonly Gap[];
  readonly missing: readonly string[];
  readonly today: Day;
}

async function load({ versions, adoption, gaps }: Door, needs: PageNeeds, ask: Ask): Promise<Loaded | null> {
  const version = await versions.version(ask.asker, ask.params.id ?? '');
  if (!version || (version.state !== 'draft' && version.state !== 'asked')) return null;
  const base = version.baseId ? await versions.version(ask.asker, version.baseId) : null;
  return {
    version,
    base,
    names: await namesFor(needs, ask, [
      ...version.writers,
      ...[...version.clauses, ...(base?.clauses ?? [])].map((one) => one.ownerId),
    ]),
    gaps: (await gaps.list(ask.asker)).filter((gap) => version.gapIds.includes(gap.id)),
    missing: await adoption.missing(ask.asker, version.id),
    today: versions.today(),
  };
}

export const askPage = (door: Door, needs: PageNeeds) =>
  page<Loaded>({
    path: '/policy/drafts/:id/ask',
    may: 'write-policy',
    trace: 'policy-draft-viewed',
    load: (ask) => load(door, needs, ask),
    acts: {
      ask: {
        trace: 'policy-adoption-asked',
        do: async (input, { version }, ask) => {
          const answer = await door.adoption.ask(ask.asker, version.id, input.text('words'));
          return answer.ok
            ? { go: `/policy/versions/${version.id}`, flash: { kind: 'success', title: say.didAsk } }
            : { problems: answer.problems };
        },
      },
      'take-back': {
        trace: 'policy-adoption-taken-back',
        do: async (_input, { version }, ask) => {
          const answer = await door.adoption.takeBack(ask.asker, version.id);
          return answer.ok
            ? { go: `/policy/drafts/${version.id}`, flash: { kind: 'success', title: say.didTakeBack } }
            : { problems: answer.problems };
        },
      },
    },
    view: (loaded, ask) => ({
      title: say.askTitle,
      menu: '/policy',
      before: <Govuk.BackLink text={loaded.version.title} href={`/policy/versions/${loaded.version.id}`} />,
      body: (
        <>
          <Mistakes ask={ask} />
          <span class="govuk-caption-l">{loaded.version.title}</span>
          <h1 class="govuk-heading-l">{say.askTitle}</h1>
          <p class="govuk-body">{say.askWords}</p>
          {loaded.version.state === 'asked' ? (
            <TakeBack ask={ask} />
          ) : loaded.missing.length > 0 ? (
            <Missing loaded={loaded} />
          ) : null}
          <Whole loaded={loaded} />
          {loaded.version.state === 'draft' ? (
            <>
              <p class="govuk-body">
                <a class="govuk-link" href={`/policy/drafts/${loaded.version.id}/notes`}>
                  {say.changeNotes}
                </a>
              </p>
              {loaded.missing.length > 0 ? null : (
                <Form ask={ask} act="ask">
                  <Govuk.Textarea
                    id="words"
                    name="words"
                    rows={2}
                    label={{ text: say.askNote, classes: 'govuk-label--s' }}
                    value={typed(ask, 'words')}
                  />
                  <Govuk.Button text={say.ask} />
                </Form>
              )}
            </>
          ) : null}
        </>
      ),
    }),
  });

export const adoptPage = (door: Door, needs: PageNeeds) =>
  page<Loaded>({
    path: '/policy/drafts/:id/adopt',
    may: 'adopt-policy',
    trace: 'policy-draft-viewed',
    load: async (ask) => {
      const loaded = await load(door, needs, ask);
      return loaded?.version.state === 'asked' ? loaded : null;
    },
    acts: {
      adopt: {
        trace: 'policy-version-adopted',
        do: async (input, { version }, ask) => {
          const answer = await door.adoption.adopt(ask.asker, version.id, {
            revision: Number(input.text('revision')),
            words: input.text('words'),
            from: dayFrom(input, 'from'),
          });
          return answer.ok
            ? { go: `/policy/versions/${version.id}`, flash: { kind: 'success', title: say.didAdopt(answer.value) } }
            : { problems: answer.problems.map(atDay('from')) };
        },
      },
      'send-back': {
        trace: 'policy-draft-sent-back',
        do: async (input, { version }, ask) => {
          const answer = await door.adoption.sendBack(ask.asker, version.id, input.text('words'));
          return answer.ok
            ? { go: `/policy/versions/${version.id}`, flash: { kind: 'success', title: say.didSendBack } }
            : { problems: answer.problems };
        },
      },
    },
    view: (loaded, ask) => {
      const { version } = loaded;
      return {
        title: say.adoptTitle,
        menu: '/policy',
        before: <Govuk.BackLink text={version.title} href={`/policy/versions/${version.id}`} />,
        body: (
          <>
            <Mistakes ask={ask} />
            <span class="govuk-caption-l">{version.title}</span>
            <h1 class="govuk-heading-l">{say.adoptTitle}</h1>
            <Whole loaded={loaded} />
            {version.writers.includes(ask.asker.id) ? (
              <section class="fw-panel" aria-labelledby="own">
                <h2 class="govuk-heading-m" id="own">
                  {say.yourOwnTitle}
                </h2>
                <p class="govuk-body">{say.yourOwnWords}</p>
                <a class="govuk-link" href={`/policy/drafts/${version.id}/ask`}>
                  {say.takeBack}
                </a>
              </section>
            ) : (
              <Decide loaded={loaded} ask={ask} />
            )}
          </>
        ),
      };
    },
  });

/** Everything that is decided on: the notes, how hard it reads, and every difference. */
function Whole({ loaded: { version, base, names, gaps } }: { loaded: Loaded }) {
  const hard = hardClauses(version.clauses);
  const reading = readingOf(
    live(version)
      .map((one) => one.words)
      .join('\n'),
  );
  return (
    <>
      <Notes version={version} names={names} gaps={gaps} />
      {reading ? <p class="govuk-body">{say.readingOfAll(reading.age)}</p> : null}
      {hard.length > 0 ? <Govuk.WarningText text={say.hardClauses(hard)} iconFallbackText="Warning" /> : null}
      <h2 class="govuk-heading-m">{say.compareTitle}</h2>
      <p class="govuk-body">{say.howToRead}</p>
      {base ? <Differences comparison={compareVersions(base, version)} names={names} sides={null} /> : null}
    </>
  );
}

function Missing({ loaded: { version, missing } }: { loaded: Loaded }) {
  return (
    <section class="fw-starter" aria-labelledby="missing">
      <h2 class="govuk-heading-s" id="missing">
        {say.askMissing}
      </h2>
      <ul class="govuk-list govuk-list--bullet">
        {missing.map((one) => (
          <li>{one}</li>
        ))}
      </ul>
      <a class="govuk-link" href={`/policy/drafts/${version.id}`}>
        {say.editDraft}
      </a>
    </section>
  );
}

function TakeBack({ ask }: { ask: Ask }) {
  return (
    <section class="fw-panel">
      <p class="govuk-body">{say.takeBackWords}</p>
      <Form ask={ask} act="take-back">
        <Govuk.Button text={say.takeBack} classes="govuk-button--secondary" />
      </Form>
    </section>
  );
}

function Decide({ loaded: { version, today }, ask }: { loaded: Loaded; ask: Ask }) {
  const dayError = wrong(ask, 'from-day');
  return (
    <section class="fw-panel" aria-labelledby="decide">
      <h2 class="govuk-heading-m" id="decide">
        {say.decideDraft}
      </h2>
      <Form ask={ask} act="adopt">
        <input type="hidden" name="revision" value={String(version.revision)} />
        <Govuk.Textarea
          id="words"
          name="words"
          rows={3}
          label={{ text: say.adoptWhy, classes: 'govuk-label--s' }}
          hint={{ text: say.adoptWhyHint }}
          value={typed(ask, 'words')}
          errorMessage={wrong(ask, 'words')}
        />
        <DayFields
          ask={ask}
          name="from"
          label={say.adoptFrom}
          hint={say.adoptFromHint}
          day={today}
          error={dayError && 'text' in dayError ? dayError : undefined}
        />
        <div class="govuk-button-group">
          <Govuk.Button text={say.adopt} name="act" value="adopt" />
          <Govuk.Button text={say.sendBack} name="act" value="send-back" classes="govuk-button--secondary" />
        </div>
      </Form>
    </section>
  );
}
