/** The demonstration by name, whatever the settings say of a database. */
import { readConfig } from '../config.ts';
import type { Io } from '../main.ts';
import { serve } from './serve.ts';

export const help = `Usage: foreword demo

Starts the demonstration, Northmere Council, in a database of its own under
FOREWORD_DATA/demonstration. It begins afresh each time and touches nothing else.
`;

export async function run(_args: readonly string[], io: Io): Promise<number> {
  return serve(readConfig(), ['web', 'collect', 'work'], io, { isDemonstration: true });
}
