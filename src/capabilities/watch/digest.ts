/** The day in numbers, each morning, for those who want it: no authors and no words of posts. */
import { sql } from 'kysely';
import { clockTime, shortDay } from '#components';
import { localDay } from '#engines/calendar';
import { type Kit, system, type Tx } from '#platform';
import type { Colleague } from '../../people/person.ts';
import { may } from '../../people/roles.ts';
import type { AlertNeeds } from './alert.ts';
import { type About, lines } from './alert-message.ts';
import { type DeliveryRow, putInLine } from './alert-store.ts';
import { messageWording as say } from './alert-wording.ts';
import type { Message } from './channels.ts';
import { allRules, defaultRules } from './rules.ts';
import { codeWording, severityWording } from './wording.ts';

const me = system('watch');
const spanHours = 24;

export function sendDigests(kit: Kit, needs: Pick<AlertNeeds, 'people' | 'channels' | 'organisation'>): void {
  // Three times, for a process that is killed in between: each person gets one a day.
  kit.jobs.every('watch.digest', '30,40,50 7 * * *', () => orderDigests(kit, needs));
}

export async function orderDigests(
  kit: Kit,
  needs: Pick<AlertNeeds, 'people' | 'channels' | 'organisation'>,
): Promise<void> {
  if (!(await needs.organisation())) return;
  const colleagues = await needs.people.colleagues(me);
  const now = kit.clock.now();
  const day = dayOf(now);
  await kit.db.as(me, async (tx) => {
    const rules = await allRules(tx);
    for (const person of colleagues) {
      const channel = digestChannel(person, rules.get(person.id) ?? defaultRules(person.roles, needs.channels));
      if (!channel) continue;
      const id = kit.ids.next();
      const { rows } = await sql`insert into watch.delivery (id, digest_on, person_id, channel, state, at, changed_at)
        values (${id}, ${day}::date, ${person.id}, ${channel}, 'waiting', ${now}, ${now}) on conflict do nothing returning id`.execute(
        tx,
      );
      if (rows.length > 0) await putInLine(kit, tx, id, 0, null);
    }
  });
}

function digestChannel(person: Colleague, rules: ReturnType<typeof defaultRules>): 'email' | 'notify-email' | null {
  if (!may(person.roles, 'own-alert-rules')) return null;
  const rule = rules.find((one) => one.hasDigest && one.channel !== 'notify-text');
  return rule && rule.channel !== 'notify-text' ? rule.channel : null;
}

/** `2026-03-02` by the wall clock. */
export function dayOf(at: Date): string {
  return new Date(localDay(at.getTime()) * 86_400_000).toISOString().slice(0, 10);
}

interface Figures {
  readonly counts: readonly {
    readonly severity: keyof typeof severityWording;
    readonly code: string;
    readonly n: number;
  }[];
  readonly open: readonly { readonly severity: keyof typeof severityWording; readonly n: number }[];
  readonly spells: readonly { readonly name: string; readonly since: Date; readonly until: Date | null }[];
  readonly undelivered: number;
}

/** Locked stories are counted for nobody: that there is one is already too much. */
async function figuresOf(tx: Tx, since: Date): Promise<Figures> {
  const counts = await sql<
    Figures['counts'][number]
  >`select severity, code, count(*)::int as n from watch.signal where raised_at > ${since} and locked_to is null and state <> 'merged' group by severity, code order by severity, n desc, code`.execute(
    tx,
  );
  const open = await sql<
    Figures['open'][number]
  >`select severity, count(*)::int as n from watch.signal where state in ('new', 'claimed', 'watching') and severity in ('S1', 'S2', 'S3') and locked_to is null group by severity order by severity`.execute(
    tx,
  );
  const spells = await sql<
    Figures['spells'][number]
  >`select s.name, b.since, b.until from watch.blind_spell b join watch.source s on s.id = b.source_id where (b.until is null or b.until > ${since}) and s.state = 'on' order by b.since limit 30`.execute(
    tx,
  );
  const undelivered = await sql<{
    n: number;
  }>`select count(*)::int as n from watch.delivery d join watch.alert a on a.id = d.alert_id where d.state = 'given-up' and d.changed_at > ${since} and a.locked_to is null`.execute(
    tx,
  );
  return { counts: counts.rows, open: open.rows, spells: spells.rows, undelivered: undelivered.rows[0]?.n ?? 0 };
}

export async function digestMessage(tx: Tx, delivery: DeliveryRow, about: About): Promise<Message> {
  const now = about.now;
  const figures = await figuresOf(tx, new Date(now.getTime() - spanHours * 3_600_000));
  const words = say.digest;
  const list = (all: readonly string[]) => (all.length > 0 ? all.map((one) => `- ${one}`) : [`- ${words.none}`]);
  const of = (code: string) => figures.counts.filter((one) => one.code === code).reduce((sum, one) => sum + one.n, 0);
  const text = lines([
    about.organisation,
    '',
    words.counts(spanHours),
    ...list(
      figures.counts.map(
        (one) =>
          `${one.severity} ${severityWording[one.severity]}, ${codeWording[one.code]?.name ?? one.code}: ${one.n}`,
      ),
    ),
    '',
    words.open,
    ...list(figures.open.map((one) => `${one.severity} ${severityWording[one.severity]}: ${one.n}`)),
    '',
    words.requests(of('T16')),
    words.praise(of('T29')),
    ...(figures.undelivered > 0 ? [words.undelivered(figures.undelivered)] : []),
    '',
    ...(figures.spells.length > 0
      ? [
          words.blind,
          ...list(
            figures.spells.map((one) =>
              words.spell(one.name, dayAndTime(one.since), one.until ? dayAndTime(one.until) : null),
            ),
          ),
        ]
      : [words.noBlind]),
    '',
    `${words.queue} ${about.address}/watch/queue`,
    `${words.stop} ${about.address}/account/alerts`,
  ]);
  const link = `${about.address}/watch`;
  const subject = say.digestSubject(shortDay(now), about.organisation);
  return {
    id: delivery.id,
    subject,
    text,
    short: `${subject} ${link}`,
    link,
    facts: [],
    event: { kind: 'digest', severity: 'S5', code: null, caseNumber: null, at: now },
  };
}

const dayAndTime = (at: Date): string => `${shortDay(at)} ${clockTime(at)}`;
