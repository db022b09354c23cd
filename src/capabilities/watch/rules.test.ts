import { describe, expect, test } from 'vitest';
import { rolesToldOf, type Told } from './alert-told.ts';
import { defaultRules, mailKind, quietUntil, type Rule, wants } from './rules.ts';
import { codeWording } from './wording.ts';

describe('quiet hours', () => {
  const night = { quietFrom: '22:00', quietTo: '07:00' };
  const day = { quietFrom: '12:30', quietTo: '13:15' };
  test.each([
    ['over midnight, before it', night, '2026-01-10T23:30:00Z', '2026-01-11T07:00:00.000Z'],
    ['over midnight, after it', night, '2026-01-11T03:00:00Z', '2026-01-11T07:00:00.000Z'],
    ['they have just ended', night, '2026-01-11T07:00:00Z', null],
    ['they have just begun', night, '2026-01-11T22:00:00Z', '2026-01-12T07:00:00.000Z'],
    ['in the day', day, '2026-01-11T12:45:00Z', '2026-01-11T13:15:00.000Z'],
    ['outside them', day, '2026-01-11T13:15:00Z', null],
    ['by the clock on the wall in summer', night, '2026-07-10T21:30:00Z', '2026-07-11T06:00:00.000Z'],
    ['in summer, still before them', night, '2026-07-10T20:30:00Z', null],
    ['in the night that the clocks go forward', night, '2026-03-28T23:00:00Z', '2026-03-29T06:00:00.000Z'],
    ['in the night that they go back', night, '2026-10-24T22:00:00Z', '2026-10-25T07:00:00.000Z'],
    ['none were chosen', { quietFrom: null, quietTo: null }, '2026-01-11T03:00:00Z', null],
  ])('%s', (_name, rule, now, until) => {
    expect(quietUntil(rule, new Date(now))?.toISOString() ?? null).toBe(until);
  });
});

describe('who is told', () => {
  const told = (severity: Told['severity'], ...codes: string[]): Told => ({
    kind: 'signal',
    severity,
    codes,
    lockedTo: null,
  });

  test('by code, as the table of the triage taxonomy has it', () => {
    expect(rolesToldOf(told('S3', 'T13'))).toEqual(['duty-officer', 'watch-analyst']);
    expect(rolesToldOf(told('S2', 'T6'))).toContain('dpo');
    for (const code of ['T2', 'T8', 'T9']) expect(rolesToldOf(told('S2', code))).toContain('care-lead');
    expect(rolesToldOf(told('S2', 'T10', 'T6'))).toContain('dpo');
    expect(rolesToldOf(told('S1', 'T26'))).toContain('siro');
  });

  test('no code but what is locked ever reaches a guardian, and what is locked reaches nobody else', () => {
    for (const code of Object.keys(codeWording))
      for (const severity of ['S1', 'S2', 'S3'] as const)
        expect(rolesToldOf(told(severity, code))).not.toContain('guardian');
    expect(rolesToldOf({ ...told('S1', 'T1', 'T4'), lockedTo: 'guardian' })).toEqual(['guardian']);
    expect(rolesToldOf({ ...told('S1', 'T2'), lockedTo: 'care' })).toEqual(['care-lead']);
  });

  test('a rule asks for a severity and perhaps for codes; what is locked comes unless the channel is off', () => {
    const rule = (change: Partial<Rule> = {}): Rule => ({
      channel: 'email',
      least: 'S2',
      codes: [],
      quietFrom: null,
      quietTo: null,
      hasDigest: false,
      ...change,
    });
    expect([
      wants(rule(), told('S2', 'T7')),
      wants(rule(), told('S3', 'T13')),
      wants(rule({ least: 'off' }), told('S1', 'T1')),
    ]).toEqual([true, false, false]);
    expect([
      wants(rule({ codes: ['T7'] }), told('S2', 'T10', 'T7')),
      wants(rule({ codes: ['T7'] }), told('S2', 'T10')),
    ]).toEqual([true, false]);
    const locked: Told = { ...told('S3', 'T4'), lockedTo: 'guardian' };
    expect([wants(rule({ least: 'S1', codes: ['T1'] }), locked), wants(rule({ least: 'off' }), locked)]).toEqual([
      true,
      false,
    ]);
  });

  test('who has not chosen is told by e-mail as this house can send it', () => {
    const has = (...kinds: ('email' | 'notify-email')[]) => ({ has: new Set(kinds) });
    expect([mailKind(has('email', 'notify-email')), mailKind(has('notify-email')), mailKind(has())]).toEqual([
      'email',
      'notify-email',
      'email',
    ]);
    expect(defaultRules(['duty-officer'], has('email'))[0]).toMatchObject({
      channel: 'email',
      least: 'S3',
      hasDigest: true,
    });
    expect(defaultRules(['siro'], has('email'))[0]).toMatchObject({ least: 'S3', hasDigest: false });
  });
});
