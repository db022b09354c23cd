/** One version, adopted or draft: its notes, who was asked, what was done with it, and its whole text. */
import { fullTime, Govuk } from '#components';
import { type Ask, page } from '#web';
import { may } from '../../../people/roles.ts';
import type { Gap, Version } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import { type Door, dayWords, type Names, namesFor, type PageNeeds } from './parts.tsx';
import { Text } from './whole-text.tsx';

interface Loaded {
  readonly version: Version;
  readonly names: Names;
  /** Of those it closes, what the asker may see. */
  readonly gaps: readonly Gap[];
}

export const versionPage = ({ versions, gaps }: Door, needs: PageNeeds) =>
  page<Loaded>({
    path: '/policy/versions/:id',
    may: 'see-policy',
    trace: null,
    load: async (ask) => {
      const version = await versions.version(ask.asker, ask.params.id ?? '');
      if (!version) return null;
      return {
        version,
        names: await namesFor(needs, ask, [
          version.begunBy,
          version.adoptedBy,
          ...version.writers,
          ...version.steps.map((step) => step.by),
        ]),
        gaps: (await gaps.list(ask.asker)).filter((gap) => version.gapIds.includes(gap.id)),
      };
    },
    view: ({ version, names, gaps: closes }, ask) => {
      const isOpen = version.state === 'draft' || version.state === 'asked';
      const name = version.number === null ? version.title : say.version(version.number);
      return {
        title: name,
        menu: '/policy',
        before: <Govuk.BackLink text={say.versionsTitle} href="/policy/versions" />,
        body: (
          <>
            {version.number === null ? null : <span class="govuk-caption-l">{version.title}</span>}
            <h1 class="govuk-heading-l">{name}</h1>
            <p class="govuk-body">
              <Govuk.Tag
                text={say.states[version.state]}
                classes={
                  version.state === 'adopted'
                    ? 'govuk-tag--green'
                    : version.state === 'asked'
                      ? 'govuk-tag--yellow'
                      : 'govuk-tag--grey'
                }
              />
            </p>
            {version.kind === 'starter' ? <Govuk.InsetText text={say.starterSign} /> : null}
            {isOpen ? (
              <div class="govuk-button-group">
                {version.state === 'draft' && may(ask.asker.roles, 'write-policy') ? (
                  <Govuk.Button text={say.editDraft} href={`/policy/drafts/${version.id}`} />
                ) : null}
                {version.state === 'asked' ? <Way version={version} ask={ask} /> : null}
                {version.baseId ? (
                  <a class="govuk-link" href={`/policy/compare?from=${version.baseId}&to=${version.id}`}>
                    {say.compareInForce}
                  </a>
                ) : null}
              </div>
            ) : version.baseId ? (
              <p class="govuk-body">
                <a class="govuk-link" href={`/policy/compare?from=${version.baseId}&to=${version.id}`}>
                  {say.compareWith}
                </a>
              </p>
            ) : null}
            <Notes version={version} names={names} gaps={closes} />
            <Steps version={version} names={names} />
            <h2 class="govuk-heading-l">{say.readText}</h2>
            <Text version={version} isInside={version.state === 'adopted'} />
          </>
        ),
      };
    },
  });

/** The way on from a draft that waits. Who wrote in it cannot decide on it, so it is not offered to them. */
function Way({ version, ask }: { version: Version; ask: Ask }) {
  const isWriter = version.writers.includes(ask.asker.id);
  if (isWriter && may(ask.asker.roles, 'write-policy'))
    return (
      <Govuk.Button text={say.takeBack} href={`/policy/drafts/${version.id}/ask`} classes="govuk-button--secondary" />
    );
  return !isWriter && may(ask.asker.roles, 'adopt-policy') ? (
    <Govuk.Button text={say.decideDraft} href={`/policy/drafts/${version.id}/adopt`} />
  ) : null;
}

/** Everything that has to be told of a version beside its text. */
export function Notes({ version, names, gaps }: { version: Version; names: Names; gaps: readonly Gap[] }) {
  const words = (text: string) => <span class="fw-clause__words">{text || say.noNote}</span>;
  return (
    <Govuk.SummaryList
      rows={[
        ...(version.inForceFrom ? [{ key: { text: say.from }, value: { text: dayWords(version.inForceFrom) } }] : []),
        { key: { text: say.whatChanged }, value: { html: words(version.whatChanged) } },
        ...(version.kind === 'starter'
          ? []
          : [{ key: { text: say.equality }, value: { html: words(version.equalityNote) } }]),
        ...(version.consultations.length > 0
          ? [{ key: { text: say.consulted }, value: { html: <Consultations version={version} /> } }]
          : []),
        ...(version.consultations.length === 0 || version.notConsultedBecause
          ? [{ key: { text: say.notConsulted }, value: { html: words(version.notConsultedBecause) } }]
          : []),
        { key: { text: say.writers }, value: { text: version.writers.map(names).join(', ') } },
        ...(version.adoptedBy ? [{ key: { text: say.adoptedBy }, value: { text: names(version.adoptedBy) } }] : []),
        ...(gaps.length > 0 ? [{ key: { text: say.closes }, value: { html: <GapLinks gaps={gaps} /> } }] : []),
      ]}
    />
  );
}

function Consultations({ version }: { version: Version }) {
  return (
    <ul class="govuk-list">
      {version.consultations.map((one) => (
        <li>
          <strong>{one.who}:</strong> {one.said}
        </li>
      ))}
    </ul>
  );
}

function GapLinks({ gaps }: { gaps: readonly Gap[] }) {
  return (
    <ul class="govuk-list">
      {gaps.map((gap) => (
        <li>
          <a class="govuk-link" href={`/policy/gaps/${gap.id}`}>
            {gap.words}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Steps({ version, names }: { version: Version; names: Names }) {
  if (version.steps.length === 0) return null;
  return (
    <section aria-labelledby="steps">
      <h2 class="govuk-heading-m" id="steps">
        {say.whatHappened}
      </h2>
      <ol class="fw-history">
        {version.steps.map((step) => (
          <li class="fw-history__item">
            <strong>{say.steps[step.what]}</strong>{' '}
            <span class="fw-quiet">{say.stepBy(names(step.by), fullTime(step.at))}</span>
            {step.words ? <p class="govuk-body fw-clause__words">{step.words}</p> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
