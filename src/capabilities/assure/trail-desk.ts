/** The record for a command: exported without a house around it. */
import { type Kit, system } from '#platform';
import { exportTrail, type Period, type TrailExport } from './export.ts';
import { buildSealer } from './sealer.ts';
import { buildSigning } from './signing.ts';

export interface TrailDesk {
  export(period: Period): Promise<TrailExport | null>;
}

export function buildTrailDesk(
  kit: Pick<Kit, 'db' | 'seal' | 'clock' | 'log' | 'metrics'>,
  keyFile: string,
): TrailDesk {
  const signer = buildSigning(kit, keyFile);
  const sealer = buildSealer(kit, signer, () => {});
  return { export: (period) => exportTrail(kit, { sealer, signer }, system('command', 'auditor'), period) };
}
