/** The policy in force, or as it was on another day: contents, principles, clauses, and a search. For the public too, where it is switched on. */
import { EmptyState, Govuk, Highlight } from '#components';
import { type Ask, page } from '#web';
import { may } from '../../../people/roles.ts';
import { isDay } from '../day.ts';
import type { Day, Version, VersionLine } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import { type Found, findClauses } from '../search.ts';
import { DayFields, type Door, dayFrom, dayWords, live, Sections } from './parts.tsx';
import { More, Text } from './whole-text.tsx';

interface Loaded {
  readonly version: Version | null;
  /** The day that was asked for; null for today. */
  readonly day: Day | null;
  readonly isWrongDay: boolean;
  readonly today: Day;
  /** Adopted, and in force later than today. */
  readonly coming: VersionLine | null;
  readonly found: readonly Found[] | null;
}

/** `?on=2026-03-31`, or the three fields of the form. */
function askedDay(query: Ask['query']): { day: Day | null; isWrong: boolean } {
  const fields = dayFrom({ text: (name) => (query[name] ?? '').trim() }, 'on');
  const isAsked = ['on', 'on-day', 'on-month', 'on-year'].some((name) => query[name]);
  const day = query.on && isDay(query.on) ? query.on : fields || null;
  return { day, isWrong: isAsked && day === null };
}

export const policyPage = ({ versions, gaps }: Door) =>
  page<Loaded>({
    path: '/policy',
    may: 'anybody',
    trace: null,
    menu: {
      group: 'policy',
      words: say.menu,
      order: 65,
      waiting: async (ask) => {
        const isOwner = may(ask.asker.roles, 'write-policy');
        const tasks = isOwner ? (await gaps.tasks(ask.asker)).filter((task) => task.state === 'open').length : 0;
        const asked = may(ask.asker.roles, 'adopt-policy')
          ? (await versions.list(ask.asker)).filter(
              (version) => version.state === 'asked' && !version.writers.includes(ask.asker.id),
            ).length
          : 0;
        return tasks + asked;
      },
    },
    load: async (ask) => {
      const isInside = may(ask.asker.roles, 'see-policy');
      if (!isInside && !(await versions.isPublic())) return null;
      const { day, isWrong } = askedDay(ask.query);
      const today = versions.today();
      const version = await versions.inForce(ask.asker, day ?? today);
      const words = (ask.query.q ?? '').trim();
      return {
        version,
        day: day === today ? null : day,
        isWrongDay: isWrong,
        today,
        coming: isInside
          ? ((await versions.list(ask.asker)).findLast((one) => (one.inForceFrom ?? '') > today) ?? null)
          : null,
        found: words && version ? findClauses(live(version), words) : null,
      };
    },
    view: (loaded, ask) => {
      const { version, day, found } = loaded;
      const isInside = may(ask.asker.roles, 'see-policy');
      return {
        title: say.title,
        menu: '/policy',
        body: (
          <>
            {isInside ? <Sections at="/policy" /> : null}
            <h1 class="govuk-heading-l">{say.title}</h1>
            {version ? <Standing version={version} loaded={loaded} ask={ask} /> : null}
            {version ? null : (
              <EmptyState title={day ? say.noneThenTitle : say.noneTitle}>
                <p class="govuk-body">{day ? say.noneThenWords(dayWords(day)) : say.noneWords}</p>
                {day ? (
                  <a class="govuk-link" href="/policy">
                    {say.seeNow}
                  </a>
                ) : null}
              </EmptyState>
            )}
            <Ways loaded={loaded} ask={ask} />
            {version && found ? <FoundClauses found={found} words={ask.query.q ?? ''} isInside={isInside} /> : null}
            {version && !found ? <Text version={version} isInside={isInside} /> : null}
          </>
        ),
      };
    },
  });

