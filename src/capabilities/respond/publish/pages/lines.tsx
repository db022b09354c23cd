/** Lines to take: what is live, what waits, what has ended, and which fits the words of a post. */
import { EmptyState, fullDay, Govuk } from '#components';
import { page } from '#web';
import { may } from '../../../../people/roles.ts';
import type { Line } from '../door.ts';
import { linePage as say } from '../register-wording.ts';
import type { PublishDoor, PublishNeeds } from './index.ts';
import { type LineState, StateTag, stateOf, waitingVersion } from './lines-parts.tsx';
import { type NameOf, namesFor } from './register-parts.tsx';

interface Loaded {
  readonly list: readonly Line[];
  readonly words: string;
  /** Null where nothing was searched for. */
  readonly found: readonly Line[] | null;
  readonly nameOf: NameOf;
}

type Group = keyof typeof say.groups;

const here = '/respond/lines';
const mostWords = 2000;

export const linesPage = ({ lines }: Pick<PublishDoor, 'lines'>, needs: PublishNeeds) =>
  page<Loaded>({
    path: here,
    may: 'see-publishing',
    trace: 'lines-viewed',
    menu: {
      group: 'respond',
      words: say.menu,
      order: 47,
      waiting: async (ask) =>
        may(ask.asker.roles, 'approve-lines')
          ? (await lines.list(ask.asker)).filter((line) => isForMe(line, ask.asker.id, ask.now)).length
          : 0,
    },
    load: async (ask) => {
      const words = (ask.query.words ?? '').trim().slice(0, mostWords);
      const found = words === '' ? null : (await lines.find(ask.asker, words)).map(({ line }) => line);
      const list = await lines.list(ask.asker);
      return {
        list,
        words,
        found,
        nameOf: await namesFor(
          needs,
          ask,
          list.map((line) => line.versions[0]?.writtenBy ?? null),
        ),
      };
    },
    view: ({ list, words, found, nameOf }, ask) => {
      const show = (some: readonly Line[]) => <Lines lines={some} nameOf={nameOf} now={ask.now} />;
      return {
        title: say.title,
        body: (
          <>
            <h1 class="govuk-heading-l">{say.title}</h1>
            <p class="govuk-body">{say.intro}</p>
            {may(ask.asker.roles, 'write-lines') ? <Govuk.Button text={say.write} href={`${here}/new`} /> : null}
            <form method="get" action={here}>
              <Govuk.Input
                name="words"
                id="words"
                label={{ text: say.search, classes: 'govuk-label--s' }}
                hint={{ text: say.searchHint }}
                value={words}
              />
              <Govuk.Button text={say.find} classes="govuk-button--secondary" />
            </form>
            {found ? (
              <>
                <h2 class="govuk-heading-m">{found.length === 0 ? say.foundNone : say.found(found.length)}</h2>
                {found.length === 0 ? <p class="govuk-body">{say.foundNoneWords}</p> : show(found)}
                <p class="govuk-body">
                  <a class="govuk-link" href={here}>
                    {say.clear}
                  </a>
                </p>
              </>
            ) : list.length === 0 ? (
              <EmptyState title={say.empty}>
                <p class="govuk-body">{say.emptyWords}</p>
              </EmptyState>
            ) : (
              (['waiting', 'live', 'ended'] as const).map((group) => {
                const some = list.filter((line) => groupOf(line, ask.now) === group);
                return (
                  <>
                    <h2 class="govuk-heading-m">{say.groups[group]}</h2>
                    {some.length === 0 ? <p class="govuk-body">{say.none[group]}</p> : show(some)}
                  </>
                );
              })
            )}
          </>
        ),
      };
    },
  });

const isForMe = (line: Line, me: string, now: Date) => {
  const version = waitingVersion(line, now);
  return version !== null && version.writtenBy !== me;
};

function groupOf(line: Line, now: Date): Group {
  const state: LineState = stateOf(line, now);
  return state === 'waiting' || state === 'live' ? state : 'ended';
}

function Lines({ lines, nameOf, now }: { lines: readonly Line[]; nameOf: NameOf; now: Date }) {
  return (
    <ul class="fw-sources">
      {lines.map((line) => {
        const state = stateOf(line, now);
        const shown = line.live ?? line.versions[0]!;
        const hasNew = state === 'live' && waitingVersion(line, now) !== null;
        const facts = [
          say.forAudience(line.audience),
          state === 'expired' ? say.ended(fullDay(shown.expiresAt)) : say.until(fullDay(shown.expiresAt)),
          ...(state === 'waiting' ? [say.writtenBy(nameOf(shown.writtenBy))] : []),
          ...(hasNew ? [say.newVersionWaits] : []),
        ];
        return (
          <li class="fw-source">
            <div class="fw-source__name">
              <a class="govuk-link" href={`${here}/${line.id}`}>
                {line.title}
              </a>
            </div>
            <div>
              <StateTag state={state} />
            </div>
            <p class="govuk-body-s fw-source__words">
              <span lang={shown.lang} dir="auto">
                {shown.text.length > 200 ? `${shown.text.slice(0, 199).trimEnd()}…` : shown.text}
              </span>
              <br />
              {facts.join(', ')}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
