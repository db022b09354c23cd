// `npm run bench -- NAME|all [--data DIR]`: runs test/bench/NAME.bench.ts, or all of them one after another.
// DIR holds the public data sets that some benches measure on (default: ../shared/data, where it is there).
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(home, 'test/bench');
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length))
  .sort();

const [first, ...others] = process.argv.slice(2);
const isNamed = first !== undefined && !first.startsWith('-');
const wanted = isNamed && first !== 'all' ? [first] : names;
const rest = isNamed || first === undefined ? others : [first, ...others];

const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`There is no bench "${unknown[0]}". There are: ${names.join(', ')}.`);
  process.exit(1);
}

const usual = join(home, '../shared/data');
if (!rest.includes('--data')) {
  if (existsSync(usual)) rest.push('--data', usual);
  else console.log('No data sets here (--data DIR), so benches that want them say what they left out.');
}

const failed = [];
for (const name of wanted) {
  console.log(`\n== ${name}`);
  const startedMs = Date.now();
  const { status } = spawnSync('npx', ['tsx', join(folder, `${name}.bench.ts`), ...rest], {
    cwd: home,
    stdio: 'inherit',
  });
  console.log(`== ${name}: ${status === 0 ? 'done' : 'FAILED'} in ${((Date.now() - startedMs) / 1000).toFixed(0)} s`);
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) console.error(`Failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
