/** One line to take: what may be said now, a decision by another person, a new version, its end, its history. */
import { fullDay, fullTime, Govuk } from '#components';
import { type Act, type Ask, Form, Mistakes, page, typed, wrong } from '#web';
import { may } from '../../../../people/roles.ts';
import type { Line, LineVersion } from '../door.ts';
import { linePage as say } from '../register-wording.ts';
import type { PublishDoor, PublishNeeds } from './index.ts';
import { langName, StateTag, stateOf, VersionFields, versionFrom, waitingVersion } from './lines-parts.tsx';
import { answered, type NameOf, namesFor } from './register-parts.tsx';

interface Loaded {
  readonly line: Line;
  readonly nameOf: NameOf;
}

type Door = Pick<PublishDoor, 'lines'>;

const here = '/respond/lines';

export const linePageOf = (door: Door, needs: PublishNeeds) =>
  page<Loaded>({
    path: `${here}/:id`,
    may: 'see-publishing',
    trace: 'line-viewed',
    load: async (ask) => {
      const line = await door.lines.line(ask.asker, ask.params.id ?? '');
      if (!line) return null;
      const ids = line.versions.flatMap((version) => [version.writtenBy, version.decidedBy]);
      return { line, nameOf: await namesFor(needs, ask, ids) };
    },
    acts: actsOf(door),
    view: ({ line, nameOf }, ask) => {
      const state = stateOf(line, ask.now);
      const waits = waitingVersion(line, ask.now);
      return {
        title: line.title,
        menu: here,
        before: <Govuk.BackLink text={say.back} href={here} />,
        body: (
          <>
            <Mistakes ask={ask} />
            <h1 class="govuk-heading-l">{line.title}</h1>
            <p class="govuk-body">
              <StateTag state={state} /> {say.forAudience(line.audience)}
            </p>
            {line.live ? (
              <section class="fw-panel" aria-labelledby="live">
                <h2 class="govuk-heading-m" id="live">
                  {say.liveTitle}
                </h2>
                <Said version={line.live} />
                <p class="govuk-body-s">
                  {say.approvedBy(nameOf(line.live.decidedBy), fullTime(line.live.decidedAt ?? line.live.writtenAt))}{' '}
                  {say.lastDay(fullDay(line.live.expiresAt))}
                </p>
              </section>
            ) : (
              <Govuk.InsetText text={`${say.notLive} ${say.notLiveWhy[state]}`} />
            )}
            {waits ? <Decide version={waits} nameOf={nameOf} ask={ask} /> : null}
            <About line={line} ask={ask} />
            {line.retiredAt === null && may(ask.asker.roles, 'write-lines') ? <Rewrite line={line} ask={ask} /> : null}
            <h2 class="govuk-heading-m">{say.versions}</h2>
            {line.versions.map((version) => (
              <Version version={version} nameOf={nameOf} />
            ))}
            {line.retiredAt === null && may(ask.asker.roles, 'retire-lines') ? (
              <details class="govuk-details">
                <summary class="govuk-details__summary">
                  <span class="govuk-details__summary-text">{say.withdrawTitle}</span>
                </summary>
                <div class="govuk-details__text">
                  <Form ask={ask} act="withdraw">
                    <p class="govuk-body">{say.withdrawWords}</p>
                    <Govuk.Button text={say.withdraw} classes="govuk-button--warning" />
                  </Form>
                </div>
              </details>
            ) : null}
          </>
        ),
      };
    },
  });

function actsOf({ lines }: Door): Readonly<Record<string, Act<Loaded>>> {
  const decide = (decision: 'approved' | 'refused', trace: string, title: string): Act<Loaded> => ({
    may: 'approve-lines',
    trace,
    do: async (input, { line }, ask) => {
      const version = line.versions.find((one) => one.id === input.text('version'));
      const words = input.text('words');
      return answered(await lines.decide(ask.asker, version?.id ?? '', decision, words), `${here}/${line.id}`, title);
    },
  });
  return {
    approve: decide('approved', 'line-approved', say.didApprove),
    refuse: decide('refused', 'line-refused', say.didRefuse),
    rewrite: {
      may: 'write-lines',
      trace: 'line-rewritten',
      do: async (input, { line }, ask) =>
        answered(
          await lines.rewrite(ask.asker, line.id, versionFrom(input)),
          `${here}/${line.id}`,
          say.didWrite,
          say.didWriteWords,
        ),
    },
    withdraw: {
      may: 'retire-lines',
      trace: 'line-withdrawn',
      do: async (_input, { line }, ask) =>
        answered(await lines.retire(ask.asker, line.id), `${here}/${line.id}`, say.didWithdraw),
    },
  };
}

