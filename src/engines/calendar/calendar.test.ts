import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addWorkingDays,
  addWorkingHours,
  bankHolidays,
  endOfWorkingDay,
  localDay,
  type Nation,
  offsetMinutes,
  workingHoursBetween,
} from './index.ts';

const names = (year: number, nation: Nation) =>
  [...bankHolidays(year, nation)]
    .map(([day, name]) => `${new Date(day * 86_400_000).toISOString().slice(0, 10)} ${name}`)
    .sort();

// Published on gov.uk/bank-holidays.
test('the bank holidays of each nation', () => {
  expect(names(2026, 'england')).toEqual([
    "2026-01-01 New Year's Day",
    '2026-04-03 Good Friday',
    '2026-04-06 Easter Monday',
    '2026-05-04 Early May bank holiday',
    '2026-05-25 Spring bank holiday',
    '2026-08-31 Summer bank holiday',
    '2026-12-25 Christmas Day',
    '2026-12-28 Boxing Day',
  ]);
  expect(names(2026, 'scotland')).toContain('2026-01-02 2 January');
  expect(names(2026, 'scotland')).toContain('2026-08-03 Summer bank holiday');
  expect(names(2026, 'scotland')).toContain("2026-11-30 St Andrew's Day");
  expect(names(2026, 'scotland').some((day) => day.includes('Easter Monday'))).toBe(false);
  expect(names(2026, 'northern-ireland')).toContain('2026-07-13 Battle of the Boyne');
  expect(names(2027, 'wales')).toContain('2027-12-27 Christmas Day');
  expect(names(2027, 'wales')).toContain('2027-12-28 Boxing Day');
});

test('four working hours from Friday afternoon end on Monday morning', () => {
  expect(addWorkingHours(new Date('2026-11-20T15:00:00Z'), 4, 'england').toISOString()).toBe(
    '2026-11-23T11:00:00.000Z',
  );
  expect(addWorkingHours(new Date('2026-11-22T02:00:00Z'), 4, 'england').toISOString()).toBe(
    '2026-11-23T13:00:00.000Z',
  );
});

test('working days pass over Christmas', () => {
  expect(addWorkingDays(new Date('2026-12-24T12:00:00Z'), 1, 'england').toISOString()).toBe('2026-12-29T17:00:00.000Z');
  expect(endOfWorkingDay(new Date('2026-12-24T18:00:00Z'), 'england').toISOString()).toBe('2026-12-29T17:00:00.000Z');
});

test('in summer the office opens at eight by UTC', () => {
  expect(addWorkingHours(new Date('2026-07-01T05:00:00Z'), 1, 'england').toISOString()).toBe(
    '2026-07-01T09:00:00.000Z',
  );
});

test('the wall clock agrees with the zone data of the machine', () => {
  const wall = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(1997, 0, 1), max: Date.UTC(2099, 0, 1) }), (at) => {
      const parts = Object.fromEntries(wall.formatToParts(at).map((part) => [part.type, Number(part.value)]));
      const shown = Date.UTC(parts.year!, parts.month! - 1, parts.day!, parts.hour!, parts.minute!);
      expect(shown).toBe(Math.floor(at / 60_000) * 60_000 + offsetMinutes(at) * 60_000);
      expect(localDay(at)).toBe(Math.floor(shown / 86_400_000));
    }),
  );
});

test('working hours add up', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2030, 0, 1) }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
      (at, a, b) => {
        const from = new Date(at);
        expect(addWorkingHours(addWorkingHours(from, a, 'wales'), b, 'wales')).toEqual(
          addWorkingHours(from, a + b, 'wales'),
        );
      },
    ),
  );
});

test('working hours between two moments are those that were added', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
      fc.integer({ min: 1, max: 200 }),
      fc.constantFrom<Nation>('england', 'wales', 'scotland', 'northern-ireland'),
      (from, hours, nation) => {
        expect(workingHoursBetween(from, addWorkingHours(from, hours, nation), nation)).toBeCloseTo(hours, 6);
      },
    ),
    { numRuns: 300 },
  );
  expect(workingHoursBetween(new Date('2026-03-03T10:00Z'), new Date('2026-03-02T10:00Z'), 'england')).toBe(0);
});
