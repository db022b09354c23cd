/** Shared channels (Teams, Slack, webhooks): added, tested and switched off by an administrator, their addresses sealed. */
import { sql } from 'kysely';
import type { Severity } from '#events';
import { type Asker, isId, type Kit, record, system, type TrailValues, type Tx } from '#platform';
import { insertAlert } from './alert-raise.ts';
import { putInLine } from './alert-store.ts';
import { alertWording as say } from './alert-wording.ts';
import { newSecret } from './channel-webhook.ts';
import type { SharedKind } from './channels.ts';
import type { Answer, Delivery } from './door.ts';
import { isAlertSeverity } from './rules.ts';

export interface SharedChannel {
  readonly id: string;
  readonly kind: SharedKind;
  readonly name: string;
  readonly leastSeverity: Severity;
  readonly isOn: boolean;
  readonly last: { readonly state: Delivery['state']; readonly words: string | null; readonly at: Date } | null;
}

export interface ChannelList {
  list(asker: Asker): Promise<readonly SharedChannel[]>;
  /** `secret`: of a webhook, to be shown this once; null for the others. */
  add(
    asker: Asker,
    given: { readonly kind: string; readonly name: string; readonly url: string; readonly leastSeverity: string },
  ): Promise<
    | { readonly ok: true; readonly secret: string | null }
    | { readonly ok: false; readonly problems: readonly { readonly field: string; readonly words: string }[] }
  >;
  test(asker: Asker, id: string): Promise<Answer>;
  switch(asker: Asker, id: string, isOn: boolean): Promise<Answer>;
  remove(asker: Asker, id: string): Promise<Answer>;
}

interface Box {
  readonly url: string;
  readonly secret: string | null;
}

interface Row {
  id: string;
  kind: SharedKind;
  name: string;
  least_severity: Severity;
  state: 'on' | 'off';
  last_state: Delivery['state'] | null;
  last_words: string | null;
  last_at: Date | null;
}

const purpose = 'watch-channel';
const me = system('watch');

/** Null when it is off or gone. */
export async function openChannel(kit: Pick<Kit, 'seal'>, tx: Tx, id: string): Promise<Box | null> {
  const { rows } = await sql<{
    secret_box: string;
  }>`select secret_box from watch.channel where id = ${id} and state = 'on'`.execute(tx);
  return rows[0] ? (JSON.parse(kit.seal.open(purpose, rows[0].secret_box)) as Box) : null;
}

export function buildChannelList(kit: Kit): ChannelList {
  return {
    list: (asker) =>
      kit.db.as(asker, async (tx) => {
        const { rows } =
          await sql<Row>`select c.id, c.kind, c.name, c.least_severity, c.state, d.state as last_state, d.last_words, d.changed_at as last_at
          from watch.channel c left join lateral (select state, last_words, changed_at from watch.delivery where channel_id = c.id order by at desc, id desc limit 1) d on true order by c.name, c.id`.execute(
            tx,
          );
        return rows.map((row) => ({
          id: row.id,
          kind: row.kind,
          name: row.name,
          leastSeverity: row.least_severity,
          isOn: row.state === 'on',
          last:
            row.last_state && row.last_at ? { state: row.last_state, words: row.last_words, at: row.last_at } : null,
        }));
      }),
    add: async (asker, given) => {
      const problems: { field: string; words: string }[] = [];
      const name = given.name.trim();
      if (!isShared(given.kind)) problems.push({ field: 'kind', words: say.chooseKind });
      if (!name) problems.push({ field: 'name', words: say.enterName });
      if (name.length > 80) problems.push({ field: 'name', words: say.nameTooLong });
      if (!isChannelUrl(given.url)) problems.push({ field: 'url', words: say.enterUrl });
      if (!isAlertSeverity(given.leastSeverity)) problems.push({ field: 'least', words: say.chooseSeverity });
      if (problems.length > 0) return { ok: false, problems };
      const secret = given.kind === 'webhook' ? newSecret() : null;
      const box: Box = { url: given.url.trim(), secret };
      const id = kit.ids.next();
      await kit.db.as(asker, async (tx) => {
        await sql`insert into watch.channel (id, kind, name, secret_box, least_severity, added_by, added_at)
          values (${id}, ${given.kind}, ${name}, ${kit.seal.close(purpose, JSON.stringify(box))}, ${given.leastSeverity}, ${asker.id}, ${kit.clock.now()})`.execute(
          tx,
        );
        const set = { kind: given.kind, least: given.leastSeverity, state: 'on' };
        await record(tx, { what: 'channel-set', about: id, new: set }, kit.clock.now());
      });
      return { ok: true, secret };
    },
    test: async (asker, id) => {
      const channel = (await kit.db.as(asker, (tx) => find(tx, id))) ?? null;
      if (!channel) return { ok: false, because: say.notThere };
      await kit.db.as(me, (tx) => orderTest(kit, tx, { personId: null, channelId: channel.id, channel: channel.kind }));
      return { ok: true, value: null };
    },
    switch: (asker, id, isOn) =>
      change(kit, asker, id, { state: isOn ? 'on' : 'off' }, (tx) =>
        sql`update watch.channel set state = ${isOn ? 'on' : 'off'} where id = ${id}`.execute(tx),
      ),
    remove: (asker, id) =>
      change(kit, asker, id, { state: 'removed' }, (tx) => sql`delete from watch.channel where id = ${id}`.execute(tx)),
  };
}

/** A test takes the same road as an alert, so that it proves the road. */
export async function orderTest(
  kit: Kit,
  tx: Tx,
  to: { personId: string | null; channelId: string | null; channel: string },
): Promise<void> {
  const alertId = await insertAlert(kit, tx, {
    kind: 'test',
    signalId: null,
    sourceId: null,
    deliveryId: null,
    severity: 'S4',
    code: null,
    also: [],
    lockedTo: null,
    acknowledgeBy: null,
  });
  const id = kit.ids.next();
  const now = kit.clock.now();
  await sql`update watch.alert set closed_at = ${now} where id = ${alertId}`.execute(tx);
  await sql`insert into watch.delivery (id, alert_id, person_id, channel_id, channel, state, at, changed_at)
    values (${id}, ${alertId}, ${to.personId}, ${to.channelId}, ${to.channel}, 'waiting', ${now}, ${now})`.execute(tx);
  await putInLine(kit, tx, id, 0, null);
}

type Found = { readonly id: string; readonly kind: SharedKind; readonly state: 'on' | 'off' };

async function find(tx: Tx, id: string): Promise<Found | undefined> {
  if (!isId(id)) return undefined;
  return (await sql<Found>`select id, kind, state from watch.channel where id = ${id} for update`.execute(tx)).rows[0];
}

async function change(
  kit: Kit,
  asker: Asker,
  id: string,
  now: TrailValues,
  act: (tx: Tx) => Promise<unknown>,
): Promise<Answer> {
  return kit.db.as(asker, async (tx): Promise<Answer> => {
    const before = await find(tx, id);
    if (!before) return { ok: false, because: say.notThere };
    await act(tx);
    await record(tx, { what: 'channel-set', about: id, old: { state: before.state }, new: now }, kit.clock.now());
    return { ok: true, value: null };
  });
}

function isShared(kind: string): kind is SharedKind {
  return kind === 'teams' || kind === 'slack' || kind === 'webhook';
}

/** Plain http only on this machine, where nobody listens in between; whether it is reached at all is the outbound rule's choice. */
function isChannelUrl(text: string): boolean {
  if (text.length > 2000 || !URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    url.protocol === 'https:' ||
    (url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname))
  );
}
