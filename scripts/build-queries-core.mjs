// Compiles src/engines/queries/core (AssemblyScript) to core.generated.ts beside it: `node scripts/build-queries-core.mjs`.
// Only who changes the core needs it. What it makes is kept, and a test holds it to its source.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const engine = join(dirname(fileURLToPath(import.meta.url)), '../src/engines/queries');
const names = readdirSync(join(engine, 'core')).sort();
const sources = new Map(names.map((name) => [name, readFileSync(join(engine, 'core', name), 'utf8')]));
let wasm;
const { error, stderr } = await asc.main(
  ['core.ts', '--runtime', 'stub', '-O3', '--noAssert', '--enable', 'bulk-memory', '--outFile', 'core.wasm'],
  {
    readFile: (name) => sources.get(name) ?? null,
    writeFile: (name, contents) => {
      if (name === 'core.wasm') wasm = contents;
    },
    listFiles: () => [],
  },
);
if (error) {
  console.error(stderr.toString());
  process.exit(1);
}
const lines = Buffer.from(wasm)
  .toString('base64')
  .match(/.{1,110}/g)
  .map((line) => `  '${line}'`);
const hash = createHash('sha256')
  .update([...sources.values()].join(''))
  .digest('hex');
writeFileSync(
  join(engine, 'core.generated.ts'),
  `/** The folder core, compiled: base64. Made by scripts/build-queries-core.mjs. */
export const CORE =
${lines.join(' +\n')};

/** Of which sources: their sha256, one behind the other in order of name. */
export const CORE_SOURCE = '${hash}';
`,
);
console.log(`${wasm.length} bytes`);
