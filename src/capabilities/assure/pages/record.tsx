/** The record: how it stands, the keys that signed it, and a download that proves itself. */
import { fullTime, Govuk, Scroll } from '#components';
import { Form, Mistakes, page, type Route } from '#web';
import type { Trail, TrailState } from '../door.ts';
import { pemOf } from '../signing.ts';
import { pageWording as say } from '../wording.ts';
import { DayFields, dayFrom, noDay } from './day.tsx';

/** More is for the command line: a page is put together in memory. */
const mostEntries = 200_000;
const command = 'npx foreword verify FILE';

export const recordPage = (trail: Trail) =>
  page<TrailState>({
    path: '/assure/record',
    may: 'see-trail',
    trace: 'record-viewed',
    menu: { group: 'record', words: say.recordMenu, order: 80 },
    load: (ask) => trail.state(ask.asker),
    acts: {
      download: {
        trace: 'record-downloaded',
        do: async (input, _state, ask) => {
          const from = dayFrom(input, 'from');
          const last = dayFrom(input, 'until');
          if (from === null || last === null)
            return {
              problems: [...(from === null ? [noDay('from')] : []), ...(last === null ? [noDay('until')] : [])],
            };
          const until = last ? new Date(startOf(last).getTime() + 86_400_000) : null;
          const made = await trail.export(ask.asker, { from: from ? startOf(from) : null, until });
          if (!made) return { refused: say.nothing };
          if (made.entries > mostEntries) return { refused: say.tooMuch };
          const parts: string[] = [];
          for await (const part of made.text) parts.push(part);
          const name = `foreword-record-${ask.now.toISOString().slice(0, 10)}.ndjson`;
          return { file: { name, mime: 'application/x-ndjson', body: parts.join('') } };
        },
      },
    },
    view: (state, ask) => ({
      title: say.recordTitle,
      body: (
        <>
          <Mistakes ask={ask} />
          <h1 class="govuk-heading-l">{say.recordTitle}</h1>
          {say.recordIntro.map((words) => (
            <p class="govuk-body">{words}</p>
          ))}
          <h2 class="govuk-heading-m">{say.recordState}</h2>
          <Govuk.SummaryList rows={stateRows(state)} />
          {state.isWrittenOff && state.isStamped ? null : <Install state={state} />}
          <h2 class="govuk-heading-m">{say.download}</h2>
          <p class="govuk-body">{say.downloadWords(command)}</p>
          <Form ask={ask} act="download">
            {(['from', 'until'] as const).map((name) => (
              <DayFields ask={ask} name={name} label={say[name]} />
            ))}
            <Govuk.Button text={say.downloadButton} preventDoubleClick={true} />
          </Form>
          {state.keys.length > 0 ? <Keys state={state} /> : null}
        </>
      ),
    }),
  });

function stateRows(state: TrailState) {
  const when = (at: Date | null) => (at ? fullTime(at) : say.none);
  const { head } = state;
  const rows: readonly [string, string][] = [
    [say.entries, state.entries.toLocaleString('en-GB')],
    [say.since, when(state.from)],
    [say.newest, when(state.to)],
    [say.waiting, state.waiting.toLocaleString('en-GB')],
    [say.head, head ? say.headOf(head.position, fullTime(head.at)) : say.none],
    [say.elsewhere, state.isWrittenOff ? (head?.writtenAt ? fullTime(head.writtenAt) : say.notYet) : say.elsewhereOff],
    [say.stamped, state.isStamped ? (head?.stampedAt ? fullTime(head.stampedAt) : say.notYet) : say.stampedOff],
  ];
  return rows.map(([key, value]) => ({ key: { text: key }, value: { text: value } }));
}

function Install({ state }: { state: TrailState }) {
  return (
    <Govuk.Details summaryText={say.installTitle}>
      {state.isWrittenOff ? null : <p class="govuk-body">{say.installHeads}</p>}
      {state.isStamped ? null : <p class="govuk-body">{say.installStamps}</p>}
    </Govuk.Details>
  );
}

function Keys({ state }: { state: TrailState }) {
  return (
    <>
      <h2 class="govuk-heading-m">{say.keys}</h2>
      <p class="govuk-body">{say.keysWords}</p>
      <Scroll label={say.keys}>
        <Govuk.Table
          head={[{ text: say.keyColumn }, { text: say.sinceColumn }]}
          rows={state.keys.map((key) => [{ html: <code>{key.id}</code> }, { text: fullTime(key.since) }])}
        />
      </Scroll>
      <p class="govuk-body">
        <a class="govuk-link" href="/assure/record/key.pem">
          {say.keyFile}
        </a>
      </p>
    </>
  );
}

/** The public half alone: whoever has it can check, and nobody can sign with it. */
export const keyRoute = (trail: Trail): Route => ({
  method: 'GET',
  path: '/assure/record/key.pem',
  may: 'see-trail',
  trace: null,
  answer: async () => {
    const headers = {
      'content-type': 'application/x-pem-file',
      'content-disposition': 'attachment; filename="foreword-key.pem"',
    };
    return { status: 200, headers, body: pemOf(await trail.publicKey()) };
  },
});

const startOf = (day: string) => new Date(`${day}T00:00:00Z`);
