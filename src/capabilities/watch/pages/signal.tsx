/** One signal: its posts, why it scored as it did, its clocks, and everything that can be done about it. */
import { Govuk } from '#components';
import type { EscalationRoute, Severity } from '#events';
import { type Act, type Ask, type Input, page, type Result } from '#web';
import { may } from '../../../people/roles.ts';
import type { Answer, Signal, Watch } from '../door.ts';
import { pageWording as say } from '../wording.ts';
import type { PageNeeds } from './index.ts';
import { codeName } from './parts.tsx';
import { type LoadedSignal, SignalBody } from './signal-body.tsx';

const pathOf = (id: string) => `/watch/signals/${id}`;
const toQueue = () => '/watch/queue';

function after(answer: Answer<unknown>, field: string, go: string, title: string): Result {
  return answer.ok ? { go, flash: { kind: 'success', title } } : { problems: [{ field, words: answer.because }] };
}

/** One step of those who triage: done, it says so and leads on; refused, the sentence stands at the field. */
function step(
  trace: string,
  field: string,
  does: (ask: Ask, signal: Signal, input: Input) => Promise<Answer<unknown>>,
  title: string,
  go: (id: string, input: Input) => string = pathOf,
): Act<LoadedSignal> {
  return {
    may: 'triage',
    trace,
    do: async (input, { signal }, ask) => after(await does(ask, signal, input), field, go(signal.id, input), title),
  };
}

export const signalPage = ({ signals }: Pick<Watch, 'signals'>, needs: PageNeeds) => {
  return page<LoadedSignal>({
    path: '/watch/signals/:id',
    // The guardian and the care lead come here too: the database shows each only what is theirs.
    may: 'see-referrals',
    trace: 'signal-viewed',
    load: async (ask) => {
      const signal = await signals.signal(ask.asker, ask.params.id ?? '');
      if (!signal) return null;
      const decisions = await signals.decisions(ask.asker, signal.id);
      return {
        signal,
        posts: await signals.posts(ask.asker, signal.id),
        decisions,
        names: await needs.people.names(ask.asker, [
          ...decisions.map((decision) => decision.by),
          ...(signal.claimedBy ? [signal.claimedBy] : []),
        ]),
        others: may(ask.asker.roles, 'triage')
          ? (await signals.list(ask.asker, { limit: 60 })).filter((other) => other.id !== signal.id)
          : [],
        shownUrl:
          ask.query.shown && may(ask.asker.roles, 'triage')
            ? await signals.openedProfile(ask.asker, signal.id, ask.query.shown)
            : null,
      };
    },
    acts: {
      claim: step('signal-claimed', '', (ask, { id }) => signals.claim(ask.asker, id), say.didClaim),
      release: step('signal-let-go', '', (ask, { id }) => signals.release(ask.asker, id), say.didRelease),
      'set-aside': step(
        'signal-set-aside',
        'why-aside',
        (ask, { id }, input) => signals.setAside(ask.asker, id, input.text('why-aside')),
        say.didSetAside,
        toQueue,
      ),
      'keep-watching': step(
        'signal-kept-watching',
        'why-aside',
        (ask, { id }, input) => signals.keepWatching(ask.asker, id, input.text('why-aside')),
        say.didKeepWatching,
        toQueue,
      ),
      escalate: {
        may: 'triage',
        trace: 'signal-escalated',
        do: async (input, { signal }, ask) => {
          const to = input.text('to') as EscalationRoute;
          if (!to) return { problems: [{ field: 'to', words: say.chooseRoute }] };
          return after(
            await signals.escalate(ask.asker, signal.id, to, input.text('why-escalate')),
            'why-escalate',
            toQueue(),
            say.didEscalate[to] ?? say.didEscalate.incident,
          );
        },
      },
      reopen: step(
        'signal-reopened',
        'why-reopen',
        (ask, { id }, input) => signals.reopen(ask.asker, id, input.text('why-reopen')),
        say.didReopen,
      ),
      judge: step(
        'signal-judged',
        'why-judge',
        (ask, { id }, input) =>
          signals.judge(ask.asker, id, input.text('severity') as Severity, input.text('code'), input.text('why-judge')),
        say.didJudge,
      ),
      split: {
        may: 'triage',
        trace: 'signal-split',
        do: async (input, { signal }, ask) => {
          const answer = await signals.split(ask.asker, signal.id, input.list('post'));
          return after(answer, 'post', answer.ok ? pathOf(answer.value) : '', say.didSplit);
        },
      },
      merge: step(
        'signal-merged',
        'into',
        (ask, { id }, input) => signals.merge(ask.asker, id, input.text('into')),
        say.didMerge,
        (_id, input) => pathOf(input.text('into')),
      ),
      lock: step(
        'signal-locked',
        'why-lock',
        (ask, { id }, input) => signals.lock(ask.asker, id, 'guardian', input.text('why-lock')),
        say.didLock,
        toQueue,
      ),
      unlock: {
        ...step(
          'signal-unlocked',
          'why-unlock',
          (ask, { id }, input) => signals.unlock(ask.asker, id, input.text('why-unlock')),
          say.didUnlock,
          () => '/watch/locked',
        ),
        may: 'see-locked',
      },
      profile: {
        may: 'triage',
        trace: 'profile-opened',
        do: async (input, { signal }, ask) => {
          const answer = await signals.openProfile(ask.asker, signal.id, input.text('post'));
          return answer.ok ? { go: `${pathOf(signal.id)}?shown=${input.text('post')}` } : { refused: answer.because };
        },
      },
    },
    view: (loaded, ask) => ({
      title: codeName(loaded.signal.code),
      isWide: true,
      menu: loaded.signal.lockedTo === 'guardian' ? '/watch/locked' : '/watch/queue',
      before: (
        <Govuk.BackLink
          text={loaded.signal.lockedTo === 'guardian' ? say.backToLocked : say.backToQueue}
          href={loaded.signal.lockedTo === 'guardian' ? '/watch/locked' : '/watch/queue'}
        />
      ),
      body: <SignalBody {...loaded} ask={ask} />,
    }),
  });
};
