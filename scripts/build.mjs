// Builds what a browser and the server run: style sheet, script, pictures, and the program as one file.
// `node scripts/build.mjs` builds everything; `--if-stale` only what is older than its sources, and is silent when
// nothing is. Where the build tools are not installed (a production install) a finished dist/ is left as it is.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { recolour } from './recolour.mjs';

const home = join(dirname(fileURLToPath(import.meta.url)), '..');
const at = (...names) => join(home, ...names);
const isIfStale = process.argv.includes('--if-stale');
const assets = at('dist/assets');

const files = (folder, keep) =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
        .filter(keep)
        .sort()
    : [];
const packageOf = (name) => at('node_modules', name, 'package.json');
const isClient = (file) => file.startsWith(at('src/web/assets'));
const isTest = (file) => /\.(test|table)\.tsx?$/.test(file);
const self = [fileURLToPath(import.meta.url), at('scripts/recolour.mjs')];

const parts = {
  pictures: {
    inputs: () => [
      ...files(at('src/web/assets'), (file) => file.endsWith('.svg')),
      packageOf('@ministryofjustice/frontend'),
    ],
    build: buildPictures,
  },
  css: {
    inputs: () => [
      ...files(at('src/web/assets'), (file) => file.endsWith('.scss')),
      packageOf('govuk-frontend'),
      packageOf('@ministryofjustice/frontend'),
    ],
    build: buildStyles,
  },
  js: {
    inputs: () => [
      ...files(at('src/web/assets'), (file) => file.endsWith('.ts') && !isTest(file)),
      packageOf('govuk-frontend'),
      packageOf('@ministryofjustice/frontend'),
      packageOf('@simplewebauthn/browser'),
    ],
    build: buildScript,
  },
  database: {
    inputs: () => [packageOf('@electric-sql/pglite'), at('scripts/make-empty-database.mjs')],
    build: buildEmptyDatabase,
  },
  server: {
    inputs: () => [
      ...files(at('src'), (file) => /\.tsx?$/.test(file) && !isClient(file) && !isTest(file)),
      at('package.json'),
      at('tsconfig.json'),
    ],
    build: buildServer,
  },
};

// A part is fresh when its stamp is younger than every source and lists the same sources.
const stampOf = (name) => at('dist/.built', name);
const listOf = (inputs) =>
  createHash('sha256')
    .update(inputs.map((file) => relative(home, file)).join('\n'))
    .digest('hex');

function isFresh(name) {
  const stamp = stampOf(name);
  if (!existsSync(stamp)) return false;
  const inputs = [...parts[name].inputs(), ...self].filter((file) => existsSync(file));
  if (readFileSync(stamp, 'utf8') !== listOf(inputs)) return false;
  const builtMs = statSync(stamp).mtimeMs;
  return inputs.every((file) => statSync(file).mtimeMs <= builtMs);
}

function stamp(name, startedMs) {
  mkdirSync(at('dist/.built'), { recursive: true });
  writeFileSync(stampOf(name), listOf([...parts[name].inputs(), ...self].filter((file) => existsSync(file))));
  // What was saved while we were building must count as newer.
  utimesSync(stampOf(name), startedMs / 1000, startedMs / 1000);
}

/** Writes NAME-HASH.EXT, notes it in the manifest and removes older ones. */
function publish(name, extension, content) {
  mkdirSync(assets, { recursive: true });
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 10);
  const file = `${name}-${hash}.${extension}`;
  const older = new RegExp(`^${name}-[0-9a-f]{10}\\.${extension}(\\.map|\\.br|\\.gz)?$`);
  for (const known of readdirSync(assets))
    if (older.test(known) && !known.startsWith(file)) rmSync(join(assets, known));
  writeFileSync(join(assets, file), content);
  // Packed here once instead of at every request; pages themselves are not packed, so that no secret in them can be guessed by size.
  writeFileSync(join(assets, `${file}.br`), brotliCompressSync(content));
  writeFileSync(join(assets, `${file}.gz`), gzipSync(content, { level: 9 }));
  return file;
}

function note(key, file) {
  const path = join(assets, 'manifest.json');
  const manifest = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  writeFileSync(path, `${JSON.stringify({ ...manifest, [key]: file }, null, 2)}\n`);
}

async function buildPictures() {
  const images = join(assets, 'images');
  mkdirSync(images, { recursive: true });
  const from = at('node_modules/@ministryofjustice/frontend/moj/assets/images');
  const names = readdirSync(from).filter((name) => /^icon-.*\.svg$/.test(name) && !name.includes('wysiwyg'));
  for (const name of names) writeFileSync(join(images, name), readFileSync(join(from, name)));
  note('icon', publish('mark', 'svg', readFileSync(at('src/web/assets/mark.svg'))));
}

