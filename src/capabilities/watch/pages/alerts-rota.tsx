/** The rota: who is on call in one week, the gaps of the next 14 days, adding and removing shifts. */
import { clockTime, fullTime, Govuk, shortTime } from '#components';
import { localDay, wallTime } from '#engines/calendar';
import { type Ask, Form, Mistakes, page, typed, wrong } from '#web';
import type { Colleague } from '../../../people/person.ts';
import { may } from '../../../people/roles.ts';
import type { AlertDesk } from '../alert-door.ts';
import { onCallRoles } from '../alert-told.ts';
import { alertWording as say } from '../alert-wording.ts';
import { type Gap, gapsOf, type Shift } from '../rota.ts';
import { readShift } from './alerts-shift.ts';
import type { PageNeeds } from './index.ts';

const dayMs = 86_400_000;
const gapDays = 14;
const mostGaps = 5;

interface Loaded {
  /** Days since 1 January 1970 of the Monday that is shown. */
  readonly monday: number;
  readonly shifts: readonly Shift[];
  readonly now: readonly Shift[];
  readonly gaps: readonly Gap[];
  readonly able: readonly Colleague[];
  readonly names: ReadonlyMap<string, string>;
}

export const rotaPage = ({ rota }: AlertDesk, needs: PageNeeds) =>
  page<Loaded>({
    path: '/watch/rota',
    may: 'see-alerts',
    trace: 'rota-viewed',
    load: async (ask) => {
      const monday = mondayOf(ask.query.week, ask.now);
      const until = new Date(ask.now.getTime() + gapDays * dayMs);
      const shifts = await rota.between(ask.asker, new Date(wallTime(monday, 0)), new Date(wallTime(monday + 7, 0)));
      const coming = await rota.between(ask.asker, ask.now, until);
      const able = await needs.people.colleagues(ask.asker, onCallRoles);
      const names = await needs.people.names(ask.asker, [
        ...new Set([...shifts, ...coming].map((shift) => shift.personId)),
      ]);
      return {
        monday,
        shifts,
        now: coming.filter((shift) => shift.startsAt <= ask.now),
        gaps: gapsOf(coming, ask.now, until),
        able,
        names,
      };
    },
    acts: {
      add: {
        may: 'run-rota',
        trace: 'shift-added',
        do: async (input, { able }, ask) => {
          const read = readShift(input, able);
          if ('problems' in read) return read;
          const answer = await rota.add(ask.asker, read.shift, read.weeks);
          const week = new Date(localDay(read.shift.startsAt.getTime()) * dayMs).toISOString().slice(0, 10);
          return answer.ok
            ? { go: `/watch/rota?week=${week}`, flash: { kind: 'success', title: say.didAddShift } }
            : { problems: [{ field: 'place', words: answer.because }] };
        },
      },
      remove: {
        may: 'run-rota',
        trace: 'shift-removed',
        do: async (input, _loaded, ask) => {
          const answer = await rota.remove(ask.asker, input.text('shift'));
          return answer.ok
            ? { go: '/watch/rota', flash: { kind: 'success', title: say.didRemoveShift } }
            : { refused: answer.because };
        },
      },
    },
    view: (loaded, ask) => {
      const mayRun = may(ask.asker.roles, 'run-rota');
      const name = (shift: Shift) => loaded.names.get(shift.personId) ?? say.somebody;
      return {
        title: say.rotaTitle,
        menu: '/watch/alerts',
        isWide: true,
        body: (
          <>
            <Mistakes ask={ask} />
            <h1 class="govuk-heading-l">{say.rotaTitle}</h1>
            <p class="govuk-body">{say.rotaIntro}</p>
            <p class="govuk-body">{say.rotaTimes}</p>
            <Gaps gaps={loaded.gaps} />
            <h2 class="govuk-heading-m">{say.onCallNow}</h2>
            {loaded.now.length === 0 ? (
              <p class="govuk-body">{say.nobodyOnCall}</p>
            ) : (
              <ul class="govuk-list govuk-list--bullet">
                {[...loaded.now]
                  .sort((a, b) => a.place - b.place)
                  .map((shift) => (
                    <li>
                      <strong>{say.place(shift.place)}</strong>{' '}
                      {say.shiftWords(name(shift), shortTime(shift.startsAt), shortTime(shift.endsAt))}
                    </li>
                  ))}
              </ul>
            )}
            <Week loaded={loaded} ask={ask} mayRun={mayRun} name={name} />
            {mayRun ? <AddShift ask={ask} able={loaded.able} /> : null}
          </>
        ),
      };
    },
  });

function Gaps({ gaps }: { gaps: readonly Gap[] }) {
  if (gaps.length === 0) return <p class="govuk-body">{say.noGaps}</p>;
  return (
    <div class="govuk-inset-text">
      <h2 class="govuk-heading-s">{say.gaps(gaps.length)}</h2>
      <ul class="govuk-list govuk-list--bullet">
        {gaps.slice(0, mostGaps).map((gap) => (
          <li>{say.gapWords(fullTime(gap.from), fullTime(gap.to))}</li>
        ))}
        {gaps.length > mostGaps ? <li>{say.moreGaps(gaps.length - mostGaps)}</li> : null}
      </ul>
    </div>
  );
}

