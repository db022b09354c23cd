/** `npm run dev`: the program straight from its sources, so that a change needs no build of the server. */
import { main } from '../src/main.ts';

process.exitCode = await main(process.argv.slice(2));
