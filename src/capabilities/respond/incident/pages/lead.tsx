/** Leading an incident: people, severity, clocks, play, stories, standing down. Apart from the screen that is read at night. */
import { Govuk } from '#components';
import type { Severity } from '#events';
import type { Signal } from '#watch';
import { type Act, type Ask, Form, Mistakes, page, typed, wrong } from '#web';
import type { Colleague } from '../../../../people/person.ts';
import { may } from '../../../../people/roles.ts';
import type { RespondNeeds } from '../../needs.ts';
import { mayRun } from '../change.ts';
import type { Incident, IncidentRole, KeptPlay, PauseReason } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import { roleWording } from '../wording.ts';
import { type Loaded, loadIncident } from './incident.tsx';
import type { Desk } from './index.ts';
import { LeadClocks } from './lead-clocks.tsx';
import { LeadStories } from './lead-stories.tsx';
import { answered, hrefOf, Part, Why } from './parts.tsx';

export interface LeadLoaded extends Loaded {
  readonly colleagues: readonly Colleague[];
  readonly plays: readonly KeptPlay[];
  readonly others: readonly Incident[];
  /** Stories that could be joined. */
  readonly free: readonly Signal[];
}

export const leadPage = (desk: Desk, needs: RespondNeeds) =>
  page<LeadLoaded>({
    path: '/respond/incidents/:id/lead',
    may: 'work-incident',
    trace: 'incident-lead-viewed',
    load: async (ask) => {
      const loaded = await loadIncident(desk, needs, ask, []);
      if (!loaded) return null;
      const joined = new Set(loaded.stories.map((story) => story.link.signalId));
      return {
        ...loaded,
        colleagues: (await needs.people.colleagues(ask.asker)).filter((one) => may(one.roles, 'work-incident')),
        plays: await desk.plays.list(ask.asker),
        others: (await desk.list(ask.asker, ['open'])).filter((one) => one.id !== loaded.incident.id),
        free: (await needs.watch.signals.list(ask.asker, { limit: 60 })).filter(
          (signal) => signal.lockedTo === null && !joined.has(signal.id),
        ),
      };
    },
    acts: acts(desk),
    view: (loaded, ask) => ({
      title: say.runTitle,
      menu: '/respond/incidents',
      before: <Govuk.BackLink text={say.runBack} href={hrefOf(loaded.incident.id)} />,
      body: <Body {...loaded} ask={ask} />,
    }),
  });

function acts(desk: Desk): Readonly<Record<string, Act<LeadLoaded>>> {
  const there = ({ incident }: LeadLoaded) => `${hrefOf(incident.id)}/lead`;
  const act = (
    trace: string,
    field: string,
    title: string,
    run: (input: Parameters<Act<LeadLoaded>['do']>[0], id: string, ask: Ask) => ReturnType<Desk['give']>,
    go: (loaded: LeadLoaded) => string = there,
  ): Act<LeadLoaded> => ({
    trace,
    do: async (input, loaded, ask) => answered(await run(input, loaded.incident.id, ask), field, go(loaded), title),
  });
  const onClock = (
    trace: string,
    prefix: string,
    run: (
      input: Parameters<Act<LeadLoaded>['do']>[0],
      id: string,
      clock: string,
      ask: Ask,
    ) => ReturnType<Desk['pause']>,
  ): Act<LeadLoaded> => ({
    trace,
    do: async (input, loaded, ask) => {
      const clock = input.text('clock');
      return answered(
        await run(input, loaded.incident.id, clock, ask),
        prefix ? `${prefix}-${clock}` : '',
        `${there(loaded)}#clocks`,
        say.didClock,
      );
    },
  });
  return {
    give: act('incident-role-given', 'person', say.didGive, (input, id, ask) =>
      desk.give(ask.asker, id, input.text('role') as IncidentRole, input.text('person')),
    ),
    severity: act('incident-severity-changed', 'why-severity', say.didSeverity, (input, id, ask) =>
      desk.setSeverity(ask.asker, id, input.text('severity') as Severity, input.text('why-severity')),
    ),
    case: act('incident-case-marked', 'why-case', say.didCase, (input, id, ask) =>
      desk.setActiveCase(ask.asker, id, input.text('is-active') === 'yes', input.text('why-case')),
    ),
    play: act('incident-play-changed', 'why-play', say.didPlay, (input, id, ask) =>
      desk.changePlay(ask.asker, id, input.text('play'), input.text('why-play')),
    ),
    retitle: act('incident-renamed', 'title', say.didRetitle, (input, id, ask) =>
      desk.retitle(ask.asker, id, input.text('title')),
    ),
    pause: onClock('incident-clock-paused', 'pause-words', (input, id, clock, ask) =>
      desk.pause(ask.asker, id, clock, input.text(`pause-${clock}`) as PauseReason, input.text(`pause-words-${clock}`)),
    ),
    resume: onClock('incident-clock-resumed', '', (_input, id, clock, ask) => desk.resume(ask.asker, id, clock)),
    'end-clock': onClock('incident-clock-ended', 'end-words', (input, id, clock, ask) =>
      desk.endClock(
        ask.asker,
        id,
        clock,
        input.text('how') === 'dropped' ? 'dropped' : 'done',
        input.text(`end-words-${clock}`),
      ),
    ),
    link: act('incident-story-joined', 'signal', say.didLink, (input, id, ask) =>
      desk.link(ask.asker, id, input.text('signal')),
    ),
    merge: {
      trace: 'incident-merged',
      do: async (input, loaded, ask) =>
        answered(
          await desk.merge(ask.asker, loaded.incident.id, input.text('into'), input.text('why-merge')),
          input.text('into') ? 'why-merge' : 'into',
          hrefOf(input.text('into')),
          say.didMerge,
        ),
    },
    split: {
      trace: 'incident-split',
      do: async (input, loaded, ask) => {
        const answer = await desk.split(ask.asker, loaded.incident.id, input.list('story'), input.text('split-title'));
        return answered(
          answer,
          input.text('split-title').length < 3 ? 'split-title' : 'story',
          answer.ok ? hrefOf(answer.value) : '',
          say.didSplit,
        );
      },
    },
    'stand-down': act(
      'incident-stood-down',
      'why-stand-down',
      say.didStandDown,
      (input, id, ask) => desk.standDown(ask.asker, id, input.text('why-stand-down')),
      ({ incident }) => `${hrefOf(incident.id)}/finish`,
    ),
  };
}

