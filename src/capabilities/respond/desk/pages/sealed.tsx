/** The sealed map: what was handed over, and whom it was about, when two people opened it together. */
import { EmptyState, fullDay, fullTime, Govuk, Scroll } from '#components';
import { type Ask, Form, Mistakes, page, typed, wrong } from '#web';
import type { SealedEntry } from '../door.ts';
import { pageWording as say, stateWording } from '../page-wording.ts';
import type { DeskPages } from './index.ts';
import { after, type Names } from './parts.tsx';

const hrefOf = (id: string) => `/respond/sealed/${id}`;
const mapState = ({ opening }: SealedEntry) =>
  opening === null ? say.sealedShut : opening.confirmedBy ? say.sealedOpen : say.sealedAsked;

export const sealedPage = ({ sealed }: DeskPages) =>
  page({
    path: '/respond/sealed',
    may: 'open-sealed-map',
    trace: 'sealed-map-listed',
    menu: {
      group: 'respond',
      words: say.sealedMenu,
      order: 36,
      waiting: async (ask) =>
        (await sealed.list(ask.asker)).filter(
          ({ opening }) => opening && !opening.confirmedBy && opening.askedBy !== ask.asker.id,
        ).length,
    },
    load: (ask) => sealed.list(ask.asker),
    view: (list) => ({
      title: say.sealedTitle,
      body: (
        <>
          <h1 class="govuk-heading-l">{say.sealedTitle}</h1>
          {say.sealedIntro.map((words) => (
            <p class="govuk-body">{words}</p>
          ))}
          {list.length === 0 ? (
            <EmptyState title={say.sealedEmpty}>
              <p class="govuk-body">{say.sealedEmptyWords}</p>
            </EmptyState>
          ) : (
            <Scroll label={say.sealedTitle}>
              <Govuk.Table
                caption={say.sealedTitle}
                captionClasses="govuk-visually-hidden"
                head={[{ text: say.sealedHanded }, { text: say.sealedPost }, { text: say.sealedState }]}
                rows={list.map((entry) => [
                  {
                    html: (
                      <a class="govuk-link" href={hrefOf(entry.itemId)}>
                        {fullTime(entry.receivedAt)}
                      </a>
                    ),
                  },
                  { text: stateWording[entry.state] },
                  { text: mapState(entry) },
                ])}
              />
            </Scroll>
          )}
        </>
      ),
    }),
  });

interface Loaded {
  readonly entry: SealedEntry;
  readonly names: Names;
  /** Null while it is shut to this person. */
  readonly found: readonly { readonly personId: string; readonly address: string | null }[] | null;
}

export const sealedEntryPage = ({ sealed, people }: DeskPages) =>
  page<Loaded>({
    path: '/respond/sealed/:id',
    may: 'open-sealed-map',
    trace: 'sealed-map-viewed',
    load: async (ask) => {
      const entry = await sealed.entry(ask.asker, ask.params.id ?? '');
      if (!entry) return null;
      const found = await sealed.open(ask.asker, entry.itemId);
      const ids = [
        ...(found ?? []).map((one) => one.personId),
        ...(entry.opening ? [entry.opening.askedBy, entry.opening.confirmedBy ?? ''] : []),
      ];
      return { entry, found, names: await people.names(ask.asker, ids.filter(Boolean)) };
    },
    acts: {
      ask: {
        trace: 'sealed-map-asked',
        do: async (input, { entry }, ask) =>
          after(
            await sealed.ask(ask.asker, entry.itemId, input.text('because')),
            'because',
            hrefOf(entry.itemId),
            say.didAsk,
          ),
      },
      confirm: {
        trace: 'sealed-map-confirmed',
        do: async (_input, { entry }, ask) =>
          after(await sealed.confirm(ask.asker, entry.itemId), '', hrefOf(entry.itemId), say.didConfirm),
      },
      shut: {
        trace: 'sealed-map-shut',
        do: async (_input, { entry }, ask) =>
          after(await sealed.shut(ask.asker, entry.itemId), '', hrefOf(entry.itemId), say.didShut),
      },
    },
    view: ({ entry, found, names }, ask) => ({
      title: say.sealedOne(fullDay(entry.receivedAt)),
      menu: '/respond/sealed',
      before: <Govuk.BackLink text={say.sealedBack} href="/respond/sealed" />,
      body: (
        <>
          <Mistakes ask={ask} />
          <div class="govuk-grid-row">
            <div class="govuk-grid-column-two-thirds">
              <h1 class="govuk-heading-l">{say.sealedOne(fullDay(entry.receivedAt))}</h1>
              <p class="govuk-body">
                {stateWording[entry.state]}.{' '}
                {entry.url ? (
                  <a class="govuk-link" href={entry.url} rel="noreferrer noopener nofollow" target="_blank">
                    {say.sealedPost}
                  </a>
                ) : null}
              </p>
              {found ? (
                <Found entry={entry} found={found} names={names} ask={ask} />
              ) : (
                <Shut entry={entry} names={names} ask={ask} />
              )}
            </div>
          </div>
        </>
      ),
    }),
  });

function Found({ entry, found, names, ask }: Loaded & { found: NonNullable<Loaded['found']>; ask: Ask }) {
  return (
    <section class="fw-panel" aria-labelledby="found">
      <h2 class="govuk-heading-m" id="found">
        {say.who}
      </h2>
      {found.length === 0 ? <p class="govuk-body">{say.noName}</p> : null}
      <ul class="govuk-list">
        {found.map((one) => (
          <li>
            <strong>{names.get(one.personId) ?? say.somebody}</strong>
            {one.address ? (
              <>
                {'. '}
                <a class="govuk-link" href={one.address} rel="noreferrer noopener nofollow" target="_blank">
                  {say.theirAddress}
                </a>
              </>
            ) : null}
          </li>
        ))}
      </ul>
      {entry.opening?.endsAt ? <p class="govuk-hint">{say.isOpen(fullTime(entry.opening.endsAt))}</p> : null}
      <Form ask={ask} act="shut">
        <Govuk.Button text={say.shut} classes="govuk-button--secondary" />
      </Form>
    </section>
  );
}

function Shut({ entry, names, ask }: Omit<Loaded, 'found'> & { ask: Ask }) {
  const { opening } = entry;
  if (opening?.confirmedBy) return <Govuk.InsetText text={say.notYours} />;
  if (opening === null)
    return (
      <Form ask={ask} act="ask">
        <Govuk.Textarea
          name="because"
          id="because"
          rows={3}
          label={{ text: say.askWhy, classes: 'govuk-label--m' }}
          hint={{ text: say.askHint }}
          value={typed(ask, 'because')}
          errorMessage={wrong(ask, 'because')}
        />
        <Govuk.Button text={say.ask} />
      </Form>
    );
  if (opening.askedBy === ask.asker.id)
    return (
      <>
        <Govuk.InsetText text={say.waits} />
        <Form ask={ask} act="shut">
          <Govuk.Button text={say.withdraw} classes="govuk-button--secondary" />
        </Form>
      </>
    );
  return (
    <section class="fw-panel" aria-labelledby="confirm">
      <h2 class="govuk-heading-m" id="confirm">
        {say.confirmTitle}
      </h2>
      <p class="govuk-body">
        {say.confirmWords(names.get(opening.askedBy) ?? say.somebody, fullTime(opening.askedAt))}
      </p>
      <Govuk.InsetText text={opening.because} />
      <p class="govuk-body">{say.confirmHint}</p>
      <Form ask={ask} act="confirm">
        <Govuk.Button text={say.confirm} classes="govuk-button--warning" />
      </Form>
    </section>
  );
}
