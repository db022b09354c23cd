/** Handing an incident over: a note to one person, with what is open added by itself. */
import { fullTime, Govuk } from '#components';
import { Form, Mistakes, page, typed, wrong } from '#web';
import type { Colleague } from '../../../../people/person.ts';
import { may } from '../../../../people/roles.ts';
import type { RespondNeeds } from '../../needs.ts';
import { mayRun } from '../change.ts';
import type { HandoverNote, Incident } from '../door.ts';
import { pageWording as say } from '../page-wording.ts';
import type { Desk } from './index.ts';
import { answered, hrefOf, type Names, OneButton } from './parts.tsx';

interface Loaded {
  readonly incident: Incident;
  readonly notes: readonly HandoverNote[];
  readonly colleagues: readonly Colleague[];
  readonly names: Names;
}

export const handoverPage = (desk: Desk, needs: RespondNeeds) =>
  page<Loaded>({
    path: '/respond/incidents/:id/hand-over',
    may: 'see-incidents',
    trace: 'incident-handover-viewed',
    load: async (ask) => {
      const incident = await desk.incident(ask.asker, ask.params.id ?? '');
      if (!incident) return null;
      const notes = await desk.handovers(ask.asker, incident.id);
      return {
        incident,
        notes,
        colleagues: (await needs.people.colleagues(ask.asker)).filter(
          (one) => may(one.roles, 'work-incident') && one.id !== ask.asker.id,
        ),
        names: await needs.people.names(
          ask.asker,
          notes.flatMap((note) => [note.by, note.toId]),
        ),
      };
    },
    acts: {
      'hand-over': {
        may: 'work-incident',
        trace: 'incident-handed-over',
        do: async (input, { incident }, ask) =>
          answered(
            await desk.handOver(ask.asker, incident.id, input.text('to'), input.text('words')),
            'words',
            `${hrefOf(incident.id)}/hand-over`,
            say.didHandOver,
          ),
      },
      'take-over': {
        may: 'work-incident',
        trace: 'incident-taken-over',
        do: async (input, { incident }, ask) =>
          answered(
            await desk.takeOver(ask.asker, incident.id, input.text('note-id')),
            '',
            hrefOf(incident.id),
            say.didTakeOver,
          ),
      },
    },
    view: ({ incident, notes, colleagues, names }, ask) => {
      const name = (id: string) => names.get(id) ?? say.somebody;
      return {
        title: say.handoverTitle,
        menu: '/respond/incidents',
        before: <Govuk.BackLink text={say.runBack} href={hrefOf(incident.id)} />,
        body: (
          <>
            <Mistakes ask={ask} />
            <span class="govuk-caption-l">{incident.title}</span>
            <h1 class="govuk-heading-l">{say.handoverTitle}</h1>
            {incident.state === 'open' && mayRun(ask.asker, incident) ? (
              <Form ask={ask} act="hand-over">
                <Govuk.Select
                  name="to"
                  id="to"
                  label={{ text: say.handoverTo, classes: 'govuk-label--s' }}
                  value={typed(ask, 'to')}
                  items={colleagues.map((one) => ({ value: one.id, text: one.name }))}
                />
                <Govuk.Textarea
                  name="words"
                  id="words"
                  rows={5}
                  label={{ text: say.handoverWords, classes: 'govuk-label--s' }}
                  hint={{ text: say.handoverHint }}
                  value={typed(ask, 'words')}
                  errorMessage={wrong(ask, 'words')}
                />
                <Govuk.Button text={say.handoverButton} />
              </Form>
            ) : null}
            {notes.length === 0 ? <p class="govuk-body">{say.handoverEmpty}</p> : null}
            {notes.map((note) => (
              <article class="fw-panel">
                <h2 class="govuk-heading-s">{say.handoverFrom(name(note.by), name(note.toId), fullTime(note.at))}</h2>
                <p class="govuk-body">{note.words}</p>
                <p class="govuk-body-s">{say.handoverOpen(note.open.tasks.length, note.open.clocks)}</p>
                <ul class="govuk-list govuk-list--bullet govuk-body-s">
                  {note.open.tasks.map((words) => (
                    <li>{words}</li>
                  ))}
                </ul>
                {note.takenAt ? (
                  <p class="govuk-body-s">{say.handoverTaken(fullTime(note.takenAt))}</p>
                ) : note.toId === ask.asker.id && incident.state === 'open' ? (
                  <OneButton ask={ask} act="take-over" fields={{ 'note-id': note.id }} text={say.takeOver} />
                ) : (
                  <p class="govuk-body-s">{say.handoverWaits}</p>
                )}
              </article>
            ))}
          </>
        ),
      };
    },
  });
