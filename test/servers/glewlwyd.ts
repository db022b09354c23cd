/** A second, unrelated OpenID provider for tests: Glewlwyd (Debian package, GPL, written in C) over SQLite on a free loopback port. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface GlewlwydPerson {
  readonly name: string;
  readonly password: string;
  readonly email: string;
}

export interface Glewlwyd {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Goes to the address that we were sent to, signs in there, agrees, and gives the address that leads back. */
  signIn(authorizationUrl: string, name: string): Promise<string>;
  stop(): Promise<void>;
}

const tables = '/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3';

/** Why there can be no Glewlwyd here; null when there can. Put it in the name of the tests that then do not run. */
export function glewlwydMissing(): string | null {
  const isHere =
    existsSync(tables) &&
    !spawnSync('glewlwyd', ['--version'], { stdio: 'ignore' }).error &&
    !spawnSync('sqlite3', ['--version'], { stdio: 'ignore' }).error;
  return isHere ? null : 'Glewlwyd is not installed, run scripts/install-test-servers.sh';
}

/** One client, `client_secret_post`; its people's addresses are verified. */
export async function startGlewlwyd(wishes: {
  readonly redirectUri: string;
  readonly people: readonly GlewlwydPerson[];
}): Promise<Glewlwyd> {
  const folder = mkdtempSync(join(tmpdir(), 'foreword-glewlwyd-'));
  const port = await freePort();
  const root = `http://localhost:${port}`;
  const file = join(folder, 'glewlwyd.conf');
  writeFileSync(file, configuration(folder, port));
  execFileSync('sqlite3', [join(folder, 'glewlwyd.db')], { input: withVerifiedMail(readFileSync(tables, 'utf8')) });
  const running = spawn('glewlwyd', ['--config-file', file], { cwd: folder, stdio: 'ignore' });
  const stop = async () => {
    await ended(running);
    rmSync(folder, { recursive: true, force: true });
  };
  const clientSecret = randomBytes(24).toString('hex');
  try {
    await answering(`${root}/api`, running);
    const admin = await signedIn(root, 'admin', 'password');
    await admin('POST', '/mod/plugin', plugin(`${root}/api/oidc`));
    for (const person of wishes.people) {
      await admin('POST', '/user', {
        username: person.name,
        name: person.name,
        email: person.email,
        email_verified: 'yes',
        password: person.password,
        scope: ['openid'],
        enabled: true,
      });
    }
    await admin('POST', '/client', {
      client_id: 'foreword',
      name: 'Foreword',
      client_secret: clientSecret,
      confidential: true,
      enabled: true,
      redirect_uri: [wishes.redirectUri],
      authorization_type: ['code'],
      token_endpoint_auth_method: ['client_secret_post'],
      scope: [],
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    issuer: `${root}/api/oidc`,
    clientId: 'foreword',
    clientSecret,
    signIn: async (authorizationUrl, name) => {
      const person = wishes.people.find((one) => one.name === name);
      if (!person) throw new Error(`Nobody is called ${name}.`);
      const asPerson = await signedIn(root, person.name, person.password);
      await asPerson('PUT', '/auth/grant/foreword', { scope: 'openid' });
      // What its own page adds once somebody has signed in and agreed.
      return asPerson('GET', `${authorizationUrl}&g_continue`);
    },
    stop,
  };
}

/** A call of its API as somebody; gives where it leads when it leads somewhere. */
async function signedIn(root: string, username: string, password: string) {
  const answer = await fetch(`${root}/api/auth`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  if (!answer.ok) throw new Error(`${username} could not sign in: ${answer.status}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return async (method: string, path: string, body?: unknown): Promise<string> => {
    const url = path.startsWith('http') ? path : `${root}/api${path}`;
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const reply = await fetch(url, {
      method,
      headers: { cookie, 'content-type': 'application/json' },
      redirect: 'manual',
      ...init,
    });
    const text = await reply.text();
    if (reply.status >= 400) throw new Error(`${method} ${path}: ${reply.status} ${text.slice(0, 500)}`);
    return reply.headers.get('location') ?? text;
  };
}

function plugin(issuer: string) {
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return {
    module: 'oidc',
    name: 'oidc',
    display_name: 'OIDC',
    enabled: true,
    parameters: {
      iss: issuer,
      'jwt-type': 'rsa',
      'jwt-key-size': '256',
      key: keys.privateKey,
      cert: keys.publicKey,
      'access-token-duration': 3600,
      'refresh-token-duration': 3600,
      'code-duration': 600,
      'refresh-token-rolling': false,
      'allow-non-oidc': false,
      'auth-type-code-enabled': true,
      'auth-type-token-enabled': false,
      'auth-type-id-token-enabled': true,
      'auth-type-none-enabled': false,
      'auth-type-password-enabled': false,
      'auth-type-client-enabled': false,
      'auth-type-device-enabled': false,
      'auth-type-refresh-enabled': false,
      'subject-type': 'public',
      'pkce-allowed': true,
      'pkce-method-plain-allowed': false,
      'jwks-show': true,
      'allowed-scope': ['openid'],
      'name-claim': 'mandatory',
      'email-claim': 'mandatory',
      claims: [
        {
          name: 'email_verified',
          'user-property': 'email_verified',
          type: 'boolean',
          'boolean-value-true': 'yes',
          'boolean-value-false': 'no',
          mandatory: true,
          'on-demand': false,
          scope: [],
        },
      ],
    },
  };
}

/** The package's own tables, with one more property of a user. */
function withVerifiedMail(sql: string): string {
  return sql.replace(
    '"data-format":{"picture"',
    '"data-format":{"email_verified":{"multiple":false,"read":true,"write":true,"profile-read":true,"profile-write":false},"picture"',
  );
}

function configuration(folder: string, port: number): string {
  return `port=${port}
bind_address="127.0.0.1"
external_url="http://localhost:${port}"
login_url="login.html"
api_prefix="api"
static_files_path="${folder}"
log_mode="file"
log_level="ERROR"
log_file="${join(folder, 'glewlwyd.log')}"
cookie_domain="localhost"
cookie_secure=0
session_expiration=3600
session_key="GLEWLWYD2_SESSION_ID"
admin_session_authentication="cookie"
profile_session_authentication="cookie"
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="/usr/lib/glewlwyd/user"
user_middleware_module_path="${folder}"
client_module_path="/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
plugin_module_path="/usr/lib/glewlwyd/plugin"
use_secure_connection=false
secure_connection_key_file="none"
secure_connection_pem_file="none"
hash_algorithm="SHA512"
login_api_enabled=true
database = { type = "sqlite3" path = "${join(folder, 'glewlwyd.db')}" };
`;
}

async function answering(url: string, running: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 1200; tries += 1) {
    if (running.exitCode !== null) throw new Error(`Glewlwyd ended with ${running.exitCode}.`);
    if (
      await fetch(url).then(
        (answer) => answer.status < 500,
        () => false,
      )
    )
      return;
    await sleep(100);
  }
  throw new Error('Glewlwyd does not answer.');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 3_000).unref();
  });
}
