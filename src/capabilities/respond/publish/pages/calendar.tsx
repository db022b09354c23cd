/** The week: what leaves when, what waits for a yes, what is out, and when special rules hold before a vote. */
import { clockTime, fullDay, Govuk, shortDay } from '#components';
import { localDay } from '#engines/calendar';
import { type Ask, page } from '#web';
import type { Account, Draft, Election, Publication } from '../door.ts';
import { pageWording as say } from '../drafts-wording.ts';
import { draftHref, loadSigns, PostState, postHref, type Signs, StageTag, StopSign, stageOf } from './draft-parts.tsx';
import type { PublishDoor, PublishNeeds } from './index.ts';
import { dayText, mondayOf, readDay, startOfDay } from './moments.ts';

interface LoadedWeek {
  readonly monday: number;
  readonly posts: readonly Publication[];
  /** With a time of their own, and not let go yet. */
  readonly drafts: readonly (Draft & { readonly startsAt: Date })[];
  readonly accounts: readonly Account[];
  readonly elections: readonly Election[];
  readonly signs: Signs;
}

const isPlanned = (draft: Draft): draft is Draft & { readonly startsAt: Date } =>
  draft.startsAt !== null && ['writing', 'approval', 'leaving'].includes(stageOf(draft));

export const calendarPage = (door: PublishDoor, needs: PublishNeeds) =>
  page<LoadedWeek>({
    path: '/respond/calendar',
    may: 'see-publishing',
    trace: 'publish-calendar-viewed',
    load: async (ask) => {
      const wanted = readDay(ask.query.week ?? '');
      const monday = mondayOf(wanted === null ? ask.now : startOfDay(wanted));
      const [from, to] = [startOfDay(monday), startOfDay(monday + 7)];
      return {
        monday,
        posts: await door.queue.between(ask.asker, from, to),
        drafts: (await door.drafts.list(ask.asker))
          .filter(isPlanned)
          .filter((draft) => draft.startsAt >= from && draft.startsAt < to),
        accounts: await door.accounts.list(ask.asker),
        elections: await door.elections.list(ask.asker),
        signs: await loadSigns(door, needs, ask),
      };
    },
    view: (loaded, ask) => {
      const { monday } = loaded;
      const weekHref = (day: number) => `/respond/calendar?week=${dayText(day)}`;
      return {
        title: say.calendarTitle,
        isWide: true,
        menu: '/respond/drafts',
        before: <Govuk.BackLink text={say.back} href="/respond/drafts" />,
        body: (
          <>
            <StopSign signs={loaded.signs} ask={ask} />
            <h1 class="govuk-heading-l">{say.calendarTitle}</h1>
            <p class="govuk-body">{say.calendarIntro}</p>
            <h2 class="govuk-heading-m">{say.week(fullDay(startOfDay(monday)), fullDay(startOfDay(monday + 6)))}</h2>
            <p class="govuk-body">
              <a class="govuk-link" href={weekHref(monday - 7)}>
                {say.earlier}
              </a>{' '}
              <a class="govuk-link" href="/respond/calendar">
                {say.today}
              </a>{' '}
              <a class="govuk-link" href={weekHref(monday + 7)}>
                {say.later}
              </a>
            </p>
            <ol class="fw-week">
              {Array.from({ length: 7 }, (_, i) => (
                <Day {...loaded} day={monday + i} ask={ask} />
              ))}
            </ol>
          </>
        ),
      };
    },
  });

const weekday = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', weekday: 'long' });

function Day({ day, posts, drafts, accounts, elections, ask }: LoadedWeek & { day: number; ask: Ask }) {
  const start = startOfDay(day);
  const isToday = localDay(ask.now.getTime()) === day;
  const rows = [
    ...posts
      .filter((post) => localDay(post.dueAt.getTime()) === day)
      .map((post) => ({ at: post.dueAt, row: <PostRow post={post} /> })),
    ...drafts
      .filter((draft) => localDay(draft.startsAt.getTime()) === day)
      .map((draft) => ({ at: draft.startsAt, row: <DraftRow draft={draft} accounts={accounts} /> })),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
  const votes = elections.filter((one) => one.startsOn <= dayText(day) && one.endsOn >= dayText(day));
  return (
    <li class={`fw-week__day${isToday ? ' fw-week__day--today' : ''}`}>
      <h3 class="govuk-heading-s">
        <time dateTime={dayText(day)}>
          {weekday.format(start)} {shortDay(start)}
        </time>
        {isToday ? ` (${say.isToday})` : ''}
      </h3>
      {votes.map((vote) => (
        <p class="govuk-body-s">{say.election(vote.name)}</p>
      ))}
      {rows.length === 0 ? (
        <p class="govuk-hint">{say.dayEmpty}</p>
      ) : (
        <ul class="fw-week__posts">
          {rows.map(({ at, row }) => (
            <li class="fw-week__post">
              <time dateTime={at.toISOString()}>{clockTime(at)}</time> {row}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function PostRow({ post }: { post: Publication }) {
  return (
    <>
      <PostState post={post} />
      <br />
      <a class="govuk-link" href={postHref(post.id)}>
        @{post.handle}: {post.text.slice(0, 60)}
      </a>
    </>
  );
}

function DraftRow({ draft, accounts }: { draft: Draft; accounts: readonly Account[] }) {
  const handles = accounts
    .filter((account) => draft.targets.some((target) => target.accountId === account.id))
    .map((account) => `@${account.handle}`);
  return (
    <>
      <StageTag stage={stageOf(draft)} />
      <br />
      <a class="govuk-link" href={draftHref(draft.id)}>
        {handles.join(', ')}: {draft.parts[0]?.text.slice(0, 60) || say.noWords}
      </a>
    </>
  );
}
