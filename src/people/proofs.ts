/** How people prove who they are, kept: passwords, codes from an app, passkeys, recovery codes, the sign-on service's name for them. */
import { sql } from 'kysely';
import { type Kit, system, type Tx } from '#platform';
import { asMeant, newRecoveryCodes } from './codes.ts';
import { newTotpSecret, stepOf } from './totp.ts';

const me = system('people');

export interface Account {
  readonly personId: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
  readonly lang: 'en' | 'cy';
  readonly roles: readonly string[];
  readonly passwordHash: string | null;
  readonly hasApp: boolean;
  readonly passkeys: number;
  readonly codesLeft: number;
  readonly issuer: string | null;
  readonly subject: string | null;
}

export interface Passkey {
  readonly id: string;
  readonly personId: string;
  readonly name: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly addedAt: Date;
  readonly lastUsedAt: Date | null;
}

export const hasSecondFactor = (account: Account): boolean => account.hasApp || account.passkeys > 0;

export interface Proofs {
  byEmail(email: string): Promise<Account | null>;
  byId(personId: string): Promise<Account | null>;
  bySubject(issuer: string, subject: string): Promise<Account | null>;
  setPassword(personId: string, hash: string): Promise<void>;
  setPasswordIn(tx: Tx, personId: string, hash: string): Promise<void>;
  linkSubject(tx: Tx, personId: string, issuer: string, subject: string): Promise<void>;
  newAppSecret(): string;
  /** Keeps the app's secret when `code` is one of its own. */
  addApp(personId: string, secret: string, code: string): Promise<boolean>;
  /** True once for each code. */
  takeAppCode(personId: string, code: string): Promise<boolean>;
  removeApp(personId: string): Promise<void>;
  /** Ten new codes; the old ones stop working. */
  renewCodes(personId: string): Promise<readonly string[]>;
  takeRecoveryCode(personId: string, code: string): Promise<boolean>;
  passkeys(personId: string): Promise<readonly Passkey[]>;
  passkey(id: string): Promise<Passkey | null>;
  addPasskey(key: Omit<Passkey, 'addedAt' | 'lastUsedAt'>): Promise<void>;
  usedPasskey(id: string, counter: number): Promise<void>;
  removePasskey(personId: string, id: string): Promise<void>;
  /** Everything that proves the second step; the password stays. */
  resetSecondFactor(tx: Tx, personId: string): Promise<void>;
  /** True the first time for this challenge or state. */
  spend(what: string, endsAt: Date): Promise<boolean>;
}

