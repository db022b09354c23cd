/** Parts that the pages of lines share: where a line stands, and the fields of a version. */
import { Govuk } from '#components';
import { type Ask, type Input, typed, wrong } from '#web';
import type { Line, NewLine } from '../door.ts';
import { linePage as say } from '../register-wording.ts';
import { DayFields, dayFrom, endOfDay } from './register-parts.tsx';

export type LineState = keyof typeof say.states;

export function stateOf(line: Line, now: Date): LineState {
  if (line.retiredAt) return 'withdrawn';
  if (line.live) return 'live';
  const newest = line.versions[0];
  if (newest && newest.expiresAt <= now) return 'expired';
  if (newest?.decision === null) return 'waiting';
  return newest?.decision === 'refused' ? 'refused' : 'expired';
}

/** A version that somebody can still decide on. */
export const waitingVersion = (line: Line, now: Date) => {
  const newest = line.versions[0];
  return line.retiredAt === null && newest?.decision === null && newest.expiresAt > now ? newest : null;
};

const colours: Readonly<Record<LineState, string>> = {
  waiting: 'govuk-tag--yellow',
  live: 'govuk-tag--green',
  expired: 'govuk-tag--grey',
  refused: 'govuk-tag--red',
  withdrawn: 'govuk-tag--grey',
};

export const StateTag = ({ state }: { state: LineState }) => (
  <Govuk.Tag text={say.states[state]} classes={colours[state]} />
);

export const langName = (lang: string) => say.langs[lang as keyof typeof say.langs] ?? lang;

export function versionFrom(input: Input): Pick<NewLine, 'lang' | 'text' | 'expiresAt'> {
  const lang = input.text('lang');
  return {
    lang: Object.hasOwn(say.langs, lang) ? lang : 'en',
    text: input.text('text'),
    expiresAt: endOfDay(dayFrom(input, 'expiresOn')),
  };
}

export function VersionFields({ ask, text = '', lang = 'en' }: { ask: Ask; text?: string; lang?: string }) {
  return (
    <>
      <Govuk.Textarea
        name="text"
        id="text"
        rows={6}
        label={{ text: say.text, classes: 'govuk-label--s' }}
        hint={{ text: say.textHint }}
        value={typed(ask, 'text', text)}
        errorMessage={wrong(ask, 'text')}
      />
      <Govuk.Select
        name="lang"
        id="lang"
        label={{ text: say.lang, classes: 'govuk-label--s' }}
        value={typed(ask, 'lang', lang)}
        items={Object.entries(say.langs).map(([value, name]) => ({ value, text: name }))}
      />
      <DayFields ask={ask} name="expiresOn" label={say.end} hint={say.endHint} />
    </>
  );
}
