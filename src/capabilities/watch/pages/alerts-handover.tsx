/** Handover: a note that fills itself, written by one and taken by the next; prints as it stands. */
import { fullTime, Govuk, SeverityTag, StackTable, shortTime } from '#components';
import { Form, Mistakes, page, typed, wrong } from '#web';
import type { AlertDesk } from '../alert-door.ts';
import { pagedName, alertWording as say } from '../alert-wording.ts';
import { type HandoverFacts, type HandoverNote, shiftHours } from '../handover.ts';
import { pageWording } from '../wording.ts';
import type { PageNeeds } from './index.ts';
import { codeName } from './parts.tsx';

type Names = ReadonlyMap<string, string>;

export const handoverPage = ({ handover }: AlertDesk, needs: PageNeeds) =>
  page<{ facts: HandoverFacts; notes: readonly HandoverNote[]; names: Names }>({
    path: '/watch/handover',
    may: 'see-queue',
    trace: 'handover-viewed',
    load: async (ask) => {
      const facts = await handover.facts(ask.asker);
      const notes = await handover.notes(ask.asker, 20);
      return {
        facts,
        notes,
        names: await needs.people.names(ask.asker, peopleOf([facts, ...notes.map((note) => note.facts)], notes)),
      };
    },
    acts: {
      write: {
        trace: 'handover-written',
        do: async (input, _loaded, ask) => {
          const answer = await handover.write(ask.asker, input.text('words'));
          return answer.ok
            ? { go: `/watch/handover/${answer.value}`, flash: { kind: 'success', title: say.didHandOver } }
            : { problems: [{ field: 'words', words: answer.because }] };
        },
      },
    },
    view: ({ facts, notes, names }, ask) => {
      const waiting = notes.filter((note) => note.takenBy === null);
      return {
        title: say.handoverTitle,
        menu: '/watch/alerts',
        body: (
          <>
            <Mistakes ask={ask} />
            <h1 class="govuk-heading-l">{say.handoverTitle}</h1>
            <p class="govuk-body">{say.handoverIntro}</p>
            {waiting.length > 0 ? (
              <div class="govuk-inset-text">
                <h2 class="govuk-heading-s">{say.waitsToBeTaken}</h2>
                <NoteList notes={waiting} names={names} />
              </div>
            ) : null}
            <Facts facts={facts} names={names} />
            <Form ask={ask} act="write">
              <Govuk.Textarea
                name="words"
                id="words"
                rows={6}
                label={{ text: say.words, classes: 'govuk-label--m' }}
                hint={{ text: say.wordsHint }}
                value={typed(ask, 'words')}
                errorMessage={wrong(ask, 'words')}
              />
              <Govuk.Button text={say.handOver} />
            </Form>
            <h2 class="govuk-heading-m">{say.earlierNotes}</h2>
            {notes.length === 0 ? <p class="govuk-body">{say.noNotes}</p> : <NoteList notes={notes} names={names} />}
          </>
        ),
      };
    },
  });

export const handoverNotePage = ({ handover }: AlertDesk, needs: PageNeeds) =>
  page<{ note: HandoverNote; names: Names }>({
    path: '/watch/handover/:id',
    may: 'see-queue',
    trace: 'handover-note-viewed',
    load: async (ask) => {
      const note = await handover.note(ask.asker, ask.params.id ?? '');
      return note && { note, names: await needs.people.names(ask.asker, peopleOf([note.facts], [note])) };
    },
    acts: {
      take: {
        trace: 'handover-taken',
        do: async (_input, { note }, ask) => {
          const answer = await handover.take(ask.asker, note.id);
          return answer.ok
            ? { go: `/watch/handover/${note.id}`, flash: { kind: 'success', title: say.didTake } }
            : { refused: answer.because };
        },
      },
    },
    view: ({ note, names }, ask) => ({
      title: say.thisNote,
      menu: '/watch/alerts',
      before: <Govuk.BackLink text={say.backToHandover} href="/watch/handover" />,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.thisNote}</h1>
          <p class="govuk-body">{say.writtenBy(names.get(note.by) ?? say.somebody, fullTime(note.at))}</p>
          <p class="govuk-body">
            {note.takenBy && note.takenAt
              ? say.takenBy(names.get(note.takenBy) ?? say.somebody, fullTime(note.takenAt))
              : say.waitsToBeTaken}
          </p>
          <div class="fw-panel">
            {note.words
              .split('\n')
              .filter((line) => line.trim() !== '')
              .map((line) => (
                <p class="govuk-body">{line}</p>
              ))}
          </div>
          <Facts facts={note.facts} names={names} />
          {note.takenBy === null && note.by !== ask.asker.id ? (
            <Form ask={ask} act="take">
              <Govuk.Button text={say.take} />
            </Form>
          ) : null}
          <p class="govuk-body-s govuk-!-display-none-print">{say.print}</p>
        </>
      ),
    }),
  });

