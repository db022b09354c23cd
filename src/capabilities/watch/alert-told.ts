/**
 * Who is told of what, as data: the column "Tell" of the triage taxonomy (domain rules, section C) and the severity
 * table (A0), as far as Foreword has a role for them. Change it here and nowhere else.
 */
import type { Severity } from '#events';
import type { Role } from '../../people/roles.ts';
import type { Alert, LockedTo } from './door.ts';

/** Those who watch are told of everything that is not locked; these are told as well. */
const toldOfCode: Readonly<Record<string, readonly Role[]>> = {
  T1: ['siro'], // 999 or control room 5 min; security; SIRO
  T2: ['care-lead'], // trained human 15 min; care lead
  T3: ['care-lead'], // safeguarding duty desk 15 min
  T5: ['siro'], // security officer, police or department 15 min
  T6: ['dpo'], // DPO 30 min, since the 72 h clock of the ICO starts
  T8: ['care-lead'], // the person first, 15 min; care lead
  T9: ['care-lead'], // care lead 60 min
  T18: ['dpo'], // FOI officer or DPO the same working day
};

/** A0: critical reaches the senior information risk owner whatever it is about. */
const toldOfSeverity: Readonly<Partial<Record<Severity, readonly Role[]>>> = { S1: ['siro'] };

/** A locked story has one keeper (red line 4): nobody else learns that it is there. */
export const keeperRole: Readonly<Record<NonNullable<LockedTo>, Role>> = { guardian: 'guardian', care: 'care-lead' };

export const watchers: readonly Role[] = ['duty-officer', 'watch-analyst'];

/** Roles that can be put on the rota, since they can open what they are rung about. */
export const onCallRoles: readonly Role[] = watchers;

export interface Told {
  readonly kind: Alert['kind'];
  readonly severity: Severity;
  readonly codes: readonly string[];
  readonly lockedTo: LockedTo;
}

export function rolesToldOf(alert: Told): readonly Role[] {
  if (alert.lockedTo) return [keeperRole[alert.lockedTo]];
  if (alert.kind === 'undelivered') return ['administrator', 'duty-officer'];
  if (alert.kind === 'paged') return [...watchers, ...(toldOfSeverity[alert.severity] ?? [])];
  if (alert.kind !== 'signal') return watchers;
  return [
    ...new Set([
      ...watchers,
      ...(toldOfSeverity[alert.severity] ?? []),
      ...alert.codes.flatMap((code) => toldOfCode[code] ?? []),
    ]),
  ];
}
