/** The register of official accounts: who looks after each, who may speak with it, and its secret, which nobody sees again. */
import { sql } from 'kysely';
import type { Network } from '#networks/contract';
import { type Asker, isId, type Kit, system, type Tx } from '#platform';
import { lockedAccount, readAccounts } from './account-store.ts';
import { dayOf, deny, done, isDay, isReason, nothing, short } from './answers.ts';
import { buildApprovers } from './approvers.ts';
import type { Account, AccountFacts, Accounts, Answer } from './door.ts';
import { likenessOf } from './look-alike.ts';
import { buildRights } from './rights.ts';
import { accountWording as say } from './wording.ts';

const me = system('respond');
const secretPurpose = 'respond.account-secret';

export interface AccountNeeds {
  readonly networks: ReadonlyMap<string, Network>;
  /** Everybody active, by id. */
  readonly people: () => Promise<ReadonlySet<string>>;
}

export function buildAccounts(kit: Kit, needs: AccountNeeds): Accounts {
  const one = (asker: Asker, id: string): Promise<Account | null> =>
    isId(id)
      ? kit.db.as(asker, async (tx) => (await readAccounts(tx, kit.clock.now(), id))[0] ?? null)
      : Promise.resolve(null);

  /** What is wrong with it; null for nothing. */
  async function wrongWith(given: AccountFacts): Promise<ReturnType<typeof deny> | null> {
    if (!isReason(given.purpose)) return deny(say.needsPurpose, 'purpose');
    const people = await needs.people();
    if (!people.has(given.ownerId)) return deny(say.needsOwner, 'ownerId');
    if (!people.has(given.deputyId)) return deny(say.needsDeputy, 'deputyId');
    if (given.ownerId === given.deputyId) return deny(say.deputyIsOwner, 'deputyId');
    if (!isReason(given.recoveryContact)) return deny(say.needsRecovery, 'recoveryContact');
    if (!isReason(given.twoStep)) return deny(say.needsTwoStep, 'twoStep');
    if (given.twoStepSeenOn !== null && (!isDay(given.twoStepSeenOn) || given.twoStepSeenOn > dayOf(kit.clock.now())))
      return deny(say.wrongDay, 'twoStepSeenOn-day');
    return null;
  }

  /** Which settings are secret, as the network says; null when the network cannot speak. */
  function parted(network: string, settings: Readonly<Record<string, string>>) {
    const fields = needs.networks.get(network)?.publisherFields ?? [];
    if (fields.length === 0) return null;
    const open: Record<string, string> = {};
    const secret: Record<string, string> = {};
    for (const field of fields) {
      const value = (settings[field.name] ?? '').trim().slice(0, 2000);
      if (value !== '') (field.isSecret ? secret : open)[field.name] = value;
    }
    const missing = fields.find((field) => field.isRequired && !(open[field.name] ?? secret[field.name]));
    return { open, secret, missing };
  }

  const keepSecret = (tx: Tx, id: string, secret: Record<string, string>, by: string) =>
    sql`insert into respond.account_secret (account_id, box, set_by, set_at)
      values (${id}, ${kit.seal.close(secretPurpose, JSON.stringify(secret))}, ${by}, ${kit.clock.now()})
      on conflict (account_id) do update set box = excluded.box, set_by = excluded.set_by, set_at = excluded.set_at`.execute(
      tx,
    );

  async function changed(
    asker: Asker,
    id: string,
    work: (tx: Tx, account: Account) => Promise<Answer>,
  ): Promise<Answer> {
    return kit.db.as(asker, async (tx) => {
      const account = await lockedAccount(tx, kit.clock.now(), id);
      return account ? work(tx, account) : deny(say.notThere);
    });
  }

  return {
    list: (asker) => kit.db.as(asker, (tx) => readAccounts(tx, kit.clock.now())),
    account: one,
    genuine: async () =>
      kit.db.as(me, async (tx) => {
        const { rows } = await sql<{ network: string; handle: string; purpose: string }>`
          select network, handle, purpose from respond.account where state <> 'closed' order by network, lower(handle)`.execute(
          tx,
        );
        return rows;
      }),
    add: async (asker, given) => {
      const wrong = await wrongWith(given);
      if (wrong) return wrong;
      const settings = parted(given.network, given.settings);
      if (!settings) return deny(say.cannotSpeak, 'network');
      if (settings.missing) return deny(say.needsSetting(settings.missing.label), `setting-${settings.missing.name}`);
      const network = needs.networks.get(given.network)!;
      // What reading wants is not asked here; what speaking wants is told by the network's own words.
      const handle = (settings.open.handle ?? given.settings.handle ?? '').trim().replace(/^@/, '');
      if (handle === '') return deny(say.needsHandle, 'handle');
      const id = kit.ids.next();
      const now = kit.clock.now();
      const added = await kit.db.as(asker, async (tx): Promise<Answer<string>> => {
        const twice =
          await sql`select 1 from respond.account where network = ${network.name} and lower(handle) = lower(${handle})`.execute(
            tx,
          );
        if (twice.rows.length > 0) return deny(say.alreadyThere, 'handle');
        await sql`insert into respond.account (id, network, handle, purpose, owner_id, deputy_id, verification, recovery_contact, two_step,
            two_step_seen_on, area, is_second_channel, settings, added_by, added_at)
          values (${id}, ${network.name}, ${short(handle, 200)}, ${short(given.purpose, 500)}, ${given.ownerId}, ${given.deputyId}, ${given.verification},
            ${short(given.recoveryContact, 300)}, ${short(given.twoStep, 300)}, ${given.twoStepSeenOn}, ${short(given.area, 100)},
            ${given.isSecondChannel}, ${JSON.stringify(settings.open)}::jsonb, ${asker.id}, ${now})`.execute(tx);
        await kit.news.publish(tx, 'respond.account-changed', { accountId: id, change: 'added' });
        return done(id);
      });
      if (added.ok) await kit.db.as(me, (tx) => keepSecret(tx, id, settings.secret, asker.id));
      return added;
    },
    change: async (asker, id, given) => {
      const wrong = await wrongWith(given);
      if (wrong) return wrong;
      return changed(asker, id, async (tx) => {
        const { rows } =
          await sql`update respond.account set purpose = ${short(given.purpose, 500)}, owner_id = ${given.ownerId}, deputy_id = ${given.deputyId},
            verification = ${given.verification}, recovery_contact = ${short(given.recoveryContact, 300)}, two_step = ${short(given.twoStep, 300)},
            two_step_seen_on = ${given.twoStepSeenOn}, area = ${short(given.area, 100)}, is_second_channel = ${given.isSecondChannel}
          where id = ${id} returning id`.execute(tx);
        if (rows.length === 0) return deny(say.notYours);
        await kit.news.publish(tx, 'respond.account-changed', { accountId: id, change: 'edited' });
        return nothing;
      });
    },
    changeSecret: async (asker, id, given) => {
      const account = await one(asker, id);
      const settings = account && parted(account.network, { ...account.settings, ...given });
      if (!account || !settings) return deny(say.notThere);
      if (settings.missing) return deny(say.needsSetting(settings.missing.label), `setting-${settings.missing.name}`);
      const result = await changed(asker, id, async (tx) => {
        const { rows } =
          await sql`update respond.account set settings = ${JSON.stringify(settings.open)}::jsonb where id = ${id} returning id`.execute(
            tx,
          );
        if (rows.length === 0) return deny(say.notYours);
        await kit.news.publish(tx, 'respond.account-changed', { accountId: id, change: 'secret' });
        return nothing;
      });
      if (result.ok) await kit.db.as(me, (tx) => keepSecret(tx, id, settings.secret, asker.id));
      return result;
    },
    attest: async (asker, id) => {
      const account = await one(asker, id);
      if (!account) return deny(say.notThere);
      if (account.ownerId !== asker.id && account.deputyId !== asker.id) return deny(say.ownerAttests);
      // An owner may hold no role that changes accounts: this one word of theirs is written down for them.
      return kit.db.as(me, async (tx) => {
        const { rows } =
          await sql`update respond.account set attested_at = ${kit.clock.now()}, attested_by = ${asker.id}
            where id = ${id} and ${asker.id} in (owner_id, deputy_id) and state <> 'closed' returning id`.execute(tx);
        if (rows.length === 0) return deny(say.notThere);
        await kit.news.publish(tx, 'respond.account-changed', { accountId: id, change: 'attested' });
        return nothing;
      });
    },
    planToClose: (asker, id, closeBy, because) =>
      changed(asker, id, async (tx, account) => {
        if (!isDay(closeBy)) return deny(say.wrongDay, 'closeBy-day');
        if (!isReason(because)) return deny(say.sayWhy, 'because');
        const { rows } =
          await sql`update respond.account set state = 'closing', close_by = ${closeBy}, closing_because = ${short(because, 500)}
          where id = ${id} and state <> 'closed' returning id`.execute(tx);
        return rows.length > 0 ? nothing : deny(account.state === 'closed' ? say.notThere : say.notYours);
      }),
    close: (asker, id) =>
      changed(asker, id, async (tx, account) => {
        if (account.state !== 'closing') return deny(say.planFirst);
        const { rows } = await sql`update respond.account set state = 'closed' where id = ${id} returning id`.execute(
          tx,
        );
        if (rows.length === 0) return deny(say.notYours);
        await kit.news.publish(tx, 'respond.account-changed', { accountId: id, change: 'closed' });
        return nothing;
      }),
    lookAlikes: async (name) =>
      kit.db.as(me, async (tx) => {
        const accounts = await readAccounts(tx, kit.clock.now());
        return accounts
          .filter((account) => account.state !== 'closed')
          .flatMap(({ network, handle }) => {
            const how = likenessOf(name.slice(0, 300), handle);
            return how ? [{ network, handle, how }] : [];
          });
      }),
    ...buildApprovers(kit),
    ...buildRights(kit, needs.people),
  };
}

/** The settings of an account with its secret, for the publisher alone. */
export async function openSettings(
  kit: Kit,
  tx: Tx,
  accountId: string,
): Promise<Readonly<Record<string, string>> | null> {
  const { rows } = await sql<{ settings: Record<string, string>; handle: string; box: string | null }>`
    select a.settings, a.handle, s.box from respond.account a left join respond.account_secret s on s.account_id = a.id where a.id = ${accountId}`.execute(
    tx,
  );
  const row = rows[0];
  if (!row) return null;
  const secret = row.box === null ? {} : (JSON.parse(kit.seal.open(secretPurpose, row.box)) as Record<string, string>);
  return { handle: row.handle, ...row.settings, ...secret };
}
