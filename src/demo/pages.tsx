/** The demonstration's own pages: the entrance, looking at it as somebody else, beginning again, and leaving it. */
import { EmptyState, fullTime, Govuk, Signs } from '#components';
import { Form, type Page, page, type Route } from '#web';
import type { People } from '../people/door.ts';
import { roles } from '../people/roles.ts';
import type { Mailbox } from './mailbox.ts';
import { demonstrationWording as say } from './wording.ts';

export interface DemonstrationParts {
  readonly people: People;
  readonly mailbox: Mailbox;
  /** Key to id of the made-up people. */
  readonly visitors: () => ReadonlyMap<string, string>;
  readonly leave: () => void;
  readonly restart: () => void;
}

export function demonstrationPages({ people, mailbox, visitors, leave, restart }: DemonstrationParts): {
  pages: readonly Page[];
  routes: readonly Route[];
} {
  const entrance = page({
    path: '/demonstration',
    may: 'anybody',
    trace: null,
    menu: { group: 'house', words: say.menu, order: 95 },
    load: async (ask) => {
      const colleagues = await people.colleagues({ kind: 'system', id: 'demonstration', roles: ['system'] });
      const cast = [...visitors()].flatMap(([key, id]) => {
        const found = colleagues.find((one) => one.id === id);
        return found ? [{ id, name: found.name, held: found.roles, work: say.works[key] ?? '' }] : [];
      });
      return { cast, isIn: ask.person !== null };
    },
    acts: {
      be: {
        trace: 'demonstration-entered',
        do: async (input) => {
          const id = visitors().get(input.text('who')) ?? input.text('who');
          if (![...visitors().values()].includes(id)) return { refused: say.choosePerson };
          return { go: '/', session: await people.signInAs(id) };
        },
      },
      restart: {
        trace: 'demonstration-restarted',
        do: async () => {
          restart();
          return { go: '/', flash: { kind: 'success', title: say.didRestart } };
        },
      },
    },
    view: ({ cast, isIn }, ask) => ({
      title: say.title,
      body: (
        <>
          <h1 class="govuk-heading-xl">{say.title}</h1>
          <p class="govuk-body-l">{say.lead}</p>
          <Form ask={ask} act="be">
            <input type="hidden" name="who" value="ann" />
            <Govuk.Button text={say.begin} isStartButton />
          </Form>
          <Signs title={say.signsTitle}>
            {say.signs.map((words) => (
              <p>{words}</p>
            ))}
          </Signs>
          <h2 class="govuk-heading-m">{say.walkTitle}</h2>
          <ol class="govuk-list govuk-list--number">
            {say.walk.map((words) => (
              <li>{words}</li>
            ))}
          </ol>
          <h2 class="govuk-heading-m">{say.others}</h2>
          <p class="govuk-body">{say.othersWords}</p>
          <ul class="fw-cast">
            {cast.map(({ id, name, held, work }) => (
              <li class="fw-cast__item">
                <Form ask={ask} act="be">
                  <input type="hidden" name="who" value={id} />
                  <button class="govuk-link fw-link-button" type="submit">
                    {say.lookAs(name)}
                  </button>
                  <p class="govuk-body">{work}</p>
                  <p class="govuk-body-s fw-quiet">
                    {held.length > 0 ? held.map((role) => roles[role]).join(', ') : say.plainStaff}
                  </p>
                </Form>
              </li>
            ))}
          </ul>
          {isIn ? (
            <Form ask={ask} act="restart">
              <Govuk.Button text={say.restart} classes="govuk-button--secondary" />
            </Form>
          ) : null}
          <p class="govuk-body">
            <a class="govuk-link" href="/demonstration/leave">
              {say.leaveLink}
            </a>
          </p>
        </>
      ),
    }),
  });

  const leaving = page({
    path: '/demonstration/leave',
    may: 'anybody',
    trace: null,
    load: async () => ({}),
    acts: {
      leave: {
        trace: 'demonstration-left',
        do: async () => {
          leave();
          return { go: '/set-up', session: null };
        },
      },
    },
    view: (_loaded, ask) => ({
      title: say.leaveTitle,
      before: <Govuk.BackLink text={say.back} href="/" />,
      body: (
        <>
          <h1 class="govuk-heading-l">{say.leaveTitle}</h1>
          {say.leaveWords.map((words) => (
            <p class="govuk-body">{words}</p>
          ))}
          <Form ask={ask} act="leave">
            <Govuk.Button text={say.leaveButton} />
          </Form>
        </>
      ),
    }),
  });

  const letters = page({
    path: '/demonstration/mailbox',
    may: 'signed-in',
    trace: null,
    menu: { group: 'house', words: say.mailboxMenu, order: 94 },
    load: async () => mailbox.letters(),
    view: (list) => ({
      title: say.mailboxTitle,
      body: (
        <>
          <h1 class="govuk-heading-l">{say.mailboxTitle}</h1>
          <p class="govuk-body">{say.mailboxIntro}</p>
          {list.length === 0 ? <EmptyState title={say.mailboxEmpty} /> : null}
          {list.map((letter) => (
            <article class="fw-post">
              <header class="fw-post__head">
                <span class="fw-post__who">{letter.subject}</span>
                <span class="fw-post__where">
                  {say.letterTo(letter.to)}, {fullTime(letter.at)}
                </span>
              </header>
              <div class="fw-post__text">{letter.text}</div>
            </article>
          ))}
        </>
      ),
    }),
  });

  return { pages: [entrance, leaving, letters], routes: [] };
}
