// `npm test`: fetches what the tests need, runs all of them over the embedded database, then those that touch a database
// again over a real PostgreSQL, and ends with one line: `N passed, N failed, N skipped`.
// `npm test -- PATH...` runs only those files, once, over the embedded database (or the one that is named).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPostgres } from './test-database.mjs';

const home = join(dirname(fileURLToPath(import.meta.url)), '..');
const reports = mkdtempSync(join(tmpdir(), 'foreword-reports-'));
const given = process.argv.slice(2);
const notes = [];
/** More than this many broken files is no accident of the machine. */
const mostRunAgain = 6;

const step = (words) => console.log(`\n== ${words}`);
// Databases are made and dropped by the hundred: in memory where there is room, so that a slow disk is no part of the tests.
const memory = '/dev/shm';
const hasMemory = () => {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize > 4 * 2 ** 30;
  } catch {
    return false;
  }
};
const place = hasMemory() ? { TMPDIR: memory } : {};
const run = (command, args, more = {}) =>
  spawnSync(command, args, { cwd: home, stdio: ['ignore', 'inherit', 'inherit'], ...more }).status ?? 1;

function prepare() {
  step('Servers that the tests talk to');
  run('sh', ['scripts/install-test-servers.sh']);
  prepareBluesky();
  step('Build');
  if (run(process.execPath, ['scripts/build.mjs', '--if-stale']) !== 0) notes.push('The build failed.');
}

function prepareBluesky() {
  const folder = join(home, 'test/servers/bluesky');
  if (existsSync(join(folder, 'node_modules/@atproto/dev-env/package.json'))) {
    console.log('The Bluesky servers are here.');
    return;
  }
  if (process.env.FOREWORD_TEST_SKIP_BLUESKY === '1') {
    notes.push('The Bluesky servers were left out: FOREWORD_TEST_SKIP_BLUESKY is 1.');
    return;
  }
  // better-sqlite3 is compiled where no finished one can be had.
  const isRoot = process.getuid?.() === 0;
  const lacks = ['make', 'g++', 'python3'].filter((name) => !onPath(name));
  if (lacks.length > 0 && isRoot && onPath('apt-get')) {
    console.log(`Installing a compiler from the Debian archive (${lacks.join(', ')}) ...`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    run('apt-get', ['-qq', '-y', 'install', '--no-install-recommends', ...lacks], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  console.log('Installing the Bluesky servers (about three minutes) ...');
  if (run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder }) !== 0) {
    rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
    notes.push('The Bluesky servers could not be installed: npm ci in test/servers/bluesky failed.');
  }
}

const onPath = (name) => (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, name)));

/** Tests that open a test database, by themselves or through what they stand on in test/. */
function databaseTests() {
  const all = ['src', 'test'].flatMap((folder) =>
    readdirSync(join(home, folder), { recursive: true })
      .map((path) => join(folder, path))
      .filter((path) => /\.tsx?$/.test(path) && !path.includes('node_modules')),
  );
  const texts = new Map(all.map((path) => [path, readFileSync(join(home, path), 'utf8')]));
  const doors = new Set(['database.ts']);
  for (let before = 0; before !== doors.size; ) {
    before = doors.size;
    for (const [path, text] of texts) {
      if (!/\.test\.tsx?$/.test(path) && path.startsWith('test/') && uses(text, doors)) doors.add(basename(path));
    }
  }
  return all.filter((path) => /\.test\.tsx?$/.test(path) && uses(texts.get(path), doors)).sort();
}

const uses = (text, doors) =>
  [...doors].some((name) => text.includes(`/support/${name}'`) || text.includes(`'./${name}'`));

/**
 * One run of vitest: `{ name, tests, fault, again }`. What failed beside other files is run once more by itself: on a busy
 * machine a browser or a server can be starved for minutes. What then passes is told apart (`again`), never hidden.
 */
function vitest(name, files, env) {
  const first = vitestOnce(name, files, env);
  const broken = [...new Set(first.tests.filter((test) => test.state === 'failed').map((test) => test.path))];
  if (broken.length === 0 || broken.length > mostRunAgain || given.length > 0) return { ...first, again: [] };
  step(`By themselves, once more: ${broken.join(' ')}`);
  const second = vitestOnce(`${name}-again`, [...broken, '--maxWorkers=1'], env);
  if (second.fault) return { ...first, again: [] };
  const isFailed = (test) => test.state === 'failed';
  const passed = new Set(second.tests.filter((test) => test.state === 'passed').map((test) => test.name));
  // A file counts as mended when all in it that failed is seen to pass, and not when it was left out the second time.
  const mended = broken.filter((path) => {
    const anew = second.tests.filter((test) => test.path === path);
    if (anew.some(isFailed) || !anew.some((test) => passed.has(test.name))) return false;
    return first.tests.every((test) => test.path !== path || !isFailed(test) || test.isFile || passed.has(test.name));
  });
  const again = first.tests.filter((test) => isFailed(test) && mended.includes(test.path));
  const of = (run, isMended) => run.tests.filter((test) => mended.includes(test.path) === isMended);
  return { ...first, tests: [...of(first, false), ...of(second, true)], again };
}