async function buildStyles({ sass, esbuild }) {
  const compile = (name) =>
    sass.compile(at('src/web/assets', name), {
      loadPaths: [home, at('node_modules')],
      quietDeps: true,
      logger: sass.Logger.silent,
      charset: false,
    }).css;
  // The vendors' sheet in our colours, then our own.
  const whole = `${recolour(compile('vendor.scss'))}\n${compile('foreword.scss')}`;
  const { code } = await esbuild.transform(whole, { loader: 'css', minify: true, target: 'es2020' });
  note('css', publish('foreword', 'css', code));
}

async function buildScript({ esbuild }) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [at('src/web/assets/main.ts')],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2020',
    legalComments: 'none',
    tsconfig: at('src/web/assets/tsconfig.json'),
  });
  note('js', publish('foreword', 'js', outputFiles[0].text));
}

/** An empty cluster that a first start copies: making one takes fifteen seconds, copying it one. */
async function buildEmptyDatabase() {
  rmSync(at('dist/empty-database'), { recursive: true, force: true });
  await import('./make-empty-database.mjs');
}

async function buildServer({ esbuild }) {
  if (!existsSync(at('src/main.ts'))) {
    console.log('build: src/main.ts is not there yet, so the server was left out.');
    return false;
  }
  const shared = {
    bundle: true,
    absWorkingDir: home,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    sourcemap: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    tsconfig: at('tsconfig.json'),
    logLevel: 'warning',
  };
  for (const old of existsSync(at('dist')) ? readdirSync(at('dist')) : [])
    if (/^chunk-.*\.js(\.map)?$/.test(old)) rmSync(at('dist', old));
  const workers = files(at('src'), (file) => /-worker\.ts$/.test(file) && !isClient(file));
  await Promise.all([
    esbuild.build({
      ...shared,
      entryPoints: { main: at('src/main.ts') },
      outdir: at('dist'),
      // In chunks, so that a command loads only what it needs.
      splitting: true,
      chunkNames: 'chunk-[hash]',
      plugins: [homing('.')],
    }),
    workers.length > 0
      ? esbuild.build({
          ...shared,
          entryPoints: Object.fromEntries(workers.map((file) => [file.match(/([^/\\]+)\.ts$/)[1], file])),
          outdir: at('dist/workers'),
          plugins: [homing('..')],
        })
      : undefined,
  ]);
}

/** A bundled file still finds what lies beside its source: import.meta.url stays that of the source file. */
function homing(toDist) {
  return {
    name: 'homing',
    setup(build) {
      build.onLoad({ filter: /[/\\]src[/\\].*\.tsx?$/ }, ({ path }) => {
        const source = readFileSync(path, 'utf8');
        if (!source.includes('import.meta.url')) return undefined;
        const own = `new URL('${toDist}/../${relative(home, path).replaceAll('\\', '/')}', import.meta.url).href`;
        return { contents: source.replaceAll('import.meta.url', own), loader: path.endsWith('x') ? 'tsx' : 'ts' };
      });
    },
  };
}

/** A build tool, or nothing where it is not installed. */
async function tool(name) {
  try {
    return await import(name);
  } catch (error) {
    if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    return undefined;
  }
}

const stale = Object.keys(parts).filter((name) => !(isIfStale && isFresh(name)));
if (stale.length > 0) {
  const kit = {
    sass: stale.includes('css') ? await tool('sass') : undefined,
    esbuild: await tool('esbuild'),
  };
  let missing = false;
  for (const name of stale) {
    if ((name === 'css' && !kit.sass) || !kit.esbuild) {
      missing = true;
      continue;
    }
    const startedMs = Date.now();
    try {
      if ((await parts[name].build(kit)) === false) continue;
    } catch (error) {
      // esbuild has already shown where; sass and our own table have not.
      if (!error.errors) console.error(error.message);
      console.error(`build: ${name} failed.`);
      process.exitCode = 1;
      continue;
    }
    stamp(name, startedMs);
    console.log(`build: ${name} in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
  }
  const manifest = join(assets, 'manifest.json');
  const isWhole =
    existsSync(manifest) && ['css', 'js', 'icon'].every((key) => JSON.parse(readFileSync(manifest, 'utf8'))[key]);
  if (missing && !isWhole) {
    console.error('build: there is no finished build here, and the tools to make one are not installed. Run "npm ci".');
    // An install may go on without a build; a start may not.
    process.exitCode = isIfStale ? 1 : 0;
  }
}
