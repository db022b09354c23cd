/** Which database the settings name. */
import { join } from 'node:path';
import type { DatabaseAddress } from '#platform';
import type { readConfig } from './config.ts';

/** The organisation's own data; the demonstration keeps its in a folder beside it. */
export function databaseOf(config: ReturnType<typeof readConfig>): DatabaseAddress {
  return config.secrets.databaseUrl
    ? { kind: 'server', url: config.secrets.databaseUrl, connections: config.databaseConnections }
    : { kind: 'embedded', folder: join(config.dataFolder, 'store') };
}