/** The words as they were written, in their own direction. */
const Said = ({ version }: { version: LineVersion }) => (
  <p class="govuk-body fw-clause__words" lang={version.lang} dir="auto">
    {version.text}
  </p>
);

function Decide({ version, nameOf, ask }: { version: LineVersion; nameOf: NameOf; ask: Ask }) {
  const isOwn = version.writtenBy === ask.asker.id;
  const mayDecide = may(ask.asker.roles, 'approve-lines') && !isOwn;
  return (
    <section class="fw-panel" aria-labelledby="decide">
      <h2 class="govuk-heading-m" id="decide">
        {say.decideTitle(version.number)}
      </h2>
      <Said version={version} />
      <p class="govuk-body-s">
        {say.writtenOn(nameOf(version.writtenBy), fullTime(version.writtenAt))}{' '}
        {say.lastDay(fullDay(version.expiresAt))} {langName(version.lang)}.
      </p>
      {mayDecide ? (
        <Form ask={ask} act="approve">
          <input type="hidden" name="version" value={version.id} />
          <p class="govuk-body">{say.decideIntro}</p>
          <Govuk.Textarea
            name="words"
            id="words"
            rows={2}
            label={{ text: say.decideWords, classes: 'govuk-label--s' }}
            hint={{ text: say.decideHint }}
            value={typed(ask, 'words')}
            errorMessage={wrong(ask, 'words')}
          />
          <div class="govuk-button-group">
            <Govuk.Button text={say.approve} preventDoubleClick={true} />
            <Govuk.Button text={say.refuse} name="act" value="refuse" classes="govuk-button--secondary" />
          </div>
        </Form>
      ) : (
        <p class="govuk-hint">{isOwn ? say.ownWaits : say.othersWait}</p>
      )}
    </section>
  );
}

function About({ line, ask }: { line: Line; ask: Ask }) {
  return (
    <>
      {line.tags.length > 0 ? (
        <p class="govuk-body">
          {say.tagsKey}: {line.tags.join(', ')}
        </p>
      ) : null}
      {line.incidentId && may(ask.asker.roles, 'see-incidents') ? (
        <p class="govuk-body">
          {say.incident}.{' '}
          <a class="govuk-link" href={`/respond/incidents/${line.incidentId}`}>
            {say.incidentLink}
          </a>
        </p>
      ) : null}
    </>
  );
}

function Rewrite({ line, ask }: { line: Line; ask: Ask }) {
  const newest = line.versions[0];
  const isTried = ask.tried?.act === 'rewrite';
  return (
    <details class="govuk-details" open={isTried}>
      <summary class="govuk-details__summary">
        <span class="govuk-details__summary-text">{say.rewriteTitle}</span>
      </summary>
      <div class="govuk-details__text">
        <Form ask={ask} act="rewrite">
          <p class="govuk-body">{say.rewriteHint}</p>
          <VersionFields ask={ask} text={newest?.text ?? ''} lang={newest?.lang ?? 'en'} />
          <Govuk.Button text={say.send} preventDoubleClick={true} />
        </Form>
      </div>
    </details>
  );
}

function Version({ version, nameOf }: { version: LineVersion; nameOf: NameOf }) {
  const decided = version.decision === 'approved' ? say.approvedBy : say.refusedBy;
  return (
    <section class="fw-clause" aria-labelledby={`version-${version.number}`}>
      <h3 class="govuk-heading-s" id={`version-${version.number}`}>
        {say.version(version.number)}: {say.decisions[version.decision ?? 'waiting'].toLowerCase()}
      </h3>
      <Said version={version} />
      <p class="govuk-body-s">
        {say.writtenOn(nameOf(version.writtenBy), fullTime(version.writtenAt))}{' '}
        {version.decidedAt ? decided(nameOf(version.decidedBy), fullTime(version.decidedAt)) : null}{' '}
        {say.lastDay(fullDay(version.expiresAt))}
        {version.decisionWords ? (
          <>
            <br />“{version.decisionWords}”
          </>
        ) : null}
      </p>
    </section>
  );
}
