/** A real time-stamp authority (RFC 3161) on loopback: `openssl ts` behind a small web server, with a CA of its own. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWeb } from './web.ts';

export interface TimeStamps {
  readonly address: string;
  /** PEM of its root. */
  readonly certificates: string;
  /** What the authority itself says of a token (DER) over these bytes. */
  isRight(token: Uint8Array, data: string): boolean;
  /** How many requests it has answered. */
  answered(): number;
  /** From now on it answers with this status and nothing else; null puts it right. */
  fail(status: number | null): void;
  stop(): Promise<void>;
}

const settings = (folder: string) => `
[tsa]
default_tsa = one
[one]
serial = ${folder}/serial
signer_cert = ${folder}/tsa.pem
certs = ${folder}/ca.pem
signer_key = ${folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
[req]
distinguished_name = dn
[dn]
[ca]
basicConstraints = critical,CA:true
[stamping]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
`;

/** With `isForStamping` false its certificate is an ordinary one, and no token of it may be believed. */
export async function startTimeStamps({ isForStamping = true } = {}): Promise<TimeStamps> {
  const folder = mkdtempSync(join(tmpdir(), 'foreword-tsa-'));
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  writeFileSync(at('tsa.cnf'), settings(folder));
  writeFileSync(at('serial'), '01\n');
  const key = (name: string) =>
    openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', at(`${name}.key`));
  key('ca');
  openssl(
    'req',
    '-x509',
    '-new',
    '-key',
    at('ca.key'),
    '-subj',
    '/CN=Test root',
    '-days',
    '3650',
    '-config',
    at('tsa.cnf'),
    '-extensions',
    'ca',
    '-out',
    at('ca.pem'),
  );
  key('tsa');
  openssl(
    'req',
    '-new',
    '-key',
    at('tsa.key'),
    '-subj',
    '/CN=Test stamps',
    '-config',
    at('tsa.cnf'),
    '-out',
    at('tsa.csr'),
  );
  const extensions = isForStamping ? ['-extfile', at('tsa.cnf'), '-extensions', 'stamping'] : [];
  openssl(
    'x509',
    '-req',
    '-in',
    at('tsa.csr'),
    '-CA',
    at('ca.pem'),
    '-CAkey',
    at('ca.key'),
    '-CAcreateserial',
    '-days',
    '3650',
    ...extensions,
    '-out',
    at('tsa.pem'),
  );

  let count = 0;
  let failing: number | null = null;
  const web = await startWeb({
    '/tsa': (request) => {
      if (failing !== null) return { status: failing, body: 'no' };
      count += 1;
      writeFileSync(at('query.tsq'), request.body);
      openssl('ts', '-reply', '-queryfile', at('query.tsq'), '-config', at('tsa.cnf'), '-out', at('reply.tsr'));
      return { headers: { 'content-type': 'application/timestamp-reply' }, body: readFileSync(at('reply.tsr')) };
    },
  });
  return {
    address: `${web.origin}/tsa`,
    certificates: readFileSync(at('ca.pem'), 'utf8'),
    isRight: (token, data) => {
      writeFileSync(at('token.der'), token);
      writeFileSync(at('data'), data);
      try {
        openssl(
          'ts',
          '-verify',
          '-token_in',
          '-in',
          at('token.der'),
          '-data',
          at('data'),
          '-CAfile',
          at('ca.pem'),
          '-untrusted',
          at('tsa.pem'),
        );
        return true;
      } catch {
        return false;
      }
    },
    answered: () => count,
    fail: (status) => {
      failing = status;
    },
    stop: async () => {
      await web.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
