/** Builds ASSURE from the kit and what it needs, and hands out its door. */
import { existsSync, readFileSync } from 'node:fs';
import { Fault, type Kit, type Outbound } from '#platform';
import type { People } from '../../people/door.ts';
import type { BrowserSettings } from './capture-browser.ts';
import { addCaptureJobs } from './capture-job.ts';
import type { Assure } from './door.ts';
import { buildEvidence } from './evidence.ts';
import { forgetEvidence } from './evidence-retention.ts';
import { holds } from './holds.ts';
import { pagesOf } from './pages/index.ts';
import { buildSigning } from './signing.ts';
import { buildStamper } from './stamp.ts';
import { buildTrail } from './trail.ts';

export { type BundleFinding, type BundleVerdict, verifyBundle } from './bundle.ts';
export type * from './door.ts';
export type { HeadLine, Period } from './export.ts';
export { isSigned, keyIdOf, pemOf } from './signing.ts';
export { buildTrailDesk, type TrailDesk } from './trail-desk.ts';
export { verifyTrailFast } from './verify-fast.ts';
export { asHead } from './verify-lines.ts';
export type { Finding, TrailVerdict } from './verify-trail.ts';

export interface AssureNeeds {
  readonly people: People;
  /** Where links lead. */
  readonly address: string;
  /** The file of the private key that signs; made when it is first wanted. */
  readonly keyFile: string;
  readonly headsFile: string | null;
  /** Refuses every private address, whatever the settings allow: what a strange page asks for goes this way. */
  readonly strictOutbound: Outbound;
  readonly browser: BrowserSettings;
  readonly timeStamps: null | { readonly address: string; readonly certificatesFile: string | null };
}

export function buildAssure(kit: Kit, needs: AssureNeeds): Assure {
  const signer = buildSigning(kit, needs.keyFile);
  const stamper = needs.timeStamps
    ? buildStamper(kit.outbound, {
        address: needs.timeStamps.address,
        certificates: certificatesIn(needs.timeStamps.certificatesFile),
      })
    : null;
  const trail = buildTrail(kit, { signer, headsFile: needs.headsFile, stamper });
  const evidence = buildEvidence(kit, signer);
  const ways = { page: kit.outbound, strict: needs.strictOutbound };
  addCaptureJobs(kit, { ways, browser: needs.browser, signer, stamper });
  kit.jobs.every('assure.forget-evidence', '13 5 * * *', async () => {
    await forgetEvidence(kit, signer);
  });
  return {
    name: 'assure',
    trail,
    evidence,
    ...pagesOf({ trail, evidence }, needs.people),
    streams: [],
    holds,
    start: trail.start,
    stop: trail.stop,
  };
}

function certificatesIn(file: string | null): string | null {
  if (file === null) return null;
  if (existsSync(file)) return readFileSync(file, 'utf8');
  throw new Fault('settings-wrong', `TIME_STAMPS_CERTIFICATES names ${file}, and there is no such file.`);
}
