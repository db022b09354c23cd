/** ASSURE on a real database for tests: its parts over a kit, a key file of its own, and an export as lines. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Asker, record, type TrailEntry } from '#platform';
import type { Period } from '../../src/capabilities/assure/export.ts';
import { buildSigning } from '../../src/capabilities/assure/signing.ts';
import type { Stamper } from '../../src/capabilities/assure/stamp.ts';
import { buildTrail, type TrailParts } from '../../src/capabilities/assure/trail.ts';
import type { TestDatabase } from './database.ts';
import { type TestKit, testKit } from './kit.ts';
import { person } from './watch.ts';

export const aud = person('aud', 'auditor');

export interface TrailPlace {
  readonly kit: TestKit;
  readonly trail: TrailParts;
  readonly signer: ReturnType<typeof buildSigning>;
  readonly headsFile: string;
  write(asker: Asker, entry: TrailEntry): Promise<void>;
  export(period?: Partial<Period>): Promise<string[]>;
  stop(): void;
}

export function trailPlace(
  db: TestDatabase,
  settings: { readonly now?: Date; readonly stamper?: (kit: TestKit) => Stamper } = {},
): TrailPlace {
  const kit = testKit(db, settings.now ? { now: settings.now } : {});
  const folder = mkdtempSync(join(tmpdir(), 'foreword-assure-'));
  const headsFile = join(folder, 'elsewhere', 'heads.ndjson');
  const signer = buildSigning(kit, join(folder, 'signing-key'));
  const trail = buildTrail(kit, { signer, headsFile, stamper: settings.stamper?.(kit) ?? null });
  return {
    kit,
    trail,
    signer,
    headsFile,
    write: (asker, entry) => db.as(asker, (tx) => record(tx, entry, kit.clock.now())),
    export: async (period = {}) => {
      const made = await trail.export(aud, { from: null, until: null, ...period });
      const parts: string[] = [];
      if (made) for await (const part of made.text) parts.push(part);
      return parts.join('').split('\n').filter(Boolean);
    },
    stop: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);
