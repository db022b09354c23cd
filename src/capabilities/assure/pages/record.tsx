/** The record: how it stands, the keys that signed it, and a download that proves itself. */
import { fullTime, Govuk, Scroll } from '#components';
import { Form, Mistakes, page, type Route, typed, wrong } from '#web';
import type { Trail, TrailState } from '../door.ts';
import { pemOf } from '../signing.ts';
import { pageWording as say } from '../wording.ts';

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
          const from = dayOf(input.text('from'));
          const last = dayOf(input.text('until'));
          const problems = [
            ...(from === undefined ? [{ field: 'from', words: say.badDay }] : []),
            ...(last === undefined ? [{ field: 'until', words: say.badDay }] : []),
          ];
          if (problems.length > 0) return { problems };
          const until = last ? new Date(last.getTime() + 86_400_000) : null;
          const made = await trail.export(ask.asker, { from: from ?? null, until });
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
          <h2 class="govuk-heading-m">{say.download}</h2>
          <p class="govuk-body">{say.downloadWords(command)}</p>
          <Form ask={ask} act="download">
            {(['from', 'until'] as const).map((name) => (
              <Govuk.Input
                name={name}
                id={name}
                label={{ text: say[name] }}
                hint={{ text: say.dayHint }}
                classes="govuk-input--width-10"
                value={typed(ask, name)}
                errorMessage={wrong(ask, name)}
              />
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

function dayOf(text: string): Date | null | undefined {
  if (text === '') return null;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  return Number.isNaN(day.getTime()) ? undefined : day;
}