export function buildProofs(kit: Pick<Kit, 'db' | 'clock' | 'seal'>): Proofs {
  const run = <T>(work: (tx: Tx) => Promise<T>) => kit.db.as(me, work);
  const codeHash = (personId: string, code: string) => kit.seal.hash('recovery-code', `${personId}:${asMeant(code)}`);
  return {
    byEmail: (email) => run((tx) => account(tx, sql`lower(p.email) = lower(${email})`)),
    byId: (personId) => run((tx) => account(tx, sql`p.id::text = ${personId}`)),
    bySubject: (issuer, subject) =>
      run((tx) => account(tx, sql`s.oidc_issuer = ${issuer} and s.oidc_subject = ${subject}`)),
    setPassword: (personId, hash) => run((tx) => keepPassword(tx, personId, hash)),
    setPasswordIn: keepPassword,
    linkSubject: async (tx, personId, issuer, subject) => {
      await sql`insert into people.secret (person_id, oidc_issuer, oidc_subject) values (${personId}, ${issuer}, ${subject})
        on conflict (person_id) do update set oidc_issuer = excluded.oidc_issuer, oidc_subject = excluded.oidc_subject`.execute(
        tx,
      );
    },
    newAppSecret: newTotpSecret,
    addApp: async (personId, secret, code) => {
      const step = stepOf(secret, code, kit.clock.now(), null);
      if (step === null) return false;
      await run((tx) =>
        sql`insert into people.secret (person_id, totp_box, totp_last_step) values (${personId}, ${kit.seal.close('totp', secret)}, ${step})
          on conflict (person_id) do update set totp_box = excluded.totp_box, totp_last_step = excluded.totp_last_step`.execute(
          tx,
        ),
      );
      return true;
    },
    takeAppCode: (personId, code) =>
      run(async (tx) => {
        const { rows } = await sql<{ totp_box: string | null; totp_last_step: number | null }>`
          select totp_box, totp_last_step from people.secret where person_id = ${personId} for update`.execute(tx);
        const kept = rows[0];
        if (!kept?.totp_box) return false;
        const step = stepOf(kit.seal.open('totp', kept.totp_box), code, kit.clock.now(), kept.totp_last_step);
        if (step === null) return false;
        await sql`update people.secret set totp_last_step = ${step} where person_id = ${personId}`.execute(tx);
        return true;
      }),
    removeApp: async (personId) => {
      await run((tx) =>
        sql`update people.secret set totp_box = null, totp_last_step = null where person_id = ${personId}`.execute(tx),
      );
    },
    renewCodes: async (personId) => {
      const codes = newRecoveryCodes();
      await run(async (tx) => {
        await sql`delete from people.recovery_code where person_id = ${personId}`.execute(tx);
        for (const code of codes)
          await sql`insert into people.recovery_code (person_id, hash) values (${personId}, ${codeHash(personId, code)})`.execute(
            tx,
          );
      });
      return codes;
    },
    takeRecoveryCode: (personId, code) =>
      run(async (tx) => {
        const { rows } = await sql`update people.recovery_code set used_at = ${kit.clock.now()}
          where person_id = ${personId} and hash = ${codeHash(personId, code)} and used_at is null returning hash`.execute(
          tx,
        );
        return rows.length === 1;
      }),
    passkeys: (personId) => run((tx) => passkeysWhere(tx, sql`person_id::text = ${personId}`)),
    passkey: async (id) => (await run((tx) => passkeysWhere(tx, sql`id = ${id.slice(0, 2000)}`)))[0] ?? null,
    addPasskey: async (key) => {
      await run((tx) =>
        sql`insert into people.passkey (id, person_id, name, public_key, counter, transports, added_at)
          values (${key.id}, ${key.personId}, ${key.name}, ${Buffer.from(key.publicKey)}, ${key.counter}, ${[...key.transports]}::text[], ${kit.clock.now()})`.execute(
          tx,
        ),
      );
    },
    usedPasskey: async (id, counter) => {
      await run((tx) =>
        sql`update people.passkey set counter = ${counter}, last_used_at = ${kit.clock.now()} where id = ${id}`.execute(
          tx,
        ),
      );
    },
    removePasskey: async (personId, id) => {
      await run((tx) => sql`delete from people.passkey where person_id = ${personId} and id = ${id}`.execute(tx));
    },
    resetSecondFactor: async (tx, personId) => {
      await sql`delete from people.passkey where person_id = ${personId}`.execute(tx);
      await sql`delete from people.recovery_code where person_id = ${personId}`.execute(tx);
      await sql`update people.secret set totp_box = null, totp_last_step = null where person_id = ${personId}`.execute(
        tx,
      );
    },
    spend: async (what, endsAt) => {
      const { rows } = await run((tx) =>
        sql`insert into people.spent (hash, ends_at) values (${kit.seal.hash('spent', what)}, ${endsAt}) on conflict do nothing returning hash`.execute(
          tx,
        ),
      );
      return rows.length === 1;
    },
  };
}

async function keepPassword(tx: Tx, personId: string, hash: string): Promise<void> {
  await sql`insert into people.secret (person_id, password_hash) values (${personId}, ${hash})
    on conflict (person_id) do update set password_hash = excluded.password_hash`.execute(tx);
}

type Where = ReturnType<typeof sql>;

async function account(tx: Tx, where: Where): Promise<Account | null> {
  const { rows } = await sql<Omit<Account, 'roles'> & { roles: string[] | null }>`
    select p.id as "personId", p.name, p.email, p.phone, p.lang, s.password_hash as "passwordHash", s.totp_box is not null as "hasApp",
      s.oidc_issuer as issuer, s.oidc_subject as subject,
      (select count(*)::int from people.passkey k where k.person_id = p.id) as passkeys,
      (select count(*)::int from people.recovery_code c where c.person_id = p.id and c.used_at is null) as "codesLeft",
      (select array_agg(role order by role) from people.role r where r.person_id = p.id) as roles
    from people.person p left join people.secret s on s.person_id = p.id where p.state = 'active' and ${where}`.execute(
    tx,
  );
  const row = rows[0];
  return row ? { ...row, roles: row.roles ?? [] } : null;
}

async function passkeysWhere(tx: Tx, where: Where): Promise<readonly Passkey[]> {
  const { rows } = await sql<Omit<Passkey, 'publicKey'> & { publicKey: Buffer }>`
    select id, person_id as "personId", name, public_key as "publicKey", counter, transports, added_at as "addedAt", last_used_at as "lastUsedAt"
    from people.passkey where ${where} order by added_at`.execute(tx);
  return rows.map((row) => ({ ...row, publicKey: new Uint8Array(row.publicKey) }));
}
