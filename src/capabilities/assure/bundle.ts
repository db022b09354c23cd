/** One piece of evidence as a zip that proves itself: manifest, signature, custody and files. */
import { unzipSync } from 'fflate';
import { manifestText } from './capture-job.ts';
import type { Custody, EvidenceFile } from './evidence-door.ts';
import { sha256Hex } from './evidence-store.ts';
import { isSigned, keyIdOf } from './signing.ts';
import { checkToken } from './stamp.ts';
import { packed } from './warc.ts';

export interface BundleSignature {
  readonly keyId: string;
  readonly publicKey: string;
  readonly manifest: string;
  /** Over custody.json as it stood when the bundle was made. */
  readonly custody: string;
  /** RFC 3161, base64, over the text that was signed of the manifest. */
  readonly stamp: string | null;
}

export const custodyText = (bytes: Uint8Array): string => `foreword-custody-1\n${sha256Hex(bytes)}`;

export function custodyJson(id: string, custody: readonly Custody[]): Buffer {
  return Buffer.from(JSON.stringify({ foreword: 'custody', version: 1, id, custody }, null, 1));
}

export function bundleOf(
  manifest: string,
  custody: Uint8Array,
  signature: BundleSignature,
  files: ReadonlyMap<string, Uint8Array>,
  at: Date,
): Uint8Array {
  const entries: Record<string, Uint8Array> = {
    'manifest.json': Buffer.from(manifest),
    'signature.json': Buffer.from(JSON.stringify(signature, null, 1)),
    'custody.json': custody,
  };
  for (const [name, bytes] of files) entries[`files/${name}`] = bytes;
  return packed(entries, at);
}

export interface BundleFinding {
  /** `edited` what stands there is not what was captured, `missing`, `added`, `rewritten` signed with another key or not at all. */
  readonly kind: 'edited' | 'missing' | 'added' | 'rewritten';
  readonly name: string;
}

export interface BundleVerdict {
  readonly isGood: boolean;
  readonly id: string;
  readonly url: string;
  readonly capturedAt: string;
  readonly files: number;
  readonly keyId: string;
  readonly isKeyTrusted: boolean;
  /** What the time-stamp authority said; null without one. */
  readonly stampedAt: string | null;
  readonly findings: readonly BundleFinding[];
}

interface Manifest {
  readonly id: string;
  readonly url: string;
  readonly capturedAt: string;
  readonly files: readonly Pick<EvidenceFile, 'name' | 'sha256' | 'bytes'>[];
}

/** Null when the bytes are no bundle. */
export async function verifyBundle(
  bytes: Uint8Array,
  means: { readonly publicKey?: string | null; readonly certificates?: string | null } = {},
): Promise<BundleVerdict | null> {
  const read = readBundle(bytes);
  if (!read) return null;
  const { entries, manifest, manifestBytes, signature } = read;
  const findings: BundleFinding[] = [];
  const wanted = new Map(manifest.files.map((file) => [`files/${file.name}`, file]));
  for (const [path, file] of wanted) {
    const found = entries.get(path);
    if (!found) findings.push({ kind: 'missing', name: file.name });
    else if (found.length !== file.bytes || sha256Hex(found) !== file.sha256)
      findings.push({ kind: 'edited', name: file.name });
  }
  const own = new Set(['manifest.json', 'signature.json', 'custody.json']);
  for (const path of entries.keys())
    if (!own.has(path) && !wanted.has(path)) findings.push({ kind: 'added', name: path });
  const publicKey = means.publicKey ?? signature.publicKey;
  const text = manifestText(sha256Hex(manifestBytes));
  if (keyIdOf(publicKey) !== signature.keyId || !isSigned(publicKey, text, signature.manifest))
    findings.push({ kind: 'rewritten', name: 'manifest.json' });
  const custody = entries.get('custody.json');
  if (!custody) findings.push({ kind: 'missing', name: 'custody.json' });
  else if (!isSigned(publicKey, custodyText(custody), signature.custody))
    findings.push({ kind: 'edited', name: 'custody.json' });
  const stampedAt = signature.stamp
    ? await checkToken(Buffer.from(signature.stamp, 'base64'), text, means.certificates ?? null).catch(() => null)
    : null;
  if (signature.stamp && !stampedAt) findings.push({ kind: 'edited', name: 'signature.json' });
  return {
    isGood: findings.length === 0,
    id: manifest.id,
    url: manifest.url,
    capturedAt: manifest.capturedAt,
    files: manifest.files.length,
    keyId: signature.keyId,
    isKeyTrusted: Boolean(means.publicKey),
    stampedAt: stampedAt?.toISOString() ?? null,
    findings,
  };
}

function readBundle(bytes: Uint8Array) {
  try {
    const entries = new Map(Object.entries(unzipSync(bytes)));
    const manifestBytes = entries.get('manifest.json')!;
    const manifest = JSON.parse(Buffer.from(manifestBytes).toString('utf8')) as Manifest & { foreword: string };
    const signature = JSON.parse(Buffer.from(entries.get('signature.json')!).toString('utf8')) as BundleSignature;
    const isRight =
      manifest.foreword === 'evidence' && Array.isArray(manifest.files) && typeof signature.publicKey === 'string';
    return isRight ? { entries, manifest, manifestBytes, signature } : null;
  } catch {
    return null;
  }
}
