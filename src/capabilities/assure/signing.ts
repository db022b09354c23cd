/**
 * The key pair that signs heads, cuts, manifests and certificates: Ed25519, made at the first start. The private half
 * lies sealed in a file of the data folder, so that neither the database nor the folder alone can sign.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { sql } from 'kysely';
import { Fault, type Kit, record, system, type Tx } from '#platform';

export interface Signer {
  /** First characters of the SHA-256 of the public key: what people compare. */
  readonly keyId: string;
  /** SPKI, base64. */
  readonly publicKey: string;
  /** base64url. */
  sign(text: string): string;
}

export const me = system('assure', 'auditor');

const purpose = 'trail-signing-key';

/** Made when first wanted, and told to the database so that later readers know every key that has signed. */
export function buildSigning(kit: Pick<Kit, 'db' | 'seal' | 'clock'>, file: string): () => Promise<Signer> {
  let known: Promise<Signer> | null = null;
  const open = async (): Promise<Signer> => {
    const key = existsSync(file) ? readKey(kit, file) : makeKey(kit, file);
    const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
    const signer: Signer = {
      keyId: keyIdOf(publicKey),
      publicKey,
      sign: (text) => sign(null, Buffer.from(text), key).toString('base64url'),
    };
    await kit.db.as(me, (tx) => introduce(tx, signer, kit.clock.now()));
    return signer;
  };
  return () => {
    known ??= open().catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}

async function introduce(tx: Tx, { keyId, publicKey }: Signer, now: Date): Promise<void> {
  const made = await sql`insert into assure.signing_key (id, public_key, since) values (${keyId}, ${publicKey}, ${now})
    on conflict do nothing returning id`.execute(tx);
  if (made.rows.length > 0) await record(tx, { what: 'signing-key-added', about: keyId }, now);
}

export const keyIdOf = (publicKey: string): string =>
  createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 32);

/** False for a signature that is wrong, and for a key that is none. */
export function isSigned(publicKey: string, text: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

/** As other programs read it. */
export const pemOf = (publicKey: string): string =>
  createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' })
    .export({ type: 'spki', format: 'pem' })
    .toString();

function makeKey(kit: Pick<Kit, 'seal'>, file: string): KeyObject {
  const { privateKey } = generateKeyPairSync('ed25519');
  mkdirSync(dirname(file), { recursive: true });
  const box = kit.seal.close(purpose, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  try {
    writeFileSync(file, `${box}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return readKey(kit, file); // Another process was quicker.
    throw error;
  }
  chmodSync(file, 0o600);
  return privateKey;
}

function readKey(kit: Pick<Kit, 'seal'>, file: string): KeyObject {
  try {
    return createPrivateKey(kit.seal.open(purpose, readFileSync(file, 'utf8').trim()));
  } catch (error) {
    throw new Fault(
      'signing-key',
      `The signing key ${file} cannot be opened with this FOREWORD_SECRET. Put the right file or secret back. If the key is lost, move the file away: a new key is then made, and what the old one signed stays valid.`,
      { cause: error },
    );
  }
}
