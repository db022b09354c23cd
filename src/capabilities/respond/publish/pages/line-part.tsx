/** In the editor: the line that is used, and approved lines that fit what is answered. */
import { fullDay, Govuk } from '#components';
import { type Ask, typed, wrong } from '#web';
import type { Line, LineVersion } from '../door.ts';
import { pageWording as say } from '../drafts-wording.ts';
import type { PublishDoor } from './index.ts';

export interface LiveLine {
  readonly title: string;
  readonly version: LineVersion;
}

const liveOf = (line: Line): readonly LiveLine[] =>
  line.live && line.audience === 'anybody' ? [{ title: line.title, version: line.live }] : [];

/** Approved lines for anybody that fit these words, best first. */
export async function findLines(door: PublishDoor, ask: Ask, words: string): Promise<readonly LiveLine[]> {
  return (await door.lines.find(ask.asker, words)).flatMap(({ line }) => liveOf(line));
}

/** By the id of the line or of its live version. */
export async function liveLine(door: PublishDoor, ask: Ask, id: string): Promise<LiveLine | null> {
  if (!id) return null;
  const lines = (await door.lines.list(ask.asker)).flatMap((line) => liveOf(line).map((live) => ({ line, live })));
  return lines.find(({ line, live }) => line.id === id || live.version.id === id)?.live ?? null;
}

export function LinePart({
  ask,
  used,
  usedId,
  found,
  find,
}: {
  ask: Ask;
  used: LiveLine | null;
  usedId: string | null;
  found: readonly LiveLine[];
  find: string;
}) {
  const id = typed(ask, 'line', usedId ?? '');
  const others = found.filter((line) => line.version.id !== id);
  return (
    <section class="fw-panel" id="line" aria-labelledby="line-heading">
      <h2 class="govuk-heading-m" id="line-heading">
        {say.line}
      </h2>
      {wrong(ask, 'line') ? (
        <Govuk.ErrorMessage text={ask.tried?.problems.find((one) => one.field === 'line')?.words ?? ''} />
      ) : null}
      {id ? (
        <>
          <input type="hidden" name="line" value={id} />
          <Govuk.InsetText>
            {used ? (
              <>
                <strong>{used.title}</strong>
                <br />
                <span lang={used.version.lang}>{used.version.text}</span>
                <br />
              </>
            ) : null}
            {say.lineUsed}
          </Govuk.InsetText>
          <Govuk.Button text={say.lineNone} name="act" value="no-line" classes="govuk-button--secondary" />
        </>
      ) : null}
      {others.length > 0 ? (
        <>
          <Govuk.Radios
            name="chosen-line"
            idPrefix="chosen-line"
            classes="govuk-radios--small"
            fieldset={{ legend: { text: say.linesFound, classes: 'govuk-fieldset__legend--s' } }}
            errorMessage={wrong(ask, 'chosen-line')}
            items={others.map(({ title, version }) => ({
              value: version.id,
              text: title,
              hint: { text: `${version.text} ${say.lineUntil(fullDay(version.expiresAt))}` },
            }))}
          />
          <Govuk.Button text={say.useLine} name="act" value="use-line" classes="govuk-button--secondary" />
        </>
      ) : (
        <p class="govuk-body">{say.linesNone}</p>
      )}
      <Govuk.Input name="find" id="find" label={{ text: say.linesWords }} value={typed(ask, 'find', find)} />
      <Govuk.Button text={say.findLine} name="act" value="find-line" classes="govuk-button--secondary" />
    </section>
  );
}
