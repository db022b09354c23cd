// `npm run check`: everything that can be told without running the program. Types, style, what is left over, borders.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = join(dirname(fileURLToPath(import.meta.url)), '..');

const checks = [
  { name: 'types', command: ['npm', 'run', '--silent', 'types'] },
  { name: 'style', command: ['npx', 'biome', 'check', '.', '--max-diagnostics=50'] },
  {
    name: 'leftovers',
    command: ['npx', 'knip', '--no-progress', '--no-config-hints', '--include', 'files,unlisted,unresolved'],
  },
  { name: 'borders', command: ['npx', 'tsx', 'test/house/inspect.ts'] },
];

/** Resolves with whether it went well and all it said. */
function run([command, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: home, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = [];
    child.stdout.on('data', (part) => said.push(part));
    child.stderr.on('data', (part) => said.push(part));
    child.on('error', (error) => resolve({ isGood: false, words: error.message }));
    child.on('close', (code) => resolve({ isGood: code === 0, words: Buffer.concat(said).toString().trim() }));
  });
}

const failed = [];

async function tell({ name, command }) {
  const startedMs = Date.now();
  const { isGood, words } = await run(command);
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
  console.log(`${isGood ? 'good  ' : 'FAILED'}  ${name}, ${seconds} s`);
  if (!isGood) {
    failed.push(name);
    console.log(`\n${words.replace(/^/gm, '    ')}\n`);
  }
}

// Two at a time: more only get in each other's way.
const waiting = [...checks];
const worker = async () => {
  for (let next = waiting.shift(); next; next = waiting.shift()) await tell(next);
};
await Promise.all([worker(), worker()]);
console.log(failed.length === 0 ? 'The check found nothing.' : `The check failed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
