/** One thing that was said to us: what it is, who has it, what has been done, and what can be done. */
import { Clock, fullTime, Govuk, Live, Moj, Reasons, SeverityTag } from '#components';
import { type Ask, Mistakes, page } from '#web';
import { mayNeverBeAnswered, wantsHuman } from '../acts.ts';
import type { DeskItem, DeskStep } from '../door.ts';
import { pageWording as say, stateWording } from '../page-wording.ts';
import type { DeskPages } from './index.ts';
import { ItemActs } from './item-acts.tsx';
import { Links, Outcome, RequestClock, Said, Steps } from './item-parts.tsx';
import { after, clockOf, codeName, hrefOf, isStale, type Names, numberOf } from './parts.tsx';

export interface LoadedItem {
  readonly item: DeskItem;
  readonly steps: readonly DeskStep[];
  readonly names: Names;
  readonly colleagues: readonly { readonly id: string; readonly name: string }[];
  readonly incidents: readonly { readonly id: string; readonly title: string }[];
  readonly accounts: readonly { readonly id: string; readonly network: string; readonly handle: string }[];
}

export const itemPage = (door: DeskPages) => {
  const { items, people, codes, accounts, openIncidents, deskRoles } = door;
  return page<LoadedItem>({
    path: '/respond/desk/:id',
    may: 'work-desk',
    trace: 'desk-item-viewed',
    load: async (ask) => {
      const item = await items.item(ask.asker, ask.params.id ?? '');
      if (!item) return null;
      const steps = await items.steps(ask.asker, item.id);
      const known = await accounts();
      return {
        item,
        steps,
        names: await people.names(ask.asker, [
          ...steps.flatMap((step) => (step.what === 'assigned' ? [step.by, step.words] : [step.by])),
          ...(item.claimedBy ? [item.claimedBy] : []),
        ]),
        colleagues: item.decidedAt ? [] : await people.colleagues(ask.asker, deskRoles),
        incidents: item.decidedAt ? [] : await openIncidents(ask.asker),
        accounts: known.filter((account) => item.network === null || account.network === item.network),
      };
    },
    acts: {
      claim: {
        trace: 'desk-item-claimed',
        do: async (_input, { item }, ask) =>
          after(await items.claim(ask.asker, item.id), '', hrefOf(item.id), say.didClaim),
      },
      'take-over': {
        trace: 'desk-item-taken-over',
        do: async (_input, { item }, ask) =>
          after(await items.takeOver(ask.asker, item.id), '', hrefOf(item.id), say.didTakeOver),
      },
      release: {
        trace: 'desk-item-released',
        do: async (_input, { item }, ask) =>
          after(await items.release(ask.asker, item.id), '', '/respond/desk', say.didRelease),
      },
      answer: {
        trace: 'desk-answer-begun',
        do: async (input, { item }, ask) => {
          const wish = { accountId: input.text('account'), isHuman: input.text('human') === 'yes' };
          const answer = await items.beginAnswer(ask.asker, item.id, wish);
          return answer.ok ? { go: answer.value } : { problems: [{ field: 'account', words: answer.because }] };
        },
      },
      'no-reply': {
        trace: 'desk-item-not-answered',
        do: async (input, { item }, ask) => {
          const answer = await items.doNotReply(ask.asker, item.id, input.text('choice'), input.text('why-no-reply'));
          return after(answer, input.text('choice') ? 'why-no-reply' : 'choice', '/respond/desk', say.didNotReply);
        },
      },
      'hand-to': {
        trace: 'desk-item-handed-over',
        do: async (input, { item }, ask) => {
          const answer = await items.handTo(ask.asker, item.id, input.text('team'), input.text('why-hand-over'));
          return after(answer, input.text('team') ? 'why-hand-over' : 'team', '/respond/desk', say.didHandOver);
        },
      },
      note: {
        trace: 'desk-item-noted',
        do: async (input, { item }, ask) =>
          after(await items.note(ask.asker, item.id, input.text('note')), 'note', hrefOf(item.id), say.didNote),
      },
      assign: {
        trace: 'desk-item-assigned',
        do: async (input, { item }, ask) =>
          after(await items.assign(ask.asker, item.id, input.text('person')), 'person', hrefOf(item.id), say.didAssign),
      },
      link: {
        trace: 'desk-item-linked',
        do: async (input, { item }, ask) =>
          after(await items.link(ask.asker, item.id, input.text('incident')), 'incident', hrefOf(item.id), say.didLink),
      },
      'lock-guardian': {
        trace: 'desk-item-locked',
        do: async (input, { item }, ask) =>
          after(
            await items.lock(ask.asker, item.id, 'guardian', input.text('why-guardian')),
            'why-guardian',
            '/respond/desk',
            say.didLock,
          ),
      },
      'lock-care': {
        trace: 'desk-item-locked',
        do: async (input, { item }, ask) =>
          after(
            await items.lock(ask.asker, item.id, 'care', input.text('why-care')),
            'why-care',
            '/respond/desk',
            say.didLock,
          ),
      },
      reopen: {
        trace: 'desk-item-reopened',
        do: async (input, { item }, ask) =>
          after(
            await items.reopen(ask.asker, item.id, input.text('why-reopen')),
            'why-reopen',
            hrefOf(item.id),
            say.didReopen,
          ),
      },
    },
    view: (loaded, ask) => ({
      title: codeName(codes, loaded.item.code),
      isWide: true,
      menu: '/respond/desk',
      before: <Govuk.BackLink text={say.back} href="/respond/desk" />,
      body: <ItemBody {...loaded} codes={codes} ask={ask} />,
    }),
  });
};