function Body(props: LeadLoaded & { ask: Ask }) {
  const { incident, ask } = props;
  const isRunner = mayRun(ask.asker, incident);
  return (
    <>
      <Mistakes ask={ask} />
      <span class="govuk-caption-l">{incident.title}</span>
      <h1 class="govuk-heading-l">{say.runTitle}</h1>
      {isRunner ? null : <p class="govuk-inset-text">{say.onlyLead}</p>}
      <Roles {...props} />
      <Severities {...props} />
      <LeadClocks {...props} />
      <LiveCase {...props} />
      <ChangePlay {...props} />
      <LeadStories {...props} />
      <Part title={say.standDownTitle} hint={say.standDownHint}>
        <Form ask={ask} act="stand-down">
          <Why ask={ask} id="why-stand-down" />
          <Govuk.Button text={say.standDown} classes="govuk-button--secondary" />
        </Form>
      </Part>
    </>
  );
}

function Roles({ incident, colleagues, named, ask }: LeadLoaded & { ask: Ask }) {
  const roles = ['lead', 'deputy', 'recorder', 'approver'] as const;
  return (
    <Part title={say.rolesTitle} id="roles">
      <dl class="fw-facts">
        {roles.map((role) => (
          <div>
            <dt>{roleWording[role]}</dt>
            <dd>{incident.roles[role] ? named.person(incident.roles[role]) : say.nobody}</dd>
          </div>
        ))}
      </dl>
      <Form ask={ask} act="give">
        <Govuk.Select
          name="role"
          id="role"
          label={{ text: say.role }}
          value={typed(ask, 'role')}
          items={roles.map((value) => ({ value, text: roleWording[value] }))}
        />
        <Govuk.Select
          name="person"
          id="person"
          label={{ text: say.person }}
          value={typed(ask, 'person')}
          errorMessage={wrong(ask, 'person')}
          items={colleagues.map((one) => ({ value: one.id, text: one.name }))}
        />
        <Govuk.Button text={say.give} classes="govuk-button--secondary" />
      </Form>
    </Part>
  );
}

function Severities({ incident, ask }: LeadLoaded & { ask: Ask }) {
  return (
    <Part title={say.severityTitle} id="severity-part">
      <Form ask={ask} act="severity">
        <Govuk.Select
          name="severity"
          id="severity"
          label={{ text: say.severityTitle }}
          value={typed(ask, 'severity', incident.severity)}
          items={Object.entries(say.severityChoice).map(([value, text]) => ({ value, text: text.split(':')[0]! }))}
        />
        <Why ask={ask} id="why-severity" />
        <Govuk.Button text={say.changeSeverity} classes="govuk-button--secondary" />
      </Form>
    </Part>
  );
}

function LiveCase({ incident, ask }: LeadLoaded & { ask: Ask }) {
  return (
    <Part title={say.caseTitle} hint={say.caseHint} id="case">
      <Form ask={ask} act="case">
        <input type="hidden" name="is-active" value={incident.isActiveCase ? 'no' : 'yes'} />
        <Why ask={ask} id="why-case" />
        <Govuk.Button text={incident.isActiveCase ? say.caseOff : say.caseOn} classes="govuk-button--secondary" />
      </Form>
    </Part>
  );
}

function ChangePlay({ incident, plays, ask }: LeadLoaded & { ask: Ask }) {
  return (
    <Part title={say.playTitle} id="play-part">
      <Form ask={ask} act="play">
        <Govuk.Select
          name="play"
          id="play"
          label={{ text: say.playTitle }}
          value={typed(ask, 'play', incident.kind)}
          items={plays.map((one) => ({ value: one.slug, text: one.play.name }))}
        />
        <Why ask={ask} id="why-play" />
        <Govuk.Button text={say.changePlay} classes="govuk-button--secondary" />
      </Form>
      <Form ask={ask} act="retitle">
        <Govuk.Input
          name="title"
          id="title"
          label={{ text: say.titleLabel, classes: 'govuk-label--s' }}
          hint={{ text: say.titleHint }}
          value={typed(ask, 'title', incident.title)}
          errorMessage={wrong(ask, 'title')}
        />
        <Govuk.Button text={say.retitle} classes="govuk-button--secondary" />
      </Form>
    </Part>
  );
}