function NoteList({ notes, names }: { notes: readonly HandoverNote[]; names: Names }) {
  return (
    <ul class="govuk-list govuk-list--bullet">
      {notes.map((note) => (
        <li>
          <a class="govuk-link" href={`/watch/handover/${note.id}`}>
            {say.writtenBy(names.get(note.by) ?? say.somebody, fullTime(note.at))}
          </a>
          {note.takenBy && note.takenAt ? (
            <span class="fw-quiet">
              {' '}
              {say.takenBy(names.get(note.takenBy) ?? say.somebody, fullTime(note.takenAt))}
            </span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function Facts({ facts, names }: { facts: HandoverFacts; names: Names }) {
  return (
    <>
      <h2 class="govuk-heading-m">{say.openSignals}</h2>
      {facts.signals.length === 0 ? (
        <p class="govuk-body">{say.noOpenSignals}</p>
      ) : (
        <StackTable
          caption={say.openSignals}
          head={[say.caseColumn, say.severityColumn, say.kindColumn, say.sinceColumn, say.stateColumn]}
          rows={facts.signals.map((signal) => [
            {
              html: (
                <a class="govuk-link" href={`/watch/signals/${signal.id}`}>
                  {signal.case}
                </a>
              ),
            },
            { html: <SeverityTag severity={signal.severity} /> },
            { text: codeName(signal.code) },
            { text: shortTime(new Date(signal.raisedAt)) },
            {
              text: signal.claimedBy
                ? pageWording.takenBy(names.get(signal.claimedBy) ?? say.somebody)
                : pageWording.states[signal.state],
            },
          ])}
        />
      )}
      <h2 class="govuk-heading-m">{say.blindSources}</h2>
      {facts.blind.length === 0 ? (
        <p class="govuk-body">{say.noBlind}</p>
      ) : (
        <ul class="govuk-list govuk-list--bullet">
          {facts.blind.map((source) => (
            <li>{source.since ? say.blindSince(source.name, fullTime(new Date(source.since))) : source.name}</li>
          ))}
        </ul>
      )}
      <h2 class="govuk-heading-m">{say.notArrived}</h2>
      <p class="govuk-body">
        {facts.undelivered === 0 ? say.noneNotArrived : pageWording.undelivered(facts.undelivered)}
      </p>
      <h2 class="govuk-heading-m">{say.shiftAlerts(shiftHours)}</h2>
      {facts.alerts.length === 0 ? (
        <p class="govuk-body">{say.noShiftAlerts}</p>
      ) : (
        <ul class="govuk-list govuk-list--bullet">
          {facts.alerts.map((alert) => (
            <li>
              {fullTime(new Date(alert.raisedAt))}: {alert.severity}{' '}
              {alert.kind === 'paged'
                ? pagedName(alert.code)
                : alert.code
                  ? codeName(alert.code)
                  : (say.kinds[alert.kind as keyof typeof say.kinds] ?? alert.kind)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function peopleOf(facts: readonly HandoverFacts[], notes: readonly HandoverNote[]): readonly string[] {
  return [
    ...new Set([
      ...facts.flatMap((one) => one.signals.flatMap((signal) => signal.claimedBy ?? [])),
      ...notes.flatMap((note) => [note.by, ...(note.takenBy ? [note.takenBy] : [])]),
    ]),
  ];
}