function Week({
  loaded,
  ask,
  mayRun,
  name,
}: {
  loaded: Loaded;
  ask: Ask;
  mayRun: boolean;
  name: (shift: Shift) => string;
}) {
  const { monday, shifts } = loaded;
  const days = Array.from({ length: 7 }, (_, index) => monday + index);
  const on = (day: number) =>
    shifts.filter(
      (shift) => shift.startsAt.getTime() < wallTime(day + 1, 0) && shift.endsAt.getTime() > wallTime(day, 0),
    );
  return (
    <section aria-labelledby="week">
      <h2 class="govuk-heading-m" id="week">
        {say.weekOf(dayWords(monday))}
      </h2>
      <p class="govuk-body fw-apart">
        <a class="govuk-link" href={`/watch/rota?week=${dateOf(monday - 7)}`}>
          {say.earlierWeek}
        </a>{' '}
        <a class="govuk-link" href={`/watch/rota?week=${dateOf(monday + 7)}`}>
          {say.laterWeek}
        </a>
      </p>
      <dl class="govuk-summary-list">
        {days.map((day) => (
          <div class="govuk-summary-list__row">
            <dt class="govuk-summary-list__key">{dayWords(day)}</dt>
            <dd class="govuk-summary-list__value">
              {on(day).length === 0 ? (
                <span class="fw-quiet">{say.emptyDay}</span>
              ) : (
                <ul class="govuk-list">
                  {on(day).map((shift) => {
                    // Removing takes away the whole shift, so it is offered once, on its first day here.
                    const isFirstDay = day === monday || shift.startsAt.getTime() >= wallTime(day, 0);
                    const words = `${say.place(shift.place)}: ${say.shiftWords(name(shift), shortTime(shift.startsAt), shortTime(shift.endsAt))}`;
                    return (
                      <li>
                        {say.place(shift.place)}: {name(shift)}, {hoursOn(shift, day)}{' '}
                        {mayRun && isFirstDay ? (
                          <Form ask={ask} act="remove" label={say.removeShift(words)}>
                            <input type="hidden" name="shift" value={shift.id} />
                            <button class="govuk-link fw-link-button" type="submit">
                              {say.remove}
                              <span class="govuk-visually-hidden">
                                {' '}
                                {words}, {dayWords(day)}
                              </span>
                            </button>
                          </Form>
                        ) : null}
                      </li>
                    );
                  })}
                </ul>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function AddShift({ ask, able }: { ask: Ask; able: readonly Colleague[] }) {
  return (
    <section class="fw-panel" aria-labelledby="add">
      <h2 class="govuk-heading-m" id="add">
        {say.addShift}
      </h2>
      <Form ask={ask} act="add">
        <Govuk.Select
          name="person"
          id="person"
          label={{ text: say.who }}
          value={typed(ask, 'person')}
          errorMessage={wrong(ask, 'person')}
          items={[{ value: '', text: say.chooseWho }, ...able.map((one) => ({ value: one.id, text: one.name }))]}
        />
        <Govuk.Select
          name="place"
          id="place"
          label={{ text: say.whichPlace }}
          value={typed(ask, 'place', '1')}
          errorMessage={wrong(ask, 'place')}
          items={[1, 2, 3, 4, 5].map((n) => ({ value: String(n), text: say.place(n) }))}
        />
        <Moment ask={ask} name="begin" legend={say.begins} />
        <Moment ask={ask} name="end" legend={say.ends} />
        <Govuk.Input
          name="weeks"
          id="weeks"
          label={{ text: say.repeat }}
          hint={{ text: say.repeatHint }}
          value={typed(ask, 'weeks', '1')}
          inputmode="numeric"
          classes="govuk-input--width-2"
          errorMessage={wrong(ask, 'weeks')}
        />
        <Govuk.Button text={say.addShift} />
      </Form>
    </section>
  );
}

function Moment({ ask, name, legend }: { ask: Ask; name: string; legend: string }) {
  const today = dateOf(localDay(ask.now.getTime())).split('-');
  const now: Record<string, string> = {
    year: today[0] ?? '',
    month: String(Number(today[1])),
    day: String(Number(today[2])),
  };
  return (
    <>
      <Govuk.DateInput
        id={`${name}-day`}
        namePrefix={name}
        fieldset={{ legend: { text: legend, classes: 'govuk-fieldset__legend--s' } }}
        errorMessage={wrong(ask, `${name}-day`)}
        items={(['day', 'month', 'year'] as const).map((part) => ({
          name: part,
          classes: part === 'year' ? 'govuk-input--width-4' : 'govuk-input--width-2',
          value: typed(ask, `${name}-${part}`, now[part]),
          label: say.day[part],
        }))}
      />
      <Govuk.Input
        name={`${name}-time`}
        id={`${name}-time`}
        label={{ text: `${legend}: ${say.time.toLowerCase()}` }}
        hint={{ text: say.timeHint }}
        value={typed(ask, `${name}-time`)}
        classes="govuk-input--width-5"
      />
    </>
  );
}

function mondayOf(week: string | undefined, now: Date): number {
  const asked = week && /^20\d\d-\d\d-\d\d$/.test(week) ? Date.parse(`${week}T12:00:00Z`) : Number.NaN;
  const day = localDay(Number.isNaN(asked) ? now.getTime() : asked);
  return day - ((day + 3) % 7); // 1 January 1970 was a Thursday.
}

/** The part of a shift that falls on this day: most of a week on call needs no hours at all. */
function hoursOn({ startsAt, endsAt }: Shift, day: number): string {
  const isBegun = startsAt.getTime() <= wallTime(day, 0);
  const isOver = endsAt.getTime() < wallTime(day + 1, 0);
  if (isBegun) return isOver ? say.untilTime(clockTime(endsAt)) : say.allDay;
  return isOver ? say.fromTo(clockTime(startsAt), clockTime(endsAt)) : say.fromTime(clockTime(startsAt));
}

const dateOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

const dayWords = (day: number): string =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    new Date(day * dayMs),
  );
