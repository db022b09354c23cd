/** Plays: what to do in each kind of incident, and how an organisation makes them its own. */
import { fullTime, Govuk } from '#components';
import { type Ask, Form, type Input, Mistakes, page, typed, wrong } from '#web';
import { may } from '../../../../people/roles.ts';
import type { RespondNeeds } from '../../needs.ts';
import type { Forbidden, KeptPlay, Play, PlayStep } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import { forbidden, stepRoles } from '../play.ts';
import { forbidsWording, roleWording } from '../wording.ts';
import type { Desk } from './index.ts';
import { answered, type Names } from './parts.tsx';

/** Empty steps at the end of the form, for new ones. */
const freeSteps = 3;

export const playsPage = (desk: Desk) =>
  page<readonly KeptPlay[]>({
    path: '/respond/plays',
    may: 'see-plays',
    trace: null,
    load: (ask) => desk.plays.list(ask.asker),
    view: (plays, ask) => ({
      title: say.playsTitle,
      ...(may(ask.asker.roles, 'see-incidents')
        ? { menu: '/respond/incidents', before: <Govuk.BackLink text={say.back} href="/respond/incidents" /> }
        : {}),
      body: (
        <>
          <h1 class="govuk-heading-l">{say.playsTitle}</h1>
          <p class="govuk-body">{say.playsIntro}</p>
          <ul class="fw-register">
            {plays.map(({ slug, play, version }) => (
              <li class="fw-register__item">
                <h2 class="govuk-heading-s">
                  <a class="govuk-link" href={`/respond/plays/${slug}`}>
                    {play.name}
                  </a>
                </h2>
                <p class="govuk-body">{play.when}</p>
                <p class="govuk-body-s fw-quiet">{say.playVersion(version)}</p>
              </li>
            ))}
          </ul>
        </>
      ),
    }),
  });

interface Loaded {
  readonly kept: KeptPlay;
  readonly versions: readonly KeptPlay[];
  readonly names: Names;
  readonly codeName: (code: string) => string;
}

export const playPage = (desk: Desk, needs: RespondNeeds) =>
  page<Loaded>({
    path: '/respond/plays/:slug',
    may: 'see-plays',
    trace: null,
    load: async (ask) => {
      const versions = await desk.plays.versions(ask.asker, ask.params.slug ?? '');
      const kept = versions[0];
      if (!kept) return null;
      return {
        kept,
        versions,
        names: await needs.people.names(
          ask.asker,
          versions.map((one) => one.by).filter((id) => id !== 'respond'),
        ),
        codeName: (code) => needs.watch.codes[code]?.name ?? code,
      };
    },
    acts: {
      change: {
        may: 'edit-plays',
        trace: 'play-changed',
        do: async (input, { kept }, ask) =>
          answered(
            await desk.plays.change(ask.asker, kept.slug, playOf(input, kept.play), input.text('why')),
            'why',
            `/respond/plays/${kept.slug}`,
            say.didPlaySave,
          ),
      },
    },
    view: (loaded, ask) => ({
      title: loaded.kept.play.name,
      menu: may(ask.asker.roles, 'see-incidents') ? '/respond/incidents' : '/respond/plays',
      before: <Govuk.BackLink text={say.playBack} href="/respond/plays" />,
      body: <PlayBody {...loaded} ask={ask} />,
    }),
  });

function PlayBody({ kept, versions, names, codeName, ask }: Loaded & { ask: Ask }) {
  const { play } = kept;
  return (
    <>
      <Mistakes ask={ask} />
      <span class="govuk-caption-l">{say.playVersion(kept.version)}</span>
      <h1 class="govuk-heading-l">{play.name}</h1>
      <p class="govuk-body-l">{play.when}</p>
      <p class="govuk-body">
        {say.playCodes}: {play.codes.map(codeName).join(', ')}
      </p>
      <section class="fw-mustnot" aria-labelledby="must-not">
        <h2 class="govuk-heading-m" id="must-not">
          {say.mustNot}
        </h2>
        <Bullets all={play.mustNot} />
        {play.forbids.map((one) => (
          <p class="govuk-body-s">{forbidsWording[one]}</p>
        ))}
      </section>
      <h2 class="govuk-heading-m">{say.playSteps}</h2>
      <ol class="govuk-list govuk-list--number govuk-list--spaced">
        {play.steps.map((step) => (
          <li>
            {step.words}{' '}
            <span class="fw-quiet">
              {[roleWording[step.role], ...(step.minutes === null ? [] : [say.playMinutes(step.minutes)])].join(', ')}
            </span>
          </li>
        ))}
      </ol>
      <h2 class="govuk-heading-m">{say.tell}</h2>
      <Bullets all={play.tell} />
      <h2 class="govuk-heading-m">{say.lines}</h2>
      <p class="govuk-body-s">{say.linesHint}</p>
      {play.lines.map((words) => (
        <blockquote class="fw-line">{words}</blockquote>
      ))}
      {may(ask.asker.roles, 'edit-plays') ? (
        <details class="govuk-details" open={ask.tried !== null}>
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">{say.playEdit}</span>
          </summary>
          <div class="govuk-details__text">
            <PlayForm play={play} ask={ask} />
          </div>
        </details>
      ) : null}
      <h2 class="govuk-heading-m">{say.playHistory}</h2>
      <ol class="fw-history">
        {versions.map((one) => (
          <li class="fw-history__item">
            <strong>{say.playVersion(one.version)}</strong>{' '}
            <span class="fw-history__who">
              {names.get(one.by) ?? say.foreword}, {fullTime(one.at)}
            </span>
            <p class="govuk-body fw-history__words">{one.words}</p>
          </li>
        ))}
      </ol>
    </>
  );
}

