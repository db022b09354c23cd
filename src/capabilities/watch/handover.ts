/** The note that one shift leaves to the next: it fills itself, and one adds what only people know. */
import { sql } from 'kysely';
import type { Severity } from '#events';
import { type Asker, isId, type Kit, type Tx } from '#platform';
import { caseNumber } from './alert-store.ts';
import { alertWording as say } from './alert-wording.ts';
import type { Answer, SignalState } from './door.ts';

/** What the house knows: ids, codes and counts, never the words of a post. */
export interface HandoverFacts {
  readonly signals: readonly {
    readonly id: string;
    readonly case: string;
    readonly severity: Severity;
    readonly code: string;
    readonly state: SignalState;
    readonly claimedBy: string | null;
    readonly raisedAt: string;
  }[];
  readonly blind: readonly { readonly id: string; readonly name: string; readonly since: string | null }[];
  readonly undelivered: number;
  readonly alerts: readonly {
    readonly id: string;
    readonly severity: Severity;
    readonly code: string | null;
    readonly kind: string;
    readonly raisedAt: string;
    readonly acknowledgedBy: string | null;
  }[];
}

export interface HandoverNote {
  readonly id: string;
  readonly by: string;
  readonly at: Date;
  readonly takenBy: string | null;
  readonly takenAt: Date | null;
  readonly words: string;
  readonly facts: HandoverFacts;
}

export interface Handover {
  /** What a note written now would hold, as this asker may see it. */
  facts(asker: Asker): Promise<HandoverFacts>;
  notes(asker: Asker, limit: number): Promise<readonly HandoverNote[]>;
  note(asker: Asker, id: string): Promise<HandoverNote | null>;
  /** Answers the id of the note. */
  write(asker: Asker, words: string): Promise<Answer<string>>;
  take(asker: Asker, id: string): Promise<Answer>;
}

/** Alerts of a shift of this length are listed. */
export const shiftHours = 12;
const mostWords = 4000;

interface Row {
  id: string;
  by: string;
  at: Date;
  taken_by: string | null;
  taken_at: Date | null;
  words: string;
  facts: HandoverFacts;
}

const asNote = (row: Row): HandoverNote => ({
  id: row.id,
  by: row.by,
  at: row.at,
  takenBy: row.taken_by,
  takenAt: row.taken_at,
  words: row.words,
  facts: row.facts,
});

export function buildHandover(kit: Kit): Handover {
  return {
    facts: (asker) => kit.db.as(asker, (tx) => factsOf(tx, kit.clock.now())),
    notes: (asker, limit) =>
      kit.db.as(asker, async (tx) =>
        (await sql<Row>`select * from watch.handover order by at desc limit ${limit}`.execute(tx)).rows.map(asNote),
      ),
    note: (asker, id) =>
      kit.db.as(asker, async (tx) => {
        if (!isId(id)) return null;
        const { rows } = await sql<Row>`select * from watch.handover where id = ${id}`.execute(tx);
        return rows[0] ? asNote(rows[0]) : null;
      }),
    write: (asker, words) =>
      kit.db.as(asker, async (tx): Promise<Answer<string>> => {
        const given = words.trim();
        if (given.length < 3) return { ok: false, because: say.sayWords };
        if (given.length > mostWords) return { ok: false, because: say.tooLong };
        const id = kit.ids.next();
        const now = kit.clock.now();
        await sql`insert into watch.handover (id, by, at, words, facts) values (${id}, ${asker.id}, ${now}, ${given}, ${JSON.stringify(await factsOf(tx, now))}::jsonb)`.execute(
          tx,
        );
        return { ok: true, value: id };
      }),
    take: (asker, id) =>
      kit.db.as(asker, async (tx): Promise<Answer> => {
        if (!isId(id)) return { ok: false, because: say.notThere };
        const { rows } = await sql<{
          by: string;
          taken_by: string | null;
        }>`select by, taken_by from watch.handover where id = ${id} for update`.execute(tx);
        if (!rows[0]) return { ok: false, because: say.notThere };
        if (rows[0].taken_by) return { ok: false, because: say.taken };
        if (rows[0].by === asker.id) return { ok: false, because: say.takeYours };
        await sql`update watch.handover set taken_by = ${asker.id}, taken_at = ${kit.clock.now()} where id = ${id}`.execute(
          tx,
        );
        return { ok: true, value: null };
      }),
  };
}

/** A note is read by everybody who watches, so what is locked is left out whoever writes it. */
async function factsOf(tx: Tx, now: Date): Promise<HandoverFacts> {
  const since = new Date(now.getTime() - shiftHours * 3_600_000);
  const signals = await sql<{
    id: string;
    severity: Severity;
    code: string;
    state: SignalState;
    claimed_by: string | null;
    raised_at: Date;
  }>`
    select id, severity, code, state, claimed_by, raised_at from watch.signal where state in ('new', 'claimed', 'watching') and severity in ('S1', 'S2', 'S3', 'S4') and locked_to is null
    order by severity, raised_at limit 200`.execute(tx);
  const blind = await sql<{
    id: string;
    name: string;
    blind_since: Date | null;
  }>`select id, name, blind_since from watch.source where health = 'blind' and state = 'on' order by blind_since nulls last`.execute(
    tx,
  );
  const undelivered = await sql<{
    n: number;
  }>`select count(*)::int as n from watch.delivery d join watch.alert a on a.id = d.alert_id where d.state in ('failed', 'given-up') and a.locked_to is null`.execute(
    tx,
  );
  const alerts = await sql<{
    id: string;
    severity: Severity;
    code: string | null;
    kind: string;
    raised_at: Date;
    acknowledged_by: string | null;
  }>`
    select id, severity, code, kind, raised_at, acknowledged_by from watch.alert where raised_at > ${since} and locked_to is null and kind <> 'test' order by raised_at desc limit 100`.execute(
    tx,
  );
  return {
    signals: signals.rows.map((row) => ({
      id: row.id,
      case: caseNumber(row.id),
      severity: row.severity,
      code: row.code,
      state: row.state,
      claimedBy: row.claimed_by,
      raisedAt: row.raised_at.toISOString(),
    })),
    blind: blind.rows.map((row) => ({ id: row.id, name: row.name, since: row.blind_since?.toISOString() ?? null })),
    undelivered: undelivered.rows[0]?.n ?? 0,
    alerts: alerts.rows.map((row) => ({
      id: row.id,
      severity: row.severity,
      code: row.code,
      kind: row.kind,
      raisedAt: row.raised_at.toISOString(),
      acknowledgedBy: row.acknowledged_by,
    })),
  };
}