function vitestOnce(name, files, env) {
  const report = join(reports, `${name}.json`);
  const startedMs = Date.now();
  const outside = `${report}.outside`;
  const status = run('npx', ['vitest', 'run', ...files], {
    env: { ...process.env, ...place, ...env, FOREWORD_TEST_REPORT: report },
  });
  const tests = existsSync(report) ? readReport(JSON.parse(readFileSync(report, 'utf8'))) : [];
  console.log(`${name}: ${((Date.now() - startedMs) / 60_000).toFixed(1)} minutes`);
  const isExplained = status === 0 || (tests.some((test) => test.state === 'failed') && !existsSync(outside));
  const fault =
    tests.length === 0 ? 'no test ran' : isExplained ? null : 'something failed outside of any test, see above';
  return { name, tests, fault };
}

function readReport(report) {
  return report.testResults.flatMap((file) => {
    const path = relative(home, file.name);
    const tests = file.assertionResults.map(({ fullName, status, failureMessages }) => ({
      path,
      name: `${path}: ${fullName.trim()}`,
      state: status === 'passed' || status === 'failed' ? status : 'skipped',
      why: (failureMessages ?? []).join('\n').split('\n').slice(0, 12).join('\n').slice(0, 2000),
    }));
    // A file that could not even be read has no tests to tell of it.
    const isBroken = file.status === 'failed' && !tests.some((test) => test.state === 'failed');
    return isBroken
      ? [...tests, { path, isFile: true, name: `${path}: the file itself`, state: 'failed', why: file.message ?? '' }]
      : tests;
  });
}

const indented = (why) => why.replace(/^/gm, '      ');

function tell(runs) {
  const all = runs.flatMap((each) => each.tests);
  // A test that may be left out says why in its name, in brackets, and only then.
  const plain = (name) => name.replace(/ ?\([^()]*\)/g, '').replace(/ +/g, ' ');
  const ran = new Set(all.filter((test) => test.state !== 'skipped').map((test) => plain(test.name)));
  // What one database cannot show and the other did is not left out.
  const skipped = [
    ...new Set(all.filter((test) => test.state === 'skipped' && !ran.has(plain(test.name))).map((test) => test.name)),
  ];
  const failed = runs.flatMap((each) =>
    each.tests
      .filter((test) => test.state === 'failed')
      .map((test) => `${test.name} [${each.name}]\n${indented(test.why)}`),
  );
  for (const each of runs) if (each.fault) failed.push(`${each.name}: ${each.fault}`);
  if (notes.length > 0) step(`Notes\n${notes.map((note) => `  ${note}`).join('\n')}`);
  if (skipped.length > 0) step(`Not run\n${skipped.map((name) => `  ${name}`).join('\n')}`);
  const again = runs.flatMap((each) => each.again.map((test) => `${test.name} [${each.name}]\n${indented(test.why)}`));
  if (again.length > 0)
    step(`Passed only by themselves, after failing beside other files\n${again.map((name) => `  ${name}`).join('\n')}`);
  if (failed.length > 0) step(`Failed\n${failed.map((name) => `  ${name}`).join('\n')}`);
  const passed = all.filter((test) => test.state === 'passed').length;
  console.log(`\n${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
  return failed.length === 0 && passed > 0;
}

const runs = [];
if (given.length > 0) {
  runs.push(vitest('chosen', given, {}));
} else {
  prepare();
  step('All tests, embedded database');
  runs.push(vitest('embedded', [], { FOREWORD_TEST_DATABASE_URL: undefined }));
  const server = await findPostgres(place.TMPDIR);
  if (server.url) {
    const files = databaseTests();
    step(`The ${files.length} files that touch a database again, PostgreSQL ${server.words}`);
    try {
      runs.push(vitest('postgresql', files, { FOREWORD_TEST_DATABASE_URL: server.url }));
    } finally {
      server.stop();
    }
  } else notes.push(`The second run over a real PostgreSQL was not done: ${server.words}.`);
}
const isGood = tell(runs);
rmSync(reports, { recursive: true, force: true });
process.exitCode = isGood ? 0 : 1;