function Bullets({ all }: { all: readonly string[] }) {
  return (
    <ul class="govuk-list govuk-list--bullet">
      {all.map((words) => (
        <li>{words}</li>
      ))}
    </ul>
  );
}

function PlayForm({ play, ask }: { play: Play; ask: Ask }) {
  const count = play.steps.length + freeSteps;
  const lines = (name: string, label: string, all: readonly string[]) => (
    <Govuk.Textarea
      name={name}
      id={name}
      rows={Math.max(3, all.length + 1)}
      label={{ text: label, classes: 'govuk-label--s' }}
      value={typed(ask, name, all.join('\n'))}
      errorMessage={wrong(ask, name)}
    />
  );
  return (
    <Form ask={ask} act="change">
      <Govuk.Input
        name="name"
        id="name"
        label={{ text: say.playName, classes: 'govuk-label--s' }}
        value={typed(ask, 'name', play.name)}
      />
      <Govuk.Textarea
        name="when"
        id="when"
        rows={2}
        label={{ text: say.playWhen, classes: 'govuk-label--s' }}
        value={typed(ask, 'when', play.when)}
      />
      <p class="govuk-hint">{say.playEditHint}</p>
      {Array.from({ length: count }, (_, at) => (
        <StepFields step={play.steps[at]} at={at} ask={ask} />
      ))}
      {lines('tell', say.playTell, play.tell)}
      {lines('must-not', say.playMustNot, play.mustNot)}
      {lines('lines', say.playLines, play.lines)}
      <Govuk.Checkboxes
        name="forbids"
        idPrefix="forbids"
        classes="govuk-checkboxes--small"
        values={[...play.forbids]}
        fieldset={{ legend: { text: say.playForbids, classes: 'govuk-fieldset__legend--s' } }}
        items={forbidden.map((value) => ({ value, text: forbidsWording[value] }))}
      />
      <Govuk.Textarea
        name="why"
        id="why"
        rows={2}
        label={{ text: say.playWhy, classes: 'govuk-label--s' }}
        value={typed(ask, 'why')}
        errorMessage={wrong(ask, 'why')}
      />
      <Govuk.Button text={say.playSave} />
    </Form>
  );
}

function StepFields({ step, at, ask }: { step: PlayStep | undefined; at: number; ask: Ask }) {
  const name = (part: string) => `step-${at}-${part}`;
  return (
    <fieldset class="govuk-fieldset fw-step">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{say.playStep(at + 1)}</legend>
      <Govuk.Textarea
        name={name('words')}
        id={name('words')}
        rows={2}
        label={{ text: say.playStepWords }}
        value={typed(ask, name('words'), step?.words)}
      />
      <div class="fw-filter__fields">
        <Govuk.Input
          name={name('minutes')}
          id={name('minutes')}
          label={{ text: say.playStepMinutes }}
          inputmode="numeric"
          value={typed(ask, name('minutes'), step?.minutes === null || step === undefined ? '' : String(step.minutes))}
        />
        <Govuk.Select
          name={name('role')}
          id={name('role')}
          label={{ text: say.playStepRole }}
          value={typed(ask, name('role'), step?.role ?? 'anybody')}
          items={stepRoles.map((value) => ({ value, text: roleWording[value] }))}
        />
      </div>
    </fieldset>
  );
}

/** As the form says it. A step keeps its key, so that tasks made of it are known again; a new one gets the next free key. */
function playOf(input: Input, was: Play): Play {
  const rows = (name: string) => input.text(name).split(/\r?\n/);
  const steps: PlayStep[] = [];
  for (let at = 0; at < was.steps.length + freeSteps; at += 1) {
    const words = input.text(`step-${at}-words`);
    if (words === '') continue;
    const minutes = input.text(`step-${at}-minutes`);
    steps.push({
      key: was.steps[at]?.key ?? newKey([...was.steps, ...steps]),
      words,
      minutes: minutes === '' ? null : Number(minutes),
      role: input.text(`step-${at}-role`) as PlayStep['role'],
    });
  }
  return {
    name: input.text('name'),
    when: input.text('when'),
    codes: was.codes,
    steps,
    tell: rows('tell'),
    mustNot: rows('must-not'),
    lines: rows('lines'),
    forbids: input.list('forbids') as readonly Forbidden[],
  };
}

function newKey(steps: readonly PlayStep[]): string {
  for (let n = steps.length + 1; ; n += 1) if (!steps.some((step) => step.key === `own-${n}`)) return `own-${n}`;
}
