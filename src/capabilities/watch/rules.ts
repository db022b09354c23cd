/** How each person wants to be told, and how those are told who have not said. */
import { sql } from 'kysely';
import { localDay, wallTime } from '#engines/calendar';
import type { Severity } from '#events';
import { type Asker, type Kit, record, type TrailValues, type Tx } from '#platform';
import type { Role } from '../../people/roles.ts';
import { type Told, watchers } from './alert-told.ts';
import { alertWording as say } from './alert-wording.ts';
import type { Channels, PersonalKind } from './channels.ts';
import { isAtLeast } from './severity.ts';
import { codeWording } from './wording.ts';

export interface Rule {
  readonly channel: PersonalKind;
  /** 'off': not by this channel, though a digest may still come. */
  readonly least: 'S1' | 'S2' | 'S3' | 'off';
  /** Empty: every code that the person's roles are told of. */
  readonly codes: readonly string[];
  /** `22:00`, UK time. Both or neither. */
  readonly quietFrom: string | null;
  readonly quietTo: string | null;
  readonly hasDigest: boolean;
}

export type RuleProblem = { readonly field: string; readonly words: string };

export interface Rules {
  mine(asker: Asker): Promise<{ readonly rules: readonly Rule[]; readonly isDefault: boolean }>;
  /** All rules of one person at once; what was there before is replaced. */
  save(asker: Asker, rules: readonly Rule[]): Promise<readonly RuleProblem[]>;
}

interface Row {
  person_id: string;
  channel: PersonalKind;
  least_severity: Rule['least'];
  codes: string[];
  quiet_from: string | null;
  quiet_to: string | null;
  has_digest: boolean;
}

export function buildRules(kit: Kit, channels: Channels): Rules {
  return {
    mine: async (asker) => {
      const { rows } = await kit.db.as(asker, (tx) =>
        sql<Row>`select * from watch.alert_rule where person_id = ${asker.id}`.execute(tx),
      );
      const own = rows.map(asRule);
      return own.length > 0
        ? { rules: own, isDefault: false }
        : { rules: defaultRules(asker.roles, channels), isDefault: true };
    },
    save: async (asker, rules) => {
      const problems = rules.flatMap(problemsOf);
      if (problems.length > 0) return problems;
      await kit.db.as(asker, async (tx) => {
        const before = await sql<Row>`delete from watch.alert_rule where person_id = ${asker.id} returning *`.execute(
          tx,
        );
        for (const rule of rules) {
          await sql`insert into watch.alert_rule (person_id, channel, least_severity, codes, quiet_from, quiet_to, has_digest)
            values (${asker.id}, ${rule.channel}, ${rule.least}, ${[...rule.codes]}::text[], ${rule.quietFrom}::time, ${rule.quietTo}::time, ${rule.hasDigest})
            on conflict (person_id, channel) do nothing`.execute(tx);
        }
        const [old, now] = [valuesOf(before.rows.map(asRule)), valuesOf(rules)];
        await record(tx, { what: 'alert-rules-set', about: asker.id, old, new: now }, kit.clock.now());
      });
      return [];
    },
  };
}

const valuesOf = (rules: readonly Rule[]): TrailValues =>
  Object.fromEntries(
    rules.flatMap(({ channel, least, codes, quietFrom, quietTo, hasDigest }) => [
      [`${channel}.least`, least],
      [`${channel}.codes`, codes],
      [`${channel}.quiet`, quietFrom && quietTo ? `${quietFrom}-${quietTo}` : null],
      [`${channel}.digest`, hasDigest],
    ]),
  );

/** Rules by person, of those who made some. */
export async function allRules(tx: Tx): Promise<ReadonlyMap<string, readonly Rule[]>> {
  const { rows } = await sql<Row>`select * from watch.alert_rule`.execute(tx);
  const byPerson = new Map<string, Rule[]>();
  for (const row of rows) byPerson.set(row.person_id, [...(byPerson.get(row.person_id) ?? []), asRule(row)]);
  return byPerson;
}

function asRule(row: Row): Rule {
  return {
    channel: row.channel,
    least: row.least_severity,
    codes: row.codes,
    quietFrom: row.quiet_from?.slice(0, 5) ?? null,
    quietTo: row.quiet_to?.slice(0, 5) ?? null,
    hasDigest: row.has_digest,
  };
}

/** For those who have not chosen: an e-mail from S3 up, and the digest for those who watch. */
export function defaultRules(roles: readonly string[], channels: Pick<Channels, 'has'>): readonly Rule[] {
  return [
    {
      channel: mailKind(channels),
      least: 'S3',
      codes: [],
      quietFrom: null,
      quietTo: null,
      hasDigest: watchers.some((role) => roles.includes(role)),
    },
  ];
}

/** E-mail as this installation has it. Where it has none, plain e-mail is still tried, so that its lack shows. */
export function mailKind({ has }: Pick<Channels, 'has'>): PersonalKind {
  return !has.has('email') && has.has('notify-email') ? 'notify-email' : 'email';
}

/** Does this rule want this alert? What is locked to its keeper comes whatever the rule says, as long as it is on. */
export function wants(rule: Rule, alert: Told): boolean {
  if (rule.least === 'off') return false;
  if (alert.lockedTo || alert.kind === 'undelivered') return true;
  if (!isAtLeast(alert.severity, rule.least)) return false;
  return alert.kind !== 'signal' || rule.codes.length === 0 || alert.codes.some((code) => rule.codes.includes(code));
}

export function rolesMeet(held: readonly string[], wanted: readonly Role[]): boolean {
  return wanted.some((role) => held.includes(role));
}

/** When the quiet hours end in which `now` lies; null outside them. UK time, also over midnight. */
export function quietUntil(rule: Pick<Rule, 'quietFrom' | 'quietTo'>, now: Date): Date | null {
  if (!rule.quietFrom || !rule.quietTo || rule.quietFrom === rule.quietTo) return null;
  const from = hours(rule.quietFrom);
  const to = hours(rule.quietTo);
  const today = localDay(now.getTime());
  for (const day of [today - 1, today]) {
    const begins = wallTime(day, from);
    const ends = wallTime(from < to ? day : day + 1, to);
    if (begins <= now.getTime() && now.getTime() < ends) return new Date(ends);
  }
  return null;
}

const hours = (time: string): number => Number(time.slice(0, 2)) + Number(time.slice(3, 5)) / 60;

function problemsOf(rule: Rule): readonly RuleProblem[] {
  const problems: RuleProblem[] = [];
  const isTime = (text: string | null) => text === null || /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
  if (!['S1', 'S2', 'S3', 'off'].includes(rule.least))
    problems.push({ field: `least-${rule.channel}`, words: say.chooseLeast });
  if (!rule.codes.every((code) => Object.hasOwn(codeWording, code)))
    problems.push({ field: 'codes', words: say.chooseCodes });
  const isQuietWrong =
    !isTime(rule.quietFrom) || !isTime(rule.quietTo) || (rule.quietFrom === null) !== (rule.quietTo === null);
  if (isQuietWrong) problems.push({ field: 'quiet-from', words: say.enterTime });
  return problems;
}

export function isAlertSeverity(text: string): text is Severity & ('S1' | 'S2' | 'S3') {
  return text === 'S1' || text === 'S2' || text === 'S3';
}