function ItemBody({ codes, ask, ...loaded }: LoadedItem & { codes: DeskPages['codes']; ask: Ask }) {
  const { item, steps, names } = loaded;
  const advice = codes[item.code];
  const clock = clockOf(item, ask.now);
  const holder = item.claimedBy ? (names.get(item.claimedBy) ?? say.somebody) : null;
  return (
    <>
      <Mistakes ask={ask} />
      <Live id="item-head" path="/respond/desk/changes" says={say.changed}>
        <div class="fw-signal__head">
          <SeverityTag severity={item.severity} />
          {clock ? <Clock {...clock} /> : null}
          <span class="fw-signal__state">{stateWording[item.state]}</span>
          {holder && !item.decidedAt ? (
            <span class="fw-signal__state">
              {item.claimedBy === ask.asker.id
                ? say.youHaveIt
                : isStale(item, ask.now)
                  ? say.isIdle(holder)
                  : say.hasIt(holder)}
            </span>
          ) : null}
        </div>
      </Live>
      <h1 class="govuk-heading-l">
        {item.kind === 'handed-in' ? (
          <span class="govuk-caption-l">{say.receivedAs(fullTime(item.receivedAt), numberOf(item.id))}</span>
        ) : null}
        {codeName(codes, item.code)}
      </h1>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          {advice ? (
            <div class="fw-advice">
              <p class="govuk-body">
                <strong>{say.tell}</strong> {advice.tell}.
              </p>
              {advice.mustNot ? (
                <p class="govuk-body fw-advice__not">
                  <strong>{say.mustNot}</strong> {advice.mustNot}
                </p>
              ) : null}
            </div>
          ) : null}
          <Said item={item} />
          {item.foiDueAt ? <RequestClock due={item.foiDueAt} now={ask.now} /> : null}
          {item.isHandedIn ? (
            <section class="fw-panel" aria-labelledby="handed-in">
              <h2 class="govuk-heading-s" id="handed-in">
                {say.handedInTitle}
              </h2>
              <p class="govuk-body">{say.handedInWords}</p>
            </section>
          ) : null}
          {wantsHuman(item) && !mayNeverBeAnswered(item) ? (
            <Moj.Banner type="warning" text={`${say.humanTitle}. ${say.humanWords}`} iconFallbackText="Warning" />
          ) : null}
          {item.decidedAt ? <Outcome item={item} /> : null}
          <Steps steps={steps} names={names} />
          {item.reasons.length > 0 ? (
            <details class="govuk-details">
              <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">{say.whyHere}</span>
              </summary>
              <div class="govuk-details__text">
                <Reasons
                  reasons={item.reasons.map((reason) => ({
                    words: reason.words,
                    score: reason.points,
                    ...(reason.found.length > 0 ? { detail: say.found(reason.found.slice(0, 4)) } : {}),
                  }))}
                />
              </div>
            </details>
          ) : null}
        </div>
        <div class="govuk-grid-column-one-third">
          <ItemActs {...loaded} ask={ask} />
          <Links item={item} ask={ask} />
        </div>
      </div>
    </>
  );
}
