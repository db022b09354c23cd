import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { spanWords as spanWordsInBrowser } from '../assets/clocks.ts';
import { dateFilter, mojDateFilter } from './date-filters.ts';
import { samples } from './gallery.tsx';
import type { ButtonProps, InputProps, SummaryListProps, TableProps, TaskListProps } from './govuk.generated.ts';
import {
  Chart,
  Clock,
  clockWords,
  DayStrip,
  FilterRow,
  Govuk,
  Highlight,
  html,
  Moj,
  nearTime,
  place,
  ReasonFields,
  Reasons,
  SeverityTag,
  StackTable,
  severities,
  severityWords,
  spanWords,
  tidyPlaces,
} from './index.ts';

const hostile = '<img src=x onerror=alert(1)>"\'';
const escaped = '&lt;img src=x onerror=alert(1)>';
const now = new Date('2026-07-21T14:05:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);

describe('a table that stands as cards', () => {
  it('gives every cell after the first the name of its column, and the first the title', () => {
    const drawn = renderToString(
      <StackTable caption="Accounts" head={['Name', hostile]} rows={[[{ text: '@one' }, { html: <b>Mastodon</b> }]]} />,
    );
    expect(drawn).toMatch(/<th scope="row"[^>]*>@one<\/th>/);
    expect(drawn).toMatch(/<td class="govuk-table__cell" data-column="&lt;img[^>]*><b>Mastodon<\/b><\/td>/);
    expect(drawn).not.toContain('<img');
  });
});

describe('times', () => {
  it('give the day and the year of what is not of today, by London time', () => {
    expect(nearTime(new Date('2026-07-20T23:30:00Z'), now)).toBe('00:30');
    expect(nearTime(new Date('2026-07-20T22:30:00Z'), now)).toBe('20 Jul 2026, 23:30');
    expect(nearTime(new Date('2025-07-21T14:05:00Z'), now)).toBe('21 Jul 2025, 15:05');
  });
});

describe('the row that finds some of a list', () => {
  it('asks by the address, keeps what was asked, and leads there by a key only where the list has keys', () => {
    const row = (query: Record<string, string>, more: { keyDoes?: string } = {}) =>
      renderToString(
        <FilterRow
          to="/list"
          label="Find"
          button="Show"
          query={query}
          words="Words"
          choices={[
            {
              name: 'shown',
              label: 'Show',
              items: [
                { value: 'open', text: 'Open' },
                { value: 'done', text: 'Done' },
              ],
              usual: 'open',
            },
          ]}
          {...more}
        />,
      );
    expect(row({})).toMatch(/<form [^>]*method="get" action="\/list"/);
    expect(row({})).toMatch(/<option value="open" selected/);
    const asked = row({ words: hostile, shown: 'done' }, { keyDoes: 'Find' });
    expect(asked).toMatch(/<option value="done" selected/);
    expect(asked).toContain('value="&lt;img');
    expect(asked).not.toContain('<img');
    expect(asked).toContain('data-key="/"');
    expect(row({})).not.toContain('data-key');
  });
});

describe('the field for a reason', () => {
  it('is found by what is wrong with it, and names the act of each of several buttons', () => {
    const drawn = renderToString(
      <ReasonFields
        name="why"
        label="Why?"
        value={hostile}
        errorMessage={{ text: 'Say why' }}
        buttons={[
          { text: 'Yes', act: 'yes' },
          { text: 'No', act: 'no', kind: 'warning' },
        ]}
      />,
    );
    expect(drawn).toMatch(/<textarea[^>]*id="why"[^>]*aria-describedby="why-error"/);
    expect(drawn).toContain('>&lt;img');
    expect(drawn).not.toContain('<img');
    expect(
      [...drawn.matchAll(/name="act"[^>]*value="(\w+)"|value="(\w+)"[^>]*name="act"/g)].map(
        (found) => found[1] ?? found[2],
      ),
    ).toEqual(['yes', 'no']);
    expect(drawn).toContain('govuk-button--warning');
  });
});

describe('the bridge', () => {
  it('puts finished HTML into a page as it is, without an element around it', () => {
    expect(renderToString(place(html(<b>x</b>)))).toBe('<b>x</b>');
    expect(renderToString(<p>{place(html(<b>{hostile}</b>))}</p>)).toContain(escaped);
  });

  it('escapes words wherever a component takes them', () => {
    const drawn = renderToString(
      <>
        <Govuk.Button text={hostile} attributes={{ 'data-x': hostile }} />
        <Govuk.SummaryList rows={[{ key: { text: hostile }, value: { text: hostile } }]} />
        <Govuk.Input id="a" name={hostile} label={{ text: hostile }} value={hostile} errorMessage={{ text: hostile }} />
        <Moj.Alert variant="error" title={hostile} text={hostile} />
        <Moj.Badge text={hostile} />
        <Moj.SubNavigation label={hostile} items={[{ text: hostile, href: hostile }]} />
        <Moj.Timeline items={[{ label: { text: hostile }, text: hostile, datetime: { timestamp: hostile } }]} />
        <Moj.SideNavigation label={hostile} items={[{ text: hostile, href: '/' }]} />
      </>,
    );
    expect(drawn).not.toContain('<img');
    expect(drawn).not.toMatch(/="[^"]*<img/);
  });

  it('takes JSX where a component takes HTML, as a child and deep in its options', () => {
    expect(
      renderToString(
        <Govuk.InsetText>
          Say <b>{hostile}</b>
        </Govuk.InsetText>,
      ),
    ).toContain('Say <b>&lt;img');
    const list = renderToString(
      <Govuk.SummaryList rows={[{ key: { text: 'Kind' }, value: { html: <SeverityTag severity="S2" /> } }]} />,
    );
    expect(list).toContain('<strong class="fw-severity fw-severity--s2">');
  });

  it('refuses a plain string as HTML when types are checked', () => {
    // @ts-expect-error Words from outside are never HTML.
    const button: ButtonProps = { html: hostile };
    expect(button).toBeDefined();
  });

  it('has types that take the published examples of the common components', () => {
    const home = join(dirname(fileURLToPath(import.meta.resolve('govuk-frontend'))), 'components');
    const published = (folder: string, name: string) =>
      JSON.parse(readFileSync(join(home, folder, 'fixtures.json'), 'utf8')).fixtures.find(
        (fixture: { name: string }) => fixture.name === name,
      )?.options;
    const button: ButtonProps = { text: 'Save and continue' };
    const input: InputProps = { label: { text: 'National Insurance number' }, name: 'test-name' };
    const tasks: TaskListProps = {
      items: [
        { title: { text: 'A' }, href: '#', status: { tag: { text: 'Incomplete', classes: 'govuk-tag--blue' } } },
        {
          title: { text: 'B' },
          status: { text: 'Cannot start yet', classes: 'govuk-task-list__status--cannot-start-yet' },
        },
      ],
    };
    const table: TableProps = { rows: [[{ text: 'January' }, { text: 85, format: 'numeric' }]] };
    const list: SummaryListProps = {
      rows: [{ key: { text: 'Name' }, value: { text: 'Sarah' }, actions: { items: [{ href: '#', text: 'Edit' }] } }],
    };
    expect(published('button', 'default')).toEqual(button);
    expect(published('input', 'default')).toMatchObject(input);
    for (const options of [tasks, table, list]) expect(options).toBeDefined();
  });
});

describe('raw HTML', () => {
  it('enters in one file only', () => {
    const folder = join(dirname(fileURLToPath(import.meta.url)), '..');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (file) => /\.tsx?$/.test(file) && !file.includes('.test.'),
    );
    expect(files.length).toBeGreaterThan(10);
    const holds = (needle: RegExp) =>
      files.filter((file) =>
        needle.test(readFileSync(join(folder, file), 'utf8').replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '')),
      );
    expect(holds(/jsxTemplate/)).toEqual([join('components', 'html.ts')]);
    expect(holds(/dangerouslySetInnerHTML/)).toEqual([]);
  });
});

