/** Reads the register of official accounts. */
import { sql } from 'kysely';
import { isId, type Tx } from '#platform';
import { dayOf } from './answers.ts';
import type { Account, AccountTask, Right } from './door.ts';

const dayMs = 86_400_000;
/** Somebody says again each quarter that all of it is still so (domain rule A32). */
const attestDays = 92;
const unusedDays = 183;
const twoStepDays = 366;

interface Row {
  id: string;
  network: string;
  handle: string;
  purpose: string;
  owner_id: string | null;
  deputy_id: string | null;
  verification: Account['verification'];
  recovery_contact: string;
  two_step: string;
  two_step_seen_on: string | null;
  area: string;
  is_second_channel: boolean;
  settings: Record<string, string>;
  steps: Account['steps'];
  fewer_asked_by: string | null;
  state: Account['state'];
  close_by: string | null;
  closing_because: string | null;
  added_at: Date;
  last_used_at: Date | null;
  attested_at: Date | null;
  attested_by: string | null;
  stopped_at: Date | null;
  stopped_by: string | null;
  stopped_because: string | null;
  stopped_for: string | null;
  rights: Right[] | null;
}

export async function readAccounts(tx: Tx, now: Date, id: string | null = null): Promise<readonly Account[]> {
  const { rows } = await sql<Row>`
    select a.*, a.two_step_seen_on::text, a.close_by::text, s.stopped_at, s.stopped_by, s.stopped_because,
      case when s.stopped_at is not null then s.incident_id end as stopped_for,
      (select jsonb_agg(jsonb_build_object('id', r.id, 'personId', r.person_id, 'act', r.act, 'proposedBy', r.proposed_by, 'confirmedBy', r.confirmed_by)
         order by r.act, r.proposed_at) from respond.account_right r where r.account_id = a.id and r.ended_at is null) as rights
    from respond.account a left join respond.publish_stop s on s.scope = a.id::text
    where ${id}::text is null or a.id::text = ${id}
    order by a.state = 'closed', a.network, lower(a.handle)`.execute(tx);
  return rows.map((row) => accountOf(row, now));
}

/** Held until the transaction ends, so that two who change it do so one after the other. */
export async function lockedAccount(tx: Tx, now: Date, id: string): Promise<Account | null> {
  if (!isId(id)) return null;
  await sql`select 1 from respond.account where id = ${id} for update`.execute(tx);
  return (await readAccounts(tx, now, id))[0] ?? null;
}

function accountOf(row: Row, now: Date): Account {
  const rights = row.rights ?? [];
  const isOlder = (at: Date | null, days: number) => at === null || now.getTime() - at.getTime() > days * dayMs;
  const tasks: readonly (AccountTask | false)[] = [
    row.owner_id === null && 'owner',
    row.deputy_id === null && 'deputy',
    !rights.some((right) => right.act === 'publish' && right.confirmedBy !== null) && 'publisher',
    isOlder(row.attested_at ?? row.added_at, attestDays) && 'attest',
    row.state === 'live' && isOlder(row.last_used_at ?? row.added_at, unusedDays) && 'unused',
    (row.two_step === '' ||
      row.two_step_seen_on === null ||
      row.two_step_seen_on < dayOf(new Date(now.getTime() - twoStepDays * dayMs))) &&
      'two-step',
  ];
  return {
    id: row.id,
    network: row.network,
    handle: row.handle,
    purpose: row.purpose,
    ownerId: row.owner_id,
    deputyId: row.deputy_id,
    verification: row.verification,
    recoveryContact: row.recovery_contact,
    twoStep: row.two_step,
    twoStepSeenOn: row.two_step_seen_on,
    area: row.area,
    isSecondChannel: row.is_second_channel,
    settings: row.settings,
    steps: row.steps,
    fewerAskedBy: row.fewer_asked_by,
    state: row.state,
    closeBy: row.close_by,
    closingBecause: row.closing_because,
    lastUsedAt: row.last_used_at,
    attestedAt: row.attested_at,
    attestedBy: row.attested_by,
    stoppedAt: row.stopped_at,
    stoppedBy: row.stopped_by,
    stoppedBecause: row.stopped_because,
    stoppedFor: row.stopped_for,
    rights,
    tasks: row.state === 'closed' ? [] : tasks.filter((task) => task !== false),
  };
}
