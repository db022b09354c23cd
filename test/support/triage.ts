/** Triage as the house builds it, for tests and benches. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildTriage } from '#engines/triage';

export const encoderWeights = (): Uint8Array =>
  readFileSync(join(import.meta.dirname, '../../src/engines/triage/encoder.bin'));

export const theTriage = () => buildTriage(encoderWeights);
