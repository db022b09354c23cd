/** Real fediverse servers for tests: snac2 (Debian package, MIT) on free loopback ports, any number of them, federating. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SnacUser {
  readonly name: string;
  readonly password: string;
  readonly token: string;
  /** `name@host:port`, as another server finds this person. */
  readonly address: string;
}

export interface SnacServer {
  readonly url: string;
  readonly users: readonly SnacUser[];
}

/** What the Mastodon API of snac2 says about a post; only what tests look at. */
export interface SnacStatus {
  readonly id: string;
  readonly uri: string;
  readonly content: string;
  readonly in_reply_to_id: string | null;
  readonly media_attachments: readonly { readonly description: string | null }[];
}

export interface Snac {
  readonly servers: readonly SnacServer[];
  /** Any call of the Mastodon API, as a user. Throws on a status of 400 or more. `body` is sent as JSON. */
  call(server: SnacServer, user: SnacUser, method: string, path: string, body?: unknown): Promise<unknown>;
  post(server: SnacServer, user: SnacUser, text: string, more?: Record<string, unknown>): Promise<SnacStatus>;
  edit(server: SnacServer, user: SnacUser, id: string, text: string): Promise<SnacStatus>;
  /** Through its own web page: snac2 2.75 answers 404 to DELETE and keeps the post. Takes the post's address (uri). */
  remove(server: SnacServer, user: SnacUser, uri: string): Promise<void>;
  /** `follower` on `from` follows the person at `address` on any of the servers. */
  follow(from: SnacServer, follower: SnacUser, address: string): Promise<void>;
  stop(): Promise<void>;
}

/** Why there can be no snac2 here; null when there can. Put it in the name of the tests that then do not run. */
export function snacMissing(): string | null {
  return spawnSync('snac', ['--version'], { stdio: 'ignore' }).error
    ? 'snac2 is not installed, run scripts/install-test-servers.sh'
    : null;
}

/** Starts servers that answer; null where snac2 is not installed (`snacMissing` tells why). */
export async function startSnac(
  wanted: { readonly instances?: number; readonly users?: readonly string[] } = {},
): Promise<Snac | null> {
  if (snacMissing() !== null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'foreword-snac-'));
  const running: ChildProcess[] = [];
  const stop = async () => {
    await Promise.all(running.map(ended));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const servers: SnacServer[] = [];
    for (let n = 0; n < (wanted.instances ?? 1); n++) {
      servers.push(await startOne(join(folder, `server-${n}`), wanted.users ?? ['ann', 'bo'], running));
    }
    return { servers, ...actions(), stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

async function startOne(folder: string, names: readonly string[], running: ChildProcess[]): Promise<SnacServer> {
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  execFileSync('snac', ['init', folder], {
    input: `127.0.0.1\n${port}\n${host}\n\n\n`,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const file = join(folder, 'server.json');
  const settings = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  // Its default number of threads follows the processors; on two of them it waits for itself while it federates.
  writeFileSync(file, JSON.stringify({ ...settings, protocol: 'http', num_threads: 16 }));
  const passwords = names.map((name) => {
    const told = execFileSync('snac', ['adduser', folder, name], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const password = /password is (\S+)/.exec(told)?.[1];
    if (!password) throw new Error('snac2 did not tell the password of a new user');
    return password;
  });
  const child = spawn('snac', ['httpd', folder], { stdio: 'ignore' });
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  child.once('exit', () => process.off('exit', killAtExit));
  running.push(child);
  const url = `http://${host}`;
  await answers(url, child);
  const users: SnacUser[] = [];
  for (const [index, name] of names.entries()) {
    const password = passwords[index]!;
    users.push({ name, password, token: await token(url, name, password), address: `${name}@${host}` });
  }
  return { url, users };
}

/** A token as a person gets one: register an application, sign in on the server's own page, swap the code. */
async function token(url: string, login: string, passwd: string): Promise<string> {
  const redirect = 'urn:ietf:wg:oauth:2.0:oob';
  const send = (path: string, fields: Record<string, string>) =>
    retried(() => fetch(url + path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' }));
  const app = (await (
    await send('/api/v1/apps', { client_name: 'Foreword tests', redirect_uris: redirect, scopes: 'read write follow' })
  ).json()) as { client_id: string; client_secret: string };
  const page = await send('/oauth/x-snac-login', { login, passwd, redir: redirect, cid: app.client_id, state: '' });
  const code = /^[0-9a-f]{16,}/.exec(await page.text())?.[0];
  if (!code) throw new Error('snac2 did not let the test user sign in');
  const answer = (await (
    await send('/oauth/token', {
      grant_type: 'authorization_code',
      code,
      client_id: app.client_id,
      client_secret: app.client_secret,
      redirect_uri: redirect,
    })
  ).json()) as { access_token: string };
  return answer.access_token;
}

function actions(): Omit<Snac, 'servers' | 'stop'> {
  const call: Snac['call'] = async (server, user, method, path, body) => {
    const reply = await retried(() =>
      fetch(server.url + path, {
        method,
        headers: {
          authorization: `Bearer ${user.token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path} answered ${reply.status}`);
    return text === '' ? null : JSON.parse(text);
  };
  return {
    call,
    post: async (server, user, text, more = {}) =>
      (await call(server, user, 'POST', '/api/v1/statuses', {
        status: text,
        visibility: 'public',
        ...more,
      })) as SnacStatus,
    edit: async (server, user, id, text) =>
      (await call(server, user, 'PUT', `/api/v1/statuses/${id}`, { status: text })) as SnacStatus,
    remove: (server, user, uri) => press(server, user, 'Delete', uri),
    follow: async (from, follower, address) => {
      const query = new URLSearchParams({ q: address, resolve: 'true', type: 'accounts' });
      const found = (await call(from, follower, 'GET', `/api/v2/search?${query}`)) as { accounts: { id: string }[] };
      const account = found.accounts[0];
      if (!account) throw new Error(`${from.url} did not find ${address}`);
      await call(from, follower, 'POST', `/api/v1/accounts/${account.id}/follow`, {});
    },
  };
}

/** What the buttons below a post do on the web page of its server. */
async function press(server: SnacServer, user: SnacUser, action: string, id: string): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`;
  const reply = await retried(() =>
    fetch(`${server.url}/${user.name}/admin/action`, {
      method: 'POST',
      // snac2 compares the whole value, so there may be no charset in it.
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ id, action }).toString(),
      redirect: 'manual',
    }),
  );
  await reply.arrayBuffer();
  if (reply.status !== 303) throw new Error(`${action} answered ${reply.status}`);
}

/** snac2 closes idle sockets without a word, which the first request afterwards finds out. */
async function retried(request: () => Promise<Response>): Promise<Response> {
  try {
    return await request();
  } catch {
    return await request();
  }
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 1200; tries++) {
    if (child.exitCode !== null) throw new Error(`snac2 ended at once with ${child.exitCode}`);
    try {
      if ((await fetch(`${url}/api/v1/instance`)).ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((go) => setTimeout(go, 50));
  }
  throw new Error('snac2 did not answer within a minute');
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 5000);
  await gone;
  clearTimeout(force);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((ready) => probe.listen(0, '127.0.0.1', ready));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
