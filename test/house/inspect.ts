/** Prints every breach in the house; exit code 1 when there is one. `npx tsx test/house/inspect.ts` */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect, judge, lineOf, readHouse } from './inspector.ts';

const files = readHouse(join(dirname(fileURLToPath(import.meta.url)), '../..'));
const { breaches, unneeded } = judge(inspect(files));
for (const breach of breaches) console.log(lineOf(breach));
for (const { rule, file } of unneeded)
  console.log(`${file}  ${rule}  This exception is no longer needed: exceptions.ts.`);
const faults = breaches.length + unneeded.length;
console.log(faults === 0 ? `The house is sound: ${files.size} files.` : `${faults} breaches.`);
process.exitCode = faults === 0 ? 0 : 1;