describe('our own parts', () => {
  it('say severity by word and shape, not by colour alone', () => {
    const drawn = severities.map((severity) => renderToString(<SeverityTag severity={severity} />));
    expect(new Set(drawn.map((tag) => tag.match(/ d="([^"]+)"/)?.[1])).size).toBe(5);
    for (const [index, severity] of severities.entries()) expect(drawn[index]).toContain(severityWords[severity]);
  });

  it.each([
    [61_000, '1 min left'],
    [59_000, '59 sec left'],
    [-7 * 60_000, '7 min late'],
    [200 * 60_000, '3 h 20 min left'],
    [49 * 3_600_000, '2 days left'],
  ])('a clock %d ms before its time says "%s"', (ms, words) => {
    expect(clockWords({ due: later(ms), now })).toBe(words);
  });

  it('a clock stands when it is done or paused, and moves otherwise', () => {
    expect(renderToString(<Clock due={later(60_000)} now={now} />)).toContain('data-clock="60000"');
    const done = renderToString(<Clock due={later(60_000)} now={now} doneAt={now} />);
    expect(done).toContain('Done in time');
    expect(done).toMatch(/<time[^>]+datetime="2026-07-21T14:06:00.000Z"/);
    expect(done).not.toContain('data-clock="');
    expect(clockWords({ due: now, now, pausedBecause: 'asked the police' })).toBe('Paused: asked the police');
  });

  it('the browser words a span as the server does', () => {
    for (const ms of [-5_000_000, -1, 0, 999, 59_999, 60_000, 3_599_999, 3_600_000, 5_400_000, 86_400_000, 2e8]) {
      expect(spanWordsInBrowser(ms)).toBe(spanWords(ms));
    }
  });

  it('marks places whatever order, overlap or nonsense they come in', () => {
    const text = 'ab\u{1F600}cd';
    expect(
      tidyPlaces(text, [
        { start: 4, end: 6 },
        { start: 0, end: 2 },
        { start: 1, end: 3 },
      ]),
    ).toEqual([
      { start: 0, end: 4 },
      { start: 4, end: 6 },
    ]);
    expect(
      tidyPlaces(text, [
        { start: -9, end: 1 },
        { start: 5, end: 4 },
        { start: Number.NaN, end: 3 },
      ]),
    ).toEqual([{ start: 0, end: 1 }]);
    expect(tidyPlaces(text, [{ start: 3, end: 99 }])).toEqual([{ start: 2, end: 6 }]);
    const drawn = renderToString(<Highlight text={hostile} places={[{ start: 1, end: 4, why: 'x' }]} />);
    expect(drawn).toContain('&lt;<mark class="fw-mark" title="x">img</mark>');
  });

  it('a chart and a strip have a name, words and a table', () => {
    const points = [0, 1, 2].map((hour) => ({
      at: later(hour * 3_600_000),
      value: hour * 10,
      low: hour,
      high: hour * 20,
    }));
    const chart = renderToString(
      <Chart
        id="c"
        title="Spread"
        words="It rose."
        points={[...points, { at: later(9e6) }]}
        lineLabel="Posts"
        now={later(3_600_000)}
      />,
    );
    const strip = renderToString(
      <DayStrip
        id="d"
        hours={[
          { from: now, count: 3, worst: 'S1' },
          { from: later(3_600_000), count: 0, isBlind: true },
        ]}
      />,
    );
    for (const drawn of [chart, strip]) {
      expect(drawn).toMatch(/<svg[^>]+role="img"[^>]+aria-labelledby="(c|d)-title \1-words"/);
      expect(drawn).toMatch(/<table/);
      expect(drawn).not.toContain('NaN');
    }
    expect(chart).toContain('Not seen');
    expect(strip).toContain('We were partly blind in 1 of 2 hours.');
    expect(renderToString(<Chart id="e" title="" words="" points={[]} lineLabel="" />)).not.toContain('NaN');
    expect(renderToString(<DayStrip id="e" hours={[]} />)).not.toContain('NaN');
  });

  it('a reason against is shown as one', () => {
    const drawn = renderToString(
      <Reasons
        reasons={[
          { words: 'A joke', score: -5 },
          { words: 'A place', score: 20 },
        ]}
      />,
    );
    expect(drawn).toContain('\u22125');
    expect(drawn).toContain('width="25"');
  });
});

describe('dates in MoJ templates', () => {
  it('are in London time, as the style guide writes them', () => {
    expect(mojDateFilter('2026-07-21T14:05:00Z', 'datetime')).toBe('21 July 2026 at 3:05pm');
    expect(mojDateFilter('2026-12-01T00:00:00Z', 'shortdatetime')).toBe('1 Dec 2026 at 12am');
    expect(mojDateFilter('2026-12-01T09:00:00Z', 'time')).toBe('9am');
    expect(mojDateFilter('not a date', 'datetime')).toBe('not a date');
    expect(dateFilter('2026-07-01T08:05:00Z', 'D MMM YYYY, HH:mm')).toBe('1 Jul 2026, 09:05');
    expect(dateFilter('2026-07-01T08:05:00Z', 'DD/MM/YYYY')).toBe('01/07/2026');
  });
});

describe('every sample page', () => {
  it.each(Object.keys(samples))('%s obeys a policy without inline script or style', (name) => {
    const page = samples[name]!();
    expect(page).toMatch(/^<!DOCTYPE html><html lang="en"/);
    expect(page).not.toMatch(/\sstyle="/);
    expect(page).not.toMatch(/<style/);
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(page).not.toMatch(/\son[a-z]+="/);
    expect(page).toMatch(/<meta charset="utf-8"/i);
    expect(page.match(/<h1/g)).toHaveLength(1);
    expect(page).toContain('id="main-content"');
    expect(page).not.toContain('[object Object]');
  });

  it('names the rehearsal on a rehearsal page, and the current page in the menu', () => {
    expect(samples.desk!()).toContain('Nothing here is real');
    expect(samples['sign-in']!()).not.toContain('Nothing here is real');
    expect(samples.desk!()).toMatch(/href="\/"\s+aria-current="page"/);
  });
});