/** Which version this is, since when, and what is coming. */
function Standing({ version, loaded, ask }: { version: Version; loaded: Loaded; ask: Ask }) {
  const { day, today, coming } = loaded;
  const isWriter = may(ask.asker.roles, 'write-policy');
  return (
    <>
      {day ? (
        <Govuk.InsetText
          html={
            <>
              {day < today ? say.asItWas(dayWords(day)) : say.asItWillBe(dayWords(day))}{' '}
              <a class="govuk-link" href="/policy">
                {say.seeNow}
              </a>
            </>
          }
        />
      ) : null}
      <p class="govuk-body">{say.inForceSince(version.number ?? 0, dayWords(version.inForceFrom ?? today))}</p>
      {version.kind === 'starter' && may(ask.asker.roles, 'see-policy') ? (
        <aside class="fw-starter" aria-labelledby="starter">
          <h2 class="govuk-heading-s" id="starter">
            {say.starterSign}
          </h2>
          <p class="govuk-body">{say.starterWords}</p>
          {may(ask.asker.roles, 'adopt-policy') ? <p class="govuk-body">{say.starterAct}</p> : null}
          {isWriter ? (
            <a class="govuk-link" href="/policy/versions#begin">
              {say.beginDraftLink}
            </a>
          ) : null}
        </aside>
      ) : null}
      {coming && !day ? (
        <Govuk.InsetText
          html={
            <>
              {say.comes(coming.number ?? 0, dayWords(coming.inForceFrom ?? today))}{' '}
              <a class="govuk-link" href={`/policy/compare?from=${version.id}&to=${coming.id}`}>
                {say.seeChanges}
              </a>
            </>
          }
        />
      ) : null}
    </>
  );
}

function Ways({ loaded, ask }: { loaded: Loaded; ask: Ask }) {
  const { version, day, isWrongDay, today } = loaded;
  return (
    <div class="fw-policy-ways">
      {version ? (
        <form method="get" action="/policy" class="fw-policy-search">
          {day ? <input type="hidden" name="on" value={day} /> : null}
          <Govuk.Input
            id="q"
            name="q"
            label={{ text: say.searchLabel, classes: 'govuk-label--s' }}
            value={ask.query.q ?? ''}
            type="search"
            classes="govuk-input--width-20"
          />
          <Govuk.Button text={say.search} classes="govuk-button--secondary" />
        </form>
      ) : null}
      <details class="govuk-details fw-policy-day" open={isWrongDay}>
        <summary class="govuk-details__summary">
          <span class="govuk-details__summary-text">{say.otherDay}</span>
        </summary>
        <div class="govuk-details__text">
          <form method="get" action="/policy">
            <DayFields
              ask={ask}
              name="on"
              label={say.otherDayLabel}
              hint={say.otherDayHint(dayWords(today))}
              day={day ?? ''}
              error={isWrongDay ? { text: say.otherDayWrong } : undefined}
            />
            <Govuk.Button text={say.show} classes="govuk-button--secondary" />
          </form>
        </div>
      </details>
    </div>
  );
}

function FoundClauses({ found, words, isInside }: { found: readonly Found[]; words: string; isInside: boolean }) {
  return (
    <section aria-labelledby="found">
      <h2 class="govuk-heading-m" id="found">
        {found.length === 0 ? say.foundNone(words) : say.found(found.length, words)}
      </h2>
      {found.length === 0 ? <p class="govuk-body">{say.foundNoneWords}</p> : null}
      {found.map(({ clause, inTitle, inWords }) => (
        <article class="fw-clause">
          <h3 class="govuk-heading-s">
            {clause.number}. <Highlight text={clause.title} places={inTitle} />
          </h3>
          <p class="govuk-body">
            <Highlight text={clause.words} places={inWords} />
          </p>
          <More clause={clause} isInside={isInside} />
        </article>
      ))}
      <p class="govuk-body">
        <a class="govuk-link" href="/policy">
          {say.seeAll}
        </a>
      </p>
      {isInside ? <Govuk.Button text={say.tellGap} href="/policy/gaps/new" classes="govuk-button--secondary" /> : null}
    </section>
  );
}
