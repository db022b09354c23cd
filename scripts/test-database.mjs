// Finds a real PostgreSQL for the tests: the one that is named, one of our own that is started in `place` for the run and
// thrown away after it, or one that runs on this machine. Where there is none, it says why.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const isRoot = process.getuid?.() === 0;

/** `{ url, words, stop }`, or `{ url: null, words }` with the reason. */
export async function findPostgres(place = tmpdir()) {
  const given = process.env.FOREWORD_TEST_DATABASE_URL;
  if (given) {
    const why = await unfit(given);
    return why
      ? { url: null, words: `FOREWORD_TEST_DATABASE_URL: ${why}` }
      : found(given, 'named by FOREWORD_TEST_DATABASE_URL');
  }
  // One of our own first: it keeps nothing, so it never waits for a disk.
  if (!programs() && isRoot && existsSync('/usr/bin/apt-get')) {
    console.log('Installing PostgreSQL from the Debian archive ...');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...args) =>
      spawnSync('apt-get', ['-qq', '-y', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    apt('update');
    apt('install', '--no-install-recommends', 'postgresql');
  }
  const own = programs()
    ? await ownServer(programs(), place)
    : { url: null, words: 'PostgreSQL is not installed, and FOREWORD_TEST_DATABASE_URL names none' };
  if (own.url) return own;
  for (const user of new Set([userInfo().username, 'postgres', 'root'])) {
    const url = `postgres://${encodeURIComponent(user)}@127.0.0.1:5432/postgres`;
    if ((await unfit(url)) === null) return found(url, 'that runs on this machine');
  }
  return own;
}

const found = (url, words) => ({ url, words, stop: () => {} });

/** Why this server is of no use for the tests; null when it is. */
async function unfit(url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  try {
    await client.connect();
    const { rows } = await client.query(
      `select current_setting('server_version_num')::int as version, rolsuper or (rolcreatedb and rolcreaterole) as may
       from pg_roles where rolname = current_user`,
    );
    if (rows[0].version < 150000) return 'it is older than PostgreSQL 15';
    return rows[0].may ? null : 'this login may not create databases and roles';
  } catch (error) {
    return error.message || error.code || 'it does not answer';
  } finally {
    await client.end().catch(() => {});
  }
}

/** The folder with initdb and pg_ctl, newest first. */
function programs() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian)
    ? readdirSync(debian)
        .map(Number)
        .filter((version) => version >= 15)
    : [];
  const folders = [
    ...versions.sort((a, b) => b - a).map((version) => `${debian}/${version}/bin`),
    ...(process.env.PATH ?? '').split(':'),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')));
}

async function ownServer(bin, place) {
  const folder = mkdtempSync(join(place, 'foreword-postgres-'));
  const data = join(folder, 'data');
  // PostgreSQL refuses to run as root.
  const as = isRoot ? ['runuser', '-u', 'postgres', '--'] : [];
  const run = (program, ...args) => {
    const [command, ...rest] = [...as, join(bin, program), ...args];
    execFileSync(command, rest, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const stop = () => {
    try {
      run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop');
    } catch {}
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    if (isRoot) {
      const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
      chownSync(folder, id('-u'), id('-g'));
    }
    chmodSync(folder, 0o700);
    const port = await freePort();
    run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync');
    const settings = `-p ${port} -h 127.0.0.1 -k ${folder} -c fsync=off -c max_connections=200`;
    run('pg_ctl', '-D', data, '-l', join(folder, 'log'), '-w', '-o', settings, 'start');
    return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, words: `of our own from ${bin}`, stop };
  } catch (error) {
    stop();
    return { url: null, words: `PostgreSQL could not be started: ${String(error.stderr ?? error.message).trim()}` };
  }
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
